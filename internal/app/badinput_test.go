package app

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// reportable is an open milestone of the education bureau on which no report waits, with its version.
type reportable struct {
	ID, Version int64
	LastNote    string
	ProgressBp  *int
}

func (p *program) reportable(t *testing.T, skip int) reportable {
	t.Helper()
	found := p.ids(t, `SELECT m.id FROM milestones m JOIN departments d ON d.id = m.lead_department_id
		WHERE d.code = 'edu' AND m.open = 1 AND m.suspended_on IS NULL
		AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.milestone_id = m.id AND r.state IN ('submitted', 'approved')) ORDER BY m.id`)
	if len(found) <= skip {
		t.Fatalf("the demonstration has only %d milestones to report on", len(found))
	}
	var m reportable
	p.get(t, "reporter.edu", at("/milestones/%d", found[skip]), &m)
	return m
}

type badInput struct {
	name   string
	call   call
	status int
	code   string
	field  string // of the first fault
}

// badInputs sends what people, scripts and attackers send, over the wire.
func badInputs(t *testing.T, p *program) {
	m := p.reportable(t, 0)
	report := at("/milestones/%d/reports", m.ID)
	post := func(body any, etagged bool, key string) call {
		c := call{method: http.MethodPost, path: report, as: "reporter.edu", body: body, key: key}
		if etagged {
			c.etag = etag(m.Version)
		}
		return c
	}
	foreign := p.id(t, `SELECT m.id FROM milestones m JOIN projects p ON p.id = m.project_id JOIN departments d ON d.code = 'edu'
		WHERE m.open = 1 AND p.lead_department_id <> d.id AND NOT EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = p.id AND u.department_id = d.id) LIMIT 1`)
	suspended := p.id(t, "SELECT id FROM milestones WHERE suspended_on IS NOT NULL AND verified = ? LIMIT 1", false)
	finished := p.id(t, "SELECT id FROM milestones WHERE verified = ? LIMIT 1", true)
	on := func(id int64, key string) call {
		c := call{method: http.MethodPost, path: at("/milestones/%d/reports", id), as: p.reporterOf(t, id), body: `{"progressBp":1000,"note":"进展"}`, key: key}
		c.etag = etag(p.id(t, "SELECT version FROM milestones WHERE id = ?", id))
		return c
	}
	strangers := on(foreign, "bad-foreign")
	strangers.as = "reporter.edu"
	cases := []badInput{
		{"an unknown field", post(`{"progressBp":100,"note":"x","progres":1}`, true, "bad-1"), 422, "invalid", "progres"},
		{"a date where none is taken", call{method: http.MethodPatch, path: at("/milestones/%d", m.ID), as: "supervisor", etag: etag(m.Version), body: `{"approved":"2017-12-01"}`}, 422, "invalid", "approved"},
		{"no If-Match", post(`{"progressBp":100,"note":"x"}`, false, "bad-2"), 428, "if_match_required", ""},
		{"no Idempotency-Key", post(`{"progressBp":100,"note":"x"}`, true, ""), 400, "idempotency_key_required", ""},
		{"an impossible day", post(`{"progressBp":100,"note":"x","forecast":"2017-02-30"}`, true, "bad-3"), 422, "invalid", "forecast"},
		{"an impossible day in a query", call{path: "/milestones?asOf=2017-02-30", as: "reporter.edu"}, 422, "invalid", "query.asOf"},
		{"a share above the whole", post(`{"progressBp":10001,"note":"x"}`, true, "bad-4"), 422, "invalid", "progressBp"},
		{"a share below nothing", post(`{"progressBp":-1,"note":"x"}`, true, "bad-5"), 422, "invalid", "progressBp"},
		{"a word as a share", post(`{"progressBp":"many","note":"x"}`, true, "bad-6"), 422, "invalid", "progressBp"},
		{"no words", post(`{"progressBp":100}`, true, "bad-7"), 422, "", "note"},
		{"no JSON", post(`{"progressBp":`, true, "bad-8"), 400, "", ""},
		{"a key twice", post(`{"note":"a","note":"b"}`, true, "bad-9"), 400, "", ""},
		{"something after the end", post(`{"note":"a"}{}`, true, "bad-10"), 400, "", ""},
		{"another format", withHeader(post(`note=a`, true, "bad-11"), "Content-Type", "application/x-www-form-urlencoded"), 415, "unsupported_media_type", ""},
		{"twenty megabytes", post(`{"note":"`+strings.Repeat("a", 20<<20)+`"}`, true, "bad-12"), 413, "body_too_large", ""},
		{"a milestone of another bureau", strangers, 404, "not_found", ""},
		{"a suspended milestone", on(suspended, "bad-14"), 409, "milestone_suspended", ""},
		{"a finished milestone", on(finished, "bad-15"), 409, "milestone_finished", ""},
		{"an unknown query", call{path: "/milestones?stat=overdue", as: "reporter.edu"}, 422, "invalid", ""},
		{"an unknown state", call{path: "/milestones?state=late", as: "reporter.edu"}, 422, "invalid", "query.state"},
		{"a page too large", call{path: "/milestones?limit=201", as: "reporter.edu"}, 422, "invalid", "query.limit"},
		{"a cursor from elsewhere", call{path: "/milestones?cursor=abc", as: "reporter.edu"}, 400, "", ""},
		{"an id that is a word", call{path: "/milestones/first", as: "reporter.edu"}, 422, "invalid", "path.id"},
		{"an address nobody knows", call{path: "/mileston", as: "reporter.edu"}, 404, "not_found", ""},
		{"a method nobody knows", call{method: http.MethodPut, path: at("/milestones/%d", m.ID), as: "reporter.edu"}, 405, "method_not_allowed", ""},
		{"a URL too long", call{path: "/milestones?q=" + strings.Repeat("a", 9000), as: "reporter.edu"}, 414, "url_too_long", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { p.checkBad(t, c) })
	}
	var after reportable
	p.get(t, "reporter.edu", at("/milestones/%d", m.ID), &after)
	if after.Version != m.Version {
		t.Errorf("bad input moved the milestone from version %d to %d", m.Version, after.Version)
	}
}

func withHeader(c call, name, value string) call {
	c.headers = map[string]string{name: value}
	return c
}

// reporterOf is who reports for the unit of the milestone today.
func (p *program) reporterOf(t *testing.T, milestone int64) string {
	t.Helper()
	var names []string
	err := p.db.Read(t.Context()).Raw(`SELECT u.username FROM milestones m JOIN posts s ON s.department_id = m.lead_department_id
		JOIN grants g ON g.post_id = s.id AND g.role = 'reporter' JOIN post_holders h ON h.post_id = s.id AND h.from_on <= ? AND (h.to_on IS NULL OR h.to_on >= ?)
		JOIN users u ON u.id = h.user_id AND u.disabled = ? WHERE m.id = ? ORDER BY u.id`, DemoDay, DemoDay, false, milestone).Scan(&names).Error
	if err != nil || len(names) == 0 {
		t.Fatalf("nobody reports for the unit of milestone %d: %v", milestone, err)
	}
	return names[0]
}

func (p *program) checkBad(t *testing.T, c badInput) {
	t.Helper()
	got := p.do(t, c.call)
	if got.status != c.status {
		t.Fatalf("%d, want %d\n%.400s", got.status, c.status, got.body)
	}
	if kind := got.headers.Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("Content-Type %q", kind)
	}
	var problem struct {
		Code, Title, Detail, RequestID string
		Errors                         []struct{ Field, Code, Message string }
	}
	got.into(t, &problem)
	if problem.Code == "" || problem.Detail == "" || problem.RequestID == "" || c.code != "" && problem.Code != c.code {
		t.Errorf("code %q, want %q: %s", problem.Code, c.code, got.body)
	}
	if c.field == "" {
		return
	}
	for _, fault := range problem.Errors {
		if strings.TrimPrefix(fault.Field, "body.") == c.field && fault.Message != "" {
			return
		}
	}
	t.Errorf("no fault names %s: %s", c.field, got.body)
}

// writeContract follows one report through the promises of every write.
func writeContract(t *testing.T, p *program) {
	m := p.reportable(t, 1)
	send := call{method: http.MethodPost, path: at("/milestones/%d/reports", m.ID), as: "reporter.edu", etag: etag(m.Version),
		key: "once-and-only-once", body: `{"progressBp":6100,"note":"二层浇筑完成"}`}
	count := func() int64 {
		return p.id(t, "SELECT COUNT(*) FROM reports WHERE milestone_id = ?", m.ID)
	}
	before := count()
	first := p.do(t, send)
	second := p.do(t, send)
	if first.status != http.StatusCreated || second.status != http.StatusCreated || string(first.body) != string(second.body) ||
		first.headers.Get("ETag") != second.headers.Get("ETag") {
		t.Fatalf("the same key twice: %d %s\nthen %d %s", first.status, first.body, second.status, second.body)
	}
	if got := count() - before; got != 1 {
		t.Errorf("the same key twice made %d reports", got)
	}
	other := send
	other.body = `{"progressBp":6200,"note":"另一份"}`
	if got := p.do(t, other); got.status != http.StatusUnprocessableEntity || got.code(t) != "idempotency_mismatch" {
		t.Errorf("the same key with another body: %d %s", got.status, got.body)
	}
	stale := send
	stale.key = "stale"
	p.checkStale(t, stale, m)
	fresh := send
	fresh.key = "pending"
	fresh.etag = etag(p.id(t, "SELECT version FROM milestones WHERE id = ?", m.ID))
	if got := p.do(t, fresh); got.status != http.StatusConflict || got.code(t) != "report_pending" {
		t.Errorf("a second undecided report: %d %s", got.status, got.body)
	}
}

// checkStale: a version that is gone is answered with the state that is there now.
func (p *program) checkStale(t *testing.T, stale call, m reportable) {
	t.Helper()
	got := p.do(t, stale)
	var problem struct {
		Code    string
		Current struct {
			ID, Version int64
			Pending     *struct{ Note string }
		}
	}
	got.into(t, &problem)
	if got.status != http.StatusPreconditionFailed || problem.Current.ID != m.ID || problem.Current.Version != m.Version+1 {
		t.Errorf("a stale version: %d %s", got.status, got.body)
	}
	if problem.Current.Pending == nil || problem.Current.Pending.Note != "二层浇筑完成" {
		t.Errorf("the current state does not show what the other one did: %s", got.body)
	}
}

// readingAboveTarget: more than was promised is valid, shown, and no fault.
func readingAboveTarget(t *testing.T, p *program) {
	var found []struct {
		ID, Version, TargetMilli int64
		Username                 string
	}
	err := p.db.Read(t.Context()).Raw(`SELECT i.id, i.version, i.target_milli, u.username FROM indicators i JOIN posts s ON s.department_id = i.department_id
		JOIN grants g ON g.post_id = s.id AND g.role = 'reporter' JOIN post_holders h ON h.post_id = s.id AND h.from_on <= ? AND (h.to_on IS NULL OR h.to_on >= ?)
		JOIN users u ON u.id = h.user_id AND u.disabled = ? WHERE i.type = 'CUM' AND i.verified = ? AND i.pending_on IS NULL AND i.target_milli IS NOT NULL
		ORDER BY i.id LIMIT 1`, DemoDay, DemoDay, false, false).Scan(&found).Error
	if err != nil || len(found) == 0 {
		t.Fatalf("no indicator to report on: %v", err)
	}
	i := found[0]
	body, err := json.Marshal(map[string]any{"valueMilli": i.TargetMilli*2 + 7, "note": "超额完成"})
	if err != nil {
		t.Fatal(err)
	}
	got := p.do(t, call{method: http.MethodPost, path: at("/indicators/%d/readings", i.ID), as: i.Username, etag: etag(i.Version), key: "above", body: string(body)})
	var report struct{ ValueMilli int64 }
	got.into(t, &report)
	if got.status != http.StatusCreated || report.ValueMilli != i.TargetMilli*2+7 {
		t.Errorf("%d %s", got.status, got.body)
	}
}
