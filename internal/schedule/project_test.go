package schedule

import (
	"encoding/json"
	"strings"
	"testing"
)

func milestones(fs ...MilestoneFacts) (ms []ProjectMilestone) {
	for _, f := range fs {
		ms = append(ms, ProjectMilestone{Name: "节点", Facts: f})
	}
	return ms
}

func invested(done int64) InvestmentFacts {
	return InvestmentFacts{PlanYuan: 100_000_000, DoneYuan: done * 1_000_000, Plan: PlanFacts{Year: 2017}}
}

func TestProject(t *testing.T) {
	t.Parallel()
	// as of 2017-07-06
	red, key := due("05-01"), due("05-01").with(func(f facts) { f.Key = true })
	yellow, green, grey := due("07-01"), due("07-20"), due("12-31")
	gone := red.with(func(f facts) { f.Exited = day("07-01") })
	blue := due("07-01").with(func(f facts) { f.Reached, f.Verified = day("07-01"), true })
	heavy := milestones(red, green, green, green)
	heavy[0].Weight, heavy[1].Weight = 30, 68
	light := milestones(red, green, green, green)
	light[0].Weight, light[1].Weight = 29, 69
	for _, c := range []struct {
		name   string
		f      ProjectFacts
		asOf   string
		colour Colour
		rule   string
	}{
		{"nothing to assess", ProjectFacts{}, "07-06", Grey, "P0"},
		{"only grey milestones", ProjectFacts{Milestones: milestones(grey)}, "07-06", Grey, "P0"},

		// P1
		{"the planned month is not over", ProjectFacts{PlannedStart: MustMonth("2017-03")}, "03-31", Grey, "P0"},
		{"planned March: yellow from 1 April", ProjectFacts{PlannedStart: MustMonth("2017-03")}, "04-01", Yellow, "P1"},
		{"until 31 May", ProjectFacts{PlannedStart: MustMonth("2017-03")}, "05-31", Yellow, "P1"},
		{"red from 1 June", ProjectFacts{PlannedStart: MustMonth("2017-03")}, "06-01", Red, "P1"},
		{"started", ProjectFacts{PlannedStart: MustMonth("2017-03"), Started: day("06-01")}, "06-01", Grey, "P0"},
		{"started later", ProjectFacts{PlannedStart: MustMonth("2017-03"), Started: day("06-02")}, "06-01", Red, "P1"},
		{"a 开工 milestone silences it", ProjectFacts{PlannedStart: MustMonth("2017-03"), HasStartMilestone: true}, "06-01", Grey, "P0"},

		// P2
		{"investment on plan", ProjectFacts{Investment: invested(50)}, "07-06", Green, "P2"},
		{"investment behind", ProjectFacts{Investment: invested(38)}, "07-06", Yellow, "P2"},
		{"investment far behind", ProjectFacts{Investment: invested(10)}, "07-06", Red, "P2"},
		{"investment at the year's end", ProjectFacts{Investment: invested(99)}, "2018-01-06", Yellow, "T2"},
		{"investment complete", ProjectFacts{Investment: invested(100)}, "2018-01-06", Green, "P2"},
		{"no plan above 0", ProjectFacts{Investment: InvestmentFacts{DoneYuan: 5, Plan: PlanFacts{Year: 2017}}}, "2018-01-06", Grey, "P0"},

		// P3
		{"a key milestone red", ProjectFacts{Milestones: milestones(key, green, green, green, green)}, "07-06", Red, "P3"},
		{"one ordinary red of many", ProjectFacts{Milestones: milestones(red, green, green, green)}, "07-06", Yellow, "P3"},
		{"two ordinary red", ProjectFacts{Milestones: milestones(red, red, green, green, green, green, green, green)}, "07-06", Red, "P3"},
		{"30 % of the weight red", ProjectFacts{Milestones: heavy}, "07-06", Red, "P3"},
		{"29 % of the weight red", ProjectFacts{Milestones: light}, "07-06", Yellow, "P3"},
		{"a yellow one", ProjectFacts{Milestones: milestones(yellow, green)}, "07-06", Yellow, "P3"},
		{"力争 red counts as yellow", ProjectFacts{Milestones: milestones(key.with(func(f facts) { f.Firmness = Aim }))}, "07-06", Yellow, "P3"},

		// order
		{"red of P2 before yellow of P3", ProjectFacts{Investment: invested(10), Milestones: milestones(yellow)}, "07-06", Red, "P2"},
		{"yellow before blue", ProjectFacts{Investment: invested(38), Milestones: milestones(blue)}, "07-06", Yellow, "P2"},
		{"all verified is blue, also beside a green investment", ProjectFacts{Investment: invested(50), Milestones: milestones(blue, blue)}, "07-06", Blue, "M1"},
		{"one is open", ProjectFacts{Milestones: milestones(blue, green)}, "07-06", Green, "M8"},
		{"two ordinary red, one left the plan", ProjectFacts{Milestones: milestones(red, gone, green, green, green, green, green)}, "07-06", Yellow, "P3"},
		{"the rest is done", ProjectFacts{Milestones: milestones(blue, gone)}, "07-06", Blue, "M1"},
		{"everything left the plan", ProjectFacts{Milestones: milestones(gone)}, "07-06", Grey, "P0"},
		{"blue and grey", ProjectFacts{Milestones: milestones(blue, grey)}, "07-06", Grey, "P0"},
	} {
		got := Default().Project(c.f, day(c.asOf), nil)
		if got.Lamp.Colour != c.colour || got.Lamp.Rule != c.rule || len(got.Milestones) != len(c.f.Milestones) {
			t.Errorf("%s: %s by %s, want %s by %s", c.name, got.Lamp.Colour, got.Lamp.Rule, c.colour, c.rule)
		}
		checkLamp(t, c.name, got.Lamp)
		if _, err := json.Marshal(got); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestProjectSentences(t *testing.T) {
	t.Parallel()
	f := ProjectFacts{PlannedStart: MustMonth("2017-03"), Investment: invested(38),
		Milestones: []ProjectMilestone{{Name: "主体结顶", Facts: due("05-01").with(func(f facts) { f.Key, f.Unreported = true, true })}}}
	got := Default().Project(f, day("07-06"), nil).Lamp
	for _, want := range []string{
		"计划 2017 年 3 月开工，已满 3 个月仍未开工。",
		"年度投资：应完成 50%，实际完成 38%，相差 12 个百分点，为计划的 76%，进度预警。",
		"节点红灯 1 个（其中关键节点 1 个）、黄灯 0 个；「主体结顶」：应于 5 月 1 日完成，已逾期 66 天，超过关键节点 15 天红线。",
	} {
		if !strings.Contains(got.Reason, want) {
			t.Errorf("%q is missing in %q", want, got.Reason)
		}
	}
	if got.Rule != RuleP1 || badgeList(got) != "unreported" {
		t.Errorf("%s [%s]", got.Rule, badgeList(got))
	}
}

func TestOrder(t *testing.T) {
	t.Parallel()
	order := OrderFacts{Due: day("06-20")}
	back, closed := order, order
	back.SentBack, closed.Closed = day("06-01"), day("06-28")
	for _, c := range []struct {
		name   string
		f      OrderFacts
		asOf   string
		colour Colour
		badges string
	}{
		{"in time", order, "06-16", Green, ""},
		{"within 3 days", order, "06-17", Green, "dueSoon"},
		{"due today", order, "06-20", Green, "dueSoon"},
		{"overdue 1 day", order, "06-21", Yellow, ""},
		{"overdue 7 days", order, "06-27", Yellow, ""},
		{"overdue 8 days", order, "06-28", Red, ""},
		{"sent back", back, "06-02", Yellow, ""},
		{"sent back later", back, "05-31", Green, ""},
		{"closed", closed, "06-28", Blue, ""},
		{"closed later", closed, "06-27", Yellow, ""},
		{"closed in time has no 临期", OrderFacts{Due: day("06-20"), Closed: day("06-18")}, "06-19", Blue, ""},
		{"without a date", OrderFacts{}, "06-28", Green, ""},
	} {
		got := Default().Order(c.f, day(c.asOf))
		if got.Colour != c.colour || got.Rule != RuleOrder || badgeList(got) != c.badges {
			t.Errorf("%s: %s [%s]", c.name, got.Colour, badgeList(got))
		}
		checkLamp(t, c.name, got)
	}
}
