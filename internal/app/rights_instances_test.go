package app

import (
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"guatu/internal/platform/config"
)

// asksAfter is how many questions each asker must have answered after a change before the test goes on.
const asksAfter = 25

// TestRightsChangeOnEveryInstance changes what somebody may, on one of three instances of one database, while twelve askers ask
// all three without a pause: no question that was asked after the change was answered is answered with the old right.
//
// Seen to fail: rights that are cached without a look at the epoch (in actors.of of internal/auth, current := true and no
// comparison of epochs) answer 300 of 300 questions with the old right.
func TestRightsChangeOnEveryInstance(t *testing.T) {
	t.Parallel()
	eachProgram(t, true, func(t *testing.T, p *program) {
		instances := []*program{p, another(t, p, nil), another(t, p, nil)}
		own := p.id(t, "SELECT m.id FROM milestones m JOIN departments d ON d.id = m.lead_department_id WHERE d.code = 'edu' ORDER BY m.id LIMIT 1")
		post := p.id(t, "SELECT h.post_id FROM post_holders h JOIN users u ON u.id = h.user_id WHERE u.username = 'reporter.edu'")
		holding := p.id(t, "SELECT h.id FROM post_holders h JOIN users u ON u.id = h.user_id WHERE u.username = 'reporter.edu'")
		user := p.id(t, "SELECT id FROM users WHERE username = 'reporter.edu'")
		grant := p.id(t, "SELECT id FROM grants WHERE post_id = ? AND role = 'reporter'", post)
		version := func(table string, id int64) string {
			return etag(p.id(t, "SELECT version FROM "+table+" WHERE id = ?", id))
		}
		send := func(as, method, path, tag string, body any) {
			t.Helper()
			if got := p.do(t, call{method: method, path: path, as: as, etag: tag, key: path + tag + method, body: body}); got.status >= 300 {
				t.Fatalf("%s %s as %s: %d %s", method, path, as, got.status, got.body)
			}
		}
		read := at("/milestones/%d", own)
		for _, step := range []struct {
			name      string
			old, want int
			change    func()
		}{
			{"a role is taken away", 200, 404, func() { send("secadmin", http.MethodDelete, at("/grants/%d", grant), "", nil) }},
			{"a role is given", 404, 200, func() {
				send("secadmin", http.MethodPost, "/grants", "", map[string]any{"postId": post, "role": "reporter"})
			}},
			{"the post is left", 200, 404, func() {
				send("secadmin", http.MethodPatch, at("/posts/%d", post)+at("/holders/%d", holding), version("post_holders", holding), map[string]any{"to": "2017-09-29"})
			}},
			{"the post is taken up", 404, 200, func() {
				send("secadmin", http.MethodPost, at("/posts/%d/holders", post), "", map[string]any{"userId": user, "from": "2017-09-30"})
			}},
			{"the account is disabled", 200, 401, func() {
				send("sysadmin", http.MethodPatch, at("/users/%d", user), version("users", user), map[string]any{"disabled": true})
			}},
		} {
			asked, old := askWhile(t, instances, read, p.token(t, "reporter.edu"), step.old, step.want, step.change)
			t.Logf("%s: %d questions after it, %d answered with the old right", step.name, asked, old)
			if old > 0 || t.Failed() {
				t.Fatalf("%s: %d of %d questions asked after it were answered with the old right", step.name, old, asked)
			}
		}
	})
}

// another starts one more instance over the database of p, in the same folder, with a changed configuration.
func another(t *testing.T, p *program, change func(*config.Config)) *program {
	t.Helper()
	c := p.config
	if change != nil {
		change(&c)
	}
	return start(t, c, false, p.dialect)
}

// askWhile asks four at a time on every instance, makes the change, and returns how many questions were asked after it and how
// many of them got the old answer.
func askWhile(t *testing.T, instances []*program, path, token string, before, after int, change func()) (asked, old int64) {
	t.Helper()
	var changed atomic.Bool
	var total, wrong, warm atomic.Int64
	var askers sync.WaitGroup
	ready := make(chan struct{})
	for n := range 4 * len(instances) {
		askers.Go(func() {
			for late, count := 0, 0; late < asksAfter; count++ {
				isLate := changed.Load()
				status, err := instances[n%len(instances)].status(t, path, token)
				if err != nil || !slices.Contains([]int{before, after}, status) {
					t.Errorf("asked while rights change: %d, %v", status, err)
					return
				}
				if isLate {
					late++
					total.Add(1)
					if status != after {
						wrong.Add(1)
					}
				}
				if count == 0 && warm.Add(1) == int64(4*len(instances)) {
					close(ready)
				}
			}
		})
	}
	<-ready
	change()
	changed.Store(true)
	askers.Wait()
	return total.Load(), wrong.Load()
}

func (p *program) status(t *testing.T, path, token string) (int, error) {
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.URL()+"/api/v1"+path, nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := p.client.Do(request)
	if err != nil {
		return 0, err
	}
	return response.StatusCode, response.Body.Close()
}
