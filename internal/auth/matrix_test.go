package auth_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"guatu/internal/auth"
	"guatu/internal/auth/authtest"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
)

// tokens signs every principal in and brings its token into the state the matrix wants.
func tokens(t *testing.T, w *world) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, p := range authtest.Principals() {
		if p.Username == "" {
			continue
		}
		token := authtest.Token(t, w.service, p.Username)
		switch p.State {
		case authtest.Expired:
			token = authtest.Forge(t, w.db, token, func(_ *jwt.Token, c jwt.MapClaims) { c["exp"] = w.clock.Now().Unix() - 60 })
		case authtest.Revoked:
			actor, err := w.service.Authenticate(context.Background(), token)
			if err == nil {
				err = w.service.LogoutSession(context.Background(), actor.SessionID)
			}
			if err != nil {
				t.Fatal(err)
			}
		case authtest.Disabled:
			authtest.Disable(t, w.service, w.Users[p.Username])
		}
		found[p.Name] = token
	}
	return found
}

// request is a well-formed request of an operation on the row with this id.
func request(op httpapi.Operation, row int64, n int) apitest.Scenario {
	bodies := map[string]any{
		"createDepartment": auth.NewDepartment{Code: fmt.Sprintf("m%d", n), Name: "新"}, "patchDepartment": `{"sort":7}`,
		"createPost": auth.NewPost{Code: fmt.Sprintf("m%d", n), Name: "新"}, "patchPost": `{"name":"新名"}`,
		"mergeDepartment": `{"intoId":2}`, "succeedPost": `{"userId":999999,"from":"2030-01-01"}`,
		"appointHolder": `{"userId":1,"from":"2030-01-01","to":"2030-01-02"}`, "endHolder": `{"to":"2031-01-01"}`,
		"createUser": auth.NewUser{Username: fmt.Sprintf("m%d", n), Name: "新"}, "patchUser": `{"phone":"1"}`,
		"createGrant": auth.NewGrant{PostID: 1, Role: auth.RoleHead},
		"login":       auth.LoginRequest{Username: "x", Password: "x"},
	}
	scenario := apitest.Scenario{Method: op.Method, Body: bodies[op.ID]}
	scenario.URL = "/api/v1" + strings.NewReplacer("{id}", id(row), "{holderId}", id(row)).Replace(op.Path)
	if op.ID == "previewMerge" {
		scenario.URL += "?into=2"
	}
	if op.Idempotent {
		scenario.Key = fmt.Sprintf("matrix-%d", n)
	}
	if op.IfMatch {
		scenario.IfMatch = 999 // nobody's version: who may do it is told 412, and no row changes
	}
	return scenario
}

// TestRightsMatrix walks every operation of this package with every principal, for a row that exists and one that does
// not. Accounts have no own and other: every row is readable to all or to none.
func TestRightsMatrix(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		held := tokens(t, w)
		api := w.Handler.(*httpapi.API)
		cells, wrong := 0, 0
		for _, op := range api.Operations() {
			if op.Public { // signing in and out: 401 is their answer to nobody, and they would end the sessions
				continue
			}
			for _, p := range authtest.Principals() {
				for _, relation := range []authtest.Relation{authtest.Other, authtest.Missing} {
					cells++
					row := int64(1)
					if relation == authtest.Missing {
						row = 999_999
					}
					if op.ID == "deleteGrant" && relation == authtest.Other {
						row = freshGrant(t, w)
					}
					if op.ID == "resetPassword" || op.ID == "patchUser" || op.ID == "endUserSessions" {
						row = map[bool]int64{true: row, false: w.Users["head.build"]}[relation == authtest.Missing]
					}
					if op.ID == "endHolder" && relation == authtest.Other {
						row = 1 // holding 1 is of post 1
					}
					before := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action <> 'access.refused'")
					scenario := request(op, row, cells)
					scenario.Token = held[p.Name]
					response := w.Do(t, scenario)
					got, want := authtest.ClassOf(response.Status), authtest.Expect(w.service.Policy(), p, op, relation)
					if got != want || response.Status >= 500 {
						wrong++
						t.Errorf("%s %s as %s on %s: %d, want class %d\n%s", op.Method, op.Path, p.Name, relation, response.Status, want, response.Body)
					}
					after := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action <> 'access.refused'")
					if want != authtest.Allowed && after != before {
						wrong++
						t.Errorf("%s as %s on %s: refused and yet something changed", op.ID, p.Name, relation)
					}
				}
			}
		}
		t.Logf("%d cells, %d wrong", cells, wrong)
	})
}

// freshGrant makes a grant that can be taken away.
func freshGrant(t *testing.T, w *world) int64 {
	t.Helper()
	post := must[auth.Post](t)(w.service.CreatePost(system(), auth.NewPost{Code: fmt.Sprintf("g%d", w.count(t, "SELECT COUNT(*) FROM posts")), Name: "岗"}))
	return must[auth.Grant](t)(w.service.Grant(system(), auth.NewGrant{PostID: post.ID, Role: auth.RoleReporter})).ID
}

// TestExpectReadsLikeTheRules spells out cells of the matrix for rows with an owner, which this package has none of.
func TestExpectReadsLikeTheRules(t *testing.T) {
	rules := policy(t)
	read := httpapi.Operation{Method: http.MethodGet, Path: "/milestones/{id}", Permission: auth.PermMilestonesRead}
	report := httpapi.Operation{Method: http.MethodPost, Path: "/milestones/{id}/reports", Permission: auth.PermMilestonesReport}
	approve := httpapi.Operation{Method: http.MethodPost, Path: "/reports/{id}/approve", Permission: auth.PermReportsApprove}
	confirm := httpapi.Operation{Method: http.MethodPost, Path: "/reports/{id}/confirm", Permission: auth.PermReportsConfirm}
	create := httpapi.Operation{Method: http.MethodPost, Path: "/projects", Permission: auth.PermProjectsCreate}
	principals := map[string]authtest.Principal{}
	for _, p := range authtest.Principals() {
		principals[p.Name] = p
	}
	if len(principals) != 13 {
		t.Fatalf("%d principals, want thirteen", len(principals))
	}
	for _, test := range []struct {
		op        httpapi.Operation
		principal string
		relation  authtest.Relation
		want      authtest.Class
	}{
		{read, "anonymous", authtest.Own, 401}, {read, "expired", authtest.Own, 401}, {read, "revoked", authtest.Missing, 401}, {read, "disabled", authtest.Own, 401},
		{read, "reporter.edu", authtest.Own, 200}, {read, "reporter.edu", authtest.Part, 200}, {read, "reporter.edu", authtest.Other, 404},
		{read, "leader.edu", authtest.Other, 200}, {read, "sysadmin", authtest.Own, 404}, {read, "auditor", authtest.Other, 200},
		{report, "reporter.edu", authtest.Own, 200}, {report, "reporter.edu", authtest.Part, 403}, {report, "reporter.edu", authtest.Other, 404},
		{report, "supervisor", authtest.Own, 403}, {report, "leader.edu", authtest.Own, 403}, {report, "secadmin", authtest.Own, 404},
		{approve, "head.edu", authtest.Own, 200}, {approve, "reporter.edu", authtest.Own, 403}, {approve, "supervisor", authtest.Other, 403},
		{approve, "head.edu", authtest.Other, 404}, {approve, "head.edu", authtest.Missing, 404}, {approve, "auditor", authtest.Own, 403},
		{confirm, "supervisor", authtest.Other, 200}, {confirm, "head.edu", authtest.Own, 403}, {confirm, "auditor", authtest.Other, 403},
		{create, "supervisor", "", 200}, {create, "head.edu", "", 403}, {create, "sysadmin", "", 403}, {create, "anonymous", "", 401},
	} {
		if got := authtest.Expect(rules, principals[test.principal], test.op, test.relation); got != test.want {
			t.Errorf("%s as %s on %s: %d, want %d", test.op.Path, test.principal, test.relation, got, test.want)
		}
	}
}

func TestRefusedAccessIsRecorded(t *testing.T) {
	w := newWorld(t, dbtest.New(t, database.SQLite))
	w.Run(t, apitest.Scenario{Actor: "sysadmin", Method: http.MethodPost, URL: "/api/v1/posts/1/holders", Key: "k", Status: 403, Body: `{"userId":1,"from":"2030-01-01"}`})
	w.Run(t, apitest.Scenario{Actor: "reporter.edu", URL: "/api/v1/grants", Status: 403})
	for _, username := range []string{"sysadmin", "reporter.edu"} { // refused for the row, refused for the operation
		if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'access.refused' AND actor_id = ?", w.Users[username]); n != 1 {
			t.Errorf("refusal of %s recorded %d times", username, n)
		}
	}
}
