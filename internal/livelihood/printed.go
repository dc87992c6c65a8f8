package livelihood

import (
	"context"
	"slices"

	"guatu/internal/schedule"
)

// attained is the rate of completion as tables print it, with no cap: of a CUM what was done of the target of the year, of a
// RATE the value to the target, at most: the target to the value.
func (i indicatorRow) attained() schedule.Share {
	if i.Type == schedule.TypeRate {
		return i.rate().Attainment()
	}
	q := i.quantity()
	return schedule.Share{Num: q.Value - q.Start, Den: q.Target}
}

// printed is the computed rate beside a printed one, and whether the two differ; nil where there is no figure of that kind.
func (l line) printed() (computedBp *int, mismatch bool) {
	i := l.Indicator
	figure := i.Type == schedule.TypeCum && or0(i.TargetMilli) > 0 || i.Type == schedule.TypeRate
	if !figure || i.ValueMilli == nil {
		return nil, false
	}
	computed := i.attained()
	bp := computed.Bp()
	return &bp, i.PrintedBp != nil && schedule.RateMismatch(*i.PrintedBp, computed)
}

// rateMismatch says whether an indicator of the task carries the flag.
func (t Task) rateMismatch() bool {
	return slices.ContainsFunc(t.Indicators, func(i Indicator) bool { return i.RateMismatch })
}

// filtered is what a list or a file of tasks holds.
func (s *Service) filtered(ctx context.Context, f TaskFilterQuery) ([]Task, error) {
	tasks, err := s.Search(ctx, f.Year, f.AsOf, f.Q)
	if f.RateMismatch {
		tasks = slices.DeleteFunc(tasks, func(t Task) bool { return !t.rateMismatch() })
	}
	return tasks, err
}
