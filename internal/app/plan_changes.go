package app

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/changes"
	"guatu/internal/livelihood"
	"guatu/internal/milestones"
)

// changedNodes lets changes move milestones (changes.Milestones).
type changedNodes struct{ milestones *milestones.Service }

func (c changedNodes) ChangeNodes(ctx context.Context, projectIDs []int64) ([]changes.Item, error) {
	found, err := c.milestones.ChangeNodes(ctx, projectIDs)
	return converted(found, func(n milestones.ChangeNode) changes.Item {
		return changes.Item{MilestoneID: n.ID, ProjectID: n.ProjectID, ParentCode: n.ProjectCode, ParentName: n.ProjectName, Name: n.Name,
			Ordinal: n.Ordinal, PlanYear: n.PlanYear, Version: n.Version, LeadDepartmentID: n.LeadDepartmentID, LeaderPostID: orNone(n.LeaderPostID),
			Baseline: n.Baseline, Due: n.Due, SuspendedOn: n.SuspendedOn, ExitedOn: n.ExitedOn, Done: n.Done, Carried: n.Carried, DueChanges: n.Changes,
			TenTask: n.TenTask, Sample: n.Sample, Node: n.Facts}
	}), err
}

func (c changedNodes) ApplyChange(ctx context.Context, tx *gorm.DB, o changes.Order) (int64, error) {
	return c.milestones.ApplyChange(ctx, tx, milestones.ChangeOrder{ID: o.ID, Version: o.Version, Kind: o.Kind, To: o.To, On: o.On, Document: o.Document,
		By: o.By, Note: o.Note})
}

// changedIndicators lets changes move indicators (changes.Indicators).
type changedIndicators struct{ livelihood *livelihood.Service }

func (c changedIndicators) ChangeIndicators(ctx context.Context, ids []int64) ([]changes.Item, error) {
	found, err := c.livelihood.ChangeIndicators(ctx, ids)
	return converted(found, func(i livelihood.ChangeIndicator) changes.Item {
		return changes.Item{IndicatorID: i.ID, TaskID: i.TaskID, ParentName: i.TaskTitle, Name: i.Name, Ordinal: i.Ordinal, PlanYear: i.Year,
			Version: i.Version, LeadDepartmentID: i.DepartmentID, LeaderPostID: orNone(i.LeaderPostID), Baseline: i.Baseline, Due: i.Due,
			Type: i.Type, Unit: i.Unit, TargetMilli: i.TargetMilli, SuspendedOn: i.SuspendedOn, ExitedOn: i.ExitedOn, Done: i.Done, Carried: i.Carried,
			DueChanges: i.DueChanges, TargetChanges: i.TargetChanges, TenTask: true, Sample: i.Sample, Indicator: i.Facts, Original: i.BaseFacts}
	}), err
}

func (c changedIndicators) ApplyChange(ctx context.Context, tx *gorm.DB, o changes.Order) (int64, error) {
	return c.livelihood.ApplyChange(ctx, tx, livelihood.ChangeOrder{ID: o.ID, Version: o.Version, Kind: o.Kind, To: o.To, TargetMilli: o.TargetMilli,
		On: o.On, Document: o.Document, By: o.By, Note: o.Note})
}

// orNone is the id, 0 when there is none.
func orNone(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}
