package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"guatu/internal/app"
	"guatu/internal/platform/config"
)

// target is one side of the comparison: where it answers, and how each kind of work is asked for.
type target struct {
	name     string
	base     string
	client   *http.Client
	reader   string // bearer token, empty without login
	writer   string
	etag     string // of a fresh milestone
	overdue  string // path of a
	projects []int64
	fresh    []int64 // milestones nobody has reported on
	spent    atomic.Int64
	allowed  atomic.Int64 // how many of fresh may be used up so far: each number of connections gets its part
	stop     func() error
}

func newClient() *http.Client {
	return &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{
		MaxIdleConns: 64, MaxIdleConnsPerHost: 64, DisableCompression: true,
		DialContext: (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
	}}
}

// startRaw serves the bare program on a free port.
func startRaw(ctx context.Context, s *store, today string) (*target, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: (&raw{read: s.read, write: s.write, today: today}).handler(), ReadHeaderTimeout: 5 * time.Second}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	stop := func() error {
		if err := server.Close(); err != nil {
			return err
		}
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	}
	return &target{name: "raw", base: "http://" + listener.Addr().String(), client: newClient(), etag: "1", overdue: "/milestones", stop: stop}, nil
}

// startGuatu boots the assembled program over the same database, with the demonstration's accounts.
func startGuatu(ctx context.Context, s *store, folder, today string) (*target, error) {
	c, err := config.Load("", []string{
		"GUATU_ADDR=127.0.0.1:0", "GUATU_DATABASE_DSN=" + s.dsn, "GUATU_DATA_DIR=" + folder, "GUATU_TODAY=" + today,
		"GUATU_RATE_LIMIT=0", "GUATU_RATE_LIMIT_PUBLIC=0", "GUATU_DEMO_PASSWORD=" + password, "GUATU_LOG_LEVEL=error", "GUATU_SECOND_FACTOR=optional", "GUATU_SESSIONS_PER_USER=0", "GUATU_SESSION_IDLE=12h", "GUATU_ACCESS_TOKEN_TTL=12h",
	})
	if err != nil {
		return nil, err
	}
	c.RateLimit, c.RateLimitPublic = 0, 0
	a, err := app.New(ctx, c, app.Options{Demo: true, Version: "bench", LogTo: os.Stderr})
	if err != nil {
		return nil, err
	}
	if err := a.Listen(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	running, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- a.Run(running) }()
	t := &target{name: "guatu", base: a.URL() + "/api/v1", client: newClient(), etag: `"1"`, overdue: "/milestones?state=overdue&sort=due&limit=50"}
	t.stop = func() error {
		cancel()
		return errors.Join(<-done, a.Close())
	}
	if t.reader, err = t.login(ctx, "supervisor"); err == nil {
		t.writer, err = t.login(ctx, "reporter.edu")
	}
	if err != nil {
		return nil, errors.Join(err, t.stop())
	}
	return t, nil
}

// password is for the throw-away database of this run alone.
const password = "Bench-2017-only-here" // #nosec G101 -- see above

func (t *target) login(ctx context.Context, name string) (string, error) {
	body, err := json.Marshal(struct { // #nosec G117 -- sent to the server under test and nowhere else
		Username string `json:"username"`
		Password string `json:"password"`
	}{name, password})
	if err != nil {
		return "", err
	}
	answer, err := t.do(ctx, request{method: http.MethodPost, path: "/auth/login", body: body})
	if err != nil {
		return "", fmt.Errorf("login as %s: %w", name, err)
	}
	var session struct{ AccessToken string }
	if err := json.Unmarshal(answer, &session); err != nil {
		return "", err
	}
	return session.AccessToken, nil
}

type request struct {
	method, path, token string
	body                []byte
	etag, key           string
}

func (t *target) do(ctx context.Context, r request) ([]byte, error) {
	q, err := http.NewRequestWithContext(ctx, r.method, t.base+r.path, bytes.NewReader(r.body))
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]string{"If-Match": r.etag, "Idempotency-Key": r.key} {
		if value != "" {
			q.Header.Set(name, value)
		}
	}
	q.Header.Set("X-Guatu-Client", "bench")
	if r.token != "" {
		q.Header.Set("Authorization", "Bearer "+r.token)
	}
	if r.body != nil {
		q.Header.Set("Content-Type", "application/json")
	}
	answer, err := t.client.Do(q)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }() // read to its end below
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %d %.200s", r.method, r.path, answer.StatusCode, text)
	}
	return text, err
}

func (t *target) get(ctx context.Context, path string) error {
	_, err := t.do(ctx, request{method: http.MethodGet, path: path, token: t.reader})
	return err
}

// operations are a to d, in this order.
func (t *target) operations() []named {
	return []named{
		{"a 超期一页", func(ctx context.Context, _ int) error { return t.get(ctx, t.overdue) }},
		{"b 项目与节点", func(ctx context.Context, n int) error {
			project := fmt.Sprintf("/projects/%d", t.projects[n*7919%len(t.projects)])
			if err := t.get(ctx, project); err != nil {
				return err
			}
			return t.get(ctx, project+"/milestones")
		}},
		{"c 留痕写入", t.report()},
		{"d 总览", func(ctx context.Context, _ int) error { return t.get(ctx, "/overview") }},
	}
}

type named struct {
	name string
	op   operation
}

// report writes to milestones nobody has touched, each once.
func (t *target) report() operation {
	return func(ctx context.Context, _ int) error {
		n := t.spent.Add(1) - 1
		if n >= min(t.allowed.Load(), int64(len(t.fresh))) {
			t.spent.Add(-1)
			return errUsedUp
		}
		_, err := t.do(ctx, request{method: http.MethodPost, path: fmt.Sprintf("/milestones/%d/reports", t.fresh[n]), token: t.writer,
			etag: t.etag, key: fmt.Sprintf("bench-%d", t.fresh[n]), body: []byte(`{"progressBp":6200,"note":"测量：现场浇筑第二层，人机到位"}`)})
		return err
	}
}
