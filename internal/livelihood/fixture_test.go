package livelihood_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm"

	"guatu/configs"
	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/livelihood"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

// The world of the tests: units 1 教育局, 2 住建局, 3 环保局. Task 1 is led by
// 住建局 and holds an indicator of 环保局; project 10 carries a school.
const edu, build, env = int64(1), int64(2), int64(3)

var people = map[string]*auth.Actor{
	"reporter.edu":   person(1, "吴静", auth.RoleReporter, 1, edu),
	"head.build":     person(2, "胡建国", auth.RoleHead, 2, build),
	"reporter.build": person(3, "林芳", auth.RoleReporter, 3, build),
	"supervisor":     person(4, "陈督", auth.RoleSupervisor, 4, 0),
	"leader.build":   person(5, "王区长", auth.RoleLeader, 5, 0),
	"auditor":        person(6, "周审", auth.RoleAuditor, 6, 0),
	"sysadmin":       person(7, "管一", auth.RoleSysadmin, 7, 0),
	"reporter.env":   person(8, "何清", auth.RoleReporter, 8, env),
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
	db      *database.DB
	clock   *clock.Clock
	store   *livelihood.Store
	service *livelihood.Service
	desk    *livelihood.Desk
	rules   livelihood.Rules
}

func newWorld(t *testing.T, db *database.DB) *world {
	t.Helper()
	zone, err := clock.LoadZone("Asia/Shanghai")
	must(t, err)
	clk, err := clock.New(zone, "2017-03-01")
	must(t, err)
	policy, err := policies()
	must(t, err)
	calendar, err := configs.Calendar()
	must(t, err)
	w := &world{db: db, clock: clk, store: livelihood.NewStore(db, clk),
		rules: livelihood.Rules{Set: schedule.Default(), Calendar: calendar}}
	w.desk = livelihood.NewDesk(w.store, schedule.Fixed(w.rules.Set, calendar), audit.New(clk))
	w.service = livelihood.NewService(livelihood.Options{
		DB: db, Store: w.store, Clock: clk, Audit: audit.New(clk), Policy: policy, Directory: auth.NewDirectory(db, clk),
		Rules: schedule.Fixed(w.rules.Set, calendar), Reports: shelf{w},
	})
	api := httpapi.New(httpapi.Options{DB: db, RateLimit: -1, Authenticate: authenticate,
		Authorize: func(ctx context.Context, op httpapi.Operation) error { return authorize(ctx, policy, op) }})
	w.service.Register(api)
	livelihood.RegisterReadings(api, w.service, shelf{w})
	must(t, api.Verify())
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
	if policy.May(actor, op.Permission) || strings.Contains(op.Path, "{") && policy.May(actor, auth.PermLivelihoodRead) {
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

// today sets the business day.
func (w *world) today(day string) { w.clock.SetToday(schedule.MustDate(day)) }

func (w *world) seed(t *testing.T) {
	t.Helper()
	w.exec(t, "INSERT INTO departments (id, code, name, short_name) VALUES (1, 'edu', '教育局', '教育'), (2, 'build', '住建局', '住建'), (3, 'env', '环保局', '环保')")
	for name, p := range people {
		w.exec(t, "INSERT INTO users (id, username, display_name, password_hash, created_at) VALUES (?, ?, ?, '', 0)", p.UserID, name, p.Name)
		w.exec(t, "INSERT INTO posts (id, code, name) VALUES (?, ?, ?)", p.Posts[0].ID, name, "岗位"+p.Name)
		w.exec(t, "INSERT INTO grants (post_id, role, granted_at) VALUES (?, ?, 0)", p.Posts[0].ID, p.Roles[0].Role)
	}
	w.exec(t, "INSERT INTO post_holders (post_id, user_id, from_on) VALUES (5, 5, '2016-01-01')")
	w.exec(t, "INSERT INTO projects (id, code, name, lead_department_id, plan_year, created_at) VALUES (10, 'A-01', '滨海学校', 1, 2017, 0)")
}

// milestone puts a milestone of project 10 with its version as of the day.
func (w *world) milestone(t testing.TB, id int64, stage, approved string) {
	t.Helper()
	w.exec(t, "INSERT INTO milestones (id, project_id, lead_department_id, name, stage, baseline_on, approved_on, open, created_at)"+
		" VALUES (?, 10, 1, ?, ?, ?, ?, 1, 0)", id, stage, stage, approved, approved)
	w.recorded(t, id)
}

// reach verifies a milestone on the day.
func (w *world) reach(t testing.TB, id int64, day string) {
	t.Helper()
	w.exec(t, "UPDATE milestones SET reached_on = ?, verified = 1, verified_on = ?, open = 0, version = version + 1 WHERE id = ?", day, day, id)
	w.recorded(t, id)
}

func (w *world) recorded(t testing.TB, id int64) {
	t.Helper()
	err := w.db.Tx(context.Background(), func(ctx context.Context, tx *gorm.DB) error {
		return w.db.Snapshot(ctx, tx, "milestones", "milestone_versions", id, w.clock.Today(), 0)
	})
	must(t, err)
}

// task adds a task as the supervision office does.
func (w *world) task(t testing.TB, ordinal int, department int64) livelihood.Task {
	t.Helper()
	title, leader := "公共交通与停车", int64(5)
	made, err := w.service.CreateTask(ctxOf("supervisor"), 2017, livelihood.TaskEdit{
		Ordinal: &ordinal, Title: &title, DepartmentID: &department,
		LeaderPostID: httpapi.Some(leader),
	})
	must(t, err)
	return made
}

// indicator adds an indicator as the supervision office does.
func (w *world) indicator(t testing.TB, task int64, name string, kind schedule.IndicatorType, change ...func(*livelihood.IndicatorEdit)) livelihood.Indicator {
	t.Helper()
	edit := livelihood.IndicatorEdit{Name: &name, Type: &kind}
	for _, c := range change {
		c(&edit)
	}
	made, err := w.service.CreateIndicator(ctxOf("supervisor"), task, edit)
	must(t, err)
	return made
}

func target(milli int64) func(*livelihood.IndicatorEdit) {
	return func(e *livelihood.IndicatorEdit) { e.TargetMilli = httpapi.Some(milli) }
}

func ptr[T any](v T) *T { return &v }

// get returns an indicator as the supervision office sees it.
func (w *world) get(t testing.TB, id int64) livelihood.Indicator {
	t.Helper()
	i, err := w.service.GetIndicator(ctxOf("supervisor"), id, schedule.Date{})
	must(t, err)
	return i
}

// submit files a reading as the reporter and returns it.
func (w *world) submit(t testing.TB, reporter string, id int64, sub livelihood.Submission) livelihood.Reading {
	t.Helper()
	report, err := w.service.Submit(ctxOf(reporter), id, w.get(t, id).Version, sub)
	must(t, err)
	reading, err := shelf{w}.reading(context.Background(), report)
	must(t, err)
	return reading
}

// decide closes a reading as the head of the unit does, where reports are kept.
func (w *world) decide(t testing.TB, reading livelihood.Reading, outcome livelihood.Outcome, earlier *livelihood.Reading) {
	t.Helper()
	err := w.db.Tx(ctxOf("head.build"), func(ctx context.Context, tx *gorm.DB) error {
		done := tx.Exec("UPDATE reports SET state = ?, decided_on = ?, decided_by = 2, version = version + 1 WHERE id = ?",
			string(outcome), w.clock.Today(), reading.ReportID)
		if done.Error != nil {
			return done.Error
		}
		return w.desk.Apply(ctx, tx, livelihood.Decision{
			Reading: reading, Outcome: outcome, Reason: "见批注", On: w.clock.Today(), By: 2, Earlier: earlier,
		})
	})
	must(t, err)
}

func (w *world) confirm(t testing.TB, reading livelihood.Reading) {
	t.Helper()
	w.decide(t, reading, livelihood.OutcomeConfirmed, nil)
}

// shelf stands in for the package that keeps the reports.
type shelf struct{ w *world }

// report is the report of the API in these tests.
type report struct {
	ID    int64  `json:"id"`
	State string `json:"state"`
	Month string `json:"month"`
}

func (s shelf) FileReading(_ context.Context, tx *gorm.DB, in livelihood.Filing) (int64, error) {
	row := struct {
		ID int64
		livelihood.Filing
		State       string
		SubmittedAt int64
		RecordedOn  schedule.Date
		Version     int64
	}{Filing: in, State: "submitted", SubmittedAt: s.w.clock.Now().UnixMilli(), RecordedOn: s.w.clock.Today(), Version: 1}
	err := tx.Table("reports").Omit("approved").Create(&row).Error
	return row.ID, err
}

func (s shelf) MoveReadings(_ context.Context, tx *gorm.DB, indicatorID, department int64, leader *int64) error {
	return tx.Exec("UPDATE reports SET lead_department_id = ?, leader_post_id = ? WHERE indicator_id = ?", department, leader, indicatorID).Error
}

func (s shelf) HasReadings(_ context.Context, tx *gorm.DB, indicatorID int64) (bool, error) {
	var n int
	err := tx.Raw("SELECT COUNT(*) FROM reports WHERE indicator_id = ?", indicatorID).Row().Scan(&n)
	return n > 0, err
}

func (s shelf) ForgetDrafts(context.Context, *gorm.DB, int64) error { return nil }

func (s shelf) reading(ctx context.Context, id int64) (livelihood.Reading, error) {
	var row struct {
		livelihood.Reading
		State string
	}
	err := s.w.db.Read(ctx).Raw("SELECT id AS report_id, reports.* FROM reports WHERE id = ?", id).Scan(&row).Error
	row.Reading.Undecided, row.Reading.Returned = row.State == "submitted" || row.State == "approved", row.State == "returned"
	return row.Reading, err
}

func (s shelf) ReadingReport(ctx context.Context, id int64) (r report, version int64, err error) {
	var row struct {
		ID, Version  int64
		State, Month string
	}
	err = s.w.db.Read(ctx).Raw("SELECT id, version, state, month FROM reports WHERE id = ?", id).Scan(&row).Error
	return report{row.ID, row.State, row.Month}, row.Version, err
}

func (s shelf) ReadingReports(ctx context.Context, indicatorID int64, limit int, _ string) ([]report, string, error) {
	var rows []report
	err := s.w.db.Read(ctx).Raw("SELECT id, state, month FROM reports WHERE indicator_id = ? ORDER BY id DESC LIMIT ?", indicatorID, limit).Scan(&rows).Error
	return rows, "", err
}

// said is evidence of words.
func said(words string) evidence.Proof {
	return evidence.Proof{Evidence: evidence.List{{Kind: evidence.Statement, Words: words}}}
}

// policies is the policy of the program, which never changes: asking Casbin everything takes longer than most tests.
var policies = sync.OnceValues(func() (*auth.Policy, error) {
	return auth.NewPolicy(configs.CasbinModel(), configs.CasbinPolicy())
})
