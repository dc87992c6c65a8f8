package httpapi

import (
	"compress/gzip"
	"net/http"
	"strings"
	"sync"
)

// recorder knows what was answered, and drops the body of HEAD.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	head   bool
}

func (r *recorder) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}

// WriteHeader notes the status.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write counts, and sends unless the request was HEAD.
func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	r.bytes += int64(len(p))
	if r.head {
		return len(p), nil
	}
	return r.ResponseWriter.Write(p)
}

// Flush sends what is buffered.
func (r *recorder) Flush() { _ = http.NewResponseController(r.ResponseWriter).Flush() } // unsupported: nothing is buffered

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

const compressFrom = 1024 // bytes

// gzipWriter compresses JSON and CSV answers of at least compressFrom bytes. The
// first write decides: JSON is written in one piece, CSV in pieces of 32 KiB.
type gzipWriter struct {
	http.ResponseWriter
	pool    *sync.Pool // of *gzip.Writer: a new one costs a megabyte
	status  int
	decided bool
	gz      *gzip.Writer
}

func newGzip() any {
	writer, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is valid
	return writer
}

// WriteHeader waits for the first write.
func (g *gzipWriter) WriteHeader(status int) {
	if g.status == 0 {
		g.status = status
	}
}

// Write decides on the first call, then passes on.
func (g *gzipWriter) Write(p []byte) (int, error) {
	g.decide(len(p))
	if g.gz != nil {
		return g.gz.Write(p)
	}
	return g.ResponseWriter.Write(p)
}

func (g *gzipWriter) decide(size int) {
	if g.decided {
		return
	}
	g.decided = true
	h := g.Header()
	kind := h.Get("Content-Type")
	if size >= compressFrom && h.Get("Content-Encoding") == "" &&
		(strings.HasSuffix(kind, "json") || strings.HasPrefix(kind, "application/json") || strings.HasPrefix(kind, "text/csv")) {
		h.Set("Content-Encoding", "gzip")
		h.Add("Vary", "Accept-Encoding")
		h.Del("Content-Length")
		g.gz = g.pool.Get().(*gzip.Writer)
		g.gz.Reset(g.ResponseWriter)
	}
	if g.status != 0 {
		g.ResponseWriter.WriteHeader(g.status)
	}
}

// Flush sends what is buffered, for streams; they are not compressed.
func (g *gzipWriter) Flush() {
	g.decide(0)
	_ = http.NewResponseController(g.ResponseWriter).Flush() // unsupported: nothing is buffered
}

// Unwrap lets http.ResponseController reach the connection.
func (g *gzipWriter) Unwrap() http.ResponseWriter { return g.ResponseWriter }

func (g *gzipWriter) close() {
	g.decide(0)
	if g.gz != nil {
		_ = g.gz.Close() // the caller is gone, nothing to do
		g.pool.Put(g.gz)
	}
}
