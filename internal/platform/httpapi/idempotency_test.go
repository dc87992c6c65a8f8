package httpapi_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
)

func eachApp(t *testing.T, test func(t *testing.T, a *app)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		makeNotes(t, db)
		test(t, newApp(t, db, nil))
	})
}

func post(key, text string) apitest.Scenario {
	return apitest.Scenario{Method: "POST", URL: "/api/v1/notes", Token: "7", Key: key, Body: map[string]string{"text": text}}
}

func TestIdempotentReplay(t *testing.T) {
	eachApp(t, func(t *testing.T, a *app) {
		s := a.suite()
		first, again := s.Do(t, post("k1", "a")), s.Do(t, post("k1", "a"))
		if first.Status != 201 || again.Status != 201 || string(first.Body) != string(again.Body) {
			t.Fatalf("first %d %s, again %d %s", first.Status, first.Body, again.Status, again.Body)
		}
		for _, header := range []string{"ETag", "Location", "Content-Type"} {
			if first.Headers.Get(header) == "" || first.Headers.Get(header) != again.Headers.Get(header) {
				t.Errorf("%s: %q, then %q", header, first.Headers.Get(header), again.Headers.Get(header))
			}
		}
		if first.Headers.Get("Idempotency-Replayed") != "" || again.Headers.Get("Idempotency-Replayed") != "true" {
			t.Error("only the replay says so")
		}
		other := post("k1", "a")
		other.Token = "8"
		for name, scenario := range map[string]apitest.Scenario{"mismatch": post("k1", "b"), "missing": post("", "a"), "bad": post("k 1", "a"), "long": post(strings.Repeat("k", 201), "a"), "other user": other} {
			want := map[string]int{"mismatch": 422, "missing": 400, "bad": 400, "long": 400, "other user": 201}[name]
			if got := s.Do(t, scenario); got.Status != want {
				t.Errorf("%s: %d %s", name, got.Status, got.Body)
			}
		}
		if n := rows(t, a.db, "notes"); n != 2 || a.effects.Load() != 2 {
			t.Errorf("%d rows, %d effects; want 2", n, a.effects.Load())
		}
	})
}

// TestSecretAnswerIsNotKept: the one who asked sees it once, the database never.
func TestSecretAnswerIsNotKept(t *testing.T) {
	eachApp(t, func(t *testing.T, a *app) {
		type secretOut struct {
			ETag string `header:"ETag"`
			Body struct {
				Password string `json:"password"`
			}
		}
		effects := 0
		httpapi.Register(a.api, httpapi.Operation{ID: "reset", Method: http.MethodPost, Path: "/reset/{how}", Permission: "note.reset", Idempotent: true, Secret: true},
			func(_ context.Context, _ *failIn) (*secretOut, error) {
				effects++
				out := &secretOut{ETag: httpapi.ETag(7)}
				out.Body.Password = "correct-horse"
				return out, nil
			})
		reset := func(key, how, language string) *apitest.Response {
			return a.suite().Do(t, apitest.Scenario{Method: "POST", URL: "/api/v1/reset/" + how, Token: "7", Key: key, Headers: map[string]string{"Accept-Language": language}})
		}
		if first := reset("k", "a", "zh"); first.Status != 200 || !strings.Contains(string(first.Body), "correct-horse") {
			t.Fatalf("%d %s", first.Status, first.Body)
		}
		for language, words := range map[string]string{"zh": "只在当时显示一次", "en": "reset it again"} {
			again := reset("k", "a", language)
			if again.Status != 409 || !strings.Contains(string(again.Body), `"code":"secret_shown_once"`) || !strings.Contains(string(again.Body), words) {
				t.Errorf("%s: %d %s", language, again.Status, again.Body)
			}
			if strings.Contains(string(again.Body), "correct-horse") || again.Headers.Get("ETag") != "" {
				t.Errorf("the replay tells: %v %s", again.Headers, again.Body)
			}
		}
		if other := reset("k", "b", "zh"); other.Status != 422 {
			t.Errorf("another request with the same key: %d %s", other.Status, other.Body)
		}
		var row struct {
			Status        int
			Headers, Body string
		}
		err := a.db.Read(context.Background()).Table("idempotency_keys").Select("status, headers, COALESCE(body, '') AS body").Where("idem_key = ?", "k").Take(&row).Error
		if err != nil || row.Status != 200 || !strings.Contains(row.Headers, "ETag") || row.Body != "" {
			t.Errorf("kept: %+v, %v", row, err)
		}
		if next := reset("k2", "a", "zh"); next.Status != 200 || effects != 2 {
			t.Errorf("a new key resets again: %d, %d effects", next.Status, effects)
		}
	})
}

func TestFailedRequestLeavesNoKey(t *testing.T) {
	eachApp(t, func(t *testing.T, a *app) {
		a.failing.Store(true)
		if got := a.suite().Do(t, post("k", "a")); got.Status != 409 || !strings.Contains(string(got.Body), `"closed"`) {
			t.Fatalf("%d %s", got.Status, got.Body)
		}
		if rows(t, a.db, "notes") != 0 || rows(t, a.db, "idempotency_keys") != 0 {
			t.Error("a failed request left rows")
		}
		a.failing.Store(false)
		if got := a.suite().Do(t, post("k", "a")); got.Status != 201 {
			t.Errorf("the key must be free again: %d %s", got.Status, got.Body)
		}
	})
}

func TestFiftyParallelAreOneEffect(t *testing.T) {
	for _, dialect := range []string{database.SQLite, database.MySQL} {
		t.Run(dialect, func(t *testing.T) {
			dsn := dbtest.DSN(t, dialect)
			one := newApp(t, dbtest.Open(t, dsn), nil)
			two := newApp(t, dbtest.Open(t, dsn), nil) // another instance
			makeNotes(t, one.db)
			var mu sync.Mutex
			statuses := map[int]int{}
			var all sync.WaitGroup
			for i := range 50 {
				a := []*app{one, two}[i%2]
				all.Go(func() {
					got := a.suite().Do(t, post("same", "a"))
					mu.Lock()
					statuses[got.Status]++
					mu.Unlock()
				})
			}
			all.Wait()
			if n := rows(t, one.db, "notes"); n != 1 || one.effects.Load()+two.effects.Load() != 1 {
				t.Errorf("%d rows, %d effects; want 1", n, one.effects.Load()+two.effects.Load())
			}
			if statuses[201]+statuses[409] != 50 || statuses[201] == 0 {
				t.Errorf("answers: %v", statuses)
			}
			t.Logf("answers: %v", statuses)
		})
	}
}

func TestRunningKey(t *testing.T) {
	db := dbtest.New(t, database.SQLite)
	makeNotes(t, db)
	a := newApp(t, db, nil)
	a.gate, a.entered = make(chan struct{}), make(chan struct{})
	var first sync.WaitGroup
	first.Go(func() { a.suite().Do(t, post("k", "a")) })
	<-a.entered
	if got := a.suite().Do(t, post("k", "a")); got.Status != 409 || !strings.Contains(string(got.Body), "idempotency_running") {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	close(a.gate)
	first.Wait()
	if got := a.suite().Do(t, post("k", "a")); got.Status != 201 || a.effects.Load() != 1 {
		t.Errorf("%d, %d effects", got.Status, a.effects.Load())
	}
}

func TestKeysExpire(t *testing.T) {
	eachApp(t, func(t *testing.T, a *app) {
		now, ctx := time.Now(), context.Background()
		later := newApp(t, a.db, func(o *httpapi.Options) { o.Now = func() time.Time { return now.Add(25 * time.Hour) } })
		for _, api := range []*app{a, later} {
			if got := api.suite().Do(t, post("k", "a")); got.Status != 201 || got.Headers.Get("Idempotency-Replayed") != "" {
				t.Errorf("%d %v", got.Status, got.Headers)
			}
		}
		for i := range 3 {
			a.suite().Do(t, post(fmt.Sprint("k", i), "a"))
		}
		removed, err := httpapi.RemoveExpiredKeys(ctx, a.db, now.Add(24*time.Hour+time.Minute), 2)
		if err != nil || removed != 2 || rows(t, a.db, "idempotency_keys") != 2 {
			t.Errorf("removed %d, %v", removed, err)
		}
	})
}

func TestIfMatch(t *testing.T) {
	eachApp(t, func(t *testing.T, a *app) {
		a.suite().Do(t, post("k", "a"))
		patch := func(header string) apitest.Scenario {
			s := apitest.Scenario{Name: header, Method: "PATCH", URL: "/api/v1/notes/1", Token: "7", Body: map[string]string{"text": "b"}}
			if header != "" {
				s.Headers = map[string]string{"If-Match": header}
			}
			return s
		}
		with := func(s apitest.Scenario, status int, code string) apitest.Scenario {
			s.Status, s.Code = status, code
			return s
		}
		a.suite().Run(t,
			with(patch(""), 428, "if_match_required"),
			with(patch("1"), 400, "bad_if_match"),
			with(patch(`W/"1"`), 400, "bad_if_match"),
			with(patch("*"), 400, "bad_if_match"),
			with(patch(`"1", "2"`), 400, "bad_if_match"),
			with(patch(`"01"`), 400, "bad_if_match"),
			with(patch(`"7"`), 412, "version_conflict"),
			apitest.Scenario{Name: "good", Method: "PATCH", URL: "/api/v1/notes/1", Token: "7", IfMatch: 1, Body: map[string]string{"text": "b"},
				MustContain: []string{`"version":2`}, After: func(t *testing.T, r *apitest.Response) {
					if r.Headers.Get("ETag") != `"2"` {
						t.Errorf("ETag %q", r.Headers.Get("ETag"))
					}
				}},
			with(patch(`"1"`), http.StatusPreconditionFailed, "version_conflict"),
		)
	})
}
