package projects

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/schedule"
)

// Figure is a report of a project in plain types, as the milestones package keeps it. State is that of the report.
type Figure struct {
	ReportID      int64
	ProjectID     int64
	Month         schedule.Month
	DoneYuan      *int64
	PaidYuan      *int64
	WorksStage    string
	StatEnteredOn schedule.Date
	Note          string
	RecordedOn    schedule.Date
	State         string
}

// Outcome is what became of a report of figures.
type Outcome string

// The outcomes that move a project.
const (
	OutcomeConfirmed Outcome = "confirmed"
	OutcomeReturned  Outcome = "returned"
	OutcomeWithdrawn Outcome = "withdrawn"
)

// FigureDecision is what became of a report, and for a withdrawal the reports before it, newest first.
type FigureDecision struct {
	Figure  Figure
	Outcome Outcome
	Reason  string
	On      schedule.Date
	By      int64
	Earlier []Figure
}

// Desk is what a decision on reported figures does to a project. It checks no rights: who decides has been checked where the
// report is.
type Desk struct {
	store *Store
	audit *audit.Recorder
}

// NewDesk returns the desk over store.
func NewDesk(store *Store, recorder *audit.Recorder) *Desk {
	return &Desk{store: store, audit: recorder}
}

// Apply moves the project after a decision, in the caller's transaction: facts, version row and audit row. It locks the row, so
// that a decision never fails because somebody edits the project meanwhile. Errors: 404 when it is gone, 409 figures_outdated
// when a confirmation no longer fits the plan year or the ladder of the project.
func (d *Desk) Apply(ctx context.Context, tx *gorm.DB, decision FigureDecision) error {
	before, err := d.store.lock(tx, decision.Figure.ProjectID)
	if err != nil {
		return problem(err)
	}
	after, action := before, ""
	switch decision.Outcome {
	case OutcomeConfirmed:
		after, action = before.confirmFigures(decision.Figure, decision.On), "project.confirm"
		if decision.Figure.Month.Year() != before.PlanYear || len(after.faults(decision.On)) > 0 {
			return figuresOutdated()
		}
	case OutcomeReturned:
		after, action = before.figuresDecided(figuresReturned), "project.return"
	case OutcomeWithdrawn:
		after, action = before.takeBackFigures(decision.Earlier), "project.withdraw"
	default:
		return fmt.Errorf("projects: unknown outcome %q", decision.Outcome)
	}
	return d.store.move(ctx, tx, d.audit, before, after, act{action, decision.Reason, decision.By})
}

// act is why and by whom a project is written.
type act struct {
	action, note string
	by           int64
}

// move writes a project whose membership stays, with version row and audit row.
func (s *Store) move(ctx context.Context, tx *gorm.DB, recorder *audit.Recorder, before, after ProjectRow, a act) error {
	parts, err := s.partsOf(ctx, []int64{before.ID})
	if err != nil {
		return err
	}
	members := parts.membership(before.ID)
	if after, err = s.write(ctx, tx, before, after, members, members, a.by); err != nil {
		return err
	}
	old, now := traces(before, after, members, members)
	now.Note = a.note
	return recorder.Record(ctx, tx, audit.Event{Action: a.action, Entity: "project", EntityID: after.ID, Before: old, After: now})
}
