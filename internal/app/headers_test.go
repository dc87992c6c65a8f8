package app

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// securityHeaders are on every answer of the program, whatever was asked and whatever became of it.
var securityHeaders = map[string]string{
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

// checkHeaders says what an answer lacks: the headers above, a policy that lets no foreign and no inline script or style in, a
// request id, and below /api the word that nobody may keep a copy.
func checkHeaders(t *testing.T, name, path string, h http.Header) {
	t.Helper()
	for header, want := range securityHeaders {
		if got := h.Values(header); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %s is %q, want %q", name, header, got, want)
		}
	}
	policy := h.Values("Content-Security-Policy")
	if len(policy) != 1 || !strings.Contains(policy[0], "default-src 'none'") || strings.Contains(policy[0], "unsafe") || strings.Contains(policy[0], "*") {
		t.Errorf("%s: Content-Security-Policy %q", name, policy)
	}
	if h.Get("X-Request-Id") == "" {
		t.Errorf("%s: no X-Request-Id", name)
	}
	if strings.HasPrefix(path, "/api") && h.Get("Cache-Control") != "no-store" {
		t.Errorf("%s: Cache-Control %q", name, h.Get("Cache-Control"))
	}
	if h.Get("Cache-Control") == "" {
		t.Errorf("%s: says nothing about copies", name)
	}
	for _, header := range []string{"Server", "X-Powered-By", "Access-Control-Allow-Origin"} {
		if h.Get(header) != "" {
			t.Errorf("%s: %s %q", name, header, h.Get(header))
		}
	}
}

// TestHeadersOnEveryAnswer asks every operation without signing in, with a broken body and by a wrong method, and what is no
// operation. Answers of 200 are looked at where every read is asked (smokeEveryRead).
func TestHeadersOnEveryAnswer(t *testing.T) {
	p := boot(t, false, database.SQLite)
	answers, statuses := 0, map[int]int{}
	ask := func(method, path string, change func(*http.Request)) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, p.URL()+path, strings.NewReader("{"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		if change != nil {
			change(r)
		}
		answer, err := p.client.Do(r)
		if err != nil {
			t.Fatalf("%s %s: %v", method, path, err)
		}
		_ = answer.Body.Close()
		answers++
		statuses[answer.StatusCode]++
		checkHeaders(t, fmt.Sprint(method, " ", cutName(path), " ", answer.StatusCode), path, answer.Header)
	}
	for _, op := range p.Operations() {
		path := httpapi.Base + fill(op.Path, missingRow)
		ask(op.Method, path, nil)
		ask(op.Method, path, func(r *http.Request) { r.Header.Set("Authorization", "Bearer forged.forged.forged") })
		ask("TRACE", path, nil)
		ask(http.MethodOptions, path, nil)
	}
	for _, path := range []string{"/", "/projects", "/index.html", "/assets/gone.js", "/assets/gone.map", "/livez", "/readyz", "/api", "/api/v1/nothing", "/API/v1/x",
		httpapi.Base + "/openapi.json", httpapi.Base + "/me?x=" + strings.Repeat("x", 9000)} {
		ask(http.MethodGet, path, nil)
		ask(http.MethodHead, path, func(r *http.Request) { r.Body = http.NoBody; r.ContentLength = 0 })
		ask(http.MethodPost, path, nil)
	}
	t.Logf("%d answers of %d operations and the pages, by status %v", answers, len(p.Operations()), statuses)
}

func cutName(path string) string { return path[:min(len(path), 60)] }
