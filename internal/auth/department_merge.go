package auth

import (
	"context"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// MergePreview is what a merge would move.
type MergePreview struct {
	From   Department       `json:"from"`
	Into   Department       `json:"into"`
	Counts DepartmentCounts `json:"counts"`
}

// DepartmentMerge is what a merge has moved.
type DepartmentMerge struct {
	Department Department       `json:"department" doc:"The one that is closed now."`
	Into       Department       `json:"into"`
	Moved      DepartmentCounts `json:"moved"`
}

// mergeState is what the audit keeps of a merge.
type mergeState struct {
	Department Department        `json:"department"`
	Moved      *DepartmentCounts `json:"moved,omitempty"`
}

// PreviewMerge counts what a merge would move; it refuses what the merge itself would refuse. 404, 403, 409, 422.
func (s *Service) PreviewMerge(ctx context.Context, id, intoID int64) (MergePreview, error) {
	if !s.allowed(ctx, PermDepartmentsRead) {
		return MergePreview{}, httpapi.NotFound()
	}
	from, into, err := s.mergePair(s.db.Read(ctx), id, intoID)
	switch {
	case err != nil:
		return MergePreview{}, err
	case !s.allowed(ctx, PermDepartmentsManage):
		return MergePreview{}, httpapi.Forbidden()
	}
	if err := mergeable(from, into); err != nil {
		return MergePreview{}, err
	}
	counts, err := s.countDepartment(ctx, id, false)
	return MergePreview{From: from.department(), Into: into.department(), Counts: counts}, err
}

// MergeDepartments closes a department that is still at version and passes everything it has to another one, in one
// transaction: the rows it leads or takes part in, the reports that wait, its posts with their holders and roles, and the
// departments below it. Decided reports keep its name, days before the merge are read as they were, and whoever had a right on
// its rows by a post of it keeps that right, because the post goes where the rows go.
//
// Errors: 404, 403, 412 with the current department, 409 department_merged, 422.
func (s *Service) MergeDepartments(ctx context.Context, id, version, intoID int64) (DepartmentMerge, error) {
	var merged DepartmentMerge
	err := s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if s.allowed(ctx, PermDepartmentsManage) {
			// First of all, before anything is read: what is read afterwards is then newer than what others gave the department.
			if err := lockDepartment(tx, id); err != nil {
				return err
			}
		}
		before, err := lookup[departmentRow](ctx, s, tx, id, PermDepartmentsRead, PermDepartmentsManage)
		if err != nil {
			return err
		}
		if before.Version != version {
			return httpapi.PreconditionFailed(before.department())
		}
		from, into, err := s.mergePair(tx, id, intoID)
		if err != nil {
			return err
		}
		if err := mergeable(from, into); err != nil {
			return err
		}
		merged, err = s.merge(ctx, tx, from, into)
		return err
	})
	return merged, err
}

// mergePair reads both departments, in one statement; 404 without the first, the second may be missing.
func (s *Service) mergePair(tx *gorm.DB, id, intoID int64) (from, into departmentRow, err error) {
	var rows []departmentRow
	if err := tx.Where("id IN ?", []int64{id, intoID}).Find(&rows).Error; err != nil {
		return from, into, database.Translate(err)
	}
	for _, row := range rows {
		if row.ID == id {
			from = row
		}
		if row.ID == intoID {
			into = row
		}
	}
	if from.ID == 0 {
		return from, into, httpapi.NotFound()
	}
	return from, into, nil
}

// mergeable says why one department can not be merged into the other.
func mergeable(from, into departmentRow) error {
	switch {
	case from.MergedInto != nil:
		return errDepartmentMerged()
	case into.ID == 0:
		return errInvalid("intoId", "unknown", "没有这个单位", "no such department")
	case into.ID == from.ID:
		return errInvalid("intoId", "same", "不能并入本单位", "must be another department")
	case into.Disabled:
		return errInvalid("intoId", "disabled", "该单位已停用，不能并入", "the department is disabled")
	}
	return nil
}

func (s *Service) merge(ctx context.Context, tx *gorm.DB, from, into departmentRow) (DepartmentMerge, error) {
	by := actorID(ctx)
	after := from
	after.Disabled, after.MergedInto, after.MergedOn, after.MergedBy = true, &into.ID, s.clock.Today(), ptr(by)
	err := database.UpdateVersion(tx, "departments", from.ID, from.Version, map[string]any{"disabled": true,
		"merged_into": after.MergedInto, "merged_on": after.MergedOn, "merged_by": after.MergedBy})
	if err != nil {
		return DepartmentMerge{}, err
	}
	after.Version++
	moved, err := s.movePosts(ctx, tx, from.ID, into.ID)
	if err != nil {
		return DepartmentMerge{}, err
	}
	if moved.Children, err = s.moveChildren(ctx, tx, from, into); err != nil {
		return DepartmentMerge{}, err
	}
	for _, room := range s.rows {
		counts, err := room.HandOver(ctx, tx, from.ID, into.ID, by)
		if err != nil {
			return DepartmentMerge{}, err
		}
		moved = moved.plus(counts)
	}
	if into, err = find[departmentRow](tx, into.ID); err != nil { // it has moved when it stood below
		return DepartmentMerge{}, err
	}
	err = s.audit.Record(ctx, tx, audit.Event{Action: "department.merge", Entity: "department", EntityID: from.ID,
		Before: mergeState{Department: from.department()}, After: mergeState{Department: after.department(), Moved: &moved}})
	return DepartmentMerge{Department: after.department(), Into: into.department(), Moved: moved}, err
}

// movePosts takes the posts along, with their holders and roles: the rights of the people go where the rows go.
func (s *Service) movePosts(ctx context.Context, tx *gorm.DB, from, into int64) (DepartmentCounts, error) {
	var posts []postRow
	if err := tx.Where("department_id = ?", from).Order("id").Find(&posts).Error; err != nil {
		return DepartmentCounts{}, database.Translate(err)
	}
	moved, people := DepartmentCounts{Posts: len(posts)}, []int64{}
	for _, before := range posts {
		if err := database.UpdateVersion(tx, "posts", before.ID, before.Version, map[string]any{"department_id": into}); err != nil {
			return moved, err
		}
		after := before
		after.DepartmentID = &into
		err := s.audit.Record(ctx, tx, audit.Event{Action: "post.move", Entity: "post", EntityID: before.ID, Before: before.state(), After: after.state()})
		if err != nil {
			return moved, err
		}
		holders, err := holdersOfPost(tx, before.ID, s.clock.Today())
		if err != nil {
			return moved, err
		}
		people = union(people, holders)
	}
	moved.People = len(people)
	return moved, nil
}

// moveChildren puts the departments below under the one that takes over. When that one stands below itself, they all move
// up to the place of the department that is closed: below it they would make a circle.
func (s *Service) moveChildren(ctx context.Context, tx *gorm.DB, from, into departmentRow) (int, error) {
	above, err := ancestors(tx, into)
	if err != nil {
		return 0, err
	}
	parent := &into.ID
	if slices.Contains(above, from.ID) {
		parent = from.ParentID
	}
	var children []departmentRow
	if err := tx.Where("parent_id = ?", from.ID).Order("id").Find(&children).Error; err != nil {
		return 0, database.Translate(err)
	}
	for _, before := range children {
		if err := database.UpdateVersion(tx, "departments", before.ID, before.Version, map[string]any{"parent_id": parent}); err != nil {
			return 0, err
		}
		after := before
		after.ParentID, after.Version = parent, before.Version+1
		err := s.audit.Record(ctx, tx, audit.Event{Action: "department.edit", Entity: "department", EntityID: before.ID,
			Before: before.department(), After: after.department()})
		if err != nil {
			return 0, err
		}
	}
	return len(children), nil
}

// ancestors are the departments above one, nearest first. There is no circle: see checkParent.
func ancestors(tx *gorm.DB, row departmentRow) ([]int64, error) {
	var above []int64
	for next := val(row.ParentID); next != 0 && !contains(above, next); {
		above = append(above, next)
		parent, err := find[departmentRow](tx, next)
		if err != nil {
			return nil, err
		}
		next = val(parent.ParentID)
	}
	return above, nil
}

// lockDepartment keeps everybody who is about to give the department a row waiting until the transaction ends, see
// [Directory.Closed].
func lockDepartment(tx *gorm.DB, id int64) error {
	var locked []int64
	err := tx.Table("departments").Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).Pluck("id", &locked).Error
	return database.Translate(err)
}

// Closed returns which of the departments are disabled, so that no new row is given to them. It always asks the database,
// because it guards changes; inside a transaction the departments stay as they are until it ends, so that a merge either finds
// the new row or is seen here.
func (d *Directory) Closed(ctx context.Context, ids []int64) ([]int64, error) {
	query := d.db.Read(ctx).Table("departments")
	if d.db.InTx(ctx) {
		query = query.Clauses(clause.Locking{Strength: clause.LockingStrengthShare})
	}
	var rows []departmentRow
	if err := query.Where("id IN ?", ids).Order("id").Find(&rows).Error; err != nil {
		return nil, database.Translate(err)
	}
	var closed []int64
	for _, row := range rows {
		if row.Disabled {
			closed = append(closed, row.ID)
		}
	}
	return closed, nil
}
