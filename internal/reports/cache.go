package reports

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// cacheSize bounds how many models are kept for one state of the database.
const cacheSize = 256

// buildTime bounds a build nobody may be waiting for any more.
const buildTime = 30 * time.Second

// cache keeps read models while the database does not change. A model is kept
// under the change mark read before its rows: as long as the mark stands, no
// transaction has committed since, here or on another instance, so the model is
// exact. The rulebook has a mark of its own: this instance may learn of new rules
// after it has read the change mark of the transaction that brought them.
// It is safe for concurrent use.
type cache struct {
	db     *database.DB
	book   schedule.Rulebook
	flight singleflight.Group

	mu     sync.Mutex
	mark   int64
	models map[string]any
}

func newCache(db *database.DB, book schedule.Rulebook) *cache {
	return &cache{db: db, book: book, models: map[string]any{}}
}

// shelf is the cache at one change mark, so that a read of several models asks
// for the mark once.
type shelf struct {
	cache *cache
	mark  int64
	rules int64 // mark of the rulebook
	bare  bool  // keep nothing
}

// at reads the change mark; everything that is built for the shelf is read later.
func (c *cache) at(ctx context.Context) (shelf, error) {
	if c.db.InTx(ctx) { // what a transaction sees may still be undone
		return shelf{cache: c, bare: true}, nil
	}
	rules := c.book.Mark()
	mark, err := c.db.ChangeMark(ctx)
	return shelf{cache: c, mark: mark, rules: rules}, err
}

// kept returns the model of the key, built by build when none is kept. Several
// callers who miss it at once share one build.
func kept[T any](ctx context.Context, s shelf, key string, build func(context.Context) (T, error)) (T, error) {
	if s.bare {
		return build(ctx)
	}
	var none T
	c, mark := s.cache, s.mark
	key = fmt.Sprintf("%d %s", s.rules, key)
	if model, ok := c.get(mark, key); ok {
		return model.(T), nil
	}
	result := c.flight.DoChan(fmt.Sprintf("%d %s", mark, key), func() (any, error) {
		model, err := sheltered(ctx, build)
		if err == nil {
			c.put(mark, key, model)
		}
		return model, err
	})
	select {
	case <-ctx.Done():
		return none, ctx.Err()
	case done := <-result:
		if done.Err != nil {
			return none, done.Err
		}
		return done.Val.(T), nil
	}
}

// sheltered runs a build so that it outlives a caller who leaves, because others
// may be waiting for it, and so that a panic does not end the program: the build
// runs outside the request that started it.
func sheltered[T any](ctx context.Context, build func(context.Context) (T, error)) (model T, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), buildTime)
	defer cancel()
	defer func() {
		if caught := recover(); caught != nil {
			err = fmt.Errorf("reports: building a read model: %v\n%s", caught, debug.Stack())
		}
	}()
	return build(ctx)
}

// get finds a model of this mark.
func (c *cache) get(mark int64, key string) (any, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if mark != c.mark {
		return nil, false
	}
	model, ok := c.models[key]
	return model, ok
}

// put keeps a model unless the database has moved on meanwhile.
func (c *cache) put(mark int64, key string, model any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if mark < c.mark {
		return
	}
	if mark > c.mark || len(c.models) >= cacheSize {
		c.mark, c.models = mark, map[string]any{}
	}
	c.models[key] = model
}
