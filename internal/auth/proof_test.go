package auth_test

import (
	"net/http"
	"testing"
	"time"

	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

const proofURL = "/api/v1/auth/proof"

// dangerous are requests that need a fresh proof, each as somebody who may do it.
func dangerous(w *world) []apitest.Scenario {
	user, post := id(w.Users["reporter.build"]), id(w.Posts["edu.head"])
	return []apitest.Scenario{
		{Name: "grant", Actor: "secadmin", Method: http.MethodPost, URL: "/api/v1/grants", Body: map[string]any{"postId": w.Posts["edu.head"], "role": "reporter"}},
		{Name: "revoke", Actor: "secadmin", Method: http.MethodDelete, URL: "/api/v1/grants/999999"},
		{Name: "appoint", Actor: "secadmin", Method: http.MethodPost, URL: "/api/v1/posts/" + post + "/holders", Body: map[string]any{"userId": w.Users["reporter.build"], "from": "2017-10-10"}},
		{Name: "hand over", Actor: "secadmin", Method: http.MethodPost, URL: "/api/v1/posts/" + post + "/succeed", Body: map[string]any{"userId": w.Users["reporter.build"], "from": "2017-10-10"}},
		{Name: "end a holding", Actor: "secadmin", Method: http.MethodPatch, URL: "/api/v1/posts/" + post + "/holders/1", IfMatch: 1, Body: map[string]any{"to": "2017-12-31"}},
		{Name: "unlock", Actor: "secadmin", Method: http.MethodPost, URL: "/api/v1/users/" + user + "/unlock"},
		{Name: "reset a second factor", Actor: "secadmin", Method: http.MethodPost, URL: "/api/v1/users/" + user + "/reset-second-factor"},
		{Name: "reset a password", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/users/" + user + "/reset-password"},
	}
}

// TestDangerNeedsAFreshProof: a session whose proof is old does nothing dangerous, whatever else it may; a proof opens it for
// its time, on every instance, and the same request with the same key goes through.
func TestDangerNeedsAFreshProof(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		other := instance(t, db, w.clock)
		tokens := map[string]string{}
		for _, name := range []string{"secadmin", "sysadmin"} {
			tokens[name], _ = w.signIn(t, name)
		}
		w.clock.advance(9*time.Minute + 59*time.Second)
		grant := dangerous(w)[0]
		grant.Token, grant.Key = tokens["secadmin"], "fresh"
		if r := w.Do(t, grant); r.Status != http.StatusCreated {
			t.Fatalf("a login is no proof: %d %s", r.Status, r.Body)
		}
		w.renew(t, tokens, time.Second)
		changes := func() int {
			return w.count(t, "SELECT COUNT(*) FROM grants") + 100*w.count(t, "SELECT COUNT(*) FROM post_holders") +
				10_000*w.count(t, "SELECT COUNT(*) FROM users WHERE one_time_until <> 0") + 1_000_000*w.count(t, "SELECT COUNT(*) FROM idempotency_keys")
		}
		before := changes()
		for i, s := range dangerous(w) {
			s.Token, s.Key, s.Status, s.Code = tokens[s.Actor], "old"+id(int64(i)), 403, "proof_required"
			w.Run(t, s)
			other.Run(t, s)
		}
		if after := changes(); after != before {
			t.Errorf("refused requests changed rows: %d, before %d", after, before)
		}
		w.Run(t, apitest.Scenario{Name: "what is not dangerous goes on", URL: "/api/v1/grants", Token: tokens["secadmin"]})
		for _, token := range tokens {
			w.Run(t, apitest.Scenario{Name: "proof", Method: http.MethodPost, URL: proofURL, Token: token,
				Body: auth.FactorProof{Password: authtest.Password}, MustContain: []string{`"until":"`}})
		}
		for i, s := range dangerous(w) {
			s.Token, s.Key = tokens[s.Actor], "old"+id(int64(i))
			if r := other.Do(t, s); r.Status == http.StatusForbidden {
				t.Errorf("%s after the proof: %d %s", s.Name, r.Status, r.Body)
			}
		}
		if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'session.prove'"); n != 2 {
			t.Errorf("%d proofs in the audit, want 2", n)
		}
	})
}

// renew moves the clock, signs in anew and makes the proof of that login ten minutes old: an access token lives no longer.
func (w *world) renew(t *testing.T, tokens map[string]string, later time.Duration) {
	t.Helper()
	w.clock.advance(later)
	for name := range tokens {
		tokens[name], _ = w.signIn(t, name)
		err := w.db.Tx(t.Context(), txFunc("UPDATE sessions SET proved_at = ? WHERE user_id = ?", w.clock.Now().Add(-10*time.Minute).UnixMilli(), w.Users[name]))
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestRenewingProvesNothing: the refresh cookie alone is worth no proof.
func TestRenewingProvesNothing(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	_, cookie := w.signIn(t, "secadmin")
	w.clock.advance(11 * time.Minute)
	renewed := w.Do(t, apitest.Scenario{Method: http.MethodPost, URL: refreshURL, Headers: map[string]string{"Cookie": cookie}})
	var answer auth.LoginAnswer
	renewed.JSON(t, &answer)
	grant := dangerous(w)[0]
	grant.Token, grant.Key, grant.Status, grant.Code = answer.AccessToken, "renewed", 403, "proof_required"
	w.Run(t, grant)
}

// TestProofTriesCount: guessing at a session that was left open locks the account like guessing at the door, and a right
// password without the code of an account that has a second factor is no proof.
func TestProofTriesCount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := strictWorld(t, db)
		secret, token, _ := w.enrol(t, "secadmin")
		w.age(t, "secadmin")
		prove := func(name, password, code string, status int, slug string) {
			t.Helper()
			w.Run(t, apitest.Scenario{Name: name, Method: http.MethodPost, URL: proofURL, Token: token, Status: status, Code: slug,
				Body: auth.FactorProof{Password: password, Code: code}})
		}
		prove("password alone", authtest.Password, "", 422, "")
		prove("code alone", "ganz falsches Wort", w.code(t, secret).Code, 422, "")
		prove("a wrong code", authtest.Password, "000000", 422, "")
		grant := dangerous(w)[0]
		grant.Token, grant.Key, grant.Status, grant.Code = token, "none", 403, "proof_required"
		w.Run(t, grant)
		prove("both", authtest.Password, w.code(t, secret).Code, 200, "")
		grant.Status, grant.Code = http.StatusCreated, ""
		w.Run(t, grant)
		prove("the same code again", authtest.Password, w.code(t, secret).Code, 409, "code_used")
		for range 5 {
			prove("guess", "ganz falsches Wort", "000000", 422, "")
		}
		prove("locked", authtest.Password, w.code(t, secret).Code, 429, "password_locked")
		if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'login.locked'"); n != 1 {
			t.Errorf("locked %d times in the audit", n)
		}
	})
}

// age makes the proofs of an account's sessions older than they may be.
func (w *world) age(t *testing.T, username string) {
	t.Helper()
	if err := w.db.Tx(t.Context(), txFunc("UPDATE sessions SET proved_at = 1 WHERE user_id = ?", w.Users[username])); err != nil {
		t.Fatal(err)
	}
}
