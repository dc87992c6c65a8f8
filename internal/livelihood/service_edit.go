package livelihood

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// CreateTask adds a task of a year. Errors: 403, 409 plan_frozen or plan_proposed, 422.
func (s *Service) CreateTask(ctx context.Context, year int, edit TaskEdit) (Task, error) {
	row := edit.apply(taskRow{Year: year})
	scope := s.scope(ctx, auth.PermLivelihoodCreate)
	if scope.IsNone() || !scope.All && !scope.Allows(row.scopeRow()) {
		return Task{}, httpapi.Forbidden()
	}
	faults, err := s.references(ctx, row.DepartmentID, row.LeaderPostID)
	if err != nil {
		return Task{}, err
	}
	if faults = append(row.faults(), faults...); len(faults) > 0 {
		return Task{}, invalid(faults)
	}
	var made taskRow
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if err := s.holdDraft(ctx, tx, year); err != nil {
			return err
		}
		created := row
		err := s.enterTask(ctx, tx, &created)
		made = created
		return err
	})
	if err != nil {
		return Task{}, err
	}
	return s.Get(ctx, made.ID, schedule.Date{})
}

// EditTask changes a task; version is the one the actor saw. Errors: 404, 403,
// 412 with the current task, 409 plan_frozen or plan_proposed for what was promised, 422.
func (s *Service) EditTask(ctx context.Context, id, version int64, edit TaskEdit) (Task, error) {
	row, err := s.store.taskByID(ctx, id, s.scope(ctx, auth.PermLivelihoodRead))
	if err != nil {
		return Task{}, problem(err)
	}
	if !s.scope(ctx, auth.PermLivelihoodEdit).Allows(row.scopeRow()) {
		return Task{}, httpapi.Forbidden()
	}
	after := edit.apply(row)
	faults, err := s.references(ctx, after.DepartmentID, after.LeaderPostID)
	if err != nil {
		return Task{}, err
	}
	if faults = append(after.faults(), faults...); len(faults) > 0 {
		return Task{}, invalid(faults)
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		return s.rewriteTask(ctx, tx, id, version, edit)
	})
	if err != nil {
		return Task{}, err
	}
	return s.Get(ctx, id, schedule.Date{})
}

func (s *Service) rewriteTask(ctx context.Context, tx *gorm.DB, id, version int64, edit TaskEdit) error {
	before, err := s.lockTask(ctx, tx, id, version)
	if err != nil {
		return err
	}
	after := edit.apply(before).cycleFrom(before, s.clock.Today())
	moved := differences(before.columns(), after.columns())
	if len(moved) == 0 {
		return nil
	}
	if touchesTask(moved) {
		if err := s.holdDraft(ctx, tx, before.Year); err != nil {
			return err
		}
	}
	if err := closedUnit(ctx, s.directory, before.DepartmentID, after.DepartmentID); err != nil {
		return err
	}
	if after, err = s.store.writeTask(ctx, tx, before, after, actorID(ctx)); err != nil {
		return taken(err)
	}
	if or0(before.LeaderPostID) != or0(after.LeaderPostID) {
		if err := s.followLeader(ctx, tx, after); err != nil {
			return err
		}
	}
	was, is := traces(before.Version, after.Version, moved, "")
	return s.audit.Record(ctx, tx, audit.Event{Action: "livelihood.edit", Entity: entityTask, EntityID: id, Before: was, After: is})
}

// cycleFrom notes the day from which the task is reported in another cycle: nothing
// is missing of the time before.
func (t taskRow) cycleFrom(before taskRow, today schedule.Date) taskRow {
	if t.ReportCycle != before.ReportCycle && (t.ReportCycle.Short() || before.ReportCycle.Short()) {
		t.CycleSince = today
	}
	return t
}

// followLeader moves the reports of the indicators that have the leader of their task.
func (s *Service) followLeader(ctx context.Context, tx *gorm.DB, task taskRow) error {
	var rows []indicatorRow
	if err := tx.Where("task_id = ? AND leader_post_id IS NULL", task.ID).Order("id").Find(&rows).Error; err != nil {
		return database.Translate(err)
	}
	for _, row := range rows {
		if err := s.reports.MoveReadings(ctx, tx, row.ID, row.DepartmentID, task.LeaderPostID); err != nil {
			return err
		}
	}
	return nil
}

// CreateIndicator adds an indicator to a task. Errors: 403, 404, 409 plan_frozen or plan_proposed, 422.
func (s *Service) CreateIndicator(ctx context.Context, taskID int64, edit IndicatorEdit) (Indicator, error) {
	if s.scope(ctx, auth.PermLivelihoodCreate).IsNone() {
		return Indicator{}, httpapi.Forbidden()
	}
	task, err := s.Get(ctx, taskID, schedule.Date{})
	if err != nil {
		return Indicator{}, invalid([]fault{{"taskId", "task_unknown"}})
	}
	next := 1
	for _, i := range task.Indicators {
		next = max(next, i.Ordinal+1)
	}
	parent := taskRow{ID: task.ID, Year: task.Year, DepartmentID: task.Department.ID, Sample: task.Sample}
	row := edit.apply(newIndicator(parent, next))
	if !s.scope(ctx, auth.PermLivelihoodCreate).Allows(line{Task: parent, Indicator: row}.scopeRow()) {
		return Indicator{}, httpapi.Forbidden()
	}
	if err := s.checkIndicator(ctx, row, task.Year); err != nil {
		return Indicator{}, err
	}
	var made indicatorRow
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if err := s.holdDraft(ctx, tx, task.Year); err != nil {
			return err
		}
		created := row
		err := s.enterIndicator(ctx, tx, &created)
		made = created
		return err
	})
	if err != nil {
		return Indicator{}, err
	}
	return s.GetIndicator(ctx, made.ID, schedule.Date{})
}

// EditIndicator changes an indicator. Errors: 404, 403, 412 with the current
// indicator, 409 indicator_finished, indicator_has_readings, claim_pending, or
// plan_frozen and plan_proposed for what belongs to the plan, 422.
func (s *Service) EditIndicator(ctx context.Context, id, version int64, edit IndicatorEdit) (Indicator, error) {
	l, err := s.readable(ctx, id, s.store.at(schedule.Date{}))
	if err != nil {
		return Indicator{}, err
	}
	if !s.scope(ctx, auth.PermLivelihoodEdit).Allows(l.scopeRow()) {
		return Indicator{}, httpapi.Forbidden()
	}
	if err := s.checkIndicator(ctx, edit.apply(l.Indicator), l.Task.Year); err != nil {
		return Indicator{}, err
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		locked, err := s.lockLine(ctx, tx, l, version, auth.PermLivelihoodEdit)
		if err != nil {
			return err
		}
		return s.rewriteIndicator(ctx, tx, locked.Task, locked.Indicator, edit.apply(locked.Indicator))
	})
	if err != nil {
		return Indicator{}, problem(err)
	}
	return s.GetIndicator(ctx, id, schedule.Date{})
}

func (s *Service) rewriteIndicator(ctx context.Context, tx *gorm.DB, task taskRow, before, after indicatorRow) error {
	if err := before.editable(after); err != nil {
		return err
	}
	after = after.settleAfter(before, s.clock.Today())
	moved := differences(before.columns(), after.columns())
	if len(moved) == 0 {
		return nil
	}
	if touchesPlan(before, after, moved) {
		if err := s.holdDraft(ctx, tx, task.Year); err != nil {
			return err
		}
	}
	if err := closedUnit(ctx, s.directory, before.DepartmentID, after.DepartmentID); err != nil {
		return err
	}
	after, err := s.store.writeIndicator(ctx, tx, before, after, actorID(ctx))
	if err != nil {
		return taken(err)
	}
	if before.DepartmentID != after.DepartmentID || or0(before.LeaderPostID) != or0(after.LeaderPostID) {
		l := line{Task: task, Indicator: after}
		if err := s.reports.MoveReadings(ctx, tx, after.ID, after.DepartmentID, l.leader()); err != nil {
			return err
		}
	}
	was, is := traces(before.Version, after.Version, moved, "")
	return s.audit.Record(ctx, tx, audit.Event{Action: "indicator.edit", Entity: entityIndicator, EntityID: after.ID, Before: was, After: is})
}

// checkIndicator refuses an indicator that can not be written, with every fault.
func (s *Service) checkIndicator(ctx context.Context, row indicatorRow, year int) error {
	faults, err := s.references(ctx, row.DepartmentID, row.LeaderPostID)
	if err != nil {
		return err
	}
	if row.MilestoneID != nil {
		exists, err := s.store.milestoneExists(ctx, *row.MilestoneID)
		if err != nil {
			return err
		}
		if !exists {
			faults = append(faults, fault{"milestoneId", "milestone_unknown"})
		}
	}
	if faults = append(row.faults(year), faults...); len(faults) > 0 {
		return invalid(faults)
	}
	return nil
}

// references checks that the unit and the post exist.
func (s *Service) references(ctx context.Context, departmentID int64, postID *int64) ([]fault, error) {
	departments, err := s.directory.Departments(ctx, []int64{departmentID})
	if err != nil {
		return nil, err
	}
	posts, err := s.directory.Posts(ctx, []int64{or0(postID)})
	if err != nil {
		return nil, err
	}
	leaders, err := s.directory.LeaderPosts(ctx, []int64{or0(postID)})
	if err != nil {
		return nil, err
	}
	_, unit := departments[departmentID]
	_, post := posts[or0(postID)]
	return collect(
		faultWhen{departmentID != 0 && !unit, fault{"departmentId", "unit_unknown"}},
		faultWhen{postID != nil && !post, fault{"leaderPostId", "post_unknown"}},
		faultWhen{post && len(leaders) == 0, fault{"leaderPostId", "post_no_leader"}},
	), nil
}

// lockLine reads the indicator and its task for writing, judges the right again on
// what is locked, and refuses a version the actor did not see, with the current
// state. The task comes first, as in every change of it.
func (s *Service) lockLine(ctx context.Context, tx *gorm.DB, l line, version int64, permission string) (line, error) {
	var err error
	if l.Task, err = lock[taskRow](tx, l.Task.ID); err != nil {
		return l, err
	}
	if l.Indicator, err = lock[indicatorRow](tx, l.Indicator.ID); err != nil {
		return l, err
	}
	if !s.scope(ctx, permission).Allows(l.scopeRow()) {
		return l, httpapi.Forbidden() // it moved while this one waited for the lock
	}
	if l.Indicator.Version == version {
		return l, nil
	}
	current, err := s.GetIndicator(ctx, l.Indicator.ID, schedule.Date{})
	if err != nil {
		return l, err
	}
	return l, httpapi.PreconditionFailed(current)
}

func forUpdate() clause.Expression { return clause.Locking{Strength: clause.LockingStrengthUpdate} }

// lock reads one row for writing.
func lock[T any](tx *gorm.DB, id int64) (T, error) {
	var row T
	done := tx.Clauses(forUpdate()).Where("id = ?", id).Limit(1).Find(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return row, httpapi.NotFound()
	}
	return row, database.Translate(done.Error)
}

// taken says which unique key refused the row: there is only the ordinal.
func taken(err error) error {
	if errors.Is(err, database.ErrDuplicate) {
		return invalid([]fault{{"ordinal", "ordinal_taken"}})
	}
	return err
}
