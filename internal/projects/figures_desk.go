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

// Desk is what the reports need of the projects: what a decision on figures does to one, and how its lamp stands before and after.
// It checks no rights: who decides or reads has been checked where the report is.
type Desk struct {
	store *Store
	book  schedule.Rulebook
	audit *audit.Recorder
}

// NewDesk returns the desk over store.
func NewDesk(store *Store, book schedule.Rulebook, recorder *audit.Recorder) *Desk {
	return &Desk{store: store, book: book, audit: recorder}
}

// FigureLamps are the lamps of a project beside a report of it: of today, and once the report is confirmed today; After is nil when
// it is decided or could not be confirmed.
type FigureLamps struct {
	Now   schedule.Lamp
	After *schedule.Lamp
}

// Lamps judges the projects of reports as of today, keyed by report, in one statement; nodes are their milestones, in the order of
// the plan. A missing key means that the project no longer exists.
func (d *Desk) Lamps(ctx context.Context, figures []Figure, nodes []NodeFacts) (map[int64]FigureLamps, error) {
	ids := make([]int64, 0, len(figures))
	for _, f := range figures {
		ids = append(ids, f.ProjectID)
	}
	rows, err := d.store.rows(ctx, ids)
	if err != nil {
		return nil, err
	}
	of := make(map[int64][]NodeFacts, len(rows))
	for _, n := range nodes {
		of[n.ProjectID] = append(of[n.ProjectID], n)
	}
	today := d.store.clock.Today()
	at := sight{set: d.book.RuleSet(), calendar: d.book.Calendar(), asOf: today, today: today}
	out := make(map[int64]FigureLamps, len(figures))
	for _, f := range figures {
		row, found := rows[f.ProjectID]
		if !found {
			continue
		}
		lamps := FigureLamps{Now: row.lamp(of[row.ID], at)}
		if after, fits := row.confirmable(f, today); fits && f.waits() {
			lamp := after.lamp(of[row.ID], at)
			lamps.After = &lamp
		}
		out[f.ReportID] = lamps
	}
	return out, nil
}

// waits says whether the report still has to be decided.
func (f Figure) waits() bool { return f.State == "submitted" || f.State == "approved" }

// lamp is the lamp of the project on the plan in force.
func (p ProjectRow) lamp(nodes []NodeFacts, at sight) schedule.Lamp {
	return at.set.Project(p.facts(nodes, at), at.asOf, at.calendar).Lamp
}

// confirmable is the project after the confirmation of a report, and whether the report still fits it.
func (p ProjectRow) confirmable(f Figure, today schedule.Date) (after ProjectRow, fits bool) {
	after = p.confirmFigures(f, today)
	return after, f.Month.Year() == p.PlanYear && len(after.faults(today)) == 0
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
		fits := false
		if after, fits = before.confirmable(decision.Figure, decision.On); !fits {
			return figuresOutdated()
		}
		action = "project.confirm"
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
