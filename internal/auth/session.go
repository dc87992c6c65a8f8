package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"strings"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
)

// seenStep is how exactly a session knows when it was last used; a write per request would be the dearest part of it.
const seenStep = time.Minute

// liveRow is everything a request needs to know of its session, read in one statement.
type liveRow struct {
	ID           string
	UserID       int64
	LastSeenAt   int64
	ExpiresAt    int64
	RevokedAt    int64
	Username     string
	DisplayName  string
	Disabled     bool
	OneTimeUntil int64
	PasswordAt   int64
	CreatedAt    int64
	FactorAt     int64
	FactorSince  int64
	ProvedAt     int64
	Epoch        int64
	Kid          string // empty: the key of the token is no longer in use
}

// Authenticate turns the access token of a request into its actor, with the rights of today. errToken's answer is
// token_invalid, errSession's session_ended: the first may be renewed with the cookie, the second may not.
func (s *Service) Authenticate(ctx context.Context, token string) (*Actor, error) {
	who, err := s.keys.parse(ctx, token)
	if err != nil {
		s.log.DebugContext(ctx, "token refused", slog.String("why", err.Error()))
		return nil, errTokenInvalid()
	}
	live, err := s.live(ctx, who)
	if err != nil {
		return nil, err
	}
	if err := s.refresh(ctx, live.Epoch); err != nil {
		return nil, err
	}
	if err := s.seen(ctx, live); err != nil {
		return nil, err
	}
	shared, err := s.actors.of(ctx, live.UserID, live.Epoch, s.clock.Today())
	if err != nil {
		return nil, err
	}
	actor := *shared
	actor.Username, actor.Name, actor.SessionID = live.Username, live.DisplayName, live.ID
	actor.PasswordExpired = s.rules.expired(live.PasswordAt, live.CreatedAt)
	actor.MustChange = live.OneTimeUntil != 0 || actor.PasswordExpired
	actor.Factor = s.factorNeed(shared, live.FactorSince, live.FactorAt)
	actor.HasFactor, actor.ProvedAt = live.FactorSince != 0, time.UnixMilli(live.ProvedAt)
	return &actor, nil
}

// live reads session, user, epoch and that the key of the token is still in use.
func (s *Service) live(ctx context.Context, who identity) (liveRow, error) {
	var row liveRow
	err := s.db.Read(ctx).Raw(`SELECT s.id, s.user_id, s.created_at, s.last_seen_at, s.expires_at, s.revoked_at, s.factor_at, s.proved_at,
		u.username, u.display_name, u.disabled, u.one_time_until, u.password_at, u.factor_since, e.epoch, COALESCE(k.kid, '') AS kid
		FROM sessions s JOIN users u ON u.id = s.user_id JOIN access_epoch e ON e.id = ? LEFT JOIN signing_keys k ON k.kid = ? AND k.retired_at = 0
		WHERE s.id = ?`, epochID, who.kid, who.sessionID).Scan(&row).Error
	if err != nil {
		return liveRow{}, database.Translate(err)
	}
	if row.ID != "" && row.Kid == "" {
		return liveRow{}, errTokenInvalid() // the session may live on: the cookie gets it a token of another key
	}
	now := s.clock.Now()
	idle := now.Sub(time.UnixMilli(row.LastSeenAt)) > s.idle
	if row.ID == "" || row.UserID != who.userID || row.Disabled || row.RevokedAt != 0 || row.ExpiresAt <= now.UnixMilli() || idle {
		return liveRow{}, errSessionEnded()
	}
	return row, nil
}

// seen notes that the session was used, at most once in a step.
func (s *Service) seen(ctx context.Context, live liveRow) error {
	now := s.clock.Now()
	step := min(seenStep, s.idle/10)
	if now.Sub(time.UnixMilli(live.LastSeenAt)) < step {
		return nil
	}
	return s.db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error {
		return tx.Exec("UPDATE sessions SET last_seen_at = ? WHERE id = ? AND last_seen_at = ?", now.UnixMilli(), live.ID, live.LastSeenAt).Error
	})
}

// Refresh exchanges the refresh cookie for a new one and a new access token. Each value is good once: the second use of
// one means that somebody else has it, so the session ends for both.
func (s *Service) Refresh(ctx context.Context, cookie string) (Signed, error) {
	id, secret, ok := splitRefresh(cookie)
	if !ok {
		return Signed{}, errSessionEnded()
	}
	known, err := s.issued(s.db.Read(ctx), id, secret)
	if err != nil {
		return Signed{}, err
	}
	if !known { // junk costs one read and never waits for a writer
		return Signed{}, errSessionEnded()
	}
	if err := s.refreshedFrom(ctx, id); err != nil {
		return Signed{}, err
	}
	_, fresh, err := newSessionSecret()
	if err != nil {
		return Signed{}, err
	}
	user, session, err := s.rotate(ctx, id, secret, fresh)
	if err != nil {
		return Signed{}, err
	}
	return s.signed(ctx, user, session, fresh)
}

// issued says whether the secret is the current or the previous one of a session that has not been ended.
func (s *Service) issued(db *gorm.DB, id, secret string) (bool, error) {
	var count int64
	err := db.Table("sessions").Where("id = ? AND revoked_at = 0 AND (refresh_hash = ? OR previous_hash = ?)", id, digest(secret), digest(secret)).Count(&count).Error
	return count > 0, database.Translate(err)
}

// rotate replaces the secret of the session by a fresh one, or ends the session when the secret was replaced before.
func (s *Service) rotate(ctx context.Context, id, secret, fresh string) (user userRow, session sessionRow, err error) {
	ended := false
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		user, session, ended = userRow{}, sessionRow{}, false
		now := s.clock.Now()
		done := tx.Exec(`UPDATE sessions SET previous_hash = refresh_hash, refresh_hash = ?, last_seen_at = ?
			WHERE id = ? AND refresh_hash = ? AND revoked_at = 0 AND expires_at > ? AND last_seen_at >= ?
			AND EXISTS (SELECT 1 FROM users u WHERE u.id = sessions.user_id AND u.disabled = ?)`,
			digest(fresh), now.UnixMilli(), id, digest(secret), now.UnixMilli(), now.Add(-s.idle).UnixMilli(), false)
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected != 1 {
			ended = true
			return s.reused(ctx, tx, id, secret)
		}
		if err := tx.Where("id = ?", id).Take(&session).Error; err != nil {
			return err
		}
		return tx.Where("id = ?", session.UserID).Take(&user).Error
	})
	if err == nil && ended {
		err = errSessionEnded()
	}
	return user, session, database.Translate(err)
}

// reused ends a living session that was shown the value before its current one. Any other value proves nothing: the id of
// a session is no secret, so that it alone must not end one.
func (s *Service) reused(ctx context.Context, tx *gorm.DB, id, secret string) error {
	var session sessionRow
	err := tx.Where("id = ? AND revoked_at = 0 AND previous_hash = ?", id, digest(secret)).Take(&session).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil // made up; or right, but the session is over by time or its user is disabled
	}
	if err != nil {
		return err
	}
	s.log.WarnContext(ctx, "refresh value used twice, session ended", slog.Int64("user", session.UserID))
	if err := endSessions(tx, s.clock.Now(), "id = ?", id); err != nil {
		return err
	}
	return s.audit.Record(ctx, tx, audit.Event{Action: "session.reused", Entity: "session", EntityID: session.UserID})
}

// Logout ends the session of the cookie, at once and on every instance. Without a living session it does nothing.
func (s *Service) Logout(ctx context.Context, cookie string) error {
	id, secret, ok := splitRefresh(cookie)
	if !ok {
		return nil
	}
	if known, err := s.issued(s.db.Read(ctx), id, secret); err != nil || !known {
		return err
	}
	return s.endSession(ctx, "id = ? AND (refresh_hash = ? OR previous_hash = ?)", id, digest(secret), digest(secret))
}

// LogoutSession ends the session with this id; the caller has shown an access token for it.
func (s *Service) LogoutSession(ctx context.Context, id string) error {
	return s.endSession(ctx, "id = ?", id)
}

func (s *Service) endSession(ctx context.Context, condition string, args ...any) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		var session sessionRow
		err := tx.Where("revoked_at = 0").Where(condition, args...).Take(&session).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return nil
		}
		if err != nil {
			return database.Translate(err)
		}
		if err := endSessions(tx, s.clock.Now(), "id = ?", session.ID); err != nil {
			return err
		}
		subject := audit.SubjectFrom(ctx)
		subject.ActorID, subject.SessionID = session.UserID, session.ID
		return s.audit.Record(audit.WithSubject(ctx, subject), tx, audit.Event{Action: "session.logout", Entity: "session", EntityID: session.UserID})
	})
}

// EndEverySession ends all sessions of everybody, for the program itself (AsSystem): after a backup was restored, those that
// had been ended since would live again. It returns how many there were.
func (s *Service) EndEverySession(ctx context.Context) (ended int64, err error) {
	if !isSystem(ctx) {
		return 0, errors.New("auth: only the program itself ends every session")
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		done := tx.Table("sessions").Where("revoked_at = 0").Update("revoked_at", s.clock.Now().UnixMilli())
		if ended = done.RowsAffected; done.Error != nil {
			return database.Translate(done.Error)
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "session.endAll", Entity: "session", After: endedState{Sessions: ended}})
	})
	return ended, err
}

// endSessions revokes the living sessions that meet the condition.
func endSessions(tx *gorm.DB, now time.Time, condition string, args ...any) error {
	done := tx.Table("sessions").Where("revoked_at = 0").Where(condition, args...).Update("revoked_at", now.UnixMilli())
	return database.Translate(done.Error)
}

// newSessionSecret returns a session id and a refresh secret, both beyond guessing.
func newSessionSecret() (id, secret string, err error) {
	if id, err = randomText(18); err != nil {
		return "", "", err
	}
	secret, err = randomText(32)
	return id, secret, err
}

// splitRefresh takes the cookie apart: session id, a dot, the secret.
func splitRefresh(cookie string) (id, secret string, ok bool) {
	if len(cookie) > 200 {
		return "", "", false
	}
	id, secret, ok = strings.Cut(cookie, ".")
	return id, secret, ok && id != "" && secret != ""
}

// digest is what the table keeps of a refresh secret. The secret is random, so a plain hash can not be guessed back.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
