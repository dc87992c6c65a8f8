package schedule

import (
	"fmt"
	"math/big"
	"slices"
)

// ProjectFacts is what section 5 of the rules looks at.
type ProjectFacts struct {
	// PlannedStart is the planned start month, absent when there is none.
	PlannedStart Month `json:"plannedStart"`
	// Started is the day the work started, absent while it has not.
	Started Date `json:"started"`
	// HasStartMilestone: a 开工 milestone exists, so P1 keeps silent.
	HasStartMilestone bool `json:"hasStartMilestone"`
	// Investment is the investment of the year.
	Investment InvestmentFacts `json:"investment"`
	// Milestones are the project's milestones in the plan of the year.
	Milestones []ProjectMilestone `json:"milestones"`
	// Under is where the item stands, for rule sets that are in force for a part of the district.
	Under Place `json:"under,omitzero"`
	// Physical is where the works stand, Money what the whole project costs.
	Physical PhysicalFacts `json:"physical"`
	Money    MoneyFacts    `json:"money"`
	// MissedPeriods counts the months in a row that were owed and not reported.
	MissedPeriods int `json:"missedPeriods"`
	// Unreported is 未报 of the figures of the project itself; its milestones have their own.
	Unreported bool `json:"unreported,omitempty"`
	// StatEntry is 入库, the entry in the investment statistics.
	StatEntry StatEntryFacts `json:"statEntry"`

	original bool // measured against the original plan, see On
}

// InvestmentFacts is the investment of the year in whole 元. Without a plan
// above 0 it is not judged.
type InvestmentFacts struct {
	PlanYuan int64     `json:"planYuan"`
	DoneYuan int64     `json:"doneYuan"` // confirmed, from 1 January
	Firmness Firmness  `json:"firmness"`
	Plan     PlanFacts `json:"plan"` // year, start month, due date, monthly plan
	// Readings are the confirmed figures of the months, in any order. They
	// decide repetition and recovery.
	Readings []MonthReading `json:"readings"`
}

// ProjectMilestone is a milestone with its weight in the project, whole and
// above 0; 0 means not set, which counts as 1.
type ProjectMilestone struct {
	Name   string         `json:"name"`
	Weight int            `json:"weight"`
	Facts  MilestoneFacts `json:"facts"`
	// Stage is the stage of the ladder it stands for; empty: none.
	Stage string `json:"stage"`
}

// ProjectResult is a project on one day.
type ProjectResult struct {
	Lamp Lamp `json:"lamp"`
	// Rules are the lamps of P1 to P8 as far as each has something to say, in
	// this order.
	Rules []Lamp `json:"rules"`
	// Figures is the lamp of what the unit reports of the project itself: the
	// worst of the rules on money, works and 入库, with 未报 as its only badge.
	Figures Lamp `json:"-"`
	// Milestones are the lamps of the milestones in the order given.
	Milestones []Lamp `json:"milestones"`
	// YellowPeriods counts the months of the plan year that were read and were
	// yellow or worse; Marked: so many that a supervision order is due (P5).
	YellowPeriods int  `json:"yellowPeriods"`
	Marked        bool `json:"marked"`
}

// Project judges a project: red or yellow of any rule first, each rule adding
// its sentence; else blue when all milestones are verified; else green if any
// rule or milestone is green; else grey, nothing to assess.
func (rs *RuleSet) Project(f ProjectFacts, asOf Date, cal *Calendar) ProjectResult {
	if rs = rs.Complete(); rs.line != nil {
		rs = rs.decisive(asOf, f.Under, func(set *RuleSet) Colour { return set.project(f, asOf, cal).Lamp.Colour })
	}
	return rs.project(f, asOf, cal)
}

// project judges by this very set, its milestones by those they stand under.
func (rs *RuleSet) project(f ProjectFacts, asOf Date, cal *Calendar) ProjectResult {
	r := ProjectResult{Rules: []Lamp{}, Milestones: make([]Lamp, 0, len(f.Milestones))}
	for _, m := range f.Milestones {
		r.Milestones = append(r.Milestones, rs.Milestone(m.Facts, asOf, cal))
	}
	h, works := rs.historyOf(f.Investment, asOf), worksOf(f, asOf)
	r.YellowPeriods, r.Marked = h.yellow, rs.marked(h)
	r.add(rs.start(f, asOf))
	r.add(rs.investment(f.Investment, h, works.OverdueSince, asOf, cal))
	r.add(rs.milestonesOf(f.Milestones, r.Milestones))
	r.add(rs.physical(f.Physical, works, asOf))
	r.add(rs.repeated(f.Investment, h, asOf))
	r.add(rs.stock(f, asOf))
	r.add(rs.moneyVsWorks(f, works, asOf))
	r.add(rs.statEntry(f, asOf))
	v, in := r.verdict(), inputs{"asOf": asOf, "milestones": len(r.Milestones) - r.exited()}
	in.count("exited", r.exited())
	in.count("yellowPeriods", r.YellowPeriods)
	if silent := rs.silentOf(f, h, works, asOf); len(silent) > 0 {
		in["silent"] = silent
	}
	for _, rule := range r.Rules {
		in[rule.Rule] = rule.Inputs
	}
	r.Lamp = rs.lamp(v, f.withUnreported(unionOf(r.Milestones)), in).saying(f.original)
	r.Figures = r.figures(rs, f)
	return r
}

// withUnreported adds 未报 of the figures to badges, which are in the order of Badges.
func (f ProjectFacts) withUnreported(badges []Badge) []Badge {
	if !f.Unreported || slices.Contains(badges, BadgeUnreported) {
		return badges
	}
	return unionOf([]Lamp{{Badges: badges}, {Badges: []Badge{BadgeUnreported}}})
}

// figures is the worst lamp of the rules that look at what a unit reports of
// money, works and 入库; of equals the first.
func (r ProjectResult) figures(rs *RuleSet, f ProjectFacts) Lamp {
	l := rs.lamp(nothingVerdict(), nil, inputs{})
	for _, rule := range r.Rules {
		switch rule.Rule {
		case RuleP1, RuleP3, RuleP6:
			continue
		}
		if l.Rule == RuleP0 || rule.Colour.Severity() > l.Colour.Severity() {
			l = rule
		}
	}
	l.Badges = f.withUnreported([]Badge{})
	return l
}

// add keeps the lamp of a rule that has something to say.
func (r *ProjectResult) add(l Lamp, speaks bool) {
	if speaks {
		r.Rules = append(r.Rules, l)
	}
}

func (r ProjectResult) verdict() verdict {
	v := verdict{colour: Blue}
	var words sentence
	for _, l := range r.Rules {
		if l.Colour.Severity() > v.colour.Severity() {
			v.rule, v.colour = l.Rule, l.Colour
		}
		if l.Colour == Red || l.Colour == Yellow {
			words = words.and(sentence{l.Reason, l.english})
		}
	}
	switch {
	case v.colour == Red || v.colour == Yellow:
		v.words = words
		return v
	case r.allVerified():
		return verdict{RuleM1, Blue, sentence{"全部节点已完成并核实。", "All milestones are completed and verified."}}
	}
	for _, l := range slices.Concat(r.Rules, r.Milestones) {
		if l.Colour == Green {
			return verdict{l.Rule, Green, sentence{"正常推进。", "In progress as planned."}.and(sentence{l.Reason, l.english})}
		}
	}
	return nothingVerdict()
}

func (r ProjectResult) allVerified() bool {
	for _, l := range r.Milestones {
		if l.Colour != Blue && l.Rule != RuleM7 {
			return false
		}
	}
	return len(r.Milestones) > r.exited()
}

// exited counts the milestones that left the plan: no rule looks at them.
func (r ProjectResult) exited() (n int) {
	for _, l := range r.Milestones {
		if l.Rule == RuleM7 {
			n++
		}
	}
	return n
}

// start is P1: the planned start month is over and the work has not started.
// It is red when redAfterMonths are over, the planned month being the first.
func (rs *RuleSet) start(f ProjectFacts, asOf Date) (Lamp, bool) {
	started := !f.Started.by(asOf).IsZero()
	if f.HasStartMilestone || f.PlannedStart.IsZero() || started || !asOf.After(f.PlannedStart.Last()) {
		return Lamp{}, false
	}
	planned, limit := f.PlannedStart, rs.StartRule.RedAfterMonths
	v := verdict{RuleP1, Yellow, sentence{
		fmt.Sprintf("计划 %s开工，当月已过，尚未开工。", zhMonth(planned)),
		fmt.Sprintf("Planned to start in %s; the month is over and the work has not started.", enMonth(planned)),
	}}
	if asOf.After(planned.AddMonths(limit - 1).Last()) {
		v = verdict{RuleP1, Red, sentence{
			fmt.Sprintf("计划 %s开工，已满 %d 个月仍未开工。", zhMonth(planned), limit),
			fmt.Sprintf("Planned to start in %s; %s are over and the work has not started.", enMonth(planned), plural(limit, "month")),
		}}
	}
	return rs.lamp(v, nil, inputs{"asOf": asOf, "plannedStart": planned, "redAfterMonths": limit}), true
}

// investment is P2 (with T1 and T2) on the investment of the year, and what
// recovery makes of it.
func (rs *RuleSet) investment(f InvestmentFacts, h history, overdueSince, asOf Date, cal *Calendar) (Lamp, bool) {
	if f.PlanYuan <= 0 {
		return Lamp{}, false
	}
	l := rs.Progress(ProgressFacts{
		Plan: rs.PlanShare(f.Plan, asOf, cal), Actual: Share{f.DoneYuan, f.PlanYuan},
		Year: f.Plan.Year, Due: f.Plan.Due, Firmness: f.Firmness, Investment: true,
	}, asOf, cal)
	l.Reason, l.english = "年度投资："+l.Reason, "Investment of the year: "+l.english
	return h.kept(l, f.Firmness, h.held(overdueSince)), true
}

// milestonesOf is P3. It speaks when a milestone is red or yellow.
func (rs *RuleSet) milestonesOf(ms []ProjectMilestone, lamps []Lamp) (Lamp, bool) {
	c := countMilestones(ms, lamps)
	if c.red+c.yellow == 0 {
		return Lamp{}, false
	}
	colour := rs.milestonesColour(c)
	worst := ms[c.worst].Name
	s := sentence{
		fmt.Sprintf("节点红灯 %d 个（其中关键节点 %d 个）、黄灯 %d 个；「%s」：%s", c.red, c.redKey, c.yellow, worst, lamps[c.worst].Reason),
		fmt.Sprintf("Milestones: %d red (%d of them key), %d yellow; “%s”: %s", c.red, c.redKey, c.yellow, worst, lamps[c.worst].english),
	}
	in := inputs{"red": c.red, "redKey": c.redKey, "yellow": c.yellow,
		"redWeightBp": cutBp(new(big.Rat).Quo(c.redWeight, c.weight))}
	return rs.lamp(verdict{RuleP3, colour, s}, nil, in), true
}

// milestonesColour is the colour of P3 where a milestone is red or yellow.
func (rs *RuleSet) milestonesColour(c milestoneCount) Colour {
	rule := rs.ProjectRule
	heavy := new(big.Rat).Quo(c.redWeight, c.weight).Cmp(bpRat(rule.RedWeightBp)) >= 0
	if c.redKey > 0 || c.red-c.redKey >= rule.RedOrdinary || heavy {
		return Red
	}
	return Yellow
}

// milestoneCount is what P3 counts.
type milestoneCount struct {
	red, redKey, yellow int
	redWeight, weight   *big.Rat
	worst               int // index of the first milestone of the worst colour
}

func countMilestones(ms []ProjectMilestone, lamps []Lamp) milestoneCount {
	c := milestoneCount{redWeight: new(big.Rat), weight: new(big.Rat)}
	for i, m := range ms {
		if lamps[i].Rule == RuleM7 {
			continue
		}
		w := big.NewRat(int64(max(m.Weight, 1)), 1)
		c.weight.Add(c.weight, w)
		switch lamps[i].Colour {
		case Red:
			c.red++
			c.redWeight.Add(c.redWeight, w)
			if m.Facts.Key {
				c.redKey++
			}
		case Yellow:
			c.yellow++
		}
		if lamps[i].Colour.Severity() > lamps[c.worst].Colour.Severity() {
			c.worst = i
		}
	}
	return c
}
