package database_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// TestPausedHolderWritesNothing: every transaction under a lease that somebody else has taken since ends before it has begun.
func TestPausedHolderWritesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		write := func(ctx context.Context) (ran bool, err error) {
			err = db.QuietTx(ctx, func(context.Context, *gorm.DB) error { ran = true; return nil })
			return ran, err
		}
		inner := 0
		err := db.Alone(t.Context(), "job", time.Minute, func(ctx context.Context, lease *database.Lease) error {
			if ran, err := write(ctx); !ran || err != nil {
				t.Errorf("while it is held: %v, %v", ran, err)
			}
			must(t, db.Alone(t.Context(), "job", time.Minute, func(context.Context, *database.Lease) error { inner++; return nil }))
			expire := func(ctx context.Context, tx *gorm.DB) error { return tx.Exec("UPDATE leases SET expires_ms = 0").Error }
			must(t, db.QuietTx(t.Context(), expire))
			if ran, err := write(ctx); !ran || err != nil {
				t.Errorf("over, but nobody has taken it: %v, %v", ran, err)
			}
			must(t, db.Alone(t.Context(), "job", time.Minute, func(context.Context, *database.Lease) error { inner++; return nil }))
			ran, err := write(ctx)
			if ran || !errors.Is(err, database.ErrLeaseLost) {
				t.Errorf("taken by another: %v, %v", ran, err)
			}
			return err
		})
		if inner != 1 || !errors.Is(err, database.ErrLeaseLost) {
			t.Errorf("others worked %d times; %v", inner, err)
		}
	})
}

// TestDoneOnceInAPeriod: by the clock of the database, also for the same holder.
func TestDoneOnceInAPeriod(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		for period := range 3 {
			must(t, db.Alone(t.Context(), "job", time.Minute, func(ctx context.Context, lease *database.Lease) error {
				for n := range 2 {
					due, err := lease.Due(ctx, time.Hour)
					must(t, err)
					err = db.QuietTx(ctx, func(_ context.Context, tx *gorm.DB) error { return lease.Done(tx, time.Hour) })
					if due != (n == 0) || (n == 0 && err != nil) || (n == 1 && !errors.Is(err, database.ErrDone)) {
						t.Errorf("period %d, time %d: due %v, %v", period, n, due, err)
					}
				}
				return nil
			}))
			must(t, db.QuietTx(t.Context(), func(_ context.Context, tx *gorm.DB) error {
				return tx.Exec("UPDATE leases SET done_ms = done_ms - 3600000").Error
			}))
		}
	})
}
