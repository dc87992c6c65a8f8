package reports_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm"

	"guatu/configs"
	"guatu/internal/auth"
	"guatu/internal/livelihood/livelihoodtest"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/reports"
	"guatu/internal/schedule"
)

const edu, build, env = int64(1), int64(2), int64(3)

// The posts of the leaders.
const leaderEdu, leaderBuild = int64(5), int64(9)

var people = map[string]*auth.Actor{
	"reporter.edu":   person(1, "吴静", auth.RoleReporter, 1, edu),
	"head.edu":       person(2, "胡建国", auth.RoleHead, 2, edu),
	"reporter.build": person(3, "林芳", auth.RoleReporter, 3, build),
	"supervisor":     person(4, "陈督", auth.RoleSupervisor, 4, 0),
	"leader.edu":     person(5, "王区长", auth.RoleLeader, leaderEdu, 0),
	"auditor":        person(6, "周审", auth.RoleAuditor, 6, 0),
	"sysadmin":       person(7, "管一", auth.RoleSysadmin, 7, 0),
	"reporter.env":   person(8, "何清", auth.RoleReporter, 8, env),
	"leader.build":   person(9, "李区长", auth.RoleLeader, leaderBuild, 0),
}

func person(id int64, name, role string, post, department int64) *auth.Actor {
	return &auth.Actor{
		UserID: id, Username: name, Name: name, Epoch: 1,
		Roles: []auth.RoleHeld{{Role: role, PostID: post, DepartmentID: department}},
		Posts: []auth.PostHeld{{ID: post, Name: name, DepartmentID: department}},
	}
}

// world is the read models on one database.
type world struct {
	apitest.Suite
	db       *database.DB
	clock    *clock.Clock
	set      *schedule.RuleSet
	calendar *schedule.Calendar
	service  *reports.Service
	source   source
	ledger   *ledger
}

// ledger stands in for the projects: it has the figures it was given.
type ledger struct{ figures []reports.FigureItem }

func (*ledger) Lines(context.Context, auth.Scope, schedule.Date) ([]reports.ProjectLine, error) {
	return nil, nil
}

func (l *ledger) Figures(context.Context, auth.Scope, int64, schedule.Date) ([]reports.FigureItem, error) {
	return l.figures, nil
}

func (*ledger) UnreportedFigures(context.Context) (int, error) { return 0, nil }

func newWorld(t testing.TB, db *database.DB, today string) *world {
	t.Helper()
	zone, err := clock.LoadZone("Asia/Shanghai")
	must(t, err)
	clk, err := clock.New(zone, today)
	must(t, err)
	policy, err := policies()
	must(t, err)
	calendar, err := configs.Calendar()
	must(t, err)
	w := &world{db: db, clock: clk, set: schedule.Default(), calendar: calendar}
	w.source, w.ledger = source{w}, &ledger{}
	w.service = reports.New(reports.Options{
		DB: db, Clock: clk, Policy: policy, Directory: auth.NewDirectory(db, clk),
		Rules: schedule.Fixed(w.set, calendar), Indicators: w.source, Projects: w.ledger,
	})
	api := httpapi.New(httpapi.Options{DB: db, RateLimit: -1, Authenticate: authenticate,
		Authorize: func(ctx context.Context, op httpapi.Operation) error {
			if actor, _ := auth.ActorFrom(ctx); !policy.May(actor, op.Permission) {
				return httpapi.Forbidden()
			}
			return nil
		}})
	w.service.Register(api)
	must(t, api.Verify())
	w.Suite = apitest.Suite{Handler: api, Token: func(_ testing.TB, actor string) string { return actor }}
	w.seed(t)
	return w
}

// source hands the real indicators in, as app does.
type source struct{ w *world }

func (s source) Lines(ctx context.Context, scope auth.Scope, from, to int, own bool, asOf schedule.Date) ([]reports.IndicatorLine, error) {
	lines, err := livelihoodtest.Desk(s.w.db, s.w.clock, s.w.set, s.w.calendar).Lines(ctx, scope, from, to, own, asOf)
	out := make([]reports.IndicatorLine, 0, len(lines))
	for _, line := range lines {
		out = append(out, reports.IndicatorLine(line))
	}
	return out, err
}

func authenticate(ctx context.Context, r *http.Request) (context.Context, error) {
	actor := people[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	if actor == nil {
		return ctx, httpapi.Unauthorized()
	}
	return httpapi.WithUserID(auth.WithActor(ctx, actor), actor.UserID), nil
}

func ctxOf(name string) context.Context {
	return auth.WithActor(context.Background(), people[name])
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// write runs one transaction.
func (w *world) write(t testing.TB, fn func(ctx context.Context, tx *gorm.DB) error) {
	t.Helper()
	must(t, w.db.Tx(context.Background(), fn))
}

func (w *world) exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	w.write(t, func(_ context.Context, tx *gorm.DB) error { return tx.Exec(sql, args...).Error })
}

func (w *world) seed(t testing.TB) {
	t.Helper()
	w.exec(t, "INSERT INTO departments (id, code, name, short_name) VALUES (1, 'edu', '教育局', '教育'), (2, 'build', '住建局', '住建'), (3, 'env', '环保局', '环保')")
	for name, p := range people {
		w.exec(t, "INSERT INTO users (id, username, display_name, password_hash, created_at) VALUES (?, ?, ?, '', 0)", p.UserID, name, p.Name)
		w.exec(t, "INSERT INTO posts (id, code, name) VALUES (?, ?, ?)", p.Posts[0].ID, name, "岗位"+p.Name)
	}
	w.exec(t, "INSERT INTO post_holders (post_id, user_id, from_on) VALUES (5, 5, '2016-01-01'), (9, 9, '2016-01-01')")
	for id, unit := range map[int64]int64{10: edu, 20: build, 30: env} {
		w.exec(t, "INSERT INTO projects (id, code, name, lead_department_id, plan_year, contact_name, contact_phone, created_at) VALUES (?, ?, ?, ?, 2017, '小张', '8801', 0)",
			id, id, "项目", unit)
	}
}

// milestone is a row of milestones as tests write it.
type milestone struct {
	ID               int64
	ProjectID        int64
	LeadDepartmentID int64
	LeaderPostID     *int64
	Name             string
	IsKey            bool
	Firmness         schedule.Firmness
	PlannedStart     schedule.Date
	BaselineOn       schedule.Date
	ApprovedOn       schedule.Date
	ForecastOn       schedule.Date
	ReachedOn        schedule.Date
	Verified         bool
	ClaimedOn        schedule.Date
	SuspendedOn      schedule.Date
	ReturnedClaims   *string
	Changes          int
	LastReportMonth  schedule.Month
	PendingOn        schedule.Date
	EnteredOn        schedule.Date
	CarriedOn        schedule.Date
	ExitedOn         schedule.Date
	ReportCycle      schedule.Cycle
	CycleSince       schedule.Date
	LastPeriodTo     schedule.Date
	Open             bool
	ClockDue         schedule.Date
	BaseClockDue     schedule.Date
	WindowFrom       schedule.Date
	ColourDay        schedule.Date
	Version          int64
}

// duty is what was sent, as the rules want it.
func (m milestone) duty() schedule.Duty {
	return schedule.Duty{
		Entered: m.EnteredOn.MonthOf(), Reported: m.LastReportMonth, Waiting: !m.PendingOn.IsZero(),
		Short: schedule.ShortDuty(m.ReportCycle, m.EnteredOn, m.CycleSince, m.LastPeriodTo, schedule.Date{}),
	}
}

func (m milestone) facts(t testing.TB) schedule.MilestoneFacts {
	f := schedule.MilestoneFacts{
		Baseline: m.BaselineOn, Approved: m.ApprovedOn, Forecast: m.ForecastOn, Reached: m.ReachedOn, Verified: m.Verified,
		Claimed: m.ClaimedOn, Suspended: m.SuspendedOn, Changes: m.Changes, Key: m.IsKey, Firmness: m.Firmness, PlannedStart: m.PlannedStart, Carried: m.CarriedOn, Exited: m.ExitedOn,
	}
	if m.ReturnedClaims != nil {
		must(t, json.Unmarshal([]byte(*m.ReturnedClaims), &f.Returned))
	}
	return f
}

// put writes the row, inserting or replacing it, and records it on the day.
func (w *world) put(t testing.TB, m milestone, on schedule.Date) milestone {
	t.Helper()
	f := m.facts(t)
	m.Open = !(m.Verified && !m.ReachedOn.IsZero()) && m.SuspendedOn.IsZero() && m.CarriedOn.IsZero() && m.ExitedOn.IsZero()
	m.ClockDue, m.BaseClockDue = schedule.ClockDue(f), schedule.ClockDue(f.On(schedule.Original))
	m.WindowFrom, m.ColourDay = schedule.WindowStart(f, w.set), schedule.ColourDay(f)
	m.Version++
	w.write(t, func(ctx context.Context, tx *gorm.DB) error {
		if m.Version > 1 {
			if err := tx.Exec("DELETE FROM milestones WHERE id = ?", m.ID).Error; err != nil {
				return err
			}
		}
		row := struct {
			Row       milestone `gorm:"embedded"`
			CreatedAt int64
		}{Row: m}
		if err := tx.Table("milestones").Create(&row).Error; err != nil {
			return err
		}
		return w.db.Snapshot(ctx, tx, "milestones", "milestone_versions", m.ID, on, 0)
	})
	return m
}

// overview is the overview of the supervision office.
func (w *world) overview(t testing.TB, asOf schedule.Date) reports.Overview {
	t.Helper()
	v, err := w.service.Overview(ctxOf("supervisor"), asOf)
	must(t, err)
	return v
}

func date(text string) schedule.Date { return schedule.MustDate(text) }

func ptr[T any](v T) *T { return &v }

// policies is the policy of the program, which never changes: asking Casbin everything takes longer than most tests.
var policies = sync.OnceValues(func() (*auth.Policy, error) {
	return auth.NewPolicy(configs.CasbinModel(), configs.CasbinPolicy())
})
