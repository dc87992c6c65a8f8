package projects

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// FigureItem is a project whose figures its unit has to report, or has reported, in plain types.
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
	// ShareBp and PlanBp are of the investment of the year; nil without a plan.
	ShareBp *int
	PlanBp  *int
	// Lamp is that of the figures (schedule.ProjectResult.Figures), not of the whole project.
	Lamp schedule.Lamp

	// Owed says that a report is owed now, Reported that there is nothing to do: it was sent, or one waits for its decision.
	// Neither: the actor has begun a report nobody asks for.
	Owed     bool
	Reported bool
	// Month is the one a report sent on the day is for, Missed how many in a row nobody reported, LastOn the day somebody did.
	Month  schedule.Month
	Missed int
	LastOn schedule.Date
	// Returned is the month of the newest report when it was sent back.
	Returned schedule.Month

	Waiting WaitingFigures
}

// WaitingFigures is the report of a project that waits for its decision; an ID of 0: none does.
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

// figureRow is a project with the report that waited on the day, and whether the author has begun one.
type figureRow struct {
	ProjectRow

	Waiting WaitingFigures `gorm:"embedded;embeddedPrefix:r_"`
	Begun   bool
}

// Figures returns what the scope has to report of projects on the day, and what was reported, by code: two statements. author is
// whose drafts bring a project up that nobody asks for. It takes the scope as an argument because a worklist has a right of its own.
func (s *Service) Figures(ctx context.Context, scope auth.Scope, author int64, asOf schedule.Date) ([]FigureItem, error) {
	at := s.sight(s.asOf(asOf))
	rows, err := s.store.figureRows(ctx, scope, author, at.asOf)
	if err != nil {
		return nil, err
	}
	named := make([]Named, 0, len(rows))
	for _, row := range rows {
		named = append(named, Named{ProjectRow: row.ProjectRow})
	}
	nodes, err := s.nodesOf(ctx, named, at.asOf)
	if err != nil {
		return nil, err
	}
	out := make([]FigureItem, 0, len(rows))
	for _, row := range rows {
		item := row.item(at)
		if item.Month.IsZero() || !item.Owed && !item.Reported && !row.Begun {
			continue
		}
		facts := row.facts(nodes[row.ID], at).On(httpapi.Basis(ctx))
		item.Lamp = at.set.Project(facts, at.asOf, at.calendar).Figures
		if f := facts.Investment; f.PlanYuan > 0 {
			share, plan := schedule.Share{Num: f.DoneYuan, Den: f.PlanYuan}.Bp(), at.set.PlanShare(f.Plan, at.asOf, at.calendar).Bp()
			item.ShareBp, item.PlanBp = &share, &plan
		}
		out = append(out, item)
	}
	return out, nil
}

// UnreportedFigures counts the projects whose figures are 未报 today, over all of them: one statement.
func (s *Service) UnreportedFigures(ctx context.Context) (n int, err error) {
	at := s.sight(s.clock.Today())
	rows, err := s.store.figureRows(ctx, auth.Scope{All: true}, 0, at.asOf)
	for _, row := range rows {
		if unreported, _ := row.silence(at); unreported {
			n++
		}
	}
	return n, err
}

// item is the row without its lamp.
func (row figureRow) item(at sight) FigureItem {
	p := row.ProjectRow
	out := FigureItem{ID: p.ID, Version: p.Version, Name: p.Name, DepartmentID: p.LeadDepartmentID, LeaderPostID: p.LeaderPostID,
		ContactName: p.ContactName, ContactPhone: p.ContactPhone, Sample: p.Sample, PlanYuan: p.YearPlanYuan, DoneYuan: p.YearDoneYuan,
		DoneThrough: p.YearDoneMonth, WorksStage: p.WorksStage, Month: p.figuresMonth(at.set, at.asOf), LastOn: p.FiguresOn, Waiting: row.Waiting}
	_, out.Missed = p.silence(at)
	asked := at.set.Asked(p.figuresDuty(), at.asOf)
	if p.FiguresState == figuresReturned {
		out.Returned = p.FiguresMonth
	}
	if row.Waiting.ID != 0 {
		out.Month = row.Waiting.Month
	}
	sent := !asked.IsZero() && !p.FiguresThrough.Before(asked) && (p.FiguresState != figuresReturned || p.FiguresMonth.Before(asked))
	out.Reported = row.Waiting.ID != 0 || sent
	out.Owed = !asked.IsZero() && !out.Reported
	return out
}

// figureRows are the projects of which anything was reported, and those the author has begun to report, by code.
func (s *Store) figureRows(ctx context.Context, scope auth.Scope, author int64, asOf schedule.Date) ([]figureRow, error) {
	t := s.at(asOf)
	waits, args := "r.state IN ('submitted', 'approved')", []any{author}
	if !t.live {
		waits, args = "r.recorded_on <= ? AND (r.decided_on IS NULL OR r.decided_on > ?)", append(args, asOf, asOf)
	}
	const begun = "EXISTS (SELECT 1 FROM report_drafts w WHERE w.project_id = p.id AND w.author_id = ?)"
	c := t.base(scope)
	c.add("(p.figures_since IS NOT NULL OR "+begun+")", author)
	var rows []figureRow
	err := s.db.Read(ctx).Raw("SELECT p.*, CASE WHEN "+begun+" THEN 1 ELSE 0 END AS begun, r.id AS r_id, r.version AS r_version, r.month AS r_month,"+
		" r.done_yuan AS r_done_yuan, r.works_stage AS r_works_stage, r.note AS r_note, r.author_id AS r_author_id, r.submitted_at AS r_submitted_at,"+
		" r.recorded_on AS r_recorded_on, r.approved_on AS r_approved_on FROM "+t.from()+" LEFT JOIN reports r ON r.project_id = p.id AND "+waits+
		" WHERE "+c.String()+" ORDER BY p.code", append(args, c.args...)...).Scan(&rows).Error
	return rows, database.Translate(err)
}
