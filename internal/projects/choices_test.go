package projects_test

import (
	"math/rand/v2"
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/projects"
	"guatu/internal/schedule"
)

// choicesCountTheList: for everybody and under every filter each count is the length of the list when that value is
// chosen, and no value the list has is missing.
func choicesCountTheList(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDistrict(t, db)
		if err := d.service.DefineList(asOffice(), "province", "省重点项目", 0); err != nil {
			t.Fatal(err)
		}
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		d.random(t, rand.New(rand.NewPCG(seed, 1)), 40)
		filters := []projects.Filter{{}, {List: "city"}, {Department: build, Sector: "教育"}, {Leaders: []int64{postLeader}, Stage: "在建"},
			{Colour: schedule.Red}, {Text: "xszx", Year: 2017}, {OnlyLate: true, List: "city", Colour: schedule.Yellow}}
		for _, day := range []schedule.Date{{}, date("2017-08-20")} {
			for _, who := range []string{"supervisor", "reporter.edu", "sysadmin", "leader.edu"} {
				for _, filter := range filters {
					d.compareChoices(t, who, projects.Query{Filter: filter, AsOf: day})
				}
			}
		}
	})
}

func (d *district) compareChoices(t *testing.T, who string, q projects.Query) {
	t.Helper()
	choices, err := d.service.Choices(ctxOf(who), q)
	if err != nil {
		t.Fatal(err)
	}
	size := func(change func(*projects.Filter)) int {
		narrowed := q
		narrowed.Page = projects.Page{Limit: 200, Order: projects.ByCode}
		change(&narrowed.Filter)
		return len(d.walk(t, who, narrowed))
	}
	check := func(what any, count int, change func(*projects.Filter)) {
		t.Helper()
		if n := size(change); n != count || count == 0 {
			t.Fatalf("%s on %q, %+v: %v counts %d, the list has %d", who, q.AsOf, q.Filter, what, count, n)
		}
	}
	if n := size(func(*projects.Filter) {}); n != choices.Total {
		t.Fatalf("%s: total %d, the list has %d", who, choices.Total, n)
	}
	listed, departments, sectors, lamps := 0, 0, 0, 0
	for _, c := range choices.Lists {
		check(c, c.Count, func(f *projects.Filter) { f.List = c.Code })
		listed++
	}
	for _, c := range choices.Departments {
		check(c, c.Count, func(f *projects.Filter) { f.Department = c.ID })
		departments += c.Count
	}
	for _, c := range choices.Leaders {
		check(c, c.Count, func(f *projects.Filter) { f.Leaders = []int64{c.ID} })
	}
	for _, c := range choices.Sectors {
		check(c, c.Count, func(f *projects.Filter) { f.Sector = c.Value })
		sectors += c.Count
	}
	for _, c := range choices.Stages {
		check(c, c.Count, func(f *projects.Filter) { f.Stage = c.Value })
	}
	for _, c := range choices.Lamps {
		lamps += c.Count
		if c.Count > 0 {
			check(c, c.Count, func(f *projects.Filter) { f.Colour = c.Colour })
		}
	}
	if n := size(func(f *projects.Filter) { f.Department = 0 }); n != departments {
		t.Errorf("%s: %d projects by department, the list has %d", who, departments, n)
	}
	if n := size(func(f *projects.Filter) { f.Colour = "" }); n != lamps || len(choices.Lamps) != 5 {
		t.Errorf("%s: %d projects by lamp, the list has %d", who, lamps, n)
	}
	years := 0
	for _, c := range choices.Years {
		years += c.Count
	}
	if years != choices.Total || who == "supervisor" && q.Filter.List == "" && q.Filter.Text == "" && q.Filter.Colour == "" && q.Filter.Department == 0 && q.Filter.Leaders == nil && (listed != 2 || sectors == 0) {
		t.Errorf("%s: %d of %d by year, %d lists, %d by sector", who, years, choices.Total, listed, sectors)
	}
}

// TestChoicesOverTheWire: the path is not taken for the id of a project, and the names are there.
func TestChoicesOverTheWire(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDistrict(t, db)
		d.random(t, rand.New(rand.NewPCG(4, 4)), 20)
		d.Run(t,
			apitest.Scenario{Name: "names", Actor: "supervisor", URL: "/api/v1/projects/choices?year=2017", Status: 200,
				MustContain: []string{`"lists":[{"code":"city","name":"市重点项目","count":`, `"shortName":"教育","count":`, `"lamps":[{"colour":"red","count":`, `"name":"分管领导","holder":"","count":`}},
			apitest.Scenario{Name: "nothing to read", Actor: "sysadmin", URL: "/api/v1/projects/choices", Status: 200, MustContain: []string{`"total":0`, `"departments":[]`, `"years":[]`}},
			apitest.Scenario{Name: "no such leader", Actor: "supervisor", URL: "/api/v1/projects/choices?leader=0", Status: 422, MustContain: []string{"query.leader"}},
		)
	})
}
