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
	var rows []ProjectRow
	err = tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("lead_department_id = ? OR id IN (SELECT u.project_id FROM project_units u WHERE u.department_id = ?)", from, from).Order("id").Find(&rows).Error
	if err != nil {
		return moved, database.Translate(err)
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
