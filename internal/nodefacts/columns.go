package nodefacts

import (
	"strings"

	"guatu/internal/schedule"
)

// Columns are the columns of milestones and milestone_versions that the lamp of
// the milestone comes from. Rows embed it. Absent dates and months are zero and
// stored as NULL.
type Columns struct {
	Key             bool `gorm:"column:is_key"`
	Firmness        schedule.Firmness
	PlannedStart    schedule.Date `gorm:"column:planned_start"`
	Baseline        schedule.Date `gorm:"column:baseline_on"`
	Approved        schedule.Date `gorm:"column:approved_on"`
	Forecast        schedule.Date `gorm:"column:forecast_on"`
	Reached         schedule.Date `gorm:"column:reached_on"`
	Verified        bool
	ClaimedOn       schedule.Date
	SuspendedOn     schedule.Date
	Returned        Claims `gorm:"column:returned_claims"`
	Changes         int
	Listed          bool
	Added           bool
	LastReportMonth schedule.Month
	MadeGoodMonth   schedule.Month
	PendingOn       schedule.Date // day of the undecided report
	EnteredOn       schedule.Date // zero: older than the column, there all along
	CarriedOn       schedule.Date // day it was carried over to the next plan
	// ReportCycle and CycleSince are copies of those of the project. Of a cycle
	// shorter than the month LastPeriodTo, MadeGoodTo and ReturnedTo are the last
	// days of the periods that were reported last, made good and sent back.
	ReportCycle  schedule.Cycle
	CycleSince   schedule.Date
	LastPeriodTo schedule.Date
	MadeGoodTo   schedule.Date
	ReturnedTo   schedule.Date
	LastReportOn schedule.Date // day of the latest report that was not withdrawn
	ExitedOn     schedule.Date // day it left the plan by a decision
	ExitDocument string        // number of the paper of that decision

	Standing
}

// Names are the columns, for the list of a SELECT.
func Names() []string {
	return strings.Fields("is_key firmness planned_start baseline_on approved_on forecast_on reached_on verified claimed_on" +
		" suspended_on returned_claims changes listed added last_report_month made_good_month pending_on entered_on carried_on" +
		" report_cycle cycle_since last_period_to made_good_to returned_to last_report_on exited_on exit_document")
}

// Fixed are the facts that do not depend on the day.
func (c Columns) Fixed() schedule.MilestoneFacts {
	return schedule.MilestoneFacts{
		Baseline: c.Baseline, Approved: c.Approved, Forecast: c.Forecast, Reached: c.Reached, Verified: c.Verified,
		Claimed: c.ClaimedOn, Suspended: c.SuspendedOn, Returned: c.Returned, Changes: c.Changes, Key: c.Key,
		Firmness: c.Firmness, PlannedStart: c.PlannedStart, Listed: c.Listed, Added: c.Added, Carried: c.CarriedOn,
		Exited: c.ExitedOn, ExitDocument: c.ExitDocument, Under: c.place(),
	}
}

// Facts are what the lamp is computed from on asOf; a day after today is a
// projection, which assumes no 未报.
func (c Columns) Facts(set *schedule.RuleSet, calendar *schedule.Calendar, asOf, today schedule.Date) schedule.MilestoneFacts {
	f := c.Fixed()
	f.Unreported, f.Missed = set.MilestoneSilence(f, c.Sent(), asOf, today, calendar)
	f.MadeGood = c.madeGood(set, calendar, asOf)
	return f
}

// madeGood is 已补: the last report made good the last closed period.
func (c Columns) madeGood(set *schedule.RuleSet, calendar *schedule.Calendar, asOf schedule.Date) bool {
	if c.ReportCycle.Short() {
		return !c.MadeGoodTo.IsZero() && c.MadeGoodTo == set.ClosedPeriod(c.ReportCycle, asOf, calendar).To
	}
	return !c.MadeGoodMonth.IsZero() && c.MadeGoodMonth == set.LastReportMonth(asOf)
}

// Unreported is 未报 on asOf.
func (c Columns) Unreported(set *schedule.RuleSet, calendar *schedule.Calendar, asOf, today schedule.Date) bool {
	return set.MilestoneUnreported(c.Fixed(), c.Sent(), asOf, today, calendar)
}

// Sent is what is known of the reports: what schedule needs beside the facts to
// say which month is owed.
func (c Columns) Sent() schedule.Duty {
	return schedule.Duty{
		Entered: c.EnteredOn.MonthOf(), Reported: c.LastReportMonth, Waiting: !c.PendingOn.IsZero(),
		Short: schedule.ShortDuty(c.ReportCycle, c.EnteredOn, c.CycleSince, c.LastPeriodTo, c.ReturnedTo),
	}
}

// Due is A: of baseline and approved a missing one equals the other.
func (c Columns) Due() schedule.Date {
	if c.Approved.IsZero() {
		return c.Baseline
	}
	return c.Approved
}

// Carried says whether the promise goes on in the plan of the next year.
func (c Columns) Carried() bool { return !c.CarriedOn.IsZero() }

// Done says whether the milestone is reached and verified.
func (c Columns) Done() bool { return c.Verified && !c.Reached.IsZero() }
