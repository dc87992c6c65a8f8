package database

import "testing"

// ForgetVersions removes the notes about migrations above version.
func ForgetVersions(t *testing.T, d *DB, version int64) {
	t.Helper()
	if _, err := d.writeSQL.Exec("DELETE FROM goose_db_version WHERE version_id > ?", version); err != nil {
		t.Fatal(err)
	}
}

// TableShape is what a test needs to know to fill a table it has never heard of.
type TableShape struct {
	Name    string
	Columns []ColumnShape
	Key     []string
}

// ColumnShape is one column of it.
type ColumnShape struct {
	Name, Declared, Kind string
	Null                 bool
	Size                 int
}

// Shapes describes every table of a database but that of the migrations.
func Shapes(t testing.TB, d *DB) []TableShape {
	t.Helper()
	s, err := d.describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	shapes := make([]TableShape, 0, len(s.tables))
	for _, table := range s.tables {
		shape := TableShape{Name: table.name, Key: table.key}
		for _, c := range table.columns {
			shape.Columns = append(shape.Columns, ColumnShape{c.name, c.declared, string(c.kind), c.null, c.size})
		}
		shapes = append(shapes, shape)
	}
	return shapes
}

// Unguarded runs statements past everything that guards a database: rows with references nobody looks at.
func Unguarded(t testing.TB, d *DB, statements []string, args ...[]any) {
	t.Helper()
	l, err := d.startLoading(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for n, statement := range statements {
		var values []any
		if n < len(args) {
			values = args[n]
		}
		if _, err := l.conn.ExecContext(t.Context(), statement, values...); err != nil {
			t.Errorf("%v\n%s", err, statement)
		}
	}
	if err := l.stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// Ordered is the order Copy takes the tables in.
func Ordered(names []string, references [][2]string) []string {
	var tables []table
	for _, name := range names {
		tables = append(tables, table{name: name})
	}
	var list []reference
	for _, r := range references {
		list = append(list, reference{table: r[0], to: r[1]})
	}
	return ordered(tables, list)
}

// Order is the order Copy takes the tables of this database in.
func Order(t testing.TB, d *DB) (order []string, references [][2]string) {
	t.Helper()
	s, err := d.describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.references {
		references = append(references, [2]string{r.table, r.to})
	}
	return ordered(s.tables, s.references), references
}

// KindOf is what Copy makes of a declared type; empty: it refuses.
func KindOf(declared string) string { return string(kindOf(declared)) }
