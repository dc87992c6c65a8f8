package app

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/platform/httpapi"
)

// missingRow is an id nobody has.
const missingRow = 99_999_999

// rows are the rows of the demonstration the matrix asks for, found once by their facts in the database: by kind (first
// part of the path), by whose they are, by relation.
type rows struct {
	edu, build      int64 // departments
	canaryMilestone int64
	canaryIndicator int64
	byUnit          map[string]map[authtest.Relation]int64 // "milestones/edu" → relation → id
	any             map[string]int64
	written         map[string]int64  // report by user name
	authors         map[int64]string  // of the reports above
	asks            map[int64]ask     // change requests
	units           map[string]string // user name → code of the unit, for those who have one
}

// pick returns the row for a cell; false when the demonstration can not have one (nobody takes part in a grant).
func (r rows) pick(op httpapi.Operation, p authtest.Principal, relation authtest.Relation) (int64, bool) {
	if !strings.Contains(op.Path, "{") {
		return 0, true
	}
	if relation == authtest.Missing {
		return missingRow, true
	}
	kind, _, _ := strings.Cut(strings.TrimPrefix(op.Path, "/"), "/")
	unit := r.units[p.Username]
	if p.State != authtest.Active || unit == "" || r.byUnit[kind+"/"+unit] == nil {
		row, ok := r.any[kind]
		return row, ok
	}
	if kind == "reports" && relation == authtest.Own {
		if row, ok := r.written[p.Username]; ok && op.Permission != auth.PermReportsApprove && op.Permission != auth.PermReportsDecide {
			return row, true
		}
	}
	row, ok := r.byUnit[kind+"/"+unit][relation]
	return row, ok
}

// author is the user name behind a report that pick returned.
func (r rows) author(report int64) string { return r.authors[report] }

func findRows(t *testing.T, p *program) rows {
	t.Helper()
	r := rows{
		byUnit: map[string]map[authtest.Relation]int64{}, any: map[string]int64{}, written: map[string]int64{}, authors: map[int64]string{},
		units: map[string]string{"reporter.edu": "edu", "head.edu": "edu", "reporter.build": "build"},
	}
	if len(p.ids(t, "SELECT id FROM audit_archive_requests")) == 0 { // the rows are looked for more than once
		p.exec(t, "INSERT INTO audit_archive_requests (before_on, words, state, asked_by, asked_name, asked_at) VALUES ('2016-01-01', '库太大', 'asked', 0, '别人', 0)")
	}
	r.any["audit-archives"] = p.id(t, "SELECT MIN(id) FROM audit_archive_requests")
	r.any["rule-sets"] = p.storedRuleSet(t, "asked", "name: asked\nversion: 1\n")
	r.edu = p.id(t, "SELECT id FROM departments WHERE code = 'edu'")
	r.build = p.id(t, "SELECT id FROM departments WHERE code = 'build'")
	for code, unit := range map[string]int64{"edu": r.edu, "build": r.build} {
		for kind, queries := range unitQueries() {
			found := map[authtest.Relation]int64{}
			for relation, query := range queries {
				arguments := make([]any, strings.Count(query, "?"))
				for i := range arguments {
					arguments[i] = unit
				}
				if ids := p.ids(t, query+" LIMIT 1", arguments...); len(ids) > 0 {
					found[relation] = ids[0]
				}
			}
			for _, needed := range []authtest.Relation{authtest.Own, authtest.Other} {
				if found[needed] == 0 && code == "edu" {
					t.Fatalf("the demonstration has no row of %s that is %s for %s", kind, needed, code)
				}
			}
			r.byUnit[kind+"/"+code] = found
		}
	}
	for kind, query := range map[string]string{
		"projects": "SELECT id FROM projects", "milestones": "SELECT id FROM milestones", "reports": "SELECT id FROM reports",
		"livelihood-tasks": "SELECT id FROM livelihood_tasks", "indicators": "SELECT id FROM indicators",
		// Rows an allowed write may touch without harm to the other cells.
		"departments": "SELECT id FROM departments WHERE code = 'finance'", "posts": "SELECT id FROM posts",
		"users": "SELECT id FROM users WHERE username = 'supervisor.2'", "grants": "SELECT id FROM grants",
		"plans": "SELECT year FROM plan_years", "periods": "SELECT CAST(REPLACE(month, '-', '') AS SIGNED) FROM periods", "project-lists": "SELECT 1",
		"change-requests": "SELECT id FROM change_requests",
	} {
		r.any[kind] = p.id(t, query+" ORDER BY 1 LIMIT 1")
	}
	r.plantFiles(t, p)
	r.findAuthors(t, p)
	r.findAsks(t, p)
	r.findCanaries(t, p)
	return r
}

// unitQueries find, for each kind and relation, a row by facts; every ? is the unit.
func unitQueries() map[string]map[authtest.Relation]string {
	project := map[authtest.Relation]string{
		authtest.Own:   "p.lead_department_id = ?",
		authtest.Part:  "p.lead_department_id <> ? AND EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = p.id AND u.department_id = ?)",
		authtest.Other: "p.lead_department_id <> ? AND NOT EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = p.id AND u.department_id = ?)",
	}
	const involved = "(t.department_id = ? OR EXISTS (SELECT 1 FROM indicators x WHERE x.task_id = t.id AND x.department_id = ?))"
	queries := map[string]map[authtest.Relation]string{
		"projects": {}, "milestones": {}, "reports": {}, "change-requests": {},
		"livelihood-tasks": {
			authtest.Own:   "SELECT t.id FROM livelihood_tasks t WHERE t.department_id = ? ORDER BY t.id",
			authtest.Part:  "SELECT t.id FROM livelihood_tasks t WHERE t.department_id <> ? AND " + involved + " ORDER BY t.id",
			authtest.Other: "SELECT t.id FROM livelihood_tasks t WHERE NOT " + involved + " ORDER BY t.id",
		},
		"indicators": {
			authtest.Own: "SELECT i.id FROM indicators i WHERE i.department_id = ? ORDER BY i.id",
			// The unit leads the task. One that only answers for another indicator of it reads figures with the task, not the row:
			// where there is such a task, its row is the other one.
			authtest.Part: "SELECT i.id FROM indicators i JOIN livelihood_tasks t ON t.id = i.task_id WHERE i.department_id <> ? AND t.department_id = ? ORDER BY i.id",
			authtest.Other: "SELECT i.id FROM indicators i JOIN livelihood_tasks t ON t.id = i.task_id WHERE i.department_id <> ? AND t.department_id <> ?" +
				" ORDER BY CASE WHEN " + involved + " THEN 0 ELSE 1 END, i.id",
		},
	}
	for relation, condition := range project {
		queries["projects"][relation] = "SELECT p.id FROM projects p WHERE " + condition + " ORDER BY p.id"
		queries["milestones"][relation] = "SELECT m.id FROM milestones m JOIN projects p ON p.id = m.project_id WHERE " + condition + " ORDER BY m.id"
		queries["change-requests"][relation] = "SELECT c.id FROM change_requests c JOIN projects p ON p.id = c.project_id WHERE " + condition + " ORDER BY c.id"
		queries["reports"][relation] = "SELECT r.id FROM reports r JOIN milestones m ON m.id = r.milestone_id JOIN projects p ON p.id = m.project_id WHERE " +
			condition + " ORDER BY r.id"
	}
	return queries
}

// findAuthors notes who wrote which report.
func (r *rows) findAuthors(t *testing.T, p *program) {
	t.Helper()
	for _, username := range []string{"reporter.edu", "head.edu", "reporter.build"} {
		if found := p.ids(t, `SELECT r.id FROM reports r JOIN users u ON u.id = r.author_id WHERE u.username = ? AND r.milestone_id IS NOT NULL
			ORDER BY r.id LIMIT 1`, username); len(found) > 0 {
			r.written[username] = found[0]
			r.authors[found[0]] = username
		}
	}
	var all []struct {
		ID       int64
		Username string
	}
	err := p.db.Read(t.Context()).Raw("SELECT r.id, u.username FROM reports r JOIN users u ON u.id = r.author_id").Scan(&all).Error
	if err != nil {
		t.Fatal(err)
	}
	for _, report := range all {
		r.authors[report.ID] = report.Username
	}
}

// ask is what of a change request decides who may decide on it.
type ask struct{ author, lead, leader, route string }

// findAsks notes who asked for what.
func (r *rows) findAsks(t *testing.T, p *program) {
	t.Helper()
	var all []struct {
		ID                          int64
		Author, Lead, Leader, Route string
	}
	err := p.db.Read(t.Context()).Raw(`SELECT c.id, u.username AS author, d.code AS lead, COALESCE(h.username, '') AS leader, c.route FROM change_requests c
		JOIN users u ON u.id = c.author_id JOIN projects p ON p.id = c.project_id JOIN departments d ON d.id = p.lead_department_id
		LEFT JOIN post_holders ph ON ph.post_id = p.leader_post_id AND ph.to_on IS NULL LEFT JOIN users h ON h.id = ph.user_id`).Scan(&all).Error
	if err != nil {
		t.Fatal(err)
	}
	r.asks = map[int64]ask{}
	for _, a := range all {
		r.asks[a.ID] = ask{a.Author, a.Lead, a.Leader, a.Route}
	}
}

// decides says who decides on the request by its route; the policy alone says only who may decide at all.
func (a ask) decides(username, unit string) bool {
	switch {
	case a.author == username:
		return false
	case a.route == "meeting":
		return username == "supervisor"
	case a.route == "head" && username == "head.edu":
		return a.lead == unit
	}
	return a.leader == username
}

// findCanaries chooses an indicator of the education bureau in a task the construction bureau does not lead, if there is one
// where it answers for another indicator.
func (r *rows) findCanaries(t *testing.T, p *program) {
	t.Helper()
	r.canaryIndicator = p.id(t, `SELECT i.id FROM indicators i JOIN livelihood_tasks t ON t.id = i.task_id WHERE i.department_id = ?
		AND t.department_id <> ? ORDER BY CASE WHEN EXISTS (SELECT 1 FROM indicators x WHERE x.task_id = t.id AND x.department_id = ?) THEN 0 ELSE 1 END, i.id LIMIT 1`,
		r.edu, r.build, r.build)
}

// spareGrant makes a grant that may be taken away.
func (m *matrix) spareGrant(t *testing.T) int64 {
	t.Helper()
	m.serial++
	ctx := auth.AsSystem(t.Context())
	post, err := m.rooms.auth.CreatePost(ctx, auth.NewPost{Code: fmt.Sprintf("spare.%d", m.serial), Name: "空岗"})
	if err != nil {
		t.Fatal(err)
	}
	grant, err := m.rooms.auth.Grant(ctx, auth.NewGrant{PostID: post.ID, Role: auth.RoleReporter})
	if err != nil {
		t.Fatal(err)
	}
	return grant.ID
}

// quietTables change without anybody changing a row of the plan: sessions, the audit (refusals are recorded), leases.
func quietTable(name string) bool {
	switch name {
	case "audit_events", "audit_chains", "sessions", "leases", "change_slots", "login_addresses", "goose_db_version", "signing_keys":
		return true
	}
	return strings.HasPrefix(name, "sqlite_")
}

// fingerprint hashes every row of every other table.
func (m *matrix) fingerprint(t *testing.T) map[string]string {
	t.Helper()
	return m.prints(t, quietTable)
}

// prints hashes every row of every table that is not left out.
func (p *program) prints(t *testing.T, leftOut func(table string) bool) map[string]string {
	t.Helper()
	prints := map[string]string{}
	for _, table := range p.tables(t) {
		if leftOut(table) {
			continue
		}
		what, order := "*", "1, 2"
		if table == "period_items" { // frozen answers are megabytes: which there are, and how long each is
			what = "month, kind, item_id, row_version, colour, rule, LENGTH(body), LENGTH(english)"
			order = "1, 2, 3"
		}
		if table == "sessions" { // when they were last used is no state of anything
			what = "id, user_id, created_at, expires_at, refresh_hash, previous_hash, revoked_at, factor_at, proved_at"
		}
		rows, err := p.db.Read(t.Context()).Raw("SELECT " + what + " FROM " + table + " ORDER BY " + order).Rows()
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		sum, n := sha256.New(), 0
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		for rows.Next() {
			if err := rows.Scan(targets...); err != nil {
				t.Fatal(err)
			}
			n++
			fmt.Fprintln(sum, values...)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
		prints[table] = fmt.Sprintf("%d rows %x", n, sum.Sum(nil)[:6])
	}
	return prints
}

func (p *program) tables(t testing.TB) []string {
	t.Helper()
	query := "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
	if p.dialect != "sqlite" {
		query = "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name"
	}
	var names []string
	if err := p.db.Read(t.Context()).Raw(query).Scan(&names).Error; err != nil {
		t.Fatal(err)
	}
	return names
}
