package reports

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/platform/httpapi"
)

func (s *Service) registerCompare(api *httpapi.API) {
	tags := []string{"reports"}
	httpapi.Register(api, httpapi.Operation{
		ID: "compare", Method: http.MethodGet, Path: "/compare", Tags: tags, Permission: auth.PermCompareRead,
		Summary:     "What changed between two days or closed months",
		Description: "Of the rows the caller may read. A row may stand in several groups; the counts are of every group, the items of one.",
	}, s.getCompare)
	const words = "On which day which date was expected: the plan, approved changes, confirmed forecasts, and the day it was reached"
	httpapi.Register(api, httpapi.Operation{
		ID: "getProjectTrend", Method: http.MethodGet, Path: "/projects/{id}/trend", Tags: tags, Permission: auth.PermProjectsRead,
		Summary: "The milestone trend of a project", Description: words,
	}, s.getProjectTrend)
	httpapi.Register(api, httpapi.Operation{
		ID: "getMilestoneTrend", Method: http.MethodGet, Path: "/milestones/{id}/trend", Tags: tags, Permission: auth.PermMilestonesRead,
		Summary: "The trend of one milestone", Description: words,
	}, s.getMilestoneTrend)
}

type trendInput struct {
	httpapi.IDPath
	httpapi.AsOfQuery
}

func (s *Service) getProjectTrend(ctx context.Context, in *trendInput) (*output[Trend], error) {
	return answer(s.ProjectTrend(ctx, in.ID, in.AsOf))
}

func (s *Service) getMilestoneTrend(ctx context.Context, in *trendInput) (*output[Trend], error) {
	return answer(s.MilestoneTrend(ctx, in.ID, in.AsOf))
}

type compareInput struct {
	From   string `query:"from" required:"true" maxLength:"10" example:"2017-07" doc:"A day (YYYY-MM-DD) or a closed month (YYYY-MM)"`
	To     string `query:"to" maxLength:"10" example:"2017-09-30" doc:"A day or a closed month; default today"`
	Of     string `query:"of" enum:"milestones,tasks,projects" default:"milestones" doc:"tasks: with their indicators"`
	Group  string `query:"group" enum:"lamps,dates,late,done,unreported,added,exited,figures" default:"lamps"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"1000"`
}

// kindOf is what "of" asks for; ofWord the way back.
func kindOf(of string) frozen.Kind {
	switch of {
	case "projects":
		return frozen.Project
	case "tasks":
		return frozen.Task
	}
	return frozen.Milestone
}

func ofWord(kind frozen.Kind) string {
	switch kind {
	case frozen.Project:
		return "projects"
	case frozen.Task, frozen.Indicator:
		return "tasks"
	case frozen.Milestone, frozen.Board, frozen.Overview:
	}
	return "milestones"
}

func (in *compareInput) query() (CompareQuery, error) {
	q := CompareQuery{Kind: kindOf(in.Of), Group: ChangeGroup(in.Group), Limit: in.Limit}
	var faults []httpapi.FieldError
	for _, end := range []struct {
		field, text string
		to          *End
	}{{"query.from", in.From, &q.From}, {"query.to", in.To, &q.To}} {
		if end.text == "" {
			continue // today
		}
		found, ok := ParseEnd(end.text)
		if *end.to = found; !ok {
			faults = append(faults, httpapi.Fault(end.field, "day", "应为日期 YYYY-MM-DD，或已关账的月份 YYYY-MM", "must be a day YYYY-MM-DD, or a closed month YYYY-MM"))
		}
	}
	if len(faults) > 0 {
		return q, httpapi.Invalid(faults...)
	}
	if in.Cursor == "" {
		return q, nil
	}
	var after compareCursor
	if err := httpapi.DecodeCursor(in.Cursor, &after); err != nil {
		return q, err
	}
	if after.Group != q.Group || after.Shown < 0 {
		return q, httpapi.BadRequest("bad_cursor", "分页游标与分组不符，请从第一页重新开始", "The cursor belongs to another group, start again at the first page")
	}
	q.After = after.Shown
	return q, nil
}

func (s *Service) getCompare(ctx context.Context, in *compareInput) (*output[Comparison], error) {
	q, err := in.query()
	if err != nil {
		return nil, err
	}
	return answer(s.Compare(ctx, q))
}
