package app

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// backupWhileWriting: eight people report and take back while backups are taken. Each backup is one moment: it restores
// with the hashes and lamps it was taken with, every row has its history and audit, and no report that was acknowledged before
// it began is missing. To see it fail on MariaDB, let database.Copy call what it does within from.ReadTx without that: every
// backup is then torn, with reports the audit does not know.
func backupWhileWriting(t *testing.T) {
	eachProgram(t, true, func(t *testing.T, p *program) {
		w := startWriters(t, p, 8)
		folder := t.TempDir()
		var taken []BackupReport
		for n := range 3 {
			w.wait(t, 16) // so that no backup stands still between two
			before := w.filed.Load()
			report, err := Backup(t.Context(), p.config, BackupInput{To: filepath.Join(folder, fmt.Sprint(n)), Plain: true, Version: "test"})
			if err != nil {
				t.Fatal(err)
			}
			after := w.filed.Load() + 8 // each may have one that was not answered yet
			if have := w.filedIn(report); have < before || have > after {
				t.Errorf("backup %d holds %d new reports; %d were acknowledged before it, at most %d after", n, have, before, after)
			}
			taken = append(taken, report)
		}
		w.stop()
		torn := 0
		for n, report := range taken {
			checked, err := Restore(t.Context(), p.config, RestoreInput{From: report.File, Version: "test"})
			if err != nil {
				torn++
				t.Errorf("backup %d: %v", n, err)
			}
			if !checked.ShownEqual || checked.Rows < 3000 || checked.Events < 1000 {
				t.Errorf("too little was compared: %+v", checked.CopyReport)
			}
		}
		t.Logf("%d backups, %d torn, while %d reports were sent", len(taken), torn, w.filed.Load())
		restoredAnswersTheSame(t, p)
	})
}

// restoredAnswersTheSame restores the last state closed with a key into an installation of its own and asks it.
func restoredAnswersTheSame(t *testing.T, p *program) {
	t.Helper()
	secret, public, err := NewBackupKey()
	if err != nil {
		t.Fatal(err)
	}
	taken, err := Backup(t.Context(), p.config, BackupInput{To: t.TempDir(), Recipients: public, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	c := p.config
	c.DataDir = t.TempDir()
	c.DatabaseDSN = "sqlite://" + filepath.Join(c.DataDir, "guatu.db")
	if p.dialect == database.MySQL {
		c.DatabaseDSN = dbtest.Empty(t)
	}
	if _, err := Restore(t.Context(), c, RestoreInput{From: taken.File, Into: c.DatabaseDSN, Identities: secret, Version: "test"}); err != nil {
		t.Fatal(err)
	}
	back := start(t, c, false, p.dialect)
	stale := back.do(t, call{path: "/board", token: p.token(t, "leader.chief")})
	if stale.status != http.StatusUnauthorized {
		t.Errorf("a session of before the backup lives on: %d", stale.status)
	}
	for _, path := range []string{"/board", "/board?asOf=2017-06-30", "/overview", "/projects?limit=200", "/reports?limit=200"} {
		want, got := p.do(t, call{path: path, as: "leader.chief"}), back.do(t, call{path: path, as: "leader.chief"})
		if diff := cmp.Diff(string(want.body), string(got.body)); diff != "" || want.status != http.StatusOK {
			t.Errorf("%s: %d (-before +restored):\n%.2000s", path, want.status, diff)
		}
	}
}

// writers are people who report and take back, again and again.
type writers struct {
	program *program
	filed   atomic.Int64
	had     int64 // reports before they began
	cancel  chan struct{}
	group   sync.WaitGroup
}

func startWriters(t *testing.T, p *program, n int) *writers {
	t.Helper()
	w := &writers{program: p, cancel: make(chan struct{}), had: p.id(t, "SELECT COUNT(*) FROM reports")}
	items := p.ids(t, `SELECT m.id FROM milestones m JOIN posts s ON s.department_id = m.lead_department_id JOIN grants g ON g.post_id = s.id AND g.role = 'reporter'
		WHERE m.open = 1 AND m.verified = 0 AND m.claimed_on IS NULL AND m.pending_on IS NULL AND m.suspended_on IS NULL GROUP BY m.id ORDER BY m.id`)
	if len(items) < n {
		t.Fatalf("only %d items to report on", len(items))
	}
	for _, id := range items[:n] {
		who := p.reporterOf(t, id)
		p.token(t, who)
		w.group.Go(func() { w.write(t, id, who) })
	}
	t.Cleanup(w.stop)
	return w
}

func (w *writers) write(t *testing.T, id int64, who string) {
	p := w.program
	for n := 0; ; n++ {
		select {
		case <-w.cancel:
			return
		default:
		}
		var m struct{ Version int64 }
		if a := p.do(t, call{path: at("/milestones/%d", id), as: who}); a.status == http.StatusOK {
			a.into(t, &m)
		}
		a := p.do(t, call{method: http.MethodPost, path: at("/milestones/%d/reports", id), as: who, etag: etag(m.Version), key: fmt.Sprintf("w-%d-%d", id, n),
			body: map[string]any{"progressBp": 1000 + n%9000, "note": fmt.Sprint("进展 ", n)}})
		if a.status != http.StatusCreated {
			t.Errorf("report on %d: %d %s", id, a.status, a.body)
			return
		}
		w.filed.Add(1)
		var report struct{ ID, Version int64 }
		a.into(t, &report)
		a = p.do(t, call{method: http.MethodPost, path: at("/reports/%d/withdraw", report.ID), as: who, etag: etag(report.Version), key: fmt.Sprintf("x-%d-%d", id, n)})
		if a.status != http.StatusOK {
			t.Errorf("withdraw %d: %d %s", report.ID, a.status, a.body)
			return
		}
	}
}

// wait lets n more reports be sent.
func (w *writers) wait(t *testing.T, n int64) {
	t.Helper()
	goal := w.filed.Load() + n
	for w.filed.Load() < goal && !t.Failed() {
		time.Sleep(time.Millisecond)
	}
}

func (w *writers) stop() {
	select {
	case <-w.cancel:
	default:
		close(w.cancel)
	}
	w.group.Wait()
}

// filedIn is how many of their reports a backup holds.
func (w *writers) filedIn(report BackupReport) int64 {
	for _, t := range report.Manifest.Tables {
		if t.Name == "reports" {
			return t.Rows - w.had
		}
	}
	return -1
}

// TestTrailFindsWhatIsTorn: a report without its history or audit, as half a transaction would leave it, is found.
func TestTrailFindsWhatIsTorn(t *testing.T) {
	t.Parallel()
	_, dsn := demoDatabase(t)
	db := dbtest.Open(t, dsn)
	p := &program{App: &App{db: db}}
	found, err := followTrail(t.Context(), db)
	if err != nil || len(found.Broken) > 0 || found.Versions < 100 {
		t.Fatalf("%+v, %v", found, err)
	}
	p.exec(t, "DROP TRIGGER audit_events_no_delete") // the database itself refuses this
	p.exec(t, "DELETE FROM audit_events WHERE id = (SELECT MAX(id) FROM audit_events WHERE action = 'milestone.report')")
	p.exec(t, "DELETE FROM milestone_versions WHERE id = (SELECT MAX(id) FROM milestones) ")
	if found, err = followTrail(t.Context(), db); err != nil || len(found.Broken) != 2 || !strings.Contains(found.Broken[0], "milestones") {
		t.Errorf("%+v, %v", found, err)
	}
}
