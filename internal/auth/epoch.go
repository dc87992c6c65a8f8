package auth

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// Clock is what auth needs of the time: the real instant for tokens, sessions and locks, the business day for posts
// held from a day to a day.
type Clock interface {
	Now() time.Time
	Today() schedule.Date
}

// epochID is the one row of access_epoch.
const epochID = 1

// readEpoch returns the epoch of the access tables: a number that grows with every committed change of rights or names.
func readEpoch(ctx context.Context, db *database.DB) (int64, error) {
	var epoch int64
	err := db.Read(ctx).Raw("SELECT epoch FROM access_epoch WHERE id = ?", epochID).Row().Scan(&epoch)
	if err != nil {
		return 0, fmt.Errorf("access epoch: %w", database.Translate(err))
	}
	return epoch, nil
}

// BumpEpoch is for the rooms whose changes count at once on every instance as rights do: it must be the first statement
// of their transaction, and Options.Refresh reads the change again everywhere.
func BumpEpoch(tx *gorm.DB) error { return bumpEpoch(tx) }

// bumpEpoch must be the first statement of a transaction that changes rights or names. It makes every cache stale on
// every instance, and its row lock puts all such transactions in one order: what a guard reads after it can not be
// changed by another before the commit.
func bumpEpoch(tx *gorm.DB) error {
	done := tx.Exec("UPDATE access_epoch SET epoch = epoch + 1 WHERE id = ?", epochID)
	if done.Error != nil {
		return database.Translate(done.Error)
	}
	if done.RowsAffected != 1 {
		return fmt.Errorf("access_epoch has no row; run the migrations")
	}
	return nil
}
