package archtest_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"guatu/internal/archtest"
)

type check func(fs.FS) ([]archtest.Fault, error)

// TestHouse is the check itself, on this module.
func TestHouse(t *testing.T) {
	root := os.DirFS("../..")
	for name, run := range map[string]check{
		"imports": archtest.Imports, "source": archtest.Source, "docs": archtest.Docs, "dialects": archtest.Dialects,
	} {
		t.Run(name, func(t *testing.T) {
			faults, err := run(root)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range faults {
				t.Error(f)
			}
		})
	}
}

// TestChecksCanFail proves on small trees that every rule finds what it forbids and lets the right way pass.
func TestChecksCanFail(t *testing.T) {
	const lite, my = "internal/platform/database/migrations/sqlite/", "internal/platform/database/migrations/mysql/"
	cases := []struct {
		name  string
		run   check
		files map[string]string
		want  []string // one part of each expected fault, in order; none = the tree is good
	}{
		{"a feature imports a feature", archtest.Imports, map[string]string{
			"internal/milestones/service.go": `package milestones; import _ "guatu/internal/projects"`,
		}, []string{"internal/milestones imports internal/projects"}},
		{"a test of a feature imports a feature", archtest.Imports, map[string]string{
			"internal/milestones/service_test.go": `package milestones; import _ "guatu/internal/livelihood"`,
		}, []string{"internal/milestones imports internal/livelihood"}},
		{"the platform imports business", archtest.Imports, map[string]string{
			"internal/platform/httpapi/a.go": `package httpapi; import _ "guatu/internal/auth"`,
		}, []string{"internal/platform imports internal/auth"}},
		{"schedule imports a library", archtest.Imports, map[string]string{
			"internal/schedule/a.go": `package schedule; import _ "go.yaml.in/yaml/v3"`,
		}, []string{"outside the standard library"}},
		{"schedule imports the clock", archtest.Imports, map[string]string{
			"internal/schedule/a.go": `package schedule; import _ "guatu/internal/platform/clock"`,
		}, []string{"internal/schedule imports internal/platform/clock"}},
		{"main reaches past app", archtest.Imports, map[string]string{
			"cmd/server/main.go": `package main; import _ "guatu/internal/platform/database"`,
		}, []string{"cmd imports internal/platform/database"}},
		{"a test helper in shipped code", archtest.Imports, map[string]string{
			"internal/app/a.go": `package app; import _ "guatu/internal/auth/authtest"`,
		}, []string{"outside a test"}},
		{"a room nobody planned", archtest.Imports, map[string]string{
			"internal/misc/a.go": `package misc`,
		}, []string{"no floor plan"}},
		{"good imports", archtest.Imports, map[string]string{
			"internal/milestones/a.go":      `package milestones; import (_ "guatu/internal/auth"; _ "guatu/internal/platform/database"; _ "guatu/internal/schedule"; _ "gorm.io/gorm")`,
			"internal/milestones/a_test.go": `package milestones; import (_ "guatu/internal/auth/authtest"; _ "guatu/configs")`,
			"internal/app/app.go":           `package app; import (_ "guatu/internal/milestones"; _ "guatu/web"; _ "guatu/configs")`,
			"cmd/server/main.go":            `package main; import _ "guatu/internal/app"`,
			"internal/schedule/a.go":        `package schedule; import _ "encoding/json"`,
		}, nil},
		{"a second clock", archtest.Source, map[string]string{
			"internal/reports/a.go": "package reports\nimport \"time\"\nvar now = time.Now\nfunc f() { _ = time.Since(now()) }",
		}, []string{"machine's clock", "machine's clock"}},
		{"a second clock under another name", archtest.Source, map[string]string{
			"internal/reports/a.go": "package reports\nimport t \"time\"\nfunc f() { t.Now() }",
		}, []string{"machine's clock"}},
		{"Save and AutoMigrate", archtest.Source, map[string]string{
			"internal/projects/a.go":      "package projects\nfunc f() { db.WithContext(ctx).Save(&row) }",
			"internal/projects/a_test.go": "package projects\nfunc g() { db.AutoMigrate(&row{}) }",
		}, []string{"Save", "AutoMigrate"}},
		{"a closed month is changed", archtest.Source, map[string]string{
			"internal/periods/a.go": "package periods\nfunc f() { tx.Exec(text); tx.Table(name).Updates(values) }", "internal/plans/a.go": "package plans\nfunc f() { tx.Exec(text) }",
		}, []string{"changes a row of a closed month", "changes a row of a closed month"}},
		{"a route without a permission", archtest.Source, map[string]string{
			"internal/projects/http.go": "package projects\nimport \"github.com/danielgtaylor/huma/v2\"\nfunc f() { huma.Register(api, op, h) }",
		}, []string{"past the permission table"}},
		{"a second router", archtest.Source, map[string]string{
			"internal/projects/http.go": "package projects\nimport \"github.com/gin-gonic/gin\"\nfunc f() { gin.Default() }",
		}, []string{"second router"}},
		{"init and late state", archtest.Source, map[string]string{
			"internal/projects/a.go": "package projects\nvar db *DB\nfunc init() { db = open() }",
		}, []string{"filled by somebody later", "init function"}},
		{"good source", archtest.Source, map[string]string{
			"internal/platform/clock/a.go": "package clock\nimport \"time\"\nfunc now() { time.Now() }",
			"internal/projects/a.go":       "package projects\nimport \"time\"\nvar errGone = gone()\nfunc f(now time.Time) { store.save(now) }",
			"internal/projects/a_test.go":  "package projects\nimport \"time\"\nfunc f() { time.Now() }",
			"web/embed.go":                 "package web\n//go:embed all:d*\nvar files embed.FS",
			"cmd/server/main.go":           "package main\nvar version string",
		}, nil},
		{"a package without doc.go", archtest.Docs, map[string]string{
			"internal/a/a.go": "// Package a is documented in the wrong file.\npackage a",
			"internal/b/b.go": "package b", "internal/b/doc.go": "// Package b says.\npackage b",
			"internal/c/doc.go": "package c",
		}, []string{"internal/a has no doc.go", "internal/c has no doc.go"}},
		{"a migration in one dialect only", archtest.Dialects, map[string]string{
			lite + "1_a.sql": "", my + "1_a.sql": "", lite + "2_b.sql": "", my + "3_c.sql": "",
		}, []string{"sqlite/2_b.sql", "mysql/3_c.sql"}},
		{"a column and a key drift", archtest.Dialects, map[string]string{
			lite + "1_a.sql": "CREATE TABLE IF NOT EXISTS t (\n  id INTEGER PRIMARY KEY,\n  a TEXT NOT NULL,\n  b TEXT\n);\nCREATE UNIQUE INDEX IF NOT EXISTS t_a ON t (a, b);",
			my + "1_a.sql":   "CREATE TABLE IF NOT EXISTS t (\n  id BIGINT PRIMARY KEY, -- the key\n  a VARCHAR(9) NOT NULL\n) ENGINE=InnoDB;\nCREATE INDEX IF NOT EXISTS t_a ON t (a, b);",
		}, []string{"table t is (id, a, b) in sqlite and (id, a) in mysql", "index t_a"}},
		{"a column added later drifts", archtest.Dialects, map[string]string{
			lite + "1_a.sql": "CREATE TABLE t (\n  id INTEGER\n);", my + "1_a.sql": "CREATE TABLE t (\n  id BIGINT\n);",
			lite + "2_b.sql": "ALTER TABLE t ADD COLUMN x TEXT;", my + "2_b.sql": "ALTER TABLE t ADD COLUMN y DATE;",
		}, []string{"(id, x) in sqlite and (id, y) in mysql"}},
		{"good dialects", archtest.Dialects, map[string]string{
			lite + "1_a.sql": "CREATE TABLE IF NOT EXISTS t (\n  id INTEGER PRIMARY KEY,\n  a TEXT\n);\nCREATE INDEX IF NOT EXISTS t_a ON t (a);",
			my + "1_a.sql":   "CREATE TABLE IF NOT EXISTS t (\n  id BIGINT PRIMARY KEY,\n  a VARCHAR(9)\n);\nCREATE INDEX IF NOT EXISTS t_a ON t (a(20));",
		}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tree := fstest.MapFS{}
			for name, text := range c.files {
				tree[name] = &fstest.MapFile{Data: []byte(text)}
			}
			faults, err := c.run(tree)
			if err != nil {
				t.Fatal(err)
			}
			if len(faults) != len(c.want) {
				t.Fatalf("%d faults, want %d: %v", len(faults), len(c.want), faults)
			}
			for i, want := range c.want {
				if !strings.Contains(faults[i].String(), want) {
					t.Errorf("fault %d is %q, want one about %q", i, faults[i], want)
				}
			}
		})
	}
}
