package auth

import (
	"context"
	"log/slog"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"guatu/internal/platform/database"
)

// addressLimiter counts failed logins per address and minute, in the database, so that every instance adds to the same count.
// Successful ones are given back, so that a whole office behind one address can sign in at nine o'clock.
type addressLimiter struct {
	db    *database.DB
	log   *slog.Logger
	limit int
}

// addressRow is the last minute of an address.
type addressRow struct {
	Address string
	Minute  int64
	Tries   int64
}

func (addressRow) TableName() string { return "login_addresses" }

// slot is a try that was counted and may be given back.
type slot struct {
	address string
	minute  int64
}

// take counts one try; it is false, and how long to wait, when the address has used its tries up. Who has is told so by a read:
// a flood from one address does not keep the writer busy.
func (l *addressLimiter) take(ctx context.Context, address string, now time.Time) (taken slot, wait time.Duration, ok bool, err error) {
	address = cut(address, 64)
	taken = slot{address: address, minute: now.Unix() / 60}
	wait = time.Unix((taken.minute+1)*60, 0).Sub(now)
	var known []addressRow
	if err := l.db.Read(ctx).Where("address = ?", address).Find(&known).Error; err != nil {
		return taken, 0, false, database.Translate(err)
	}
	if len(known) > 0 && known[0].Minute >= taken.minute && known[0].Tries >= int64(l.limit) {
		return taken, wait, false, nil
	}
	err = l.db.QuietTx(ctx, func(_ context.Context, tx *gorm.DB) error {
		if len(known) == 0 {
			if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&addressRow{Address: address}).Error; err != nil {
				return err
			}
		}
		done := tx.Exec(countAddress, taken.minute, taken.minute, taken.minute, address, taken.minute, l.limit)
		ok = done.RowsAffected == 1
		return done.Error
	})
	return taken, wait, ok, database.Translate(err)
}

// countAddress adds a try unless the minute is full. A minute that is ahead of ours belongs to an instance whose clock is: it
// counts as the same one, or two clocks would begin it anew for ever. tries comes first: MySQL sees the new value of a column in
// the assignments after it, SQLite does not.
const countAddress = `UPDATE login_addresses SET
	tries = CASE WHEN minute >= ? THEN tries + 1 ELSE 1 END,
	minute = CASE WHEN minute > ? THEN minute ELSE ? END
	WHERE address = ? AND (minute < ? OR tries < ?)`

// giveBack takes a try back that was no failure. The deadline of the request does not cut it short.
func (l *addressLimiter) giveBack(ctx context.Context, taken slot) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := l.db.QuietTx(ctx, func(_ context.Context, tx *gorm.DB) error {
		return tx.Exec("UPDATE login_addresses SET tries = tries - 1 WHERE address = ? AND minute >= ? AND tries > 0", taken.address, taken.minute).Error
	})
	if err != nil {
		l.log.ErrorContext(ctx, "a try of an address could not be given back", slog.String("address", taken.address), slog.Any("error", err))
	}
}

// addressesKept is how long a minute is kept after it was over: longer than clocks differ.
const addressesKept = 10 * time.Minute

// SweepAddresses removes the counts of logins that mean nothing any more.
func (s *Service) SweepAddresses(ctx context.Context) error {
	return database.Translate(s.db.QuietTx(ctx, func(_ context.Context, tx *gorm.DB) error {
		return tx.Exec("DELETE FROM login_addresses WHERE minute < ?", s.clock.Now().Add(-addressesKept).Unix()/60).Error
	}))
}
