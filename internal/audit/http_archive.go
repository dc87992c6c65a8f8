package audit

import (
	"context"
	"net/http"

	"guatu/internal/platform/httpapi"
)

type archiveList struct {
	Items []ArchiveRequest `json:"items" nullable:"false"`
}

type archivesOutput struct{ Body archiveList }

type archiveOutput struct {
	ETag string `header:"ETag"`
	Body ArchiveRequest
}

// NewArchiveRequest asks for an archive.
type NewArchiveRequest struct {
	Before string `json:"before" format:"date" doc:"Records from before this day; at least a year ago."`
	Words  string `json:"words" minLength:"2" maxLength:"500" doc:"Why."`
}

type askArchiveInput struct{ Body NewArchiveRequest }

type decideArchiveInput struct {
	httpapi.IfMatch
	httpapi.IDPath
}

func archiveAnswer(r ArchiveRequest, err error) (*archiveOutput, error) {
	if err != nil {
		return nil, err
	}
	return &archiveOutput{httpapi.ETag(r.Version), r}, nil
}

// Register adds the operations with which two people have records archived.
func (d *ArchiveDesk) Register(api *httpapi.API) {
	const permission = "audit.archive"
	tags := []string{"audit"}
	httpapi.Register(api, httpapi.Operation{ID: "listArchiveRequests", Method: http.MethodGet, Path: "/audit-archives", Permission: permission, Tags: tags,
		Summary: "What was asked to be archived, by whom, and who confirmed it; the newest first"},
		func(ctx context.Context, _ *struct{}) (*archivesOutput, error) {
			items, err := d.List(ctx)
			return &archivesOutput{archiveList{items}}, err
		})
	httpapi.Register(api, httpapi.Operation{ID: "askArchive", Method: http.MethodPost, Path: "/audit-archives", Permission: permission, Tags: tags,
		Status: http.StatusCreated, Idempotent: true, Summary: "Ask for the records from before a day to be moved into a signed file",
		Description: "Nothing moves before somebody else confirms it and the file is written on the machine (guatu audit archive)."},
		func(ctx context.Context, in *askArchiveInput) (*archiveOutput, error) {
			return archiveAnswer(d.Ask(ctx, in.Body.Before, in.Body.Words))
		})
	httpapi.Register(api, httpapi.Operation{ID: "confirmArchive", Method: http.MethodPost, Path: "/audit-archives/{id}/confirm", Permission: permission, Tags: tags,
		Idempotent: true, TwoPersons: codeSamePerson, Summary: "Confirm what somebody else has asked for"},
		func(ctx context.Context, in *decideArchiveInput) (*archiveOutput, error) {
			return archiveAnswer(d.Confirm(ctx, in.ID, in.Version))
		})
	httpapi.Register(api, httpapi.Operation{ID: "withdrawArchive", Method: http.MethodPost, Path: "/audit-archives/{id}/withdraw", Permission: permission, Tags: tags,
		Idempotent: true, Summary: "Take a request back or turn it down, before its file is written"},
		func(ctx context.Context, in *decideArchiveInput) (*archiveOutput, error) {
			return archiveAnswer(d.Withdraw(ctx, in.ID, in.Version))
		})
}
