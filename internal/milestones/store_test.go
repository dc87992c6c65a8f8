package milestones_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/milestones"
	"guatu/internal/nodefacts"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// listEqualsCompute is the promise of rules.md 6: for random facts, the list by state and colour, from the live table
// and as of a day, holds exactly the rows whose computed state and lamp say so, in order, on any page size.
func listEqualsCompute(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		random := rand.New(rand.NewPCG(7, 2017))
		today := day("2017-09-30")
		w.clock.SetToday(today)
		insertRandom(t, w, random, today, 400)
		for _, at := range []struct {
			asOf  schedule.Date
			basis schedule.Basis
		}{{today, schedule.Original}, {today.AddDays(40), schedule.Original}, {today, schedule.Current}, {today.AddDays(40), schedule.Current}} {
			asOf := at.asOf
			w.basis = at.basis
			all := walk(t, w, milestones.Query{AsOf: asOf, Filter: milestones.Filter{Year: 2017}, Page: milestones.Page{Limit: 200}})
			if len(all) != 400 {
				t.Fatalf("%d rows without a filter", len(all))
			}
			checkFilters(t, w, asOf, all)
		}
		// Ten days later everything has been done: the list as of today still says what was known today.
		w.exec(t, "INSERT INTO milestone_versions ("+versionColumns+", recorded_on) SELECT "+versionColumns+", ? FROM milestones", today)
		before := walk(t, w, milestones.Query{AsOf: today, Filter: milestones.Filter{Year: 2017}, Page: milestones.Page{Limit: 200}})
		w.clock.SetToday(today.AddDays(10))
		w.exec(t, "UPDATE milestones SET verified = 1, reached_on = ?, open = 0, claimed_on = NULL, carried_on = NULL, version = 2", today.AddDays(10))
		past := walk(t, w, milestones.Query{AsOf: today, Filter: milestones.Filter{Year: 2017}, Page: milestones.Page{Limit: 200}})
		if !slices.EqualFunc(past, before, func(a, b milestones.Milestone) bool { return a.ID == b.ID && a.Lamp.Reason == b.Lamp.Reason }) {
			t.Error("the past reads otherwise than it did")
		}
		checkFilters(t, w, today, past)
		if done := walk(t, w, milestones.Query{Filter: milestones.Filter{State: schedule.StateDone}, Page: milestones.Page{Limit: 200}}); len(done) != 400 {
			t.Errorf("%d of 400 are done today", len(done))
		}
	})
}

// versionColumns are the columns of milestones, in any order.
const versionColumns = "id, project_id, plan_year, carried_on, lead_department_id, leader_post_id, ordinal, name, stage, weight, is_key, firmness, deadline_words," +
	" date_precision, planned_start, baseline_on, approved_on, forecast_on, reached_on, verified, verified_on, claimed_on, suspended_on," +
	" returned_claims, changes, listed, added, progress_bp, progress_on, last_note, last_report_month, made_good_month, no_change_count," +
	" contact_name, contact_phone, words, note, open, clock_due, base_clock_due, window_from, colour_day, sample, created_at, version"

// checkFilters compares every filter with what the rows themselves say.
func checkFilters(t *testing.T, w *world, asOf schedule.Date, all []milestones.Milestone) {
	t.Helper()
	seen := 0
	compare := func(name string, f milestones.Filter, says func(milestones.Milestone) bool) {
		for _, desc := range []bool{false, true} {
			var want []int64
			for _, m := range all {
				if says(m) {
					want = append(want, m.ID)
				}
			}
			if desc {
				slices.Reverse(want)
			}
			seen += len(want)
			query := milestones.Query{Filter: f, AsOf: asOf, Count: true, Page: milestones.Page{Limit: 17, Desc: desc}}
			if got := ids(walk(t, w, query)); !slices.Equal(got, want) {
				t.Errorf("%s on %s, desc %v: listed %v, computed %v", name, asOf, desc, got, want)
			}
			page, err := w.service.List(w.reader(), query)
			if err != nil || *page.Total != len(want) || page.TotalCapped {
				t.Errorf("%s: total %v, want %d (%v)", name, page.Total, len(want), err)
			}
		}
	}
	for _, state := range schedule.MilestoneStates() {
		compare(string(state), milestones.Filter{State: state}, func(m milestones.Milestone) bool { return slices.Contains(m.States, state) })
	}
	for _, colour := range schedule.Colours() {
		// A list shows what was carried over to the next plan only where it is asked for.
		here := func(m milestones.Milestone) bool {
			return m.Lamp.Colour == colour && !slices.Contains(m.States, schedule.StateCarried)
		}
		compare(string(colour)+" here", milestones.Filter{Colour: colour}, here)
		compare(string(colour), milestones.Filter{Colour: colour, Year: 2017}, func(m milestones.Milestone) bool { return m.Lamp.Colour == colour })
		both := milestones.Filter{Colour: colour, State: schedule.StateOverdue}
		compare("overdue "+string(colour), both, func(m milestones.Milestone) bool {
			return m.Lamp.Colour == colour && slices.Contains(m.States, schedule.StateOverdue)
		})
	}
	if seen < 1000 {
		t.Errorf("the random rows reach too few filters: %d", seen)
	}
}

// reader is the supervision office, looking at the plan of the world.
func (w *world) reader() context.Context { return httpapi.OnBasis(ctxOf("supervisor"), w.basis) }

// walk reads every page of a list.
func walk(t *testing.T, w *world, q milestones.Query) (all []milestones.Milestone) {
	t.Helper()
	for range 100 {
		page, err := w.service.List(w.reader(), q)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page.Items...)
		if page.Next == nil {
			return all
		}
		q.Page.After = page.Next
	}
	t.Fatal("the list has no end")
	return nil
}

func ids(rows []milestones.Milestone) (out []int64) {
	for _, m := range rows {
		out = append(out, m.ID)
	}
	return out
}

// insertRandom writes rows whose facts have happened by today, as every write of the service leaves them.
func insertRandom(t *testing.T, w *world, random *rand.Rand, today schedule.Date, n int) {
	t.Helper()
	near := func(span int) schedule.Date { return today.AddDays(random.IntN(2*span) - span) }
	past := func() schedule.Date { return today.AddDays(-random.IntN(120)) }
	maybe := func(share float64, d schedule.Date) schedule.Date {
		if random.Float64() < share {
			return d
		}
		return schedule.Date{}
	}
	err := w.db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error {
		for i := range n {
			m := milestones.MilestoneRow{
				ProjectID: projectEdu, PlanYear: 2017, LeadDepartmentID: edu, Ordinal: i, Name: fmt.Sprintf("节点 %d", i), Weight: 1,
				Precision: "day", Version: 1, CreatedAt: 1,
				Columns: nodefacts.Columns{
					Key: random.IntN(2) == 0, Firmness: schedule.Firm,
					Baseline: maybe(0.9, near(120)), Forecast: maybe(0.3, near(60)), SuspendedOn: maybe(0.1, past()),
					PlannedStart: maybe(0.3, near(150)),
				},
			}
			m.Approved = m.Baseline
			if !m.Baseline.IsZero() && random.IntN(4) == 0 {
				m.Approved, m.Changes = m.Baseline.AddDays(random.IntN(60)), 1
			}
			if random.IntN(3) == 0 {
				m.Firmness = schedule.Aim
			}
			history(&m, random, today)
			if !m.Verified && m.ClaimedOn.IsZero() {
				m.CarriedOn = maybe(0.2, past())
			}
			row := milestones.Derived(m)
			if err := tx.Create(&row).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// history adds claims in the order in which they can happen: returned ones, then an open one or a completion.
func history(m *milestones.MilestoneRow, random *rand.Rand, today schedule.Date) {
	at := today.AddDays(-random.IntN(100) - 1)
	for range random.IntN(3) {
		returned := at.AddDays(random.IntN(12))
		if returned.After(today) {
			break
		}
		m.Returned = append(m.Returned, schedule.ReturnedClaim{Claimed: at, Returned: returned})
		at = returned.AddDays(random.IntN(3)) // often on the day of return
	}
	if at.After(today) {
		return
	}
	switch random.IntN(3) {
	case 0:
		m.ClaimedOn = at
	case 1:
		m.Reached, m.Verified, m.VerifiedOn = at, true, today
	}
}

// TestFilters covers what needs no lamp: unit, leader, project, text with the characters LIKE knows, and the empty line.
func TestFilters(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		school := w.milestone(t, "主体结顶 50% 完成", "2017-06-30")
		road := w.milestone(t, "路基完工", "2017-05-31", func(d *milestones.Draft) { d.ProjectID = projectBuild })
		undated := w.milestone(t, "Opening_day", "")
		cases := map[string]struct {
			actor  string
			filter milestones.Filter
			mine   bool
			want   []int64
		}{
			"all, undated first":        {"supervisor", milestones.Filter{}, false, []int64{undated.ID, road.ID, school.ID}},
			"unit":                      {"supervisor", milestones.Filter{Department: build}, false, []int64{road.ID}},
			"leader":                    {"supervisor", milestones.Filter{Leaders: []int64{postLeader}}, false, []int64{undated.ID, school.ID}},
			"mine":                      {"leader.edu", milestones.Filter{}, true, []int64{undated.ID, school.ID}},
			"mine without a line":       {"supervisor", milestones.Filter{}, true, nil},
			"project":                   {"supervisor", milestones.Filter{Project: projectBuild}, false, []int64{road.ID}},
			"text of the milestone":     {"supervisor", milestones.Filter{Text: "结顶"}, false, []int64{school.ID}},
			"text of the project":       {"supervisor", milestones.Filter{Text: "大道"}, false, []int64{road.ID}},
			"code with wildcards":       {"supervisor", milestones.Filter{Text: "100%_!"}, false, []int64{road.ID}},
			"percent is no wildcard":    {"supervisor", milestones.Filter{Text: "0%完"}, false, nil},
			"underline is no wildcard":  {"supervisor", milestones.Filter{Text: "Opening day"}, false, nil},
			"case of Latin letters":     {"supervisor", milestones.Filter{Text: "opening_"}, false, []int64{undated.ID}},
			"quote":                     {"supervisor", milestones.Filter{Text: "' OR 1=1 --"}, false, nil},
			"co-unit reads":             {"reporter.build", milestones.Filter{}, false, []int64{undated.ID, road.ID, school.ID}},
			"lead unit reads its own":   {"reporter.edu", milestones.Filter{}, false, []int64{undated.ID, school.ID}},
			"administrator has no rows": {"sysadmin", milestones.Filter{}, false, nil},
		}
		for name, c := range cases {
			page, err := w.service.List(ctxOf(c.actor), milestones.Query{Filter: c.filter, Mine: c.mine, Page: milestones.Page{Limit: 10}})
			if err != nil || !slices.Equal(ids(page.Items), c.want) {
				t.Errorf("%s: %v, want %v (%v)", name, ids(page.Items), c.want, err)
			}
		}
	})
}

// TestScopeOfListEqualsSingle: for every person and row, listed equals readable, now and as of a past day.
func TestScopeOfListEqualsSingle(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		var all []milestones.Milestone
		for i := range 6 {
			all = append(all, w.milestone(t, fmt.Sprint("节点", i), "2017-06-30", func(d *milestones.Draft) {
				if i%2 == 0 {
					d.ProjectID = projectBuild
				}
			}))
		}
		w.today("2017-03-02")
		err := db.Tx(ctxOf("supervisor"), func(ctx context.Context, tx *gorm.DB) error {
			return w.service.FollowProject(ctx, tx, projectBuild, edu, nil, 4) // the unit changes on 2 March
		})
		if err != nil {
			t.Fatal(err)
		}
		for name := range people {
			for _, asOf := range []schedule.Date{day("2017-03-01"), day("2017-03-02")} {
				page, err := w.service.List(ctxOf(name), milestones.Query{AsOf: asOf, Page: milestones.Page{Limit: 50}})
				if err != nil {
					t.Fatal(err)
				}
				listed := ids(page.Items)
				for _, m := range all {
					_, err := w.service.Get(ctxOf(name), m.ID, asOf)
					if readable := err == nil; readable != slices.Contains(listed, m.ID) {
						t.Errorf("%s, %d on %s: readable %v, listed %v", name, m.ID, asOf, readable, listed)
					}
				}
			}
		}
		if n := w.number(t, "SELECT COUNT(*) FROM milestone_versions WHERE id = ? AND lead_department_id = 1", all[0].ID); n != 1 {
			t.Errorf("the change of the unit left %d versions", n)
		}
	})
}

// TestStatements holds every read to five statements and the names to none of them.
func TestStatements(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		m := w.milestone(t, "主体结顶", "2017-06-30")
		w.report(t, m, milestones.Submission{Note: "在做"})
		w.today("2017-03-20")
		actor := *people["reporter.edu"]
		actor.Epoch = w.number(t, "SELECT epoch FROM access_epoch")
		reads := map[string]struct {
			most int64
			read func(context.Context) error
		}{
			"list with total": {3, func(ctx context.Context) error {
				_, err := w.service.List(ctx, milestones.Query{Count: true, Page: milestones.Page{Limit: 50}})
				return err
			}},
			"list as of": {2, func(ctx context.Context) error {
				_, err := w.service.List(ctx, milestones.Query{AsOf: day("2017-03-01"), Page: milestones.Page{Limit: 50}})
				return err
			}},
			"one": {2, func(ctx context.Context) error {
				_, err := w.service.Get(ctx, m.ID, schedule.Date{})
				return err
			}},
			"of a project": {3, func(ctx context.Context) error {
				_, err := w.service.OfProject(ctx, projectEdu, schedule.Date{})
				return err
			}},
			"history": {3, func(ctx context.Context) error {
				_, err := w.service.History(ctx, m.ID)
				return err
			}},
			"reports with total": {4, func(ctx context.Context) error {
				_, err := w.service.Reports(ctx, milestones.ReportQuery{Limit: 50, Count: true})
				return err
			}},
			"reports of a milestone": {3, func(ctx context.Context) error {
				_, err := w.service.ReportsOf(ctx, m.ID, 0, 50)
				return err
			}},
		}
		warm := as(context.Background(), &actor)
		if _, err := w.service.Get(warm, m.ID, schedule.Date{}); err != nil {
			t.Fatal(err)
		}
		for name, r := range reads {
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

// TestPlan looks at how the databases find the page of overdue milestones: by the index, from the first overdue row, with no
// sort of more than the page.
func TestPlan(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		w.clock.SetToday(day("2017-09-30"))
		insertRandom(t, w, rand.New(rand.NewPCG(1, 1)), day("2017-09-30"), 3000)
		if db.Dialect() == database.MySQL {
			w.exec(t, "ANALYZE TABLE milestones")
		}
		queries := map[string]milestones.Query{
			"first page": {Filter: milestones.Filter{State: schedule.StateOverdue}, Page: milestones.Page{Limit: 50}},
			"next page": {Filter: milestones.Filter{State: schedule.StateOverdue},
				Page: milestones.Page{Limit: 50, After: &milestones.Position{Due: day("2017-08-01"), ID: 5}}},
			"red ones": {Filter: milestones.Filter{State: schedule.StateOverdue, Colour: schedule.Red}, Page: milestones.Page{Limit: 50}},
		}
		for name, q := range queries {
			sql, args := milestones.ListSQL(w.store, q, w.rules)
			plan := explain(t, db, sql, args)
			t.Logf("%s\n%s", name, plan)
			if !strings.Contains(plan, "milestones_open") {
				t.Errorf("%s does not use the index:\n%s", name, plan)
			}
		}
	})
}

func explain(t *testing.T, db *database.DB, sql string, args []any) string {
	t.Helper()
	verb := "EXPLAIN "
	if db.Dialect() == database.SQLite {
		verb = "EXPLAIN QUERY PLAN "
	}
	rows, err := db.Read(context.Background()).Raw(verb+sql, args...).Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new([]byte)
		}
		if err := rows.Scan(values...); err != nil {
			t.Fatal(err)
		}
		for i, v := range values {
			fmt.Fprintf(&out, "%s=%s ", columns[i], *v.(*[]byte))
		}
		out.WriteString("\n")
	}
	return out.String()
}
