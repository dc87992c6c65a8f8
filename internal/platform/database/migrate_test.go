package database_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pressly/goose/v3"
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

// TestKilledBetweenStatements: a server that commits each change of the schema by itself keeps what a killed starter has done.
// Each of the newest migrations is broken off after its middle and after its last statement (GUATU_SOAK=1: every migration
// after every statement), with no note about it, and the next start completes it. SQLite has no such state: there the whole
// migration is one transaction.
func TestKilledBetweenStatements(t *testing.T) {
	db, ctx := dbtest.Open(t, dbtest.Empty(t)), t.Context()
	names, err := fs.Glob(migrations.Files, database.MySQL+"/*.sql")
	must(t, err)
	first, long := len(names)-8, os.Getenv("GUATU_SOAK") == "1"
	if long {
		first = 1 // the one before is the leases, which have to be there before anything
	}
	version := func(i int) int64 {
		number, err := goose.NumericComponent(names[i])
		must(t, err)
		return number
	}
	broken := 0
	for i := first; i < len(names); i++ {
		content, err := migrations.Files.ReadFile(names[i])
		must(t, err)
		statements := strings.SplitAfter(string(content), ";\n")
		last := len(statements) - 1 // what follows it is empty
		must(t, db.Migrate(ctx, database.UpTo(migrations.Files, version(i-1))))
		for n := 1; n <= last; n++ {
			if !long && n != last && n != last/2 {
				continue
			}
			part := brokenOff{database.UpTo(migrations.Files, version(i)), names[i], strings.Join(statements[:n], "")}
			if err := db.Migrate(ctx, part); err != nil {
				t.Fatalf("%s, statement %d of %d, after a starter that was killed: %v", names[i], n, last, err)
			}
			database.ForgetVersions(t, db, version(i-1))
			broken++
		}
	}
	must(t, db.Migrate(ctx, migrations.Files))
	if whole := dbtest.New(t, database.MySQL); !reflect.DeepEqual(database.Shapes(t, whole), database.Shapes(t, db)) {
		t.Error("the schema is not the one an undisturbed start makes")
	}
	t.Logf("FIGURES %d migrations of MariaDB, broken off %d times between two statements: each completed by the next start", len(names)-first, broken)
}

// brokenOff is the migrations, one of which ends early.
type brokenOff struct {
	fs.FS
	name, content string
}

// Open gives the beginning of the one.
func (b brokenOff) Open(name string) (fs.File, error) {
	if name == b.name {
		return fstest.MapFS{name: &fstest.MapFile{Data: []byte(b.content)}}.Open(name)
	}
	return b.FS.Open(name)
}

// ReadDir leaves out what is newer.
func (b brokenOff) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(b.FS, name) }

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
