package auth

import (
	"context"
	"net/http"
	"strconv"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// PasswordChange is a person's own change of password.
type PasswordChange struct {
	Current string `json:"current" minLength:"1" maxLength:"1000" doc:"The password one has signed in with."`
	New     string `json:"new" minLength:"1" maxLength:"1000" doc:"By the password rules of GET /me; without the user name, not one of the common ones, not the current one."`
}

const opChangePassword = "changePassword"

func (s *Service) registerOwnPassword(api *httpapi.API) {
	httpapi.Register(api, httpapi.Operation{ID: opChangePassword, Method: http.MethodPost, Path: "/me/password", Permission: PermSessionOwn,
		Tags: []string{"auth"}, Summary: "Change one's own password; ends one's other sessions", Status: http.StatusNoContent,
		Description: "Needed before anything else after signing in with a one-time password. Wrong current passwords count like failed logins."},
		func(ctx context.Context, in *body[PasswordChange]) (*struct{}, error) {
			return nil, s.ChangePassword(ctx, in.Body)
		})
}

// ChangePassword gives the actor a password of their own and ends their other sessions. A wrong current password counts
// like a failed login and locks the account like one: a session left open must not be a way to guess it.
func (s *Service) ChangePassword(ctx context.Context, in PasswordChange) error {
	actor, ok := ActorFrom(ctx)
	if !ok {
		return httpapi.Unauthorized()
	}
	if fault := s.newPasswordFault(actor.Username, in); fault != nil {
		return fault
	}
	user, err := s.proved(ctx, actor.Username, "current", in.Current)
	if err != nil {
		return err
	}
	if former, err := s.usedBefore(ctx, user.ID, in.New); err != nil || former {
		if err == nil {
			err = errInvalid("new", "former", "新口令与最近 "+strconv.Itoa(s.rules.History)+" 次用过的口令相同，请换一个",
				"is one of your last "+strconv.Itoa(s.rules.History)+" passwords, choose another")
		}
		return err
	}
	hash, err := s.hasher.hash(ctx, in.New)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if err := s.keepFormer(tx, user.ID); err != nil {
			return err
		}
		// The old hash is compared: a reset that came in between must not be undone.
		done := tx.Exec("UPDATE users SET password_hash = ?, one_time_until = 0, password_at = ?, failed_logins = 0, locked_until = 0 WHERE id = ? AND password_hash = ?",
			hash, s.clock.Now().UnixMilli(), user.ID, user.PasswordHash)
		if done.Error != nil {
			return database.Translate(done.Error)
		}
		if done.RowsAffected != 1 {
			return errPasswordChanged()
		}
		if err := endSessions(tx, s.clock.Now(), "user_id = ? AND id <> ?", user.ID, actor.SessionID); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "user.changePassword", Entity: "user", EntityID: user.ID})
	})
}

// newPasswordFault says why the new password is not accepted.
func (s *Service) newPasswordFault(username string, in PasswordChange) error {
	if in.New == in.Current {
		return errInvalid("new", "same", "新口令不能与原口令相同", "must not be the current password")
	}
	return s.checkPassword("new", username, in.New)
}

// proved checks the current password of an account, which came in the field, under the same count of failures as a login.
func (s *Service) proved(ctx context.Context, username, field, password string) (userRow, error) {
	seat := s.running.join(username)
	defer s.running.leave(username, seat)
	user, tried, err := s.reserve(ctx, username, seat)
	if err != nil {
		return user, err
	}
	if !tried {
		return user, errPasswordLocked(s.lockFor)
	}
	defer seat.end()
	matched, err := s.hasher.verify(ctx, user.PasswordHash, password)
	if err != nil {
		s.giveTryBack(ctx, user)
		return user, err
	}
	if !matched {
		if err := s.failed(ctx, user, true); httpapi.From(err).Status != http.StatusUnauthorized {
			return user, err
		}
		return user, errInvalid(field, "wrong", "口令不正确", "is not the current password")
	}
	s.giveTryBack(ctx, user)
	return user, nil
}
