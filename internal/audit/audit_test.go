package audit_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
)

type state struct {
	Name  string `json:"name"`
	Notes []note `json:"notes,omitempty"`
}

type note struct {
	Text  string `json:"text"`
	Token string `json:"refresh_token,omitempty"`
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func recorder(t testing.TB) *audit.Recorder {
	t.Helper()
	clk, err := clock.New(time.UTC, "2017-09-30")
	if err != nil {
		t.Fatal(err)
	}
	return audit.New(clk)
}

func count(t testing.TB, db *database.DB) (n int) {
	t.Helper()
	if err := db.Read(context.Background()).Raw("SELECT COUNT(*) FROM audit_events").Row().Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func everything(context.Context) audit.Access { return audit.AccessAll }

func TestRecordSharesTheTransaction(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := recorder(t)
		ctx := audit.WithSubject(context.Background(), audit.Subject{ActorID: 7, ActorName: strings.Repeat("名", 90), SessionID: "s", RequestID: "r", IP: "::1"})
		undone := errors.New("undone")
		event := audit.Event{Action: "milestone.report", Entity: "milestone", EntityID: 3, Before: state{Name: "旧"}, After: state{Name: "password", Notes: []note{{Text: "token"}}}}
		err := db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
			if err := r.Record(ctx, tx, event); err != nil {
				return err
			}
			return undone
		})
		if !errors.Is(err, undone) || count(t, db) != 0 {
			t.Fatalf("a change undone left a record: %v, %d", err, count(t, db))
		}
		if err := db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error { return r.Record(ctx, tx, event) }); err != nil {
			t.Fatal(err)
		}
		events, more, err := audit.NewReader(db, everything).List(context.Background(), audit.Filter{Limit: 10})
		if err != nil || more || len(events) != 1 {
			t.Fatalf("%v, %v, %d events", err, more, len(events))
		}
		got := events[0]
		if got.RecordedOn != "2017-09-30" || got.ActorID != 7 || len([]rune(got.ActorName)) != 80 || got.IP != "::1" ||
			string(got.Before) != `{"name":"旧"}` || string(got.After) != `{"name":"password","notes":[{"text":"token"}]}` {
			t.Errorf("%+v", got)
		}
		if got.SessionID == "s" || len(got.SessionID) != 24 {
			t.Errorf("the session is shown as %q", got.SessionID)
		}
		if age := clock.Real().Sub(got.At); age < 0 || age > time.Minute {
			t.Errorf("recorded at %v: not the real time", got.At)
		}
	})
}

func TestRefusedEvents(t *testing.T) {
	db := dbtest.New(t, database.SQLite)
	r := recorder(t)
	for name, event := range map[string]audit.Event{
		"no action":       {Entity: "user"},
		"no entity":       {Action: "user.edit"},
		"secret in depth": {Action: "user.edit", Entity: "user", After: state{Notes: []note{{Token: "x"}}}},
		"password":        {Action: "user.edit", Entity: "user", Before: map[string]string{"passwordHash": "x"}},
		"not JSON":        {Action: "user.edit", Entity: "user", After: func() {}},
	} {
		err := db.Tx(context.Background(), func(ctx context.Context, tx *gorm.DB) error { return r.Record(ctx, tx, event) })
		if err == nil {
			t.Errorf("%s: recorded", name)
		}
	}
	if err := r.Record(context.Background(), nil, audit.Event{Action: "a.b", Entity: "a"}); err == nil {
		t.Error("recorded outside a transaction")
	}
	if n := count(t, db); n != 0 {
		t.Errorf("%d rows", n)
	}
}

func TestListPagesAndFilters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := recorder(t)
		err := db.Tx(context.Background(), func(ctx context.Context, tx *gorm.DB) error {
			for i := range 25 {
				event := audit.Event{Action: "milestone.report", Entity: "milestone", EntityID: int64(i%5 + 1)}
				if i%5 == 0 {
					event.Action, event.Entity = "login.failed", "session"
				}
				if err := r.Record(audit.WithSubject(ctx, audit.Subject{ActorID: int64(i%2 + 1)}), tx, event); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		access := audit.AccessAll
		api := httpapi.New(httpapi.Options{RatePublic: -1, RateLimit: -1, Authenticate: func(ctx context.Context, _ *http.Request) (context.Context, error) {
			return httpapi.WithUserID(ctx, 1), nil
		}})
		audit.NewReader(db, func(context.Context) audit.Access { return access }).Register(api, r, audit.NewNotary(db, r, slog.New(slog.DiscardHandler), t.TempDir()))
		suite := apitest.Suite{Handler: api}
		all := func(query string) (n int) {
			cursor, last := "", int64(1<<62)
			for {
				var page audit.AuditEventPage
				response := suite.Do(t, apitest.Scenario{URL: "/api/v1/audit-events?limit=4&cursor=" + cursor + query})
				if response.Status != http.StatusOK {
					t.Fatalf("%s: %d %s", query, response.Status, response.Body)
				}
				response.JSON(t, &page)
				for _, event := range page.Items {
					if event.ID >= last {
						t.Errorf("%s: event %d after %d", query, event.ID, last)
					}
					last = event.ID
				}
				n += len(page.Items)
				if cursor = page.NextCursor; cursor == "" {
					return n
				}
			}
		}
		for query, want := range map[string]int{"": 25, "&entity=session": 5, "&entityId=2": 5, "&actor=1": 13, "&action=login.": 5, "&action=login.failed": 5,
			"&action=login": 0, "&from=2017-09-30&to=2017-09-30": 25, "&from=2017-10-01": 0, "&to=2017-09-29": 0, "&entity=milestone&actor=2&entityId=2": 3} {
			if got := all(query); got != want {
				t.Errorf("%q: %d events, want %d", query, got, want)
			}
		}
		suite.Run(t,
			apitest.Scenario{Name: "bad cursor", URL: "/api/v1/audit-events?cursor=x", Status: 400, Code: "bad_cursor"},
			apitest.Scenario{Name: "bad date", URL: "/api/v1/audit-events?from=2017-13-01", Status: 422},
			apitest.Scenario{Name: "unknown parameter", URL: "/api/v1/audit-events?user=1", Status: 422},
		)
		access = audit.AccessAdministrators
		if got := all(""); got != 5 {
			t.Errorf("the audit administrator sees %d events, want 5", got)
		}
		access = audit.AccessNone
		suite.Run(t, apitest.Scenario{Name: "nobody else", URL: "/api/v1/audit-events", Status: 403, Code: "forbidden"})
	})
}

// TestNothingChangesTheAudit: the package has no statement that changes or removes a row, and no route does.
func TestNothingChangesTheAudit(t *testing.T) {
	db := dbtest.New(t, database.SQLite)
	api := httpapi.New(httpapi.Options{Authenticate: func(ctx context.Context, _ *http.Request) (context.Context, error) {
		return httpapi.WithUserID(ctx, 1), nil
	}})
	audit.NewReader(db, everything).Register(api, recorder(t), nil)
	for _, op := range api.Operations() {
		if op.Method != http.MethodGet {
			t.Errorf("%s %s writes", op.Method, op.Path)
		}
	}
}

// TestExportLeavesARecord: what is taken out is the list, harmless to whoever opens it, and the taking is recorded.
func TestExportLeavesARecord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := recorder(t)
		const evil = "张\x1b[31m\r\n三\u202e\u200b"
		err := db.Tx(audit.WithSubject(t.Context(), audit.Subject{ActorID: 7, ActorName: evil, IP: "1\n2", RequestID: "a\rb"}), func(ctx context.Context, tx *gorm.DB) error {
			return r.Record(ctx, tx, audit.Event{Action: "user.edit", Entity: "user", Before: state{Name: evil}, After: state{Name: "=1+1"}})
		})
		if err != nil {
			t.Fatal(err)
		}
		reader := audit.NewReader(db, everything)
		var file strings.Builder
		for n := range 2 {
			write, err := reader.ExportEvents(t.Context(), r, audit.Filter{Who: "张", Action: "user."})
			if err != nil {
				t.Fatal(err)
			}
			if got := count(t, db); got != n+2 {
				t.Errorf("%d records after export %d", got, n+1)
			}
			file.Reset()
			if err := write(t.Context(), &file); err != nil {
				t.Fatal(err)
			}
		}
		if lines := strings.Count(file.String(), "\r\n"); lines != 3 { // what it is, the columns, one event
			t.Errorf("%d lines:\n%s", lines, file.String())
		}
		if strings.ContainsAny(strings.ReplaceAll(file.String(), "\r\n", ""), "\x1b\r\n\u202e\u200b") || !strings.Contains(file.String(), `张\\u{001B}[31m`) && !strings.Contains(file.String(), `张\u{001B}[31m`) {
			t.Errorf("%q", file.String())
		}
		events, _, err := reader.List(t.Context(), audit.Filter{Action: "user.", Limit: 1})
		if err != nil || len(events) != 1 || events[0].ActorName != `张\u{001B}[31m\u{000D}\u{000A}三\u{202E}\u{200B}` || events[0].IP != `1\u{000A}2` || events[0].Seq != 1 {
			t.Errorf("%+v, %v", events, err)
		}
		var out strings.Builder
		slog.New(slog.NewTextHandler(&out, nil)).Info("x", "name", evil)
		if strings.ContainsAny(strings.TrimSuffix(out.String(), "\n"), "\x1b\r\n\u202e") {
			t.Errorf("the log of the program: %q", out.String())
		}
	})
}
