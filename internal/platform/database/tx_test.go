package database_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

var errBusiness = errors.New("no")

func TestTxCommitsAndRollsBack(t *testing.T) {
	eachWithThings(t, func(t *testing.T, db *database.DB) {
		ctx, called := context.Background(), 0
		after := func(ctx context.Context) { db.AfterCommit(ctx, func() { called++ }) }
		insert := func(tx *gorm.DB, name string) error { return tx.Create(&thing{Version: 1, Name: name}).Error }

		must(t, db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
			after(ctx)
			if called != 0 {
				t.Error("called before the commit")
			}
			return insert(tx, "kept")
		}))
		err := db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
			after(ctx)
			return errors.Join(insert(tx, "undone"), errBusiness)
		})
		if !errors.Is(err, errBusiness) {
			t.Errorf("the error must come through: %v", err)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic must come through")
				}
			}()
			_ = db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error { must(t, insert(tx, "panic")); panic("bang") })
		}()
		if n := count(t, db); n != 1 || called != 1 {
			t.Errorf("%d rows, AfterCommit %d times; want 1 and 1", n, called)
		}
		must(t, db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error { return insert(tx, "alive") })) // the writer is free again
	})
}

func TestTxNested(t *testing.T) {
	eachWithThings(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		must(t, db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
			must(t, tx.Create(&thing{Version: 1, Name: "outer"}).Error)
			return db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
				var n int64
				must(t, db.Read(ctx).Model(&thing{}).Count(&n).Error)
				if n != 1 || !db.InTx(ctx) {
					t.Errorf("the inner call must see the outer row, got %d", n)
				}
				return tx.Create(&thing{Version: 1, Name: "inner"}).Error
			})
		}))
		err := db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
			must(t, tx.Create(&thing{Version: 1, Name: "doomed"}).Error)
			_ = db.Tx(ctx, func(context.Context, *gorm.DB) error { return errBusiness }) // swallowed
			return nil
		})
		if !errors.Is(err, errBusiness) {
			t.Errorf("an inner error dooms the outer transaction, got %v", err)
		}
		if n := count(t, db); n != 2 {
			t.Errorf("%d rows, want 2", n)
		}
	})
}

func TestTxRetries(t *testing.T) {
	eachWithThings(t, func(t *testing.T, db *database.DB) {
		for _, code := range []uint16{1213, 1467, 1205, 1020, 3572, 1047, 9007, 8028} {
			tries := 0
			err := db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error {
				tries++
				if tries < 3 {
					return &mysql.MySQLError{Number: code}
				}
				return nil
			})
			if err != nil || tries != 3 {
				t.Errorf("%d: %v after %d tries", code, err, tries)
			}
		}
		tries := 0
		err := db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error {
			tries++
			must(t, tx.Create(&thing{Version: 1, Name: "again"}).Error)
			return &mysql.MySQLError{Number: 1213}
		})
		if !errors.Is(err, database.ErrUnavailable) || tries != 5 || count(t, db) != 0 {
			t.Errorf("exhausted: %v after %d tries, %d rows", err, tries, count(t, db))
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
		defer cancel()
		err = db.Tx(ctx, func(context.Context, *gorm.DB) error { return &mysql.MySQLError{Number: 1213} })
		if !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, database.ErrUnavailable) {
			t.Errorf("deadline: %v", err)
		}
	})
}

func TestRealDeadlock(t *testing.T) {
	eachWithThings(t, func(t *testing.T, db *database.DB) {
		one, two := create(t, db, "one"), create(t, db, "two")
		var both sync.WaitGroup
		for _, order := range [][2]int64{{one.ID, two.ID}, {two.ID, one.ID}} {
			both.Go(func() {
				err := db.Tx(context.Background(), func(ctx context.Context, tx *gorm.DB) error {
					for _, id := range order {
						// errors are swallowed on purpose: the transaction must not be committed in part
						tx.Exec("UPDATE things SET count = count + 1 WHERE id = ?", id)
						time.Sleep(50 * time.Millisecond)
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		if a, b := load(t, db, one.ID).Count, load(t, db, two.ID).Count; a != 2 || b != 2 {
			t.Errorf("counts %d and %d, want 2 and 2", a, b)
		}
	})
}

func TestConnectionLostBeforeCommit(t *testing.T) {
	db := dbtest.New(t, database.MySQL)
	makeThings(t, db)
	tries := 0
	err := db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error {
		tries++
		if tries == 1 {
			must(t, tx.Create(&thing{Version: 1, Name: "x"}).Error)
			tx.Exec("KILL CONNECTION_ID()") // the error is the point
		}
		return tx.Create(&thing{Version: 1, Name: "y"}).Error
	})
	if err != nil || tries != 2 || count(t, db) != 1 {
		t.Errorf("%v after %d tries, %d rows; want success in the second, 1 row", err, tries, count(t, db))
	}
}

func TestNoLostUpdate(t *testing.T) {
	for _, dialect := range []string{database.SQLite, database.MySQL} {
		t.Run(dialect, func(t *testing.T) {
			dsn := dbtest.DSN(t, dialect)
			instances := []*database.DB{dbtest.Open(t, dsn), dbtest.Open(t, dsn)}
			makeThings(t, instances[0])
			row := create(t, instances[0], "hot")
			var mu sync.Mutex
			var acks, conflicts int64
			var writers sync.WaitGroup
			for w := range 8 {
				db := instances[w%2]
				writers.Go(func() {
					for range 40 {
						err := db.Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error {
							var seen thing
							if err := tx.Take(&seen, row.ID).Error; err != nil {
								return err
							}
							return database.UpdateVersion(tx, "things", seen.ID, seen.Version, map[string]any{"count": seen.Count + 1})
						})
						mu.Lock()
						switch {
						case err == nil:
							acks++
						case errors.Is(err, database.ErrConflict), errors.Is(err, database.ErrUnavailable):
							conflicts++
						default:
							t.Error(err)
						}
						mu.Unlock()
					}
				})
			}
			writers.Wait()
			got := load(t, instances[0], row.ID)
			if got.Version != 1+acks || got.Count != acks {
				t.Errorf("version %d, count %d after %d acknowledged updates", got.Version, got.Count, acks)
			}
			t.Logf("%d acknowledged, %d refused, 0 lost", acks, conflicts)
		})
	}
}

func TestMySQLSession(t *testing.T) {
	db := dbtest.New(t, database.MySQL)
	for variable, wanted := range map[string]string{"innodb_snapshot_isolation": "1", "time_zone": "+00:00", "innodb_lock_wait_timeout": "5", "collation_connection": "utf8mb4_bin"} {
		var got string
		must(t, db.Read(context.Background()).Raw("SELECT @@SESSION."+variable).Scan(&got).Error)
		if got != wanted {
			t.Errorf("%s is %s, want %s", variable, got, wanted)
		}
	}
	if unsafe, err := db.UnsafeSettings(context.Background()); err != nil || len(unsafe) != 0 {
		t.Errorf("unsafe settings of the test server: %v, %v", unsafe, err)
	}
}
