package audit_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guatu/internal/audit"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// restoredWorld is an audit with checkpoints, a copy of the database from before the last records, and the instant the copy was taken.
type restoredWorld struct {
	kept
	old     *database.DB
	takenAt time.Time
}

func restoredFrom(t *testing.T, before func(kept)) restoredWorld {
	t.Helper()
	w := keep(t, dbtest.Open(t, dbtest.DSN(t, database.SQLite)))
	path := filepath.Join(t.TempDir(), "old.db")
	if before != nil {
		before(w)
	}
	if err := w.db.Read(t.Context()).Exec("PRAGMA query_only = 0").Error; err != nil { // VACUUM INTO must not run in a transaction
		t.Fatal(err)
	}
	if err := w.db.Read(t.Context()).Exec("VACUUM INTO ?", path).Error; err != nil {
		t.Fatal(err)
	}
	return restoredWorld{w, dbtest.Open(t, "sqlite://"+path), clock.Real()}
}

func (w restoredWorld) restore(t *testing.T, takenAt time.Time) audit.Verification {
	t.Helper()
	found, statement, err := audit.VerifyRestored(t.Context(), w.old, w.dir, takenAt, clock.Real())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := audit.SignRestored(w.dir, statement); err != nil {
		t.Fatal(err)
	}
	return found
}

func (w restoredWorld) verifyOld(t *testing.T) audit.Verification {
	t.Helper()
	found, err := audit.Verify(t.Context(), w.old, w.dir, clock.Real())
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestRestoredIsNoFault: after a restore of an older state the check is quiet about what was signed since the backup, and names it; also
// later, when the new database has gone on and the old instance has signed its last records.
func TestRestoredIsNoFault(t *testing.T) {
	w := restoredFrom(t, nil)
	w.record(t, w.first, "第一", 3)
	later := recorder(t) // a chain of which the backup knows nothing
	w.record(t, later, "later", 1)
	w.record(t, later, "later", 1)
	w.sign(t)
	for _, when := range []string{"while restoring", "afterwards"} {
		found := w.verifyOld(t)
		if when == "while restoring" {
			found = w.restore(t, w.takenAt)
		}
		if len(found.Faults) != 0 || len(found.Gaps) != 2 || found.Lost() != 3 {
			t.Fatalf("%s: %+v", when, found)
		}
		for _, gap := range found.Gaps {
			if gap.Chain == w.chains[0] && (gap.From != perChain+1 || gap.To != perChain+1) || !gap.TakenAt.Equal(w.takenAt) {
				t.Errorf("%s: %+v", when, gap)
			}
		}
	}
	w.record(t, w.first, "第一", 3) // the old instance was stopped late
	w.sign(t)
	gone := kept{db: w.old, dir: w.dir}
	gone.notary = audit.NewNotary(w.old, recorder(t), quiet(), w.dir)
	fresh := recorder(t)
	gone.record(t, fresh, "fresh", 1)
	gone.sign(t)
	if found := w.verifyOld(t); len(found.Faults) != 0 || found.Lost() != 4 {
		t.Fatalf("%+v", found)
	}
	if err := audit.KeepVerification(t.Context(), w.old, w.verifyOld(t)); err != nil {
		t.Fatal(err)
	}
	if last, err := audit.LastVerification(t.Context(), w.old); err != nil || last.Lost != 4 {
		t.Errorf("%+v, %v", last, err)
	}
}

// TestRestoredHidesNothing: a restore excuses nothing that was done before its backup, nor after it.
func TestRestoredHidesNothing(t *testing.T) {
	t.Run("the end of a chain was cut off before the backup", func(t *testing.T) {
		w := restoredFrom(t, func(w kept) {
			w.breakIn(t)
			w.exec(t, "DELETE FROM audit_events WHERE chain_id = ? AND chain_seq = ?", w.chains[1], perChain)
		})
		for _, found := range []audit.Verification{w.restore(t, clock.Real().Add(time.Minute)), w.verifyOld(t)} {
			if len(found.Faults) != 1 || found.Faults[0].Kind != audit.FaultMissing || found.Faults[0].Chain != w.chains[1] {
				t.Errorf("%+v", found)
			}
		}
	})
	t.Run("a record was changed before the backup", func(t *testing.T) {
		w := restoredFrom(t, func(w kept) {
			w.breakIn(t)
			w.exec(t, "UPDATE audit_events SET actor_name = 'x' WHERE chain_id = ? AND chain_seq = 4", w.chains[0])
		})
		for _, found := range []audit.Verification{w.restore(t, w.takenAt), w.verifyOld(t)} {
			if len(found.Faults) != 1 || found.Faults[0].Kind != audit.FaultEdited || found.Faults[0].Seq != 4 {
				t.Errorf("%+v", found)
			}
		}
	})
	t.Run("the end of a chain is cut off after the restore", func(t *testing.T) {
		w := restoredFrom(t, nil)
		w.record(t, w.first, "第一", 3)
		w.sign(t)
		w.restore(t, w.takenAt)
		gone := kept{db: w.old}
		gone.breakIn(t)
		gone.exec(t, "DELETE FROM audit_events WHERE chain_id = ? AND chain_seq = ?", w.chains[0], perChain)
		if found := w.verifyOld(t); len(found.Faults) != 1 || found.Faults[0].Kind != audit.FaultMissing {
			t.Errorf("%+v", found)
		}
	})
	t.Run("a chain of the new database is gone", func(t *testing.T) {
		w := restoredFrom(t, nil)
		w.restore(t, w.takenAt.Add(-time.Hour))
		fresh := kept{db: w.old, dir: w.dir}
		fresh.notary = audit.NewNotary(w.old, recorder(t), quiet(), w.dir)
		fresh.record(t, recorder(t), "fresh", 1)
		fresh.sign(t)
		fresh.breakIn(t)
		fresh.exec(t, "DELETE FROM audit_events WHERE actor_name = 'fresh'")
		fresh.exec(t, "DELETE FROM audit_chains WHERE id NOT IN (?, ?)", w.chains[0], w.chains[1])
		if found := w.verifyOld(t); len(found.Faults) != 1 || found.Faults[0].Kind != audit.FaultMissing {
			t.Errorf("%+v", found)
		}
	})
	t.Run("a statement nobody signed", func(t *testing.T) {
		w := restoredFrom(t, nil)
		w.record(t, w.first, "第一", 3)
		w.sign(t)
		w.restore(t, w.takenAt)
		paths, err := filepath.Glob(filepath.Join(w.dir, "restored", "*.json"))
		if err != nil || len(paths) != 1 {
			t.Fatal(paths, err)
		}
		text, err := os.ReadFile(paths[0])
		if err != nil {
			t.Fatal(err)
		}
		forged := strings.Replace(string(text), `"seq":8`, `"seq":7`, 1)
		if err := os.WriteFile(paths[0], []byte(forged), 0o600); err != nil {
			t.Fatal(err)
		}
		kinds := map[string]bool{}
		for _, fault := range w.verifyOld(t).Faults {
			kinds[fault.Kind] = true
		}
		if !kinds[audit.FaultRestored] || !kinds[audit.FaultMissing] {
			t.Errorf("%v", kinds)
		}
	})
}
