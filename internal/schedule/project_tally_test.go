package schedule

import (
	"testing"

	"pgregory.net/rapid"
)

// tallyOfMilestones counts as a database would.
func tallyOfMilestones(rs *RuleSet, ms []ProjectMilestone, asOf Date) MilestoneTally {
	t := MilestoneTally{All: len(ms)}
	for _, m := range ms {
		w := int64(max(m.Weight, 1))
		t.Weight += w
		switch rs.Milestone(m.Facts, asOf, nil).Colour {
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
		f := ProjectFacts{HasStartMilestone: rapid.Bool().Draw(t, "has start"), Started: drawDate(t, "started")}
		if rapid.Bool().Draw(t, "planned") {
			f.PlannedStart = MustMonth("2017-01").AddMonths(rapid.IntRange(0, 11).Draw(t, "planned month"))
		}
		if rapid.Bool().Draw(t, "invested") {
			f.Investment = InvestmentFacts{PlanYuan: rapid.Int64Range(0, 100).Draw(t, "plan"), DoneYuan: rapid.Int64Range(0, 120).Draw(t, "done"), Plan: drawPlan(t)}
		}
		calm := rapid.Bool().Draw(t, "all done")
		for range rapid.IntRange(0, 6).Draw(t, "milestones") {
			m := ProjectMilestone{Weight: rapid.IntRange(-1, 4).Draw(t, "weight"), Facts: drawMilestone(t)}
			if calm {
				m.Facts.Verified, m.Facts.Reached = true, asOf.AddDays(-1)
			}
			f.Milestones = append(f.Milestones, m)
		}
		want := rs.Project(f, asOf, nil).Lamp.Colour
		tally := tallyOfMilestones(rs, f.Milestones, asOf)
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
