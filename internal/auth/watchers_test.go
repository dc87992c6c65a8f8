package auth_test

import (
	"net/http"
	"testing"

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
				must[string](t)(w.service.ResetPassword(system(), w.Users[username])) // the command line
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
