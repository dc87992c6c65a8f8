package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// readsChangeNothing: every GET of the operation table, as somebody who may and as supervision, leaves every row of the whole
// database as it was. What is declared: a read notes when the session was last used (and with it that something was written),
// and exports and downloads leave a record in the audit.
//
// To see it fail, let a read of one room set a column, contact_name of a project for instance.
func readsChangeNothing(t *testing.T, p *program) {
	declared := func(table string) bool {
		return strings.HasPrefix(table, "sqlite_") || slices.Contains([]string{"audit_events", "audit_chains", "leases", "change_slots"}, table)
	}
	r, asked := findRows(t, p), 0
	for _, username := range []string{"supervisor", "reporter.edu", "leader.chief", "auditor", "sysadmin", "secadmin"} {
		p.token(t, username) // signing in is no read
	}
	before, newest := p.prints(t, declared), p.id(t, "SELECT COALESCE(MAX(id), 0) FROM audit_events")
	for _, op := range p.Operations() {
		if op.Method != http.MethodGet {
			continue
		}
		kind, _, _ := strings.Cut(strings.TrimPrefix(op.Path, "/"), "/")
		for _, username := range []string{p.reader(t, op), "supervisor"} {
			p.do(t, call{path: fill(op.Path, r.any[kind]) + recipes()[op.ID].query, as: username})
			asked++
		}
	}
	after := p.prints(t, declared)
	for table, rows := range before {
		if after[table] != rows {
			t.Errorf("reading changed %s: %s, before %s", table, after[table], rows)
		}
	}
	var actions []string
	if err := p.db.Read(t.Context()).Raw("SELECT DISTINCT action FROM audit_events WHERE id > ? ORDER BY action", newest).Scan(&actions).Error; err != nil {
		t.Fatal(err)
	}
	for _, action := range actions {
		if !strings.HasPrefix(action, "export.") && !strings.HasSuffix(action, ".export") && action != "file.download" && action != "access.refused" {
			t.Errorf("reading left a record of %s", action)
		}
	}
	t.Logf("%d reads; %d tables as they were; records of %v", asked, len(before), actions)
}
