package projects_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm"

	"guatu/configs"
	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/projects"
	"guatu/internal/schedule"
)

// The world of the tests: units 1 教育局 and 2 住建局, post 5 has a line.
const (
	edu, build = int64(1), int64(2)
	postLeader = int64(5)
)

var people = map[string]*auth.Actor{
	"reporter.edu":   person(1, auth.RoleReporter, edu),
	"head.edu":       person(2, auth.RoleHead, edu),
	"reporter.build": person(3, auth.RoleReporter, build),
	"supervisor":     person(4, auth.RoleSupervisor, 0),
	"leader.edu":     person(5, auth.RoleLeader, 0),
	"auditor":        person(6, auth.RoleAuditor, 0),
	"sysadmin":       person(7, auth.RoleSysadmin, 0),
}

// person holds the post of the same number as the id.
func person(id int64, role string, department int64) *auth.Actor {
	return &auth.Actor{UserID: id, Name: role,
		Roles: []auth.RoleHeld{{Role: role, PostID: id, DepartmentID: department}},
		Posts: []auth.PostHeld{{ID: id, DepartmentID: department}}}
}

// neighbours stand in for the milestones.
type neighbours struct {
	nodes    []projects.NodeFacts
	cycles   []string
	followed []int64
	removed  []int64
	copied   []int64
	refuse   error
}

func (n *neighbours) NodesOf(_ context.Context, ids []int64, _ schedule.Date) (out []projects.NodeFacts, err error) {
	for _, node := range n.nodes {
		for _, id := range ids {
			if node.ProjectID == id {
				out = append(out, node)
			}
		}
	}
	return out, nil
}

// NodesSQL is of no milestone: the lists of these tests do not count any.
func (n *neighbours) NodesSQL(context.Context, schedule.Date) (string, []any) {
	return "SELECT m.*, m.baseline_on AS promised, m.baseline_on AS due, m.open AS is_open, 0 AS overdue, 0 AS exited, NULL AS late_since, 0 AS behind, 0 AS is_aim, 0 AS missed, 'grey' AS colour FROM milestones m WHERE 1=0", nil
}

func (n *neighbours) FollowCycle(_ context.Context, _ *gorm.DB, id int64, cycle schedule.Cycle, since schedule.Date, _ int64) error {
	n.cycles = append(n.cycles, fmt.Sprintf("%d %s %s", id, cycle, since))
	return nil
}

func (n *neighbours) FollowProject(_ context.Context, _ *gorm.DB, id, lead int64, _ *int64, _ int64) error {
	n.followed = append(n.followed, id, lead)
	return n.refuse
}

func (n *neighbours) RemoveNodes(_ context.Context, _ *gorm.DB, id, _ int64) error {
	n.removed = append(n.removed, id)
	return n.refuse
}

func (n *neighbours) CopyNodes(_ context.Context, _ *gorm.DB, from, to int64, later int, _ int64) error {
	n.copied = append(n.copied, from, to, int64(later))
	return n.refuse
}

var errRefused = errors.New("the milestones did not follow")

// world is one assembled service on one database.
type world struct {
	apitest.Suite
	*neighbours
	db      *database.DB
	clock   *clock.Clock
	service *projects.Service
	options projects.Options
}

func newWorld(t testing.TB, db *database.DB) *world {
	t.Helper()
	return newWorldOn(t, db, "2017-03-01", func(*clock.Clock, *auth.Policy, *projects.Options) {})
}

// newWorldOn stands on a day; change may give the service other neighbours.
func newWorldOn(t testing.TB, db *database.DB, today string, change func(*clock.Clock, *auth.Policy, *projects.Options)) *world {
	t.Helper()
	zone, err := clock.LoadZone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	clk, err := clock.New(zone, today)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := policies()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{db: db, clock: clk, neighbours: &neighbours{}}
	w.options = projects.Options{
		DB: db, Store: projects.NewStore(db, clk), Clock: clk, Audit: audit.New(clk), Policy: policy,
		Directory: auth.NewDirectory(db, clk), Rules: schedule.Fixed(schedule.Default(), nil), Nodes: w.neighbours, Followers: w.neighbours,
	}
	change(clk, policy, &w.options)
	w.service = projects.NewService(w.options)
	api := httpapi.New(httpapi.Options{DB: db, RateLimit: -1, Compress: true,
		Authenticate: func(ctx context.Context, r *http.Request) (context.Context, error) {
			actor := people[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
			if actor == nil {
				return ctx, httpapi.Unauthorized()
			}
			return httpapi.WithUserID(auth.WithActor(ctx, actor), actor.UserID), nil
		}})
	w.service.Register(api)
	if err := api.Verify(); err != nil {
		t.Fatal(err)
	}
	w.Suite = apitest.Suite{Handler: api, Token: func(_ testing.TB, actor string) string { return actor }}
	w.exec(t, "INSERT INTO departments (id, code, name, short_name) VALUES (1, 'edu', '教育文化体育局', '教育'), (2, 'build', '住房和城乡建设局', '住建')")
	w.exec(t, "INSERT INTO posts (id, code, name) VALUES (5, 'leader', '分管领导'), (6, 'audit', '审计')")
	w.exec(t, "INSERT INTO grants (post_id, role, granted_at) VALUES (5, 'leader', 0), (6, 'auditor', 0)")
	if err := w.service.DefineList(ctxOf("supervisor"), "city", "市重点项目", 1); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	err := w.db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error { return tx.Exec(sql, args...).Error })
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func (w *world) number(t *testing.T, sql string, args ...any) int64 {
	t.Helper()
	var n int64
	if err := w.db.Read(context.Background()).Raw(sql, args...).Row().Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func ctxOf(name string) context.Context { return auth.WithActor(context.Background(), people[name]) }

func yuan(n int64) *int64 { return &n }

func day(text string) schedule.Date { return schedule.MustDate(text) }

// project creates one as the supervision office does, led by 教育局.
func (w *world) project(t *testing.T, code, name string, change ...func(*projects.Draft)) projects.ProjectDetail {
	t.Helper()
	draft := projects.Draft{Code: code, Name: name, LeadDepartmentID: edu, PlanYear: 2017}
	for _, c := range change {
		c(&draft)
	}
	p, err := w.service.Create(ctxOf("supervisor"), draft)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// policies is the policy of the program, which never changes: asking Casbin everything takes longer than most tests.
var policies = sync.OnceValues(func() (*auth.Policy, error) {
	return auth.NewPolicy(configs.CasbinModel(), configs.CasbinPolicy())
})
