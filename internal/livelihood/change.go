package livelihood

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// ChangeIndicator is an indicator as somebody who asks for a change, or decides on
// one, sees it.
type ChangeIndicator struct {
	ID            int64
	TaskID        int64
	TaskTitle     string
	Year          int
	Version       int64
	Ordinal       int
	Name          string
	Type          schedule.IndicatorType
	Unit          string
	DepartmentID  int64
	LeaderPostID  *int64 // by default that of the task
	Baseline      schedule.Date
	Due           schedule.Date
	TargetMilli   *int64
	DueChanges    int
	TargetChanges int
	SuspendedOn   schedule.Date
	ExitedOn      schedule.Date
	Done          bool
	Carried       bool
	Sample        bool
	Facts         schedule.IndicatorFacts
	// BaseFacts are those on the original plan.
	BaseFacts schedule.IndicatorFacts
}

// ChangeIndicators returns indicators as they are now, in the order of the plan;
// one statement, and one more when there is a STAGE. It checks no rights.
func (s *Service) ChangeIndicators(ctx context.Context, ids []int64) ([]ChangeIndicator, error) {
	today := s.clock.Today()
	lines, err := s.store.lines(ctx, selection{indicators: ids}, auth.Scope{All: true}, moment{asOf: today, live: true}, s.rules())
	if err != nil {
		return nil, err
	}
	rules, out := s.rules(), make([]ChangeIndicator, 0, len(lines))
	for _, l := range lines {
		i, facts := l.Indicator, rules.facts(l, day{today, today})
		out = append(out, ChangeIndicator{ID: i.ID, TaskID: l.Task.ID, TaskTitle: l.Task.Title, Year: l.Task.Year, Version: i.Version, Ordinal: i.Ordinal,
			Name: i.Name, Type: i.Type, Unit: i.Unit, DepartmentID: i.DepartmentID, LeaderPostID: l.leader(), Baseline: i.baseDue(l.Task.Year),
			Due: i.ownDue(l.Task.Year), TargetMilli: i.TargetMilli, DueChanges: i.DueChanges, TargetChanges: i.TargetChanges, SuspendedOn: i.SuspendedOn,
			ExitedOn: i.ExitedOn,
			Done:     rules.Set.Indicator(facts, today, rules.Calendar).Done, Carried: !i.CarriedOn.IsZero(), Sample: i.Sample, Facts: facts,
			BaseFacts: rules.on(schedule.Original).facts(l, day{today, today})})
	}
	return out, nil
}

// ownDue is the date the indicator is promised for: its own, else the last day of
// its year.
func (i indicatorRow) ownDue(year int) schedule.Date {
	if !i.DueOn.IsZero() {
		return i.DueOn
	}
	end, err := schedule.NewDate(year, 12, 31)
	if err != nil {
		return schedule.Date{} // a year no calendar has
	}
	return end
}

// baseDue is the date it was promised for when the plan was frozen.
func (i indicatorRow) baseDue(year int) schedule.Date {
	if !i.BaseDueOn.IsZero() {
		return i.BaseDueOn
	}
	return i.ownDue(year)
}

// ChangeOrder is an approved change of one indicator: who may approve it has been
// checked where the request is.
type ChangeOrder struct {
	ID          int64
	Version     int64 // the one the decision looked at
	Kind        schedule.ChangeKind
	To          schedule.Date // the new date of a delay
	TargetMilli int64         // the new target
	On          schedule.Date // the day of the decision
	Document    string        // number of the paper an exit rests on
	By          int64
	Note        string
}

// apply is the indicator after the change, with the slug of what happened to it. A
// monthly plan of figures keeps its shape when the target moves. A suspension of
// what is suspended is its review.
func (o ChangeOrder) apply(i indicatorRow, year int) (indicatorRow, string, error) {
	switch o.Kind {
	case schedule.ChangeDelay:
		i.BaseDueOn = i.baseDue(year)
		i.DueOn = o.To
		i.DueChanges++
		return i, "indicator.approveChange", nil
	case schedule.ChangeTarget:
		if !i.ClaimedOn.IsZero() {
			return i, "", codeClaimed
		}
		if i.TargetChanges == 0 {
			i.BaseTargetMilli, i.BaseMonthlyPlan = i.TargetMilli, i.MonthlyPlan
		}
		if i.Type == schedule.TypeCum {
			i.MonthlyPlan = schedule.ScaledPlan(i.MonthlyPlan, or0(i.TargetMilli), o.TargetMilli)
		}
		i.TargetMilli = &o.TargetMilli
		i.TargetChanges++
		return i, "indicator.approveTarget", nil
	case schedule.ChangeSuspend:
		i.SuspendedOn = o.On
		return i, "indicator.suspend", nil
	case schedule.ChangeResume:
		i.SuspendedOn = schedule.Date{}
		return i, "indicator.resume", nil
	case schedule.ChangeExit:
		if !i.PendingOn.IsZero() {
			return i, "", codeReading
		}
		i.ExitedOn, i.ExitDocument = o.On, o.Document
		return i, "indicator.exit", nil
	}
	return i, "", fmt.Errorf("livelihood: no change of kind %q", o.Kind)
}

// ApplyChange does to an indicator what an approved change says, in the caller's
// transaction: row, version row and audit row. It is the one way a target or a date
// moves after the freeze. Errors: 404, 409 indicator_carried, indicator_exited,
// claim_pending, or reading_pending for an exit,
// database.ErrConflict when it is not at the version the decision looked at.
func (s *Service) ApplyChange(ctx context.Context, tx *gorm.DB, o ChangeOrder) (version int64, err error) {
	before, err := lock[indicatorRow](tx, o.ID)
	switch {
	case err != nil:
		return 0, err
	case !before.CarriedOn.IsZero():
		return 0, problem(codeCarried)
	case !before.ExitedOn.IsZero():
		return 0, problem(codeExited)
	case before.Version != o.Version:
		return 0, fmt.Errorf("%w: indicator %d is no longer at version %d", database.ErrConflict, o.ID, o.Version)
	}
	task, err := lock[taskRow](tx, before.TaskID)
	if err != nil {
		return 0, err
	}
	after, action, err := o.apply(before, task.Year)
	if err != nil {
		return 0, problem(err)
	}
	after = after.settleAfter(before, o.On)
	moved := differences(before.columns(), after.columns())
	if after, err = s.store.writeIndicator(ctx, tx, before, after, o.By); err != nil {
		return 0, err
	}
	was, is := traces(before.Version, after.Version, moved, o.Note)
	return after.Version, s.audit.Record(ctx, tx, audit.Event{Action: action, Entity: entityIndicator, EntityID: after.ID, Before: was, After: is})
}
