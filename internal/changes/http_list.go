package changes

import (
	"context"

	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

type listInput struct {
	State      string `query:"state" enum:"submitted,approved,rejected,withdrawn"`
	Route      string `query:"route" enum:"head,leader,meeting"`
	Kind       string `query:"kind" enum:"delay,target,suspend,resume,exit"`
	Department int64  `query:"department" minimum:"1" doc:"Lead department"`
	Leader     int64  `query:"leader" minimum:"1" doc:"Leader post"`
	Project    int64  `query:"project" minimum:"1"`
	Task       int64  `query:"task" minimum:"1"`
	Milestone  int64  `query:"milestone" minimum:"1"`
	Indicator  int64  `query:"indicator" minimum:"1"`
	Year       int    `query:"year" minimum:"2000" maximum:"2100" doc:"Plan year"`
	Due        string `query:"due" enum:"mine" doc:"mine: only what waits for the caller, oldest first"`
	Limit      int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor     string `query:"cursor" maxLength:"1000"`
	Count      bool   `query:"count" doc:"Also give the total, counted up to 500"`
}

// ChangeRequestList is one page of requests.
type ChangeRequestList struct {
	Items       []ChangeRequest `json:"items" nullable:"false"`
	NextCursor  string          `json:"nextCursor" doc:"Empty on the last page"`
	Total       *int            `json:"total,omitempty"`
	TotalCapped bool            `json:"totalCapped,omitempty" doc:"There are more than total"`
}

type listOutput struct{ Body ChangeRequestList }

// cursor is the place of the last request of a page, in the order it was made for.
type cursor struct {
	ID     int64 `json:"id"`
	Oldest bool  `json:"oldest,omitempty"`
}

func (s *Service) httpList(ctx context.Context, in *listInput) (*listOutput, error) {
	q := Query{Mine: in.Due == "mine", Limit: in.Limit, Count: in.Count, Filter: Filter{State: State(in.State), Route: schedule.Route(in.Route),
		Kind: schedule.ChangeKind(in.Kind), Department: in.Department, Leader: in.Leader, Project: in.Project, Task: in.Task,
		Milestone: in.Milestone, Indicator: in.Indicator, Year: in.Year}}
	oldest := q.Mine || q.Filter.OldestFirst()
	if in.Cursor != "" {
		var after cursor
		if err := httpapi.DecodeCursor(in.Cursor, &after); err != nil {
			return nil, err
		}
		if after.Oldest != oldest {
			return nil, httpapi.BadRequest("bad_cursor", "分页游标与列表不符，请从第一页重新开始", "The cursor belongs to another list, start again at the first page")
		}
		q.After = after.ID
	}
	page, err := s.List(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &listOutput{ChangeRequestList{Items: page.Items, Total: page.Total, TotalCapped: page.TotalCapped}}
	if page.Next != 0 {
		out.Body.NextCursor, err = httpapi.EncodeCursor(cursor{ID: page.Next, Oldest: oldest})
	}
	return out, err
}

type countsInput struct {
	Year int `query:"year" minimum:"2000" maximum:"2100" doc:"Plan year; default the year of today"`
}

type countsOutput struct{ Body ChangeCounts }

func (s *Service) httpCounts(ctx context.Context, in *countsInput) (*countsOutput, error) {
	counts, err := s.Counts(ctx, in.Year)
	if err != nil {
		return nil, err
	}
	return &countsOutput{counts}, nil
}
