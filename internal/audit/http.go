package audit

import (
	"context"
	"net/http"

	"guatu/internal/platform/httpapi"
)

type listInput struct {
	Entity   string `query:"entity" maxLength:"40" doc:"Kind of row, for example milestone."`
	EntityID int64  `query:"entityId" minimum:"1" doc:"Id of the row."`
	Actor    int64  `query:"actor" minimum:"1" doc:"Id of the user who acted."`
	Action   string `query:"action" maxLength:"80" doc:"An action, or with a dot at the end all of a kind: login."`
	From     string `query:"from" format:"date" doc:"First business day."`
	To       string `query:"to" format:"date" doc:"Last business day."`
	Limit    int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor   string `query:"cursor" maxLength:"1000"`
}

// AuditEventPage is one page of events, the newest first.
type AuditEventPage struct {
	Items      []AuditEvent `json:"items" nullable:"false"`
	NextCursor string       `json:"nextCursor" doc:"Empty on the last page."`
}

type listOutput struct{ Body AuditEventPage }

type cursor struct {
	ID int64 `json:"id"`
}

// Register adds the operation that shows the audit.
func (r *Reader) Register(api *httpapi.API) {
	httpapi.Register(api, httpapi.Operation{
		ID: "listAuditEvents", Method: http.MethodGet, Path: "/audit-events", Permission: "audit.read", Tags: []string{"audit"},
		Summary:     "What was done, by whom, newest first",
		Description: "The auditor sees every event; the audit administrator (audit.adminRead) those on accounts, posts, grants, departments and sessions.",
	}, r.list)
}

func (r *Reader) list(ctx context.Context, in *listInput) (*listOutput, error) {
	filter := Filter{Entity: in.Entity, EntityID: in.EntityID, Actor: in.Actor, Action: in.Action, From: in.From, To: in.To, Limit: in.Limit}
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
