package web

import (
	"embed"
	"io/fs"
)

// The pattern matches doc.go, which is always there, and dist, which is there after `npm run build`: so the module compiles
// without Node, and a build after the front end carries the pages. `all:` keeps files that begin with an underscore.
//
//go:embed all:d*
var files embed.FS

// Dist returns the built pages, or false when the front end has not been built into this binary.
func Dist() (fs.FS, bool) {
	dist, err := fs.Sub(files, "dist")
	if err != nil {
		return nil, false
	}
	if _, err := fs.Stat(dist, "index.html"); err != nil {
		return nil, false
	}
	return dist, true
}
