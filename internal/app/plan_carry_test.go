package app

import (
	"bytes"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"guatu/internal/schedule"
)

// carried is what the answer of a carry-over says.
type carried struct {
	Totals   struct{ Projects, Milestones, Tasks, Indicators, Skipped int }
	Projects []struct {
		ID         int64
		Milestones []struct {
			From, To int64
			Due      string
		}
	}
	Tasks []struct {
		From       int64
		To         *int64
		Indicators []struct{ From, To int64 }
	}
	Skipped []struct {
		Kind, Code, Message string
		ID                  int64
	}
}

func (d *desk) day(text string) { d.clock.SetToday(schedule.MustDate(text)) }

// bytes is an answer as it came.
func (d *desk) bytes(path string) []byte {
	d.t.Helper()
	a := d.do(d.t, call{path: path, as: "leader.chief"})
	if a.status != http.StatusOK {
		d.t.Fatalf("%s: %d %s", path, a.status, a.body)
	}
	return a.body
}

// everything is the order that carries the whole plan of 2017 over.
func (d *desk) everything() map[string]any {
	var projects, tasks []map[string]any
	for _, id := range d.ids(d.t, "SELECT id FROM projects WHERE plan_year IN (2017, 2018) ORDER BY id") {
		projects = append(projects, map[string]any{"id": id})
	}
	for _, id := range d.ids(d.t, "SELECT id FROM livelihood_tasks WHERE year = 2017 ORDER BY id") {
		tasks = append(tasks, map[string]any{"id": id})
	}
	return map[string]any{"toYear": 2018, "projects": projects, "tasks": tasks}
}

func (d *desk) carry(order map[string]any) carried {
	d.t.Helper()
	a := d.post("/plans/2017/carry-over", order)
	if a.status != http.StatusOK {
		d.t.Fatalf("carry-over: %d %s", a.status, a.body)
	}
	var c carried
	a.into(d.t, &c)
	return c
}

const unfinishedNodes = "SELECT id FROM milestones WHERE plan_year = 2017 AND carried_on IS NULL AND NOT (verified = 1 AND reached_on IS NOT NULL) ORDER BY id"

// rollOver carries the whole plan of 2017 over to 2018.
func rollOver(t *testing.T) {
	eachProgram(t, true, func(t *testing.T, p *program) {
		d := &desk{program: p, t: t}
		d.beforeTheYearIsOver()
		d.day("2017-12-31")
		lastDay := d.bytes("/board?year=2017")
		d.day("2018-01-08")
		past := map[string][]byte{"/board?year=2017&asOf=2017-12-31": nil, "/overview?asOf=2017-12-31": nil}
		for _, code := range []string{"EDU-03", "ENV-02", "INF-22"} {
			id := p.id(t, "SELECT id FROM projects WHERE code = ?", code)
			past[at("/projects/%d?asOf=2017-12-31", id)], past[at("/projects/%d/milestones?asOf=2017-12-31", id)] = nil, nil
		}
		for path := range past {
			past[path] = d.bytes(path)
		}
		if board := past["/board?year=2017&asOf=2017-12-31"]; !bytes.Equal(board, lastDay) {
			t.Errorf("the board of the last day reads otherwise a week later:\n%s\n%s", lastDay, board)
		}
		lamps := d.lampsOf2017()
		unfinished := p.ids(t, unfinishedNodes)

		first := d.twiceAtOnce()
		d.countsAddUp(first, unfinished)
		for path, before := range past {
			if after := d.bytes(path); !bytes.Equal(before, after) {
				t.Errorf("%s has changed:\n%s\n%s", path, before, after)
			}
		}
		d.liveBoardAddsUp()
		if after := d.lampsOf2017(); fmt.Sprint(after) != fmt.Sprint(lamps) {
			t.Errorf("lamps of 2017 have changed:\n%v\n%v", lamps, after)
		}
		d.everyPromiseHasItsChain(first)
		d.oldRowsAreClosed(first)
		d.figuresStartAnew()
		d.skippedGoLater(first)
		d.removedGoesBack(first)
	})
}

func (d *desk) beforeTheYearIsOver() {
	t := d.t
	d.day("2017-11-30")
	d.want(d.post("/plans/2017/carry-over", d.everything()), "in November", 409, "too_early")
	d.want(d.post("/plans/2018/carry-over", map[string]any{"toYear": 2019, "projects": []map[string]any{{"id": 1}}}), "of a draft", 409, "plan_not_frozen")
	d.want(d.post("/plans/2017/carry-over", map[string]any{"toYear": 2019, "projects": []map[string]any{{"id": 1}}}), "over a year", 422, "invalid")
	d.day("2017-12-20")
	var preview struct {
		Obstacle *struct{ Code string }
		OpensOn  string
		Projects []struct {
			Milestones []struct {
				ID       int64
				Approved string
				Blocked  *struct{ Code string }
			}
		}
		Tasks []struct {
			Indicators []struct {
				Type    string
				Blocked *struct{ Code string }
			}
		}
	}
	d.get(t, "supervisor", "/plans/2017/carry-over", &preview)
	if preview.Obstacle != nil || preview.OpensOn != "2017-12-01" {
		t.Errorf("preview in December: %+v %s", preview.Obstacle, preview.OpensOn)
	}
	running, missed := 0, 0
	for _, project := range preview.Projects {
		for _, m := range project.Milestones {
			switch {
			case m.Approved >= "2017-12-20" && m.Approved <= "2017-12-31":
				if running++; m.Blocked == nil {
					t.Errorf("milestone %d due on %s may still be kept", m.ID, m.Approved)
				}
			case m.Blocked == nil:
				missed++
			}
		}
	}
	if running == 0 || missed == 0 {
		t.Errorf("in December %d run, %d were missed", running, missed)
	}
	for _, task := range preview.Tasks {
		for _, i := range task.Indicators {
			if i.Blocked == nil {
				t.Errorf("a %s can be carried before its year is over", i.Type)
			}
		}
	}
}

// lampsOf2017 are the lamps of every milestone of the plan of 2017, read live.
func (d *desk) lampsOf2017() map[int64]string {
	out := map[int64]string{}
	for _, m := range d.plan(2017) {
		out[m.ID] = m.Lamp.Rule + " " + m.Lamp.Colour + fmt.Sprint(m.Lamp.Badges)
	}
	return out
}

type planned struct {
	ID, ProjectID, Version          int64
	PlanYear, Weight                int
	Name, Baseline, Approved, Stage string
	ProgressBp                      *int
	CarriedFrom, CarriedTo          *int64
	States                          []string
	Lamp                            struct {
		Rule, Colour string
		Badges       []string
	}
	Promises []struct {
		MilestoneID        int64
		Year               int
		Baseline, Approved string
		Changes, SlipDays  int
		Outcome            string
	}
}

// plan lists the milestones of the plan of a year.
func (d *desk) plan(year int) map[int64]planned {
	d.t.Helper()
	out, cursor := map[int64]planned{}, ""
	for {
		var page struct {
			Items      []planned
			NextCursor string
		}
		d.get(d.t, "supervisor", fmt.Sprintf("/milestones?year=%d&limit=200&cursor=%s", year, cursor), &page)
		for _, m := range page.Items {
			out[m.ID] = m
		}
		if cursor = page.NextCursor; cursor == "" {
			return out
		}
	}
}

// twiceAtOnce sends the same order twice at the same time: what one carries the other finds carried.
func (d *desk) twiceAtOnce() carried {
	t := d.t
	order := d.everything()
	var both [2]*answer
	var group sync.WaitGroup
	d.token(t, "supervisor")
	for i := range both {
		group.Go(func() {
			both[i] = d.do(t, call{method: http.MethodPost, path: "/plans/2017/carry-over", as: "supervisor", key: fmt.Sprintf("at-once-%d", i), body: order})
		})
	}
	group.Wait()
	var results [2]carried
	for i, a := range both {
		if a.status != http.StatusOK {
			t.Fatalf("carry-over: %d %s", a.status, a.body)
		}
		a.into(t, &results[i])
	}
	first, second := results[0], results[1]
	if first.Totals.Milestones == 0 {
		first, second = second, first
	}
	if second.Totals.Milestones != 0 || second.Totals.Indicators != 0 || second.Totals.Tasks != 0 || second.Totals.Skipped != first.Totals.Skipped {
		t.Errorf("the second carry-over did %+v after %+v", second.Totals, first.Totals)
	}
	third := d.carry(order)
	if third.Totals.Milestones != 0 || third.Totals.Indicators != 0 {
		t.Errorf("the same order once more did %+v", third.Totals)
	}
	t.Logf("carried over: %+v", first.Totals)
	return first
}

func (d *desk) countsAddUp(c carried, unfinished []int64) {
	t := d.t
	skipped := map[string]int{}
	for _, s := range c.Skipped {
		if s.Message == "" {
			t.Errorf("%s %d was skipped without a word", s.Kind, s.ID)
		}
		skipped[s.Kind]++
	}
	if c.Totals.Milestones+skipped["milestone"] != len(unfinished) || c.Totals.Milestones == 0 || skipped["milestone"] == 0 {
		t.Errorf("%d of %d unfinished milestones were carried, %d skipped", c.Totals.Milestones, len(unfinished), skipped["milestone"])
	}
	if left := d.ids(t, unfinishedNodes); len(left) != skipped["milestone"] {
		t.Errorf("%d milestones are left, %d were skipped", len(left), skipped["milestone"])
	}
	if twice := d.ids(t, "SELECT carried_from FROM milestones WHERE carried_from IS NOT NULL GROUP BY carried_from HAVING COUNT(*) > 1"); len(twice) > 0 {
		t.Errorf("carried twice: %v", twice)
	}
	var overview struct{ Milestones struct{ Total, Open int } }
	d.get(t, "leader.chief", "/overview", &overview)
	if n := d.id(t, "SELECT COUNT(*) FROM milestones WHERE carried_on IS NULL"); int64(overview.Milestones.Total) != n {
		t.Errorf("the overview counts %d milestones of %d", overview.Milestones.Total, n)
	}
}

func (d *desk) liveBoardAddsUp() {
	for _, year := range []int{2017, 2018} {
		var board struct {
			Total   int
			Classes map[string]int
			Tasks   []struct{ Ordinal int }
		}
		d.get(d.t, "leader.chief", fmt.Sprintf("/board?year=%d", year), &board)
		sum := 0
		for _, n := range board.Classes {
			sum += n
		}
		if sum != board.Total || len(board.Tasks) != board.Total || year == 2017 && board.Total != 10 || board.Total == 0 {
			d.t.Errorf("board of %d: %+v", year, board)
		}
	}
}

// everyPromiseHasItsChain: the draft of 2018 holds each unfinished promise, with what was promised before.
func (d *desk) everyPromiseHasItsChain(c carried) {
	t := d.t
	old, next := d.plan(2017), d.plan(2018)
	if len(next) != c.Totals.Milestones {
		t.Errorf("the plan of 2018 has %d milestones, %d were carried", len(next), c.Totals.Milestones)
	}
	for _, m := range next {
		if m.CarriedFrom == nil || len(m.Promises) != 2 {
			t.Errorf("%d %s: chain %+v", m.ID, m.Name, m.Promises)
			continue
		}
		before := old[*m.CarriedFrom]
		was, is := m.Promises[0], m.Promises[1]
		due := before.Approved
		want := schedule.MustDate(due)
		if want.Year() < 2018 {
			want = want.InYear(2018)
		}
		if was.MilestoneID != before.ID || was.Year != 2017 || was.Baseline != before.Baseline || was.Approved != before.Approved ||
			is.MilestoneID != m.ID || is.Year != 2018 || m.Baseline != want.String() || m.Approved != m.Baseline || m.Weight != before.Weight ||
			before.CarriedTo == nil || *before.CarriedTo != m.ID || m.Name != before.Name {
			t.Errorf("%s: %+v after %+v", m.Name, m, before)
		}
		if outcome := map[bool]string{true: "missed", false: "carried"}[due < "2018-01-08"]; was.Outcome != outcome && was.Outcome != "suspended" {
			t.Errorf("%s promised for %s: outcome %s", m.Name, due, was.Outcome)
		}
	}
	school := d.id(t, "SELECT id FROM projects WHERE code = 'INF-22'")
	var project struct {
		PlanYear    int
		AnnualClass string
		Investment  *struct{ YearPlanYuan, YearDoneYuan *int64 }
		Counts      struct{ Milestones, Done int }
	}
	d.get(t, "supervisor", at("/projects/%d", school), &project)
	here := d.id(t, "SELECT COUNT(*) FROM milestones WHERE plan_year = 2018 AND project_id = ?", school)
	if project.PlanYear != 2018 || project.Counts.Done != 0 || int64(project.Counts.Milestones) != here {
		t.Errorf("the project in 2018: %+v, %d milestones", project, here)
	}
}

// oldRowsAreClosed: what was carried over is in no list of duty and is never edited again.
func (d *desk) oldRowsAreClosed(c carried) {
	t := d.t
	var list struct{ Items []planned }
	for _, state := range []string{"overdue", "open", "dueSoon", "claimed", "suspended"} {
		d.get(t, "supervisor", "/milestones?limit=200&state="+state, &list)
		for _, m := range list.Items {
			if m.CarriedTo != nil {
				t.Errorf("%d %s was carried over and is listed as %s", m.ID, m.Name, state)
			}
		}
	}
	gone := d.id(t, "SELECT m.id FROM milestones m JOIN projects p ON p.id = m.project_id WHERE p.code = 'EDU-02' AND m.carried_on IS NOT NULL LIMIT 1")
	var m planned
	if d.get(t, "supervisor", at("/milestones/%d", gone), &m); len(m.States) != 1 || m.States[0] != "carried" {
		t.Errorf("states of a carried milestone: %v", m.States)
	}
	d.want(d.do(t, call{method: http.MethodPatch, path: at("/milestones/%d", gone), as: "supervisor", etag: etag(m.Version), body: `{"contactName":"某人"}`}),
		"editing it", 409, "milestone_carried")
	d.want(d.do(t, call{method: http.MethodPost, path: at("/milestones/%d/reports", gone), as: "reporter.edu", etag: etag(m.Version), key: "gone-1", body: `{"note":"进展"}`}),
		"reporting on it", 409, "milestone_carried")
	successor := d.id(t, "SELECT version FROM milestones WHERE id = ?", *m.CarriedTo)
	d.want(d.do(t, call{method: http.MethodPost, path: at("/milestones/%d/reports", *m.CarriedTo), as: "reporter.edu", etag: etag(successor), key: "gone-2", body: `{"note":"继续","progressBp":9000}`}),
		"reporting on what goes on with it", 201, "")
	counted := d.id(t, "SELECT i.id FROM indicators i WHERE i.carried_on IS NOT NULL AND i.type = 'CUM' LIMIT 1")
	version := d.id(t, "SELECT version FROM indicators WHERE id = ?", counted)
	d.want(d.do(t, call{method: http.MethodPatch, path: at("/indicators/%d", counted), as: "supervisor", etag: etag(version), body: `{"note":"再改"}`}),
		"editing a carried indicator", 409, "indicator_carried")
}

// TestLeapDayRollsOver: 29 February takes the 28th in a year without one.
func TestLeapDayRollsOver(t *testing.T) {
	eachProgram(t, true, func(t *testing.T, p *program) {
		d := &desk{program: p, t: t}
		unit := p.id(t, "SELECT id FROM departments WHERE code = 'edu'")
		project := d.made("/projects", map[string]any{"code": "LEAP", "name": "闰日", "leadDepartmentId": unit, "planYear": 2020})
		leap := d.made("/milestones", map[string]any{"projectId": project, "name": "开工", "baseline": "2020-02-29"})
		step := func(who, verb string, version int64) {
			a := p.do(t, call{method: http.MethodPost, path: "/plans/2020/" + verb, as: who, etag: etag(version), key: "leap-" + verb})
			d.want(a, verb, 200, "")
		}
		step("supervisor", "propose", 1)
		step("supervisor.2", "freeze", 2)
		d.day("2021-01-04")
		result := d.post("/plans/2020/carry-over", map[string]any{"toYear": 2021, "projects": []map[string]any{{"id": project}}})
		var c carried
		if result.into(t, &c); result.status != 200 || len(c.Projects) != 1 || len(c.Projects[0].Milestones) != 1 ||
			c.Projects[0].Milestones[0].From != leap || c.Projects[0].Milestones[0].Due != "2021-02-28" {
			t.Errorf("29 February: %d %s", result.status, result.body)
		}
	})
}
