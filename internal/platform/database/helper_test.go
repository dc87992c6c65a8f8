package database_test

import (
	"context"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/schedule"
)

// thing is a row people edit.
type thing struct {
	ID      int64
	Version int64
	Name    string
	DueOn   schedule.Date
	Count   int64
}

// eachWithThings runs test with a table of things and their versions.
func eachWithThings(t *testing.T, test func(t *testing.T, db *database.DB)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		makeThings(t, db)
		test(t, db)
	})
}

func makeThings(t *testing.T, db *database.DB) {
	t.Helper()
	id, date := "id INTEGER PRIMARY KEY AUTOINCREMENT", "TEXT"
	if db.Dialect() == database.MySQL {
		id, date = "id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY", "DATE"
	}
	must(t, db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error {
		for _, ddl := range []string{
			"CREATE TABLE things (" + id + ", version BIGINT NOT NULL DEFAULT 1, name VARCHAR(80) NOT NULL, due_on " + date + ", count BIGINT NOT NULL DEFAULT 0)",
			"CREATE UNIQUE INDEX things_name ON things (name)",
			"CREATE TABLE thing_versions (id BIGINT NOT NULL, version BIGINT NOT NULL, name VARCHAR(80) NOT NULL, due_on " + date +
				", recorded_on " + date + " NOT NULL, recorded_by BIGINT NOT NULL, PRIMARY KEY (id, version))",
			"CREATE TABLE parts (id BIGINT NOT NULL PRIMARY KEY, thing_id BIGINT NOT NULL, FOREIGN KEY (thing_id) REFERENCES things (id))",
		} {
			if err := tx.Exec(ddl).Error; err != nil {
				return err
			}
		}
		return nil
	}))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func create(t testing.TB, db *database.DB, name string) thing {
	t.Helper()
	row := thing{Version: 1, Name: name, DueOn: schedule.MustDate("2017-05-31")}
	must(t, db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error { return tx.Create(&row).Error }))
	return row
}

func load(t testing.TB, db *database.DB, id int64) thing {
	t.Helper()
	var row thing
	must(t, db.Read(context.Background()).Take(&row, id).Error)
	return row
}

func count(t testing.TB, db *database.DB) int64 {
	t.Helper()
	var n int64
	must(t, db.Read(context.Background()).Model(&thing{}).Count(&n).Error)
	return n
}
