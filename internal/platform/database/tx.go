package database

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
)

const (
	attempts    = 5 // of one transaction
	changeSlots = 16
)

type txKey struct{}

// txState is the running transaction a context carries.
type txState struct {
	db     *DB
	tx     *gorm.DB
	after  []func()
	ends   []ending // what is to be done last, see AtEnd
	read   bool     // ReadTx: nothing is ever committed
	broken error    // the first error of a nested call, or one that ended the transaction on the server
	kept   map[any]any
}

func stateOf(ctx context.Context) *txState {
	state, _ := ctx.Value(txKey{}).(*txState)
	return state
}

func (d *DB) running(ctx context.Context) *txState {
	if state := stateOf(ctx); state != nil && state.db == d {
		return state
	}
	return nil
}

// noteAbort remembers that the server has undone the transaction of ctx, so
// that it cannot be committed in part when somebody swallows the error.
func noteAbort(ctx context.Context, err error) {
	if state := stateOf(ctx); state != nil && (isRetryable(err) || isLostConnection(err)) && state.broken == nil {
		state.broken = err
	}
}

// Read returns the reader pool, or inside a transaction of this database that
// transaction, so that it sees its own writes.
func (d *DB) Read(ctx context.Context) *gorm.DB {
	if state := d.running(ctx); state != nil {
		return state.tx.WithContext(ctx)
	}
	return d.reader.WithContext(ctx)
}

// InTx reports whether ctx carries a running transaction of this database.
func (d *DB) InTx(ctx context.Context) bool { return d.running(ctx) != nil }

// Keep holds value under key until the transaction of ctx ends; another attempt begins without it. Outside one it does nothing.
func (d *DB) Keep(ctx context.Context, key, value any) {
	if state := d.running(ctx); state != nil {
		if state.kept == nil {
			state.kept = map[any]any{}
		}
		state.kept[key] = value
	}
}

// Kept gives back what Keep holds, nil when there is nothing.
func (d *DB) Kept(ctx context.Context, key any) any {
	if state := d.running(ctx); state != nil {
		return state.kept[key]
	}
	return nil
}

// Tx runs fn in a transaction and commits when it returns nil. A nested call
// joins the outer transaction; its error dooms the whole.
//
// The whole transaction runs again, at most five times, after a conflict or a
// connection lost before COMMIT: fn must have no effect outside it (use
// AfterCommit). Errors come back translated; ErrUnavailable when every attempt
// failed, ErrOutcomeUnknown when the connection was lost at COMMIT.
func (d *DB) Tx(ctx context.Context, fn func(ctx context.Context, tx *gorm.DB) error) error {
	return d.transact(ctx, fn, d.touch)
}

// QuietTx is Tx for what no read model is made of: the change mark stays where it is, so that nothing is built anew for it.
// Inside a Tx it is a part of that one.
func (d *DB) QuietTx(ctx context.Context, fn func(ctx context.Context, tx *gorm.DB) error) error {
	return d.transact(ctx, fn, func(*gorm.DB) error { return nil })
}

func (d *DB) transact(ctx context.Context, fn func(ctx context.Context, tx *gorm.DB) error, first func(*gorm.DB) error) error {
	if state := d.running(ctx); state != nil {
		if state.read {
			return errors.New("database: Tx inside ReadTx, the change would be lost")
		}
		err := fn(ctx, state.tx.WithContext(ctx))
		if err != nil && state.broken == nil {
			state.broken = err
		}
		return err
	}
	for attempt := 1; ; attempt++ {
		state, again, err := d.attempt(ctx, fn, first)
		if err == nil {
			noteCommit(ctx)
			for _, call := range state.after {
				call()
			}
			return nil
		}
		if !again || ctx.Err() != nil {
			return Translate(err)
		}
		if attempt == attempts {
			return fmt.Errorf("%w: gave up after %d attempts: %w", ErrUnavailable, attempts, err)
		}
		d.retried()
		if err := pause(ctx); err != nil {
			return err
		}
	}
}

// attempt runs fn once; again tells whether it may run another time.
func (d *DB) attempt(ctx context.Context, fn func(context.Context, *gorm.DB) error, first func(*gorm.DB) error) (state *txState, again bool, err error) {
	state = &txState{db: d}
	ctx = context.WithValue(ctx, txKey{}, state)
	tx := d.writer.WithContext(ctx).Begin()
	if tx.Error != nil {
		return state, isRetryable(tx.Error) || isLostConnection(tx.Error), tx.Error
	}
	state.tx = tx
	outcome := RolledBack
	defer func() {
		if outcome != Committed { // an error, a panic or a test that gave up
			tx.Rollback()
		}
		state.ended(outcome)
	}()
	if err = first(tx); err == nil {
		err = d.fenceOf(ctx, tx)
	}
	if err == nil {
		err = fn(ctx, tx)
	}
	if err == nil {
		err = state.broken
	}
	if err == nil {
		err = state.end(ctx, tx)
	}
	if err != nil {
		again = isRetryable(err) || isLostConnection(err) ||
			isRetryable(state.broken) || isLostConnection(state.broken)
		return state, again, err
	}
	if err = tx.Commit().Error; err != nil {
		if again, err = judgeCommit(err); errors.Is(err, ErrOutcomeUnknown) {
			outcome = Unknown
		}
		return state, again, err
	}
	outcome = Committed
	return state, false, nil
}

// judgeCommit tells a commit the server refused from one nobody knows about.
func judgeCommit(err error) (again bool, judged error) {
	switch {
	case isRetryable(err):
		return true, err
	case isFull(err): // the record that makes the transaction count is the last one, and found no room
		return false, err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return false, err // database/sql rolled back instead of committing
	case isLostConnection(err), errors.Is(typedByCode(err), ErrUnavailable), isBrokenFile(err):
		return false, fmt.Errorf("%w: %w", ErrOutcomeUnknown, err)
	default:
		return false, err
	}
}

type commitKey struct{}

// WithCommitNote returns a context, and a flag that is set once a transaction has been committed with that context. An
// error that comes after it must not be told as if nothing had been done.
func WithCommitNote(ctx context.Context) (context.Context, *atomic.Bool) {
	committed := new(atomic.Bool)
	return context.WithValue(ctx, commitKey{}, committed), committed
}

func noteCommit(ctx context.Context) {
	if committed, ok := ctx.Value(commitKey{}).(*atomic.Bool); ok {
		committed.Store(true)
	}
}

// AfterCommit calls fn after the transaction of ctx has committed; at once
// when there is none. A transaction that fails forgets it.
func (d *DB) AfterCommit(ctx context.Context, fn func()) {
	if state := d.running(ctx); state != nil {
		state.after = append(state.after, fn)
		return
	}
	fn()
}

// ReadTx runs fn with one consistent view of the database: every Read with its
// context sees the same state. It writes nothing and is not retried.
func (d *DB) ReadTx(ctx context.Context, fn func(ctx context.Context) error) error {
	if d.running(ctx) != nil {
		return fn(ctx)
	}
	state := &txState{db: d, read: true}
	ctx = context.WithValue(ctx, txKey{}, state)
	tx := d.reader.WithContext(ctx).Begin()
	if tx.Error != nil {
		return Translate(tx.Error)
	}
	defer tx.Rollback()
	state.tx = tx
	return Translate(fn(ctx))
}

// touch moves one of the change slots on. It is the first statement of every transaction: there it waits for whoever has
// the slot, while as the last one it would fail where the server refuses to change a row that is newer than the snapshot
// of the transaction (innodb_snapshot_isolation), and everything would run again. The slots are taken in turn, so that the
// writers of one instance do not meet.
func (d *DB) touch(tx *gorm.DB) error {
	done := tx.Exec("UPDATE change_slots SET n = n + 1 WHERE slot = ?", d.slot.Add(1)%changeSlots)
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected != 1 {
		return errors.New("database: change_slots is incomplete, run the migrations")
	}
	return nil
}

// ChangeMark returns a number that grows with every committed transaction, on
// every instance. Read it before the rows a cached read model is built from:
// while it is the same, the model is exact.
func (d *DB) ChangeMark(ctx context.Context) (int64, error) {
	var mark int64
	err := d.Read(ctx).Raw("SELECT COALESCE(SUM(n), 0) FROM change_slots").Row().Scan(&mark)
	return mark, Translate(err)
}

func pause(ctx context.Context) error {
	timer := time.NewTimer(20*time.Millisecond + rand.N(30*time.Millisecond)) // #nosec G404 -- spreads retries, keeps no secret
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
