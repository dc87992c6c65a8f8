package milestones

import "guatu/internal/schedule"

// closedMonth is the last month whose reporting cut-off has passed on the day: on 5 June still April, on 6 June May.
func (r Rules) closedMonth(day schedule.Date) schedule.Month { return r.Set.LastReportMonth(day) }

// reportMonth is the month a report sent today is for.
func (r Rules) reportMonth(m MilestoneRow) schedule.Month {
	sent := m.Sent()
	sent.Returned = m.ReturnedMonth
	return r.Set.ReportMonth(r.Set.MilestoneDuty(m.Fixed(), sent, r.Today), r.Today)
}

// period is the period of a cycle shorter than the month a report sent today is for; ok is false when the milestone is
// reported monthly.
func (r Rules) period(m MilestoneRow) (p schedule.ReportPeriod, ok bool) {
	duty := r.Set.MilestoneDuty(m.Fixed(), m.Sent(), r.Today).Short
	if duty == nil {
		return p, false
	}
	return r.Set.ReportPeriodOf(*duty, r.Today, r.Calendar), true
}

// unreported is 未报 on the day.
func (r Rules) unreported(m MilestoneRow, asOf schedule.Date) bool {
	return m.Unreported(r.Set, r.Calendar, asOf, r.Today)
}
