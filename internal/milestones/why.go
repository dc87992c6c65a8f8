package milestones

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Why explains the lamp of a milestone as recorded by the day (absent: today), in one statement; 404 when the actor may not
// read it.
func (s *Service) Why(ctx context.Context, id int64, day schedule.Date) (schedule.Explanation, error) {
	_, scope := s.caller(ctx, auth.PermMilestonesRead)
	asOf := s.asOf(day)
	row, err := s.store.one(ctx, id, scope, asOf, s.rules())
	if err != nil {
		return schedule.Explanation{}, problem(err)
	}
	rules := s.lens(ctx)
	return rules.Set.ExplainMilestone(row.Facts(rules, asOf), asOf, rules.Calendar).Speak(httpapi.LampLanguage(ctx)), nil
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
