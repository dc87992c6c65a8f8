package auth_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

func id(n int64) string { return strconv.FormatInt(n, 10) }

func txFunc(statement string, args ...any) func(context.Context, *gorm.DB) error {
	return func(_ context.Context, tx *gorm.DB) error { return tx.Exec(statement, args...).Error }
}

func TestAccountsOverHTTP(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		var department auth.Department
		var post auth.Post
		var user auth.User
		var holder auth.Holder
		var password string
		w.Run(t,
			apitest.Scenario{Name: "new department", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/departments", Key: "d1", Status: 201,
				Body: auth.NewDepartment{Code: "traffic", Name: "交通运输局"}, MustContain: []string{`"shortName":"交通运输局"`, `"parentId":null`},
				After: func(t *testing.T, r *apitest.Response) { r.JSON(t, &department) }},
			apitest.Scenario{Name: "its code is taken", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/departments", Key: "d2", Status: 409, Code: "duplicate",
				Body: auth.NewDepartment{Code: "traffic", Name: "另一个"}},
			apitest.Scenario{Name: "no key", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/departments", Status: 400,
				Body: auth.NewDepartment{Code: "x", Name: "x"}},
			apitest.Scenario{Name: "new user", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/users", Key: "u1", Status: 201,
				Body: auth.NewUser{Username: "zhang.san", Name: "张三"}, MustContain: []string{`"oneTimePassword":"`, `"validUntil":"`},
				MustNotContain: []string{"asswordHash"}, After: func(t *testing.T, r *apitest.Response) { r.JSON(t, &user) }},
			apitest.Scenario{Name: "its password is shown once", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/users", Key: "u1", Status: 409,
				Body: auth.NewUser{Username: "zhang.san", Name: "张三"}, Code: "secret_shown_once"},
			apitest.Scenario{Name: "no password over the API", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/users", Key: "u2", Status: 422,
				Body: `{"username":"li.si","name":"李四","password":"irgendein Wort"}`},
		)
		w.Run(t,
			apitest.Scenario{Name: "without a password nobody signs in", Method: http.MethodPost, URL: loginURL, Status: 401,
				Body: auth.LoginRequest{Username: "zhang.san", Password: "!"}},
			apitest.Scenario{Name: "one-time password", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/users/" + id(user.ID) + "/reset-password", Key: "r1",
				After: func(t *testing.T, r *apitest.Response) {
					var shown auth.OneTimePassword
					r.JSON(t, &shown)
					password = shown.Password
				}},
			apitest.Scenario{Name: "it is shown once", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/users/" + id(user.ID) + "/reset-password", Key: "r1",
				Status: 409, Code: "secret_shown_once", After: func(t *testing.T, _ *apitest.Response) {
					if n := w.count(t, "SELECT COUNT(*) FROM idempotency_keys WHERE operation = 'resetPassword' AND body IS NULL"); n != 1 {
						t.Errorf("%d rows without an answer, want 1", n)
					}
				}},
			apitest.Scenario{Name: "new post", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/posts", Key: "p1", Status: 201,
				Body:        auth.NewPost{Code: "traffic.reporter", Name: "交通联络员", DepartmentID: department.ID},
				MustContain: []string{`"holder":""`, `"holders":[]`, `"leader":false`},
				After:       func(t *testing.T, r *apitest.Response) { r.JSON(t, &post) }},
		)
		appoint := "/api/v1/posts/" + id(post.ID) + "/holders"
		body := fmt.Sprintf(`{"userId":%d,"from":"2017-09-30"}`, user.ID)
		w.Run(t,
			apitest.Scenario{Name: "sysadmin gives no rights: appoint", Actor: "sysadmin", Method: http.MethodPost, URL: appoint, Key: "h1", Status: 403, Body: body},
			apitest.Scenario{Name: "sysadmin gives no rights: grant", Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/grants", Key: "g1", Status: 403,
				Body: auth.NewGrant{PostID: post.ID, Role: "reporter"}},
			apitest.Scenario{Name: "secadmin makes no accounts", Actor: "secadmin", Method: http.MethodPost, URL: "/api/v1/users", Key: "u3", Status: 403,
				Body: auth.NewUser{Username: "li.si", Name: "李四"}},
			apitest.Scenario{Name: "secadmin grants", Actor: "secadmin", Method: http.MethodPost, URL: "/api/v1/grants", Key: "g2", Status: 201,
				Body: auth.NewGrant{PostID: post.ID, Role: "reporter"}, MustContain: []string{`"role":"reporter"`, `"name":"安全管理员"`}},
			apitest.Scenario{Name: "twice", Actor: "secadmin", Method: http.MethodPost, URL: "/api/v1/grants", Key: "g3", Status: 409, Code: "duplicate",
				Body: auth.NewGrant{PostID: post.ID, Role: "reporter"}},
			apitest.Scenario{Name: "secadmin appoints", Actor: "secadmin", Method: http.MethodPost, URL: appoint, Key: "h2", Status: 201, Body: body,
				MustContain: []string{`"from":"2017-09-30"`, `"to":null`}, After: func(t *testing.T, r *apitest.Response) { r.JSON(t, &holder) }},
			apitest.Scenario{Name: "a retry makes no second holder", Actor: "secadmin", Method: http.MethodPost, URL: appoint, Key: "h2", Status: 201, Body: body},
			apitest.Scenario{Name: "appointed already", Actor: "secadmin", Method: http.MethodPost, URL: appoint, Key: "h3", Status: 409, Code: "already_holds", Body: body},
			apitest.Scenario{Name: "the post shows its holder", Actor: "reporter.edu", URL: "/api/v1/posts?department=" + id(department.ID),
				MustContain: []string{`"holder":"张三"`}},
			apitest.Scenario{Name: "a granted post does not move", Actor: "sysadmin", Method: http.MethodPatch, URL: "/api/v1/posts/" + id(post.ID), IfMatch: 1,
				Status: 409, Code: "post_granted", Body: fmt.Sprintf(`{"departmentId":%d}`, w.Departments["edu"])},
			apitest.Scenario{Name: "a department in use stays", Actor: "sysadmin", Method: http.MethodPatch, URL: "/api/v1/departments/" + id(department.ID), IfMatch: 1,
				Status: 409, Code: "department_in_use", Body: `{"disabled":true}`},
		)
		first := must[auth.Signed](t)(w.service.Login(context.Background(), auth.Credentials{Username: "zhang.san", Password: password}))
		if me := w.me(t, first.AccessToken); len(me.Roles) != 1 || me.Roles[0] != "reporter" {
			t.Errorf("roles %v", me.Roles)
		}
		end := appoint + "/" + id(holder.ID)
		w.Run(t,
			apitest.Scenario{Name: "under the wrong post", Actor: "secadmin", Method: http.MethodPatch, URL: "/api/v1/posts/" + id(w.Posts["edu.head"]) + "/holders/" + id(holder.ID),
				IfMatch: 1, Status: 404, Body: `{"to":"2017-09-30"}`},
			apitest.Scenario{Name: "stale", Actor: "secadmin", Method: http.MethodPatch, URL: end, IfMatch: 9, Status: 412, Body: `{"to":"2017-09-30"}`, MustContain: []string{`"current"`}},
			apitest.Scenario{Name: "no version", Actor: "secadmin", Method: http.MethodPatch, URL: end, Status: 428, Body: `{"to":"2017-09-30"}`},
			apitest.Scenario{Name: "into the past", Actor: "secadmin", Method: http.MethodPatch, URL: end, IfMatch: 1, Status: 422, Body: `{"to":"2017-09-01"}`},
			apitest.Scenario{Name: "ends at once", Actor: "secadmin", Method: http.MethodPatch, URL: end, IfMatch: 1, Body: `{"to":"2017-09-29"}`, MustContain: []string{`"to":"2017-09-29"`}},
		)
		if me := w.me(t, first.AccessToken); len(me.Roles) != 0 {
			t.Errorf("roles after the end: %v", me.Roles)
		}
		noSecrets(t, w, password)
	})
}

// noSecrets looks for passwords and hashes in everything the audit and the stored answers keep.
func noSecrets(t *testing.T, w *world, passwords ...string) {
	t.Helper()
	var texts []string
	for _, query := range []string{"SELECT COALESCE(before_state, '') FROM audit_events", "SELECT COALESCE(after_state, '') FROM audit_events",
		"SELECT COALESCE(body, '') FROM idempotency_keys"} {
		var found []string
		if err := w.db.Read(context.Background()).Raw(query).Scan(&found).Error; err != nil {
			t.Fatal(err)
		}
		texts = append(texts, found...)
	}
	all := strings.Join(texts, "\n")
	for _, secret := range append(passwords, "argon2id", authtest.Password) {
		if strings.Contains(all, secret) {
			t.Errorf("%q is kept", secret)
		}
	}
}

func TestAdministratorsExcludeEachOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		administrators := []string{"admin.system", "admin.security", "admin.audit"}
		tried, refused := 0, 0
		for _, post := range administrators { // appoint a person who has another role
			for _, username := range []string{"sysadmin", "secadmin", "auditadmin", "reporter.edu", "auditor"} {
				tried++
				_, err := w.service.Appoint(system(), auth.NewHolder{PostID: w.Posts[post], UserID: w.Users[username], From: schedule.MustDate("2018-01-01")})
				if err != nil {
					refused++
				}
			}
			for _, role := range auth.Roles() { // give the post another role
				tried++
				if _, err := w.service.Grant(system(), auth.NewGrant{PostID: w.Posts[post], Role: role}); err != nil {
					refused++
				}
			}
		}
		// The nine "already holds" and "already granted" are refusals as well; the three successes there could be are none.
		if tried != refused {
			t.Errorf("%d of %d combinations went through", tried-refused, tried)
		}
		t.Logf("%d combinations of administrator roles, %d refused", tried, refused)
	})
}

// TestExclusionUnderRace: two changes that are each fine alone, at the same time, many times.
func TestExclusionUnderRace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		for round := range 10 {
			user := must[auth.User](t)(w.service.CreateUser(system(), auth.NewUser{Username: "racer" + id(int64(round)), Name: "竞"}))
			var ok atomic.Int64
			var wait sync.WaitGroup
			for _, post := range []string{"admin.system", "admin.security", "admin.audit", "edu.reporter"} {
				wait.Go(func() {
					if _, err := w.service.Appoint(system(), auth.NewHolder{PostID: w.Posts[post], UserID: user.ID, From: schedule.MustDate("2017-09-30")}); err == nil {
						ok.Add(1)
					}
				})
			}
			wait.Wait()
			if ok.Load() != 1 {
				t.Fatalf("round %d: %d appointments went through", round, ok.Load())
			}
		}
	})
}

func TestLastAdministratorStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		for _, username := range []string{"sysadmin", "secadmin"} {
			post := map[string]string{"sysadmin": "admin.system", "secadmin": "admin.security"}[username]
			yes := true
			if _, err := w.service.PatchUser(system(), w.Users[username], 1, auth.UserPatch{Disabled: &yes}); code(err) != "last_administrator" {
				t.Errorf("%s was disabled: %v", username, err)
			}
			if _, err := w.service.PatchPost(system(), w.Posts[post], 1, auth.PostPatch{Disabled: &yes}); code(err) != "last_administrator" {
				t.Errorf("post of %s was disabled: %v", username, err)
			}
			holder := w.count(t, "SELECT id FROM post_holders WHERE post_id = ?", w.Posts[post])
			if _, err := w.service.EndHolder(system(), w.Posts[post], int64(holder), 1, schedule.MustDate("2018-01-01")); code(err) != "last_administrator" {
				t.Errorf("%s ended: %v", username, err)
			}
			grant := w.count(t, "SELECT id FROM grants WHERE post_id = ?", w.Posts[post])
			if err := w.service.Revoke(system(), int64(grant)); code(err) != "last_administrator" {
				t.Errorf("grant of %s revoked: %v", username, err)
			}
			next := must[auth.User](t)(w.service.CreateUser(system(), auth.NewUser{Username: username + ".next", Name: "接任"}))
			must[auth.Holder](t)(w.service.Appoint(system(), auth.NewHolder{PostID: w.Posts[post], UserID: next.ID, From: schedule.MustDate("2018-01-02")}))
			if _, err := w.service.EndHolder(system(), w.Posts[post], int64(holder), 1, schedule.MustDate("2018-01-01")); err != nil {
				t.Errorf("with a successor %s can end: %v", username, err)
			}
		}
		// Two administrators at once, each disabling the other: one must stay.
		second := must[auth.User](t)(w.service.CreateUser(system(), auth.NewUser{Username: "sysadmin.b", Name: "乙"}))
		must[auth.Holder](t)(w.service.Appoint(system(), auth.NewHolder{PostID: w.Posts["admin.system"], UserID: second.ID, From: schedule.MustDate("2017-09-30")}))
		next := int64(w.count(t, "SELECT id FROM users WHERE username = 'sysadmin.next'"))
		var wait sync.WaitGroup
		for _, victim := range []int64{w.Users["sysadmin"], second.ID, next} {
			wait.Go(func() {
				yes := true
				_, _ = w.service.PatchUser(system(), victim, 1, auth.UserPatch{Disabled: &yes}) // some must fail; the count below tells
			})
		}
		wait.Wait()
		if n := w.count(t, `SELECT COUNT(*) FROM users u JOIN post_holders h ON h.user_id = u.id WHERE h.post_id = ? AND u.disabled = ?`, w.Posts["admin.system"], false); n < 1 {
			t.Error("no system administrator is left")
		}
	})
}

func TestNobodyGrantsToThemselves(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	grant := w.count(t, "SELECT id FROM grants WHERE post_id = ?", w.Posts["admin.security"])
	holder := w.count(t, "SELECT id FROM post_holders WHERE post_id = ?", w.Posts["admin.security"])
	w.Run(t,
		apitest.Scenario{Name: "grant to one's own post", Actor: "secadmin", Method: http.MethodPost, URL: "/api/v1/grants", Key: "1", Status: 403, Code: "own_post",
			Body: auth.NewGrant{PostID: w.Posts["admin.security"], Role: "reporter"}},
		apitest.Scenario{Name: "appoint oneself", Actor: "secadmin", Method: http.MethodPost, URL: "/api/v1/posts/" + id(w.Posts["edu.head"]) + "/holders", Key: "2", Status: 403, Code: "own_post",
			Body: fmt.Sprintf(`{"userId":%d,"from":"2017-09-30"}`, w.Users["secadmin"])},
		apitest.Scenario{Name: "revoke one's own", Actor: "secadmin", Method: http.MethodDelete, URL: "/api/v1/grants/" + id(int64(grant)), Status: 403, Code: "own_post"},
		apitest.Scenario{Name: "change one's own end", Actor: "secadmin", Method: http.MethodPatch, URL: "/api/v1/posts/" + id(w.Posts["admin.security"]) + "/holders/" + id(int64(holder)), IfMatch: 1,
			Status: 403, Code: "own_post", Body: `{"to":"2020-01-01"}`},
	)
}

func TestAuditOfAdministrators(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	err := w.db.Tx(context.Background(), txFunc("INSERT INTO audit_events (at, recorded_on, action, entity, entity_id) VALUES (1, '2017-09-30', 'milestone.report', 'milestone', 7)"))
	if err != nil {
		t.Fatal(err)
	}
	const url = "/api/v1/audit-events?limit=200"
	w.Run(t,
		apitest.Scenario{Name: "auditor sees all", Actor: "auditor", URL: url + "&entity=milestone", MustContain: []string{"milestone.report"}},
		apitest.Scenario{Name: "audit administrator sees none of the business", Actor: "auditadmin", URL: url + "&entity=milestone", MustContain: []string{`"items":[]`}},
		apitest.Scenario{Name: "but what administrators did", Actor: "auditadmin", URL: url, MustContain: []string{"user.create", "grant.create", "post.appoint"}, MustNotContain: []string{"milestone"}},
		apitest.Scenario{Name: "a kind of action", Actor: "auditor", URL: url + "&action=login.", MustContain: []string{"login.ok"}, MustNotContain: []string{"user.create"}},
		apitest.Scenario{Name: "supervision does not", Actor: "supervisor", URL: url, Status: 403},
		apitest.Scenario{Name: "system administrator does not", Actor: "sysadmin", URL: url, Status: 403},
		apitest.Scenario{Name: "nobody writes", Actor: "auditor", Method: http.MethodDelete, URL: "/api/v1/audit-events", Status: 405},
	)
	seen, cursor := 0, ""
	for {
		var page struct {
			Items      []struct{ ID int64 }
			NextCursor string
		}
		w.Do(t, apitest.Scenario{Actor: "auditor", URL: "/api/v1/audit-events?to=2017-09-30&action=user.create&limit=5&cursor=" + cursor}).JSON(t, &page)
		seen += len(page.Items)
		if cursor = page.NextCursor; cursor == "" {
			break
		}
	}
	if seen != len(authtest.Accounts()) {
		t.Errorf("%d events over pages, want %d", seen, len(authtest.Accounts()))
	}
}
