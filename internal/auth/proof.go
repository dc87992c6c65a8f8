package auth

import (
	"context"
	"net/http"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// Proof is how long the session may do what needs a fresh proof.
type Proof struct {
	Until time.Time `json:"until" doc:"Operations with x-fresh-proof go through until then."`
}

// registerProof adds how a session proves once more who has it. It is not idempotent by key: sent twice, it is proved twice.
func (s *Service) registerProof(api *httpapi.API) {
	httpapi.Register(api, httpapi.Operation{ID: "prove", Method: http.MethodPost, Path: "/auth/proof", Permission: PermSessionOwn, Tags: []string{"auth"},
		Summary:     "Prove once more who one is, before something dangerous",
		Description: "With the password, and a code where the account has a second factor. Asked for by 403 proof_required; a login counts as a proof. Wrong tries count like failed logins."},
		func(ctx context.Context, in *body[FactorProof]) (*body[Proof], error) {
			return page(s.Prove(ctx, in.Body))
		})
}

// proofOf refuses an operation that needs a fresh proof when the session of the actor has none.
func (s *Service) proofOf(actor *Actor, op httpapi.Operation) error {
	if op.FreshProof && s.clock.Now().Sub(actor.ProvedAt) >= s.proofFor {
		return errProofNeeded()
	}
	return nil
}

// Prove notes that whoever has the session of the actor knows the password and, where the account has a second factor, has
// shown a code of it. Wrong tries count like failed logins and lock the account like them.
func (s *Service) Prove(ctx context.Context, in FactorProof) (Proof, error) {
	actor, ok := ActorFrom(ctx)
	if !ok {
		return Proof{}, httpapi.Unauthorized()
	}
	user, err := s.proved(ctx, actor.Username, "password", in.Password)
	if err != nil {
		return Proof{}, err
	}
	now := s.clock.Now()
	note := func(ctx context.Context, tx *gorm.DB, user userRow) error {
		err := once(tx.Exec("UPDATE sessions SET proved_at = ? WHERE id = ? AND revoked_at = 0", now.UnixMilli(), actor.SessionID), errSessionEnded())
		if err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "session.prove", Entity: "user", EntityID: user.ID})
	}
	switch {
	case user.FactorSince == 0:
		err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error { return note(ctx, tx, user) })
	case in.Code == "":
		err = errCodeMissing()
	default:
		err = s.proveCode(ctx, actor, in.Code, note)
	}
	return Proof{Until: now.Add(s.proofFor).UTC()}, database.Translate(err)
}
