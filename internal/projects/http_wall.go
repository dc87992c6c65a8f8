package projects

import (
	"context"
	"net/http"
	"strconv"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

func (s *Service) registerWall(api *httpapi.API) {
	httpapi.Register(api, httpapi.Operation{ID: "getWall", Method: http.MethodGet, Path: "/wall", Permission: auth.PermProjectsRead, Tags: []string{"projects"},
		Summary: "The wall chart: projects with all their milestones",
		Description: "One answer holds up to 1,000 projects. A milestone leaves out what is absent, no or 0; " +
			"the sentence of its lamp is that of GET /milestones/{id}."}, s.httpWall)
}

type wallInput struct {
	httpapi.AsOfQuery
	Year       int    `query:"year" minimum:"2000" maximum:"2100" doc:"Default: the year of the day"`
	Group      string `query:"group" enum:"list,leader,department,none" default:"list"`
	List       string `query:"list" maxLength:"40" doc:"Code of a list"`
	Department int64  `query:"department" minimum:"1" doc:"Lead department"`
	Leader     string `query:"leader" maxLength:"20" doc:"Leader post by id, or mine: the lines of the caller"`
	Q          string `query:"q" maxLength:"80" doc:"Part of the name or the code, or initials of the pinyin (xszx: 绣山中学)"`
	Lamp       string `query:"lamp" enum:"blue,green,yellow,red,grey" doc:"Lamp of the project"`
	OnlyLate   bool   `query:"onlyLate" doc:"Only projects with an overdue milestone in the plan of the year"`
}

type wallOutput struct{ Body Wall }

func (s *Service) httpWall(ctx context.Context, in *wallInput) (*wallOutput, error) {
	leaders, mine, err := leadersOf(in.Leader)
	if err != nil {
		return nil, err
	}
	wall, err := s.Wall(ctx, WallQuery{
		Year: in.Year, GroupBy: GroupBy(in.Group), Mine: mine, AsOf: in.AsOf,
		Filter: Filter{List: in.List, Department: in.Department, Leaders: leaders, Text: in.Q, Colour: schedule.Colour(in.Lamp), OnlyLate: in.OnlyLate},
	})
	if err != nil {
		return nil, err
	}
	return &wallOutput{wall}, nil
}

// leadersOf reads the leader of a query: a post, or the lines of the caller. Nil does not limit.
func leadersOf(leader string) (posts []int64, mine bool, err error) {
	if leader == "" || leader == "mine" {
		return nil, leader == "mine", nil
	}
	id, err := strconv.ParseInt(leader, 10, 64)
	if err != nil || id < 1 {
		return nil, false, httpapi.Invalid(httpapi.Fault("query.leader", "leader", "应为岗位编号或 mine", "must be the id of a post, or mine"))
	}
	return []int64{id}, false, nil
}
