package schedule

import (
	"encoding/json"
	"testing"
)

func TestProgress(t *testing.T) {
	t.Parallel()
	base := func(plan, actual int64, change ...func(*ProgressFacts)) ProgressFacts {
		f := ProgressFacts{Plan: Bp(plan), Actual: Bp(actual), Year: 2017, Due: day("10-31")}
		for _, c := range change {
			c(&f)
		}
		return f
	}
	type pf = *ProgressFacts
	aim := func(f pf) { f.Firmness = Aim }
	verified := func(f pf) { f.Verified = true }
	claimed := func(on string) func(pf) { return func(f pf) { f.Claimed = day(on) } }
	dueOn := func(on string) func(pf) { return func(f pf) { f.Due = day(on) } }
	noYear := func(f pf) { f.Year = 0 }
	investment := func(f pf) { f.Investment = true }
	rate := func(f pf) { f.Rate = true }
	for _, c := range []struct {
		name   string
		f      ProgressFacts
		asOf   string
		colour Colour
		rule   string
		badges string
	}{
		// P2: boundaries
		{"plan 0", base(0, 0), "02-01", Green, "P2", ""},
		{"8.3 points and nothing done", base(833, 0), "02-28", Green, "P2", ""},
		{"below 10 points", base(1999, 1000), "06-30", Green, "P2", ""},
		{"exactly 10 points", base(1999, 999), "06-30", Yellow, "P2", ""},
		{"exactly 30 points", base(7500, 4500), "06-30", Yellow, "P2", ""},
		{"above 30 points", base(7500, 4499), "06-30", Red, "P2", ""},
		{"exactly 80 %", base(4000, 3200), "06-30", Green, "P2", ""},
		{"below 80 %", base(4000, 3199), "06-30", Yellow, "P2", ""},
		{"exactly 60 %", base(2000, 1200), "06-30", Yellow, "P2", ""},
		{"below 60 %", base(2000, 1199), "06-30", Red, "P2", ""},
		{"below the floor the ratio is silent", base(1999, 1000), "06-30", Green, "P2", ""},
		{"力争 caps", base(5000, 0, aim), "06-30", Yellow, "P2", ""},
		{"over 100 %", base(5000, 12000), "06-30", Green, "P2", ""},
		{"100 % not verified", base(5000, 10000), "06-30", Green, "P2", ""},
		{"verified below 100 % is unfinished", base(10000, 9999, verified), "11-01", Yellow, "T1", ""},

		// T0
		{"100 % and verified", base(5000, 10000, verified), "06-30", Blue, "T0", ""},
		{"more than 100 % and verified", base(5000, 12000, verified), "2018-06-30", Blue, "T0", ""},
		{"verified decides the claim", base(5000, 10000, verified, claimed("06-01")), "06-30", Blue, "T0", ""},

		// T1
		{"on the due date", base(10000, 9900), "10-31", Green, "P2", ""},
		{"day 1 after it", base(10000, 9900), "11-01", Yellow, "T1", ""},
		{"day 30 after it", base(10000, 9900), "11-30", Yellow, "T1", ""},
		{"day 31 after it", base(10000, 9900), "12-01", Red, "T1", ""},
		{"力争 on day 31", base(10000, 9900, aim), "12-01", Yellow, "T1", ""},
		{"T1 is named before P2", base(10000, 8500), "11-01", Yellow, "T1", ""},
		{"a red P2 is worse than a yellow T1", base(10000, 5000), "11-01", Red, "P2", ""},
		{"both red: T1", base(10000, 5000), "12-01", Red, "T1", ""},
		{"力争: capped P2 equals yellow T1", base(10000, 5000, aim), "11-01", Yellow, "T1", ""},
		{"due on 31 December is no own date", base(10000, 9900, dueOn("12-31")), "2018-01-01", Yellow, "T2", ""},
		{"due on 30 December is", base(10000, 9900, dueOn("12-30")), "12-31", Yellow, "T1", ""},
		{"due in a later year", base(10000, 9900, dueOn("2018-03-31")), "12-31", Green, "P2", ""},
		{"due in an earlier year", base(10000, 9900, dueOn("2016-12-31")), "01-31", Red, "T1", ""},
		{"no due date", base(10000, 9900, dueOn("")), "12-31", Green, "P2", ""},
		{"100 % unverified is unfinished", base(10000, 10000), "11-01", Yellow, "T1", ""},
		{"without a year the due date still counts", base(10000, 9900, noYear), "11-01", Yellow, "T1", ""},
		{"and any date is an own one", base(10000, 9900, noYear, dueOn("12-31")), "2018-01-01", Yellow, "T1", ""},

		// T2
		{"the last day of the year", base(10000, 9400, dueOn("")), "12-31", Green, "P2", ""},
		{"the day after", base(10000, 9400, dueOn("")), "2018-01-01", Red, "T2", ""},
		{"95 % is nearly done", base(10000, 9500, dueOn("")), "2018-01-01", Yellow, "T2", ""},
		{"100 % unverified", base(10000, 10000, dueOn("")), "2018-01-01", Yellow, "T2", ""},
		{"力争", base(10000, 100, dueOn(""), aim), "2018-01-01", Yellow, "T2", ""},
		{"without a year there is none", base(10000, 9400, dueOn(""), noYear), "2018-01-01", Green, "P2", ""},
		{"T2 is named before T1 and P2", base(10000, 5000), "2018-01-01", Red, "T2", ""},
		{"a red T1 is worse than a yellow T2", base(10000, 9600), "2018-01-01", Red, "T1", ""},
		{"力争: of equals T2", base(10000, 9600, aim), "2018-01-01", Yellow, "T2", ""},

		// an undecided claim
		{"claimed on the due date", base(9000, 10000, claimed("10-31")), "12-31", Green, "P2", "claimed reviewLate"},
		{"claimed the day after: the day before was in time", base(9000, 10000, claimed("11-01")), "12-31", Green, "P2", "claimed reviewLate"},
		{"claimed on the second day after", base(10000, 10000, claimed("11-02")), "12-31", Yellow, "T1", "claimed reviewLate"},
		{"claimed on 1 January: the year had not ended", base(10000, 10000, claimed("2018-01-01"), dueOn("")), "2018-03-01", Green, "P2", "claimed reviewLate"},
		{"claimed on 2 January", base(10000, 10000, claimed("2018-01-02"), dueOn("")), "2018-01-02", Yellow, "T2", "claimed"},
		{"claimed with too little confirmed", base(5000, 1000, claimed("06-29")), "06-30", Red, "P2", "claimed"},
		{"a claim after as-of is absent", base(10000, 10000, claimed("12-01")), "11-30", Yellow, "T1", ""},

		// investment
		{"investment at 100 % stays green", base(10000, 10000, investment, verified), "2018-06-30", Green, "P2", ""},
		{"investment is never claimed", base(10000, 9900, investment, claimed("10-31")), "12-01", Red, "T1", ""},
		{"investment below 100 %", base(10000, 9400, investment, dueOn("")), "2018-01-01", Red, "T2", ""},

		// RATE
		{"met is green until the year ends", base(10000, 10000, rate, verified), "12-31", Green, "P2", ""},
		{"then blue", base(10000, 10000, rate), "2018-01-01", Blue, "T0", ""},
		{"met after its own due date", base(10000, 10000, rate), "12-01", Green, "P2", ""},
		{"not met at the end of the year", base(10000, 9000, rate, dueOn("")), "2018-01-01", Red, "T2", ""},
	} {
		got := Default().Progress(c.f, day(c.asOf), districtCalendar(t))
		if got.Colour != c.colour || got.Rule != c.rule || badgeList(got) != c.badges {
			t.Errorf("%s: %s by %s [%s], want %s by %s [%s]", c.name, got.Colour, got.Rule, badgeList(got), c.colour, c.rule, c.badges)
		}
		checkLamp(t, c.name, got)
	}
}

func TestProgressIsExact(t *testing.T) {
	t.Parallel()
	// 2/3 − 17/30 is exactly 10 points, a hair less is not: both cut to 999 bp
	// or 1000 bp would be guesses.
	f := ProgressFacts{Plan: Share{2, 3}, Actual: Share{17, 30}}
	points := &RuleSet{Name: "points", ProgressRule: &ProgressRule{Points: &PointsRule{1000, 3000}}}
	if got := points.Progress(f, day("06-30"), nil); got.Colour != Yellow {
		t.Errorf("exactly 10 points: %s", got.Colour)
	}
	f.Actual = Share{17_000_000_001, 30_000_000_000}
	if got := points.Progress(f, day("06-30"), nil); got.Colour != Green {
		t.Errorf("a hair below 10 points: %s", got.Colour)
	}
}

func TestProgressRuleOff(t *testing.T) {
	t.Parallel()
	f := ProgressFacts{Plan: Bp(9000), Actual: Bp(0), Year: 2017}
	off := &RuleSet{Name: "off"}
	if got := off.Progress(f, day("12-01"), nil); got.Colour != Green || got.Rule != RuleP2 {
		t.Errorf("off: %s by %s", got.Colour, got.Rule)
	}
	if got := off.Progress(f, day("2018-01-01"), nil); got.Colour != Red || got.Rule != RuleT2 {
		t.Errorf("the year's end is another part: %s by %s", got.Colour, got.Rule)
	}
}

func TestProgressSentences(t *testing.T) {
	t.Parallel()
	f := ProgressFacts{Plan: Bp(5000), Actual: Bp(3800), Year: 2017, Due: day("10-31")}
	change := func(do func(*ProgressFacts)) ProgressFacts { c := f; do(&c); return c }
	for _, c := range []struct {
		f      ProgressFacts
		asOf   string
		zh, en string
	}{
		{f, "06-30", "应完成 50%，实际完成 38%，相差 12 个百分点，为计划的 76%，进度预警。",
			"50% due, 38% done, 12 percentage points short, 76% of the plan: a warning."},
		{change(func(f *ProgressFacts) { f.Actual, f.Firmness = Bp(1005), Aim }), "06-30",
			"应完成 50%，实际完成 10.05%，相差 39.95 个百分点，为计划的 20.1%，严重滞后。力争目标，最高亮黄灯。",
			"50% due, 10.05% done, 39.95 percentage points short, 20.1% of the plan: seriously behind. The promise is an aim, so the lamp is yellow at most."},
		{change(func(f *ProgressFacts) { f.Actual = Bp(4900) }), "06-30", "应完成 50%，实际完成 49%，相差 1 个百分点，为计划的 98%，在允许范围内。",
			"50% due, 49% done, 1 percentage points short, 98% of the plan: within the margin."},
		{change(func(f *ProgressFacts) { f.Actual = Bp(5000) }), "06-30", "应完成 50%，实际完成 50%，达到序时进度。", "50% due, 50% done: on or ahead of schedule."},
		{change(func(f *ProgressFacts) { f.Plan = Bp(0) }), "01-30", "按计划本期尚无进度要求。", "Nothing is due yet by the plan."},
		{change(func(f *ProgressFacts) { f.Plan, f.Actual = Bp(10000), Bp(9000) }), "11-10",
			"应于 10 月 31 日完成，已过 10 天，完成 90%，尚未完成并核实。", "Due on 31 October, 10 days ago; 90% done, not yet complete and verified."},
		{change(func(f *ProgressFacts) { f.Plan, f.Actual = Bp(10000), Bp(9000) }), "12-10",
			"应于 10 月 31 日完成，已过 40 天，完成 90%，尚未完成并核实，超过 30 天红线。",
			"Due on 31 October, 40 days ago; 90% done, not yet complete and verified, beyond the limit of 30 days."},
		{change(func(f *ProgressFacts) { f.Plan, f.Actual, f.Due = Bp(10000), Bp(9600), Date{} }), "2018-01-05",
			"2017 年已结束，完成 96%，尚未全部完成并核实，基本完成。", "2017 is over with 96% done, not yet complete and verified: nearly done."},
		{change(func(f *ProgressFacts) { f.Plan, f.Actual, f.Due = Bp(10000), Bp(9000), Date{} }), "2018-01-05",
			"2017 年已结束，仅完成 90%，年度未完成。", "2017 is over with only 90% done: the year's promise is not kept."},
		{change(func(f *ProgressFacts) { f.Actual, f.Verified = Bp(12000), true }), "06-30", "已完成 120%并核实。", "120% done and verified."},
		{change(func(f *ProgressFacts) { f.Actual, f.Rate = Bp(10000), true }), "2018-01-30", "年度结束，指标达标。", "The year has ended and the target is met."},
		{change(func(f *ProgressFacts) { f.Actual, f.Claimed = Bp(10000), day("06-20") }), "06-21",
			"6 月 20 日已报完成，待核实，灯色按 6 月 19 日计：应完成 50%，实际完成 100%，达到序时进度。",
			"Completion was claimed on 20 June and awaits review; the lamp is that of 19 June: 50% due, 100% done: on or ahead of schedule."},
	} {
		got := Default().Progress(c.f, day(c.asOf), districtCalendar(t))
		if got.Reason != c.zh || got.Sentence(English) != c.en {
			t.Errorf("\ngot  %s\nwant %s\ngot  %s\nwant %s", got.Reason, c.zh, got.Sentence(English), c.en)
		}
	}
	off := (&RuleSet{}).Progress(f, day("06-30"), nil)
	if off.Reason != "应完成 50%，实际完成 38%，本规则集不评价进度。" {
		t.Error(off.Reason)
	}
	if percent(-1205) != "-12.05" {
		t.Error(percent(-1205))
	}
}

func TestProgressFactsJSON(t *testing.T) {
	t.Parallel()
	text := `{"planBp":5000,"actualBp":3800,"year":2017,"due":"2017-10-31","firmness":"firm","verified":false,"claimed":null}`
	var f ProgressFacts
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		t.Fatal(err)
	}
	if out, err := json.Marshal(f); err != nil || string(out) != text {
		t.Errorf("%s, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"planBp":50.5}`), &f); err == nil {
		t.Error("half a basis point was accepted")
	}
}

func TestShare(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		s    Share
		want int
	}{{Share{1, 3}, 3333}, {Share{2, 3}, 6666}, {Share{299999, 300000}, 9999}, {Share{300, 300}, 10000}, {Share{450, 300}, 15000},
		{Share{-1, 3}, -3334}, {Share{1, 0}, 0}, {Share{1, -3}, 0}, {Share{}, 0}, {Share{1 << 62, 1}, 1 << 62}, {Share{-1 << 62, 1}, -1 << 62}} {
		if got := c.s.Bp(); got != c.want {
			t.Errorf("%v is %d bp, want %d", c.s, got, c.want)
		}
	}
	if (Share{3, 2}).Clamp() != (Share{1, 1}) || (Share{-3, 2}).Clamp() != (Share{0, 1}) || (Share{1, 2}).Clamp() != (Share{1, 2}) {
		t.Error("clamp")
	}
	if (Share{1, 2}).Compare(Share{2, 4}) != 0 || (Share{162, 300}).String() != "162/300" {
		t.Error("compare, string")
	}
}
