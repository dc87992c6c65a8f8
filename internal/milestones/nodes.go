package milestones

import (
	"context"

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
		out = append(out, Node{ID: m.ID, ProjectID: m.ProjectID, PlanYear: m.PlanYear, Ordinal: m.Ordinal, Name: m.Name, Stage: m.Stage,
			Weight: m.Weight, VerifiedOn: m.VerifiedOn, ProgressBp: m.ProgressBp, Facts: m.Facts(rules.Set, rules.Calendar, asOf, rules.Today)})
	}
	return out, nil
}
