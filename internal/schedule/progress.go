package schedule

import "math/big"

// ProgressFacts is what P2, T0, T1 and T2 look at. Plan and Actual are exact;
// in JSON they are basis points.
type ProgressFacts struct {
	// Plan is the share due, see PlanShare. With an undecided claim it is the
	// share on the day before the claim.
	Plan Share `json:"planBp"`
	// Actual is the latest confirmed figure from the start value of the year;
	// more than the whole is valid.
	Actual Share `json:"actualBp"`
	// Year is the plan year; 0 means none, and then there is no T2.
	Year int `json:"year"`
	// Due is the own due date; absent means none, and then there is no T1.
	Due      Date     `json:"due"`
	Firmness Firmness `json:"firmness"` // empty: firm
	Verified bool     `json:"verified"`
	// Claimed is the day of the still undecided claim. A confirmed 100 %
	// without verification is a claim from the day it was confirmed.
	Claimed Date `json:"claimed"`
	// Investment is never claimed or verified: at 100 % it is green.
	Investment bool `json:"-"`
	// Rate marks 达标: met is green until the year ends, then blue.
	Rate bool `json:"-"`
}

// Progress gives the lamp of progress against the plan of the year.
func (rs *RuleSet) Progress(f ProgressFacts, asOf Date, cal *Calendar) Lamp {
	rs = rs.Complete()
	f = f.knownOn(asOf)
	c := course{rs: rs, f: f, asOf: asOf, day: asOf}
	if !f.Claimed.IsZero() {
		c.day = f.Claimed.AddDays(-1)
	}
	v := c.verdict()
	var badges []Badge
	if !f.Claimed.IsZero() {
		late := rs.reviewLate(f.Claimed, asOf, cal)
		badges = badgesWhere(map[Badge]bool{BadgeClaimed: true, BadgeReviewLate: late})
		v.words = c.claimedWords(v).and(rs.reviewWords(f.Claimed, asOf, cal))
	}
	return rs.lamp(v, badges, c.inputs(cal))
}

// knownOn drops what is dated after asOf and what its kind does not know.
func (f ProgressFacts) knownOn(asOf Date) ProgressFacts {
	f.Claimed = f.Claimed.by(asOf)
	if f.Investment || f.Rate || f.Verified && f.Actual.IsWhole() {
		f.Claimed = Date{}
	}
	return f
}

// course is progress looked at on one day.
type course struct {
	rs   *RuleSet
	f    ProgressFacts
	asOf Date // the day the reader stands on
	day  Date // as-of in P2, T1, T2: before an undecided claim
}

// verdict is T0, else the worst of T2, T1 and P2; of equals the first named.
func (c course) verdict() verdict {
	if c.complete() {
		return verdict{RuleT0, Blue, c.completeWords()}
	}
	worst := c.yearEnd()
	for _, v := range []verdict{c.ownDue(), c.curve()} {
		if v.colour.Severity() > worst.colour.Severity() {
			worst = v
		}
	}
	return worst
}

// complete is T0: 100 % and verified. A rate holds or falls until the year
// ends and is complete only then; an investment is never blue.
func (c course) complete() bool {
	switch {
	case !c.f.Actual.IsWhole(), c.f.Investment:
		return false
	case c.f.Rate:
		return c.yearIsOver()
	}
	return c.f.Verified
}

// unfinished is what T1 and T2 ask: not (100 % and verified).
func (c course) unfinished() bool {
	if c.f.Investment || c.f.Rate {
		return !c.f.Actual.IsWhole()
	}
	return !c.complete()
}

func (c course) yearIsOver() bool {
	return c.f.Year != 0 && c.day.Year() > c.f.Year
}

// yearEnd is T2: from the day after the plan year's end an unfinished promise
// is red, yellow when nearly done.
func (c course) yearEnd() verdict {
	if !c.unfinished() || !c.yearIsOver() {
		return verdict{}
	}
	colour := Red
	if c.f.Actual.rat().Cmp(bpRat(c.rs.TerminalRule.NearlyDoneBp)) >= 0 {
		colour = Yellow
	}
	return verdict{RuleT2, c.f.Firmness.capped(colour), c.yearEndWords(colour)}
}

// ownDue is T1: an own due date before 31 December of the plan year has passed
// unfinished. Without a plan year every due date is an own one.
func (c course) ownDue() verdict {
	late := c.day.Sub(c.f.Due)
	if !c.unfinished() || c.f.Due.IsZero() || late < 1 {
		return verdict{}
	}
	if c.f.Year != 0 && !c.f.Due.Before(monthOf(c.f.Year, 12).Last()) {
		return verdict{}
	}
	colour := Yellow
	if late > c.rs.TerminalRule.RedAfterDays {
		colour = Red
	}
	return verdict{RuleT1, c.f.Firmness.capped(colour), c.ownDueWords(late, colour)}
}

// curve is P2.
func (c course) curve() verdict {
	colour := c.rs.curveColour(c.f.Plan.rat(), c.f.Actual.rat())
	return verdict{RuleP2, c.f.Firmness.capped(colour), c.curveWords(colour)}
}

// curveColour compares plan and actual exactly; without a plan it is green.
func (rs *RuleSet) curveColour(plan, actual *big.Rat) Colour {
	if plan.Sign() <= 0 || rs.ProgressRule == nil {
		return Green
	}
	return Worse(rs.ProgressRule.Points.colour(plan, actual), rs.ProgressRule.Ratio.colour(plan, actual))
}

// silentOn says whether the published text leaves this gap open, so that its green is a completion of ours: behind the plan, by
// less than the first threshold of a set that judges points alone and says that it was completed.
func (rs *RuleSet) silentOn(plan, gap *big.Rat) bool {
	p := rs.ProgressRule
	if rs.Completed == "" || p == nil || p.Points == nil || p.Ratio != nil || plan.Sign() <= 0 {
		return false
	}
	return gap.Sign() > 0 && gap.Cmp(bpRat(p.Points.YellowFromBp)) < 0
}

// colour judges the gap in points; a nil branch is off.
func (p *PointsRule) colour(plan, actual *big.Rat) Colour {
	if p == nil {
		return Green
	}
	gap := new(big.Rat).Sub(plan, actual)
	switch {
	case gap.Cmp(bpRat(p.RedAboveBp)) > 0:
		return Red
	case gap.Cmp(bpRat(p.YellowFromBp)) >= 0:
		return Yellow
	}
	return Green
}

// colour judges actual ÷ plan from the floor on; a nil branch is off.
func (r *RatioRule) colour(plan, actual *big.Rat) Colour {
	if r == nil || plan.Cmp(bpRat(r.FloorBp)) < 0 {
		return Green
	}
	ratio := new(big.Rat).Quo(actual, plan)
	switch {
	case ratio.Cmp(bpRat(r.RedBelowBp)) < 0:
		return Red
	case ratio.Cmp(bpRat(r.YellowBelowBp)) < 0:
		return Yellow
	}
	return Green
}

// inputs lists the facts and numbers behind the lamp.
func (c course) inputs(cal *Calendar) inputs {
	f, gap := c.f, new(big.Rat).Sub(c.f.Plan.rat(), c.f.Actual.rat())
	in := inputs{"asOf": c.asOf, "planBp": f.Plan.Bp(), "actualBp": f.Actual.Bp(), "gapBp": cutBp(gap)}
	in.count("year", f.Year)
	in.date("due", f.Due)
	in.date("claimed", f.Claimed)
	in.flag("verified", f.Verified)
	in.flag("investment", f.Investment)
	if f.Firmness == Aim {
		in["firmness"] = Aim
	}
	if c.rs.silentOn(f.Plan.rat(), gap) {
		in["completed"] = c.rs.Completed // the published text says nothing here; the colour is ours
	}
	if !f.Claimed.IsZero() {
		in["colourDay"] = c.day
		if c.rs.reviewLate(f.Claimed, c.asOf, cal) {
			in["holder"] = "reviewer" // from here on it is the reviewer's delay
		}
	}
	return in
}
