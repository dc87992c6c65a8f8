package milestones

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

func (s *Service) registerReports(api *httpapi.API) {
	s.registerDrafts(api)
	tags := []string{"reports"}
	post := func(id, path, permission, summary string) httpapi.Operation {
		return httpapi.Operation{ID: id, Method: http.MethodPost, Path: path, Permission: permission, Idempotent: true, Tags: tags, Summary: summary}
	}
	submit := post("submitReport", "/milestones/{id}/reports", auth.PermMilestonesReport, "Report on a milestone, or claim its completion")
	submit.Status = http.StatusCreated
	submit.Description = "If-Match is the version of the milestone. Figures move when the report is confirmed; a claim stops the clock at once."
	httpapi.Register(api, submit, s.httpSubmit)
	httpapi.Register(api, httpapi.Operation{ID: "listMilestoneReports", Method: http.MethodGet, Path: "/milestones/{id}/reports", Permission: auth.PermReportsRead, Tags: tags,
		Summary: "The reports of a milestone, newest first"}, s.httpReportsOf)
	httpapi.Register(api, httpapi.Operation{ID: "listReports", Method: http.MethodGet, Path: "/reports", Permission: auth.PermReportsRead, Tags: tags,
		Summary: "Reports of milestones and indicators: submitted ones oldest first, others newest first"}, s.httpReports)
	httpapi.Register(api, httpapi.Operation{ID: "getReport", Method: http.MethodGet, Path: "/reports/{id}", Permission: auth.PermReportsRead, Tags: tags,
		Summary: "One report"}, s.httpReport)
	review := func(id, path, permission, code, summary string) httpapi.Operation {
		op := post(id, path, permission, summary)
		op.TwoPersons = code
		return op
	}
	httpapi.Register(api, review("approveReport", "/reports/{id}/approve", auth.PermReportsApprove, CodeOwnReport, "First level: the head of the unit stands for a submitted report; no figure moves"), s.httpApprove)
	httpapi.Register(api, review("confirmReport", "/reports/{id}/confirm", auth.PermReportsConfirm, CodeBothSteps, "Second level: accept an approved report; a claim is verified"), s.httpConfirm)
	httpapi.Register(api, review("returnReport", "/reports/{id}/return", auth.PermReportsDecide, CodeOwnReport, "Send a report back with a reason, on the level that has it"), s.httpReturn)
	httpapi.Register(api, post("withdrawReport", "/reports/{id}/withdraw", auth.PermReportsWithdraw, "Take one's own report back before anybody else has approved it"), s.httpWithdraw)
	batch := review("decideReports", "/reports/batch", auth.PermReportsDecide, CodeOwnReport, "Approve or confirm up to 200 reports, each by itself")
	batch.MaxBodyBytes = 1 << 20
	batch.Description = "A report that can not be decided says why and stays as it was; the others are decided. Scope and state are judged report by report."
	httpapi.Register(api, batch, s.httpBatch)
}

// NewReport is the body of a report on a milestone.
type NewReport struct {
	ProgressBp *int           `json:"progressBp,omitempty" minimum:"0" maximum:"10000"`
	Note       string         `json:"note,omitempty" maxLength:"2000" doc:"Required unless noChange"`
	Forecast   *schedule.Date `json:"forecast,omitempty" format:"date" doc:"预计; not before today"`
	NoChange   bool           `json:"noChange,omitempty" doc:"无变化"`
	Claim      bool           `json:"claim,omitempty" doc:"报完成; needs evidence or an exception"`

	Evidence  evidence.List       `json:"evidence,omitempty" maxItems:"20" doc:"佐证"`
	Exception *evidence.Exception `json:"exception,omitempty" doc:"Of a claim without evidence"`
}

type submitInput struct {
	httpapi.IfMatch
	httpapi.IDPath
	Body NewReport
}

type reportOutput struct {
	ETag string `header:"ETag"`
	Body Report
}

func reportAnswer(v Report, err error) (*reportOutput, error) {
	if err != nil {
		return nil, err
	}
	return &reportOutput{ETag: httpapi.ETag(v.Version), Body: v}, nil
}

func (s *Service) httpSubmit(ctx context.Context, in *submitInput) (*reportOutput, error) {
	b := in.Body
	return reportAnswer(s.Submit(ctx, in.ID, in.Version, Submission{
		ProgressBp: b.ProgressBp, Note: b.Note, Forecast: orAbsent(b.Forecast), NoChange: b.NoChange, Claim: b.Claim,
		Proof: evidence.Proof{Evidence: b.Evidence, Exception: b.Exception},
	}))
}

// ReportList is one page of reports.
type ReportList struct {
	Items       []Report `json:"items"`
	NextCursor  string   `json:"nextCursor" doc:"Empty on the last page"`
	Total       *int     `json:"total,omitempty"`
	TotalCapped bool     `json:"totalCapped,omitempty" doc:"There are more than total"`
	// Waiting is there with count.
	Waiting *ReportCounts `json:"waiting,omitempty" doc:"With count: what waits on each level within the other filters"`
}

type reportsOutput struct{ Body ReportList }

// Paging is how a list of reports goes on.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"1000"`
}

// reportCursor is the place of the last report of a page, in the order it was made for.
type reportCursor struct {
	ID     int64 `json:"id"`
	Oldest bool  `json:"oldest,omitempty"`
}

func (p Paging) after(oldestFirst bool) (int64, error) {
	if p.Cursor == "" {
		return 0, nil
	}
	var after reportCursor
	if err := httpapi.DecodeCursor(p.Cursor, &after); err != nil {
		return 0, err
	}
	if after.Oldest != oldestFirst {
		return 0, httpapi.BadRequest("bad_cursor", "分页游标与列表不符，请从第一页重新开始", "The cursor belongs to another list, start again at the first page")
	}
	return after.ID, nil
}

func reportsAnswer(page ReportPage, oldestFirst bool, err error) (*reportsOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &reportsOutput{ReportList{Items: page.Items, Total: page.Total, TotalCapped: page.TotalCapped, Waiting: page.Waiting}}
	if page.Next != 0 {
		out.Body.NextCursor, err = httpapi.EncodeCursor(reportCursor{ID: page.Next, Oldest: oldestFirst})
	}
	return out, err
}

type reportsInput struct {
	Paging
	State      string `query:"state" enum:"submitted,approved,confirmed,returned,withdrawn"`
	Due        string `query:"due" enum:"mine" doc:"mine: only what waits for the caller, oldest first"`
	Department int64  `query:"department" minimum:"1" doc:"Lead department"`
	Project    int64  `query:"project" minimum:"1" doc:"Reports on the milestones of this project"`
	Count      bool   `query:"count" doc:"Also give the total, counted up to 500"`
}

func (s *Service) httpReports(ctx context.Context, in *reportsInput) (*reportsOutput, error) {
	filter, mine := ReportFilter{State: State(in.State), Department: in.Department, Project: in.Project}, in.Due == "mine"
	oldest := mine || filter.oldestFirst()
	after, err := in.after(oldest)
	if err != nil {
		return nil, err
	}
	page, err := s.Reports(ctx, ReportQuery{Filter: filter, Mine: mine, After: after, Limit: in.Limit, Count: in.Count})
	return reportsAnswer(page, oldest, err)
}

type reportsOfInput struct {
	httpapi.IDPath
	Paging
}

func (s *Service) httpReportsOf(ctx context.Context, in *reportsOfInput) (*reportsOutput, error) {
	after, err := in.after(false)
	if err != nil {
		return nil, err
	}
	page, err := s.ReportsOf(ctx, in.ID, after, in.Limit)
	return reportsAnswer(page, false, err)
}

func (s *Service) httpReport(ctx context.Context, in *historyInput) (*reportOutput, error) {
	return reportAnswer(s.Report(ctx, in.ID))
}

// Approval is the body that approves a report.
type Approval struct {
	Note string `json:"note,omitempty" maxLength:"2000"`
}

// Confirmation is the body that confirms a report.
type Confirmation struct {
	Note       string `json:"note,omitempty" maxLength:"2000"`
	Conclusion string `json:"conclusion,omitempty" maxLength:"2000" doc:"验收结论; required for a claim"`
}

type approveInput struct {
	httpapi.IfMatch
	httpapi.IDPath
	Body Approval
}

func (s *Service) httpApprove(ctx context.Context, in *approveInput) (*reportOutput, error) {
	return reportAnswer(s.Approve(ctx, in.ID, in.Version, in.Body.Note))
}

// ReportBatch is the body that decides many reports.
type ReportBatch struct {
	Action  string        `json:"action" enum:"approve,confirm"`
	Reports []BatchReport `json:"reports" minItems:"1" maxItems:"200"`
	Note    string        `json:"note,omitempty" maxLength:"2000"`
}

// ReportBatchResult says what became of each report, in the order asked.
type ReportBatchResult struct {
	Items []BatchResult `json:"items" nullable:"false"`
}

type batchInput struct{ Body ReportBatch }

type batchOutput struct{ Body ReportBatchResult }

func (s *Service) httpBatch(ctx context.Context, in *batchInput) (*batchOutput, error) {
	outcome := OutcomeApproved
	if in.Body.Action == "confirm" {
		outcome = OutcomeConfirmed
	}
	items, err := s.Decide(ctx, Batch{Outcome: outcome, Note: in.Body.Note, Reports: in.Body.Reports})
	if err != nil {
		return nil, err
	}
	return &batchOutput{ReportBatchResult{Items: items}}, nil
}

type confirmInput struct {
	httpapi.IfMatch
	httpapi.IDPath
	Body Confirmation
}

func (s *Service) httpConfirm(ctx context.Context, in *confirmInput) (*reportOutput, error) {
	return reportAnswer(s.Confirm(ctx, in.ID, in.Version, in.Body))
}

// ReturnReason is the body that returns a report.
type ReturnReason struct {
	Reason string `json:"reason" maxLength:"2000" doc:"Why; the author reads it"`
}

type returnInput struct {
	httpapi.IfMatch
	httpapi.IDPath
	Body ReturnReason
}

func (s *Service) httpReturn(ctx context.Context, in *returnInput) (*reportOutput, error) {
	return reportAnswer(s.Return(ctx, in.ID, in.Version, in.Body.Reason))
}

type withdrawInput struct {
	httpapi.IfMatch
	httpapi.IDPath
}

func (s *Service) httpWithdraw(ctx context.Context, in *withdrawInput) (*reportOutput, error) {
	return reportAnswer(s.Withdraw(ctx, in.ID, in.Version))
}
