package app

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"

	"go.uber.org/goleak"
	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// TestMain: after every program has been closed nothing of it may be left running.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		_ = os.RemoveAll(templateFolder) // a folder that stays behind is no fault of a test
		os.Exit(code)
	}))
}

func settings(t *testing.T, environ ...string) config.Config {
	t.Helper()
	c, err := config.Load("", append([]string{"GUATU_ADDR=127.0.0.1:0", "GUATU_TODAY=" + DemoDay, "GUATU_SECOND_FACTOR=optional"}, environ...))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// demoKeepsItsData: what was done to the demonstration is there at the next start, and so is its password.
func demoKeepsItsData(t *testing.T) {
	t.Parallel()
	c := settings(t, "GUATU_DATA_DIR="+t.TempDir())
	open := func() *App {
		t.Helper()
		a, err := New(t.Context(), c, Options{Demo: true, PasswordCost: cheap()})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Listen(t.Context()); err != nil {
			t.Fatal(err)
		}
		return a
	}
	count := func(a *App) (projects, reports int64) {
		t.Helper()
		if err := a.db.Read(t.Context()).Raw("SELECT (SELECT COUNT(*) FROM projects), (SELECT COUNT(*) FROM reports)").Row().Scan(&projects, &reports); err != nil {
			t.Fatal(err)
		}
		return projects, reports
	}
	first := open()
	projects, reports := count(first)
	banner := first.Banner()
	if projects == 0 || reports == 0 || !strings.Contains(banner, first.demo.password) || !strings.Contains(banner, first.URL()) || !strings.Contains(banner, "reporter.edu") {
		t.Errorf("%d projects, %d reports, banner: %s", projects, reports, banner)
	}
	if info, err := os.Stat(first.demo.passwordFile); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file of the password: %v, %v", info, err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := open()
	if p, r := count(second); p != projects || r != reports || second.demo.password != first.demo.password {
		t.Errorf("the second start has %d projects and %d reports instead of %d and %d", p, r, projects, reports)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	c.Today = "2017-06-30"
	third := open()
	if today := third.clock.Today(); third.clock.Live(today) {
		t.Error("the day was set back, and what came later is read as known")
	}
	err := third.db.Tx(t.Context(), func(_ context.Context, tx *gorm.DB) error {
		return tx.Exec("INSERT INTO audit_events (at, recorded_on, action, entity) VALUES (0, '2017-10-03', 'login.ok', 'session')").Error
	})
	if err := errors.Join(err, third.Close()); err != nil {
		t.Fatal(err)
	}
	c.Today = ""
	fourth := open()
	if today := fourth.clock.Today().String(); today != "2017-10-03" {
		t.Errorf("left running past its day, the demonstration goes on at %s instead of where it was", today)
	}
	if err := fourth.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestDemoLeavesForeignDataAlone: the demonstration must not mix its people with real ones.
func TestDemoLeavesForeignDataAlone(t *testing.T) {
	t.Parallel()
	c := settings(t, "GUATU_DATA_DIR="+t.TempDir())
	a, err := New(t.Context(), c, Options{PasswordCost: cheap()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Accounts().Add(t.Context(), NewAccount{Username: "admin", Name: "系统管理员", Role: auth.RoleSysadmin}); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := New(t.Context(), c, Options{Demo: true, PasswordCost: cheap()}); err == nil || !strings.Contains(err.Error(), "GUATU_DATA_DIR") {
		t.Errorf("want a refusal that says what to do, got %v", err)
	}
}

// TestTwoInstances: nothing that another instance must know is in the memory of one. Whoever signs in here is known there,
// whoever is disabled here is out there, and an effect asked for here is not repeated there.
func TestTwoInstances(t *testing.T) {
	t.Parallel()
	dialects := []string{database.SQLite}
	if os.Getenv(dbtest.MySQLEnv) != "" {
		dialects = append(dialects, database.MySQL)
	}
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			c := settings(t, "GUATU_DATA_DIR="+t.TempDir(), "GUATU_DATABASE_DSN="+dbtest.DSN(t, dialect))
			here, there := start(t, c, false, dialect), start(t, c, false, dialect)
			password, err := here.Accounts().Add(t.Context(), NewAccount{Username: "admin", Name: "系统管理员", Role: auth.RoleSysadmin})
			if err != nil {
				t.Fatal(err)
			}
			token := here.firstLogin(t, "admin", password)
			if got := there.do(t, call{path: "/me", token: token}); got.status != http.StatusOK {
				t.Errorf("signed in here, unknown there: %d %s", got.status, got.body)
			}
			made := here.do(t, call{method: http.MethodPost, path: "/departments", token: token, key: "once", body: map[string]any{"code": "edu", "name": "教育局", "shortName": "教育局"}})
			if made.status != http.StatusCreated {
				t.Fatalf("%d %s", made.status, made.body)
			}
			var list struct{ Items []struct{ Code string } }
			there.do(t, call{path: "/departments", token: token}).into(t, &list)
			if len(list.Items) != 1 {
				t.Errorf("made here, %d there", len(list.Items))
			}
			out := here.do(t, call{method: http.MethodPost, path: "/auth/logout", token: token})
			if got := there.do(t, call{path: "/me", token: token}); out.status >= 300 || got.status != http.StatusUnauthorized {
				t.Errorf("signed out here (%d), there: %d", out.status, got.status)
			}
		})
	}
}

// TestNewLeavesNothingOpen: a start that fails half-way closes what it had opened (goleak sees the rest).
func TestNewLeavesNothingOpen(t *testing.T) {
	t.Parallel()
	c := settings(t, "GUATU_DATA_DIR="+t.TempDir())
	c.TrustedProxies = []string{"0.0.0.0/0"}
	if a, err := New(t.Context(), c, Options{PasswordCost: cheap()}); err == nil {
		_ = a.Close()
		t.Error("a proxy that would trust everybody was accepted")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if a, err := New(ctx, settings(t, "GUATU_DATA_DIR="+t.TempDir()), Options{PasswordCost: cheap()}); err == nil {
		_ = a.Close()
		t.Error("a start that was cancelled succeeded")
	}
}
