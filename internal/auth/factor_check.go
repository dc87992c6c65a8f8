package auth

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// FactorProof is what is asked for before a second factor is changed.
type FactorProof struct {
	Password string `json:"password,omitempty" maxLength:"1000" doc:"One's password."`
	Code     string `json:"code,omitempty" maxLength:"40" doc:"Six digits of the app, or a recovery code."`
}

// FactorCodeInput is a code that was typed.
type FactorCodeInput struct {
	Code string `json:"code" minLength:"1" maxLength:"40" doc:"Six digits of the app, or a recovery code."`
}

// errReplayed: the code is right and has been accepted before.
var errReplayed = errors.New("code used before")

// errMismatch: no code that counts.
var errMismatch = errors.New("code does not match")

// factorDone is what happens in the transaction that uses a code up.
type factorDone func(ctx context.Context, tx *gorm.DB, user userRow) error

// VerifyFactor takes the second step of a login: with a code of the app or a recovery code the session is exchanged for
// one that opens everything. Wrong codes count like wrong passwords and lock the account like them; a code is accepted
// once, however often and wherever it is sent at the same time.
func (s *Service) VerifyFactor(ctx context.Context, in FactorCodeInput, c Credentials) (Signed, error) {
	actor, ok := ActorFrom(ctx)
	if !ok {
		return Signed{}, httpapi.Unauthorized()
	}
	if actor.Factor != FactorCode {
		return Signed{}, errNothingToVerify()
	}
	row, secret, err := s.newSession(actor.UserID, c)
	if err != nil {
		return Signed{}, err
	}
	var user userRow
	err = s.proveCode(ctx, actor, in.Code, func(ctx context.Context, tx *gorm.DB, found userRow) error {
		user = found
		return s.promote(ctx, tx, user, actor.SessionID, &row)
	})
	if err != nil {
		return Signed{}, err
	}
	return s.signed(ctx, user, row, secret)
}

// promote ends a session that has not shown the second factor and opens the one that has.
func (s *Service) promote(ctx context.Context, tx *gorm.DB, user userRow, old string, row *sessionRow) error {
	now := s.clock.Now()
	done := tx.Table("sessions").Where("id = ? AND revoked_at = 0", old).Update("revoked_at", now.UnixMilli())
	if done.Error != nil {
		return database.Translate(done.Error)
	}
	if done.RowsAffected != 1 {
		return errSessionEnded()
	}
	row.FactorAt, row.ExpiresAt = now.UnixMilli(), now.Add(s.absolute).UnixMilli()
	if err := s.createSession(tx, row); err != nil {
		return err
	}
	return s.recordLogin(ctx, tx, outcomeOK, user, row.ID)
}

// proveBoth asks for password and code of an account that has a second factor, and does what they are needed for.
func (s *Service) proveBoth(ctx context.Context, actor *Actor, in FactorProof, done factorDone) error {
	if _, err := s.proved(ctx, actor.Username, "password", in.Password); err != nil {
		return err
	}
	return s.proveCode(ctx, actor, in.Code, done)
}

// proveCode counts a try as a login does, looks at the code and, when it is right, uses it up in one transaction with what
// it was needed for.
func (s *Service) proveCode(ctx context.Context, actor *Actor, code string, done factorDone) error {
	seat := s.running.join(actor.Username)
	defer s.running.leave(actor.Username, seat)
	user, tried, err := s.reserve(ctx, actor.Username, seat)
	if err != nil {
		return err
	}
	if !tried {
		return errFactorLocked(s.lockFor)
	}
	defer seat.end()
	if user.FactorSince == 0 {
		s.giveTryBack(ctx, user)
		return errNoFactor()
	}
	err = s.useCode(ctx, user, plainCode(code), done)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errMismatch):
		if err := s.failedBy(ctx, user, true, "code"); httpapi.From(err).Status != 401 {
			return err
		}
		return errInvalid("code", "wrong", "验证码不正确", "is not the right code")
	case errors.Is(err, errReplayed):
		s.giveTryBack(ctx, user)
		return s.replayed(ctx, user)
	case errors.Is(err, errSealed):
		s.giveTryBack(ctx, user)
		s.log.ErrorContext(ctx, err.Error(), slog.Int64("user", user.ID))
		return errFactorKey()
	}
	s.giveTryBack(ctx, user)
	return err
}

// useCode finds what the code is and uses it up: a time step by moving the last accepted one forward, a recovery code by
// marking it. Both are one conditional UPDATE, so that of any number of parallel tries one succeeds.
func (s *Service) useCode(ctx context.Context, user userRow, code string, done factorDone) error {
	use, err := s.useOf(user, code)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if err := use(tx); err != nil {
			return err
		}
		if err := tx.Exec("UPDATE users SET failed_logins = 0, locked_until = 0 WHERE id = ?", user.ID).Error; err != nil {
			return database.Translate(err)
		}
		return done(ctx, tx, user)
	})
}

// useOf returns the statement that uses the code up.
func (s *Service) useOf(user userRow, code string) (func(tx *gorm.DB) error, error) {
	secret, err := s.vault.open(user.ID, user.FactorSecret)
	if err != nil {
		return nil, err
	}
	step, err := stepOf(secret, code, s.clock.Now())
	if err != nil {
		return nil, err
	}
	if step != 0 {
		return func(tx *gorm.DB) error {
			return once(tx.Exec("UPDATE users SET factor_step = ? WHERE id = ? AND factor_secret = ? AND factor_step < ? AND disabled = ?",
				step, user.ID, user.FactorSecret, step, false), errReplayed)
		}, nil
	}
	hash, now := s.vault.digest(user.ID, code), s.clock.Now().UnixMilli()
	return func(tx *gorm.DB) error {
		return once(tx.Exec("UPDATE recovery_codes SET used_at = ? WHERE user_id = ? AND code_hash = ? AND used_at = 0", now, user.ID, hash), errMismatch)
	}, nil
}

// once is fault when the statement changed no row.
func once(done *gorm.DB, fault error) error {
	if done.Error != nil {
		return database.Translate(done.Error)
	}
	if done.RowsAffected != 1 {
		return fault
	}
	return nil
}

// replayed records that a right code came a second time. Nobody guessed, so it is not counted.
func (s *Service) replayed(ctx context.Context, user userRow) error {
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		return s.audit.Record(ctx, tx, audit.Event{Action: outcomeFailed, Entity: "session", EntityID: user.ID,
			After: loginNote{Username: user.Username, Reason: "replayed"}})
	})
	if err != nil {
		return err
	}
	return errCodeUsed(codeStep)
}

// fresh says whether the session was opened with the password so short a time ago that it need not be asked for again.
func (s *Service) fresh(ctx context.Context, sessionID string) (bool, error) {
	var row sessionRow
	if err := s.db.Read(ctx).Where("id = ?", sessionID).Take(&row).Error; err != nil {
		return false, database.Translate(err)
	}
	return s.clock.Now().Sub(time.UnixMilli(row.CreatedAt)) < pendingFor, nil
}
