package soak

import (
	"encoding/json"
	"math"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

type kind int

const (
	reads       kind = iota
	writes           // acknowledged
	staleWrites      // 412: another version was there
	maybeWrites      // nobody knows
)

// operation is one call on one object: what it read, or what it wrote over which version.
type operation struct {
	object  int64
	version int64
	value   string
	kind    kind
}

// register is the state of an object in the model: a register that is set only over the version the writer saw.
type register struct {
	version int64
	value   string
}

// trace keeps every call with its times.
type trace struct {
	mu    sync.Mutex
	start time.Time
	calls []porcupine.Operation
}

func (r *trace) add(client int, object int64, called time.Time, o operation) {
	if r == nil {
		return
	}
	o.object = object
	back := time.Since(r.start).Nanoseconds()
	if o.kind == maybeWrites {
		back = math.MaxInt64 // it may take effect at any later time
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls = append(r.calls, porcupine.Operation{ClientId: client, Input: o, Output: o, Call: called.Sub(r.start).Nanoseconds(), Return: back})
}

// linearizable asks porcupine whether the calls can be put in one order, each between its call and its answer, in which
// every answer is right.
func (r *trace) linearizable(t testing.TB, start map[int64]register) {
	t.Helper()
	model := porcupine.NondeterministicModel{
		Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
			of := map[int64][]porcupine.Operation{}
			for _, call := range history {
				id := call.Input.(operation).object
				of[id] = append(of[id], call)
			}
			var out [][]porcupine.Operation
			for id, calls := range of {
				first := operation{object: id, version: start[id].version, value: start[id].value, kind: writes}
				out = append(out, append([]porcupine.Operation{{Input: first, Output: first, Call: -2, Return: -1}}, calls...))
			}
			return out
		},
		Init:  func() []any { return []any{register{}} },
		Step:  step,
		Equal: func(a, b any) bool { return a.(register) == b.(register) },
	}
	switch porcupine.CheckOperationsTimeout(model.ToModel(), r.calls, 2*time.Minute) {
	case porcupine.Illegal:
		t.Errorf("FAULT: %d calls are not linearizable", len(r.calls))
	case porcupine.Unknown:
		t.Errorf("FAULT: it could not be decided in time whether %d calls are linearizable", len(r.calls))
	default:
		t.Logf("linearizable: %d calls on %d objects", len(r.calls), len(start))
	}
}

// step lists the states an object may have after the call.
func step(state, input, _ any) []any {
	s, o := state.(register), input.(operation)
	if s == (register{}) { // the first call of all sets what was there
		return []any{register{o.version, o.value}}
	}
	same := o.version == s.version
	next := register{s.version + 1, o.value}
	switch o.kind {
	case reads:
		if same && o.value == s.value {
			return []any{s}
		}
	case writes:
		if same {
			return []any{next}
		}
	case staleWrites:
		if !same {
			return []any{s}
		}
	case maybeWrites:
		if same {
			return []any{s, next}
		}
		return []any{s}
	}
	return nil
}

// quick reads the few fields the load needs.
func quick(body []byte) (m milestone, ok bool) {
	err := json.Unmarshal(body, &m)
	return m, err == nil && m.Version > 0
}
