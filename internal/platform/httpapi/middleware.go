package httpapi

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"path"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"guatu/internal/platform/clock"
	"guatu/internal/platform/observe"
)

const (
	maxURL = 8 << 10

	contentPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; " +
		"style-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

// ServeHTTP answers one request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body := &incoming{ReadCloser: r.Body}
	r = r.WithContext(a.begin(r)) // a copy: the server keeps its own view of the body
	if r.Body != nil {
		r.Body = body
	}
	if status := a.serve(w, r); status >= http.StatusBadRequest && r.Body != nil {
		drain(w, r, body, drainMost, drainWithin)
	}
}

// begin returns the context of a request.
func (a *API) begin(r *http.Request) context.Context {
	current := &call{clientIP: a.clientIP(r), userAgent: cut(r.UserAgent(), 200), accept: r.Header.Get("Accept-Language"),
		uri: r.URL.RequestURI()}
	return observe.WithRequestID(context.WithValue(r.Context(), callKey{}, current), a.requestID(r))
}

// serve answers, logs and measures one request, and returns the status.
func (a *API) serve(w http.ResponseWriter, r *http.Request) int {
	watch := clock.StartStopwatch()
	a.setHeaders(w, r)
	recorder := &recorder{ResponseWriter: w, head: r.Method == http.MethodHead}
	w = recorder
	if a.options.Compress && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && !recorder.head {
		compressed := &gzipWriter{ResponseWriter: w, pool: &a.gzips}
		defer compressed.close()
		w = compressed
	}
	if m := a.options.Metrics; m != nil {
		m.RequestStarted()
	}
	defer a.finish(r.Context(), r.Method, r.URL.Path, recorder, watch)
	if recorder.head {
		r.Method = http.MethodGet // the recorder drops the body
	}
	a.engine.ServeHTTP(w, r)
	return recorder.code()
}

// finish writes the line of the access log. Paths are logged without their
// query, which may hold words about people.
func (a *API) finish(ctx context.Context, method, path string, w *recorder, watch clock.Stopwatch) {
	elapsed := watch.Elapsed()
	current, route, status := callOf(ctx), "other", w.code()
	if current.operation != nil {
		route = current.operation.Path
	}
	if m := a.options.Metrics; m != nil {
		m.RequestDone(method, route, status, elapsed)
	}
	level := slog.LevelInfo
	if path == "/livez" || path == "/readyz" {
		level = slog.LevelDebug
	}
	code := ""
	if current.failure != nil {
		code = current.failure.Code
	}
	statements := int64(0)
	if current.statements != nil {
		statements = current.statements.Count()
	}
	a.log.LogAttrs(ctx, level, "request", slog.String("method", method), slog.String("path", cut(path, 300)),
		slog.Int("status", status), slog.String("code", code), slog.Int64("bytes", w.bytes), slog.Int64("sql", statements),
		slog.Duration("elapsed", elapsed), slog.Int64("user", current.userID), slog.String("ip", current.clientIP))
}

func (a *API) setHeaders(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Request-Id", RequestID(r.Context()))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Add("Vary", "Accept-Language")
	if a.Secure(r) {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if strings.HasPrefix(r.URL.Path, "/api") {
		h.Set("Cache-Control", "no-store")
	}
}

// Secure reports whether the caller reached us over TLS, by the connection or
// by the word of a trusted proxy.
func (a *API) Secure(r *http.Request) bool {
	return r.TLS != nil || a.fromProxy(r) && r.Header.Get("X-Forwarded-Proto") == "https"
}

// recovered turns a panic into a 500 problem; the process lives on.
func (a *API) recovered(c *gin.Context) {
	defer func() {
		reason := recover()
		if reason == nil {
			return
		}
		if reason == http.ErrAbortHandler {
			panic(reason)
		}
		ctx := c.Request.Context()
		if m := a.options.Metrics; m != nil {
			m.Panicked()
		}
		a.log.ErrorContext(ctx, "panic", "reason", fmt.Sprint(reason), "stack", string(debug.Stack()))
		if c.Writer.Written() {
			panic(http.ErrAbortHandler) // half an answer must not look like a whole one
		}
		for _, name := range []string{"ETag", "Location", "Content-Length", "Content-Encoding"} {
			c.Writer.Header().Del(name)
		}
		a.fail(c, Internal(fmt.Errorf("panic: %v", reason)))
		a.report(ctx)
	}()
	if len(c.Request.RequestURI) > maxURL || len(c.Request.URL.RawQuery)+len(c.Request.URL.Path) > maxURL {
		a.fail(c, byStatus(http.StatusRequestURITooLong))
		return
	}
	c.Next()
}

func (a *API) noRoute(c *gin.Context) {
	if a.options.Pages != nil && !reserved(c.Request.URL.Path) {
		c.Status(http.StatusOK) // gin presets 404
		a.options.Pages.ServeHTTP(c.Writer, c.Request)
		return
	}
	a.fail(c, NotFound())
}

// reserved: what looks like an address of a program is never answered with a page, however it is spelt. A probe that gets 200
// would take the pages for metrics or for an API.
func reserved(address string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(strings.ToLower(path.Clean("/"+address)), "/"), "/")
	return slices.Contains([]string{"api", "metrics", "debug", "livez", "readyz"}, first)
}

func underAPI(path string) bool { return path == "/api" || strings.HasPrefix(path, "/api/") }

// noMethod answers OPTIONS with the allowed methods and refuses the rest.
func (a *API) noMethod(c *gin.Context) {
	if allowed := c.Writer.Header().Get("Allow"); strings.Contains(allowed, http.MethodGet) {
		c.Header("Allow", allowed+", HEAD")
	}
	if c.Request.Method == http.MethodOptions {
		c.Status(http.StatusNoContent)
		c.Writer.WriteHeaderNow()
		return
	}
	a.fail(c, byStatus(http.StatusMethodNotAllowed))
}

// requestID takes over the id of a trusted proxy, and makes one otherwise.
func (a *API) requestID(r *http.Request) string {
	if id := r.Header.Get("X-Request-Id"); id != "" && len(id) <= 64 && a.fromProxy(r) &&
		strings.IndexFunc(id, func(c rune) bool { return c <= ' ' || c > '~' }) < 0 {
		return id
	}
	return rand.Text()
}

// clientIP walks X-Forwarded-For from its end as long as trusted proxies speak.
func (a *API) clientIP(r *http.Request) string {
	address := remoteAddress(r)
	if !a.fromProxy(r) {
		return address.String()
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		address = hop.Unmap()
		if !a.trusted(address) {
			break
		}
	}
	return address.String()
}

func (a *API) fromProxy(r *http.Request) bool {
	return len(a.proxies) > 0 && a.trusted(remoteAddress(r))
}

func (a *API) trusted(address netip.Addr) bool {
	for _, prefix := range a.proxies {
		if prefix.Contains(address) {
			return true
		}
	}
	return false
}

func remoteAddress(r *http.Request) netip.Addr {
	remote, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return remote.Addr().Unmap()
}

// cut shortens text a caller sent, never inside a character. Bytes that are no UTF-8 are left out: no database and no log
// takes them.
func cut(text string, bytes int) string {
	return strings.ToValidUTF8(text[:min(len(text), bytes)], "")
}
