package livelihood

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// RemoveIndicator takes an indicator nobody has reported on out of a draft; the
// audit keeps the row. Errors: 404, 403, 412 with the current indicator, 409
// plan_frozen, plan_proposed or has_reports.
func (s *Service) RemoveIndicator(ctx context.Context, id, version int64) error {
	l, err := s.readable(ctx, id, s.store.at(schedule.Date{}))
	if err != nil {
		return err
	}
	if !s.scope(ctx, auth.PermLivelihoodEdit).Allows(l.scopeRow()) {
		return httpapi.Forbidden()
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		locked, err := s.lockLine(ctx, tx, l, version, auth.PermLivelihoodEdit)
		if err != nil {
			return err
		}
		if err := s.holdDraft(ctx, tx, locked.Task.Year); err != nil {
			return err
		}
		return s.removeIndicator(ctx, tx, locked.Indicator)
	})
	return problem(err)
}

func (s *Service) removeIndicator(ctx context.Context, tx *gorm.DB, row indicatorRow) error {
	reported, err := s.reports.HasReadings(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	if reported {
		return codeReported
	}
	if err := s.reports.ForgetDrafts(ctx, tx, row.ID); err != nil {
		return err
	}
	if err := tx.Where("id = ? AND version = ?", row.ID, row.Version).Delete(&indicatorRow{}).Error; err != nil {
		return database.Translate(err)
	}
	if err := s.carryBack(ctx, tx, row); err != nil {
		return err
	}
	_, was := traces(0, row.Version, differences(indicatorRow{}.columns(), row.columns()), "")
	return s.audit.Record(ctx, tx, audit.Event{Action: "indicator.remove", Entity: entityIndicator, EntityID: row.ID, Before: was})
}

// RemoveTask takes a task with its indicators out of a draft. Errors: 404, 403,
// 412 with the current task, 409 plan_frozen, plan_proposed or has_reports.
func (s *Service) RemoveTask(ctx context.Context, id, version int64) error {
	row, err := s.store.taskByID(ctx, id, s.scope(ctx, auth.PermLivelihoodRead))
	if err != nil {
		return problem(err)
	}
	if !s.scope(ctx, auth.PermLivelihoodEdit).Allows(row.scopeRow()) {
		return httpapi.Forbidden()
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		locked, err := s.lockTask(ctx, tx, id, version)
		if err != nil {
			return err
		}
		return s.removeTask(ctx, tx, locked)
	})
	return problem(err)
}

func (s *Service) removeTask(ctx context.Context, tx *gorm.DB, task taskRow) error {
	if err := s.holdDraft(ctx, tx, task.Year); err != nil {
		return err
	}
	rows, err := indicatorsOf(tx, task.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := s.removeIndicator(ctx, tx, row); err != nil {
			return err
		}
	}
	if err := tx.Where("id = ? AND version = ?", task.ID, task.Version).Delete(&taskRow{}).Error; err != nil {
		return database.Translate(err)
	}
	_, was := traces(0, task.Version, differences(taskRow{}.columns(), task.columns()), "")
	return s.audit.Record(ctx, tx, audit.Event{Action: "livelihood.remove", Entity: entityTask, EntityID: task.ID, Before: was})
}

// lockTask reads the task for writing and refuses a version the actor did not
// see, with the current state.
func (s *Service) lockTask(ctx context.Context, tx *gorm.DB, id, version int64) (taskRow, error) {
	row, err := lock[taskRow](tx, id)
	switch {
	case err != nil:
		return row, err
	case !s.scope(ctx, auth.PermLivelihoodEdit).Allows(row.scopeRow()):
		return row, httpapi.Forbidden() // it moved while this one waited for the lock
	case row.Version == version:
		return row, nil
	}
	current, err := s.Get(ctx, id, schedule.Date{})
	if err != nil {
		return row, err
	}
	return row, httpapi.PreconditionFailed(current)
}

// TaskCopy is the body that copies a task.
type TaskCopy struct {
	Year    int    `json:"year,omitempty" minimum:"2000" maximum:"2100" doc:"Default that of the original; dates and periods move by as many years"`
	Ordinal int    `json:"ordinal" minimum:"1" maximum:"100"`
	Title   string `json:"title,omitempty" maxLength:"200" doc:"Default that of the original"`
}

// CopyTask adds a task with the plan of another: indicators, targets, weights and
// ladders, nothing that was reported. An event or stage points at the same
// milestone; the check list says so when that is of another year. Errors: 404,
// 403, 409 plan_frozen or plan_proposed, 422.
func (s *Service) CopyTask(ctx context.Context, id int64, c TaskCopy) (Task, error) {
	from, err := s.store.taskByID(ctx, id, s.scope(ctx, auth.PermLivelihoodRead))
	if err != nil {
		return Task{}, problem(err)
	}
	if !s.scope(ctx, auth.PermLivelihoodCreate).Allows(from.scopeRow()) {
		return Task{}, httpapi.Forbidden()
	}
	var made taskRow
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		task := from.copied(c)
		if faults := task.faults(); len(faults) > 0 {
			return invalid(faults)
		}
		if err := s.holdDraft(ctx, tx, task.Year); err != nil {
			return err
		}
		rows, err := indicatorsOf(tx, from.ID)
		if err != nil {
			return err
		}
		if err := s.enterTask(ctx, tx, &task); err != nil {
			return err
		}
		for _, row := range rows {
			part := row.copied(task, task.Year-from.Year)
			if err := s.enterIndicator(ctx, tx, &part); err != nil {
				return err
			}
		}
		made = task
		return nil
	})
	if err != nil {
		return Task{}, err
	}
	return s.Get(ctx, made.ID, schedule.Date{})
}

func (t taskRow) copied(c TaskCopy) taskRow {
	made := taskRow{Year: t.Year, Ordinal: c.Ordinal, Title: t.Title, ShortTitle: t.ShortTitle, DepartmentID: t.DepartmentID,
		LeaderPostID: t.LeaderPostID, Words: t.Words, ReportCycle: t.ReportCycle, CycleSince: t.CycleSince, Sample: t.Sample}
	if c.Year != 0 {
		made.Year = c.Year
	}
	setText(&made.Title, nonEmpty(c.Title))
	return made
}

// copied is the plan of the indicator for another task, so many years later. A
// start value is that of its own year and stays behind.
func (i indicatorRow) copied(task taskRow, later int) indicatorRow {
	made := indicatorRow{
		TaskID: task.ID, Ordinal: i.Ordinal, Name: i.Name, Type: i.Type, DepartmentID: i.DepartmentID, LeaderPostID: i.LeaderPostID,
		Weight: i.Weight, Firmness: i.Firmness, Unit: i.Unit, Comparator: i.Comparator, TargetMilli: i.TargetMilli,
		DueOn: i.DueOn.InYear(i.DueOn.Year() + later), DeadlineWords: i.DeadlineWords, DatePrecision: i.DatePrecision,
		MonthlyPlan: i.MonthlyPlan, MilestoneID: i.MilestoneID, Ladder: i.Ladder, TargetStage: i.TargetStage,
		Words: i.Words, Note: i.Note, Sample: i.Sample,
	}
	if !i.PlannedStart.IsZero() {
		made.PlannedStart = i.PlannedStart.AddMonths(12 * later)
	}
	for _, month := range i.Periods {
		made.Periods = append(made.Periods, month.AddMonths(12*later))
	}
	return made
}

func nonEmpty(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// enterTask adds a task with its audit row.
func (s *Service) enterTask(ctx context.Context, tx *gorm.DB, row *taskRow) error {
	if err := closedUnit(ctx, s.directory, 0, row.DepartmentID); err != nil {
		return err
	}
	if err := s.store.insertTask(ctx, tx, row, actorID(ctx)); err != nil {
		return taken(err)
	}
	_, is := traces(0, 1, differences(taskRow{}.columns(), row.columns()), "")
	return s.audit.Record(ctx, tx, audit.Event{Action: "livelihood.create", Entity: entityTask, EntityID: row.ID, After: is})
}

// enterIndicator adds an indicator with its audit row.
func (s *Service) enterIndicator(ctx context.Context, tx *gorm.DB, row *indicatorRow) error {
	if err := closedUnit(ctx, s.directory, 0, row.DepartmentID); err != nil {
		return err
	}
	if err := s.store.insertIndicator(ctx, tx, row, actorID(ctx)); err != nil {
		return taken(err)
	}
	_, is := traces(0, 1, differences(indicatorRow{}.planColumns(), row.planColumns()), "")
	return s.audit.Record(ctx, tx, audit.Event{Action: "indicator.create", Entity: entityIndicator, EntityID: row.ID, After: is})
}

// indicatorsOf reads the indicators of a task for writing.
func indicatorsOf(tx *gorm.DB, taskID int64) ([]indicatorRow, error) {
	var rows []indicatorRow
	err := tx.Clauses(forUpdate()).Where("task_id = ?", taskID).Order("ordinal, id").Find(&rows).Error
	return rows, database.Translate(err)
}
