package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// closedMonths looks at the months the demonstration has closed. It only reads.
func closedMonths(t *testing.T, p *program) {
	var list struct {
		Items []struct {
			Month, ClosedOn, Hash, PreviousHash string
			Items                               int
		}
		Next struct {
			Month string
			Ready bool
		}
		May struct{ Close bool }
	}
	p.get(t, "supervisor", "/periods?year=2017", &list)
	if len(list.Items) != 8 || list.Items[0].Month != "2017-08" || list.Next.Month != "2017-09" || list.Next.Ready || !list.May.Close {
		t.Fatalf("the closed months: %+v", list)
	}
	for n, month := range list.Items {
		var check struct {
			Intact bool
			Items  int
		}
		p.get(t, "auditor", "/periods/"+month.Month+"/verify", &check)
		if !check.Intact || check.Items != month.Items || month.Items < 150 {
			t.Errorf("%s: %+v", month.Month, check)
		}
		if n > 0 && list.Items[n-1].PreviousHash != month.Hash {
			t.Errorf("%s does not name the hash of %s", list.Items[n-1].Month, month.Month)
		}
		// The office closed each month last of that day: the snapshot is what the day says, row by row and figure by figure.
		for _, of := range []string{"milestones", "tasks", "projects"} {
			if got := p.compared(t, "supervisor", month.Month, month.ClosedOn, of); got.Total < 10 || got.Counts != (counts{}) {
				t.Errorf("%s and %s differ: %s %+v", month.Month, month.ClosedOn, of, got)
			}
		}
	}
	quarter := p.compared(t, "leader.chief", "2017-05", "2017-08", "milestones")
	if c := quarter.Counts; c.Lamps == 0 || c.Dates == 0 || c.Late == 0 || c.Done == 0 || c.Figures == 0 {
		t.Errorf("three months and nothing changed: %+v", c)
	}
	others := p.id(t, "SELECT m.id FROM milestones m JOIN projects j ON j.id = m.project_id JOIN departments d ON d.id = j.lead_department_id WHERE d.code = 'edu'"+
		" AND NOT EXISTS (SELECT 1 FROM project_units u JOIN departments b ON b.id = u.department_id WHERE u.project_id = j.id AND b.code = 'build') ORDER BY m.id LIMIT 1")
	for path, want := range map[string]int{
		at("/milestones/%d?period=2017-08", others): http.StatusNotFound, "/board?year=2017&period=2017-08": http.StatusOK,
		"/board?period=2017-09": http.StatusConflict, "/overview?period=2017-09": http.StatusConflict, "/compare?from=2017-09": http.StatusConflict,
		"/board?period=2017-08&asOf=2017-08-01": http.StatusUnprocessableEntity, "/compare?from=2017-08-01&to=2017-07-01": http.StatusUnprocessableEntity,
		"/compare?from=yesterday": http.StatusUnprocessableEntity, "/periods/2017-09": http.StatusNotFound, "/periods/spring": http.StatusNotFound,
	} {
		if got := p.do(t, call{path: path, as: "reporter.build"}); got.status != want {
			t.Errorf("%s as reporter.build: %d, want %d: %.200s", path, got.status, want, got.body)
		}
	}
	earlierEnds(t, p)
	if own, all := p.compared(t, "reporter.build", "2017-01", "2017-08", "milestones"), p.compared(t, "supervisor", "2017-01", "2017-08", "milestones"); own.Total == 0 || own.Total >= all.Total {
		t.Errorf("a unit compares %d rows of %d", own.Total, all.Total)
	}
}

// earlierEnds: what the board says of an earlier day is what the board of that day said; the trend ends on 45°.
func earlierEnds(t *testing.T, p *program) {
	type board struct {
		Since *struct{ On string }
		Tasks []struct {
			ID           int64
			Lamp         struct{ Colour string }
			Class        string
			CompletionBp *int
			Since        *struct {
				Colour, Class, Move string
				CompletionBp        *int
			}
		}
	}
	for since, read := range map[string]string{"2017-05-31": "asOf=2017-05-31", "2017-06": "period=2017-06"} {
		var now, then board
		p.get(t, "leader.chief", "/board?year=2017&since="+since, &now)
		p.get(t, "leader.chief", "/board?year=2017&"+read, &then)
		ups := 0
		for n, task := range now.Tasks {
			was := then.Tasks[n]
			if task.Since == nil || task.ID != was.ID || task.Since.Colour != was.Lamp.Colour || task.Since.Class != was.Class ||
				fmt.Sprint(deref(task.Since.CompletionBp)) != fmt.Sprint(deref(was.CompletionBp)) {
				t.Errorf("since %s: %+v, then it was %+v", since, task.Since, was)
			}
			if task.Since != nil && task.Since.Move == "up" {
				ups++
			}
		}
		if now.Since == nil || len(now.Tasks) != 10 || ups == 0 {
			t.Errorf("since %s: %v, %d tasks, %d went up", since, now.Since, len(now.Tasks), ups)
		}
	}
	var trend struct {
		Milestones []struct {
			Reached *string
			Points  []struct{ On, Date, Kind string }
		}
	}
	p.get(t, "supervisor", at("/projects/%d/trend", p.id(t, "SELECT project_id FROM milestones WHERE changes > 0 AND verified = 0 ORDER BY id LIMIT 1")), &trend)
	kinds := map[string]int{}
	for _, m := range trend.Milestones {
		for _, point := range m.Points {
			kinds[point.Kind]++
		}
		if last := m.Points[len(m.Points)-1]; m.Reached != nil && (last.On != last.Date || last.On != *m.Reached) {
			t.Errorf("a milestone that is reached does not end on 45°: %+v", m)
		}
	}
	if kinds["baseline"] == 0 || kinds["approved"] == 0 {
		t.Errorf("a project with a change of date: %v", kinds)
	}
	others := p.id(t, "SELECT m.id FROM milestones m JOIN departments d ON d.id = m.lead_department_id WHERE d.code <> 'edu' AND NOT EXISTS (SELECT 1 FROM project_units u JOIN departments b ON b.id = u.department_id WHERE u.project_id = m.project_id AND b.code = 'edu') ORDER BY m.id LIMIT 1")
	if got := p.do(t, call{path: at("/milestones/%d/trend", others), as: "reporter.edu"}); got.status != http.StatusNotFound {
		t.Errorf("the trend of another unit: %d", got.status)
	}
}

func deref(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

type counts struct{ Lamps, Dates, Late, Done, Unreported, Added, Exited, Figures int }

// compared asks for a comparison.
func (p *program) compared(t *testing.T, as, from, to, of string) (answer struct {
	Total  int
	Counts counts
}) {
	t.Helper()
	p.get(t, as, fmt.Sprintf("/compare?from=%s&to=%s&of=%s", from, to, of), &answer)
	return answer
}

// TestCloseOfAMonth closes September on its day: what it froze is what every read answers as of that day, and nothing of the
// months before has changed by a byte. It runs on SQLite; internal/periods closes on both databases.
func TestCloseOfAMonth(t *testing.T) {
	t.Parallel()
	p := boot(t, true, database.SQLite)
	const earlier = "SELECT COUNT(*) FROM period_items WHERE month < '2017-09'"
	before, rows := p.monthsBefore(t), p.id(t, earlier)
	shut := func(key string) *answer {
		return p.do(t, call{method: http.MethodPost, path: "/periods/2017-09/close", as: "supervisor", key: key})
	}
	if got := shut("early"); got.status != http.StatusConflict || got.code(t) != "period_running" {
		t.Fatalf("before the cut-off: %d %s", got.status, got.body)
	}
	day := schedule.MustDate("2017-10-12")
	p.clock.SetToday(day)
	p.tokens = map[string]string{}
	first := shut("once")
	if again := shut("once"); first.status != http.StatusOK || string(again.body) != string(first.body) {
		t.Fatalf("closed: %d %s, again %s", first.status, first.body, again.body)
	}
	if got := shut("twice"); got.status != http.StatusConflict || got.code(t) != "period_closed" {
		t.Errorf("a second close: %d %s", got.status, got.body)
	}
	for kind, path := range map[string]string{"milestones": "/milestones/%d", "projects": "/projects/%d", "livelihood_tasks": "/livelihood-tasks/%d", "indicators": "/indicators/%d"} {
		ids := p.ids(t, "SELECT id FROM "+kind+" ORDER BY id")
		for _, id := range ids {
			p.sameAsFrozen(t, fmt.Sprintf(path, id), "?")
		}
		if len(ids) < 10 {
			t.Errorf("only %d %s", len(ids), kind)
		}
	}
	p.sameAsFrozen(t, "/board", "?year=2017&")
	p.sameAsFrozen(t, "/overview", "?")
	if after := p.monthsBefore(t); after != before || p.id(t, earlier) != rows {
		t.Error("closing September changed a month before")
	}
	p.correctsAndTampers(t)
}

// sameAsFrozen asks for the day and for the month in both languages.
func (p *program) sameAsFrozen(t *testing.T, path, query string) {
	t.Helper()
	for _, language := range []string{"zh-CN", "en"} {
		var answers [2]map[string]any
		for n, when := range []string{"asOf=2017-10-12", "period=2017-09"} {
			got := p.do(t, call{path: path + query + when, as: "supervisor", headers: map[string]string{"Accept-Language": language}})
			if got.status != http.StatusOK {
				t.Fatalf("%s%s%s: %d %s", path, query, when, got.status, got.body)
			}
			got.into(t, &answers[n])
		}
		stamp, _ := answers[1]["frozen"].(map[string]any)
		if stamp["month"] != "2017-09" || stamp["closedOn"] != "2017-10-12" {
			t.Errorf("%s carries no stamp: %v", path, stamp)
		}
		delete(answers[1], "frozen")
		day, _ := json.Marshal(answers[0])
		month, _ := json.Marshal(answers[1])
		if string(day) != string(month) {
			t.Errorf("%s in %s\nas of the day: %s\nof the month:  %s", path, language, day, month)
		}
	}
}

// monthsBefore is every byte of the months closed before September.
func (p *program) monthsBefore(t *testing.T) string {
	t.Helper()
	var rows []map[string]any
	for _, query := range []string{"SELECT * FROM periods WHERE month < '2017-09' ORDER BY month", "SELECT * FROM period_items WHERE month < '2017-09' ORDER BY month, kind, item_id"} {
		var some []map[string]any
		if err := p.db.Read(t.Context()).Raw(query).Scan(&some).Error; err != nil {
			t.Fatal(err)
		}
		rows = append(rows, some...)
	}
	return fmt.Sprint(rows)
}

// correctsAndTampers enters corrections, and then changes rows behind the back of the program.
func (p *program) correctsAndTampers(t *testing.T) {
	t.Helper()
	id := p.id(t, "SELECT id FROM milestones WHERE progress_bp IS NOT NULL ORDER BY id LIMIT 1")
	correct := func(key string, body map[string]any) *answer {
		return p.do(t, call{method: http.MethodPost, path: "/periods/2017-09/corrections", as: "supervisor", key: key, body: body})
	}
	body := func(field, value string) map[string]any {
		return map[string]any{"kind": "milestone", "id": id, "field": field, "value": value, "words": "复核现场台账"}
	}
	for key, bad := range map[string]map[string]any{"a": body("progressBp", "一半"), "b": body("valueMilli", "1"), "c": body("reached", "2017-13-01")} {
		if got := correct(key, bad); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d %s", bad, got.status, got.body)
		}
	}
	for n, value := range []string{"4321", "4567"} {
		if got := correct(value, body("progressBp", value)); got.status != http.StatusCreated {
			t.Fatalf("correction %d: %d %s", n, got.status, got.body)
		}
	}
	if got := correct("same", body("progressBp", "4567")); got.status != http.StatusConflict {
		t.Errorf("the same value again: %d", got.status)
	}
	var frozen struct {
		ProgressBp int
		Frozen     struct {
			Corrections []struct {
				ID         int64
				Was, Value string
				ReplacesID *int64
			}
		}
	}
	p.get(t, "supervisor", at("/milestones/%d?period=2017-09", id), &frozen)
	list := frozen.Frozen.Corrections
	if len(list) != 2 || list[0].Value != "4567" || list[0].ReplacesID == nil || *list[0].ReplacesID != list[1].ID ||
		list[0].Was != fmt.Sprint(frozen.ProgressBp) || frozen.ProgressBp == 4567 {
		t.Errorf("the frozen figure stays and carries its corrections: %+v", frozen)
	}
	intact := func() bool {
		var check struct{ Intact bool }
		p.get(t, "auditor", "/periods/2017-09/verify", &check)
		return check.Intact
	}
	if !intact() {
		t.Error("a correction breaks nothing")
	}
	for _, tampered := range []string{
		"UPDATE period_items SET colour = 'green' WHERE month = '2017-09' AND kind = 'milestone' AND item_id = ?",
		"UPDATE period_corrections SET value = '9' WHERE item_id = ?",
	} {
		p.exec(t, "CREATE TABLE kept_items AS SELECT * FROM period_items")
		p.exec(t, "CREATE TABLE kept_corrections AS SELECT * FROM period_corrections")
		p.exec(t, tampered, id)
		if intact() {
			t.Errorf("not noticed: %s", tampered)
		}
		p.exec(t, "UPDATE period_items SET colour = (SELECT k.colour FROM kept_items k WHERE k.month = period_items.month AND k.kind = period_items.kind AND k.item_id = period_items.item_id)")
		p.exec(t, "UPDATE period_corrections SET value = (SELECT k.value FROM kept_corrections k WHERE k.id = period_corrections.id)")
		p.exec(t, "DROP TABLE kept_items")
		p.exec(t, "DROP TABLE kept_corrections")
		if !intact() {
			t.Error("put back, and still said to be broken")
		}
	}
}
