//go:build !race

// One caller copies, row by row: the race detector would see nothing and take several times as long.
package database_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/database/migrations"
)

// hard are texts that are easily damaged: quotes of both kinds, a backslash, a Chinese word, characters of four bytes, a
// blank at the end, a line break, the letter that means "nothing" in some files.
func hard() []string { return []string{"'\"\\", "挂图", "𠮷🚧", "x ", "a\nb", `\N`, "%_?", "é"} }

// filled makes a source with rows in every table the schema has, whatever tables these are. The shapes come from MySQL
// where there is one, because only MySQL says how long a text may be and which text is a date.
func filled(t *testing.T, shapes []database.TableShape) string {
	t.Helper()
	dsn := dbtest.DSN(t, database.SQLite)
	db := dbtest.Open(t, dsn)
	for _, shape := range shapes {
		statements, args := []string{"BEGIN", "DELETE FROM " + shape.Name}, [][]any{nil, nil}
		var names, marks []string
		for _, c := range shape.Columns {
			names, marks = append(names, "`"+c.Name+"`"), append(marks, "?")
		}
		for n := 1; n <= 9; n++ {
			var row []any
			for i, c := range shape.Columns {
				row = append(row, sample(c, slices.Contains(shape.Key, c.Name), n, i))
			}
			statements, args = append(statements, "INSERT INTO "+shape.Name+" ("+strings.Join(names, ",")+") VALUES ("+strings.Join(marks, ",")+")"), append(args, row)
		}
		database.Unguarded(t, db, append(statements, "COMMIT"), args...)
	}
	// A row that is gone leaves its number behind: the next one must not get it again.
	database.Unguarded(t, db, []string{"UPDATE sqlite_sequence SET seq = 4711 WHERE name = 'departments'"})
	return dsn
}

// sample is the value of one cell of row n. References stay within 1 to 9, where each table has its rows.
func sample(c database.ColumnShape, key bool, n, i int) any {
	text := hard()[(n+i)%len(hard())]
	switch {
	case c.Null && (n+i)%3 == 0:
		return nil
	case c.Kind == "integer" && (key || strings.HasSuffix(c.Name, "_id") || strings.HasSuffix(c.Name, "_by")):
		return n
	case c.Kind == "integer" && c.Size == 0 && strings.HasSuffix(c.Name, "_yuan"):
		return int64(1)<<62 + int64(n)
	case c.Kind == "integer":
		return n // also what is unique
	case c.Kind == "bytes":
		return []byte{0, 255, byte(n), '\'', 0x80}
	case c.Declared == "date":
		return fmt.Sprintf("2016-02-2%d", n%10)
	case strings.Contains(c.Name, "json"):
		return fmt.Sprintf(`{"b":1, "a":[%d]}`, n)
	}
	if text = fmt.Sprint(n) + text; strings.HasPrefix(c.Declared, "char(") {
		text = strings.TrimSpace(text) // MySQL forgets blanks at the end of these; the schema has only months and hashes there
	}
	if c.Size > 0 && len([]rune(text)) > c.Size {
		text = string([]rune(text)[:c.Size])
	}
	return text
}

// shapesOf are the tables as the strictest dialect at hand tells them.
func shapesOf(t *testing.T) []database.TableShape {
	t.Helper()
	if os.Getenv(dbtest.MySQLEnv) != "" {
		return database.Shapes(t, dbtest.New(t, database.MySQL))
	}
	return database.Shapes(t, dbtest.New(t, database.SQLite))
}

// empty is the address of a database without tables.
func empty(t *testing.T, dialect string) string {
	t.Helper()
	if dialect == database.MySQL {
		return dbtest.Empty(t)
	}
	return "sqlite://" + filepath.Join(t.TempDir(), "new folder", "目标.db")
}

func copied(t *testing.T, from, to string, o database.CopyOptions) ([]database.TableCopy, error) {
	t.Helper()
	source, err := database.OpenReadOnly(t.Context(), from)
	must(t, err)
	defer func() { must(t, source.Close()) }()
	target, err := database.Open(t.Context(), to)
	must(t, err)
	defer func() { must(t, target.Close()) }()
	return database.Copy(t.Context(), source, target, migrations.Files, o)
}

// TestCopyCarriesEveryTable goes through the databases and back. No table is named here: one that is added to the schema
// tomorrow is filled, copied and compared, and one that Copy left out would be missing in the comparison.
func TestCopyCarriesEveryTable(t *testing.T) {
	shapes := shapesOf(t)
	first := filled(t, shapes)
	way := []string{database.SQLite}
	if os.Getenv(dbtest.MySQLEnv) != "" {
		way = []string{database.MySQL, database.SQLite}
	}
	before := dump(t, dbtest.Open(t, first))
	from := first
	var reports [][]database.TableCopy
	for _, dialect := range way {
		to := empty(t, dialect)
		var last, total int64
		report, err := copied(t, from, to, database.CopyOptions{Progress: func(_ string, done, all int64) {
			if done <= last || done > all {
				t.Errorf("progress goes from %d to %d of %d", last, done, all)
			}
			last, total = done, all
		}})
		must(t, err)
		if last != total || total != int64(9*len(shapes)) {
			t.Errorf("%d of %d rows are done, %d were put in", last, total, 9*len(shapes))
		}
		db := dbtest.Open(t, to)
		_, _, err = db.SchemaVersion(t.Context(), migrations.Files)
		must(t, err) // given free
		if diff := cmp.Diff(before, dump(t, db)); diff != "" {
			t.Errorf("rows in %s (-first +copy):\n%s", dialect, diff)
		}
		reports, from = append(reports, report), to
	}
	for _, report := range reports {
		if len(report) != len(shapes) {
			t.Errorf("%d tables were reported, the schema has %d", len(report), len(shapes))
		}
		if diff := cmp.Diff(reports[0], report); diff != "" {
			t.Errorf("reports (-first way +this):\n%s", diff)
		}
		for _, table := range report {
			if table.Rows != 9 || len(table.Hash) != 64 || table.Name == "departments" && table.Sequence != 4711 {
				t.Errorf("%+v", table)
			}
		}
	}
}

// dump is every row of every table as text, read without anything of Copy.
func dump(t *testing.T, db *database.DB) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, shape := range database.Shapes(t, db) {
		var rows []map[string]any
		must(t, db.Read(t.Context()).Table(shape.Name).Find(&rows).Error)
		for _, row := range rows {
			var cells []string
			for _, c := range shape.Columns {
				cell := fmt.Sprintf("%s=%q", c.Name, fmt.Sprintf("%v", row[c.Name]))
				if text, ok := row[c.Name].([]byte); ok {
					cell = fmt.Sprintf("%s=%q", c.Name, text)
				}
				cells = append(cells, strings.Replace(cell, " 00:00:00 +0000 UTC", "", 1))
			}
			all[shape.Name] = append(all[shape.Name], strings.Join(cells, " "))
		}
		slices.Sort(all[shape.Name])
	}
	return all
}

// TestCopyNeverWritesTheSource compares the file byte by byte, and tries to write.
func TestCopyNeverWritesTheSource(t *testing.T) {
	dsn := dbtest.DSN(t, database.SQLite)
	file := strings.TrimPrefix(dsn, "sqlite://")
	before, err := os.ReadFile(file)
	must(t, err)
	_, err = copied(t, dsn, empty(t, database.SQLite), database.CopyOptions{})
	must(t, err)
	after, err := os.ReadFile(file)
	must(t, err)
	if !slices.Equal(before, after) {
		t.Error("the file of the source has changed")
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		dsn := dbtest.DSN(t, db.Dialect())
		looking, err := database.OpenReadOnly(t.Context(), dsn)
		must(t, err)
		defer func() { must(t, looking.Close()) }()
		err = looking.Tx(t.Context(), func(_ context.Context, tx *gorm.DB) error {
			return tx.Exec("DELETE FROM change_slots").Error
		})
		if err == nil {
			t.Error("a database that is only looked at was written")
		}
	})
}

func TestReadOnlyMakesNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "nowhere", "guatu.db")
	for _, dsn := range []string{"sqlite://" + file, "sqlite://" + t.TempDir(), "postgres://x"} {
		if db, err := database.OpenReadOnly(t.Context(), dsn); err == nil {
			_ = db.Close()
			t.Errorf("%s was opened", dsn)
		}
	}
	if _, err := os.Stat(filepath.Dir(file)); !errors.Is(err, os.ErrNotExist) {
		t.Error("a folder was made")
	}
	text := filepath.Join(t.TempDir(), "notes.txt")
	must(t, os.WriteFile(text, []byte(strings.Repeat("no database\n", 100)), 0o600))
	if db, err := database.OpenReadOnly(t.Context(), "sqlite://"+text); err == nil {
		_ = db.Close()
		t.Error("a text was taken for a database")
	}
}

func TestCopyRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		source := dbtest.DSN(t, database.SQLite)
		migrated := dbtest.DSN(t, db.Dialect())
		_, err := copied(t, source, migrated, database.CopyOptions{})
		must(t, err) // as the migrations leave it: empty
		if _, err := copied(t, source, empty(t, db.Dialect()), database.CopyOptions{}); err != nil {
			t.Errorf("a target without tables: %v", err)
		}
		used := dbtest.DSN(t, db.Dialect())
		database.Unguarded(t, dbtest.Open(t, used), []string{"INSERT INTO settings (name, value) VALUES ('a', 'b')"})
		busy := dbtest.DSN(t, db.Dialect())
		database.Unguarded(t, dbtest.Open(t, busy), []string{"UPDATE change_slots SET n = 5 WHERE slot = 3"})
		foreign := empty(t, db.Dialect())
		database.Unguarded(t, dbtest.Open(t, foreign), []string{"CREATE TABLE wp_posts (id INTEGER PRIMARY KEY)"})
		beside := dbtest.DSN(t, db.Dialect())
		database.Unguarded(t, dbtest.Open(t, beside), []string{"CREATE TABLE wp_posts (id INTEGER PRIMARY KEY)"})
		older := dbtest.DSN(t, db.Dialect())
		database.ForgetVersions(t, dbtest.Open(t, older), 3)
		for name, target := range map[string]string{"with a row": used, "that was in use": busy, "of another program": foreign,
			"beside another program": beside, "of an older schema": older} {
			if _, err := copied(t, source, target, database.CopyOptions{}); !errors.Is(err, database.ErrNotEmpty) {
				t.Errorf("a target %s: %v", name, err)
			}
			if err := dbtest.Open(t, target).Migrate(t.Context(), migrations.Files); errors.Is(err, database.ErrUnfinishedCopy) {
				t.Errorf("a target %s was marked although nothing was done to it", name)
			}
		}
		behind := dbtest.DSN(t, db.Dialect())
		database.ForgetVersions(t, dbtest.Open(t, behind), 3)
		if _, err := copied(t, behind, empty(t, database.SQLite), database.CopyOptions{}); !errors.Is(err, database.ErrOldSchema) {
			t.Errorf("a source of an older schema: %v", err)
		}
		ahead := dbtest.DSN(t, db.Dialect())
		database.Unguarded(t, dbtest.Open(t, ahead), []string{"INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)"})
		if _, err := copied(t, ahead, empty(t, database.SQLite), database.CopyOptions{}); !errors.Is(err, database.ErrNewerSchema) {
			t.Errorf("a source of a newer schema: %v", err)
		}
		if _, err := copied(t, foreign, empty(t, database.SQLite), database.CopyOptions{}); err == nil {
			t.Error("a source of another program was copied")
		}
	})
}

// TestInterruptedCopy: half a copy is never taken for a whole one, whatever ended it.
func TestInterruptedCopy(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		source := filled(t, shapesOf(t))
		writing := dbtest.Open(t, source)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		own := errors.New("the lamps differ")
		cases := map[string]struct {
			options database.CopyOptions
			want    error
		}{
			"stopped":  {database.CopyOptions{Progress: func(string, int64, int64) { stop() }}, context.Canceled},
			"checked":  {database.CopyOptions{Check: func(context.Context) error { return own }}, own},
			"changed":  {database.CopyOptions{Check: func(context.Context) error { return touch(writing) }}, database.ErrSourceChanged},
			"orphaned": {database.CopyOptions{}, database.ErrReference},
		}
		for _, name := range []string{"stopped", "checked", "changed", "orphaned"} {
			c, target := cases[name], empty(t, db.Dialect())
			if name == "orphaned" {
				database.Unguarded(t, writing, []string{"UPDATE posts SET department_id = 99 WHERE id = 1"})
			}
			from, err := database.OpenReadOnly(t.Context(), source)
			must(t, err)
			to := dbtest.Open(t, target)
			if _, err := database.Copy(pick(name == "stopped", ctx, t.Context()), from, to, migrations.Files, c.options); !errors.Is(err, c.want) {
				t.Errorf("%s: %v instead of %v", name, err, c.want)
			}
			must(t, from.Close())
			if err := to.Migrate(t.Context(), migrations.Files); !errors.Is(err, database.ErrUnfinishedCopy) {
				t.Errorf("%s: a program would start on half a copy: %v", name, err)
			}
			if _, _, err := to.SchemaVersion(t.Context(), migrations.Files); !errors.Is(err, database.ErrUnfinishedCopy) {
				t.Errorf("%s: half a copy is current: %v", name, err)
			}
			if _, err := copied(t, source, target, database.CopyOptions{}); !errors.Is(err, database.ErrUnfinishedCopy) {
				t.Errorf("%s: a second copy over the first: %v", name, err)
			}
		}
	})
}

func touch(db *database.DB) error {
	return db.Tx(context.Background(), func(context.Context, *gorm.DB) error { return nil })
}

func pick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}

func TestOrderFollowsReferences(t *testing.T) {
	got := database.Ordered([]string{"a", "b", "c", "d", "e"}, [][2]string{{"a", "c"}, {"c", "d"}, {"b", "b"}, {"d", "e"}, {"e", "d"}})
	if diff := cmp.Diff([]string{"e", "d", "c", "a", "b"}, got); diff != "" {
		t.Error(diff)
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		order, references := database.Order(t, db)
		if len(references) < 10 {
			t.Fatalf("only %d references were found", len(references))
		}
		for _, r := range references {
			if from, to := slices.Index(order, r[0]), slices.Index(order, r[1]); from < to || to < 0 {
				t.Errorf("%s comes before %s, which it refers to", r[0], r[1])
			}
		}
	})
}

// TestUnknownTypesAreRefused: better no copy than one that rounds.
func TestUnknownTypesAreRefused(t *testing.T) {
	for _, declared := range []string{"double", "real", "decimal(10,2)", "datetime(3)", "timestamp", "json", "bigint(20) unsigned", "", "binary(16)"} {
		if kind := database.KindOf(declared); kind != "" {
			t.Errorf("%q is taken for %s", declared, kind)
		}
	}
}

// TestCopyTurnsPages: more rows than a page, a key of two columns, more bytes than a statement takes.
func TestCopyTurnsPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		dsn := dbtest.DSN(t, db.Dialect())
		source := dbtest.Open(t, dsn)
		statements, args := []string{"BEGIN"}, [][]any{nil}
		const rows = 1301
		for n := range rows {
			statements = append(statements, "INSERT INTO idempotency_keys (user_id, idem_key, operation, request_hash, body, created_at) VALUES (?, ?, 'x', 'y', ?, ?)")
			args = append(args, []any{n % 3, fmt.Sprintf("k%d", n), []byte(strings.Repeat("体", n)), n})
		}
		database.Unguarded(t, source, append(statements, "COMMIT"), args...)
		for _, dialect := range []string{database.SQLite, db.Dialect()} {
			report, err := copied(t, dsn, empty(t, dialect), database.CopyOptions{})
			must(t, err)
			n := slices.IndexFunc(report, func(c database.TableCopy) bool { return c.Name == "idempotency_keys" })
			if report[n].Rows != rows {
				t.Errorf("%d of %d rows", report[n].Rows, rows)
			}
		}
	})
}

// TestCopyNamesTheRowThatDoesNotFit: SQLite takes texts of any length, MySQL does not, and must not cut them.
func TestCopyNamesTheRowThatDoesNotFit(t *testing.T) {
	target := empty(t, database.MySQL)
	source := dbtest.DSN(t, database.SQLite)
	database.Unguarded(t, dbtest.Open(t, source), []string{"INSERT INTO settings (name, value) VALUES ('district.name', ?)"},
		[]any{strings.Repeat("长", 30_000)})
	_, err := copied(t, source, target, database.CopyOptions{})
	if err == nil || !strings.Contains(err.Error(), "settings") || !strings.Contains(err.Error(), "district.name") {
		t.Errorf("the error names no row: %v", err)
	}
}
