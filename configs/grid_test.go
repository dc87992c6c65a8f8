package configs_test

import (
	"testing"

	"guatu/configs"
	"guatu/internal/schedule"
)

// pair is one point of the grid on which published rules are compared: whole per cent of the year's plan.
type pair struct{ plan, actual int }

// grid is every plan of 10…100 % in steps of 5 with every actual of 0…plan in steps of 5.
func grid() []pair {
	var out []pair
	for plan := 10; plan <= 100; plan += 5 {
		for actual := 0; actual <= plan; actual += 5 {
			out = append(out, pair{plan, actual})
		}
	}
	return out
}

// published is a rule as its text says it, in whole per cent and without any code of the product. Silent is where the text says
// nothing: the product completes it and says so in the rule set.
type published struct {
	set    string
	colour func(p pair) schedule.Colour
	silent func(p pair) bool
}

func never(pair) bool { return false }

// ratioRule reads “低于 X % of the time-proportional plan” as published by several cities: whole per cent of the plan.
func ratioRule(yellowBelow, redBelow int) func(pair) schedule.Colour {
	return func(p pair) schedule.Colour {
		switch done := p.actual * 100; {
		case done < redBelow*p.plan:
			return schedule.Red
		case done < yellowBelow*p.plan:
			return schedule.Yellow
		}
		return schedule.Green
	}
}

func publishedRules() []published {
	return []published{
		{
			// 银川: 达到序时进度 green, 10–30 points below (incl.) yellow, more than 30 red. Between 0 and 10 the text is silent.
			set: "yinchuan-2025",
			colour: func(p pair) schedule.Colour {
				switch gap := p.plan - p.actual; {
				case gap > 30:
					return schedule.Red
				case gap >= 10:
					return schedule.Yellow
				}
				return schedule.Green
			},
			silent: func(p pair) bool { gap := p.plan - p.actual; return gap > 0 && gap < 10 },
		},
		{set: "wuhan", colour: ratioRule(80, 60), silent: never},         // 武汉: below 80 % yellow, below 60 % red
		{set: "sanya-2022", colour: ratioRule(100, 50), silent: never},   // 三亚: below by up to 50 % yellow, by more red
		{set: "tianjin-2022", colour: ratioRule(100, 70), silent: never}, // 天津: up to 30 % below yellow, more red
		{set: "ouhai-2020", colour: ratioRule(100, 100), silent: never},  // 瓯海: the month's task missed is red
	}
}

// TestPublishedColoursOnTheGrid holds every preset against its published text on the 228 pairs.
func TestPublishedColoursOnTheGrid(t *testing.T) {
	t.Parallel()
	pairs := grid()
	if len(pairs) != 228 {
		t.Fatalf("the grid has %d pairs, want 228", len(pairs))
	}
	asOf := schedule.MustDate("2025-06-30")
	for _, rule := range publishedRules() {
		set, err := configs.RuleSet(rule.set)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pairs {
			facts := schedule.ProgressFacts{Plan: schedule.Bp(int64(p.plan) * 100), Actual: schedule.Bp(int64(p.actual) * 100)}
			lamp := set.Progress(facts, asOf, nil)
			if want := rule.colour(p); lamp.Colour != want {
				t.Errorf("%s, plan %d %%, actual %d %%: %s, published %s", rule.set, p.plan, p.actual, lamp.Colour, want)
			}
			if _, marked := lamp.Inputs["completed"]; marked != rule.silent(p) {
				t.Errorf("%s, plan %d %%, actual %d %%: marked as completed %v, silent %v", rule.set, p.plan, p.actual, marked, rule.silent(p))
			}
		}
	}
}

// TestPublishedRulesDisagree counts on how many pairs the five published texts give more than one colour. Published research on
// these texts found 120 of 228; another number would mean that one of the texts is read differently here.
func TestPublishedRulesDisagree(t *testing.T) {
	t.Parallel()
	differ := 0
	for _, p := range grid() {
		colours := map[schedule.Colour]bool{}
		for _, rule := range publishedRules() {
			if !rule.silent(p) {
				colours[rule.colour(p)] = true
			}
		}
		if len(colours) > 1 {
			differ++
		}
	}
	if differ != 120 {
		t.Errorf("%d of %d pairs get more than one colour, published: 120", differ, len(grid()))
	}
}
