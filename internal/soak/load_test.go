package soak

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// load is clients that edit milestones until they are told to stop or have done enough. Each request goes to the next
// instance, as behind a proxy without sticky sessions.
type load struct {
	user    *user
	bases   func() []string
	objects []milestone
	quota   int64 // acknowledged writes for each object; 0: no end
	clients int
	name    string // begins every value, so that no two runs share one
	bad     atomic.Int64
	strange sync.Map // answers that are no conflict: text -> *atomic.Int64
	trace   *trace   // for the linearizability check; nil: none
}

// run works until the context ends or every object has its quota.
func (l *load) run(ctx context.Context, book *ledger) {
	var left []*atomic.Int64
	for range l.objects {
		counter := new(atomic.Int64)
		counter.Store(l.quota)
		left = append(left, counter)
	}
	var all sync.WaitGroup
	for c := range l.clients {
		all.Go(func() { l.client(ctx, c, book, left) })
	}
	all.Wait()
}

func (l *load) client(ctx context.Context, c int, book *ledger, left []*atomic.Int64) {
	empty := 0
	for n := 0; ctx.Err() == nil && empty < len(l.objects); n++ {
		i := (c + n) % len(l.objects)
		if l.quota > 0 && left[i].Add(-1) < 0 {
			empty++
			continue
		}
		empty = 0
		done := false
		for try := 0; !done && ctx.Err() == nil; try++ {
			bases := l.bases()
			done = l.attempt(ctx, c, bases[(c+n+try)%len(bases)], l.objects[i].ID, fmt.Sprintf("%s-%d-%d-%d", l.name, c, n, try), book)
			if l.quota == 0 {
				break
			}
		}
	}
}

// attempt reads an object and writes it; true when the write was acknowledged.
func (l *load) attempt(ctx context.Context, c int, base string, object int64, value string, book *ledger) bool {
	called := time.Now()
	answer, err := l.user.ask(ctx, ask{method: http.MethodGet, url: fmt.Sprintf("%s/api/v1/milestones/%d", base, object)})
	if err != nil || answer.status != http.StatusOK {
		l.odd("GET", answer, err)
		pauseAfter(ctx, err, answer)
		return false
	}
	seen, ok := quick(answer.body)
	if !ok {
		l.odd("GET", answer, err)
		return false
	}
	l.trace.add(c, object, called, operation{version: seen.Version, value: seen.ContactName, kind: reads})
	called = time.Now()
	answer, err = l.user.edit(ctx, base, object, seen.Version, value)
	result, text := ruling(answer, err)
	book.note(write{object: object, seen: seen.Version, value: value, outcome: result, answer: text})
	switch {
	case result == acknowledged:
		l.trace.add(c, object, called, operation{version: seen.Version, value: value, kind: writes})
	case answer.status == http.StatusPreconditionFailed:
		l.trace.add(c, object, called, operation{version: seen.Version, value: value, kind: staleWrites})
	default:
		l.trace.add(c, object, called, operation{version: seen.Version, value: value, kind: maybeWrites})
		l.odd("PATCH", answer, err)
		pauseAfter(ctx, err, answer)
	}
	return result == acknowledged
}

// odd counts an answer that neither did nor refused for a reason of the trade.
func (l *load) odd(method string, answer reply, err error) {
	text := method + " no answer"
	if err == nil {
		text = fmt.Sprintf("%s %d %s", method, answer.status, codeOf(answer))
		if answer.status >= 500 && answer.status != http.StatusServiceUnavailable {
			l.bad.Add(1)
		}
	}
	counter, _ := l.strange.LoadOrStore(text, new(atomic.Int64))
	counter.(*atomic.Int64).Add(1)
}

// oddities tells what odd has counted.
func (l *load) oddities() string {
	var parts []string
	l.strange.Range(func(text, n any) bool {
		parts = append(parts, fmt.Sprintf("%s ×%d", text, n.(*atomic.Int64).Load()))
		return true
	})
	return strings.Join(parts, ", ")
}

// pauseAfter waits a moment as a person would whose program does not answer.
func pauseAfter(ctx context.Context, err error, answer reply) {
	if err == nil && answer.status < 500 {
		return
	}
	select {
	case <-ctx.Done():
	case <-time.After(20 * time.Millisecond):
	}
}

// loaded starts the load and returns what stops it and gives the ledger.
func loaded(t testing.TB, l *load) (book *ledger, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	book = openLedger(l.objects)
	book.strange = l.oddities
	done := make(chan struct{})
	go func() { defer close(done); l.run(ctx, book) }()
	var once sync.Once
	stop = func() { once.Do(func() { cancel(); <-done }) }
	t.Cleanup(stop)
	return book, stop
}

// settled waits until n more writes were acknowledged, no longer than the limit; the short version is patient, see strain.
func settled(t testing.TB, book *ledger, n int, limit time.Duration) {
	t.Helper()
	from, until := book.acknowledgedSoFar(), time.Now().Add(limit*strain())
	for book.acknowledgedSoFar() < from+n {
		if time.Now().After(until) {
			t.Fatalf("FAULT: fewer than %d writes were acknowledged in %s; other answers: %s", n, limit, book.strange())
		}
		time.Sleep(2 * time.Millisecond)
	}
}
