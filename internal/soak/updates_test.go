package soak

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"guatu/internal/platform/database/dbtest"
)

// TestUpdates: 32 clients change 20 objects until 5,000 changes are acknowledged (10 and 500 in the short version), on three
// instances over one MariaDB, and on one instance over SQLite. None is lost, the history is complete, and all calls together
// are linearizable.
func TestUpdates(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		folder := t.TempDir()
		demonstration(t, folder)
		updates(t, []*instance{launch(t, "serve", settings{folder: folder})})
	})
	t.Run("mysql", func(t *testing.T) {
		if why := unavailable("mariadb"); why != "" {
			t.Skip(why)
		}
		updates(t, three(t, demonstrationServer(t)))
	})
}

// demonstrationServer makes a database with the demonstration on the test server.
func demonstrationServer(t testing.TB) string {
	t.Helper()
	folder, dsn := t.TempDir(), dbtest.Empty(t)
	demonstration(t, folder)
	copyDatabase(t, filepath.Join(folder, "guatu.db"), dsn)
	return dsn
}

// three instances over one database; each has a folder of its own and keeps nothing in it.
func three(t testing.TB, dsn string) (out []*instance) {
	t.Helper()
	for range 3 {
		out = append(out, launch(t, "serve", settings{folder: t.TempDir(), dsn: dsn}))
	}
	return out
}

func urls(instances []*instance) (out []string) {
	for _, p := range instances {
		out = append(out, p.url)
	}
	return out
}

func updates(t *testing.T, instances []*instance) {
	objects := pick(10, 20)
	bases := urls(instances)
	someone := signIn(t, bases[0], "supervisor")
	chosen := someone.milestones(t, bases[0], 0, objects)
	start := map[int64]register{}
	for _, o := range chosen {
		start[o.ID] = register{o.Version, o.ContactName}
	}
	l := &load{user: someone, bases: func() []string { return bases }, objects: chosen, quota: int64(pick(500, 5000) / objects), clients: 32,
		name: "u", trace: &trace{start: time.Now()}}
	book := openLedger(chosen)
	from := time.Now()
	l.run(t.Context(), book)
	took := time.Since(from)
	f := book.judge(t, someone, bases[len(bases)-1])
	if want := pick(500, 5000); f.acknowledged != want {
		t.Errorf("FAULT: %d writes were acknowledged, %d were wanted", f.acknowledged, want)
	}
	if odd := l.oddities(); odd != "" {
		t.Errorf("FAULT: answers nobody wants on a healthy machine: %s", odd)
	}
	l.trace.linearizable(t, start)
	report(t, fmt.Sprintf("updates, %d instance(s), %d clients, %d objects, %.1f s", len(instances), l.clients, objects, took.Seconds()), f)
}

// report prints the figures of a proof and fails it when one is not what it must be.
func report(t testing.TB, what string, f figures) {
	t.Helper()
	t.Logf("FIGURES %s: %s", what, f)
	if !f.clean() {
		t.Errorf("FAULT: %s", f)
	}
}
