package milestones

import (
	"cmp"
	"context"
	"slices"

	"guatu/internal/schedule"
)

// Node is a milestone as its project sees it, in plain types.
type Node struct {
	ID        int64
	ProjectID int64
	// PlanYear is the plan it was promised in.
	PlanYear int
	Ordinal  int
	Name     string
	Stage    string
	Weight   int
	// VerifiedOn is the day its completion was confirmed, zero until then.
	VerifiedOn schedule.Date
	// ProgressBp is the latest confirmed progress, nil without a report that has one.
	ProgressBp *int
	Facts      schedule.MilestoneFacts
}

// NodesOf returns the milestones of projects as recorded by the day, in the order of the plan; one statement. It checks no
// rights: who may read a project may know its lamp, which its milestones decide.
func (s *Service) NodesOf(ctx context.Context, projectIDs []int64, asOf schedule.Date) ([]Node, error) {
	rules := s.rules()
	rows, err := s.store.nodesOf(ctx, projectIDs, asOf, rules)
	if err != nil {
		return nil, err
	}
	out := make([]Node, 0, len(rows))
	for _, m := range rows {
		out = append(out, m.node(rules, asOf))
	}
	return out, nil
}

func (m nodeRow) node(rules Rules, asOf schedule.Date) Node {
	return Node{ID: m.ID, ProjectID: m.ProjectID, PlanYear: m.PlanYear, Ordinal: m.Ordinal, Name: m.Name, Stage: m.Stage,
		Weight: m.Weight, VerifiedOn: m.VerifiedOn, ProgressBp: m.ProgressBp, Facts: m.Facts(rules.Set, rules.Calendar, asOf, rules.Today)}
}

// nodesAmong are those of the milestones that belong to the projects, as NodesOf returns them today.
func nodesAmong(milestones map[int64]Named, projectIDs []int64, rules Rules) []Node {
	var out []Node
	for _, m := range milestones {
		if slices.Contains(projectIDs, m.ProjectID) {
			row := nodeRow{Columns: m.Columns, ID: m.ID, ProjectID: m.ProjectID, PlanYear: m.PlanYear, Ordinal: m.Ordinal, Name: m.Name,
				Stage: m.Stage, Weight: m.Weight, VerifiedOn: m.VerifiedOn, ProgressBp: m.ProgressBp}
			out = append(out, row.node(rules, rules.Today))
		}
	}
	slices.SortFunc(out, func(a, b Node) int {
		return cmp.Or(cmp.Compare(a.ProjectID, b.ProjectID), cmp.Compare(a.Ordinal, b.Ordinal), cmp.Compare(a.ID, b.ID))
	})
	return out
}
