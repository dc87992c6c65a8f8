package plans

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// bulkLimit is how many rows one bulk edit may change.
const bulkLimit = 200

// Edit changes one row of a kind, as its room does: rights, version, freeze and faults are judged there. P is the patch of
// the API, whose shape belongs to that room.
type Edit[P any] func(ctx context.Context, id, version int64, patch P) error

// Editors change the rows of a plan.
type Editors[P, M, I any] struct {
	Projects   Edit[P]
	Milestones Edit[M]
	Indicators Edit[I]
}

// BulkRow is one row of a bulk edit with the version the caller saw.
type BulkRow[P any] struct {
	ID      int64 `json:"id" minimum:"1"`
	Version int64 `json:"version" minimum:"1"`
	Patch   P     `json:"patch"`
}

// PlanBulk is the body of a bulk edit.
type PlanBulk[P, M, I any] struct {
	Projects   []BulkRow[P] `json:"projects,omitempty" maxItems:"200"`
	Milestones []BulkRow[M] `json:"milestones,omitempty" maxItems:"200"`
	Indicators []BulkRow[I] `json:"indicators,omitempty" maxItems:"200"`
}

// RowVersion is a row and its version after a bulk edit.
type RowVersion struct {
	ID      int64 `json:"id"`
	Version int64 `json:"version"`
}

// BulkResult is what a bulk edit left.
type BulkResult struct {
	Projects   []RowVersion `json:"projects" nullable:"false"`
	Milestones []RowVersion `json:"milestones" nullable:"false"`
	Indicators []RowVersion `json:"indicators" nullable:"false"`
}

// StaleRow is a row somebody else has changed meanwhile, with its state now.
type StaleRow struct {
	Path    string `json:"path" doc:"For example milestones[3]"`
	ID      int64  `json:"id"`
	Current any    `json:"current"`
}

// StaleRows is the current of a 412: nothing was saved.
type StaleRows struct {
	Stale []StaleRow `json:"stale"`
}

// RegisterBulk adds the bulk edit.
func RegisterBulk[P, M, I any](api *httpapi.API, s *Service, editors Editors[P, M, I]) {
	desk := bulkDesk[P, M, I]{service: s, editors: editors}
	httpapi.Register(api, httpapi.Operation{ID: "editPlanInBulk", Method: http.MethodPost, Path: "/plans/{year}/bulk",
		Permission: auth.PermPlansManage, Tags: []string{"plans"}, Idempotent: true, MaxBodyBytes: 1 << 20,
		Summary:     "Change up to 200 rows of a plan at once, all or nothing",
		Description: "Faults name the row by its path (milestones[3].patch.weight); 412 lists every stale row in current.stale."}, desk.edit)
}

type bulkDesk[P, M, I any] struct {
	service *Service
	editors Editors[P, M, I]
}

type bulkInput[P, M, I any] struct {
	Year int `path:"year"`
	Body PlanBulk[P, M, I]
}

type bulkOutput struct{ Body BulkResult }

func (d bulkDesk[P, M, I]) edit(ctx context.Context, in *bulkInput[P, M, I]) (*bulkOutput, error) {
	rows := append(rowsOf("projects", in.Body.Projects, d.editors.Projects), rowsOf("milestones", in.Body.Milestones, d.editors.Milestones)...)
	result, err := d.service.bulk(ctx, in.Year, append(rows, rowsOf("indicators", in.Body.Indicators, d.editors.Indicators)...))
	if err != nil {
		return nil, err
	}
	return &bulkOutput{result}, nil
}

// bulkEdit is one row of a bulk edit, whatever its kind.
type bulkEdit struct {
	kind string // table
	path string
	id   int64
	edit func(ctx context.Context) error
}

func rowsOf[P any](kind string, rows []BulkRow[P], edit Edit[P]) []bulkEdit {
	out := make([]bulkEdit, 0, len(rows))
	for i, row := range rows {
		out = append(out, bulkEdit{kind: kind, path: fmt.Sprintf("%s[%d]", kind, i), id: row.ID,
			edit: func(ctx context.Context) error { return edit(ctx, row.ID, row.Version, row.Patch) }})
	}
	return out
}

// bulk edits rows of the plan of a year in one transaction. Errors: 404, 403, 412 with every stale row, 409 plan_frozen or
// plan_proposed, 422 with every fault under the path of its row.
func (s *Service) bulk(ctx context.Context, year int, rows []bulkEdit) (BulkResult, error) {
	if err := noYear(year); err != nil {
		return BulkResult{}, err
	}
	if _, err := s.may(ctx, auth.PermPlansManage); err != nil {
		return BulkResult{}, err
	}
	if faults := bulkFaults(rows); len(faults) > 0 {
		return BulkResult{}, httpapi.Invalid(faults...)
	}
	var result BulkResult
	err := s.db.Tx(ctx, func(ctx context.Context, _ *gorm.DB) error {
		var found verdicts
		foreign, err := s.store.foreign(ctx, year, rows)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if foreign[row.kind][row.id] {
				found.faults = append(found.faults, httpapi.Fault(row.path+".id", "other_year", "不在该年度计划内", "is not in the plan of this year"))
				continue
			}
			if err := found.take(row, row.edit(ctx)); err != nil {
				return err
			}
		}
		if err := found.err(); err != nil {
			return err
		}
		result, err = s.store.versionsOf(ctx, rows)
		return err
	})
	return result, err
}

func bulkFaults(rows []bulkEdit) []httpapi.FieldError {
	var out []httpapi.FieldError
	if len(rows) == 0 {
		out = append(out, httpapi.Fault("", "no_rows", "没有要改的行", "There is no row to change"))
	}
	if len(rows) > bulkLimit {
		out = append(out, httpapi.Fault("", "too_many_rows", "一次最多改 200 行，请分批保存", "At most 200 rows at a time; save them in parts"))
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if key := fmt.Sprint(row.kind, row.id); seen[key] {
			out = append(out, httpapi.Fault(row.path+".id", "repeated", "同一行出现了两次", "This row is given twice"))
		} else {
			seen[key] = true
		}
	}
	return out
}

// verdicts collects what the rows of a bulk edit were refused for, so that all of it is told at once.
type verdicts struct {
	faults []httpapi.FieldError
	stale  []StaleRow
}

// take keeps the refusal of one row; what concerns the whole edit, or nobody foresaw, is returned.
func (v *verdicts) take(row bulkEdit, err error) error {
	failure, ok := errors.AsType[*httpapi.Error](err)
	switch {
	case err == nil:
	case !ok, failure.Status >= http.StatusInternalServerError, failure.Status == http.StatusForbidden,
		failure.Code == "plan_frozen", failure.Code == "plan_proposed", failure.Code == "business_day_behind":
		return err
	case failure.Status == http.StatusPreconditionFailed:
		v.stale = append(v.stale, StaleRow{Path: row.path, ID: row.id, Current: failure.Current})
	case failure.Status == http.StatusUnprocessableEntity && len(failure.Fields) > 0:
		for _, f := range failure.Fields {
			v.faults = append(v.faults, httpapi.Fault(row.path+".patch."+f.Field, f.Code, f.Zh, f.En))
		}
	default: // not found, or the state of the row does not allow it
		v.faults = append(v.faults, httpapi.Fault(row.path, failure.Code, failure.Zh, failure.En))
	}
	return nil
}

func (v *verdicts) err() error {
	if len(v.stale) > 0 {
		failure := httpapi.PreconditionFailed(StaleRows{v.stale})
		for _, row := range v.stale {
			failure.Fields = append(failure.Fields, httpapi.Fault(row.Path, "version_conflict", "该行已被他人修改", "Somebody has changed this row meanwhile"))
		}
		failure.Fields = append(failure.Fields, v.faults...)
		return failure
	}
	if len(v.faults) > 0 {
		return httpapi.Invalid(v.faults...)
	}
	return nil
}

// bulkTables say of which year the rows of a kind are.
func bulkTables() map[string]string {
	return map[string]string{
		"projects":   "SELECT x.id, x.version, x.plan_year AS year FROM projects x WHERE x.id IN ?",
		"milestones": "SELECT x.id, x.version, x.plan_year AS year FROM milestones x WHERE x.id IN ?",
		"indicators": "SELECT x.id, x.version, t.year FROM indicators x JOIN livelihood_tasks t ON t.id = x.task_id WHERE x.id IN ?",
	}
}

// placedRow is a row with its version and the year of its plan.
type placedRow struct {
	ID      int64
	Version int64
	Year    int
}

func (s *Store) placed(ctx context.Context, kind string, rows []bulkEdit) ([]placedRow, error) {
	var ids []int64
	for _, row := range rows {
		if row.kind == kind {
			ids = append(ids, row.id)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var out []placedRow
	err := s.db.Read(ctx).Raw(bulkTables()[kind]+" ORDER BY x.id", ids).Scan(&out).Error
	return out, database.Translate(err)
}

// foreign are the rows that belong to the plan of another year, by kind. A row that is not there is its room's business.
func (s *Store) foreign(ctx context.Context, year int, rows []bulkEdit) (map[string]map[int64]bool, error) {
	out := map[string]map[int64]bool{}
	for kind := range bulkTables() {
		placed, err := s.placed(ctx, kind, rows)
		if err != nil {
			return nil, err
		}
		out[kind] = map[int64]bool{}
		for _, row := range placed {
			out[kind][row.ID] = row.Year != year
		}
	}
	return out, nil
}

func (s *Store) versionsOf(ctx context.Context, rows []bulkEdit) (BulkResult, error) {
	result := BulkResult{Projects: []RowVersion{}, Milestones: []RowVersion{}, Indicators: []RowVersion{}}
	for kind, into := range map[string]*[]RowVersion{"projects": &result.Projects, "milestones": &result.Milestones, "indicators": &result.Indicators} {
		placed, err := s.placed(ctx, kind, rows)
		if err != nil {
			return result, err
		}
		for _, row := range placed {
			*into = append(*into, RowVersion{row.ID, row.Version})
		}
	}
	return result, nil
}
