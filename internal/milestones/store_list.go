package milestones

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/nodefacts"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// countCap is how far a total is counted: beyond it the answer is "more than".
const countCap = 500

// Filter says which milestones a list shows. Empty parts do not limit.
type Filter struct {
	State      schedule.MilestoneState
	Department int64
	// Leaders are posts; nil does not limit, an empty slice matches nothing ("mine" of somebody without a line).
	Leaders []int64
	Colour  schedule.Colour
	Text    string
	Project int64
	// Year is the plan a milestone was promised in.
	Year int
}

// carried says whether the list shows what was carried over to the next plan.
func (f Filter) carried() bool {
	return f.State == schedule.StateCarried || f.Project != 0 || f.Year != 0
}

// Page is where a list goes on: after the row (Due, ID) in the order of clock_due and id, or after (Rank, ID) in another one.
type Page struct {
	Limit int
	// Order is empty for the order by due date, which Desc turns round.
	Order Order
	Desc  bool
	// After is nil on the first page.
	After *Position

	clock string // column of the order by due date
}

// Position is the place of a row in a list; Due is absent for an undated milestone, which comes first.
type Position struct {
	Due  schedule.Date
	ID   int64
	Rank Rank // in an order of Order
}

// where compiles scope, filter and day into conditions on m; it is the one definition of list and total.
func (s *Store) where(f Filter, scope auth.Scope, t moment, rules Rules) *clauses {
	c := &clauses{}
	t.recorded(c)
	t.scope(c, scope)
	if f.State != "" {
		stateClause(c, f.State, t.asOf, rules, s.db)
	}
	if f.Colour != "" {
		colourClause(c, f.carried(), f.Colour, t.asOf, rules, s.db)
	}
	if f.Department != 0 {
		c.add("m.lead_department_id = ?", f.Department)
	}
	if f.Leaders != nil && len(f.Leaders) == 0 {
		c.add("1=0")
	} else if f.Leaders != nil {
		c.add("m.leader_post_id IN ?", f.Leaders)
	}
	// What was carried over to the next plan is shown where it is asked for: by its state, its project or its year.
	if !f.carried() {
		c.add("m.carried_on IS NULL")
	}
	if !f.carried() && f.State != schedule.StateExited && rules.Basis != schedule.Original { // so is what left the plan
		c.add("m.exited_on IS NULL")
	}
	if f.Year != 0 {
		c.add("m.plan_year = ?", f.Year)
	}
	if f.Project != 0 {
		c.add("m.project_id = ?", f.Project)
	}
	if f.Text != "" {
		textClause(c, f.Text)
	}
	return c
}

// after is the keyset condition. Both databases put NULL first in ascending order. The comparison is written so that the
// index on (open, clock_due, id) is entered at the right place: a row value is not used for that by MariaDB.
func (p Page) after(c *clauses) {
	switch at := p.After; {
	case at == nil:
	case at.Due.IsZero() && !p.Desc:
		c.add("("+p.clock+" IS NOT NULL OR m.id > ?)", at.ID)
	case at.Due.IsZero():
		c.add(p.clock+" IS NULL AND m.id < ?", at.ID)
	case !p.Desc:
		c.add(p.clock+" >= ? AND ("+p.clock+" > ? OR m.id > ?)", at.Due, at.Due, at.ID)
	default:
		c.add("("+p.clock+" IS NULL OR "+p.clock+" < ? OR ("+p.clock+" = ? AND m.id < ?))", at.Due, at.Due, at.ID)
	}
}

func (p Page) order(clock, id string) string {
	if p.Desc {
		return " ORDER BY " + clock + " DESC, " + id + " DESC"
	}
	return " ORDER BY " + clock + ", " + id
}

// list returns one page and whether there is more. The page is found by ids alone, so that an index can answer it, and
// only its rows are read in full.
func (s *Store) list(ctx context.Context, f Filter, scope auth.Scope, asOf schedule.Date, rules Rules, p Page) ([]Named, bool, error) {
	sql, args := s.listSQL(ctx, f, scope, asOf, rules, p)
	var rows []Named
	if err := database.Collect(s.db.Read(ctx).Raw(sql, args...), &rows); err != nil {
		return nil, false, err
	}
	if len(rows) > p.Limit {
		return rows[:p.Limit], true, nil
	}
	return rows, false, nil
}

func (s *Store) listSQL(ctx context.Context, f Filter, scope auth.Scope, asOf schedule.Date, rules Rules, p Page) (string, []any) {
	t := s.at(asOf)
	c := s.where(f, scope, t, rules)
	p.clock = nodefacts.ClockColumn(rules.Basis)
	p.after(c)
	return "SELECT " + rules.namedColumns(ctx, asOf) + " FROM (SELECT m.id, m.version, " + p.clock + " AS due FROM " + t.from() + " WHERE " + c.String() +
			p.order(p.clock, "m.id") + " LIMIT ?) page " + t.joinPage() + " JOIN projects p ON p.id = m.project_id" + p.order("page.due", "page.id"),
		append(c.args, p.Limit+1)
}

// count returns the number of rows of a list, up to countCap.
func (s *Store) count(ctx context.Context, f Filter, scope auth.Scope, asOf schedule.Date, rules Rules) (total int, capped bool, err error) {
	t := s.at(asOf)
	c := s.where(f, scope, t, rules)
	err = s.db.Read(ctx).Raw("SELECT COUNT(*) FROM (SELECT 1 AS one FROM "+t.from()+" WHERE "+c.String()+" LIMIT ?) found",
		append(c.args, countCap+1)...).Row().Scan(&total)
	if total > countCap {
		return countCap, true, database.Translate(err)
	}
	return total, false, database.Translate(err)
}
