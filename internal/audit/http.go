package audit

import (
	"context"
	"net/http"
	"time"

	"guatu/internal/platform/httpapi"
)

// exportTime is how long a long list may take to be written.
const exportTime = 2 * time.Minute

// AuditFilterQuery narrows the audit; every part is optional.
type AuditFilterQuery struct {
	Entity   string `query:"entity" maxLength:"40" doc:"Kind of row, for example milestone."`
	EntityID int64  `query:"entityId" minimum:"1" doc:"Id of the row."`
	Actor    int64  `query:"actor" minimum:"1" doc:"Id of the user who acted."`
	Who      string `query:"who" maxLength:"40" doc:"Part of the name of who acted."`
	Action   string `query:"action" maxLength:"80" doc:"An action, or with a dot at the end all of a kind: login."`
	From     string `query:"from" format:"date" doc:"First business day."`
	To       string `query:"to" format:"date" doc:"Last business day."`
}

func (in AuditFilterQuery) filter() Filter {
	return Filter{Entity: in.Entity, EntityID: in.EntityID, Actor: in.Actor, Who: in.Who, Action: in.Action, From: in.From, To: in.To}
}

type listInput struct {
	AuditFilterQuery
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"1000"`
}

// AuditEventPage is one page of events, the newest first.
type AuditEventPage struct {
	Items      []AuditEvent `json:"items" nullable:"false"`
	NextCursor string       `json:"nextCursor" doc:"Empty on the last page."`
}

type listOutput struct{ Body AuditEventPage }

type statusOutput struct{ Body AuditStatus }

type cursor struct {
	ID int64 `json:"id"`
}

// Register adds the operations that show the audit. recorder keeps what is taken out, notary knows what is signed.
func (r *Reader) Register(api *httpapi.API, recorder *Recorder, notary *Notary) {
	httpapi.Register(api, httpapi.Operation{
		ID: "listAuditEvents", Method: http.MethodGet, Path: "/audit-events", Permission: "audit.read", Tags: []string{"audit"},
		Summary:     "What was done, by whom, newest first",
		Description: "The auditor sees every event; the audit administrator (audit.adminRead) those on accounts, posts, grants, departments and sessions.",
	}, r.list)
	httpapi.Register(api, httpapi.Operation{
		ID: "getAuditStatus", Method: http.MethodGet, Path: "/audit-status", Permission: "audit.read", Tags: []string{"audit"},
		Summary: "When the audit was last signed and checked, and what was found",
	}, func(ctx context.Context, _ *struct{}) (*statusOutput, error) {
		status, err := r.Status(ctx, notary)
		return &statusOutput{status}, err
	})
	httpapi.Register(api, httpapi.Operation{
		ID: "exportAuditEvents", Method: http.MethodGet, Path: "/exports/audit.csv", Permission: "audit.read", Tags: []string{"exports"},
		Summary: "The audit as CSV, newest first", Produces: "text/csv", Weight: httpapi.Export, Timeout: exportTime,
		Description: "The events and the filter of the screen, at most 50,000. The export is recorded in the audit.",
	}, func(ctx context.Context, in *AuditFilterQuery) (*httpapi.Stream, error) {
		write, err := r.ExportEvents(ctx, recorder, in.filter())
		if err != nil {
			return nil, err
		}
		return api.Download("text/csv; charset=utf-8", "audit.csv", write), nil
	})
}

func (r *Reader) list(ctx context.Context, in *listInput) (*listOutput, error) {
	filter := in.filter()
	filter.Limit = in.Limit
	if in.Cursor != "" {
		var after cursor
		if err := httpapi.DecodeCursor(in.Cursor, &after); err != nil {
			return nil, err
		}
		filter.Before = after.ID
	}
	records, more, err := r.List(ctx, filter)
	if err != nil {
		return nil, err
	}
	page := AuditEventPage{Items: records}
	if more {
		if page.NextCursor, err = httpapi.EncodeCursor(cursor{ID: records[len(records)-1].ID}); err != nil {
			return nil, err
		}
	}
	return &listOutput{Body: page}, nil
}
