package milestones

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/schedule"
)

// Query asks for a page of milestones.
type Query struct {
	Filter Filter
	// Mine limits the list to the lines of the actor.
	Mine  bool
	AsOf  schedule.Date
	Page  Page
	Count bool
}

// ListPage is a page of milestones; Next is nil at the end.
type ListPage struct {
	Items       []Milestone
	Next        *Position
	Total       *int
	TotalCapped bool
}

// List returns the milestones the actor may read. Filter, total and lamp are one definition: the condition compiled from
// the rule set.
func (s *Service) List(ctx context.Context, q Query) (page ListPage, err error) {
	actor, scope := s.caller(ctx, auth.PermMilestonesRead)
	if q.Mine {
		q.Filter.Leaders = append([]int64{}, actor.LeaderPostIDs()...)
	}
	asOf, rules := s.asOf(q.AsOf), s.lens(ctx)
	rows, next, err := s.page(ctx, q, scope, asOf, rules)
	if err != nil {
		return page, err
	}
	page.Next = next
	if q.Count {
		total, capped, err := s.store.count(ctx, q.Filter, scope, asOf, rules)
		if err != nil {
			return page, err
		}
		page.Total, page.TotalCapped = &total, capped
	}
	page.Items, err = s.views(ctx, rows, asOf)
	return page, err
}

// page is the rows of one page and where the next one goes on.
func (s *Service) page(ctx context.Context, q Query, scope auth.Scope, asOf schedule.Date, rules Rules) ([]Named, *Position, error) {
	if q.Page.Order != "" {
		return s.store.listRanked(ctx, q.Filter, scope, asOf, rules, q.Page)
	}
	rows, more, err := s.store.list(ctx, q.Filter, scope, asOf, rules, q.Page)
	if err != nil || !more {
		return rows, nil, err
	}
	last := rows[len(rows)-1]
	due := last.ClockDue
	if rules.Basis == schedule.Original {
		due = last.BaseClock
	}
	return rows, &Position{Due: due, ID: last.ID}, nil
}
