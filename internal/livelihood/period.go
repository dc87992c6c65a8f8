package livelihood

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/frozen"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Every returns the tasks of all years with their indicators, as they are today and as far as the actor may read them.
func (s *Service) Every(ctx context.Context) ([]Task, error) {
	return s.tasks(ctx, selection{from: 1, to: 9999}, s.scope(ctx, auth.PermLivelihoodRead), s.store.at(schedule.Date{}))
}

// InPeriod returns one task as the closed month froze it; 404 when the actor may not read it today, 409 period_not_closed.
// What they may not see of its indicators today is hidden in the frozen answer too.
func (s *Service) InPeriod(ctx context.Context, id int64, month schedule.Month) (t Task, err error) {
	scope := s.scope(ctx, auth.PermLivelihoodRead)
	sel := selection{task: id, nodes: s.scope(ctx, auth.PermMilestonesRead)}
	lines, err := s.store.lines(ctx, sel, scope, s.store.at(schedule.Date{}), s.rules())
	if err != nil {
		return t, err
	}
	if len(lines) == 0 {
		return t, httpapi.NotFound()
	}
	if t.Frozen, err = s.frozen.Thaw(ctx, month, frozen.Task, id, httpapi.LampLanguage(ctx), &t); err != nil {
		return t, err
	}
	today := make(map[int64]line, len(lines))
	for _, l := range lines {
		today[l.Indicator.ID] = l
	}
	hidden := map[int64]bool{}
	for n := range t.Indicators {
		l := today[t.Indicators[n].ID] // of one that is gone: nothing is readable
		t.Indicators[n].shownAs(l, scope)
		hidden[t.Indicators[n].ID] = !l.inFull(scope)
	}
	corrections := t.Frozen.Corrections
	t.Frozen.Corrections = []frozen.Correction{}
	for _, c := range corrections {
		if !hidden[c.ItemID] {
			t.Frozen.Corrections = append(t.Frozen.Corrections, c)
		}
	}
	return t, nil
}

// IndicatorInPeriod is InPeriod of one indicator; 404 when the actor may not read it in full today.
func (s *Service) IndicatorInPeriod(ctx context.Context, id int64, month schedule.Month) (i Indicator, err error) {
	l, err := s.readable(ctx, id, s.store.at(schedule.Date{}))
	if err != nil {
		return i, err
	}
	i.Frozen, err = s.frozen.Thaw(ctx, month, frozen.Indicator, id, httpapi.LampLanguage(ctx), &i)
	i.shownAs(l, s.scope(ctx, auth.PermLivelihoodRead))
	return i, err
}

// shownAs hides in a frozen answer what shownTo hides of the row of today.
func (i *Indicator) shownAs(l line, scope auth.Scope) {
	full := l.inFull(scope)
	if !full {
		i.Pending, i.Note = nil, ""
	}
	if !full || i.MilestoneID != nil && !l.Rights.NodeReadable {
		i.LastNote, i.Conclusion, i.ExitDocument, i.Evidence, i.Exception = "", "", "", nil, nil
	}
	i.Evidence = append(evidence.List{}, i.Evidence...) // a month that was closed before there was any
	if !l.Rights.NodeReadable {
		i.MilestoneID, i.ProjectID = nil, nil
	}
}
