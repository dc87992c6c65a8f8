package milestones

import (
	"time"

	"guatu/internal/schedule"
)

// closedMonth is the last month whose reporting cut-off has passed on the day: on 5 June still April, on 6 June May.
func (r Rules) closedMonth(day schedule.Date) schedule.Month { return r.Set.LastReportMonth(day) }

// reportMonth is the month a report of that day is for: until its cut-off the month before, then the current one.
func (r Rules) reportMonth(day schedule.Date) schedule.Month { return r.closedMonth(day).Next() }

// unreported is 未报 (rules.md 2). Nothing is owed by what is done, suspended or undated, for a month before the
// milestone was entered, nor on a day after today, where nobody could have reported.
func (r Rules) unreported(m Milestone, asOf schedule.Date) bool {
	if m.Done() || !m.SuspendedOn.IsZero() || m.due().IsZero() || asOf.After(r.Today) {
		return false
	}
	return r.Set.Unreported(m.LastReportMonth, r.firstOwed(m, asOf), asOf, r.Calendar)
}

// firstOwed is the month the milestone was entered in. An instant after asOf comes from loaded data, whose business
// days are earlier than the real ones: then every month is owed.
func (r Rules) firstOwed(m Milestone, asOf schedule.Date) schedule.Month {
	entered := schedule.DateOf(time.UnixMilli(m.CreatedAt), r.Zone)
	if entered.After(asOf) {
		return r.closedMonth(asOf)
	}
	return entered.MonthOf()
}
