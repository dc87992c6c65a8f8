package plans

import (
	"context"
	"net/http"
	"time"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
)

func (s *Service) registerCarry(api *httpapi.API) {
	tags := []string{"plans"}
	httpapi.Register(api, httpapi.Operation{ID: "previewCarryOver", Method: http.MethodGet, Path: "/plans/{year}/carry-over", Permission: auth.PermPlansRead, Tags: tags,
		Summary: "What of the plan is unfinished, what the next plan would promise, and what stands in the way"}, s.httpPreview)
	httpapi.Register(api, httpapi.Operation{ID: "carryOver", Method: http.MethodPost, Path: "/plans/{year}/carry-over", Permission: auth.PermPlansManage, Tags: tags,
		Idempotent: true, Timeout: 2 * time.Minute, MaxBodyBytes: 1 << 20,
		Summary:     "Carry unfinished promises over to the next plan",
		Description: "Send a big plan in parts: what was carried already stays as it is, and nothing is carried twice."}, s.httpCarry)
}

type previewOutput struct{ Body CarryPreview }

func (s *Service) httpPreview(ctx context.Context, in *getInput) (*previewOutput, error) {
	preview, err := s.Preview(ctx, in.Year)
	if err != nil {
		return nil, err
	}
	return &previewOutput{preview}, nil
}

type carryInput struct {
	Year int `path:"year"`
	Body CarryOrder
}

type carryOutput struct{ Body CarryResult }

func (s *Service) httpCarry(ctx context.Context, in *carryInput) (*carryOutput, error) {
	result, err := s.CarryOver(ctx, in.Year, in.Body)
	if err != nil {
		return nil, err
	}
	return &carryOutput{result}, nil
}
