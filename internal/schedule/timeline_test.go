package schedule

import (
	"testing"

	"pgregory.net/rapid"
)

// named is the default set under another name, red after so many days.
func named(name string, red int) *RuleSet {
	rs := Default()
	rs.Name, rs.MilestoneRule.RedAfterDays, rs.MilestoneRule.RedAfterDaysKey = name, red, red
	return rs
}

func TestTimeline(t *testing.T) {
	day := MustDate
	class, list, other, task := Scope{Kind: ScopeClass, Class: "续建"}, Scope{Kind: ScopeList, List: "a"}, Scope{Kind: ScopeList, List: "b"}, Scope{Kind: ScopeTask, Task: 3}
	book := Timeline(Default(), []Term{
		{named("second", 20), day("2017-05-01"), Date{}, Scope{Kind: ScopeAll}},
		{named("spring", 25), day("2017-06-01"), day("2017-06-30"), Scope{Kind: ScopeAll}},
		{named("class", 5), day("2017-07-01"), Date{}, class},
		{named("list", 40), day("2017-07-01"), Date{}, list},
		{named("other", 3), day("2017-07-01"), Date{}, other},
		{named("task", 60), day("2017-07-01"), Date{}, task},
		{named("third", 20), day("2017-08-01"), Date{}, Scope{Kind: ScopeAll}},
	})
	f := MilestoneFacts{Approved: day("2017-03-01")}
	for _, c := range []struct {
		on    string
		place Place
		set   string
	}{
		{"2017-04-30", Place{}, "zhenan-default-1"}, {"2017-05-01", Place{}, "second"}, {"2017-06-30", Place{}, "spring"}, {"2017-07-01", Place{}, "second"},
		{"2017-09-01", Place{}, "third"}, {"2017-07-02", Place{Class: "续建"}, "class"}, {"2017-06-30", Place{Class: "续建"}, "spring"},
		{"2017-07-02", Place{Class: "续建", Lists: []string{"a"}}, "list"}, {"2017-09-02", Place{Class: "续建", Lists: []string{"a"}, Tasks: []int64{3}}, "task"},
		{"2017-07-02", Place{Lists: []string{"x"}}, "second"}, {"2017-07-02", Place{Class: "竣工"}, "second"},
	} {
		f.Under = c.place
		for n, set := range []*RuleSet{book, book.On(day("2017-01-01")), book.On(day("2018-01-01"))} {
			if got := set.Milestone(f, day(c.on), nil).RuleSet; got != c.set {
				t.Errorf("%s at %+v by set %d: %s, want %s", c.on, c.place, n, got, c.set)
			}
		}
	}
	// Of two lists the stricter decides: red by one, yellow by the other; where both agree the first.
	f = MilestoneFacts{Approved: day("2017-07-01"), Under: Place{Lists: []string{"a", "b"}}}
	if lamp := book.Milestone(f, day("2017-07-10"), nil); lamp.Colour != Red || lamp.RuleSet != "other" {
		t.Errorf("stricter: %s by %s", lamp.Colour, lamp.RuleSet)
	}
	if lamp := book.Milestone(f, day("2017-07-02"), nil); lamp.Colour != Yellow || lamp.RuleSet != "list" {
		t.Errorf("both yellow: %s by %s", lamp.Colour, lamp.RuleSet)
	}
	if !book.Narrowed(day("2017-07-01")) || book.Narrowed(day("2017-06-30")) || Default().Narrowed(day("2017-07-01")) {
		t.Error("narrowed from 1 July on")
	}
	// The explanation looks ahead into the rules to come: spring's are looser, then the day comes.
	if e := Timeline(Default(), []Term{{named("looser", 60), day("2017-03-20"), Date{}, Scope{Kind: ScopeAll}}}).ExplainMilestone(MilestoneFacts{Approved: day("2017-03-01")}, day("2017-03-10"), nil); textOf(e.RedOn) != "2017-05-01" {
		t.Errorf("red on %s", textOf(e.RedOn))
	}
}

func drawPlace(t *rapid.T) Place {
	return Place{Class: rapid.SampledFrom([]string{"", "续建", "竣工"}).Draw(t, "class"), Lists: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 2, rapid.ID).Draw(t, "lists"),
		Tasks: rapid.SliceOfNDistinct(rapid.Int64Range(1, 3), 0, 2, rapid.ID).Draw(t, "tasks")}
}

func drawTerm(t *rapid.T) Term {
	term := Term{Set: drawRuleSet(t), From: drawDay(t, "from"), Scope: rapid.SampledFrom([]Scope{{Kind: ScopeAll}, {Kind: ScopeClass, Class: "续建"},
		{Kind: ScopeList, List: "a"}, {Kind: ScopeList, List: "b"}, {Kind: ScopeTask, Task: 1}, {Kind: ScopeTask, Task: 2}}).Draw(t, "scope")}
	if rapid.Bool().Draw(t, "ends") {
		term.To = term.From.AddDays(rapid.IntRange(0, 200).Draw(t, "days"))
	}
	return term
}

// TestListIsComputeUnderSeveralSets: the compiled conditions find what is computed, whatever is in force for whom.
func TestListIsComputeUnderSeveralSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		book := Timeline(drawRuleSet(t), rapid.SliceOfN(rapid.Custom(drawTerm), 1, 6).Draw(t, "terms"))
		f, asOf := drawStored(t)
		f.Under = drawPlace(t)
		row, lamp := MilestoneRow(f), book.Milestone(f, asOf, nil)
		for _, c := range Colours() {
			if got := book.MilestoneColour(c, asOf).Eval(row); got != (lamp.Colour == c) {
				t.Fatalf("listed as %s: %v, the lamp is %s by %s", c, got, lamp.Colour, lamp.RuleSet)
			}
		}
		for _, when := range book.MilestoneColours(asOf) {
			if when.When.Eval(row) {
				if when.Colour != lamp.Colour {
					t.Fatalf("counted as %s, the lamp is %s by %s", when.Colour, lamp.Colour, lamp.RuleSet)
				}
				break
			}
		}
		states := book.States(f, asOf)
		for _, s := range MilestoneStates() {
			if got, want := book.MilestoneIn(s, asOf).Eval(row), contains(states, s); got != want {
				t.Fatalf("listed as %s: %v, want %v", s, got, want)
			}
		}
	})
}

func contains(states []MilestoneState, s MilestoneState) bool {
	for _, one := range states {
		if one == s {
			return true
		}
	}
	return false
}
