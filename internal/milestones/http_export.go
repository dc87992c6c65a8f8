package milestones

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"guatu/internal/auth"
	"guatu/internal/platform/csvfile"
	"guatu/internal/platform/httpapi"
)

// exportTime bounds one file: ten thousand rows to a slow reader.
const exportTime = 5 * time.Minute

func (s *Service) registerExport(api *httpapi.API) {
	httpapi.Register(api, httpapi.Operation{ID: "exportMilestones", Method: http.MethodGet, Path: "/exports/milestones.csv", Permission: auth.PermMilestonesRead,
		Tags: []string{"exports"}, Summary: "The list of milestones as CSV", Produces: "text/csv", Weight: httpapi.Export, Timeout: exportTime,
		Description: "The rows, the order and the columns of the screen. The export is recorded in the audit."},
		func(ctx context.Context, in *exportInput) (*httpapi.Stream, error) {
			q, err := in.query()
			if err != nil {
				return nil, err
			}
			filters, err := s.filterPairs(ctx, &in.MilestoneFilterQuery)
			if err != nil {
				return nil, err
			}
			write, err := s.ExportList(ctx, Export{Query: q, Columns: in.Columns, Filters: filters})
			if err != nil {
				return nil, err
			}
			return api.Download("text/csv; charset=utf-8", "milestones.csv", write), nil
		})
}

type exportInput struct {
	MilestoneFilterQuery
	Columns string `query:"columns" maxLength:"1000" doc:"Keys of columns separated by commas, in their order; default: all"`
}

// filterPairs says in words what a list of milestones is narrowed by.
func (s *Service) filterPairs(ctx context.Context, in *MilestoneFilterQuery) ([]csvfile.Pair, error) {
	department, leader, project := "", in.Leader, ""
	if in.Department != 0 {
		found, err := s.directory.Departments(ctx, []int64{in.Department})
		if err != nil {
			return nil, err
		}
		department = found[in.Department].Name
	}
	if id, err := strconv.ParseInt(in.Leader, 10, 64); err == nil {
		found, err := s.directory.Posts(ctx, []int64{id})
		if err != nil {
			return nil, err
		}
		leader = found[id].Name
	}
	if in.Project != 0 {
		project = strconv.FormatInt(in.Project, 10)
	}
	return csvfile.Named(
		csvfile.Pair{Zh: "状态", En: "state", Value: in.State},
		csvfile.Pair{Zh: "牵头单位", En: "department", Value: department},
		csvfile.Pair{Zh: "分管领导", En: "leader", Value: leader},
		csvfile.Pair{Zh: "灯", En: "lamp", Value: in.Lamp},
		csvfile.Pair{Zh: "搜索", En: "q", Value: in.Q},
		csvfile.Pair{Zh: "项目", En: "project", Value: project},
		csvfile.Pair{Zh: "排序", En: "sort", Value: in.Sort},
	), nil
}
