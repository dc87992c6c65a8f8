package database_test

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/database/migrations"
)

// emptyEach runs test with the address of an empty database of each dialect.
func emptyEach(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Helper()
	t.Run(database.SQLite, func(t *testing.T) { test(t, "sqlite://"+filepath.Join(t.TempDir(), "empty.db")) })
	t.Run(database.MySQL, func(t *testing.T) { test(t, dbtest.Empty(t)) })
}

func TestSixStartersMigrateAtOnce(t *testing.T) {
	emptyEach(t, func(t *testing.T, dsn string) {
		var starters sync.WaitGroup
		for range 6 {
			db := dbtest.Open(t, dsn)
			starters.Go(func() {
				if err := db.Migrate(context.Background(), migrations.Files); err != nil {
					t.Errorf("migrate: %v", err)
				}
			})
		}
		starters.Wait()
		db := dbtest.Open(t, dsn)
		current, latest, err := db.SchemaVersion(context.Background(), migrations.Files)
		must(t, err)
		if current != latest || latest < 3 {
			t.Errorf("at version %d of %d", current, latest)
		}
		var twice int64
		must(t, db.Read(context.Background()).Raw(
			"SELECT COUNT(*) FROM (SELECT version_id FROM goose_db_version GROUP BY version_id HAVING COUNT(*) > 1) AS t").Scan(&twice).Error)
		if twice != 0 {
			t.Errorf("%d migrations were applied twice", twice)
		}
	})
}

func TestMigrateIsRepeatable(t *testing.T) {
	emptyEach(t, func(t *testing.T, dsn string) {
		db, ctx := dbtest.Open(t, dsn), context.Background()
		must(t, db.Migrate(ctx, migrations.Files))
		must(t, db.Migrate(ctx, migrations.Files))
		if db.Dialect() == database.SQLite {
			return // there the schema change and the note about it are one transaction
		}
		// As after a crash between the schema change and the note about it.
		_, latest, err := db.SchemaVersion(ctx, migrations.Files)
		must(t, err)
		database.ForgetVersions(t, db, latest-2)
		must(t, db.Migrate(ctx, migrations.Files))
	})
}

func TestNewerSchemaIsRefused(t *testing.T) {
	emptyEach(t, func(t *testing.T, dsn string) {
		db, ctx := dbtest.Open(t, dsn), context.Background()
		newer := fstest.MapFS{}
		for _, dialect := range []string{database.SQLite, database.MySQL} {
			must(t, fs.WalkDir(migrations.Files, dialect, func(path string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() {
					return err
				}
				content, err := migrations.Files.ReadFile(path)
				newer[path] = &fstest.MapFile{Data: content}
				return err
			}))
			newer[dialect+"/09999_future.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE IF NOT EXISTS future (id INTEGER NOT NULL PRIMARY KEY);\n")}
		}
		must(t, db.Migrate(ctx, newer))
		err := db.Migrate(ctx, migrations.Files)
		if !errors.Is(err, database.ErrNewerSchema) || !strings.Contains(err.Error(), "9999") {
			t.Errorf("a newer schema must be refused with words: %v", err)
		}
		current, latest, err := db.SchemaVersion(ctx, migrations.Files)
		if err != nil || current <= latest {
			t.Errorf("at %d of %d, %v", current, latest, err)
		}
	})
}

func TestBrokenMigrationIsReported(t *testing.T) {
	db := dbtest.New(t, database.SQLite)
	lease, err := migrations.Files.ReadFile("sqlite/00001_leases.sql")
	must(t, err)
	broken := fstest.MapFS{
		"sqlite/00001_leases.sql": &fstest.MapFile{Data: lease},
		"sqlite/99999_broken.sql": &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABEL x;\n")},
	}
	if err := db.Migrate(context.Background(), broken); err == nil {
		t.Error("a broken migration must fail")
	}
	must(t, db.Migrate(context.Background(), migrations.Files)) // the lease was given back
}

func TestLease(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		first, err := db.AcquireLease(ctx, "job", 400*time.Millisecond)
		must(t, err)
		if _, err := db.AcquireLease(ctx, "job", time.Minute); !errors.Is(err, database.ErrLeaseHeld) {
			t.Fatalf("held lease: %v", err)
		}
		other, err := db.AcquireLease(ctx, "other", time.Minute)
		must(t, err)
		must(t, other.Release(ctx))
		must(t, first.Renew(ctx))
		time.Sleep(500 * time.Millisecond)
		second, err := db.AcquireLease(ctx, "job", time.Minute)
		must(t, err)
		if second.Epoch() <= first.Epoch() {
			t.Errorf("epoch %d after %d", second.Epoch(), first.Epoch())
		}
		if err := first.Renew(ctx); !errors.Is(err, database.ErrLeaseLost) {
			t.Errorf("lost lease: %v", err)
		}
		must(t, db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error { return second.Fence(tx) }))
		err = db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error { return first.Fence(tx) })
		if !errors.Is(err, database.ErrLeaseLost) {
			t.Errorf("fence of a lost lease: %v", err)
		}
		must(t, second.Release(ctx))
	})
}

func TestLeaseHasOneWinner(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		for range 5 {
			var all sync.WaitGroup
			won := make(chan *database.Lease, 12)
			for range 12 {
				all.Go(func() {
					lease, err := db.AcquireLease(context.Background(), "race", time.Minute)
					if err == nil {
						won <- lease
					} else if !errors.Is(err, database.ErrLeaseHeld) {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if len(won) != 1 {
				t.Fatalf("%d winners", len(won))
			}
			must(t, (<-won).Release(context.Background()))
		}
	})
}
