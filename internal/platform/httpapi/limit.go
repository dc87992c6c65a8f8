package httpapi

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Weight says that an operation costs more than a row or a page; it has a limit of its own then, beside that of all requests.
type Weight string

// The weights there are: a whole list as a file, and a whole file as rows.
const (
	Export Weight = "export"
	Import Weight = "import"
)

// limiter keeps one token bucket per key in two generations, so that its size
// is bounded and idle keys go without a sweep. It belongs to one instance: n
// instances let n times as much through.
type limiter struct {
	limit int
	every time.Duration // one token
	size  int           // of a generation

	mu       sync.Mutex
	current  map[string]*rate.Limiter
	previous map[string]*rate.Limiter
}

// newLimiter allows limit requests per window and key, nil (no limit) for 0.
func newLimiter(limit int, window time.Duration) *limiter {
	if limit <= 0 || window <= 0 {
		return nil
	}
	return &limiter{limit: limit, every: window / time.Duration(limit), size: 10_000,
		current: map[string]*rate.Limiter{}, previous: map[string]*rate.Limiter{}}
}

// allow takes one token of key, or returns when to try again.
func (l *limiter) allow(key string) *Error {
	if l == nil || l.bucket(key).Allow() {
		return nil
	}
	return TooManyRequests(max(l.every, time.Second))
}

func (l *limiter) bucket(key string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if bucket, ok := l.current[key]; ok {
		return bucket
	}
	bucket, ok := l.previous[key]
	if !ok {
		bucket = rate.NewLimiter(rate.Every(l.every), l.limit)
	}
	if len(l.current) >= l.size {
		l.previous, l.current = l.current, map[string]*rate.Limiter{}
	}
	l.current[key] = bucket
	return bucket
}
