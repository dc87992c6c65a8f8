package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"
)

func readers(t *testing.T) *prepared {
	t.Helper()
	pool, err := sql.Open(driverName, "file:"+filepath.Join(t.TempDir(), "t.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	pool.SetMaxOpenConns(4)
	return newPrepared(pool)
}

func one(t *testing.T, pool gorm.ConnPool, query string, args ...any) (n int) {
	t.Helper()
	rows, err := pool.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() || rows.Scan(&n) != nil {
		t.Errorf("%s: no row", query)
	}
	return n
}

// A text is kept from its second time on; texts seen once make room, those that are kept stay.
func TestKeptFromTheSecondTime(t *testing.T) {
	p := readers(t)
	const hot = "SELECT ? + 1"
	for i := range 3 {
		if got := one(t, p, hot, i); got != i+1 {
			t.Fatalf("got %d, want %d", got, i+1)
		}
	}
	if p.seen[hot] == nil {
		t.Fatal("the third time it is not kept")
	}
	for i := range 3 * keptStatements {
		one(t, p, fmt.Sprintf("SELECT %d", i))
	}
	if len(p.seen) > keptStatements || p.seen[hot] == nil {
		t.Fatalf("%d texts, hot one kept: %t", len(p.seen), p.seen[hot] != nil)
	}
}

// A fault is an answer, and nothing of it is kept.
func TestFaultyTextIsNotKept(t *testing.T) {
	p := readers(t)
	for range 3 {
		if rows, err := p.QueryContext(t.Context(), "SELECT nothing FROM nowhere"); err == nil {
			_ = rows.Close()
			t.Fatal("answered")
		}
	}
	if p.seen["SELECT nothing FROM nowhere"] != nil {
		t.Fatal("kept")
	}
}

// More transactions than connections, each reading what is kept and what is not: nobody waits for a connection that somebody
// else holds while waiting too.
func TestTransactionsDoNotWaitForEachOther(t *testing.T) {
	p := readers(t)
	for range 2 {
		one(t, p, "SELECT 7")
	}
	var group sync.WaitGroup
	for i := range 32 {
		group.Go(func() {
			tx, err := p.BeginTx(t.Context(), nil)
			if err != nil {
				t.Error(err)
				return
			}
			for range 3 {
				one(t, tx, "SELECT 7")
				one(t, tx, fmt.Sprintf("SELECT %d", i%5))
			}
			if err := tx.(gorm.TxCommitter).Rollback(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

// Without a deadline this would count for hours.
func TestAReadEndsAtItsDeadline(t *testing.T) {
	p := readers(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	rows, err := p.QueryContext(ctx, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n")
	if err == nil {
		for rows.Next() {
		}
		err = errors.Join(rows.Err(), rows.Close())
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v", err)
	}
}
