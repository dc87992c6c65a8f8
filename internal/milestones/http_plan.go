package milestones

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

func (s *Service) registerPlan(api *httpapi.API) {
	httpapi.Register(api, httpapi.Operation{ID: "planMilestone", Method: http.MethodPatch, Path: "/milestones/{id}/plan",
		Permission: auth.PermMilestonesEdit, Tags: []string{"milestones", "plans"},
		Summary:     "Change what the plan says of a milestone, before the freeze",
		Description: "due is the promise: baseline and approved date together. After the freeze 409 plan_frozen."}, s.httpReplan)
	httpapi.Register(api, httpapi.Operation{ID: "removeMilestone", Method: http.MethodDelete, Path: "/milestones/{id}",
		Permission: auth.PermMilestonesEdit, Tags: []string{"milestones", "plans"}, Summary: "Take a milestone nobody has reported on out of a draft"}, s.httpRemove)
}

// MilestonePlanPatch is the body that edits the plan of a milestone: a field left out stays, null takes a date away.
type MilestonePlanPatch struct {
	Name          *string                      `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Stage         *string                      `json:"stage,omitempty" maxLength:"40"`
	Ordinal       *int                         `json:"ordinal,omitempty" minimum:"1" maximum:"10000"`
	Weight        *int                         `json:"weight,omitempty" minimum:"1" maximum:"1000"`
	Key           *bool                        `json:"key,omitempty"`
	Firmness      *schedule.Firmness           `json:"firmness,omitempty" enum:"firm,aim"`
	DeadlineWords *string                      `json:"deadlineWords,omitempty" maxLength:"80"`
	Precision     *schedule.Precision          `json:"precision,omitempty" enum:"day,month,quarter,halfYear,year"`
	PlannedStart  httpapi.Maybe[schedule.Date] `json:"plannedStart,omitempty" format:"date"`
	Due           httpapi.Maybe[schedule.Date] `json:"due,omitempty" format:"date"`
}

type planInput struct {
	httpapi.IfMatch
	httpapi.IDPath
	Body MilestonePlanPatch
}

func (s *Service) httpReplan(ctx context.Context, in *planInput) (*milestoneOutput, error) {
	return milestoneAnswer(s.EditPlan(ctx, in.ID, in.Version, PlanPatch(in.Body)))
}

type removeInput struct {
	httpapi.IfMatch
	httpapi.IDPath
}

func (s *Service) httpRemove(ctx context.Context, in *removeInput) (*struct{}, error) {
	return nil, s.Remove(ctx, in.ID, in.Version)
}
