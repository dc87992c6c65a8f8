package app

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/platform/httpapi"
)

// canary is a word of the education bureau. Nobody who may not read its rows may ever receive it.
const canary = "金丝雀CANARY7f3a9c"

// rightsMatrix asks every operation as each of the thirteen principals for a row of their own, one their unit takes
// part in, one of somebody else, and one that does not exist. A cell is wrong when the class of the status is not the
// expected one, when a refused write changed a row, or when the canary reaches somebody it must not.
func rightsMatrix(t *testing.T, p *program) {
	m := newMatrix(t, p)
	for _, op := range p.Operations() {
		m.operation(t, op)
	}
	m.crawl(t)
	t.Logf("rights matrix on %s: %d operations, %d cells, %d wrong; %d answers searched for the canary",
		p.dialect, len(p.Operations()), m.cells, m.wrong, m.scanned)
	if m.wrong > 0 {
		t.Errorf("%d cells are wrong", m.wrong)
	}
}

type matrix struct {
	*program
	rows    rows
	tokens  map[string]string // by principal
	cells   int
	wrong   int
	scanned int
	serial  int
	unknown map[string]string // what 404 said, by operation and principal
	refused map[string]bool   // by user, of the operation at hand
	state   map[string]string // of the rows, since the last write that was allowed; nil when not known
}

func newMatrix(t *testing.T, p *program) *matrix {
	m := &matrix{program: p, tokens: map[string]string{}, unknown: map[string]string{}}
	m.rows = findRows(t, p)
	m.plantCanary(t)
	m.plantCanaries(t)
	for _, principal := range authtest.Principals() {
		m.tokens[principal.Name] = m.tokenOf(t, principal)
	}
	return m
}

// plantCanary puts the word where only people may look who read the bureau's rows: in the name and the words of a project
// and a milestone of its own, in an indicator, and through the API in a report, so that the audit has it too.
func (m *matrix) plantCanary(t *testing.T) {
	t.Helper()
	create := func(path string, body map[string]any) int64 {
		made := m.do(t, call{method: http.MethodPost, path: path, as: "supervisor", key: "canary" + path, body: body})
		var row struct{ ID int64 }
		if made.into(t, &row); made.status != http.StatusCreated {
			t.Fatalf("%s: %d %s", path, made.status, made.body)
		}
		return row.ID
	}
	project := create("/projects", map[string]any{"code": "CANARY7f3a9c", "name": canary, "leadDepartmentId": m.rows.edu, "contactName": canary})
	milestone := create("/milestones", map[string]any{"projectId": project, "name": canary, "baseline": "2017-08-31"})
	m.rows.canaryMilestone = milestone
	for _, table := range []string{"milestones", "milestone_versions"} {
		m.exec(t, "UPDATE "+table+" SET note = ?, words = ?, last_note = ?, contact_name = ? WHERE id = ?", canary, canary, canary, canary, milestone)
	}
	for _, table := range []string{"indicators", "indicator_versions"} {
		m.exec(t, "UPDATE "+table+" SET note = ?, last_note = ? WHERE id = ?", canary, canary, m.rows.canaryIndicator)
	}
	var row struct{ Version int64 }
	m.get(t, "reporter.edu", at("/milestones/%d", milestone), &row)
	filed := m.do(t, call{method: http.MethodPost, path: at("/milestones/%d/reports", milestone), as: "reporter.edu", etag: etag(row.Version),
		key: "canary", body: map[string]any{"progressBp": 4200, "note": canary}})
	if filed.status != http.StatusCreated {
		t.Fatalf("the canary could not be reported: %d %s", filed.status, filed.body)
	}
}

func (p *program) exec(t testing.TB, statement string, arguments ...any) {
	t.Helper()
	err := p.db.Tx(t.Context(), func(_ context.Context, tx *gorm.DB) error { return tx.Exec(statement, arguments...).Error })
	if err != nil {
		t.Fatalf("%v\n%s", err, statement)
	}
}

// tokenOf brings the principal into its state.
func (m *matrix) tokenOf(t *testing.T, principal authtest.Principal) string {
	t.Helper()
	switch principal.State {
	case authtest.Anonymous:
		return ""
	case authtest.Expired:
		return authtest.Forge(t, m.db, m.login(t, principal.Username, demoWord), func(_ *jwt.Token, claims jwt.MapClaims) {
			past := time.Now().Add(-time.Hour).Unix()
			claims["exp"], claims["iat"], claims["nbf"] = past, past-600, past-600
		})
	case authtest.Revoked:
		token := m.login(t, principal.Username, demoWord)
		if a := m.do(t, call{method: http.MethodPost, path: "/auth/logout", token: token}); a.status >= 300 {
			t.Fatalf("logout: %d %s", a.status, a.body)
		}
		return token
	case authtest.Disabled:
		return m.disabled(t, principal.Username)
	}
	return m.login(t, principal.Username, demoWord)
}

// disabled signs in an account and disables it while its token is good.
func (m *matrix) disabled(t *testing.T, username string) string {
	t.Helper()
	set := func(disabled bool) {
		id := m.id(t, "SELECT id FROM users WHERE username = ?", username)
		version := m.id(t, "SELECT version FROM users WHERE id = ?", id)
		if _, err := m.rooms.auth.PatchUser(auth.AsSystem(t.Context()), id, version, auth.UserPatch{Disabled: &disabled}); err != nil {
			t.Fatal(err)
		}
	}
	set(false)
	token := m.login(t, username, demoWord)
	set(true)
	return token
}

// operation asks one operation in every cell: first those that must be refused, then the state is compared, then the rest.
func (m *matrix) operation(t *testing.T, op httpapi.Operation) {
	t.Helper()
	recipe, ok := recipes()[op.ID]
	if !ok {
		t.Errorf("%s has no request in the matrix: add it to recipes()", op.ID)
		return
	}
	cells := m.cellsOf(op)
	if m.state == nil {
		m.state = m.fingerprint(t)
	}
	before := m.state
	m.refused = map[string]bool{}
	for _, c := range cells {
		if c.want != authtest.Allowed {
			m.ask(t, op, recipe, c)
		}
	}
	m.refusalsRecorded(t, op, m.refused)
	if after := m.fingerprint(t); !maps.Equal(before, after) && !recipe.changes {
		m.wrong++
		t.Errorf("%s: a refused request changed rows:\nbefore %v\nafter  %v", op.ID, before, after)
	}
	for _, c := range cells {
		if c.want == authtest.Allowed {
			m.ask(t, op, recipe, c)
		}
	}
	if op.Method != http.MethodGet {
		m.state = nil // what was allowed has changed it
	}
}

// cell is one principal and one row.
type cell struct {
	principal authtest.Principal
	relation  authtest.Relation
	want      authtest.Class
	row       int64
}

func (m *matrix) cellsOf(op httpapi.Operation) []cell {
	policy := m.rooms.auth.Policy()
	relations := []authtest.Relation{authtest.Other}
	if strings.Contains(op.Path, "{") {
		relations = []authtest.Relation{authtest.Own, authtest.Part, authtest.Other, authtest.Missing}
	}
	var cells []cell
	for _, principal := range authtest.Principals() {
		for _, relation := range relations {
			row, ok := m.rows.pick(op, principal, relation)
			if !ok {
				continue // no such row can exist for this principal
			}
			c := cell{principal: principal, relation: relation, row: row, want: authtest.Expect(policy, principal, op, relation)}
			// Withdrawing is the author's: for the rows of the same unit by somebody else it is refused like a stranger's.
			if op.Permission == auth.PermReportsWithdraw && c.want == authtest.Allowed && m.rows.author(row) != principal.Username {
				c.want = authtest.Forbidden
			}
			if op.Permission == auth.PermFilesRemove && c.want == authtest.Allowed && principal.Username != fileAuthor {
				c.want = authtest.Forbidden // removing is the uploader's
			}
			if c.want == authtest.Allowed || c.want == authtest.Forbidden {
				c.want = m.rows.asked(op, c)
			}
			cells = append(cells, c)
		}
	}
	return cells
}

// asked is what a cell of a change request must get beyond the policy: its route says who decides, and its author withdraws.
func (r rows) asked(op httpapi.Operation, c cell) authtest.Class {
	a, ok := r.asks[c.row]
	if !ok || !strings.HasPrefix(op.Path, "/change-requests/") {
		return c.want
	}
	name := c.principal.Username
	may := map[bool]authtest.Class{true: authtest.Allowed, false: authtest.Forbidden}
	switch op.Permission {
	case auth.PermChangesDecide:
		return may[a.decides(name, r.units[name])]
	case auth.PermChangesWithdraw:
		return may[a.author == name]
	}
	return c.want
}

func (m *matrix) ask(t *testing.T, op httpapi.Operation, r recipe, c cell) {
	t.Helper()
	m.cells++
	m.serial++
	request := call{method: op.Method, path: fill(op.Path, c.row) + r.query, token: m.tokens[c.principal.Name], body: r.body}
	if op.ID == "logout" {
		request.token = "" // else the rest of the matrix would be asked by somebody who has left
	}
	if op.ID == "deleteGrant" && c.want == authtest.Allowed {
		request.path = fill(op.Path, m.spareGrant(t))
	}
	if op.IfMatch {
		request.etag = `"999999"` // allowed: 412, and nothing changes
	}
	if op.Idempotent {
		request.key = fmt.Sprintf("matrix-%d", m.serial)
	}
	got := m.do(t, request)
	class := authtest.ClassOf(got.status)
	if class == authtest.Forbidden {
		m.refused[c.principal.Username] = true
	}
	right := class == c.want && got.status < http.StatusInternalServerError
	if op.Public { // signing in answers 401 for reasons of its own
		right = right || class == authtest.Unauthorized
	}
	if !right {
		m.wrong++
		t.Errorf("%s (%s %s) as %s on a row of relation %s: %d, want %s\n%.300s", op.ID, op.Method, request.path,
			c.principal.Name, c.relation, got.status, words(c.want), got.body)
	}
	m.scan(t, c.principal.Name, op.ID, got)
	m.sameAsMissing(t, op, c, got)
}

// sameAsMissing: what somebody may not know of is answered word for word like what is not there.
func (m *matrix) sameAsMissing(t *testing.T, op httpapi.Operation, c cell, got *answer) {
	t.Helper()
	if got.status != http.StatusNotFound {
		return
	}
	who, words := op.ID+" "+c.principal.Name, m.refusal(got, c.row)
	if before, known := m.unknown[who]; known && before != words {
		m.wrong++
		t.Errorf("%s: a row of relation %s is not answered like another that is not there:\n%s\n%s", who, c.relation, before, words)
	}
	m.unknown[who] = words
}

func words(c authtest.Class) string {
	if c == authtest.Allowed {
		return "allowed"
	}
	return http.StatusText(int(c))
}

// fill puts a row into the path; a second parameter is the holder of the post.
func fill(template string, row int64) string {
	out := strings.Replace(template, "{id}", fmt.Sprint(row), 1)
	out = strings.Replace(out, "{year}", fmt.Sprint(row), 1)
	out = strings.Replace(out, "{month}", fmt.Sprintf("%04d-%02d", row/100, row%100), 1)
	if row != missingRow {
		out = strings.Replace(out, "{code}", "city", 1)
	}
	out = strings.Replace(out, "{code}", fmt.Sprint(row), 1)
	return strings.Replace(out, "{holderId}", fmt.Sprint(row), 1)
}

// crawl reads everything there is as those who must not see the canary, by every list, page, day and search.
func (m *matrix) crawl(t *testing.T) {
	t.Helper()
	lists := []string{"/projects", "/milestones", "/reports", "/livelihood-tasks", "/board", "/overview", "/worklist", "/attention",
		"/source", "/wall", "/periods", "/periods/2017-08", "/periods/2017-08/items", "/compare", "/projects/choices", "/exports/projects.csv", "/exports/wall.csv", "/exports/milestones.csv", "/exports/tasks.csv", "/audit-events", "/departments", "/users", "/posts", "/me", "/district"}
	queries := []string{"", "?limit=200", "?asOf=2017-06-30", "?asOf=2017-12-31", "?period=2017-08", "?from=2017-08", "?from=2017-01-31&group=added", "?year=2017", "?q=CANARY", "?q=CANARY&count=true", "?leader=mine", "?state=overdue",
		"?sort=-due", "?entity=milestone", "?count=true&limit=1", fmt.Sprintf("?department=%d", m.rows.edu)}
	for _, who := range []string{"reporter.edu", "reporter.build", "head.build", "sysadmin", "secadmin", "auditadmin"} {
		for _, list := range lists {
			for _, query := range queries {
				got := m.do(t, call{path: list + query, as: who})
				m.scan(t, who, list+query, got)
				if who != "reporter.edu" && strings.Contains(query, "CANARY") && regexp.MustCompile(`"total":[1-9]`).Match(got.body) {
					m.wrong++
					t.Errorf("%s learns from a count of %s that there is a row with the canary: %s", who, list+query, got.body)
				}
			}
		}
	}
}
