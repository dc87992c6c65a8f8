package changes

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Register adds the operations on change requests.
func (s *Service) Register(api *httpapi.API) {
	read, tags := auth.PermChangesRead, []string{"changes"}
	httpapi.Register(api, httpapi.Operation{ID: "listChangeRequests", Method: http.MethodGet, Path: "/change-requests", Permission: read, Tags: tags,
		Summary: "Change requests: what waits oldest first, others newest first"}, s.httpList)
	httpapi.Register(api, httpapi.Operation{ID: "countChangeRequests", Method: http.MethodGet, Path: "/change-requests/counts", Permission: read, Tags: tags,
		Summary: "The three counters of a plan year, by department and by project"}, s.httpCounts)
	httpapi.Register(api, httpapi.Operation{ID: "getChangeRequest", Method: http.MethodGet, Path: "/change-requests/{id}", Permission: read, Tags: tags,
		Summary: "One change request with its lamps of today"}, s.httpGet)
	httpapi.Register(api, httpapi.Operation{ID: "previewChangeRequest", Method: http.MethodPost, Path: "/change-requests/preview",
		Permission: auth.PermChangesRequest, Tags: tags, Summary: "What a request would mean; writes nothing"}, s.httpPreview)
	post := func(id, path, permission, summary string) httpapi.Operation {
		return httpapi.Operation{ID: id, Method: http.MethodPost, Path: path, Permission: permission, Idempotent: true, Tags: tags, Summary: summary}
	}
	submit := post("submitChangeRequest", "/change-requests", auth.PermChangesRequest, "Ask for a change of dates or targets, a suspension, a resumption or an exit")
	submit.Status = http.StatusCreated
	submit.Description = "Nothing moves before the approval. Several changes of one project or task go in one request."
	httpapi.Register(api, submit, s.httpSubmit)
	decide := func(id, path, summary string) httpapi.Operation {
		op := post(id, path, auth.PermChangesDecide, summary)
		op.TwoPersons = "same_person"
		return op
	}
	httpapi.Register(api, decide("approveChangeRequest", "/change-requests/{id}/approve", "Approve a request by its route; its items move at once"), s.httpApprove)
	httpapi.Register(api, decide("rejectChangeRequest", "/change-requests/{id}/reject", "Reject a request with words"), s.httpReject)
	httpapi.Register(api, post("withdrawChangeRequest", "/change-requests/{id}/withdraw", auth.PermChangesWithdraw, "Take one's own request back while it waits"), s.httpWithdraw)
	httpapi.Register(api, post("recordChangeRequest", "/change-requests/{id}/record", auth.PermChangesRecord, "备案: record what a unit has approved"), s.httpRecord)
}

// NewChangeRequest is the body of a request and of its preview.
type NewChangeRequest struct {
	ProjectID int64           `json:"projectId,omitempty" minimum:"1" doc:"Either this or taskId"`
	TaskID    int64           `json:"taskId,omitempty" minimum:"1"`
	Reason    Reason          `json:"reason" enum:"landAcquisition,landUse,seaUse,funds,approval,design,forceMajeure,contractor,other"`
	Words     string          `json:"words" maxLength:"2000" doc:"What happened; always required"`
	Effect    string          `json:"effect,omitempty" maxLength:"2000" doc:"Effect on what comes later"`
	Evidence  evidence.List   `json:"evidence,omitempty" maxItems:"20"`
	Items     []NewChangeItem `json:"items" minItems:"1" maxItems:"50"`
}

// NewChangeItem is one change that is asked for.
type NewChangeItem struct {
	MilestoneID   int64               `json:"milestoneId,omitempty" minimum:"1" doc:"Either this or indicatorId"`
	IndicatorID   int64               `json:"indicatorId,omitempty" minimum:"1"`
	Version       int64               `json:"version" minimum:"1" doc:"Version of the item the requester saw"`
	Kind          schedule.ChangeKind `json:"kind" enum:"delay,target,suspend,resume,exit" doc:"suspend of what is suspended: the review of its suspension"`
	ToDate        *schedule.Date      `json:"toDate,omitempty" format:"date" doc:"Of a delay"`
	DeadlineWords string              `json:"deadlineWords,omitempty" maxLength:"80" doc:"The date in words; read when toDate is left out"`
	ToTargetMilli int64               `json:"toTargetMilli,omitempty" minimum:"1" doc:"Of a change of the target"`
}

func (b NewChangeRequest) draft() Draft {
	d := Draft{ProjectID: b.ProjectID, TaskID: b.TaskID, Reason: b.Reason, Words: b.Words, Effect: b.Effect, Evidence: b.Evidence}
	for _, i := range b.Items {
		a := Asked{MilestoneID: i.MilestoneID, IndicatorID: i.IndicatorID, Version: i.Version, Kind: i.Kind, DeadlineWords: i.DeadlineWords, TargetMilli: i.ToTargetMilli}
		if i.ToDate != nil {
			a.To = *i.ToDate
		}
		d.Items = append(d.Items, a)
	}
	return d
}

type draftInput struct{ Body NewChangeRequest }

type requestOutput struct {
	ETag string `header:"ETag"`
	Body ChangeRequest
}

func answer(v ChangeRequest, err error) (*requestOutput, error) {
	if err != nil {
		return nil, err
	}
	return &requestOutput{ETag: httpapi.ETag(v.Version), Body: v}, nil
}

func (s *Service) httpSubmit(ctx context.Context, in *draftInput) (*requestOutput, error) {
	return answer(s.Submit(ctx, in.Body.draft()))
}

type previewOutput struct{ Body ChangeRequest }

func (s *Service) httpPreview(ctx context.Context, in *draftInput) (*previewOutput, error) {
	v, err := s.Preview(ctx, in.Body.draft())
	if err != nil {
		return nil, err
	}
	return &previewOutput{v}, nil
}

type getInput struct{ httpapi.IDPath }

func (s *Service) httpGet(ctx context.Context, in *getInput) (*requestOutput, error) {
	return answer(s.Get(ctx, in.ID))
}

// ChangeVerdict is the body of a decision.
type ChangeVerdict struct {
	Words    string          `json:"words" maxLength:"2000" doc:"Required"`
	Document *ChangeDocument `json:"document,omitempty" doc:"Required when the meeting decided: title, number, day"`
}

type verdictInput struct {
	httpapi.IfMatch
	httpapi.IDPath
	Body ChangeVerdict
}

func (s *Service) httpApprove(ctx context.Context, in *verdictInput) (*requestOutput, error) {
	return answer(s.Decide(ctx, in.ID, in.Version, Verdict{Approve: true, Words: in.Body.Words, Document: in.Body.Document}))
}

func (s *Service) httpReject(ctx context.Context, in *verdictInput) (*requestOutput, error) {
	return answer(s.Decide(ctx, in.ID, in.Version, Verdict{Words: in.Body.Words, Document: in.Body.Document}))
}

type withdrawInput struct {
	httpapi.IfMatch
	httpapi.IDPath
}

func (s *Service) httpWithdraw(ctx context.Context, in *withdrawInput) (*requestOutput, error) {
	return answer(s.Withdraw(ctx, in.ID, in.Version))
}

// ChangeRecordWords is the body of a record.
type ChangeRecordWords struct {
	Words string `json:"words,omitempty" maxLength:"2000"`
}

type recordInput struct {
	httpapi.IfMatch
	httpapi.IDPath
	Body ChangeRecordWords
}

func (s *Service) httpRecord(ctx context.Context, in *recordInput) (*requestOutput, error) {
	return answer(s.Record(ctx, in.ID, in.Version, in.Body.Words))
}
