package archtest

import (
	"go/ast"
	"go/token"
	"io/fs"
	"slices"
	"strconv"
)

// ban forbids one call, with the lesson behind it.
type ban struct {
	pkg   string   // import path the selector must belong to; empty: any receiver
	names []string // function or method names
	allow []string // folders where it is the right thing
	only  []string // folders it is forbidden in; empty: everywhere
	tests bool     // forbidden in tests too
	rule  string
	help  string
}

func bans() []ban {
	httpFolders := []string{"internal/platform/httpapi"}
	return []ban{
		{pkg: "time", names: []string{"Now"}, allow: []string{"internal/platform/clock", "cmd/bench"},
			rule: "reads the machine's clock", help: "take a clock from the constructor: business days come from Today(), instants from Now()"},
		// A stopwatch (how long did the statement take) is not a date, and only the platform has one.
		{pkg: "time", names: []string{"Since", "Until"}, allow: []string{"internal/platform", "cmd/bench"},
			rule: "reads the machine's clock", help: "take a clock from the constructor and subtract instants from Now()"},
		{names: []string{"Save"}, tests: true,
			rule: "calls Save, which writes every column and creates missing rows", help: "use database.UpdateVersion with the columns that change"},
		{names: []string{"AutoMigrate"}, tests: true,
			rule: "calls AutoMigrate", help: "add a numbered SQL file to both folders of internal/platform/database/migrations"},
		{names: []string{"Update", "Updates", "UpdateColumn", "UpdateColumns", "UpdateVersion", "Delete", "Exec"}, only: []string{"internal/periods"},
			rule: "changes a row of a closed month", help: "a closed month only grows: add a correction that names the frozen figure"},
		{pkg: "github.com/danielgtaylor/huma/v2", names: []string{"Register", "AutoRegister", "Get", "Post", "Put", "Patch", "Delete"}, allow: httpFolders,
			rule: "registers a route past the permission table", help: "use httpapi.Register with an operation that names its permission"},
		{pkg: "github.com/gin-gonic/gin", names: []string{"New", "Default"}, allow: append([]string{"cmd/bench"}, httpFolders...),
			rule: "builds a second router", help: "httpapi owns the router; register operations there"},
	}
}

// Source reports banned calls, init functions, and mutable package state.
func Source(root fs.FS) ([]Fault, error) {
	files, err := goFiles(root)
	if err != nil {
		return nil, err
	}
	var faults []Fault
	for _, f := range files {
		names := importNames(f)
		for _, b := range bans() {
			if f.test && !b.tests || slices.ContainsFunc(b.allow, func(dir string) bool { return within(f.dir, dir) }) {
				continue
			}
			if len(b.only) > 0 && !slices.ContainsFunc(b.only, func(dir string) bool { return within(f.dir, dir) }) {
				continue
			}
			faults = append(faults, b.find(f, names)...)
		}
		if !f.test {
			faults = append(faults, inits(f)...)
		}
	}
	return faults, nil
}

// importNames maps the name a file uses for a package to its import path.
func importNames(f file) map[string]string {
	names := map[string]string{}
	for _, spec := range f.tree.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		if spec.Name != nil {
			names[spec.Name.Name] = target
			continue
		}
		names[lastElement(target)] = target
	}
	return names
}

// lastElement is the package name an import path suggests: a version suffix is not a name.
func lastElement(target string) string {
	end := len(target)
	for {
		start := end
		for start > 0 && target[start-1] != '/' {
			start--
		}
		name := target[start:end]
		if start > 0 && len(name) > 1 && name[0] == 'v' && name[1] >= '0' && name[1] <= '9' {
			end = start - 1
			continue
		}
		return name
	}
}

// find looks at uses, not only at calls: `clock := time.Now` would be the same mistake.
func (b ban) find(f file, names map[string]string) []Fault {
	var faults []Fault
	ast.Inspect(f.tree, func(node ast.Node) bool {
		selector, ok := node.(*ast.SelectorExpr)
		if !ok || !slices.Contains(b.names, selector.Sel.Name) {
			return true
		}
		if b.pkg != "" {
			base, ok := selector.X.(*ast.Ident)
			if !ok || names[base.Name] != b.pkg {
				return true
			}
		}
		faults = append(faults, Fault{Pos: f.at(selector.Pos()), Rule: b.rule, Help: b.help})
		return true
	})
	return faults
}

// inits finds work done before main decides to do it.
func inits(f file) []Fault {
	var faults []Fault
	for _, decl := range f.tree.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil && d.Name.Name == "init" {
				faults = append(faults, Fault{Pos: f.at(d.Pos()), Rule: "has an init function", Help: "do it in a constructor that internal/app calls"})
			}
		case *ast.GenDecl:
			faults = append(faults, handles(f, d)...)
		}
	}
	return faults
}

// handles finds package variables that hold a live thing: a pointer made at start, a channel, a lock, or a variable without
// a value that somebody fills later. Tables of constants, compiled patterns, errors and embedded files are values, not state.
func handles(f file, d *ast.GenDecl) []Fault {
	if d.Tok != token.VAR {
		return nil
	}
	var faults []Fault
	for _, spec := range d.Specs {
		value, ok := spec.(*ast.ValueSpec)
		if !ok || len(value.Values) > 0 || embedded(d, value) || value.Names[0].Name == "_" {
			continue
		}
		if value.Names[0].Name == "version" && within(f.dir, "cmd") {
			continue // set by the linker
		}
		faults = append(faults, Fault{Pos: f.at(value.Pos()), Rule: "package variable " + value.Names[0].Name + " is filled by somebody later",
			Help: "make it a field of the type that needs it"})
	}
	return faults
}

func embedded(d *ast.GenDecl, value *ast.ValueSpec) bool {
	for _, doc := range []*ast.CommentGroup{d.Doc, value.Doc} {
		if doc == nil {
			continue
		}
		for _, comment := range doc.List {
			if len(comment.Text) > 10 && comment.Text[:10] == "//go:embed" {
				return true
			}
		}
	}
	return false
}

// Docs reports packages that do not say what they own.
func Docs(root fs.FS) ([]Fault, error) {
	files, err := goFiles(root)
	if err != nil {
		return nil, err
	}
	documented, first := map[string]bool{}, map[string]string{}
	var order []string
	for _, f := range files {
		if f.test {
			continue
		}
		if _, seen := first[f.dir]; !seen {
			first[f.dir] = f.path
			order = append(order, f.dir)
		}
		if f.path == f.dir+"/doc.go" && f.tree.Doc != nil {
			documented[f.dir] = true
		}
	}
	var faults []Fault
	for _, dir := range order {
		if !documented[dir] {
			faults = append(faults, Fault{Pos: first[dir], Rule: "package " + dir + " has no doc.go with a package comment",
				Help: "say what it owns, its tables and invariants, and who may import it"})
		}
	}
	return faults, nil
}
