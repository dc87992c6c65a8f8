package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"gorm.io/gorm"

	"guatu/internal/platform/clock"
)

// The dialects, as Dialect returns them.
const (
	SQLite = "sqlite"
	MySQL  = "mysql"
)

// DB is one database: a writer, a pool of readers and what is known about the
// server. It is safe for concurrent use.
type DB struct {
	dialect  string
	writer   *gorm.DB
	reader   *gorm.DB
	writeSQL *sql.DB
	readSQL  *sql.DB
	server   map[string]string // server variables of interest; MySQL only
	log      *slog.Logger
	retried  func()

	slot    atomic.Uint32 // the next change slot, see touch
	columns sync.Map      // versions table -> []string, see Snapshot
}

type settings struct {
	log     *slog.Logger
	slow    time.Duration
	hook    func(context.Context, Statement)
	retried func()
}

// Option changes how Open behaves.
type Option func(*settings)

// WithLogger sends slow statements and retries to log.
func WithLogger(log *slog.Logger) Option { return func(s *settings) { s.log = log } }

// WithSlowStatement sets from which duration a statement is logged (default 500 ms).
func WithSlowStatement(d time.Duration) Option { return func(s *settings) { s.slow = d } }

// WithStatementHook calls hook after each statement, for metrics.
func WithStatementHook(hook func(context.Context, Statement)) Option {
	return func(s *settings) { s.hook = hook }
}

// WithRetryHook calls hook for each transaction that has to run again.
func WithRetryHook(hook func()) Option { return func(s *settings) { s.retried = hook } }

func collect(options []Option) settings {
	s := settings{log: slog.New(slog.DiscardHandler), slow: 500 * time.Millisecond, retried: func() {}}
	for _, option := range options {
		option(&s)
	}
	return s
}

// Open opens the database named by dsn: sqlite:///path/file.db or
// mysql://user:password@host:port/database. It asserts the settings the
// durability of the product stands on and fails with words when one is missing.
// It does not migrate.
func Open(ctx context.Context, dsn string, options ...Option) (*DB, error) {
	s := collect(options)
	switch {
	case strings.HasPrefix(dsn, "sqlite://"):
		return openSQLite(ctx, strings.TrimPrefix(dsn, "sqlite://"), s)
	case strings.HasPrefix(dsn, "mysql://"):
		return openMySQL(ctx, dsn, s, false)
	default:
		return nil, errors.New("database: the address must start with sqlite:// or mysql://")
	}
}

// Dialect returns SQLite or MySQL (which includes MariaDB).
func (d *DB) Dialect() string { return d.dialect }

// Ping checks that the database answers.
func (d *DB) Ping(ctx context.Context) error {
	if err := d.readSQL.PingContext(ctx); err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return nil
}

// Close closes all connections.
func (d *DB) Close() error {
	err := d.readSQL.Close()
	if d.writeSQL != d.readSQL {
		err = errors.Join(err, d.writeSQL.Close())
	}
	return err
}

// gormConfig leaves PrepareStmt off: on MySQL it gained nothing measurable, its
// cache runs a goroutine that nobody can stop, and SQLite has a better one (see
// prepared).
func gormConfig(s settings) *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction:   true,
		TranslateError:           true,
		DisableNestedTransaction: true,
		DisableAutomaticPing:     true,
		Logger:                   &bridge{log: s.log, slow: s.slow, hook: s.hook},
		NowFunc:                  clock.Real,
	}
}
