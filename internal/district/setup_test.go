package district_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"guatu/internal/auth"
	"guatu/internal/district"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

func TestFirstStart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := empty(t, db)
		ctx := context.Background()
		first, needed, err := w.EnsureCode(ctx)
		if err != nil || !needed || len(strings.ReplaceAll(first.Text, "-", "")) != 16 || !first.ValidUntil.Equal(noon().Add(24*time.Hour)) {
			t.Fatalf("%+v %v %v", first, needed, err)
		}
		if again, needed, err := w.EnsureCode(ctx); err != nil || !needed || again.Text != "" || !again.ValidUntil.Equal(first.ValidUntil) {
			t.Errorf("a second start shows %+v: the code is shown once", again)
		}
		if n := w.count(t, "SELECT COUNT(*) FROM first_start WHERE code_hash LIKE ?", "%"+first.Text+"%"); n != 0 {
			t.Error("the code itself is in the database")
		}
		var answer district.SetupAnswer
		typed := strings.ToLower(strings.ReplaceAll(first.Text, "-", " ")) // as people type
		w.Run(t,
			apitest.Scenario{Name: "the district says so", URL: "/api/v1/district", MustContain: []string{`"setupNeeded":true`, `"name":""`, `"zone":"Asia/Shanghai"`}},
			apitest.Scenario{Name: "choices", URL: "/api/v1/setup/choices", MustContain: []string{`"Asia/Urumqi"`, `"name":"wuhan"`, "yellowBelowBp: 8000",
				"实际不到计划的 80% 为黄灯", `"year":2018`, `"ruleSet":"zhenan-default-1"`, `"zone":"Asia/Shanghai"`}},
			apitest.Scenario{Name: "in English", URL: "/api/v1/setup/choices", Headers: map[string]string{"Accept-Language": "en"}, MustContain: []string{"yellow below 80 % of the plan"}},
			apitest.Scenario{Name: "every fault is named", Method: http.MethodPost, URL: "/api/v1/setup", Status: 422, Code: "invalid",
				Body: func() district.SetupRequest {
					in := request(first.Text)
					in.Zone, in.RuleSet, in.Administrators.Secadmin.Username = "Mars/Base", "nowhere", "sys"
					return in
				}(), MustContain: []string{`"field":"zone"`, `"field":"ruleSet"`, `"field":"administrators.secadmin.username"`}},
			apitest.Scenario{Name: "the machine's own zone is none", Method: http.MethodPost, URL: "/api/v1/setup", Status: 422,
				Body: func() district.SetupRequest { in := request(first.Text); in.Zone = "Local"; return in }()},
			apitest.Scenario{Name: "set up", Method: http.MethodPost, URL: "/api/v1/setup", Status: 201, Body: request(typed),
				After: func(t *testing.T, r *apitest.Response) {
					if r.JSON(t, &answer); r.Headers.Get("Cache-Control") != "no-store" {
						t.Error("one-time passwords in an answer that may be kept")
					}
				}},
			apitest.Scenario{Name: "a second time", Method: http.MethodPost, URL: "/api/v1/setup", Status: 409, Code: "already_set_up", Body: request(first.Text)},
			apitest.Scenario{Name: "no choices any more", URL: "/api/v1/setup/choices", Status: 409, Code: "already_set_up"},
			apitest.Scenario{Name: "the district is named", URL: "/api/v1/district", MustContain: []string{`"setupNeeded":false`, `"name":"某区"`, `"title":"某区挂图"`,
				`"ruleSet":"wuhan"`, `"planYear":2018`}},
		)
		w.checkEstablished(t, answer)
		if _, needed, err := w.EnsureCode(ctx); needed || err != nil {
			t.Errorf("a set-up installation wants a code: %v", err)
		}
		if _, err := w.NewCode(ctx); slug(err) != "already_set_up" {
			t.Errorf("a new code for a set-up installation: %v", err)
		}
	})
}

// checkEstablished: three people, each with one role and a password of one day that opens nothing but its own change.
func (w *world) checkEstablished(t *testing.T, answer district.SetupAnswer) {
	t.Helper()
	if len(answer.Administrators) != 3 {
		t.Fatalf("%+v", answer)
	}
	for i, role := range []string{auth.RoleSysadmin, auth.RoleSecadmin, auth.RoleAuditadmin} {
		issued := answer.Administrators[i]
		if issued.Role != role || !issued.ValidUntil.Equal(w.clock.Now().Add(24*time.Hour)) {
			t.Errorf("%+v is not for %s", issued, role)
		}
		signed, err := w.auth.Login(context.Background(), auth.Credentials{Username: issued.Username, Password: issued.OneTimePassword})
		check(t, err)
		const own = "一个自己的口令 2018"
		w.Run(t,
			apitest.Scenario{Name: role + " is told", URL: "/api/v1/me", Token: signed.AccessToken, MustContain: []string{`"mustChangePassword":true`, `"roles":["` + role + `"]`}},
			apitest.Scenario{Name: role + " waits", URL: "/api/v1/calendar", Token: signed.AccessToken, Status: 403, Code: "password_change_required"},
			apitest.Scenario{Name: role + " changes", Method: http.MethodPost, URL: "/api/v1/me/password", Token: signed.AccessToken, Status: 204,
				Body: auth.PasswordChange{Current: issued.OneTimePassword, New: own}},
			apitest.Scenario{Name: role + " works", URL: "/api/v1/calendar", Token: signed.AccessToken},
		)
		if _, err := w.auth.Login(context.Background(), auth.Credentials{Username: issued.Username, Password: issued.OneTimePassword}); err == nil {
			t.Errorf("the one-time password of %s still opens the account", role)
		}
	}
	if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'district.setUp'"); n != 1 {
		t.Errorf("%d records of the set-up", n)
	}
	for _, issued := range answer.Administrators {
		if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE after_state LIKE ?", "%"+issued.OneTimePassword+"%"); n != 0 {
			t.Error("a one-time password is in the audit")
		}
	}
}

func TestWrongCodesLockTheSetup(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := empty(t, db)
		there := instance(t, db, noon()) // the count is in the database, so it holds for both
		code := w.code(t)
		ctx := context.Background()
		for i := 1; i <= 9; i++ {
			who := []*world{w, there}[i%2]
			if _, err := who.SetUp(ctx, request("2222-2222-2222-2222")); slug(err) != "wrong_setup_code" {
				t.Fatalf("wrong code %d: %v", i, err)
			}
		}
		if _, err := w.SetUp(ctx, request("2222-2222-2222-2222")); slug(err) != "setup_locked" {
			t.Errorf("the tenth wrong code: %v", err)
		}
		w.Run(t, apitest.Scenario{Name: "the right code while locked", Method: http.MethodPost, URL: "/api/v1/setup", Status: 429, Code: "setup_locked", Body: request(code),
			After: func(t *testing.T, r *apitest.Response) {
				if r.Headers.Get("Retry-After") != "900" {
					t.Errorf("Retry-After %q", r.Headers.Get("Retry-After"))
				}
			}})
		if n := w.count(t, "SELECT COUNT(*) FROM users"); n != 0 {
			t.Fatalf("%d accounts", n)
		}
		if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'setup.refused'"); n != 10 {
			t.Errorf("%d refusals are recorded, want 10", n)
		}
		w.clock.advance(15 * time.Minute)
		if _, err := w.SetUp(ctx, request(code)); err != nil {
			t.Errorf("the right code after the lock: %v", err)
		}
	})
}

func TestNewCodeLiftsTheLockAndEndsTheOldOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := empty(t, db)
		ctx := context.Background()
		old := w.code(t)
		for range 10 {
			_, _ = w.SetUp(ctx, request("wrong")) // each is refused, which is not what this test is about
		}
		code := w.code(t)
		if _, err := w.SetUp(ctx, request(old)); slug(err) != "wrong_setup_code" {
			t.Errorf("the old code: %v", err)
		}
		if _, err := w.SetUp(ctx, request(code)); err != nil {
			t.Errorf("the new code: %v", err)
		}
	})
}

func TestCodeRunsOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := empty(t, db)
		ctx := context.Background()
		code := w.code(t)
		w.clock.advance(24*time.Hour - time.Second)
		if next, _, err := w.EnsureCode(ctx); err != nil || next.Text != "" {
			t.Errorf("a start while the code is good: %+v %v", next, err)
		}
		w.clock.advance(time.Second)
		if _, err := w.SetUp(ctx, request(code)); slug(err) != "setup_code_expired" {
			t.Errorf("after 24 hours: %v", err)
		}
		next, needed, err := w.EnsureCode(ctx)
		if err != nil || !needed || next.Text == "" || next.Text == code {
			t.Fatalf("a start after it has run out: %+v %v %v", next, needed, err)
		}
		if _, err := w.SetUp(ctx, request(next.Text)); err != nil {
			t.Error(err)
		}
	})
}

// TestParallelSetups: of eight people who press the button at once one wins, and the others leave nothing.
func TestParallelSetups(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w, there := empty(t, db), instance(t, db, noon())
		code := w.code(t)
		var mu sync.Mutex
		results := map[string]int{}
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				_, err := []*world{w, there}[i%2].SetUp(context.Background(), request(code))
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					results["won"]++
				} else if s := slug(err); s == "already_set_up" || s == "setup_code_expired" { // the winner has used it up
					results["lost"]++
				} else {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if results["won"] != 1 || results["lost"] != 7 {
			t.Errorf("%v", results)
		}
		for table, want := range map[string]int{"users": 3, "posts": 3, "grants": 3, "post_holders": 3} {
			if n := w.count(t, "SELECT COUNT(*) FROM "+table); n != want {
				t.Errorf("%d rows in %s, want %d", n, table, want)
			}
		}
	})
}

// TestSetupCountsTheDayOfItsZone: the program runs on Shanghai's clock, the district is west of it and still on the day
// before. Its administrators have their roles at once.
func TestSetupCountsTheDayOfItsZone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := instance(t, db, time.Date(2018, 3, 1, 17, 0, 0, 0, time.UTC)) // 1:00 of 2 March in Shanghai, 23:00 of 1 March in Urumqi
		in := request(w.code(t))
		in.Zone = "Asia/Urumqi"
		answer, err := w.SetUp(context.Background(), in)
		check(t, err)
		if today := w.clock.Today().String(); today != "2018-03-01" {
			t.Errorf("the business day is %s", today)
		}
		signed, err := w.auth.Login(context.Background(), auth.Credentials{Username: "sys", Password: answer.Administrators[0].OneTimePassword})
		check(t, err)
		w.Run(t, apitest.Scenario{URL: "/api/v1/me", Token: signed.AccessToken, MustContain: []string{`"roles":["sysadmin"]`}})
		if n := w.count(t, "SELECT COUNT(*) FROM audit_events WHERE action IN ('district.setUp', 'post.appoint') AND recorded_on = '2018-03-01'"); n != 4 {
			t.Errorf("%d of the 4 records are of the district's day", n)
		}
	})
}

func TestAccountsEndTheFirstStart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := empty(t, db)
		code := w.code(t)
		there := instance(t, db, noon())
		_, err := there.auth.CreateUserOnce(auth.AsSystem(context.Background()), auth.NewUser{Username: "admin", Name: "管理员"}) // guatu user add
		check(t, err)
		if _, err := w.SetUp(context.Background(), request(code)); slug(err) != "already_set_up" {
			t.Errorf("a set-up beside an account: %v", err)
		}
	})
}
