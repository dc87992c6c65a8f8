package projects_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"gorm.io/gorm"

	"guatu/configs"
	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/milestones/milestonestest"
	"guatu/internal/nodefacts"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/searchtext"
	"guatu/internal/projects"
	"guatu/internal/schedule"
)

// real hands the real milestones in, as app does.
type real struct{ milestonestest.Milestones }

func (r real) NodesOf(ctx context.Context, ids []int64, asOf schedule.Date) ([]projects.NodeFacts, error) {
	found, err := r.Milestones.NodesOf(ctx, ids, asOf)
	out := make([]projects.NodeFacts, 0, len(found))
	for _, node := range found {
		out = append(out, projects.NodeFacts(node))
	}
	return out, err
}

// district is a world of projects with real milestones, standing on 30 September 2017.
type district struct {
	*world
	basis    schedule.Basis // the plan its readers look at
	set      *schedule.RuleSet
	calendar *schedule.Calendar
	nodes    real
	asked    map[string][]milestonestest.Milestone // by project and day
}

func newDistrict(t testing.TB, db *database.DB) *district {
	t.Helper()
	return newDistrictUnder(t, db, schedule.Default())
}

// severalSets are in force from summer on: one for the whole district, one for a class and one for each of two lists, of which
// a project may be in both. They differ in what makes red, in the window of green and in the periods P6 waits for.
func severalSets() *schedule.RuleSet {
	set := func(name string, red, window, missed int) *schedule.RuleSet {
		rs := schedule.Default()
		rs.Name, rs.MilestoneRule.RedAfterDays, rs.MilestoneRule.RedAfterDaysKey, rs.MilestoneRule.WindowDays = name, red, red, window
		rs.StockRule.YellowAfterMissed = missed
		return rs
	}
	from := schedule.MustDate("2017-08-01")
	return schedule.Timeline(schedule.Default(), []schedule.Term{
		{Set: set("all", 20, 60, 3), From: from, Scope: schedule.Scope{Kind: schedule.ScopeAll}},
		{Set: set("class", 5, 30, 1), From: from, Scope: schedule.Scope{Kind: schedule.ScopeClass, Class: "续建"}},
		{Set: set("city", 60, 120, 0), From: from, Scope: schedule.Scope{Kind: schedule.ScopeList, List: "city"}},
		{Set: set("province", 2, 200, 4), From: from, To: schedule.MustDate("2017-12-31"), Scope: schedule.Scope{Kind: schedule.ScopeList, List: "province"}},
	})
}

func newDistrictUnder(t testing.TB, db *database.DB, set *schedule.RuleSet) *district {
	t.Helper()
	w := newWorldOn(t, db, "2017-09-30", func(clk *clock.Clock, policy *auth.Policy, o *projects.Options) {
		calendar, err := configs.Calendar()
		if err != nil {
			t.Fatal(err)
		}
		o.Rules = schedule.Fixed(set, calendar)
		o.Nodes = real{milestonestest.Service(db, clk, policy, o.Rules.RuleSet(), calendar)}
	})
	d := &district{asked: map[string][]milestonestest.Milestone{}, world: w, set: schedule.Default(), calendar: w.options.Rules.Calendar(), nodes: w.options.Nodes.(real)}
	return d
}

// ofProject asks the milestones themselves, once: nothing changes while a test compares.
func (d *district) ofProject(t testing.TB, id int64, asOf schedule.Date) []milestonestest.Milestone {
	t.Helper()
	key := fmt.Sprint(id, asOf)
	if nodes, ok := d.asked[key]; ok {
		return nodes
	}
	nodes, err := d.nodes.OfProject(asOffice(), id, asOf)
	if err != nil {
		t.Fatal(err)
	}
	d.asked[key] = nodes
	return nodes
}

// asOffice is the context of the supervision office with a subject for the audit.
func asOffice() context.Context {
	return audit.WithSubject(ctxOf("supervisor"), audit.Subject{ActorID: 4, ActorName: "陈督"})
}

// random fills the district with n projects of up to eight milestones each, in every state the rules know.
func (d *district) random(t testing.TB, r *rand.Rand, n int) {
	t.Helper()
	today := d.clock.Today()
	err := d.db.Tx(context.Background(), func(ctx context.Context, tx *gorm.DB) error {
		for id := int64(1); id <= int64(n); id++ {
			if err := d.insertProject(ctx, tx, randomProject(r, id)); err != nil {
				return err
			}
			for ordinal := range r.IntN(9) {
				m := milestonestest.Random(r, today, id, ordinal+1, d.set)
				if err := milestonestest.Insert(ctx, d.db, tx, m, today.AddDays(-r.IntN(120))); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (d *district) insertProject(ctx context.Context, tx *gorm.DB, p projects.ProjectRow) error {
	p.Search = searchtext.Of(p.Name, p.Code)
	var lists []string
	for _, list := range []struct {
		code  string
		every int64
	}{{"city", 2}, {"province", 5}} {
		if p.ID%list.every == 0 {
			lists = append(lists, list.code)
		}
	}
	p.ListCodes = nodefacts.ListCodes(lists)
	if err := tx.Create(&p).Error; err != nil {
		return err
	}
	if p.ID%3 == 0 {
		if err := tx.Exec("INSERT INTO project_units (project_id, department_id) VALUES (?, ?)", p.ID, 3-p.LeadDepartmentID).Error; err != nil {
			return err
		}
	}
	for _, code := range lists {
		if err := tx.Exec("INSERT INTO project_lists (project_id, list_code) VALUES (?, ?)", p.ID, code).Error; err != nil {
			return err
		}
	}
	return d.db.Snapshot(ctx, tx, "projects", "project_versions", p.ID, schedule.MustDate("2017-01-05"), 0)
}

// randomProject is led by one of the two units; of the five kinds of investment each is there.
func randomProject(r *rand.Rand, id int64) projects.ProjectRow {
	p := projects.ProjectRow{
		ID: id, Code: fmt.Sprintf("P-%03d", r.IntN(900)*1000+int(id)), Name: fmt.Sprintf("%s%d", []string{"绣山中学", "滨海大道", "瓯飞围垦", "籀园小学"}[r.IntN(4)], id),
		Sector: []string{"教育", "交通", ""}[r.IntN(3)], Stage: []string{"在建", "前期", ""}[r.IntN(3)],
		LeadDepartmentID: 1 + r.Int64N(2), PlanYear: 2017, Version: 1, AnnualClass: []string{"新开工", "续建"}[r.IntN(2)],
	}
	if r.IntN(2) == 0 {
		leader := postLeader
		p.LeaderPostID = &leader
	}
	if r.IntN(6) == 0 {
		p.PlanYear = []int{2016, 2018}[r.IntN(2)]
	}
	if r.IntN(3) > 0 {
		plan, done := int64(1200+r.IntN(5)*1201), int64(r.IntN(7000))
		p.YearPlanYuan = &plan
		if r.IntN(4) > 0 {
			p.YearDoneYuan = &done
		}
		if r.IntN(3) == 0 {
			for month := int64(1); month <= 12; month++ {
				p.MonthlyPlan = append(p.MonthlyPlan, plan*month*month/144)
			}
		}
	}
	if r.IntN(2) == 0 {
		randomWorks(r, &p)
	}
	if r.IntN(3) == 0 {
		p.PlannedStart = schedule.MustMonth("2017-01").AddMonths(r.IntN(12))
	}
	if r.IntN(4) == 0 {
		p.StartedOn = schedule.MustDate("2017-02-01").AddDays(r.IntN(200))
	}
	if r.IntN(3) == 0 {
		p.PlannedEnd = schedule.MustDate("2017-06-30").AddDays(r.IntN(400))
	}
	return p
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// randomWorks gives a project a ladder, a stage, figures of months and an entry in the statistics.
func randomWorks(r *rand.Rand, p *projects.ProjectRow) {
	ladder := schedule.StandardLadders()[r.IntN(4)]
	p.WorksLadder = ladder.Code
	if r.IntN(4) > 0 {
		p.WorksStage, p.WorksOn = ladder.Stages[r.IntN(len(ladder.Stages))].Name, schedule.MustDate("2017-01-05")
	}
	total, spent := int64(10_000), int64(r.IntN(12_000))
	p.TotalYuan, p.CumulativeYuan = &total, &spent
	if p.StatEntryAsked = r.IntN(3) == 0; r.IntN(2) == 0 {
		p.StatEnteredOn = schedule.MustDate("2017-03-01").AddDays(r.IntN(200))
	}
	done := int64(0)
	for month := range r.IntN(9) {
		done += int64(r.IntN(600))
		m := schedule.MustMonth("2017-01").AddMonths(month)
		p.MonthFigures = append(p.MonthFigures, projects.MonthFigure{Month: m, DoneYuan: done, On: m.Next().First().AddDays(3)})
	}
}
