package audit_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

func TestArchive(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := keep(t, db)
		later := clock.Real().AddDate(1, 0, 1)
		if _, err := audit.Archive(t.Context(), db, w.dir, later.AddDate(0, -11, 0), later); !errors.Is(err, audit.ErrTooYoung) {
			t.Errorf("eleven months are enough: %v", err)
		}
		if _, err := audit.Archive(t.Context(), db, w.dir, time.UnixMilli(1), later); !errors.Is(err, audit.ErrNothing) {
			t.Errorf("nothing is that old: %v", err)
		}
		var middle int64
		if err := db.Read(t.Context()).Raw("SELECT at FROM audit_events WHERE chain_id = ? AND chain_seq = 5", w.chains[0]).Row().Scan(&middle); err != nil {
			t.Fatal(err)
		}
		first := w.archive(t, time.UnixMilli(middle), later)
		w.stands(t, 1, "with the first archive")
		w.record(t, w.first, "第一", 1)
		w.sign(t)
		second := w.archive(t, clock.Real().Add(time.Hour), later.AddDate(0, 0, 1))
		w.record(t, w.first, "第一", 1)
		w.stands(t, 2, "with both archives")
		if _, err := audit.Prune(t.Context(), db, w.first, w.dir, first.Path, later); !errors.Is(err, audit.ErrOtherHere) {
			t.Errorf("taken out twice: %v", err)
		}
		if err := os.Rename(second.Path, filepath.Join(t.TempDir(), "away")); err != nil {
			t.Fatal(err)
		}
		if found := w.verify(t); len(found.Faults) != 0 || found.ArchivesAway != 1 {
			t.Errorf("an archive taken away: %+v", found)
		}
		content, err := os.ReadFile(first.Path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(first.Path, []byte(strings.Replace(string(content), "第一", "第二", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		if found := w.verify(t); len(found.Faults) != 1 || found.Faults[0].Kind != audit.FaultArchive {
			t.Errorf("an edited archive: %+v", found.Faults)
		}
	})
}

// archive makes an archive and takes its records out of the database.
func (w kept) archive(t *testing.T, before, now time.Time) audit.Archived {
	t.Helper()
	total := count(t, w.db)
	made, err := audit.Archive(t.Context(), w.db, w.dir, before, now)
	if err != nil {
		t.Fatal(err)
	}
	if n := count(t, w.db); n != total || made.Rows == 0 {
		t.Fatalf("%d rows in the archive, %d of %d still there", made.Rows, n, total)
	}
	done, err := audit.Prune(t.Context(), w.db, w.first, w.dir, made.Path, now)
	if err != nil || done != made {
		t.Fatal(done, made, err)
	}
	if n := count(t, w.db); n != total-int(made.Rows)+1 { // the act itself is recorded
		t.Fatalf("%d rows left of %d, %d archived", n, total, made.Rows)
	}
	return made
}

func (w kept) stands(t *testing.T, archives int, words string) {
	t.Helper()
	found := w.verify(t)
	if len(found.Faults) != 0 || found.Archived+found.Records != int64(3+2*perChain+2*archives-1+archives/2) {
		t.Errorf("%s: %+v", words, found)
	}
}

// TestForgedArchive: a row that says records were archived does not stand without the key.
func TestForgedArchive(t *testing.T) {
	w := keep(t, dbtest.New(t, database.SQLite))
	w.exec(t, "INSERT INTO audit_archives (chain_id, through_seq, head, file, file_sum, made_at, key_id, signature) VALUES (?, 4, 'x', 'x', 'x', 1, 'x', 'x')", w.chains[0])
	err := w.db.Tx(t.Context(), func(_ context.Context, tx *gorm.DB) error {
		return tx.Exec("DELETE FROM audit_events WHERE chain_id = ? AND chain_seq < 5", w.chains[0]).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	if found := w.verify(t); len(found.Faults) < 2 || found.Faults[0].Kind != audit.FaultArchive || found.Faults[1].Kind != audit.FaultMissing || found.Faults[1].Seq != 1 {
		t.Errorf("%+v", found.Faults)
	}
}
