package livelihood_test

import (
	"net/http"
	"testing"

	"guatu/internal/auth"
	"guatu/internal/livelihood"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
)

// TestLockedIsJudgedAgain: what moved while a write waited for its lock is seen.
func TestLockedIsJudgedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		task, spaces, _, _ := w.parking(t)
		ctx := ctxOf("reporter.build")
		refused(t, err0(w.service.EditTask(ctxOf("supervisor"), task.ID, task.Version, livelihood.TaskEdit{LeaderPostID: httpapi.Some(int64(4))})),
			http.StatusUnprocessableEntity, "invalid") // a post without a line
		w.exec(t, "INSERT INTO grants (post_id, role, granted_at) VALUES (4, 'leader', 0)")
		leader, err := w.service.LockAfter(ctx, spaces.ID, spaces.Version, auth.PermIndicatorsReport, func() {
			must(t, err0(w.service.EditTask(ctxOf("supervisor"), task.ID, task.Version, livelihood.TaskEdit{LeaderPostID: httpapi.Some(int64(4))})))
		})
		if err != nil || leader != 4 {
			t.Errorf("leader %d of the locked task, %v", leader, err)
		}
		_, err = w.service.LockAfter(ctx, spaces.ID, spaces.Version, auth.PermIndicatorsReport, func() {
			w.exec(t, "UPDATE indicators SET department_id = ? WHERE id = ?", env, spaces.ID)
		})
		refused(t, err, http.StatusForbidden, "forbidden")
	})
}
