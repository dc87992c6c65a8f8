package milestones_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"guatu/internal/milestones"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

// inOrder puts milestones in an order by what they show.
func inOrder(order string, items []milestones.Milestone) []milestones.Milestone {
	by, desc := strings.CutPrefix(order, "-")
	units := map[int64]int{build: 0, edu: 1} // 住建 is sorted before 教育 in this test
	out := slices.Clone(items)
	slices.SortFunc(out, func(a, b milestones.Milestone) int {
		place, last := 0, 0
		switch by {
		case "overdue":
			place = cmp.Compare(a.OverdueDays, b.OverdueDays)
		case "project":
			place = cmp.Compare(a.ProjectCode, b.ProjectCode)
			last = cmp.Compare(a.Ordinal, b.Ordinal)
		case "department":
			place = cmp.Compare(units[a.LeadDepartment.ID], units[b.LeadDepartment.ID])
		case "progress":
			if a.ProgressBp == nil || b.ProgressBp == nil {
				if (a.ProgressBp == nil) != (b.ProgressBp == nil) {
					if a.ProgressBp == nil {
						return 1
					}
					return -1
				}
				return cmp.Compare(a.ID, b.ID)
			}
			place = cmp.Compare(*a.ProgressBp, *b.ProgressBp)
		}
		if desc {
			place = -place
		}
		return cmp.Or(place, last, cmp.Compare(a.ID, b.ID))
	})
	return out
}

// TestSortsShowWhatTheySort: in every order, on any page size and day, the pages are the rows in the order of what they show.
func TestSortsShowWhatTheySort(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		random := rand.New(rand.NewPCG(seed, 1))
		today := day("2017-09-30")
		w.clock.SetToday(today)
		insertRandom(t, w, random, today, 90)
		w.exec(t, "UPDATE departments SET sort = 3 - id")
		w.exec(t, "UPDATE milestones SET progress_bp = (id * 37) % 11 * 1000, ordinal = (id * 7) % 5 WHERE id % 3 > 0")
		w.exec(t, "UPDATE milestones SET lead_department_id = 1 + id % 2")
		w.exec(t, "INSERT INTO milestone_versions ("+versionColumns+", recorded_on) SELECT "+versionColumns+", ? FROM milestones", today)
		for n, asOf := range []schedule.Date{today, today.AddDays(40), today} {
			if n == 2 { // now that day is of the past, and read from the versions
				w.clock.SetToday(today.AddDays(10))
			}
			all := walk(t, w, milestones.Query{AsOf: asOf, Page: milestones.Page{Limit: 200}})
			red := slices.DeleteFunc(slices.Clone(all), func(m milestones.Milestone) bool { return m.Lamp.Colour != schedule.Red })
			for _, by := range []string{"overdue", "project", "department", "progress"} {
				for _, order := range []string{by, "-" + by} {
					for filter, items := range map[schedule.Colour][]milestones.Milestone{"": all, schedule.Red: red} {
						got := walk(t, w, milestones.Query{AsOf: asOf, Filter: milestones.Filter{Colour: filter}, Page: milestones.Page{Limit: 3 + random.IntN(30), Order: milestones.Order(order)}})
						if g, want := ids(got), ids(inOrder(order, items)); !slices.Equal(g, want) {
							t.Fatalf("%s %q on %s:\n got %v\nwant %v", order, filter, asOf, g, want)
						}
					}
				}
			}
		}
		w.Run(t,
			apitest.Scenario{Name: "no such order", Actor: "supervisor", URL: "/api/v1/milestones?sort=name", Status: 422},
			apitest.Scenario{Name: "a cursor of another order", Actor: "supervisor", URL: "/api/v1/milestones?sort=project&cursor=eyJkdWUiOm51bGwsImlkIjoxfQ", Status: 400, Code: "bad_cursor"},
		)
		w.overTheWire(t, ids(inOrder("-overdue", walk(t, w, milestones.Query{Page: milestones.Page{Limit: 200}}))))
	})
}

// overTheWire walks the cursors of one order.
func (w *world) overTheWire(t *testing.T, want []int64) {
	t.Helper()
	var got []int64
	for cursor := ""; ; {
		var page struct {
			Items      []struct{ ID int64 }
			NextCursor string
		}
		w.Do(t, apitest.Scenario{Actor: "supervisor", URL: fmt.Sprintf("/api/v1/milestones?limit=20&sort=-overdue&cursor=%s", cursor)}).JSON(t, &page)
		for _, item := range page.Items {
			got = append(got, item.ID)
		}
		if cursor = page.NextCursor; cursor == "" {
			break
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("over the wire %v, want %v", got, want)
	}
}

// TestSearchByInitials: a milestone is found by its own initials and by those of its project.
func TestSearchByInitials(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		m, other := w.milestone(t, "主体结顶", "2017-06-30"), w.milestone(t, "竣工", "2017-12-31")
		for typed, want := range map[string][]int64{"ztjd": {m.ID}, "jg": {other.ID}, "bhxx": {m.ID, other.ID}, "结顶": {m.ID}, "a-01": {m.ID, other.ID}, "xyz": nil} {
			if got := ids(walk(t, w, milestones.Query{Filter: milestones.Filter{Text: typed}, Page: milestones.Page{Limit: 10}})); !slices.Equal(got, want) {
				t.Errorf("%s finds %v, want %v", typed, got, want)
			}
		}
		name := "装修完成"
		if _, err := w.service.Edit(ctxOf("supervisor"), m.ID, m.Version, milestones.Patch{Name: &name}); err != nil {
			t.Fatal(err)
		}
		for typed, want := range map[string][]int64{"ztjd": nil, "zxwc": {m.ID}} {
			if got := ids(walk(t, w, milestones.Query{Filter: milestones.Filter{Text: typed}, Page: milestones.Page{Limit: 10}})); !slices.Equal(got, want) {
				t.Errorf("renamed: %s finds %v, want %v", typed, got, want)
			}
		}
	})
}
