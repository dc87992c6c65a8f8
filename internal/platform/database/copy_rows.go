package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

const (
	pageRows  = 500
	maxValues = 30_000  // in one statement
	maxBytes  = 1 << 20 // of one statement; a server may refuse more than 16 MiB
)

// eachPage reads a table in the order of its primary key, a page at a time: a statement that stays open while the other
// side writes would run into the limits of the server. Values come as int64, string, []byte or nil.
func (d *DB) eachPage(ctx context.Context, t table, use func(rows [][]any) error) error {
	var after []any
	for {
		rows, err := d.page(ctx, t, after)
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			if err := use(rows); err != nil {
				return err
			}
		}
		if len(rows) < pageRows || len(t.key) == 0 {
			return nil
		}
		after = t.keyOf(rows[len(rows)-1])
	}
}

func (d *DB) page(ctx context.Context, t table, after []any) (_ [][]any, err error) {
	query := "SELECT " + t.list() + " FROM " + quote(t.name)
	condition, args := t.after(after)
	if query += condition; len(t.key) > 0 {
		query += " ORDER BY " + quoted(t.key) + " LIMIT " + strconv.Itoa(pageRows)
	}
	found, err := d.Read(ctx).Raw(query, args...).Rows()
	if err != nil {
		return nil, Translate(err)
	}
	defer func() { err = errors.Join(err, found.Close()) }()
	var rows [][]any
	for found.Next() {
		row := make([]any, len(t.columns))
		into := make([]any, len(row))
		for n := range row {
			into[n] = &row[n]
		}
		if err := found.Scan(into...); err != nil {
			return nil, err
		}
		for n, c := range t.columns {
			if row[n], err = c.plain(row[n]); err != nil {
				return nil, fmt.Errorf("column %s of row %v: %w", c.name, t.keyOf(row), err)
			}
		}
		rows = append(rows, row)
	}
	return rows, Translate(found.Err())
}

// plain makes the same value of what the two drivers return for it.
func (c column) plain(value any) (any, error) {
	switch v := value.(type) {
	case nil:
		return nil, nil
	case int64:
		if c.kind == kindInteger {
			return v, nil
		}
	case time.Time:
		if c.declared == "date" && !v.IsZero() {
			return v.Format(time.DateOnly), nil
		}
	case string:
		if c.kind == kindText {
			return v, nil
		}
	case []byte:
		switch c.kind {
		case kindInteger:
			return strconv.ParseInt(string(v), 10, 64)
		case kindText:
			return string(v), nil
		case kindBytes:
			return append([]byte{}, v...), nil // an empty one comes as nil, which would be written as NULL
		}
	}
	return nil, fmt.Errorf("%T is no %s", value, c.kind)
}

func (t table) list() string {
	names := make([]string, len(t.columns))
	for n, c := range t.columns {
		names[n] = c.name
	}
	return quoted(names)
}

func quoted(names []string) string {
	list := make([]string, len(names))
	for n, name := range names {
		list[n] = quote(name)
	}
	return strings.Join(list, ", ")
}

// keyOf picks the primary key out of a row.
func (t table) keyOf(row []any) []any {
	values := make([]any, len(t.key))
	for n, name := range t.key {
		for i, c := range t.columns {
			if c.name == name {
				values[n] = row[i]
			}
		}
	}
	return values
}

// after is the condition that a row comes after a key. It begins with a plain comparison, which enters the index: MariaDB
// does not use a comparison of row values for that.
func (t table) after(key []any) (string, []any) {
	if len(key) == 0 {
		return "", nil
	}
	args := []any{key[0]}
	var either []string
	for n := range key {
		condition := ""
		for i := range n {
			condition += quote(t.key[i]) + " = ? AND "
			args = append(args, key[i])
		}
		either = append(either, "("+condition+quote(t.key[n])+" > ?)")
		args = append(args, key[n])
	}
	return " WHERE " + quote(t.key[0]) + " >= ? AND (" + strings.Join(either, " OR ") + ")", args
}

func (d *DB) countRows(ctx context.Context, table string) (n int64, err error) {
	err = d.Read(ctx).Raw("SELECT COUNT(*) FROM " + quote(table)).Row().Scan(&n)
	return n, Translate(err)
}

// loader writes rows on one connection of its own, where references are not looked at and 0 is an id like any other.
type loader struct {
	db      *DB
	conn    *sql.Conn
	restore []string
}

func (d *DB) startLoading(ctx context.Context) (*loader, error) {
	conn, err := d.writeSQL.Conn(ctx)
	if err != nil {
		return nil, Translate(err)
	}
	l := &loader{db: d, conn: conn, restore: []string{"PRAGMA foreign_keys = ON"}}
	begin := []string{"PRAGMA foreign_keys = OFF"}
	if d.dialect == MySQL {
		begin = []string{"SET SESSION foreign_key_checks = 0, @mode = @@SESSION.sql_mode",
			"SET SESSION sql_mode = CONCAT(@mode, ',STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO')"}
		l.restore = []string{"SET SESSION foreign_key_checks = 1, sql_mode = @mode"}
	}
	if err := l.run(ctx, begin...); err != nil {
		return nil, errors.Join(err, l.stop(ctx))
	}
	return l, nil
}

func (l *loader) run(ctx context.Context, statements ...string) error {
	for _, statement := range statements {
		if _, err := l.conn.ExecContext(ctx, statement); err != nil {
			return Translate(err)
		}
	}
	return nil
}

// stop gives the connection back as it was.
func (l *loader) stop(ctx context.Context) error {
	return errors.Join(l.run(ctx, l.restore...), l.conn.Close())
}

// empty removes what the migrations put into a table: it comes again from the source. A table without rows is left alone: the
// account may not be allowed to remove any (the audit).
func (l *loader) empty(ctx context.Context, t table) error {
	var some bool
	err := l.conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+quote(t.name)+")").Scan(&some)
	if err != nil || !some {
		return Translate(err)
	}
	return l.run(ctx, "DELETE FROM "+quote(t.name))
}

// insert writes the rows of one page in one transaction.
func (l *loader) insert(ctx context.Context, t table, rows [][]any) error {
	tx, err := l.conn.BeginTx(ctx, nil)
	if err != nil {
		return Translate(err)
	}
	into := "INSERT INTO " + quote(t.name) + " (" + t.list() + ") VALUES "
	marks := "(" + strings.TrimSuffix(strings.Repeat("?,", len(t.columns)), ",") + ")"
	if l.db.dialect == SQLite {
		err = insertSingly(ctx, tx, into+marks, t, rows)
	} else {
		err = insertTogether(ctx, tx, into, marks, t, rows)
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return Translate(tx.Commit())
}

// insertSingly runs one prepared statement for each row: SQLite has no way to go, and reading thousands of question marks
// costs it more than the rows do.
func insertSingly(ctx context.Context, tx *sql.Tx, statement string, t table, rows [][]any) error {
	prepared, err := tx.PrepareContext(ctx, statement)
	if err != nil {
		return Translate(err)
	}
	for _, row := range rows {
		if _, err := prepared.ExecContext(ctx, row...); err != nil {
			return errors.Join(fmt.Errorf("row %v: %w", t.keyOf(row), Translate(err)), prepared.Close())
		}
	}
	return prepared.Close()
}

// insertTogether sends as many rows as a statement takes: each statement is a way to the server and back.
func insertTogether(ctx context.Context, tx *sql.Tx, into, marks string, t table, rows [][]any) error {
	for len(rows) > 0 {
		n := batch(rows)
		args := make([]any, 0, n*len(t.columns))
		for _, row := range rows[:n] {
			args = append(args, row...)
		}
		if _, err := tx.ExecContext(ctx, into+strings.TrimSuffix(strings.Repeat(marks+",", n), ","), args...); err != nil {
			return fmt.Errorf("rows %v to %v: %w", t.keyOf(rows[0]), t.keyOf(rows[n-1]), Translate(err))
		}
		rows = rows[n:]
	}
	return nil
}

// batch is how many of the rows one statement takes, at least one.
func batch(rows [][]any) int {
	values, bytes := 0, 0
	for n, row := range rows {
		for _, value := range row {
			switch v := value.(type) {
			case string:
				bytes += len(v)
			case []byte:
				bytes += len(v)
			}
		}
		values += len(row)
		if n > 0 && (values > maxValues || bytes > maxBytes) {
			return n
		}
	}
	return len(rows)
}

// sequences are the last ids the tables have given, also to rows that are gone.
func (d *DB) sequences(ctx context.Context) (map[string]int64, error) {
	query := "SELECT name, seq AS last FROM sqlite_sequence"
	if d.dialect == MySQL {
		query = "SELECT table_name AS name, auto_increment - 1 AS last FROM information_schema.tables WHERE table_schema = DATABASE() AND auto_increment IS NOT NULL"
	}
	var rows []struct {
		Name string
		Last int64
	}
	if err := d.Read(ctx).Raw(query).Scan(&rows).Error; err != nil {
		return nil, Translate(err)
	}
	last := map[string]int64{}
	for _, row := range rows {
		if row.Last > 0 && row.Name != versionTable {
			last[row.Name] = row.Last
		}
	}
	return last, nil
}

func (l *loader) setSequences(ctx context.Context, sequences map[string]int64) error {
	for name, last := range sequences {
		if l.db.dialect == MySQL {
			if err := l.run(ctx, fmt.Sprintf("ALTER TABLE %s AUTO_INCREMENT = %d", quote(name), last+1)); err != nil {
				return err
			}
			continue
		}
		// The table of sequences has no unique key, and knows a table only once it has had a row.
		if _, err := l.conn.ExecContext(ctx, "DELETE FROM sqlite_sequence WHERE name = ?", name); err != nil {
			return Translate(err)
		}
		if _, err := l.conn.ExecContext(ctx, "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", name, last); err != nil {
			return Translate(err)
		}
	}
	return nil
}
