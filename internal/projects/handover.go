package projects

import (
	"context"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
)

// Departments moves projects when a department is merged into another (auth.DepartmentRows). Their milestones move with
// the milestones room.
type Departments struct {
	store *Store
	audit *audit.Recorder
}

// NewDepartments returns it over store.
func NewDepartments(store *Store, recorder *audit.Recorder) *Departments {
	return &Departments{store: store, audit: recorder}
}

// CountDepartmentRows counts the projects a department leads or takes part in, in one statement.
func (d *Departments) CountDepartmentRows(ctx context.Context, departmentID int64) (counts auth.DepartmentCounts, err error) {
	err = d.store.db.Read(ctx).Raw("SELECT (SELECT COUNT(*) FROM projects p WHERE p.lead_department_id = ?),"+
		" (SELECT COUNT(*) FROM project_units u WHERE u.department_id = ?)", departmentID, departmentID).Row().Scan(&counts.Projects, &counts.CoProjects)
	return counts, database.Translate(err)
}

// HandOver passes the projects a department leads or takes part in to another, in the caller's transaction. Where the other one
// leads already, the part is gone; where both take part, one part is left.
func (d *Departments) HandOver(ctx context.Context, tx *gorm.DB, from, into, by int64) (moved auth.DepartmentCounts, err error) {
	rows, err := lockOf(tx, from)
	if err != nil {
		return moved, err
	}
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	p, err := d.store.partsOf(ctx, ids)
	if err != nil {
		return moved, err
	}
	for _, before := range rows {
		was := p.membership(before.ID)
		after, is := before, was.handedOver(from, into)
		if before.LeadDepartmentID == from {
			after.LeadDepartmentID = into
			moved.Projects++
		}
		if slices.Contains(was.CoDepartmentIDs, from) {
			moved.CoProjects++
		}
		is.CoDepartmentIDs = slices.DeleteFunc(is.CoDepartmentIDs, func(id int64) bool { return id == after.LeadDepartmentID })
		if after, err = d.store.write(ctx, tx, before, after, was, is, by); err != nil {
			return moved, err
		}
		old, now := traces(before, after, was, is)
		err := d.audit.Record(ctx, tx, audit.Event{Action: "project.handOver", Entity: "project", EntityID: after.ID, Before: old, After: now})
		if err != nil {
			return moved, err
		}
	}
	return moved, nil
}

// lockOf reads the projects a department leads or takes part in for writing, by the index of each: one condition for both would
// look at every project there is, and lock them all.
func lockOf(tx *gorm.DB, department int64) ([]ProjectRow, error) {
	locking := clause.Locking{Strength: clause.LockingStrengthUpdate}
	var units []projectUnit
	if err := tx.Clauses(locking).Where("department_id = ?", department).Find(&units).Error; err != nil {
		return nil, database.Translate(err)
	}
	var rows, parts []ProjectRow
	if err := tx.Clauses(locking).Where("lead_department_id = ?", department).Order("id").Find(&rows).Error; err != nil {
		return nil, database.Translate(err)
	}
	var ids []int64
	for _, unit := range units {
		ids = append(ids, unit.ProjectID)
	}
	if len(ids) == 0 {
		return rows, nil
	}
	err := tx.Clauses(locking).Where("id IN ? AND lead_department_id <> ?", ids, department).Order("id").Find(&parts).Error
	return append(rows, parts...), database.Translate(err)
}

// membership is what a project is part of.
func (p parts) membership(id int64) Membership {
	m := Membership{CoDepartmentIDs: p.units[id]}
	for _, list := range p.lists[id] {
		m.Lists = append(m.Lists, list.Code)
	}
	return m.sorted()
}

// handedOver is the membership with one department in the place of another, each once.
func (m Membership) handedOver(from, into int64) Membership {
	out := m.sorted()
	for i, id := range out.CoDepartmentIDs {
		if id == from {
			out.CoDepartmentIDs[i] = into
		}
	}
	return out.sorted()
}
