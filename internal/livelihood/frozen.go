package livelihood

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Plans keeps the plan of a year in its state while somebody changes what belongs to it.
type Plans interface {
	// HoldPlan keeps the plan of the year as it is until the transaction ends; frozen says that it is not edited any more.
	// It refuses every change while the plan waits to be frozen.
	HoldPlan(ctx context.Context, tx *gorm.DB, year int) (frozen bool, err error)
}

// openPlans stands in where nobody keeps plans: nothing is ever frozen.
type openPlans struct{}

// HoldPlan holds nothing.
func (openPlans) HoldPlan(context.Context, *gorm.DB, int) (bool, error) { return false, nil }

// holdDraft refuses a change of the plan of a year that is frozen or about to be, and keeps it open for this transaction.
func (s *Service) holdDraft(ctx context.Context, tx *gorm.DB, year int) error {
	frozen, err := s.plans.HoldPlan(ctx, tx, year)
	if err == nil && frozen {
		err = planFrozen()
	}
	return err
}

func planFrozen() error {
	return httpapi.Conflict("plan_frozen", "该年度计划已冻结，实事的标题、原文和子项的目标、权重、阶段等不能再改；本次内容未保存",
		"The plan of this year is frozen: title and words of a task, targets, weights, ladders and the like of its indicators are not edited any more. Nothing was saved")
}

// touchesPlan says whether an edit moves what the indicator is judged by. Of one that has no target yet (OPEN) the first
// target is no edit of a target: the supervision office gives it whenever it is known.
func touchesPlan(before, after indicatorRow, moved []difference) bool {
	first := before.Type == schedule.TypeOpen && after.Type != schedule.TypeOpen
	for _, d := range moved {
		switch d.field {
		case "weight":
			return true
		case "type", "firmness", "unit", "comparator", "targetMilli", "startMilli", "plannedStart", "due", "deadlineWords", "precision",
			"monthlyPlan", "periods", "milestoneId", "ladder", "targetStage":
			if !first {
				return true
			}
		}
	}
	return false
}

// touchesTask says whether an edit of a task moves what was promised.
func touchesTask(moved []difference) bool {
	for _, d := range moved {
		switch d.field {
		case "ordinal", "title", "words":
			return true
		}
	}
	return false
}
