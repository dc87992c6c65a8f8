package app

import (
	"context"

	"guatu/internal/livelihood"
	"guatu/internal/milestones"
	"guatu/internal/plans"
	"guatu/internal/projects"
)

// planEditors lets a bulk edit change rows as their rooms do, with the patches of the API.
func (r rooms) planEditors() plans.Editors[projects.ProjectPatch, milestones.MilestonePlanPatch, livelihood.IndicatorEdit] {
	return plans.Editors[projects.ProjectPatch, milestones.MilestonePlanPatch, livelihood.IndicatorEdit]{
		Projects: func(ctx context.Context, id, version int64, p projects.ProjectPatch) error {
			_, err := r.projects.Edit(ctx, id, version, projects.Patch(p))
			return err
		},
		Milestones: func(ctx context.Context, id, version int64, p milestones.MilestonePlanPatch) error {
			_, err := r.milestones.EditPlan(ctx, id, version, milestones.PlanPatch(p))
			return err
		},
		Indicators: func(ctx context.Context, id, version int64, p livelihood.IndicatorEdit) error {
			_, err := r.livelihood.EditIndicator(ctx, id, version, p)
			return err
		},
	}
}
