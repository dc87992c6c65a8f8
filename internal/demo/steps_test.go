package demo_test

import (
	"testing"

	"guatu/internal/demo"
)

// TestStepsCanBePlayed: in the order of their days, one undecided report at a time, nothing decided that was not
// submitted, and nothing reported after its end.
func TestStepsCanBePlayed(t *testing.T) {
	p := plan(t)
	steps := p.Steps()
	open, pending := map[string]bool{}, 0
	for i, s := range steps {
		if i > 0 && s.On.Before(steps[i-1].On) {
			t.Fatalf("%s on %s after %s", s.At, s.On, steps[i-1].On)
		}
		if s.On.Before(p.Story.Plan) || s.On.After(p.Story.Demo) {
			t.Errorf("%s %s on %s is outside the story", s.Do, s.At, s.On)
		}
		switch s.Do {
		case demo.DoReport, demo.DoReading:
			if open[s.At] {
				t.Errorf("%s: reported on %s while a report waits", s.At, s.On)
			}
			open[s.At] = true
		case demo.DoConfirm, demo.DoReturn:
			if !open[s.At] {
				t.Errorf("%s: decided on %s without a report", s.At, s.On)
			}
			open[s.At] = false
		}
	}
	for _, waits := range open {
		if waits {
			pending++
		}
	}
	if pending != 9 {
		t.Errorf("%d reports wait on the demo day, want 9", pending)
	}
	t.Logf("%d steps", len(steps))
}

// TestWalkThroughIsLeftOpen: the demonstration reports these two itself.
func TestWalkThroughIsLeftOpen(t *testing.T) {
	last := map[string]demo.Step{}
	for _, s := range plan(t).Steps() {
		if s.Do != "money" {
			last[s.At] = s
		}
	}
	for _, at := range []string{"EDU-01/竣工", "EDU-02/主体结顶"} {
		if s := last[at]; s.Do != demo.DoConfirm || s.On.String() != "2017-09-05" {
			t.Errorf("%s ends with %s on %s", at, s.Do, s.On)
		}
	}
}
