package app

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"guatu/web"
)

// pages serves the built front end; httpapi puts the security headers on every answer. Files with a hash in their name
// never change; index.html is asked for again each time.
type pages struct {
	dist fs.FS

	mu    sync.Mutex
	files map[string]*page // read and compressed at the first request for it
}

// page is one file with its two encodings.
type page struct {
	kind   string
	tag    string
	plain  []byte
	zipped []byte // nil when compressing does not pay
}

func newPages(dist fs.FS) *pages { return &pages{dist: dist, files: map[string]*page{}} }

// ServeHTTP answers a file, or index.html for an address of the application, which never has an extension: a script that
// is gone after an upgrade must be a 404 and not a page.
func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "only GET and HEAD are answered here; the API is at /api/v1", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if found := p.find(name); found != nil {
		found.serve(w, r, name)
		return
	}
	if path.Ext(name) != "" {
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "no such file; reload the page, it may be older than the server", http.StatusNotFound)
		return
	}
	if index := p.find("index.html"); index != nil {
		index.serve(w, r, "index.html")
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, "the front end is not part of this program", http.StatusNotFound)
}

func (p *pages) find(name string) *page {
	p.mu.Lock()
	defer p.mu.Unlock()
	if found, ok := p.files[name]; ok {
		return found
	}
	if !fs.ValidPath(name) || strings.HasSuffix(name, ".map") {
		return nil
	}
	content, err := fs.ReadFile(p.dist, name)
	if err != nil {
		return nil // a folder, or nothing
	}
	made := newPage(name, content)
	p.files[name] = made
	return made
}

func newPage(name string, content []byte) *page {
	sum := sha256.Sum256(content)
	kind := mime.TypeByExtension(path.Ext(name))
	if kind == "" {
		kind = http.DetectContentType(content)
	}
	made := &page{kind: kind, tag: base64.RawURLEncoding.EncodeToString(sum[:12]), plain: content}
	if len(content) > 1024 && compressible(kind) {
		var out bytes.Buffer
		zip, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is valid
		_, _ = zip.Write(content)                                 // a buffer takes everything
		_ = zip.Close()
		made.zipped = out.Bytes()
	}
	return made
}

func compressible(kind string) bool {
	for _, part := range []string{"text/", "javascript", "json", "svg", "xml", "manifest"} {
		if strings.Contains(kind, part) {
			return true
		}
	}
	return false
}

func (f *page) serve(w http.ResponseWriter, r *http.Request, name string) {
	header := w.Header()
	header.Set("Content-Type", f.kind)
	header.Set("Cache-Control", cacheFor(name))
	content, tag := f.plain, f.tag
	if f.zipped != nil {
		header.Add("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			header.Set("Content-Encoding", "gzip")
			content, tag = f.zipped, f.tag+"-gz"
		}
	}
	header.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

// cacheFor: the build puts everything with a hash in its name into assets.
func cacheFor(name string) string {
	if strings.HasPrefix(name, "assets/") {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}

// placeholder is the page of a program that was built without the front end.
//
//go:embed placeholder
var placeholder embed.FS

// sitePages serves the built front end, or the page that says how to build it.
func sitePages() (http.Handler, error) {
	if dist, ok := web.Dist(); ok {
		return newPages(dist), nil
	}
	dist, err := fs.Sub(placeholder, "placeholder")
	return newPages(dist), err
}
