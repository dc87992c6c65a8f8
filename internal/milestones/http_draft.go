package milestones

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
)

func (s *Service) registerDrafts(api *httpapi.API) {
	tags := []string{"reports"}
	httpapi.Register(api, httpapi.Operation{ID: "keepMilestoneDraft", Method: http.MethodPut, Path: "/milestones/{id}/draft", Permission: auth.PermMilestonesReport, Tags: tags,
		Summary: "Keep what the caller has begun to report on a milestone; nobody else sees it"}, s.httpKeepDraft)
	httpapi.Register(api, httpapi.Operation{ID: "dropMilestoneDraft", Method: http.MethodDelete, Path: "/milestones/{id}/draft", Permission: auth.PermMilestonesReport, Tags: tags,
		Summary: "Forget the caller's draft on a milestone"}, s.httpDropDraft)
}

type draftInput struct {
	httpapi.IDPath
	Body ReportDraft
}

type draftOutput struct{ Body KeptDraft }

func (s *Service) httpKeepDraft(ctx context.Context, in *draftInput) (*draftOutput, error) {
	kept, err := s.KeepDraft(ctx, in.ID, in.Body)
	if err != nil {
		return nil, err
	}
	return &draftOutput{kept}, nil
}

type dropDraftInput struct{ httpapi.IDPath }

func (s *Service) httpDropDraft(ctx context.Context, in *dropDraftInput) (*struct{}, error) {
	return nil, s.DropDraft(ctx, in.ID)
}
