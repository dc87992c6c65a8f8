package livelihood

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// ReportReader gives readings back as the reports they are kept as. R is the
// report of the API: the package that keeps the reports owns its shape, so that
// there is one.
type ReportReader[R any] interface {
	// ReadingReport returns one report and its version, for whoever has filed it.
	ReadingReport(ctx context.Context, id int64) (report R, version int64, err error)
	// ReadingReports returns a page of the reports of an indicator that the actor
	// may read, newest first; next is "" on the last page.
	ReadingReports(ctx context.Context, indicatorID int64, limit int, cursor string) (items []R, next string, err error)
}

// RegisterReadings adds the operations that answer with reports.
func RegisterReadings[R any](api *httpapi.API, s *Service, reader ReportReader[R]) {
	desk := readingDesk[R]{service: s, reader: reader}
	httpapi.Register(api, httpapi.Operation{
		ID: "reportIndicator", Method: http.MethodPost, Path: "/indicators/{id}/readings", Tags: []string{"livelihood"},
		Summary: "Report a figure of an indicator", Permission: auth.PermIndicatorsReport, Status: http.StatusCreated, Idempotent: true,
	}, desk.submit)
	httpapi.Register(api, httpapi.Operation{
		ID: "listReadings", Method: http.MethodGet, Path: "/indicators/{id}/readings", Tags: []string{"livelihood"},
		Summary: "The reports of an indicator, newest first", Permission: auth.PermLivelihoodRead,
	}, desk.list)
}

// DraftKeeper keeps what somebody has begun to report. D is the draft and K the
// kept draft of the API: the package that keeps the reports owns their shape.
type DraftKeeper[D, K any] interface {
	// KeepReadingDraft keeps the actor's draft on an indicator at its version.
	KeepReadingDraft(ctx context.Context, indicatorID, version int64, draft D) (K, error)
	// DropReadingDraft forgets it; no draft is no error.
	DropReadingDraft(ctx context.Context, indicatorID int64) error
}

// RegisterDrafts adds the drafts of readings.
func RegisterDrafts[D, K any](api *httpapi.API, s *Service, keeper DraftKeeper[D, K]) {
	desk := draftDesk[D, K]{service: s, keeper: keeper}
	httpapi.Register(api, httpapi.Operation{
		ID: "keepIndicatorDraft", Method: http.MethodPut, Path: "/indicators/{id}/draft", Tags: []string{"livelihood"},
		Summary: "Keep what the caller has begun to report on an indicator; nobody else sees it", Permission: auth.PermIndicatorsReport,
	}, desk.keep)
	httpapi.Register(api, httpapi.Operation{
		ID: "dropIndicatorDraft", Method: http.MethodDelete, Path: "/indicators/{id}/draft", Tags: []string{"livelihood"},
		Summary: "Forget the caller's draft on an indicator", Permission: auth.PermIndicatorsReport,
	}, desk.drop)
}

type draftDesk[D, K any] struct {
	service *Service
	keeper  DraftKeeper[D, K]
}

type keepDraftInput[D any] struct {
	ID   int64 `path:"id"`
	Body D
}

type keptDraftOutput[K any] struct{ Body K }

func (d draftDesk[D, K]) keep(ctx context.Context, in *keepDraftInput[D]) (*keptDraftOutput[K], error) {
	version, err := d.service.mayDraft(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	kept, err := d.keeper.KeepReadingDraft(ctx, in.ID, version, in.Body)
	if err != nil {
		return nil, err
	}
	return &keptDraftOutput[K]{kept}, nil
}

type dropDraftInput struct {
	ID int64 `path:"id"`
}

func (d draftDesk[D, K]) drop(ctx context.Context, in *dropDraftInput) (*struct{}, error) {
	if _, err := d.service.mayDraft(ctx, in.ID); err != nil {
		return nil, err
	}
	return nil, d.keeper.DropReadingDraft(ctx, in.ID)
}

type readingDesk[R any] struct {
	service *Service
	reader  ReportReader[R]
}

// ReadingBody is a reading of an indicator.
type ReadingBody struct {
	ValueMilli       *int64          `json:"valueMilli,omitempty" doc:"CUM: cumulative, on the same scale as the start value (without one: since 1 January), in thousandths of the unit"`
	NumeratorMilli   *int64          `json:"numeratorMilli,omitempty" doc:"RATE, with the denominator"`
	DenominatorMilli *int64          `json:"denominatorMilli,omitempty"`
	PrintedBp        *int            `json:"printedBp,omitempty" doc:"CUM, RATE: rate of completion a published table prints for this figure, in basis points; kept beside the computed one"`
	Met              *bool           `json:"met,omitempty" doc:"KEEP, SERVICE: the period was met"`
	Month            *schedule.Month `json:"month,omitempty" doc:"KEEP, SERVICE: an earlier period to make good; default the month reported today"`
	Note             string          `json:"note,omitempty" doc:"Required unless noChange"`
	NoChange         bool            `json:"noChange,omitempty"`
	Claim            bool            `json:"claim,omitempty" doc:"CUM: completion is claimed; needs evidence or an exception"`

	Evidence  evidence.List       `json:"evidence,omitempty" maxItems:"20" doc:"佐证"`
	Exception *evidence.Exception `json:"exception,omitempty" doc:"Of a claim without evidence"`
}

func (b ReadingBody) submission() Submission {
	s := Submission{
		ValueMilli: b.ValueMilli, NumeratorMilli: b.NumeratorMilli, DenominatorMilli: b.DenominatorMilli,
		PrintedBp: b.PrintedBp, Met: b.Met, Note: b.Note, NoChange: b.NoChange, Claim: b.Claim,
		Proof: evidence.Proof{Evidence: b.Evidence, Exception: b.Exception},
	}
	if b.Month != nil {
		s.Month = *b.Month
	}
	return s
}

type submitInput struct {
	httpapi.IfMatch
	ID   int64 `path:"id"`
	Body ReadingBody
}

type reportOutput[R any] struct {
	ETag string `header:"ETag"`
	Body R
}

func (d readingDesk[R]) submit(ctx context.Context, in *submitInput) (*reportOutput[R], error) {
	id, err := d.service.Submit(ctx, in.ID, in.Version, in.Body.submission())
	if err != nil {
		return nil, err
	}
	report, version, err := d.reader.ReadingReport(ctx, id)
	if err != nil {
		return nil, err
	}
	return &reportOutput[R]{ETag: httpapi.ETag(version), Body: report}, nil
}

type readingsInput struct {
	ID     int64  `path:"id"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor"`
}

type readingsOutput[R any] struct {
	Body struct {
		Items      []R    `json:"items" nullable:"false"`
		NextCursor string `json:"nextCursor" doc:"Empty on the last page"`
	}
}

func (d readingDesk[R]) list(ctx context.Context, in *readingsInput) (*readingsOutput[R], error) {
	if _, err := d.service.readable(ctx, in.ID, d.service.store.at(schedule.Date{})); err != nil {
		return nil, err
	}
	items, next, err := d.reader.ReadingReports(ctx, in.ID, in.Limit, in.Cursor)
	if err != nil {
		return nil, err
	}
	out := &readingsOutput[R]{}
	out.Body.Items, out.Body.NextCursor = items, next
	if items == nil {
		out.Body.Items = []R{}
	}
	return out, nil
}
