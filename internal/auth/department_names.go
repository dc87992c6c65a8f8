package auth

import (
	"context"
	"time"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// departmentNameRow is a name a department got, with the version of the department that carries it. Append only.
type departmentNameRow struct {
	ID           int64
	DepartmentID int64
	Version      int64
	Name         string
	ShortName    string
	FromOn       schedule.Date // absent: before names were recorded
	RecordedBy   int64
	RecordedAt   int64
}

func (departmentNameRow) TableName() string { return "department_names" }

// DepartmentName is a name and the days it was in force, both included.
type DepartmentName struct {
	Name      string        `json:"name"`
	ShortName string        `json:"shortName"`
	From      schedule.Date `json:"from" format:"date" nullable:"true" doc:"Null: before names were recorded."`
	To        schedule.Date `json:"to" format:"date" nullable:"true" doc:"Last day, null for the name of today."`
	By        *UserRef      `json:"by" doc:"Who gave the name, null for the program itself."`
	At        *time.Time    `json:"at" doc:"Null: before names were recorded."`
}

// DepartmentMerged is a merge as either side sees it.
type DepartmentMerged struct {
	Department DepartmentRef `json:"department" doc:"The other one."`
	On         schedule.Date `json:"on" format:"date"`
	By         *UserRef      `json:"by" doc:"Null for the program itself."`
}

// DepartmentHistory is what a department was called, where it went and what came to it.
type DepartmentHistory struct {
	Department Department         `json:"department"`
	Names      []DepartmentName   `json:"names" nullable:"false" doc:"Newest first."`
	Into       *DepartmentMerged  `json:"into" doc:"Null unless it was merged into another."`
	Absorbed   []DepartmentMerged `json:"absorbed" nullable:"false" doc:"Departments that were merged into it, newest first."`
}

// keepName records the name the row carries, from today on. 409 when a name of a later day is recorded already.
func (s *Service) keepName(ctx context.Context, tx *gorm.DB, row departmentRow) error {
	today := s.clock.Today()
	var later int64
	if err := tx.Table("department_names").Where("department_id = ? AND from_on > ?", row.ID, today).Count(&later).Error; err != nil {
		return database.Translate(err)
	}
	if later > 0 {
		return httpapi.BusinessDayBehind()
	}
	return database.Translate(tx.Create(&departmentNameRow{DepartmentID: row.ID, Version: row.Version, Name: row.Name, ShortName: row.ShortName,
		FromOn: today, RecordedBy: actorID(ctx), RecordedAt: s.clock.Now().UnixMilli()}).Error)
}

// DepartmentHistory tells the names of a department and its merges. 404 without departments.read.
func (s *Service) DepartmentHistory(ctx context.Context, id int64) (DepartmentHistory, error) {
	if !s.allowed(ctx, PermDepartmentsRead) {
		return DepartmentHistory{}, httpapi.NotFound()
	}
	row, err := find[departmentRow](s.db.Read(ctx), id)
	if err != nil {
		return DepartmentHistory{}, err
	}
	var names []departmentNameRow
	if err := s.db.Read(ctx).Where("department_id = ?", id).Order("version").Find(&names).Error; err != nil {
		return DepartmentHistory{}, database.Translate(err)
	}
	var absorbed []departmentRow
	if err := s.db.Read(ctx).Where("merged_into = ?", id).Order("merged_on DESC, id DESC").Find(&absorbed).Error; err != nil {
		return DepartmentHistory{}, database.Translate(err)
	}
	return s.departmentHistory(ctx, row, names, absorbed)
}

func (s *Service) departmentHistory(ctx context.Context, row departmentRow, names []departmentNameRow, absorbed []departmentRow) (DepartmentHistory, error) {
	history := DepartmentHistory{Department: row.department(), Names: []DepartmentName{}, Absorbed: []DepartmentMerged{}}
	users := []int64{val(row.MergedBy)}
	for _, name := range names {
		users = addID(users, name.RecordedBy)
	}
	for _, other := range absorbed {
		users = addID(users, val(other.MergedBy))
	}
	people, err := s.directory.Users(ctx, users)
	if err != nil {
		return history, err
	}
	for i := len(names) - 1; i >= 0; i-- {
		if name, ok := inForce(names, i); ok {
			name.By = refOf(people, names[i].RecordedBy)
			history.Names = append(history.Names, name)
		}
	}
	for _, other := range absorbed {
		history.Absorbed = append(history.Absorbed, DepartmentMerged{Department: other.ref(), On: other.MergedOn, By: refOf(people, val(other.MergedBy))})
	}
	if row.MergedInto != nil {
		into, err := s.directory.Departments(ctx, []int64{*row.MergedInto})
		if err != nil {
			return history, err
		}
		history.Into = &DepartmentMerged{Department: into[*row.MergedInto], On: row.MergedOn, By: refOf(people, val(row.MergedBy))}
	}
	return history, nil
}

// inForce is the i-th name with its days. One that was replaced on the day it was given was never the name of a day: of several
// changes of a day the last one counts.
func inForce(names []departmentNameRow, i int) (DepartmentName, bool) {
	row := names[i]
	name := DepartmentName{Name: row.Name, ShortName: row.ShortName, From: row.FromOn}
	if row.RecordedAt != 0 {
		at := time.UnixMilli(row.RecordedAt).UTC()
		name.At = &at
	}
	if i+1 < len(names) {
		name.To = names[i+1].FromOn.AddDays(-1)
	}
	return name, name.To.IsZero() || name.From.IsZero() || !name.To.Before(name.From)
}

func (row departmentRow) ref() DepartmentRef {
	return DepartmentRef{ID: row.ID, Name: row.Name, ShortName: row.ShortName}
}

func refOf(people map[int64]UserRef, id int64) *UserRef {
	if user, ok := people[id]; ok {
		return &user
	}
	return nil
}
