package soak

import (
	"io"
	"net"
	"sync"
	"testing"
	"time"
)

// wire is a TCP proxy whose connection can be made slow, still, or broken, as networks are.
type wire struct {
	target   string
	listener net.Listener

	mu    sync.Mutex
	delay time.Duration
	still chan struct{} // closed while bytes flow; a new one holds them back
	deaf  bool          // connections are cut as soon as they are made
	pairs map[net.Conn]net.Conn
}

func newWire(t testing.TB, target string) *wire {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{target: target, listener: listener, still: make(chan struct{}), pairs: map[net.Conn]net.Conn{}}
	close(w.still)
	go w.accept()
	t.Cleanup(func() {
		_ = listener.Close() // the only way to end accept
		w.heal()
		w.cut()
	})
	return w
}

func (w *wire) addr() string { return w.listener.Addr().String() }

func (w *wire) accept() {
	for {
		near, err := w.listener.Accept()
		if err != nil {
			return
		}
		w.mu.Lock()
		deaf, target := w.deaf, w.target
		w.mu.Unlock()
		far, err := net.DialTimeout("tcp", target, 3*time.Second)
		if err != nil || deaf {
			reset(near)
			if err == nil {
				reset(far)
			}
			continue
		}
		w.mu.Lock()
		w.pairs[near] = far
		w.mu.Unlock()
		go w.pump(near, far)
		go w.pump(far, near)
	}
}

func (w *wire) pump(from, to net.Conn) {
	buffer := make([]byte, 1<<15)
	for {
		n, err := from.Read(buffer)
		w.mu.Lock()
		delay, still := w.delay, w.still
		w.mu.Unlock()
		<-still
		time.Sleep(delay)
		if n > 0 {
			if _, writing := to.Write(buffer[:n]); writing != nil {
				err = writing
			}
		}
		if err != nil {
			if err != io.EOF {
				reset(to)
			}
			_, _ = to.Close(), from.Close() // one of them is closed already
			w.mu.Lock()
			delete(w.pairs, from)
			delete(w.pairs, to)
			w.mu.Unlock()
			return
		}
	}
}

// lead sends new connections elsewhere.
func (w *wire) lead(target string) { w.mu.Lock(); defer w.mu.Unlock(); w.target = target }

// slow makes every piece of data late by d.
func (w *wire) slow(d time.Duration) { w.mu.Lock(); defer w.mu.Unlock(); w.delay = d }

// hold keeps everything back: the connections look alive and nothing comes.
func (w *wire) hold() { w.mu.Lock(); defer w.mu.Unlock(); w.still = make(chan struct{}) }

// refuse makes new connections fail and cuts the old ones.
func (w *wire) refuse() {
	w.mu.Lock()
	w.deaf = true
	w.mu.Unlock()
	w.cut()
}

// heal lets everything flow again.
func (w *wire) heal() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.delay, w.deaf = 0, false
	select {
	case <-w.still:
	default:
		close(w.still)
	}
}

// cut resets every connection there is.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for near, far := range w.pairs {
		reset(near)
		reset(far)
	}
}

// reset closes a connection with RST: the other side loses what is under way.
func reset(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // it may be closed
	}
	_ = c.Close()
}
