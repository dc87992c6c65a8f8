package reports

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/schedule"
)

// Judge returns every milestone, task and indicator the actor may read as of today, once by each of the rulebooks. The rows
// are read once: one statement for the milestones and two at most for the tasks; nothing is kept.
func (s *Service) Judge(ctx context.Context, books ...schedule.Rulebook) ([][]frozen.Item, error) {
	d := s.load.day(schedule.Date{})
	_, scope := s.caller(ctx, auth.PermMilestonesRead)
	rows, err := s.load.milestones(ctx, scope, d)
	if err != nil {
		return nil, err
	}
	_, scope = s.caller(ctx, auth.PermLivelihoodRead)
	lines, err := s.load.indicators.Lines(ctx, scope, firstYear, lastYear, false, d.asOf)
	if err != nil {
		return nil, err
	}
	out := make([][]frozen.Item, 0, len(books))
	for _, book := range books {
		load := *s.load
		load.book = book
		out = append(out, append(load.itemsOf(rows, d), load.partsOf(lines, d)...))
	}
	return out, nil
}
