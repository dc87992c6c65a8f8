package observe

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are the program's Prometheus metrics in a registry of their own.
type Metrics struct {
	registry   *prometheus.Registry
	requests   *prometheus.HistogramVec
	running    prometheus.Gauge
	statements *prometheus.HistogramVec
	retries    prometheus.Counter
	panics     prometheus.Counter
}

// NewMetrics returns metrics about the process, HTTP and SQL, all at zero.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "guatu_http_request_seconds", Help: "Time to answer a request.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"method", "route", "status"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "guatu_http_requests_running", Help: "Requests being answered.",
		}),
		statements: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "guatu_sql_statement_seconds", Help: "Time of an SQL statement.",
			Buckets: []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .1, .5, 2.5},
		}, []string{"result"}),
		retries: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "guatu_sql_transaction_retries_total", Help: "Transactions run again after a conflict.",
		}),
		panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "guatu_panics_total", Help: "Requests that ended in a panic.",
		}),
	}
	m.registry.MustRegister(m.requests, m.running, m.statements, m.retries, m.panics,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Registry takes further collectors, for example of the job queue.
func (m *Metrics) Registry() prometheus.Registerer { return m.registry }

// Handler serves the metrics; it belongs on a listener of its own.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 3})
}

// RequestStarted counts a request under way.
func (m *Metrics) RequestStarted() { m.running.Inc() }

// RequestDone records an answer; route is the pattern, never the raw path.
func (m *Metrics) RequestDone(method, route string, status int, elapsed time.Duration) {
	m.running.Dec()
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Observe(elapsed.Seconds())
}

// Panicked counts a panic.
func (m *Metrics) Panicked() { m.panics.Inc() }

// StatementDone records an SQL statement.
func (m *Metrics) StatementDone(elapsed time.Duration, failed bool) {
	result := "ok"
	if failed {
		result = "error"
	}
	m.statements.WithLabelValues(result).Observe(elapsed.Seconds())
}

// TransactionRetried counts a transaction that runs again.
func (m *Metrics) TransactionRetried() { m.retries.Inc() }
