package schedule

import (
	"testing"

	"pgregory.net/rapid"
)

// tallyOfMilestones counts as a database would.
func tallyOfMilestones(rs *RuleSet, ms []ProjectMilestone, asOf Date) MilestoneTally {
	var t MilestoneTally
	for _, m := range ms {
		lamp := rs.Milestone(m.Facts, asOf, nil)
		if lamp.Rule == RuleM7 { // it left the plan
			continue
		}
		w := int64(max(m.Weight, 1))
		t.All, t.Weight = t.All+1, t.Weight+w
		switch lamp.Colour {
		case Blue:
			t.Blue++
		case Green:
			t.Green++
		case Yellow:
			t.Yellow++
		case Red:
			t.Red, t.RedWeight = t.Red+1, t.RedWeight+w
			if m.Facts.Key {
				t.RedKey++
			}
		case Grey:
		}
	}
	return t
}

// A project has the same colour whether its milestones are judged or counted.
func TestProjectColourOfATally(t *testing.T) {
	t.Parallel()
	seen := map[Colour]int{}
	rapid.Check(t, func(t *rapid.T) {
		rs, asOf := drawRuleSet(t), drawDay(t, "as-of")
		f := drawProject(t)
		if rapid.Bool().Draw(t, "all done") {
			for i := range f.Milestones {
				f.Milestones[i].Facts.Verified, f.Milestones[i].Facts.Reached = true, asOf.AddDays(-1)
			}
		}
		if rapid.Bool().Draw(t, "no history") {
			f.Physical, f.MissedPeriods, f.StatEntry, f.Investment.Readings = PhysicalFacts{}, 0, StatEntryFacts{}, nil
		}
		want := rs.Project(f, asOf, nil).Lamp.Colour
		tally := tallyOfMilestones(rs, f.Milestones, asOf)
		tally.Works = worksOf(f, asOf)
		f.Milestones = nil
		if got := rs.ProjectColour(f, tally, asOf, nil); got != want {
			t.Fatalf("counted %s, judged %s: %+v", got, want, tally)
		}
		seen[want]++
	})
	for _, c := range Colours() {
		if seen[c] == 0 {
			t.Errorf("no project was %s: the test proves nothing about it", c)
		}
	}
}
