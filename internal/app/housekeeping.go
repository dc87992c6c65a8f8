package app

import (
	"context"
	"errors"
	"time"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

const (
	sweepEvery = time.Hour
	sweepLease = "housekeeping"
	sweepBatch = 500
)

// housekeeping removes what has outlived its use. Every instance tries, one does it: the lease decides.
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

func (a *App) sweep(ctx context.Context) error {
	lease, err := a.db.AcquireLease(ctx, sweepLease, time.Minute)
	if errors.Is(err, database.ErrLeaseHeld) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := a.verifyDaily(ctx); err != nil {
		return errors.Join(err, lease.Release(context.WithoutCancel(ctx)))
	}
	if err := a.rooms.auth.SweepAddresses(ctx); err != nil {
		return errors.Join(err, lease.Release(context.WithoutCancel(ctx)))
	}
	for {
		removed, err := httpapi.RemoveExpiredKeys(ctx, a.db, a.clock.Now(), sweepBatch)
		unused := 0
		if err == nil {
			unused, err = a.rooms.files.Sweep(ctx, sweepBatch)
		}
		more := removed == sweepBatch || unused == sweepBatch
		if err == nil && !more {
			err = a.fillDerived(ctx)
		}
		if err != nil || !more {
			return errors.Join(err, lease.Release(context.WithoutCancel(ctx)))
		}
		if err := lease.Renew(ctx); err != nil {
			return err
		}
	}
}
