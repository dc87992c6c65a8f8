package database

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"
)

// versionTable is where goose notes the migrations; each database has its own.
const versionTable = "goose_db_version"

// kind is what a column holds, as far as both dialects agree about it.
type kind string

const (
	kindInteger kind = "integer"
	kindText    kind = "text" // also a civil date, which SQLite keeps as text
	kindBytes   kind = "bytes"
)

// column is one column that holds data of its own (a generated one does not).
type column struct {
	name     string
	declared string // the type as the database tells it, in small letters
	kind     kind
	size     int // characters a text may have; 0: as many as it likes
	null     bool
}

// table is what Copy needs to know of a table. The columns are in the order of their names, so that both sides agree.
type table struct {
	name    string
	columns []column
	key     []string // primary key, in its order
}

// reference is a foreign key.
type reference struct{ table, column, to, toColumn string }

// schemaOf is the schema as the database itself tells it.
type schemaOf struct {
	tables     []table
	references []reference
}

// columnRow is one column as either dialect tells it.
type columnRow struct {
	Tbl, Name, Type string
	Place           int // in the primary key, from 1
	Size            int
	Nullable        int
	Generated       int
}

func (d *DB) describe(ctx context.Context) (s schemaOf, err error) {
	names, err := d.TableNames(ctx)
	if err != nil {
		return s, err
	}
	columns, references := liteColumns, liteReferences
	if d.dialect == MySQL {
		columns, references = myColumns, myReferences
	}
	var rows []columnRow
	if err := d.Read(ctx).Raw(columns).Scan(&rows).Error; err != nil {
		return s, Translate(err)
	}
	for _, name := range names {
		if name == versionTable || name == markTable {
			continue
		}
		t, err := tableFrom(name, rows)
		if err != nil {
			return s, err
		}
		s.tables = append(s.tables, t)
	}
	// The names of reference's fields are not those of columns.
	var found []struct{ Tbl, Col, ToTbl, ToCol string }
	if err := d.Read(ctx).Raw(references).Scan(&found).Error; err != nil {
		return s, Translate(err)
	}
	for _, r := range found {
		s.references = append(s.references, reference{r.Tbl, r.Col, r.ToTbl, r.ToCol})
	}
	return s, nil
}

const liteColumns = `SELECT m.name AS tbl, x.name, x.type, x.pk AS place, 0 AS size, x."notnull" = 0 AND x.pk = 0 AS nullable, x.hidden <> 0 AS generated
	FROM sqlite_master m, pragma_table_xinfo(m.name) x WHERE m.type = 'table' ORDER BY x.name`

const liteReferences = `SELECT m.name AS tbl, f."from" AS col, f."table" AS to_tbl, COALESCE(f."to", '') AS to_col
	FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
	AND (SELECT COUNT(*) FROM pragma_foreign_key_list(m.name) g WHERE g.id = f.id) = 1`

const myColumns = `SELECT c.table_name AS tbl, c.column_name AS name, c.column_type AS type, COALESCE(k.ordinal_position, 0) AS place,
	LEAST(COALESCE(c.character_maximum_length, 0), 1000000) AS size, c.is_nullable = 'YES' AS nullable,
	COALESCE(c.generation_expression, '') <> '' AS ` + "`generated`" + `
	FROM information_schema.columns c LEFT JOIN information_schema.key_column_usage k ON k.table_schema = c.table_schema
	AND k.table_name = c.table_name AND k.column_name = c.column_name AND k.constraint_name = 'PRIMARY'
	WHERE c.table_schema = DATABASE() ORDER BY c.column_name`

const myReferences = `SELECT k.table_name AS tbl, k.column_name AS col, k.referenced_table_name AS to_tbl, k.referenced_column_name AS to_col
	FROM information_schema.key_column_usage k WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL
	AND (SELECT COUNT(*) FROM information_schema.key_column_usage g WHERE g.constraint_schema = k.constraint_schema
		AND g.table_name = k.table_name AND g.constraint_name = k.constraint_name) = 1`

// TableNames are all tables of the database, also those of nobody we know.
func (d *DB) TableNames(ctx context.Context) ([]string, error) {
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'`
	if d.dialect == MySQL {
		query = "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
	}
	var names []string
	err := d.Read(ctx).Raw(query).Scan(&names).Error
	slices.Sort(names)
	return names, Translate(err)
}

func tableFrom(name string, rows []columnRow) (table, error) {
	t := table{name: name}
	key := map[int]string{}
	for _, row := range rows {
		if row.Tbl != name || row.Generated != 0 {
			continue
		}
		c := column{name: row.Name, declared: strings.ToLower(row.Type), size: row.Size, null: row.Nullable != 0}
		if c.kind = kindOf(c.declared); c.kind == "" {
			return t, fmt.Errorf("database: column %s of %s is a %s, which Copy can not carry exactly", row.Name, name, row.Type)
		}
		t.columns = append(t.columns, c)
		if row.Place > 0 {
			key[row.Place] = row.Name
		}
	}
	slices.SortFunc(t.columns, func(a, b column) int { return cmp.Compare(a.name, b.name) })
	for place := 1; place <= len(key); place++ {
		t.key = append(t.key, key[place])
	}
	return t, nil
}

// kindOf reads a declared type. What is not known is refused by the caller: a type that one of the databases rounds,
// rewrites or puts into another zone must not be carried by accident.
func kindOf(declared string) kind {
	name, _, _ := strings.Cut(declared, "(")
	name, _, _ = strings.Cut(name, " ")
	switch name {
	case "integer", "int", "bigint", "mediumint", "smallint", "tinyint":
		if !strings.Contains(declared, "unsigned") {
			return kindInteger
		}
	case "text", "char", "varchar", "tinytext", "mediumtext", "longtext", "date":
		return kindText
	case "blob", "tinyblob", "mediumblob", "longblob", "varbinary":
		return kindBytes
	}
	return ""
}

// sameTables refuses schemas that do not hold the same.
func sameTables(a, b []table) error {
	name := func(t table) string {
		words := []string{t.name}
		for _, c := range t.columns {
			words = append(words, c.name+" "+string(c.kind))
		}
		return strings.Join(append(words, t.key...), ",")
	}
	var faults []string
	for _, pair := range [][2][]table{{a, b}, {b, a}} {
		for _, t := range pair[0] {
			if !slices.ContainsFunc(pair[1], func(other table) bool { return name(other) == name(t) }) {
				faults = append(faults, t.name)
			}
		}
	}
	if len(faults) == 0 {
		return nil
	}
	slices.Sort(faults)
	return fmt.Errorf("database: the schemas differ in %s", strings.Join(slices.Compact(faults), ", "))
}

func union(a, b []reference) []reference {
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(a, b reference) int {
		return cmp.Or(cmp.Compare(a.table, b.table), cmp.Compare(a.column, b.column), cmp.Compare(a.to, b.to))
	})
	return slices.Compact(all)
}

// ordered puts what others refer to first. A table that refers to itself, or a circle, comes where it can: rows are let in
// without a look at their references, which are checked at the end.
func ordered(tables []table, references []reference) []string {
	needs := map[string][]string{}
	for _, r := range references {
		if r.table != r.to {
			needs[r.table] = append(needs[r.table], r.to)
		}
	}
	var order []string
	seen := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		if seen[name] {
			return
		}
		seen[name] = true
		for _, to := range needs[name] {
			visit(to)
		}
		order = append(order, name)
	}
	for _, t := range tables {
		visit(t.name)
	}
	return order
}

// NewestVersion is the version the files bring a database of the dialect to.
func NewestVersion(files fs.FS, dialect string) (latest int64, err error) {
	names, err := fs.Glob(files, dialect+"/*.sql")
	for _, name := range names {
		version, err := goose.NumericComponent(name)
		if err != nil {
			return 0, fmt.Errorf("database: migrations: %w", err)
		}
		latest = max(latest, version)
	}
	return latest, err
}
