package changes

import (
	"context"

	"guatu/internal/auth"
)

// Get returns one request; 404 when the actor may not read it.
func (s *Service) Get(ctx context.Context, id int64) (ChangeRequest, error) {
	p, err := s.readable(ctx, id)
	if err != nil {
		return ChangeRequest{}, err
	}
	items, err := s.store.itemsOf(ctx, []int64{id})
	if err != nil {
		return ChangeRequest{}, err
	}
	views, err := s.views(ctx, []placed{p}, items)
	if err != nil {
		return ChangeRequest{}, err
	}
	return views[0], nil
}

// readable returns a request the actor may read, else 404.
func (s *Service) readable(ctx context.Context, id int64) (placed, error) {
	_, scope := s.caller(ctx, auth.PermChangesRead)
	p, err := s.store.one(ctx, id, scope)
	return p, problem(err)
}

// Readable is nil when the actor may read the request, else 404; the room files asks before it hands a file out.
func (s *Service) Readable(ctx context.Context, id int64) error {
	_, err := s.readable(ctx, id)
	return err
}

// Page is one page of requests.
type Page struct {
	Items []ChangeRequest
	// Next is the id the next page begins after; 0 on the last one.
	Next        int64
	Total       *int
	TotalCapped bool
}

// Query asks for one page.
type Query struct {
	Filter Filter
	// Mine limits the list to what waits for the caller.
	Mine  bool
	After int64
	Limit int
	Count bool
}

// List returns a page of the requests the actor may read: what waits oldest first, the rest newest first.
func (s *Service) List(ctx context.Context, q Query) (Page, error) {
	actor, scope := s.caller(ctx, auth.PermChangesRead)
	if q.Mine {
		q.Filter.Desk = s.desk(actor)
	}
	rows, more, err := s.store.list(ctx, q.Filter, scope, q.After, q.Limit)
	if err != nil {
		return Page{}, err
	}
	var page Page
	if q.Count {
		total, capped, err := s.store.count(ctx, q.Filter, scope)
		if err != nil {
			return page, err
		}
		page.Total, page.TotalCapped = &total, capped
	}
	if len(rows) == 0 {
		page.Items = []ChangeRequest{}
		return page, nil
	}
	ids := make([]int64, 0, len(rows))
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	items, err := s.store.itemsOf(ctx, ids)
	if err != nil {
		return page, err
	}
	if page.Items, err = s.views(ctx, rows, items); err == nil && more {
		page.Next = rows[len(rows)-1].ID
	}
	return page, err
}

// desk is what waits for the actor: decisions of their routes, and for the supervision office what is to be recorded.
func (s *Service) desk(a *auth.Actor) *Desk {
	d := &Desk{UserID: a.UserID, Record: s.policy.May(a, auth.PermChangesRecord)}
	if !s.policy.May(a, auth.PermChangesDecide) {
		return d
	}
	for _, held := range a.Roles {
		switch held.Role {
		case auth.RoleHead:
			d.Units = append(d.Units, held.DepartmentID)
		case auth.RoleLeader:
			d.Lines = append(d.Lines, held.PostID)
		case auth.RoleChief:
			d.Chief = true
		case auth.RoleSupervisor:
			d.Meeting = true
		}
	}
	return d
}
