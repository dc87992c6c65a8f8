package schedule

import (
	"testing"

	"pgregory.net/rapid"
)

// The properties of rules.md 6.

var someDay = MustDate("2017-01-01")

// drawDate draws a date around 2017, absent now and then.
func drawDate(t *rapid.T, name string) Date {
	if rapid.IntRange(0, 3).Draw(t, name+" absent") == 0 {
		return Date{}
	}
	return drawDay(t, name)
}

func drawDay(t *rapid.T, name string) Date {
	return someDay.AddDays(rapid.IntRange(-60, 460).Draw(t, name))
}

func drawFirmness(t *rapid.T) Firmness {
	return rapid.SampledFrom([]Firmness{"", Firm, Aim}).Draw(t, "firmness")
}

// drawRuleSet draws a preset or a set with other numbers.
func drawRuleSet(t *rapid.T) *RuleSet {
	rs := Default()
	if rapid.Bool().Draw(t, "other rules") {
		small := rapid.IntRange(0, 40)
		rs.MilestoneRule = &MilestoneRule{small.Draw(t, "soon"), small.Draw(t, "key"), small.Draw(t, "ordinary"),
			small.Draw(t, "window"), small.Draw(t, "grace"), small.Draw(t, "suspension")}
		rs.TerminalRule.RedAfterDays = small.Draw(t, "terminal")
		few := rapid.IntRange(0, 3)
		rs.PhysicalRule = &PhysicalRule{few.Draw(t, "steps"), few.Draw(t, "red steps")}
		rs.RepeatRule = &RepeatRule{few.Draw(t, "repeat"), rapid.IntRange(0, 2000).Draw(t, "reduced"), few.Draw(t, "mark")}
		rs.StockRule = &StockRule{few.Draw(t, "stock")}
		rs.StatEntryRule = &StatEntryRule{few.Draw(t, "entry"), few.Draw(t, "red entry")}
		rs.RecoveryRule = &RecoveryRule{few.Draw(t, "recovery")}
	}
	return rs
}

// drawMilestone draws any facts, also such as no store would hold.
func drawMilestone(t *rapid.T) MilestoneFacts {
	f := MilestoneFacts{
		Baseline: drawDate(t, "B"), Approved: drawDate(t, "A"), Forecast: drawDate(t, "F"), Reached: drawDate(t, "D"),
		Claimed: drawDate(t, "claimed"), Suspended: drawDate(t, "suspended"), PlannedStart: drawDate(t, "start"), Carried: drawDate(t, "carried"),
		Verified: rapid.IntRange(0, 3).Draw(t, "verified") == 0, Key: rapid.Bool().Draw(t, "key"),
		Changes: rapid.IntRange(0, 2).Draw(t, "changes"), Firmness: drawFirmness(t),
	}
	if rapid.Bool().Draw(t, "never suspended") {
		f.Suspended = Date{}
	}
	if rapid.IntRange(0, 5).Draw(t, "exits") == 0 {
		f.Exited = drawDate(t, "exited")
	}
	for range rapid.IntRange(0, 3).Draw(t, "returns") {
		f.Returned = append(f.Returned, ReturnedClaim{drawDate(t, "c"), drawDate(t, "r")})
	}
	return f
}

// drawStored draws facts as a store holds them on asOf: reviews one after the
// other, all returned by then, the open claim not before the last return.
func drawStored(t *rapid.T) (MilestoneFacts, Date) {
	f := drawMilestone(t)
	f.Returned = nil
	on := drawDay(t, "first claim")
	gap := rapid.SampledFrom([]int{0, 0, 1, 5, 17, 40})
	for range rapid.IntRange(0, 3).Draw(t, "reviews") {
		back := on.AddDays(gap.Draw(t, "under review"))
		f.Returned = append(f.Returned, ReturnedClaim{on, back})
		on = back.AddDays(gap.Draw(t, "until the next claim"))
	}
	if !f.Claimed.IsZero() {
		f.Claimed = on
	}
	asOf := drawDay(t, "as-of")
	if last := len(f.Returned); last > 0 && f.Returned[last-1].Returned.After(asOf) {
		asOf = f.Returned[last-1].Returned
	}
	return f, asOf
}

func TestMilestoneIsTotal(t *testing.T) {
	t.Parallel()
	cal := districtCalendar(t)
	rapid.Check(t, func(rt *rapid.T) {
		f, asOf := drawMilestone(rt), drawDay(rt, "as-of")
		checkLamp(t, "drawn", drawRuleSet(rt).Milestone(f, asOf, cal))
		if s := Default().States(f, asOf); len(s) == 0 {
			rt.Fatal("in no state")
		}
	})
}

// List = compute.
func TestListIsCompute(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rs := drawRuleSet(t)
		f, asOf := drawStored(t)
		row, lamp := MilestoneRow(f), rs.Milestone(f, asOf, nil)
		for _, c := range Colours() {
			if listed := rs.MilestoneColour(c, asOf).Eval(row); listed != (c == lamp.Colour) {
				t.Fatalf("%s by %s, listed under %s: %v\n%+v on %v", lamp.Colour, lamp.Rule, c, listed, f, asOf)
			}
		}
		ladder := PhysicalFacts{Ladder: []Stage{{"主体结顶", 60}}}
		works := worksOf(ProjectFacts{Physical: ladder, Milestones: []ProjectMilestone{{Facts: f, Stage: "主体结顶"}}}, asOf)
		if behind := rs.MilestoneBehind(asOf).Eval(row); behind != (works.Due == 1) || works.OverdueSince != (Date{}) && works.OverdueSince != ClockDue(f) {
			t.Fatalf("behind %v, works %+v, clock %s\n%+v on %v", behind, works, ClockDue(f), f, asOf)
		}
		in := map[MilestoneState]bool{}
		for _, s := range rs.States(f, asOf) {
			in[s] = true
		}
		for _, s := range MilestoneStates() {
			if listed := rs.MilestoneIn(s, asOf).Eval(row); listed != in[s] {
				t.Fatalf("state %s is %v, listed %v\n%+v on %v", s, in[s], listed, f, asOf)
			}
		}
	})
}

// For a stored row the overdue days are asOf − ClockDue.
func TestClockDue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, asOf := drawMilestone(t), drawDay(t, "as-of")
		for _, r := range f.Returned {
			if r.Returned.After(asOf) {
				asOf = r.Returned
			}
		}
		if want := max(0, asOf.Sub(ClockDue(f))); OverdueDays(f, asOf) != want {
			t.Fatalf("%d overdue days, clock says %d", OverdueDays(f, asOf), want)
		}
	})
}

// Overdue days are what counting day by day gives.
func TestOverdueDaysByCounting(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, asOf := drawMilestone(t), drawDay(t, "as-of")
		count := 0
		for d := f.due().AddDays(1); !f.due().IsZero() && !d.After(asOf); d = d.AddDays(1) {
			underReview := false
			for _, r := range f.Returned {
				if !r.Claimed.IsZero() && !r.Returned.IsZero() && !r.Returned.After(asOf) && d.After(r.Claimed) && !d.After(r.Returned) {
					underReview = true
				}
			}
			if !underReview {
				count++
			}
		}
		if got := OverdueDays(f, asOf); got != count {
			t.Fatalf("%d, counted %d", got, count)
		}
	})
}

// Never better later without new facts; grey is excluded.
func TestMilestoneNeverBetterLater(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rs, f, asOf := drawRuleSet(t), drawMilestone(t), drawDay(t, "as-of")
		later := asOf.AddDays(rapid.IntRange(1, 200).Draw(t, "days"))
		facts := []Date{f.Reached, f.Claimed, f.Suspended, f.Exited}
		for _, r := range f.Returned {
			facts = append(facts, r.Claimed, r.Returned)
		}
		for _, d := range facts {
			if d.After(asOf) && !d.After(later) {
				t.Skip("a new fact")
			}
		}
		neverBetter(t, rs.Milestone(f, asOf, nil), rs.Milestone(f, later, nil))
	})
}

func neverBetter(t *rapid.T, before, after Lamp) {
	t.Helper()
	if before.Colour == Grey || after.Colour == Grey {
		return
	}
	if after.Colour.Severity() < before.Colour.Severity() {
		t.Fatalf("%s by %s became %s by %s\n%v\n%v", before.Colour, before.Rule, after.Colour, after.Rule, before.Inputs, after.Inputs)
	}
}

// M3 keeps the colour of the day before, whatever happens on the clock.
func TestClaimFreezesTheColour(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rs, f, asOf := drawRuleSet(t), drawMilestone(t), drawDay(t, "as-of")
		lamp := rs.Milestone(f, asOf, nil)
		if lamp.Rule != RuleM3 || f.Claimed.IsZero() || f.Claimed.After(asOf) {
			t.Skip("no M3 by the open claim")
		}
		day := f.Claimed.AddDays(-1)
		f.Claimed = Date{}
		if before := rs.Milestone(f, day, nil); before.Colour != lamp.Colour {
			t.Fatalf("%s before the claim, %s with it", before.Colour, lamp.Colour)
		}
	})
}

// 力争 never changes the id and is red never.
func TestAimChangesNoID(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rs, f, asOf := drawRuleSet(t), drawMilestone(t), drawDay(t, "as-of")
		f.Firmness = Firm
		firm := rs.Milestone(f, asOf, nil)
		f.Firmness = Aim
		aim := rs.Milestone(f, asOf, nil)
		if aim.Rule != firm.Rule || aim.Colour == Red || firm.Colour != Red && aim.Colour != firm.Colour || firm.Colour == Red && aim.Colour != Yellow {
			t.Fatalf("firm %s by %s, aim %s by %s", firm.Colour, firm.Rule, aim.Colour, aim.Rule)
		}
	})
}

func drawIndicator(t *rapid.T) IndicatorFacts {
	f := IndicatorFacts{
		Type: rapid.SampledFrom(IndicatorTypes()).Draw(t, "type"), Weight: rapid.IntRange(0, 5).Draw(t, "weight"),
		Milestone: drawMilestone(t), Stage: StageFacts{rapid.IntRange(0, 100).Draw(t, "reached"), rapid.IntRange(0, 100).Draw(t, "target stage")},
		Quantity: QuantityFacts{rapid.Int64Range(-10, 400).Draw(t, "value"), rapid.Int64Range(0, 100).Draw(t, "start value"), rapid.Int64Range(0, 300).Draw(t, "target")},
		Rate:     drawRate(t), Plan: drawPlan(t), Firmness: drawFirmness(t), Verified: rapid.Bool().Draw(t, "verified"),
		Claimed: drawDate(t, "claimed"), Unreported: rapid.IntRange(0, 4).Draw(t, "unreported") == 0,
	}
	if rapid.IntRange(0, 4).Draw(t, "suspended") == 0 {
		f.Suspended = drawDay(t, "suspended on")
	}
	if rapid.IntRange(0, 7).Draw(t, "exits") == 0 {
		f.Exited, f.ExitDocument = drawDay(t, "exited on"), "纪〔2017〕6 号"
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "periods") {
		closed := MustDate("2017-04-05").AddDays(90 * i)
		p := PeriodReading{ClosedOn: closed, Met: rapid.Bool().Draw(t, "met")}
		if rapid.Bool().Draw(t, "read") {
			p.ReadOn = closed.AddDays(rapid.IntRange(0, 20).Draw(t, "read after"))
		}
		f.Periods = append(f.Periods, p)
	}
	return f
}

func drawRate(t *rapid.T) RateFacts {
	ratio := func(name string) Ratio {
		return Ratio{rapid.Int64Range(-5, 100).Draw(t, name), rapid.Int64Range(0, 100).Draw(t, name+" of")}
	}
	f := RateFacts{AtMost: rapid.Bool().Draw(t, "at most"), Target: ratio("target rate")}
	if rapid.Bool().Draw(t, "has value") {
		v := ratio("value rate")
		f.Value = &v
	}
	if rapid.Bool().Draw(t, "has start") {
		s := ratio("start rate")
		f.Start = &s
	}
	return f
}

func drawPlan(t *rapid.T) PlanFacts {
	p := PlanFacts{Year: 2017, Due: drawDate(t, "plan due")}
	if rapid.Bool().Draw(t, "starts in the year") {
		p.Start = MustMonth("2016-11").AddMonths(rapid.IntRange(0, 15).Draw(t, "start month"))
	}
	if rapid.Bool().Draw(t, "monthly") {
		p.Monthly, p.Total = rapid.SliceOfN(rapid.Int64Range(-3, 120), 1, 12).Draw(t, "months"), rapid.Int64Range(0, 100).Draw(t, "total")
	}
	if rapid.Bool().Draw(t, "a report") {
		p.Review = ReportReview{MustMonth("2017-01").AddMonths(rapid.IntRange(0, 11).Draw(t, "report month")), drawDate(t, "submitted"), drawDate(t, "decided")}
	}
	return p
}

// 100 % only when reached, shares within 0…1, and the classes add up.
func TestTaskIsTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		parts := make([]IndicatorFacts, rapid.IntRange(0, 4).Draw(rt, "parts"))
		for i := range parts {
			parts[i] = drawIndicator(rt)
		}
		got := drawRuleSet(rt).Task(parts, drawDay(rt, "as-of"), nil)
		checkLamp(t, "task", got.Lamp)
		worst := Blue
		for i, p := range got.Parts {
			checkLamp(t, "part", p.Lamp)
			if p.Share.rat().Sign() < 0 || p.Share.Compare(Share{1, 1}) > 0 || p.Plan.rat().Sign() < 0 || p.Plan.Compare(Share{1, 1}) > 0 {
				rt.Fatalf("share %v, plan %v", p.Share, p.Plan)
			}
			if parts[i].Type == TypeRate && !p.Exited && p.Share.IsWhole() != parts[i].Rate.Met() {
				rt.Fatalf("rate %v is whole, met %v", p.Share, parts[i].Rate.Met())
			}
			if parts[i].Type != TypeWords && !p.Exited { // what left the plan weighs nothing
				worst = Worse(worst, p.Lamp.Colour)
			}
		}
		if got.Weakest < 0 {
			worst = Grey
		}
		if got.Lamp.Colour != worst {
			rt.Fatalf("task %s, worst part %s", got.Lamp.Colour, worst)
		}
		sum := 0
		for _, n := range BoardClasses([]TaskResult{got}) {
			sum += n
		}
		if _, known := BoardClasses(nil)[got.Class]; !known || sum != 1 {
			rt.Fatalf("class %q", got.Class)
		}
	})
}

func drawProgress(t *rapid.T) ProgressFacts {
	return ProgressFacts{
		Actual: Bp(rapid.Int64Range(0, 12000).Draw(t, "actual")), Year: rapid.SampledFrom([]int{0, 2017}).Draw(t, "year"),
		Due: drawDate(t, "due"), Firmness: drawFirmness(t), Verified: rapid.Bool().Draw(t, "verified"), Claimed: drawDate(t, "claimed"),
		Investment: rapid.Bool().Draw(t, "investment"), Rate: rapid.Bool().Draw(t, "rate"),
	}
}

// On blue < green < yellow < red: never better with less progress.
func TestProgressIsMonotone(t *testing.T) {
	t.Parallel()
	presets := []*RuleSet{}
	for _, name := range presetNames {
		presets = append(presets, preset(t, name))
	}
	rapid.Check(t, func(rt *rapid.T) {
		rs := rapid.SampledFrom(presets).Draw(rt, "rules")
		f, asOf := drawProgress(rt), drawDay(rt, "as-of")
		f.Plan = Bp(rapid.Int64Range(0, 10000).Draw(rt, "plan"))
		more := rs.Progress(f, asOf, nil)
		checkLamp(t, "progress", more)
		f.Actual.Num -= rapid.Int64Range(0, f.Actual.Num).Draw(rt, "less")
		less := rs.Progress(f, asOf, nil)
		if less.Colour.Severity() < more.Colour.Severity() {
			rt.Fatalf("%s by %s, with less %s by %s", more.Colour, more.Rule, less.Colour, less.Rule)
		}
	})
}

// Never better later without new facts within one plan year, the plan share
// moving as the rules say.
func TestIndicatorNeverBetterLater(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rs, f := drawRuleSet(t), drawIndicator(t)
		f.Plan.Review = ReportReview{} // a report or its decision is a new fact
		asOf := someDay.AddDays(rapid.IntRange(0, 364).Draw(t, "as-of"))
		later := someDay.AddDays(rapid.IntRange(asOf.Sub(someDay), 364).Draw(t, "later"))
		facts := []Date{f.Claimed, f.Suspended, f.Exited, f.Milestone.Reached, f.Milestone.Claimed, f.Milestone.Suspended, f.Milestone.Exited}
		for _, r := range f.Milestone.Returned {
			facts = append(facts, r.Claimed, r.Returned)
		}
		for _, p := range f.Periods {
			facts = append(facts, p.ReadOn)
		}
		for _, d := range facts {
			if d.After(asOf) && !d.After(later) {
				t.Skip("a new fact")
			}
		}
		neverBetter(t, rs.Indicator(f, asOf, nil).Lamp, rs.Indicator(f, later, nil).Lamp)
	})
}

// The plan never falls as the days go by, also when a report is held back.
func TestPlanNeverFalls(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, asOf := drawPlan(t), drawDay(t, "as-of")
		p.Review.Submitted = p.Review.Submitted.by(asOf) // a report submitted since is a new fact
		later := asOf.AddDays(rapid.IntRange(0, 400).Draw(t, "days"))
		a, b := Default().PlanShare(p, asOf, nil), Default().PlanShare(p, later, nil)
		if a.Compare(b) > 0 || a.rat().Sign() < 0 || b.Compare(Share{1, 1}) > 0 {
			t.Fatalf("%v, then %v", a, b)
		}
	})
}

func TestProjectIsTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		got := drawRuleSet(rt).Project(drawProject(rt), drawDay(rt, "as-of"), nil)
		checkLamp(t, "project", got.Lamp)
		for _, rule := range got.Rules {
			checkLamp(t, "rule", rule)
		}
		if order := Default().Order(OrderFacts{drawDate(rt, "due"), drawDate(rt, "closed"), drawDate(rt, "back")}, drawDay(rt, "day")); order.Colour == Grey {
			rt.Fatal("a grey order")
		}
	})
}

func FuzzMilestone(f *testing.F) { f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) { fuzzMilestone(t) })) }

func fuzzMilestone(t *rapid.T) {
	f, asOf := drawStored(t)
	lamp := Default().Milestone(f, asOf, nil)
	if !Default().MilestoneColour(lamp.Colour, asOf).Eval(MilestoneRow(f)) {
		t.Fatalf("%+v on %v is %s and not listed so", f, asOf, lamp.Colour)
	}
}
