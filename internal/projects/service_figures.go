package projects

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// FigureFiling is a report of figures to keep, in plain types.
type FigureFiling struct {
	ProjectID        int64
	LeadDepartmentID int64
	LeaderPostID     *int64
	Month            schedule.Month
	DoneYuan         *int64
	PaidYuan         *int64
	WorksStage       string
	StatEnteredOn    schedule.Date
	Note             string
	AuthorID         int64
	Approved         bool
	Sample           bool
}

// Reports keeps what a unit reports of a project, in the caller's transaction, and returns the id of the report.
type Reports interface {
	// FileFigures refuses with 409 report_pending while another report of the project waits for a decision.
	FileFigures(ctx context.Context, tx *gorm.DB, in FigureFiling) (int64, error)
}

// ReportFigures files what the lead unit reports of a project for a month and returns the id of the report; version is the one
// of the project the reporter saw. No figure moves before the report is confirmed. Errors: 404, 403, 412 with the current
// project, 409 report_pending, 422.
func (s *Service) ReportFigures(ctx context.Context, id, version int64, f FigureReport) (int64, error) {
	actor, may := s.caller(ctx, auth.PermProjectsReport)
	if _, err := s.mayDraft(ctx, id); err != nil {
		return 0, err
	}
	var reportID int64
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		before, err := s.lockVersion(ctx, tx, id, version, may)
		if err != nil {
			return err
		}
		reportID, err = s.fileFigures(ctx, tx, before, f.trimmed(), actor)
		return err
	})
	return reportID, err
}

// mayDraft is the version of a project the actor may report of; 404 when they may not read it, else 403.
func (s *Service) mayDraft(ctx context.Context, id int64) (int64, error) {
	actor, readable := s.caller(ctx, auth.PermProjectsRead)
	row, err := s.store.one(ctx, id, readable, s.clock.Today())
	if err != nil {
		return 0, problem(err)
	}
	if !s.policy.Scope(actor, auth.PermProjectsReport).Allows(scopeRow(row.ProjectRow)) {
		return 0, httpapi.Forbidden()
	}
	return row.Version, nil
}

// fileFigures checks the report against the locked project and writes project, version, report and audit.
func (s *Service) fileFigures(ctx context.Context, tx *gorm.DB, before ProjectRow, f FigureReport, author *auth.Actor) (int64, error) {
	today := s.clock.Today()
	if f.Month.IsZero() {
		f.Month = before.figuresMonth(s.rules.RuleSet(), today)
	}
	if faults := f.faultsFor(before, today); len(faults) > 0 {
		return 0, invalid(faults)
	}
	err := s.store.move(ctx, tx, s.audit, before, before.submitFigures(f, today), act{"project.report", f.Note, author.UserID})
	if err != nil {
		return 0, err
	}
	return s.reports.FileFigures(ctx, tx, FigureFiling{
		ProjectID: before.ID, LeadDepartmentID: before.LeadDepartmentID, LeaderPostID: before.LeaderPostID, Month: f.Month,
		DoneYuan: f.DoneYuan, PaidYuan: f.PaidYuan, WorksStage: f.WorksStage, StatEnteredOn: f.StatEnteredOn, Note: f.Note,
		AuthorID: author.UserID, Approved: s.policy.Scope(author, auth.PermReportsApprove).Allows(scopeRow(before)), Sample: before.Sample,
	})
}
