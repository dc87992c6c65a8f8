package auth_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

const passwordURL = "/api/v1/me/password"

// profiled is an instance under one password profile.
func profiled(t *testing.T, w *world, profile string) *world {
	t.Helper()
	settings := testSettings(t)
	settings.PasswordProfile = profile
	other := instanceWith(t, w.db, w.clock, settings, serverSecret())
	other.District = w.District
	return other
}

// TestProfilesDisagree: what one profile demands the other leaves open.
func TestProfilesDisagree(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	djbh3, asvs := profiled(t, w, "djbh3"), profiled(t, w, "asvs")
	for _, try := range []struct {
		password    string
		djbh3, asvs string
	}{
		{"Short-1x", "short", "short"},
		{"Twelve-1xy", "", "short"},                         // ten characters, four classes
		{"correct horse battery staple", "classes", ""},     // two classes
		{"correct horse battery staple 4", "", ""},          // three
		{"重点项目挂图作战实事", "classes", "short"},                  // ten characters, one class
		{"二零一七年重点项目挂图作战", "classes", ""},                    // thirteen, one class
		{"重点项目挂图作战 2017 年", "", ""},                         // Han, digits, a blank
		{"nopqrstuvwxyz nopqrstuvwxyz", "classes", ""},      //
		{"Password12", "common", "short"},                   // complex and yet the first thing tried
		{"My-sysadmin-Password-77", "username", "username"}, //
	} {
		for profile, in := range map[string]*world{"djbh3": djbh3, "asvs": asvs} {
			want := map[string]string{"djbh3": try.djbh3, "asvs": try.asvs}[profile]
			err := in.service.SetPassword(system(), w.Users["sysadmin"], try.password)
			if got := faultOf(err); got != want {
				t.Errorf("%s: %q is %q, want %q", profile, try.password, got, want)
			}
		}
	}
}

// TestRotationAndHistory: after ninety days nothing but a new password is accepted, none of the last five is one, and work
// under way is not cut off; under asvs nothing of that happens.
func TestRotationAndHistory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		asvs := profiled(t, w, "asvs")
		change := func(in *world, token, current, next string, status int) {
			t.Helper()
			r := in.Do(t, apitest.Scenario{Method: http.MethodPost, URL: passwordURL, Token: token, Body: auth.PasswordChange{Current: current, New: next}})
			if r.Status != status {
				t.Errorf("%s -> %s: %d, want %d %s", current, next, r.Status, status, r.Body)
			}
		}
		w.clock.advance(90*24*time.Hour - 5*time.Minute)
		token := authtest.Token(t, w.service, "reporter.edu")
		w.clock.advance(6 * time.Minute)
		if me := w.me(t, token); me.MustChangePassword {
			t.Error("work under way is cut off")
		}
		w.clock.advance(time.Minute)
		old := authtest.Token(t, w.service, "reporter.edu")
		if me := w.me(t, old); !me.MustChangePassword || !me.PasswordExpired {
			t.Error("not to be changed after ninety days")
		}
		if me := asvs.me(t, old); me.MustChangePassword {
			t.Error("asvs knows no age")
		}
		w.Run(t, apitest.Scenario{Name: "nothing else is open", URL: "/api/v1/departments", Token: old, Status: 403, Code: "password_change_required"})
		words := []string{authtest.Password, "First-Word-2017", "Second-Word-2017", "Third-Word-2017", "Fourth-Word-2017", "Fifth-Word-2017"}
		for i := range words[1:] {
			change(w, old, words[i], words[i+1], http.StatusNoContent)
		}
		w.Run(t, apitest.Scenario{Name: "open again", URL: "/api/v1/departments", Token: old})
		change(w, old, words[5], words[1], http.StatusUnprocessableEntity) // the fifth from the last
		change(w, old, words[5], words[4], http.StatusUnprocessableEntity)
		change(w, old, words[5], words[0], http.StatusNoContent) // the sixth is far enough away
		change(asvs, old, words[0], words[5], http.StatusNoContent)
		must[auth.OneTimePassword](t)(w.service.ResetPassword(system(), w.Users["reporter.edu"])) // history survives it
		if n := w.count(t, "SELECT COUNT(*) FROM password_history WHERE user_id = ?", w.Users["reporter.edu"]); n != 8 {
			t.Errorf("%d former passwords are kept, want 8", n)
		}
	})
}

// faultOf is the code of the first field that is not valid.
func faultOf(err error) string {
	if err == nil {
		return ""
	}
	if fields := failureOf(err).Fields; len(fields) > 0 {
		return fields[0].Code
	}
	return err.Error()
}

// TestTimedOutSecondStep: ten minutes after the password alone the session is over.
func TestTimedOutSecondStep(t *testing.T) {
	w := strictWorld(t, dbtest.New(t, database.SQLite))
	first, err := w.service.Login(context.Background(), auth.Credentials{Username: "supervisor", Password: authtest.Password})
	if err != nil {
		t.Fatal(err)
	}
	if first.RefreshFor != 10*time.Minute {
		t.Errorf("the cookie is good for %v", first.RefreshFor)
	}
	w.clock.advance(10*time.Minute + time.Second)
	if _, err := w.service.Refresh(context.Background(), first.Refresh); code(err) != "session_ended" {
		t.Errorf("renewed: %v", err)
	}
}
