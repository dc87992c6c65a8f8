package milestones

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"guatu/internal/auth"
	"guatu/internal/nodefacts"
	"guatu/internal/platform/database"
	"guatu/internal/platform/searchtext"
	"guatu/internal/schedule"
)

// Order is an order of the list other than by due date. With a "-" before it it runs the other way; what is absent comes last
// either way, and of equals the first entered.
type Order string

// The orders a person can choose beside due and -due.
const (
	ByOverdue    Order = "overdue"    // days overdue
	ByProject    Order = "project"    // code of the project, in it the order of the plan
	ByDepartment Order = "department" // lead unit in the order of the district
	ByProgress   Order = "progress"   // confirmed progress
)

// Rank is the place of a row in an order: a text and two numbers, compared in turn.
type Rank struct {
	Text string `json:"text,omitempty"`
	A    int64  `json:"a,omitempty"`
	B    int64  `json:"b,omitempty"`
}

// ranking is an order as SQL over a milestone m and its project p: three expressions, and which of them run down.
type ranking struct {
	text, a, b             string
	args                   []any // of a
	textDown, aDown, bDown bool
}

// ranking writes the order for the day; places puts the lead units in the order of the district.
func (s *Store) ranking(o Order, asOf schedule.Date, basis schedule.Basis, places string) ranking {
	name, down := strings.CutPrefix(string(o), "-")
	r := ranking{text: "''", a: "0", b: "0"}
	switch Order(name) {
	case ByOverdue: // as the list shows it: what is done has none
		clock := nodefacts.ClockColumn(basis)
		r.a = "CASE WHEN " + clock + " < ? AND NOT (m.verified = 1 AND m.reached_on IS NOT NULL) THEN " + s.db.DaysBetween("?", clock) + " ELSE 0 END"
		r.args, r.aDown = []any{asOf, asOf}, down
	case ByProject:
		r.text, r.a, r.textDown = "p.code", "m.ordinal", down
	case ByDepartment:
		r.a, r.aDown = places, down
	case ByProgress:
		r.a, r.b, r.bDown = "CASE WHEN m.progress_bp IS NULL THEN 1 ELSE 0 END", "COALESCE(m.progress_bp, 0)", down
	}
	return r
}

func (r ranking) parts() []struct {
	name string
	down bool
} {
	return []struct {
		name string
		down bool
	}{{"rank_text", r.textDown}, {"rank_a", r.aDown}, {"rank_b", r.bDown}, {"id", false}}
}

func (r ranking) orderBy(alias string) string {
	var out []string
	for _, part := range r.parts() {
		way := ""
		if part.down {
			way = " DESC"
		}
		out = append(out, alias+"."+part.name+way)
	}
	return " ORDER BY " + strings.Join(out, ", ")
}

// after is the keyset condition on the rows x.
func (r ranking) after(at *Position) (string, []any) {
	if at == nil {
		return "1=1", nil
	}
	values := []any{at.Rank.Text, at.Rank.A, at.Rank.B, at.ID}
	var ways []string
	var args []any
	for i, part := range r.parts() {
		way := ""
		for j, equal := range r.parts()[:i] {
			way += "x." + equal.name + " = ? AND "
			args = append(args, values[j])
		}
		op := " > ?"
		if part.down {
			op = " < ?"
		}
		ways, args = append(ways, "("+way+"x."+part.name+op+")"), append(args, values[i])
	}
	return "(" + strings.Join(ways, " OR ") + ")", args
}

// rankedNamed is a row of a list with its place.
type rankedNamed struct {
	Named

	RankText     string
	RankA, RankB int64
}

// rankedSQL is the rows of a list with their places, without an order.
func (s *Store) rankedSQL(f Filter, scope auth.Scope, asOf schedule.Date, rules Rules, r ranking) (string, []any) {
	t := s.at(asOf)
	c := s.where(f, scope, t, rules)
	return "SELECT m.id AS id, m.version AS version, " + r.text + " AS rank_text, " + r.a + " AS rank_a, " + r.b + " AS rank_b FROM " +
		t.from() + " JOIN projects p ON p.id = m.project_id WHERE " + c.String(), append(append([]any{}, r.args...), c.args...)
}

// listRanked is list in an order of [Order]. Only the rows of the page are read in full.
func (s *Store) listRanked(ctx context.Context, f Filter, scope auth.Scope, asOf schedule.Date, rules Rules, p Page) ([]Named, *Position, error) {
	r, err := s.orderOf(ctx, p.Order, asOf, rules.Basis)
	if err != nil {
		return nil, nil, err
	}
	found, args := s.rankedSQL(f, scope, asOf, rules, r)
	after, more := r.after(p.After)
	var rows []rankedNamed
	err = database.Collect(s.db.Read(ctx).Raw("SELECT "+rules.namedColumns(ctx, asOf)+", page.rank_text, page.rank_a, page.rank_b FROM (SELECT x.* FROM ("+found+") x WHERE "+after+
		r.orderBy("x")+" LIMIT ?) page "+s.at(asOf).joinPage()+" JOIN projects p ON p.id = m.project_id"+r.orderBy("page"),
		append(append(args, more...), p.Limit+1)...), &rows)
	if err != nil {
		return nil, nil, err
	}
	var next *Position
	if len(rows) > p.Limit {
		rows = rows[:p.Limit]
		last := rows[len(rows)-1]
		next = &Position{ID: last.ID, Rank: Rank{last.RankText, last.RankA, last.RankB}}
	}
	out := make([]Named, 0, len(rows))
	for _, row := range rows {
		out = append(out, row.Named)
	}
	return out, next, nil
}

// orderOf writes an order; the one by unit asks for the units first.
func (s *Store) orderOf(ctx context.Context, o Order, asOf schedule.Date, basis schedule.Basis) (ranking, error) {
	if Order(strings.TrimPrefix(string(o), "-")) != ByDepartment {
		return s.ranking(o, asOf, basis, ""), nil
	}
	places, err := s.unitPlaces(ctx)
	return s.ranking(o, asOf, basis, places), err
}

// unitPlaces is an expression for the place of the lead unit: as the district sorts its units, then by the pinyin of the name.
func (s *Store) unitPlaces(ctx context.Context) (string, error) {
	var units []struct {
		ID   int64
		Sort int
		Name string
	}
	if err := s.db.Read(ctx).Raw("SELECT id, sort, name FROM departments").Scan(&units).Error; err != nil {
		return "", database.Translate(err)
	}
	slices.SortFunc(units, func(a, b struct {
		ID   int64
		Sort int
		Name string
	}) int {
		return cmp.Or(cmp.Compare(a.Sort, b.Sort), cmp.Compare(searchtext.Place(a.Name), searchtext.Place(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	if len(units) == 0 {
		return "0", nil
	}
	var out strings.Builder
	out.WriteString("CASE m.lead_department_id")
	for place, unit := range units {
		fmt.Fprintf(&out, " WHEN %d THEN %d", unit.ID, place)
	}
	fmt.Fprintf(&out, " ELSE %d END", len(units))
	return out.String(), nil
}
