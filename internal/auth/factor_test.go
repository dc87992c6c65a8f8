package auth_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

const (
	verifyURL  = "/api/v1/auth/second-factor"
	factorURL  = "/api/v1/me/second-factor"
	confirmURL = "/api/v1/me/second-factor/confirm"
)

// strictWorld demands the second factor, as a real district does.
func strictWorld(t testing.TB, db *database.DB) *world {
	t.Helper()
	w := newWorld(t, db)
	strict := strictInstance(t, db, w.clock)
	strict.District = w.District
	return strict
}

func (w *world) code(t testing.TB, secret string) auth.FactorCodeInput {
	t.Helper()
	code, err := totp.GenerateCode(secret, w.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return auth.FactorCodeInput{Code: code}
}

// enrol sets the second factor of an account up, from its first login on.
func (w *world) enrol(t testing.TB, username string) (secret, token string, recovery []string) {
	t.Helper()
	first, _ := w.signIn(t, username)
	if need := w.me(t, first).SecondFactor; need != auth.FactorEnrol {
		t.Fatalf("%s needs %q, want to enrol", username, need)
	}
	var begun auth.Enrolment
	begin := w.Do(t, apitest.Scenario{Method: http.MethodPost, URL: factorURL, Token: first, Body: auth.FactorProof{}})
	if begin.Status != 200 {
		t.Fatalf("begin: %d %s", begin.Status, begin.Body)
	}
	begin.JSON(t, &begun)
	if !strings.HasPrefix(begun.Picture, "data:image/png;base64,") || !strings.HasPrefix(begun.Address, "otpauth://totp/") {
		t.Fatalf("no picture: %.60s %s", begun.Picture, begun.Address)
	}
	var done auth.EnrolledAnswer
	confirm := w.Do(t, apitest.Scenario{Method: http.MethodPost, URL: confirmURL, Token: first, Body: w.code(t, begun.Secret)})
	if confirm.Status != 200 {
		t.Fatalf("confirm: %d %s", confirm.Status, confirm.Body)
	}
	confirm.JSON(t, &done)
	w.clock.advance(time.Minute)
	return begun.Secret, done.AccessToken, done.RecoveryCodes
}

// TestSecondFactorFromTheFirstLogin walks the whole way: nothing is open before the factor is set up, nor before it is
// shown at the next login, and the renewed session still knows.
func TestSecondFactorFromTheFirstLogin(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := strictWorld(t, db)
		first, _ := w.signIn(t, "supervisor")
		w.Run(t, apitest.Scenario{Name: "closed before it is set up", URL: "/api/v1/departments", Token: first, Status: 403, Code: "second_factor_enrolment_required"})
		secret, token, recovery := w.enrol(t, "supervisor")
		if len(recovery) != 10 {
			t.Errorf("%d recovery codes", len(recovery))
		}
		kept := w.count(t, "SELECT COUNT(*) FROM users WHERE factor_secret LIKE ?", "%"+secret+"%") +
			w.count(t, "SELECT COUNT(*) FROM recovery_codes WHERE code_hash = ?", recovery[0])
		if kept != 0 {
			t.Error("the secret or a recovery code is kept as it is")
		}
		w.Run(t,
			apitest.Scenario{Name: "open afterwards", URL: "/api/v1/departments", Token: token},
			apitest.Scenario{Name: "the session of the first step is over", URL: meURL, Token: first, Status: 401},
		)
		next, cookie := w.signIn(t, "supervisor")
		renewed := w.Do(t, apitest.Scenario{Method: http.MethodPost, URL: refreshURL, Headers: map[string]string{"Cookie": cookie}})
		var answer auth.LoginAnswer
		renewed.JSON(t, &answer)
		if me := w.me(t, next); me.SecondFactor != auth.FactorCode {
			t.Errorf("the second login needs %q, want the code", me.SecondFactor)
		}
		w.Run(t,
			apitest.Scenario{Name: "closed before the code", URL: "/api/v1/departments", Token: next, Status: 403, Code: "second_factor_required"},
			apitest.Scenario{Name: "renewing does not help", URL: "/api/v1/departments", Token: answer.AccessToken, Status: 403, Code: "second_factor_required"},
			apitest.Scenario{Name: "nor does a new secret", Method: http.MethodPost, URL: factorURL, Token: next, Body: auth.FactorProof{Password: authtest.Password}, Status: 403, Code: "second_factor_required"},
			apitest.Scenario{Name: "wrong code", Method: http.MethodPost, URL: verifyURL, Token: next, Body: auth.FactorCodeInput{Code: "000000"}, Status: 422},
			apitest.Scenario{Name: "right code", Method: http.MethodPost, URL: verifyURL, Token: next, Body: w.code(t, secret), MustContain: []string{"accessToken"}},
			apitest.Scenario{Name: "the session of the first step is over again", URL: meURL, Token: next, Status: 401},
		)
		again, _ := w.signIn(t, "supervisor")
		w.Run(t,
			apitest.Scenario{Name: "the same code again", Method: http.MethodPost, URL: verifyURL, Token: again, Body: w.code(t, secret), Status: 409, Code: "code_used"},
			apitest.Scenario{Name: "a recovery code as it is typed", Method: http.MethodPost, URL: verifyURL, Token: again,
				Body: auth.FactorCodeInput{Code: " " + strings.ToUpper(recovery[3]) + " "}, MustContain: []string{"accessToken"}},
		)
		third, _ := w.signIn(t, "supervisor")
		w.Run(t, apitest.Scenario{Name: "the recovery code again", Method: http.MethodPost, URL: verifyURL, Token: third, Body: auth.FactorCodeInput{Code: recovery[3]}, Status: 422})
		reporter, _ := w.signIn(t, "reporter.edu")
		w.Run(t, apitest.Scenario{Name: "a role that demands none", URL: "/api/v1/departments", Token: reporter})
	})
}

// TestOneCodeOnce: of a hundred parallel tries with the same right code, on three instances, one succeeds.
func TestOneCodeOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := strictWorld(t, db)
		instances := []*world{w, strictInstance(t, db, w.clock), strictInstance(t, db, w.clock)}
		secret, _, recovery := w.enrol(t, "leader.chief")
		for name, of := range map[string]func() auth.FactorCodeInput{
			"app":      func() auth.FactorCodeInput { return w.code(t, secret) }, // of this moment
			"recovery": func() auth.FactorCodeInput { return auth.FactorCodeInput{Code: recovery[0]} },
		} {
			input := of()
			token, _ := w.signIn(t, "leader.chief")
			var accepted, broken atomic.Int64
			var wait sync.WaitGroup
			for i := range 100 {
				wait.Go(func() {
					response := instances[i%3].Do(t, apitest.Scenario{Method: http.MethodPost, URL: verifyURL, Token: token, Body: input})
					switch {
					case response.Status == 200:
						accepted.Add(1)
					case response.Status >= 500:
						broken.Add(1)
					}
				})
			}
			wait.Wait()
			t.Logf("%s: 100 parallel tries, %d accepted, %d broken", name, accepted.Load(), broken.Load())
			if accepted.Load() != 1 || broken.Load() != 0 {
				t.Errorf("%s: accepted %d times", name, accepted.Load())
			}
			w.clock.advance(20 * time.Minute)
		}
	})
}

// TestWrongCodesLock: the fifth wrong code locks the account, and signing in with the password in between does not start
// the count anew.
func TestWrongCodesLock(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := strictWorld(t, db)
		secret, _, _ := w.enrol(t, "leader.edu")
		for i := range 5 {
			token, _ := w.signIn(t, "leader.edu")
			r := w.Do(t, apitest.Scenario{Method: http.MethodPost, URL: verifyURL, Token: token, Body: auth.FactorCodeInput{Code: "000000"}})
			if r.Status != 422 {
				t.Fatalf("wrong code %d: %d %s", i+1, r.Status, r.Body)
			}
		}
		w.Run(t, apitest.Scenario{Name: "locked", Method: http.MethodPost, URL: loginURL, Status: 401, Code: "bad_credentials",
			Body: auth.LoginRequest{Username: "leader.edu", Password: authtest.Password}})
		w.clock.advance(16 * time.Minute)
		token, _ := w.signIn(t, "leader.edu")
		w.Run(t, apitest.Scenario{Name: "and open again", Method: http.MethodPost, URL: verifyURL, Token: token, Body: w.code(t, secret)})
	})
}

// TestFactorChanges: whoever finds a session open changes no factor; who has lost the phone is helped by the security
// administrator, and an administrator only on the server.
func TestFactorChanges(t *testing.T) {
	w := strictWorld(t, dbtest.New(t, database.SQLite))
	secret, token, recovery := w.enrol(t, "supervisor")
	post := func(name, path string, body any, status int, code string) apitest.Scenario {
		return apitest.Scenario{Name: name, Method: http.MethodPost, URL: factorURL + path, Token: token, Body: body, Status: status, Code: code}
	}
	w.Run(t,
		post("new secret without anything", "", auth.FactorProof{}, 422, ""),
		post("new secret with the password alone", "", auth.FactorProof{Password: authtest.Password}, 422, ""),
		post("recovery codes with a code alone", "/recovery-codes", auth.FactorProof{Code: w.code(t, secret).Code}, 422, ""),
		post("off is not for supervision", "/remove", auth.FactorProof{Password: authtest.Password, Code: recovery[0]}, 409, "factor_required"),
		post("new recovery codes", "/recovery-codes", auth.FactorProof{Password: authtest.Password, Code: recovery[0]}, 200, ""),
		post("the old ones are gone", "/recovery-codes", auth.FactorProof{Password: authtest.Password, Code: recovery[1]}, 422, ""),
		apitest.Scenario{Name: "a voluntary one can be turned off", Method: http.MethodPost, URL: factorURL, Token: authtest.Token(t, w.service, "reporter.edu"),
			Body: auth.FactorProof{Password: authtest.Password}},
	)
	_, secadmin, _ := w.enrol(t, "secadmin")
	_, sysadmin, _ := w.enrol(t, "sysadmin")
	reset := func(name, who, token string, status int, code string) apitest.Scenario {
		return apitest.Scenario{Name: name, Method: http.MethodPost, URL: "/api/v1/users/" + id(w.Users[who]) + "/reset-second-factor", Key: strings.ReplaceAll(name, " ", "-"), Token: token, Status: status, Code: code}
	}
	w.Run(t,
		reset("the system administrator does not reset", "supervisor", sysadmin, 403, "forbidden"),
		reset("nor does anybody reset an administrator", "sysadmin", secadmin, 403, "administrator_factor"),
		reset("the security administrator resets", "supervisor", secadmin, 200, ""),
		reset("there is none any more", "supervisor", secadmin, 409, "no_second_factor"),
		apitest.Scenario{Name: "its sessions are over", URL: meURL, Token: token, Status: 401},
	)
	if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'user.resetFactor' AND entity_id = ? AND actor_id = ?", w.Users["supervisor"], w.Users["secadmin"]); n != 1 {
		t.Errorf("%d resets in the audit", n)
	}
	w.enrol(t, "supervisor")
	if _, err := w.service.ResetFactor(system(), w.Users["sysadmin"]); err != nil {
		t.Errorf("the program itself: %v", err)
	}
}

// TestForeignSecret: with another secret of the server no code is right, and the answer says why.
func TestForeignSecret(t *testing.T) {
	db := dbtest.New(t, database.SQLite)
	w := strictWorld(t, db)
	secret, _, _ := w.enrol(t, "supervisor")
	settings := strictSettings(t)
	other := instanceWith(t, db, w.clock, settings, []byte(strings.Repeat("another secret ", 4)))
	token, _ := other.signIn(t, "supervisor")
	other.Run(t, apitest.Scenario{Method: http.MethodPost, URL: verifyURL, Token: token, Body: w.code(t, secret), Status: 503, Code: "factor_key_lost"})
	if n := w.count(t, "SELECT failed_logins FROM users WHERE username = 'supervisor'"); n != 0 {
		t.Errorf("%d failures counted", n)
	}
}

// TestOwnSessions: the list is one's own, ends what it names, and a cap ends the one used longest ago.
func TestOwnSessions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		a, _ := w.signIn(t, "reporter.edu")
		b, _ := w.signIn(t, "reporter.edu")
		c, _ := w.signIn(t, "reporter.edu")
		foreign, _ := w.signIn(t, "head.edu")
		list := func(token string) (out auth.OwnSessions) {
			w.Do(t, apitest.Scenario{URL: "/api/v1/me/sessions", Token: token}).JSON(t, &out)
			return out
		}
		find := func(token string) string {
			for _, one := range list(token).Items {
				if one.Current {
					return one.ID
				}
			}
			t.Fatal("no current session")
			return ""
		}
		if n := len(list(a).Items); n != 3 {
			t.Fatalf("%d sessions, want 3", n)
		}
		end := func(name, token, id string, status int) apitest.Scenario {
			return apitest.Scenario{Name: name, Method: http.MethodPost, URL: "/api/v1/me/sessions/end", Token: token, Body: auth.EndOwn{ID: id}, Status: status}
		}
		w.Run(t,
			end("not those of others", a, find(foreign), 422),
			end("one of one's own", a, find(b), 200),
			apitest.Scenario{Name: "it is over at once", URL: meURL, Token: b, Status: 401},
			apitest.Scenario{Name: "the others are not", URL: meURL, Token: c},
			end("all but this one", a, "", 200),
			apitest.Scenario{Name: "over", URL: meURL, Token: c, Status: 401},
			apitest.Scenario{Name: "this one lives", URL: meURL, Token: a},
			apitest.Scenario{Name: "so does everybody else's", URL: meURL, Token: foreign},
		)
		settings := strictSettings(t)
		settings.SessionsPerUser, settings.SecondFactor = 2, "optional"
		capped := instanceWith(t, db, w.clock, settings, serverSecret())
		for range 2 {
			w.clock.advance(time.Second)
			_, err := capped.service.Login(context.Background(), auth.Credentials{Username: "reporter.edu", Password: authtest.Password})
			if err != nil {
				t.Fatal(err)
			}
		}
		w.Run(t, apitest.Scenario{Name: "the third place ends the first", URL: meURL, Token: a, Status: 401})
		if n := w.count(t, "SELECT COUNT(*) FROM sessions WHERE revoked_at = 0 AND user_id = ?", w.Users["reporter.edu"]); n != 2 {
			t.Errorf("%d living sessions, want 2", n)
		}
	})
}
