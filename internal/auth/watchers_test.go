package auth_test

import (
	"net/http"
	"testing"
	"time"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

// TestNobodyTakesAnAdministratorOver: whoever resets a password can sign in as its owner.
func TestNobodyTakesAnAdministratorOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		reset := func(username string) string { return "/api/v1/users/" + id(w.Users[username]) + "/reset-password" }
		first, _ := w.signIn(t, "sysadmin")
		for _, username := range []string{"sysadmin", "secadmin", "auditadmin", "auditor"} {
			w.Run(t, apitest.Scenario{Name: username, Token: first, Method: http.MethodPost, URL: reset(username), Key: "r." + username,
				Status: 403, Code: "administrator_reset", MustContain: []string{"guatu user reset-password"}})
			if username != "sysadmin" {
				must[auth.OneTimePassword](t)(w.service.ResetPassword(system(), w.Users[username])) // the command line
			}
		}
		next := must[auth.User](t)(w.service.CreateUser(system(), auth.NewUser{Username: "secadmin.next", Name: "接任"}))
		must[auth.Holder](t)(w.service.Appoint(system(), auth.NewHolder{PostID: w.Posts["admin.security"], UserID: next.ID, From: schedule.MustDate("2018-01-01")}))
		w.Run(t,
			apitest.Scenario{Name: "one to come", Token: first, Method: http.MethodPost, URL: "/api/v1/users/" + id(next.ID) + "/reset-password", Key: "r.next",
				Status: 403, Code: "administrator_reset"},
			apitest.Scenario{Name: "a reporter", Token: first, Method: http.MethodPost, URL: reset("reporter.edu"), Key: "r.reporter", MustContain: []string{`"password":"`}},
		)
	})
}

// TestHashingHoldsUpNobody: while a reset waits for its turn to hash, others write.
func TestHashingHoldsUpNobody(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	token, _ := w.signIn(t, "sysadmin")
	release := w.service.HoldHashes()
	reset, write := make(chan int, 1), make(chan error, 1)
	go func() {
		reset <- w.Do(t, apitest.Scenario{Token: token, Method: http.MethodPost, Key: "r1", URL: "/api/v1/users/" + id(w.Users["reporter.edu"]) + "/reset-password"}).Status
	}()
	time.Sleep(100 * time.Millisecond) // the reset is waiting now
	go func() {
		_, err := w.service.CreateDepartment(system(), auth.NewDepartment{Code: "x", Name: "某单位"})
		write <- err
	}()
	select {
	case err := <-write:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Error("a writer waits for a hash")
	}
	release()
	if status := <-reset; status != http.StatusOK {
		t.Errorf("reset: %d", status)
	}
}

// TestNobodySilencesTheAudit: the system administrator disables neither who watches them nor their posts, not even one of two.
func TestNobodySilencesTheAudit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		second := must[auth.User](t)(w.service.CreateUser(system(), auth.NewUser{Username: "auditadmin.2", Name: "审计管理员乙"}))
		must[auth.Holder](t)(w.service.Appoint(system(), auth.NewHolder{PostID: w.Posts["admin.audit"], UserID: second.ID, From: schedule.MustDate("2017-09-30")}))
		const off = `{"disabled":true}`
		for name, path := range map[string]string{
			"auditadmin": "/users/" + id(w.Users["auditadmin"]), "auditor": "/users/" + id(w.Users["auditor"]), "one of two": "/users/" + id(second.ID),
			"post of the auditor": "/posts/" + id(w.Posts["audit.auditor"]), "post of the auditadmin": "/posts/" + id(w.Posts["admin.audit"]),
		} {
			w.Run(t, apitest.Scenario{Name: name, Actor: "sysadmin", Method: http.MethodPatch, URL: "/api/v1" + path, IfMatch: 1, Body: off, Status: 403, Code: "audit_role"})
		}
		w.Run(t, apitest.Scenario{Name: "a name may change", Actor: "sysadmin", Method: http.MethodPatch, URL: "/api/v1/users/" + id(second.ID), IfMatch: 1, Body: `{"name":"乙"}`})
		holder := w.count(t, "SELECT id FROM post_holders WHERE user_id = ?", second.ID)
		w.Run(t,
			apitest.Scenario{Name: "the security administrator ends it", Actor: "secadmin", Method: http.MethodPatch, IfMatch: 1, Body: `{"to":"2017-09-29"}`,
				URL: "/api/v1/posts/" + id(w.Posts["admin.audit"]) + "/holders/" + id(int64(holder))},
			apitest.Scenario{Name: "then the account may go", Actor: "sysadmin", Method: http.MethodPatch, URL: "/api/v1/users/" + id(second.ID), IfMatch: 2, Body: off},
		)
		last := w.count(t, "SELECT id FROM post_holders WHERE user_id = ?", w.Users["auditadmin"])
		w.Run(t, apitest.Scenario{Name: "the last one stays", Actor: "secadmin", Method: http.MethodPatch, IfMatch: 1, Body: `{"to":"2017-09-29"}`, Status: 409, Code: "last_administrator",
			URL: "/api/v1/posts/" + id(w.Posts["admin.audit"]) + "/holders/" + id(int64(last))})
	})
}

// TestNamesAreNeverBlank: a change can not take a name away.
func TestNamesAreNeverBlank(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	blank, spaced := " \u3000", " 新名 "
	for name, patch := range map[string]func(text *string) (string, error){
		"user": func(text *string) (string, error) {
			got, err := w.service.PatchUser(system(), w.Users["reporter.edu"], 1, auth.UserPatch{Name: text})
			return got.Name, err
		},
		"post": func(text *string) (string, error) {
			got, err := w.service.PatchPost(system(), w.Posts["edu.reporter"], 1, auth.PostPatch{Name: text})
			return got.Name, err
		},
		"department": func(text *string) (string, error) {
			got, err := w.service.PatchDepartment(system(), w.Departments["edu"], 1, auth.DepartmentPatch{Name: text})
			return got.Name, err
		},
		"short name": func(text *string) (string, error) {
			got, err := w.service.PatchDepartment(system(), w.Departments["build"], 1, auth.DepartmentPatch{ShortName: text})
			return got.ShortName, err
		},
	} {
		if _, err := patch(&blank); code(err) != "invalid" {
			t.Errorf("%s: blank: %v", name, err)
		}
		if got, err := patch(&spaced); err != nil || got != "新名" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}
