package database

import (
	"context"
	"database/sql"
	"maps"
	"sync"

	"gorm.io/gorm"
)

// keptStatements bounds how many texts a pool keeps prepared: each takes memory on every connection that runs it.
const keptStatements = 256

// prepared is a pool that keeps the statements it is asked for again: parsing and planning takes SQLite longer than running a
// statement that finds its rows by an index. A text seen once is run as it comes, so that lists of varying length do not take
// the room of those that count. It is for readers: it prepares on a connection of its own choice, and a pool of one
// connection would wait for itself.
type prepared struct {
	*sql.DB

	mu   sync.Mutex
	seen map[string]*sql.Stmt // nil: once so far
}

var (
	_ gorm.ConnPool         = (*prepared)(nil)
	_ gorm.ConnPoolBeginner = (*prepared)(nil)
	_ gorm.GetDBConnector   = (*prepared)(nil)
)

func newPrepared(pool *sql.DB) *prepared {
	return &prepared{DB: pool, seen: make(map[string]*sql.Stmt)}
}

// GetDBConn is GORM's.
func (p *prepared) GetDBConn() (*sql.DB, error) { return p.DB, nil }

// kept returns the statement of a text that is kept, and whether one that is not should be prepared now.
func (p *prepared) kept(query string) (statement *sql.Stmt, worthIt bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	statement, again := p.seen[query]
	if !again {
		p.note(query)
	}
	return statement, again && statement == nil
}

// note remembers a text seen for the first time. When there is no more room, those seen once make it.
func (p *prepared) note(query string) {
	if len(p.seen) >= keptStatements {
		maps.DeleteFunc(p.seen, func(_ string, statement *sql.Stmt) bool { return statement == nil })
	}
	if len(p.seen) < keptStatements {
		p.seen[query] = nil
	}
}

// keep takes a statement in; one that another goroutine was quicker with goes on being used.
func (p *prepared) keep(query string, fresh *sql.Stmt) (*sql.Stmt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if there := p.seen[query]; there != nil {
		return there, fresh.Close()
	}
	p.seen[query] = fresh
	return fresh, nil
}

// statement returns a kept statement, or nil for a text that is run as it comes.
func (p *prepared) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	statement, worthIt := p.kept(query)
	if statement != nil || !worthIt {
		return statement, nil
	}
	fresh, err := p.DB.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return p.keep(query, fresh)
}

// QueryContext is database/sql's.
func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	statement, err := p.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	if statement == nil {
		return p.DB.QueryContext(ctx, query, args...)
	}
	return statement.QueryContext(ctx, args...)
}

// BeginTx is GORM's.
func (p *prepared) BeginTx(ctx context.Context, options *sql.TxOptions) (gorm.ConnPool, error) {
	tx, err := p.DB.BeginTx(ctx, options)
	if err != nil {
		return nil, err
	}
	return &preparedTx{Tx: tx, pool: p}, nil
}

// preparedTx uses what is kept and prepares nothing: that would take a second connection while it holds one.
type preparedTx struct {
	*sql.Tx
	pool *prepared
}

var (
	_ gorm.ConnPool    = (*preparedTx)(nil)
	_ gorm.TxCommitter = (*preparedTx)(nil)
)

// QueryContext is database/sql's.
func (t *preparedTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if statement, _ := t.pool.kept(query); statement != nil {
		return t.Tx.StmtContext(ctx, statement).QueryContext(ctx, args...)
	}
	return t.Tx.QueryContext(ctx, query, args...)
}
