package livelihood

import (
	"cmp"
	"context"
	"fmt"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Why explains the lamp of an indicator as recorded by the day (absent: today), in one statement; 404 when the actor may not
// read it in full.
func (s *Service) Why(ctx context.Context, id int64, asOf schedule.Date) (schedule.Explanation, error) {
	at := s.store.at(asOf)
	l, err := s.readable(ctx, id, at)
	if err != nil {
		return schedule.Explanation{}, err
	}
	d, rules := s.day(at), s.lens(ctx)
	return rules.Set.ExplainIndicator(rules.facts(l, d), d.asOf, rules.Calendar).Speak(httpapi.LampLanguage(ctx)), nil
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

// TaskNames are the short titles of all tasks with their year, for whoever names one.
func (s *Service) TaskNames(ctx context.Context) (map[int64]string, error) {
	var rows []taskRow
	err := s.db.Read(ctx).Order("id").Find(&rows).Error
	names := make(map[int64]string, len(rows))
	for _, row := range rows {
		names[row.ID] = fmt.Sprintf("%d %s", row.Year, cmp.Or(row.ShortTitle, row.Title))
	}
	return names, database.Translate(err)
}
