package database

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Statement is what a statement hook learns about one executed SQL statement.
type Statement struct {
	Elapsed time.Duration // from building the statement to its last row or result
	Failed  bool          // a missing row is no failure
}

// Counter counts the SQL statements executed with one context.
type Counter struct {
	n     atomic.Int64
	outer *Counter // of the context this one was made from
}

// Count returns the number of statements so far; BEGIN and COMMIT do not count.
func (c *Counter) Count() int64 { return c.n.Load() }

type counterKey struct{}

// WithStatementCounter returns a context that counts the statements executed
// with it, and the counter. A counter the context had before goes on counting.
func WithStatementCounter(ctx context.Context) (context.Context, *Counter) {
	counter := &Counter{}
	counter.outer, _ = ctx.Value(counterKey{}).(*Counter)
	return context.WithValue(ctx, counterKey{}, counter), counter
}

// bridge is GORM's logger: silent but for slow and failed statements, without
// parameter values, because those are people's data.
type bridge struct {
	log  *slog.Logger
	slow time.Duration
	hook func(context.Context, Statement)
}

// LogMode is GORM's; the level of slog decides instead.
func (b *bridge) LogMode(logger.LogLevel) logger.Interface { return b }

// Info drops GORM's chatter.
func (b *bridge) Info(context.Context, string, ...any) {}

// Warn passes GORM's warnings on.
func (b *bridge) Warn(ctx context.Context, msg string, args ...any) {
	b.log.WarnContext(ctx, "gorm: "+fmt.Sprintf(msg, args...))
}

// Error passes GORM's errors on.
func (b *bridge) Error(ctx context.Context, msg string, args ...any) {
	b.log.ErrorContext(ctx, "gorm: "+fmt.Sprintf(msg, args...))
}

// ParamsFilter keeps values out of the log.
func (b *bridge) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) {
	return sql, nil
}

// Trace is called by GORM once for every executed statement.
func (b *bridge) Trace(ctx context.Context, begin time.Time, sql func() (string, int64), err error) {
	counter, _ := ctx.Value(counterKey{}).(*Counter)
	for ; counter != nil; counter = counter.outer {
		counter.n.Add(1)
	}
	failed := err != nil && !errors.Is(err, gorm.ErrRecordNotFound)
	if failed {
		noteAbort(ctx, err)
	}
	elapsed := time.Since(begin)
	if b.hook != nil {
		b.hook(ctx, Statement{Elapsed: elapsed, Failed: failed})
	}
	if b.slow > 0 && elapsed >= b.slow {
		text, rows := sql()
		b.log.WarnContext(ctx, "slow statement", "sql", text, "rows", rows, "elapsed", elapsed)
	}
}
