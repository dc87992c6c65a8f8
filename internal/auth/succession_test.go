package auth_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

func day(text string) schedule.Date { return schedule.MustDate(text) }

func TestSuccession(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		post := w.Posts["build.reporter"]
		next := must[auth.User](t)(w.service.CreateUser(system(), auth.NewUser{Username: "next", Name: "接任", Password: "一个很长的接任口令 2018"}))
		third := must[auth.User](t)(w.service.CreateUser(system(), auth.NewUser{Username: "third", Name: "第三人"}))
		gone := must[auth.User](t)(w.service.CreateUser(system(), auth.NewUser{Username: "gone", Name: "离职"}))
		yes := true
		must[auth.User](t)(w.service.PatchUser(system(), gone.ID, 1, auth.UserPatch{Disabled: &yes}))
		url := "/api/v1/posts/" + id(post) + "/succeed"
		succeed := func(name, actor string, user int64, from string, status int, code string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPost, URL: url, Key: strings.ReplaceAll(name, " ", "-"), Status: status, Code: code, Body: fmt.Sprintf(`{"userId":%d,"from":%q}`, user, from)}
		}
		w.Run(t,
			succeed("sysadmin gives no rights", "sysadmin", next.ID, "2017-10-16", 403, "forbidden"),
			succeed("not into the past", "secadmin", next.ID, "2017-09-29", 422, "invalid"),
			succeed("a disabled account is no successor", "secadmin", gone.ID, "2017-10-16", 422, "invalid"),
			succeed("nobody", "secadmin", 999_999, "2017-10-16", 422, "invalid"),
			succeed("nobody appoints themselves", "secadmin", w.Users["secadmin"], "2017-10-16", 403, "own_post"),
			succeed("administrators stay apart", "secadmin", w.Users["sysadmin"], "2017-10-16", 409, "roles_exclusive"),
			succeed("oneself is no successor", "secadmin", w.Users["reporter.build"], "2017-10-16", 409, "already_holds"),
			apitest.Scenario{Name: "hand on", Actor: "secadmin", Method: http.MethodPost, URL: url, Key: "ok", Status: 201, Body: fmt.Sprintf(`{"userId":%d,"from":"2017-10-16"}`, next.ID),
				MustContain: []string{`"to":"2017-10-15"`, `"from":"2017-10-16"`, `"name":"接任"`}},
			apitest.Scenario{Name: "a retry hands on once", Actor: "secadmin", Method: http.MethodPost, URL: url, Key: "ok", Status: 201, Body: fmt.Sprintf(`{"userId":%d,"from":"2017-10-16"}`, next.ID)},
			succeed("no third meanwhile", "secadmin", third.ID, "2017-10-10", 409, "successor_named"),
			succeed("nor on the same day", "secadmin", third.ID, "2017-10-16", 409, "successor_named"),
			apitest.Scenario{Name: "time line", Actor: "secadmin", URL: "/api/v1/posts/" + id(post) + "/holders",
				MustContain: []string{`"when":"future"`, `"when":"present"`, `"from":"2016-01-01","to":"2017-10-15"`}},
			apitest.Scenario{Name: "the audit administrator sees it", Actor: "auditadmin", URL: "/api/v1/audit-events?action=post.succeed", MustContain: []string{`"begun"`, `"ended"`}},
		)
		first, second := w.Token(t, "reporter.build"), signed(t, w, "next", "一个很长的接任口令 2018")
		roles := func(today string) string {
			w.clock.setToday(today)
			return fmt.Sprint(w.me(t, first).Roles, w.me(t, second).Roles)
		}
		for today, want := range map[string]string{"2017-10-15": "[reporter] []", "2017-10-16": "[] [reporter]"} {
			if got := roles(today); got != want {
				t.Errorf("on %s: %s, want %s", today, got, want)
			}
		}
		w.clock.setToday("2017-10-16")
		w.Run(t, succeed("and on again", "secadmin", third.ID, "2017-11-01", 201, ""))
	})
}

func signed(t *testing.T, w *world, username, password string) string {
	t.Helper()
	var answer auth.LoginAnswer
	w.Do(t, apitest.Scenario{Method: http.MethodPost, URL: loginURL, Body: auth.LoginRequest{Username: username, Password: password}}).JSON(t, &answer)
	return answer.AccessToken
}

func TestSuccessionOfOthers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		next := must[auth.User](t)(w.service.CreateUser(system(), auth.NewUser{Username: "next", Name: "接任"}))
		holding := func(username string) int64 {
			return int64(w.count(t, "SELECT id FROM post_holders WHERE user_id = ?", w.Users[username]))
		}
		office, vacant := w.Posts["office.supervisor"], must[auth.Post](t)(w.service.CreatePost(system(), auth.NewPost{Code: "vacant", Name: "空岗"}))
		ask := func(post, holder int64, from string) error {
			_, err := w.service.Succeed(system(), auth.NewSuccession{PostID: post, UserID: next.ID, From: day(from), HolderID: holder})
			return err
		}
		if err := ask(vacant.ID, 0, "2017-10-16"); code(err) != "post_vacant" {
			t.Errorf("nobody to succeed: %v", err)
		}
		if err := ask(office, 0, "2017-10-16"); code(err) != "several_holders" {
			t.Errorf("two supervisors, and none was named: %v", err)
		}
		if err := ask(office, holding("reporter.edu"), "2017-10-16"); code(err) != "post_vacant" {
			t.Errorf("a holding of another post: %v", err)
		}
		if err := ask(office, holding("supervisor.2"), "2017-10-16"); err != nil {
			t.Errorf("the one of two that was named: %v", err)
		}
		if n := w.count(t, "SELECT COUNT(*) FROM post_holders WHERE post_id = ? AND to_on IS NULL", office); n != 2 {
			t.Errorf("%d hold the office from then on, want the other supervisor and the successor", n)
		}
		end := w.Posts["leader.edu"]
		must[auth.Holder](t)(w.service.EndHolder(system(), end, holding("leader.edu"), 1, day("2017-10-10")))
		if err := ask(end, 0, "2017-10-20"); code(err) != "succession_gap" {
			t.Errorf("nine days nobody would hold the post: %v", err)
		}
		if err := ask(end, 0, "2017-10-11"); err != nil {
			t.Errorf("without a gap: %v", err)
		}
		var late int64 = w.Posts["build.head"]
		yes := true
		must[auth.Post](t)(w.service.PatchPost(system(), late, 1, auth.PostPatch{Disabled: &yes}))
		if err := ask(late, 0, "2017-10-16"); code(err) != "post_disabled" {
			t.Errorf("a disabled post: %v", err)
		}
		// The last security administrator can be succeeded, because there is no day between.
		last := must[auth.User](t)(w.service.CreateUser(system(), auth.NewUser{Username: "sec.next", Name: "新安全员"}))
		if _, err := w.service.Succeed(system(), auth.NewSuccession{PostID: w.Posts["admin.security"], UserID: last.ID, From: day("2017-10-16")}); err != nil {
			t.Error(err)
		}
	})
}

// TestSuccessionsLeaveNoGapAndNoOverlap hands a post on in random order, several at once: on every day exactly one holds it.
func TestSuccessionsLeaveNoGapAndNoOverlap(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		post := w.Posts["edu.head"]
		var users []int64
		for i := range 5 {
			users = append(users, must[auth.User](t)(w.service.CreateUser(system(), auth.NewUser{Username: fmt.Sprintf("head.%d", i), Name: "局长"})).ID)
		}
		var done atomic.Int64
		for round := range 12 {
			w.clock.setToday(day("2017-10-01").AddDays(7 * round).String())
			var wait sync.WaitGroup
			for range 3 {
				in := auth.NewSuccession{PostID: post, UserID: users[rand.IntN(len(users))], From: w.clock.Today().AddDays(rand.IntN(6))}
				wait.Go(func() {
					if _, err := w.service.Succeed(system(), in); err == nil {
						done.Add(1)
					} else if c := code(err); c != "already_holds" && c != "successor_named" && c != "succession_gap" && c != "post_vacant" {
						t.Errorf("%+v: %v", in, err)
					}
				})
			}
			wait.Wait()
		}
		if done.Load() < 6 {
			t.Errorf("only %d successions", done.Load())
		}
		for d := day("2017-09-30"); d.Before(day("2018-02-01")); d = d.AddDays(1) {
			if n := w.count(t, "SELECT COUNT(*) FROM post_holders WHERE post_id = ? AND from_on <= ? AND (to_on IS NULL OR to_on >= ?)", post, d, d); n != 1 {
				t.Errorf("%d hold the post on %s", n, d)
			}
		}
	})
}
