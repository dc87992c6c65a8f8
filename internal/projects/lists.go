package projects

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// ProjectList is a list 清单 projects can be in.
type ProjectList struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Sort     int    `json:"sort"`
	Projects int    `json:"projects" doc:"Projects in it that the caller may read"`
	Version  int64  `json:"version"`
}

// listRow is one row of lists.
type listRow struct {
	Code    string `gorm:"primaryKey"`
	Name    string
	Sort    int
	Version int64
}

// TableName names the table for GORM.
func (listRow) TableName() string { return "lists" }

func (l listRow) faults() []Fault {
	var out []Fault
	for _, t := range []struct {
		field, value string
		most         int
	}{{"code", l.Code, 40}, {"name", l.Name, 80}} {
		if t.value == "" {
			out = append(out, Fault{t.field, "required"})
		}
		if tooLong(t.value, t.most) {
			out = append(out, Fault{t.field, "too_long"})
		}
	}
	return out
}

// Lists returns the lists in their order, with how many projects of each the actor may read.
func (s *Service) Lists(ctx context.Context) ([]ProjectList, error) {
	if _, names := s.caller(ctx, auth.PermPlansRead); names.IsNone() {
		return nil, httpapi.Forbidden()
	}
	_, scope := s.caller(ctx, auth.PermProjectsRead)
	return s.store.readLists(ctx, scope, "")
}

func (s *Store) readLists(ctx context.Context, scope auth.Scope, code string) ([]ProjectList, error) {
	part, args := within(scope, "p")
	text := "SELECT l.code, l.name, l.sort, l.version, (SELECT COUNT(*) FROM project_lists g JOIN projects p ON p.id = g.project_id WHERE g.list_code = l.code AND " +
		part + ") AS projects FROM lists l"
	if code != "" {
		text, args = text+" WHERE l.code = ?", append(args, code)
	}
	rows := []ProjectList{}
	err := s.db.Read(ctx).Raw(text+" ORDER BY l.sort, l.code", args...).Scan(&rows).Error
	return rows, database.Translate(err)
}

func (s *Service) list(ctx context.Context, code string) (ProjectList, error) {
	_, scope := s.caller(ctx, auth.PermProjectsRead)
	rows, err := s.store.readLists(ctx, scope, code)
	if err != nil || len(rows) == 0 {
		return ProjectList{}, errors.Join(err, httpapi.NotFound())
	}
	return rows[0], nil
}

// CreateList adds a list. Errors: 403, 409 code_taken, 422.
func (s *Service) CreateList(ctx context.Context, code, name string, sort int) (ProjectList, error) {
	if _, scope := s.caller(ctx, auth.PermProjectsCreate); scope.IsNone() {
		return ProjectList{}, httpapi.Forbidden()
	}
	row := listRow{Code: strings.TrimSpace(code), Name: strings.TrimSpace(name), Sort: sort, Version: 1}
	if faults := row.faults(); len(faults) > 0 {
		return ProjectList{}, invalid(faults)
	}
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if err := database.Translate(tx.Create(&row).Error); errors.Is(err, database.ErrDuplicate) {
			return listTaken()
		} else if err != nil {
			return err
		}
		return s.recordList(ctx, tx, "list.define", listRow{}, row)
	})
	if err != nil {
		return ProjectList{}, err
	}
	return s.list(ctx, row.Code)
}

// EditList renames a list or moves it; version is the one the caller saw. Errors: 403, 404, 412 with the current list, 422.
func (s *Service) EditList(ctx context.Context, code string, version int64, name *string, sort *int) (ProjectList, error) {
	current, err := s.list(ctx, code)
	if err != nil {
		return ProjectList{}, err
	}
	if _, scope := s.caller(ctx, auth.PermProjectsEdit); scope.IsNone() {
		return ProjectList{}, httpapi.Forbidden()
	}
	before := listRow{Code: current.Code, Name: current.Name, Sort: current.Sort, Version: current.Version}
	after := before
	if name != nil {
		after.Name = strings.TrimSpace(*name)
	}
	if sort != nil {
		after.Sort = *sort
	}
	if before.Version != version {
		return ProjectList{}, httpapi.PreconditionFailed(current)
	}
	if faults := after.faults(); len(faults) > 0 {
		return ProjectList{}, invalid(faults)
	}
	if after == before {
		return current, nil
	}
	after.Version++
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		done := tx.Model(&listRow{}).Where("code = ? AND version = ?", code, version).
			Updates(map[string]any{"name": after.Name, "sort": after.Sort, "version": after.Version})
		if done.Error == nil && done.RowsAffected != 1 {
			return fmt.Errorf("%w: list %s is no longer at version %d", database.ErrConflict, code, version)
		}
		if done.Error != nil {
			return database.Translate(done.Error)
		}
		return s.recordList(ctx, tx, "list.edit", before, after)
	})
	if err != nil {
		return ProjectList{}, err
	}
	return s.list(ctx, code)
}

func (s *Service) recordList(ctx context.Context, tx *gorm.DB, action string, before, after listRow) error {
	event := audit.Event{Action: action, Entity: "list", After: after}
	if before.Version != 0 {
		event.Before = before
	}
	return s.audit.Record(ctx, tx, event)
}

func listTaken() error {
	e := httpapi.Conflict("code_taken", "已有清单使用这个编号，请换一个；内容未保存", "Another list has this code; choose a different one. Nothing was saved")
	e.Fields = []httpapi.FieldError{httpapi.Fault("code", "code_taken", "编号已被使用", "is taken")}
	return e
}

// Classes are the annual classes there are, for whoever names one.
func (s *Service) Classes(ctx context.Context) (classes []string, err error) {
	err = s.db.Read(ctx).Raw("SELECT DISTINCT annual_class FROM projects WHERE annual_class <> '' ORDER BY annual_class").Scan(&classes).Error
	return classes, database.Translate(err)
}

// ListNames are the names of the lists by their code, for whoever names one.
func (s *Service) ListNames(ctx context.Context) (map[string]string, error) {
	var rows []listRow
	err := s.db.Read(ctx).Find(&rows).Error
	names := make(map[string]string, len(rows))
	for _, row := range rows {
		names[row.Code] = row.Name
	}
	return names, database.Translate(err)
}
