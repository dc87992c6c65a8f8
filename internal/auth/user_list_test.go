package auth_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

func TestUsersByState(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		yes := true
		must[auth.User](t)(w.service.PatchUser(system(), w.Users["reporter.edu.disabled"], 1, auth.UserPatch{Disabled: &yes}))
		newcomer := must[auth.User](t)(w.service.CreateUser(system(), auth.NewUser{Username: "newcomer", Name: "新人"}))
		must[auth.Holder](t)(w.service.Appoint(system(), auth.NewHolder{PostID: w.Posts["edu.reporter"], UserID: newcomer.ID, From: day("2017-11-01")}))
		must[auth.Post](t)(w.service.PatchPost(system(), w.Posts["leader.edu"], 1, auth.PostPatch{Disabled: &yes}))
		lock := "UPDATE users SET locked_until = ? WHERE username IN ('head.build', 'reporter.edu.disabled')"
		if err := w.db.Tx(context.Background(), txFunc(lock, w.clock.Now().UnixMilli()+60_000)); err != nil {
			t.Fatal(err)
		}
		names := func(query string) (found []string, page auth.UserPage) {
			w.Do(t, apitest.Scenario{Actor: "secadmin", URL: "/api/v1/users?limit=200&" + query}).JSON(t, &page)
			for _, entry := range page.Items {
				found = append(found, entry.Username)
			}
			return found, page
		}
		all, page := names("count=true")
		if page.ByState == nil || fmt.Sprint(*page.ByState) != "{10 1 1 2}" || int64(len(all)) != *page.Total {
			t.Errorf("%v of %d", page.ByState, len(all))
		}
		listed := 0
		for state, want := range map[string]string{
			"disabled": "[reporter.edu.disabled]", "locked": "[head.build]", "vacant": "[leader.edu newcomer]",
		} {
			got, _ := names("state=" + state)
			if listed += len(got); fmt.Sprint(got) != want {
				t.Errorf("%s: %v, want %s", state, got, want)
			}
		}
		active, _ := names("state=active")
		if listed+len(active) != len(all) {
			t.Errorf("the states add up to %d of %d", listed+len(active), len(all))
		}
		for _, entry := range page.Items { // the state shown is the one that is filtered by
			got, _ := names("state=" + entry.State + "&q=" + entry.Username)
			if len(got) == 0 {
				t.Errorf("%s is shown as %s and not found there", entry.Username, entry.State)
			}
		}
		w.Run(t,
			apitest.Scenario{Name: "what they hold", Actor: "sysadmin", URL: "/api/v1/users?q=head.edu", MustContain: []string{`"code":"edu.head"`, `"roles":["head"]`, `"shortName":"教育局"`, `"to":null`}},
			apitest.Scenario{Name: "what they will hold", Actor: "sysadmin", URL: "/api/v1/users?q=新人", MustContain: []string{`"state":"vacant"`, `"from":"2017-11-01"`}},
			apitest.Scenario{Name: "no such state", Actor: "sysadmin", URL: "/api/v1/users?state=asleep", Status: 422},
			apitest.Scenario{Name: "pages of a state", Actor: "sysadmin", URL: "/api/v1/users?state=active&limit=3&count=true", MustContain: []string{`"total":10`, `"nextCursor":"`}},
			apitest.Scenario{Name: "units do not look", Actor: "reporter.edu", URL: "/api/v1/users", Status: 403},
		)
		for username := range map[string]int64{"newcomer": 1} {
			w.clock.setToday("2017-11-01")
			if got, _ := names("state=active&q=" + username); len(got) != 1 {
				t.Errorf("%s has begun", username)
			}
		}
	})
}

func TestEndSessionsOfAnAccount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		one, two, other := w.Token(t, "reporter.edu"), w.Token(t, "reporter.edu"), w.Token(t, "head.edu")
		url := func(username string) string { return "/api/v1/users/" + id(w.Users[username]) + "/sessions/end" }
		w.Run(t,
			apitest.Scenario{Name: "not by others", Actor: "head.edu", Method: http.MethodPost, URL: url("reporter.edu"), Key: "a", Status: 404},
			apitest.Scenario{Name: "not by the security administrator", Actor: "secadmin", Method: http.MethodPost, URL: url("reporter.edu"), Key: "b", Status: 403},
			apitest.Scenario{Name: "not of who audits", Actor: "sysadmin", Method: http.MethodPost, URL: url("auditor"), Key: "c", Status: 403, Code: "audit_sessions"},
			apitest.Scenario{Name: "nobody", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/users/999999/sessions/end", Key: "d", Status: 404},
			apitest.Scenario{Name: "both", Actor: "sysadmin", Method: http.MethodPost, URL: url("reporter.edu"), Key: "e", MustContain: []string{`"ended":2`}},
			apitest.Scenario{Name: "gone", Token: one, URL: "/api/v1/me", Status: 401, Code: "session_ended"},
			apitest.Scenario{Name: "gone too", Token: two, URL: "/api/v1/me", Status: 401, Code: "session_ended"},
			apitest.Scenario{Name: "others stay", Token: other, URL: "/api/v1/me"},
			apitest.Scenario{Name: "the account stays", Actor: "reporter.edu", URL: "/api/v1/me"},
			apitest.Scenario{Name: "recorded", Actor: "auditadmin", URL: "/api/v1/audit-events?action=user.endSessions", MustContain: []string{`"sessions":2`}},
		)
	})
}

func TestGrantsSayWhoHasThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		w.Run(t,
			apitest.Scenario{Name: "by role", Actor: "secadmin", URL: "/api/v1/grants?role=supervisor&count=true", MustContain: []string{`"total":1`, "督查室甲", "督查室乙", `"shortName":"区政府办公室"`, `"grantedBy":null`}},
			apitest.Scenario{Name: "by department", Actor: "secadmin", URL: "/api/v1/grants?count=true&department=" + id(w.Departments["edu"]), MustContain: []string{`"total":2`, `"role":"head"`, `"role":"reporter"`}},
			apitest.Scenario{Name: "by who holds it", Actor: "secadmin", URL: "/api/v1/grants?count=true&q=督查室乙", MustContain: []string{`"total":1`, `"role":"supervisor"`}},
			apitest.Scenario{Name: "roles of posts are for administrators", Actor: "secadmin", URL: "/api/v1/posts?q=edu.head", MustContain: []string{`"roles":["head"]`}},
			apitest.Scenario{Name: "others see posts without", Actor: "reporter.edu", URL: "/api/v1/posts?q=edu.head", MustContain: []string{`"roles":[]`}},
			apitest.Scenario{Name: "no post is vacant", Actor: "sysadmin", URL: "/api/v1/posts?vacant=true", MustContain: []string{`"items":[]`}},
		)
		must[auth.Post](t)(w.service.CreatePost(system(), auth.NewPost{Code: "vacant", Name: "空岗"}))
		w.Run(t, apitest.Scenario{Name: "one is", Actor: "sysadmin", URL: "/api/v1/posts?vacant=true", MustContain: []string{"空岗"}, MustNotContain: []string{"edu.head"}})
	})
}
