package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/migrations"
)

// MySQLEnv names the variable with the address of the test server.
const MySQLEnv = "GUATU_TEST_MYSQL_DSN"

// Each runs test on a fresh database of each dialect, as subtests named sqlite
// and mysql. Without a server mysql is left out, and the log says so.
func Each(t *testing.T, test func(t *testing.T, db *database.DB)) {
	t.Helper()
	t.Run(database.SQLite, func(t *testing.T) { test(t, New(t, database.SQLite)) })
	if os.Getenv(MySQLEnv) == "" {
		t.Logf("%s is not set: SQLite only", MySQLEnv)
		return
	}
	t.Run(database.MySQL, func(t *testing.T) { test(t, New(t, database.MySQL)) })
}

// New returns a fresh migrated database of a dialect, removed after the test.
func New(t testing.TB, dialect string, options ...database.Option) *database.DB {
	t.Helper()
	return Open(t, DSN(t, dialect), options...)
}

// DSN makes a fresh migrated database and returns its address, for tests that
// open it several times, as several instances do. It is removed after the test.
func DSN(t testing.TB, dialect string) string {
	t.Helper()
	if dialect == database.MySQL {
		return mysqlCopy(t)
	}
	return sqliteCopy(t)
}

// Open opens a database and closes it after the test.
func Open(t testing.TB, dsn string, options ...database.Option) *database.DB {
	t.Helper()
	db, err := database.Open(context.Background(), dsn, options...)
	if err != nil {
		t.Fatalf("open %s: %v", dsn, err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db
}

// fingerprint names the content of the migrations of a dialect.
func fingerprint(t testing.TB, dialect string) string {
	t.Helper()
	sum := sha256.New()
	err := fs.WalkDir(migrations.Files, dialect, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := migrations.Files.ReadFile(path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(content), content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
}

// migrated brings the database at dsn to the newest version.
func migrated(t testing.TB, dsn string) {
	t.Helper()
	db, err := database.Open(context.Background(), dsn)
	if err != nil {
		t.Fatalf("open template: %v", err)
	}
	if err := db.Migrate(context.Background(), migrations.Files); err != nil {
		t.Errorf("migrate template: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Errorf("close template: %v", err)
	}
	if t.Failed() {
		t.FailNow()
	}
}

func sqliteCopy(t testing.TB) string {
	t.Helper()
	template := filepath.Join(os.TempDir(), fmt.Sprintf("guatu-dbtest-%d-%s.db", os.Getuid(), fingerprint(t, database.SQLite)))
	content, err := os.ReadFile(template)
	if err != nil {
		fresh := filepath.Join(t.TempDir(), "template.db")
		migrated(t, "sqlite://"+fresh)
		if content, err = os.ReadFile(fresh); err != nil {
			t.Fatal(err)
		}
		keep(t, template, content)
	}
	path := filepath.Join(t.TempDir(), "guatu.db")
	if err := os.WriteFile(path, content, 0o600); err != nil { // #nosec G703 -- a file of the test, in the folder of the test
		t.Fatal(err)
	}
	return "sqlite://" + path
}

// keep writes the template in one step: other test processes may do the same.
func keep(t testing.TB, template string, content []byte) {
	t.Helper()
	file, err := os.CreateTemp(filepath.Dir(template), "guatu-dbtest-*.tmp")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file.Name(), template); err != nil {
		t.Fatal(err)
	}
}
