package projects

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// ReportReader gives reported figures back as the reports they are kept as. R is the report of the API: the package that keeps
// the reports owns its shape, so that there is one.
type ReportReader[R any] interface {
	// FigureReport returns one report and its version, for whoever has filed it.
	FigureReport(ctx context.Context, id int64) (report R, version int64, err error)
	// FigureReports returns a page of the figures of a project that the actor may read, newest first; next is "" on the last
	// page.
	FigureReports(ctx context.Context, projectID int64, limit int, cursor string) (items []R, next string, err error)
}

// DraftKeeper keeps what somebody has begun to report of a project and not sent. D is the draft and K the kept draft of the API:
// the package that keeps the reports owns their shape. Every draft is that of the actor and nobody else's.
type DraftKeeper[D, K any] interface {
	// KeepFigureDraft keeps the actor's draft on a project at its version.
	KeepFigureDraft(ctx context.Context, projectID, version int64, draft D) (K, error)
	// DropFigureDraft forgets it; no draft is no error.
	DropFigureDraft(ctx context.Context, projectID int64) error
	// FigureDraft returns it; nil without one.
	FigureDraft(ctx context.Context, projectID int64) (*K, error)
}

// RegisterFigures adds the operations that answer with reports, and the drafts of such reports.
func RegisterFigures[R, D, K any](api *httpapi.API, s *Service, reader ReportReader[R], drafts DraftKeeper[D, K]) {
	desk := figureDesk[R, D, K]{service: s, reader: reader, drafts: drafts}
	tags := []string{"projects", "reports"}
	httpapi.Register(api, httpapi.Operation{ID: "reportFigures", Method: http.MethodPost, Path: "/projects/{id}/figures", Permission: auth.PermProjectsReport,
		Status: http.StatusCreated, Idempotent: true, Tags: tags, Summary: "Report the month's investment, works and 入库 of a project",
		Description: "If-Match is the version of the project. Figures move when the report is confirmed."}, desk.submit)
	httpapi.Register(api, httpapi.Operation{ID: "listFigures", Method: http.MethodGet, Path: "/projects/{id}/figures", Permission: auth.PermProjectsRead,
		Tags: tags, Summary: "The reported figures of a project, newest first, and what the caller has begun to report"}, desk.list)
	httpapi.Register(api, httpapi.Operation{ID: "keepFigureDraft", Method: http.MethodPut, Path: "/projects/{id}/figures/draft", Permission: auth.PermProjectsReport,
		Tags: tags, Summary: "Keep what the caller has begun to report of a project; nobody else sees it"}, desk.keep)
	httpapi.Register(api, httpapi.Operation{ID: "dropFigureDraft", Method: http.MethodDelete, Path: "/projects/{id}/figures/draft", Permission: auth.PermProjectsReport,
		Tags: tags, Summary: "Forget the caller's draft on the figures of a project"}, desk.drop)
}

type figureDesk[R, D, K any] struct {
	service *Service
	reader  ReportReader[R]
	drafts  DraftKeeper[D, K]
}

// FiguresBody is what a unit reports of a project for a month; what is left out stays as it is.
type FiguresBody struct {
	Month         *schedule.Month `json:"month,omitempty" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" doc:"Default the month that is due; an earlier one corrects that month"`
	DoneYuan      *int64          `json:"doneYuan,omitempty" minimum:"0" doc:"Investment of the year done by the end of the month, cumulative, in whole yuan"`
	PaidYuan      *int64          `json:"paidYuan,omitempty" minimum:"0" doc:"Paid of the year by then; only with doneYuan"`
	WorksStage    string          `json:"worksStage,omitempty" maxLength:"40" doc:"Stage of the ladder the works have reached"`
	StatEnteredOn *schedule.Date  `json:"statEnteredOn,omitempty" format:"date" doc:"入库"`
	Note          string          `json:"note,omitempty" maxLength:"2000"`
}

type figuresInput struct {
	httpapi.IfMatch
	httpapi.IDPath
	Body FiguresBody
}

type figuresOutput[R any] struct {
	ETag string `header:"ETag"`
	Body R
}

func (d figureDesk[R, D, K]) submit(ctx context.Context, in *figuresInput) (*figuresOutput[R], error) {
	b := in.Body
	id, err := d.service.ReportFigures(ctx, in.ID, in.Version, FigureReport{
		Month: orAbsent(b.Month), DoneYuan: b.DoneYuan, PaidYuan: b.PaidYuan, WorksStage: b.WorksStage, StatEnteredOn: orAbsent(b.StatEnteredOn), Note: b.Note,
	})
	if err != nil {
		return nil, err
	}
	report, version, err := d.reader.FigureReport(ctx, id)
	if err != nil {
		return nil, err
	}
	return &figuresOutput[R]{ETag: httpapi.ETag(version), Body: report}, nil
}

type figureListInput struct {
	httpapi.IDPath
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"1000"`
}

type figureListOutput[R, K any] struct {
	Body struct {
		Items      []R    `json:"items" nullable:"false"`
		NextCursor string `json:"nextCursor" doc:"Empty on the last page"`
		Draft      *K     `json:"draft" doc:"What the caller has begun to report and not sent"`
	}
}

func (d figureDesk[R, D, K]) list(ctx context.Context, in *figureListInput) (*figureListOutput[R, K], error) {
	_, scope := d.service.caller(ctx, auth.PermProjectsRead)
	if _, err := d.service.store.one(ctx, in.ID, scope, d.service.clock.Today()); err != nil {
		return nil, problem(err)
	}
	items, next, err := d.reader.FigureReports(ctx, in.ID, in.Limit, in.Cursor)
	if err != nil {
		return nil, err
	}
	out := &figureListOutput[R, K]{}
	out.Body.Items, out.Body.NextCursor = append([]R{}, items...), next
	out.Body.Draft, err = d.drafts.FigureDraft(ctx, in.ID)
	return out, err
}

type keepDraftInput[D any] struct {
	httpapi.IDPath
	Body D
}

type keptDraftOutput[K any] struct{ Body K }

func (d figureDesk[R, D, K]) keep(ctx context.Context, in *keepDraftInput[D]) (*keptDraftOutput[K], error) {
	version, err := d.service.mayDraft(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	kept, err := d.drafts.KeepFigureDraft(ctx, in.ID, version, in.Body)
	return &keptDraftOutput[K]{kept}, err
}

type dropDraftInput struct{ httpapi.IDPath }

func (d figureDesk[R, D, K]) drop(ctx context.Context, in *dropDraftInput) (*struct{}, error) {
	if _, err := d.service.mayDraft(ctx, in.ID); err != nil {
		return nil, err
	}
	return nil, d.drafts.DropFigureDraft(ctx, in.ID)
}
