package auth

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Department is a unit 单位 as administrators and filters see it.
type Department struct {
	ID        int64  `json:"id"`
	Code      string `json:"code"`
	Name      string `json:"name"`
	ShortName string `json:"shortName"`
	ParentID  *int64 `json:"parentId" doc:"Department above, null for none."`
	Sort      int    `json:"sort"`
	Disabled  bool   `json:"disabled"`
	// MergedInto says where its rows, posts and people went; such a department stays disabled.
	MergedInto *int64        `json:"mergedInto" doc:"Department it was merged into, null for none."`
	MergedOn   schedule.Date `json:"mergedOn" format:"date" nullable:"true"`
	Version    int64         `json:"version"`
}

// NewDepartment is what a department starts with. The code never changes; the short name is the name when empty.
type NewDepartment struct {
	Code      string `json:"code" minLength:"1" maxLength:"40" pattern:"^[A-Za-z0-9._-]+$"`
	Name      string `json:"name" minLength:"1" maxLength:"120"`
	ShortName string `json:"shortName,omitempty" maxLength:"40"`
	ParentID  int64  `json:"parentId,omitempty" minimum:"0"`
	Sort      int    `json:"sort,omitempty" minimum:"0" maximum:"100000"`
}

// DepartmentPatch changes a department; absent fields stay.
type DepartmentPatch struct {
	Name      *string `json:"name,omitempty" minLength:"1" maxLength:"120"`
	ShortName *string `json:"shortName,omitempty" minLength:"1" maxLength:"40"`
	ParentID  *int64  `json:"parentId,omitempty" minimum:"0" doc:"0 for none."`
	Sort      *int    `json:"sort,omitempty" minimum:"0" maximum:"100000"`
	Disabled  *bool   `json:"disabled,omitempty"`
}

func (row departmentRow) department() Department {
	return Department{ID: row.ID, Code: row.Code, Name: row.Name, ShortName: row.ShortName, ParentID: row.ParentID, Sort: row.Sort,
		Disabled: row.Disabled, MergedInto: row.MergedInto, MergedOn: row.MergedOn, Version: row.Version}
}

// CreateDepartment adds a department. 403 without departments.manage, 409 duplicate for a known code.
func (s *Service) CreateDepartment(ctx context.Context, in NewDepartment) (Department, error) {
	if !s.allowed(ctx, PermDepartmentsManage) {
		return Department{}, httpapi.Forbidden()
	}
	row := departmentRow{Code: in.Code, Name: strings.TrimSpace(in.Name), ShortName: strings.TrimSpace(in.ShortName),
		ParentID: ptr(in.ParentID), Sort: in.Sort, Version: 1}
	if row.ShortName == "" {
		row.ShortName = cut(row.Name, 40)
	}
	err := s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if row.ID = 0; row.Name == "" {
			return errNameRequired("name")
		}
		if err := checkParent(tx, row, true); err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return duplicate(err, "code")
		}
		if err := s.keepName(ctx, tx, row); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "department.create", Entity: "department", EntityID: row.ID, After: row.department()})
	})
	return row.department(), err
}

// PatchDepartment changes a department that is still at version. 412 with the current state otherwise; 409
// department_in_use, with what it still has, when it is to be disabled; 409 department_merged for one that was merged.
func (s *Service) PatchDepartment(ctx context.Context, id, version int64, patch DepartmentPatch) (Department, error) {
	var after departmentRow
	err := s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if patch.Disabled != nil && *patch.Disabled && s.allowed(ctx, PermDepartmentsManage) {
			if err := lockDepartment(tx, id); err != nil { // before anything is read: what is counted below must be what is there
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
		after = before
		patch.apply(&after)
		if err := s.checkDepartmentChange(ctx, tx, before, after); err != nil {
			return err
		}
		err = database.UpdateVersion(tx, "departments", id, version, map[string]any{"name": after.Name, "short_name": after.ShortName,
			"parent_id": after.ParentID, "sort": after.Sort, "disabled": after.Disabled})
		if err != nil {
			return err
		}
		after.Version++
		if after.Name != before.Name || after.ShortName != before.ShortName {
			if err := s.keepName(ctx, tx, after); err != nil {
				return err
			}
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "department.edit", Entity: "department", EntityID: id,
			Before: before.department(), After: after.department()})
	})
	return after.department(), err
}

func (p DepartmentPatch) apply(row *departmentRow) {
	setText(&row.Name, p.Name)
	setText(&row.ShortName, p.ShortName)
	set(&row.Sort, p.Sort)
	set(&row.Disabled, p.Disabled)
	if p.ParentID != nil {
		row.ParentID = ptr(*p.ParentID)
	}
}

// set overwrites a field that the caller sent.
func set[T any](field *T, sent *T) {
	if sent != nil {
		*field = *sent
	}
}

// setText is set for words people type: spaces around them are none of theirs.
func setText(field, sent *string) {
	if sent != nil {
		*field = strings.TrimSpace(*sent)
	}
}

// checkDepartmentChange says why a change can not be made.
func (s *Service) checkDepartmentChange(ctx context.Context, tx *gorm.DB, before, after departmentRow) error {
	switch {
	case before.MergedInto != nil:
		return errDepartmentMerged()
	case after.Name == "":
		return errNameRequired("name")
	case after.ShortName == "":
		return errNameRequired("shortName")
	}
	moved := val(before.ParentID) != val(after.ParentID) || before.Disabled && !after.Disabled
	if err := checkParent(tx, after, moved); err != nil {
		return err
	}
	if after.Disabled && !before.Disabled {
		return s.checkDepartmentFree(ctx, after.ID)
	}
	return nil
}

// checkParent refuses a parent that does not exist or stands below the department itself, and, for one that is moved, a
// parent that is disabled.
func checkParent(tx *gorm.DB, row departmentRow, moved bool) error {
	for above := val(row.ParentID); above != 0; {
		if above == row.ID {
			return errInvalid("parentId", "circle", "上级单位不能是本单位或其下级", "must not be the department itself or one below it")
		}
		parent, err := find[departmentRow](tx, above)
		if err != nil {
			return errInvalid("parentId", "unknown", "没有这个单位", "no such department")
		}
		if moved && parent.Disabled && above == val(row.ParentID) {
			return errInvalid("parentId", "disabled", "上级单位已停用", "the department above is disabled")
		}
		above = val(parent.ParentID)
	}
	return nil
}

// DepartmentFilter narrows a list of departments.
type DepartmentFilter struct {
	ListInput
	Active bool `query:"active" doc:"Only departments in use."`
}

// ListDepartments returns a page of departments by sort and id, after the cursor; a former name finds them too. 403 without
// departments.read.
func (s *Service) ListDepartments(ctx context.Context, in DepartmentFilter) (DepartmentPage, error) {
	if !s.allowed(ctx, PermDepartmentsRead) {
		return DepartmentPage{}, httpapi.Forbidden()
	}
	query := s.db.Read(ctx).Table("departments")
	if in.Q != "" {
		like := database.LikeArgument(in.Q)
		query = query.Where("("+s.db.Contains("name")+" OR "+s.db.Contains("short_name")+" OR EXISTS (SELECT 1 FROM department_names n"+
			" WHERE n.department_id = departments.id AND "+s.db.Contains("n.name")+"))", like, like, like)
	}
	if in.Active {
		query = query.Where("disabled = ?", false)
	}
	var page DepartmentPage
	var err error
	if page.Total, page.TotalCapped, err = in.count(query); err != nil {
		return page, err
	}
	var at sortedCursor
	if in.Cursor != "" {
		if err := httpapi.DecodeCursor(in.Cursor, &at); err != nil {
			return page, err
		}
		query = query.Where("sort > ? OR (sort = ? AND id > ?)", at.Sort, at.Sort, at.ID)
	}
	var rows []departmentRow
	if err := query.Order("sort, id").Limit(in.Limit + 1).Find(&rows).Error; err != nil {
		return page, database.Translate(err)
	}
	rows, page.NextCursor, err = cutPage(rows, in.Limit, func(row departmentRow) any { return sortedCursor{Sort: row.Sort, ID: row.ID} })
	page.Items = convert(rows, departmentRow.department)
	return page, err
}
