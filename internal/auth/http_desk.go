package auth

import (
	"context"
	"net/http"
	"time"

	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// mergeTimeout is longer than that of other requests: a merge writes a version of each row of a department.
const mergeTimeout = 3 * time.Minute

// MergeRequest names the department that takes over.
type MergeRequest struct {
	IntoID int64 `json:"intoId" minimum:"1"`
}

type mergeInput struct {
	httpapi.IfMatch
	ID   int64 `path:"id" minimum:"1"`
	Body MergeRequest
}

type mergePreviewInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Into int64 `query:"into" minimum:"1" required:"true" doc:"Department that would take over."`
}

// SuccessionRequest hands a post to a successor.
type SuccessionRequest struct {
	UserID   int64         `json:"userId" minimum:"1" doc:"The successor."`
	From     schedule.Date `json:"from" format:"date" doc:"First day of the successor, today or later; the present holder's last day is the day before."`
	HolderID int64         `json:"holderId,omitempty" minimum:"1" doc:"The holding that ends; needed only when several people hold the post."`
}

type successionInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body SuccessionRequest
}

// registerDesk adds what administrators do beyond single rows: names and merges of departments, succession, sessions of others.
func (s *Service) registerDesk(api *httpapi.API) {
	tags := []string{"accounts"}
	httpapi.Register(api, httpapi.Operation{ID: "getDepartmentHistory", Method: http.MethodGet, Path: "/departments/{id}/history", Permission: PermDepartmentsRead,
		Tags: tags, Summary: "What a department was called from when to when, where it went and what came to it"},
		func(ctx context.Context, in *idInput) (*body[DepartmentHistory], error) {
			return page(s.DepartmentHistory(ctx, in.ID))
		})
	httpapi.Register(api, httpapi.Operation{ID: "previewMerge", Method: http.MethodGet, Path: "/departments/{id}/merge-preview", Permission: PermDepartmentsManage,
		Tags: tags, Summary: "What a merge would move; refuses what the merge would refuse"},
		func(ctx context.Context, in *mergePreviewInput) (*body[MergePreview], error) {
			return page(s.PreviewMerge(ctx, in.ID, in.Into))
		})
	httpapi.Register(api, httpapi.Operation{ID: "mergeDepartment", Method: http.MethodPost, Path: "/departments/{id}/merge", Permission: PermDepartmentsManage,
		Tags: tags, Summary: "Close a department and pass its rows, posts and people to another", Idempotent: true, Timeout: mergeTimeout,
		Description: "Final: decided reports and days before the merge keep the old department, everything else belongs to the other one from today on."},
		func(ctx context.Context, in *mergeInput) (*versioned[DepartmentMerge], error) {
			merged, err := s.MergeDepartments(ctx, in.ID, in.Version, in.Body.IntoID)
			return withETag(merged, merged.Department.Version, err)
		})
	httpapi.Register(api, httpapi.Operation{ID: "listPostHolders", Method: http.MethodGet, Path: "/posts/{id}/holders", Permission: PermPostsRead,
		Tags: tags, Summary: "Who held a post, holds it and will, from when to when"},
		func(ctx context.Context, in *idInput) (*body[PostHolders], error) {
			return page(s.PostHolders(ctx, in.ID))
		})
	httpapi.Register(api, httpapi.Operation{ID: "succeedPost", Method: http.MethodPost, Path: "/posts/{id}/succeed", Permission: PermPostsAppoint, FreshProof: true,
		Tags: tags, Summary: "Hand a post to a successor, without a gap and without an overlap", Idempotent: true, Status: http.StatusCreated},
		func(ctx context.Context, in *successionInput) (*body[Succession], error) {
			return page(s.Succeed(ctx, NewSuccession{PostID: in.ID, UserID: in.Body.UserID, From: in.Body.From, HolderID: in.Body.HolderID}))
		})
	httpapi.Register(api, httpapi.Operation{ID: "endUserSessions", Method: http.MethodPost, Path: "/users/{id}/sessions/end", Permission: PermUsersManage,
		Tags: tags, Summary: "End every session of an account at once", Idempotent: true},
		func(ctx context.Context, in *idInput) (*body[EndedSessions], error) {
			return page(s.EndSessions(ctx, in.ID))
		})
}
