package app

import (
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"guatu/internal/platform/database/dbtest"
)

// TestJobsHaveOneEffect: three instances whose clocks are five seconds apart do their housekeeping at the same time, over fifty days. Each
// day is checked once and each unused file is removed once. Every tenth day the one that checks is paused in the middle, until its lease
// is over and another has done the work: when it wakes it does nothing.
//
// To see it fail, let verifyDaily keep its outcome without lease.Done.
func TestJobsHaveOneEffect(t *testing.T) {
	const periods = 50
	for _, dialect := range dialects() {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			dsn := dbtest.DSN(t, dialect)
			instances := make([]*App, 3)
			for i := range instances {
				a, err := New(t.Context(), settings(t, "GUATU_DATA_DIR="+t.TempDir(), "GUATU_DATABASE_DSN="+dsn), Options{Version: "test", PasswordCost: cheap()})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = a.Close() })
				a.clock.Skew(time.Duration(i-1) * 5 * time.Second)
				instances[i] = a
			}
			p := &program{App: &App{db: dbtest.Open(t, dsn)}, dialect: dialect}
			for day := range periods {
				p.exec(t, "INSERT INTO files (storage_key, name, size, content_type, sha256, uploader_id, uploaded_at, recorded_on) VALUES (?, 'x', 1, 'image/png', '', 1, 0, '2017-09-30')",
					at("k%d", day))
				if day%10 == 9 {
					pausedSweep(t, p, instances[day/10%3], instances)
				}
				sweepAll(t, instances)
				for query, want := range map[string]int64{
					"SELECT COUNT(*) FROM audit_verifications":                       int64(day + 1),
					"SELECT COUNT(*) FROM audit_events WHERE action = 'file.expire'": int64(day + 1),
					"SELECT COUNT(*) FROM files":                                     0,
				} {
					if got := p.id(t, query); got != want {
						t.Fatalf("day %d: %s: %d, want %d", day, query, got, want)
					}
				}
				p.exec(t, "UPDATE leases SET done_ms = done_ms - ?", verifyEvery.Milliseconds()) // a day passes, for the database
			}
		})
	}
}

// sweepAll lets all instances try at once, and then each once more.
func sweepAll(t *testing.T, instances []*App) {
	t.Helper()
	var all sync.WaitGroup
	for _, a := range instances {
		all.Go(func() {
			if err := a.sweep(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, a := range instances {
		if err := a.sweep(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

// pausedSweep stops one instance in the middle of its check: it reads a file of checkpoints that comes through a pipe nobody writes to.
func pausedSweep(t *testing.T, p *program, paused *App, instances []*App) {
	t.Helper()
	folder := filepath.Join(auditDir(paused.config), "checkpoints")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	pipe := filepath.Join(folder, "pipe.jsonl")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	woken := make(chan error, 1)
	go func() { woken <- paused.sweep(t.Context()) }()
	writer, err := os.OpenFile(pipe, os.O_WRONLY, 0) // returns when the instance has begun to read
	if err != nil {
		t.Fatal(err)
	}
	before := p.id(t, "SELECT COUNT(*) FROM audit_verifications")
	p.exec(t, "UPDATE leases SET expires_ms = 0")
	for _, a := range instances {
		if a != paused {
			if err := a.sweep(t.Context()); err != nil {
				t.Error(err)
			}
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-woken; err != nil {
		t.Error(err)
	}
	if after := p.id(t, "SELECT COUNT(*) FROM audit_verifications"); after != before+1 {
		t.Errorf("a paused instance and another: %d outcomes", after-before)
	}
	if err := os.Remove(pipe); err != nil {
		t.Fatal(err)
	}
}
