package milestones_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"guatu/configs"
	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/milestones"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/platform/searchtext"
	"guatu/internal/schedule"
)

// The world of the tests: units 1 教育局 and 2 住建局; project 10 is led by 1 with 2 as co-unit, project 20 by 2.
const (
	edu, build = int64(1), int64(2)

	postReporterEdu, postHeadEdu, postReporterBuild, postSupervisor, postLeader = int64(1), int64(2), int64(3), int64(4), int64(5)

	projectEdu, projectBuild = int64(10), int64(20)
)

var people = map[string]*auth.Actor{
	"reporter.edu":   person(1, "吴静", auth.RoleReporter, postReporterEdu, edu),
	"head.edu":       person(2, "胡建国", auth.RoleHead, postHeadEdu, edu),
	"reporter.build": person(3, "林芳", auth.RoleReporter, postReporterBuild, build),
	"supervisor":     person(4, "陈督", auth.RoleSupervisor, postSupervisor, 0),
	"leader.edu":     person(5, "王区长", auth.RoleLeader, postLeader, 0),
	"auditor":        person(6, "周审", auth.RoleAuditor, 6, 0),
	"sysadmin":       person(7, "管一", auth.RoleSysadmin, 7, 0),
}

func person(id int64, name, role string, post, department int64) *auth.Actor {
	return &auth.Actor{
		UserID: id, Username: name, Name: name,
		Roles: []auth.RoleHeld{{Role: role, PostID: post, DepartmentID: department}},
		Posts: []auth.PostHeld{{ID: post, Name: name, DepartmentID: department}},
	}
}

// world is one assembled service on one database.
type world struct {
	apitest.Suite
	basis   schedule.Basis // the plan its reader looks at
	db      *database.DB
	clock   *clock.Clock
	store   *milestones.Store
	service *milestones.Service
	rules   milestones.Rules
}

func newWorld(t *testing.T, db *database.DB, readings milestones.Readings) *world {
	t.Helper()
	return newWorldWith(t, db, readings, nil)
}

// newWorldWith has projects that are told of their figures.
func newWorldWith(t *testing.T, db *database.DB, readings milestones.Readings, figures milestones.Figures) *world {
	t.Helper()
	zone, err := clock.LoadZone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	clk, err := clock.New(zone, "2017-03-01")
	if err != nil {
		t.Fatal(err)
	}
	policy, err := policies()
	if err != nil {
		t.Fatal(err)
	}
	calendar, err := configs.Calendar()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{db: db, clock: clk, store: milestones.NewStore(db, clk),
		rules: milestones.Rules{Set: schedule.Default(), Calendar: calendar, Today: clk.Today()}}
	w.service = milestones.NewService(milestones.Options{
		DB: db, Store: w.store, Clock: clk, Audit: audit.New(clk), Policy: policy, Directory: auth.NewDirectory(db, clk),
		Rules: schedule.Fixed(schedule.Default(), calendar), Readings: readings, Figures: figures,
	})
	api := httpapi.New(httpapi.Options{DB: db, RateLimit: -1, Authenticate: authenticate,
		Authorize: func(ctx context.Context, op httpapi.Operation) error { return authorize(ctx, policy, op) }})
	w.service.Register(api)
	if err := api.Verify(); err != nil {
		t.Fatal(err)
	}
	w.Suite = apitest.Suite{Handler: api, Token: func(_ testing.TB, actor string) string { return actor }}
	w.seed(t)
	return w
}

func authenticate(ctx context.Context, r *http.Request) (context.Context, error) {
	actor := people[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	if actor == nil {
		return ctx, httpapi.Unauthorized()
	}
	return httpapi.WithUserID(as(ctx, actor), actor.UserID), nil
}

// authorize is the short form of auth.AuthorizeOperation.
func authorize(ctx context.Context, policy *auth.Policy, op httpapi.Operation) error {
	actor, _ := auth.ActorFrom(ctx)
	if policy.May(actor, op.Permission) || strings.Contains(op.Path, "{") && policy.May(actor, auth.ReadPermission(op.Path)) {
		return nil
	}
	if strings.Contains(op.Path, "{") {
		return httpapi.NotFound()
	}
	return httpapi.Forbidden()
}

func as(ctx context.Context, actor *auth.Actor) context.Context {
	return audit.WithSubject(auth.WithActor(ctx, actor), audit.Subject{ActorID: actor.UserID, ActorName: actor.Name})
}

func ctxOf(name string) context.Context { return as(context.Background(), people[name]) }

func (w *world) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	err := w.db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error { return tx.Exec(sql, args...).Error })
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func (w *world) seed(t *testing.T) {
	t.Helper()
	w.exec(t, "INSERT INTO departments (id, code, name, short_name) VALUES (1, 'edu', '教育文化体育局', '教育'), (2, 'build', '住房和城乡建设局', '住建')")
	for name, p := range people {
		w.exec(t, "INSERT INTO users (id, username, display_name, password_hash, created_at) VALUES (?, ?, ?, '', 0)", p.UserID, name, p.Name)
		w.exec(t, "INSERT INTO posts (id, code, name) VALUES (?, ?, ?)", p.Posts[0].ID, name, "岗位"+p.Name)
	}
	w.exec(t, "INSERT INTO post_holders (post_id, user_id, from_on) VALUES (5, 5, '2016-01-01')")
	project := "INSERT INTO projects (id, code, name, lead_department_id, leader_post_id, plan_year, contact_name, created_at) VALUES (?, ?, ?, ?, ?, 2017, '小张', 0)"
	w.exec(t, project, projectEdu, "A-01", "滨海学校", edu, postLeader)
	w.exec(t, project, projectBuild, "B-100%_!", "滨海大道", build, nil)
	w.exec(t, "INSERT INTO project_units (project_id, department_id) VALUES (10, 2)")
	if _, err := searchtext.Fill(context.Background(), w.db, searchtext.Table{Name: "projects", Key: "id", Texts: []string{"name", "code"}}); err != nil {
		t.Fatal(err)
	}
}

// later is long enough for a goroutine to reach a lock that is held.
func (w *world) later() <-chan time.Time { return time.After(300 * time.Millisecond) }

// today sets the business day.
func (w *world) today(day string) {
	w.clock.SetToday(schedule.MustDate(day))
	w.rules.Today = w.clock.Today()
}

// milestone creates one on project 10 as the supervision office does; an empty due is undated.
func (w *world) milestone(t *testing.T, name, due string, change ...func(*milestones.Draft)) milestones.Milestone {
	t.Helper()
	draft := milestones.Draft{ProjectID: projectEdu, Name: name}
	if due != "" {
		draft.Baseline = schedule.MustDate(due)
	}
	for _, c := range change {
		c(&draft)
	}
	m, err := w.service.Create(ctxOf("supervisor"), draft)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// report submits as the reporter of the lead unit of project 10.
func (w *world) report(t *testing.T, m milestones.Milestone, s milestones.Submission) milestones.Report {
	t.Helper()
	current := w.get(t, m.ID, "")
	r, err := w.service.Submit(ctxOf("reporter.edu"), m.ID, current.Version, s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (w *world) get(t *testing.T, id int64, asOf string) milestones.Milestone {
	t.Helper()
	var day schedule.Date
	if asOf != "" {
		day = schedule.MustDate(asOf)
	}
	m, err := w.service.Get(ctxOf("supervisor"), id, day)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (w *world) number(t *testing.T, sql string, args ...any) int64 {
	t.Helper()
	var n int64
	if err := w.db.Read(context.Background()).Raw(sql, args...).Row().Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func bp(n int) *int { return &n }

func day(text string) schedule.Date { return schedule.MustDate(text) }

// policies is the policy of the program, which never changes: asking Casbin everything takes longer than most tests.
var policies = sync.OnceValues(func() (*auth.Policy, error) {
	return auth.NewPolicy(configs.CasbinModel(), configs.CasbinPolicy())
})
