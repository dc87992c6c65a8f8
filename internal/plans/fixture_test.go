package plans_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm"

	"guatu/configs"
	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/plans"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

// The world of the tests: units 1 教育局 and 2 住建局, the second one closed.
const edu, closed = int64(1), int64(2)

var people = map[string]*auth.Actor{
	"reporter.edu": person(1, auth.RoleReporter, edu),
	"supervisor":   person(4, auth.RoleSupervisor, 0),
	"supervisor.2": person(8, auth.RoleSupervisor, 0),
	"auditor":      person(6, auth.RoleAuditor, 0),
	"sysadmin":     person(7, auth.RoleSysadmin, 0),
}

func person(id int64, role string, department int64) *auth.Actor {
	return &auth.Actor{UserID: id, Name: role,
		Roles: []auth.RoleHeld{{Role: role, PostID: id, DepartmentID: department}},
		Posts: []auth.PostHeld{{ID: id, DepartmentID: department}}}
}

// world is one assembled service on one database.
type world struct {
	apitest.Suite
	db      *database.DB
	clock   *clock.Clock
	store   *plans.Store
	service *plans.Service
}

func newWorld(t *testing.T, db *database.DB) *world {
	t.Helper()
	zone, err := clock.LoadZone("Asia/Shanghai")
	must(t, err)
	clk, err := clock.New(zone, "2017-01-10")
	must(t, err)
	policy, err := policies()
	must(t, err)
	w := &world{db: db, clock: clk, store: plans.NewStore(db, clk)}
	w.service = plans.NewService(plans.Options{DB: db, Store: w.store, Clock: clk, Audit: audit.New(clk), Policy: policy,
		Directory: auth.NewDirectory(db, clk)})
	api := httpapi.New(httpapi.Options{DB: db, RateLimit: -1,
		Authenticate: func(ctx context.Context, r *http.Request) (context.Context, error) {
			actor := people[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
			if actor == nil {
				return ctx, httpapi.Unauthorized()
			}
			return httpapi.WithUserID(auth.WithActor(ctx, actor), actor.UserID), nil
		}})
	w.service.Register(api)
	must(t, api.Verify())
	w.Suite = apitest.Suite{Handler: api, Token: func(_ testing.TB, actor string) string { return actor }}
	w.exec(t, "INSERT INTO departments (id, code, name, short_name, disabled) VALUES (1, 'edu', '教育局', '教育', 0), (2, 'build', '住建局', '住建', 1)")
	for name, p := range people {
		w.exec(t, "INSERT INTO users (id, username, display_name, password_hash, created_at) VALUES (?, ?, ?, '', 0)", p.UserID, name, name)
	}
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	err := w.db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error { return tx.Exec(sql, args...).Error })
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func (w *world) project(t testing.TB, id int64, name string, unit int64, leader any) {
	t.Helper()
	w.exec(t, "INSERT INTO projects (id, code, name, lead_department_id, leader_post_id, plan_year, created_at) VALUES (?, ?, ?, ?, ?, 2017, 0)", id, name, name, unit, leader)
}

func (w *world) milestone(t testing.TB, id, project int64, name string, due any, weight int) {
	t.Helper()
	w.exec(t, "INSERT INTO milestones (id, project_id, plan_year, lead_department_id, name, baseline_on, approved_on, weight, created_at)"+
		" SELECT ?, p.id, p.plan_year, p.lead_department_id, ?, ?, ?, ?, 0 FROM projects p WHERE p.id = ?", id, name, due, due, weight, project)
}

func (w *world) task(t testing.TB, id int64, ordinal int, unit int64) {
	t.Helper()
	w.exec(t, "INSERT INTO livelihood_tasks (id, year, ordinal, title, department_id, created_at) VALUES (?, 2017, ?, '停车', ?, 0)", id, ordinal, unit)
}

func (w *world) indicator(t testing.TB, id, task int64, kind string, more map[string]any) {
	t.Helper()
	row := map[string]any{"id": id, "task_id": task, "ordinal": id, "name": kind, "type": kind, "department_id": edu, "created_at": 0}
	for name, value := range more {
		row[name] = value
	}
	err := w.db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error { return tx.Table("indicators").Create(row).Error })
	must(t, err)
}

func ctxOf(name string) context.Context { return auth.WithActor(context.Background(), people[name]) }

func isCode(err error, code string) bool {
	failure, ok := errors.AsType[*httpapi.Error](err)
	return ok && failure.Code == code
}

func day(text string) schedule.Date { return schedule.MustDate(text) }

// policies is the policy of the program, which never changes: asking Casbin everything takes longer than most tests.
var policies = sync.OnceValues(func() (*auth.Policy, error) {
	return auth.NewPolicy(configs.CasbinModel(), configs.CasbinPolicy())
})
