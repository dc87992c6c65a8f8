package auth

import (
	"context"
	"time"
)

// RoleHeld is one role that the actor has today, and the post it comes from. DepartmentID is 0 for a post outside any
// department (a district leader).
type RoleHeld struct {
	Role         string
	PostID       int64
	DepartmentID int64
}

// PostHeld is one post the actor holds today.
type PostHeld struct {
	ID           int64
	Code         string
	Name         string
	DepartmentID int64
}

// Actor is the person behind a request, with the rights of today's business day. It is never changed after it was made:
// requests of the same person share the slices.
type Actor struct {
	UserID    int64
	Username  string
	Name      string
	SessionID string
	// MustChange says that the person signed in with a one-time password: nothing else may be done before it is changed.
	MustChange bool
	// PasswordExpired: it must be changed because it is older than the password rules allow.
	PasswordExpired bool
	// Factor is what the session lacks of the second factor; FactorNone opens what the roles open.
	Factor FactorNeed
	// HasFactor: the account has a second factor, so a proof of who one is takes a code of it too.
	HasFactor bool
	// ProvedAt is when the session last proved who has it.
	ProvedAt time.Time
	Epoch    int64 // of the access tables when the rights were read
	Roles    []RoleHeld
	Posts    []PostHeld
}

// Has says whether the actor has the role today, through any post.
func (a *Actor) Has(role string) bool {
	if a == nil {
		return false
	}
	for _, held := range a.Roles {
		if held.Role == role {
			return true
		}
	}
	return false
}

// DepartmentIDs returns the departments of the posts held today, each once.
func (a *Actor) DepartmentIDs() []int64 {
	var ids []int64
	for _, post := range a.Posts {
		ids = addID(ids, post.DepartmentID)
	}
	return ids
}

// LeaderPostIDs returns the posts held today that have a line ("mine" for a leader).
func (a *Actor) LeaderPostIDs() []int64 {
	var ids []int64
	for _, held := range a.Roles {
		if IsLeaderRole(held.Role) {
			ids = addID(ids, held.PostID)
		}
	}
	return ids
}

type actorKey struct{}

// WithActor returns a context that carries the actor.
func WithActor(ctx context.Context, actor *Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// ActorFrom returns the actor of the request; ok is false on a public operation without a session.
func ActorFrom(ctx context.Context) (*Actor, bool) {
	actor, ok := ctx.Value(actorKey{}).(*Actor)
	return actor, ok && actor != nil
}

// addID appends an id that is set and not there yet.
func addID(ids []int64, id int64) []int64 {
	if id == 0 {
		return ids
	}
	for _, known := range ids {
		if known == id {
			return ids
		}
	}
	return append(ids, id)
}
