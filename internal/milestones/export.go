package milestones

import (
	"cmp"
	"context"
	"io"
	"iter"
	"slices"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/nodefacts"
	"guatu/internal/platform/csvfile"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// exportPiece is how many rows of an export are held at a time.
const exportPiece = 200

// Export is a list as a file: what it is narrowed by, in words, and its columns by key.
type Export struct {
	Query
	Columns string
	Filters []csvfile.Pair
}

// Prepared writes a file that has been recorded in the audit.
type Prepared func(ctx context.Context, w io.Writer) error

// ExportList prepares the file of a list: which rows it holds is decided and recorded now, they are read while it is written.
// It has the rows, the order and the scope of List.
func (s *Service) ExportList(ctx context.Context, e Export) (Prepared, error) {
	actor, scope := s.caller(ctx, auth.PermMilestonesRead)
	if e.Mine {
		e.Filter.Leaders = append([]int64{}, actor.LeaderPostIDs()...)
	}
	lang := httpapi.LampLanguage(ctx)
	columns, err := csvfile.Choose(exportColumns(lang), e.Columns)
	if err != nil {
		return nil, httpapi.UnknownColumn(err)
	}
	asOf, rules := s.asOf(e.AsOf), s.lens(ctx)
	ids, err := s.store.idsOf(ctx, e.Filter, scope, asOf, rules, e.Page)
	if err != nil {
		return nil, err
	}
	note := csvfile.Note{
		Title: csvfile.Pair{Zh: "节点", En: "Milestones"}, AsOf: asOf.String(), RuleSet: rules.Set.On(asOf).Name, Filters: append(csvfile.OnPlan(rules.Basis == schedule.Original), e.Filters...), Rows: len(ids), Who: actor.Name,
		When: s.clock.Now().In(s.clock.Location()).Format("2006-01-02 15:04"),
	}
	if err := s.audit.Export(ctx, s.db, "milestones", audit.Exported{AsOf: note.AsOf, Filter: note.Filter(), Columns: csvfile.Keys(columns), Rows: len(ids)}); err != nil {
		return nil, err
	}
	table := csvfile.Table[Milestone]{Note: note, Columns: columns, English: lang == schedule.English}
	return func(ctx context.Context, w io.Writer) error { return table.Write(w, s.pieces(ctx, ids, scope, asOf)) }, nil
}

// pieces reads the milestones in their order, a few at a time.
func (s *Service) pieces(ctx context.Context, ids []int64, scope auth.Scope, asOf schedule.Date) iter.Seq2[[]Milestone, error] {
	return func(yield func([]Milestone, error) bool) {
		for piece := range slices.Chunk(ids, exportPiece) {
			rows, err := s.store.inOrder(ctx, piece, scope, asOf, s.rules())
			if err != nil {
				yield(nil, err)
				return
			}
			items, err := s.views(ctx, rows, asOf)
			if !yield(items, err) || err != nil {
				return
			}
		}
	}
}

// idsOf returns the ids of a whole list in its order.
func (s *Store) idsOf(ctx context.Context, f Filter, scope auth.Scope, asOf schedule.Date, rules Rules, p Page) ([]int64, error) {
	var sql string
	var args []any
	if p.Order == "" {
		t := s.at(asOf)
		c := s.where(f, scope, t, rules)
		sql, args = "SELECT m.id FROM "+t.from()+" WHERE "+c.String()+p.order(nodefacts.ClockColumn(rules.Basis), "m.id"), c.args
	} else {
		r, err := s.orderOf(ctx, p.Order, asOf, rules.Basis)
		if err != nil {
			return nil, err
		}
		sql, args = s.rankedSQL(f, scope, asOf, rules, r)
		sql = "SELECT x.id FROM (" + sql + ") x" + r.orderBy("x")
	}
	var ids []int64
	err := s.db.Read(ctx).Raw(sql, args...).Scan(&ids).Error
	return ids, database.Translate(err)
}

// inOrder reads milestones in the order of their ids as given. One that is gone since is left out.
func (s *Store) inOrder(ctx context.Context, ids []int64, scope auth.Scope, asOf schedule.Date, rules Rules) ([]Named, error) {
	t, c := s.at(asOf), &clauses{}
	c.add("m.id IN ?", ids)
	t.recorded(c)
	t.scope(c, scope)
	var rows []Named
	err := database.Collect(s.db.Read(ctx).Raw("SELECT "+rules.namedColumns(ctx, asOf)+" FROM "+t.from()+
		" JOIN projects p ON p.id = m.project_id WHERE "+c.String(), c.args...), &rows)
	place := make(map[int64]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	slices.SortFunc(rows, func(a, b Named) int { return cmp.Compare(place[a.ID], place[b.ID]) })
	return rows, err
}
