package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strings"
)

// Fault is one broken rule, at a place, with the way out.
type Fault struct {
	Pos  string
	Rule string
	Help string
}

// String is the line a person reads in the test output.
func (f Fault) String() string { return fmt.Sprintf("%s: %s; %s", f.Pos, f.Rule, f.Help) }

// file is one parsed Go file of the module.
type file struct {
	path string // slash separated, from the root of the module
	dir  string
	test bool
	fset *token.FileSet
	tree *ast.File
}

func (f file) at(p token.Pos) string {
	pos := f.fset.Position(p)
	return fmt.Sprintf("%s:%d", f.path, pos.Line)
}

// skipped are folders that hold no Go of ours.
func skipped(dir string) bool {
	base := path.Base(dir)
	return base != "." && (strings.HasPrefix(base, ".") || base == "node_modules" || base == "testdata" || base == "dist" || base == "bin" || base == "data")
}

// goFiles parses every Go file below the root.
func goFiles(root fs.FS) ([]file, error) {
	var files []file
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if skipped(name) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		fset := token.NewFileSet()
		tree, err := parser.ParseFile(fset, name, source, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, file{path: name, dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), fset: fset, tree: tree})
		return nil
	})
	return files, err
}
