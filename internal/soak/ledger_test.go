package soak

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// outcome is what a client knows about a write.
type outcome int

const (
	unknown      outcome = iota // no answer, or one that says that nobody knows
	acknowledged                // the answer says that it is done
	refused                     // the answer says that nothing was done
)

// write is one attempt. Its value is in no other attempt of the run.
type write struct {
	object, seen int64 // the milestone, and the version the client saw
	value        string
	outcome      outcome
	answer       string // status and code, for the message
}

// ledger is what the clients remember. They alone: it is the witness against the program.
type ledger struct {
	mu      sync.Mutex
	base    map[int64]int64 // version of each object when the ledger was opened
	writes  map[string]*write
	last    time.Time
	longest time.Duration
	total   figures
	strange func() string // the other answers of a load that goes on, for the message of a failed test; see loaded
}

// figures are what a proof prints.
type figures struct {
	cycles, acknowledged, unknown, refused   int
	lost, duplicated, torn, invented, denied int
	gap                                      time.Duration // the longest time without an acknowledged write
}

func (f figures) String() string {
	return fmt.Sprintf("cycles %d, acknowledged %d, outcome unknown %d, refused %d; lost %d, duplicated %d, torn %d, invented %d, refused but done %d; longest gap %.1f s",
		f.cycles, f.acknowledged, f.unknown, f.refused, f.lost, f.duplicated, f.torn, f.invented, f.denied, f.gap.Seconds())
}

func (f figures) clean() bool { return f.lost+f.duplicated+f.torn+f.invented+f.denied == 0 }

func (f *figures) add(more figures) {
	f.cycles += more.cycles
	f.acknowledged += more.acknowledged
	f.unknown += more.unknown
	f.refused += more.refused
	f.lost += more.lost
	f.duplicated += more.duplicated
	f.torn += more.torn
	f.invented += more.invented
	f.denied += more.denied
	f.gap = max(f.gap, more.gap)
}

func openLedger(objects []milestone) *ledger {
	l := &ledger{base: map[int64]int64{}, writes: map[string]*write{}, last: time.Now()}
	for _, o := range objects {
		l.base[o.ID] = o.Version
	}
	return l
}

// note keeps what a client learnt about a write.
func (l *ledger) note(w write) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writes[w.value] = &w
	switch w.outcome {
	case acknowledged:
		now := time.Now()
		l.longest, l.last = max(l.longest, now.Sub(l.last)), now
		l.total.acknowledged++
	case refused:
		l.total.refused++
	default:
		l.total.unknown++
	}
}

func (l *ledger) acknowledgedSoFar() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total.acknowledged
}

// judge compares what the clients remember with what the program tells of itself: its history, which carries the action of
// the audit, and the current state.
func (l *ledger) judge(t testing.TB, u *user, base string) figures {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.total
	f.cycles, f.gap = 1, l.longest
	at := map[string]int64{} // value -> version that has it
	for object, from := range l.base {
		now, versions := u.milestone(t, base, object), u.history(t, base, object)
		for len(versions) > 0 && versions[0].Version > now.Version { // a write nobody waited for was still under way between the two
			earlier := now.Version
			if now = u.milestone(t, base, object); now.Version == earlier {
				break
			}
			versions = u.history(t, base, object)
		}
		if len(versions) == 0 || versions[0].Version != now.Version {
			f.torn++
			t.Errorf("FAULT torn: milestone %d is at version %d, its history ends at %v", object, now.Version, versions[:min(1, len(versions))])
		}
		l.judgeObject(t, object, from, versions, at, &f)
	}
	for _, w := range l.writes {
		if _, there := at[w.value]; !there && w.outcome == acknowledged {
			f.lost++
			t.Errorf("FAULT lost: milestone %d, %s, acknowledged over version %d, is in no version", w.object, w.value, w.seen)
		}
	}
	return f
}

// judgeObject looks at each version that came while the ledger was open.
func (l *ledger) judgeObject(t testing.TB, object, from int64, versions []change, at map[string]int64, f *figures) {
	t.Helper()
	next := int64(0)
	for _, v := range versions { // newest first
		if v.Version <= from {
			break
		}
		if next != 0 && v.Version != next-1 {
			f.torn++
			t.Errorf("FAULT torn: the history of milestone %d goes from version %d to %d", object, next, v.Version)
		}
		next = v.Version
		if v.Action == "" {
			f.torn++
			t.Errorf("FAULT torn: version %d of milestone %d has no record in the audit", v.Version, object)
		}
		value := v.contact()
		w, known := l.writes[value]
		switch {
		case !known || w.object != object:
			f.invented++
			t.Errorf("FAULT invented: version %d of milestone %d holds %q, which nobody wrote", v.Version, object, value)
			continue
		case at[value] != 0:
			f.duplicated++
			t.Errorf("FAULT duplicated: %s of milestone %d is in version %d and %d", value, object, v.Version, at[value])
		case w.outcome == refused:
			f.denied++
			t.Errorf("FAULT refused but done: %s of milestone %d was answered %s and is version %d", value, object, w.answer, v.Version)
		case v.Version != w.seen+1:
			f.lost++
			t.Errorf("FAULT lost update: %s was written over version %d of milestone %d and became version %d: what came between was overwritten unseen",
				value, w.seen, object, v.Version)
		}
		at[value] = v.Version
	}
	if next > from+1 {
		f.torn++
		t.Errorf("FAULT torn: the history of milestone %d lacks the versions %d to %d", object, from+1, next-1)
	}
}

// ruling turns an answer into what the client knows afterwards.
func ruling(answer reply, err error) (outcome, string) {
	if err != nil {
		return unknown, err.Error()
	}
	code := codeOf(answer)
	text := fmt.Sprintf("%d %s", answer.status, code)
	switch {
	case answer.status < 300:
		return acknowledged, text
	case code == "outcome_unknown", code == "timeout", code == "", answer.status == 504:
		return unknown, text
	default:
		return refused, text
	}
}

func codeOf(answer reply) string {
	_, rest, found := strings.Cut(string(answer.body), `"code":"`)
	if !found {
		return ""
	}
	code, _, _ := strings.Cut(rest, `"`)
	return code
}
