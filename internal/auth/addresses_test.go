package auth_test

import (
	"net/http"
	"testing"
	"time"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
)

// limitedWorld is a district whose administrators come from an office, and whose supervision comes from two networks; a
// proxy at 192.0.2.1 is trusted.
func limitedWorld(t *testing.T, db *database.DB) *world {
	t.Helper()
	open := newWorld(t, db)
	settings := testSettings(t)
	settings.AllowFrom = []string{"administrators=10.1.2.0/24", "administrators=2001:db8:12::/48", "supervisor=::ffff:10.9.0.0/112", "supervisor=203.0.113.7"}
	limited := instanceWith(t, db, open.clock, settings, serverSecret())
	limited.District = open.District
	api := httpapi.New(httpapi.Options{DB: db, Authenticate: limited.service.AuthenticateRequest, Authorize: limited.service.AuthorizeOperation,
		ScopeOf: limited.service.Policy().ScopeWords, OnError: limited.service.RecordRefusal, RateLimit: -1, RatePublic: -1, TrustedProxies: []string{"192.0.2.1"}})
	limited.service.Register(api)
	limited.Suite = apitest.Suite{Handler: api, Token: func(t testing.TB, actor string) string { return authtest.Token(t, open.service, actor) }}
	return limited
}

// from is a request that arrives over the connection of an address, with what it says of itself.
func from(remote string, headers map[string]string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.RemoteAddr = remote
		for name, value := range headers {
			r.Header.Set(name, value)
		}
		h.ServeHTTP(w, r)
	})
}

// TestAllowedAddresses: a role that is limited is refused from elsewhere at the door and at every request, whatever the request
// says of where it comes from; other roles come from everywhere.
func TestAllowedAddresses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := limitedWorld(t, db)
		tokens := map[string]string{}
		for _, name := range []string{"sysadmin", "secadmin", "supervisor", "reporter.edu"} {
			tokens[name] = w.Token(t, name)
		}
		proxied := func(hops string) map[string]string { return map[string]string{"X-Forwarded-For": hops} }
		cases := []struct {
			name, who, remote string
			headers           map[string]string
			allowed           bool
		}{
			{"the office", "sysadmin", "10.1.2.77:4000", nil, true},
			{"next door", "sysadmin", "10.1.3.1:4000", nil, false},
			{"the office, IPv4 written as IPv6", "sysadmin", "[::ffff:10.1.2.77]:4000", nil, true},
			{"elsewhere, IPv4 written as IPv6", "sysadmin", "[::ffff:10.1.3.1]:4000", nil, false},
			{"IPv6 of the office", "secadmin", "[2001:db8:12:4::9]:4000", nil, true},
			{"IPv6 of somebody else", "secadmin", "[2001:db8:13::9]:4000", nil, false},
			{"link-local with a zone", "secadmin", "[fe80::1%eth0]:4000", nil, false},
			{"a made-up header", "sysadmin", "10.1.3.1:4000", proxied("10.1.2.77"), false},
			{"a made-up header, many hops", "sysadmin", "10.1.3.1:4000", proxied("10.1.2.77, 192.0.2.1"), false},
			{"other made-up headers", "sysadmin", "10.1.3.1:4000", map[string]string{"X-Real-Ip": "10.1.2.77", "Forwarded": "for=10.1.2.77", "True-Client-Ip": "10.1.2.77"}, false},
			{"over the proxy from the office", "sysadmin", "192.0.2.1:4000", proxied("10.1.2.77"), true},
			{"over the proxy from elsewhere", "sysadmin", "192.0.2.1:4000", proxied("10.1.3.1"), false},
			{"over the proxy, the office only told of", "sysadmin", "192.0.2.1:4000", proxied("10.1.2.77, 10.1.3.1"), false},
			{"over the proxy without a word", "sysadmin", "192.0.2.1:4000", nil, false},
			{"a network written as IPv6", "supervisor", "10.9.44.1:4000", nil, true},
			{"a single address", "supervisor", "203.0.113.7:4000", nil, true},
			{"neither", "supervisor", "203.0.113.8:4000", nil, false},
			{"a role without a limit", "reporter.edu", "203.0.113.8:4000", nil, true},
		}
		for _, c := range cases {
			there := apitest.Suite{Handler: from(c.remote, c.headers, w.Handler), Token: w.Token}
			ask, login := apitest.Scenario{Name: c.name + ": request", URL: meURL, Token: tokens[c.who]},
				apitest.Scenario{Name: c.name + ": login", Method: http.MethodPost, URL: loginURL, Body: auth.LoginRequest{Username: c.who, Password: authtest.Password}}
			if !c.allowed {
				ask.Status, ask.Code, login.Status, login.Code = 403, "address_not_allowed", 403, "address_not_allowed"
			}
			there.Run(t, ask, login)
			w.clock.advance(time.Second)
		}
	})
}

// TestAddressRefusalsTellNothing: who does not know the password learns nothing of a role, a refusal locks nobody, is in the
// audit, and keeps a stolen cookie from being renewed.
func TestAddressRefusalsTellNothing(t *testing.T) {
	w := limitedWorld(t, dbtest.New(t, database.SQLite))
	office := apitest.Suite{Handler: from("10.1.2.3:4000", nil, w.Handler), Token: w.Token}
	outside := apitest.Suite{Handler: from("198.51.100.1:4000", nil, w.Handler), Token: w.Token}
	right, wrong := auth.LoginRequest{Username: "sysadmin", Password: authtest.Password}, auth.LoginRequest{Username: "sysadmin", Password: "ganz falsches Wort"}
	signed := office.Do(t, apitest.Scenario{Method: http.MethodPost, URL: loginURL, Body: right})
	cookie := map[string]string{"Cookie": cookieOf(t, signed)}
	outside.Run(t, apitest.Scenario{Name: "wrong password", Method: http.MethodPost, URL: loginURL, Body: wrong, Status: 401, Code: "bad_credentials"})
	for range 6 {
		outside.Run(t, apitest.Scenario{Name: "right password", Method: http.MethodPost, URL: loginURL, Body: right, Status: 403, Code: "address_not_allowed"})
	}
	outside.Run(t, apitest.Scenario{Name: "stolen cookie", Method: http.MethodPost, URL: refreshURL, Headers: cookie, Status: 403, Code: "address_not_allowed"})
	office.Run(t,
		apitest.Scenario{Name: "the cookie is good where it belongs", Method: http.MethodPost, URL: refreshURL, Headers: cookie},
		apitest.Scenario{Name: "nobody was locked", Method: http.MethodPost, URL: loginURL, Body: right})
	token := w.Token(t, "secadmin")
	outside.Run(t, apitest.Scenario{Name: "a request", URL: "/api/v1/grants", Token: token, Status: 403, Code: "address_not_allowed"})
	for like, want := range map[string]int{`%"reason":"address"%`: 6, `%"refresh"%address_not_allowed%`: 1, `%"listGrants"%address_not_allowed%`: 1} {
		if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE after_state LIKE ?", like); n != want {
			t.Errorf("%d records like %s, want %d", n, like, want)
		}
	}
}

// TestAllowFromIsChecked: a setting that limits nobody by a slip of the pen does not start.
func TestAllowFromIsChecked(t *testing.T) {
	db := dbtest.New(t, database.SQLite)
	w := newWorld(t, db)
	for _, c := range []struct {
		entries []string
		starts  bool
		limited bool
	}{
		{nil, true, false},
		{[]string{"administrators=10.0.0.0/8"}, true, true},
		{[]string{"sysadmin=10.0.0.0/8", "secadmin=10.0.0.0/8"}, true, false},
		{[]string{"sysadmin=10.0.0.0/8", "secadmin=::1", "auditadmin=10.0.0.1"}, true, true},
		{[]string{"administrator=10.0.0.0/8"}, false, false},
		{[]string{"10.0.0.0/8"}, false, false},
		{[]string{"sysadmin=10.0.0.300"}, false, false},
		{[]string{"sysadmin=::ffff:0:0/90"}, false, false},
	} {
		settings := testSettings(t)
		settings.AllowFrom = c.entries
		service, err := auth.New(t.Context(), auth.Options{DB: db, Clock: w.clock, Audit: audit.New(nil), Config: settings, Policy: policy(t), Cost: auth.Cost{MemoryKiB: 64, Passes: 1}})
		if (err == nil) != c.starts {
			t.Errorf("%v: %v", c.entries, err)
		}
		if err == nil && service.AdministratorsLimited() != c.limited {
			t.Errorf("%v limits the administrators: %v", c.entries, !c.limited)
		}
	}
}
