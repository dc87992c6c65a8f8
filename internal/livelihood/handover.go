package livelihood

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
)

// Departments moves tasks and indicators when a department is merged into another
// (auth.DepartmentRows). Readings are reports and move with the milestones room.
type Departments struct {
	store *Store
	audit *audit.Recorder
}

// NewDepartments returns it over store.
func NewDepartments(store *Store, recorder *audit.Recorder) *Departments {
	return &Departments{store: store, audit: recorder}
}

// CountDepartmentRows counts the tasks and indicators of a department, in one statement.
func (d *Departments) CountDepartmentRows(ctx context.Context, departmentID int64) (counts auth.DepartmentCounts, err error) {
	err = d.store.db.Read(ctx).Raw("SELECT (SELECT COUNT(*) FROM livelihood_tasks t WHERE t.department_id = ?),"+
		" (SELECT COUNT(*) FROM indicators i WHERE i.department_id = ?)", departmentID, departmentID).Row().Scan(&counts.Tasks, &counts.Indicators)
	return counts, database.Translate(err)
}

// HandOver passes the tasks and indicators of a department to another, in the
// caller's transaction.
func (d *Departments) HandOver(ctx context.Context, tx *gorm.DB, from, into, by int64) (moved auth.DepartmentCounts, err error) {
	tasks, err := ofDepartment[taskRow](tx, from)
	if err != nil {
		return moved, err
	}
	for _, before := range tasks {
		after := before
		after.DepartmentID = into
		if after, err = d.store.writeTask(ctx, tx, before, after, by); err != nil {
			return moved, err
		}
		was, is := traces(before.Version, after.Version, differences(before.columns(), after.columns()), "")
		err := d.audit.Record(ctx, tx, audit.Event{Action: "livelihood.handOver", Entity: entityTask, EntityID: after.ID, Before: was, After: is})
		if err != nil {
			return moved, err
		}
	}
	indicators, err := ofDepartment[indicatorRow](tx, from)
	if err != nil {
		return moved, err
	}
	for _, before := range indicators {
		after := before
		after.DepartmentID = into
		if after, err = d.store.writeIndicator(ctx, tx, before, after, by); err != nil {
			return moved, err
		}
		was, is := traces(before.Version, after.Version, differences(before.columns(), after.columns()), "")
		err := d.audit.Record(ctx, tx, audit.Event{Action: "indicator.handOver", Entity: entityIndicator, EntityID: after.ID, Before: was, After: is})
		if err != nil {
			return moved, err
		}
	}
	moved.Tasks, moved.Indicators = len(tasks), len(indicators)
	return moved, nil
}

// ofDepartment reads the rows of a department for writing.
func ofDepartment[T any](tx *gorm.DB, id int64) ([]T, error) {
	var rows []T
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("department_id = ?", id).Order("id").Find(&rows).Error
	return rows, database.Translate(err)
}
