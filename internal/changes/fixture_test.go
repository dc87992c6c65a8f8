package changes_test

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
	"guatu/internal/changes"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

// The world of the tests: units 1 教育局 and 2 住建局; project 10 is led by 1 on the line of post 5 and has two milestones; task
// 30 of the same unit has a CUM. The plan of 2017 is frozen, that of 2018 is a draft.
const (
	edu, build       = int64(1), int64(2)
	postLeader       = int64(5)
	projectEdu       = int64(10)
	projectNext      = int64(11) // of 2018
	start, topping   = int64(100), int64(101)
	nextStart        = int64(110)
	taskEdu          = int64(30)
	places, carParks = int64(300), int64(301) // 学位, and a car park indicator of unit 2
)

var people = map[string]*auth.Actor{
	"reporter.edu":   person(1, auth.RoleReporter, 1, edu),
	"head.edu":       person(2, auth.RoleHead, 2, edu),
	"reporter.build": person(3, auth.RoleReporter, 3, build),
	"head.build":     person(4, auth.RoleHead, 4, build),
	"leader.edu":     person(5, auth.RoleLeader, postLeader, 0),
	"leader.build":   person(6, auth.RoleLeader, 6, 0),
	"leader.chief":   person(7, auth.RoleChief, 7, 0),
	"supervisor":     person(8, auth.RoleSupervisor, 8, 0),
	"auditor":        person(9, auth.RoleAuditor, 9, 0),
	"sysadmin":       person(10, auth.RoleSysadmin, 10, 0),
}

func person(id int64, role string, post, department int64) *auth.Actor {
	return &auth.Actor{UserID: id, Roles: []auth.RoleHeld{{Role: role, PostID: post, DepartmentID: department}},
		Posts: []auth.PostHeld{{ID: post, DepartmentID: department}}}
}

// district is one assembled service on one database, with books of items that move as the real rooms move them.
type district struct {
	apitest.Suite
	db      *database.DB
	clock   *clock.Clock
	service *changes.Service
	items   map[int64]*changes.Item // by id of the milestone or indicator
	fails   error                   // what the next change of an item answers
}

func newDistrict(t *testing.T, db *database.DB) *district {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	zone, err := clock.LoadZone("Asia/Shanghai")
	must(err)
	clk, err := clock.New(zone, "2017-06-01")
	must(err)
	policy, err := policies()
	must(err)
	calendar, err := configs.Calendar()
	must(err)
	d := &district{db: db, clock: clk, items: map[int64]*changes.Item{}}
	d.service = changes.NewService(changes.Options{DB: db, Store: changes.NewStore(db, clk), Clock: clk, Audit: audit.New(clk), Policy: policy,
		Directory: auth.NewDirectory(db, clk), Rules: schedule.Fixed(schedule.Default(), calendar), Milestones: nodes{d}, Indicators: indicators{d}, Plans: plans{}})
	api := httpapi.New(httpapi.Options{DB: db, RateLimit: -1, Authenticate: authenticate,
		Authorize: func(ctx context.Context, op httpapi.Operation) error {
			actor, _ := auth.ActorFrom(ctx)
			if policy.May(actor, op.Permission) || strings.Contains(op.Path, "{") && policy.May(actor, auth.ReadPermission(op.Path)) {
				return nil
			}
			return httpapi.Forbidden()
		}})
	d.service.Register(api)
	must(api.Verify())
	d.Suite = apitest.Suite{Handler: api, Token: func(_ testing.TB, actor string) string { return actor }}
	d.seed(t)
	return d
}

func authenticate(ctx context.Context, r *http.Request) (context.Context, error) {
	actor := people[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	if actor == nil {
		return ctx, httpapi.Unauthorized()
	}
	return httpapi.WithUserID(as(ctx, actor), actor.UserID), nil
}

func as(ctx context.Context, actor *auth.Actor) context.Context {
	return audit.WithSubject(auth.WithActor(ctx, actor), audit.Subject{ActorID: actor.UserID, ActorName: actor.Name})
}

func ctxOf(name string) context.Context { return as(context.Background(), people[name]) }

func (d *district) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	if err := d.db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error { return tx.Exec(sql, args...).Error }); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func (d *district) seed(t *testing.T) {
	t.Helper()
	d.exec(t, "INSERT INTO departments (id, code, name, short_name) VALUES (1, 'edu', '教育局', '教育'), (2, 'build', '住建局', '住建')")
	for name, p := range people {
		d.exec(t, "INSERT INTO users (id, username, display_name, password_hash, created_at) VALUES (?, ?, ?, '', 0)", p.UserID, name, name)
		d.exec(t, "INSERT INTO posts (id, code, name) VALUES (?, ?, ?)", p.Posts[0].ID, name, "岗位"+name)
	}
	d.exec(t, "INSERT INTO plan_years (year, state, created_at) VALUES (2017, 'frozen', 0), (2018, 'draft', 0)")
	project := "INSERT INTO projects (id, code, name, lead_department_id, leader_post_id, plan_year, created_at) VALUES (?, ?, ?, ?, ?, ?, 0)"
	d.exec(t, project, projectEdu, "A-01", "滨海学校", edu, postLeader, 2017)
	d.exec(t, project, projectNext, "A-02", "明年的学校", edu, postLeader, 2018)
	d.exec(t, "INSERT INTO project_units (project_id, department_id) VALUES (10, 2)")
	d.exec(t, "INSERT INTO livelihood_tasks (id, year, ordinal, title, short_title, department_id, leader_post_id, created_at) VALUES (30, 2017, 1, '上好学', '上好学', 1, 5, 0)")
	for id, unit := range map[int64]int64{places: edu, carParks: build} {
		d.exec(t, "INSERT INTO indicators (id, task_id, ordinal, name, type, department_id, created_at) VALUES (?, 30, ?, '学位', 'CUM', ?, 0)", id, id, unit)
	}
	node := func(id, project int64, ordinal, year int, name, due string) {
		b := schedule.MustDate(due)
		d.items[id] = &changes.Item{MilestoneID: id, ProjectID: project, ParentCode: "A-01", ParentName: "滨海学校", Name: name, Ordinal: ordinal, PlanYear: year,
			Version: 1, LeadDepartmentID: edu, LeaderPostID: postLeader, Baseline: b, Due: b,
			Node: schedule.MilestoneFacts{Baseline: b, Approved: b, Key: true}}
	}
	node(start, projectEdu, 1, 2017, "开工", "2017-06-30")
	node(topping, projectEdu, 2, 2017, "结顶", "2017-07-31")
	node(nextStart, projectNext, 1, 2018, "开工", "2018-06-30")
	for id, unit := range map[int64]int64{places: edu, carParks: build} {
		target, end := int64(300_000), schedule.MustDate("2017-12-31")
		d.items[id] = &changes.Item{IndicatorID: id, TaskID: taskEdu, ParentName: "上好学", Name: "新增学位", Ordinal: 1, PlanYear: 2017, Version: 1,
			LeadDepartmentID: unit, LeaderPostID: postLeader, Baseline: end, Due: end, Type: schedule.TypeCum, Unit: "个", TargetMilli: &target, TenTask: true,
			Indicator: schedule.IndicatorFacts{Type: schedule.TypeCum, Quantity: schedule.QuantityFacts{Target: target},
				Plan: schedule.PlanFacts{Year: 2017, Total: target}}}
	}
}

// today sets the business day.
func (d *district) today(day string) { d.clock.SetToday(schedule.MustDate(day)) }

// move does to an item what the rooms do; it fails when the test said so.
func (d *district) move(o changes.Order) (int64, error) {
	i := d.items[o.ID]
	switch {
	case d.fails != nil:
		return 0, d.fails
	case i.Version != o.Version:
		return 0, database.ErrConflict
	}
	switch o.Kind {
	case schedule.ChangeDelay:
		i.Due, i.Node.Approved, i.Indicator.Plan.Due = o.To, o.To, o.To
		i.DueChanges, i.Node.Changes = i.DueChanges+1, i.Node.Changes+1
	case schedule.ChangeTarget:
		i.TargetMilli = &o.TargetMilli
		i.TargetChanges++
	case schedule.ChangeSuspend:
		i.SuspendedOn, i.Node.Suspended = o.On, o.On
	case schedule.ChangeResume:
		i.SuspendedOn, i.Node.Suspended = schedule.Date{}, schedule.Date{}
	}
	i.Version++
	return i.Version, nil
}

type nodes struct{ *district }

func (n nodes) ChangeNodes(_ context.Context, projectIDs []int64) (out []changes.Item, err error) {
	for _, id := range []int64{start, topping, nextStart} {
		for _, project := range projectIDs {
			if n.items[id].ProjectID == project {
				out = append(out, *n.items[id])
			}
		}
	}
	return out, nil
}

func (n nodes) ApplyChange(_ context.Context, _ *gorm.DB, o changes.Order) (int64, error) {
	return n.move(o)
}

type indicators struct{ *district }

func (i indicators) ChangeIndicators(_ context.Context, ids []int64) (out []changes.Item, err error) {
	for _, id := range ids {
		if item := i.items[id]; item != nil && item.IndicatorID != 0 {
			out = append(out, *item)
		}
	}
	return out, nil
}

func (i indicators) ApplyChange(_ context.Context, _ *gorm.DB, o changes.Order) (int64, error) {
	return i.move(o)
}

// plans says what is frozen, as the room of the plans does.
type plans struct{}

func (plans) HoldPlan(_ context.Context, tx *gorm.DB, year int) (bool, error) {
	var n int
	err := tx.Raw("SELECT COUNT(*) FROM plan_years WHERE year = ? AND state = 'frozen'", year).Row().Scan(&n)
	return n > 0, err
}

// delay asks for another date of a milestone of project 10 as its reporter.
func (d *district) delay(t *testing.T, by string, id int64, to string) changes.ChangeRequest {
	t.Helper()
	r, err := d.service.Submit(ctxOf(by), d.draft(id, schedule.ChangeDelay, to))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// draft is a request of one change of one item as it is now.
func (d *district) draft(id int64, kind schedule.ChangeKind, to string) changes.Draft {
	i := d.items[id]
	a := changes.Asked{MilestoneID: i.MilestoneID, IndicatorID: i.IndicatorID, Version: i.Version, Kind: kind}
	if to != "" {
		a.To = schedule.MustDate(to)
	}
	return changes.Draft{ProjectID: i.ProjectID, TaskID: i.TaskID, Reason: changes.ReasonLandUse, Words: "用地报批滞后", Items: []changes.Asked{a}}
}

// policies is the policy of the program, which never changes: asking Casbin everything takes longer than most tests.
var policies = sync.OnceValues(func() (*auth.Policy, error) {
	return auth.NewPolicy(configs.CasbinModel(), configs.CasbinPolicy())
})
