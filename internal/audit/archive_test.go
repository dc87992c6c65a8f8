package audit_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
)

func TestArchive(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := keep(t, db)
		desk := newArchiveDesk(t, w, 366)
		if _, err := desk.Ask(as(7, "甲"), desk.day(t, -364), "库太大"); !isProblem(err, "invalid") {
			t.Errorf("eleven months are enough: %v", err)
		}
		none := desk.confirmed(t, "1969-12-31")
		if _, err := desk.archive(t, none); !errors.Is(err, audit.ErrNothing) {
			t.Errorf("nothing is that old: %v", err)
		}
		w.exec(t, "UPDATE audit_archive_requests SET state = 'withdrawn'")
		first := desk.moved(t, desk.confirmed(t, "2016-06-01")) // the rows from before there were chains
		w.sign(t)
		second := desk.moved(t, desk.confirmed(t, desk.day(t, -365)))
		w.record(t, w.first, "第一", 1)
		if second.Rows != 2*perChain || first.Rows != 3 {
			t.Errorf("%d and %d rows", first.Rows, second.Rows)
		}
		w.stands(t, first.Rows+second.Rows, "with both archives")
		if _, err := desk.prune(t, first.Path); !errors.Is(err, audit.ErrUnconfirmed) {
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
		if !strings.Contains(string(content), "甲") || !strings.Contains(string(content), "乙") {
			t.Error("the archive does not name the two people")
		}
		if err := os.WriteFile(first.Path, []byte(strings.Replace(string(content), "user.edit", "user.gone", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		if found := w.verify(t); len(found.Faults) != 1 || found.Faults[0].Kind != audit.FaultArchive {
			t.Errorf("an edited archive: %+v", found.Faults)
		}
	})
}

// archiveDesk is the desk some days from now, when the records are old.
type archiveDesk struct {
	*audit.ArchiveDesk
	kept
	recorder *audit.Recorder
	clock    *clock.Clock
}

func newArchiveDesk(t *testing.T, w kept, days int) archiveDesk {
	t.Helper()
	clk, err := clock.New(time.UTC, "")
	if err != nil {
		t.Fatal(err)
	}
	clk.Skew(time.Duration(days) * 24 * time.Hour)
	recorder := audit.New(clk)
	return archiveDesk{audit.NewArchiveDesk(w.db, recorder), w, recorder, clk}
}

func as(id int64, name string) context.Context {
	return audit.WithSubject(context.Background(), audit.Subject{ActorID: id, ActorName: name})
}

func isProblem(err error, code string) bool {
	problem, ok := errors.AsType[*httpapi.Error](err)
	return ok && problem.Code == code
}

func (d archiveDesk) day(t *testing.T, days int) string {
	t.Helper()
	return d.clock.Now().AddDate(0, 0, days).Format(time.DateOnly)
}

// confirmed is a request that one person put forward and another confirmed.
func (d archiveDesk) confirmed(t *testing.T, before string) int64 {
	t.Helper()
	asked, err := d.Ask(as(7, "甲"), before, "库太大")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Confirm(as(8, "乙"), asked.ID, asked.Version); err != nil {
		t.Fatal(err)
	}
	return asked.ID
}

func (d archiveDesk) archive(t *testing.T, request int64) (audit.Archived, error) {
	t.Helper()
	return audit.Archive(t.Context(), d.db, d.recorder, d.dir, request, time.UTC, d.clock.Now())
}

func (d archiveDesk) prune(t *testing.T, path string) (audit.Archived, error) {
	t.Helper()
	return audit.Prune(t.Context(), d.db, d.recorder, d.dir, path, d.clock.Now())
}

// moved makes an archive of a request and takes its records out of the database.
func (d archiveDesk) moved(t *testing.T, request int64) audit.Archived {
	t.Helper()
	made, err := d.archive(t, request)
	if err != nil || made.Rows == 0 {
		t.Fatal(made, err)
	}
	total := count(t, d.db)
	done, err := d.prune(t, made.Path)
	if err != nil || done != made {
		t.Fatal(done, made, err)
	}
	if n := count(t, d.db); n != total-int(made.Rows)+1 { // the act itself is recorded
		t.Fatalf("%d rows left of %d, %d archived", n, total, made.Rows)
	}
	return made
}

// TestArchiveTakesTwo: nothing is written or taken out for a request of one person, whoever changes rows for it; both are named.
func TestArchiveTakesTwo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := keep(t, db)
		desk := newArchiveDesk(t, w, 366)
		asked, err := desk.Ask(as(7, "甲"), desk.day(t, -365), "库太大")
		if err != nil {
			t.Fatal(err)
		}
		var crowd sync.WaitGroup
		for range 20 {
			crowd.Go(func() {
				if _, err := desk.Confirm(as(7, "甲"), asked.ID, asked.Version); !isProblem(err, "same_person") {
					t.Errorf("confirmed alone: %v", err)
				}
			})
		}
		crowd.Wait()
		refused := func(words string) {
			t.Helper()
			if _, err := desk.archive(t, asked.ID); !errors.Is(err, audit.ErrUnconfirmed) {
				t.Errorf("%s: %v", words, err)
			}
		}
		refused("asked for only")
		w.exec(t, "UPDATE audit_archive_requests SET state = 'confirmed', decided_by = 8, decided_name = '乙', decided_at = 1")
		refused("confirmed by hand in the database")
		w.exec(t, "UPDATE audit_archive_requests SET state = 'asked'")
		if _, err := desk.Confirm(as(8, "乙"), asked.ID, asked.Version); err != nil {
			t.Fatal(err)
		}
		if _, err := desk.Confirm(as(9, "丙"), asked.ID, asked.Version+1); !isProblem(err, "archive_decided") {
			t.Errorf("confirmed twice: %v", err)
		}
		w.exec(t, "UPDATE audit_archive_requests SET before_on = '2100-01-01'")
		refused("another day by hand")
		w.exec(t, "UPDATE audit_archive_requests SET before_on = ?", asked.Before)
		made, err := desk.archive(t, asked.ID)
		if err != nil {
			t.Fatal(err)
		}
		refused("written already")
		w.exec(t, "UPDATE audit_archive_requests SET file_sum = 'x'")
		if _, err := desk.prune(t, made.Path); !errors.Is(err, audit.ErrUnconfirmed) {
			t.Errorf("the request is about another file: %v", err)
		}
		if n := count(t, db); n < 3+2*perChain {
			t.Errorf("%d records left", n)
		}
		list, err := desk.List(as(7, "甲"))
		if err != nil || len(list) != 1 || !list[0].Mine || list[0].State != audit.ArchiveWritten || list[0].DecidedBy.Name != "乙" {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

func (w kept) stands(t *testing.T, archived int64, words string) {
	t.Helper()
	found := w.verify(t)
	if len(found.Faults) != 0 || found.Archived != archived || found.Records != int64(count(t, w.db)) {
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
