package auth

import (
	"context"
	"log/slog"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
)

// Credentials are what a person types to sign in, and where from.
type Credentials struct {
	Username  string
	Password  string
	IP        string
	UserAgent string
}

// Signed is a session that was opened or renewed.
type Signed struct {
	AccessToken string
	ExpiresIn   time.Duration
	Refresh     string        // value of the cookie
	RefreshFor  time.Duration // how long the cookie is good for
	User        UserRef
	Username    string
}

const (
	outcomeOK     = "login.ok"
	outcomeFirst  = "login.first" // the password was right, the second factor is still to come
	outcomeFailed = "login.failed"
	outcomeLocked = "login.locked"

	inFlightPause = 20 * time.Millisecond
)

// Login opens a session. A wrong password, an unknown name, a disabled and a locked account get the same answer after
// the same work; only the audit and the log say which it was. errTooMany when the address has failed too often.
func (s *Service) Login(ctx context.Context, c Credentials) (Signed, error) {
	address, wait, ok, err := s.limiter.take(ctx, addressKey(c.IP), s.clock.Now())
	if err != nil {
		return Signed{}, err
	}
	if !ok {
		return Signed{}, errTooMany(wait)
	}
	seat := s.running.join(c.Username)
	defer s.running.leave(c.Username, seat)
	user, tried, err := s.reserve(ctx, c.Username, seat)
	if err != nil {
		return Signed{}, err
	}
	if tried {
		defer seat.end()
	}
	matched := false
	if tried && user.PasswordHash != noPassword {
		matched, err = s.hasher.verify(ctx, user.PasswordHash, c.Password)
	} else {
		err = s.hasher.waste(ctx, c.Password)
	}
	if err != nil {
		s.unreserve(ctx, address, user, tried)
		return Signed{}, err
	}
	if !matched {
		return Signed{}, s.failed(ctx, user, tried)
	}
	return s.welcome(ctx, c, address, user)
}

// welcome opens a session for somebody whose password was right, unless something else is in the way.
func (s *Service) welcome(ctx context.Context, c Credentials, address slot, user userRow) (Signed, error) {
	if user.expired(s.clock.Now()) {
		return Signed{}, s.refuseKnown(ctx, address, user, "expired", errOneTimeExpired())
	}
	actor, err := s.actorOf(ctx, user)
	if err != nil {
		s.unreserve(ctx, address, user, true)
		return Signed{}, err
	}
	if !s.allow.admits(actor, c.IP) {
		return Signed{}, s.refuseKnown(ctx, address, user, "address", errAddress())
	}
	session, secret, stillGood, err := s.open(ctx, user, c, s.factorNeed(actor, user.FactorSince, 0))
	switch {
	case err != nil:
		s.unreserve(ctx, address, user, true)
		return Signed{}, err
	case !stillGood:
		return Signed{}, s.failed(ctx, user, true)
	}
	s.limiter.giveBack(ctx, address)
	return s.signed(ctx, user, session, secret)
}

// byUsername finds by the index and compares exactly: MySQL takes "Chief " for "chief", and who types that is somebody else.
const byUsername = "username = ? AND HEX(username) = HEX(?)"

// reserve counts the try before the password is looked at, in one conditional UPDATE: however many tries arrive at
// however many instances, no more than the allowed number are evaluated. The try that uses up the allowance locks the
// account at once; if it turns out right, the lock is lifted again. So while this instance is still evaluating a try of
// the account, another one waits for its end before it takes the lock for an answer.
func (s *Service) reserve(ctx context.Context, username string, seat *seat) (user userRow, tried bool, err error) {
	for {
		var meanwhile bool
		user, tried, meanwhile, err = s.reserveAlone(ctx, username, seat)
		if err != nil || tried || !meanwhile {
			return user, tried, err
		}
		select {
		case <-ctx.Done():
			return user, false, ctx.Err()
		case <-time.After(inFlightPause):
		}
	}
}

// reserveAlone also says whether another try was under evaluation while this one was refused.
func (s *Service) reserveAlone(ctx context.Context, username string, seat *seat) (user userRow, tried, meanwhile bool, err error) {
	seat.reserving.Lock()
	defer seat.reserving.Unlock()
	_, before := seat.state()
	if user, tried, err = s.reserveOnce(ctx, username); err == nil && tried {
		seat.start()
	}
	running, after := seat.state()
	return user, tried, running > 0 || after != before, err
}

func (s *Service) reserveOnce(ctx context.Context, username string) (user userRow, tried bool, err error) {
	now := s.clock.Now()
	err = s.db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error {
		user = userRow{}
		// locked_until first: MySQL sees the new value of a column in the assignments after it, SQLite does not.
		done := tx.Exec(`UPDATE users SET
			locked_until = CASE WHEN ? <= 1 OR failed_logins = ? THEN ? ELSE 0 END,
			failed_logins = CASE WHEN failed_logins >= ? THEN 1 ELSE failed_logins + 1 END
			WHERE `+byUsername+` AND disabled = ? AND locked_until <= ?`,
			s.maxFailures, s.maxFailures-1, now.Add(s.lockFor).UnixMilli(), s.maxFailures, username, username, false, now.UnixMilli())
		if done.Error != nil {
			return done.Error
		}
		tried = done.RowsAffected == 1
		return tx.Where(byUsername, username, username).Limit(1).Find(&user).Error
	})
	return user, tried, database.Translate(err)
}

// unreserve gives a counted try back that told nobody anything about the password: the program failed, not the person.
// The deadline of the request does not cut it short. Of the assignments, locked_until comes first as in reserveOnce.
func (s *Service) unreserve(ctx context.Context, address slot, user userRow, tried bool) {
	s.limiter.giveBack(ctx, address)
	if tried {
		s.giveTryBack(ctx, user)
	}
}

// takeBack undoes one count of reserveOnce.
const takeBack = `UPDATE users SET
	locked_until = CASE WHEN failed_logins >= ? THEN 0 ELSE locked_until END,
	failed_logins = CASE WHEN failed_logins > 0 THEN failed_logins - 1 ELSE 0 END WHERE id = ?`

func (s *Service) giveTryBack(ctx context.Context, user userRow) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := s.db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error {
		return tx.Exec(takeBack, s.maxFailures, user.ID).Error
	})
	if err != nil {
		s.log.ErrorContext(ctx, "a try could not be given back", slog.Int64("user", user.ID), slog.Any("error", err))
	}
}

// failed records why a login did not succeed and returns the one answer there is for it.
func (s *Service) failed(ctx context.Context, user userRow, tried bool) error {
	return s.failedBy(ctx, user, tried, "password")
}

// failedBy: reason is what was wrong, "password" or "code", where the account itself is no reason.
func (s *Service) failedBy(ctx context.Context, user userRow, tried bool, reason string) error {
	locked := user.ID != 0 && user.LockedUntil > s.clock.Now().UnixMilli()
	switch {
	case user.ID == 0:
		reason = "unknown"
	case user.Disabled:
		reason = "disabled"
	case locked && !tried:
		reason = "locked"
	}
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		// What was typed as a name is not kept when nobody has it: people type passwords there.
		event := audit.Event{Action: outcomeFailed, Entity: "session", EntityID: user.ID, After: loginNote{Username: user.Username, Reason: reason}}
		if err := s.audit.Record(ctx, tx, event); err != nil {
			return err
		}
		if !locked || !tried {
			return nil
		}
		event.Action = outcomeLocked
		return s.audit.Record(ctx, tx, event)
	})
	if err != nil {
		return err
	}
	s.log.InfoContext(ctx, "login refused", slog.Int64("user", user.ID), slog.String("reason", reason), slog.Bool("locked", locked))
	return errLogin()
}

// refuseKnown refuses somebody who came with the right password, and says why: who has the password may know. The try is given
// back, because nobody guessed.
func (s *Service) refuseKnown(ctx context.Context, address slot, user userRow, reason string, refusal error) error {
	s.unreserve(ctx, address, user, true)
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		return s.audit.Record(ctx, tx, audit.Event{Action: outcomeFailed, Entity: "session", EntityID: user.ID,
			After: loginNote{Username: user.Username, Reason: reason}})
	})
	if err != nil {
		return err
	}
	return refusal
}

// loginNote is what the audit keeps of a login.
type loginNote struct {
	Username string `json:"username"`
	Reason   string `json:"reason,omitempty"`
}

// open makes the session. The hash is compared once more: a password reset while the old one was being checked must not let
// the old one in, and neither must an account disabled meanwhile: then it is not stillGood. The failures are forgotten only
// when nothing is left to be shown: else whoever knows the password could try codes for ever.
func (s *Service) open(ctx context.Context, user userRow, c Credentials, need FactorNeed) (row sessionRow, secret string, stillGood bool, err error) {
	row, secret, err = s.newSession(user.ID, c)
	if err != nil {
		return row, "", false, err
	}
	outcome := outcomeOK
	if need != FactorNone {
		outcome, row.ExpiresAt = outcomeFirst, s.clock.Now().Add(min(pendingFor, s.absolute)).UnixMilli()
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if err := s.settleTry(tx, user, need); err != nil {
			return err
		}
		var count int64
		if err := tx.Table("users").Where("id = ? AND disabled = ? AND password_hash = ?", user.ID, false, user.PasswordHash).Count(&count).Error; err != nil {
			return err
		}
		if stillGood = count == 1; !stillGood {
			return nil
		}
		if err := s.createSession(tx, &row); err != nil {
			return err
		}
		return s.recordLogin(ctx, tx, outcome, user, row.ID)
	})
	return row, secret, stillGood, database.Translate(err)
}

// settleTry is what a right password does to the count of failures: it forgets them, or gives its own try back when a code
// is still to come.
func (s *Service) settleTry(tx *gorm.DB, user userRow, need FactorNeed) error {
	if need == FactorCode {
		return tx.Exec(takeBack+" AND disabled = ? AND password_hash = ?", s.maxFailures, user.ID, false, user.PasswordHash).Error
	}
	return tx.Exec("UPDATE users SET failed_logins = 0, locked_until = 0 WHERE id = ? AND disabled = ? AND password_hash = ?",
		user.ID, false, user.PasswordHash).Error
}

// recordLogin records a step of signing in under the session it opened.
func (s *Service) recordLogin(ctx context.Context, tx *gorm.DB, outcome string, user userRow, sessionID string) error {
	subject := audit.SubjectFrom(ctx)
	subject.ActorID, subject.ActorName, subject.SessionID = user.ID, user.DisplayName, sessionID
	return s.audit.Record(audit.WithSubject(ctx, subject), tx, audit.Event{Action: outcome, Entity: "session", EntityID: user.ID,
		After: loginNote{Username: user.Username}})
}

// actorOf is what the account may do today; it is shared and has no session.
func (s *Service) actorOf(ctx context.Context, user userRow) (*Actor, error) {
	epoch, err := readEpoch(ctx, s.db)
	if err != nil {
		return nil, err
	}
	return s.actors.of(ctx, user.ID, epoch, s.clock.Today())
}

// signed makes the answer for an open session.
func (s *Service) signed(ctx context.Context, user userRow, session sessionRow, secret string) (Signed, error) {
	token, err := s.keys.sign(ctx, user.ID, session.ID)
	if err != nil {
		return Signed{}, err
	}
	return Signed{
		AccessToken: token, ExpiresIn: s.keys.ttl,
		Refresh: session.ID + "." + secret, RefreshFor: time.UnixMilli(session.ExpiresAt).Sub(s.clock.Now()),
		User: UserRef{ID: user.ID, Name: user.DisplayName}, Username: user.Username,
	}, nil
}
