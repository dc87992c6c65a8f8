package schedule

import (
	"fmt"
	"math/big"
)

// PhysicalFacts is where the works of a project stand.
type PhysicalFacts struct {
	// Ladder are the stages in their order; empty: the works are not followed.
	Ladder []Stage `json:"ladder"`
	// Reached is the stage last reported and confirmed, ReachedOn the day of the
	// confirmation; empty: none yet.
	Reached   string `json:"reached"`
	ReachedOn Date   `json:"reachedOn"`
}

// MoneyFacts is the money of the whole project in whole 元, which P7 compares
// with the works of the whole project.
type MoneyFacts struct {
	TotalYuan int64 `json:"totalYuan"` // 0: not known
	// DoneYuan is what has been invested since the beginning, the plan year included.
	DoneYuan int64 `json:"doneYuan"`
}

// StatEntryFacts is 入库.
type StatEntryFacts struct {
	// Asked: the project has to be entered in the investment statistics.
	Asked   bool `json:"asked"`
	Entered Date `json:"entered"` // absent: not yet
}

// WorksTally is what the milestones of the year say about the works. Rungs count
// the stages of the ladder from 1; 0 is none.
type WorksTally struct {
	// Due is the highest rung an overdue milestone stands for, DueFirm the
	// highest of those that are no mere aim (力争), Done that of a verified one.
	Due, DueFirm, Done int
	// OverdueSince is the day the clock of the oldest overdue milestone ran out;
	// absent when none is overdue.
	OverdueSince Date
}

// Rung is the place of a stage on the ladder, from 1; 0 when it has no such stage.
func (p PhysicalFacts) Rung(stage string) int {
	for i, s := range p.Ladder {
		if s.Name == stage {
			return i + 1
		}
	}
	return 0
}

// reached is the rung of the works: the one reported, or a higher one that a
// verified milestone proves.
func (p PhysicalFacts) reached(w WorksTally, asOf Date) int {
	rung := w.Done
	if !p.ReachedOn.by(asOf).IsZero() {
		rung = max(rung, p.Rung(p.Reached))
	}
	return min(rung, len(p.Ladder))
}

// worksOf counts what WorksTally holds. A claimed milestone is judged on the day
// before its claim: the reviewer's time is not the works' delay.
func worksOf(f ProjectFacts, asOf Date) WorksTally {
	var w WorksTally
	for _, m := range f.Milestones {
		rung, known := f.Physical.Rung(m.Stage), m.Facts.knownOn(asOf)
		switch {
		case known.Verified:
			w.Done = max(w.Done, rung)
		case IsOverdue(m.Facts, asOf):
			if since := asOf.AddDays(-OverdueDays(m.Facts, asOf)); w.OverdueSince.IsZero() || since.Before(w.OverdueSince) {
				w.OverdueSince = since
			}
			if !known.Claimed.IsZero() && !IsOverdue(m.Facts, colourDay(m.Facts, asOf)) {
				continue
			}
			if w.Due = max(w.Due, rung); m.Facts.Firmness != Aim {
				w.DueFirm = max(w.DueFirm, rung)
			}
		}
	}
	return w
}

// physical is P4. It speaks when the works have a stage that can be compared
// with the one due.
func (rs *RuleSet) physical(f PhysicalFacts, w WorksTally, asOf Date) (Lamp, bool) {
	reached, rule := f.reached(w, asOf), rs.PhysicalRule
	if rule.YellowSteps == 0 || reached == 0 || w.Due == 0 || w.Due > len(f.Ladder) {
		return Lamp{}, false
	}
	behind, colour := w.Due-reached, Green
	switch {
	case w.DueFirm-reached >= rule.RedSteps:
		colour = Red
	case behind >= rule.YellowSteps:
		colour = Yellow
	default:
		return Lamp{}, false // the stage due is reached; what is late about it is the milestone's
	}
	at, want := f.Ladder[reached-1].Name, f.Ladder[w.Due-1].Name
	return rs.lamp(verdict{RuleP4, colour, sentence{
		fmt.Sprintf("形象进度到「%s」，按计划应到「%s」，落后 %d 个阶段。", at, want, behind),
		fmt.Sprintf("The works have reached “%s”; “%s” is due: %s behind.", at, want, plural(behind, "stage")),
	}}, nil, inputs{"asOf": asOf, "reached": at, "due": want, "behind": behind}), true
}

// moneyVsWorks is P7: the share of the money of the whole project exceeds that of
// its works. It is a doubt about the figures and never red.
func (rs *RuleSet) moneyVsWorks(f ProjectFacts, w WorksTally, asOf Date) (Lamp, bool) {
	reached := f.Physical.reached(w, asOf)
	if reached == 0 || f.Money.TotalYuan <= 0 {
		return Lamp{}, false
	}
	money, works := Share{f.Money.DoneYuan, f.Money.TotalYuan}.Clamp(), Share{int64(f.Physical.Ladder[reached-1].Weight), 100}.Clamp()
	if new(big.Rat).Sub(money.rat(), works.rat()).Cmp(bpRat(rs.MoneyRule.YellowAboveBp)) <= 0 {
		return Lamp{}, false
	}
	paid, built := percent(money.Bp()), percent(works.Bp())
	return rs.lamp(verdict{RuleP7, Yellow, sentence{
		fmt.Sprintf("数据存疑：累计投资已达总投资的 %s%%，形象进度「%s」折合 %s%%，相差超过 %s 个百分点。",
			paid, f.Physical.Ladder[reached-1].Name, built, percent(rs.MoneyRule.YellowAboveBp)),
		fmt.Sprintf("The figures are in doubt: %s%% of the total investment against works worth %s%% (“%s”), more than %s percentage points apart.",
			paid, built, f.Physical.Ladder[reached-1].Name, percent(rs.MoneyRule.YellowAboveBp)),
	}}, nil, inputs{"asOf": asOf, "moneyBp": money.Bp(), "worksBp": works.Bp(), "yellowAboveBp": rs.MoneyRule.YellowAboveBp}), true
}

// stock is P6: months in a row without a report are yellow. It never makes
// anything better, as it only adds to the worst.
func (rs *RuleSet) stock(f ProjectFacts, asOf Date) (Lamp, bool) {
	limit := rs.StockRule.YellowAfterMissed
	if limit == 0 || f.MissedPeriods < limit {
		return Lamp{}, false
	}
	return rs.lamp(verdict{RuleP6, Yellow, sentence{
		fmt.Sprintf("已连续 %d 期未报。", f.MissedPeriods),
		fmt.Sprintf("%s in a row without a report.", plural(f.MissedPeriods, "period")),
	}}, nil, inputs{"asOf": asOf, "missedPeriods": f.MissedPeriods, "yellowAfterMissed": limit}), true
}

// statEntry is P8: the work has begun and is not entered in the statistics.
func (rs *RuleSet) statEntry(f ProjectFacts, asOf Date) (Lamp, bool) {
	rule, started := rs.StatEntryRule, f.Started.by(asOf)
	if rule.YellowAfterMonths == 0 || !f.StatEntry.Asked || started.IsZero() || !f.StatEntry.Entered.by(asOf).IsZero() {
		return Lamp{}, false
	}
	colour, months := Yellow, rule.YellowAfterMonths
	switch {
	case asOf.After(started.addMonths(rule.RedAfterMonths)):
		colour, months = Red, rule.RedAfterMonths
	case !asOf.After(started.addMonths(rule.YellowAfterMonths)):
		return Lamp{}, false
	}
	on := onDay{asOf}
	return rs.lamp(verdict{RuleP8, colour, sentence{
		fmt.Sprintf("%s开工，已超过 %d 个月尚未入库。", on.zh(started), months),
		fmt.Sprintf("The work started on %s; more than %s later it is not entered in the statistics.", on.en(started), plural(months, "month")),
	}}, nil, inputs{"asOf": asOf, "started": started, "months": months}), true
}

// addMonths is the same day so many months later, or the last day of a month
// that has no such day.
func (d Date) addMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	month := d.MonthOf().AddMonths(n)
	return month.First().AddDays(min(d.Day(), month.Last().Day()) - 1)
}

// silentOf names the rules that keep silent because a fact they need is missing
// although others are there, with that fact.
func (rs *RuleSet) silentOf(f ProjectFacts, h history, w WorksTally, asOf Date) map[string]string {
	silent := map[string]string{}
	reached := f.Physical.reached(w, asOf)
	if len(f.Physical.Ladder) > 0 && reached == 0 {
		silent[RuleP4] = "no stage of the works is reported"
		if f.Money.TotalYuan > 0 {
			silent[RuleP7] = "no stage of the works is reported"
		}
	}
	if reached > 0 && f.Money.TotalYuan <= 0 {
		silent[RuleP7] = "the total investment is not known"
	}
	if n := len(h.readings); n > 0 && n < rs.RepeatRule.YellowPeriods {
		silent[RuleP5] = "too few months were read"
	}
	if f.StatEntry.Asked && f.StatEntry.Entered.by(asOf).IsZero() && f.Started.by(asOf).IsZero() {
		silent[RuleP8] = "the day the work started is not known"
	}
	return silent
}
