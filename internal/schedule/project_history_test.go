package schedule

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// months reads the figures of January, February, … of 2017 in percent of a plan of 100, each confirmed on the 4th of the next
// month; -1 is a month that was not read.
func months(done ...int64) (rs []MonthReading) {
	for i, d := range done {
		if month := monthOf(2017, i+1); d >= 0 {
			rs = append(rs, MonthReading{month, d, month.Next().First().AddDays(3)})
		}
	}
	return rs
}

// curve is an investment of 100 with the plan 10, 20, … 100, 100, 100 and these figures.
func curve(done ...int64) InvestmentFacts {
	f := InvestmentFacts{PlanYuan: 100, Plan: PlanFacts{Year: 2017, Monthly: []int64{10, 20, 30, 40, 50, 60, 70, 80, 90, 100}, Total: 100}, Readings: months(done...)}
	if n := len(f.Readings); n > 0 {
		f.DoneYuan = f.Readings[n-1].Done
	}
	return f
}

// The day is always the 5th after the last month named: the plan of that month is due only on the 6th, so that P2 looks at the
// month before and what is seen is what was read.
func TestRepetition(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		f      InvestmentFacts
		asOf   string
		colour Colour
		rule   string
		yellow int
		marked bool
	}{
		{"nothing was read", curve(), "02-05", Green, "P2", 0, false},
		{"one yellow month is no repetition", curve(10, 20, 30, 28), "05-05", Yellow, "P2", 1, false}, // 12 points short
		{"two, the gap as it was", curve(10, 20, 30, 28, 38), "06-05", Red, "P5", 2, false},
		{"two, the gap smaller by 4 points", curve(10, 20, 30, 26, 40), "06-05", Red, "P5", 2, false},
		{"two, the gap smaller by 5 points", curve(10, 20, 30, 25, 40), "06-05", Yellow, "P2", 2, false},
		{"a month that was not read does not part them", curve(10, 20, 30, 28, -1, 48), "07-05", Red, "P5", 2, false},
		{"a green month parts them", curve(10, 20, 30, 28, 49, 48), "07-05", Yellow, "P2", 2, false},
		{"three yellow in the year are the mark", curve(10, 20, 30, 28, 49, 48, 69, 68), "09-05", Yellow, "P2", 3, true},
		{"on 3 June May is not read yet", curve(10, 20, 30, 28, 38), "06-03", Yellow, "P2", 1, false},
		{"力争 stays yellow", func() InvestmentFacts { f := curve(10, 20, 30, 28, 38); f.Firmness = Aim; return f }(), "06-05", Yellow, "P2", 2, false},
	} {
		got := Default().Project(ProjectFacts{Investment: c.f}, day(c.asOf), nil)
		if got.Lamp.Colour != c.colour || got.Lamp.Rule != c.rule || got.YellowPeriods != c.yellow || got.Marked != c.marked {
			t.Errorf("%s: %s by %s, %d yellow, marked %v; want %+v\n%s", c.name, got.Lamp.Colour, got.Lamp.Rule, got.YellowPeriods, got.Marked, c, got.Lamp.Reason)
		}
		checkLamp(t, c.name, got.Lamp)
	}
	off := Default()
	off.RepeatRule = &RepeatRule{}
	if got := off.Project(ProjectFacts{Investment: curve(10, 20, 30, 28, 38)}, day("06-05"), nil); got.Lamp.Rule == RuleP5 {
		t.Error("P5 speaks although it is off")
	}
	got := Default().Project(ProjectFacts{Investment: curve(10, 20, 30, 28, 38)}, day("06-05"), nil).Lamp.Reason
	if want := "投资进度连续 2 期预警（2017 年 4 月至 2017 年 5 月），差距由 12 个百分点变为 12 个百分点，缩小不足 5 个百分点。"; !strings.Contains(got, want) {
		t.Errorf("%q is missing in %q", want, got)
	}
}

// A figure corrected later counts from the day it was confirmed.
func TestCorrectedMonth(t *testing.T) {
	t.Parallel()
	f := curve(10, 20, 30, 28, 38)
	f.Readings = append(f.Readings, MonthReading{MustMonth("2017-04"), 40, day("06-10")})
	for asOf, want := range map[string]string{"06-05": "P5", "06-10": "P2"} {
		if got := Default().Project(ProjectFacts{Investment: f}, day(asOf), nil).Lamp; got.Rule != want {
			t.Errorf("on %s: %s by %s, want %s", asOf, got.Colour, got.Rule, want)
		}
	}
}

func TestRecovery(t *testing.T) {
	t.Parallel()
	late := milestones(due("04-20"), due("12-31"), due("12-31"), due("12-31"), due("12-31"), due("12-31")) // overdue since April
	later := milestones(due("06-20"), due("12-31"), due("12-31"), due("12-31"), due("12-31"), due("12-31"))
	done := milestones(due("04-20").with(func(f facts) { f.Reached, f.Verified = day("06-01"), true }), due("12-31"))
	for _, c := range []struct {
		name   string
		f      ProjectFacts
		asOf   string
		colour Colour
	}{
		{"red in April", ProjectFacts{Investment: curve(10, 20, 30, 20)}, "05-05", Red},
		{"the first month that is better is yellow", ProjectFacts{Investment: curve(10, 20, 30, 20, 50)}, "06-05", Yellow},
		{"a full month inside green is green", ProjectFacts{Investment: curve(10, 20, 30, 20, 50, 60)}, "07-05", Green},
		{"yellow needs the same", ProjectFacts{Investment: curve(10, 20, 30, 28, 50)}, "06-05", Yellow},
		{"and gets it", ProjectFacts{Investment: curve(10, 20, 30, 28, 50, 60)}, "07-05", Green},
		{"a month that was not read is not inside green", ProjectFacts{Investment: curve(10, 20, 30, 28, 50)}, "07-05", Yellow},
		{"an overdue milestone keeps it red", ProjectFacts{Investment: curve(10, 20, 30, 20, 50, 60), Milestones: late}, "07-05", Red},
		{"one that was verified does not", ProjectFacts{Investment: curve(10, 20, 30, 20, 50, 60), Milestones: done}, "07-05", Green},
		{"one overdue since does not call old red back", ProjectFacts{Investment: curve(10, 20, 30, 20, 50, 60), Milestones: later}, "07-05", Yellow},
		{"the plan of the year done ends it", ProjectFacts{Investment: curve(10, 20, 30, 20, 100), Milestones: done}, "06-05", Green},
	} {
		if got := Default().Project(c.f, day(c.asOf), nil).Lamp; got.Colour != c.colour {
			t.Errorf("%s: %s by %s, want %s: %s", c.name, got.Colour, got.Rule, c.colour, got.Reason)
		}
	}
	off := Default()
	off.RecoveryRule = &RecoveryRule{}
	if got := off.Project(ProjectFacts{Investment: curve(10, 20, 30, 20, 50)}, day("06-05"), nil).Lamp; got.Colour != Green {
		t.Errorf("without recovery: %s, %s", got.Colour, got.Reason)
	}
}

// drawReadings draws the figures of months, some twice, some of another year.
func drawReadings(t *rapid.T) (rs []MonthReading) {
	for range rapid.IntRange(0, 8).Draw(t, "readings") {
		month := MustMonth("2016-12").AddMonths(rapid.IntRange(0, 13).Draw(t, "read month"))
		rs = append(rs, MonthReading{month, rapid.Int64Range(-5, 130).Draw(t, "read"), month.Next().First().AddDays(rapid.IntRange(-5, 40).Draw(t, "read after"))})
	}
	return rs
}

// drawProject draws a project with any facts, its milestones on a ladder.
func drawProject(t *rapid.T) ProjectFacts {
	f := ProjectFacts{Started: drawDate(t, "started"), HasStartMilestone: rapid.Bool().Draw(t, "has start"),
		Investment: InvestmentFacts{rapid.Int64Range(-5, 100).Draw(t, "planned"), rapid.Int64Range(-5, 150).Draw(t, "done"), drawFirmness(t), drawPlan(t), drawReadings(t)},
		Money:      MoneyFacts{rapid.Int64Range(-5, 300).Draw(t, "total"), rapid.Int64Range(-5, 400).Draw(t, "spent")},
		StatEntry:  StatEntryFacts{rapid.Bool().Draw(t, "entry asked"), drawDate(t, "entered")}, MissedPeriods: rapid.IntRange(0, 3).Draw(t, "missed")}
	stages := []string{"", "不在其中"}
	if rapid.Bool().Draw(t, "ladder") {
		f.Physical.Ladder = rapid.SampledFrom(StandardLadders()).Draw(t, "which ladder").Stages
		for _, s := range f.Physical.Ladder {
			stages = append(stages, s.Name)
		}
	}
	stage := rapid.SampledFrom(stages)
	f.Physical.Reached, f.Physical.ReachedOn = stage.Draw(t, "reached"), drawDate(t, "reached on")
	if rapid.Bool().Draw(t, "planned start") {
		f.PlannedStart = MustMonth("2017-01").AddMonths(rapid.IntRange(0, 12).Draw(t, "planned month"))
	}
	for range rapid.IntRange(0, 4).Draw(t, "milestones") {
		f.Milestones = append(f.Milestones, ProjectMilestone{"节点", rapid.IntRange(-1, 60).Draw(t, "weight"), drawMilestone(t), stage.Draw(t, "stage")})
	}
	return f
}

// Never better with less progress: the latest figure, and the works. More money without works is a doubt about the figures and
// no progress, so that P7 is looked at with the works alone.
func TestProjectNeverBetterWithLess(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rs, f, asOf := drawRuleSet(t), drawProject(t), drawDay(t, "as-of")
		more := rs.Project(f, asOf, nil)
		works := f
		if rung := f.Physical.Rung(f.Physical.Reached); rung > 0 {
			works.Physical.Reached = f.Physical.Ladder[rapid.IntRange(0, rung-1).Draw(t, "lower rung")].Name
		}
		neverBetter(t, more.Lamp, rs.Project(works, asOf, nil).Lamp)
		if n := len(f.Investment.monthsRead(asOf)); n > 0 {
			f.Investment.Readings = f.Investment.monthsRead(asOf)
			f.Investment.DoneYuan, f.Money = f.Investment.Readings[n-1].Done, MoneyFacts{}
			more, less := rs.Project(f, asOf, nil), f
			less.Investment.Readings = append([]MonthReading{}, f.Investment.Readings...)
			less.Investment.Readings[n-1].Done -= rapid.Int64Range(0, 60).Draw(t, "less")
			less.Investment.DoneYuan = less.Investment.Readings[n-1].Done
			neverBetter(t, more.Lamp, rs.Project(less, asOf, nil).Lamp)
		}
	})
}

// Never better later without new facts, within one plan year.
func TestProjectNeverBetterLater(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rs, f := drawRuleSet(t), drawProject(t)
		f.Investment.Plan.Review = ReportReview{}
		asOf := someDay.AddDays(rapid.IntRange(0, 364).Draw(t, "as-of"))
		later := someDay.AddDays(rapid.IntRange(asOf.Sub(someDay), 364).Draw(t, "later"))
		facts := []Date{f.Started, f.Physical.ReachedOn, f.StatEntry.Entered}
		for _, r := range f.Investment.Readings {
			facts = append(facts, r.On)
		}
		for _, m := range f.Milestones {
			facts = append(facts, m.Facts.Reached, m.Facts.Claimed, m.Facts.Suspended, m.Facts.Exited, m.Facts.Carried)
			for _, r := range m.Facts.Returned {
				facts = append(facts, r.Claimed, r.Returned)
			}
		}
		for _, d := range facts {
			if d.After(asOf) && !d.After(later) {
				t.Skip("a new fact")
			}
		}
		neverBetter(t, rs.Project(f, asOf, nil).Lamp, rs.Project(f, later, nil).Lamp)
	})
}
