package schedule

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestOnBaseline: an approved date may turn red to green on the current plan; on the original plan it stays (rules.md 7).
func TestOnBaseline(t *testing.T) {
	t.Parallel()
	rs, asOf := Default(), MustDate("2017-09-30")
	redated := MilestoneFacts{Baseline: MustDate("2017-06-30"), Approved: MustDate("2017-12-20"), Changes: 1, Key: true, PlannedStart: MustDate("2017-03-01")}
	suspended := MilestoneFacts{Baseline: MustDate("2017-08-20"), Approved: MustDate("2017-08-20"), Suspended: MustDate("2017-08-25")}
	added := MilestoneFacts{Approved: MustDate("2017-12-01"), Added: true}
	done := MilestoneFacts{Baseline: MustDate("2017-06-30"), Approved: MustDate("2017-08-31"), Reached: MustDate("2017-08-30"), Verified: true, Changes: 1}
	for name, c := range map[string]struct {
		facts             MilestoneFacts
		current, original Colour
	}{
		"re-dated with an approval":              {redated, Green, Red},
		"suspended with an approval":             {suspended, Grey, Red},
		"added later: its first date is its own": {added, Green, Green},
		"done":                                   {done, Blue, Blue},
	} {
		now, then := rs.Milestone(c.facts, asOf, nil), rs.Milestone(c.facts.On(Original), asOf, nil)
		if now.Colour != c.current || then.Colour != c.original {
			t.Errorf("%s: %s and %s on the original plan, want %s and %s", name, now.Colour, then.Colour, c.current, c.original)
		}
		if !strings.HasPrefix(then.Reason, "按原计划：") || !strings.HasPrefix(then.Sentence(English), "On the original plan: ") || strings.Contains(now.Reason, "按原计划：") {
			t.Errorf("%s: %q, %q", name, now.Reason, then.Reason)
		}
		if then.Has(BadgeExtended) != now.Has(BadgeExtended) {
			t.Errorf("%s: 延 is a fact on either plan", name)
		}
		if current := rs.Milestone(c.facts.On(Current), asOf, nil); current.Reason != now.Reason {
			t.Errorf("%s: the current plan is what it was: %q", name, current.Reason)
		}
	}
	if then := rs.Milestone(done.On(Original), asOf, nil).Reason; !strings.Contains(then, "逾期 61 天") || strings.Count(then, "按原计划") != 1 {
		t.Errorf("done late on the original plan: %q", then)
	}
	event := IndicatorFacts{Type: TypeEvent, Name: "开通", Weight: 1, Milestone: redated}
	if got := rs.Indicator(event.On(Original), asOf, nil); got.Lamp.Colour != Red || strings.Count(got.Lamp.Reason, "按原计划") != 1 {
		t.Errorf("an event: %+v", got.Lamp)
	}
	count := IndicatorFacts{Type: TypeCum, Name: "车位", Weight: 1, Quantity: QuantityFacts{Value: 10, Target: 10}, Suspended: MustDate("2017-08-01"), Plan: PlanFacts{Year: 2017}}
	if now, then := rs.Indicator(count, asOf, nil), rs.Indicator(count.On(Original), asOf, nil); !now.Suspended || then.Suspended || !strings.HasPrefix(then.Lamp.Reason, "按原计划：") {
		t.Errorf("a count: %+v and %+v", now.Lamp, then.Lamp)
	}
}

// What no approved change has moved has the same colour on both plans.
func TestUnmovedOnBothPlans(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rs, m, f, asOf := drawRuleSet(t), drawMilestone(t), drawProject(t), drawDay(t, "as-of")
		m = unmoved(t, m)
		if now, then := rs.Milestone(m, asOf, nil), rs.Milestone(m.On(Original), asOf, nil); !m.Moved() && now.Colour != then.Colour {
			t.Fatalf("a milestone is %s, on the original plan %s", now.Colour, then.Colour)
		}
		for i := range f.Milestones {
			f.Milestones[i].Facts = unmoved(t, f.Milestones[i].Facts)
		}
		if now, then := rs.Project(f, asOf, nil).Lamp, rs.Project(f.On(Original), asOf, nil).Lamp; !f.Moved() && now.Colour != then.Colour {
			t.Fatalf("a project is %s, on the original plan %s", now.Colour, then.Colour)
		}
	})
}

// unmoved undoes most of what moves a milestone, so that few of those drawn have been moved.
func unmoved(t *rapid.T, f MilestoneFacts) MilestoneFacts {
	if rapid.IntRange(0, 20).Draw(t, "stays moved") > 0 {
		f.Approved, f.Suspended, f.Exited = f.Baseline, Date{}, Date{}
	}
	return f
}
