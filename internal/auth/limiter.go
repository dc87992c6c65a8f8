package auth

import (
	"sync"
	"time"
)

// maxAddresses bounds the counters kept; a flood from more addresses than that starts the minute anew.
const maxAddresses = 10_000

// addressLimiter counts failed logins per address and minute on this instance. Successful ones are given back, so that
// a whole office behind one address can sign in at nine o'clock.
type addressLimiter struct {
	limit int

	mu     sync.Mutex
	minute int64
	counts map[string]int
}

func newAddressLimiter(limit int) *addressLimiter {
	return &addressLimiter{limit: limit, counts: make(map[string]int)}
}

// take counts one try; it is false, and how long to wait, when the address has used its tries up.
func (l *addressLimiter) take(address string, now time.Time) (wait time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if minute := now.Unix() / 60; minute != l.minute || len(l.counts) >= maxAddresses {
		l.minute, l.counts = minute, make(map[string]int)
	}
	if l.limit > 0 && l.counts[address] >= l.limit {
		return time.Unix((l.minute+1)*60, 0).Sub(now), false
	}
	l.counts[address]++
	return 0, true
}

// giveBack takes a try back that was no failure.
func (l *addressLimiter) giveBack(address string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.counts[address] > 0 {
		l.counts[address]--
	}
}

// tries knows the accounts somebody is signing in to on this instance right now.
type tries struct {
	mu    sync.Mutex
	seats map[string]*seat
}

// seat is one such account. Reserving is done by one try at a time, so that a try that was refused can tell whether
// another one was being evaluated meanwhile.
type seat struct {
	reserving sync.Mutex

	mu      sync.Mutex
	present int // tries of any kind; the last one takes the seat away
	running int // tries whose password is being looked at
	ended   int // tries whose password has been looked at
}

func newTries() *tries { return &tries{seats: make(map[string]*seat)} }

func (t *tries) join(username string) *seat {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.seats[username]
	if s == nil {
		s = &seat{}
		t.seats[username] = s
	}
	s.present++
	return s
}

func (t *tries) leave(username string, s *seat) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s.present--; s.present == 0 {
		delete(t.seats, username)
	}
}

func (s *seat) start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running++
}

func (s *seat) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running--
	s.ended++
}

func (s *seat) state() (running, ended int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.running, s.ended
}
