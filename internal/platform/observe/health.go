package observe

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

const (
	checkTimeout = 2 * time.Second
	checkCache   = time.Second // a flood of probes must not become a flood of queries
)

// Reason is an error whose text may be shown to whoever asks /readyz; the text
// of any other error goes to the log only.
type Reason string

// Error returns the text.
func (r Reason) Error() string { return string(r) }

// CheckResult is one line of the readiness answer.
type CheckResult struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Reason string `json:"reason,omitempty"`
}

type check struct {
	name string
	run  func(context.Context) error
}

// Health answers the probes. It is safe for concurrent use.
type Health struct {
	log      *slog.Logger
	draining atomic.Bool

	mu      sync.Mutex
	checks  []check
	results []CheckResult
	until   time.Time
	now     func() time.Time
}

// NewHealth returns a Health without checks: ready. now is the real time.
func NewHealth(log *slog.Logger, now func() time.Time) *Health {
	return &Health{log: log, now: now}
}

// Add adds a readiness check; nil from run means fine.
func (h *Health) Add(name string, run func(context.Context) error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.checks = append(h.checks, check{name, run})
}

// Drain makes the program not ready for good: a shutdown has begun.
func (h *Health) Drain() { h.draining.Store(true) }

// Ready runs the checks (at most once a second) and tells whether all passed.
func (h *Health) Ready(ctx context.Context) (bool, []CheckResult) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now := h.now(); now.After(h.until) {
		h.results = h.runAll(ctx)
		h.until = now.Add(checkCache)
	}
	results := append([]CheckResult(nil), h.results...)
	if h.draining.Load() {
		results = append(results, CheckResult{Name: "draining", Reason: "shutting down"})
	}
	ready := true
	for _, result := range results {
		ready = ready && result.OK
	}
	return ready, results
}

func (h *Health) runAll(ctx context.Context) []CheckResult {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), checkTimeout)
	defer cancel()
	results := make([]CheckResult, 0, len(h.checks))
	for _, c := range h.checks {
		result := CheckResult{Name: c.name, OK: true}
		if err := c.run(ctx); err != nil {
			result.OK, result.Reason = false, "failed, see the log"
			if reason, ok := errors.AsType[Reason](err); ok {
				result.Reason = string(reason)
			}
			h.log.WarnContext(ctx, "not ready", "check", c.name, "error", err)
		}
		results = append(results, result)
	}
	return results
}

// Livez answers 200 as long as the process can answer at all.
func (h *Health) Livez(w http.ResponseWriter, _ *http.Request) {
	writeHealth(w, http.StatusOK, nil)
}

// Readyz answers 200 when every check passes, 503 with the reasons otherwise.
func (h *Health) Readyz(w http.ResponseWriter, r *http.Request) {
	ready, results := h.Ready(r.Context())
	status := http.StatusOK
	if !ready {
		status = http.StatusServiceUnavailable
	}
	writeHealth(w, status, results)
}

func writeHealth(w http.ResponseWriter, status int, checks []CheckResult) {
	word := "ok"
	if status != http.StatusOK {
		word = "unavailable"
	}
	body, err := json.Marshal(struct {
		Status string        `json:"status"`
		Checks []CheckResult `json:"checks,omitempty"`
	}{word, checks})
	if err != nil { // strings and booleans always marshal
		status, body = http.StatusInternalServerError, nil
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the prober is gone, nothing to do
}

// Serve adds the probes and the metrics to a mux, for the listener of metrics.
func Serve(h *Health, m *Metrics) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", m.Handler())
	mux.HandleFunc("GET /livez", h.Livez)
	mux.HandleFunc("GET /readyz", h.Readyz)
	return mux
}
