package soak

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// dropper is a proxy in front of some instances that lets every request with a new Idempotency-Key do its work and then cuts
// the connection instead of answering. It sends each request to the next instance.
type dropper struct {
	bases   []string
	client  *http.Client
	next    atomic.Int64
	mu      sync.Mutex
	dropped map[string][]byte // the answer that was cut off, by key
}

func (d *dropper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	base := d.bases[int(d.next.Add(1))%len(d.bases)]
	onward, err := http.NewRequestWithContext(r.Context(), r.Method, base+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	onward.Header = r.Header.Clone()
	answer, err := send(d.client, onward)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if key := r.Header.Get("Idempotency-Key"); key != "" && d.first(key, answer) {
		panic(http.ErrAbortHandler)
	}
	for name, values := range answer.header {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.status)
	_, _ = w.Write(answer.body) // the client is gone, nothing to do
}

// first notes a successful answer whose key was not seen before: that one is dropped.
func (d *dropper) first(key string, answer reply) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, seen := d.dropped[key]; seen || answer.status >= 300 {
		return false
	}
	d.dropped[key] = answer.body
	return true
}

// cutOff is the answer that was dropped.
func (d *dropper) cutOff(key string) []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.dropped[key]
}

// TestDroppedAnswers: each of 1,000 creations (100 in the short version) is done and its answer lost on the way; the client
// asks again with the same Idempotency-Key, on another instance. Exactly as many rows are there as were asked for.
func TestDroppedAnswers(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		folder := t.TempDir()
		demonstration(t, folder)
		droppedAnswers(t, []*instance{launch(t, "serve", settings{folder: folder})})
	})
	t.Run("mysql", func(t *testing.T) {
		if why := unavailable("mariadb"); why != "" {
			t.Skip(why)
		}
		droppedAnswers(t, three(t, demonstrationServer(t)))
	})
}

func droppedAnswers(t *testing.T, instances []*instance) {
	proxy := &dropper{bases: urls(instances), client: newClient(40 * time.Second), dropped: map[string][]byte{}}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	u := signIn(t, server.URL, "supervisor")
	projects := draftProjects(t, u, proxy.bases[0], 10)
	wanted, clients := pick(100, 1000), 8
	var all sync.WaitGroup
	var next, replayed, differing atomic.Int64
	for range clients {
		all.Go(func() {
			for n := int(next.Add(1)); n <= wanted; n = int(next.Add(1)) {
				answer := insist(t, u, ask{method: http.MethodPost, url: server.URL + "/api/v1/milestones", key: fmt.Sprintf("drop-%d", n),
					body: map[string]any{"projectId": projects[n%len(projects)], "name": fmt.Sprintf("节点 %d", n)}})
				replayed.Add(1)
				if !bytes.Equal(answer.body, proxy.cutOff(fmt.Sprintf("drop-%d", n))) {
					differing.Add(1)
				}
			}
		})
	}
	all.Wait()
	effects, most := countNames(t, u, server.URL, projects)
	t.Logf("FIGURES dropped answers, %d instance(s): %d asked for, %d answers dropped, %d answered at last, %d effects, %d of one request at most, %d answers unlike the dropped one",
		len(instances), wanted, len(proxy.dropped), replayed.Load(), effects, most, differing.Load())
	if effects != wanted || most != 1 || differing.Load() > 0 || len(proxy.dropped) != wanted {
		t.Errorf("FAULT: %d effects of %d requests, %d of one at most, %d answers differ", effects, wanted, most, differing.Load())
	}
	otherBody(t, u, server.URL, projects[0])
	sameKeyAtOnce(t, u, proxy.bases, projects[0])
}

// insist asks until there is an answer, as the front end does.
func insist(t testing.TB, u *user, a ask) reply {
	t.Helper()
	for range 5 {
		answer, err := u.ask(t.Context(), a)
		if err != nil || answer.status == http.StatusServiceUnavailable || codeOf(answer) == "idempotency_running" {
			time.Sleep(5 * time.Millisecond)
			continue
		}
		if answer.status != http.StatusCreated {
			t.Errorf("FAULT: %s %s: %d %s", a.method, a.key, answer.status, answer.body)
		}
		return answer
	}
	t.Errorf("FAULT: %s was never answered", a.key)
	return reply{}
}

// draftProjects makes projects in the plan of the coming year, which is still a draft.
func draftProjects(t testing.TB, u *user, base string, n int) (out []int64) {
	t.Helper()
	for i := range n {
		var made struct{ ID int64 }
		answer := insist(t, u, ask{method: http.MethodPost, url: base + "/api/v1/projects", key: fmt.Sprintf("project-%d", i),
			body: map[string]any{"code": fmt.Sprintf("SOAK-%d", i), "name": "压测", "leadDepartmentId": 4, "planYear": 2018}})
		decode(t, answer.body, &made)
		out = append(out, made.ID)
	}
	return out
}

// countNames counts the milestones of the projects, and how many have one name at most.
func countNames(t testing.TB, u *user, base string, projects []int64) (all, most int) {
	t.Helper()
	names := map[string]int{}
	for _, id := range projects {
		var page struct{ Items []struct{ Name string } }
		u.read(t, fmt.Sprintf("%s/api/v1/projects/%d/milestones", base, id), &page)
		for _, m := range page.Items {
			names[m.Name]++
			all++
			most = max(most, names[m.Name])
		}
	}
	return all, most
}

// otherBody: a key that was used for one request is no key for another.
func otherBody(t *testing.T, u *user, base string, project int64) {
	t.Helper()
	answer, err := u.ask(t.Context(), ask{method: http.MethodPost, url: base + "/api/v1/milestones", key: "drop-1",
		body: map[string]any{"projectId": project, "name": "另一个"}})
	if err != nil || answer.status != http.StatusUnprocessableEntity {
		t.Errorf("FAULT: a used key with another body: %d %v", answer.status, err)
	}
}

// sameKeyAtOnce: 50 requests with one key at the same moment, on all instances, have one effect and one answer.
func sameKeyAtOnce(t *testing.T, u *user, bases []string, project int64) {
	t.Helper()
	var all sync.WaitGroup
	var answers sync.Map
	for i := range 50 {
		all.Go(func() {
			answer := insistLong(t, u, ask{method: http.MethodPost, url: bases[i%len(bases)] + "/api/v1/milestones", key: "at-once",
				body: map[string]any{"projectId": project, "name": "同时"}})
			answers.Store(string(answer.body), true)
		})
	}
	all.Wait()
	distinct := 0
	answers.Range(func(any, any) bool { distinct++; return true })
	var page struct{ Items []struct{ Name string } }
	u.read(t, fmt.Sprintf("%s/api/v1/projects/%d/milestones", bases[0], project), &page)
	effects := 0
	for _, m := range page.Items {
		effects += strings.Count(m.Name, "同时")
	}
	t.Logf("FIGURES one key, 50 requests at once on %d instance(s): %d effect(s), %d answer(s)", len(bases), effects, distinct)
	if effects != 1 || distinct != 1 {
		t.Errorf("FAULT: one key had %d effects and %d answers", effects, distinct)
	}
}

// insistLong is insist for a crowd: the others may take their time.
func insistLong(t testing.TB, u *user, a ask) reply {
	t.Helper()
	until := time.Now().Add(30 * time.Second)
	for time.Now().Before(until) {
		answer, err := u.ask(t.Context(), a)
		if err == nil && answer.status == http.StatusCreated {
			return answer
		}
		if err == nil && answer.status != http.StatusServiceUnavailable && codeOf(answer) != "idempotency_running" {
			t.Errorf("FAULT: one key at once: %d %s", answer.status, answer.body)
			return answer
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("FAULT: one key at once: never answered")
	return reply{}
}
