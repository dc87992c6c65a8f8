package auth_test

import (
	"net/http"
	"testing"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

// TestKeyRotation: with two keys alive nobody is signed out, on neither instance; a retired key is refused at once, and the
// cookie still opens the door.
func TestKeyRotation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		other := instance(t, db, w.clock)
		old, cookie := w.signIn(t, "reporter.edu")
		kid := must[string](t)(w.service.RotateKey(system()))
		fresh, _ := other.signIn(t, "reporter.edu")
		for name, in := range map[string]*world{"the instance that rotated": w, "another": other} {
			in.Run(t,
				apitest.Scenario{Name: name + " takes the old key", URL: meURL, Token: old},
				apitest.Scenario{Name: name + " takes the new key", URL: meURL, Token: fresh},
			)
		}
		if got := headerOf(t, fresh)["kid"]; got != kid {
			t.Errorf("another instance signs with %v, want %s", got, kid)
		}
		if n := must[int64](t)(other.service.RetireKeys(system())); n != 1 {
			t.Errorf("%d keys retired", n)
		}
		w.Run(t,
			apitest.Scenario{Name: "the old key is refused at once", URL: meURL, Token: old, Status: 401, Code: "token_invalid"},
			apitest.Scenario{Name: "the new one is not", URL: meURL, Token: fresh},
		)
		var answer auth.LoginAnswer
		renewed := w.Do(t, apitest.Scenario{Method: http.MethodPost, URL: refreshURL, Headers: map[string]string{"Cookie": cookie}})
		renewed.JSON(t, &answer)
		w.Run(t, apitest.Scenario{Name: "the session goes on", URL: meURL, Token: answer.AccessToken})
		if _, err := w.service.RotateKey(t.Context()); err == nil {
			t.Error("anybody may rotate")
		}
		if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action IN ('key.rotate', 'key.retire')"); n != 2 {
			t.Errorf("%d records of it, want 2", n)
		}
	})
}
