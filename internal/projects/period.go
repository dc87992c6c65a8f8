package projects

import (
	"context"
	"slices"

	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// InPeriod returns one project with its parts as the closed month froze it; 404 when the actor may not read it today, 409
// period_not_closed. Parts and the project above it are shown as far as the actor may read them today.
func (s *Service) InPeriod(ctx context.Context, id int64, month schedule.Month) (v ProjectDetail, err error) {
	_, scope := s.caller(ctx, auth.PermProjectsRead)
	today := s.clock.Today()
	row, children, err := s.store.withChildren(ctx, id, scope, today)
	if err != nil {
		return v, problem(err)
	}
	v.Frozen, err = s.frozen.Thaw(ctx, month, frozen.Project, id, httpapi.LampLanguage(ctx), &v)
	readable := idsOf(children)
	v.Children = slices.DeleteFunc(v.Children, func(part ProjectPart) bool { return !slices.Contains(readable, part.ID) })
	if row.ShownParentID == nil {
		v.ParentID, v.ParentName = nil, ""
	}
	return v, err
}

// Line is a project as a comparison sees it, in plain types.
type Line struct {
	ID           int64
	Version      int64
	ParentID     *int64
	Name         string
	DepartmentID int64
	LeaderPostID *int64
	PlanYear     int
	YearDoneYuan *int64
	// ShareBp and PlanBp are of the investment of the year; nil without a plan.
	ShareBp *int
	PlanBp  *int
	Lamp    schedule.Lamp
}

// everyProject is more projects than a district has.
const everyProject = 1 << 20

// Lines returns every project the scope reaches as recorded by the day, judged, by code: two statements. It takes the scope
// as an argument because whoever compares days does so under a right of its own.
func (s *Service) Lines(ctx context.Context, scope auth.Scope, asOf schedule.Date) ([]Line, error) {
	lines, err := s.linesUnder(ctx, scope, asOf, s.rules)
	if err != nil {
		return nil, err
	}
	return lines[0], nil
}

// Judge returns what Lines does of every project the actor may read as of today, once by each of the rulebooks; the rows are
// read once.
func (s *Service) Judge(ctx context.Context, books ...schedule.Rulebook) ([][]Line, error) {
	_, scope := s.caller(ctx, auth.PermProjectsRead)
	return s.linesUnder(ctx, scope, schedule.Date{}, books...)
}

func (s *Service) linesUnder(ctx context.Context, scope auth.Scope, asOf schedule.Date, books ...schedule.Rulebook) ([][]Line, error) {
	asOf = s.asOf(asOf)
	rows, _, err := s.store.list(ctx, Filter{}, scope, asOf, Page{Limit: everyProject, Order: ByCode})
	if err != nil {
		return nil, err
	}
	nodes, err := s.nodesOf(ctx, rows, asOf)
	if err != nil {
		return nil, err
	}
	out := make([][]Line, 0, len(books))
	for _, book := range books {
		out = append(out, linesOf(rows, nodes, s.sightUnder(book, asOf)))
	}
	return out, nil
}

func linesOf(rows []Named, nodes map[int64][]NodeFacts, at sight) []Line {
	set, calendar, asOf, out := at.set, at.calendar, at.asOf, make([]Line, 0, len(rows))
	for _, row := range rows {
		facts := row.facts(nodes[row.ID], at)
		line := Line{ID: row.ID, Version: row.Version, ParentID: row.ParentID, Name: row.Name, DepartmentID: row.LeadDepartmentID, LeaderPostID: row.LeaderPostID,
			PlanYear: row.PlanYear, YearDoneYuan: row.YearDoneYuan, Lamp: set.Project(facts, asOf, calendar).Lamp}
		if f := facts.Investment; f.PlanYuan > 0 {
			share, plan := schedule.Share{Num: f.DoneYuan, Den: f.PlanYuan}.Bp(), set.PlanShare(f.Plan, asOf, calendar).Bp()
			line.ShareBp, line.PlanBp = &share, &plan
		}
		out = append(out, line)
	}
	return out
}
