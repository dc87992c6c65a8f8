package schedule

// PlanFacts is the plan of one year for an investment, a CUM or a RATE.
type PlanFacts struct {
	// Year is the plan year.
	Year int `json:"year"`
	// Start is the planned start month of a work that starts this year
	// (新开工); absent means January.
	Start Month `json:"start"`
	// Due is the own due date; absent or in a later year means December.
	Due Date `json:"due"`
	// Monthly is the cumulative plan at the end of January, February, …; a
	// month not given keeps the last figure. Empty: straight by whole months.
	Monthly []int64 `json:"monthly"`
	// Total is the plan of the whole year in the unit of Monthly.
	Total int64 `json:"total"`
	// Review is the latest report, for the month that may be held back.
	Review ReportReview `json:"review"`
}

// ReportReview is a submitted monthly report and its decision (confirmed or
// returned); Decided is absent while it is under review.
type ReportReview struct {
	Month     Month `json:"month"`
	Submitted Date  `json:"submitted"`
	Decided   Date  `json:"decided"`
}

// PlanShare is the share of the year's plan that is due on asOf (序时), taken
// at the end of PlanMonth. It is an exact fraction of 0…1.
func (rs *RuleSet) PlanShare(p PlanFacts, asOf Date, cal *Calendar) Share {
	return p.DueBy(rs.PlanMonth(p.Review, asOf, cal))
}

// DueBy is the share of the year's plan that is due at the end of the month.
func (p PlanFacts) DueBy(month Month) Share {
	if len(p.Monthly) > 0 {
		return p.monthlyShare(month).Clamp()
	}
	return p.straightShare(month)
}

// monthlyShare reads the monthly plan. It is cumulative and never falls, so
// the highest figure up to the month counts.
func (p PlanFacts) monthlyShare(month Month) Share {
	var reached int64
	for i, cumulative := range p.Monthly {
		if !monthOf(p.Year, i+1).After(month) {
			reached = max(reached, cumulative)
		}
	}
	return Share{reached, p.Total}
}

// straightShare is the plan without a monthly plan: month m of first…last has
// (m − first + 1)/(last − first + 1).
func (p PlanFacts) straightShare(month Month) Share {
	first, last := monthOf(p.Year, 1), monthOf(p.Year, 12)
	if p.Start.After(first) {
		first = p.Start
	}
	if due := p.Due.MonthOf(); !due.IsZero() && due.Before(last) {
		last = due
	}
	switch {
	case last.Before(first), !month.Before(last):
		return Share{1, 1} // also a due date in an earlier year
	case month.Before(first):
		return Share{0, 1}
	}
	return Share{int64(month.Sub(first)) + 1, int64(last.Sub(first)) + 1}
}

// PlanMonth is the month at whose end the plan is taken: the last one whose
// cut-off has passed; on 5 June still April, on 6 June May. While a report for
// that month, submitted in time, is under review, it stays the month before,
// at most for the working days of grace after the cut-off.
func (rs *RuleSet) PlanMonth(r ReportReview, asOf Date, cal *Calendar) Month {
	rs = rs.On(asOf)
	month := rs.LastReportMonth(asOf)
	cutoff := rs.Cutoff(month)
	inTime := r.Month == month && !r.Submitted.IsZero() && !r.Submitted.After(cutoff)
	underReview := r.Decided.by(asOf).IsZero()
	grace := cal.WorkdaysAfter(cutoff, rs.MilestoneRule.ReviewGraceWorkdays+1)
	if inTime && underReview && asOf.Before(grace) {
		return month.Prev()
	}
	return month
}

// Cutoff is the last day on which month m is reported in time: cutoffDay of
// the month after.
func (rs *RuleSet) Cutoff(m Month) Date {
	return m.Next().First().AddDays(rs.On(m.Next().First()).CutoffDay - 1)
}

// LastReportMonth is the last month whose cut-off has passed on asOf.
func (rs *RuleSet) LastReportMonth(asOf Date) Month {
	month := asOf.MonthOf().Prev()
	if !asOf.After(rs.Cutoff(month)) {
		month = month.Prev()
	}
	return month
}
