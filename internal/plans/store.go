package plans

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
)

// Store reads and writes plan_years, and reads what the check list looks at. It checks no rights: a scope is an argument
// of every query that shows rows.
type Store struct {
	db    *database.DB
	clock *clock.Clock
}

// NewStore returns the store over db.
func NewStore(db *database.DB, clk *clock.Clock) *Store { return &Store{db: db, clock: clk} }

// HoldPlan keeps the plan of the year in its state until the transaction ends, so that it can not be frozen before the
// caller's change is in it or refused. frozen says that the plan is not edited any more; 409 plan_proposed while it waits
// for the second person. Several changes hold the same plan together.
func (s *Store) HoldPlan(_ context.Context, tx *gorm.DB, year int) (frozen bool, err error) {
	row, err := s.lock(tx, year, shared)
	if err == nil && row.State == Proposed {
		err = planProposed()
	}
	return row.State == Frozen, err
}

// strength is how a row of plan_years is locked. SQLite has one writer anyway.
type strength string

const (
	shared strength = " LOCK IN SHARE MODE" // MariaDB does not know FOR SHARE
	alone  strength = " FOR UPDATE"
)

// lock reads the row of a year, which the first change of that year makes.
func (s *Store) lock(tx *gorm.DB, year int, how strength) (yearRow, error) {
	row, err := s.find(tx, year, how)
	if !errors.Is(err, database.ErrNotFound) {
		return row, err
	}
	fresh := s.fresh(year)
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
		return row, database.Translate(err)
	}
	return s.find(tx, year, how)
}

func (s *Store) find(tx *gorm.DB, year int, how strength) (yearRow, error) {
	text := "SELECT * FROM plan_years WHERE year = ?"
	if s.db.Dialect() == database.MySQL {
		text += string(how)
	}
	var row yearRow
	done := tx.Raw(text, year).Scan(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return row, database.ErrNotFound
	}
	return row, database.Translate(done.Error)
}

// fresh is the plan of a year nobody has touched yet.
func (s *Store) fresh(year int) yearRow {
	return yearRow{Year: year, State: Draft, CreatedAt: s.clock.Now().UnixMilli(), Version: 1}
}

// write applies a step: a conditional update by version.
func (s *Store) write(tx *gorm.DB, before, after yearRow) error {
	done := tx.Table("plan_years").Where("year = ? AND version = ?", before.Year, before.Version).Updates(after.values())
	if done.Error == nil && done.RowsAffected != 1 {
		return fmt.Errorf("%w: plan of %d is no longer at version %d", database.ErrConflict, before.Year, before.Version)
	}
	return database.Translate(done.Error)
}

// count is how many rows of each kind the plan of a year has.
type count struct {
	Plan                                    yearRow `gorm:"embedded"`
	Projects, Milestones, Tasks, Indicators int
}

// counted selects plans with their counts; q names the years.
const counted = "SELECT y.*, (SELECT COUNT(*) FROM projects p WHERE p.plan_year = q.year) AS projects," +
	" (SELECT COUNT(*) FROM milestones m WHERE m.plan_year = q.year) AS milestones," +
	" (SELECT COUNT(*) FROM livelihood_tasks t WHERE t.year = q.year) AS tasks," +
	" (SELECT COUNT(*) FROM indicators i JOIN livelihood_tasks t ON t.id = i.task_id WHERE t.year = q.year) AS indicators FROM "

// years returns the plans there are, the newest first.
func (s *Store) years(ctx context.Context) ([]count, error) {
	rows := []count{}
	err := s.db.Read(ctx).Raw(counted + "plan_years q JOIN plan_years y ON y.year = q.year ORDER BY q.year DESC").Scan(&rows).Error
	return rows, database.Translate(err)
}

// one returns the plan of a year; what nobody has changed yet is a draft.
func (s *Store) one(ctx context.Context, year int) (count, error) {
	var row count
	err := s.db.Read(ctx).Raw(counted+"(SELECT ? AS year) q LEFT JOIN plan_years y ON y.year = q.year", year).Scan(&row).Error
	if row.Plan.Version == 0 {
		row.Plan = s.fresh(year)
	}
	return row, database.Translate(err)
}
