package plans

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
)

// Preview returns what of the plan of a year is unfinished, what the next plan would promise, and what stands in the way,
// of the rows the actor may read. It changes nothing and can be read at any time.
func (s *Service) Preview(ctx context.Context, year int) (CarryPreview, error) {
	if err := noYear(year); err != nil {
		return CarryPreview{}, err
	}
	actor, err := s.may(ctx, auth.PermPlansRead)
	if err != nil {
		return CarryPreview{}, err
	}
	from, to, err := s.store.pair(ctx, year)
	if err != nil {
		return CarryPreview{}, err
	}
	out := CarryPreview{Year: year, ToYear: year + 1, State: from.State, ToState: to.State, OpensOn: carryFrom(year),
		Projects: []CarryProject{}, Tasks: []CarryTask{}}
	if failure := obstacle(from, to, s.clock.Today()); failure != nil {
		out.Obstacle = &CarryObstacle{Code: failure.Code, Message: inLanguage(ctx)(failure.Zh, failure.En)}
	}
	ledger, err := s.store.ledger(ctx, year, s.policy.Scope(actor, auth.PermProjectsRead))
	if err != nil {
		return CarryPreview{}, err
	}
	nodes, err := s.milestones.CarryCandidates(ctx, year)
	if err != nil {
		return CarryPreview{}, err
	}
	tasks, err := s.tasks.CarryCandidates(ctx, year)
	if err != nil {
		return CarryPreview{}, err
	}
	out.addProjects(ctx, ledger, nodes)
	out.addTasks(ctx, ledger, tasks)
	return out, nil
}

func (p *CarryPreview) addProjects(ctx context.Context, ledger []ledgerRow, nodes []NodeCandidate) {
	byProject := map[int64][]CarryNode{}
	for _, n := range nodes {
		byProject[n.ProjectID] = append(byProject[n.ProjectID], nodeView(ctx, n))
		p.Totals.Milestones++
		if n.Blocked != "" {
			p.Totals.Skipped++
		}
	}
	for _, row := range ledger {
		if row.Kind != "project" {
			continue
		}
		unfinished := append([]CarryNode{}, byProject[row.ID]...)
		p.Projects = append(p.Projects, CarryProject{ID: row.ID, Code: row.Code, Name: row.Name, AnnualClass: row.AnnualClass,
			Carried: row.PlanYear > p.Year, Finished: row.Nodes > 0 && len(unfinished) == 0, Milestones: unfinished})
		p.Totals.Projects++
	}
}

func nodeView(ctx context.Context, n NodeCandidate) CarryNode {
	return CarryNode{
		ID: n.ID, Name: n.Name, Ordinal: n.Ordinal, Weight: n.Weight, Key: n.Key, Firmness: n.Firmness, DeadlineWords: n.DeadlineWords,
		Precision: n.Precision, Baseline: orNull(n.Baseline), Approved: orNull(n.Approved), Forecast: orNull(n.Forecast),
		Suspended: orNull(n.Suspended), Changes: n.Changes, SlipDays: n.Approved.Sub(n.Baseline), ProgressBp: n.ProgressBp,
		ProgressOn: orNull(n.ProgressOn), LastNote: n.LastNote, ProposedDue: orNull(n.Proposed), Blocked: blockView(ctx, n.Blocked),
	}
}

func (p *CarryPreview) addTasks(ctx context.Context, ledger []ledgerRow, tasks []TaskCandidate) {
	next := map[int64]int64{} // the task that goes on with a task
	for _, row := range ledger {
		if row.Kind == "task" {
			next[row.ID] = row.Nodes
		}
	}
	for _, t := range tasks {
		view := CarryTask{ID: t.ID, Ordinal: t.Ordinal, Title: t.Title, Indicators: []CarryIndicator{}}
		if id, ok := next[t.ID]; ok {
			view.CarriedTo = &id
		}
		for _, i := range t.Indicators {
			view.Indicators = append(view.Indicators, CarryIndicator{
				ID: i.ID, Ordinal: i.Ordinal, Name: i.Name, Type: i.Type, Unit: i.Unit, TargetMilli: i.TargetMilli, StartMilli: i.StartMilli,
				ValueMilli: i.ValueMilli, RemainingMilli: i.RemainingMilli, Due: orNull(i.Due), ProposedTargetMilli: i.ProposedTarget,
				ProposedDue: orNull(i.ProposedDue), Blocked: blockView(ctx, i.Blocked),
			})
			p.Totals.Indicators++
			if i.Blocked != "" {
				p.Totals.Skipped++
			}
		}
		view.Finished = len(view.Indicators) == 0
		if !view.Finished {
			p.Totals.Tasks++
		}
		p.Tasks = append(p.Tasks, view)
	}
}

func blockView(ctx context.Context, code string) *CarryObstacle {
	if code == "" {
		return nil
	}
	return &CarryObstacle{Code: code, Message: inLanguage(ctx)(blockText(code))}
}

// pair returns the plan of a year and that of the next one; what nobody has touched is a draft.
func (s *Store) pair(ctx context.Context, year int) (from, to yearRow, err error) {
	var rows []yearRow
	err = s.db.Read(ctx).Raw("SELECT * FROM plan_years WHERE year IN ?", []int{year, year + 1}).Scan(&rows).Error
	from, to = s.fresh(year), s.fresh(year+1)
	for _, row := range rows {
		if row.Year == year {
			from = row
		} else {
			to = row
		}
	}
	return from, to, database.Translate(err)
}

// ledgerRow is a project of a plan, or a task of the next year that goes on with a task: then ID is the old one and Nodes the
// new one.
type ledgerRow struct {
	Kind        string
	ID          int64
	Code        string
	Name        string
	AnnualClass string
	PlanYear    int
	Nodes       int64
}

// ledger returns the projects of the plan of a year, those that went on and left something behind too, by code, and the
// tasks that go on already: one statement.
func (s *Store) ledger(ctx context.Context, year int, scope auth.Scope) ([]ledgerRow, error) {
	project := within(scope, "p.lead_department_id", "p.leader_post_id",
		"EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = p.id AND u.department_id IN (%s))")
	var rows []ledgerRow
	err := s.db.Read(ctx).Raw("SELECT 'project' AS kind, p.id AS id, p.code AS code, p.name AS name, p.annual_class AS annual_class, p.plan_year AS plan_year,"+
		" (SELECT COUNT(*) FROM milestones m WHERE m.project_id = p.id AND m.plan_year = ?) AS nodes FROM projects p"+
		" WHERE (p.plan_year = ? OR p.plan_year = ? AND EXISTS (SELECT 1 FROM milestones m WHERE m.project_id = p.id AND m.plan_year = ?)) AND "+project.text+
		" UNION ALL SELECT 'task', t.carried_from, '', '', '', t.year, t.id FROM livelihood_tasks t WHERE t.year = ? AND t.carried_from IS NOT NULL ORDER BY code, id",
		append(append([]any{year, year, year + 1, year}, project.args...), year+1)...).Scan(&rows).Error
	return rows, database.Translate(err)
}
