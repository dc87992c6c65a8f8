package httpapi

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/observe"
)

// Base is the path all operations live under.
const Base = "/api/v1"

// Options are what the API needs from outside. The zero value of a limit means
// the default of the configuration.
type Options struct {
	Title, Version string
	Log            *slog.Logger
	DB             *database.DB     // for idempotent operations
	Metrics        *observe.Metrics // may be nil
	Health         *observe.Health  // adds /livez and /readyz; may be nil
	Pages          http.Handler     // answers everything outside /api; may be nil
	Now            func() time.Time // the real time

	// Authenticate finds out who asks, before anything else is parsed; it must
	// return a context made with WithUserID. Its error is the answer.
	Authenticate func(ctx context.Context, r *http.Request) (context.Context, error)
	// Authorize decides whether that user may call the operation at all; the
	// scope of a row is the service's. May be nil when Authenticate does it.
	Authorize func(ctx context.Context, op Operation) error
	// ScopeOf returns the scope words of a permission, for x-scope.
	ScopeOf func(permission string) []string
	// OnError is told about each failed operation after its transaction ended,
	// for the record of refused access. May be nil.
	OnError func(ctx context.Context, op Operation, failure *Error)

	TrustedProxies []string // addresses and networks whose X-Forwarded-For counts
	MaxBodyBytes   int64
	RequestTimeout time.Duration
	RateLimit      int // requests per user and window; negative: none
	RatePublic     int // requests per address and window without a user; negative: none
	RateWindow     time.Duration
	RateExport     int // operations of weight Export per user and minute, 5; none where RateLimit is none
	RateImport     int // the same of weight Import, 3
	Compress       bool
}

// API is the HTTP handler of all operations.
type API struct {
	options Options
	log     *slog.Logger
	engine  *gin.Engine
	huma    huma.API
	proxies []netip.Prefix
	users   *limiter
	public  *limiter
	heavy   map[Weight]*limiter
	running sync.Map // idempotency keys in this instance
	gzips   sync.Pool

	operations []Operation
	faults     []error
	nulls      *nulls
	document   func() []byte
}

// New returns an API without operations. It does not start anything.
func New(options Options) *API {
	gin.SetMode(gin.ReleaseMode) // atomic; its debug mode prints every route
	options = withDefaults(options)
	a := &API{options: options, log: options.Log, engine: gin.New(),
		users:  newLimiter(options.RateLimit, options.RateWindow),
		public: newLimiter(options.RatePublic, options.RateWindow)}
	if options.RateLimit > 0 {
		a.heavy = map[Weight]*limiter{Export: newLimiter(options.RateExport, time.Minute), Import: newLimiter(options.RateImport, time.Minute)}
	}
	a.gzips.New = newGzip
	a.trust(options.TrustedProxies)
	a.engine.HandleMethodNotAllowed = true
	a.engine.RedirectTrailingSlash = false
	a.engine.Use(a.recovered)
	a.engine.NoRoute(a.noRoute)
	a.engine.NoMethod(a.noMethod)
	a.huma = humagin.NewWithGroup(a.engine, a.engine.Group(Base), a.humaConfig())
	a.nulls = newNulls(a.huma.OpenAPI().Components.Schemas)
	a.document = sync.OnceValue(a.marshalDocument)
	a.engine.GET(Base+"/openapi.json", a.serveDocument)
	if h := options.Health; h != nil {
		a.engine.GET("/livez", gin.WrapF(h.Livez))
		a.engine.GET("/readyz", gin.WrapF(h.Readyz))
	}
	return a
}

func withDefaults(o Options) Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Title == "" {
		o.Title = "API"
	}
	if o.Version == "" {
		o.Version = "1"
	}
	if o.MaxBodyBytes == 0 {
		o.MaxBodyBytes = 1 << 20
	}
	if o.RequestTimeout == 0 {
		o.RequestTimeout = 30 * time.Second
	}
	if o.RateLimit == 0 {
		o.RateLimit = 300
	}
	if o.RatePublic == 0 {
		o.RatePublic = 300
	}
	if o.RateWindow == 0 {
		o.RateWindow = 10 * time.Second
	}
	if o.RateExport == 0 {
		o.RateExport = 5
	}
	if o.RateImport == 0 {
		o.RateImport = 3
	}
	if o.Now == nil {
		o.Now = clock.Real
	}
	if o.ScopeOf == nil {
		o.ScopeOf = func(string) []string { return nil }
	}
	return o
}

// trust takes the proxies over; an entry nobody can read is a start-up fault.
func (a *API) trust(entries []string) {
	for _, entry := range entries {
		prefix, err := netip.ParsePrefix(entry)
		if err != nil {
			var address netip.Addr
			if address, err = netip.ParseAddr(entry); err == nil {
				prefix = netip.PrefixFrom(address, address.BitLen())
			}
		}
		if err != nil || prefix.Bits() == 0 {
			a.fault("trusted proxy %q is no address or would trust everybody", entry)
			continue
		}
		a.proxies = append(a.proxies, prefix)
	}
}

// humaConfig has no documentation page, because that would load from a CDN,
// and nothing from huma's package variables.
func (a *API) humaConfig() huma.Config {
	format := huma.Format{Marshal: marshalJSON, Unmarshal: json.Unmarshal}
	document := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info:    &huma.Info{Title: a.options.Title, Version: a.options.Version},
		Servers: []*huma.Server{{URL: Base}},
		Components: &huma.Components{
			Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"session": {Type: "http", Scheme: "bearer", BearerFormat: "JWT"},
			},
		},
	}
	return huma.Config{
		OpenAPI:                      document,
		Formats:                      map[string]huma.Format{"application/json": format, "json": format},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{a.transform},
	}
}

// OpenAPI returns the document as JSON. Register everything before.
func (a *API) OpenAPI() []byte { return a.document() }

func (a *API) marshalDocument() []byte {
	delete(a.huma.OpenAPI().Components.Schemas.Map(), "ErrorModel") // huma's own, never sent
	document, err := json.MarshalIndent(a.huma.OpenAPI(), "", " ")
	if err != nil {
		a.fault("OpenAPI document: %w", err)
	}
	return document
}

func (a *API) serveDocument(c *gin.Context) {
	c.Data(http.StatusOK, "application/openapi+json", a.document())
}

// Handle mounts a handler outside the operations, for pages; not below /api.
func (a *API) Handle(method, path string, handler http.Handler) {
	if strings.HasPrefix(path, "/api") {
		a.fault("%s %s: only operations live below /api", method, path)
		return
	}
	a.engine.Handle(method, path, gin.WrapH(handler))
}
