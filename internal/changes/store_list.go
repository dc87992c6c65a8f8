package changes

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// countCap is how far a list is counted.
const countCap = 500

// Filter says which requests a list shows; zero parts do not limit.
type Filter struct {
	State      State
	Route      schedule.Route
	Kind       schedule.ChangeKind
	Department int64 // lead department
	Leader     int64 // leader post
	Project    int64
	Task       int64
	Milestone  int64
	Indicator  int64
	Year       int // plan year
	// Desk limits the list to what waits for one person; nil: whatever the scope shows.
	Desk *Desk
}

// Desk is one person's share of the decisions, never of their own requests.
type Desk struct {
	UserID  int64
	Units   []int64 // departments whose head the person is
	Lines   []int64 // leader posts the person holds
	Chief   bool
	Meeting bool // enters the decisions of the meeting
	Record  bool // records what units have approved
}

// where is the condition of the desk on requests c. What a unit decides waits for its head; only what a head asked for goes
// on to the leader's desk.
func (d Desk) where(c *clauses) {
	parts, args := "", []any{}
	or := func(part string, more ...any) {
		if parts != "" {
			parts += " OR "
		}
		parts, args = parts+part, append(args, more...)
	}
	const waits = "c.state = 'submitted' AND c.author_id <> ? AND "
	if len(d.Units) > 0 {
		or(waits+"c.route = 'head' AND "+leadColumn+" IN ?", d.UserID, d.Units)
	}
	const higher = "(c.route = 'leader' OR c.route = 'head' AND c.by_head = 1)"
	if len(d.Lines) > 0 {
		or(waits+higher+" AND "+leaderColumn+" IN ?", d.UserID, d.Lines)
	}
	if d.Chief { // where there is a leader of the line, it is that one's turn
		or(waits+higher+" AND ("+leaderColumn+") IS NULL", d.UserID)
	}
	if d.Meeting {
		or(waits+"c.route = 'meeting'", d.UserID)
	}
	if d.Record {
		or("c.state = 'approved' AND c.route = 'head' AND c.filed_by IS NULL")
	}
	if parts == "" {
		parts = "1=0"
	}
	c.add("("+parts+")", args...)
}

func (f Filter) where(scope auth.Scope) *clauses {
	c := &clauses{}
	part, args := scopeSQL(scope)
	c.add(part, args...)
	for _, is := range []struct {
		set    bool
		column string
		value  any
	}{
		{f.State != "", "c.state", string(f.State)}, {f.Route != "", "c.route", string(f.Route)},
		{f.Department != 0, leadColumn, f.Department}, {f.Leader != 0, leaderColumn, f.Leader},
		{f.Project != 0, "c.project_id", f.Project}, {f.Task != 0, "c.task_id", f.Task}, {f.Year != 0, "c.plan_year", f.Year},
	} {
		if is.set {
			c.add(is.column+" = ?", is.value)
		}
	}
	const has = "EXISTS (SELECT 1 FROM change_items x WHERE x.request_id = c.id AND "
	if f.Milestone != 0 {
		c.add(has+"x.milestone_id = ?)", f.Milestone)
	}
	if f.Indicator != 0 {
		c.add(has+"x.indicator_id = ?)", f.Indicator)
	}
	if f.Kind != "" {
		c.add(has+"x.kind = ?)", string(f.Kind))
	}
	if f.Desk != nil {
		f.Desk.where(c)
	}
	return c
}

// OldestFirst: what waits for a decision is shown in the order it came in, what is history newest first.
func (f Filter) OldestFirst() bool { return f.Desk != nil || f.State == Submitted }

// list returns one page after the id `after` (0: from the start) and whether there is more.
func (s *Store) list(ctx context.Context, f Filter, scope auth.Scope, after int64, limit int) ([]placed, bool, error) {
	c, order := f.where(scope), " ORDER BY c.id DESC"
	if f.OldestFirst() {
		order = " ORDER BY c.id"
	}
	switch {
	case after != 0 && f.OldestFirst():
		c.add("c.id > ?", after)
	case after != 0:
		c.add("c.id < ?", after)
	}
	var rows []placed
	err := s.db.Read(ctx).Raw("SELECT "+placedColumns+" FROM change_requests c"+belongs+" WHERE "+c.String()+order+" LIMIT ?",
		append(c.args, limit+1)...).Scan(&rows).Error
	if err != nil {
		return nil, false, database.Translate(err)
	}
	if len(rows) > limit {
		return rows[:limit], true, nil
	}
	return rows, false, nil
}

func (s *Store) count(ctx context.Context, f Filter, scope auth.Scope) (total int, capped bool, err error) {
	c := f.where(scope)
	err = s.db.Read(ctx).Raw("SELECT COUNT(*) FROM (SELECT 1 AS one FROM change_requests c"+belongs+" WHERE "+c.String()+" LIMIT ?) found",
		append(c.args, countCap+1)...).Row().Scan(&total)
	if total > countCap {
		return countCap, true, database.Translate(err)
	}
	return total, false, database.Translate(err)
}
