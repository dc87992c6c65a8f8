package auth_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

const (
	ownURL = "/api/v1/me/password"
	own    = "我自己的新口令 2017"
)

func change(name, token, current, next string) apitest.Scenario {
	return apitest.Scenario{Name: name, Token: token, Method: http.MethodPost, URL: ownURL, Body: auth.PasswordChange{Current: current, New: next}}
}

func refused(s apitest.Scenario, status int, code string, contains ...string) apitest.Scenario {
	s.Status, s.Code, s.MustContain = status, code, contains
	return s
}

func TestOwnPassword(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		here, elsewhere := authtest.Token(t, w.service, "leader.edu"), authtest.Token(t, w.service, "leader.edu")
		w.Run(t,
			refused(change("nobody", "", authtest.Password, own), 401, "unauthorized"),
			refused(change("the same", here, authtest.Password, authtest.Password), 422, "invalid", `"field":"new"`, `"code":"same"`),
			refused(change("too short", here, authtest.Password, "kurz"), 422, "invalid", `"field":"new"`, `"code":"short"`),
			refused(change("the user name in it", here, authtest.Password, "xx-leader.edu-xx"), 422, "invalid", `"code":"username"`),
			refused(change("a common one", here, authtest.Password, "password123456"), 422, "invalid", `"code":"common"`),
			refused(change("not the current one", here, "falsch falsch falsch", own), 422, "invalid", `"field":"current"`, `"code":"wrong"`),
		)
		if n := w.count(t, "SELECT failed_logins FROM users WHERE username = 'leader.edu'"); n != 1 {
			t.Errorf("%d failures are counted, want that of the wrong password", n)
		}
		done := change("changed", here, authtest.Password, own)
		done.Status = 204
		w.Run(t, done,
			apitest.Scenario{Name: "one's own session stays", Token: here, URL: "/api/v1/me", MustContain: []string{`"mustChangePassword":false`}},
			apitest.Scenario{Name: "the others end", Token: elsewhere, URL: "/api/v1/me", Status: 401, Code: "session_ended"},
			apitest.Scenario{Name: "the old one opens nothing", Method: http.MethodPost, URL: loginURL, Status: 401, Body: auth.LoginRequest{Username: "leader.edu", Password: authtest.Password}},
			apitest.Scenario{Name: "the new one does", Method: http.MethodPost, URL: loginURL, Body: auth.LoginRequest{Username: "leader.edu", Password: own}},
		)
		if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'user.changePassword' AND entity_id = ? AND actor_id = ?", w.Users["leader.edu"], w.Users["leader.edu"]); n != 1 {
			t.Errorf("%d records of one change", n)
		}
	})
}

// TestOwnPasswordIsNoWayToGuess: a session left open is locked like a login.
func TestOwnPasswordIsNoWayToGuess(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		token := authtest.Token(t, w.service, "leader.edu")
		for range 5 {
			w.Run(t, refused(change("wrong", token, "falsch falsch falsch", own), 422, "invalid"))
		}
		w.Run(t,
			refused(change("even the right one", token, authtest.Password, own), 429, "password_locked"),
			apitest.Scenario{Name: "nor by a login", Method: http.MethodPost, URL: loginURL, Status: 401, Body: auth.LoginRequest{Username: "leader.edu", Password: authtest.Password}})
		w.clock.advance(15 * time.Minute)
		done := change("after the lock", authtest.Token(t, w.service, "leader.edu"), authtest.Password, own)
		done.Status = 204
		w.Run(t, done)
	})
}

func TestOneTimePassword(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		login := func(name, username, password string, status int, code string) apitest.Scenario {
			return apitest.Scenario{Name: name, Method: http.MethodPost, URL: loginURL, Status: status, Code: code, Body: auth.LoginRequest{Username: username, Password: password}}
		}
		made := must[auth.CreatedUser](t)(w.service.CreateUserOnce(system(), auth.NewUser{Username: "wang.wu", Name: "王五"}))
		if !made.ValidUntil.Equal(w.clock.Now().Add(24*time.Hour)) || made.OneTimeUntil == nil || len(made.OneTimePassword) < 16 {
			t.Fatalf("%+v", made)
		}
		w.clock.advance(24*time.Hour - time.Second)
		w.Run(t, login("in time", "wang.wu", made.OneTimePassword, 200, ""))
		w.clock.advance(time.Second)
		w.Run(t, login("after 24 hours", "wang.wu", made.OneTimePassword, 401, "one_time_expired"),
			login("a wrong one learns nothing of that", "wang.wu", "falsch falsch falsch", 401, "bad_credentials"))
		if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'login.failed' AND entity_id = ? AND after_state LIKE '%expired%'", made.ID); n != 1 {
			t.Errorf("%d records of the late login", n)
		}
		if n := w.count(t, "SELECT failed_logins FROM users WHERE id = ?", made.ID); n != 1 {
			t.Errorf("%d failures: the late login is no guess, the wrong one is", n)
		}
		fresh := must[auth.OneTimePassword](t)(w.service.ResetPassword(system(), made.ID))
		signed := must[auth.Signed](t)(w.service.Login(context.Background(), auth.Credentials{Username: "wang.wu", Password: fresh.Password}))
		done := change("changed", signed.AccessToken, fresh.Password, own)
		done.Status = 204
		w.Run(t,
			apitest.Scenario{Name: "told", Token: signed.AccessToken, URL: "/api/v1/me", MustContain: []string{`"mustChangePassword":true`}},
			refused(change("not by the same again", signed.AccessToken, fresh.Password, fresh.Password), 422, "invalid", `"code":"same"`),
			done,
			apitest.Scenario{Name: "no more", Token: signed.AccessToken, URL: "/api/v1/me", MustContain: []string{`"mustChangePassword":false`}})
		w.clock.advance(48 * time.Hour)
		w.Run(t, login("one's own does not run out", "wang.wu", own, 200, ""))
	})
}

// TestResetIsNotUndone: a change that was under way when the password was reset does not bring the old owner back.
func TestResetIsNotUndone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		token := authtest.Token(t, w.service, "leader.edu")
		actor := must[*auth.Actor](t)(w.service.Authenticate(context.Background(), token))
		fresh := must[auth.OneTimePassword](t)(w.service.ResetPassword(system(), w.Users["leader.edu"]))
		err := w.service.ChangePassword(auth.WithActor(context.Background(), actor), auth.PasswordChange{Current: authtest.Password, New: own})
		if code(err) != "invalid" { // the old password is no longer the current one
			t.Errorf("%v", err)
		}
		if _, err := w.service.Login(context.Background(), auth.Credentials{Username: "leader.edu", Password: fresh.Password}); err != nil {
			t.Errorf("the reset was undone: %v", err)
		}
	})
}

// TestForcedChangeLeavesNoTrail: who still has to change a password is not recorded as refused for every button.
func TestForcedChangeLeavesNoTrail(t *testing.T) {
	db := dbtest.New(t, database.SQLite)
	w := newWorld(t, db)
	made := must[auth.CreatedUser](t)(w.service.CreateUserOnce(system(), auth.NewUser{Username: "wang.wu", Name: "王五"}))
	signed := must[auth.Signed](t)(w.service.Login(context.Background(), auth.Credentials{Username: "wang.wu", Password: made.OneTimePassword}))
	w.Run(t, apitest.Scenario{Token: signed.AccessToken, URL: "/api/v1/users", Status: 403, Code: "password_change_required",
		After: func(t *testing.T, r *apitest.Response) {
			if !strings.Contains(string(r.Body), "先修改口令") {
				t.Errorf("it does not say what to do: %s", r.Body)
			}
		}})
	if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'access.refused'"); n != 0 {
		t.Errorf("%d refusals recorded", n)
	}
}
