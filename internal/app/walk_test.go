//go:build !race

package app

import (
	"os"
	"strconv"
	"testing"
	"time"

	"guatu/internal/platform/clock"
)

// TestRandomWalk gives thousands of commands, good and bad, to the program and to books that were written from the rule text
// alone. After every accepted command the touched rows are looked at, now and then everything, on today and on a day of the
// past: each answer must be the one the books give, no step of a review is skipped, and totals are sums.
//
// GUATU_WALK_STEPS and GUATU_WALK_SEED walk further or another way.
func TestRandomWalk(t *testing.T) {
	t.Parallel()
	steps, seed := number(t, "GUATU_WALK_STEPS", 20_000), number(t, "GUATU_WALK_SEED", 1)
	begin := clock.Real()
	w := newWalker(t, uint64(seed))
	first := w.today
	for n := range steps {
		w.step()
		if n%250 == 249 {
			w.compareAll(w.today)
			w.compareAll(first + walkDay(w.rng.IntN(int(w.today-first)+1)))
		}
	}
	if w.done["a silent project"] == 0 && steps >= 10_000 {
		t.Error("no project was yellow for its silence")
	}
	t.Logf("%d commands in %v, from %s to %s: %v", steps, clock.Real().Sub(begin).Round(time.Second), first, w.today, w.done)
}

func number(t *testing.T, name string, standard int) int {
	text := os.Getenv(name)
	if text == "" {
		return standard
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// step is one command; a day passes every fifty, so that 20,000 lead over the year's end.
func (w *walker) step() {
	switch n := w.rng.IntN(100); {
	case n < 2:
		w.advance()
	case n < 33:
		w.reportNode()
	case n < 45:
		w.reportPart()
	case n < 72:
		w.review()
	case n < 82:
		w.ask()
	case n < 92:
		w.rule()
	case n < 95:
		w.verify()
	default:
		w.forbiddenEdit()
	}
}
