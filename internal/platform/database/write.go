package database

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/schedule"
)

// UpdateVersion changes the row id of table only when it still has version,
// and moves the version on by one. ErrConflict when it has another version or
// is gone. It is the only way to change a row that people edit.
func UpdateVersion(tx *gorm.DB, table string, id, version int64, values map[string]any) error {
	set := make(map[string]any, len(values)+1)
	for column, value := range values {
		set[column] = value
	}
	set["version"] = gorm.Expr("version + 1")
	done := tx.Table(table).Where("id = ? AND version = ?", id, version).Updates(set)
	if done.Error != nil {
		return Translate(done.Error)
	}
	if done.RowsAffected != 1 {
		return fmt.Errorf("%w: %s %d is no longer at version %d", ErrConflict, table, id, version)
	}
	return nil
}

// Snapshot copies the current row id of table into versionsTable, recorded on
// the business day on by the user by. It copies the columns both tables have.
// ErrNotFound when the row does not exist, ErrDuplicate when that version was
// copied before, ErrDayBehind when the version before is of a later day: history
// only grows. Call it in the transaction that changed the row, after it.
func (d *DB) Snapshot(ctx context.Context, tx *gorm.DB, table, versionsTable string, id int64, on schedule.Date, by int64) error {
	columns, err := d.sharedColumns(ctx, tx, table, versionsTable)
	if err != nil {
		return err
	}
	list := strings.Join(columns, ", ")
	done := tx.Exec("INSERT INTO "+quote(versionsTable)+" ("+list+", recorded_on, recorded_by) SELECT "+
		list+", ?, ? FROM "+quote(table)+" t WHERE t.id = ? AND (t.version = 1 OR NOT EXISTS (SELECT 1 FROM "+quote(versionsTable)+
		" v WHERE v.id = t.id AND v.version = t.version - 1 AND v.recorded_on > ?))", on, by, id, on)
	if done.Error != nil {
		return Translate(done.Error)
	}
	if done.RowsAffected == 1 {
		return nil
	}
	var found int64
	if err := tx.Table(table).Where("id = ?", id).Count(&found).Error; err != nil {
		return Translate(err)
	}
	if found > 0 {
		return fmt.Errorf("%w: %s %d has a version of a day after %s", ErrDayBehind, table, id, on)
	}
	return fmt.Errorf("%w: %s %d", ErrNotFound, table, id)
}

func (d *DB) sharedColumns(ctx context.Context, tx *gorm.DB, table, versionsTable string) ([]string, error) {
	if cached, ok := d.columns.Load(versionsTable); ok {
		return cached.([]string), nil
	}
	current, err := columnsOf(ctx, tx, table)
	if err != nil {
		return nil, err
	}
	kept, err := columnsOf(ctx, tx, versionsTable)
	if err != nil {
		return nil, err
	}
	var shared []string
	for _, column := range kept {
		if column != "recorded_on" && column != "recorded_by" && slices.Contains(current, column) {
			shared = append(shared, quote(column))
		}
	}
	for _, needed := range []string{"id", "version"} {
		if !slices.Contains(shared, quote(needed)) {
			return nil, fmt.Errorf("database: %s has no column %s of %s", versionsTable, needed, table)
		}
	}
	d.columns.Store(versionsTable, shared)
	return shared, nil
}

func columnsOf(ctx context.Context, tx *gorm.DB, table string) (_ []string, err error) {
	rows, err := tx.WithContext(ctx).Raw("SELECT * FROM " + quote(table) + " WHERE 1 = 0").Rows()
	if err != nil {
		return nil, Translate(err)
	}
	defer func() {
		if closing := rows.Close(); err == nil {
			err = closing
		}
	}()
	return rows.Columns()
}

// quote makes an identifier of our own safe in both dialects.
func quote(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }
