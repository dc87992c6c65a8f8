package livelihood

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// Store reads and writes the rows of this package. It checks no rights: a scope
// is an argument of every query.
type Store struct {
	db    *database.DB
	clock *clock.Clock
}

// NewStore returns the store over db.
func NewStore(db *database.DB, clk *clock.Clock) *Store { return &Store{db: db, clock: clk} }

// tasks returns the tasks the scope reaches without their indicators.
func (s *Store) taskByID(ctx context.Context, id int64, scope auth.Scope) (taskRow, error) {
	condition, args := taskScope(scope)
	var row taskRow
	done := s.db.Read(ctx).Raw("SELECT l.* FROM livelihood_tasks l WHERE l.id = ? AND "+condition,
		append([]any{id}, args...)...).Scan(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return row, database.ErrNotFound
	}
	return row, database.Translate(done.Error)
}

// insertTask adds a task with its first version.
func (s *Store) insertTask(ctx context.Context, tx *gorm.DB, row *taskRow, by int64) error {
	row.Version, row.CreatedAt, row.Search = 1, s.clock.Now().UnixMilli(), row.searched()
	if err := tx.Create(row).Error; err != nil {
		return database.Translate(err)
	}
	return s.db.Snapshot(ctx, tx, tasksTable, taskVersions, row.ID, s.clock.Today(), by)
}

// insertIndicator adds an indicator with its first version; it is entered on the
// business day.
func (s *Store) insertIndicator(ctx context.Context, tx *gorm.DB, row *indicatorRow, by int64) error {
	row.Version, row.CreatedAt, row.EnteredOn, row.Search = 1, s.clock.Now().UnixMilli(), s.clock.Today(), row.searched()
	if err := tx.Create(row).Error; err != nil {
		return database.Translate(err)
	}
	return s.db.Snapshot(ctx, tx, indicatorsTable, indicatorVersions, row.ID, s.clock.Today(), by)
}

// writeTask applies what changed: conditional update and version row.
func (s *Store) writeTask(ctx context.Context, tx *gorm.DB, before, after taskRow, by int64) (taskRow, error) {
	values := moved(before.columns(), after.columns())
	after.Search = after.searched()
	values["search"] = after.Search
	if err := database.UpdateVersion(tx, tasksTable, before.ID, before.Version, values); err != nil {
		return after, err
	}
	after.Version = before.Version + 1
	return after, s.db.Snapshot(ctx, tx, tasksTable, taskVersions, after.ID, s.clock.Today(), by)
}

// writeIndicator applies what changed: conditional update and version row.
func (s *Store) writeIndicator(ctx context.Context, tx *gorm.DB, before, after indicatorRow, by int64) (indicatorRow, error) {
	values := moved(before.columns(), after.columns())
	after.Search = after.searched()
	values["search"] = after.Search
	if err := database.UpdateVersion(tx, indicatorsTable, before.ID, before.Version, values); err != nil {
		return after, err
	}
	after.Version = before.Version + 1
	return after, s.db.Snapshot(ctx, tx, indicatorsTable, indicatorVersions, after.ID, s.clock.Today(), by)
}

// indicatorVersion is one recorded version with who recorded it.
type indicatorVersion struct {
	Row        indicatorRow `gorm:"embedded"`
	RecordedOn schedule.Date
	RecordedBy int64
}

// versions returns every version of an indicator, oldest first.
func (s *Store) versions(ctx context.Context, id int64) ([]indicatorVersion, error) {
	var rows []indicatorVersion
	err := s.db.Read(ctx).Raw("SELECT v.* FROM indicator_versions v WHERE v.id = ? ORDER BY v.version", id).Scan(&rows).Error
	return rows, database.Translate(err)
}

// milestoneExists says whether the milestone an indicator is to point at is there.
func (s *Store) milestoneExists(ctx context.Context, id int64) (bool, error) {
	var found int
	err := s.db.Read(ctx).Raw("SELECT COUNT(*) FROM milestones WHERE id = ?", id).Row().Scan(&found)
	return found > 0, database.Translate(err)
}
