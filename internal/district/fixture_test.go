package district_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"guatu/configs"
	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/district"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

// handClock is moved by hand.
type handClock struct {
	mu  sync.Mutex
	now time.Time
	loc *time.Location
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) Today() schedule.Date { return c.TodayIn(c.Location()) }

func (c *handClock) TodayIn(loc *time.Location) schedule.Date { return schedule.DateOf(c.Now(), loc) }

func (c *handClock) Location() *time.Location {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.loc
}

func (c *handClock) SetZone(loc *time.Location) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loc = loc
}

func (c *handClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// noon is 20:00 of 1 March 2018 in China: the same date all over the country.
func noon() time.Time { return time.Date(2018, 3, 1, 12, 0, 0, 0, time.UTC) }

// world is one instance over a database.
type world struct {
	apitest.Suite
	db    *database.DB
	clock *handClock
	auth  *auth.Service
	book  *district.Book
	*district.Service
}

func shipped(t testing.TB) district.Shipped {
	t.Helper()
	out := district.Shipped{RuleSets: map[string]district.Preset{}}
	for _, name := range configs.RuleSetNames() {
		set, err := configs.RuleSet(name)
		check(t, err)
		text, err := configs.RuleSetText(name)
		check(t, err)
		out.RuleSets[name] = district.Preset{Set: set, Text: text}
	}
	var err error
	out.Calendars, err = configs.CalendarTexts()
	check(t, err)
	return out
}

// instance opens one more instance over the database, with a clock of its own at the same time.
func instance(t testing.TB, db *database.DB, now time.Time) *world {
	t.Helper()
	settings, err := config.Load("", nil)
	check(t, err)
	settings.LoginPerMinute = 10_000
	settings.SecondFactor, settings.SessionsPerUser = "optional", 0
	w := &world{db: db, clock: &handClock{now: now, loc: time.UTC}}
	shanghai, err := clock.LoadZone("Asia/Shanghai")
	check(t, err)
	business, err := clock.New(time.UTC, schedule.DateOf(now, shanghai).String())
	check(t, err)
	recorder := audit.New(business)
	policy, err := policies()
	check(t, err)
	w.book, err = district.NewBook(db, w.clock, shipped(t), district.Defaults{Title: "挂图", Zone: "Asia/Shanghai", RuleSet: "zhenan-default-1"})
	check(t, err)
	check(t, w.book.Load(context.Background()))
	w.auth, err = auth.New(context.Background(), auth.Options{DB: db, Clock: w.clock, Audit: recorder, Config: settings, Policy: policy,
		Refresh: w.book.Refresh, Cost: auth.Cost{MemoryKiB: 64, Passes: 1}})
	check(t, err)
	w.Service = district.NewService(district.Options{DB: db, Clock: w.clock, Audit: recorder, Auth: w.auth, Book: w.book, Policy: policy, CodeTTL: 24 * time.Hour, Places: milestone{}})
	api := httpapi.New(httpapi.Options{DB: db, Authenticate: w.auth.AuthenticateRequest, Authorize: w.auth.AuthorizeOperation,
		ScopeOf: policy.ScopeWords, OnError: w.auth.RecordRefusal, RateLimit: -1, RatePublic: -1})
	w.auth.Register(api)
	w.Service.Register(api)
	check(t, api.Verify())
	w.Suite = apitest.Suite{Handler: api, Token: func(t testing.TB, actor string) string { return authtest.Token(t, w.auth, actor) }}
	return w
}

// empty is an instance nobody has an account on.
func empty(t testing.TB, db *database.DB) *world { return instance(t, db, noon()) }

// peopled is an instance with the accounts of authtest.
func peopled(t testing.TB, db *database.DB) *world {
	w := instance(t, db, noon())
	authtest.Seed(t, w.auth)
	return w
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) count(t testing.TB, query string, args ...any) int {
	t.Helper()
	var n int
	check(t, w.db.Read(context.Background()).Raw(query, args...).Row().Scan(&n))
	return n
}

// code is a set-up code made now.
func (w *world) code(t testing.TB) string {
	t.Helper()
	code, err := w.NewCode(context.Background())
	check(t, err)
	return code.Text
}

func request(code string) district.SetupRequest {
	return district.SetupRequest{Code: code, Name: "某区", Title: "某区挂图", Zone: "Asia/Shanghai", RuleSet: "wuhan", PlanYear: 2018,
		Administrators: district.SetupAdministrators{
			Sysadmin: district.SetupPerson{Username: "sys", Name: "系统甲"}, Secadmin: district.SetupPerson{Username: "sec", Name: "安全乙"},
			Auditadmin: district.SetupPerson{Username: "aud", Name: "审计丙"},
		}}
}

// slug is the code of a refusal.
func slug(err error) string {
	var failure *httpapi.Error
	if errors.As(err, &failure) {
		return failure.Code
	}
	return ""
}

// policies is the policy of the program, which never changes: asking Casbin everything takes longer than most tests.
var policies = sync.OnceValues(func() (*auth.Policy, error) {
	return auth.NewPolicy(configs.CasbinModel(), configs.CasbinPolicy())
})
