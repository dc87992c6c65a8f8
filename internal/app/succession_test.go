package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"guatu/internal/auth"
	"guatu/internal/schedule"
)

// successorFindsTheWork hands the posts of the education bureau on, a week ahead, and looks on the eve and in the morning: the
// open items and the reports that wait are the successors', what was written keeps its author, and the predecessors see nothing of
// it any more. The day changes by the clock alone; nobody signs in anew.
func successorFindsTheWork(t *testing.T, p *program) {
	s := succession{program: p}
	s.newcomer(t, "new.reporter", "新联络员")
	s.newcomer(t, "new.head", "新负责人")
	waiting := s.file(t)
	back := s.sentBack(t, waiting.MilestoneID)
	s.succeed(t, "edu.reporter", "reporter.edu", "new.reporter")
	s.succeed(t, "edu.head", "head.edu", "new.head")

	p.clock.SetToday(schedule.MustDate("2017-10-08"))
	before := s.work(t, "reporter.edu")
	for _, who := range []string{"new.reporter", "new.head"} {
		s.nothing(t, who, waiting)
	}
	p.clock.SetToday(schedule.MustDate("2017-10-09"))
	inherited := s.work(t, "new.reporter")
	// The head's list is that of the same unit on the same day. Between the eve and the morning items may become due, none may be lost.
	if head := s.work(t, "new.head"); !slices.Equal(inherited, head) {
		t.Errorf("the reporter finds %v, the unit has %v", inherited, head)
	}
	for _, item := range before {
		if !slices.Contains(inherited, item) {
			t.Errorf("%s was open on the eve and is not on the list of the successor", item)
		}
	}
	for _, who := range []string{"reporter.edu", "head.edu"} {
		s.nothing(t, who, waiting)
	}
	s.review(t, waiting)
	s.goesOn(t, back)
}

// sentBack leaves a report of the predecessor that its head sent back, and a draft that nobody else sees.
func (s succession) sentBack(t *testing.T, not int64) (milestone int64) {
	t.Helper()
	id := s.id(t, `SELECT m.id FROM milestones m JOIN departments d ON d.id = m.lead_department_id AND d.code = 'edu' WHERE m.open = 1 AND m.id <> ?
		AND m.claimed_on IS NULL AND m.pending_on IS NULL ORDER BY m.id LIMIT 1`, not)
	var report struct{ ID, Version int64 }
	s.do(t, call{method: http.MethodPost, path: at("/milestones/%d/reports", id), as: "reporter.edu", etag: etag(s.id(t, "SELECT version FROM milestones WHERE id = ?", id)),
		key: "eve-2", body: map[string]any{"note": "交接前又报一项"}}).into(t, &report)
	if got := s.do(t, call{method: http.MethodPost, path: at("/reports/%d/return", report.ID), as: "head.edu", etag: etag(report.Version), key: "eve-back", body: map[string]any{"reason": "请写具体"}}); got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.body)
	}
	if got := s.do(t, call{method: http.MethodPut, path: at("/milestones/%d/draft", id), as: "reporter.edu", body: map[string]any{"note": "前任的草稿"}}); got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.body)
	}
	return id
}

// goesOn: what was sent back is on the successor's list for its month, without the words the predecessor did not send.
func (s succession) goesOn(t *testing.T, milestone int64) {
	t.Helper()
	var list struct {
		Items []struct {
			Kind        string
			ID          int64
			NeedsReport bool
			Draft       *struct{ Note string }
			ReportMonth string
		}
	}
	s.get(t, "new.reporter", "/worklist", &list)
	for _, item := range list.Items {
		if item.Kind == "milestone" && item.ID == milestone {
			if item.Draft != nil {
				t.Errorf("the successor reads the predecessor's draft: %+v", item)
			}
			var reports struct {
				Items []struct{ State, DecisionNote string }
			}
			s.get(t, "new.reporter", at("/milestones/%d/reports", milestone), &reports)
			if newest := reports.Items[0]; newest.State != "returned" || newest.DecisionNote != "请写具体" {
				t.Errorf("the successor reads why it was sent back: %+v", newest)
			}
			return
		}
	}
	t.Error("what was sent back is not on the successor's list")
}

type succession struct{ *program }

func (s succession) newcomer(t *testing.T, username, name string) {
	t.Helper()
	if _, err := s.rooms.auth.CreateUser(auth.AsSystem(t.Context()), auth.NewUser{Username: username, Name: name, Password: demoWord}); err != nil {
		t.Fatal(err)
	}
	s.token(t, username) // signed in before they have any post
}

// file leaves a report of the predecessor that nobody has decided.
func (s succession) file(t *testing.T) (report struct{ ID, Version, MilestoneID int64 }) {
	t.Helper()
	id := s.id(t, `SELECT m.id FROM milestones m JOIN departments d ON d.id = m.lead_department_id AND d.code = 'edu' WHERE m.verified = 0 AND m.suspended_on IS NULL
		AND m.claimed_on IS NULL AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.milestone_id = m.id AND r.state IN ('submitted', 'approved')) ORDER BY m.id LIMIT 1`)
	filed := s.do(t, call{method: http.MethodPost, path: at("/milestones/%d/reports", id), as: "reporter.edu", etag: etag(s.id(t, "SELECT version FROM milestones WHERE id = ?", id)),
		key: "eve", body: map[string]any{"progressBp": 6000, "note": "交接前填报"}})
	if filed.into(t, &report); filed.status != http.StatusCreated {
		t.Fatalf("%d %s", filed.status, filed.body)
	}
	return report
}

func (s succession) succeed(t *testing.T, post, from, to string) {
	t.Helper()
	id := s.id(t, "SELECT id FROM posts WHERE code = ?", post)
	got := s.do(t, call{method: http.MethodPost, path: at("/posts/%d/succeed", id), as: "secadmin", key: "succeed-" + post, body: map[string]any{
		"userId": s.id(t, "SELECT id FROM users WHERE username = ?", to), "from": "2017-10-09",
		"holderId": s.id(t, "SELECT h.id FROM post_holders h JOIN users u ON u.id = h.user_id AND u.username = ? WHERE h.post_id = ?", from, id)}})
	if got.status != http.StatusCreated || !strings.Contains(string(got.body), `"to":"2017-10-08"`) {
		t.Fatalf("%d %s", got.status, got.body)
	}
}

// work is what is on the work list, in its order.
func (s succession) work(t *testing.T, who string) (items []string) {
	t.Helper()
	var list struct {
		Items []struct {
			Kind string
			ID   int64
		}
	}
	s.get(t, who, "/worklist", &list)
	for _, item := range list.Items {
		items = append(items, at("%s %d", item.Kind, item.ID))
	}
	if slices.Sort(items); len(items) == 0 {
		t.Errorf("%s finds no work", who)
	}
	return items
}

// nothing: signed in, and nothing of the unit is theirs, not even what they wrote.
func (s succession) nothing(t *testing.T, who string, report struct{ ID, Version, MilestoneID int64 }) {
	t.Helper()
	for path, want := range map[string]int{
		"/me": 200, "/worklist": 403, "/reports?state=submitted": 403, "/board?year=2017": 403, "/projects": 403,
		at("/milestones/%d", report.MilestoneID): 404, at("/reports/%d", report.ID): 404,
	} {
		got := s.do(t, call{path: path, as: who})
		if got.status != want || path == "/me" && !strings.Contains(string(got.body), `"roles":[]`) {
			t.Errorf("%s as %s on %s: %d, want %d\n%.300s", path, who, s.clock.Today(), got.status, want, got.body)
		}
	}
	for _, act := range []string{"approve", "withdraw"} {
		got := s.do(t, call{method: http.MethodPost, path: at("/reports/%d/%s", report.ID, act), as: who, etag: etag(report.Version), key: act + who + s.clock.Today().String(), body: "{}"})
		if got.status != http.StatusNotFound && got.status != http.StatusForbidden && got.status != http.StatusBadRequest {
			t.Errorf("%s as %s: %d %s", act, who, got.status, got.body)
		}
	}
}

// review: the new head finds the report in the inbox and decides it; it is still that of who wrote it.
func (s succession) review(t *testing.T, waiting struct{ ID, Version, MilestoneID int64 }) {
	t.Helper()
	type report struct {
		ID                 int64
		Author, ApprovedBy struct{ Name string }
	}
	var inbox struct{ Items []report }
	s.get(t, "new.head", "/reports?state=submitted&limit=200", &inbox)
	at0 := slices.IndexFunc(inbox.Items, func(r report) bool { return r.ID == waiting.ID })
	if at0 < 0 {
		t.Fatal("the report that waits is not in the inbox of the new head")
	}
	author := inbox.Items[at0].Author.Name
	decided := s.do(t, call{method: http.MethodPost, path: at("/reports/%d/approve", waiting.ID), as: "new.head", etag: etag(waiting.Version), key: "review", body: "{}"})
	if decided.status != http.StatusOK {
		t.Fatalf("%d %s", decided.status, decided.body)
	}
	var after report
	s.get(t, "new.reporter", at("/reports/%d", waiting.ID), &after)
	if after.Author.Name != author || author == "新联络员" || after.ApprovedBy.Name != "新负责人" {
		t.Errorf("written by %q (was %q), approved by %q", after.Author.Name, author, after.ApprovedBy.Name)
	}
	confirmed := s.do(t, call{method: http.MethodPost, path: at("/reports/%d/confirm", waiting.ID), as: "supervisor", etag: etag(waiting.Version + 1), key: "second", body: "{}"})
	if confirmed.status != http.StatusOK {
		t.Fatalf("%d %s", confirmed.status, confirmed.body)
	}
	next := s.do(t, call{method: http.MethodPost, path: at("/milestones/%d/reports", waiting.MilestoneID), as: "new.reporter", key: "next",
		etag: etag(s.id(t, "SELECT version FROM milestones WHERE id = ?", waiting.MilestoneID)), body: map[string]any{"progressBp": 6500, "note": "接任后填报"}})
	if next.status != http.StatusCreated {
		t.Errorf("the successor goes on: %d %s", next.status, next.body)
	}
}
