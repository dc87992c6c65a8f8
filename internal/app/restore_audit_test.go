//go:build !race

// One caller after another: the race detector would see nothing and take four times as long. `make test-unwatched` runs these.
package app

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// signed starts an instance on the configuration and stops it, so that it begins a chain, records and signs.
func signed(t *testing.T, c config.Config) {
	t.Helper()
	a, err := New(t.Context(), c, Options{Version: "test", PasswordCost: cheap()})
	if err != nil {
		t.Fatal(err)
	}
	err = a.db.QuietTx(t.Context(), func(ctx context.Context, tx *gorm.DB) error {
		return a.rooms.recorder.Record(ctx, tx, audit.Event{Action: "user.edit", Entity: "user", EntityID: 1})
	})
	if err = errors.Join(err, a.Close()); err != nil {
		t.Fatal(err)
	}
}

func verified(t *testing.T, c config.Config) (found audit.Verification) {
	t.Helper()
	err := WithAudit(t.Context(), c, io.Discard, func(desk AuditDesk) (err error) {
		found, err = desk.Verify(t.Context())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestRestoredAuditIsVerified: the restore checks the audit it brought back. The backup is older than the checkpoints: what came after it
// is named, then and by each later check, and is no fault. The acts themselves are records of chains.
func TestRestoredAuditIsVerified(t *testing.T) {
	t.Parallel()
	c, _ := demoDatabase(t)
	signed(t, c)
	taken, err := Backup(t.Context(), c, BackupInput{To: t.TempDir(), Plain: true, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	signed(t, c) // also signs the record of the backup
	if found := verified(t, c); len(found.Faults) != 0 || found.Lost() != 0 || found.Unsigned != 0 {
		t.Fatalf("before: %+v", found)
	}
	p := &program{App: &App{db: dbtest.Open(t, c.DatabaseDSN)}}
	p.id(t, "SELECT id FROM audit_events WHERE action = 'backup.take' AND chain_id IS NOT NULL")
	for _, dialect := range dialects() {
		back := c
		back.DatabaseDSN = "sqlite://" + filepath.Join(t.TempDir(), "restored.db")
		if dialect == database.MySQL {
			back.DatabaseDSN = dbtest.Empty(t)
		}
		report, err := Restore(t.Context(), c, RestoreInput{From: taken.File, Into: back.DatabaseDSN, Version: "test"})
		if err != nil || len(report.Audit.Faults) != 0 || report.Audit.Lost() < 2 || report.Audit.Checkpoints == 0 {
			t.Fatalf("%s: %+v: %v", dialect, report.Audit, err)
		}
		signed(t, back)
		found := verified(t, back)
		if len(found.Faults) != 0 || found.Lost() < report.Audit.Lost() {
			t.Errorf("%s afterwards: %+v", dialect, found)
		}
		p := &program{App: &App{db: dbtest.Open(t, back.DatabaseDSN)}}
		p.id(t, "SELECT id FROM audit_events WHERE action = 'backup.restore' AND chain_id IS NOT NULL AND after_state LIKE '%statement%'")
		if n := p.id(t, "SELECT COUNT(*) FROM audit_verifications WHERE lost > 0"); n != 1 {
			t.Errorf("%s: %d checks kept the gap", dialect, n)
		}
	}
}

// TestRestoreOfAChangedAudit: what was changed before the backup is found, named and has a code of its own; the data is restored all the
// same, because there may be no better backup.
func TestRestoreOfAChangedAudit(t *testing.T) {
	t.Parallel()
	c, _ := demoDatabase(t)
	signed(t, c)
	p := &program{App: &App{db: dbtest.Open(t, c.DatabaseDSN)}}
	p.exec(t, "DROP TRIGGER audit_events_no_update")
	id := p.id(t, "SELECT MIN(id) FROM audit_events WHERE chain_seq = 3")
	p.exec(t, "UPDATE audit_events SET actor_name = '别人' WHERE id = ?", id)
	taken, err := Backup(t.Context(), c, BackupInput{To: t.TempDir(), Plain: true, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	into := "sqlite://" + filepath.Join(t.TempDir(), "restored.db")
	for _, in := range []RestoreInput{{}, {Into: into}} {
		in.From, in.Version = taken.File, "test"
		report, err := Restore(t.Context(), c, in)
		if ExitCode(err) != ExitAudit || len(report.Audit.Faults) != 1 || report.Audit.Faults[0].Kind != audit.FaultEdited || report.Audit.Faults[0].ID != id {
			t.Fatalf("%+v: %v", report.Audit, err)
		}
	}
	again := &program{App: &App{db: dbtest.Open(t, into)}}
	again.id(t, "SELECT id FROM audit_events WHERE action = 'backup.restore' AND after_state LIKE '%\"faults\":1%'")
}
