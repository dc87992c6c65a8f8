package database

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	driver "github.com/go-sql-driver/mysql"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"
)

const mysqlConnections = 32

// openMySQL opens MySQL, MariaDB or a database that speaks their protocol.
// The server is asked first which of our session settings it knows.
func openMySQL(ctx context.Context, dsn string, s settings, readOnly bool) (*DB, error) {
	config, err := mysqlConfig(dsn)
	if err != nil {
		return nil, err
	}
	server, err := probeMySQL(ctx, config)
	if err != nil {
		return nil, err
	}
	config.Params = sessionSettings(server)
	if readOnly {
		maps.Copy(config.Params, readOnlySettings(server))
	}
	connector, err := driver.NewConnector(config)
	if err != nil {
		return nil, fmt.Errorf("database: mysql address: %w", err)
	}
	pool := sql.OpenDB(reaching{connector})
	pool.SetMaxOpenConns(mysqlConnections)
	pool.SetMaxIdleConns(mysqlConnections)
	pool.SetConnMaxLifetime(5 * time.Minute)
	pool.SetConnMaxIdleTime(2 * time.Minute)
	db := &DB{dialect: MySQL, writeSQL: pool, readSQL: pool, server: server, log: s.log, retried: s.retried}
	db.writer, err = gorm.Open(mysql.New(mysql.Config{Conn: pool}), gormConfig(s))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w: start gorm: %w", ErrUnavailable, err), pool.Close())
	}
	db.reader = db.writer
	return db, nil
}

// reaching is a connector whose failures say that no connection came about. The driver has errors of its own for a server that
// goes silent in the middle of the greeting, which nobody else can name. What the server itself says stays as it is.
type reaching struct{ sqldriver.Connector }

// Connect is database/sql's.
func (r reaching) Connect(ctx context.Context) (sqldriver.Conn, error) {
	connection, err := r.Connector.Connect(ctx)
	if err == nil {
		return connection, nil
	}
	if _, answered := errors.AsType[*driver.MySQLError](err); answered {
		return nil, err
	}
	return nil, fmt.Errorf("%w: %w", driver.ErrInvalidConn, err)
}

// mysqlConfig reads mysql://user:password@host:port/database?tls=true. The
// password may be percent-encoded; tls is the only parameter.
func mysqlConfig(dsn string) (*driver.Config, error) {
	parsed, err := url.Parse(dsn)
	if err != nil { // the error would repeat the address with its password
		return nil, errors.New("database: the mysql address cannot be read (percent-encode special characters of the password)")
	}
	config := driver.NewConfig()
	config.Net = "tcp"
	config.Addr = parsed.Host
	if parsed.Port() == "" {
		config.Addr = net.JoinHostPort(parsed.Hostname(), "3306")
	}
	config.User = parsed.User.Username()
	config.Passwd, _ = parsed.User.Password()
	config.DBName = strings.Trim(parsed.Path, "/")
	for key, values := range parsed.Query() {
		if key != "tls" {
			return nil, fmt.Errorf("database: unknown parameter %q in the mysql address", key)
		}
		config.TLSConfig = values[0]
	}
	config.ParseTime = true
	config.Loc = time.UTC
	config.ClientFoundRows = true
	config.InterpolateParams = true
	config.Collation = "utf8mb4_bin"
	config.Timeout = 5 * time.Second
	config.ReadTimeout = 30 * time.Second
	config.WriteTimeout = 30 * time.Second
	config.Logger = &driver.NopLogger{} // what it would print comes back as an error
	return config, nil
}

// probeMySQL reads the server variables that decide about safety.
func probeMySQL(ctx context.Context, config *driver.Config) (map[string]string, error) {
	connector, err := driver.NewConnector(config.Clone())
	if err != nil {
		return nil, fmt.Errorf("database: mysql address: %w", err)
	}
	pool := sql.OpenDB(connector)
	defer func() { _ = pool.Close() }() // a probe has nothing to lose
	server, err := readVariables(ctx, pool)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return server, nil
}

func readVariables(ctx context.Context, pool *sql.DB) (map[string]string, error) {
	rows, err := pool.QueryContext(ctx, `SHOW GLOBAL VARIABLES WHERE Variable_name IN ('version',
		'innodb_snapshot_isolation', 'innodb_lock_wait_timeout', 'wsrep_on',
		'innodb_flush_log_at_trx_commit', 'log_bin', 'sync_binlog',
		'tx_read_only', 'transaction_read_only', 'tx_isolation', 'transaction_isolation', 'information_schema_stats_expiry')`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err below reports what matters
	server := map[string]string{}
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return nil, err
		}
		server[strings.ToLower(name)] = value
	}
	return server, rows.Err()
}

// sessionSettings are set on every connection, as far as the server has them.
func sessionSettings(server map[string]string) map[string]string {
	params := map[string]string{"time_zone": "'+00:00'"}
	if _, known := server["innodb_snapshot_isolation"]; known {
		params["innodb_snapshot_isolation"] = "ON"
	}
	if _, known := server["innodb_lock_wait_timeout"]; known {
		params["innodb_lock_wait_timeout"] = "5"
	}
	if strings.EqualFold(server["wsrep_on"], "ON") {
		params["wsrep_sync_wait"] = "1" // without it 24 % of reads after a write were stale
	}
	return params
}

// readOnlySettings make the server refuse every write of a connection, and give a transaction one view from its first
// read to its end whatever the server's default is. The names differ between MySQL, MariaDB and their versions.
func readOnlySettings(server map[string]string) map[string]string {
	params := map[string]string{}
	for name, value := range map[string]string{
		"tx_read_only": "1", "transaction_read_only": "1",
		"tx_isolation": "'REPEATABLE-READ'", "transaction_isolation": "'REPEATABLE-READ'",
		"information_schema_stats_expiry": "0", // MySQL 8 would tell an AUTO_INCREMENT of yesterday
	} {
		if _, known := server[name]; known {
			params[name] = value
		}
	}
	return params
}

// UnsafeSettings names the server settings that may lose acknowledged writes,
// for the readiness check; none on SQLite, which Open has asserted.
func (d *DB) UnsafeSettings(ctx context.Context) ([]string, error) {
	if d.dialect == SQLite {
		return nil, nil
	}
	server, err := readVariables(ctx, d.readSQL)
	if err != nil {
		return nil, Translate(err)
	}
	var unsafe []string
	if value, known := server["innodb_flush_log_at_trx_commit"]; known && value != "1" {
		unsafe = append(unsafe, "innodb_flush_log_at_trx_commit="+value+" (must be 1)")
	}
	if on := server["log_bin"]; on == "ON" || on == "1" {
		if n, err := strconv.Atoi(server["sync_binlog"]); err != nil || n != 1 {
			unsafe = append(unsafe, "sync_binlog="+server["sync_binlog"]+" (must be 1)")
		}
	}
	return unsafe, nil
}
