package projects

import (
	"context"
	"net/http"
	"strconv"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
)

func (s *Service) registerWall(api *httpapi.API) {
	httpapi.Register(api, httpapi.Operation{ID: "getWall", Method: http.MethodGet, Path: "/wall", Permission: auth.PermProjectsRead, Tags: []string{"projects"},
		Summary: "The wall chart: projects with all their milestones",
		Description: "One answer holds up to 1,000 projects. A milestone leaves out what is absent, no or 0; " +
			"the sentence of its lamp is that of GET /milestones/{id}."}, s.httpWall)
}

type wallInput struct{ WallFilterQuery }

type wallOutput struct{ Body Wall }

func (s *Service) httpWall(ctx context.Context, in *wallInput) (*wallOutput, error) {
	q, err := in.query()
	if err != nil {
		return nil, err
	}
	wall, err := s.Wall(ctx, q)
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
