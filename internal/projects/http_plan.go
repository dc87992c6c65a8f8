package projects

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
)

// registerPlan adds what the supervision office does to the ledger before the freeze.
func (s *Service) registerPlan(api *httpapi.API) {
	tags := []string{"projects", "plans"}
	httpapi.Register(api, httpapi.Operation{ID: "removeProject", Method: http.MethodDelete, Path: "/projects/{id}", Permission: auth.PermProjectsEdit,
		Tags: tags, Summary: "Take a project nobody has reported on, and its milestones, out of a draft"}, s.httpRemove)
	httpapi.Register(api, httpapi.Operation{ID: "copyProject", Method: http.MethodPost, Path: "/projects/{id}/copy", Permission: auth.PermProjectsCreate,
		Status: http.StatusCreated, Idempotent: true, Tags: tags, Summary: "Add a project with the plan of another: milestones and weights, nothing that was done"}, s.httpCopy)
	httpapi.Register(api, httpapi.Operation{ID: "listProjectLists", Method: http.MethodGet, Path: "/project-lists", Permission: auth.PermPlansRead,
		Tags: tags, Summary: "The lists projects can be in"}, s.httpLists)
	httpapi.Register(api, httpapi.Operation{ID: "createProjectList", Method: http.MethodPost, Path: "/project-lists", Permission: auth.PermProjectsCreate,
		Status: http.StatusCreated, Idempotent: true, Tags: tags, Summary: "Add a list"}, s.httpCreateList)
	httpapi.Register(api, httpapi.Operation{ID: "updateProjectList", Method: http.MethodPatch, Path: "/project-lists/{code}", Permission: auth.PermProjectsEdit,
		Tags: tags, Summary: "Rename a list or move it"}, s.httpEditList)
}

type removeInput struct {
	httpapi.IfMatch
	httpapi.IDPath
}

func (s *Service) httpRemove(ctx context.Context, in *removeInput) (*struct{}, error) {
	return nil, s.Remove(ctx, in.ID, in.Version)
}

// ProjectCopy is the body that copies a project.
type ProjectCopy struct {
	Code     string `json:"code" minLength:"1" maxLength:"40"`
	Name     string `json:"name,omitempty" maxLength:"200" doc:"Default that of the original"`
	PlanYear int    `json:"planYear,omitempty" minimum:"2000" maximum:"2100" doc:"Default that of the original; dates move by as many years"`
}

type copyInput struct {
	httpapi.IDPath
	Body ProjectCopy
}

func (s *Service) httpCopy(ctx context.Context, in *copyInput) (*projectOutput, error) {
	return answer(s.Copy(ctx, in.ID, Copy(in.Body)))
}

// ProjectLists is every list.
type ProjectLists struct {
	Items []ProjectList `json:"items" nullable:"false"`
}

type listsOutput struct{ Body ProjectLists }

func (s *Service) httpLists(ctx context.Context, _ *struct{}) (*listsOutput, error) {
	items, err := s.Lists(ctx)
	if err != nil {
		return nil, err
	}
	return &listsOutput{ProjectLists{items}}, nil
}

type projectListOutput struct {
	ETag string `header:"ETag"`
	Body ProjectList
}

func listAnswer(v ProjectList, err error) (*projectListOutput, error) {
	if err != nil {
		return nil, err
	}
	return &projectListOutput{ETag: httpapi.ETag(v.Version), Body: v}, nil
}

// NewProjectList is the body that adds a list.
type NewProjectList struct {
	Code string `json:"code" minLength:"1" maxLength:"40" pattern:"^[a-zA-Z0-9._-]+$"`
	Name string `json:"name" minLength:"1" maxLength:"80"`
	Sort int    `json:"sort,omitempty" minimum:"0" maximum:"10000"`
}

type createListInput struct{ Body NewProjectList }

func (s *Service) httpCreateList(ctx context.Context, in *createListInput) (*projectListOutput, error) {
	return listAnswer(s.CreateList(ctx, in.Body.Code, in.Body.Name, in.Body.Sort))
}

// ProjectListPatch is the body that edits a list; a field left out stays.
type ProjectListPatch struct {
	Name *string `json:"name,omitempty" minLength:"1" maxLength:"80"`
	Sort *int    `json:"sort,omitempty" minimum:"0" maximum:"10000"`
}

type editListInput struct {
	httpapi.IfMatch
	Code string `path:"code" maxLength:"40"`
	Body ProjectListPatch
}

func (s *Service) httpEditList(ctx context.Context, in *editListInput) (*projectListOutput, error) {
	return listAnswer(s.EditList(ctx, in.Code, in.Version, in.Body.Name, in.Body.Sort))
}
