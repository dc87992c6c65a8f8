package app

import (
	"context"
	"errors"
	"time"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

const (
	sweepEvery  = time.Hour
	sweepLease  = "housekeeping"
	verifyLease = "audit.verify"
	leaseFor    = time.Minute // and renewed while the work goes on
	sweepBatch  = 500
)

// housekeeping is everything the program does by itself, beside the checkpoints, of which every instance writes its own (see
// [audit.Notary]). Every instance tries each hour; leases decide which one does it.
func (a *App) housekeeping(ctx context.Context) error {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			if err := a.sweep(ctx); err != nil && ctx.Err() == nil {
				a.log.WarnContext(ctx, "housekeeping failed and is tried again later", "error", err)
			}
		}
	}
}

// sweep does what is due. That another instance took over meanwhile, or was first, is no failure.
func (a *App) sweep(ctx context.Context) error {
	for _, job := range []func(context.Context) error{a.verifyDaily, a.clearOut} {
		if err := job(ctx); err != nil && !errors.Is(err, database.ErrLeaseLost) && !errors.Is(err, database.ErrDone) {
			return err
		}
	}
	return nil
}

// clearOut removes what has outlived its use and fills what is derived. Each part may run twice and has one effect: keys and files are
// removed by conditions on their rows, with one record for each file in the transaction that removes it; derived columns are filled
// only where they are empty. Each transaction is fenced all the same, so that who was paused leaves the rest to who took over.
func (a *App) clearOut(ctx context.Context) error {
	return a.db.Alone(ctx, sweepLease, leaseFor, func(ctx context.Context, _ *database.Lease) error {
		if err := a.rooms.auth.SweepAddresses(ctx); err != nil {
			return err
		}
		for {
			removed, err := httpapi.RemoveExpiredKeys(ctx, a.db, a.clock.Now(), sweepBatch)
			if err != nil {
				return err
			}
			unused, err := a.rooms.files.Sweep(ctx, sweepBatch)
			if err != nil {
				return err
			}
			if removed < sweepBatch && unused < sweepBatch {
				return a.fillDerived(ctx)
			}
		}
	})
}
