package app

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// smokeEveryRead asks every GET operation as somebody who may, and looks at what no answer may lack.
func smokeEveryRead(t *testing.T, p *program) {
	r := findRows(t, p)
	for _, op := range p.Operations() {
		if op.Method != http.MethodGet {
			continue
		}
		kind, _, _ := strings.Cut(strings.TrimPrefix(op.Path, "/"), "/")
		for _, language := range []string{"zh-CN", "en"} {
			got := p.do(t, call{path: fill(op.Path, r.any[kind]) + recipes()[op.ID].query, as: p.reader(t, op),
				headers: map[string]string{"Accept-Language": language}})
			if op.ID == "getSetupChoices" { // only while there is no account
				if got.status != http.StatusConflict || got.code(t) != "already_set_up" {
					t.Errorf("%s: %d %.300s", op.ID, got.status, got.body)
				}
				continue
			}
			if got.status != http.StatusOK {
				t.Errorf("%s (%s): %d %.300s", op.ID, op.Path, got.status, got.body)
				continue
			}
			if op.Produces != "" { // a file
				stored := op.ID == "downloadFile" // whose kind is that of the file
				if !stored && !strings.HasPrefix(got.headers.Get("Content-Type"), op.Produces) || !strings.HasPrefix(got.headers.Get("Content-Disposition"), "attachment") {
					t.Errorf("%s: %v", op.ID, got.headers)
				}
			} else if !json.Valid(got.body) || strings.Contains(string(got.body), `"items":null`) {
				t.Errorf("%s: no good JSON: %.200s", op.ID, got.body)
			}
			checkHeaders(t, op.ID, httpapi.Base, got.headers)
		}
	}
}

// reader is a demonstration account that has the permission of the operation.
func (p *program) reader(t *testing.T, op httpapi.Operation) string {
	t.Helper()
	if op.Public {
		return ""
	}
	for username, role := range map[string]string{"supervisor": auth.RoleSupervisor, "reporter.edu": auth.RoleReporter, "leader.chief": auth.RoleChief,
		"auditor": auth.RoleAuditor, "sysadmin": auth.RoleSysadmin, "secadmin": auth.RoleSecadmin} {
		words := p.rooms.auth.Policy().RoleWords(role, op.Permission)
		if len(words) > 0 && !slices.Contains(words, auth.WordNone) && (slices.Contains(words, auth.WordAll) || op.Permission == auth.PermWorklistRead) {
			return username
		}
	}
	return "supervisor"
}

// TestTableDocumentRoutesAgree: the permission table, the OpenAPI document and what the router answers are one set.
func TestTableDocumentRoutesAgree(t *testing.T) {
	p := boot(t, false, database.SQLite)
	var document struct {
		Paths map[string]map[string]struct {
			OperationID string   `json:"operationId"`
			Permission  string   `json:"x-permission"`
			Scope       []string `json:"x-scope"`
		}
	}
	p.do(t, call{path: "/openapi.json"}).into(t, &document)
	documented := map[string]string{}
	for path, methods := range document.Paths {
		for method, op := range methods {
			documented[strings.ToUpper(method)+" "+path] = op.OperationID
		}
	}
	known := append(auth.Permissions(), "public")
	for _, route := range p.Routes() {
		name := route.Method + " " + strings.TrimPrefix(route.Path, httpapi.Base)
		if documented[name] != route.Operation {
			t.Errorf("%s is %q in the document and %q in the table", name, documented[name], route.Operation)
		}
		delete(documented, name)
		if !slices.Contains(known, route.Permission) {
			t.Errorf("%s has the permission %q, which does not exist", name, route.Permission)
		}
		if !route.Public && len(route.Scopes) == 0 {
			t.Errorf("%s: no role has %s", name, route.Permission)
		}
		if got := p.do(t, call{method: route.Method, path: fill(strings.TrimPrefix(route.Path, httpapi.Base), missingRow)}).status; !route.Public && got != http.StatusUnauthorized {
			t.Errorf("%s without signing in: %d, want 401", name, got)
		}
	}
	for name, operation := range documented {
		t.Errorf("%s (%s) is documented and not in the table", name, operation)
	}
	t.Logf("%d routes = operations of the document = lines of the permission table", len(p.Routes()))
}

// TestPermissionsAreUsed: a permission nobody asks for is a right that means nothing.
func TestPermissionsAreUsed(t *testing.T) {
	p := boot(t, false, database.SQLite)
	used := map[string]bool{
		auth.PermAuditAdminRead: true, // the narrower view of the audit operation
		auth.PermMilestonesEdit: true, // decided in the service: words, beside the contact
		auth.PermBoardNotes:     true, // decided in the read model: notes beside figures
	}
	for _, op := range p.Operations() {
		used[op.Permission] = true
	}
	for _, permission := range auth.Permissions() {
		if !used[permission] {
			t.Errorf("no operation asks for %s", permission)
		}
	}
}

// TestProbesPagesMetrics looks at what is not the API.
func TestProbesPagesMetrics(t *testing.T) {
	p := boot(t, false, database.SQLite)
	cases := []struct {
		url      string
		status   int
		contains string
	}{
		{p.URL() + "/livez", 200, `"ok"`},
		{p.URL() + "/readyz", 200, `"database"`},
		{p.URL() + "/", 200, "<html"},
		{p.URL() + "/milestones/12", 200, "<html"},
		{p.URL() + "/assets/gone-1234.js", 404, ""},
		{p.URL() + "/api/v1/nothing", 404, `"not_found"`},
		{p.URL() + "/api", 404, `"not_found"`},
		{p.URL() + "/metrics", 404, "not_found"}, // not here, and no page either
		{"http://" + p.metricsListener.Addr().String() + "/metrics", 200, "guatu_http_request_seconds"},
		{"http://" + p.metricsListener.Addr().String() + "/readyz", 200, `"schema"`},
	}
	for _, c := range cases {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.url, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := p.client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close() // read to its end
		if response.StatusCode != c.status || !strings.Contains(string(body), c.contains) {
			t.Errorf("%s: %d, want %d with %q\n%.200s", c.url, response.StatusCode, c.status, c.contains, body)
		}
		if strings.HasPrefix(c.url, p.URL()) && response.Header.Get("Content-Security-Policy") == "" {
			t.Errorf("%s has no Content-Security-Policy", c.url)
		}
	}
}
