package demo_test

import (
	"context"
	"testing"

	"gorm.io/gorm"

	"guatu/configs"
	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/changes"
	"guatu/internal/demo"
	"guatu/internal/livelihood"
	"guatu/internal/milestones"
	"guatu/internal/plans"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/projects"
	"guatu/internal/reports"
	"guatu/internal/schedule"
)

// district is the program as internal/app joins it, without HTTP.
type district struct {
	db         *database.DB
	clock      *clock.Clock
	auth       *auth.Service
	milestones *milestones.Service
	livelihood *livelihood.Service
	projects   *projects.Service
	plans      *plans.Service
	changes    *changes.Service
	reports    *reports.Service
	loader     *demo.Loader
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
	clk, err := clock.New(zone, "2017-09-30")
	must(err)
	policy, err := auth.NewPolicy(configs.CasbinModel(), configs.CasbinPolicy())
	must(err)
	set, err := configs.RuleSet("zhenan-default-1")
	must(err)
	calendar, err := configs.Calendar()
	must(err)
	settings, err := config.Load("", []string{"GUATU_SECOND_FACTOR=optional"})
	must(err)
	book, recorder := schedule.Fixed(set, calendar), audit.New(clk)
	people, err := auth.New(context.Background(), auth.Options{DB: db, Clock: clk, Audit: recorder, Config: settings,
		Policy: policy, Cost: auth.Cost{MemoryKiB: 64, Passes: 1}})
	must(err)
	d := &district{db: db, clock: clk, auth: people}
	milestoneStore, indicatorStore := milestones.NewStore(db, clk), livelihood.NewStore(db, clk)
	planStore := plans.NewStore(db, clk)
	desk := livelihood.NewDesk(indicatorStore, book, recorder)
	d.milestones = milestones.NewService(milestones.Options{DB: db, Store: milestoneStore, Clock: clk, Audit: recorder,
		Policy: policy, Directory: people.Directory(), Rules: book, Readings: readings{desk}, Plans: planStore})
	d.livelihood = livelihood.NewService(livelihood.Options{DB: db, Store: indicatorStore, Clock: clk, Audit: recorder,
		Policy: policy, Directory: people.Directory(), Rules: book, Reports: filing{milestoneStore}, Plans: planStore})
	d.projects = projects.NewService(projects.Options{DB: db, Store: projects.NewStore(db, clk), Clock: clk, Audit: recorder,
		Policy: policy, Directory: people.Directory(), Rules: book, Nodes: nodes{d.milestones}, Followers: d.milestones, Plans: planStore})
	d.plans = plans.NewService(plans.Options{DB: db, Store: planStore, Clock: clk, Audit: recorder, Policy: policy, Directory: people.Directory()})
	d.reports = reports.New(reports.Options{DB: db, Clock: clk, Policy: policy, Directory: people.Directory(),
		Rules: book, Indicators: lines{desk}})
	d.changes = changes.NewService(changes.Options{DB: db, Store: changes.NewStore(db, clk), Clock: clk, Audit: recorder, Policy: policy,
		Directory: people.Directory(), Rules: book, Milestones: changedNodes{d.milestones}, Indicators: changedIndicators{d.livelihood}, Plans: planStore})
	d.loader = demo.NewLoader(db, clk, demo.Services{
		Auth: people, Projects: d.projects, Milestones: d.milestones, Livelihood: d.livelihood, Plans: d.plans, Changes: d.changes}, plan(t))
	return d
}

// word is the password of the accounts in these tests.
const word = "Only-for-tests-2017"

// as signs in as a person of the plan and acts with today's rights.
func (d *district) as(t *testing.T, username string) context.Context {
	t.Helper()
	signed, err := d.auth.Login(context.Background(), auth.Credentials{Username: username, Password: word, IP: "127.0.0.1"})
	if err != nil {
		t.Fatalf("%s can not sign in: %v", username, err)
	}
	actor, err := d.auth.Authenticate(context.Background(), signed.AccessToken)
	if err != nil {
		t.Fatal(err)
	}
	return auth.WithActor(context.Background(), actor)
}

type readings struct{ desk *livelihood.Desk }

func (r readings) Apply(ctx context.Context, tx *gorm.DB, d milestones.ReadingDecision) error {
	decision := livelihood.Decision{Reading: livelihood.Reading(d.Reading), Outcome: livelihood.Outcome(d.Outcome),
		Reason: d.Reason, On: d.On, By: d.By, EarlierNoChange: d.EarlierNoChange}
	if d.Earlier != nil {
		earlier := livelihood.Reading(*d.Earlier)
		decision.Earlier = &earlier
	}
	return r.desk.Apply(ctx, tx, decision)
}

func (r readings) Describe(ctx context.Context, list []milestones.Reading) (map[int64]milestones.ReadingSubject, error) {
	asked := make([]livelihood.Reading, len(list))
	for i, reading := range list {
		asked[i] = livelihood.Reading(reading)
	}
	described, err := r.desk.Describe(ctx, asked)
	out := make(map[int64]milestones.ReadingSubject, len(described))
	for id, s := range described {
		out[id] = milestones.ReadingSubject{Subject: s.Subject, Parent: s.Parent, Unit: s.Unit, TargetMilli: s.TargetMilli,
			Before:  milestones.ReadingBefore{ValueMilli: s.BeforeValueMilli, Note: s.BeforeNote, On: s.BeforeOn},
			LampNow: s.LampNow, LampAfter: s.LampAfter}
	}
	return out, err
}

type filing struct{ store *milestones.Store }

func (f filing) FileReading(ctx context.Context, tx *gorm.DB, in livelihood.Filing) (int64, error) {
	return f.store.FileReading(ctx, tx, milestones.ReadingInput(in))
}

func (f filing) MoveReadings(ctx context.Context, tx *gorm.DB, indicatorID, leadDepartmentID int64, leaderPostID *int64) error {
	return f.store.MoveReadings(ctx, tx, indicatorID, leadDepartmentID, leaderPostID)
}

func (f filing) ForgetDrafts(ctx context.Context, tx *gorm.DB, indicatorID int64) error {
	return f.store.ForgetDrafts(ctx, tx, indicatorID)
}

func (f filing) HasReadings(ctx context.Context, tx *gorm.DB, indicatorID int64) (bool, error) {
	return f.store.HasReadings(ctx, tx, indicatorID)
}

type nodes struct{ milestones *milestones.Service }

func (n nodes) NodesSQL(ctx context.Context, asOf schedule.Date) (string, []any) {
	return n.milestones.NodesSQL(ctx, asOf)
}

func (n nodes) NodesOf(ctx context.Context, projectIDs []int64, asOf schedule.Date) ([]projects.NodeFacts, error) {
	found, err := n.milestones.NodesOf(ctx, projectIDs, asOf)
	out := make([]projects.NodeFacts, len(found))
	for i, node := range found {
		out[i] = projects.NodeFacts(node)
	}
	return out, err
}

type lines struct{ desk *livelihood.Desk }

func (l lines) Lines(ctx context.Context, scope auth.Scope, from, to int, ownUnit bool, asOf schedule.Date) ([]reports.IndicatorLine, error) {
	found, err := l.desk.Lines(ctx, scope, from, to, ownUnit, asOf)
	out := make([]reports.IndicatorLine, len(found))
	for i, line := range found {
		out[i] = reports.IndicatorLine(line)
	}
	return out, err
}

type changedNodes struct{ milestones *milestones.Service }

func (c changedNodes) ChangeNodes(ctx context.Context, projectIDs []int64) ([]changes.Item, error) {
	found, err := c.milestones.ChangeNodes(ctx, projectIDs)
	out := make([]changes.Item, len(found))
	for i, n := range found {
		out[i] = changes.Item{MilestoneID: n.ID, ProjectID: n.ProjectID, ParentCode: n.ProjectCode, ParentName: n.ProjectName, Name: n.Name,
			Ordinal: n.Ordinal, PlanYear: n.PlanYear, Version: n.Version, LeadDepartmentID: n.LeadDepartmentID, LeaderPostID: or0(n.LeaderPostID),
			Baseline: n.Baseline, Due: n.Due, SuspendedOn: n.SuspendedOn, ExitedOn: n.ExitedOn, Done: n.Done, Carried: n.Carried, DueChanges: n.Changes,
			TenTask: n.TenTask, Sample: n.Sample, Node: n.Facts}
	}
	return out, err
}

func (c changedNodes) ApplyChange(ctx context.Context, tx *gorm.DB, o changes.Order) (int64, error) {
	return c.milestones.ApplyChange(ctx, tx, milestones.ChangeOrder{ID: o.ID, Version: o.Version, Kind: o.Kind, To: o.To, On: o.On, Document: o.Document,
		By: o.By, Note: o.Note})
}

type changedIndicators struct{ livelihood *livelihood.Service }

func (c changedIndicators) ChangeIndicators(ctx context.Context, ids []int64) ([]changes.Item, error) {
	found, err := c.livelihood.ChangeIndicators(ctx, ids)
	out := make([]changes.Item, len(found))
	for n, i := range found {
		out[n] = changes.Item{IndicatorID: i.ID, TaskID: i.TaskID, ParentName: i.TaskTitle, Name: i.Name, Ordinal: i.Ordinal, PlanYear: i.Year,
			Version: i.Version, LeadDepartmentID: i.DepartmentID, LeaderPostID: or0(i.LeaderPostID), Baseline: i.Baseline, Due: i.Due,
			Type: i.Type, Unit: i.Unit, TargetMilli: i.TargetMilli, SuspendedOn: i.SuspendedOn, ExitedOn: i.ExitedOn, Done: i.Done, Carried: i.Carried,
			DueChanges: i.DueChanges, TargetChanges: i.TargetChanges, TenTask: true, Sample: i.Sample, Indicator: i.Facts, Original: i.BaseFacts}
	}
	return out, err
}

func (c changedIndicators) ApplyChange(ctx context.Context, tx *gorm.DB, o changes.Order) (int64, error) {
	return c.livelihood.ApplyChange(ctx, tx, livelihood.ChangeOrder{ID: o.ID, Version: o.Version, Kind: o.Kind, To: o.To, TargetMilli: o.TargetMilli,
		On: o.On, Document: o.Document, By: o.By, Note: o.Note})
}

func or0(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}
