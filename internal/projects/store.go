package projects

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"guatu/internal/auth"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/searchtext"
	"guatu/internal/schedule"
)

// countCap is how far a total is counted: beyond it the answer is "more than".
const countCap = 500

// Store reads and writes the rows of this package. It checks no rights: a scope is an argument of every query.
type Store struct {
	db    *database.DB
	clock *clock.Clock
}

// NewStore returns the store over db.
func NewStore(db *database.DB, clk *clock.Clock) *Store { return &Store{db: db, clock: clk} }

// Named is a project with the name of its parent.
type Named struct {
	ProjectRow
	// ShownParentID and ParentName are those of the parent when the scope reaches it too, else nil and empty.
	ShownParentID *int64
	ParentName    string
}

// clauses collects conditions that are ANDed, with their arguments.
type clauses struct {
	parts []string
	args  []any
}

func (c *clauses) add(part string, args ...any) {
	c.parts, c.args = append(c.parts, part), append(c.args, args...)
}

func (c *clauses) String() string { return strings.Join(append([]string{"1=1"}, c.parts...), " AND ") }

// moment is a day read from the live table, or from the versions recorded by that day.
type moment struct {
	asOf schedule.Date
	live bool
}

func (s *Store) at(asOf schedule.Date) moment {
	return moment{asOf: asOf, live: s.clock.Live(asOf)}
}

// from is the table under the alias p. Rights are those of today, so that of a past day the live row is at hand as l.
func (t moment) from() string {
	if t.live {
		return "projects p"
	}
	return "project_versions p JOIN projects l ON l.id = p.id"
}

// base starts the conditions of a query: the newest version recorded by the day, within the scope.
func (t moment) base(scope auth.Scope) *clauses {
	c, row := &clauses{}, "p"
	if !t.live {
		row = "l"
		c.add("p.recorded_on <= ?", t.asOf)
		c.add("NOT EXISTS (SELECT 1 FROM project_versions n WHERE n.id = p.id AND n.recorded_on <= ? AND n.version > p.version)", t.asOf)
	}
	part, args := within(scope, row)
	c.add(part, args...)
	return c
}

// within is the condition that the scope reaches the row with this alias.
func within(scope auth.Scope, alias string) (string, []any) {
	return scope.SQL(auth.Columns{
		Lead: alias + ".lead_department_id", Leader: alias + ".leader_post_id",
		CoExists: "EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = " + alias + ".id AND u.department_id IN (%s))",
	})
}

// selectNamed starts a query for whole rows and the parent, as far as the scope reaches it.
func (t moment) selectNamed(scope auth.Scope) (string, []any) {
	part, args := within(scope, "pp")
	return "SELECT p.*, pp.id AS shown_parent_id, COALESCE(pp.name, '') AS parent_name FROM " + t.from() +
		" LEFT JOIN projects pp ON pp.id = p.parent_id AND " + part + " WHERE ", args
}

// one returns the project when the scope reaches it, as recorded by asOf; database.ErrNotFound otherwise.
func (s *Store) one(ctx context.Context, id int64, scope auth.Scope, asOf schedule.Date) (Named, error) {
	t := s.at(asOf)
	c := t.base(scope)
	c.add("p.id = ?", id)
	var row Named
	head, args := t.selectNamed(scope)
	done := s.db.Read(ctx).Raw(head+c.String(), append(args, c.args...)...).Scan(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return row, database.ErrNotFound
	}
	return row, database.Translate(done.Error)
}

// rows returns live projects by id, whoever may read them; one statement.
func (s *Store) rows(ctx context.Context, ids []int64) (map[int64]ProjectRow, error) {
	var rows []ProjectRow
	err := s.db.Read(ctx).Where("id IN ?", ids).Find(&rows).Error
	out := make(map[int64]ProjectRow, len(rows))
	for _, row := range rows {
		out[row.ID] = row
	}
	return out, database.Translate(err)
}

// withChildren returns the project when the scope reaches it, as recorded by asOf, and its readable parts by code;
// database.ErrNotFound otherwise.
func (s *Store) withChildren(ctx context.Context, id int64, scope auth.Scope, asOf schedule.Date) (row Named, children []Named, err error) {
	t := s.at(asOf)
	c := t.base(scope)
	c.add("(p.id = ? OR p.parent_id = ?)", id, id)
	head, args := t.selectNamed(scope)
	var rows []Named
	if err := database.Collect(s.db.Read(ctx).Raw(head+c.String()+" ORDER BY p.code", append(args, c.args...)...), &rows); err != nil {
		return row, nil, err
	}
	at := slices.IndexFunc(rows, func(r Named) bool { return r.ID == id })
	if at < 0 {
		return row, nil, database.ErrNotFound
	}
	return rows[at], slices.Delete(slices.Clone(rows), at, at+1), nil
}

// Filter says which projects a list shows. Empty parts do not limit.
type Filter struct {
	List       string
	Department int64
	// Leaders are posts; nil does not limit, an empty slice matches nothing ("mine" of somebody without a line).
	Leaders []int64
	Sector  string
	Stage   string
	Text    string
	Parent  int64
	// Year limits to what belongs to a year, see ofYear.
	Year int
	// Colour is that of the lamp; OnlyLate are projects with an overdue milestone in the plan of their year.
	Colour   schedule.Colour
	OnlyLate bool

	belongs *clauses // of Year
}

func (s *Store) where(f Filter, scope auth.Scope, t moment) *clauses {
	c := t.base(scope)
	if f.List != "" {
		c.add("EXISTS (SELECT 1 FROM project_lists g WHERE g.project_id = p.id AND g.list_code = ?)", f.List)
	}
	if f.Department != 0 {
		c.add("p.lead_department_id = ?", f.Department)
	}
	switch {
	case f.Leaders == nil:
	case len(f.Leaders) == 0:
		c.add("1=0")
	default:
		c.add("p.leader_post_id IN ?", f.Leaders)
	}
	if f.Sector != "" {
		c.add("p.sector = ?", f.Sector)
	}
	if f.Stage != "" {
		c.add("p.stage = ?", f.Stage)
	}
	if f.Parent != 0 {
		part, args := within(scope, "f")
		c.add("p.parent_id = ? AND EXISTS (SELECT 1 FROM projects f WHERE f.id = p.parent_id AND "+part+")", append([]any{f.Parent}, args...)...)
	}
	if f.belongs != nil {
		c.add(f.belongs.String(), f.belongs.args...)
	}
	if f.Text != "" {
		c.add(searchtext.Condition("p.search"), searchtext.Argument(f.Text))
	}
	return c
}

// Order is the order of a list.
type Order string

// The orders of a list. A code is unique, a name is not: then the code decides.
const (
	ByCode     Order = "code"
	ByCodeDesc Order = "-code"
	ByName     Order = "name"
)

// The orders that come from the rules or from another table. Every order runs the other way with a "-" before it, so -lamp has
// the worst first; what is absent comes last either way.
const (
	ByLamp     Order = "lamp"
	ByDue      Order = "due"
	ByOverdue  Order = "overdue"
	ByLead     Order = "lead"
	ByProgress Order = "progress"
)

// Position is the place of a row in a list; Rank is used by the orders that have one.
type Position struct {
	Name, Code string
	Rank       Rank
}

// Page is where a list goes on; After is nil on the first page.
type Page struct {
	Limit int
	Order Order
	After *Position
}

func (p Page) sql(c *clauses) (orderBy string) {
	switch p.Order {
	case ByName:
		if p.After != nil {
			c.add("p.name >= ? AND (p.name > ? OR p.code > ?)", p.After.Name, p.After.Name, p.After.Code)
		}
		return " ORDER BY p.name, p.code"
	case ByCodeDesc:
		if p.After != nil {
			c.add("p.code < ?", p.After.Code)
		}
		return " ORDER BY p.code DESC"
	case ByCode, ByLamp, ByDue, ByOverdue, ByLead, ByProgress:
	}
	if p.After != nil {
		c.add("p.code > ?", p.After.Code)
	}
	return " ORDER BY p.code"
}

// list returns one page and whether there is more.
func (s *Store) list(ctx context.Context, f Filter, scope auth.Scope, asOf schedule.Date, p Page) ([]Named, bool, error) {
	t := s.at(asOf)
	c := s.where(f, scope, t)
	order := p.sql(c)
	var rows []Named
	head, args := t.selectNamed(scope)
	err := database.Collect(s.db.Read(ctx).Raw(head+c.String()+order+" LIMIT ?", append(append(args, c.args...), p.Limit+1)...), &rows)
	if err != nil {
		return nil, false, err
	}
	if len(rows) > p.Limit {
		return rows[:p.Limit], true, nil
	}
	return rows, false, nil
}

// count returns the number of rows of a list, up to countCap.
func (s *Store) count(ctx context.Context, f Filter, scope auth.Scope, asOf schedule.Date) (total int, capped bool, err error) {
	t := s.at(asOf)
	c := s.where(f, scope, t)
	err = s.db.Read(ctx).Raw("SELECT COUNT(*) FROM (SELECT 1 AS one FROM "+t.from()+" WHERE "+c.String()+" LIMIT ?) found",
		append(c.args, countCap+1)...).Row().Scan(&total)
	if total > countCap {
		return countCap, true, database.Translate(err)
	}
	return total, false, database.Translate(err)
}

// size returns the number of rows of a list, whatever it is.
func (s *Store) size(ctx context.Context, f Filter, scope auth.Scope, asOf schedule.Date) (n int, err error) {
	t := s.at(asOf)
	c := s.where(f, scope, t)
	err = s.db.Read(ctx).Raw("SELECT COUNT(*) FROM "+t.from()+" WHERE "+c.String(), c.args...).Row().Scan(&n)
	return n, database.Translate(err)
}

// ListRef names a list a project is in.
type ListRef struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// parts are the co-units and lists of the projects of a page.
type parts struct {
	units map[int64][]int64
	lists map[int64][]ListRef
}

// partsOf reads co-units and lists of projects in one statement.
func (s *Store) partsOf(ctx context.Context, ids []int64) (parts, error) {
	out := parts{units: map[int64][]int64{}, lists: map[int64][]ListRef{}}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []struct {
		ProjectID    int64
		DepartmentID int64
		Code         string
		Name         string
	}
	err := database.Collect(s.db.Read(ctx).Raw("SELECT u.project_id, u.department_id, '' AS code, '' AS name, 0 AS sort FROM project_units u WHERE u.project_id IN ?"+
		" UNION ALL SELECT g.project_id, 0, l.code, l.name, l.sort FROM project_lists g JOIN lists l ON l.code = g.list_code WHERE g.project_id IN ?"+
		" ORDER BY project_id, sort, code, department_id", ids, ids), &rows)
	for _, r := range rows {
		if r.DepartmentID != 0 {
			out.units[r.ProjectID] = append(out.units[r.ProjectID], r.DepartmentID)
		} else {
			out.lists[r.ProjectID] = append(out.lists[r.ProjectID], ListRef{r.Code, r.Name})
		}
	}
	return out, err
}

// lock reads a project for writing: on MySQL nobody else moves it until the transaction ends.
func (s *Store) lock(tx *gorm.DB, id int64) (ProjectRow, error) {
	var row ProjectRow
	done := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).Limit(1).Find(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return row, database.ErrNotFound
	}
	return row, database.Translate(done.Error)
}

func (s *Store) snapshot(ctx context.Context, tx *gorm.DB, id, by int64) error {
	return s.db.Snapshot(ctx, tx, "projects", "project_versions", id, s.clock.Today(), by)
}
