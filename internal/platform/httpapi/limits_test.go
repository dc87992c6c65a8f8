package httpapi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
)

// serve puts the API on a free port until the test ends.
func serve(t *testing.T, a *app, timeouts httpapi.Timeouts) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- httpapi.Serve(ctx, listener, a.api, timeouts) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	return listener.Addr().String()
}

// TestHeavyOperations: exports and imports have few a minute and user, of one account for all of a kind; refused ones count not.
func TestHeavyOperations(t *testing.T) {
	change := func(o *httpapi.Options) {
		o.RateLimit, o.RateExport, o.RateImport = 1000, 3, 2
		o.Authorize = func(ctx context.Context, _ httpapi.Operation) error {
			if httpapi.UserID(ctx) == 9 {
				return httpapi.Forbidden()
			}
			return nil
		}
	}
	for _, test := range []struct {
		name string
		more func(*httpapi.Options)
		want string // statuses of five exports by turns at two addresses, then three imports
	}{
		{"limited", func(*httpapi.Options) {}, "[200 200 200 429 429 204 204 429]"},
		{"no limit of its own", func(o *httpapi.Options) { o.RateExport = -1 }, "[200 200 200 200 200 204 204 429]"},
		{"no limits at all", func(o *httpapi.Options) { o.RateLimit = -1 }, "[200 200 200 200 200 204 204 204]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := liteApp(t, func(o *httpapi.Options) { change(o); test.more(o) })
			list := func(context.Context, *struct{}) (*listOut, error) { return &listOut{}, nil }
			take := func(context.Context, *struct{}) (*struct{}, error) { return nil, nil }
			httpapi.Register(a.api, httpapi.Operation{ID: "exportA", Method: "GET", Path: "/a.csv", Permission: "x", Weight: httpapi.Export}, list)
			httpapi.Register(a.api, httpapi.Operation{ID: "exportB", Method: "GET", Path: "/b.csv", Permission: "x", Weight: httpapi.Export}, list)
			httpapi.Register(a.api, httpapi.Operation{ID: "import", Method: "POST", Path: "/import", Permission: "x", Weight: httpapi.Import}, take)
			ask := func(method, path, token string) *apitest.Response {
				return a.suite().Do(t, apitest.Scenario{Method: method, URL: "/api/v1" + path, Token: token})
			}
			for range 9 {
				if got := ask("GET", "/a.csv", "9"); got.Status != 403 {
					t.Fatalf("who may not: %d", got.Status)
				}
			}
			var got []int
			for i := range 5 {
				answer := ask("GET", []string{"/a.csv", "/b.csv"}[i%2], "7")
				got = append(got, answer.Status)
				if wait, err := strconv.Atoi(answer.Headers.Get("Retry-After")); answer.Status == 429 && (err != nil || wait != 20) {
					t.Errorf("Retry-After %q, want 20 s: one of three a minute", answer.Headers.Get("Retry-After"))
				}
			}
			for range 3 {
				got = append(got, ask("POST", "/import", "7").Status)
			}
			if fmt.Sprint(got) != test.want {
				t.Errorf("%v, want %s", got, test.want)
			}
			if got := ask("GET", "/a.csv", "8").Status; got != 200 {
				t.Errorf("another user: %d", got)
			}
			if got := ask("GET", "/notes", "7").Status; got != 200 {
				t.Errorf("other requests of the same user: %d", got)
			}
		})
	}
}

// TestPanicsOneAfterAnother: each is a 500 that carries its request id, and afterwards the program answers as before.
func TestPanicsOneAfterAnother(t *testing.T) {
	a := liteApp(t, nil)
	base := "http://" + serve(t, a, httpapi.Timeouts{})
	client := &http.Client{Transport: &http.Transport{}, Timeout: 10 * time.Second}
	defer client.CloseIdleConnections()
	var wait sync.WaitGroup
	for range 50 {
		wait.Go(func() {
			response, err := client.Get(base + "/api/v1/fail/panic")
			if err != nil {
				t.Errorf("a panic must be answered: %v", err)
				return
			}
			defer func() { _ = response.Body.Close() }()
			var problem struct{ Code, RequestID string }
			if err := json.NewDecoder(response.Body).Decode(&problem); err != nil || response.StatusCode != 500 || problem.Code != "internal" ||
				problem.RequestID == "" || problem.RequestID != response.Header.Get("X-Request-Id") {
				t.Errorf("%d %+v %v", response.StatusCode, problem, err)
			}
		})
	}
	wait.Wait()
	request, _ := http.NewRequest("POST", base+"/api/v1/notes", strings.NewReader(`{"text":"a"}`))
	request.Header = http.Header{"Authorization": {"Bearer 7"}, "Content-Type": {"application/json"}, "Idempotency-Key": {"k"}}
	response, err := client.Do(request)
	if err != nil || response.StatusCode != 201 {
		t.Fatalf("a write after fifty panics: %v %v", response, err)
	}
	_ = response.Body.Close()
}

// zeros is a body nobody has in memory.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestTooMuchIsRefusedCheaply: over the limit is 413, 414 or 431 within a second, and no memory is taken for it.
func TestTooMuchIsRefusedCheaply(t *testing.T) {
	a := liteApp(t, nil)
	base := "http://" + serve(t, a, httpapi.Timeouts{})
	client := &http.Client{Transport: &http.Transport{}, Timeout: 20 * time.Second}
	defer client.CloseIdleConnections()
	const each = 16
	kinds := []struct {
		name   string
		status int
		make   func() *http.Request
	}{
		{"30 MiB announced", 413, func() *http.Request {
			r, _ := http.NewRequest("POST", base+"/api/v1/notes", io.LimitReader(zeros{}, 30<<20))
			r.ContentLength = 30 << 20
			return r
		}},
		{"30 MiB in chunks", 413, func() *http.Request {
			r, _ := http.NewRequest("POST", base+"/api/v1/notes", io.LimitReader(zeros{}, 30<<20))
			return r
		}},
		{"a URL of 9 KiB", 414, func() *http.Request {
			r, _ := http.NewRequest("GET", base+"/api/v1/notes?cursor="+strings.Repeat("x", 9<<10), nil)
			return r
		}},
		{"headers of 40 KiB", 431, func() *http.Request {
			r, _ := http.NewRequest("GET", base+"/api/v1/notes", nil)
			r.Header.Set("X-Big", strings.Repeat("x", 40<<10))
			return r
		}},
	}
	peak := heapPeak()
	for _, kind := range kinds {
		var wait sync.WaitGroup
		for range each {
			wait.Go(func() {
				r := kind.make()
				r.Header.Set("Authorization", "Bearer 7")
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("Idempotency-Key", "k")
				response, err := client.Do(r)
				if err != nil {
					t.Errorf("%s: %v", kind.name, err)
					return
				}
				_ = response.Body.Close()
				if response.StatusCode != kind.status {
					t.Errorf("%s: %d, want %d", kind.name, response.StatusCode, kind.status)
				}
			})
		}
		wait.Wait()
	}
	if grown := peak(); grown > 64<<20 {
		t.Errorf("%d MiB of memory for what was refused", grown>>20)
	} else {
		t.Logf("%d requests over the limit, memory at most %d MiB more", each*len(kinds), grown>>20)
	}
}

// heapPeak watches the memory in use until the returned function is called, which says how much it grew at most.
func heapPeak() func() uint64 {
	use := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapInuse + m.StackInuse
	}
	runtime.GC()
	before, most := use(), uint64(0)
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			most = max(most, use())
			select {
			case <-stop:
				return
			case <-tick.C:
			}
		}
	}()
	return func() uint64 {
		close(stop)
		<-done
		return most - min(most, before)
	}
}

// TestSlowHeaders holds connections open that send a header byte by byte; everybody else must not notice, and the server cuts
// them. GUATU_TEST_SLOW_SECONDS=60 keeps them coming for a minute, with the limit of the product (5 s).
func TestSlowHeaders(t *testing.T) {
	const connections = 500
	limit, length := 500*time.Millisecond, 1*time.Second
	if text := os.Getenv("GUATU_TEST_SLOW_SECONDS"); text != "" {
		seconds, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		limit, length = 0, time.Duration(seconds)*time.Second
	}
	a := liteApp(t, nil)
	address := serve(t, a, httpapi.Timeouts{ReadHeader: limit})
	until := time.Now().Add(length)
	var wait sync.WaitGroup
	var mu sync.Mutex
	opened, cut := 0, 0
	for range connections {
		wait.Go(func() {
			for first := true; first || time.Now().Before(until); first = false {
				ended, err := slowHeader(address)
				mu.Lock()
				opened++
				if ended {
					cut++
				}
				mu.Unlock()
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	p99 := politeP99(t, "http://"+address+"/api/v1/notes", until)
	wait.Wait()
	if p99 > time.Second {
		t.Errorf("the others waited %v at the 99th percentile", p99)
	}
	if cut != opened {
		t.Errorf("%d of %d slow connections were cut", cut, opened)
	}
	t.Logf("%d slow connections, %d at a time, all cut; p99 of the others %v", opened, connections, p99)
}

// slowHeader opens a connection, sends the beginning of a header and waits to be cut.
func slowHeader(address string) (cut bool, err error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return false, err
	}
	defer func() { _ = conn.Close() }()
	if _, err := fmt.Fprint(conn, "GET /api/v1/notes HTTP/1.1\r\nHost: x\r\nX-Slow: "); err != nil {
		return false, err
	}
	if err := conn.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		return false, err
	}
	_, err = io.Copy(io.Discard, conn) // ends when the server ends it
	if failure, ok := err.(net.Error); ok && failure.Timeout() {
		return false, nil
	}
	return true, nil
}

// politeP99 asks one request after the other and returns the 99th percentile of their times.
func politeP99(t *testing.T, url string, until time.Time) time.Duration {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{}, Timeout: 10 * time.Second}
	defer client.CloseIdleConnections()
	var took []time.Duration
	for time.Now().Before(until) || len(took) < 100 {
		from := time.Now()
		request, _ := http.NewRequest("GET", url, nil)
		request.Header.Set("Authorization", "Bearer 7")
		response, err := client.Do(request)
		if err != nil {
			t.Fatalf("a request of somebody else: %v", err)
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		took = append(took, time.Since(from))
	}
	slices.Sort(took)
	return took[len(took)*99/100]
}
