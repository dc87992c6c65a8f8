package projects

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

func (s *Service) registerChoices(api *httpapi.API) {
	httpapi.Register(api, httpapi.Operation{ID: "getProjectChoices", Method: http.MethodGet, Path: "/projects/choices", Permission: auth.PermProjectsRead, Tags: []string{"projects"},
		Summary:     "What a list of projects can be narrowed by, with counts",
		Description: "Takes the filters of the list. Each count is what the list would hold if that value were chosen and everything else stayed."}, s.httpChoices)
}

// ProjectFilterQuery is what narrows a list of projects; the list, the choices and the export share it.
type ProjectFilterQuery struct {
	httpapi.AsOfQuery
	httpapi.BasisQuery
	List       string `query:"list" maxLength:"40" doc:"Code of a list"`
	Department int64  `query:"department" minimum:"1" doc:"Lead department"`
	Leader     string `query:"leader" maxLength:"20" doc:"Leader post by id, or mine: the lines of the caller"`
	Sector     string `query:"sector" maxLength:"40"`
	Stage      string `query:"stage" maxLength:"40"`
	Q          string `query:"q" maxLength:"80" doc:"Part of the name or the code, or initials of the pinyin (xszx: 绣山中学)"`
	Lamp       string `query:"lamp" enum:"blue,green,yellow,red,grey" doc:"Lamp of the project"`
	OnlyLate   bool   `query:"onlyLate" doc:"Only projects with an overdue milestone in the plan of the year"`
	Year       int    `query:"year" minimum:"2000" maximum:"2100" doc:"In the plan of the year, or with a milestone in it or due in it; default: every year"`
	Parent     int64  `query:"parent" minimum:"1"`
}

func (in *ProjectFilterQuery) query() (Query, error) {
	leaders, mine, err := leadersOf(in.Leader)
	return Query{AsOf: in.AsOf, Mine: mine, Filter: Filter{
		List: in.List, Department: in.Department, Leaders: leaders, Sector: in.Sector, Stage: in.Stage, Text: in.Q, Parent: in.Parent,
		Colour: schedule.Colour(in.Lamp), OnlyLate: in.OnlyLate, Year: in.Year,
	}}, err
}

type choicesInput struct{ ProjectFilterQuery }

type choicesOutput struct{ Body ProjectChoices }

func (s *Service) httpChoices(ctx context.Context, in *choicesInput) (*choicesOutput, error) {
	q, err := in.query()
	if err != nil {
		return nil, err
	}
	choices, err := s.Choices(ctx, q)
	if err != nil {
		return nil, err
	}
	return &choicesOutput{choices}, nil
}
