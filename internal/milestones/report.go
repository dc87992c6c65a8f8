package milestones

import (
	"slices"
	"strings"
	"unicode/utf8"

	"guatu/internal/evidence"
	"guatu/internal/schedule"
)

// State is where a report stands.
type State string

// A report is submitted, approved by the head of its unit 单位已审 and then confirmed by the supervision office 已核定; either
// of the two sends it back, and its author withdraws it before anybody else has looked at it.
const (
	Submitted State = "submitted"
	Approved  State = "approved"
	Confirmed State = "confirmed"
	Returned  State = "returned"
	Withdrawn State = "withdrawn"
)

// States returns every state of a report.
func States() []State { return []State{Submitted, Approved, Confirmed, Returned, Withdrawn} }

const (
	wholeBp = 10_000
	maxNote = 2_000 // characters
)

// Submission is what the lead unit says about a milestone.
type Submission struct {
	ProgressBp *int
	Note       string
	Forecast   schedule.Date
	NoChange   bool
	Claim      bool
	// Proof is the evidence; a claim needs it, or an exception.
	Proof evidence.Proof
}

// Fault is one thing wrong with what somebody sent; Code is a key of the words of this package.
type Fault struct{ Field, Code string }

// Refusal says that the state of a row does not allow the step; Code is a stable slug.
type Refusal struct{ Code string }

// Error makes a Refusal an error.
func (r *Refusal) Error() string { return "milestones: " + r.Code }

// Slugs of refusals.
const (
	CodeFinished  = "milestone_finished"
	CodeSuspended = "milestone_suspended"
	CodeExited    = "milestone_exited"
	CodePending   = "report_pending"
	CodeDecided   = "report_decided"
	CodeUnitFirst = "report_not_approved"
	CodeAtOffice  = "report_approved"
	CodeOwnReport = "own_report"
	CodeBothSteps = "own_approval"
	CodeApproved  = "change_approved"
	CodeReported  = "has_reports"
	CodeFigures   = "has_figures"
	CodeInUse     = "milestone_in_use"
	CodeCarried   = "milestone_carried"
)

// faults lists everything wrong with the submission on the day, whatever the milestone is like.
//
// A report needs a word unless it says 无变化; and 无变化 carries nothing that changes. A forecast before today would be
// broken as soon as it is written, so it is a slip of the pen: a risk is told with a day that can still come.
func (s Submission) faults(today schedule.Date) []Fault {
	note := strings.TrimSpace(s.Note)
	checks := []struct {
		wrong bool
		fault Fault
	}{
		{s.ProgressBp != nil && (*s.ProgressBp < 0 || *s.ProgressBp > wholeBp), Fault{"progressBp", "progress_range"}},
		{s.Claim && s.ProgressBp != nil && *s.ProgressBp != wholeBp, Fault{"progressBp", "claim_needs_whole"}},
		{note == "" && !s.NoChange, Fault{"note", "note_required"}},
		{utf8.RuneCountInString(note) > maxNote, Fault{"note", "note_too_long"}},
		{!s.Forecast.IsZero() && s.Forecast.Before(today), Fault{"forecast", "forecast_past"}},
		{s.Claim && !s.Forecast.IsZero(), Fault{"forecast", "claim_without_forecast"}},
		{s.NoChange && !s.Forecast.IsZero(), Fault{"forecast", "no_change_forecast"}},
		{s.NoChange && s.Claim, Fault{"noChange", "no_change_claim"}},
	}
	var out []Fault
	for _, c := range checks {
		if c.wrong {
			out = append(out, c.fault)
		}
	}
	return out
}

// faultsFor adds what is wrong with the submission for this milestone.
func (s Submission) faultsFor(m MilestoneRow, today schedule.Date) []Fault {
	out := s.faults(today)
	if s.NoChange && s.ProgressBp != nil && (m.ProgressBp == nil || *m.ProgressBp != *s.ProgressBp) {
		out = append(out, Fault{"progressBp", "no_change_progress"})
	}
	return out
}

// reportable refuses a milestone that nobody reports on any more. An undated one is reported and even claimed: the work
// goes on whether or not the office has set its date, and rules.md M1 knows a completion without A.
func (m MilestoneRow) reportable() error {
	switch {
	case !m.ExitedOn.IsZero():
		return &Refusal{CodeExited}
	case m.Done():
		return &Refusal{CodeFinished}
	case m.Suspended():
		return &Refusal{CodeSuspended}
	}
	return nil
}

// submit is what a submission does to the milestone: the claim stops the clock and 未报 goes; no figure moves. A report
// after a cut-off that was missed is for the missed month, so that it never counts for two.
func (m MilestoneRow) submit(s Submission, r Rules) MilestoneRow {
	period, short := r.period(m)
	switch late := r.unreported(m, r.Today); {
	case late && short:
		m.MadeGoodTo = period.To
	case late:
		m.MadeGoodMonth = r.closedMonth(r.Today)
	}
	if short {
		m.LastPeriodTo = period.To
	}
	m.LastReportMonth, m.LastReportOn = r.reportMonth(m), r.Today
	m.PendingOn, m.ReturnedMonth, m.ReturnedTo = r.Today, schedule.Month{}, schedule.Date{}
	m.NoChangeCount = countNoChange(m.NoChangeCount, s.NoChange)
	if s.Claim {
		m.ClaimedOn = r.Today
	}
	return m.derive(r.Set)
}

func countNoChange(before int, noChange bool) int {
	if noChange {
		return before + 1
	}
	return 0
}

// ReportRow is one row of reports: what was submitted and what became of it. Of milestone, indicator and project exactly one
// is set.
type ReportRow struct {
	ID               int64
	MilestoneID      *int64
	IndicatorID      *int64
	ProjectID        *int64 // of figures of a project, see figures.go
	LeadDepartmentID int64
	LeaderPostID     *int64
	DepartmentID     int64
	Month            schedule.Month
	PeriodTo         schedule.Date // last day of the period, in a cycle shorter than the month
	State            State
	ProgressBp       *int
	ValueMilli       *int64
	NumeratorMilli   *int64
	DenominatorMilli *int64
	PrintedBp        *int // the rate a published table prints for it
	Met              *bool
	DoneYuan         *int64
	PaidYuan         *int64
	WorksStage       string
	StatEnteredOn    schedule.Date
	Note             string
	Forecast         schedule.Date `gorm:"column:forecast_on"`
	NoChange         bool
	Claim            bool
	MadeGood         bool
	AuthorID         int64
	SubmittedAt      int64
	RecordedOn       schedule.Date
	ApprovedBy       *int64 // the head of the unit; the author where that is the head
	ApprovedAt       *int64
	ApprovedOn       schedule.Date
	ApprovalNote     string
	DecidedBy        *int64
	DecidedAt        *int64
	DecidedOn        schedule.Date
	DecisionNote     string
	Conclusion       string // 验收结论 of a confirmed claim
	Evidence         evidence.List
	ExceptionWords   string // why a claim has no evidence
	ExceptionPostID  *int64 // whose post allowed that
	Sample           bool
	Version          int64
}

// TableName names the table for GORM.
func (ReportRow) TableName() string { return "reports" }

// undecided says whether the report waits for somebody, on either level.
func (r ReportRow) undecided() bool { return r.State == Submitted || r.State == Approved }

// reviewed says whether somebody other than the author has approved it.
func (r ReportRow) reviewed() bool { return r.ApprovedBy != nil && *r.ApprovedBy != r.AuthorID }

// decidable refuses a step the report is not ready for, a second decision, and a review by whoever wrote or approved it: the
// one who reports does not judge, and the two levels are two people.
func (r ReportRow) decidable(outcome Outcome, by int64) error {
	switch {
	case !r.undecided():
		return &Refusal{CodeDecided}
	case outcome == OutcomeWithdrawn && r.reviewed(), outcome == OutcomeApproved && r.State == Approved:
		return &Refusal{CodeAtOffice}
	case outcome == OutcomeConfirmed && r.State == Submitted:
		return &Refusal{CodeUnitFirst}
	case outcome != OutcomeWithdrawn && r.AuthorID == by:
		return &Refusal{CodeOwnReport}
	case outcome == OutcomeConfirmed && r.ApprovedBy != nil && *r.ApprovedBy == by:
		return &Refusal{CodeBothSteps}
	}
	return nil
}

// confirm moves the figures of the milestone to those of the report; a claim is reached on the day it was recorded.
func (m MilestoneRow) confirm(r ReportRow, today schedule.Date, set *schedule.RuleSet) MilestoneRow {
	m.PendingOn = schedule.Date{}
	if r.ProgressBp != nil {
		m.ProgressBp = r.ProgressBp
	}
	if m.ProgressBp != nil { // 无变化 says that the figure still holds
		m.ProgressOn = r.RecordedOn
	}
	if !r.Forecast.IsZero() {
		m.Forecast = r.Forecast
	}
	if r.Note != "" {
		m.LastNote = r.Note
	}
	if r.Claim {
		whole := wholeBp
		m.ProgressBp, m.ProgressOn = &whole, r.RecordedOn
		m.Reached, m.Verified, m.VerifiedOn, m.ClaimedOn = r.RecordedOn, true, today, schedule.Date{}
		m.Conclusion = r.Conclusion
	}
	return m.derive(set)
}

// sendBack returns a report: a claim gives back the days it was under review, and the next report is for its month again;
// everything else stays as it was.
func (m MilestoneRow) sendBack(r ReportRow, today schedule.Date, set *schedule.RuleSet) MilestoneRow {
	m.PendingOn, m.ReturnedMonth, m.ReturnedTo = schedule.Date{}, r.Month, r.PeriodTo
	if r.Claim {
		m.Returned = append(slices.Clone(m.Returned), schedule.ReturnedClaim{Claimed: r.RecordedOn, Returned: today})
		m.ClaimedOn = schedule.Date{}
	}
	return m.derive(set)
}

// trail is what the reports of an item before the withdrawn one amount to.
type trail struct {
	month    schedule.Month // of the newest that was not withdrawn
	madeGood schedule.Month // the month that was made good last
	returned schedule.Month // its month when it was sent back
	noChange int            // how many in a row said 无变化

	madeGoodOn schedule.Date // the day of the newest one that made a month good

	// Of a cycle shorter than the month, by the last day: the same three, and the day of the newest.
	periodTo, madeGoodTo, returnedTo schedule.Date
	on                               schedule.Date
}

// madeGoodOn is the day of the newest of the reports, newest first, that made good a month that was 未报; absent: none did.
func madeGoodOn(earlier []ReportRow) schedule.Date {
	for _, report := range earlier {
		if report.MadeGood && report.PeriodTo.IsZero() {
			return report.RecordedOn
		}
	}
	return schedule.Date{}
}

// trailOf reads the trail from the earlier reports of one item, newest first, withdrawn ones left out.
func trailOf(earlier []ReportRow, r Rules) trail {
	if len(earlier) == 0 {
		return trail{}
	}
	t := trail{month: earlier[0].Month, noChange: slices.IndexFunc(earlier, func(report ReportRow) bool { return !report.NoChange })}
	if t.noChange < 0 {
		t.noChange = len(earlier)
	}
	if earlier[0].State == Returned {
		t.returned = t.month
	}
	t.on = earlier[0].RecordedOn
	for _, report := range earlier {
		if t.periodTo.IsZero() {
			t.periodTo = report.PeriodTo
		}
		if t.madeGoodTo.IsZero() && report.MadeGood {
			t.madeGoodTo = report.PeriodTo
		}
	}
	if earlier[0].State == Returned {
		t.returnedTo = earlier[0].PeriodTo
	}
	if t.madeGoodOn = madeGoodOn(earlier); !t.madeGoodOn.IsZero() {
		t.madeGood = r.closedMonth(t.madeGoodOn)
	}
	return t
}

// takeBack withdraws a report as if it had never been: 未报 comes back, and a withdrawn claim gives no days.
func (m MilestoneRow) takeBack(r ReportRow, before trail, set *schedule.RuleSet) MilestoneRow {
	m.LastReportMonth, m.MadeGoodMonth, m.NoChangeCount = before.month, before.madeGood, before.noChange
	m.PendingOn, m.ReturnedMonth = schedule.Date{}, before.returned
	m.LastPeriodTo, m.MadeGoodTo, m.ReturnedTo, m.LastReportOn = before.periodTo, before.madeGoodTo, before.returnedTo, before.on
	if r.Claim {
		m.ClaimedOn = schedule.Date{}
	}
	return m.derive(set)
}
