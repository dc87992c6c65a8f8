package milestones

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
)

// Submit files a report on a milestone for its lead unit; version is the one of the milestone the reporter saw.
//
// Errors: 404, 403, 412 with the current milestone, 409 milestone_finished, milestone_suspended or report_pending, 422.
func (s *Service) Submit(ctx context.Context, id, version int64, sub Submission) (Report, error) {
	actor, scope := s.caller(ctx, auth.PermMilestonesReport)
	row, err := s.readable(ctx, id)
	if err != nil {
		return Report{}, err
	}
	if !scope.Allows(scopeRow(row.MilestoneRow)) {
		return Report{}, httpapi.Forbidden()
	}
	sub.Note = strings.TrimSpace(sub.Note)
	var reportID int64
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		before, err := s.lockMilestone(ctx, tx, id, version, scope)
		if err != nil {
			return err
		}
		reportID, err = s.file(ctx, tx, before, sub, actor.UserID)
		return problem(err)
	})
	if err != nil {
		return Report{}, err
	}
	return s.reportOf(ctx, reportID)
}

// file checks the submission against the locked milestone and writes report, milestone, version and audit.
func (s *Service) file(ctx context.Context, tx *gorm.DB, before MilestoneRow, sub Submission, by int64) (int64, error) {
	if err := before.reportable(); err != nil {
		return 0, err
	}
	pending, err := hasUndecided(tx, "milestone_id", before.ID)
	if err != nil {
		return 0, err
	}
	if pending {
		return 0, &Refusal{CodePending}
	}
	rules := s.rules()
	if faults := sub.faultsFor(before, rules.Today); len(faults) > 0 {
		return 0, invalid(faults)
	}
	after := before.submit(sub, rules)
	report := newReport(before, after, sub, rules, by)
	if err := s.store.insertReport(tx, &report); err != nil {
		return 0, err
	}
	_, err = s.change(ctx, tx, "milestone.report", before, after, by, sub.Note)
	return report.ID, err
}

// newReport is the row of a submission. It keeps the figure it leaves standing, so that a reviewer sees one and the next
// report knows what came before.
func newReport(before, after MilestoneRow, sub Submission, rules Rules, by int64) ReportRow {
	progress := before.ProgressBp
	if sub.ProgressBp != nil {
		progress = sub.ProgressBp
	}
	if whole := wholeBp; sub.Claim {
		progress = &whole
	}
	return ReportRow{
		MilestoneID: &before.ID, LeadDepartmentID: before.LeadDepartmentID, LeaderPostID: before.LeaderPostID,
		DepartmentID: before.LeadDepartmentID, Month: after.LastReportMonth, ProgressBp: progress,
		Note: sub.Note, Forecast: sub.Forecast, NoChange: sub.NoChange, Claim: sub.Claim,
		MadeGood: after.MadeGoodMonth == rules.closedMonth(rules.Today) && after.MadeGoodMonth != before.MadeGoodMonth,
		AuthorID: by, Sample: before.Sample,
	}
}

// Confirm accepts a report: its figures become those of the item, a claim is verified.
func (s *Service) Confirm(ctx context.Context, id, version int64, note string) (Report, error) {
	return s.decide(ctx, id, version, OutcomeConfirmed, note)
}

// Return sends a report back with a reason.
func (s *Service) Return(ctx context.Context, id, version int64, reason string) (Report, error) {
	return s.decide(ctx, id, version, OutcomeReturned, reason)
}

// Withdraw takes the actor's own undecided report back.
func (s *Service) Withdraw(ctx context.Context, id, version int64) (Report, error) {
	return s.decide(ctx, id, version, OutcomeWithdrawn, "")
}

// decide closes a report. Errors: 404, 403, 412 with the current report, 409 report_decided or own_report, 422.
func (s *Service) decide(ctx context.Context, id, version int64, outcome Outcome, note string) (Report, error) {
	permission := auth.PermReportsReview
	if outcome == OutcomeWithdrawn {
		permission = auth.PermReportsWithdraw
	}
	actor, scope := s.caller(ctx, permission)
	placed, err := s.store.report(ctx, id, s.policy.Scope(actor, auth.PermReportsRead))
	if err != nil {
		return Report{}, problem(err)
	}
	if !scope.Allows(reportRow(placed.ReportRow, outcome)) {
		return Report{}, httpapi.Forbidden()
	}
	note = strings.TrimSpace(note)
	if faults := decisionFaults(outcome, note); len(faults) > 0 {
		return Report{}, invalid(faults)
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		return s.decideLocked(ctx, tx, id, version, scope, outcome, note, actor.UserID)
	})
	if err != nil {
		return Report{}, problem(err)
	}
	return s.reportOf(ctx, id)
}

// reportRow is what the scope of a decision looks at: the unit for a review, the author for a withdrawal.
func reportRow(r ReportRow, outcome Outcome) auth.Row {
	if outcome == OutcomeWithdrawn {
		return auth.Row{OwnerID: r.AuthorID}
	}
	row := auth.Row{LeadDepartmentID: r.LeadDepartmentID}
	if r.LeaderPostID != nil {
		row.LeaderPostID = *r.LeaderPostID
	}
	return row
}

func decisionFaults(outcome Outcome, note string) []Fault {
	field := "note"
	if outcome == OutcomeReturned {
		field = "reason"
		if note == "" {
			return []Fault{{field, "reason_required"}}
		}
	}
	return lengthFaults([]limited{{field, note, maxNote}})
}

func (s *Service) decideLocked(ctx context.Context, tx *gorm.DB, id, version int64, may auth.Scope, outcome Outcome, note string, by int64) error {
	report, err := lock[ReportRow](tx, id)
	if err != nil {
		return err
	}
	if !may.Allows(reportRow(report, outcome)) { // it follows its project to another unit
		return httpapi.Forbidden()
	}
	if report.Version != version {
		current, err := s.reportOf(ctx, id)
		if err != nil {
			return err
		}
		return httpapi.PreconditionFailed(current)
	}
	if err := report.decidable(outcome, by); err != nil {
		return err
	}
	decided, err := s.store.decide(tx, report, outcome, note, by)
	if err != nil {
		return err
	}
	if report.IndicatorID != nil {
		err = s.decideReading(ctx, tx, report, outcome, note, by)
	} else {
		err = s.decideMilestone(ctx, tx, report, outcome, note, by)
	}
	if err != nil {
		return err
	}
	return s.audit.Record(ctx, tx, audit.Event{
		Action: "report." + verb(outcome), Entity: "report", EntityID: id,
		Before: decisionTrace{State: report.State, Version: report.Version},
		After:  decisionTrace{State: decided.State, Version: decided.Version, Note: note},
	})
}

// decisionTrace is a state of a report in the audit.
type decisionTrace struct {
	State   State  `json:"state"`
	Version int64  `json:"version"`
	Note    string `json:"note,omitempty"`
}

func verb(outcome Outcome) string {
	switch outcome {
	case OutcomeConfirmed:
		return "confirm"
	case OutcomeReturned:
		return "return"
	case OutcomeWithdrawn:
		return "withdraw"
	}
	return string(outcome)
}

// decideMilestone moves the milestone of a report that was decided.
func (s *Service) decideMilestone(ctx context.Context, tx *gorm.DB, r ReportRow, outcome Outcome, note string, by int64) error {
	before, err := lock[MilestoneRow](tx, *r.MilestoneID)
	if err != nil {
		return err
	}
	var after MilestoneRow
	switch outcome {
	case OutcomeConfirmed:
		after = before.confirm(r, s.clock.Today(), s.book.RuleSet())
	case OutcomeReturned:
		after = before.sendBack(r, s.clock.Today(), s.book.RuleSet())
	case OutcomeWithdrawn:
		earlier, err := earlierReports(tx, r)
		if err != nil {
			return err
		}
		after = before.takeBack(r, trailOf(earlier, s.rules()), s.book.RuleSet())
	}
	_, err = s.change(ctx, tx, "milestone."+verb(outcome), before, after, by, note)
	return err
}

// decideReading tells the livelihood tasks what became of a reading.
func (s *Service) decideReading(ctx context.Context, tx *gorm.DB, r ReportRow, outcome Outcome, note string, by int64) error {
	decision := ReadingDecision{Reading: r.reading(), Outcome: outcome, Reason: note, On: s.clock.Today(), By: by}
	if outcome == OutcomeWithdrawn {
		earlier, err := earlierReports(tx, r)
		if err != nil {
			return err
		}
		if len(earlier) > 0 {
			last := earlier[0].reading()
			decision.Earlier, decision.EarlierNoChange = &last, trailOf(earlier, s.rules()).noChange
		}
	}
	return s.readings.Apply(ctx, tx, decision)
}
