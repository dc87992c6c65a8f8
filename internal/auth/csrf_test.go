package auth_test

import (
	"net/http"
	"testing"

	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

// TestOtherSitesDoNothing: what lives on the refresh cookie is refused to everything a page of another site can make a browser
// send: a form, a form that looks like JSON, a script without the header of our pages, a frame with an opaque origin. Nothing
// is changed by any of them, and the same request of our own page goes through.
func TestOtherSitesDoNothing(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	_, cookie := w.signIn(t, "auditor")
	login := auth.LoginRequest{Username: "head.edu", Password: authtest.Password}
	tricks := []struct {
		name    string
		headers map[string]string
		body    any
	}{
		{"form of another site", map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site", "Content-Type": "application/x-www-form-urlencoded", "X-Guatu-Client": ""}, "username=head.edu&password=x"},
		{"form of an old browser", map[string]string{"Content-Type": "application/x-www-form-urlencoded", "X-Guatu-Client": ""}, "username=head.edu&password=x"},
		{"multipart form", map[string]string{"Origin": "https://evil.example", "Content-Type": "multipart/form-data; boundary=x", "X-Guatu-Client": ""}, "--x--"},
		{"text that is JSON", map[string]string{"Origin": "https://evil.example", "Content-Type": "text/plain", "X-Guatu-Client": ""}, login},
		{"text that is JSON, old browser", map[string]string{"Content-Type": "text/plain", "X-Guatu-Client": ""}, login},
		{"without the header", map[string]string{"Sec-Fetch-Site": "same-origin", "X-Guatu-Client": ""}, login},
		{"another site, with the header", map[string]string{"Origin": "https://evil.example"}, login},
		{"a sibling of the same site", map[string]string{"Sec-Fetch-Site": "same-site"}, login},
		{"an opaque origin", map[string]string{"Origin": "null"}, login},
	}
	state := func() int {
		return w.count(t, "SELECT COUNT(*) FROM sessions") + 1000*w.count(t, "SELECT COUNT(*) FROM sessions WHERE revoked_at <> 0 OR previous_hash <> ''") +
			1_000_000*w.count(t, "SELECT COALESCE(SUM(failed_logins), 0) FROM users")
	}
	before, passed := state(), 0
	for _, trick := range tricks {
		for _, url := range []string{loginURL, refreshURL, logoutURL} {
			trick.headers["Cookie"] = cookie
			body := trick.body
			if url != loginURL && trick.headers["Content-Type"] == "" {
				body = nil
			}
			got := w.Do(t, apitest.Scenario{Method: http.MethodPost, URL: url, Headers: trick.headers, Body: body})
			if got.Status < 400 || got.Headers.Get("Set-Cookie") != "" {
				passed++
				t.Errorf("%s at %s: %d %s", trick.name, url, got.Status, got.Body)
			}
		}
	}
	if after := state(); after != before {
		t.Errorf("sessions or failures changed: %d, before %d", after, before)
	}
	t.Logf("%d requests of other sites, %d passed", 3*len(tricks), passed)
	own := map[string]string{"Origin": "http://example.com", "Sec-Fetch-Site": "same-origin", "Cookie": cookie}
	w.Run(t, apitest.Scenario{Name: "our own page", Method: http.MethodPost, URL: refreshURL, Headers: own, MustContain: []string{"accessToken"}})
	for _, method := range []string{http.MethodOptions, http.MethodGet} {
		got := w.Do(t, apitest.Scenario{Method: method, URL: refreshURL, Headers: map[string]string{"Origin": "https://evil.example", "Access-Control-Request-Headers": "x-guatu-client"}})
		if got.Headers.Get("Access-Control-Allow-Origin") != "" || got.Headers.Get("Access-Control-Allow-Headers") != "" {
			t.Errorf("%s allows another site to send the header: %v", method, got.Headers)
		}
	}
}
