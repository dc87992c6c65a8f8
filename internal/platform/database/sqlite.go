package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"gorm.io/gorm"
)

// oldestSQLite is the first engine without the WAL-reset corruption fault.
const oldestSQLite = "3.51.3"

// openSQLite opens one writer connection (immediate transactions) and a pool
// of readers that cannot write. The pragmas are part of the address because
// they belong to a connection, not to the file.
func openSQLite(ctx context.Context, path string, s settings) (*DB, error) {
	if err := prepareFile(path); err != nil {
		return nil, err
	}
	writeSQL, err := sql.Open(driverName, sqliteAddress(path, true))
	if err != nil {
		return nil, fmt.Errorf("database: open %s: %w", path, err)
	}
	writeSQL.SetMaxOpenConns(1)
	readSQL, err := sql.Open(driverName, sqliteAddress(path, false))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("database: open %s: %w", path, err), writeSQL.Close())
	}
	readers := max(4, 2*runtime.GOMAXPROCS(0))
	readSQL.SetMaxOpenConns(readers)
	readSQL.SetMaxIdleConns(readers)
	db := &DB{dialect: SQLite, writeSQL: writeSQL, readSQL: readSQL, log: s.log, retried: s.retried}
	if err := db.finishSQLite(ctx, s); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func (d *DB) finishSQLite(ctx context.Context, s settings) error {
	for _, pool := range []struct {
		conn     *sql.DB
		readOnly string
	}{{d.writeSQL, "0"}, {d.readSQL, "1"}} {
		if err := assertSQLite(ctx, pool.conn, pool.readOnly); err != nil {
			return err
		}
	}
	var err error
	if d.writer, err = gorm.Open(liteDialect{d.writeSQL}, gormConfig(s)); err != nil {
		return fmt.Errorf("database: start gorm: %w", err)
	}
	if d.reader, err = gorm.Open(liteDialect{newPrepared(d.readSQL)}, gormConfig(s)); err != nil {
		return fmt.Errorf("database: start gorm: %w", err)
	}
	return nil
}

// prepareFile makes the folder and the file readable by their owner only.
func prepareFile(path string) error {
	if path == "" || path == "/" {
		return errors.New("database: sqlite:// needs a file, for example sqlite:///var/lib/guatu/guatu.db")
	}
	if strings.ContainsAny(path, "?#") || strings.Contains(path, ":memory:") {
		return fmt.Errorf("database: sqlite:// takes the path of a file and nothing else; %q has options or is in memory. The settings are the program's, and a database in memory would forget everything", path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("database: folder of the file: %w", err)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("database: file: %w", err)
	}
	return file.Close()
}

// sqliteAddress holds what belongs to each connection. Times are numbers or texts of ours, so it names no format for them.
func sqliteAddress(path string, writer bool) string {
	query := "_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"
	if writer {
		query += "&_txlock=immediate"
	} else {
		query += "&_pragma=query_only(1)&_txlock=deferred"
	}
	file := url.URL{Path: path}
	return "file:" + file.EscapedPath() + "?" + query
}

func assertSQLite(ctx context.Context, pool *sql.DB, readOnly string) error {
	var version string
	if err := pool.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return fmt.Errorf("database: sqlite: %w", err)
	}
	if !atLeast(version, oldestSQLite) {
		return fmt.Errorf("database: SQLite %s can corrupt its log, at least %s is needed", version, oldestSQLite)
	}
	wanted := []struct{ pragma, value string }{
		{"journal_mode", "wal"}, {"synchronous", "2"}, {"foreign_keys", "1"},
		{"busy_timeout", "5000"}, {"query_only", readOnly},
	}
	for _, want := range wanted {
		var got string
		if err := pool.QueryRowContext(ctx, "PRAGMA "+want.pragma).Scan(&got); err != nil {
			return fmt.Errorf("database: pragma %s: %w", want.pragma, err)
		}
		if !strings.EqualFold(got, want.value) {
			return fmt.Errorf("database: pragma %s is %s instead of %s", want.pragma, got, want.value)
		}
	}
	return nil
}

// atLeast compares dotted version numbers.
func atLeast(version, oldest string) bool {
	have, want := strings.Split(version, "."), strings.Split(oldest, ".")
	for i := range want {
		a := 0
		if i < len(have) {
			a, _ = strconv.Atoi(have[i]) // a part that is no number counts as 0: refused
		}
		b, _ := strconv.Atoi(want[i])
		if a != b {
			return a > b
		}
	}
	return true
}
