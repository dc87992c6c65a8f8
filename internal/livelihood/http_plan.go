package livelihood

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
)

// registerPlan adds what the supervision office does before the freeze.
func (s *Service) registerPlan(api *httpapi.API) {
	tags := []string{"livelihood", "plans"}
	httpapi.Register(api, httpapi.Operation{
		ID: "removeLivelihoodTask", Method: http.MethodDelete, Path: "/livelihood-tasks/{id}", Tags: tags,
		Summary: "Take a task nobody has reported on, and its indicators, out of a draft", Permission: auth.PermLivelihoodEdit,
	}, s.httpRemoveTask)
	httpapi.Register(api, httpapi.Operation{
		ID: "removeIndicator", Method: http.MethodDelete, Path: "/indicators/{id}", Tags: tags,
		Summary: "Take an indicator nobody has reported on out of a draft", Permission: auth.PermLivelihoodEdit,
	}, s.httpRemoveIndicator)
	httpapi.Register(api, httpapi.Operation{
		ID: "copyLivelihoodTask", Method: http.MethodPost, Path: "/livelihood-tasks/{id}/copy", Tags: tags, Status: http.StatusCreated, Idempotent: true,
		Summary: "Add a task with the plan of another: indicators, targets, weights and ladders, nothing that was reported", Permission: auth.PermLivelihoodCreate,
	}, s.httpCopyTask)
}

type removeInput struct {
	httpapi.IfMatch
	httpapi.IDPath
}

func (s *Service) httpRemoveTask(ctx context.Context, in *removeInput) (*struct{}, error) {
	return nil, s.RemoveTask(ctx, in.ID, in.Version)
}

func (s *Service) httpRemoveIndicator(ctx context.Context, in *removeInput) (*struct{}, error) {
	return nil, s.RemoveIndicator(ctx, in.ID, in.Version)
}

type copyInput struct {
	httpapi.IDPath
	Body TaskCopy
}

func (s *Service) httpCopyTask(ctx context.Context, in *copyInput) (*taskOutput, error) {
	return answerTask(s.CopyTask(ctx, in.ID, in.Body))
}
