package schedule

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// decides is the rule of the table that gives the colour.
func decides(e Explanation) (rule RuleCheck, n int) {
	for _, r := range e.Rules {
		if r.Decides {
			rule, n = r, n+1
		}
	}
	return rule, n
}

// TestExplanationIsTheLamp: the table names the rule and the colour the lamp has, and the days of turning are those on which
// the lamp turns.
func TestExplanationIsTheLamp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs, asOf := drawRuleSet(t), drawDay(t, "as-of")
		f := drawMilestone(t)
		e := rs.ExplainMilestone(f, asOf, nil)
		rule, n := decides(e)
		if n != 1 || rule.Rule != e.Lamp.Rule || rule.Colour != e.Lamp.Colour || !rule.Met {
			t.Fatalf("the lamp is %s %s, the table says %+v", e.Lamp.Rule, e.Lamp.Colour, e.Rules)
		}
		for _, turn := range []struct {
			on     *Date
			colour Colour
		}{{e.YellowOn, Yellow}, {e.RedOn, Red}} {
			if turn.on == nil {
				continue
			}
			if got := rs.Milestone(f, *turn.on, nil).Colour; got != turn.colour {
				t.Fatalf("on %s it is %s, not %s", *turn.on, got, turn.colour)
			}
			if got := rs.Milestone(f, turn.on.AddDays(-1), nil).Colour; got == turn.colour {
				t.Fatalf("the day before %s it is %s already", *turn.on, got)
			}
		}
		spoken := e.Speak(English)
		for _, r := range append(spoken.Rules, RuleCheck{Text: spoken.Ahead}) {
			if r.Text == "" || strings.ContainsAny(r.Text, "，。") {
				t.Fatalf("rule %s in English: %q", r.Rule, r.Text)
			}
		}
	})
}

func TestExplainMilestone(t *testing.T) {
	day := MustDate
	base := MilestoneFacts{Baseline: day("2017-06-30"), Approved: day("2017-06-30")}
	with := func(change func(*MilestoneFacts)) MilestoneFacts {
		f := base
		change(&f)
		return f
	}
	for name, c := range map[string]struct {
		f           MilestoneFacts
		on          string
		rule        string
		yellow, red string
		words       string
	}{
		"not yet time":    {base, "2017-01-10", RuleM9, "2017-07-01", "2017-07-31", "7 月 1 日起转为黄灯，7 月 31 日起转为红灯"},
		"key":             {with(func(f *MilestoneFacts) { f.Key = true }), "2017-06-10", RuleM8, "2017-07-01", "2017-07-16", "7 月 16 日起转为红灯"},
		"yellow":          {base, "2017-07-10", RuleM5, "", "2017-07-31", "如果一直没有新进展，7 月 31 日起转为红灯"},
		"red":             {base, "2017-08-10", RuleM4, "", "", "已是红灯"},
		"an aim":          {with(func(f *MilestoneFacts) { f.Firmness = Aim }), "2017-06-10", RuleM8, "2017-07-01", "", "最高亮黄灯"},
		"forecast late":   {with(func(f *MilestoneFacts) { f.Forecast = day("2017-07-20") }), "2017-06-10", RuleM6, "", "2017-07-31", "7 月 31 日起转为红灯"},
		"forecast passes": {with(func(f *MilestoneFacts) { f.Forecast = day("2017-06-20") }), "2017-06-10", RuleM8, "2017-06-21", "2017-07-31", "6 月 21 日起转为黄灯"},
		"claimed":         {with(func(f *MilestoneFacts) { f.Claimed = day("2017-07-05") }), "2017-07-10", RuleM3, "", "", "完成申报待核实期间灯色不变"},
		"suspended":       {with(func(f *MilestoneFacts) { f.Suspended = day("2017-05-01") }), "2017-06-10", RuleM2, "2017-07-31", "", "停缓期间不评价逾期"},
		"done":            {with(func(f *MilestoneFacts) { f.Reached, f.Verified = day("2017-06-01"), true }), "2017-06-10", RuleM1, "", "", "不再变化"},
		"undated":         {MilestoneFacts{}, "2017-06-10", RuleM0, "", "", "没有计划日期"},
		"years away":      {MilestoneFacts{Approved: day("2020-06-30")}, "2017-06-10", RuleM9, "2020-07-01", "2020-07-31", "2020 年 7 月 1 日"},
	} {
		e := Default().ExplainMilestone(c.f, day(c.on), nil)
		if rule, _ := decides(e); rule.Rule != c.rule || textOf(e.YellowOn) != c.yellow || textOf(e.RedOn) != c.red || !strings.Contains(e.Ahead, c.words) {
			t.Errorf("%s: %s, yellow %q, red %q, %q", name, rule.Rule, textOf(e.YellowOn), textOf(e.RedOn), e.Ahead)
		}
	}
	why := Default().ExplainMilestone(base, day("2017-07-10"), nil)
	if got := why.Rules[4]; got.Rule != RuleM4 || got.Met || !strings.Contains(got.Text, "逾期超过 30 天为红灯，现逾期 10 天，7 月 31 日起才算") {
		t.Errorf("why not red: %+v", got)
	}
}

func textOf(d *Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func TestExplainIndicator(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs, asOf, f := drawRuleSet(t), drawDay(t, "as-of"), drawIndicator(t)
		e := rs.ExplainIndicator(f, asOf, nil)
		if now := rs.Indicator(f, asOf, nil).Lamp; e.Lamp.Colour != now.Colour || e.Lamp.Rule != now.Rule {
			t.Fatalf("the lamp is %s %s, explained is %s %s", now.Rule, now.Colour, e.Lamp.Rule, e.Lamp.Colour)
		}
		if rule, n := decides(e); f.Type != TypeWords && (n != 1 || rule.Rule != e.Lamp.Rule && e.Lamp.Rule != RuleP0 || rule.Colour != e.Lamp.Colour) {
			t.Fatalf("the lamp is %s %s, the table says %+v", e.Lamp.Rule, e.Lamp.Colour, e.Rules)
		}
	})
	f := IndicatorFacts{Type: TypeCum, Quantity: QuantityFacts{Value: 20, Target: 100}, Plan: PlanFacts{Year: 2017}}
	e := Default().ExplainIndicator(f, MustDate("2017-06-10"), nil) // 5/12 due: 41.66 %
	text := e.Rules[3].Text
	if e.Lamp.Colour != Red || !strings.Contains(text, "达到 33.34% 为绿灯，不到 25% 为红灯") {
		t.Errorf("%s: %q", e.Lamp.Colour, text)
	}
	f.Quantity.Value = 30
	e = Default().ExplainIndicator(f, MustDate("2017-06-10"), nil)
	if e.Lamp.Colour != Yellow || textOf(e.RedOn) != "2017-08-06" {
		t.Errorf("%s, red on %q", e.Lamp.Colour, textOf(e.RedOn))
	}
}

func TestExplainProject(t *testing.T) {
	day := MustDate
	f := ProjectFacts{PlannedStart: MustMonth("2017-03"), Milestones: []ProjectMilestone{
		{Name: "主体结顶", Facts: MilestoneFacts{Approved: day("2017-06-30"), Key: true}},
		{Name: "竣工", Facts: MilestoneFacts{Approved: day("2017-12-31")}},
	}}
	e := Default().ExplainProject(f, day("2017-03-10"), nil)
	if rules := rulesOf(e); rules != "P1- P2- P3- P4- P5- P6- P7- P8-" || e.Lamp.Colour != Grey || textOf(e.YellowOn) != "2017-04-01" || textOf(e.RedOn) != "2017-06-01" {
		t.Errorf("%s, %s, yellow %s, red %s", rules, e.Lamp.Colour, textOf(e.YellowOn), textOf(e.RedOn))
	}
	f.Started = day("2017-03-05")
	e = Default().ExplainProject(f, day("2017-07-05"), nil)
	if rules := rulesOf(e); rules != "P3+ P1- P2- P4- P5- P6- P7- P8-" || e.Lamp.Colour != Yellow || textOf(e.RedOn) != "2017-07-16" {
		t.Errorf("%s, %s, red %s", rules, e.Lamp.Colour, textOf(e.RedOn))
	}
}

func rulesOf(e Explanation) string {
	var out []string
	for _, r := range e.Rules {
		sign := "-"
		if r.Met {
			sign = "+"
		}
		out = append(out, r.Rule+sign)
	}
	return strings.Join(out, " ")
}
