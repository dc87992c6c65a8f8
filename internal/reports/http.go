package reports

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Register adds the operations of the read models.
func (s *Service) Register(api *httpapi.API) {
	tags := []string{"reports"}
	httpapi.Register(api, httpapi.Operation{
		ID: "getBoard", Method: http.MethodGet, Path: "/board", Tags: tags,
		Summary: "The ten-tasks board of a year", Permission: auth.PermBoardRead,
	}, s.getBoard)
	httpapi.Register(api, httpapi.Operation{
		ID: "getOverview", Method: http.MethodGet, Path: "/overview", Tags: tags,
		Summary: "Counts by lamp, unit and leader", Permission: auth.PermOverviewRead,
	}, s.getOverview)
	httpapi.Register(api, httpapi.Operation{
		ID: "getWorklist", Method: http.MethodGet, Path: "/worklist", Tags: tags,
		Summary: "What my unit has to report this month", Permission: auth.PermWorklistRead,
	}, s.getWorklist)
	httpapi.Register(api, httpapi.Operation{
		ID: "getAttention", Method: http.MethodGet, Path: "/attention", Tags: tags,
		Summary: "What is red or yellow, my own line first", Permission: auth.PermAttentionRead,
	}, s.getAttention)
	s.registerCompare(api)
}

type asOfInput struct {
	httpapi.AsOfQuery
	httpapi.BasisQuery
}

type overviewInput struct{ httpapi.PeriodQuery }

type boardInput struct {
	httpapi.PeriodQuery
	Year  int    `query:"year" minimum:"2000" maximum:"2100" doc:"Default: the year of the day"`
	Since string `query:"since" maxLength:"10" doc:"A day (YYYY-MM-DD) or a closed month (YYYY-MM): each task also says what it was then"`
}

type output[T any] struct{ Body T }

func answer[T any](model T, err error) (*output[T], error) {
	if err != nil {
		return nil, err
	}
	return &output[T]{Body: model}, nil
}

func (s *Service) getBoard(ctx context.Context, in *boardInput) (*output[Board], error) {
	var since End
	if in.Since != "" {
		end, ok := ParseEnd(in.Since)
		if since = end; !ok {
			return nil, httpapi.Invalid(httpapi.Fault("query.since", "day", "应为日期 YYYY-MM-DD，或已关账的月份 YYYY-MM", "must be a day YYYY-MM-DD, or a closed month YYYY-MM"))
		}
	}
	if !since.Period.IsZero() && httpapi.Basis(ctx) == schedule.Original {
		return nil, httpapi.Invalid(httpapi.Fault("query.since", "day", "已关账月份按当时的现计划冻结；按原计划比较请用日期 YYYY-MM-DD", "a closed month was frozen on the plan of that day; on the original plan compare with a day YYYY-MM-DD"))
	}
	board, err := s.boardAsked(ctx, in)
	if err == nil && in.Since != "" {
		err = s.addSince(ctx, &board, since)
	}
	return answer(board, err)
}

// boardAsked is the board of the day or of the closed month.
func (s *Service) boardAsked(ctx context.Context, in *boardInput) (Board, error) {
	if !in.Period.IsZero() {
		return s.BoardOf(ctx, in.Year, in.Period)
	}
	return s.Board(ctx, in.Year, in.AsOf)
}

func (s *Service) getOverview(ctx context.Context, in *overviewInput) (*output[Overview], error) {
	if !in.Period.IsZero() {
		return answer(s.OverviewOf(ctx, in.Period))
	}
	return answer(s.Overview(ctx, in.AsOf))
}

func (s *Service) getWorklist(ctx context.Context, in *asOfInput) (*output[WorkList], error) {
	return answer(s.Worklist(ctx, in.AsOf))
}

func (s *Service) getAttention(ctx context.Context, in *asOfInput) (*output[WorkList], error) {
	return answer(s.Attention(ctx, in.AsOf))
}
