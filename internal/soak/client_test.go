package soak

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"
)

// user is a person at the API: a token, and a connection pool of their own.
type user struct {
	client *http.Client
	token  string
}

// milestone is what the proofs read of one.
type milestone struct {
	ID          int64  `json:"id"`
	Version     int64  `json:"version"`
	ContactName string `json:"contactName"`
}

func newClient(timeout time.Duration) *http.Client {
	return &http.Client{Timeout: timeout, Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}}
}

// signIn gives a session of a demonstration account; it holds on every instance over the same data.
func signIn(t testing.TB, url, name string) *user {
	t.Helper()
	u := &user{client: newClient(40 * time.Second)}
	answer, err := u.ask(t.Context(), ask{method: http.MethodPost, url: url + "/api/v1/auth/login", body: map[string]string{"username": name, "password": word}})
	if err != nil || answer.status != http.StatusOK {
		t.Fatalf("sign in as %s: %d %s %v", name, answer.status, answer.body, err)
	}
	var session struct{ AccessToken string }
	decode(t, answer.body, &session)
	u.token = session.AccessToken
	return u
}

// ask is one request.
type ask struct {
	method, url string
	body        any
	version     int64  // If-Match, when above zero
	key         string // Idempotency-Key
}

func (u *user) ask(ctx context.Context, a ask) (reply, error) {
	body, err := json.Marshal(a.body)
	if err != nil {
		return reply{}, err
	}
	if a.body == nil {
		body = nil
	}
	request, err := http.NewRequestWithContext(ctx, a.method, a.url, bytes.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	request.Header.Set("X-Guatu-Client", "soak")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if u.token != "" {
		request.Header.Set("Authorization", "Bearer "+u.token)
	}
	if a.version > 0 {
		request.Header.Set("If-Match", fmt.Sprintf(`"%d"`, a.version))
	}
	if a.key != "" {
		request.Header.Set("Idempotency-Key", a.key)
	}
	return send(u.client, request)
}

// read gets a resource that must be there; an answer to come back later is taken at its word.
func (u *user) read(t testing.TB, url string, into any) {
	t.Helper()
	answer, err := u.again(ask{method: http.MethodGet, url: url})
	if err != nil || answer.status != http.StatusOK {
		t.Fatalf("FAULT: GET %s: %d %s %v", url, answer.status, answer.body, err)
	}
	decode(t, answer.body, into)
}

func (u *user) milestone(t testing.TB, base string, id int64) (m milestone) {
	t.Helper()
	u.read(t, fmt.Sprintf("%s/api/v1/milestones/%d", base, id), &m)
	return m
}

// edit sets the contact of a milestone that is at the version given.
func (u *user) edit(ctx context.Context, base string, id, version int64, value string) (reply, error) {
	return u.ask(ctx, ask{method: http.MethodPatch, url: fmt.Sprintf("%s/api/v1/milestones/%d", base, id),
		version: version, body: map[string]string{"contactName": value}})
}

// milestones are n of the demonstration, skipping the first ones.
func (u *user) milestones(t testing.TB, base string, skip, n int) []milestone {
	t.Helper()
	var page struct{ Items []milestone }
	u.read(t, base+"/api/v1/milestones?limit=200&year=2017", &page)
	if len(page.Items) < n {
		t.Fatalf("the demonstration has %d milestones, %d are needed", len(page.Items), n)
	}
	out := make([]milestone, 0, n)
	for i := range n {
		out = append(out, page.Items[(skip+i)%len(page.Items)])
	}
	return out
}

// change is one version as the history tells it.
type change struct {
	Version int64  `json:"version"`
	Action  string `json:"action"` // from the audit: empty when it has no record of the version
	Changes []struct {
		Field string `json:"field"`
		To    string `json:"to"`
	} `json:"changes"`
}

// contact is the contact the version set, or nothing.
func (c change) contact() string {
	for _, one := range c.Changes {
		if one.Field == "contactName" {
			return one.To
		}
	}
	return ""
}

func (u *user) history(t testing.TB, base string, id int64) []change {
	t.Helper()
	var page struct{ Items []change }
	u.read(t, fmt.Sprintf("%s/api/v1/milestones/%d/history", base, id), &page)
	return page.Items
}

func decode(t testing.TB, body []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatalf("no such JSON: %v\n%s", err, body)
	}
}
