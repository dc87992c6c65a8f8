package projects_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/projects"
	"guatu/internal/schedule"
)

// shown is the value of a column as the list shows it: what is absent has no value.
func shown(by string, p projects.Project) (n int64, text string, absent bool) {
	switch by {
	case "name":
		return 0, p.Name, false
	case "lamp":
		return int64(p.Lamp.Colour.Severity()), "", false
	case "due":
		if p.Next == nil {
			return 0, "", true
		}
		return 0, p.Next.Due.String(), false
	case "overdue":
		return int64(p.Counts.Overdue), "", false
	case "lead":
		return -p.LeadDepartment.ID, "", false // the second is ordered before the first
	case "progress":
		if p.Investment == nil || p.Investment.ActualBp == nil {
			return 0, "", true
		}
		return int64(*p.Investment.ActualBp), "", false
	}
	return 0, p.Code, false
}

// sorted puts projects in an order by the values they show.
func sorted(order string, items []projects.Project) []projects.Project {
	by, desc := strings.CutPrefix(order, "-")
	out := slices.Clone(items)
	slices.SortFunc(out, func(a, b projects.Project) int {
		n, text, absent := shown(by, a)
		m, other, missing := shown(by, b)
		if absent != missing {
			if absent {
				return 1
			}
			return -1
		}
		place := cmp.Or(cmp.Compare(n, m), cmp.Compare(text, other))
		if desc {
			place = -place
		}
		return cmp.Or(place, cmp.Compare(a.Code, b.Code))
	})
	return out
}

var orders = []string{"code", "-code", "name", "-name", "lamp", "-lamp", "due", "-due", "overdue", "-overdue", "lead", "-lead", "progress", "-progress"}

// listIsComputed: in every order, by every lamp and day, past and future, walking the pages of the list gives the
// projects whose lamp and figures, computed one by one, say so.
func listIsComputed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		set      *schedule.RuleSet
		projects int
	}{
		"one rule set":      {schedule.Default(), 70},
		"several rule sets": {severalSets(), 35}, // asking where an item stands takes most of the time
	} {
		t.Run(name, func(t *testing.T) { listUnder(t, c.set, c.projects) })
	}
}

func listUnder(t *testing.T, set *schedule.RuleSet, count int) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDistrictUnder(t, db, set)
		d.exec(t, "UPDATE departments SET sort = 3 - id")
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		r := rand.New(rand.NewPCG(seed, 1))
		d.random(t, r, count)
		for _, day := range []schedule.Date{{}, date("2017-08-20"), date("2018-01-20")} {
			for n, who := range []string{"supervisor", "reporter.edu", "reporter.build", "leader.edu", "sysadmin"} {
				d.basis = []schedule.Basis{schedule.Current, schedule.Original}[n%2]
				all := d.walk(t, who, projects.Query{AsOf: day, Page: projects.Page{Limit: 200, Order: projects.ByCode}})
				for _, order := range orders {
					filter, want := randomFilter(r, all)
					got := d.walk(t, who, projects.Query{Filter: filter, AsOf: day, Page: projects.Page{Limit: 1 + r.IntN(20), Order: projects.Order(order)}})
					if g, w := codesOf(got), codesOf(sorted(order, want)); !slices.Equal(g, w) {
						t.Fatalf("%s by %s on %q, %+v:\n got %v\nwant %v", who, order, day, filter, g, w)
					}
				}
			}
		}
	})
}

// randomFilter asks for a lamp, for what is late, for a year of the plan or for nothing, and says what of all it is.
func randomFilter(r *rand.Rand, all []projects.Project) (f projects.Filter, want []projects.Project) {
	if r.IntN(2) == 0 {
		f.Colour = schedule.Colours()[r.IntN(5)]
	}
	f.OnlyLate = r.IntN(4) == 0
	if r.IntN(3) == 0 {
		f.Text = "xszx"
	}
	for _, p := range all {
		if (f.Colour == "" || p.Lamp.Colour == f.Colour) && (!f.OnlyLate || p.Counts.Overdue > 0) && (f.Text == "" || strings.HasPrefix(p.Name, "绣山中学")) {
			want = append(want, p)
		}
	}
	return f, want
}

func codesOf(items []projects.Project) []string {
	out := make([]string, 0, len(items))
	for _, p := range items {
		out = append(out, p.Code)
	}
	return out
}

// walk reads every page.
func (d *district) walk(t *testing.T, who string, q projects.Query) (all []projects.Project) {
	t.Helper()
	q.Count = true
	total := 0
	for {
		page, err := d.service.List(httpapi.OnBasis(ctxOf(who), d.basis), q)
		if err != nil {
			t.Fatal(err)
		}
		all, total = append(all, page.Items...), *page.Total
		if page.Next == nil {
			break
		}
		q.Page.After = page.Next
	}
	if total != len(all) {
		t.Fatalf("%s: %d counted, %d listed: %+v", who, total, len(all), q)
	}
	return all
}

// TestListOverTheWire: cursors of every order, search, refusals.
func TestListOverTheWire(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDistrict(t, db)
		d.random(t, rand.New(rand.NewPCG(9, 9)), 23)
		for _, order := range orders {
			want, cursor, got := d.walk(t, "supervisor", projects.Query{Page: projects.Page{Limit: 200, Order: projects.Order(order)}}), "", []string{}
			for {
				var page struct {
					Items      []struct{ Code string }
					NextCursor string
				}
				d.Do(t, apitest.Scenario{Actor: "supervisor", URL: fmt.Sprintf("/api/v1/projects?limit=5&sort=%s&cursor=%s", order, cursor)}).JSON(t, &page)
				for _, item := range page.Items {
					got = append(got, item.Code)
				}
				if cursor = page.NextCursor; cursor == "" {
					break
				}
			}
			if !slices.Equal(got, codesOf(want)) {
				t.Errorf("%s: %v, want %v", order, got, codesOf(want))
			}
		}
		get := func(name, query string, status int, contain, not []string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: "supervisor", URL: "/api/v1/projects" + query, Status: status, MustContain: contain, MustNotContain: not}
		}
		d.Run(t,
			get("initials", "?q=xszx", 200, []string{"绣山中学"}, []string{"滨海大道"}),
			get("two characters", "?q=%E6%BB%A8%E6%B5%B7", 200, []string{"滨海大道"}, []string{"绣山中学"}),
			get("no such order", "?sort=money", 422, nil, nil),
			get("no such lamp", "?lamp=pink", 422, nil, nil),
			get("a cursor of another order", "?sort=lamp&cursor=eyJjb2RlIjoiUCIsIm9yZGVyIjoiZHVlIn0", 400, []string{"bad_cursor"}, nil),
		)
	})
}

// TestARenameIsFound: the search text follows the name, and the past is found by the name it had.
func TestARenameIsFound(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		p := w.project(t, "A-1", "绣山中学")
		w.clock.SetToday(day("2017-04-01"))
		name := "籀园小学"
		if _, err := w.service.Edit(ctxOf("supervisor"), p.ID, p.Version, projects.Patch{Name: &name}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			typed string
			asOf  schedule.Date
			want  int
		}{{"xszx", schedule.Date{}, 0}, {"zyxx", schedule.Date{}, 1}, {"a-1", schedule.Date{}, 1}, {"xszx", day("2017-03-15"), 1}, {"zyxx", day("2017-03-15"), 0}} {
			page, err := w.service.List(ctxOf("supervisor"), projects.Query{Filter: projects.Filter{Text: c.typed}, AsOf: c.asOf, Page: projects.Page{Limit: 5}})
			if err != nil || len(page.Items) != c.want {
				t.Errorf("%s on %q: %d found, %v; want %d", c.typed, c.asOf, len(page.Items), err, c.want)
			}
		}
	})
}
