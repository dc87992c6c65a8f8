package database

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// Lease is the right to do a named thing alone among all instances, until it
// expires by the database's clock. The epoch grows with every holder.
type Lease struct {
	db     *DB
	name   string
	holder string
	ttl    time.Duration
	epoch  int64
}

// AcquireLease takes the lease name for ttl, or returns ErrLeaseHeld.
func (d *DB) AcquireLease(ctx context.Context, name string, ttl time.Duration) (*Lease, error) {
	lease := &Lease{db: d, name: name, holder: rand.Text(), ttl: ttl}
	ignore := "INSERT OR IGNORE"
	if d.dialect == MySQL {
		ignore = "INSERT IGNORE"
	}
	if _, err := d.exec(ctx, ignore+" INTO leases (name, holder, epoch, expires_ms) VALUES (?, '', 0, 0)", name); err != nil {
		return nil, err
	}
	n, err := d.exec(ctx, "UPDATE leases SET holder = ?, epoch = epoch + 1, expires_ms = "+d.nowMillis()+
		" + ? WHERE name = ? AND expires_ms <= "+d.nowMillis(), lease.holder, ttl.Milliseconds(), name)
	if err != nil {
		return nil, err
	}
	if n != 1 {
		return nil, fmt.Errorf("%w: %s", ErrLeaseHeld, name)
	}
	err = d.writeSQL.QueryRowContext(ctx, "SELECT epoch FROM leases WHERE name = ? AND holder = ?", name, lease.holder).Scan(&lease.epoch)
	if err != nil {
		return nil, Translate(err)
	}
	return lease, nil
}

// Epoch returns the number of this holding; a later one is always greater.
func (l *Lease) Epoch() int64 { return l.epoch }

// Renew extends the lease by its time to live from now, or returns ErrLeaseLost.
func (l *Lease) Renew(ctx context.Context) error {
	return l.set(ctx, l.db.nowMillis()+" + ?", l.ttl.Milliseconds())
}

// Release lets another instance take the lease at once.
func (l *Lease) Release(ctx context.Context) error { return l.set(ctx, "?", 0) }

func (l *Lease) set(ctx context.Context, expression string, argument int64) error {
	n, err := l.db.exec(ctx, "UPDATE leases SET expires_ms = "+expression+
		" WHERE name = ? AND holder = ? AND epoch = ?", argument, l.name, l.holder, l.epoch)
	if err != nil {
		return err
	}
	if n != 1 {
		return fmt.Errorf("%w: %s", ErrLeaseLost, l.name)
	}
	return nil
}

// Fence makes sure inside a transaction that the lease is still held, and keeps
// it from being taken until the transaction ends. ErrLeaseLost otherwise.
func (l *Lease) Fence(tx *gorm.DB) error {
	done := tx.Exec("UPDATE leases SET epoch = epoch WHERE name = ? AND holder = ? AND epoch = ?", l.name, l.holder, l.epoch)
	if done.Error != nil {
		return Translate(done.Error)
	}
	if done.RowsAffected != 1 {
		return fmt.Errorf("%w: %s", ErrLeaseLost, l.name)
	}
	return nil
}

// exec runs one statement in its own transaction, again after a conflict.
func (d *DB) exec(ctx context.Context, statement string, arguments ...any) (int64, error) {
	for attempt := 1; ; attempt++ {
		result, err := d.writeSQL.ExecContext(ctx, statement, arguments...)
		if err == nil {
			return result.RowsAffected()
		}
		if attempt == attempts || !isRetryable(err) {
			return 0, Translate(err)
		}
		if err := pause(ctx); err != nil {
			return 0, err
		}
	}
}
