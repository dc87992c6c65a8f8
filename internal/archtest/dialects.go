package archtest

import (
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// migrationsDir holds one folder per dialect.
const migrationsDir = "internal/platform/database/migrations"

// Dialects reports where the SQLite and the MySQL folder of migrations drift: other file names, other tables, other columns,
// other indexes, other order of columns (a *_versions twin is filled by position).
func Dialects(root fs.FS) ([]Fault, error) {
	lite, err := fs.Glob(root, migrationsDir+"/sqlite/*.sql")
	if err != nil {
		return nil, err
	}
	my, err := fs.Glob(root, migrationsDir+"/mysql/*.sql")
	if err != nil {
		return nil, err
	}
	faults := sameNames(lite, my)
	liteSchema, err := readSchema(root, lite)
	if err != nil {
		return nil, err
	}
	mySchema, err := readSchema(root, my)
	if err != nil {
		return nil, err
	}
	return append(faults, sameSchema(liteSchema, mySchema)...), nil
}

func sameNames(lite, my []string) []Fault {
	var faults []Fault
	base := func(paths []string) []string {
		names := make([]string, len(paths))
		for i, p := range paths {
			names[i] = p[strings.LastIndexByte(p, '/')+1:]
		}
		return names
	}
	a, b := base(lite), base(my)
	for _, name := range a {
		if !slices.Contains(b, name) {
			faults = append(faults, Fault{Pos: migrationsDir, Rule: "sqlite/" + name + " has no twin in mysql", Help: "write it"})
		}
	}
	for _, name := range b {
		if !slices.Contains(a, name) {
			faults = append(faults, Fault{Pos: migrationsDir, Rule: "mysql/" + name + " has no twin in sqlite", Help: "write it"})
		}
	}
	return faults
}

// schema is what the statements of one dialect add up to: table → columns in order, index → its definition.
type schema struct {
	tables  map[string][]string
	indexes map[string]string
}

func patterns() (create, column, index, add, comment *regexp.Regexp) {
	create = regexp.MustCompile(`(?is)CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+)\s*\((.*?)\n\)[^;]*;`)
	column = regexp.MustCompile("^`?([a-z_]+)`? +[A-Z]")
	index = regexp.MustCompile(`(?is)CREATE (UNIQUE )?INDEX (?:IF NOT EXISTS )?([a-z_]+)\s+ON ([a-z_]+) \(([^;']*)\)\s*[;']`)
	add = regexp.MustCompile(`(?is)ALTER TABLE ([a-z_]+) ADD COLUMN (?:IF NOT EXISTS )?([a-z_]+)`)
	comment = regexp.MustCompile(`(?m)--.*$`)
	return create, column, index, add, comment
}

func readSchema(root fs.FS, names []string) (schema, error) {
	create, column, index, add, comment := patterns()
	s := schema{tables: map[string][]string{}, indexes: map[string]string{}}
	for _, name := range names {
		raw, err := fs.ReadFile(root, name)
		if err != nil {
			return s, err
		}
		text := comment.ReplaceAllString(string(raw), "")
		for _, m := range create.FindAllStringSubmatch(text, -1) {
			s.tables[m[1]] = append(s.tables[m[1]], columnsOf(m[2], column)...)
			for _, key := range inlineKeys(m[1], m[2]) {
				s.indexes[key[0]] = key[1]
			}
		}
		for _, m := range index.FindAllStringSubmatch(text, -1) {
			s.indexes[m[2]] = fmt.Sprintf("%s%s(%s)", strings.ToUpper(m[1]), m[3], squash(m[4]))
		}
		for _, m := range add.FindAllStringSubmatch(text, -1) {
			s.tables[m[1]] = append(s.tables[m[1]], m[2])
		}
	}
	return s, nil
}

// squash drops the length prefix MySQL needs for long text and all space, so that the same key reads the same.
func squash(list string) string {
	list = regexp.MustCompile(`\(\d+\)`).ReplaceAllString(list, "")
	return strings.ReplaceAll(list, " ", "")
}

// inlineKeys reads the keys MySQL declares inside CREATE TABLE.
func inlineKeys(table, body string) [][2]string {
	key := regexp.MustCompile(`(?im)^\s*(UNIQUE )?(?:KEY|INDEX) (?:IF NOT EXISTS )?([a-z_]+) \((.*)\),?$`)
	var keys [][2]string
	for _, m := range key.FindAllStringSubmatch(body, -1) {
		keys = append(keys, [2]string{m[2], fmt.Sprintf("%s%s(%s)", strings.ToUpper(m[1]), table, squash(m[3]))})
	}
	return keys
}

func columnsOf(body string, column *regexp.Regexp) []string {
	var names []string
	for line := range strings.SplitSeq(body, "\n") {
		if m := column.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			names = append(names, m[1])
		}
	}
	return names
}

func sameSchema(lite, my schema) []Fault {
	var faults []Fault
	fault := func(rule string) {
		faults = append(faults, Fault{Pos: migrationsDir, Rule: rule, Help: "both dialects carry the same tables, columns and keys"})
	}
	for _, table := range union(lite.tables, my.tables) {
		if !slices.Equal(lite.tables[table], my.tables[table]) {
			fault(fmt.Sprintf("table %s is (%s) in sqlite and (%s) in mysql", table,
				strings.Join(lite.tables[table], ", "), strings.Join(my.tables[table], ", ")))
		}
	}
	for _, name := range union(lite.indexes, my.indexes) {
		if lite.indexes[name] != my.indexes[name] {
			fault(fmt.Sprintf("index %s is %q in sqlite and %q in mysql", name, lite.indexes[name], my.indexes[name]))
		}
	}
	return faults
}

func union[V any](a, b map[string]V) []string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return slices.Sorted(maps.Keys(all))
}
