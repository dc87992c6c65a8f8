package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// operation does one unit of work n for the worker; numbers are handed out once.
type operation func(ctx context.Context, n int) error

// errUsedUp says that there is nothing left to do: the measurement ends early.
var errUsedUp = errors.New("used up")

// result is what one measurement found.
type result struct {
	P50, P99 time.Duration
	Rate     float64 // per second
	Failed   int
	Reason   error // of the first failure
}

// measure runs op with so many workers for the duration, after a short warm-up whose times do not count.
func measure(ctx context.Context, workers int, warm, during time.Duration, op operation) result {
	var next atomic.Int64
	run(ctx, workers, warm, &next, op)
	return run(ctx, workers, during, &next, op)
}

// run hands out work until the time is over and lets what has begun finish: a query cut off would go on in the server and
// slow down the next measurement.
func run(ctx context.Context, workers int, during time.Duration, next *atomic.Int64, op operation) result {
	over, cancel := context.WithTimeout(ctx, during)
	defer cancel()
	var (
		mu     sync.Mutex
		all    []time.Duration
		failed int
		reason error
		group  sync.WaitGroup
	)
	began := time.Now()
	for range workers {
		group.Go(func() {
			var mine []time.Duration
			var faults int
			var first error
			for over.Err() == nil {
				from := time.Now()
				err := op(ctx, int(next.Add(1)-1))
				if errors.Is(err, errUsedUp) || ctx.Err() != nil {
					break
				}
				if err != nil {
					faults++
					if first == nil {
						first = err
					}
					continue
				}
				mine = append(mine, time.Since(from))
			}
			mu.Lock()
			defer mu.Unlock()
			all, failed = append(all, mine...), failed+faults
			if reason == nil {
				reason = first
			}
		})
	}
	group.Wait()
	elapsed := time.Since(began)
	slices.Sort(all)
	r := result{Failed: failed, Reason: reason, Rate: float64(len(all)) / elapsed.Seconds()}
	if len(all) > 0 {
		r.P50, r.P99 = all[len(all)/2], all[len(all)*99/100]
	}
	return r
}

// cell is how a result stands in the table: p50 and p99 in milliseconds, requests per second. A side that did nothing, for
// instance because it had used up its milestones during the warm-up, was not measured and has no figures.
func (r result) cell() string {
	if r.Rate == 0 && r.Failed == 0 {
		return "–"
	}
	text := fmt.Sprintf("%.2f / %.2f / %s", ms(r.P50), ms(r.P99), rate(r.Rate))
	if r.Failed > 0 {
		text += fmt.Sprintf(" (%d failed)", r.Failed)
	}
	return text
}

// ratio of two rates, as text; there is none where one side did nothing.
func ratio(ours, theirs result) string {
	if ours.Rate == 0 || theirs.Rate == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", ours.Rate/theirs.Rate)
}

func rate(perSecond float64) string {
	if perSecond < 10 {
		return fmt.Sprintf("%.1f", perSecond)
	}
	return fmt.Sprintf("%.0f", perSecond)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
