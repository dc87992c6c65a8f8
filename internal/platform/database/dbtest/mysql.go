package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/pressly/goose/v3"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/migrations"
)

// server is the test server: its administrative connection and its address.
type server struct {
	pool *sql.DB
	base url.URL
}

func connect(t testing.TB) server {
	t.Helper()
	address := os.Getenv(MySQLEnv)
	if address == "" {
		t.Skipf("%s is not set", MySQLEnv)
	}
	base, err := url.Parse(address)
	if err != nil {
		t.Fatalf("%s cannot be read", MySQLEnv)
	}
	config := mysql.NewConfig()
	config.Net, config.Addr, config.User = "tcp", base.Host, base.User.Username()
	if base.Port() == "" {
		config.Addr = net.JoinHostPort(base.Hostname(), "3306")
	}
	config.Passwd, _ = base.User.Password()
	config.MultiStatements = true
	connector, err := mysql.NewConnector(config)
	if err != nil {
		t.Fatal(err)
	}
	pool := sql.OpenDB(connector)
	t.Cleanup(func() { _ = pool.Close() }) // the server outlives the test
	return server{pool: pool, base: *base}
}

func (s server) dsn(name string) string {
	address := s.base
	address.Path = "/" + name
	return address.String()
}

func (s server) exec(t testing.TB, statement string) {
	t.Helper()
	if _, err := s.pool.ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("test server: %v\n%s", err, cut(statement))
	}
}

func cut(text string) string { return text[:min(len(text), 300)] }

const createOptions = " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"

// Empty creates an empty database on the test server and returns its address.
// It skips the test without a server.
func Empty(t testing.TB) string {
	t.Helper()
	s := connect(t)
	name := "guatu_t_" + strings.ToLower(rand.Text())[:16]
	s.exec(t, "CREATE DATABASE "+name+createOptions)
	t.Cleanup(func() { s.exec(t, "DROP DATABASE "+name) })
	return s.dsn(name)
}

// Older is like Empty, with the schema up to a version, as an older program left it.
func Older(t testing.TB, version int64) string {
	t.Helper()
	dsn := Empty(t)
	if err := Open(t, dsn).Migrate(context.Background(), database.UpTo(migrations.Files, version)); err != nil {
		t.Fatal(err)
	}
	return dsn
}

// Steps returns the versions a database of MySQL is brought to, one after the other.
func Steps(t testing.TB) (versions []int64) {
	t.Helper()
	names, err := fs.Glob(migrations.Files, database.MySQL+"/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		version, err := goose.NumericComponent(name)
		if err != nil {
			t.Fatal(err)
		}
		versions = append(versions, version)
	}
	return versions
}

// mysqlCopy makes a database and copies tables and seed rows of the template.
func mysqlCopy(t testing.TB) string {
	t.Helper()
	s := connect(t)
	template := s.template(t)
	name := "guatu_t_" + strings.ToLower(rand.Text())[:16]
	script := "CREATE DATABASE " + name + createOptions + "; USE " + name + "; SET foreign_key_checks = 0; " + // #nosec G202 -- the name was made two lines above, from letters and digits
		s.script(t, template) + "SET foreign_key_checks = 1"
	conn, err := s.pool.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }() // back to a pool that ends with the test
	t.Cleanup(func() { s.exec(t, "DROP DATABASE IF EXISTS "+name) })
	if _, err := conn.ExecContext(context.Background(), script); err != nil {
		t.Fatalf("copy of the template: %v", err)
	}
	return s.dsn(name)
}

// template returns the migrated template, and makes it when it is missing.
// Test processes run side by side: the first one works, the others wait.
func (s server) template(t testing.TB) string {
	t.Helper()
	ctx, name := context.Background(), "guatu_tpl_"+fingerprint(t, database.MySQL)
	var found int
	ready := "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ? AND table_name = 'dbtest_ready'"
	if err := s.pool.QueryRowContext(ctx, ready, name).Scan(&found); err != nil {
		t.Fatalf("test server: %v", err)
	}
	if found == 1 {
		return name
	}
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.QueryRowContext(ctx, "SELECT GET_LOCK(?, 120)", name).Scan(&found); err != nil || found != 1 {
		t.Fatalf("lock of the template: %d, %v", found, err)
	}
	defer func() { _, _ = conn.ExecContext(ctx, "DO RELEASE_LOCK(?)", name) }()
	if err := conn.QueryRowContext(ctx, ready, name).Scan(&found); err != nil || found == 1 {
		return name
	}
	s.exec(t, "DROP DATABASE IF EXISTS "+name+"; CREATE DATABASE "+name+createOptions)
	migrated(t, s.dsn(name))
	s.exec(t, "CREATE TABLE "+name+".dbtest_ready (id INT PRIMARY KEY)")
	return name
}

// script copies every table of the template and the rows migrations put there.
func (s server) script(t testing.TB, template string) string {
	t.Helper()
	var script strings.Builder
	for _, table := range s.tables(t, template) {
		if table == "dbtest_ready" {
			continue
		}
		var name, create string
		row := s.pool.QueryRowContext(context.Background(), fmt.Sprintf("SHOW CREATE TABLE `%s`.`%s`", template, table))
		if err := row.Scan(&name, &create); err != nil {
			t.Fatal(err)
		}
		script.WriteString(create + "; ")
		fmt.Fprintf(&script, "INSERT INTO `%s` SELECT * FROM `%s`.`%s`; ", table, template, table)
	}
	return script.String()
}

func (s server) tables(t testing.TB, schema string) []string {
	t.Helper()
	rows, err := s.pool.QueryContext(context.Background(), "SELECT table_name FROM information_schema.tables WHERE table_schema = ? ORDER BY table_name", schema)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var tables []string
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, table)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return tables
}
