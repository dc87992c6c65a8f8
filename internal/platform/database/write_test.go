package database_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/schedule"
)

func TestUpdateVersion(t *testing.T) {
	eachWithThings(t, func(t *testing.T, db *database.DB) {
		row := create(t, db, "x")
		update := func(version int64, values map[string]any) error {
			return db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error {
				return database.UpdateVersion(tx, "things", row.ID, version, values)
			})
		}
		must(t, update(1, map[string]any{"name": "y", "due_on": schedule.Date{}, "count": 0}))
		if got := load(t, db, row.ID); got.Name != "y" || got.Version != 2 || !got.DueOn.IsZero() {
			t.Errorf("after the update: %+v", got)
		}
		if err := update(1, map[string]any{"name": "z"}); !errors.Is(err, database.ErrConflict) {
			t.Errorf("stale version: %v", err)
		}
		must(t, update(2, map[string]any{"name": "y"})) // the same value still moves the version
		create(t, db, "taken")
		if err := update(3, map[string]any{"name": "taken"}); !errors.Is(err, database.ErrDuplicate) {
			t.Errorf("duplicate: %v", err)
		}
	})
}

func TestSnapshot(t *testing.T) {
	eachWithThings(t, func(t *testing.T, db *database.DB) {
		row, ctx := create(t, db, "x"), context.Background()
		day := schedule.MustDate("2017-03-31")
		snapshot := func(id int64) error {
			return db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
				return db.Snapshot(ctx, tx, "things", "thing_versions", id, day, 7)
			})
		}
		must(t, snapshot(row.ID))
		var kept struct {
			Name       string
			DueOn      schedule.Date
			RecordedOn schedule.Date
			RecordedBy int64
		}
		must(t, db.Read(ctx).Table("thing_versions").Take(&kept, "id = ?", row.ID).Error)
		if kept.Name != "x" || kept.DueOn != row.DueOn || kept.RecordedOn != day || kept.RecordedBy != 7 {
			t.Errorf("snapshot: %+v", kept)
		}
		if err := snapshot(row.ID); !errors.Is(err, database.ErrDuplicate) {
			t.Errorf("the same version twice: %v", err)
		}
		if err := snapshot(999); !errors.Is(err, database.ErrNotFound) {
			t.Errorf("missing row: %v", err)
		}
	})
}

// TestHistoryOnlyGrows: a version is never recorded on an earlier day than the one before.
func TestHistoryOnlyGrows(t *testing.T) {
	eachWithThings(t, func(t *testing.T, db *database.DB) {
		row := create(t, db, "x")
		change := func(version int64, on string) error {
			return db.Tx(context.Background(), func(ctx context.Context, tx *gorm.DB) error {
				if version > 1 {
					if err := database.UpdateVersion(tx, "things", row.ID, version-1, map[string]any{"count": version}); err != nil {
						return err
					}
				}
				return db.Snapshot(ctx, tx, "things", "thing_versions", row.ID, schedule.MustDate(on), 7)
			})
		}
		must(t, change(1, "2017-03-31"))
		if err := change(2, "2017-03-30"); !errors.Is(err, database.ErrDayBehind) {
			t.Errorf("a version of the day before: %v", err)
		}
		if got := load(t, db, row.ID); got.Version != 1 {
			t.Errorf("the refused change left version %d", got.Version)
		}
		must(t, change(2, "2017-03-31"))
		must(t, change(3, "2017-04-01"))
	})
}

func TestChangeMark(t *testing.T) {
	for _, dialect := range []string{database.SQLite, database.MySQL} {
		t.Run(dialect, func(t *testing.T) {
			dsn, ctx := dbtest.DSN(t, dialect), context.Background()
			here, there := dbtest.Open(t, dsn), dbtest.Open(t, dsn)
			mark := func() int64 { m, err := there.ChangeMark(ctx); must(t, err); return m }
			last := mark()
			for range 40 {
				must(t, here.Tx(ctx, func(context.Context, *gorm.DB) error { return nil }))
				if now := mark(); now != last+1 {
					t.Fatalf("mark %d after %d", now, last)
				}
				last++
			}
			must(t, here.QuietTx(ctx, func(context.Context, *gorm.DB) error { return nil }))
			_ = here.Tx(ctx, func(context.Context, *gorm.DB) error { return errBusiness })
			if now := mark(); now != last {
				t.Errorf("a rolled-back or quiet transaction moved the mark")
			}
		})
	}
}

func TestReadTxIsOneState(t *testing.T) {
	eachWithThings(t, func(t *testing.T, db *database.DB) {
		must(t, db.ReadTx(context.Background(), func(ctx context.Context) error {
			var before, after int64
			must(t, db.Read(ctx).Model(&thing{}).Count(&before).Error)
			create(t, db, "meanwhile")
			must(t, db.Read(ctx).Model(&thing{}).Count(&after).Error)
			if before != 0 || after != 0 {
				t.Errorf("saw %d, then %d", before, after)
			}
			if err := db.Tx(ctx, func(context.Context, *gorm.DB) error { return nil }); err == nil {
				t.Error("a write inside ReadTx would be lost, it must be refused")
			}
			return nil
		}))
	})
}

func TestReaderCannotWrite(t *testing.T) {
	db := dbtest.New(t, database.SQLite)
	err := db.Read(context.Background()).Exec("UPDATE change_slots SET n = 0").Error
	if !errors.Is(database.Translate(err), database.ErrUnavailable) {
		t.Errorf("a reader must not write: %v", err)
	}
}

func TestTypedErrors(t *testing.T) {
	eachWithThings(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		err := database.Translate(db.Read(ctx).Take(&thing{}, 5).Error)
		if !errors.Is(err, database.ErrNotFound) {
			t.Errorf("missing row: %v", err)
		}
		create(t, db, "x")
		err = db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error { return tx.Create(&thing{Version: 1, Name: "x"}).Error })
		if !errors.Is(err, database.ErrDuplicate) {
			t.Errorf("duplicate: %v", err)
		}
		err = db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error {
			return tx.Exec("INSERT INTO parts (id, thing_id) VALUES (1, 99)").Error
		})
		if !errors.Is(err, database.ErrReference) {
			t.Errorf("foreign key: %v", err)
		}
	})
}

func TestDialectFragments(t *testing.T) {
	eachWithThings(t, func(t *testing.T, db *database.DB) {
		create(t, db, "Line 6% 开通_6号线")
		ctx := context.Background()
		var days int
		must(t, db.Read(ctx).Raw("SELECT "+db.DaysBetween("due_on", "'2016-02-28'")+" FROM things").Scan(&days).Error)
		if days != 458 {
			t.Errorf("%d days, want 458", days)
		}
		for text, wanted := range map[string]int64{"line": 1, "6%": 1, "7%": 0, "通_6": 1, "通%6": 0, "!": 0, "号线": 1} {
			var n int64
			must(t, db.Read(ctx).Model(&thing{}).Where(db.Contains("name"), database.LikeArgument(text)).Count(&n).Error)
			if n != wanted {
				t.Errorf("%q found %d times", text, n)
			}
		}
	})
}

func TestStatementCounter(t *testing.T) {
	eachWithThings(t, func(t *testing.T, db *database.DB) {
		ctx, outer := database.WithStatementCounter(context.Background())
		ctx, counter := database.WithStatementCounter(ctx)
		must(t, db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error {
			return tx.Create(&thing{Version: 1, Name: "x"}).Error
		}))
		var rows []thing
		must(t, db.Read(ctx).Find(&rows).Error)
		if counter.Count() != 3 || outer.Count() != 3 { // insert, change slot, select
			t.Errorf("%d and %d statements, want 3", counter.Count(), outer.Count())
		}
	})
}

func TestSQLiteTakesAFileAlone(t *testing.T) {
	folder := t.TempDir()
	for _, address := range []string{"sqlite://:memory:", "sqlite://" + folder + "/a.db?mode=ro", "sqlite://" + folder + "/a.db#x", "sqlite:///:memory:", "sqlite://"} {
		db, err := database.Open(context.Background(), address)
		if err == nil {
			must(t, db.Close())
			t.Errorf("%s was opened", address)
		}
	}
	if made, err := os.ReadDir(folder); err != nil || len(made) != 0 {
		t.Errorf("left behind: %v, %v", made, err)
	}
}
