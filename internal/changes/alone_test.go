package changes_test

import (
	"sync"
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// TestNobodyApprovesAlone: who asks and may decide for others sends many decisions at once; the date does not move.
func TestNobodyApprovesAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDistrict(t, db)
		r := d.delay(t, "head.edu", start, "2017-07-10")
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				if _, err := d.service.Decide(ctxOf("head.edu"), r.ID, r.Version, yes); !isCode(err, "same_person") {
					t.Errorf("one's own request: %v", err)
				}
			})
		}
		all.Wait()
		if now, err := d.service.Get(ctxOf("head.edu"), r.ID); err != nil || now.Decision != nil || now.Version != r.Version {
			t.Errorf("%+v, %v", now, err)
		}
	})
}
