package periods

import (
	"context"
	"net/http"
	"strings"

	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// permItems shows frozen rows; which rows is the scope of the comparison.
const permItems = auth.PermCompareRead

// Register adds the operations on closed months.
func (s *Service) Register(api *httpapi.API) {
	read, manage, tags := auth.PermPeriodsRead, auth.PermPeriodsManage, []string{"periods"}
	httpapi.Register(api, httpapi.Operation{ID: "listPeriods", Method: http.MethodGet, Path: "/periods", Permission: read, Tags: tags,
		Summary: "The closed months of a year, and what closing the next one would leave open"}, s.httpList)
	httpapi.Register(api, httpapi.Operation{ID: "getPeriod", Method: http.MethodGet, Path: "/periods/{month}", Permission: read, Tags: tags,
		Summary: "A closed month with its corrections"}, s.httpGet)
	httpapi.Register(api, httpapi.Operation{ID: "verifyPeriod", Method: http.MethodGet, Path: "/periods/{month}/verify", Permission: read, Tags: tags,
		Summary: "Compute the hashes of a closed month again"}, s.httpVerify)
	httpapi.Register(api, httpapi.Operation{ID: "listPeriodItems", Method: http.MethodGet, Path: "/periods/{month}/items", Permission: read, Tags: tags,
		Summary: "What a closed month froze, of the rows the caller may read"}, s.httpItems)
	httpapi.Register(api, httpapi.Operation{ID: "closePeriod", Method: http.MethodPost, Path: "/periods/{month}/close", Permission: manage, Tags: tags,
		Idempotent: true, Summary: "Close a month: freeze every lamp, figure and report",
		Description: "After its reporting cut-off, in order, once. There is no way back; a wrong figure is corrected by a new entry."}, s.httpClose)
	httpapi.Register(api, httpapi.Operation{ID: "correctPeriod", Method: http.MethodPost, Path: "/periods/{month}/corrections", Permission: manage, Tags: tags,
		Status: http.StatusCreated, Idempotent: true, Summary: "Enter a correction of a frozen figure; the figure itself stays"}, s.httpCorrect)
}

type listInput struct {
	Year int `query:"year" minimum:"2000" maximum:"2100" doc:"Default: the year of today"`
}

type listOutput struct{ Body PeriodList }

func (s *Service) httpList(ctx context.Context, in *listInput) (*listOutput, error) {
	list, err := s.List(ctx, in.Year)
	if err != nil {
		return nil, err
	}
	return &listOutput{list}, nil
}

// MonthPath is the month an operation is about.
type MonthPath struct {
	Month string `path:"month" maxLength:"20" example:"2017-08" doc:"YYYY-MM; what is no month is not found"`
}

func (in *MonthPath) month() (schedule.Month, error) {
	month, err := schedule.ParseMonth(in.Month)
	if err != nil {
		return month, httpapi.NotFound()
	}
	return month, nil
}

type output[T any] struct{ Body T }

// of answers for a month.
func of[T any](in *MonthPath, fn func(schedule.Month) (T, error)) (*output[T], error) {
	month, err := in.month()
	if err != nil {
		return nil, err
	}
	v, err := fn(month)
	if err != nil {
		return nil, err
	}
	return &output[T]{v}, nil
}

func (s *Service) httpGet(ctx context.Context, in *MonthPath) (*output[PeriodDetail], error) {
	return of(in, func(month schedule.Month) (PeriodDetail, error) { return s.Get(ctx, month) })
}

func (s *Service) httpVerify(ctx context.Context, in *MonthPath) (*output[PeriodCheck], error) {
	return of(in, func(month schedule.Month) (PeriodCheck, error) { return s.Verify(ctx, month) })
}

func (s *Service) httpClose(ctx context.Context, in *MonthPath) (*output[ClosedPeriod], error) {
	return of(in, func(month schedule.Month) (ClosedPeriod, error) { return s.Close(ctx, month) })
}

// ItemQuery asks for a page of frozen rows.
type ItemQuery struct {
	Kind  frozen.Kind
	Text  string
	After int64
	Limit int
}

// ItemPage is a page of frozen rows; Next is 0 at the end.
type ItemPage struct {
	Items []PeriodItem
	Next  int64
}

// PeriodItemPage is one page of frozen rows.
type PeriodItemPage struct {
	Items      []PeriodItem `json:"items" nullable:"false"`
	NextCursor string       `json:"nextCursor" doc:"Empty on the last page"`
}

type itemsInput struct {
	MonthPath
	Kind   string `query:"kind" enum:"milestone,project,indicator,task" default:"milestone"`
	Q      string `query:"q" maxLength:"80" doc:"Part of the name, or of the name of what it belongs to"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"1000"`
}

// itemCursor is the last row of a page.
type itemCursor struct {
	ID int64 `json:"id"`
}

func (s *Service) httpItems(ctx context.Context, in *itemsInput) (*output[PeriodItemPage], error) {
	q := ItemQuery{Kind: frozen.Kind(in.Kind), Text: strings.TrimSpace(in.Q), Limit: in.Limit}
	if in.Cursor != "" {
		var after itemCursor
		if err := httpapi.DecodeCursor(in.Cursor, &after); err != nil {
			return nil, err
		}
		q.After = after.ID
	}
	return of(&in.MonthPath, func(month schedule.Month) (out PeriodItemPage, err error) {
		page, err := s.Items(ctx, month, q)
		if err != nil || page.Next == 0 {
			return PeriodItemPage{Items: page.Items}, err
		}
		next, err := httpapi.EncodeCursor(itemCursor{page.Next})
		return PeriodItemPage{Items: page.Items, NextCursor: next}, err
	})
}

// NewCorrection is a correction to enter.
type NewCorrection struct {
	Kind  frozen.Kind `json:"kind" enum:"milestone,project,indicator"`
	ID    int64       `json:"id" minimum:"1"`
	Field string      `json:"field" enum:"progressBp,forecast,reached,valueMilli,numeratorMilli,denominatorMilli,yearDoneYuan" doc:"milestone: progressBp, forecast, reached; indicator: valueMilli, numeratorMilli, denominatorMilli; project: yearDoneYuan"`
	Words string      `json:"words" minLength:"1" maxLength:"500" doc:"What the correction rests on"`
	Value string      `json:"value" minLength:"1" maxLength:"40" doc:"The right figure: a whole number, or a day"`
}

type correctInput struct {
	MonthPath
	Body NewCorrection
}

func (s *Service) httpCorrect(ctx context.Context, in *correctInput) (*output[PeriodCorrection], error) {
	return of(&in.MonthPath, func(month schedule.Month) (PeriodCorrection, error) { return s.Correct(ctx, month, in.Body) })
}
