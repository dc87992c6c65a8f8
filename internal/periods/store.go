package periods

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// insertBatch is how many frozen rows one INSERT holds: answers are long, and a packet of the server is not.
const insertBatch = 40

// Store reads and adds rows of this package; it changes none. It checks no rights: a scope is an argument of every query that
// shows rows of units.
type Store struct {
	db        *database.DB
	directory *auth.Directory
}

// NewStore returns the store over db; names of people come from the directory.
func NewStore(db *database.DB, directory *auth.Directory) *Store {
	return &Store{db: db, directory: directory}
}

// one returns a closed month; database.ErrNotFound otherwise.
func (s *Store) one(ctx context.Context, month schedule.Month) (periodRow, error) {
	var row periodRow
	done := s.db.Read(ctx).Raw("SELECT * FROM periods WHERE month = ?", month).Scan(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return row, database.ErrNotFound
	}
	return row, database.Translate(done.Error)
}

// listed is a closed month with the number of its corrections.
type listed struct {
	Row         periodRow `gorm:"embedded"`
	Corrections int
}

// ofYear returns the closed months of a year, the newest first.
func (s *Store) ofYear(ctx context.Context, year int) ([]listed, error) {
	rows := []listed{}
	err := s.db.Read(ctx).Raw("SELECT p.*, (SELECT COUNT(*) FROM period_corrections c WHERE c.month = p.month) AS corrections"+
		" FROM periods p WHERE p.month >= ? AND p.month <= ? ORDER BY p.month DESC",
		fmt.Sprintf("%04d-01", year), fmt.Sprintf("%04d-12", year)).Scan(&rows).Error
	return rows, database.Translate(err)
}

// edge reads what decides which month is closed next.
func (s *Store) edge(ctx context.Context) (e edge, err error) {
	var row struct {
		Last, Hash string
		Entered    schedule.Date
	}
	err = s.db.Read(ctx).Raw("SELECT COALESCE((SELECT MAX(month) FROM periods), '') AS last," +
		" COALESCE((SELECT hash FROM periods ORDER BY month DESC LIMIT 1), '') AS hash, MIN(v.recorded_on) AS entered FROM (" +
		"SELECT MIN(recorded_on) AS recorded_on FROM project_versions UNION ALL SELECT MIN(recorded_on) FROM livelihood_task_versions) v").Scan(&row).Error
	if err != nil {
		return e, database.Translate(err)
	}
	e.hash, e.entered = row.Hash, row.Entered.MonthOf()
	if row.Last != "" {
		e.last, err = schedule.ParseMonth(row.Last)
	}
	return e, err
}

// writer adds frozen rows in batches.
type writer struct {
	tx   *gorm.DB
	rows []itemRow
}

func (w *writer) add(row itemRow) error {
	w.rows = append(w.rows, row)
	if len(w.rows) < insertBatch {
		return nil
	}
	return w.flush()
}

func (w *writer) flush() error {
	if len(w.rows) == 0 {
		return nil
	}
	err := w.tx.Create(&w.rows).Error
	w.rows = w.rows[:0]
	return database.Translate(err)
}

// digests reads every frozen row of a month and returns the hash of each, page by page.
func (s *Store) digests(ctx context.Context, month schedule.Month) (out []itemDigest, err error) {
	rows, err := s.db.Read(ctx).Raw("SELECT * FROM period_items WHERE month = ?", month).Rows()
	if err != nil {
		return nil, database.Translate(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var row itemRow
		if err := s.db.Read(ctx).ScanRows(rows, &row); err != nil {
			return nil, database.Translate(err)
		}
		out = append(out, row.digest())
	}
	return out, database.Translate(rows.Err())
}

// within is the condition that the scope reaches the row of today behind alias.kind and alias.item_id.
func within(scope auth.Scope, alias string) (string, []any) {
	if scope.All {
		return "1=1", nil
	}
	node, args := scope.SQL(auth.Columns{Lead: "x.lead_department_id", Leader: "x.leader_post_id",
		CoExists: "EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = x.project_id AND u.department_id IN (%s))"})
	project, projectArgs := scope.SQL(auth.Columns{Lead: "x.lead_department_id", Leader: "x.leader_post_id",
		CoExists: "EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = x.id AND u.department_id IN (%s))"})
	own, ownArgs := scope.SQL(auth.Columns{Lead: "x.department_id", Leader: "COALESCE(x.leader_post_id, t.leader_post_id)"})
	task, taskArgs := scope.SQL(auth.Columns{Lead: "t.department_id", Leader: "t.leader_post_id"})
	id := alias + ".item_id"
	text := "(" + alias + ".kind = 'milestone' AND EXISTS (SELECT 1 FROM milestones x WHERE x.id = " + id + " AND " + node + ")" +
		" OR " + alias + ".kind = 'project' AND EXISTS (SELECT 1 FROM projects x WHERE x.id = " + id + " AND " + project + ")" +
		" OR " + alias + ".kind = 'indicator' AND EXISTS (SELECT 1 FROM indicators x JOIN livelihood_tasks t ON t.id = x.task_id WHERE x.id = " + id + " AND (" + own + " OR " + task + "))" +
		" OR " + alias + ".kind = 'task' AND EXISTS (SELECT 1 FROM livelihood_tasks t WHERE t.id = " + id + " AND " + task + "))"
	args = append(append(append(append(args, projectArgs...), ownArgs...), taskArgs...), taskArgs...)
	return text, args
}

// itemQuery asks for frozen rows of a month.
type itemQuery struct {
	month schedule.Month
	kind  frozen.Kind
	text  string
	scope auth.Scope
	after int64
	limit int
}

// shownItem is a frozen row with the name of what it belongs to.
type shownItem struct {
	Row    itemRow `gorm:"embedded"`
	Parent string
}

// items returns a page of frozen rows of one kind in the order of their ids, and whether there is more.
func (s *Store) items(ctx context.Context, q itemQuery) ([]shownItem, bool, error) {
	condition, args := within(q.scope, "i")
	parent := frozen.Project
	if q.kind == frozen.Indicator {
		parent = frozen.Task
	}
	text := "SELECT i.*, COALESCE(p.name, '') AS parent FROM period_items i LEFT JOIN period_items p ON p.month = i.month AND p.kind = ? AND p.item_id = i.parent_id" +
		" WHERE i.month = ? AND i.kind = ? AND i.item_id > ? AND " + condition
	all := append([]any{parent, q.month, q.kind, q.after}, args...)
	if q.text != "" {
		text += " AND (" + s.db.Contains("i.name") + " OR " + s.db.Contains("COALESCE(p.name, '')") + ")"
		all = append(all, database.LikeArgument(q.text), database.LikeArgument(q.text))
	}
	rows := []shownItem{}
	err := s.db.Read(ctx).Raw(text+" ORDER BY i.item_id LIMIT ?", append(all, q.limit+1)...).Scan(&rows).Error
	if len(rows) > q.limit {
		return rows[:q.limit], true, database.Translate(err)
	}
	return rows, false, database.Translate(err)
}

// item returns one frozen row.
func (s *Store) item(ctx context.Context, month schedule.Month, kind frozen.Kind, id int64) (itemRow, error) {
	var row itemRow
	done := s.db.Read(ctx).Raw("SELECT * FROM period_items WHERE month = ? AND kind = ? AND item_id = ?", month, kind, id).Scan(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return row, database.ErrNotFound
	}
	return row, database.Translate(done.Error)
}
