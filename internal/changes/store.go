package changes

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// Store reads and writes change_requests and change_items. It checks no rights: a scope is an argument of every query.
type Store struct {
	db    *database.DB
	clock *clock.Clock
}

// NewStore returns the store over db.
func NewStore(db *database.DB, clk *clock.Clock) *Store { return &Store{db: db, clock: clk} }

// A request belongs to whoever its project, or the indicator of its first item, belongs to today.
const (
	belongs = " LEFT JOIN projects p ON p.id = c.project_id LEFT JOIN livelihood_tasks t ON t.id = c.task_id" +
		" LEFT JOIN change_items f ON c.project_id IS NULL AND f.request_id = c.id AND f.ordinal = 1 LEFT JOIN indicators i ON i.id = f.indicator_id"
	leadColumn   = "COALESCE(p.lead_department_id, i.department_id, t.department_id)"
	leaderColumn = "CASE WHEN p.id IS NULL THEN COALESCE(i.leader_post_id, t.leader_post_id) ELSE p.leader_post_id END"
)

func scopeSQL(scope auth.Scope) (string, []any) {
	return scope.SQL(auth.Columns{Lead: leadColumn, Leader: leaderColumn, Owner: "c.author_id",
		CoExists: "EXISTS (SELECT 1 FROM departments u WHERE u.id IN (%s) AND (u.id = t.department_id" +
			" OR EXISTS (SELECT 1 FROM project_units pu WHERE pu.project_id = c.project_id AND pu.department_id = u.id)))"})
}

// placed is a request with whose it is.
type placed struct {
	RequestRow
	LeadDepartmentID int64
	LeaderPostID     *int64
	ProjectCode      string
	ProjectName      string
	TaskTitle        string
	TaskOrdinal      int
}

func (p placed) scopeRow() auth.Row {
	return auth.Row{LeadDepartmentID: p.LeadDepartmentID, LeaderPostID: or0(p.LeaderPostID), OwnerID: p.AuthorID}
}

const placedColumns = "c.*, " + leadColumn + " AS lead_department_id, " + leaderColumn + " AS leader_post_id, COALESCE(p.code, '') AS project_code," +
	" COALESCE(p.name, '') AS project_name, COALESCE(t.title, '') AS task_title, COALESCE(t.ordinal, 0) AS task_ordinal"

// clauses collects conditions that are ANDed, with their arguments.
type clauses struct {
	parts []string
	args  []any
}

func (c *clauses) add(part string, args ...any) {
	c.parts, c.args = append(c.parts, part), append(c.args, args...)
}

func (c *clauses) String() string { return strings.Join(c.parts, " AND ") }

// one returns a request when the scope reaches it; database.ErrNotFound otherwise.
func (s *Store) one(ctx context.Context, id int64, scope auth.Scope) (placed, error) {
	condition, args := scopeSQL(scope)
	var row placed
	done := s.db.Read(ctx).Raw("SELECT "+placedColumns+" FROM change_requests c"+belongs+" WHERE c.id = ? AND "+condition,
		append([]any{id}, args...)...).Scan(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return row, database.ErrNotFound
	}
	return row, database.Translate(done.Error)
}

// itemsOf returns the items of requests, by request, in their order.
func (s *Store) itemsOf(ctx context.Context, ids []int64) (map[int64][]itemRow, error) {
	out := make(map[int64][]itemRow, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	var rows []itemRow
	err := s.db.Read(ctx).Raw("SELECT x.* FROM change_items x WHERE x.request_id IN ? ORDER BY x.request_id, x.ordinal", ids).Scan(&rows).Error
	for _, row := range rows {
		out[row.RequestID] = append(out[row.RequestID], row)
	}
	return out, database.Translate(err)
}

// lock reads a request for writing.
func (s *Store) lock(tx *gorm.DB, id int64) (RequestRow, error) {
	var row RequestRow
	done := tx.Raw("SELECT * FROM change_requests WHERE id = ?"+s.forUpdate(), id).Scan(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return row, database.ErrNotFound
	}
	return row, database.Translate(done.Error)
}

// forUpdate locks the rows of a SELECT; SQLite has one writer anyway.
func (s *Store) forUpdate() string {
	if s.db.Dialect() == database.MySQL {
		return " FOR UPDATE"
	}
	return ""
}

// holdParent puts the requests on one project or task in order: nobody else files one until the transaction ends.
func (s *Store) holdParent(tx *gorm.DB, d Draft) error {
	table, id := "projects", d.ProjectID
	if id == 0 {
		table, id = "livelihood_tasks", d.TaskID
	}
	var found int64
	err := tx.Raw("SELECT id FROM "+table+" WHERE id = ?"+s.forUpdate(), id).Scan(&found).Error
	if err == nil && found == 0 {
		return database.ErrNotFound
	}
	return database.Translate(err)
}

// undecided is a request of the same item and kind that waits.
type undecided struct {
	RequestID   int64
	Kind        schedule.ChangeKind
	MilestoneID *int64
	IndicatorID *int64
}

// undecidedOf returns what waits of a project or task. With tx it reads what is committed now, not what was when the
// transaction began.
func (s *Store) undecidedOf(ctx context.Context, tx *gorm.DB, d Draft) ([]undecided, error) {
	column, id, from, suffix := "project_id", d.ProjectID, s.db.Read(ctx), ""
	if id == 0 {
		column, id = "task_id", d.TaskID
	}
	if tx != nil {
		from, suffix = tx, s.forUpdate()
	}
	var rows []undecided
	err := from.Raw("SELECT x.request_id, x.kind, x.milestone_id, x.indicator_id FROM change_requests c JOIN change_items x ON x.request_id = c.id"+
		" WHERE c."+column+" = ? AND c.state = 'submitted' ORDER BY x.request_id"+suffix, id).Scan(&rows).Error
	return rows, database.Translate(err)
}

// planFrozen says whether the plan of a year is frozen.
func (s *Store) planFrozen(ctx context.Context, year int) (bool, error) {
	var n int
	err := s.db.Read(ctx).Raw("SELECT COUNT(*) FROM plan_years WHERE year = ? AND state = 'frozen'", year).Row().Scan(&n)
	return n > 0, database.Translate(err)
}

// insert adds a request with its items today.
func (s *Store) insert(tx *gorm.DB, r *RequestRow, items []itemRow) error {
	r.State, r.Version, r.SubmittedAt, r.RecordedOn = Submitted, 1, s.clock.Now().UnixMilli(), s.clock.Today()
	if err := tx.Create(r).Error; err != nil {
		return database.Translate(err)
	}
	for i := range items {
		items[i].RequestID = r.ID
	}
	return database.Translate(tx.Create(&items).Error)
}

// write moves a request on: a conditional update by version.
func (s *Store) write(tx *gorm.DB, r RequestRow, values map[string]any) error {
	return database.UpdateVersion(tx, "change_requests", r.ID, r.Version, values)
}
