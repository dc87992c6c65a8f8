package soak

import (
	"net/url"
	"testing"
	"time"
)

// TestBrokenDatabase: the wire to MariaDB becomes slow, silent, cut and closed. People get 503 and never another 5xx,
// nothing acknowledged is lost, work goes on within five seconds after the wire is whole, and no goroutine stays behind.
func TestBrokenDatabase(t *testing.T) {
	if why := unavailable("mariadb"); why != "" {
		t.Skip(why)
	}
	server, err := url.Parse(demonstrationServer(t))
	if err != nil {
		t.Fatal(err)
	}
	w := newWire(t, server.Host)
	server.Host = w.addr()
	p := launch(t, "serve", settings{folder: t.TempDir(), dsn: server.String(), extra: []string{"GUATU_REQUEST_TIMEOUT=" + pick("3s", "30s")}})
	t.Cleanup(p.kill) // before the wire
	u := signIn(t, p.url, "supervisor")
	var sum figures
	for round := range rounds(t, 1, 3, 3*time.Minute) {
		for i, trouble := range []struct {
			name  string
			start func()
			last  time.Duration // 0: it is over at once
			short bool          // quick enough for the short version
		}{
			{"a reset of all connections", w.cut, 0, true},
			{"late by a second", func() { w.slow(time.Second) }, 10 * time.Second, false},
			{"late by five seconds", func() { w.slow(5 * time.Second) }, 15 * time.Second, false},
			{"silent", w.hold, pick(4*time.Second, 45*time.Second), true},
			{"closed", w.refuse, pick(time.Second, 10*time.Second), true},
		} {
			if !long() && !trouble.short {
				continue
			}
			sum.add(troubled(t, u, p, w, 5*round+i, trouble.name, trouble.start, trouble.last))
		}
	}
	report(t, "slow and broken MariaDB", sum)
}

func troubled(t *testing.T, u *user, p *instance, w *wire, cycle int, name string, start func(), last time.Duration) figures {
	t.Helper()
	l := killLoad(t, u, p, cycle)
	book, stop := loaded(t, l)
	settled(t, book, 10, 30*time.Second)
	quiet := p.goroutines(t)
	start()
	time.Sleep(last) // the trouble lasts this long; there is nothing to wait for
	w.heal()
	from := time.Now()
	settled(t, book, 10, 5*time.Second)
	back := time.Since(from)
	t.Logf("%s for %s: back after %.2f s; %s", name, last, back.Seconds(), l.oddities())
	if bad := l.bad.Load(); bad > 0 {
		t.Errorf("FAULT: %d answers above 500 that are no 503 while the database was %s: %s", bad, name, l.oddities())
	}
	now := p.goroutines(t)
	for until := time.Now().Add(60 * time.Second); now > quiet+10 && time.Now().Before(until); now = p.goroutines(t) {
		time.Sleep(100 * time.Millisecond)
	}
	if now > quiet+10 {
		t.Errorf("FAULT: %d goroutines before, %d a minute after the database was %s", quiet, now, name)
	}
	stop()
	return book.judge(t, u, p.url)
}
