package projects_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/projects"
	"guatu/internal/schedule"
)

// wallIsTheList: for everybody, every day and every filter the rows of the wall are the rows of the list with the same
// lamps, and the nodes are the milestones of the project with theirs.
func wallIsTheList(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDistrict(t, db)
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		d.random(t, rand.New(rand.NewPCG(seed, 1)), 60)
		filters := []projects.Filter{{}, {List: "city"}, {Department: edu}, {Leaders: []int64{postLeader}}, {Leaders: []int64{}}, {Text: "绣山"}}
		for _, day := range []schedule.Date{{}, date("2017-08-20"), date("2018-02-10")} {
			for name := range people {
				for _, filter := range filters {
					d.compareWall(t, name, projects.WallQuery{Year: 2017, Filter: filter, AsOf: day})
				}
			}
			for _, colour := range schedule.Colours() {
				d.compareWall(t, "supervisor", projects.WallQuery{Year: 2017, Filter: projects.Filter{Colour: colour}, AsOf: day})
			}
			d.compareWall(t, "leader.edu", projects.WallQuery{Year: 2017, Filter: projects.Filter{OnlyLate: true}, Mine: true, AsOf: day})
		}
	})
}

func (d *district) compareWall(t *testing.T, who string, q projects.WallQuery) {
	t.Helper()
	wall, err := d.service.Wall(ctxOf(who), q)
	if err != nil {
		t.Fatal(err)
	}
	page, err := d.service.List(ctxOf(who), projects.Query{Filter: q.Filter, Mine: q.Mine, AsOf: q.AsOf, Page: projects.Page{Limit: 200, Order: projects.ByCode}})
	if err != nil {
		t.Fatal(err)
	}
	want := slices.DeleteFunc(page.Items, func(p projects.Project) bool { return !d.belongs(t, p, q.Year, q.AsOf) })
	what := fmt.Sprintf("%s on %s, %+v", who, q.AsOf, q)
	if len(want) != len(wall.Rows) || wall.Total != len(want) || wall.Truncated {
		t.Fatalf("%s: %d rows of %d, the list has %d", what, len(wall.Rows), wall.Total, len(want))
	}
	for i, p := range want {
		row := wall.Rows[i]
		if row.ProjectID != p.ID || row.Lamp.Colour != p.Lamp.Colour || row.Lamp.Reason != p.Lamp.Reason || row.Lamp.Rule != p.Lamp.Rule ||
			!slices.Equal(row.Lamp.Badges, p.Lamp.Badges) || row.LeadDepartment != p.LeadDepartment || asJSON(t, row.LeaderPost) != asJSON(t, p.LeaderPost) {
			t.Fatalf("%s: row %d\n got %s\nwant %s", what, i, asJSON(t, row), asJSON(t, p))
		}
		progress := p.Investment != nil && p.Investment.PlanBp != nil
		if progress != (row.Progress != nil) || progress && (row.Progress.PlanBp != *p.Investment.PlanBp || row.Progress.ActualBp != *p.Investment.ActualBp) {
			t.Fatalf("%s: progress of row %d: %s, want %s", what, i, asJSON(t, row.Progress), asJSON(t, p.Investment))
		}
	}
	d.compareNodes(t, who, q, wall)
}

// belongs says whether a project is of the year: in its plan, or with a milestone in it or due in it.
func (d *district) belongs(t *testing.T, p projects.Project, year int, asOf schedule.Date) bool {
	t.Helper()
	for _, m := range d.ofProject(t, p.ID, asOf) {
		due := m.Approved
		if due == nil {
			due = m.Baseline
		}
		if m.PlanYear == year || due != nil && due.Year() == year {
			return true
		}
	}
	return p.PlanYear == year
}

// compareNodes asks the milestones themselves.
func (d *district) compareNodes(t *testing.T, who string, q projects.WallQuery, wall projects.Wall) {
	t.Helper()
	for i, row := range wall.Rows {
		if i%7 != 0 {
			continue
		}
		nodes := d.ofProject(t, row.ProjectID, q.AsOf)
		if len(nodes) != len(row.Nodes) {
			t.Fatalf("%s: %d nodes of project %d, want %d", who, len(row.Nodes), row.ProjectID, len(nodes))
		}
		for n, m := range nodes {
			got := row.Nodes[n]
			switch later := m.Verified || m.Suspended != nil; {
			case !slices.Contains(m.States, schedule.StateOverdue): // the wall counts days only in the state overdue
				m.OverdueDays = 0
			case later: // verified or suspended after the day: on the day it was still late
				m.OverdueDays = max(1, got.OverdueDays)
			}
			if got.ID != m.ID || got.Name != m.Name || got.Key != m.Key || got.Verified != m.Verified || got.Changes != m.Changes ||
				got.SlipDays != m.SlipDays || got.OverdueDays != m.OverdueDays || asJSON(t, got.ProgressBp) != asJSON(t, m.ProgressBp) || got.Colour != m.Lamp.Colour || !slices.Equal(got.Badges, m.Lamp.Badges) ||
				(got.Firmness == schedule.Aim) != (m.Firmness == schedule.Aim) {
				t.Fatalf("node %d:\n got %s\nwant %s", m.ID, asJSON(t, got), asJSON(t, m))
			}
			for name, pair := range map[string]struct {
				got  schedule.Date
				want *schedule.Date
			}{"plannedStart": {got.PlannedStart, m.PlannedStart}, "baseline": {got.Baseline, m.Baseline}, "approved": {got.Approved, m.Approved},
				"forecast": {got.Forecast, m.Forecast}, "reached": {got.Reached, m.Reached}, "claimed": {got.Claimed, m.Claimed}, "suspended": {got.Suspended, m.Suspended}} {
				if pair.want == nil && !pair.got.IsZero() || pair.want != nil && *pair.want != pair.got {
					t.Fatalf("node %d: %s is %s, want %v", m.ID, name, pair.got, pair.want)
				}
			}
		}
	}
}

// TestWallGroups: every row stands in the bands it names, the counts are those of the rows, and the bands are in order.
func TestWallGroups(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDistrict(t, db)
		if err := d.service.DefineList(asOffice(), "province", "省重点项目", 0); err != nil {
			t.Fatal(err)
		}
		d.random(t, rand.New(rand.NewPCG(3, 3)), 50)
		first := map[projects.GroupBy]string{
			projects.GroupByList: "province 省重点项目|city 市重点项目| 未列入清单", projects.GroupByLeader: "5 分管领导| 未定分管领导",
			projects.GroupByDepartment: "1 教育文化体育局|2 住房和城乡建设局", projects.GroupByNothing: " 全部项目",
		}
		for by, want := range first {
			wall, err := d.service.Wall(ctxOf("supervisor"), projects.WallQuery{Year: 2017, GroupBy: by})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			counted := map[string]projects.WallGroup{}
			for _, row := range wall.Rows {
				if len(row.Groups) == 0 || by == projects.GroupByList && len(row.Lists) > 0 && !slices.Equal(row.Groups, row.Lists) {
					t.Errorf("%s: %s stands in %v, its lists are %v", by, row.Code, row.Groups, row.Lists)
				}
				for _, key := range row.Groups {
					g := counted[key]
					g.Rows++
					if row.Lamp.Colour == schedule.Red {
						g.Red++
					}
					if row.Lamp.Colour == schedule.Yellow {
						g.Yellow++
					}
					counted[key] = g
				}
			}
			for _, g := range wall.Groups {
				got = append(got, g.Key+" "+g.Name)
				if c := counted[g.Key]; c.Rows != g.Rows || c.Red != g.Red || c.Yellow != g.Yellow || g.Rows == 0 {
					t.Errorf("%s: band %+v, counted %+v", by, g, c)
				}
			}
			if strings.Join(got, "|") != want {
				t.Errorf("%s: bands %q, want %q", by, got, want)
			}
		}
	})
}

// TestWallOverTheWire: what is absent is left out, statements, refusals, English.
func TestWallOverTheWire(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDistrict(t, db)
		d.random(t, rand.New(rand.NewPCG(5, 5)), 30)
		get := func(name, actor, query string, status int, contain, not []string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, URL: "/api/v1/wall" + query, Status: status, MustContain: contain, MustNotContain: not}
		}
		d.Run(t,
			get("the year of the day", "supervisor", "", 200, []string{`"year":2017`, `"from":"2017-01-01"`, `"to":"2017-12-31"`, `"asOf":"2017-09-30"`, `"truncated":false`},
				[]string{`"forecast":null`, `"key":false`, `"changes":0`, `"slipDays":0`, `"firmness":"firm"`}),
			get("an empty year", "supervisor", "?year=2040", 200, []string{`"rows":[]`, `"groups":[]`, `"total":0`}, nil),
			get("no such band", "supervisor", "?group=sector", 422, nil, nil),
			get("no such leader", "supervisor", "?leader=x", 422, []string{"query.leader"}, nil),
			get("an administrator has no line", "sysadmin", "", 200, []string{`"rows":[]`}, nil), // the permission is asked for by app
			apitest.Scenario{Name: "English", Actor: "supervisor", URL: "/api/v1/wall?group=leader", Headers: map[string]string{"Accept-Language": "en"}, Status: 200,
				MustContain: []string{`"name":"No leader"`}},
		)
		office := *people["supervisor"]
		office.Epoch = 1 // as of a request: the names are kept
		ctx, counter := database.WithStatementCounter(auth.WithActor(context.Background(), &office))
		if _, err := d.service.Wall(ctx, projects.WallQuery{GroupBy: projects.GroupByList}); err != nil {
			t.Fatal(err)
		}
		before := counter.Count()
		if _, err := d.service.Wall(ctx, projects.WallQuery{GroupBy: projects.GroupByList}); err != nil {
			t.Fatal(err)
		}
		if cost := counter.Count() - before; cost > 5 {
			t.Errorf("%d statements", cost)
		}
	})
}

func date(text string) schedule.Date { return schedule.MustDate(text) }
