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

// tries knows which accounts have a try under evaluation on this instance.
type tries struct {
	mu     sync.Mutex
	counts map[string]int
}

func newTries() *tries { return &tries{counts: make(map[string]int)} }

func (t *tries) enter(username string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[username]++
}

func (t *tries) leave(username string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.counts[username]--; t.counts[username] <= 0 {
		delete(t.counts, username)
	}
}

func (t *tries) busy(username string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts[username] > 0
}
