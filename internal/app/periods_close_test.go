//go:build !race

// One caller after another: the race detector would see nothing and take four times as long. `make test-unwatched` runs these.
package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

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
