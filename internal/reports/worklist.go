package reports

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Worklist is what the actor's unit has to report this month of milestones, indicators
// and the figures of projects, worst first, what is reported at the end.
func (s *Service) Worklist(ctx context.Context, asOf schedule.Date) (WorkList, error) {
	actor, scope := s.caller(ctx, auth.PermWorklistRead)
	d := s.load.day(asOf).on(httpapi.Basis(ctx))
	rows, counts, err := s.load.todo(ctx, scope, d)
	if err != nil {
		return WorkList{}, err
	}
	lines, err := s.ownLines(ctx, scope, d)
	if err != nil {
		return WorkList{}, err
	}
	figures, err := s.load.projects.Figures(ctx, scope, actor.UserID, d.asOf)
	if err != nil {
		return WorkList{}, err
	}
	found := s.load.items(rows, lines, d)
	for n := range figures {
		found = append(found, figureItem(&figures[n]))
	}
	for _, i := range found {
		if i.line != nil || i.figures != nil {
			counts.add(i)
		}
	}
	slices.SortStableFunc(found, byUrgency)
	list, err := s.workList(ctx, d, counts, found, nil, func(item) bool { return true })
	if err != nil || !d.live() {
		return list, err
	}
	beside, err := s.load.atHand(ctx, actor.UserID, list.Items)
	for i, item := range list.Items {
		key := itemKey(item.Kind, item.ID)
		list.Items[i].ReturnReason = beside.reasons[key]
		if draft, ok := beside.drafts[key]; ok {
			list.Items[i].Draft = &draft
		}
	}
	return list, err
}

// ownLines are the indicators of the unit that are reported by readings and not
// done: of this year, and what last year left unfinished.
func (s *Service) ownLines(ctx context.Context, scope auth.Scope, d day) ([]IndicatorLine, error) {
	lines, err := s.load.indicators.Lines(ctx, scope, d.asOf.Year()-1, d.asOf.Year(), true, d.asOf)
	return slices.DeleteFunc(lines, func(l IndicatorLine) bool { return !l.Reported }), err
}

// attention is the model behind the attention list.
type attention struct {
	items   []item
	counts  tally
	reports map[string][]ItemReport
}

// Attention is what is red or yellow: the actor's own line first, then the most
// overdue, each with its last three reports and the dates promised.
func (s *Service) Attention(ctx context.Context, asOf schedule.Date) (WorkList, error) {
	actor, scope := s.caller(ctx, auth.PermAttentionRead)
	d, line := s.load.day(asOf).on(httpapi.Basis(ctx)), actor.LeaderPostIDs()
	shelf, err := s.cache.at(ctx)
	if err != nil {
		return WorkList{}, err
	}
	groups, err := s.groups(ctx, shelf, scope, d)
	if err != nil {
		return WorkList{}, err
	}
	model, err := kept(ctx, shelf, key("attention", d, scope, line), func(ctx context.Context) (attention, error) {
		return s.load.attention(ctx, scope, line, d)
	})
	if err != nil {
		return WorkList{}, err
	}
	counts := model.counts
	for _, g := range groups {
		counts.addGroup(g)
	}
	counts.Todo = counts.Red + counts.Yellow
	return s.workList(ctx, d, counts, model.items, model.reports, func(i item) bool { return onLine(line, i.leader()) })
}

// attention reads the red and yellow items. EVENT and STAGE indicators are there
// as their milestones.
func (l *Loader) attention(ctx context.Context, scope auth.Scope, line []int64, d day) (attention, error) {
	rows, err := l.alarming(ctx, scope, line, d)
	if err != nil {
		return attention{}, err
	}
	lines, err := l.indicators.Lines(ctx, scope, d.asOf.Year()-1, d.asOf.Year(), true, d.asOf)
	if err != nil {
		return attention{}, err
	}
	// What is suspended owes no report, and still has a lamp: on the original plan it was never suspended, and on the current
	// one a suspension that nobody reviews is yellow.
	lines = slices.DeleteFunc(lines, func(i IndicatorLine) bool { return i.Carried })
	var a attention
	for _, i := range l.items(rows, lines, d) {
		if i.line != nil {
			a.counts.add(i)
		}
		if i.lamp.Colour == schedule.Red || i.lamp.Colour == schedule.Yellow {
			a.items = append(a.items, i)
		}
	}
	slices.SortStableFunc(a.items, func(x, y item) int {
		return cmp.Or(
			-compareBool(onLine(line, x.leader()), onLine(line, y.leader())),
			cmp.Compare(y.overdue, x.overdue),
			cmp.Compare(y.lamp.Colour.Severity(), x.lamp.Colour.Severity()),
			compareDue(x.due, y.due), cmp.Compare(x.row.ID, y.row.ID),
		)
	})
	a.items = a.items[:min(len(a.items), itemLimit)]
	a.reports, err = l.history(ctx, a.items, d)
	return a, err
}

// history are the last three reports of the items, keyed by kind and id.
func (l *Loader) history(ctx context.Context, items []item, d day) (map[string][]ItemReport, error) {
	var milestones, indicators []int64
	for _, i := range items {
		if i.line != nil {
			indicators = append(indicators, i.line.ID)
		} else {
			milestones = append(milestones, i.row.ID)
		}
	}
	rows, err := l.lastReports(ctx, milestones, indicators, d)
	out := map[string][]ItemReport{}
	for _, r := range rows {
		key := keyOf(r.MilestoneID, r.IndicatorID, nil)
		out[key] = append(out[key], ItemReport{
			Month: r.Month, Note: r.Note, State: r.stateOn(d), SubmittedAt: time.UnixMilli(r.SubmittedAt).UTC(),
		})
	}
	return out, err
}

// Kinds of an item.
const (
	kindMilestone = "milestone"
	kindIndicator = "indicator"
	kindFigures   = "figures"
)

func itemKey(kind string, id int64) string { return fmt.Sprint(kind, id) }

// keyOf is the key of the one item that is set.
func keyOf(milestone, indicator, project *int64) string {
	switch {
	case milestone != nil:
		return itemKey(kindMilestone, *milestone)
	case indicator != nil:
		return itemKey(kindIndicator, *indicator)
	}
	return itemKey(kindFigures, or0(project))
}

// add counts one indicator or project. Milestones are counted by the database, of which
// only the first are read.
func (t *tally) add(i item) {
	count := func(to *int, holds bool) {
		if holds {
			*to++
		}
	}
	count(&t.Todo, i.needsReport)
	count(&t.Reported, i.reported)
	count(&t.Overdue, i.overdue > 0)
	count(&t.DueSoon, i.lamp.Has(schedule.BadgeDueSoon))
	count(&t.Unreported, i.lamp.Has(schedule.BadgeUnreported))
	count(&t.Red, i.lamp.Colour == schedule.Red)
	count(&t.Yellow, i.lamp.Colour == schedule.Yellow)
}

// addGroup counts the milestones of a group.
func (t *tally) addGroup(g group) {
	t.Overdue += g.Overdue
	t.DueSoon += g.DueSoon
	t.Reported += g.Reported
	t.Unreported += g.Unreported
	switch g.Colour {
	case schedule.Red:
		t.Red += g.N
	case schedule.Yellow:
		t.Yellow += g.N
	case schedule.Blue, schedule.Green, schedule.Grey:
	}
}

// workList is the answer of both lists.
func (s *Service) workList(ctx context.Context, d day, counts tally, items []item, history map[string][]ItemReport, mine func(item) bool) (WorkList, error) {
	items = items[:min(len(items), itemLimit)]
	var w wanted
	for _, i := range items {
		w.unit(i.department(), i.leader())
		w.users = append(w.users, i.pending.AuthorID)
	}
	names, err := s.names(ctx, w)
	if err != nil {
		return WorkList{}, err
	}
	month := s.load.reportMonth(d)
	v := WorkList{AsOf: d.asOf, Basis: d.basis, Month: month, Cutoff: s.load.set().Cutoff(month), Counts: WorkCounts(counts), Items: []WorkItem{}}
	for _, i := range items {
		one := s.load.view(ctx, i, d, names)
		one.Mine = mine(i)
		one.Reports3 = append([]ItemReport{}, history[itemKey(one.Kind, one.ID)]...)
		v.Items = append(v.Items, one)
	}
	return v, nil
}
