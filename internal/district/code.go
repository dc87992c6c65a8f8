package district

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
)

const (
	codeLetters  = "23456789ABCDEFGHJKMNPQRSTUVWXYZ" // none is mistaken for another
	codeLength   = 16                                // 79 bits, in groups of four
	codeFailures = 10
	codeLock     = 15 * time.Minute
)

// Code is a set-up code, shown once.
type Code struct {
	Text       string // empty: one is good already, and nobody can be shown it again
	ValidUntil time.Time
}

// startRow is the row of first_start.
type startRow struct {
	CodeHash    string
	ValidUntil  int64
	Failures    int
	LockedUntil int64
	DoneAt      int64
}

// EnsureCode makes a set-up code when none is good any more; of several instances that start together one makes it.
// needed is false when the installation has accounts.
func (s *Service) EnsureCode(ctx context.Context) (code Code, needed bool, err error) {
	return s.issueCode(ctx, false)
}

// NewCode makes a set-up code in place of the one there may be, and lifts the lock. It is for the command line.
func (s *Service) NewCode(ctx context.Context) (Code, error) {
	code, needed, err := s.issueCode(ctx, true)
	if err == nil && !needed {
		err = auth.ErrSetUp()
	}
	return code, err
}

func (s *Service) issueCode(ctx context.Context, anew bool) (code Code, needed bool, err error) {
	if needed, err = s.SetupNeeded(ctx); err != nil || !needed {
		return code, needed, err
	}
	text, err := randomCode()
	if err != nil {
		return code, needed, err
	}
	now := s.clock.Now()
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		code = Code{Text: text, ValidUntil: now.Add(s.codeTTL)}
		// The condition is in the statement: another instance may be doing the same.
		done := tx.Exec("UPDATE first_start SET code_hash = ?, valid_until = ?, failures = 0, locked_until = 0 WHERE id = 1 AND (? OR code_hash = '' OR valid_until <= ?)",
			digest(text), code.ValidUntil.UnixMilli(), anew, now.UnixMilli())
		if done.Error != nil {
			return database.Translate(done.Error)
		}
		if done.RowsAffected == 1 {
			return s.audit.Record(ctx, tx, audit.Event{Action: "setup.code", Entity: "district", EntityID: 1})
		}
		row, err := readStart(tx)
		code = Code{ValidUntil: time.UnixMilli(row.ValidUntil).UTC()}
		return err
	})
	return code, needed, err
}

func readStart(tx *gorm.DB) (startRow, error) {
	var row startRow
	err := tx.Table("first_start").Where("id = 1").Take(&row).Error
	return row, database.Translate(err)
}

// proveCode counts the try, in a transaction of its own, before the code is looked at: however many tries arrive at
// however many instances, no more than the allowed number are evaluated. It returns the hash that was proved.
func (s *Service) proveCode(ctx context.Context, text string) (hash string, err error) {
	now := s.clock.Now()
	var row startRow
	var counted bool
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		// locked_until first: MySQL sees the new value of a column in the assignments after it, SQLite does not.
		done := tx.Exec(`UPDATE first_start SET
			locked_until = CASE WHEN failures >= ? THEN ? ELSE 0 END,
			failures = CASE WHEN failures >= ? THEN 0 ELSE failures + 1 END WHERE id = 1 AND locked_until <= ?`,
			codeFailures-1, now.Add(codeLock).UnixMilli(), codeFailures-1, now.UnixMilli())
		if done.Error != nil {
			return database.Translate(done.Error)
		}
		counted = done.RowsAffected == 1
		var err error
		row, err = readStart(tx)
		return err
	})
	switch {
	case err != nil:
		return "", err
	case !counted:
		return "", errLocked(time.UnixMilli(row.LockedUntil).Sub(now))
	case row.CodeHash == "" || row.ValidUntil <= now.UnixMilli():
		return "", s.refused(ctx, "expired", errCodeExpired())
	case subtle.ConstantTimeCompare([]byte(digest(text)), []byte(row.CodeHash)) == 1:
		return row.CodeHash, s.forgive(ctx)
	case row.LockedUntil > now.UnixMilli():
		return "", s.refused(ctx, "locked", errLocked(codeLock))
	}
	return "", s.refused(ctx, "code", errWrongCode(codeFailures-row.Failures))
}

// forgive forgets the failures after the right code.
func (s *Service) forgive(ctx context.Context) error {
	return s.db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error {
		return tx.Exec("UPDATE first_start SET failures = 0, locked_until = 0 WHERE id = 1").Error
	})
}

// refused records why a set-up was refused and returns the refusal.
func (s *Service) refused(ctx context.Context, reason string, refusal error) error {
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		return s.audit.Record(ctx, tx, audit.Event{Action: "setup.refused", Entity: "district", EntityID: 1, After: refusedState{Reason: reason}})
	})
	if err != nil {
		return err
	}
	return refusal
}

type refusedState struct {
	Reason string `json:"reason"`
}

// digest is what the table keeps of a code. The code is random, so a plain hash can not be guessed back. Dashes, spaces
// and small letters are how people type.
func digest(text string) string {
	clean := strings.ToUpper(strings.NewReplacer("-", "", " ", "", "\u2013", "", "\u2014", "").Replace(text))
	sum := sha256.Sum256([]byte("guatu set-up " + clean))
	return hex.EncodeToString(sum[:])
}

func randomCode() (string, error) {
	var out []byte
	for i := range codeLength {
		if i > 0 && i%4 == 0 {
			out = append(out, '-')
		}
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(codeLetters))))
		if err != nil {
			return "", fmt.Errorf("set-up code: %w", err)
		}
		out = append(out, codeLetters[n.Int64()])
	}
	return string(out), nil
}
