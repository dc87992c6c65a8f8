package reports

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/schedule"
)

// Judge returns every milestone, task and indicator the actor may read as of today, judged by other rules than those in
// force. One statement for the milestones and one for the tasks; nothing is kept.
func (s *Service) Judge(ctx context.Context, rules schedule.Rulebook) ([]frozen.Item, error) {
	load := *s.load
	load.book = rules
	var out []frozen.Item
	for _, of := range []struct {
		kind       frozen.Kind
		permission string
	}{{frozen.Milestone, auth.PermMilestonesRead}, {frozen.Task, auth.PermLivelihoodRead}} {
		_, scope := s.caller(ctx, of.permission)
		items, err := load.standing(ctx, scope, of.kind, load.day(schedule.Date{}))
		if err != nil {
			return nil, err
		}
		out = append(out, items...)
	}
	return out, nil
}
