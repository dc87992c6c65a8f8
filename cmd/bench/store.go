package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/go-sql-driver/mysql"
	_ "modernc.org/sqlite"
)

// store is one database, opened bare: the settings of durability are those of the program, so that both sides flush alike.
type store struct {
	name        string
	dsn         string // as the program writes it
	read, write *sql.DB
	analyze     string // brings the statistics up to date after a bulk load; a running server does so by itself
	drop        func() error
}

func (s *store) close() error {
	if s.write != s.read {
		if err := s.write.Close(); err != nil {
			return err
		}
	}
	if s.drop != nil {
		if err := s.drop(); err != nil {
			return err
		}
	}
	return s.read.Close()
}

func openSQLite(folder string) (*store, error) {
	return openFile(filepath.Join(folder, "bench.db"))
}

func openFile(path string) (*store, error) {
	pragmas := "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"
	write, err := sql.Open("sqlite", "file:"+path+pragmas+"&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", "file:"+path+pragmas+"&_pragma=query_only(1)")
	if err != nil {
		return nil, err
	}
	read.SetMaxOpenConns(8)
	read.SetMaxIdleConns(8)
	return &store{name: "SQLite", dsn: "sqlite://" + path, read: read, write: write}, nil
}

// openMySQL makes a database of its own on the server of dsn (mysql://user:password@host:port/…).
func openMySQL(ctx context.Context, dsn, name string) (*store, error) {
	parsed, err := url.Parse(dsn)
	if err != nil {
		return nil, fmt.Errorf("GUATU_TEST_MYSQL_DSN can not be read: %w", err)
	}
	config := mysql.NewConfig()
	config.Net, config.Addr, config.User = "tcp", parsed.Host, parsed.User.Username()
	config.Passwd, _ = parsed.User.Password()
	config.InterpolateParams, config.Collation = true, "utf8mb4_bin"
	admin, err := open(config)
	if err != nil {
		return nil, err
	}
	defer func() { _ = admin.Close() }() // two statements, then it is of no use
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"} {
		if _, err := admin.ExecContext(ctx, statement); err != nil {
			return nil, err
		}
	}
	config.DBName = name
	pool, err := open(config)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(32)
	pool.SetMaxIdleConns(32)
	parsed.Path = "/" + name
	s := &store{name: "MariaDB", dsn: parsed.String(), read: pool, write: pool,
		analyze: "ANALYZE TABLE projects, milestones, project_versions, milestone_versions, departments"}
	s.drop = func() error {
		_, err := pool.ExecContext(context.WithoutCancel(ctx), "DROP DATABASE "+name)
		return err
	}
	return s, nil
}

func open(config *mysql.Config) (*sql.DB, error) {
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// ids reads one column of numbers.
func ids(ctx context.Context, db *sql.DB, query string, arguments ...any) (found []int64, err error) {
	rows, err := db.QueryContext(ctx, query, arguments...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", strings.Fields(query)[0], err)
	}
	defer func() { _ = rows.Close() }() // rows.Err reports what matters
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		found = append(found, id)
	}
	return found, rows.Err()
}
