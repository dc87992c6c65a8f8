package projects

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Why explains the lamp of a project as recorded by the day (absent: today), in two statements; 404 when the actor may not
// read it.
func (s *Service) Why(ctx context.Context, id int64, day schedule.Date) (schedule.Explanation, error) {
	_, scope := s.caller(ctx, auth.PermProjectsRead)
	asOf := s.asOf(day)
	row, err := s.store.one(ctx, id, scope, asOf)
	if err != nil {
		return schedule.Explanation{}, problem(err)
	}
	nodes, err := s.nodesOf(ctx, []Named{row}, asOf)
	if err != nil {
		return schedule.Explanation{}, err
	}
	why := s.rules.RuleSet().ExplainProject(row.facts(nodes[row.ID], s.sight(asOf)), asOf, s.rules.Calendar())
	return why.Speak(httpapi.LampLanguage(ctx)), nil
}

type whyInput struct {
	httpapi.IDPath
	httpapi.AsOfQuery
	httpapi.BasisQuery
}

type whyOutput struct{ Body schedule.Explanation }

func (s *Service) httpWhy(ctx context.Context, in *whyInput) (*whyOutput, error) {
	why, err := s.Why(ctx, in.ID, in.AsOf)
	return &whyOutput{why}, err
}
