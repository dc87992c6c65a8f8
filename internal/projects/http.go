package projects

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
)

// Register adds the operations on projects and the source.
func (s *Service) Register(api *httpapi.API) {
	tags := []string{"projects"}
	httpapi.Register(api, httpapi.Operation{ID: "listProjects", Method: http.MethodGet, Path: "/projects", Permission: auth.PermProjectsRead, Tags: tags,
		Summary: "Projects by list, unit, leader, sector or stage"}, s.httpList)
	httpapi.Register(api, httpapi.Operation{ID: "getProject", Method: http.MethodGet, Path: "/projects/{id}", Permission: auth.PermProjectsRead, Tags: tags,
		Summary: "One project with its parts"}, s.httpGet)
	httpapi.Register(api, httpapi.Operation{ID: "createProject", Method: http.MethodPost, Path: "/projects", Permission: auth.PermProjectsCreate,
		Status: http.StatusCreated, Idempotent: true, Tags: tags, Summary: "Add a project to the ledger"}, s.httpCreate)
	httpapi.Register(api, httpapi.Operation{ID: "updateProject", Method: http.MethodPatch, Path: "/projects/{id}", Permission: auth.PermProjectsEdit, Tags: tags,
		Summary: "Change a project; its milestones follow its lead unit and leader"}, s.httpEdit)
	httpapi.Register(api, httpapi.Operation{ID: "explainProject", Method: http.MethodGet, Path: "/projects/{id}/why", Permission: auth.PermProjectsRead, Tags: []string{"projects"},
		Summary: "Why the lamp has its colour, and why not another: every rule, and the day it would turn"}, s.httpWhy)
	s.registerPlan(api)
	httpapi.Register(api, httpapi.Operation{ID: "listSource", Method: http.MethodGet, Path: "/source", Permission: auth.PermSourceRead, Tags: []string{"source"},
		Summary: "What the report says, in its own words and order"}, s.httpSource)
	s.registerChoices(api)
	s.registerWall(api)
	s.registerExports(api)
}

type projectOutput struct {
	ETag string `header:"ETag"`
	Body ProjectDetail
}

func answer(v ProjectDetail, err error) (*projectOutput, error) {
	if err != nil {
		return nil, err
	}
	return &projectOutput{ETag: httpapi.ETag(v.Version), Body: v}, nil
}

type listInput struct {
	ProjectFilterQuery
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"1000"`
	Sort   string `query:"sort" enum:"code,-code,name,-name,lamp,-lamp,due,-due,overdue,-overdue,lead,-lead,progress,-progress" default:"code" doc:"due: the next open milestone; overdue: how many; progress: of the investment of the year; -lamp: the worst first. What is absent comes last"`
	Count  bool   `query:"count" doc:"Also give the total, counted up to 500"`
}

// ProjectPage is one page of projects.
type ProjectPage struct {
	Items       []Project `json:"items"`
	NextCursor  string    `json:"nextCursor" doc:"Empty on the last page"`
	Total       *int      `json:"total,omitempty"`
	TotalCapped bool      `json:"totalCapped,omitempty" doc:"There are more than total"`
}

type listOutput struct{ Body ProjectPage }

// cursor is the place of the last row of a page, in the order it was made for.
type cursor struct {
	Name  string `json:"name,omitempty"`
	Code  string `json:"code"`
	Rank  Rank   `json:"rank,omitzero"`
	Order Order  `json:"order"`
}

func (in *listInput) query() (Query, error) {
	q, err := in.ProjectFilterQuery.query()
	if err != nil {
		return q, err
	}
	q.Count, q.Page = in.Count, Page{Limit: in.Limit, Order: Order(in.Sort)}
	if in.Cursor != "" {
		var after cursor
		if err := httpapi.DecodeCursor(in.Cursor, &after); err != nil {
			return q, err
		}
		if after.Order != q.Page.Order {
			return q, httpapi.BadRequest("bad_cursor", "分页游标与排序不符，请从第一页重新开始", "The cursor belongs to another order, start again at the first page")
		}
		q.Page.After = &Position{Name: after.Name, Code: after.Code, Rank: after.Rank}
	}
	return q, nil
}

func (s *Service) httpList(ctx context.Context, in *listInput) (*listOutput, error) {
	q, err := in.query()
	if err != nil {
		return nil, err
	}
	page, err := s.List(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &listOutput{ProjectPage{Items: page.Items, Total: page.Total, TotalCapped: page.TotalCapped}}
	if page.Next == nil {
		return out, nil
	}
	after := cursor{Code: page.Next.Code, Rank: page.Next.Rank, Order: q.Page.Order}
	if base, _ := q.Page.Order.base(); base == ByName {
		after.Name, after.Rank = page.Next.Name, Rank{}
	}
	out.Body.NextCursor, err = httpapi.EncodeCursor(after)
	return out, err
}

type getInput struct {
	httpapi.IDPath
	httpapi.PeriodQuery
}

func (s *Service) httpGet(ctx context.Context, in *getInput) (*projectOutput, error) {
	if !in.Period.IsZero() {
		return answer(s.InPeriod(ctx, in.ID, in.Period))
	}
	return answer(s.Get(ctx, in.ID, in.AsOf))
}

type createInput struct{ Body NewProject }

func (s *Service) httpCreate(ctx context.Context, in *createInput) (*projectOutput, error) {
	return answer(s.Create(ctx, in.Body.draft()))
}

type editInput struct {
	httpapi.IfMatch
	httpapi.IDPath
	Body ProjectPatch
}

func (s *Service) httpEdit(ctx context.Context, in *editInput) (*projectOutput, error) {
	return answer(s.Edit(ctx, in.ID, in.Version, Patch(in.Body)))
}

type sourceInput struct {
	Year int `query:"year" minimum:"2000" maximum:"2100" doc:"Plan year; default the year of today"`
}

// SourceList is everything the report of a year says.
type SourceList struct {
	Items []SourceItem `json:"items"`
}

type sourceOutput struct{ Body SourceList }

func (s *Service) httpSource(ctx context.Context, in *sourceInput) (*sourceOutput, error) {
	items, err := s.Source(ctx, in.Year)
	if err != nil {
		return nil, err
	}
	return &sourceOutput{SourceList{items}}, nil
}
