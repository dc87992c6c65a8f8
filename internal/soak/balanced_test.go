package soak

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestBalanced: three instances stand behind HAProxy, which sends every request to the next one, while again and again one of
// them is killed and started anew. People sign in, read, change and create, and ask again as the front end does when there is
// no answer: no journey fails, nothing acknowledged is lost, nothing is there twice.
func TestBalanced(t *testing.T) {
	for _, need := range []string{"mariadb", "haproxy"} {
		if why := unavailable(need); why != "" {
			t.Skip("NOT TESTED, instances behind HAProxy: " + why)
		}
	}
	dsn := demonstrationServer(t)
	instances := make([]*instance, 3)
	for i := range instances {
		instances[i] = launch(t, "serve", settings{folder: t.TempDir(), dsn: dsn, addr: freePort(t)})
	}
	front := haproxy(t, instances)
	u := signIn(t, front, "supervisor")
	projects := draftProjects(t, u, front, 4)
	l := killLoad(t, u, &instance{url: front}, 0)
	book, stop := loaded(t, l)
	var done, failed, created atomic.Int64
	ctx, finish := context.WithCancel(t.Context())
	var people sync.WaitGroup
	for i := range 4 {
		people.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				if err := journey(front, projects[i], fmt.Sprintf("%d-%d", i, n)); err != nil {
					t.Errorf("FAULT: a journey failed: %v", err)
					failed.Add(1)
				}
				created.Add(1)
				done.Add(1)
			}
		})
	}
	kills := 0
	for range rounds(t, 2, 30, 90*time.Second) {
		kills++
		settled(t, book, 20, 60*time.Second)
		victim := rand.IntN(len(instances))
		instances[victim].kill()
		settled(t, book, 20, 60*time.Second) // with two of three
		instances[victim] = launch(t, "serve", instances[victim].settings)
	}
	finish()
	people.Wait()
	stop()
	effects, most := countNames(t, u, front, projects)
	t.Logf("FIGURES behind HAProxy: %d kills, %d journeys, %d failed, %d created, %d there, one name %d time(s) at most; other answers: %s",
		kills, done.Load(), failed.Load(), created.Load(), effects, most, l.oddities())
	if int64(effects) != created.Load() || most > 1 {
		t.Errorf("FAULT: %d created, %d are there, one of them %d times", created.Load(), effects, most)
	}
	report(t, "behind HAProxy, three instances on MariaDB", book.judge(t, u, front))
}

// haproxy stands in front of the instances, without sticky sessions, and asks each whether it is ready.
func haproxy(t testing.TB, instances []*instance) string {
	t.Helper()
	front := freePort(t)
	text := "defaults\n mode http\n timeout connect 1s\n timeout client 60s\n timeout server 60s\n option redispatch 1\n retries 3\n" +
		"frontend front\n bind " + front + "\n default_backend guatu\n" +
		"backend guatu\n balance roundrobin\n option httpchk GET /readyz\n default-server inter 200ms fall 1 rise 1 on-marked-down shutdown-sessions\n"
	for i, p := range instances {
		text += fmt.Sprintf(" server s%d %s check\n", i, p.addr)
	}
	path := filepath.Join(t.TempDir(), "haproxy.cfg")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	output := &tail{}
	process := exec.Command(tool("haproxy"), "-db", "-f", path)
	process.Stdout, process.Stderr = output, output
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = process.Process.Kill() // it may have ended
		_ = process.Wait()
	})
	awaitAnswer(t, "http://"+front+"/readyz", http.StatusOK, "ok")
	return "http://" + front
}

// journey is one person's visit: sign in, see who one is, create a milestone, find it, sign out.
func journey(base string, project int64, name string) error {
	u := &user{client: newClient(40 * time.Second)}
	defer u.client.CloseIdleConnections()
	answer, err := u.again(ask{method: http.MethodPost, url: base + "/api/v1/auth/login", body: map[string]string{"username": "supervisor", "password": word}})
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	_, rest, _ := strings.Cut(string(answer.body), `"accessToken":"`)
	u.token, _, _ = strings.Cut(rest, `"`)
	if _, err := u.again(ask{method: http.MethodGet, url: base + "/api/v1/me"}); err != nil {
		return fmt.Errorf("me: %w", err)
	}
	if _, err := u.again(ask{method: http.MethodPost, url: base + "/api/v1/milestones", key: "journey-" + name,
		body: map[string]any{"projectId": project, "name": "行程 " + name}}); err != nil {
		return fmt.Errorf("create: %w", err)
	}
	answer, err = u.again(ask{method: http.MethodGet, url: fmt.Sprintf("%s/api/v1/projects/%d/milestones", base, project)})
	if err != nil || !strings.Contains(string(answer.body), `"行程 `+name+`"`) {
		return fmt.Errorf("what was created is not in the list: %v", err)
	}
	_, err = u.again(ask{method: http.MethodPost, url: base + "/api/v1/auth/logout"})
	return err
}

// again asks, and asks again when there is no answer or the answer is to come back later.
func (u *user) again(a ask) (answer reply, err error) {
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		answer, err = u.ask(context.Background(), a)
		if err == nil && answer.status < 400 {
			return answer, nil
		}
		if err == nil && answer.status < 500 && codeOf(answer) != "idempotency_running" {
			break
		}
	}
	if err == nil {
		err = fmt.Errorf("%d %s", answer.status, answer.body)
	}
	return answer, err
}
