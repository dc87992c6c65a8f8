package auth_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

const (
	loginURL   = "/api/v1/auth/login"
	refreshURL = "/api/v1/auth/refresh"
	logoutURL  = "/api/v1/auth/logout"
	meURL      = "/api/v1/me"
)

// signIn signs in over HTTP and returns access token and cookie.
func (w *world) signIn(t testing.TB, username string) (token, cookie string) {
	t.Helper()
	response := w.Do(t, apitest.Scenario{Method: http.MethodPost, URL: loginURL, Body: auth.LoginRequest{Username: username, Password: authtest.Password}})
	if response.Status != http.StatusOK {
		t.Fatalf("login %s: %d %s", username, response.Status, response.Body)
	}
	var answer auth.LoginAnswer
	response.JSON(t, &answer)
	return answer.AccessToken, cookieOf(t, response)
}

func cookieOf(t testing.TB, response *apitest.Response) string {
	t.Helper()
	parsed, err := http.ParseSetCookie(response.Headers.Get("Set-Cookie"))
	if err != nil {
		t.Fatalf("cookie %q: %v", response.Headers.Get("Set-Cookie"), err)
	}
	return parsed.Name + "=" + parsed.Value
}

func TestLoginAndMe(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		var token string
		w.Run(t,
			apitest.Scenario{Name: "right password", Method: http.MethodPost, URL: loginURL,
				Body:        auth.LoginRequest{Username: "head.edu", Password: authtest.Password},
				MustContain: []string{`"accessToken":`, `"expiresIn":600`, `"username":"head.edu"`, `"name":"教育局局长"`},
				After: func(t *testing.T, response *apitest.Response) {
					cookie := response.Headers.Get("Set-Cookie")
					for _, part := range []string{"guatu_refresh=", "Path=/api/v1/auth", "HttpOnly", "SameSite=Strict", "Max-Age=43200"} {
						if !strings.Contains(cookie, part) {
							t.Errorf("cookie lacks %s: %s", part, cookie)
						}
					}
					if strings.Contains(cookie, "Secure") {
						t.Errorf("Secure without TLS: %s", cookie)
					}
					var answer auth.LoginAnswer
					response.JSON(t, &answer)
					token = answer.AccessToken
				}},
			apitest.Scenario{Name: "wrong password", Method: http.MethodPost, URL: loginURL, Status: 401, Code: "bad_credentials",
				Body: auth.LoginRequest{Username: "head.edu", Password: "falsch falsch"}},
			apitest.Scenario{Name: "unknown user", Method: http.MethodPost, URL: loginURL, Status: 401, Code: "bad_credentials",
				Body: auth.LoginRequest{Username: "niemand", Password: "falsch falsch"}, MustNotContain: []string{"niemand"}},
			apitest.Scenario{Name: "unknown field", Method: http.MethodPost, URL: loginURL, Status: 422, MustNotContain: []string{"geheim"},
				Body: `{"username":"head.edu","password":"geheim","admin":true}`},
			apitest.Scenario{Name: "another site", Method: http.MethodPost, URL: loginURL, Status: 403, Code: "bad_origin",
				Headers: map[string]string{"Origin": "https://evil.example"}, Body: auth.LoginRequest{Username: "head.edu", Password: authtest.Password}},
			apitest.Scenario{Name: "without a token", URL: meURL, Status: 401, Code: "unauthorized"},
		)
		me := w.me(t, token)
		want := auth.Me{
			User:        auth.MeUser{ID: w.Users["head.edu"], Username: "head.edu", Name: "教育局局长"},
			Roles:       []string{"head"},
			Departments: []auth.DepartmentRef{{ID: w.Departments["edu"], Name: "教育局", ShortName: "教育局"}},
			LeaderPosts: []int64{},
		}
		edu := w.Departments["edu"]
		want.Posts = []auth.MePost{{ID: w.Posts["edu.head"], Code: "edu.head", Name: "教育局局长", DepartmentID: &edu, DepartmentName: "教育局", Role: "head"}}
		want.Permissions, want.Password = me.Permissions, me.Password
		if d := cmp.Diff(want, me); d != "" {
			t.Error(d)
		}
		if d := cmp.Diff([]string{"lead"}, me.Permissions["reports.approve"]); d != "" {
			t.Error(d)
		}
		if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'login.failed'"); n != 2 {
			t.Errorf("%d failed logins in the audit, want 2", n)
		}
		if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'login.ok' AND actor_id = ?", w.Users["head.edu"]); n != 1 {
			t.Errorf("%d logins in the audit, want 1", n)
		}
	})
}

// TestLockUnderParallelTries: 300 wrong tries at once, over three instances, evaluate at most five passwords.
func TestLockUnderParallelTries(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		instances := []*world{w, instance(t, db, w.clock), instance(t, db, w.clock)}
		ctx := context.Background()
		wrong := auth.Credentials{Username: "head.edu", Password: "ganz falsches Wort", IP: "10.0.0.1"}
		var refused atomic.Int64
		var wait sync.WaitGroup
		for i := range 300 {
			wait.Go(func() {
				if _, err := instances[i%3].service.Login(ctx, wrong); err != nil {
					refused.Add(1)
				}
			})
		}
		wait.Wait()
		evaluated := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'login.failed' AND after_state LIKE '%\"password\"%'")
		locked := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'login.locked'")
		t.Logf("300 parallel wrong tries over three instances: %d refused, %d evaluated, locked %d time(s)", refused.Load(), evaluated, locked)
		if refused.Load() != 300 || evaluated > 5 || evaluated < 1 || locked != 1 {
			t.Fatal("the lock does not hold")
		}
		right := auth.LoginRequest{Username: "head.edu", Password: authtest.Password}
		w.Run(t,
			apitest.Scenario{Name: "locked: the right password gets the same answer", Method: http.MethodPost, URL: loginURL, Body: right,
				Status: 401, Code: "bad_credentials", Before: func(*testing.T) { w.clock.advance(time.Minute) }},
			apitest.Scenario{Name: "after the lock the right password is right", Method: http.MethodPost, URL: loginURL, Body: right,
				Before: func(*testing.T) { w.clock.advance(15 * time.Minute) }},
		)
		if n := w.count(t, "SELECT failed_logins FROM users WHERE username = 'head.edu'"); n != 0 {
			t.Errorf("%d failures remembered after a success", n)
		}
	})
}

// TestRightPasswordInParallel: many people at one account (a demonstration) must not lock each other out.
func TestRightPasswordInParallel(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	var wait sync.WaitGroup
	for range 12 {
		wait.Go(func() {
			if _, err := w.service.Login(context.Background(), auth.Credentials{Username: "supervisor", Password: authtest.Password}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func TestUnlockAndSecondLock(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	wrong := auth.LoginRequest{Username: "reporter.edu", Password: "ganz falsches Wort"}
	fail := func(t *testing.T) {
		t.Helper()
		for range 5 {
			if r := w.Do(t, apitest.Scenario{Method: http.MethodPost, URL: loginURL, Body: wrong}); r.Status != 401 {
				t.Fatalf("status %d", r.Status)
			}
		}
		w.clock.advance(5 * time.Second)
	}
	fail(t)
	unlock := "/api/v1/users/" + id(w.Users["reporter.edu"]) + "/unlock"
	right := auth.LoginRequest{Username: "reporter.edu", Password: authtest.Password}
	w.Run(t,
		apitest.Scenario{Name: "the list says locked", Actor: "sysadmin", URL: "/api/v1/users?q=reporter.edu", MustContain: []string{`"lockedUntil":"2`}},
		apitest.Scenario{Name: "sysadmin may not unlock", Actor: "sysadmin", Method: http.MethodPost, URL: unlock, Key: "u1", Status: 403},
		apitest.Scenario{Name: "secadmin unlocks", Actor: "secadmin", Method: http.MethodPost, URL: unlock, Key: "u2", MustContain: []string{`"lockedUntil":null`}},
		apitest.Scenario{Name: "and the account can sign in", Method: http.MethodPost, URL: loginURL, Body: right},
	)
	fail(t)
	w.clock.advance(16 * time.Minute)
	for i := range 4 { // the lock is over: counting starts anew
		w.Do(t, apitest.Scenario{Method: http.MethodPost, URL: loginURL, Body: wrong})
		if n := w.count(t, "SELECT failed_logins FROM users WHERE username = 'reporter.edu'"); n != i+1 {
			t.Errorf("%d failures counted, want %d", n, i+1)
		}
	}
}

func TestSessionEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		other := instance(t, db, w.clock)
		ended := func(name, token string) {
			t.Helper()
			for _, at := range []*world{w, other} { // at once, on every instance
				at.Run(t, apitest.Scenario{Name: name, URL: meURL, Token: token, Status: 401, Code: "session_ended"})
			}
		}
		token, cookie := w.signIn(t, "reporter.edu")
		w.Run(t, apitest.Scenario{Name: "logout", Method: http.MethodPost, URL: logoutURL, Status: 204, Headers: map[string]string{"Cookie": cookie}})
		ended("after logout", token)
		w.Run(t, apitest.Scenario{Name: "logout twice is no fault", Method: http.MethodPost, URL: logoutURL, Status: 204, Headers: map[string]string{"Cookie": cookie}})

		token, _ = w.signIn(t, "reporter.edu")
		w.Run(t, apitest.Scenario{Name: "logout by token", Method: http.MethodPost, URL: logoutURL, Status: 204, Token: token})
		ended("after logout by token", token)

		token, cookie = w.signIn(t, "reporter.edu.disabled")
		w.Run(t, apitest.Scenario{Name: "still good", URL: meURL, Token: token})
		authtest.Disable(t, w.service, w.Users["reporter.edu.disabled"])
		ended("disabled", token)
		w.Run(t,
			apitest.Scenario{Name: "disabled: no refresh", Method: http.MethodPost, URL: refreshURL, Headers: map[string]string{"Cookie": cookie}, Status: 401, Code: "session_ended"},
			apitest.Scenario{Name: "disabled: no login", Method: http.MethodPost, URL: loginURL, Status: 401, Code: "bad_credentials",
				Body: auth.LoginRequest{Username: "reporter.edu.disabled", Password: authtest.Password}})

		token, _ = w.signIn(t, "head.build")
		must[auth.OneTimePassword](t)(w.service.ResetPassword(system(), w.Users["head.build"]))
		ended("after a password reset", token)

		token, cookie = w.signIn(t, "auditor")
		w.clock.advance(9 * time.Minute)
		w.Run(t, apitest.Scenario{Name: "in use", URL: meURL, Token: token})
		w.clock.advance(2 * time.Minute)
		w.Run(t, apitest.Scenario{Name: "token too old", URL: meURL, Token: token, Status: 401, Code: "token_invalid"})
		w.clock.advance(29 * time.Minute)
		w.Run(t, apitest.Scenario{Name: "idle too long", Method: http.MethodPost, URL: refreshURL, Headers: map[string]string{"Cookie": cookie}, Status: 401, Code: "session_ended"})
	})
}

func TestRefreshRotatesAndReuseKills(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		_, first := w.signIn(t, "leader.edu")
		refresh := func(cookie string) *apitest.Response {
			return w.Do(t, apitest.Scenario{Method: http.MethodPost, URL: refreshURL, Headers: map[string]string{"Cookie": cookie}})
		}
		response := refresh(first)
		if response.Status != 200 {
			t.Fatalf("refresh: %d %s", response.Status, response.Body)
		}
		var answer auth.LoginAnswer
		response.JSON(t, &answer)
		second := cookieOf(t, response)
		before := first
		if second == first {
			t.Fatal("the cookie did not change")
		}
		w.Run(t,
			apitest.Scenario{Name: "new token", URL: meURL, Token: answer.AccessToken},
			apitest.Scenario{Name: "from another site", Method: http.MethodPost, URL: refreshURL, Status: 403, Code: "bad_origin",
				Headers: map[string]string{"Cookie": second, "Sec-Fetch-Site": "cross-site"}},
			apitest.Scenario{Name: "logout from another site", Method: http.MethodPost, URL: logoutURL, Status: 403, Code: "bad_origin",
				Headers: map[string]string{"Cookie": second, "Origin": "null"}},
			apitest.Scenario{Name: "from our own page", Method: http.MethodPost, URL: refreshURL,
				Headers: map[string]string{"Cookie": second, "Sec-Fetch-Site": "same-origin", "Origin": "http://example.com"},
				After:   func(t *testing.T, r *apitest.Response) { before, second = second, cookieOf(t, r) }},
			apitest.Scenario{Name: "no cookie", Method: http.MethodPost, URL: refreshURL, Status: 401, Code: "session_ended"},
			apitest.Scenario{Name: "nonsense", Method: http.MethodPost, URL: refreshURL, Status: 401, Headers: map[string]string{"Cookie": "guatu_refresh=a.b"}},
		)
		name, _, _ := strings.Cut(second, ".") // guatu_refresh=ID
		w.Run(t,
			apitest.Scenario{Name: "the id alone", Method: http.MethodPost, URL: refreshURL, Status: 401, Code: "session_ended", Headers: map[string]string{"Cookie": name + ".x"}},
			apitest.Scenario{Name: "ends nothing", URL: meURL, Token: answer.AccessToken},
			apitest.Scenario{Name: "reuse of the one before", Method: http.MethodPost, URL: refreshURL, Status: 401, Code: "session_ended", Headers: map[string]string{"Cookie": before}},
			apitest.Scenario{Name: "the session is dead for the thief too", Method: http.MethodPost, URL: refreshURL, Status: 401, Headers: map[string]string{"Cookie": second}},
			apitest.Scenario{Name: "and its access token", URL: meURL, Token: answer.AccessToken, Status: 401, Code: "session_ended"},
		)
		if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'session.reused'"); n != 1 {
			t.Errorf("reuse recorded %d times", n)
		}
	})
}

func TestParallelRefreshGivesOneSession(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		signed := must[auth.Signed](t)(w.service.Login(context.Background(), auth.Credentials{Username: "auditor", Password: authtest.Password}))
		var ok atomic.Int64
		var wait sync.WaitGroup
		for range 10 {
			wait.Go(func() {
				if _, err := w.service.Refresh(context.Background(), signed.Refresh); err == nil {
					ok.Add(1)
				}
			})
		}
		wait.Wait()
		if ok.Load() != 1 {
			t.Errorf("one cookie was good %d times", ok.Load())
		}
	})
}

// TestTechnicalErrorsUseUpNoTry: only a password that was looked at counts.
func TestTechnicalErrorsUseUpNoTry(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		right := auth.LoginRequest{Username: "head.edu", Password: authtest.Password}
		w.Run(t, apitest.Scenario{Name: "a browser that sends no UTF-8", Method: http.MethodPost, URL: loginURL, Body: right,
			Headers: map[string]string{"User-Agent": "Mozilla \xff\xfe\xc3"}})
		var kept string
		if err := db.Read(context.Background()).Raw("SELECT password_hash FROM users WHERE username = 'head.edu'").Row().Scan(&kept); err != nil {
			t.Fatal(err)
		}
		hash := func(value string) {
			t.Helper()
			if err := db.Tx(context.Background(), txFunc("UPDATE users SET password_hash = ? WHERE username = 'head.edu'", value)); err != nil {
				t.Fatal(err)
			}
		}
		hash("$argon2id$damaged")
		for range 7 {
			w.Run(t, apitest.Scenario{Name: "damaged", Method: http.MethodPost, URL: loginURL, Body: right, Status: 500})
		}
		hash(kept)
		if n := w.count(t, "SELECT failed_logins + locked_until FROM users WHERE username = 'head.edu'"); n != 0 {
			t.Errorf("%d tries counted or locked", n)
		}
		w.Run(t, apitest.Scenario{Name: "repaired", Method: http.MethodPost, URL: loginURL, Body: right})
	})
}

// TestUserNamesAreExact: MySQL compares without case and trailing spaces, people's accounts do not.
func TestUserNamesAreExact(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		for _, name := range []string{"supervisor ", "Supervisor", "SUPERVISOR", "supervisör", " supervisor"} {
			w.Run(t, apitest.Scenario{Name: name, Method: http.MethodPost, URL: loginURL, Body: auth.LoginRequest{Username: name, Password: authtest.Password},
				Status: 401, Code: "bad_credentials"})
		}
		if n := w.count(t, "SELECT failed_logins FROM users WHERE username = 'supervisor'"); n != 0 {
			t.Errorf("%d tries counted for somebody else", n)
		}
		w.signIn(t, "supervisor")
	})
}

// TestJunkWritesNothing: what nobody signed in sends must not take the writer from others, and a loop of refusals must not
// fill the audit.
func TestJunkWritesNothing(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	token, cookie := w.signIn(t, "reporter.edu")
	name, _, _ := strings.Cut(cookie, ".")
	mark := func() int64 { return must[int64](t)(w.db.ChangeMark(context.Background())) }
	before := mark()
	for _, junk := range []string{"guatu_refresh=a.b", name + ".x", "guatu_refresh=x"} {
		w.Run(t,
			apitest.Scenario{Name: "refresh", Method: http.MethodPost, URL: refreshURL, Status: 401, Headers: map[string]string{"Cookie": junk}},
			apitest.Scenario{Name: "logout", Method: http.MethodPost, URL: logoutURL, Status: 204, Headers: map[string]string{"Cookie": junk}})
	}
	if n := mark() - before; n != 0 {
		t.Errorf("junk opened %d write transactions", n)
	}
	kept := func() int { return w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'access.refused'") }
	for range 5 {
		w.Run(t, apitest.Scenario{Name: "refused", Token: token, URL: "/api/v1/users", Status: 403},
			apitest.Scenario{Name: "another operation", Token: token, URL: "/api/v1/grants", Status: 403})
	}
	if n := kept(); n != 2 {
		t.Errorf("%d refusals kept, want one for each operation", n)
	}
	w.clock.advance(time.Minute)
	w.Run(t, apitest.Scenario{Name: "the next minute", Token: token, URL: "/api/v1/users", Status: 403})
	if n := kept(); n != 3 {
		t.Errorf("%d refusals kept, want 3", n)
	}
}
