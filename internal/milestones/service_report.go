package milestones

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
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
	sub.Note, sub.Proof = strings.TrimSpace(sub.Note), sub.Proof.Trimmed()
	var reportID int64
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		before, err := s.lockMilestone(ctx, tx, id, version, scope)
		if err != nil {
			return err
		}
		reportID, err = s.file(ctx, tx, before, sub, actor)
		return problem(err)
	})
	if err != nil {
		return Report{}, err
	}
	return s.reportOf(ctx, reportID)
}

// file checks the submission against the locked milestone and writes report, milestone, version and audit.
func (s *Service) file(ctx context.Context, tx *gorm.DB, before MilestoneRow, sub Submission, author *auth.Actor) (int64, error) {
	by := author.UserID
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
	if sub.Proof, err = s.proof(ctx, tx, sub, by); err != nil {
		return 0, err
	}
	after := before.submit(sub, rules)
	report := newReport(before, after, sub, rules, by)
	if s.policy.Scope(author, auth.PermReportsApprove).Allows(scopeRow(before)) {
		report.ApprovedBy = &by // the head of the unit is its first level
	}
	if err := s.store.insertReport(tx, &report); err != nil {
		return 0, err
	}
	if err := s.files.Bind(tx, report.Evidence, evidence.Owner{Kind: evidence.OfReport, ID: report.ID}, by); err != nil {
		return 0, err
	}
	if err := forgetDraft(tx, "milestone_id", before.ID, by); err != nil {
		return 0, err
	}
	if _, err = s.change(ctx, tx, "milestone.report", before, after, by, sub.Note); err != nil || report.ApprovedBy == nil {
		return report.ID, err
	}
	return report.ID, s.audit.Record(ctx, tx, audit.Event{
		Action: "report.approve", Entity: "report", EntityID: report.ID, After: decisionTrace{State: report.State, Version: report.Version},
	})
}

// proof is the evidence of the submission with its files, or its exception by a post that may allow one.
func (s *Service) proof(ctx context.Context, tx *gorm.DB, sub Submission, author int64) (evidence.Proof, error) {
	p := sub.Proof
	if faults := p.Faults(sub.Claim); len(faults) > 0 {
		return p, httpapi.Invalid(faults...)
	}
	if p.Exception != nil {
		may, err := s.directory.MayExcept(ctx, p.Exception.AllowedBy)
		if err == nil && !may {
			err = httpapi.Invalid(evidence.ExceptionPost())
		}
		return p, err
	}
	var err error
	p.Evidence, err = evidence.Gather(tx, s.files, p.Evidence, author, "evidence")
	return p, err
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
	row := ReportRow{
		MilestoneID: &before.ID, LeadDepartmentID: before.LeadDepartmentID, LeaderPostID: before.LeaderPostID,
		DepartmentID: before.LeadDepartmentID, Month: after.LastReportMonth, PeriodTo: sentFor(after), ProgressBp: progress,
		Note: sub.Note, Forecast: sub.Forecast, NoChange: sub.NoChange, Claim: sub.Claim,
		MadeGood: after.MadeGoodTo != before.MadeGoodTo || after.MadeGoodMonth == rules.closedMonth(rules.Today) && after.MadeGoodMonth != before.MadeGoodMonth,
		AuthorID: by, Sample: before.Sample, Evidence: sub.Proof.Evidence,
	}
	if e := sub.Proof.Exception; e != nil {
		row.ExceptionWords, row.ExceptionPostID = e.Words, &e.AllowedBy
	}
	return row
}

// sentFor is the last day of the period the newest report is for, in a cycle shorter than the month.
func sentFor(m MilestoneRow) schedule.Date {
	if m.ReportCycle.Short() {
		return m.LastPeriodTo
	}
	return schedule.Date{}
}
