package demo_test

import (
	"context"
	"maps"
	"strings"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/platform/database/migrations"
)

// testOwedReports: what migration 26 fills in for rows of before is what the program writes.
func (d *district) testOwedReports(t *testing.T) {
	text, err := migrations.Files.ReadFile(d.db.Dialect() + "/00026_owed_reports.sql")
	if err != nil {
		t.Fatal(err)
	}
	want := d.owed(t)
	err = d.db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error {
		// In the days of that migration a report that waited had one state.
		statements := []string{"UPDATE reports SET state = 'submitted' WHERE state = 'approved'", "UPDATE milestones SET pending_on = NULL, returned_month = NULL",
			"UPDATE milestone_versions SET pending_on = NULL", "UPDATE indicators SET returned_month = NULL"}
		for statement := range strings.SplitSeq(string(text), ";") {
			if statement = strings.TrimSpace(statement); strings.HasPrefix(statement, "UPDATE") {
				statements = append(statements, statement)
			}
		}
		statements = append(statements, "UPDATE reports SET state = 'approved' WHERE state = 'submitted' AND approved_by IS NOT NULL")
		for _, statement := range statements {
			if err := tx.Exec(statement).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := d.owed(t); !maps.Equal(got, want) || len(want) < 5 {
		t.Errorf("filled in %v\nwritten   %v", got, want)
	}
}

// owed reads the columns; of the versions the last of each day, which is the one a past day shows.
func (d *district) owed(t *testing.T) map[string]int {
	t.Helper()
	var rows []struct{ Fact string }
	err := d.db.Read(context.Background()).Raw(`
		SELECT CONCAT('milestone ', id, ' waits ', pending_on) AS fact FROM milestones WHERE pending_on IS NOT NULL
		UNION ALL SELECT CONCAT('milestone ', id, ' returned ', returned_month) FROM milestones WHERE returned_month IS NOT NULL
		UNION ALL SELECT CONCAT('indicator ', id, ' returned ', returned_month) FROM indicators WHERE returned_month IS NOT NULL
		UNION ALL SELECT CONCAT('version ', v.id, ' on ', v.recorded_on, ' waits ', v.pending_on) FROM milestone_versions v
			WHERE v.pending_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM milestone_versions n WHERE n.id = v.id
				AND n.version > v.version AND n.recorded_on = v.recorded_on)`).Scan(&rows).Error
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, row := range rows {
		out[row.Fact]++
	}
	return out
}
