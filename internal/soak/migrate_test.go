package soak

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"guatu/internal/platform/database/dbtest"
)

// olderSchema is the version an older database of these tests has: of what was there before plans were carried over.
const olderSchema = 36

// databaseOf makes a database of MariaDB with the schema up to a version; 0: without any.
func databaseOf(t testing.TB, version int64) (dsn string) {
	t.Helper()
	if version == 0 {
		return dbtest.Empty(t)
	}
	return dbtest.Older(t, version)
}

// TestMigrateTogether: six instances start at once over one MariaDB, in 20 rounds over an empty one and 20 over that of an
// older program (1 each in the short version). All of them come up, and the schema is whole.
func TestMigrateTogether(t *testing.T) {
	if why := unavailable("mariadb"); why != "" {
		t.Skip(why)
	}
	for name, version := range map[string]int64{"an empty": 0, "an older": olderSchema} {
		var slowest time.Duration
		done := 0
		for range rounds(t, 1, 20, 150*time.Second) {
			done++
			slowest = max(slowest, sixAtOnce(t, databaseOf(t, version)))
		}
		t.Logf("FIGURES six instances migrate %s MariaDB at once: %d rounds, slowest start %.1f s, all came up: %v", name, done, slowest.Seconds(), !t.Failed())
	}
}

// sixAtOnce starts six instances over one database, asks each and ends them; it returns the slowest start.
func sixAtOnce(t *testing.T, dsn string) (slowest time.Duration) {
	t.Helper()
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
	return slowest
}

// TestMigrateKilled: `guatu migrate` is killed within each step, over an empty MariaDB and over an older one; the instance
// that starts next waits until the lease of the dead one has run out (half a minute), and comes up.
func TestMigrateKilled(t *testing.T) {
	if !long() {
		t.Skip("long: run `make soak`; internal/platform/database breaks each step off in the short version")
	}
	if why := unavailable("mariadb"); why != "" {
		t.Skip("NOT TESTED, migrations that are killed: " + why)
	}
	var killed, late atomic.Int64
	var all sync.WaitGroup
	places := make(chan bool, 20) // most of them only wait
	for _, from := range []int64{0, olderSchema} {
		steps := dbtest.Steps(t)
		for _, before := range steps[:len(steps)-1] { // nothing is after the last one
			if before <= from {
				continue
			}
			places <- true
			dsn, folder := databaseOf(t, from), t.TempDir()
			all.Go(func() {
				defer func() { <-places }()
				if killAfterStep(t, dsn, folder, before) {
					killed.Add(1)
				} else {
					late.Add(1)
				}
				p, err := begin(t, "serve", settings{folder: folder, dsn: dsn})
				if err == nil {
					err = p.awaitReady(context.Background(), 90*time.Second)
				}
				if err != nil {
					t.Errorf("FAULT: killed in the step after %d, the next start does not come up: %v\n%s", before, err, p.output)
				}
				p.kill()
			})
		}
	}
	all.Wait()
	t.Logf("FIGURES migrations killed: %d within a step, %d were through before; every next start came up: %v", killed.Load(), late.Load(), !t.Failed())
	if killed.Load() < late.Load() {
		t.Error("most migrations were through before they were killed: this proves nothing")
	}
}

// killAfterStep migrates and kills the process soon after it has told that a step is done; false when it was through by then.
func killAfterStep(t *testing.T, dsn, folder string, step int64) bool {
	command := exec.Command(program(t), "migrate")
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "GUATU_DATA_DIR=" + folder, "GUATU_DATABASE_DSN=" + dsn, "GUATU_LOG_LEVEL=info"}
	told, err := command.StderrPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		t.Errorf("FAULT: %v", err)
		return false
	}
	lines := bufio.NewScanner(told)
	for lines.Scan() && !strings.Contains(lines.Text(), fmt.Sprintf("msg=migrated version=%d ", step)) {
	}
	time.Sleep(rand.N(15 * time.Millisecond)) // into the next step
	_ = command.Process.Kill()                // it may be through
	return command.Wait() != nil
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
