package observe

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestLog(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		var out strings.Builder
		log, err := NewLogger(&out, "info", format)
		if err != nil {
			t.Fatal(err)
		}
		ctx := WithRequestID(context.Background(), "r-1")
		log.With("part", "x").WithGroup("g").InfoContext(ctx, "line\nbreak", "password", "geheim", "refreshToken", "geheim", "Authorization", "geheim",
			slog.Group("config", slog.String("dsn", "geheim")))
		log.DebugContext(ctx, "hidden")
		text := out.String()
		if strings.Contains(text, "geheim") || !strings.Contains(text, "r-1") || strings.Contains(text, "hidden") || strings.Count(text, "\n") != 1 {
			t.Errorf("%s: %s", format, text)
		}
	}
	if _, err := NewLogger(nil, "loud", "text"); err == nil {
		t.Error("level")
	}
	if _, err := NewLogger(nil, "info", "xml"); err == nil {
		t.Error("format")
	}
}

func TestReadiness(t *testing.T) {
	now, runs := time.Now(), 0
	var fault error
	h := NewHealth(slog.New(slog.DiscardHandler), func() time.Time { return now })
	h.Add("database", func(context.Context) error { runs++; return fault })
	ask := func() (int, string) {
		w := httptest.NewRecorder()
		Serve(h, NewMetrics()).ServeHTTP(w, httptest.NewRequest("GET", "/readyz", nil))
		return w.Code, w.Body.String()
	}
	if code, body := ask(); code != 200 || !strings.Contains(body, `"ok":true`) {
		t.Errorf("%d %s", code, body)
	}
	if ask(); runs != 1 {
		t.Errorf("%d checks within a second", runs)
	}
	now, fault = now.Add(2*time.Second), errors.New("dial 10.0.0.5: refused")
	if code, body := ask(); code != 503 || strings.Contains(body, "10.0.0.5") {
		t.Errorf("%d %s", code, body)
	}
	now, fault = now.Add(2*time.Second), Reason("innodb_flush_log_at_trx_commit=0")
	if code, body := ask(); code != 503 || !strings.Contains(body, "innodb_flush_log_at_trx_commit=0") {
		t.Errorf("%d %s", code, body)
	}
	now, fault = now.Add(2*time.Second), nil
	h.Drain()
	if code, body := ask(); code != 503 || !strings.Contains(body, "shutting down") {
		t.Errorf("%d %s", code, body)
	}
	w := httptest.NewRecorder()
	h.Livez(w, nil)
	if w.Code != 200 {
		t.Errorf("alive while draining: %d", w.Code)
	}
}

func TestMetrics(t *testing.T) {
	m := NewMetrics()
	m.RequestStarted()
	m.RequestDone("GET", "/x", 200, time.Millisecond)
	m.StatementDone(time.Millisecond, true)
	m.TransactionRetried()
	m.Panicked()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for _, text := range []string{`guatu_http_request_seconds_count{method="GET",route="/x",status="200"} 1`, `guatu_sql_statement_seconds_count{result="error"} 1`,
		"guatu_sql_transaction_retries_total 1", "guatu_panics_total 1", "guatu_http_requests_running 0", "go_goroutines"} {
		if !strings.Contains(w.Body.String(), text) {
			t.Errorf("metrics lack %s", text)
		}
	}
}
