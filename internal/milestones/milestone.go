package milestones

import (
	"slices"

	"guatu/internal/nodefacts"
	"guatu/internal/schedule"
)

// MilestoneRow is one row of milestones or milestone_versions. Absent dates and months are zero and stored as NULL.
type MilestoneRow struct {
	nodefacts.Columns

	ID               int64
	ProjectID        int64
	PlanYear         int // of the plan it was promised in
	LeadDepartmentID int64
	LeaderPostID     *int64
	Ordinal          int
	Name             string
	Stage            string
	Weight           int
	DeadlineWords    string
	Precision        string `gorm:"column:date_precision"`
	VerifiedOn       schedule.Date
	ProgressBp       *int
	ProgressOn       schedule.Date
	LastNote         string
	Conclusion       string // 验收结论
	NoChangeCount    int
	ReturnedMonth    schedule.Month // of the last report when it was sent back and nothing was sent since
	ContactName      string
	ContactPhone     string
	Words            string
	Note             string
	// CarriedFrom is the milestone of the plan before that this one goes on with, CarriedTo the one that goes on with it.
	CarriedFrom *int64
	CarriedTo   *int64
	Open        bool
	ClockDue    schedule.Date
	BaseClock   schedule.Date `gorm:"column:base_clock_due"`
	WindowFrom  schedule.Date
	ColourDay   schedule.Date
	Sample      bool
	Search      string // derived at every write, see searched
	CreatedAt   int64
	Version     int64
}

// TableName names the live table for GORM.
func (MilestoneRow) TableName() string { return "milestones" }

// Rules is what turns facts into lamps: the rule set in force and the working-day calendar.
type Rules struct {
	Set      *schedule.RuleSet
	Calendar *schedule.Calendar
	// Today is the business day. A day after it is a projection, which assumes no 未报.
	Today schedule.Date
	// Basis is the plan that is measured against; zero: the current one. A write always judges by the current one.
	Basis schedule.Basis
}

// Facts are what the lamp of the milestone is computed from on asOf, on the basis of the rules.
func (m MilestoneRow) Facts(r Rules, asOf schedule.Date) schedule.MilestoneFacts {
	return m.Columns.Facts(r.Set, r.Calendar, asOf, r.Today).On(r.Basis)
}

// Lamp is the lamp of the milestone on asOf.
func (m MilestoneRow) Lamp(r Rules, asOf schedule.Date) schedule.Lamp {
	return r.Set.Milestone(m.Facts(r, asOf), asOf, r.Calendar)
}

// Suspended says whether a suspension is in force.
func (m MilestoneRow) Suspended() bool { return !m.SuspendedOn.IsZero() && !m.Done() }

// slipDays is how far A has moved from B.
func (m MilestoneRow) slipDays() int { return m.Due().Sub(m.Baseline) }

// derive fills the columns that are functions of the others. Every write calls it last.
//
//   - open: not done, not suspended, not out of the plan, not carried over (an undated one is open too, with clock_due NULL);
//   - clock_due: overdue on a day D is clock_due < D, with the days under review in returned claims taken off;
//   - base_clock_due: the same on the original plan;
//   - window_from: the first day of the window of M8;
//   - colour_day: the day whose colour an undecided claim keeps (M3).
func (m MilestoneRow) derive(set *schedule.RuleSet) MilestoneRow {
	if m.ReportCycle == "" {
		m.ReportCycle = schedule.CycleMonthly
	}
	f := m.Fixed()
	m.Open = !m.Done() && m.SuspendedOn.IsZero() && m.ExitedOn.IsZero() && !m.Carried()
	m.ClockDue, m.BaseClock = schedule.ClockDue(f), schedule.ClockDue(f.On(schedule.Original))
	m.WindowFrom = schedule.WindowStart(f, set)
	m.ColourDay = schedule.ColourDay(f)
	return m
}

// column is one column a write may change, under its name in the API.
type column struct {
	name  string // of the table
	field string // of the API; empty: nobody reads its history
	value any
}

// columns lists what a write may change; identity, project and origin never change.
func (m MilestoneRow) columns() []column {
	return append(m.planColumns(), []column{
		{"forecast_on", "forecast", m.Forecast},
		{"reached_on", "reached", m.Reached},
		{"verified", "verified", m.Verified},
		{"verified_on", "verifiedOn", m.VerifiedOn},
		{"claimed_on", "claimed", m.ClaimedOn},
		{"suspended_on", "suspended", m.SuspendedOn},
		{"returned_claims", "returned", m.Returned},
		{"progress_bp", "progressBp", valueOf(m.ProgressBp)},
		{"progress_on", "progressOn", m.ProgressOn},
		{"last_note", "lastNote", m.LastNote},
		{"conclusion", "conclusion", m.Conclusion},
		{"last_report_month", "lastReportMonth", m.LastReportMonth},
		{"made_good_month", "madeGoodMonth", m.MadeGoodMonth},
		{"no_change_count", "noChangeCount", m.NoChangeCount},
		{"pending_on", "", m.PendingOn},
		{"carried_to", "carriedTo", valueOf(m.CarriedTo)},
		{"carried_on", "carriedOn", m.CarriedOn},
		{"exited_on", "exited", m.ExitedOn},
		{"exit_document", "exitDocument", m.ExitDocument},
		{"returned_month", "", m.ReturnedMonth},
		{"report_cycle", "reportCycle", string(m.ReportCycle)},
		{"cycle_since", "", m.CycleSince},
		{"last_period_to", "lastPeriodTo", m.LastPeriodTo},
		{"made_good_to", "", m.MadeGoodTo},
		{"returned_to", "", m.ReturnedTo},
		{"last_report_on", "", m.LastReportOn},
		{"open", "", m.Open},
		{"clock_due", "", m.ClockDue},
		{"base_clock_due", "", m.BaseClock},
		{"window_from", "", m.WindowFrom},
		{"colour_day", "", m.ColourDay},
	}...)
}

// planColumns are the columns of the plan and of the contact.
func (m MilestoneRow) planColumns() []column {
	return []column{
		{"lead_department_id", "leadDepartment", m.LeadDepartmentID},
		{"leader_post_id", "leaderPost", valueOf(m.LeaderPostID)},
		{"name", "name", m.Name},
		{"stage", "stage", m.Stage},
		{"ordinal", "ordinal", m.Ordinal},
		{"weight", "weight", m.Weight},
		{"is_key", "key", m.Key},
		{"firmness", "firmness", m.Firmness},
		{"deadline_words", "deadlineWords", m.DeadlineWords},
		{"date_precision", "precision", m.Precision},
		{"planned_start", "plannedStart", m.PlannedStart},
		{"approved_on", "approved", m.Approved},
		{"baseline_on", "baseline", m.Baseline},
		{"changes", "changes", m.Changes},
		{"listed", "listed", m.Listed},
		{"words", "words", m.Words},
		{"note", "note", m.Note},
		{"contact_name", "contactName", m.ContactName},
		{"contact_phone", "contactPhone", m.ContactPhone},
	}
}

// change is one column whose value moved.
type change struct {
	column
	from any
}

// changes lists what differs between two states of one milestone.
func changes(before, after MilestoneRow) []change {
	var out []change
	old := before.columns()
	for i, c := range after.columns() {
		if !sameValue(old[i].value, c.value) {
			out = append(out, change{column: c, from: old[i].value})
		}
	}
	return out
}

func sameValue(a, b any) bool {
	if claims, ok := a.(nodefacts.Claims); ok {
		return slices.Equal(claims, b.(nodefacts.Claims))
	}
	return a == b
}

// valueOf unwraps an optional number so that two of them compare by value; nil stays nil.
func valueOf[T int | int64 | bool](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}
