package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"gorm.io/gorm"
)

// OpenReadOnly opens a database that is only looked at. The engine itself refuses every write, and nothing is made that
// is not there: neither file nor folder nor table. A transaction of ReadTx sees one state from its first read to its end.
func OpenReadOnly(ctx context.Context, dsn string, options ...Option) (*DB, error) {
	s := collect(options)
	switch {
	case strings.HasPrefix(dsn, "sqlite://"):
		return openSQLiteReadOnly(ctx, strings.TrimPrefix(dsn, "sqlite://"), s)
	case strings.HasPrefix(dsn, "mysql://"):
		return openMySQL(ctx, dsn, s, true)
	default:
		return nil, errors.New("database: the address must start with sqlite:// or mysql://")
	}
}

// openSQLiteReadOnly asks for no journal mode: setting it would write into the file.
func openSQLiteReadOnly(ctx context.Context, path string, s settings) (*DB, error) {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("database: there is no file %s", path)
	}
	file := url.URL{Path: path}
	pool, err := sql.Open(driverName, "file:"+file.EscapedPath()+
		"?mode=ro&_pragma=busy_timeout(5000)&_pragma=query_only(1)&_pragma=foreign_keys(1)&_txlock=deferred")
	if err != nil {
		return nil, fmt.Errorf("database: open %s: %w", path, err)
	}
	pool.SetMaxOpenConns(4)
	db := &DB{dialect: SQLite, writeSQL: pool, readSQL: pool, log: s.log, retried: s.retried}
	if err := db.startReadOnly(ctx, s); err != nil {
		return nil, errors.Join(fmt.Errorf("database: %s: %w", path, err), db.Close())
	}
	return db, nil
}

func (d *DB) startReadOnly(ctx context.Context, s settings) (err error) {
	// The first statement that reads the file: it says whether this is a database at all.
	var tables int
	if err := d.readSQL.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_master").Scan(&tables); err != nil {
		return err
	}
	if d.reader, err = gorm.Open(liteDialect{newPrepared(d.readSQL)}, gormConfig(s)); err != nil {
		return fmt.Errorf("start gorm: %w", err)
	}
	d.writer = d.reader
	return nil
}
