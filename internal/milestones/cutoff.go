package milestones

import "guatu/internal/schedule"

// closedMonth is the last month whose reporting cut-off has passed on the day: on 5 June still April, on 6 June May.
func (r Rules) closedMonth(day schedule.Date) schedule.Month { return r.Set.LastReportMonth(day) }

// reportMonth is the month a report of that day is for: until its cut-off the month before, then the current one.
func (r Rules) reportMonth(day schedule.Date) schedule.Month { return r.closedMonth(day).Next() }

// unreported is 未报 on the day.
func (r Rules) unreported(m MilestoneRow, asOf schedule.Date) bool {
	return m.Unreported(r.Set, r.Calendar, asOf, r.Today)
}
