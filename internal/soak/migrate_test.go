package soak

import (
	"context"
	"fmt"
	"net/http"
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
	if why := unavailable("galera"); why != "" && tool("mariadbd") == "" {
		t.Skip("mariadbd is missing")
	}
	server := newMariaDB(t, 1, nil)[0]
	server.start(t, "")
	p := launch(t, "serve", settings{folder: t.TempDir(), dsn: server.database(t)})
	for _, setting := range []string{"innodb_flush_log_at_trx_commit"} {
		server.sql(t, fmt.Sprintf("SET GLOBAL %s = 2", setting))
		awaitAnswer(t, p.url+"/readyz", http.StatusServiceUnavailable, setting+"=2")
		server.sql(t, fmt.Sprintf("SET GLOBAL %s = 1", setting))
		awaitAnswer(t, p.url+"/readyz", http.StatusOK, "")
	}
}
