package app

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/livelihood"
	"guatu/internal/milestones"
	"guatu/internal/plans"
)

// carriedNodes lets plans carry milestones over (plans.Milestones).
type carriedNodes struct{ milestones *milestones.Service }

func (c carriedNodes) CarryCandidates(ctx context.Context, year int) ([]plans.NodeCandidate, error) {
	found, err := c.milestones.CarryCandidates(ctx, year)
	return converted(found, func(n milestones.NodeCandidate) plans.NodeCandidate { return plans.NodeCandidate(n) }), err
}

func (c carriedNodes) CarryNodes(ctx context.Context, tx *gorm.DB, projectID int64, year int, orders []plans.NodeOrder, by int64) ([]plans.NodeCarried, []plans.Skipped, error) {
	asked := converted(orders, func(o plans.NodeOrder) milestones.NodeOrder { return milestones.NodeOrder(o) })
	done, skipped, err := c.milestones.CarryNodes(ctx, tx, projectID, year, asked, by)
	return converted(done, func(n milestones.NodeCarried) plans.NodeCarried { return plans.NodeCarried(n) }),
		converted(skipped, func(n milestones.NodeSkipped) plans.Skipped { return plans.Skipped(n) }), err
}

// carriedTasks lets plans carry tasks over (plans.Tasks).
type carriedTasks struct{ livelihood *livelihood.Service }

func (c carriedTasks) CarryCandidates(ctx context.Context, year int) ([]plans.TaskCandidate, error) {
	found, err := c.livelihood.CarryCandidates(ctx, year)
	return converted(found, func(t livelihood.TaskCandidate) plans.TaskCandidate {
		return plans.TaskCandidate{ID: t.ID, Ordinal: t.Ordinal, Title: t.Title, DepartmentID: t.DepartmentID,
			Indicators: converted(t.Indicators, func(i livelihood.IndicatorCandidate) plans.IndicatorCandidate { return plans.IndicatorCandidate(i) })}
	}), err
}

func (c carriedTasks) CarryTask(ctx context.Context, tx *gorm.DB, year int, order plans.TaskOrder) (plans.TaskCarried, error) {
	done, err := c.livelihood.CarryTask(ctx, tx, year, livelihood.TaskOrder{ID: order.ID, Ordinal: order.Ordinal,
		Indicators: converted(order.Indicators, func(i plans.IndicatorOrder) livelihood.IndicatorOrder { return livelihood.IndicatorOrder(i) })})
	return plans.TaskCarried{From: done.From, To: done.To,
		Indicators: converted(done.Indicators, func(i livelihood.IndicatorCarried) plans.IndicatorCarried { return plans.IndicatorCarried(i) }),
		Skipped:    converted(done.Skipped, func(i livelihood.IndicatorSkipped) plans.Skipped { return plans.Skipped(i) })}, err
}

// converted turns a list of one room into that of another, item by item.
func converted[A, B any](in []A, turn func(A) B) []B {
	out := make([]B, len(in))
	for i, a := range in {
		out[i] = turn(a)
	}
	return out
}
