package plans_test

import (
	"sync"
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// TestNobodyFreezesAlone: one person sends everything a freeze takes at once, many times over; the plan is never frozen.
func TestNobodyFreezesAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		w.project(t, 10, "学校", edu, nil)
		w.milestone(t, 1, 10, "开工", "2017-06-30", 10)
		ctx := ctxOf("supervisor")
		var all sync.WaitGroup
		for n := range 24 {
			all.Go(func() {
				version := int64(n/3%3 + 1)
				switch n % 3 {
				case 0:
					_, _ = w.service.Propose(ctx, 2017, version) // most are refused, and that is what the test is about
				case 1:
					_, _ = w.service.Withdraw(ctx, 2017, version, "再看看")
				default:
					if _, err := w.service.Freeze(ctx, 2017, version); err == nil {
						t.Error("frozen by the person who proposed it")
					}
				}
			})
		}
		all.Wait()
		var frozen int
		must(t, db.Read(t.Context()).Raw("SELECT COUNT(*) FROM audit_events WHERE action = 'plan.freeze'").Row().Scan(&frozen))
		if frozen != 0 {
			t.Errorf("%d freezes", frozen)
		}
	})
}
