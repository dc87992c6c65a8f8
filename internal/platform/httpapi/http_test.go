package httpapi_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/platform/observe"
)

func liteApp(t testing.TB, change func(*httpapi.Options)) *app {
	t.Helper()
	db := dbtest.New(t, database.SQLite)
	makeNotes(t, db)
	return newApp(t, db, change)
}

func TestStrictJSON(t *testing.T) {
	a := liteApp(t, nil)
	key := 0
	body := func(name, body string, status int, code string, contains ...string) apitest.Scenario {
		key++
		return apitest.Scenario{Name: name, Method: "POST", URL: "/api/v1/notes", Token: "7", Key: fmt.Sprint("key-", key), Body: body,
			Status: status, Code: code, MustContain: contains, MustNotContain: []string{"hunter2"}}
	}
	a.suite().Run(t,
		body("good", `{"text":"a"}`, 201, ""),
		body("good with escapes", `{"te\u0078t":"\ud83d\ude00 \"\\ \u00e9","parts":[{"name":"x"},{"name":"y"}],"extra":{"name":"z"}}`, 201, ""),
		body("empty", ``, 400, "body_required"),
		body("malformed", `{"text":`, 400, "malformed_json"),
		body("duplicate key", `{"text":"a","text":"b"}`, 400, "malformed_json"),
		body("duplicate key behind an escape", `{"text":"a","te\u0078t":"b"}`, 400, "malformed_json"),
		body("duplicate key below", `{"text":"a","extra":{"name":"a","name":"b"}}`, 400, "malformed_json"),
		body("trailing data", `{"text":"a"} {}`, 400, "malformed_json"),
		body("trailing garbage", `{"text":"a"}x`, 400, "malformed_json"),
		body("NUL", `{"text":"a\u0000"}`, 400, "malformed_json"),
		body("raw NUL", "{\"text\":\"a\x00\"}", 400, "malformed_json"),
		body("broken UTF-8", "{\"text\":\"a\xff\"}", 400, "malformed_json"),
		body("lone surrogate", `{"text":"\ud83d"}`, 400, "malformed_json"),
		body("lone low surrogate", `{"text":"\ude00"}`, 400, "malformed_json"),
		body("byte order mark", "\ufeff{\"text\":\"a\"}", 400, "malformed_json"),
		body("deep", `{"text":"a","words":`+strings.Repeat("[", 100)+strings.Repeat("]", 100)+`}`, 400, "malformed_json"),
		body("unknown field", `{"text":"a","ghost":1,"parts":[{"name":"x","ghost":2}]}`, 422, "invalid", `"field":"ghost","code":"unknown_field"`, `"field":"parts[0].ghost"`),
		body("case", `{"TEXT":"a"}`, 422, "invalid", `"field":"TEXT","code":"unknown_field"`),
		body("every fault", `{"text":"","password":"hunter2","on":"2017-02-30","share":10001,"colour":"blue","extra":{}}`, 422, "invalid",
			`{"field":"text","code":"min_length","message":"至少 1 个字"}`, `{"field":"password","code":"min_length","message":"至少 8 个字"}`,
			`"field":"on","code":"date"`, `{"field":"share","code":"max","message":"不能大于 10000"}`,
			`{"field":"colour","code":"enum","message":"只能是：red, green"}`, `{"field":"extra.name","code":"required","message":"必填"}`),
		body("types", `{"text":1,"share":"x","parts":{},"words":[1]}`, 422, "invalid", `"field":"text","code":"type"`, `"field":"words[0]","code":"type"`),
		body("missing", `{}`, 422, "invalid", `"field":"text","code":"required"`),
		body("fraction", `{"text":"a","share":1.5}`, 422, "invalid", `"field":"share","code":"type"`),
		body("too large for the type", `{"text":"a","share":1e3}`, 422, "invalid"),
		body("control character", `{"text":"a\u001b[31m"}`, 422, "invalid", `"field":"text","code":"control"`),
		body("a line in a name", `{"text":"a\nb"}`, 422, "invalid", `"field":"text","code":"control"`),
		body("lines in a note", `{"text":"a","words":["一\n\t二"]}`, 201, ""),
		body("DEL and C1 in a note", `{"text":"a","words":["a\u007f","\u0085"]}`, 422, "invalid", `"field":"words[0]","code":"control"`, `"field":"words[1]","code":"control"`),
		body("turned around", `{"text":"张\u202e三","parts":[{"name":"\u2066x"}]}`, 422, "invalid", `"field":"text","code":"direction"`, `"field":"parts[0].name","code":"direction"`),
		body("nothing to see", `{"text":"\u200b\u3164\u2060","words":["\ufeff"]}`, 422, "invalid", `"field":"text","code":"required"`, `"field":"words[0]","code":"invisible"`),
		body("spaces", `{"text":" 　"}`, 422, "invalid", `"field":"text","code":"required"`),
		body("an emoji of several parts", `{"text":"👨‍👩‍👧 ❤️"}`, 201, ""),
		body("year 1", `{"text":"a","on":"0001-01-01"}`, 422, "invalid", `"field":"on","code":"year_range"`),
		body("year 1999", `{"text":"a","on":"1999-12-31"}`, 422, "invalid", `"field":"on","code":"year_range"`),
		body("year 2101", `{"text":"a","on":"2101-01-01"}`, 422, "invalid", `"field":"on","code":"year_range"`),
		body("the years between", `{"text":"1999-12-31","on":"2100-12-31"}`, 201, ""),
		body("array", `[]`, 422, "invalid"),
		body("null", `null`, 422, "invalid"),
	)
	english := body("english", `{"text":""}`, 422, "invalid", "must have at least 1 characters", "The input is not valid")
	english.Headers = map[string]string{"Accept-Language": "en-GB,en;q=0.9,zh;q=0.1"}
	form := body("form", `text=a`, 415, "unsupported_media_type")
	form.Headers = map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	plain := body("plain text", `{"text":"a"}`, 415, "unsupported_media_type")
	plain.Headers = map[string]string{"Content-Type": "text/plain"}
	charset := body("with charset", `{"text":"a"}`, 201, "")
	charset.Headers = map[string]string{"Content-Type": "application/json; charset=utf-8"}
	a.suite().Run(t, english, form, plain, charset)
}

func TestParameters(t *testing.T) {
	get := func(query string, status int, code string, contains ...string) apitest.Scenario {
		return apitest.Scenario{Name: query, URL: "/api/v1/notes" + query, Token: "7", Status: status, Code: code, MustContain: contains}
	}
	cursor, err := httpapi.EncodeCursor(map[string]int{"ID": 5})
	if err != nil {
		t.Fatal(err)
	}
	liteApp(t, nil).suite().Run(t,
		get("", 200, ""), get("?limit=5&cursor="+cursor, 200, ""),
		get("?limit=500", 422, "invalid", `"field":"query.limit","code":"max"`),
		get("?limit=x", 422, "invalid", `"field":"query.limit","code":"type"`),
		get("?limit=5&limit=6", 422, "invalid", `"field":"query.limit","code":"repeated"`),
		get("?limit=5&cursor=%zz", 400, "bad_query"), get("?cursor=%zz", 400, "bad_query"), get("?cursor=%", 400, "bad_query"),
		get("?cursor=%ff", 400, "bad_query"),
		get("?cursor=%00", 422, "invalid", `"field":"query.cursor","code":"control"`),
		get("?ghost=1", 422, "invalid", `"field":"query.ghost","code":"unknown_field"`),
		get("?cursor=x", 400, "bad_cursor"), get("?cursor=e30K", 200, ""), get("?cursor=eyJhIjoxfQ", 400, "bad_cursor"),
		apitest.Scenario{Name: "long URL", URL: "/api/v1/notes?cursor=" + strings.Repeat("x", 9000), Token: "7", Status: 414, Code: "url_too_long"},
	)
}

func TestFailures(t *testing.T) {
	var log bytes.Buffer
	a := liteApp(t, func(o *httpapi.Options) {
		o.Log = slog.New(slog.NewJSONHandler(&log, nil))
		o.RequestTimeout = 50 * time.Millisecond
	})
	fail := func(how string, status int, code string) apitest.Scenario {
		return apitest.Scenario{Name: how, URL: "/api/v1/fail/" + how, Status: status, Code: code, MustNotContain: []string{"secret detail", "not allow body"}}
	}
	a.suite().Run(t,
		fail("panic", 500, "internal"), fail("other", 500, "internal"), fail("unknown", 503, "timeout"), fail("slow", 503, "timeout"),
		fail("unavailable", 503, "unavailable"), fail("outcome", 503, "outcome_unknown"), fail("afterwards", 503, "outcome_unknown"), fail("current", 412, "version_conflict"),
		fail("ok", 204, ""),
		apitest.Scenario{Name: "not found", URL: "/api/v1/nothing", Status: 404, Code: "not_found"},
		apitest.Scenario{Name: "not found outside", URL: "/nothing", Status: 404, Code: "not_found"},
		apitest.Scenario{Name: "trailing slash", URL: "/api/v1/notes/", Token: "7", Status: 404, Code: "not_found"},
		apitest.Scenario{Name: "method", Method: "TRACE", URL: "/api/v1/notes", Token: "7", Status: 405, Code: "method_not_allowed"},
		apitest.Scenario{Name: "anonymous", URL: "/api/v1/notes", Status: 401, Code: "unauthorized"},
		apitest.Scenario{Name: "anonymous first", Method: "POST", URL: "/api/v1/notes", Body: `{"te`, Status: 401, Code: "unauthorized"},
	)
	if !strings.Contains(log.String(), "secret detail") || !strings.Contains(log.String(), `"stack"`) {
		t.Error("the log must hold what the caller must not see")
	}
	got := a.suite().Do(t, apitest.Scenario{URL: "/api/v1/fail/unavailable"})
	if got.Headers.Get("Retry-After") == "" {
		t.Error("503 needs Retry-After")
	}
	if got := a.suite().Do(t, apitest.Scenario{URL: "/api/v1/fail/current"}); !strings.Contains(string(got.Body), `"current":{"id":5,"version":9`) {
		t.Errorf("412 must carry the current state: %s", got.Body)
	}
}

func TestHeadOptionsAndHeaders(t *testing.T) {
	a := liteApp(t, nil)
	got := a.suite().Do(t, apitest.Scenario{Method: "HEAD", URL: "/api/v1/notes", Token: "7"})
	if got.Status != 200 || len(got.Body) != 0 || got.Headers.Get("Content-Type") != "application/json" {
		t.Errorf("HEAD: %d %q %v", got.Status, got.Body, got.Headers)
	}
	got = a.suite().Do(t, apitest.Scenario{Method: "OPTIONS", URL: "/api/v1/notes"})
	if got.Status != 204 || got.Headers.Get("Allow") == "" || !strings.Contains(got.Headers.Get("Allow"), "HEAD") {
		t.Errorf("OPTIONS: %d %v", got.Status, got.Headers)
	}
	for _, url := range []string{"/api/v1/notes", "/api/v1/nothing", "/", "/api/v1/openapi.json", "/api/v1/fail/panic"} {
		h := a.suite().Do(t, apitest.Scenario{URL: url}).Headers
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("X-Request-Id") == "" || !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %v", url, h)
		}
		if strings.HasPrefix(url, "/api") && h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be cached", url)
		}
		if h.Get("Server") != "" || h.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: %v", url, h)
		}
	}
}

func TestForwardedHeadersCountOnlyFromProxies(t *testing.T) {
	var seen string
	change := func(proxies ...string) func(*httpapi.Options) {
		return func(o *httpapi.Options) {
			o.TrustedProxies = proxies
			o.Authenticate = func(ctx context.Context, _ *http.Request) (context.Context, error) {
				seen = httpapi.ClientIP(ctx)
				return nil, httpapi.Unauthorized()
			}
		}
	}
	for _, test := range []struct {
		proxies []string
		forward string
		want    string
	}{
		{nil, "127.0.0.1", "192.0.2.1"},
		{[]string{"10.0.0.0/8"}, "127.0.0.1", "192.0.2.1"},
		{[]string{"192.0.2.1"}, "1.1.1.1, 203.0.113.9", "203.0.113.9"},
		{[]string{"192.0.2.0/24", "10.0.0.0/8"}, "6.6.6.6, 203.0.113.9, 10.1.1.1", "203.0.113.9"},
		{[]string{"192.0.2.1"}, "not an address", "192.0.2.1"},
		{[]string{"192.0.2.1"}, "", "192.0.2.1"},
	} {
		a := liteApp(t, change(test.proxies...))
		got := a.suite().Do(t, apitest.Scenario{URL: "/api/v1/notes", Headers: map[string]string{
			"X-Forwarded-For": test.forward, "X-Forwarded-Proto": "https", "X-Request-Id": "from-outside"}})
		if seen != test.want {
			t.Errorf("%v %q: seen as %s, want %s", test.proxies, test.forward, seen, test.want)
		}
		trusted := len(test.proxies) > 0 && strings.HasPrefix(test.proxies[0], "192")
		if (got.Headers.Get("Strict-Transport-Security") != "") != trusted || (got.Headers.Get("X-Request-Id") == "from-outside") != trusted {
			t.Errorf("%v: %v", test.proxies, got.Headers)
		}
	}
	if err := httpapi.New(httpapi.Options{TrustedProxies: []string{"0.0.0.0/0"}}).Verify(); err == nil {
		t.Error("trusting everybody must be refused")
	}
}

func TestRateLimits(t *testing.T) {
	a := liteApp(t, func(o *httpapi.Options) { o.RateLimit, o.RatePublic, o.RateWindow = 3, 2, time.Hour })
	get := func(token string) *apitest.Response {
		return a.suite().Do(t, apitest.Scenario{URL: "/api/v1/notes", Token: token})
	}
	for i := range 3 {
		if got := get("7"); got.Status != 200 {
			t.Fatalf("request %d: %d", i, got.Status)
		}
	}
	if got := get("7"); got.Status != 429 || got.Headers.Get("Retry-After") == "" {
		t.Errorf("the fourth: %d %v", got.Status, got.Headers)
	}
	if got := get("8"); got.Status != 200 {
		t.Errorf("another user: %d", got.Status)
	}
	for _, want := range []int{401, 401, 429} {
		if got := get("nobody"); got.Status != want {
			t.Errorf("anonymous: %d, want %d", got.Status, want)
		}
	}
}

func TestAuthorizeAndReport(t *testing.T) {
	var reported []string
	a := liteApp(t, func(o *httpapi.Options) {
		o.Authorize = func(ctx context.Context, op httpapi.Operation) error {
			if current, ok := httpapi.CurrentOperation(ctx); !ok || current.ID != op.ID {
				t.Error("the operation must be known")
			}
			if op.Permission == "note.create" {
				return httpapi.Forbidden()
			}
			return nil
		}
		o.OnError = func(ctx context.Context, op httpapi.Operation, failure *httpapi.Error) {
			if ctx.Err() != nil {
				t.Error("the record must not be cut short")
			}
			reported = append(reported, fmt.Sprint(httpapi.UserID(ctx), " ", op.ID, " ", failure.Code))
		}
	})
	a.suite().Run(t, apitest.Scenario{Name: "refused before parsing", Method: "POST", URL: "/api/v1/notes", Token: "7", Body: `{"te`, Status: 403, Code: "forbidden"})
	a.suite().Do(t, apitest.Scenario{URL: "/api/v1/fail/panic"})
	if fmt.Sprint(reported) != "[7 createNote forbidden 0 fail internal]" {
		t.Errorf("reported %v", reported)
	}
}

func TestCompression(t *testing.T) {
	a := liteApp(t, func(o *httpapi.Options) { o.Compress = true })
	ask := func(url string) *apitest.Response {
		return a.suite().Do(t, apitest.Scenario{URL: url, Token: "7", Headers: map[string]string{"Accept-Encoding": "gzip"}})
	}
	small, large := ask("/api/v1/notes"), ask("/api/v1/openapi.json")
	if small.Headers.Get("Content-Encoding") != "" || large.Headers.Get("Content-Encoding") != "gzip" {
		t.Errorf("encodings %q and %q", small.Headers.Get("Content-Encoding"), large.Headers.Get("Content-Encoding"))
	}
	reader, err := gzip.NewReader(bytes.NewReader(large.Body))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(reader)
	if err != nil || !bytes.Equal(plain, a.api.OpenAPI()) {
		t.Errorf("the document does not survive: %v", err)
	}
	if got := ask("/api/v1/fail/ok"); got.Status != 204 {
		t.Errorf("status %d", got.Status)
	}
}

func TestDocumentAndVerify(t *testing.T) {
	a := liteApp(t, nil)
	var document struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			OperationID string   `json:"operationId"`
			Permission  string   `json:"x-permission"`
			Scope       []string `json:"x-scope"`
			Security    []map[string][]string
			Responses   map[string]any
			Parameters  []struct{ Name, In string }
		}
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(a.api.OpenAPI(), &document); err != nil {
		t.Fatal(err)
	}
	create := document.Paths["/notes"]["post"]
	if document.OpenAPI != "3.1.0" || create.Permission != "note.create" || len(create.Scope) != 1 || len(create.Security) != 1 || create.Responses["201"] == nil || create.Responses["409"] == nil {
		t.Errorf("%+v", create)
	}
	if public := document.Paths["/fail/{how}"]["get"]; public.Permission != "public" || len(public.Security) != 0 {
		t.Errorf("%+v", public)
	}
	if document.Components.Schemas["Problem"] == nil || document.Components.Schemas["ErrorModel"] != nil || len(a.api.Operations()) != 4 {
		t.Errorf("schemas: %v", document.Components.Schemas)
	}
	broken := httpapi.New(httpapi.Options{})
	nothing := func(context.Context, *struct{}) (*struct{}, error) { return nil, nil }
	httpapi.Register(broken, httpapi.Operation{ID: "open", Method: "GET", Path: "/open"}, nothing)
	httpapi.Register(broken, httpapi.Operation{ID: "open", Method: "GET", Path: "/other", Permission: "x"}, nothing)
	httpapi.Register(broken, httpapi.Operation{ID: "match", Method: "PUT", Path: "/match", Permission: "x", IfMatch: true}, nothing)
	httpapi.Register(broken, httpapi.Operation{ID: "once", Method: "POST", Path: "/once", Permission: "x", Idempotent: true}, nothing)
	httpapi.Register(broken, httpapi.Operation{ID: "secret", Method: "POST", Path: "/secret", Permission: "x", Secret: true}, nothing)
	broken.Handle("GET", "/api/v1/raw", http.NotFoundHandler())
	err := broken.Verify()
	for _, text := range []string{"open: has no permission", "registered twice", "does not embed", "Options.DB", "only an idempotent operation stores one", "only operations live below /api", "needs Options.Authenticate"} {
		if err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("Verify must say %q: %v", text, err)
		}
	}
}

func TestServer(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent(), goleak.IgnoreTopFunction("database/sql.(*DB).connectionOpener"))
	health := observe.NewHealth(slog.New(slog.DiscardHandler), time.Now)
	a := liteApp(t, func(o *httpapi.Options) { o.Health = health })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- httpapi.Serve(ctx, listener, a.api, httpapi.Timeouts{ReadHeader: 200 * time.Millisecond, OnDrain: health.Drain})
	}()
	base := "http://" + listener.Addr().String()
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()

	for name, body := range map[string]io.Reader{
		"announced": bytes.NewReader(make([]byte, 20<<20)), "chunked": io.MultiReader(bytes.NewReader(make([]byte, 20<<20)))} {
		request, _ := http.NewRequest("POST", base+"/api/v1/notes", body)
		request.Header = http.Header{"Authorization": {"Bearer 7"}, "Content-Type": {"application/json"}, "Idempotency-Key": {"k"}}
		response, err := client.Do(request)
		if err != nil {
			t.Fatalf("20 MiB %s: %v", name, err)
		}
		content, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if response.StatusCode != 413 || !strings.Contains(string(content), "body_too_large") {
			t.Errorf("20 MiB %s: %d %s", name, response.StatusCode, content)
		}
	}
	request, _ := http.NewRequest("GET", base+"/livez", nil)
	request.Header.Set("X-Big", strings.Repeat("x", 64<<10))
	if response, err := client.Do(request); err != nil || response.StatusCode != 431 {
		t.Errorf("64 KiB of headers: %v %v", response, err)
	} else {
		_ = response.Body.Close()
	}
	slow, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = slow.Close() }()
	fmt.Fprint(slow, "GET /livez HTTP/1.1\r\nHost: x\r\n")
	_ = slow.SetReadDeadline(time.Now().Add(3 * time.Second))
	if _, err := io.ReadAll(slow); err != nil {
		t.Errorf("a slow header must be cut: %v", err)
	}
	stop()
	if err := <-done; err != nil {
		t.Errorf("stop: %v", err)
	}
	if ready, _ := health.Ready(context.Background()); ready {
		t.Error("a stopping server is not ready")
	}
}

func TestPagesAndProbes(t *testing.T) {
	pages := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "page") })
	metrics := observe.NewMetrics()
	a := liteApp(t, func(o *httpapi.Options) {
		o.Pages, o.Metrics = pages, metrics
		o.Health = observe.NewHealth(slog.New(slog.DiscardHandler), time.Now)
	})
	for url, want := range map[string]int{"/": 200, "/projects/5": 200, "/apis": 200, "/livez": 200, "/readyz": 200, "/api": 404, "/api/": 404, "/api/v2/notes": 404} {
		if got := a.suite().Do(t, apitest.Scenario{URL: url}); got.Status != want {
			t.Errorf("%s: %d %s", url, got.Status, got.Body)
		}
	}
	recorder := httptest.NewRecorder()
	metrics.Handler().ServeHTTP(recorder, httptest.NewRequest("GET", "/metrics", nil))
	if !strings.Contains(recorder.Body.String(), `guatu_http_request_seconds_count{method="GET",route="other",status="404"} 3`) {
		t.Errorf("metrics: %s", recorder.Body.String())
	}
}
