package projects

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/searchtext"
	"guatu/internal/schedule"
)

// Rank is the place of a project in an order: absent values come last whichever way the order runs.
type Rank struct {
	Absent bool   `json:"absent,omitempty"`
	N      int64  `json:"n,omitempty"`
	Text   string `json:"text,omitempty"`
}

func (r Rank) compare(o Rank) int {
	return cmp.Or(cmp.Compare(r.N, o.N), cmp.Compare(r.Text, o.Text))
}

// ranked is a project a filter finds, and where it stands.
type ranked struct {
	ID, Version int64
	Code        string
	Rank        Rank
}

// judged says whether a filter asks for what only the rules know.
func (f Filter) judged() bool { return f.Colour != "" || f.OnlyLate }

// stored says whether the database itself knows the order.
func (o Order) stored() bool { return slices.Contains([]Order{ByCode, ByCodeDesc, ByName}, o) }

// base is the order without its direction.
func (o Order) base() (Order, bool) {
	name, desc := strings.CutPrefix(string(o), "-")
	return Order(name), desc
}

// rank gives a candidate its place; colour is that of its lamp.
func (c candidate) rank(by Order, colour schedule.Colour) Rank {
	switch base, _ := by.base(); base {
	case ByName:
		return Rank{Text: c.Name}
	case ByLamp:
		return Rank{N: int64(colour.Severity())}
	case ByDue:
		return Rank{Absent: c.NextDue.IsZero(), Text: c.NextDue.String()}
	case ByOverdue:
		return Rank{N: int64(c.Overdue)}
	case ByLead:
		return Rank{N: int64(c.LeadSort), Text: searchtext.Place(c.LeadName)}
	case ByProgress:
		f := c.investmentFacts()
		if f.PlanYuan <= 0 {
			return Rank{Absent: true}
		}
		return Rank{N: int64(schedule.Share{Num: f.DoneYuan, Den: f.PlanYuan}.Bp())}
	case ByCode:
	}
	return Rank{}
}

// before says whether a stands before b; of equals the code decides, in the direction of the order for the code itself.
func (o Order) before(a, b ranked) int {
	base, desc := o.base()
	if a.Rank.Absent != b.Rank.Absent {
		if a.Rank.Absent {
			return 1
		}
		return -1
	}
	by, code := a.Rank.compare(b.Rank), cmp.Compare(a.Code, b.Code)
	if desc {
		by = -by
	}
	if desc && base == ByCode {
		code = -code
	}
	return cmp.Or(by, code)
}

// judge returns the projects a filter finds with the colour of each: lamp, late or not, and every other part.
func (s *Service) judgeAll(ctx context.Context, f Filter, scope auth.Scope, asOf schedule.Date) ([]judgedProject, error) {
	nodes, args := s.nodes.NodesSQL(ctx, asOf)
	found, err := s.store.candidates(ctx, f, scope, asOf, nodes, args)
	at, out := s.sight(asOf), make([]judgedProject, 0, len(found))
	for _, c := range found {
		colour := c.colour(at)
		if (f.Colour == "" || f.Colour == colour) && (!f.OnlyLate || c.Overdue > 0) {
			out = append(out, judgedProject{c, colour})
		}
	}
	return out, err
}

// judgedProject is a candidate with the colour of its lamp.
type judgedProject struct {
	candidate

	Colour schedule.Colour
}

// order returns every project a filter finds in an order.
func (s *Service) order(ctx context.Context, f Filter, scope auth.Scope, asOf schedule.Date, by Order) ([]ranked, error) {
	found, err := s.judgeAll(ctx, f, scope, asOf)
	if err != nil {
		return nil, err
	}
	out := make([]ranked, 0, len(found))
	for _, p := range found {
		out = append(out, ranked{p.ID, p.Version, p.Code, p.rank(by, p.Colour)})
	}
	slices.SortFunc(out, by.before)
	return out, nil
}

// rankedPage is a page in an order, or by a filter, the database does not know. It also returns how many there are.
func (s *Service) rankedPage(ctx context.Context, q Query, scope auth.Scope, asOf schedule.Date) (rows []Named, next *Position, total int, err error) {
	all, err := s.order(ctx, q.Filter, scope, asOf, q.Page.Order)
	if err != nil {
		return nil, nil, 0, err
	}
	from := 0
	if at := q.Page.After; at != nil {
		last := ranked{Code: at.Code, Rank: at.rankIn(q.Page.Order)}
		from, _ = slices.BinarySearchFunc(all, last, func(a, b ranked) int {
			if q.Page.Order.before(a, b) <= 0 {
				return -1 // the first that stands behind the last row of the page before
			}
			return 1
		})
	}
	page := all[from:min(from+q.Page.Limit, len(all))]
	if from+len(page) < len(all) {
		last := page[len(page)-1]
		next = &Position{Name: last.Rank.Text, Code: last.Code, Rank: last.Rank}
	}
	rows, err = s.store.rowsOf(ctx, page, scope, asOf)
	return rows, next, len(all), err
}

// rankIn is the place of the last row: pages by code and by name carry it as they always did.
func (p Position) rankIn(by Order) Rank {
	if base, _ := by.base(); base == ByName {
		return Rank{Text: p.Name}
	}
	return p.Rank
}

// rowsOf reads the rows of a page in its order. One that is gone since is left out.
func (s *Store) rowsOf(ctx context.Context, page []ranked, scope auth.Scope, asOf schedule.Date) ([]Named, error) {
	if len(page) == 0 {
		return nil, nil
	}
	ids := make([]int64, 0, len(page))
	for _, one := range page {
		ids = append(ids, one.ID)
	}
	t := s.at(asOf)
	c := t.base(scope)
	c.add("p.id IN ?", ids)
	var rows []Named
	head, args := t.selectNamed(scope)
	if err := database.Collect(s.db.Read(ctx).Raw(head+c.String(), append(args, c.args...)...), &rows); err != nil {
		return nil, err
	}
	place := make(map[int64]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	slices.SortFunc(rows, func(a, b Named) int { return cmp.Compare(place[a.ID], place[b.ID]) })
	return rows, nil
}
