package projects

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/platform/httpapi"
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
	return httpapi.Conflict("plan_frozen", "该年度计划已冻结，年度计划投资、月度计划、计划开工和完工、推进类别、形象进度阶段表不能再改；本次内容未保存",
		"The plan of this year is frozen: plan of the year, monthly plan, planned start and end, annual class and the ladder of the works are not edited any more. Nothing was saved")
}

// touchesPlan says whether an edit moves what the project is judged by in the plan of the year.
func touchesPlan(before, after ProjectRow) bool {
	for _, c := range changes(before, after) {
		switch c.field {
		case "annualClass", "yearPlanYuan", "monthlyPlan", "plannedStart", "plannedEnd", "worksLadder":
			return true
		}
	}
	return false
}
