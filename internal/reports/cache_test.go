package reports_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/schedule"
)

// counted runs a read and returns what it cost.
func counted(t *testing.T, actor string, read func(ctx context.Context) error) int64 {
	t.Helper()
	ctx, counter := database.WithStatementCounter(ctxOf(actor))
	must(t, read(ctx))
	return counter.Count()
}

// TestStatements: at most five statements a read; board, overview and attention
// cost no more than the change mark while nothing changes.
func TestStatements(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, "2017-09-30")
		w.district(t)
		past := date("2017-08-15")
		for name, asOf := range map[string]schedule.Date{"today": {}, "past": past} {
			cases := []struct {
				name, actor string
				warm        int64
				read        func(ctx context.Context) error
			}{
				{"board", "reporter.edu", 1, func(ctx context.Context) error { _, err := w.service.Board(ctx, 0, asOf); return err }},
				{"overview", "reporter.edu", 1, func(ctx context.Context) error { _, err := w.service.Overview(ctx, asOf); return err }},
				{"worklist", "reporter.edu", 3, // and two of the projects
					func(ctx context.Context) error { _, err := w.service.Worklist(ctx, asOf); return err }},
				{"attention", "leader.edu", 1, func(ctx context.Context) error { _, err := w.service.Attention(ctx, asOf); return err }},
			}
			for _, c := range cases {
				counted(t, c.actor, c.read) // names are kept by auth per access epoch
				w.exec(t, "UPDATE settings SET value = value")
				cold, warm := counted(t, c.actor, c.read), counted(t, c.actor, c.read)
				t.Logf("%s %s: %d cold, %d warm", c.name, name, cold, warm)
				if c.name == "worklist" {
					cold += 2 // what the projects read
				}
				if cold > 5 || warm > c.warm {
					t.Errorf("%s %s: %d statements cold, %d warm; at most 5 and %d", c.name, name, cold, warm, c.warm)
				}
			}
		}
	})
}

// TestCacheIsNeverStale: what a transaction has committed is in the next answer.
func TestCacheIsNeverStale(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, "2017-09-30")
		m := w.put(t, milestone{ID: 1, ProjectID: 10, LeadDepartmentID: edu, Name: "开工", BaselineOn: date("2017-09-20"), ApprovedOn: date("2017-09-20")}, date("2017-01-10"))
		if v := w.overview(t, schedule.Date{}); v.ByLamp.Yellow != 1 || v.Milestones.Overdue != 1 {
			t.Fatalf("overdue ten days: %+v", v)
		}
		m.ReachedOn, m.Verified = date("2017-09-30"), true
		m = w.put(t, m, date("2017-09-30"))
		if v := w.overview(t, schedule.Date{}); v.ByLamp.Blue != 1 || v.Milestones.Overdue != 0 {
			t.Errorf("verified: %+v", v)
		}
		// The day goes on without a write: the model is another one.
		m.Verified, m.ReachedOn = false, schedule.Date{}
		w.put(t, m, date("2017-09-30"))
		w.overview(t, schedule.Date{})
		w.clock.SetToday(date("2017-10-25"))
		if v := w.overview(t, schedule.Date{}); v.ByLamp.Red != 1 {
			t.Errorf("35 days overdue: %+v", v)
		}
	})
}

// TestCacheUnderConcurrentWriters: whoever reads after a commit sees it, while
// others write and read.
func TestCacheUnderConcurrentWriters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, "2017-09-30")
		const writers, each = 4, 12
		var started, committed atomic.Int64
		var group sync.WaitGroup
		for writer := range int64(writers) {
			group.Go(func() {
				for n := range int64(each) {
					started.Add(1)
					err := db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error {
						return tx.Exec("INSERT INTO milestones (id, project_id, lead_department_id, name, approved_on, clock_due, open, created_at)"+
							" VALUES (?, 10, 1, 'x', '2017-09-20', '2017-09-20', 1, 0)", writer*1000+n+1).Error
					})
					if err != nil {
						t.Error(err)
						return
					}
					committed.Add(1)
					w.sees(t, &started, &committed)
				}
			})
		}
		for range 2 {
			group.Go(func() {
				for range 3 * each {
					w.sees(t, &started, &committed)
				}
			})
		}
		group.Wait()
		if v := w.overview(t, schedule.Date{}); v.Milestones.Overdue != writers*each {
			t.Errorf("%d overdue at the end, want %d", v.Milestones.Overdue, writers*each)
		}
	})
}

// sees reads the overview: not less than was committed before, not more than
// was started until after.
func (w *world) sees(t *testing.T, started, committed *atomic.Int64) {
	least := committed.Load()
	v, err := w.service.Overview(ctxOf("supervisor"), schedule.Date{})
	most := started.Load()
	if err != nil {
		t.Error(err)
		return
	}
	if got := int64(v.Milestones.Overdue); got < least || got > most || v.ByLamp.Yellow != v.Milestones.Overdue {
		t.Errorf("overview says %d (%d yellow), committed before %d, started until after %d", got, v.ByLamp.Yellow, least, most)
	}
}
