package milestones

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/schedule"
)

// Figures is what this package needs of the projects: what a unit reports of the money and the works of a project for a month
// is a row of reports, but only the projects know what it does to them.
type Figures interface {
	// Apply moves the project after a decision on one of its figures, in the same transaction: facts, version row and audit
	// row. A confirmation that no longer fits the project is refused with an error of the API.
	Apply(ctx context.Context, tx *gorm.DB, decision FigureDecision) error
	// Lamps judges the projects of figures today, keyed by report, in one statement; nodes are the milestones of these projects.
	// A missing key means that the project no longer exists.
	Lamps(ctx context.Context, figures []Figure, nodes []Node) (map[int64]FigureLamps, error)
}

// FigureLamps are the lamps of a project beside a report of it: of today, and once the report is confirmed today; After is nil when
// it is decided or can not be confirmed any more.
type FigureLamps struct {
	Now   schedule.Lamp
	After *schedule.Lamp
}

// Figure is a report of a project in plain types. Money is the investment of the year done and paid by the end of the month,
// in whole 元; what was not reported is nil, empty or absent.
type Figure struct {
	ReportID      int64
	ProjectID     int64
	Month         schedule.Month
	DoneYuan      *int64
	PaidYuan      *int64
	WorksStage    string
	StatEnteredOn schedule.Date
	Note          string
	// RecordedOn is the business day it was submitted.
	RecordedOn schedule.Date
	State      State
}

// FigureDecision tells the projects what became of a report.
type FigureDecision struct {
	Figure  Figure
	Outcome Outcome
	// Reason is the reviewer's note; required when returned.
	Reason string
	// On is the business day of the decision, By the person.
	On schedule.Date
	By int64
	// Earlier are the other reports of the project that were not withdrawn, newest first; read for a withdrawal, which puts
	// the project back to them.
	Earlier []Figure
}

// FigureInput is a report to file: the projects have checked the project, the rights and the figures.
type FigureInput struct {
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
	// Approved says that the author is the head of the unit: only the supervision office has to look at it.
	Approved bool
	Sample   bool
}

// NoFigures stands in where no figures of projects are reported.
type NoFigures struct{}

// Apply does nothing.
func (NoFigures) Apply(context.Context, *gorm.DB, FigureDecision) error { return nil }

// Lamps knows none.
func (NoFigures) Lamps(context.Context, []Figure, []Node) (map[int64]FigureLamps, error) {
	return nil, nil
}

// FileFigures inserts the figures of a project as a submitted report, in the caller's transaction, returns its id and forgets
// the draft of its author. An
// error of the API (report_pending) when another one of the project waits for a decision. The caller must have changed the
// row of the project in the same transaction (conditional update), which puts two filings in order.
func (s *Store) FileFigures(_ context.Context, tx *gorm.DB, in FigureInput) (int64, error) {
	pending, err := hasUndecided(tx, "project_id", in.ProjectID)
	if err != nil {
		return 0, err
	}
	if pending {
		return 0, problem(&Refusal{CodePending})
	}
	row := ReportRow{
		ProjectID: &in.ProjectID, LeadDepartmentID: in.LeadDepartmentID, LeaderPostID: in.LeaderPostID, DepartmentID: in.LeadDepartmentID,
		Month: in.Month, DoneYuan: in.DoneYuan, PaidYuan: in.PaidYuan, WorksStage: in.WorksStage, StatEnteredOn: in.StatEnteredOn,
		Note: in.Note, AuthorID: in.AuthorID, Sample: in.Sample,
	}
	if in.Approved {
		row.ApprovedBy = &in.AuthorID
	}
	if err := s.insertReport(tx, &row); err != nil {
		return 0, err
	}
	return row.ID, forgetDraft(tx, "project_id", in.ProjectID, in.AuthorID)
}

// figure is the report in the plain types of Figures.
func (r ReportRow) figure() Figure {
	return Figure{
		ReportID: r.ID, ProjectID: *r.ProjectID, Month: r.Month, DoneYuan: r.DoneYuan, PaidYuan: r.PaidYuan, WorksStage: r.WorksStage,
		StatEnteredOn: r.StatEnteredOn, Note: r.Note, RecordedOn: r.RecordedOn, State: r.State,
	}
}

// decideFigures tells the projects what became of a report of figures.
func (s *Service) decideFigures(ctx context.Context, tx *gorm.DB, r ReportRow, outcome Outcome, note string, by int64) error {
	decision := FigureDecision{Figure: r.figure(), Outcome: outcome, Reason: note, On: s.clock.Today(), By: by}
	if outcome == OutcomeWithdrawn {
		earlier, err := earlierReports(tx, r)
		if err != nil {
			return err
		}
		for _, report := range earlier {
			decision.Earlier = append(decision.Earlier, report.figure())
		}
	}
	return s.figures.Apply(ctx, tx, decision)
}

// FiguresBefore are the figures of a project that stood before a report of it: until it is decided those of the project, then
// those of the report confirmed before it. Fields are null where nothing was known.
type FiguresBefore struct {
	DoneYuan      *int64         `json:"doneYuan"`
	PaidYuan      *int64         `json:"paidYuan"`
	WorksStage    string         `json:"worksStage"`
	StatEnteredOn *schedule.Date `json:"statEnteredOn" format:"date"`
}

// FiguresReported is what a unit reports of a project for a month: the investment of the year done and paid by the end of the
// month in whole 元, the stage of the works and the day of 入库. What was not reported is null or empty.
type FiguresReported struct {
	DoneYuan      *int64         `json:"doneYuan" doc:"Of the year, by the end of the month"`
	PaidYuan      *int64         `json:"paidYuan"`
	WorksStage    string         `json:"worksStage" doc:"形象进度"`
	StatEnteredOn *schedule.Date `json:"statEnteredOn" format:"date" doc:"入库"`
	Before        FiguresBefore  `json:"before"`
}

// describeFigures adds the lamps and the name of the project and what stood before, which came with the report.
func describeFigures(ctx context.Context, v *Report, r PlacedReport, lamps FigureLamps) {
	if lamps.Now.Rule != "" {
		now := speak(ctx, lamps.Now)
		v.LampNow = &now
	}
	if lamps.After != nil {
		after := speak(ctx, *lamps.After)
		v.LampAfter = &after
	}
	v.Subject, v.Parent = r.ProjectName, ""
	v.Previous = PreviousFigure{Note: r.PrevNote, On: orNull(r.PrevOn)}
	before := FiguresBefore{DoneYuan: r.PrevDoneYuan, PaidYuan: r.PrevPaidYuan, WorksStage: r.PrevWorksStage, StatEnteredOn: orNull(r.PrevStatEnteredOn)}
	if r.undecided() {
		before = FiguresBefore{DoneYuan: r.NowDoneYuan, PaidYuan: r.NowPaidYuan, WorksStage: r.NowWorksStage, StatEnteredOn: orNull(r.NowStatEnteredOn)}
	}
	v.Figures = &FiguresReported{DoneYuan: r.DoneYuan, PaidYuan: r.PaidYuan, WorksStage: r.WorksStage, StatEnteredOn: orNull(r.StatEnteredOn), Before: before}
}
