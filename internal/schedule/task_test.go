package schedule

import (
	"strings"
	"testing"
)

// Indicators for the tables, as of 2017-07-06 (plan of June: 6/12).
func cum(value int64) IndicatorFacts {
	return IndicatorFacts{Type: TypeCum, Name: "累计", Quantity: QuantityFacts{Value: value, Target: 100}, Plan: PlanFacts{Year: 2017}}
}

func cumDone() IndicatorFacts {
	f := cum(100)
	f.Verified = true
	return f
}

func event(a string) IndicatorFacts {
	return IndicatorFacts{Type: TypeEvent, Name: "事件", Milestone: due(a)}
}

func suspendedEvent() IndicatorFacts {
	f := event("06-20")
	f.Milestone.Suspended = day("06-01")
	return f
}

func open() IndicatorFacts { return IndicatorFacts{Type: TypeOpen, Name: "未定"} }

// exited is an indicator that left the plan the day before the tests' day.
func exited(f IndicatorFacts) IndicatorFacts {
	f.Exited, f.ExitDocument = day("07-05"), "纪〔2017〕6 号"
	return f
}

// exitedNode is one whose milestone left the plan.
func exitedNode() IndicatorFacts {
	f := event("06-01")
	f.Milestone.Exited = day("07-05")
	return f
}

func words() IndicatorFacts { return IndicatorFacts{Type: TypeWords, Name: "口号"} }

func unreported(f IndicatorFacts) IndicatorFacts { f.Unreported = true; return f }

func TestTask(t *testing.T) {
	t.Parallel()
	type is = []IndicatorFacts
	const none = -1
	for _, c := range []struct {
		name                 string
		parts                is
		class                BoardClass
		colour               Colour
		rule                 string
		completion, schedule int
		n, m, open, words    int
		weakest              int
	}{
		{"no indicator", is{}, ClassUntargeted, Grey, "P0", none, none, 0, 0, 0, 0, none},
		{"only words", is{words()}, ClassUntargeted, Grey, "P0", none, none, 0, 0, 0, 1, none},
		{"an unknown type is kept as words", is{{Type: "ELSE"}}, ClassUntargeted, Grey, "P0", none, none, 0, 0, 0, 1, none},
		{"only open", is{open(), words()}, ClassUntargeted, Grey, "OPEN", none, none, 0, 0, 1, 1, 0},
		{"all blue", is{cumDone(), words()}, ClassDone, Blue, "T0", 10000, 5000, 1, 1, 0, 1, 0},
		{"all blue but an open one is left", is{cumDone(), open()}, ClassAhead, Grey, "OPEN", 10000, 5000, 1, 1, 1, 0, 1},
		{"all not done are suspended", is{cumDone(), suspendedEvent(), open()}, ClassSuspended, Grey, "M2", 5000, 7500, 1, 2, 1, 0, 1},
		{"one of them is not", is{suspendedEvent(), cum(50)}, ClassOnSchedule, Green, "P2", 2500, 7500, 0, 2, 0, 0, 1},
		{"red", is{cum(10), cumDone(), open()}, ClassSevere, Red, "P2", 5500, 5000, 1, 2, 1, 0, 0},
		{"yellow", is{event("07-01"), cum(50)}, ClassWarning, Yellow, "M5", 2500, 7500, 0, 2, 0, 0, 0},
		{"unreported", is{unreported(cum(90)), cum(50)}, ClassUnreported, Green, "P2", 7000, 5000, 0, 2, 0, 0, 1},
		{"red comes before unreported", is{unreported(cum(10))}, ClassSevere, Red, "P2", 1000, 5000, 0, 1, 0, 0, 0},
		{"an open one unreported", is{cum(90), unreported(open())}, ClassUnreported, Green, "P2", 9000, 5000, 0, 1, 1, 0, 0},
		{"5 points ahead", is{cum(55)}, ClassAhead, Green, "P2", 5500, 5000, 0, 1, 0, 0, 0},
		{"4 points ahead", is{cum(54)}, ClassOnSchedule, Green, "P2", 5400, 5000, 0, 1, 0, 0, 0},
		{"not yet time", is{event("12-31")}, ClassOnSchedule, Grey, "M9", 0, 0, 0, 1, 0, 0, 0},
		{"green before grey", is{event("12-31"), cum(50)}, ClassOnSchedule, Green, "P2", 2500, 2500, 0, 2, 0, 0, 1},
		{"of equal colour the lowest against its plan", is{cum(60), cum(50), cum(55)}, ClassAhead, Green, "P2", 5500, 5000, 0, 3, 0, 0, 1},
		{"of equals the first", is{cum(55), cum(55)}, ClassAhead, Green, "P2", 5500, 5000, 0, 2, 0, 0, 0},
		{"measurable before open", is{open(), event("12-31")}, ClassOnSchedule, Grey, "M9", 0, 0, 0, 1, 1, 0, 1},
		{"what left the plan is in no share", is{exited(cum(10)), exitedNode(), cum(50)}, ClassOnSchedule, Green, "P2", 5000, 5000, 0, 1, 0, 0, 2},
		{"the rest is done", is{exited(cum(10)), cumDone()}, ClassDone, Blue, "T0", 10000, 5000, 1, 1, 0, 0, 1},
		{"everything left the plan", is{exited(cum(10)), exitedNode(), words()}, ClassUntargeted, Grey, "M7", none, none, 0, 0, 0, 1, none},
	} {
		got := Default().Task(c.parts, day("07-06"), nil)
		if got.Class != c.class || got.Lamp.Colour != c.colour || got.Lamp.Rule != c.rule || value(got.CompletionBp) != c.completion ||
			value(got.ScheduleBp) != c.schedule || got.Done != c.n || got.Measurable != c.m || got.Open != c.open ||
			got.Words != c.words || got.Weakest != c.weakest || len(got.Parts) != len(c.parts) {
			t.Errorf("%s: %s %s by %s, %d/%d bp, %d/%d, open %d, words %d, weakest %d", c.name, got.Class, got.Lamp.Colour, got.Lamp.Rule,
				value(got.CompletionBp), value(got.ScheduleBp), got.Done, got.Measurable, got.Open, got.Words, got.Weakest)
		}
		checkLamp(t, c.name, got.Lamp)
		if name := c.name; c.weakest >= 0 && !strings.Contains(got.Lamp.Reason, "最弱子项「"+c.parts[c.weakest].Name+"」") {
			t.Errorf("%s: the weakest is not named in %q", name, got.Lamp.Reason)
		}
	}
}

func value(bp *int) int {
	if bp == nil {
		return -1
	}
	return *bp
}

func TestTaskWeights(t *testing.T) {
	t.Parallel()
	heavy, light := cum(50), cum(100)
	heavy.Weight = 2
	got := Default().Task([]IndicatorFacts{heavy, light}, day("07-06"), nil)
	if value(got.CompletionBp) != 6666 {
		t.Errorf("(2 × 50 %% + 100 %%)/3 is cut to %d", value(got.CompletionBp))
	}
	over := Default().Task([]IndicatorFacts{cum(150), cum(50)}, day("07-06"), nil)
	if value(over.CompletionBp) != 7500 {
		t.Errorf("more than 100 %% is capped in sums: %d", value(over.CompletionBp))
	}
}

func TestBoardClassesAddUp(t *testing.T) {
	t.Parallel()
	var tasks []TaskResult
	for _, parts := range [][]IndicatorFacts{{cumDone()}, {cum(10)}, {cum(50)}, {cum(90)}, {}, {suspendedEvent()}, {cum(10)}} {
		tasks = append(tasks, Default().Task(parts, day("07-06"), nil))
	}
	counts, sum := BoardClasses(tasks), 0
	for _, c := range BoardClassOrder() {
		n, given := counts[c]
		if !given {
			t.Errorf("%s is missing", c)
		}
		sum += n
	}
	if sum != len(tasks) || counts[ClassSevere] != 2 || counts[ClassAhead] != 1 {
		t.Errorf("%v", counts)
	}
}
