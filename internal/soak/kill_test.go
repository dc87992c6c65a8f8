package soak

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// startLimit is how long the program may take from the start of its process until it is ready, after whatever ended it.
const startLimit = 3 * time.Second

// TestKill: the program is killed with SIGKILL under load, 500 times (10 in the short version), and started again over what is
// left. Every acknowledged change is there, each with its history and its audit; nobody repairs anything.
func TestKill(t *testing.T) {
	folder := t.TempDir()
	demonstration(t, folder)
	p := launch(t, "serve", settings{folder: folder})
	u := signIn(t, p.url, "supervisor")
	var sum figures
	var slowest time.Duration
	from := time.Now()
	for cycle := range rounds(t, 10, 500, 11*time.Minute) {
		l := killLoad(t, u, p, cycle)
		book, stop := loaded(t, l)
		settled(t, book, 10, 30*time.Second)
		time.Sleep(rand.N(60 * time.Millisecond)) // the moment of the kill is left to chance
		p.kill()
		stop()
		p = launch(t, "serve", settings{folder: folder})
		slowest = max(slowest, p.started)
		sum.add(book.judge(t, u, p.url))
		if bad := l.bad.Load(); bad > 0 {
			t.Errorf("FAULT: %d answers above 500 that are no 503: %s", bad, l.oddities())
		}
	}
	report(t, fmt.Sprintf("kill -9, sqlite, slowest start %.2f s, %.0f s in all", slowest.Seconds(), time.Since(from).Seconds()), sum)
	if slowest > startLimit*strain() {
		t.Errorf("FAULT: a start took %s", slowest)
	}
}

// killLoad spreads the load over other milestones in each cycle, so that their histories stay readable.
func killLoad(t testing.TB, u *user, p *instance, cycle int) *load {
	t.Helper()
	return &load{user: u, bases: func() []string { return []string{p.url} }, clients: 8,
		objects: u.milestones(t, p.url, cycle*10, 10), name: fmt.Sprintf("k%d", cycle)}
}
