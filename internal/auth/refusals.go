package auth

import (
	"sync"
	"time"
)

// refusals remembers whose refused access was recorded in the current minute. Each instance has its own.
type refusals struct {
	mu     sync.Mutex
	minute int64
	seen   map[refusalKey]bool
}

type refusalKey struct {
	userID    int64
	operation string
}

// first says whether this is the first refusal of the user and operation in the minute.
func (r *refusals) first(userID int64, operation string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if minute := now.Unix() / 60; minute != r.minute || r.seen == nil {
		r.minute, r.seen = minute, make(map[refusalKey]bool)
	}
	key := refusalKey{userID, operation}
	known := r.seen[key]
	r.seen[key] = true
	return !known
}
