package projects_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/projects"
	"guatu/internal/schedule"
)

func codes(page projects.ListPage) (out []string) {
	for _, p := range page.Items {
		out = append(out, p.Code)
	}
	return out
}

func isCode(err error, code string) bool {
	failure, ok := errors.AsType[*httpapi.Error](err)
	return ok && failure.Code == code
}

// TestFilters covers every filter, the orders with pages, and who sees what.
func TestFilters(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		leader := postLeader
		a := w.project(t, "A-1", "学校", func(d *projects.Draft) {
			d.Sector, d.Stage, d.LeaderPostID, d.Lists, d.CoDepartmentIDs = "教育", "在建", &leader, []string{"city"}, []int64{build}
		})
		w.project(t, "B-1", "大道 100%_!", func(d *projects.Draft) { d.LeadDepartmentID = build })
		w.project(t, "C-1", "学校", func(d *projects.Draft) { d.ParentID = &a.ID })
		cases := map[string]struct {
			actor string
			query projects.Query
			want  []string
		}{
			"all":                     {"supervisor", projects.Query{}, []string{"A-1", "B-1", "C-1"}},
			"code down":               {"supervisor", projects.Query{Page: projects.Page{Order: projects.ByCodeDesc}}, []string{"C-1", "B-1", "A-1"}},
			"name":                    {"supervisor", projects.Query{Page: projects.Page{Order: projects.ByName}}, []string{"B-1", "A-1", "C-1"}},
			"list":                    {"supervisor", projects.Query{Filter: projects.Filter{List: "city"}}, []string{"A-1"}},
			"no such list":            {"supervisor", projects.Query{Filter: projects.Filter{List: "x"}}, nil},
			"unit":                    {"supervisor", projects.Query{Filter: projects.Filter{Department: build}}, []string{"B-1"}},
			"leader":                  {"supervisor", projects.Query{Filter: projects.Filter{Leaders: []int64{postLeader}}}, []string{"A-1"}},
			"mine":                    {"leader.edu", projects.Query{Mine: true}, []string{"A-1"}},
			"mine without a line":     {"supervisor", projects.Query{Mine: true}, nil},
			"sector":                  {"supervisor", projects.Query{Filter: projects.Filter{Sector: "教育"}}, []string{"A-1"}},
			"stage":                   {"supervisor", projects.Query{Filter: projects.Filter{Stage: "在建"}}, []string{"A-1"}},
			"parent":                  {"supervisor", projects.Query{Filter: projects.Filter{Parent: a.ID}}, []string{"C-1"}},
			"text":                    {"supervisor", projects.Query{Filter: projects.Filter{Text: "学校"}}, []string{"A-1", "C-1"}},
			"text of the code":        {"supervisor", projects.Query{Filter: projects.Filter{Text: "b-1"}}, []string{"B-1"}},
			"text with wildcards":     {"supervisor", projects.Query{Filter: projects.Filter{Text: "100%_!"}}, []string{"B-1"}},
			"wildcard is no wildcard": {"supervisor", projects.Query{Filter: projects.Filter{Text: "大%1"}}, nil},
			"co-unit reads":           {"reporter.build", projects.Query{}, []string{"A-1", "B-1"}},
			"lead unit":               {"reporter.edu", projects.Query{}, []string{"A-1", "C-1"}},
			"administrator":           {"sysadmin", projects.Query{}, nil},
		}
		for name, c := range cases {
			c.query.Page.Limit, c.query.Count = 2, true
			if c.query.Page.Order == "" {
				c.query.Page.Order = projects.ByCode
			}
			var got []string
			for range 5 {
				page, err := w.service.List(ctxOf(c.actor), c.query)
				if err != nil || *page.Total != len(c.want) {
					t.Fatalf("%s: total %v, want %d (%v)", name, page.Total, len(c.want), err)
				}
				got = append(got, codes(page)...)
				if c.query.Page.After = page.Next; page.Next == nil {
					break
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
	})
}

// TestPastIsReadAsRecorded: a project is read as it was known on a day, with the rights of today.
func TestPastIsReadAsRecorded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		p := w.project(t, "A-1", "学校", func(d *projects.Draft) { d.YearPlanYuan = yuan(1000) })
		w.clock.SetToday(day("2017-04-10"))
		lead, weekly := build, schedule.CycleWeekly
		edited, err := w.service.Edit(ctxOf("supervisor"), p.ID, p.Version, projects.Patch{
			LeadDepartmentID: &lead, ReportCycle: &weekly, YearDoneYuan: httpapi.Some(int64(250)), YearDoneMonth: httpapi.Some(schedule.MustMonth("2017-03"))})
		if err != nil || edited.Version != 2 || *edited.Investment.ActualBp != 2500 || edited.Investment.Lamp.Colour != schedule.Green {
			t.Fatalf("%+v (%v)", edited, err)
		}
		if !slices.Equal(w.followed, []int64{p.ID, build}) {
			t.Errorf("the milestones followed %v", w.followed)
		}
		if !slices.Equal(w.cycles, []string{fmt.Sprintf("%d weekly 2017-04-10", p.ID)}) || edited.ReportCycle != weekly {
			t.Errorf("from that day on they are reported weekly: %v", w.cycles)
		}
		past, err := w.service.Get(ctxOf("supervisor"), p.ID, day("2017-04-09"))
		if err != nil || past.Version != 1 || past.LeadDepartment.ID != edu || past.Investment.YearDoneYuan != nil || *past.Investment.ActualBp != 0 {
			t.Errorf("the day before: %+v (%v)", past, err)
		}
		if _, err := w.service.Get(ctxOf("supervisor"), p.ID, day("2017-02-28")); !isCode(err, "not_found") {
			t.Errorf("before it was recorded: %v", err)
		}
		for name, readable := range map[string]bool{"reporter.edu": false, "reporter.build": true} { // the unit of today
			if _, err := w.service.Get(ctxOf(name), p.ID, day("2017-04-09")); (err == nil) != readable {
				t.Errorf("%s reads the past: %v", name, err)
			}
		}
	})
}

// TestFollowingIsAllOrNothing: when the milestones can not follow, the project does not change.
func TestFollowingIsAllOrNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		p := w.project(t, "A-1", "学校")
		w.refuse = errRefused
		lead := build
		if _, err := w.service.Edit(ctxOf("supervisor"), p.ID, 1, projects.Patch{LeadDepartmentID: &lead}); !errors.Is(err, errRefused) {
			t.Fatalf("%v", err)
		}
		if n := w.number(t, "SELECT version + 10 * lead_department_id FROM projects"); n != 11 {
			t.Errorf("version and unit: %d", n)
		}
		if n := w.number(t, "SELECT COUNT(*) FROM project_versions") + 10*w.number(t, "SELECT COUNT(*) FROM audit_events WHERE entity = 'project'"); n != 11 {
			t.Errorf("versions and audit: %d", n)
		}
	})
}

// TestOneOfManyEdits: of concurrent edits of one version one wins, and nothing is lost.
func TestOneOfManyEdits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		p := w.project(t, "A-1", "学校")
		var won atomic.Int64
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				name := fmt.Sprint("学校", i)
				_, err := w.service.Edit(ctxOf("supervisor"), p.ID, p.Version, projects.Patch{Name: &name})
				switch {
				case err == nil:
					won.Add(1)
				case !isCode(err, "version_conflict"):
					t.Error(err)
				}
			})
		}
		group.Wait()
		if n := w.number(t, "SELECT version FROM projects"); won.Load() != 1 || n != 2 {
			t.Errorf("%d edits won, version %d", won.Load(), n)
		}
	})
}

// TestStatements holds every read to five statements and the names to none of them.
func TestStatements(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		p := w.project(t, "A-1", "学校", func(d *projects.Draft) { d.CoDepartmentIDs, d.Lists = []int64{build}, []string{"city"} })
		w.project(t, "A-2", "食堂", func(d *projects.Draft) { d.ParentID = &p.ID })
		actor := *people["supervisor"]
		actor.Epoch = w.number(t, "SELECT epoch FROM access_epoch")
		warm := auth.WithActor(context.Background(), &actor)
		if _, err := w.service.Get(warm, p.ID, schedule.Date{}); err != nil {
			t.Fatal(err)
		}
		// One more is spent by the milestones on NodesOf, which the stand-in answers from memory.
		for name, r := range map[string]struct {
			most int64
			read func(context.Context) error
		}{
			"list with total": {4, func(ctx context.Context) error {
				_, err := w.service.List(ctx, projects.Query{Count: true, Page: projects.Page{Limit: 50, Order: projects.ByCode}})
				return err
			}},
			"one":    {4, func(ctx context.Context) error { _, err := w.service.Get(ctx, p.ID, schedule.Date{}); return err }},
			"source": {5, func(ctx context.Context) error { _, err := w.service.Source(ctx, 2017); return err }},
		} {
			ctx, counter := database.WithStatementCounter(warm)
			if err := r.read(ctx); err != nil {
				t.Fatal(name, err)
			}
			t.Logf("%s: %d statements", name, counter.Count())
			if counter.Count() > r.most {
				t.Errorf("%s: %d statements, want at most %d", name, counter.Count(), r.most)
			}
		}
	})
}

// TestLamp: milestones of the year, investment and the start of the work each have their say.
func TestLamp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.New(t, database.SQLite))
	month := schedule.MustMonth("2017-03")
	p := w.project(t, "A-1", "学校", func(d *projects.Draft) {
		d.PlannedStart, d.YearPlanYuan, d.AnnualClass = month, yuan(1000), "新开工"
	})
	node := func(id int64, name, due string, change ...func(*schedule.MilestoneFacts)) projects.NodeFacts {
		f := schedule.MilestoneFacts{Baseline: day(due), Approved: day(due)}
		for _, c := range change {
			c(&f)
		}
		return projects.NodeFacts{ID: id, ProjectID: p.ID, PlanYear: 2017, Name: name, Weight: 1, Facts: f}
	}
	key := func(f *schedule.MilestoneFacts) { f.Key = true }
	done := func(f *schedule.MilestoneFacts) { f.Reached, f.Verified = f.Approved, true }
	staged := func(n projects.NodeFacts, stage string) projects.NodeFacts { n.Stage = stage; return n }
	verified := func(n projects.NodeFacts, on string) projects.NodeFacts { n.VerifiedOn = day(on); return n }
	weighing := func(n projects.NodeFacts, weight int) projects.NodeFacts { n.Weight = weight; return n }
	cases := map[string]struct {
		asOf   string
		nodes  []projects.NodeFacts
		colour schedule.Colour
		rule   string
		counts projects.Counts
		next   int64
	}{
		"nothing yet":                        {"2017-03-31", nil, schedule.Green, "P2", projects.Counts{}, 0},
		"not started":                        {"2017-04-01", nil, schedule.Yellow, "P1", projects.Counts{}, 0},
		"a start milestone silences P1":      {"2017-04-01", []projects.NodeFacts{node(1, "开工", "2017-06-30")}, schedule.Green, "P2", projects.Counts{Milestones: 1}, 1},
		"the start is planned for next year": {"2017-04-01", []projects.NodeFacts{node(1, "桥梁开工", "2018-06-30")}, schedule.Green, "P2", projects.Counts{}, 1},
		"the stage says start":               {"2017-04-01", []projects.NodeFacts{staged(node(1, "打第一根桩", "2017-06-30"), "开工")}, schedule.Green, "P2", projects.Counts{Milestones: 1}, 1},
		"ready to start is no start":         {"2017-04-01", []projects.NodeFacts{node(1, "具备开工条件", "2017-06-30")}, schedule.Yellow, "P1", projects.Counts{Milestones: 1}, 1},
		"done before the year weighs nothing": {"2017-04-01", []projects.NodeFacts{verified(weighing(node(1, "开工", "2016-11-30", done), 80), "2016-12-05"),
			weighing(node(2, "结顶", "2017-02-28"), 10), weighing(node(3, "完工", "2017-12-31"), 20)}, schedule.Red, "P3", projects.Counts{Milestones: 2, Overdue: 1, Red: 1}, 2},
		"confirmed in the year it weighs": {"2017-04-01", []projects.NodeFacts{verified(weighing(node(1, "开工", "2016-11-30", done), 80), "2017-01-05"),
			weighing(node(2, "结顶", "2017-02-28"), 10), weighing(node(3, "完工", "2017-12-31"), 20)}, schedule.Yellow, "P3", projects.Counts{Milestones: 3, Done: 1, Overdue: 1, Red: 1}, 2},
		"due before the year and still open": {"2017-04-01", []projects.NodeFacts{node(1, "开工", "2016-11-30")}, schedule.Red, "P3", projects.Counts{Milestones: 1, Overdue: 1, Red: 1}, 1},
		"a key milestone in red":             {"2017-04-01", []projects.NodeFacts{node(1, "开工", "2017-02-28", key)}, schedule.Red, "P3", projects.Counts{Milestones: 1, Overdue: 1, Red: 1}, 1},
		"the next year is not in the plan":   {"2017-03-31", []projects.NodeFacts{node(1, "竣工", "2018-06-30")}, schedule.Green, "P2", projects.Counts{}, 1},
		"money behind the plan of the year":  {"2017-07-10", []projects.NodeFacts{node(1, "开工", "2017-12-31")}, schedule.Red, "P2", projects.Counts{Milestones: 1}, 1},
		"all done":                           {"2017-03-31", []projects.NodeFacts{node(1, "开工", "2017-02-28", done)}, schedule.Blue, "M1", projects.Counts{Milestones: 1, Done: 1}, 0},
		"the earliest open one is next": {"2017-03-31", []projects.NodeFacts{node(1, "竣工", "2017-12-31"), node(2, "开工", "2017-06-30"), node(3, "报批", "2017-02-28", done)},
			schedule.Green, "P2", projects.Counts{Milestones: 3, Done: 1}, 2},
	}
	for name, c := range cases {
		w.nodes = c.nodes
		w.clock.SetToday(day(c.asOf))
		got, err := w.service.Get(ctxOf("leader.edu"), p.ID, schedule.Date{})
		if err != nil {
			t.Fatal(err)
		}
		next := int64(0)
		if got.Next != nil {
			next = got.Next.ID
		}
		if got.Lamp.Colour != c.colour || got.Lamp.Rule != c.rule || got.Counts != c.counts || next != c.next {
			t.Errorf("%s: %s %s %+v next %d; want %s %s %+v next %d\n%s", name, got.Lamp.Colour, got.Lamp.Rule, got.Counts, next,
				c.colour, c.rule, c.counts, c.next, got.Lamp.Reason)
		}
	}
}

// TestADaySetBack: what was recorded on a later day is not shown and stays.
func TestADaySetBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		p := w.project(t, "A-1", "学校")
		w.clock.SetToday(day("2017-05-10"))
		name := "新学校"
		later, err := w.service.Edit(ctxOf("supervisor"), p.ID, p.Version, projects.Patch{Name: &name})
		if err != nil {
			t.Fatal(err)
		}
		w.clock.SetToday(day("2017-04-01"))
		w.clock.SetRecordedThrough(day("2017-05-10"))
		got, err := w.service.Get(ctxOf("supervisor"), p.ID, schedule.Date{})
		if err != nil || got.Name != "学校" || got.Version != p.Version {
			t.Errorf("the future is shown: %+v, %v", got, err)
		}
		for _, version := range []int64{p.Version, later.Version} {
			if _, err := w.service.Edit(ctxOf("supervisor"), p.ID, version, projects.Patch{ContactName: &name}); err == nil || httpapi.From(err).Code != "business_day_behind" {
				t.Errorf("edit of version %d: %v", version, err)
			}
		}
	})
}

// TestParentIsShownWithinTheScope: a part of another unit's project does not tell whose part it is.
func TestParentIsShownWithinTheScope(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		above := w.project(t, "P-1", "保密工程", func(d *projects.Draft) { d.LeadDepartmentID = build })
		part := w.project(t, "P-2", "学校", func(d *projects.Draft) { d.ParentID = &above.ID })
		w.project(t, "P-3", "食堂", func(d *projects.Draft) { d.ParentID = &part.ID })
		for actor, shown := range map[string]bool{"supervisor": true, "reporter.edu": false} {
			for _, asOf := range []string{"2017-03-01", "2017-02-01"} {
				if asOf == "2017-02-01" {
					w.exec(t, "UPDATE project_versions SET recorded_on = '2017-01-15'")
				}
				got, err := w.service.Get(ctxOf(actor), part.ID, day(asOf))
				if err != nil || (got.ParentID != nil) != shown || (got.ParentName != "") != shown {
					t.Errorf("%s on %s: parent %v %q (%v)", actor, asOf, got.ParentID, got.ParentName, err)
				}
				page, err := w.service.List(ctxOf(actor), projects.Query{Filter: projects.Filter{Parent: above.ID}, AsOf: day(asOf), Page: projects.Page{Limit: 9}, Count: true})
				if err != nil || (len(page.Items) == 1) != shown || *page.Total != len(page.Items) {
					t.Errorf("%s on %s: parts of the parent %v (%v)", actor, asOf, codes(page), err)
				}
			}
		}
		got, err := w.service.Get(ctxOf("reporter.edu"), part.ID, day("2017-03-01"))
		if err != nil || len(got.Children) != 1 {
			t.Errorf("parts of one's own: %v, %v", got.Children, err)
		}
	})
}

// TestParallelMovesMakeNoCircle: each move is fine alone, all together would close a ring.
func TestParallelMovesMakeNoCircle(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		const ring = 4
		for round := range 8 {
			var all []projects.ProjectDetail
			for i := range ring {
				all = append(all, w.project(t, fmt.Sprintf("R%d-%d", round, i), "环"))
			}
			var wait sync.WaitGroup
			for i, p := range all {
				wait.Go(func() {
					_, err := w.service.Edit(ctxOf("supervisor"), p.ID, p.Version, projects.Patch{ParentID: httpapi.Some(all[(i+1)%ring].ID)})
					if err != nil && !isCode(err, "invalid") {
						t.Error(err)
					}
				})
			}
			wait.Wait()
			if n := w.number(t, "SELECT COUNT(*) FROM projects WHERE code LIKE ? AND parent_id IS NOT NULL", fmt.Sprintf("R%d-%%", round)); n != ring-1 {
				t.Fatalf("round %d: %d of %d have a parent", round, n, ring)
			}
		}
	})
}
