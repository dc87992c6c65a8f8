package projects

import (
	"context"
	"net/http"
	"time"

	"guatu/internal/auth"
	"guatu/internal/platform/csvfile"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// exportTime bounds one file: ten thousand rows to a slow reader.
const exportTime = 5 * time.Minute

const csvKind = "text/csv; charset=utf-8"

func (s *Service) registerExports(api *httpapi.API) {
	httpapi.Register(api, httpapi.Operation{ID: "exportProjects", Method: http.MethodGet, Path: "/exports/projects.csv", Permission: auth.PermProjectsRead,
		Tags: []string{"exports"}, Summary: "The list of projects as CSV", Produces: "text/csv", Weight: httpapi.Export, Timeout: exportTime,
		Description: "The rows, the order and the columns of the screen. The export is recorded in the audit."},
		func(ctx context.Context, in *exportInput) (*httpapi.Stream, error) {
			q, err := in.query()
			if err != nil {
				return nil, err
			}
			q.Page.Order = Order(in.Sort)
			filters, err := s.filterPairs(ctx, &in.ProjectFilterQuery, in.Sort)
			if err != nil {
				return nil, err
			}
			write, err := s.ExportProjects(ctx, Export{Query: q, Columns: in.Columns, Filters: filters})
			if err != nil {
				return nil, err
			}
			return api.Download(csvKind, "projects.csv", write), nil
		})
	httpapi.Register(api, httpapi.Operation{ID: "exportWall", Method: http.MethodGet, Path: "/exports/wall.csv", Permission: auth.PermProjectsRead,
		Tags: []string{"exports"}, Summary: "The wall chart as CSV, one line a milestone", Produces: "text/csv", Weight: httpapi.Export, Timeout: exportTime,
		Description: "The bands and rows of the screen. The export is recorded in the audit."},
		func(ctx context.Context, in *exportWallInput) (*httpapi.Stream, error) {
			q, err := in.query()
			if err != nil {
				return nil, err
			}
			filters, err := s.filterPairs(ctx, &ProjectFilterQuery{List: in.List, Department: in.Department, Leader: in.Leader, Q: in.Q, Lamp: in.Lamp,
				OnlyLate: in.OnlyLate, Year: in.Year}, "")
			if err != nil {
				return nil, err
			}
			filters = append(filters, csvfile.Named(csvfile.Pair{Zh: "分组", En: "group", Value: in.Group})...)
			write, err := s.ExportWall(ctx, WallExport{WallQuery: q, Columns: in.Columns, Filters: filters})
			if err != nil {
				return nil, err
			}
			return api.Download(csvKind, "wall.csv", write), nil
		})
}

type exportInput struct {
	ProjectFilterQuery
	Columns string `query:"columns" maxLength:"1000" doc:"Keys of columns separated by commas, in their order; default: all"`
	Sort    string `query:"sort" enum:"code,-code,name,-name,lamp,-lamp,due,-due,overdue,-overdue,lead,-lead,progress,-progress" default:"code"`
}

type exportWallInput struct {
	WallFilterQuery
	Columns string `query:"columns" maxLength:"1000" doc:"Keys of columns separated by commas, in their order; default: all"`
}

// WallFilterQuery is what narrows and groups the wall; the chart and its export share it.
type WallFilterQuery struct {
	httpapi.AsOfQuery
	httpapi.BasisQuery
	Year       int    `query:"year" minimum:"2000" maximum:"2100" doc:"In the plan of the year, or with a milestone in it or due in it; default: the year of the day"`
	Group      string `query:"group" enum:"list,leader,department,none" default:"list"`
	List       string `query:"list" maxLength:"40" doc:"Code of a list"`
	Department int64  `query:"department" minimum:"1" doc:"Lead department"`
	Leader     string `query:"leader" maxLength:"20" doc:"Leader post by id, or mine: the lines of the caller"`
	Q          string `query:"q" maxLength:"80" doc:"Part of the name or the code, or initials of the pinyin (xszx: 绣山中学)"`
	Lamp       string `query:"lamp" enum:"blue,green,yellow,red,grey" doc:"Lamp of the project"`
	OnlyLate   bool   `query:"onlyLate" doc:"Only projects with an overdue milestone in the plan of the year"`
}

func (in *WallFilterQuery) query() (WallQuery, error) {
	leaders, mine, err := leadersOf(in.Leader)
	return WallQuery{
		Year: in.Year, GroupBy: GroupBy(in.Group), Mine: mine, AsOf: in.AsOf,
		Filter: Filter{List: in.List, Department: in.Department, Leaders: leaders, Text: in.Q, Colour: schedule.Colour(in.Lamp), OnlyLate: in.OnlyLate},
	}, err
}
