package database

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

type leaseKey struct{}

// Under returns a context in which every transaction begins with the fence of the lease: one of a process that was paused until somebody
// else took the lease ends with ErrLeaseLost before it has done anything.
func (l *Lease) Under(ctx context.Context) context.Context {
	return context.WithValue(ctx, leaseKey{}, l)
}

func (d *DB) fenceOf(ctx context.Context, tx *gorm.DB) error {
	if lease, ok := ctx.Value(leaseKey{}).(*Lease); ok && lease.db == d {
		return lease.Fence(tx)
	}
	return nil
}

// Alone lets work run while no other instance runs work of that name; nothing happens when one does. The lease is renewed until
// work returns. The context of work is under the lease, see [Lease.Under], and ends when it is lost.
func (d *DB) Alone(ctx context.Context, name string, ttl time.Duration, work func(ctx context.Context, lease *Lease) error) error {
	lease, err := d.AcquireLease(ctx, name, ttl)
	if errors.Is(err, ErrLeaseHeld) {
		return nil
	}
	if err != nil {
		return err
	}
	err = lease.during(ctx, func(ctx context.Context) error { return work(lease.Under(ctx), lease) })
	if released := lease.Release(context.WithoutCancel(ctx)); !errors.Is(released, ErrLeaseLost) || err == nil {
		err = errors.Join(err, released)
	}
	return err
}

// during renews the lease until work returns; a lost one ends the context of work, and is then the cause in the error.
func (l *Lease) during(ctx context.Context, work func(ctx context.Context) error) error {
	inside, stop := context.WithCancelCause(ctx)
	renewed := make(chan struct{})
	go func() {
		defer close(renewed)
		l.keep(inside, stop)
	}()
	err := work(inside)
	if cause := context.Cause(inside); err != nil && cause != nil && ctx.Err() == nil {
		err = errors.Join(err, cause)
	}
	stop(nil)
	<-renewed
	return err
}

func (l *Lease) keep(ctx context.Context, stop context.CancelCauseFunc) {
	ticker := time.NewTicker(l.ttl / 3)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := l.Renew(ctx); err != nil && ctx.Err() == nil {
				stop(err)
				return
			}
		}
	}
}

// Due says whether the work of the lease was last done at least every ago, by the clock of the database. It is a look before long work;
// Done decides.
func (l *Lease) Due(ctx context.Context, every time.Duration) (due bool, err error) {
	err = l.db.Read(ctx).Raw("SELECT done_ms + ? <= "+l.db.nowMillis()+" FROM leases WHERE name = ?", every.Milliseconds(), l.name).Row().Scan(&due)
	return due, Translate(err)
}

// Done notes, inside the transaction that has the effect of the work, that it is done. It fails with ErrLeaseLost when somebody else has
// taken the lease since, and with ErrDone when the work was done less than every ago: then the effect must not be.
func (l *Lease) Done(tx *gorm.DB, every time.Duration) error {
	done := tx.Exec("UPDATE leases SET done_ms = "+l.db.nowMillis()+" WHERE name = ? AND holder = ? AND epoch = ? AND done_ms + ? <= "+l.db.nowMillis(),
		l.name, l.holder, l.epoch, every.Milliseconds())
	if done.Error != nil {
		return Translate(done.Error)
	}
	if done.RowsAffected == 1 {
		return nil
	}
	if err := l.Fence(tx); err != nil {
		return err
	}
	return fmt.Errorf("%w: %s", ErrDone, l.name)
}
