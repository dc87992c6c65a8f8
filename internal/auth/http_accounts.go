package auth

import (
	"context"
	"net/http"

	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

type idInput struct {
	ID int64 `path:"id" minimum:"1"`
}

type body[T any] struct{ Body T }

// patchInput is a change of a resource with a version.
type patchInput[T any] struct {
	httpapi.IfMatch
	ID   int64 `path:"id" minimum:"1"`
	Body T
}

// versioned is a resource with its ETag.
type versioned[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

func withETag[T any](resource T, version int64, err error) (*versioned[T], error) {
	if err != nil {
		return nil, err
	}
	return &versioned[T]{ETag: httpapi.ETag(version), Body: resource}, nil
}

// page answers a list.
func page[T any](items T, err error) (*body[T], error) {
	if err != nil {
		return nil, err
	}
	return &body[T]{Body: items}, nil
}

func (s *Service) registerDepartments(api *httpapi.API) {
	tags := []string{"accounts"}
	httpapi.Register(api, httpapi.Operation{ID: "listDepartments", Method: http.MethodGet, Path: "/departments", Permission: PermDepartmentsRead,
		Tags: tags, Summary: "Departments, in their order"},
		func(ctx context.Context, in *DepartmentFilter) (*body[DepartmentPage], error) {
			return page(s.ListDepartments(ctx, *in))
		})
	httpapi.Register(api, httpapi.Operation{ID: "createDepartment", Method: http.MethodPost, Path: "/departments", Permission: PermDepartmentsManage,
		Tags: tags, Summary: "Add a department", Idempotent: true, Status: http.StatusCreated},
		func(ctx context.Context, in *body[NewDepartment]) (*versioned[Department], error) {
			made, err := s.CreateDepartment(ctx, in.Body)
			return withETag(made, made.Version, err)
		})
	httpapi.Register(api, httpapi.Operation{ID: "patchDepartment", Method: http.MethodPatch, Path: "/departments/{id}", Permission: PermDepartmentsManage,
		Tags: tags, Summary: "Change a department"},
		func(ctx context.Context, in *patchInput[DepartmentPatch]) (*versioned[Department], error) {
			changed, err := s.PatchDepartment(ctx, in.ID, in.Version, in.Body)
			return withETag(changed, changed.Version, err)
		})
}

// HolderRequest appoints a person to a post.
type HolderRequest struct {
	UserID int64         `json:"userId" minimum:"1"`
	From   schedule.Date `json:"from" format:"date" doc:"First day."`
	To     schedule.Date `json:"to,omitempty" format:"date" doc:"Last day; left out while it is open."`
}

type holderInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body HolderRequest
}

// HolderEnd sets the last day of a holding.
type HolderEnd struct {
	To schedule.Date `json:"to" format:"date" doc:"Last day; yesterday ends it at once."`
}

type endInput struct {
	httpapi.IfMatch
	ID       int64 `path:"id" minimum:"1"`
	HolderID int64 `path:"holderId" minimum:"1"`
	Body     HolderEnd
}

func (s *Service) registerPosts(api *httpapi.API) {
	tags := []string{"accounts"}
	httpapi.Register(api, httpapi.Operation{ID: "listPosts", Method: http.MethodGet, Path: "/posts", Permission: PermPostsRead,
		Tags: tags, Summary: "Posts and who holds them"},
		func(ctx context.Context, in *PostFilter) (*body[PostPage], error) { return page(s.ListPosts(ctx, *in)) })
	httpapi.Register(api, httpapi.Operation{ID: "createPost", Method: http.MethodPost, Path: "/posts", Permission: PermPostsManage,
		Tags: tags, Summary: "Add a post", Idempotent: true, Status: http.StatusCreated},
		func(ctx context.Context, in *body[NewPost]) (*versioned[Post], error) {
			made, err := s.CreatePost(ctx, in.Body)
			return withETag(made, made.Version, err)
		})
	httpapi.Register(api, httpapi.Operation{ID: "patchPost", Method: http.MethodPatch, Path: "/posts/{id}", Permission: PermPostsManage,
		Tags: tags, Summary: "Change a post"},
		func(ctx context.Context, in *patchInput[PostPatch]) (*versioned[Post], error) {
			changed, err := s.PatchPost(ctx, in.ID, in.Version, in.Body)
			return withETag(changed, changed.Version, err)
		})
	httpapi.Register(api, httpapi.Operation{ID: "appointHolder", Method: http.MethodPost, Path: "/posts/{id}/holders", Permission: PermPostsAppoint, FreshProof: true,
		Tags: tags, Summary: "Appoint a person to a post, from a day on", Idempotent: true, Status: http.StatusCreated},
		func(ctx context.Context, in *holderInput) (*versioned[Holder], error) {
			made, err := s.Appoint(ctx, NewHolder{PostID: in.ID, UserID: in.Body.UserID, From: in.Body.From, To: in.Body.To})
			return withETag(made, made.Version, err)
		})
	httpapi.Register(api, httpapi.Operation{ID: "endHolder", Method: http.MethodPatch, Path: "/posts/{id}/holders/{holderId}", Permission: PermPostsAppoint, FreshProof: true,
		Tags: tags, Summary: "Set the last day a person holds a post"},
		func(ctx context.Context, in *endInput) (*versioned[Holder], error) {
			changed, err := s.EndHolder(ctx, in.ID, in.HolderID, in.Version, in.Body.To)
			return withETag(changed, changed.Version, err)
		})
}

func (s *Service) registerUsers(api *httpapi.API) {
	tags := []string{"accounts"}
	httpapi.Register(api, httpapi.Operation{ID: "listUsers", Method: http.MethodGet, Path: "/users", Permission: PermUsersRead,
		Tags: tags, Summary: "Accounts, their state, posts and roles"},
		func(ctx context.Context, in *UserFilter) (*body[UserPage], error) { return page(s.ListUsers(ctx, *in)) })
	httpapi.Register(api, httpapi.Operation{ID: "createUser", Method: http.MethodPost, Path: "/users", Permission: PermUsersManage,
		Tags: tags, Summary: "Add an account, without rights and with a one-time password, shown once", Idempotent: true, Status: http.StatusCreated,
		Secret: true, Before: s.withOneTime,
		Description: "The account can do nothing until it holds a post with a role and the person has changed the password. A retry with the same Idempotency-Key does not add it again and is 409 secret_shown_once: reset the password then."},
		func(ctx context.Context, in *body[NewUser]) (*versioned[CreatedUser], error) {
			made, err := s.CreateUserOnce(ctx, in.Body)
			return withETag(made, made.Version, err)
		})
	httpapi.Register(api, httpapi.Operation{ID: "patchUser", Method: http.MethodPatch, Path: "/users/{id}", Permission: PermUsersManage,
		Tags: tags, Summary: "Change or disable an account; disabling ends its sessions at once"},
		func(ctx context.Context, in *patchInput[UserPatch]) (*versioned[User], error) {
			changed, err := s.PatchUser(ctx, in.ID, in.Version, in.Body)
			return withETag(changed, changed.Version, err)
		})
	httpapi.Register(api, httpapi.Operation{ID: "resetPassword", Method: http.MethodPost, Path: "/users/{id}/reset-password", Permission: PermUsersManage, FreshProof: true,
		Tags: tags, Summary: "Give an account a one-time password, shown once; ends its sessions", Idempotent: true, Secret: true, Before: s.withOneTime,
		Description: "A retry with the same Idempotency-Key does not reset again and is 409 secret_shown_once: the password is kept nowhere. Reset with a new key then."},
		func(ctx context.Context, in *idInput) (*body[OneTimePassword], error) {
			return page(s.ResetPassword(ctx, in.ID))
		})
	httpapi.Register(api, httpapi.Operation{ID: "unlockUser", Method: http.MethodPost, Path: "/users/{id}/unlock", Permission: PermUsersUnlock, FreshProof: true,
		Tags: tags, Summary: "Lift the lock after failed logins", Idempotent: true},
		func(ctx context.Context, in *idInput) (*versioned[User], error) {
			user, err := s.UnlockUser(ctx, in.ID)
			return withETag(user, user.Version, err)
		})
}

func (s *Service) registerGrants(api *httpapi.API) {
	tags := []string{"accounts"}
	httpapi.Register(api, httpapi.Operation{ID: "listGrants", Method: http.MethodGet, Path: "/grants", Permission: PermGrantsRead,
		Tags: tags, Summary: "Roles of posts"},
		func(ctx context.Context, in *GrantFilter) (*body[GrantPage], error) {
			return page(s.ListGrants(ctx, *in))
		})
	httpapi.Register(api, httpapi.Operation{ID: "createGrant", Method: http.MethodPost, Path: "/grants", Permission: PermGrantsManage, FreshProof: true,
		Tags: tags, Summary: "Give a role to a post", Idempotent: true, Status: http.StatusCreated},
		func(ctx context.Context, in *body[NewGrant]) (*body[Grant], error) {
			return page(s.Grant(ctx, in.Body))
		})
	httpapi.Register(api, httpapi.Operation{ID: "deleteGrant", Method: http.MethodDelete, Path: "/grants/{id}", Permission: PermGrantsManage, FreshProof: true,
		Tags: tags, Summary: "Take a role from a post", Status: http.StatusNoContent},
		func(ctx context.Context, in *idInput) (*struct{}, error) { return nil, s.Revoke(ctx, in.ID) })
}
