package app

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// TestDialectsCarryTheSameSchema compares what the migrations make of both databases: tables, columns in their order,
// unique keys. internal/archtest compares the files; this compares the result.
func TestDialectsCarryTheSameSchema(t *testing.T) {
	if os.Getenv(dbtest.MySQLEnv) == "" {
		t.Skipf("%s is not set", dbtest.MySQLEnv)
	}
	lite, my := dbtest.New(t, database.SQLite), dbtest.New(t, database.MySQL)
	tables := sorted(read(t, lite, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"))
	if diff := cmp.Diff(tables, sorted(read(t, my, "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"))); diff != "" {
		t.Fatalf("tables (-sqlite +mysql):\n%s", diff)
	}
	for _, table := range tables {
		if table == "goose_db_version" {
			continue // goose makes it, each dialect its own
		}
		columns := read(t, lite, fmt.Sprintf("SELECT name FROM pragma_table_info('%s') ORDER BY cid", table))
		diff := cmp.Diff(columns, read(t, my, "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '"+table+"' ORDER BY ordinal_position"))
		if diff != "" {
			t.Errorf("columns of %s (-sqlite +mysql):\n%s", table, diff)
		}
		if diff := cmp.Diff(uniqueLite(t, lite, table), uniqueMy(t, my, table)); diff != "" {
			t.Errorf("unique keys of %s (-sqlite +mysql):\n%s", table, diff)
		}
	}
	t.Logf("%d tables are the same in both dialects", len(tables)-1)
}

// sorted by bytes: the two databases order names differently.
func sorted(names []string) []string {
	slices.Sort(names)
	return names
}

func read(t *testing.T, db *database.DB, query string) []string {
	t.Helper()
	var names []string
	if err := db.Read(t.Context()).Raw(query).Scan(&names).Error; err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	return names
}

func uniqueLite(t *testing.T, db *database.DB, table string) map[string]string {
	t.Helper()
	keys := map[string]string{}
	for _, name := range read(t, db, fmt.Sprintf("SELECT name FROM pragma_index_list('%s') WHERE \"unique\" = 1 AND origin = 'c'", table)) {
		keys[name] = strings.Join(read(t, db, fmt.Sprintf("SELECT name FROM pragma_index_info('%s') ORDER BY seqno", name)), ",")
	}
	return keys
}

func uniqueMy(t *testing.T, db *database.DB, table string) map[string]string {
	t.Helper()
	var rows []struct{ Name, Columns string }
	err := db.Read(t.Context()).Raw(`SELECT index_name AS name, GROUP_CONCAT(column_name ORDER BY seq_in_index) AS columns FROM information_schema.statistics
		WHERE table_schema = DATABASE() AND table_name = ? AND non_unique = 0 AND index_name <> 'PRIMARY' GROUP BY index_name`, table).Scan(&rows).Error
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]string{}
	for _, row := range rows {
		keys[row.Name] = row.Columns
	}
	return keys
}
