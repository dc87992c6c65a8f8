package schedule

import (
	"slices"
	"strings"
	"testing"
)

// day makes the tables short: "06-20" is in 2017, "" is absent.
func day(s string) Date {
	switch len(s) {
	case 0:
		return Date{}
	case 5:
		return MustDate("2017-" + s)
	}
	return MustDate(s)
}

func returned(pairs ...string) (r []ReturnedClaim) {
	for i := 0; i < len(pairs); i += 2 {
		r = append(r, ReturnedClaim{day(pairs[i]), day(pairs[i+1])})
	}
	return r
}

// due makes facts with A = B.
func due(a string) MilestoneFacts { return MilestoneFacts{Baseline: day(a), Approved: day(a)} }

func (f MilestoneFacts) with(change func(*MilestoneFacts)) MilestoneFacts {
	change(&f)
	return f
}

type facts = *MilestoneFacts

func TestMilestone(t *testing.T) {
	t.Parallel()
	june := due("06-20")
	for _, c := range []struct {
		name   string
		f      MilestoneFacts
		asOf   string
		colour Colour
		rule   string
		badges string
	}{
		// M1 reached and verified
		{"on time", june.with(func(f facts) { f.Reached, f.Verified = day("06-20"), true }), "06-21", Blue, "M1", ""},
		{"late is blue too", june.with(func(f facts) { f.Reached, f.Verified = day("07-30"), true }), "08-01", Blue, "M1", ""},
		{"without A", MilestoneFacts{Reached: day("06-01"), Verified: true}, "06-20", Blue, "M1", ""},
		{"no 临期 once verified", june.with(func(f facts) { f.Reached, f.Verified = day("06-10"), true }), "06-15", Blue, "M1", ""},
		{"verified before suspended", june.with(func(f facts) { f.Reached, f.Verified, f.Suspended = day("06-10"), true, day("06-01") }), "06-15", Blue, "M1", ""},
		{"verified decides the claim", june.with(func(f facts) { f.Reached, f.Verified, f.Claimed = day("06-10"), true, day("06-10") }), "06-30", Blue, "M1", ""},
		{"reached after as-of is absent", june.with(func(f facts) { f.Reached, f.Verified = day("06-30"), true }), "06-29", Yellow, "M5", ""},
		{"reached on as-of", june.with(func(f facts) { f.Reached, f.Verified = day("06-30"), true }), "06-30", Blue, "M1", ""},
		{"verified without reached is not verified", june.with(func(f facts) { f.Verified = true }), "06-21", Yellow, "M5", ""},

		// M0 neither A nor B
		{"undated", MilestoneFacts{}, "06-20", Grey, "M0", ""},
		{"undated and suspended", MilestoneFacts{Suspended: day("01-01")}, "06-20", Grey, "M0", ""},
		{"undated and claimed", MilestoneFacts{Claimed: day("06-01")}, "06-20", Grey, "M0", "claimed reviewLate"},
		{"only B", MilestoneFacts{Baseline: day("06-20")}, "06-21", Yellow, "M5", ""},
		{"only A", MilestoneFacts{Approved: day("06-20")}, "06-21", Yellow, "M5", ""},

		// M2 suspended
		{"suspended", june.with(func(f facts) { f.Suspended = day("06-15") }), "08-20", Grey, "M2", ""},
		{"reviewed 90 days ago", june.with(func(f facts) { f.Suspended = day("06-01") }), "08-30", Grey, "M2", ""},
		{"reviewed 91 days ago", june.with(func(f facts) { f.Suspended = day("06-01") }), "08-31", Yellow, "M2", ""},
		{"suspended after as-of is absent", june.with(func(f facts) { f.Suspended = day("06-22") }), "06-21", Yellow, "M5", ""},
		{"no 临期 while suspended", june.with(func(f facts) { f.Suspended = day("06-01") }), "06-15", Grey, "M2", ""},
		{"claim badges stand under M2", june.with(func(f facts) { f.Suspended, f.Claimed = day("06-01"), day("06-10") }), "06-19", Grey, "M2", "claimed reviewLate"},

		// M4, M5 overdue
		{"due today is not overdue", june, "06-20", Green, "M8", "dueSoon"},
		{"overdue 1 day", june, "06-21", Yellow, "M5", ""},
		{"ordinary 30 days", june, "07-20", Yellow, "M5", ""},
		{"ordinary 31 days", june, "07-21", Red, "M4", ""},
		{"key 15 days", june.with(func(f facts) { f.Key = true }), "07-05", Yellow, "M5", ""},
		{"key 16 days", june.with(func(f facts) { f.Key = true }), "07-06", Red, "M4", ""},
		{"力争 is capped, the id stays", june.with(func(f facts) { f.Firmness = Aim }), "07-21", Yellow, "M4", ""},
		{"力争 below the limit", june.with(func(f facts) { f.Firmness = Aim }), "07-20", Yellow, "M5", ""},
		{"overdue before forecast", june.with(func(f facts) { f.Forecast = day("08-01") }), "06-21", Yellow, "M5", ""},
		{"the clock stood still", june.with(func(f facts) { f.Returned = returned("06-25", "07-05") }), "07-30", Yellow, "M5", ""},
		{"and ran on", june.with(func(f facts) { f.Returned = returned("06-25", "07-05") }), "07-31", Red, "M4", ""},
		{"all days after A were under review", june.with(func(f facts) { f.Returned = returned("06-18", "06-25") }), "06-25", Green, "M8", ""},
		{"the day after the return is overdue", june.with(func(f facts) { f.Returned = returned("06-18", "06-25") }), "06-26", Yellow, "M5", ""},
		{"a moved date counts", MilestoneFacts{Baseline: day("05-01"), Approved: day("06-20"), Changes: 1}, "06-20", Green, "M8", "dueSoon extended"},

		// M6 forecast
		{"forecast after A", june.with(func(f facts) { f.Forecast = day("06-21") }), "06-01", Yellow, "M6", ""},
		{"forecast on A", june.with(func(f facts) { f.Forecast = day("06-20") }), "05-20", Green, "M8", ""},
		{"forecast after A, long before the window", june.with(func(f facts) { f.Forecast = day("06-21") }), "01-01", Yellow, "M6", ""},
		{"forecast is today", june.with(func(f facts) { f.Forecast = day("05-20") }), "05-20", Green, "M8", ""},
		{"forecast has passed", june.with(func(f facts) { f.Forecast = day("05-20") }), "05-21", Yellow, "M6", ""},
		{"reached but neither verified nor claimed moves nothing", june.with(func(f facts) { f.Forecast, f.Reached = day("05-20"), day("05-19") }), "05-21", Yellow, "M6", ""},
		{"forecast never red", june.with(func(f facts) { f.Forecast, f.Key = day("2019-06-20"), true }), "05-21", Yellow, "M6", ""},
		{"credited past A, forecast passed", june.with(func(f facts) { f.Returned, f.Forecast = returned("06-18", "06-25"), day("06-20") }), "06-25", Yellow, "M6", ""},

		// M8, M9 window
		{"90 days before A", june, "03-22", Green, "M8", ""},
		{"91 days before A", june, "03-21", Grey, "M9", ""},
		{"planned start begins the window", june.with(func(f facts) { f.PlannedStart = day("01-10") }), "01-10", Green, "M8", ""},
		{"the day before it", june.with(func(f facts) { f.PlannedStart = day("01-10") }), "01-09", Grey, "M9", ""},
		{"a late planned start shortens the window", june.with(func(f facts) { f.PlannedStart = day("06-18") }), "06-17", Grey, "M9", "dueSoon"},
		{"planned start on A", june.with(func(f facts) { f.PlannedStart = day("06-20") }), "06-20", Green, "M8", "dueSoon"},
		{"planned start after A does not count", june.with(func(f facts) { f.PlannedStart = day("06-21") }), "03-22", Green, "M8", ""},

		// badges
		{"临期 15 days before", june, "06-05", Green, "M8", "dueSoon"},
		{"not 16 days before", june, "06-04", Green, "M8", ""},
		{"延 by a change", june.with(func(f facts) { f.Changes = 1 }), "05-01", Green, "M8", "extended"},
		{"延 because A is after B", MilestoneFacts{Baseline: day("06-19"), Approved: day("06-20")}, "05-01", Green, "M8", "extended"},
		{"no 延 when A is before B", MilestoneFacts{Baseline: day("06-21"), Approved: day("06-20")}, "05-01", Green, "M8", ""},
		{"延 for ever", june.with(func(f facts) { f.Changes, f.Reached, f.Verified = 2, day("06-01"), true }), "07-01", Blue, "M1", "extended"},
		{"all flags", june.with(func(f facts) { f.Unreported, f.MadeGood, f.Listed, f.Added = true, true, true, true }), "05-01", Green, "M8", "unreported madeGood listed added"},
	} {
		got := Default().Milestone(c.f, day(c.asOf), districtCalendar(t))
		if got.Colour != c.colour || got.Rule != c.rule || badgeList(got) != c.badges {
			t.Errorf("%s: %s by %s [%s], want %s by %s [%s]", c.name, got.Colour, got.Rule, badgeList(got), c.colour, c.rule, c.badges)
		}
		checkLamp(t, c.name, got)
		checkListed(t, c.name, c.f, day(c.asOf), c.colour)
	}
}

// checkListed: the compiled condition finds the row under its colour only.
func checkListed(t *testing.T, name string, f MilestoneFacts, asOf Date, colour Colour) {
	t.Helper()
	for _, c := range Colours() {
		if listed := Default().MilestoneColour(c, asOf).Eval(MilestoneRow(f)); listed != (c == colour) {
			t.Errorf("%s: %s, listed under %s: %v", name, colour, c, listed)
		}
	}
}

func badgeList(l Lamp) string {
	var names []string
	for _, b := range l.Badges {
		names = append(names, string(b))
	}
	return strings.Join(names, " ")
}

// checkLamp is what holds for every lamp.
func checkLamp(t testing.TB, name string, l Lamp) {
	t.Helper()
	known := slices.Contains(Colours(), l.Colour) && slices.Contains(ruleIDs, l.Rule)
	if !known || l.RuleSet == "" || l.Badges == nil || l.Inputs == nil {
		t.Errorf("%s: incomplete lamp %+v", name, l)
	}
	zh, en := l.Sentence(Chinese), l.Sentence(English)
	if zh == "" || zh != l.Reason || en == "" || en == zh || strings.ContainsAny(zh, ",;") || strings.Contains(zh, "  ") {
		t.Errorf("%s: sentences %q, %q", name, zh, en)
	}
	for _, id := range ruleIDs {
		if len(id) == 2 && (strings.Contains(zh, id) || strings.Contains(en, id)) {
			t.Errorf("%s: the sentence names the rule %s: %q %q", name, id, zh, en)
		}
	}
}

var ruleIDs = []string{RuleM0, RuleM1, RuleM2, RuleM3, RuleM4, RuleM5, RuleM6, RuleM7, RuleM8, RuleM9,
	RuleP0, RuleP1, RuleP2, RuleP3, RuleP4, RuleP5, RuleP6, RuleP7, RuleP8, RuleT0, RuleT1, RuleT2, RuleKeep, RuleService, RuleOpen, RuleOrder}

// M3: the colour of the same facts, without the claim, on the day before it.
func TestClaimedMilestoneKeepsItsColour(t *testing.T) {
	t.Parallel()
	june, key := due("06-20"), due("06-20").with(func(f facts) { f.Key = true })
	for _, c := range []struct {
		name   string
		f      MilestoneFacts
		claim  string
		asOf   string
		colour Colour
		badges string
	}{
		{"claimed on the day of A", june, "06-20", "12-31", Green, "claimed reviewLate"},
		{"claimed the day after A: the day before was A", june, "06-21", "06-21", Green, "claimed"},
		{"claimed two days after A", june, "06-22", "12-31", Yellow, "claimed reviewLate"},
		{"key, claimed on overdue day 16: the day before was 15", key, "07-06", "12-31", Yellow, "claimed reviewLate"},
		{"key, claimed on overdue day 17", key, "07-07", "12-31", Red, "claimed reviewLate"},
		{"力争 stays capped", key.with(func(f facts) { f.Firmness = Aim }), "07-07", "07-07", Yellow, "claimed"},
		{"before the window, also when added that day", june.with(func(f facts) { f.Added = true }), "03-22", "03-23", Grey, "claimed added"},
		{"the window began the day before", june, "03-23", "03-23", Green, "claimed"},
		{"a date change approved meanwhile counts", june.with(func(f facts) { f.Approved, f.Changes = day("08-31"), 1 }), "07-25", "07-26", Green, "extended claimed"},
		{"a passed forecast stays yellow", june.with(func(f facts) { f.Forecast = day("05-01") }), "05-20", "05-20", Yellow, "claimed"},
		{"a forecast that passes later does not", june.with(func(f facts) { f.Forecast = day("05-25") }), "05-26", "06-30", Green, "claimed reviewLate"},
		{"临期 is as of today", june, "06-10", "06-12", Green, "dueSoon claimed"},
		{"reached on the day of the claim", june.with(func(f facts) { f.Reached = day("06-22") }), "06-22", "06-30", Yellow, "claimed reviewLate"},
		{"verified later is not verified yet", june.with(func(f facts) { f.Reached, f.Verified = day("06-29"), true }), "06-22", "06-28", Yellow, "claimed"},
	} {
		c.f.Claimed = day(c.claim)
		got := Default().Milestone(c.f, day(c.asOf), districtCalendar(t))
		if got.Colour != c.colour || got.Rule != RuleM3 || badgeList(got) != c.badges {
			t.Errorf("%s: %s by %s [%s], want %s [%s]", c.name, got.Colour, got.Rule, badgeList(got), c.colour, c.badges)
		}
		checkLamp(t, c.name, got)
		checkListed(t, c.name, c.f, day(c.asOf), c.colour)
		without := c.f
		without.Claimed = Date{}
		if before := Default().Milestone(without, day(c.claim).AddDays(-1), nil); before.Colour != got.Colour {
			t.Errorf("%s: the day before it was %s", c.name, before.Colour)
		}
	}
	june.Claimed = day("06-25")
	if got := Default().Milestone(june, day("06-24"), nil); got.Rule != RuleM5 || len(got.Badges) != 0 {
		t.Errorf("a claim after as-of is absent, got %s [%s]", got.Rule, badgeList(got))
	}
}

// 审核超期 from working day 6; the first working day after the claim is 1.
func TestReviewIsLateFromWorkingDaySix(t *testing.T) {
	t.Parallel()
	cal := districtCalendar(t)
	f := due("12-20")
	for _, c := range []struct{ claim, lastInTime string }{
		{"06-16", "06-25"}, // Friday: working day 5 is Friday 23, the weekend is still in time
		{"06-19", "06-26"}, // Monday: working day 5 is Monday 26
		{"06-17", "06-25"}, // Saturday
		{"05-24", "06-01"}, // 25, 26, Saturday 27 worked, 端午 until 30, 31 May, 1 June is the 5th
	} {
		f.Claimed = day(c.claim)
		in := Default().Milestone(f, day(c.lastInTime), cal)
		late := Default().Milestone(f, day(c.lastInTime).AddDays(1), cal)
		if in.Has(BadgeReviewLate) || !late.Has(BadgeReviewLate) {
			t.Errorf("claimed %s: late on %s is %v, a day later %v", c.claim, c.lastInTime, in.Has(BadgeReviewLate), late.Has(BadgeReviewLate))
		}
		if in.Inputs["holder"] != nil || late.Inputs["holder"] != "reviewer" {
			t.Errorf("claimed %s: holder %v, then %v", c.claim, in.Inputs["holder"], late.Inputs["holder"])
		}
	}
}

// A claim returned later was undecided on the days before its return, so the
// lamp of a past day is what it was on that day.
func TestReturnedClaimOnTheDaysBefore(t *testing.T) {
	t.Parallel()
	f := due("06-20").with(func(f facts) { f.Key = true; f.Returned = returned("06-28", "07-20") })
	for _, c := range []struct {
		asOf   string
		rule   string
		colour Colour
		days   int
	}{
		{"06-27", "M5", Yellow, 7},
		{"06-28", "M3", Yellow, 8},
		{"07-19", "M3", Yellow, 29}, // overdue goes on; the colour is that of 27 June
		{"07-20", "M5", Yellow, 8},
		{"07-27", "M5", Yellow, 15},
		{"07-28", "M4", Red, 16},
	} {
		got := Default().Milestone(f, day(c.asOf), nil)
		if got.Rule != c.rule || got.Colour != c.colour || OverdueDays(f, day(c.asOf)) != c.days {
			t.Errorf("%s: %s by %s, %d days", c.asOf, got.Colour, got.Rule, OverdueDays(f, day(c.asOf)))
		}
	}
	// Claimed again on the day of return: the day before it was under review,
	// so the colour is still that of 27 June, and so is the forecast of then.
	f.Claimed, f.Forecast = day("07-20"), day("06-20")
	if got := Default().Milestone(f, day("09-01"), nil); got.Colour != Yellow || got.Inputs["colourDay"] != day("06-27") {
		t.Errorf("renewed: %s, %v", got.Colour, got.Inputs)
	}
	if ColourDay(f) != day("06-27") || !ColourDay(due("06-20")).IsZero() {
		t.Errorf("colour day %v", ColourDay(f))
	}
}

func TestOverdueDays(t *testing.T) {
	t.Parallel()
	june := due("06-20")
	for _, c := range []struct {
		name string
		f    MilestoneFacts
		asOf string
		want int
	}{
		{"no date", MilestoneFacts{}, "06-20", 0},
		{"on A", june, "06-20", 0},
		{"a day later", june, "06-21", 1},
		{"days before A give no credit", june.with(func(f facts) { f.Returned = returned("06-01", "06-20") }), "06-25", 5},
		{"only days after A", june.with(func(f facts) { f.Returned = returned("06-15", "06-22") }), "06-25", 3},
		{"from the day after the claim to the day of return", june.with(func(f facts) { f.Returned = returned("06-22", "06-24") }), "06-25", 3},
		{"returned on the day of the claim", june.with(func(f facts) { f.Returned = returned("06-22", "06-22") }), "06-25", 5},
		{"returned before it was claimed", june.with(func(f facts) { f.Returned = returned("06-24", "06-22") }), "06-25", 5},
		{"two reviews", june.with(func(f facts) { f.Returned = returned("06-23", "06-24", "06-21", "06-22") }), "06-25", 3},
		{"a day under two reviews counts once", june.with(func(f facts) { f.Returned = returned("06-21", "06-24", "06-22", "06-23") }), "06-25", 2},
		{"not yet returned gives no credit", june.with(func(f facts) { f.Returned = returned("06-21", "06-26") }), "06-25", 5},
		{"half a pair gives no credit", june.with(func(f facts) { f.Returned = returned("", "06-23", "06-21", "") }), "06-25", 5},
		{"days suspended give no credit", june.with(func(f facts) { f.Suspended = day("06-01") }), "06-25", 5},
	} {
		if got := OverdueDays(c.f, day(c.asOf)); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	moved := june.with(func(f facts) { f.Returned = returned("06-22", "06-24") })
	if got := ClockDue(moved); got != day("06-22") {
		t.Errorf("ClockDue = %v", got)
	}
	if got := ClockDue(MilestoneFacts{Returned: moved.Returned}); !got.IsZero() {
		t.Errorf("ClockDue without A = %v", got)
	}
}

func TestMilestoneStates(t *testing.T) {
	t.Parallel()
	june := due("06-20")
	for _, c := range []struct {
		name string
		f    MilestoneFacts
		asOf string
		want string
	}{
		{"open", june, "01-01", "open"},
		{"due soon", june, "06-10", "dueSoon open"},
		{"due today", june, "06-20", "dueToday dueSoon open"},
		{"overdue", june, "06-21", "overdue open"},
		{"a claimed one stays overdue", june.with(func(f facts) { f.Claimed = day("06-19") }), "06-21", "overdue open claimed"},
		{"carried over", june.with(func(f facts) { f.Carried = day("06-25") }), "06-26", "carried"},
		{"carried over later", june.with(func(f facts) { f.Carried = day("06-25") }), "06-24", "overdue open"},
		{"carried over and done is done", june.with(func(f facts) { f.Reached, f.Verified, f.Carried = day("06-10"), true, day("06-25") }), "06-26", "done"},
		{"out of the plan", june.with(func(f facts) { f.Exited, f.Claimed = day("06-25"), day("06-19") }), "06-26", "exited"},
		{"out of the plan later", june.with(func(f facts) { f.Exited = day("06-25") }), "06-24", "overdue open"},
		{"suspended is not overdue", june.with(func(f facts) { f.Suspended = day("06-19") }), "06-21", "suspended"},
		{"suspended and claimed", june.with(func(f facts) { f.Suspended, f.Claimed = day("06-19"), day("06-18") }), "06-21", "claimed suspended"},
		{"undated", MilestoneFacts{}, "06-21", "open undated"},
		{"done", june.with(func(f facts) { f.Reached, f.Verified = day("06-30"), true }), "06-30", "done"},
		{"done later", june.with(func(f facts) { f.Reached, f.Verified = day("06-30"), true }), "06-29", "overdue open"},
	} {
		var names []string
		for _, s := range Default().States(c.f, day(c.asOf)) {
			names = append(names, string(s))
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if IsOverdue(c.f, day(c.asOf)) != strings.Contains(c.want, "overdue") {
			t.Errorf("%s: IsOverdue is %v", c.name, IsOverdue(c.f, day(c.asOf)))
		}
	}
	if states := Default().States(MilestoneFacts{}, Date{}); !slices.Contains(states, StateUndated) || slices.Contains(states, StateDueToday) {
		t.Errorf("without a day: %v", states)
	}
}

func TestMilestoneSentences(t *testing.T) {
	t.Parallel()
	june := due("06-20")
	for _, c := range []struct {
		f      MilestoneFacts
		asOf   string
		zh, en string
	}{
		{june.with(func(f facts) { f.Key = true }), "07-12",
			"应于 6 月 20 日完成，已逾期 22 天，超过关键节点 15 天红线。",
			"Due on 20 June, overdue by 22 days, beyond the limit of 15 days for a key milestone."},
		{june.with(func(f facts) { f.Firmness = Aim }), "07-31",
			"应于 6 月 20 日完成，已逾期 41 天，超过一般节点 30 天红线。力争目标，最高亮黄灯。",
			"Due on 20 June, overdue by 41 days, beyond the limit of 30 days for an ordinary milestone. The promise is an aim, so the lamp is yellow at most."},
		{june, "06-21", "应于 6 月 20 日完成，已逾期 1 天。", "Due on 20 June, overdue by 1 day."},
		{june.with(func(f facts) { f.Returned = returned("06-21", "06-24") }), "06-28",
			"应于 6 月 20 日完成，已逾期 5 天（已扣除审核占用 3 天）。",
			"Due on 20 June, overdue by 5 days (3 days under review not counted)."},
		{june.with(func(f facts) { f.Forecast = day("07-05") }), "06-01",
			"应于 6 月 20 日完成，预计 7 月 5 日完成，晚 15 天，自报风险。",
			"Due on 20 June, forecast for 5 July, 15 days later: a risk reported by the unit."},
		{june.with(func(f facts) { f.Forecast = day("05-05") }), "06-01",
			"应于 6 月 20 日完成，预计完成日期 5 月 5 日已过，仍未报完成。",
			"Due on 20 June; the forecast of 5 May has passed without completion."},
		{june, "06-19", "应于 6 月 20 日完成，还有 1 天，正常推进。", "Due on 20 June, 1 day left, in progress."},
		{june, "06-20", "应于 6 月 20 日完成，当日到期，正常推进。", "Due on 20 June, the last day, in progress."},
		{june.with(func(f facts) { f.Returned = returned("06-18", "06-25") }), "06-25",
			"应于 6 月 20 日完成，扣除审核占用的天数后未逾期。",
			"Due on 20 June, not overdue once the days under review are taken off."},
		{june, "2016-12-31", "应于 2017 年 6 月 20 日完成，2017 年 3 月 22 日起进入推进期，未到时间。",
			"Due on 20 June 2017, the work starts on 22 March 2017: not yet time."},
		{MilestoneFacts{}, "06-20", "缺计划日期，不能进入年度计划。", "There is no planned date; the item can not enter the plan."},
		{june.with(func(f facts) { f.Reached, f.Verified = day("06-18"), true }), "07-01",
			"应于 6 月 20 日完成，6 月 18 日按期完成并核实。", "Due on 20 June, completed on 18 June on time and verified."},
		{june.with(func(f facts) { f.Baseline, f.Changes, f.Reached, f.Verified = day("05-31"), 1, day("06-21"), true }), "07-01",
			"应于 6 月 20 日完成，6 月 21 日逾期 1 天完成并核实。按原计划 5 月 31 日为逾期 21 天完成。",
			"Due on 20 June, completed on 21 June 1 day late and verified. Against the original plan of 31 May: 21 days late."},
		{MilestoneFacts{Reached: day("06-18"), Verified: true}, "07-01", "6 月 18 日完成并核实。", "Completed on 18 June and verified."},
		{june.with(func(f facts) { f.Suspended = day("06-01") }), "06-30",
			"已批准停缓，最近一次审批或复核在 6 月 1 日，暂不评价。",
			"Suspended with approval, last approved or reviewed on 1 June; not assessed."},
		{june.with(func(f facts) { f.Suspended = day("06-01") }), "08-31",
			"已批准停缓，最近一次审批或复核在 6 月 1 日，已过 91 天，超过 90 天未复核。",
			"Suspended with approval, last approved or reviewed on 1 June, 91 days ago; the limit for a review is 90 days."},
		{june.with(func(f facts) { f.Claimed = day("06-22") }), "06-22",
			"6 月 22 日已报完成，待核实，灯色保持 6 月 21 日的黄灯：应于 6 月 20 日完成，已逾期 1 天。",
			"Completion was claimed on 22 June and awaits review; the lamp stays yellow as on 21 June: Due on 20 June, overdue by 1 day."},
		{june.with(func(f facts) { f.Claimed = day("06-22") }), "06-30",
			"6 月 22 日已报完成，待核实，灯色保持 6 月 21 日的黄灯：应于 6 月 20 日完成，已逾期 1 天。审核已超过 5 个工作日，现由审核人持有。",
			"Completion was claimed on 22 June and awaits review; the lamp stays yellow as on 21 June: Due on 20 June, overdue by 1 day. " +
				"The review has taken more than 5 working days; the reviewer holds the item."},
		{due("2019-06-20").with(func(f facts) { f.Claimed = day("2019-06-20") }), "2019-06-21",
			"6 月 20 日已报完成，待核实，灯色保持 6 月 19 日的绿灯：应于 6 月 20 日完成，还有 1 天，正常推进。（该时段无节假日数据，工作日按周一至周五计。）",
			"Completion was claimed on 20 June and awaits review; the lamp stays green as on 19 June: Due on 20 June, 1 day left, in progress. " +
				"(No holiday table for this period: Monday to Friday counted as working days.)"},
	} {
		got := Default().Milestone(c.f, day(c.asOf), districtCalendar(t))
		if got.Reason != c.zh || got.Sentence(English) != c.en {
			t.Errorf("\ngot  %s\nwant %s\ngot  %s\nwant %s", got.Reason, c.zh, got.Sentence(English), c.en)
		}
	}
}

func TestMilestoneInputs(t *testing.T) {
	t.Parallel()
	f := MilestoneFacts{Baseline: day("06-01"), Approved: day("06-20"), Forecast: day("07-01"), Changes: 1, Key: true,
		Firmness: Aim, Returned: returned("06-21", "06-23")}
	got := Default().Milestone(f, day("06-30"), nil).Inputs
	for name, want := range map[string]any{"asOf": day("06-30"), "approved": day("06-20"), "baseline": day("06-01"),
		"forecast": day("07-01"), "changes": 1, "slipDays": 19, "key": true, "firmness": Aim, "overdueDays": 8,
		"creditedDays": 2, "redAfterDays": 15, "windowStart": day("03-22")} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
	if _, given := got["reached"]; given {
		t.Error("an absent fact is listed")
	}
}
