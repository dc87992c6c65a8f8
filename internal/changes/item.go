package changes

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/schedule"
)

// Item is a milestone or an indicator as it is now, in plain types. Exactly one of MilestoneID and IndicatorID is set, and
// with it ProjectID or TaskID.
type Item struct {
	MilestoneID int64
	IndicatorID int64
	ProjectID   int64
	TaskID      int64
	ParentCode  string // of the project; of a task empty
	ParentName  string
	Name        string
	Ordinal     int
	PlanYear    int
	Version     int64
	// LeadDepartmentID and LeaderPostID (0: none) are what a right on the item is judged by.
	LeadDepartmentID int64
	LeaderPostID     int64
	// Baseline is B and Due is A. An indicator without a date of its own is promised for the last day of its year.
	Baseline schedule.Date
	Due      schedule.Date
	// Type is empty for a milestone. TargetMilli is the target in thousandths of Unit.
	Type        schedule.IndicatorType
	Unit        string
	TargetMilli *int64
	SuspendedOn schedule.Date
	ExitedOn    schedule.Date
	Done        bool
	Carried     bool
	// DueChanges and TargetChanges count the approved changes.
	DueChanges    int
	TargetChanges int
	// TenTask says that it is part of a livelihood task.
	TenTask bool
	Sample  bool
	// Node are the facts of a milestone, Indicator those of an indicator; the lamp comes from them.
	Node      schedule.MilestoneFacts
	Indicator schedule.IndicatorFacts
	// Original are the facts of an indicator on the original plan.
	Original schedule.IndicatorFacts
}

// Order is an approved change of one item, for the room that keeps the item.
type Order struct {
	ID      int64 // of the milestone or indicator
	Version int64 // the one the decision looked at
	Kind    schedule.ChangeKind
	// To is the new date of a delay, TargetMilli the new target.
	To          schedule.Date
	TargetMilli int64
	// On is the day of the decision; Document the number of the paper an exit rests on.
	On       schedule.Date
	Document string
	// By is who decided; Note is kept in the history of the item.
	By   int64
	Note string
}

// Milestones is what this room needs of the milestones.
type Milestones interface {
	// ChangeNodes returns every milestone of the projects as it is now, in the order of the plan. It checks no rights.
	ChangeNodes(ctx context.Context, projectIDs []int64) ([]Item, error)
	// ApplyChange moves a milestone in the caller's transaction and returns its new version.
	ApplyChange(ctx context.Context, tx *gorm.DB, o Order) (version int64, err error)
}

// Indicators is what this room needs of the indicators.
type Indicators interface {
	// ChangeIndicators returns the indicators as they are now. It checks no rights.
	ChangeIndicators(ctx context.Context, ids []int64) ([]Item, error)
	// ApplyChange moves an indicator in the caller's transaction and returns its new version.
	ApplyChange(ctx context.Context, tx *gorm.DB, o Order) (version int64, err error)
}

// Plans keeps the plan of a year in its state.
type Plans interface {
	// HoldPlan keeps the plan of the year as it is until the transaction ends; frozen says that it is not edited any more.
	HoldPlan(ctx context.Context, tx *gorm.DB, year int) (frozen bool, err error)
}

// key names an item among others.
type key struct{ milestone, indicator int64 }

func (i Item) key() key { return key{i.MilestoneID, i.IndicatorID} }

// allows says whether a change of the kind can be asked for. A date of an EVENT or STAGE is that of its milestone; what has
// no date or target of its own can only leave the plan.
func (i Item) allows(kind schedule.ChangeKind) bool {
	figure := i.Type == schedule.TypeCum || i.Type == schedule.TypeRate
	switch kind {
	case schedule.ChangeDelay:
		return i.MilestoneID != 0 || figure
	case schedule.ChangeSuspend, schedule.ChangeResume:
		return i.MilestoneID != 0 || figure || i.Type == schedule.TypeKeep || i.Type == schedule.TypeService
	case schedule.ChangeTarget:
		return figure && i.TargetMilli != nil
	case schedule.ChangeExit:
		return i.Type != schedule.TypeWords
	}
	return false
}

// event says that the indicator is judged by a milestone.
func (i Item) event() bool { return i.Type == schedule.TypeEvent || i.Type == schedule.TypeStage }

// cuts says whether the target asked for is less than the one there is: of a rate that must stay below, a higher one.
func (i Item) cuts(to int64) bool {
	if i.TargetMilli == nil {
		return false
	}
	if i.Type == schedule.TypeRate && i.Indicator.Rate.AtMost {
		return to > *i.TargetMilli
	}
	return to < *i.TargetMilli
}

// with is the item after the change.
func (i Item) with(a Asked, on schedule.Date) Item {
	switch a.Kind {
	case schedule.ChangeDelay:
		i.Due, i.Node.Approved, i.Indicator.Plan.Due = a.To, a.To, a.To
		if i.Node.Baseline.IsZero() {
			i.Node.Baseline = a.To
		} else {
			i.Node.Changes++
		}
	case schedule.ChangeTarget:
		i = i.withTarget(a.TargetMilli)
	case schedule.ChangeSuspend:
		i.Node.Suspended, i.Indicator.Suspended = on, on
	case schedule.ChangeResume:
		i.Node.Suspended, i.Indicator.Suspended = schedule.Date{}, schedule.Date{}
	case schedule.ChangeExit:
		i.Node.Exited, i.Indicator.Exited = on, on
	}
	return i
}

func (i Item) withTarget(to int64) Item {
	i.TargetMilli = &to
	i.Indicator.Rate.Target.Num = to
	if i.Type == schedule.TypeCum {
		i.Indicator.Plan.Monthly = schedule.ScaledPlan(i.Indicator.Plan.Monthly, i.Indicator.Plan.Total, to)
		i.Indicator.Quantity.Target, i.Indicator.Plan.Total = to, to
	}
	return i
}

// lamp is the lamp of the item on the day.
func (i Item) lamp(set *schedule.RuleSet, cal *schedule.Calendar, on schedule.Date) schedule.Lamp {
	if i.MilestoneID != 0 {
		return set.Milestone(i.Node, on, cal)
	}
	return set.Indicator(i.Indicator, on, cal).Lamp
}

// onBaseline is the item with every approved change undone.
func (i Item) onBaseline() Item {
	i.Node, i.Indicator = i.Node.On(schedule.Original), i.Original
	return i
}
