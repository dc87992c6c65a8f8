package database_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/database/migrations"
)

// TestGalera runs against a cluster: GUATU_TEST_GALERA_DSNS holds the address
// of one empty database through each node, separated by commas.
func TestGalera(t *testing.T) {
	addresses := os.Getenv("GUATU_TEST_GALERA_DSNS")
	if addresses == "" {
		t.Skip("GUATU_TEST_GALERA_DSNS is not set")
	}
	ctx := context.Background()
	var nodes []*database.DB
	for address := range strings.SplitSeq(addresses, ",") {
		nodes = append(nodes, dbtest.Open(t, address))
	}
	var starters sync.WaitGroup
	for i := range 6 {
		starters.Go(func() {
			if err := nodes[i%len(nodes)].Migrate(ctx, migrations.Files); err != nil {
				t.Errorf("migrate through node %d: %v", i%len(nodes), err)
			}
		})
	}
	starters.Wait()
	makeThings(t, nodes[0])
	hot := create(t, nodes[0], "hot")
	t.Run("no lost update", func(t *testing.T) { galeraUpdates(t, nodes, hot.ID) })
	t.Run("marks are not stale", func(t *testing.T) {
		for i := range 100 {
			must(t, nodes[i%3].Tx(ctx, func(context.Context, *gorm.DB) error { return nil }))
			here, err := nodes[i%3].ChangeMark(ctx)
			must(t, err)
			there, err := nodes[(i+1)%3].ChangeMark(ctx)
			must(t, err)
			if here != there {
				t.Fatalf("write %d: mark %d here, %d there", i, here, there)
			}
		}
	})
	t.Run("one lease holder", func(t *testing.T) {
		for range 5 {
			won := make(chan *database.Lease, 12)
			var all sync.WaitGroup
			for i := range 12 {
				all.Go(func() {
					if lease, err := nodes[i%3].AcquireLease(ctx, "race", time.Minute); err == nil {
						won <- lease
					} else if !errors.Is(err, database.ErrLeaseHeld) && !errors.Is(err, database.ErrUnavailable) {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if len(won) > 1 {
				t.Fatalf("%d winners", len(won))
			}
			for len(won) > 0 {
				must(t, (<-won).Release(ctx))
			}
		}
	})
}

func galeraUpdates(t *testing.T, nodes []*database.DB, id int64) {
	var mu sync.Mutex
	answers := map[string]int64{}
	var writers sync.WaitGroup
	for w := range 9 {
		writers.Go(func() {
			for range 60 {
				err := nodes[w%3].Tx(context.Background(), func(_ context.Context, tx *gorm.DB) error {
					var seen thing
					if err := tx.Take(&seen, id).Error; err != nil {
						return err
					}
					return database.UpdateVersion(tx, "things", id, seen.Version, map[string]any{"count": seen.Count + 1})
				})
				mu.Lock()
				switch {
				case err == nil:
					answers["acknowledged"]++
				case errors.Is(err, database.ErrConflict):
					answers["conflict"]++
				case errors.Is(err, database.ErrUnavailable):
					answers["unavailable"]++
				default:
					t.Error(err)
				}
				mu.Unlock()
			}
		})
	}
	writers.Wait()
	for _, node := range nodes {
		if got := load(t, node, id); got.Version != 1+answers["acknowledged"] || got.Count != answers["acknowledged"] {
			t.Errorf("version %d, count %d after %v", got.Version, got.Count, answers)
		}
	}
	t.Logf("%v, 0 lost", answers)
}
