package reports

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// Projects is what this package needs of the ledger.
type Projects interface {
	// Lines returns every project the scope reaches as recorded by asOf, judged, by code: two statements.
	Lines(ctx context.Context, scope auth.Scope, asOf schedule.Date) ([]ProjectLine, error)
	// Figures returns the projects whose figures the scope has to report on the day or has reported, and those of which the
	// author has begun a report: two statements.
	Figures(ctx context.Context, scope auth.Scope, author int64, asOf schedule.Date) ([]FigureItem, error)
	// UnreportedFigures counts the projects whose figures are 未报 today: one statement.
	UnreportedFigures(ctx context.Context) (int, error)
}

// FigureItem is a project as its figures are reported, as projects.FigureItem says it.
type FigureItem struct {
	ID           int64
	Version      int64
	Name         string
	DepartmentID int64
	LeaderPostID *int64
	ContactName  string
	ContactPhone string
	Sample       bool

	PlanYuan    *int64
	DoneYuan    *int64
	DoneThrough schedule.Month
	WorksStage  string
	ShareBp     *int
	PlanBp      *int
	Lamp        schedule.Lamp

	Owed     bool
	Reported bool
	Month    schedule.Month
	Missed   int
	LastOn   schedule.Date
	// Returned is the month of the newest report when it was sent back.
	Returned schedule.Month

	Waiting WaitingFigures
}

// WaitingFigures is the report of a project that waits; an ID of 0: none does.
type WaitingFigures struct {
	ID          int64
	Version     int64
	Month       schedule.Month
	DoneYuan    *int64
	WorksStage  string
	Note        string
	AuthorID    int64
	SubmittedAt int64
	RecordedOn  schedule.Date
	ApprovedOn  schedule.Date
}

// ProjectLine is a project as a comparison sees it. The fields are those of projects.Line, in its order, so that app converts
// one into the other.
type ProjectLine struct {
	ID           int64
	Version      int64
	ParentID     *int64
	Name         string
	DepartmentID int64
	LeaderPostID *int64
	PlanYear     int
	YearDoneYuan *int64
	ShareBp      *int
	PlanBp       *int
	Lamp         schedule.Lamp
}

// Standing returns every row of a kind (milestone, project, or task with its indicators) as it stands today, whoever asks:
// what the close of a month freezes. Three statements at most.
func (s *Service) Standing(ctx context.Context, kind frozen.Kind) ([]frozen.Item, error) {
	items, err := s.load.standing(ctx, auth.Scope{All: true}, kind, s.load.day(schedule.Date{}))
	if err != nil {
		return nil, err
	}
	return items, s.load.lastReportIDs(ctx, items)
}

// standing reads and judges every row of a kind the scope reaches on a day. Of a task come its indicators too.
func (l *Loader) standing(ctx context.Context, scope auth.Scope, kind frozen.Kind, d day) ([]frozen.Item, error) {
	switch kind {
	case frozen.Milestone:
		return l.standingMilestones(ctx, scope, d)
	case frozen.Project:
		return l.standingProjects(ctx, scope, d)
	case frozen.Task, frozen.Indicator:
		return l.standingTasks(ctx, scope, d)
	case frozen.Board, frozen.Overview:
	}
	return nil, nil
}

func (l *Loader) standingMilestones(ctx context.Context, scope auth.Scope, d day) ([]frozen.Item, error) {
	rows, err := l.milestones(ctx, scope, d)
	return l.itemsOf(rows, d), err
}

// milestones reads every milestone the scope reaches.
func (l *Loader) milestones(ctx context.Context, scope auth.Scope, d day) ([]milestoneRow, error) {
	var s statement
	s.add("SELECT " + l.columns(ctx, d) + " FROM ").clause(d.from()).clause(d.pending())
	s.add(" JOIN projects p ON p.id = m.project_id WHERE ").clause(d.within(scope)).add(" ORDER BY m.id")
	return scan[milestoneRow](ctx, l.db, &s)
}

func (l *Loader) itemsOf(rows []milestoneRow, d day) []frozen.Item {
	out := make([]frozen.Item, 0, len(rows))
	for _, row := range rows {
		out = append(out, l.standingMilestone(row, d))
	}
	return out
}

func (l *Loader) standingMilestone(row milestoneRow, d day) frozen.Item {
	facts := row.Facts(l.set(), l.calendar(), d.asOf, d.today)
	f := frozen.Facts{
		Baseline: row.Baseline, Approved: row.Due(), Forecast: row.Forecast, Reached: row.Reached, Suspended: row.SuspendedOn, Exited: row.LeftOn,
		Done: row.Done(), Late: schedule.IsOverdue(facts, d.asOf), Carried: row.Carried(), Reported: row.LastReportMonth,
		Asked: l.asked(l.set().MilestoneDuty(facts, row.Sent(), d.asOf), d.asOf),
	}
	if f.Late {
		f.OverdueDays = schedule.OverdueDays(facts, d.asOf)
	}
	if row.ProgressBp != nil {
		figure := int64(*row.ProgressBp)
		f.Figure, f.ShareBp = &figure, row.ProgressBp
	}
	return frozen.Item{Kind: frozen.Milestone, ID: row.ID, Version: row.Version, ParentID: row.ProjectID, Name: row.Name, Parent: row.ProjectName,
		DepartmentID: row.LeadDepartmentID, LeaderPostID: row.LeaderPostID, Lamp: l.set().Milestone(facts, d.asOf, l.calendar()), Facts: f}
}

// asked is the last month whose cut-off has passed by the day that the duty asks a report for.
func (l *Loader) asked(duty schedule.Duty, asOf schedule.Date) schedule.Month {
	month := l.set().LastReportMonth(asOf)
	if !duty.Last.IsZero() && month.After(duty.Last) {
		month = duty.Last
	}
	if duty.First.IsZero() || month.Before(duty.First) || month.Before(duty.Entered) {
		return schedule.Month{}
	}
	return month
}

func (l *Loader) standingProjects(ctx context.Context, scope auth.Scope, d day) ([]frozen.Item, error) {
	lines, err := l.projects.Lines(ctx, scope, d.asOf)
	out := make([]frozen.Item, 0, len(lines))
	for _, p := range lines {
		out = append(out, frozen.Item{Kind: frozen.Project, ID: p.ID, Version: p.Version, ParentID: or0(p.ParentID), Name: p.Name, DepartmentID: p.DepartmentID,
			LeaderPostID: p.LeaderPostID, Lamp: p.Lamp, Facts: frozen.Facts{Done: p.Lamp.Colour == schedule.Blue, Figure: p.YearDoneYuan, ShareBp: p.ShareBp, PlanBp: p.PlanBp}})
	}
	return out, err
}

// The years a plan can be of.
const firstYear, lastYear = 2000, 2100

func (l *Loader) standingTasks(ctx context.Context, scope auth.Scope, d day) ([]frozen.Item, error) {
	lines, err := l.indicators.Lines(ctx, scope, firstYear, lastYear, false, d.asOf)
	return l.partsOf(lines, d), err
}

// partsOf judges tasks with their indicators.
func (l *Loader) partsOf(lines []IndicatorLine, d day) (out []frozen.Item) {
	b := l.judge(lines, d)
	for n, task := range b.lines {
		out = append(out, standingTask(task[0], b.results[n]))
		for i, part := range b.results[n].Parts {
			out = append(out, l.standingIndicator(task[i], part, d))
		}
	}
	return out
}

func standingTask(line IndicatorLine, result schedule.TaskResult) frozen.Item {
	f := frozen.Facts{Done: result.Class == schedule.ClassDone, ShareBp: result.CompletionBp, PlanBp: result.ScheduleBp}
	if result.CompletionBp != nil {
		figure := int64(*result.CompletionBp)
		f.Figure = &figure
	}
	return frozen.Item{Kind: frozen.Task, ID: line.TaskID, Version: line.TaskVersion, Name: line.Title, DepartmentID: line.TaskDepartmentID,
		LeaderPostID: line.TaskLeaderPostID, Lamp: result.Lamp, Facts: f}
}

func (l *Loader) standingIndicator(line IndicatorLine, part schedule.IndicatorResult, d day) frozen.Item {
	suspended := line.Facts.Suspended
	if suspended.IsZero() {
		suspended = line.Facts.Milestone.Suspended
	}
	f := frozen.Facts{
		Baseline: line.Facts.Milestone.Baseline, Approved: line.Due, Forecast: line.Facts.Milestone.Forecast, Reached: line.Facts.Milestone.Reached,
		Suspended: suspended, Exited: line.Facts.LeftOn(d.asOf), Carried: line.Carried, Done: part.Done, Reported: line.LastReportMonth, Asked: line.AskedMonth,
		Figure: line.ValueMilli, Unit: line.Unit, ShareBp: line.UncappedBp, PlanBp: line.PlanBp,
	}
	if passed := l.set().LastReportMonth(d.asOf); f.Asked.After(passed) {
		f.Asked = passed
	}
	switch {
	case line.MilestoneID != nil:
		f.Asked = schedule.Month{} // it is reported at its milestone
		if f.Late = schedule.IsOverdue(line.Facts.Milestone, d.asOf); f.Late {
			f.OverdueDays = schedule.OverdueDays(line.Facts.Milestone, d.asOf)
		}
	case part.Lamp.Rule == schedule.RuleT1 || part.Lamp.Rule == schedule.RuleT2:
		f.Late, f.OverdueDays = true, max(d.asOf.Sub(line.Due), 0)
	}
	return frozen.Item{Kind: frozen.Indicator, ID: line.ID, Version: line.Version, ParentID: line.TaskID, Name: line.Name, Parent: line.Title,
		DepartmentID: line.DepartmentID, LeaderPostID: line.LeaderPostID, Lamp: part.Lamp, Facts: f}
}

// lastReportIDs notes the last report of each milestone and indicator; one statement.
func (l *Loader) lastReportIDs(ctx context.Context, items []frozen.Item) error {
	var rows []struct {
		MilestoneID, IndicatorID *int64
		ID                       int64
	}
	err := l.db.Read(ctx).Raw("SELECT milestone_id, indicator_id, MAX(id) AS id FROM reports WHERE state <> 'withdrawn' AND project_id IS NULL GROUP BY milestone_id, indicator_id").Scan(&rows).Error
	if err != nil {
		return database.Translate(err)
	}
	last := map[frozen.Kind]map[int64]int64{frozen.Milestone: {}, frozen.Indicator: {}}
	for _, row := range rows {
		if row.MilestoneID != nil {
			last[frozen.Milestone][*row.MilestoneID] = row.ID
		} else {
			last[frozen.Indicator][or0(row.IndicatorID)] = row.ID
		}
	}
	for n := range items {
		items[n].ReportID = last[items[n].Kind][items[n].ID]
	}
	return nil
}
