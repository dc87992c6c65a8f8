package schedule

import "slices"

// Firmness is how hard a promise is.
type Firmness string

// 确保 and unwritten promises are firm; 力争 is an aim, capped at yellow.
const (
	Firm Firmness = "firm"
	Aim  Firmness = "aim"
)

// capped keeps an aim at yellow. It never changes the rule id.
func (f Firmness) capped(c Colour) Colour {
	if f == Aim && c == Red {
		return Yellow
	}
	return c
}

// ReturnedClaim is a claimed completion that the reviewer sent back: the clock
// stood still from the day after the claim to the day of return.
type ReturnedClaim struct {
	Claimed  Date `json:"claimed"`
	Returned Date `json:"returned"`
}

// MilestoneFacts is what section 2 of the rules looks at. Of Baseline and
// Approved a missing one equals the other. Facts dated after as-of count as
// absent, and Verified without Reached counts as not verified.
type MilestoneFacts struct {
	Baseline Date `json:"baseline"` // B 原计划, frozen
	Approved Date `json:"approved"` // A 现计划
	Forecast Date `json:"forecast"` // F 预计
	Reached  Date `json:"reached"`  // D 实际
	Verified bool `json:"verified"`
	// Claimed is the day the still undecided claim of completion was recorded.
	Claimed Date `json:"claimed"`
	// Suspended is the day a valid suspension was approved or last reviewed.
	Suspended Date            `json:"suspended"`
	Returned  []ReturnedClaim `json:"returned"`
	// Changes counts the approved changes of the date.
	Changes      int      `json:"changes"`
	Key          bool     `json:"key"`
	Firmness     Firmness `json:"firmness"` // empty: firm
	PlannedStart Date     `json:"plannedStart"`
	Unreported   bool     `json:"unreported"`
	// Missed counts the report periods in a row for which nothing was reported.
	Missed   int  `json:"missed"`
	MadeGood bool `json:"madeGood"`
	Listed   bool `json:"listed"`
	Added    bool `json:"added"`
	// Carried is the day the unfinished promise was carried over to the plan of
	// the next year, where it goes on as another milestone. This one keeps its
	// lamp, and nobody works on it any more.
	Carried Date `json:"carried"`
	// Under is where the item stands, for rule sets that are in force for a part of the district.
	Under Place `json:"under,omitzero"`
	// Exited is the day it left the plan 退出 by a decision; ExitDocument is the number of the paper.
	Exited       Date   `json:"exited"`
	ExitDocument string `json:"exitDocument"`

	original bool // measured against the original plan, see On
	setAside Date // A of the current plan where original
}

// Milestone gives the lamp of a milestone on asOf (M0–M9; first match). A nil
// calendar counts Monday to Friday as working days.
func (rs *RuleSet) Milestone(f MilestoneFacts, asOf Date, cal *Calendar) Lamp {
	if rs = rs.Complete(); rs.line != nil {
		rs = rs.decisive(asOf, f.Under, func(set *RuleSet) Colour { return set.judge(f, asOf, cal).verdict().colour })
	}
	return rs.milestone(f, asOf, cal)
}

// milestone judges by this very set.
func (rs *RuleSet) milestone(f MilestoneFacts, asOf Date, cal *Calendar) Lamp {
	j := rs.judge(f, asOf, cal)
	v := j.verdict()
	v.words = v.words.and(j.reviewWords())
	in := j.inputs()
	if f.original {
		v.words = onOriginal(v.words)
		in["basis"] = Original
	}
	return rs.lamp(v, j.badges(), in)
}

// judgement is one milestone looked at on one day.
type judgement struct {
	rs   *RuleSet
	f    MilestoneFacts // as known on asOf
	asOf Date           // the day the reader stands on
	day  Date           // the day the colour is taken from (M3: before the claim)
	cal  *Calendar
}

func (rs *RuleSet) judge(f MilestoneFacts, asOf Date, cal *Calendar) judgement {
	return judgement{rs: rs, f: f.knownOn(asOf), asOf: asOf, day: colourDay(f, asOf), cal: cal}
}

// verdict is the table of section 2, first match.
func (j judgement) verdict() verdict {
	switch f := j.f; {
	case f.Verified:
		return verdict{RuleM1, Blue, j.doneWords()}
	case !f.Exited.IsZero():
		return verdict{RuleM7, Grey, exitedWords(f.ExitDocument)}
	case f.Approved.IsZero():
		return verdict{RuleM0, Grey, undatedWords()}
	case !f.Suspended.IsZero():
		return j.suspended()
	case !f.Claimed.IsZero():
		// The reviewer's time does not colour the reporter: the colour is the
		// one these facts have without the claim on the day before it.
		before := j.open()
		return verdict{RuleM3, before.colour, j.claimedWords(before)}
	}
	return j.open()
}

// suspended is M2: grey, yellow when the last review is too old.
func (j judgement) suspended() verdict {
	age := j.asOf.Sub(j.f.Suspended)
	if age > j.rs.MilestoneRule.SuspensionReviewDays {
		return verdict{RuleM2, Yellow, j.suspendedWords(age)}
	}
	return verdict{RuleM2, Grey, j.suspendedWords(0)}
}

// open is M4 to M9 on the day the colour is taken from.
func (j judgement) open() verdict {
	f, late := j.f, OverdueDays(j.f, j.day)
	switch {
	case late > j.redAfter():
		return verdict{RuleM4, f.Firmness.capped(Red), j.overdueWords(late, true)}
	case late >= 1:
		return verdict{RuleM5, Yellow, j.overdueWords(late, false)}
	case f.Forecast.After(f.Approved):
		return verdict{RuleM6, Yellow, j.forecastLateWords()}
	case !f.Forecast.IsZero() && f.Forecast.Before(j.day):
		return verdict{RuleM6, Yellow, j.forecastPassedWords()}
	case !j.day.Before(WindowStart(f, j.rs)):
		return verdict{RuleM8, Green, j.runningWords()}
	}
	return verdict{RuleM9, Grey, j.notYetWords()}
}

func (j judgement) redAfter() int {
	if j.f.Key {
		return j.rs.MilestoneRule.RedAfterDaysKey
	}
	return j.rs.MilestoneRule.RedAfterDays
}

// WindowStart is the first day of the window of M8: the planned start if there
// is one not after A, else A less windowDays. Absent for an undated milestone.
func WindowStart(f MilestoneFacts, rs *RuleSet) Date {
	a := f.due()
	if !f.PlannedStart.IsZero() && !f.PlannedStart.After(a) {
		return f.PlannedStart
	}
	return a.AddDays(-rs.Complete().MilestoneRule.WindowDays)
}

// due is A: of baseline and approved a missing one equals the other.
func (f MilestoneFacts) due() Date {
	if f.Approved.IsZero() {
		return f.Baseline
	}
	return f.Approved
}

// knownOn drops what is dated after asOf and fills A and B from each other.
// Returned claims keep their place: each rule asks for their dates itself.
func (f MilestoneFacts) knownOn(asOf Date) MilestoneFacts {
	f.Approved = f.due()
	if f.Baseline.IsZero() {
		f.Baseline = f.Approved
	}
	f.Claimed = f.openClaim(asOf)
	f.Reached = f.Reached.by(asOf)
	f.Verified = f.Verified && !f.Reached.IsZero()
	f.Suspended = f.Suspended.by(asOf)
	f.Carried = f.Carried.by(asOf)
	f.Exited = f.Exited.by(asOf)
	return f
}

// openClaim is the day of the claim that is undecided on asOf, else absent. A
// claim that was returned only later was still undecided on that day.
func (f MilestoneFacts) openClaim(asOf Date) Date {
	open := f.Claimed.by(asOf)
	if !open.IsZero() {
		return open
	}
	for _, r := range f.Returned {
		if !r.Claimed.After(asOf) && r.Returned.After(asOf) && r.Claimed.After(open) {
			open = r.Claimed
		}
	}
	return open
}

// colourDay is the day whose colour the milestone shows on asOf: asOf itself,
// with an undecided claim the day before it. A claim renewed on the day the
// last one was returned leads back to the day before that one.
func colourDay(f MilestoneFacts, asOf Date) Date {
	day := asOf
	for claim := f.openClaim(day); !claim.IsZero(); claim = f.openClaim(day) {
		f.Claimed = Date{}
		day = claim.AddDays(-1)
	}
	return day
}

// OverdueDays counts the days after A up to asOf, less those under review in a
// claim that has been returned by then. It is 0 without A and until A has
// passed. It says nothing about completion: see IsOverdue.
func OverdueDays(f MilestoneFacts, asOf Date) int {
	a := f.due()
	if a.IsZero() || !asOf.After(a) {
		return 0
	}
	return asOf.Sub(a) - f.reviewDays(a, asOf)
}

// IsOverdue is the state overdue: at least one overdue day, not verified, not
// suspended, not carried over, not out of the plan. A claimed milestone stays in it.
func IsOverdue(f MilestoneFacts, asOf Date) bool {
	known := f.knownOn(asOf)
	return OverdueDays(f, asOf) >= 1 && !known.Verified && known.Suspended.IsZero() && known.stays()
}

// stays says that the promise is worked on under this plan: neither carried over
// to the next one nor taken out of it.
func (f MilestoneFacts) stays() bool { return f.Carried.IsZero() && f.Exited.IsZero() }

// ClockDue is A moved by the days that returned reviews have credited, the
// column a store keeps to find overdue rows by comparison. Absent without A.
//
// For every asOf on or after the last return
//
//	OverdueDays(f, asOf) = max(0, asOf − ClockDue(f))
//
// holds exactly. Before a return its credit is not yet earned, so for such a
// day only OverdueDays answers; a store, whose rows hold what has happened up
// to today, asks for today or later.
func ClockDue(f MilestoneFacts) Date {
	a := f.due()
	return a.AddDays(f.reviewDays(a, Date{n: dateLast}))
}

// reviewDays counts the days after `after` that lie under review in a claim
// returned by upTo. A day under two reviews counts once.
func (f MilestoneFacts) reviewDays(after, upTo Date) int {
	returned := slices.Clone(f.Returned)
	slices.SortFunc(returned, func(x, y ReturnedClaim) int { return x.Claimed.Compare(y.Claimed) })
	days := 0
	for _, r := range returned {
		if r.Claimed.IsZero() || r.Returned.IsZero() || r.Returned.After(upTo) {
			continue
		}
		if r.Claimed.After(after) {
			after = r.Claimed
		}
		if r.Returned.After(after) {
			days += r.Returned.Sub(after)
			after = r.Returned
		}
	}
	return days
}
