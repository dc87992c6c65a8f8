package auth_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"guatu/configs"
	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

// handClock is moved by hand.
type handClock struct {
	mu    sync.Mutex
	now   time.Time
	today schedule.Date
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) Today() schedule.Date {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.today
}

func (c *handClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *handClock) setToday(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.today = schedule.MustDate(text)
}

// world is one instance over a district with the demo accounts.
type world struct {
	apitest.Suite
	db      *database.DB
	clock   *handClock
	service *auth.Service
	again   func() (*auth.Service, error) // starts one more service
	// withRows starts one more whose departments have rows in the room.
	withRows func(auth.DepartmentRows) (*auth.Service, error)
	dear     func() (*auth.Service, error) // the same with the product's price of a password hash
	authtest.District
}

func policy(t testing.TB) *auth.Policy {
	t.Helper()
	p, err := policies()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// serverSecret is what the instances of these tests seal second factors with.
func serverSecret() []byte { return []byte("the secret of the server in tests of this room") }

// testSettings are the defaults without what would slow tests or ask for a second step.
func testSettings(t testing.TB) config.Config {
	t.Helper()
	settings, err := config.Load("", nil)
	if err != nil {
		t.Fatal(err)
	}
	settings.LoginPerMinute = 10_000
	settings.SecondFactor, settings.SessionsPerUser = "optional", 0
	return settings
}

// strictSettings demand the second factor, as the defaults do.
func strictSettings(t testing.TB) config.Config {
	t.Helper()
	settings := testSettings(t)
	settings.SecondFactor = "required"
	return settings
}

// instance opens one more instance over the database.
func instance(t testing.TB, db *database.DB, clk *handClock) *world {
	t.Helper()
	return instanceWith(t, db, clk, testSettings(t), serverSecret())
}

func strictInstance(t testing.TB, db *database.DB, clk *handClock) *world {
	t.Helper()
	return instanceWith(t, db, clk, strictSettings(t), serverSecret())
}

func instanceWith(t testing.TB, db *database.DB, clk *handClock, settings config.Config, secret []byte) *world {
	t.Helper()
	business, err := clock.New(time.UTC, "2017-09-30")
	if err != nil {
		t.Fatal(err)
	}
	options := auth.Options{DB: db, Clock: clk, Audit: audit.New(business), Config: settings,
		Policy: policy(t), Cost: auth.Cost{MemoryKiB: 64, Passes: 1}, Secret: secret}
	service, err := auth.New(context.Background(), options)
	if err != nil {
		t.Fatal(err)
	}
	api := httpapi.New(httpapi.Options{DB: db, Authenticate: service.AuthenticateRequest, Authorize: service.AuthorizeOperation,
		ScopeOf: service.Policy().ScopeWords, OnError: service.RecordRefusal, RateLimit: -1, RatePublic: -1})
	service.Register(api)
	audit.NewReader(db, service.AuditAccess).Register(api, options.Audit, audit.NewNotary(db, options.Audit, slog.New(slog.DiscardHandler), t.TempDir()))
	if err := api.Verify(); err != nil {
		t.Fatal(err)
	}
	w := &world{db: db, clock: clk, service: service}
	w.again = func() (*auth.Service, error) { return auth.New(context.Background(), options) }
	w.withRows = func(room auth.DepartmentRows) (*auth.Service, error) {
		more := options
		more.Rows = []auth.DepartmentRows{room}
		return auth.New(context.Background(), more)
	}
	w.dear = func() (*auth.Service, error) {
		dear := options
		dear.Cost = auth.Cost{}
		return auth.New(context.Background(), dear)
	}
	w.Suite = apitest.Suite{Handler: api, Token: func(t testing.TB, actor string) string { return authtest.Token(t, service, actor) }}
	return w
}

func newWorld(t testing.TB, db *database.DB) *world {
	t.Helper()
	w := instance(t, db, &handClock{now: clock.Real(), today: schedule.MustDate("2017-09-30")})
	w.District = authtest.Seed(t, w.service)
	return w
}

// count runs a query that counts.
func (w *world) count(t testing.TB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := w.db.Read(context.Background()).Raw(query, args...).Row().Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// system is a context in which the service acts for the program.
func system() context.Context { return auth.AsSystem(context.Background()) }

func must[T any](t testing.TB) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// roles signs in and asks who one is.
func (w *world) me(t testing.TB, token string) auth.Me {
	t.Helper()
	var me auth.Me
	response := w.Do(t, apitest.Scenario{URL: "/api/v1/me", Token: token})
	if response.Status != 200 {
		t.Fatalf("GET /me: %d %s", response.Status, response.Body)
	}
	response.JSON(t, &me)
	return me
}

// code is the slug of a refusal.
func code(err error) string {
	var failure *httpapi.Error
	if errors.As(err, &failure) {
		return failure.Code
	}
	return ""
}

// failureOf is the refusal behind an error.
func failureOf(err error) *httpapi.Error { return httpapi.From(err) }

// policies is the policy of the program, which never changes: asking Casbin everything takes longer than most tests.
var policies = sync.OnceValues(func() (*auth.Policy, error) {
	return auth.NewPolicy(configs.CasbinModel(), configs.CasbinPolicy())
})
