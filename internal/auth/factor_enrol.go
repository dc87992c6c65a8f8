package auth

import (
	"context"
	"fmt"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// Enrolment is a new second factor that has still to be confirmed with its first code.
type Enrolment struct {
	Secret  string    `json:"secret" doc:"For typing into an app that can not scan."`
	Address string    `json:"address" doc:"otpauth:// address, the content of the picture."`
	Picture string    `json:"picture" doc:"QR code as a data URI, drawn by the server itself."`
	Until   time.Time `json:"until" doc:"Confirm it before this time."`
}

// BeginFactor makes a new secret for the actor's app and shows it once. It counts when ConfirmFactor has seen a code of it;
// until then a factor that is there stays. The password is asked for once more, and a code of the factor that is there;
// right after a login that demands a second factor neither is.
func (s *Service) BeginFactor(ctx context.Context, in FactorProof) (Enrolment, error) {
	actor, ok := ActorFrom(ctx)
	if !ok {
		return Enrolment{}, httpapi.Unauthorized()
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Guatu", AccountName: actor.Username, SecretSize: secretSize,
		Period: uint(codeStep / time.Second), Digits: codeDigits, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		return Enrolment{}, fmt.Errorf("second factor: %w", err)
	}
	sealed, err := s.vault.close(actor.UserID, key.Secret())
	if err != nil {
		return Enrolment{}, err
	}
	picture, err := pictureOf(key)
	if err != nil {
		return Enrolment{}, err
	}
	now := s.clock.Now()
	keep := func(ctx context.Context, tx *gorm.DB, user userRow) error {
		err := tx.Exec("UPDATE users SET factor_pending = ?, factor_pending_at = ? WHERE id = ? AND factor_since = ?", sealed, now.UnixMilli(), user.ID, user.FactorSince).Error
		if err != nil {
			return database.Translate(err)
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "factor.begin", Entity: "user", EntityID: user.ID})
	}
	err = s.beginProved(ctx, actor, in, keep)
	return Enrolment{Secret: key.Secret(), Address: key.URL(), Picture: picture, Until: now.Add(pendingFor).UTC()}, err
}

// beginProved asks for what is needed before a new secret is kept.
func (s *Service) beginProved(ctx context.Context, actor *Actor, in FactorProof, keep factorDone) error {
	user, err := find[userRow](s.db.Read(ctx), actor.UserID)
	if err != nil {
		return err
	}
	if user.FactorSince != 0 {
		return s.proveBoth(ctx, actor, in, keep)
	}
	recent, err := s.fresh(ctx, actor.SessionID)
	if err != nil {
		return err
	}
	if actor.Factor != FactorEnrol || !recent {
		if user, err = s.proved(ctx, actor.Username, "password", in.Password); err != nil {
			return err
		}
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error { return keep(ctx, tx, user) })
}

// ConfirmFactor makes the secret of BeginFactor the actor's second factor, when the code is one of it. The session is
// exchanged for one that opens everything, every other one of the account ends, and the recovery codes are shown, once.
// 409 no_enrolment when nothing was begun or its time is over.
func (s *Service) ConfirmFactor(ctx context.Context, in FactorCodeInput, c Credentials) (Signed, RecoveryCodes, error) {
	actor, ok := ActorFrom(ctx)
	if !ok {
		return Signed{}, RecoveryCodes{}, httpapi.Unauthorized()
	}
	user, step, err := s.pendingStep(ctx, actor, in.Code)
	if err != nil {
		return Signed{}, RecoveryCodes{}, err
	}
	codes, err := newRecoveryCodes()
	if err != nil {
		return Signed{}, RecoveryCodes{}, err
	}
	row, secret, err := s.newSession(actor.UserID, c)
	if err != nil {
		return Signed{}, RecoveryCodes{}, err
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		now := s.clock.Now()
		err := once(tx.Exec(`UPDATE users SET factor_secret = factor_pending, factor_since = ?, factor_step = ?, factor_pending = '', factor_pending_at = 0
			WHERE id = ? AND factor_pending = ? AND disabled = ?`, now.UnixMilli(), step, user.ID, user.FactorPending, false), errNoEnrolment())
		if err != nil {
			return err
		}
		if err := s.storeRecoveryCodes(tx, user.ID, codes); err != nil {
			return err
		}
		if err := endSessions(tx, now, "user_id = ? AND id <> ?", user.ID, actor.SessionID); err != nil {
			return err
		}
		if err := s.audit.Record(ctx, tx, audit.Event{Action: "factor.enrol", Entity: "user", EntityID: user.ID}); err != nil {
			return err
		}
		return s.promote(ctx, tx, user, actor.SessionID, &row)
	})
	if err != nil {
		return Signed{}, RecoveryCodes{}, err
	}
	signed, err := s.signed(ctx, user, row, secret)
	return signed, RecoveryCodes{Codes: codes}, err
}

// pendingStep is the time step of a code of the secret that was begun.
func (s *Service) pendingStep(ctx context.Context, actor *Actor, code string) (userRow, int64, error) {
	user, err := find[userRow](s.db.Read(ctx), actor.UserID)
	if err != nil {
		return user, 0, err
	}
	now := s.clock.Now()
	if user.FactorPending == "" || now.Sub(time.UnixMilli(user.FactorPendingAt)) > pendingFor {
		return user, 0, errNoEnrolment()
	}
	secret, err := s.vault.open(user.ID, user.FactorPending)
	if err != nil {
		return user, 0, errNoEnrolment()
	}
	step, err := stepOf(secret, plainCode(code), now)
	if err == nil && step == 0 {
		err = errInvalid("code", "wrong", "验证码不正确，请核对手机时间后重新输入", "is not the right code; check the clock of the phone")
	}
	return user, step, err
}
