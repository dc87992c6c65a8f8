package database

import "testing"

// ForgetVersions removes the notes about migrations above version.
func ForgetVersions(t *testing.T, d *DB, version int64) {
	t.Helper()
	if _, err := d.writeSQL.Exec("DELETE FROM goose_db_version WHERE version_id > ?", version); err != nil {
		t.Fatal(err)
	}
}
