package app

import (
	"net/http"
	"strings"
	"testing"

	"guatu/internal/platform/httpapi"
)

// unrecorded are the writes that leave no record, and why.
func unrecorded() map[string]string {
	return map[string]string{
		"keepMilestoneDraft": "words nobody has sent", "dropMilestoneDraft": "words nobody has sent",
		"keepIndicatorDraft": "words nobody has sent", "dropIndicatorDraft": "words nobody has sent",
		"keepFigureDraft": "words nobody has sent", "dropFigureDraft": "words nobody has sent",
		"checkRuleSet": "nothing is stored", "tryRuleSet": "nothing is stored",
		"decideReports": "each decision has a record of its own, and the matrix names reports that are not there",
		"refresh":       "the session goes on; its use again is recorded as session.reused",
	}
}

// operationOf finds the operation that a request of a test is for.
func (p *program) operationOf(c call) (httpapi.Operation, bool) {
	path, _, _ := strings.Cut(c.path, "?")
	parts := strings.Split(path, "/")
	for _, op := range p.Operations() {
		pattern := strings.Split(op.Path, "/")
		if op.Method != c.method || len(pattern) != len(parts) {
			continue
		}
		same := true
		for i, part := range pattern {
			same = same && (part == parts[i] || strings.HasPrefix(part, "{"))
		}
		if same {
			return op, true
		}
	}
	return httpapi.Operation{}, false
}

// leavesRecord says whether a request, when it succeeds, must be in the audit: every write, export and download.
func (p *program) leavesRecord(c call) (httpapi.Operation, bool) {
	if c.method == http.MethodGet && !strings.HasPrefix(c.path, "/exports/") && !strings.HasPrefix(c.path, "/files/") {
		return httpapi.Operation{}, false
	}
	op, known := p.operationOf(c)
	if op.ID == "logout" && c.token == "" && c.as == "" {
		return op, false // there is no session to end
	}
	return op, known && unrecorded()[op.ID] == "" && (op.Method != http.MethodGet || op.Produces != "")
}

// records returns the newest record before a request that must leave one, 0 for any other.
func (p *program) records(t testing.TB, c call) int64 {
	t.Helper()
	if _, must := p.leavesRecord(c); !must {
		return 0
	}
	return p.id(t, "SELECT COALESCE(MAX(id), 0) FROM audit_events")
}

// mustBeRecorded holds for every request of every test over the whole program: what succeeded has left a record newer than before. An
// answer that was stored for a key is no second act.
func (p *program) mustBeRecorded(t testing.TB, c call, got *http.Response, before int64) {
	t.Helper()
	op, must := p.leavesRecord(c)
	if !must || got.StatusCode >= http.StatusMultipleChoices || got.Header.Get("Idempotency-Replayed") != "" {
		return
	}
	if c.etag != "" && got.Header.Get("ETag") == c.etag {
		return // nothing was changed
	}
	if p.records(t, c) == before {
		t.Errorf("%s (%s %s): %d and no record in the audit", op.ID, op.Method, c.path, got.StatusCode)
	}
}

// refusalsRecorded: who was refused is in the audit, once a minute for each person and operation.
func (m *matrix) refusalsRecorded(t *testing.T, op httpapi.Operation, refused map[string]bool) {
	t.Helper()
	for username := range refused {
		n := m.id(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'access.refused' AND actor_id = (SELECT id FROM users WHERE username = ?) AND after_state LIKE ?",
			username, `%"`+op.ID+`"%`)
		if n == 0 {
			m.wrong++
			t.Errorf("%s: the refusal of %s is not in the audit", op.ID, username)
		}
	}
}
