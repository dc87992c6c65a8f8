package reports

import (
	"cmp"
	"context"
	"slices"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Overview counts the milestones the actor may count, and the tasks of the
// year. While nothing changes it costs one statement, however many milestones
// there are.
func (s *Service) Overview(ctx context.Context, asOf schedule.Date) (Overview, error) {
	actor, scope := s.caller(ctx, auth.PermOverviewRead)
	d := s.load.day(asOf).on(httpapi.Basis(ctx))
	shelf, err := s.cache.at(ctx)
	if err != nil {
		return Overview{}, err
	}
	groups, err := s.groups(ctx, shelf, scope, d)
	if err != nil {
		return Overview{}, err
	}
	tasks, err := s.board(ctx, shelf, s.policy.Scope(actor, auth.PermBoardRead), d.asOf.Year(), d)
	if err != nil {
		return Overview{}, err
	}
	var w wanted
	for _, g := range groups {
		w.unit(g.Department, g.Leader)
	}
	names, err := s.names(ctx, w)
	if err != nil {
		return Overview{}, err
	}
	v := Overview{AsOf: d.asOf, Basis: d.basis, RuleSet: s.load.set().On(d.asOf).Name, Tasks: OverviewTasks{Classes: classesOf(tasks.results)}}
	for _, g := range groups {
		v.Milestones.add(g)
		v.ByLamp.add(g)
	}
	if v.Baseline, err = s.overviewBaseline(ctx, shelf, scope, d, v, tasks); err != nil {
		return Overview{}, err
	}
	v.ByDepartment, v.ByLeader = byDepartment(groups, names), byLeader(groups, names)
	return v, nil
}

// overviewBaseline is the overview on the original plan: the counts of the current one less what was moved, and that as it was
// promised.
func (s *Service) overviewBaseline(ctx context.Context, shelf shelf, scope auth.Scope, d day, v Overview, tasks board) (*OverviewBaseline, error) {
	b := &OverviewBaseline{Overdue: v.Milestones.Overdue, ByLamp: v.ByLamp, Classes: classesOf(tasks.original)}
	if d.basis == schedule.Original {
		return b, nil
	}
	moved, err := kept(ctx, shelf, key("moved", d, scope), func(ctx context.Context) ([]movedGroup, error) {
		return s.load.moved(ctx, scope, d)
	})
	for _, m := range moved {
		b.Overdue += m.BaseOverdue - m.Overdue
		b.ByLamp.add(group{Colour: m.Colour, N: -m.N})
		b.ByLamp.add(group{Colour: m.BaseColour, N: m.N})
	}
	return b, err
}

// groups are the counts behind the overview, kept while nothing changes.
func (s *Service) groups(ctx context.Context, shelf shelf, scope auth.Scope, d day) ([]group, error) {
	return kept(ctx, shelf, key("groups", d, scope), func(ctx context.Context) ([]group, error) {
		return s.load.groups(ctx, scope, d)
	})
}

func (m *OverviewMilestones) add(g group) {
	m.Total += g.N
	m.Open += g.Open
	m.Overdue += g.Overdue
	m.Claimed += g.Claimed
	m.DueSoon += g.DueSoon
	m.Unreported += g.Unreported
}

func (b *ByLamp) add(g group) {
	switch g.Colour {
	case schedule.Blue:
		b.Blue += g.N
	case schedule.Green:
		b.Green += g.N
	case schedule.Yellow:
		b.Yellow += g.N
	case schedule.Red:
		b.Red += g.N
	case schedule.Grey:
		b.Grey += g.N
	}
}

// share is what the rows of one unit or one leader add up to.
type share struct {
	id      int64
	overdue int
	lamps   ByLamp
}

// shares adds the groups up by an id, worst first; the id 0 comes last.
func shares(groups []group, id func(group) int64) []share {
	byID := map[int64]*share{}
	var out []*share
	for _, g := range groups {
		one := byID[id(g)]
		if one == nil {
			one = &share{id: id(g)}
			byID[one.id] = one
			out = append(out, one)
		}
		one.overdue += g.Overdue
		one.lamps.add(g)
	}
	slices.SortFunc(out, func(a, b *share) int {
		return cmp.Or(
			-cmp.Compare(min(a.id, 1), min(b.id, 1)),
			cmp.Compare(b.lamps.Red, a.lamps.Red), cmp.Compare(b.lamps.Yellow, a.lamps.Yellow),
			cmp.Compare(b.overdue, a.overdue), cmp.Compare(a.id, b.id),
		)
	})
	sorted := make([]share, 0, len(out))
	for _, one := range out {
		sorted = append(sorted, *one)
	}
	return sorted
}

func byDepartment(groups []group, names names) []OverviewDepartment {
	out := []OverviewDepartment{}
	for _, one := range shares(groups, func(g group) int64 { return g.Department }) {
		out = append(out, OverviewDepartment{Department: names.department(one.id), Overdue: one.overdue, ByLamp: one.lamps})
	}
	return out
}

func byLeader(groups []group, names names) []OverviewLeader {
	out := []OverviewLeader{}
	for _, one := range shares(groups, func(g group) int64 { return or0(g.Leader) }) {
		out = append(out, OverviewLeader{LeaderPost: names.post(&one.id), Overdue: one.overdue, ByLamp: one.lamps})
	}
	return out
}
