package app

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func testPages() *pages {
	return newPages(fstest.MapFS{
		"index.html":           {Data: []byte("<!doctype html><title>挂图</title>")},
		"favicon.svg":          {Data: []byte("<svg/>")},
		"assets/app-3f9c.js":   {Data: []byte(strings.Repeat("export const a = 1\n", 200))},
		"assets/app-3f9c.map":  {Data: []byte("{}")},
		"assets/logo-aa11.png": {Data: []byte("\x89PNG\r\n\x1a\n")},
	})
}

func TestPages(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, method, path string
		status             int
		cache, contains    string
	}{
		{"the root is the application", "GET", "/", 200, "no-cache", "挂图"},
		{"an address of the application", "GET", "/milestones/12", 200, "no-cache", "挂图"},
		{"index by name", "GET", "/index.html", 200, "no-cache", "挂图"},
		{"a hashed file never changes", "GET", "/assets/app-3f9c.js", 200, "public, max-age=31536000, immutable", "export"},
		{"an image", "GET", "/assets/logo-aa11.png", 200, "public, max-age=31536000, immutable", "PNG"},
		{"a script that is gone is no page", "GET", "/assets/app-0000.js", 404, "no-store", "reload"},
		{"an address with an extension is no page", "GET", "/milestones/12.js", 404, "no-store", ""},
		{"source maps are not served", "GET", "/assets/app-3f9c.map", 404, "no-store", ""},
		{"a folder is no listing", "GET", "/assets", 200, "no-cache", "挂图"},
		{"no way out of the folder", "GET", "/../../etc/passwd", 200, "no-cache", "挂图"},
		{"no way out, with an extension", "GET", "/../app.go", 404, "no-store", ""},
		{"a page that calls itself a script", "GET", "/projects/5/x.js", 404, "no-store", ""},
		{"a page that calls itself a style", "GET", "/work/nothing.css", 404, "no-store", ""},
		{"the same with a parameter", "GET", "/projects/5;x.css", 404, "no-store", ""},
		{"the same, escaped", "GET", "/projects/5%2Fx%2Ejs", 404, "no-store", ""},
		{"the same behind a line break", "GET", "/projects/5%0Ax.png", 404, "no-store", ""},
		{"nothing is posted here", "POST", "/", 405, "no-store", "/api/v1"},
		{"a head has no body", "HEAD", "/", 200, "no-cache", ""},
	}
	handler := testPages()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, httptest.NewRequest(c.method, "http://guatu"+c.path, nil))
			if w.Code != c.status {
				t.Errorf("status %d, want %d", w.Code, c.status)
			}
			if got := w.Header().Get("Cache-Control"); got != c.cache && c.cache != "" {
				t.Errorf("Cache-Control %q, want %q", got, c.cache)
			}
			if !strings.Contains(w.Body.String(), c.contains) {
				t.Errorf("body lacks %q", c.contains)
			}
			if c.method == "HEAD" && w.Body.Len() > 0 {
				t.Error("HEAD has a body")
			}
		})
	}
}

func TestPagesCompressAndRevalidate(t *testing.T) {
	t.Parallel()
	handler := testPages()
	request := httptest.NewRequest("GET", "/assets/app-3f9c.js", nil)
	request.Header.Set("Accept-Encoding", "br, gzip")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, request)
	if w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() > 500 {
		t.Fatalf("not compressed: %v, %d bytes", w.Header(), w.Body.Len())
	}
	reader, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(reader); err != nil || !strings.HasPrefix(string(text), "export") {
		t.Fatalf("%q, %v", text, err)
	}
	request.Header.Set("If-None-Match", w.Header().Get("ETag"))
	again := httptest.NewRecorder()
	handler.ServeHTTP(again, request)
	if again.Code != http.StatusNotModified {
		t.Errorf("second request: %d, want 304", again.Code)
	}
}
