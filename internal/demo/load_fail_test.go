package demo_test

import (
	"context"
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// TestFailedLoadLeavesNothing: a password that is refused half way leaves the database and the clock as they were.
func TestFailedLoadLeavesNothing(t *testing.T) {
	db := dbtest.New(t, database.SQLite)
	d := newDistrict(t, db)
	today := d.clock.Today()
	if loaded, err := d.loader.Load(context.Background(), "short"); loaded || err == nil {
		t.Fatalf("loaded %v: %v", loaded, err)
	}
	for _, table := range []string{"departments", "posts", "users", "projects", "source_items", "audit_events"} {
		var rows int64
		if err := db.Read(context.Background()).Table(table).Count(&rows).Error; err != nil || rows != 0 {
			t.Errorf("%s keeps %d rows: %v", table, rows, err)
		}
	}
	if there, err := d.loader.Loaded(context.Background()); there || err != nil {
		t.Errorf("loaded %v: %v", there, err)
	}
	if d.clock.Today() != today {
		t.Errorf("the clock stands on %s", d.clock.Today())
	}
}
