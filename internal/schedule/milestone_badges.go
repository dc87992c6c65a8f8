package schedule

// badges lists the badges of a milestone; they do not depend on its colour.
func (j judgement) badges() []Badge {
	f := j.f
	claimed := !f.Claimed.IsZero() && !f.Verified
	return badgesWhere(map[Badge]bool{
		BadgeDueSoon:    j.dueSoon(),
		BadgeExtended:   f.Changes > 0 || f.Now().After(f.Baseline),
		BadgeClaimed:    claimed,
		BadgeReviewLate: claimed && j.rs.reviewLate(f.Claimed, j.asOf, j.cal),
		BadgeUnreported: f.Unreported,
		BadgeMadeGood:   f.MadeGood,
		BadgeListed:     f.Listed,
		BadgeAdded:      f.Added,
	})
}

// dueSoon is 临期: 0 ≤ A − as-of ≤ dueSoonDays; not on verified, suspended or
// undated milestones, nor on what left the plan.
func (j judgement) dueSoon() bool {
	f := j.f
	if f.Verified || f.Approved.IsZero() || !f.Suspended.IsZero() || !f.Exited.IsZero() {
		return false
	}
	left := f.Approved.Sub(j.asOf)
	return 0 <= left && left <= j.rs.On(j.asOf).MilestoneRule.DueSoonDays
}

// badgesWhere lists the badges that are set, in badge order.
func badgesWhere(set map[Badge]bool) []Badge {
	badges := []Badge{}
	for _, b := range Badges() {
		if set[b] {
			badges = append(badges, b)
		}
	}
	return badges
}

// reviewLate is 审核超期: the review is late from the working day after the
// grace on; the first working day after the claim is number 1.
func (rs *RuleSet) reviewLate(claimed, asOf Date, cal *Calendar) bool {
	return !asOf.Before(cal.WorkdaysAfter(claimed, rs.On(asOf).MilestoneRule.ReviewGraceWorkdays+1))
}

// inputs lists the facts and numbers behind the lamp.
func (j judgement) inputs() inputs {
	f, in := j.f, inputs{"asOf": j.asOf}
	in.date("baseline", f.Baseline)
	in.date("approved", f.Approved)
	in.date("forecast", f.Forecast)
	in.date("reached", f.Reached)
	in.date("claimed", f.Claimed)
	in.date("suspended", f.Suspended)
	in.date("exited", f.Exited)
	in.flag("verified", f.Verified)
	in.flag("key", f.Key)
	if f.Firmness == Aim {
		in["firmness"] = Aim
	}
	in.count("changes", f.Changes)
	in.count("slipDays", f.Now().Sub(f.Baseline))
	in.count("missedPeriods", f.Missed)
	if f.Verified || f.Approved.IsZero() || !f.Exited.IsZero() {
		return in
	}
	in["overdueDays"] = OverdueDays(f, j.asOf)
	in.count("creditedDays", f.reviewDays(f.Approved, j.asOf))
	in["redAfterDays"] = j.redAfter()
	in.date("windowStart", WindowStart(f, j.rs))
	if j.day != j.asOf {
		in["colourDay"] = j.day
		if j.rs.reviewLate(f.Claimed, j.asOf, j.cal) {
			in["holder"] = "reviewer" // from here on it is the reviewer's delay
		}
	}
	return in
}

// ReviewLate is 审核超期 of a report that was received on the day, whether it claims completion or not.
func (rs *RuleSet) ReviewLate(received, asOf Date, cal *Calendar) bool {
	return !received.IsZero() && rs.reviewLate(received, asOf, cal)
}
