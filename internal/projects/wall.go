package projects

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// wallLimit is how many projects one answer of the wall holds.
const wallLimit = 1000

// WallQuery asks for the wall chart.
type WallQuery struct {
	// Year is the plan year; 0 is the year of the day.
	Year int
	// GroupBy says what the bands are.
	GroupBy GroupBy
	Filter  Filter
	// Mine limits the wall to the lines of the actor.
	Mine bool
	AsOf schedule.Date
}

// Wall returns the projects the actor may read with all their milestones. Who may read a project may read its milestones:
// they have its lead unit, its leader and its co-units.
func (s *Service) Wall(ctx context.Context, q WallQuery) (Wall, error) {
	actor, scope := s.caller(ctx, auth.PermProjectsRead)
	if q.Mine {
		q.Filter.Leaders = append([]int64{}, actor.LeaderPostIDs()...)
	}
	asOf := s.asOf(q.AsOf)
	if q.Year == 0 {
		q.Year = asOf.Year()
	}
	q.Filter.Year = q.Year
	rows, total, err := s.wallProjects(ctx, s.ofYear(ctx, q.Filter, asOf), scope, asOf)
	if err != nil {
		return Wall{}, err
	}
	first, last := yearDays(q.Year)
	w := Wall{AsOf: asOf, Basis: httpapi.Basis(ctx), Today: s.clock.Today(), Year: q.Year, From: first, To: last, RuleSet: s.rules.RuleSet().On(asOf).Name,
		Total: total, Truncated: total > len(rows)}
	if w.Rows, err = s.wallRows(ctx, rows, asOf); err != nil {
		return Wall{}, err
	}
	w.Groups, err = s.bands(ctx, w.Rows, q.GroupBy)
	return w, err
}

// wallProjects are the first projects by code, and how many there are. The milestones are counted only where the filter asks
// for it: they are read anyway.
func (s *Service) wallProjects(ctx context.Context, f Filter, scope auth.Scope, asOf schedule.Date) (rows []Named, total int, err error) {
	if f.judged() {
		found, err := s.order(ctx, f, scope, asOf, ByCode)
		if err != nil {
			return nil, 0, err
		}
		rows, err = s.store.rowsOf(ctx, found[:min(len(found), wallLimit)], scope, asOf)
		return rows, len(found), err
	}
	rows, more, err := s.store.list(ctx, f, scope, asOf, Page{Limit: wallLimit, Order: ByCode})
	if err != nil || !more {
		return rows, len(rows), err
	}
	total, err = s.store.size(ctx, f, scope, asOf)
	return rows, total, err
}

// wallRows judges the projects with their milestones.
func (s *Service) wallRows(ctx context.Context, rows []Named, asOf schedule.Date) ([]WallRow, error) {
	nodes, err := s.nodesOf(ctx, rows, asOf)
	if err != nil {
		return nil, err
	}
	p, err := s.store.partsOf(ctx, idsOf(rows))
	if err != nil {
		return nil, err
	}
	n, err := s.names(ctx, rows, parts{})
	if err != nil {
		return nil, err
	}
	out := make([]WallRow, 0, len(rows))
	for _, row := range rows {
		out = append(out, s.wallRow(ctx, row, nodes[row.ID], p.lists[row.ID], n, asOf))
	}
	return out, nil
}

func yearDays(year int) (first, last schedule.Date) {
	january, _ := schedule.NewMonth(year, 1) // the year was checked where it came in
	return january.First(), january.AddMonths(11).Last()
}

func (s *Service) wallRow(ctx context.Context, row Named, nodes []NodeFacts, lists []ListRef, n names, asOf schedule.Date) WallRow {
	facts := row.facts(nodes, s.sight(asOf)).On(httpapi.Basis(ctx))
	result := s.rules.RuleSet().Project(facts, asOf, s.rules.Calendar())
	lamp := speak(ctx, result.Lamp)
	v := WallRow{
		ProjectID: row.ID, Code: row.Code, Name: row.Name, ParentID: row.ShownParentID,
		LeadDepartment: n.departments[row.LeadDepartmentID], LeaderPost: n.post(row.LeaderPostID), Lists: []string{}, Groups: []string{},
		Lamp:  WallLamp{Colour: lamp.Colour, Badges: lamp.Badges, Rule: lamp.Rule, Reason: lamp.Reason},
		Nodes: make([]WallNode, 0, len(nodes)), Sample: row.Sample,
	}
	for _, list := range lists {
		v.Lists = append(v.Lists, list.Code)
	}
	if f := facts.Investment; f.PlanYuan > 0 {
		v.Progress = &WallProgress{PlanBp: s.rules.RuleSet().PlanShare(f.Plan, asOf, s.rules.Calendar()).Bp(),
			ActualBp: schedule.Share{Num: f.DoneYuan, Den: f.PlanYuan}.Bp()}
	}
	judged := make(map[int64]schedule.Lamp, len(nodes)) // those in the plan of the year were judged with the project
	for i, node := range row.inYear(nodes) {
		judged[node.ID] = result.Milestones[i]
	}
	for _, node := range nodes {
		lamp, ok := judged[node.ID]
		if !ok {
			lamp = s.rules.RuleSet().Milestone(node.Facts, asOf, s.rules.Calendar())
		}
		v.Nodes = append(v.Nodes, wallNode(node, lamp, asOf))
	}
	return v
}

func wallNode(n NodeFacts, lamp schedule.Lamp, asOf schedule.Date) WallNode {
	f := n.Facts
	v := WallNode{ID: n.ID, Name: n.Name, Key: f.Key, PlannedStart: f.PlannedStart, Baseline: f.Baseline, Approved: f.Now(),
		Forecast: f.Forecast, Reached: f.Reached, Verified: f.Verified, Claimed: f.Claimed, Suspended: f.Suspended, Exited: f.Exited,
		Changes: f.Changes, SlipDays: f.Now().Sub(f.Baseline), ProgressBp: n.ProgressBp, Colour: lamp.Colour, Badges: lamp.Badges}
	if schedule.IsOverdue(f, asOf) {
		v.OverdueDays = schedule.OverdueDays(f, asOf)
	}
	if f.Firmness == schedule.Aim {
		v.Firmness = schedule.Aim
	}
	return v
}
