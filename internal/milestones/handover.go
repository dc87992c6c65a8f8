package milestones

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
)

// Departments moves milestones and reports when a department is merged into another (auth.DepartmentRows).
type Departments struct {
	store *Store
	audit *audit.Recorder
}

// NewDepartments returns it over store.
func NewDepartments(store *Store, recorder *audit.Recorder) *Departments {
	return &Departments{store: store, audit: recorder}
}

// CountDepartmentRows counts the milestones a department leads and the reports of it, in one statement.
func (d *Departments) CountDepartmentRows(ctx context.Context, departmentID int64) (counts auth.DepartmentCounts, err error) {
	err = d.store.db.Read(ctx).Raw("SELECT (SELECT COUNT(*) FROM milestones m WHERE m.lead_department_id = ?),"+
		" (SELECT COUNT(*) FROM reports r WHERE r.lead_department_id = ? AND r.state IN "+undecidedStates+"),"+
		" (SELECT COUNT(*) FROM reports r WHERE r.department_id = ? AND r.state NOT IN "+undecidedStates+")",
		departmentID, departmentID, departmentID).Row().Scan(&counts.Milestones, &counts.OpenReports, &counts.KeptReports)
	return counts, database.Translate(err)
}

// HandOver passes the milestones a department leads to another, in the caller's transaction, and the right to read and decide
// their reports and the readings of indicators with them. Who wrote a decided report stays: its department is a fact.
func (d *Departments) HandOver(ctx context.Context, tx *gorm.DB, from, into, by int64) (moved auth.DepartmentCounts, err error) {
	var rows []MilestoneRow
	if err := tx.Clauses(forUpdate()).Where("lead_department_id = ?", from).Order("id").Find(&rows).Error; err != nil {
		return moved, database.Translate(err)
	}
	for _, before := range rows {
		after := before
		after.LeadDepartmentID = into
		if after, err = d.store.write(ctx, tx, before, after, by); err != nil {
			return moved, err
		}
		was, is := auditStates(before, after)
		err := d.audit.Record(ctx, tx, audit.Event{Action: "milestone.handOver", Entity: "milestone", EntityID: after.ID, Before: was, After: is})
		if err != nil {
			return moved, err
		}
	}
	moved.Milestones = len(rows)
	return d.handOverReports(tx, from, into, moved)
}

func (d *Departments) handOverReports(tx *gorm.DB, from, into int64, moved auth.DepartmentCounts) (auth.DepartmentCounts, error) {
	for _, step := range []struct {
		sql   string
		count *int
	}{
		{"UPDATE reports SET department_id = ? WHERE department_id = ? AND state IN " + undecidedStates, nil},
		{"UPDATE reports SET lead_department_id = ? WHERE lead_department_id = ? AND state IN " + undecidedStates, &moved.OpenReports},
		{"UPDATE reports SET lead_department_id = ? WHERE lead_department_id = ?", nil},
	} {
		done := tx.Exec(step.sql, into, from)
		if done.Error != nil {
			return moved, database.Translate(done.Error)
		}
		if step.count != nil {
			*step.count = int(done.RowsAffected)
		}
	}
	err := tx.Raw("SELECT COUNT(*) FROM reports WHERE department_id = ?", from).Row().Scan(&moved.KeptReports)
	return moved, database.Translate(err)
}
