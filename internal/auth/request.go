package auth

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/httpapi"
)

// AuthenticateRequest finds out who sent the request; it is httpapi.Options.Authenticate. The context it returns
// carries the actor and the subject of the audit.
func (s *Service) AuthenticateRequest(ctx context.Context, r *http.Request) (context.Context, error) {
	token, ok := bearer(r.Header.Get("Authorization"))
	if !ok {
		return ctx, httpapi.Unauthorized()
	}
	actor, err := s.Authenticate(ctx, token)
	if err != nil {
		return ctx, err
	}
	ctx = audit.WithSubject(ctx, audit.Subject{
		ActorID: actor.UserID, ActorName: actor.Name, SessionID: actor.SessionID,
		RequestID: httpapi.RequestID(ctx), IP: httpapi.ClientIP(ctx),
	})
	return httpapi.WithUserID(WithActor(ctx, actor), actor.UserID), nil
}

// AuthorizeOperation says whether the actor may call the operation at all; it is httpapi.Options.Authorize. Which rows
// they may touch is decided by the feature's service:
//
//   - the actor has a role that may be used from other networks alone: 403 for everything;
//   - the actor has still to show or set up a second factor, or to change a one-time password: 403 for all but that;
//   - the actor has the permission: go on, with an operation that needs a fresh proof after one (403 proof_required);
//   - an operation without a row (list, create): 403;
//   - an operation on a row: who can read no such row at all gets 404, as for a row that does not exist; who can read
//     some goes on, and the service answers 404 or 403 after looking at the row.
func (s *Service) AuthorizeOperation(ctx context.Context, op httpapi.Operation) error {
	actor, ok := ActorFrom(ctx)
	if !ok {
		return httpapi.Unauthorized()
	}
	if !s.allow.admits(actor, httpapi.ClientIP(ctx)) {
		return errAddress()
	}
	if err := unfinished(actor, op.ID); err != nil {
		return err
	}
	for _, permission := range EquivalentPermissions(op.Permission) {
		if s.policy.May(actor, permission) {
			return s.proofOf(actor, op)
		}
	}
	if !strings.Contains(op.Path, "{") {
		return httpapi.Forbidden()
	}
	if read := ReadPermission(op.Path); read != "" && s.policy.May(actor, read) {
		return nil
	}
	return httpapi.NotFound()
}

// unfinished refuses what comes before signing in is finished: the code first, then a password of one's own, then the
// setting up of a second factor. Signing out and renewing the session are public.
func unfinished(actor *Actor, operation string) error {
	switch {
	case actor.Factor == FactorCode && !slices.Contains([]string{"getMe", opVerifyFactor}, operation):
		return errFactorNeeded()
	case actor.MustChange && actor.Factor != FactorCode && !slices.Contains([]string{"getMe", opChangePassword}, operation):
		return errMustChange()
	case actor.Factor == FactorEnrol && !slices.Contains([]string{"getMe", opChangePassword, opGetFactor, opBeginFactor, opConfirmFactor}, operation):
		return errEnrolNeeded()
	}
	return nil
}

// EquivalentPermissions returns the permissions each of which opens an operation: the permission it names, and for the
// audit the narrower one of the audit administrator (the rows shown differ).
func EquivalentPermissions(permission string) []string {
	if permission == PermAuditRead {
		return []string{PermAuditRead, PermAuditAdminRead}
	}
	return []string{permission}
}

// ReadPermission returns the permission that makes the rows below a path readable, "" for a path without such rows.
func ReadPermission(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch first {
	case "projects":
		return PermProjectsRead
	case "milestones":
		return PermMilestonesRead
	case "reports":
		return PermReportsRead
	case "livelihood-tasks", "indicators":
		return PermLivelihoodRead
	case "plans", "project-lists":
		return PermPlansRead
	case "periods":
		return PermPeriodsRead
	case "rule-sets", "rule-set-adoptions":
		return PermRulesRead
	case "change-requests":
		return PermChangesRead
	case "files":
		return PermFilesRead
	case "departments":
		return PermDepartmentsRead
	case "posts":
		return PermPostsRead
	case "users":
		return PermUsersRead
	case "grants":
		return PermGrantsRead
	}
	return ""
}

// RecordRefusal keeps a refused access in the audit; it is httpapi.Options.OnError. Only 403 is kept: a 404 is the
// normal answer to a mistyped address, and a 401 has nobody to name. Of the same user and operation one a minute is kept:
// whoever asks in a loop must not fill the audit, which is never emptied, nor take the writer from others.
func (s *Service) RecordRefusal(ctx context.Context, op httpapi.Operation, failure *httpapi.Error) {
	actor, ok := ActorFrom(ctx)
	unfinished := ok && failure.Code != codeAddress && (actor.MustChange || actor.Factor != FactorNone)
	if !ok || failure.Status != http.StatusForbidden || unfinished || !s.refusals.first(actor.UserID, op.ID, s.clock.Now()) {
		return
	}
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		return s.audit.Record(ctx, tx, audit.Event{Action: "access.refused", Entity: "access", EntityID: actor.UserID,
			After: refusal{Operation: op.ID, Code: failure.Code}})
	})
	if err != nil {
		s.log.ErrorContext(ctx, "refused access could not be recorded", "operation", op.ID, "error", err)
	}
}

type refusal struct {
	Operation string `json:"operation"`
	Code      string `json:"code"`
}

// AuditAccess says what the caller may see of the audit; it is handed to audit.NewReader.
func (s *Service) AuditAccess(ctx context.Context) audit.Access {
	actor, ok := ActorFrom(ctx)
	switch {
	case !ok:
		return audit.AccessNone
	case s.policy.May(actor, PermAuditRead):
		return audit.AccessAll
	case s.policy.May(actor, PermAuditAdminRead):
		return audit.AccessAdministrators
	}
	return audit.AccessNone
}

// bearer takes the token out of an Authorization header.
func bearer(header string) (string, bool) {
	scheme, token, ok := strings.Cut(header, " ")
	return token, ok && strings.EqualFold(scheme, "Bearer") && token != ""
}
