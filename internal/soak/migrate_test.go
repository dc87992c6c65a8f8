package soak

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"guatu/internal/platform/database/dbtest"
)

// TestMigrateTogether: six instances start at once over one empty MariaDB, in 20 rounds (1 in the short version). All of them
// come up, and the schema is whole.
func TestMigrateTogether(t *testing.T) {
	if why := unavailable("mariadb"); why != "" {
		t.Skip(why)
	}
	var slowest time.Duration
	rounds := pick(1, 20)
	for range rounds {
		dsn := dbtest.Empty(t)
		instances := make([]*instance, 6)
		faults := make([]error, len(instances))
		var all sync.WaitGroup
		for i := range instances {
			folder := t.TempDir()
			all.Go(func() {
				instances[i], faults[i] = begin(t, "serve", settings{folder: folder, dsn: dsn})
				if faults[i] == nil {
					faults[i] = instances[i].awaitReady(context.Background(), 60*time.Second)
				}
			})
		}
		all.Wait()
		for i, p := range instances {
			if faults[i] != nil {
				t.Errorf("FAULT: instance %d of six: %v\n%s", i, faults[i], p.output)
				continue
			}
			slowest = max(slowest, p.started)
			if answer, err := get(t.Context(), http.DefaultClient, p.url+"/api/v1/district"); err != nil || answer.status != http.StatusOK {
				t.Errorf("FAULT: instance %d serves nothing: %d %v", i, answer.status, err)
			}
			p.kill()
		}
	}
	t.Logf("FIGURES six instances migrate an empty MariaDB at once: %d rounds, slowest start %.1f s, all came up: %v", rounds, slowest.Seconds(), !t.Failed())
}

// TestUnsafeServer: a server that may lose what it has acknowledged keeps the program from being ready, and /readyz says why.
func TestUnsafeServer(t *testing.T) {
	if tool("mariadbd") == "" {
		t.Skip("mariadbd is missing")
	}
	server := newMariaDB(t, 1, "1")[0]
	server.start(t, "")
	p := launch(t, "serve", settings{folder: t.TempDir(), dsn: server.database(t)})
	t.Cleanup(p.kill) // before the server
	const setting = "innodb_flush_log_at_trx_commit"
	server.sql(t, "SET GLOBAL "+setting+" = 2")
	awaitAnswer(t, p.url+"/readyz", http.StatusServiceUnavailable, setting+"=2 (must be 1)")
	server.sql(t, "SET GLOBAL "+setting+" = 1")
	awaitAnswer(t, p.url+"/readyz", http.StatusOK, `"ok"`)
}

// awaitAnswer waits until an address answers with the status and the words.
func awaitAnswer(t testing.TB, url string, status int, words string) {
	t.Helper()
	var answer reply
	var err error
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		if answer, err = get(t.Context(), http.DefaultClient, url); err == nil && answer.status == status && strings.Contains(string(answer.body), words) {
			return
		}
	}
	t.Errorf("FAULT: %s never answered %d with %q, at last %d %s %v", url, status, words, answer.status, answer.body, err)
}
