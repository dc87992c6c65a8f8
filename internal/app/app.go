package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"

	"guatu/configs"
	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/district"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/migrations"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/observe"
	"guatu/internal/schedule"
)

// Options are what is not configuration.
type Options struct {
	// Version is shown in the log and in the API document.
	Version string
	// LogTo receives the log; nil keeps the program silent.
	LogTo io.Writer
	// Demo loads the demonstration plan into an empty database.
	Demo bool
	// PasswordCost is how dear a password hash is; zero is the product's, tests are cheaper.
	PasswordCost auth.Cost
}

// App is the assembled program.
type App struct {
	config  config.Config
	version string
	log     *slog.Logger
	clock   *clock.Clock
	db      *database.DB
	metrics *observe.Metrics
	health  *observe.Health
	api     *httpapi.API
	book    *district.Book
	rooms   rooms
	demo    *demoAccess // nil unless this is a demonstration

	listener        net.Listener
	metricsListener net.Listener
}

// New builds the program: configuration, rules, database (migrated under a lease), rights, features, routes. It refuses to
// start with a readable error when a part is wrong, and leaves nothing open then. Nothing listens yet.
func New(ctx context.Context, c config.Config, o Options) (_ *App, err error) {
	a := &App{config: c, version: o.Version, metrics: observe.NewMetrics()}
	if o.Demo && c.Today == "" {
		c.Today = DemoDay // and no day of its own in the configuration: see noteRecorded
	}
	if a.log, err = logTo(o.LogTo, c); err != nil {
		return nil, err
	}
	if _, err := configs.RuleSet(c.RuleSet); err != nil {
		return nil, fmt.Errorf("ruleSet: %w", err)
	}
	if a.clock, err = newClock(c); err != nil {
		return nil, err
	}
	a.health = observe.NewHealth(a.log, a.clock.Now)
	if a.db, err = openDatabase(ctx, c, a.log, a.metrics); err != nil {
		return nil, err
	}
	if err := a.build(ctx, o); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// build is everything that stands on an open database.
func (a *App) build(ctx context.Context, o Options) (err error) {
	if err := startable(a.db.Migrate(ctx, migrations.Files)); err != nil {
		return err
	}
	if err := a.warnUnsafe(ctx); err != nil {
		return err
	}
	if err := a.fillDerived(ctx); err != nil {
		return err
	}
	if err := a.openBook(ctx); err != nil {
		return err
	}
	if a.rooms, err = a.furnish(ctx, o); err != nil {
		return err
	}
	if o.Demo {
		if a.demo, err = a.loadDemo(ctx); err != nil {
			return fmt.Errorf("演示数据没有装好: %w", err)
		}
	}
	if err := a.noteRecorded(ctx); err != nil {
		return err
	}
	pages, err := sitePages()
	if err != nil {
		return err
	}
	a.api = a.newAPI(pages)
	a.rooms.register(a.api)
	a.addChecks()
	return a.api.Verify()
}

// noteRecorded tells the clock how far the database has been written. A business day that was set back behind it is a day of
// the past: it is read as it was known then, and what has changed since can not be changed again.
func (a *App) noteRecorded(ctx context.Context) error {
	text, err := audit.RecordedThrough(ctx, a.db)
	if err != nil || text == "" {
		return err
	}
	through, err := schedule.ParseDate(text)
	if err != nil {
		return fmt.Errorf("newest day of the audit: %w", err)
	}
	a.clock.SetRecordedThrough(through)
	if a.demo != nil && a.config.Today == "" && !a.clock.Live(a.clock.Today()) {
		a.clock.SetToday(through) // a demonstration left running past its day goes on where it was
	}
	if today := a.clock.Today(); !a.clock.Live(today) {
		a.log.WarnContext(ctx, "the business day is behind the records: they are shown as of that day, and what changed since can not be edited",
			"today", today.String(), "recordedThrough", through.String())
	}
	return nil
}

func (a *App) newAPI(pages http.Handler) *httpapi.API {
	return httpapi.New(httpapi.Options{
		Title: "挂图 Guatu", Version: "1", Log: a.log, DB: a.db, Metrics: a.metrics, Health: a.health, Pages: pages,
		Now:          a.clock.Now,
		Authenticate: a.rooms.auth.AuthenticateRequest, Authorize: a.rooms.auth.AuthorizeOperation,
		ScopeOf: a.rooms.auth.Policy().ScopeWords, OnError: a.rooms.auth.RecordRefusal,
		TrustedProxies: a.config.TrustedProxies, MaxBodyBytes: a.config.MaxBodyBytes, RequestTimeout: a.config.RequestTimeout,
		RateLimit: unlimited(a.config.RateLimit), RatePublic: unlimited(a.config.RateLimitPublic), RateWindow: a.config.RateWindow,
		RateExport: unlimited(a.config.RateExport), RateImport: unlimited(a.config.RateImport),
		Compress: a.config.Compress,
	})
}

// unlimited: in the configuration 0 means no limit; for httpapi 0 means the default.
func unlimited(limit int) int {
	if limit == 0 {
		return -1
	}
	return limit
}

// addChecks says when the program can not do its work: a database that does not answer, that a newer program migrated, or whose
// server is set so that it may lose what it has acknowledged.
func (a *App) addChecks() {
	a.health.Add("database", func(ctx context.Context) error {
		if err := a.db.Ping(ctx); err != nil {
			return errors.Join(observe.Reason("the database does not answer"), err)
		}
		return nil
	})
	a.health.Add("schema", func(ctx context.Context) error {
		current, latest, err := a.db.SchemaVersion(ctx, migrations.Files)
		if err != nil {
			return err
		}
		if current != latest {
			return observe.Reason(fmt.Sprintf("the schema is at version %d, this program needs %d", current, latest))
		}
		return nil
	})
	a.health.Add("durability", func(ctx context.Context) error {
		unsafe, err := a.db.UnsafeSettings(ctx)
		if len(unsafe) > 0 {
			return observe.Reason("the database server may lose acknowledged writes when it loses power: " + strings.Join(unsafe, ", "))
		}
		return err
	})
}

// warnUnsafe tells the administrator about a server that may lose acknowledged writes. The program starts all the same and says
// at /readyz that it is not ready, so that a proxy sends nobody here until the server is set right.
func (a *App) warnUnsafe(ctx context.Context) error {
	unsafe, err := a.db.UnsafeSettings(ctx)
	if len(unsafe) > 0 {
		a.log.WarnContext(ctx, "the database server may lose acknowledged writes when it loses power", "settings", unsafe)
	}
	return err
}

// Close lets go of the sockets and the database. Call it after Run has returned.
func (a *App) Close() error {
	var faults []error
	for _, listener := range []net.Listener{a.listener, a.metricsListener} {
		if listener != nil {
			// Run has closed it already, and an address that was never served is no loss.
			_ = listener.Close()
		}
	}
	if a.rooms.notary != nil {
		faults = append(faults, a.rooms.notary.Checkpoint(context.Background()))
	}
	if a.db != nil {
		faults = append(faults, a.db.Close())
	}
	return errors.Join(faults...)
}

// OpenAPI is the document of the API as JSON.
func (a *App) OpenAPI() []byte { return a.api.OpenAPI() }

// Operations are everything the API can do.
func (a *App) Operations() []httpapi.Operation { return a.api.Operations() }

func logTo(w io.Writer, c config.Config) (*slog.Logger, error) {
	if w == nil {
		return slog.New(slog.DiscardHandler), nil
	}
	return observe.NewLogger(w, c.LogLevel, c.LogFormat)
}

func newClock(c config.Config) (*clock.Clock, error) {
	zone, err := clock.LoadZone(c.Zone)
	if err != nil {
		return nil, err
	}
	return clock.New(zone, c.Today)
}

func openDatabase(ctx context.Context, c config.Config, log *slog.Logger, metrics *observe.Metrics) (*database.DB, error) {
	db, err := database.Open(ctx, c.DatabaseDSN, database.WithLogger(log), database.WithRetryHook(metrics.TransactionRetried),
		database.WithStatementHook(func(_ context.Context, s database.Statement) { metrics.StatementDone(s.Elapsed, s.Failed) }))
	if err != nil {
		return nil, fmt.Errorf("数据库打不开（GUATU_DATABASE_DSN 或配置文件的 databaseDsn）: %w", err)
	}
	return db, nil
}

// Migrate brings the database of the configuration to this program's schema, or with check only looks. It returns the
// version the database has afterwards and the one the program needs.
func Migrate(ctx context.Context, c config.Config, logOutput io.Writer, check bool) (current, latest int64, err error) {
	log, err := logTo(logOutput, c)
	if err != nil {
		return 0, 0, err
	}
	db, err := openDatabase(ctx, c, log, observe.NewMetrics())
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if !check {
		if err := startable(db.Migrate(ctx, migrations.Files)); err != nil {
			return 0, 0, err
		}
	}
	current, latest, err = db.SchemaVersion(ctx, migrations.Files)
	return current, latest, startable(err)
}
