package audit_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// TestVerifyAMillion measures the check of a million records that the recorder wrote, with a checkpoint for each thousand, and says how
// the filters of the list find their rows. It takes minutes and runs with GUATU_TEST_MILLION=1.
func TestVerifyAMillion(t *testing.T) {
	if os.Getenv("GUATU_TEST_MILLION") == "" {
		t.Skip("GUATU_TEST_MILLION is not set")
	}
	const batches, perBatch = 1000, 1000
	dialect := database.SQLite
	if os.Getenv(dbtest.MySQLEnv) != "" {
		dialect = database.MySQL
	}
	db := dbtest.New(t, dialect)
	w := kept{db: db, dir: t.TempDir(), first: recorder(t)}
	w.notary = audit.NewNotary(db, w.first, slog.New(slog.DiscardHandler), w.dir)
	wrote := clock.StartStopwatch()
	for batch := range batches {
		ctx := audit.WithSubject(t.Context(), audit.Subject{ActorID: int64(batch % 300), ActorName: "周晓宁", RequestID: "R", IP: "10.0.0.1"})
		err := db.QuietTx(ctx, func(ctx context.Context, tx *gorm.DB) error {
			for n := range perBatch {
				err := w.first.Record(ctx, tx, audit.Event{Action: "milestone.report", Entity: "milestone", EntityID: int64(n), After: state{Name: "进展"}})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		w.sign(t)
	}
	written := wrote.Elapsed()
	checked := clock.StartStopwatch()
	found := w.verify(t)
	t.Logf("FIGURES audit, %s: %d records written in %.0f s, with %d checkpoints verified in %.1f s, faults %d",
		dialect, found.Records, written.Seconds(), found.Checkpoints, checked.Elapsed().Seconds(), len(found.Faults))
	if len(found.Faults) != 0 || found.Records != batches*perBatch {
		t.Errorf("%+v", found)
	}
	for name, where := range map[string]string{"entity": "entity = 'milestone' AND entity_id = 7", "actor": "actor_id = 7", "action": "action = 'user.edit'",
		"days": "recorded_on >= '2030-01-01' AND recorded_on <= '2030-01-31'", "name": "actor_name LIKE '%沈%'", "chain": "chain_id = 'x' AND chain_seq = 3"} {
		asked := clock.StartStopwatch()
		var ids []int64
		query := "SELECT id FROM audit_events WHERE " + where + " ORDER BY id DESC LIMIT 51"
		if err := db.Read(t.Context()).Raw(query).Scan(&ids).Error; err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d rows in %s; %s", name, len(ids), asked.Elapsed(), plan(t, db, query))
	}
}

// plan is how the database finds the rows of a query.
func plan(t *testing.T, db *database.DB, query string) string {
	t.Helper()
	explain := "EXPLAIN QUERY PLAN "
	if db.Dialect() == database.MySQL {
		explain = "EXPLAIN "
	}
	var steps []map[string]any
	if err := db.Read(t.Context()).Raw(explain + query).Scan(&steps).Error; err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, step := range steps {
		for _, key := range []string{"detail", "key", "type", "rows"} {
			if value, ok := step[key]; ok && value != nil {
				if bytes, ok := value.([]byte); ok {
					value = string(bytes)
				}
				out = append(out, strings.TrimSpace(strings.Join([]string{key, fmt.Sprint(value)}, "=")))
			}
		}
	}
	return strings.Join(out, " ")
}
