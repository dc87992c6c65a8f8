package database_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/database/migrations"
)

// TestSnapshotOfADatabase: the same rows, sequences and schema in a file of its own, from either dialect, and nothing written over.
func TestSnapshotOfADatabase(t *testing.T) {
	for _, dialect := range []string{database.SQLite, database.MySQL} {
		t.Run(dialect, func(t *testing.T) {
			dsn := dbtest.DSN(t, dialect)
			source := dbtest.Open(t, dsn)
			must(t, source.Tx(t.Context(), func(_ context.Context, tx *gorm.DB) error {
				return tx.Exec("INSERT INTO departments (code, name, short_name, sort, disabled, version) VALUES ('a', ?, ?, 1, 0, 1)", "𠮷 ", `\`).Error
			}))
			want, err := source.Contents(t.Context())
			must(t, err)
			file := filepath.Join(t.TempDir(), "snapshot.db")
			must(t, database.Snapshot(t.Context(), dsn, file, migrations.Files))
			copied, err := database.OpenReadOnly(t.Context(), "sqlite://"+file)
			must(t, err)
			have, err := copied.Contents(t.Context())
			must(t, err)
			must(t, copied.Close())
			if diff := cmp.Diff(want, have); diff != "" {
				t.Error(diff)
			}
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%v, %v", info.Mode(), err)
			}
			if err := database.Snapshot(t.Context(), dsn, file, migrations.Files); err == nil {
				t.Error("a file that is there was written over")
			}
			other := filepath.Join(t.TempDir(), "other.db")
			if err := database.Snapshot(t.Context(), dsn, other, database.UpTo(migrations.Files, 20)); !errors.Is(err, database.ErrNewerSchema) {
				t.Errorf("a newer schema: %v", err)
			}
			if _, err := os.Stat(other); err == nil {
				t.Error("a refused snapshot left a file")
			}
		})
	}
}
