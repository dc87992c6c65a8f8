package soak

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// cluster is three nodes and, for each instance of the program, a router that leads to a node that takes part: its own one,
// while that is well.
type cluster struct {
	nodes  []*mariadb
	spaces []netspace
	mu     sync.Mutex
	well   []bool
}

// TestGalera: three instances write through three nodes of one cluster, while nodes are killed, paused and cut off, and all of
// them die at once. Nothing acknowledged is lost, nothing is there twice, and work goes on.
//
// GUATU_SOAK_FLUSH=0 starts the nodes with innodb_flush_log_at_trx_commit=0: then the death of all nodes loses acknowledged
// writes, and this test must fail. (The program is told to serve all the same: its /readyz would keep everybody out.)
func TestGalera(t *testing.T) {
	if !long() {
		t.Skip("long: run `make soak`")
	}
	if why := unavailable("galera"); why != "" {
		t.Skip("NOT TESTED, cluster: " + why)
	}
	flush := os.Getenv("GUATU_SOAK_FLUSH")
	if flush == "" {
		flush = "1"
	}
	c := newCluster(t, flush)
	folder := t.TempDir()
	demonstration(t, folder)
	copyDatabase(t, filepath.Join(folder, "guatu.db"), c.nodes[0].database(t))
	var instances []*instance
	for i := range c.nodes {
		p, err := begin(t, "serve", settings{folder: t.TempDir(), dsn: c.nodes[0].dsn(c.router(t, i)), extra: []string{"GUATU_REQUEST_TIMEOUT=10s"}})
		if err != nil {
			t.Fatalf("%v\n%s", err, p.output)
		}
		instances = append(instances, p)
	}
	u := signIn(t, instances[0].url, "supervisor")
	for kind, trouble := range []struct {
		name   string
		rounds int
		share  time.Duration
		limit  time.Duration // longest time without an acknowledged write
		make   func(t *testing.T, node int)
	}{
		{"healthy", 1, time.Minute, 5 * time.Second, func(*testing.T, int) {}},
		{"a node killed", 20, 5 * time.Minute, 15 * time.Second, c.killOne(serviceWaits)},
		{"a node killed and back too soon", 5, time.Minute, 30 * time.Second, c.killOne(3 * time.Second)},
		{"a node paused for 6 s", 5, 2 * time.Minute, 30 * time.Second, c.pauseOne},
		{"a node cut off", 5, 2 * time.Minute, 30 * time.Second, c.cutOff},
		{"all nodes killed", 3, 2 * time.Minute, 60 * time.Second, c.killAll},
	} {
		t.Run(trouble.name, func(t *testing.T) {
			var sum figures
			for round := range rounds(t, trouble.rounds, trouble.rounds, trouble.share) {
				l := killLoad(t, u, instances[0], round)
				l.bases, l.name = func() []string { return urls(instances) }, fmt.Sprintf("g%d-%d", kind, round)
				book, stop := loaded(t, l)
				settled(t, book, 20, 90*time.Second)
				trouble.make(t, rand.IntN(len(c.nodes)))
				settled(t, book, 20, 90*time.Second)
				stop()
				sum.add(book.judge(t, u, instances[round%len(instances)].url))
				if bad := l.bad.Load(); bad > 0 {
					t.Errorf("FAULT: %d answers above 500 that are no 503: %s", bad, l.oddities())
				}
			}
			report(t, "Galera, three nodes, "+trouble.name, sum)
			if sum.gap > trouble.limit {
				t.Errorf("FAULT: %.1f s without an acknowledged write, %s are allowed", sum.gap.Seconds(), trouble.limit)
			}
		})
	}
}

func newCluster(t *testing.T, flush string) *cluster {
	t.Helper()
	c := &cluster{nodes: newMariaDB(t, 3, flush), well: make([]bool, 3)}
	for _, m := range c.nodes {
		c.spaces = append(c.spaces, netspace{name: m.space, cable: "gtsoak-c" + m.name[1:], addr: m.addr})
	}
	for i, m := range c.nodes {
		m.start(t, map[bool]string{true: "", false: m.group}[i == 0])
	}
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	for i, m := range c.nodes {
		go func() {
			for {
				well := m.takesPart()
				c.mu.Lock()
				c.well[i] = well
				c.mu.Unlock()
				select {
				case <-done:
					return
				case <-time.After(300 * time.Millisecond):
				}
			}
		}()
	}
	return c
}

// choose is the node an instance is led to: its own one, else the next that is well.
func (c *cluster) choose(own int) (node int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.nodes {
		if n := (own + i) % len(c.nodes); c.well[n] {
			return n, true
		}
	}
	return 0, false
}

// router listens for one instance. Connections to a node that is no longer well are cut, as a proxy does.
func (c *cluster) router(t testing.TB, own int) string {
	t.Helper()
	w := newWire(t, "")
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	go func() {
		for led := -1; ; {
			node, ok := c.choose(own)
			if !ok {
				node = -1
			}
			if node != led {
				led = node
				if node >= 0 {
					w.lead(net.JoinHostPort(c.nodes[node].addr, c.nodes[node].port))
				}
				w.cut()
			}
			select {
			case <-done:
				return
			case <-time.After(100 * time.Millisecond):
			}
		}
	}()
	return w.addr()
}

// serviceWaits is how long Debian's mariadb.service waits before it starts a server that died. It is longer than the others need
// to agree that the node has gone: one that is back while they do, under its old name, throws the whole group out of its view,
// and nobody writes for 10 to 23 s.
const serviceWaits = 5 * time.Second

// killOne kills a node, and does what its service does after the wait: asks how far it got, and takes it back.
func (c *cluster) killOne(wait time.Duration) func(*testing.T, int) {
	return func(t *testing.T, node int) {
		m := c.nodes[node]
		m.kill()
		time.Sleep(wait)
		m.recover(t)
		m.start(t, m.group)
	}
}

// pauseOne stops a node for longer than the others wait for it.
func (c *cluster) pauseOne(t *testing.T, node int) {
	m := c.nodes[node]
	m.signal(syscall.SIGSTOP)
	time.Sleep(6 * time.Second)
	m.signal(syscall.SIGCONT)
	if !m.await(90 * time.Second) {
		t.Errorf("FAULT: %s did not come back from its pause", m.name)
	}
}

// cutOff pulls the cable of a node: nobody reaches it, and it reaches nobody.
func (c *cluster) cutOff(t *testing.T, node int) {
	c.spaces[node].pull(t)
	time.Sleep(8 * time.Second)
	c.spaces[node].plug(t)
	if !c.nodes[node].await(90 * time.Second) {
		t.Errorf("FAULT: %s did not come back from its island", c.nodes[node].name)
	}
}

// killAll kills every node at once; the one that got furthest is asked to begin anew, as the guide tells the administrator.
func (c *cluster) killAll(t *testing.T, _ int) {
	for _, m := range c.nodes {
		m.signal(syscall.SIGKILL)
	}
	for _, m := range c.nodes {
		m.kill()
	}
	first := furthest(t, c.nodes)
	markSafe(t, c.nodes[first])
	c.nodes[first].start(t, "")
	for i, m := range c.nodes {
		if i != first {
			m.start(t, m.group)
		}
	}
}
