package projects

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"guatu/internal/nodefacts"
	"guatu/internal/platform/database"
)

// projectUnit and projectList are the rows of the memberships.
type projectUnit struct{ ProjectID, DepartmentID int64 }

// TableName names the table for GORM.
func (projectUnit) TableName() string { return "project_units" }

type projectList struct {
	ProjectID int64
	ListCode  string
}

// TableName names the table for GORM.
func (projectList) TableName() string { return "project_lists" }

// insert adds a project with its memberships and its first version row.
func (s *Store) insert(ctx context.Context, tx *gorm.DB, row *ProjectRow, m Membership, by int64) error {
	row.Search = row.searched()
	row.CoUnits, row.ListCodes = coUnits(m.CoDepartmentIDs), nodefacts.ListCodes(m.Lists)
	if err := tx.Create(row).Error; err != nil {
		return database.Translate(err)
	}
	if err := join(tx, row.ID, m); err != nil {
		return err
	}
	return s.snapshot(ctx, tx, row.ID, by)
}

// write applies an edit: conditional update, memberships, version row. after comes back with its new version.
func (s *Store) write(ctx context.Context, tx *gorm.DB, before, after ProjectRow, was, is Membership, by int64) (ProjectRow, error) {
	after.CoUnits, after.ListCodes = coUnits(is.CoDepartmentIDs), nodefacts.ListCodes(is.Lists)
	values := map[string]any{"co_units": *after.CoUnits, "list_codes": after.ListCodes}
	for _, c := range changes(before, after) {
		values[c.name] = c.value
	}
	after.Search = after.searched()
	values["search"] = after.Search
	if err := database.UpdateVersion(tx, "projects", before.ID, before.Version, values); err != nil {
		return after, err
	}
	after.Version = before.Version + 1
	if !was.equal(is) {
		if err := leave(tx, before.ID); err != nil {
			return after, err
		}
		if err := join(tx, before.ID, is); err != nil {
			return after, err
		}
	}
	return after, s.snapshot(ctx, tx, before.ID, by)
}

func leave(tx *gorm.DB, id int64) error {
	if err := tx.Where("project_id = ?", id).Delete(&projectUnit{}).Error; err != nil {
		return database.Translate(err)
	}
	return database.Translate(tx.Where("project_id = ?", id).Delete(&projectList{}).Error)
}

func join(tx *gorm.DB, id int64, m Membership) error {
	for _, department := range m.CoDepartmentIDs {
		if err := tx.Create(&projectUnit{id, department}).Error; err != nil {
			return database.Translate(err)
		}
	}
	for _, list := range m.Lists {
		if err := tx.Create(&projectList{id, list}).Error; err != nil {
			return database.Translate(err)
		}
	}
	return nil
}

// knownLists returns which of the codes are lists.
func knownLists(tx *gorm.DB, codes []string) ([]string, error) {
	if len(codes) == 0 {
		return nil, nil
	}
	var known []string
	err := tx.Raw("SELECT code FROM lists WHERE code IN ?", codes).Scan(&known).Error
	return known, database.Translate(err)
}

// ancestors returns the projects above one, nearest first, and keeps them where they are until the transaction ends: two
// moves that each see no circle could close one together. It stops at a circle.
func (s *Store) ancestors(tx *gorm.DB, id int64) ([]int64, error) {
	var above []int64
	for {
		row, err := s.lock(tx, id)
		if err != nil {
			return above, err
		}
		if row.ParentID == nil || slices.Contains(above, *row.ParentID) {
			return above, nil
		}
		above, id = append(above, *row.ParentID), *row.ParentID
	}
}
