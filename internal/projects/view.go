package projects

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// names are the units and posts an answer names, looked up once for a page.
type names struct {
	departments map[int64]auth.DepartmentRef
	posts       map[int64]auth.PostRef
}

func (s *Service) names(ctx context.Context, rows []Named, p parts) (n names, err error) {
	var departments, posts []int64
	for _, row := range rows {
		departments = append(append(departments, row.LeadDepartmentID), p.units[row.ID]...)
		if row.LeaderPostID != nil {
			posts = append(posts, *row.LeaderPostID)
		}
	}
	if n.departments, err = s.directory.Departments(ctx, departments); err != nil {
		return n, err
	}
	n.posts, err = s.directory.Posts(ctx, posts)
	return n, err
}

func (n names) post(id *int64) *auth.PostRef {
	if id == nil {
		return nil
	}
	post, ok := n.posts[*id]
	if !ok {
		return nil
	}
	return &post
}

// views turns rows into answers as of the day: one statement for co-units and lists, one for the milestones.
func (s *Service) views(ctx context.Context, rows []Named, asOf schedule.Date) ([]Project, error) {
	nodes, err := s.nodesOf(ctx, rows, asOf)
	if err != nil {
		return nil, err
	}
	return s.viewsWith(ctx, rows, nodes, asOf)
}

func (s *Service) viewsWith(ctx context.Context, rows []Named, nodes map[int64][]NodeFacts, asOf schedule.Date) ([]Project, error) {
	p, err := s.store.partsOf(ctx, idsOf(rows))
	if err != nil {
		return nil, err
	}
	if !s.clock.Live(asOf) {
		p.asRecorded(rows)
	}
	n, err := s.names(ctx, rows, p)
	if err != nil {
		return nil, err
	}
	out := make([]Project, 0, len(rows))
	for _, row := range rows {
		v := base(row, n, p, asOf)
		s.judge(ctx, &v, row.ProjectRow, nodes[row.ID], asOf)
		out = append(out, v)
	}
	return out, nil
}

func idsOf(rows []Named) []int64 {
	ids := make([]int64, 0, len(rows))
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	return ids
}

// nodesOf returns the milestones of the projects by project, measured against the plan of the context.
func (s *Service) nodesOf(ctx context.Context, rows []Named, asOf schedule.Date) (map[int64][]NodeFacts, error) {
	out := make(map[int64][]NodeFacts, len(rows))
	if len(rows) == 0 {
		return out, nil
	}
	nodes, err := s.nodes.NodesOf(ctx, idsOf(rows), asOf)
	basis := httpapi.Basis(ctx)
	for _, n := range nodes {
		n.Facts = n.Facts.On(basis)
		out[n.ProjectID] = append(out[n.ProjectID], n)
	}
	return out, err
}

func base(row Named, n names, p parts, asOf schedule.Date) Project {
	v := Project{
		ID: row.ID, Code: row.Code, Name: row.Name, Sector: row.Sector, BuildNature: row.BuildNature, Stage: row.Stage,
		AnnualClass: row.AnnualClass, PlanYear: row.PlanYear, LeadDepartment: n.departments[row.LeadDepartmentID],
		CoDepartments: []auth.DepartmentRef{}, LeaderPost: n.post(row.LeaderPostID), ContactName: row.ContactName,
		ContactPhone: row.ContactPhone, ParentID: row.ShownParentID, ParentName: row.ParentName,
		Lists: append([]ListRef{}, p.lists[row.ID]...), PlannedStart: orNull(row.PlannedStart), StartedOn: orNull(row.StartedOn),
		PlannedEnd: orNull(row.PlannedEnd), Works: row.worksView(), ReportCycle: row.ReportCycle, Sample: row.Sample, Version: row.Version, AsOf: asOf,
		Source: ProjectSource{Ref: row.SourceRef, Section: row.SourceSection, Quote: row.SourceQuote, Target: row.SourceTarget, Note: row.SourceNote},
	}
	for _, id := range p.units[row.ID] {
		v.CoDepartments = append(v.CoDepartments, n.departments[id])
	}
	return v
}

// judge adds what the rules say: lamp, investment, counts and the next milestone.
func (s *Service) judge(ctx context.Context, v *Project, row ProjectRow, nodes []NodeFacts, asOf schedule.Date) {
	at := s.sight(asOf)
	facts := row.facts(nodes, at).On(httpapi.Basis(ctx))
	_, may := s.caller(ctx, auth.PermProjectsReport)
	v.Reporting = row.reportingView(at, may.Allows(scopeRow(row)))
	result := s.rules.RuleSet().Project(facts, asOf, s.rules.Calendar())
	v.Lamp, v.Basis, v.BaselineColour = speak(ctx, result.Lamp), httpapi.Basis(ctx), result.Lamp.Colour
	if v.Basis != schedule.Original && facts.Moved() {
		v.BaselineColour = s.rules.RuleSet().Project(facts.On(schedule.Original), asOf, s.rules.Calendar()).Lamp.Colour
	}
	v.Investment = s.investment(ctx, row, facts.Investment, result, asOf)
	for i, n := range row.inYear(nodes) {
		lamp := result.Milestones[i]
		if lamp.Rule == schedule.RuleM7 {
			v.Counts.Exited++
			continue
		}
		v.Counts.Milestones++
		if lamp.Colour == schedule.Blue {
			v.Counts.Done++
		}
		if lamp.Colour == schedule.Red {
			v.Counts.Red++
		}
		if schedule.IsOverdue(n.Facts, asOf) {
			v.Counts.Overdue++
		}
	}
	v.Next = s.next(ctx, nodes, asOf)
}

// next is the open milestone that is due first; of equals the first in the plan.
func (s *Service) next(ctx context.Context, nodes []NodeFacts, asOf schedule.Date) *NextMilestone {
	var first *NextMilestone
	for _, n := range nodes {
		due := n.Facts.Approved
		if due.IsZero() {
			due = n.Facts.Baseline
		}
		open := !(n.Facts.Verified && !n.Facts.Reached.IsZero()) && n.Facts.Suspended.IsZero() && n.Facts.Carried.IsZero() && n.Facts.Exited.IsZero()
		if due.IsZero() || !open || first != nil && !due.Before(first.Due) {
			continue
		}
		first = &NextMilestone{ID: n.ID, Name: n.Name, Due: due, Lamp: speak(ctx, s.rules.RuleSet().Milestone(n.Facts, asOf, s.rules.Calendar()))}
	}
	return first
}

// investment is nil for a project of which no amount is known.
func (s *Service) investment(ctx context.Context, row ProjectRow, f schedule.InvestmentFacts, r schedule.ProjectResult, asOf schedule.Date) *Investment {
	if row.TotalYuan == nil && row.CumulativeYuan == nil && row.YearPlanYuan == nil && row.YearDoneYuan == nil {
		return nil
	}
	v := &Investment{TotalYuan: row.TotalYuan, CumulativeYuan: row.CumulativeYuan, YearPlanYuan: row.YearPlanYuan,
		YearPaidYuan: row.YearPaidYuan, Months: row.monthsOfYear(), YellowPeriods: r.YellowPeriods, Marked: r.Marked,
		YearDoneYuan: row.YearDoneYuan, DoneThrough: orNull(row.YearDoneMonth), MonthlyPlan: append([]int64{}, row.MonthlyPlan...)}
	if f.PlanYuan <= 0 {
		return v
	}
	plan, actual := s.rules.RuleSet().PlanShare(f.Plan, asOf, s.rules.Calendar()).Bp(), schedule.Share{Num: f.DoneYuan, Den: f.PlanYuan}.Bp()
	v.PlanBp, v.ActualBp = &plan, &actual
	for _, lamp := range r.Rules {
		switch lamp.Rule {
		case schedule.RuleP2, schedule.RuleT1, schedule.RuleT2:
			lamp = speak(ctx, lamp)
			v.Lamp = &lamp
		}
	}
	return v
}
