package projects

import (
	"context"
	"io"
	"iter"
	"strconv"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/csvfile"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// exportPiece is how many rows of an export are held at a time.
const exportPiece = 200

// Export is a list as a file: what it is narrowed by, in words, and its columns by key.
type Export struct {
	Query
	Columns string
	Filters []csvfile.Pair
}

// Prepared writes a file that has been recorded in the audit.
type Prepared func(ctx context.Context, w io.Writer) error

// ExportProjects prepares the file of a list: which rows it holds is decided and recorded now, they are read while it is
// written. It has the rows, the order and the scope of List.
func (s *Service) ExportProjects(ctx context.Context, e Export) (Prepared, error) {
	actor, scope := s.caller(ctx, auth.PermProjectsRead)
	if e.Mine {
		e.Filter.Leaders = append([]int64{}, actor.LeaderPostIDs()...)
	}
	lang := httpapi.LampLanguage(ctx)
	columns, err := csvfile.Choose(projectColumns(lang), e.Columns)
	if err != nil {
		return nil, httpapi.UnknownColumn(err)
	}
	asOf := s.asOf(e.AsOf)
	rows, err := s.order(ctx, s.ofYear(ctx, e.Filter, asOf), scope, asOf, e.Page.Order)
	if err != nil {
		return nil, err
	}
	note := s.note(ctx, csvfile.Pair{Zh: "重点项目", En: "Key projects"}, asOf, e.Filters, len(rows))
	if err := s.recordExport(ctx, "projects", note, csvfile.Keys(columns)); err != nil {
		return nil, err
	}
	table := csvfile.Table[Project]{Note: note, Columns: columns, English: lang == schedule.English}
	return func(ctx context.Context, w io.Writer) error { return table.Write(w, s.pieces(ctx, rows, scope, asOf)) }, nil
}

// pieces reads the projects in their order, a few at a time.
func (s *Service) pieces(ctx context.Context, all []ranked, scope auth.Scope, asOf schedule.Date) iter.Seq2[[]Project, error] {
	return func(yield func([]Project, error) bool) {
		for from := 0; from < len(all); from += exportPiece {
			rows, err := s.store.rowsOf(ctx, all[from:min(from+exportPiece, len(all))], scope, asOf)
			if err != nil {
				yield(nil, err)
				return
			}
			items, err := s.views(ctx, rows, asOf)
			if !yield(items, err) || err != nil {
				return
			}
		}
	}
}

func (s *Service) note(ctx context.Context, title csvfile.Pair, asOf schedule.Date, filters []csvfile.Pair, rows int) csvfile.Note {
	actor, _ := auth.ActorFrom(ctx)
	return csvfile.Note{
		Title: title, AsOf: asOf.String(), RuleSet: s.rules.RuleSet().On(asOf).Name, Filters: append(csvfile.OnPlan(httpapi.Basis(ctx) == schedule.Original), filters...), Rows: rows, Who: actor.Name,
		When: s.clock.Now().In(s.clock.Location()).Format("2006-01-02 15:04"),
	}
}

func (s *Service) recordExport(ctx context.Context, list string, note csvfile.Note, columns []string) error {
	return s.audit.Export(ctx, s.db, list, audit.Exported{AsOf: note.AsOf, Filter: note.Filter(), Columns: columns, Rows: note.Rows})
}

// filterPairs says in words what a list of projects is narrowed by.
func (s *Service) filterPairs(ctx context.Context, in *ProjectFilterQuery, sort string) ([]csvfile.Pair, error) {
	department, leader := "", in.Leader
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
	return csvfile.Named(
		csvfile.Pair{Zh: "年度", En: "year", Value: numberOrNone(int64(in.Year))},
		csvfile.Pair{Zh: "清单", En: "list", Value: in.List},
		csvfile.Pair{Zh: "牵头单位", En: "department", Value: department},
		csvfile.Pair{Zh: "分管领导", En: "leader", Value: leader},
		csvfile.Pair{Zh: "行业", En: "sector", Value: in.Sector},
		csvfile.Pair{Zh: "阶段", En: "stage", Value: in.Stage},
		csvfile.Pair{Zh: "上级项目", En: "parent", Value: numberOrNone(in.Parent)},
		csvfile.Pair{Zh: "搜索", En: "q", Value: in.Q},
		csvfile.Pair{Zh: "灯", En: "lamp", Value: in.Lamp},
		csvfile.Pair{Zh: "仅逾期", En: "onlyLate", Value: yes(in.OnlyLate, "true")},
		csvfile.Pair{Zh: "排序", En: "sort", Value: sort},
	), nil
}

func numberOrNone(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func yes(is bool, word string) string {
	if is {
		return word
	}
	return ""
}
