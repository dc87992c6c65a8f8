package schedule

import (
	"fmt"
	"math/big"
)

// figures writes plan and actual.
func (c course) figures() sentence {
	plan, actual := percent(c.f.Plan.Bp()), percent(c.f.Actual.Bp())
	return sentence{
		fmt.Sprintf("应完成 %s%%，实际完成 %s%%", plan, actual),
		fmt.Sprintf("%s%% due, %s%% done", plan, actual),
	}
}

func (c course) completeWords() sentence {
	actual := percent(c.f.Actual.Bp())
	if c.f.Rate {
		return sentence{"年度结束，指标达标。", "The year has ended and the target is met."}
	}
	return sentence{
		fmt.Sprintf("已完成 %s%%并核实。", actual),
		fmt.Sprintf("%s%% done and verified.", actual),
	}
}

// yearEndWords is T2.
func (c course) yearEndWords(colour Colour) sentence {
	actual := percent(c.f.Actual.Bp())
	if colour == Yellow {
		return sentence{
			fmt.Sprintf("%d 年已结束，完成 %s%%，尚未全部完成并核实，基本完成。", c.f.Year, actual),
			fmt.Sprintf("%d is over with %s%% done, not yet complete and verified: nearly done.", c.f.Year, actual),
		}
	}
	return sentence{
		fmt.Sprintf("%d 年已结束，仅完成 %s%%，年度未完成。", c.f.Year, actual),
		fmt.Sprintf("%d is over with only %s%% done: the year's promise is not kept.", c.f.Year, actual),
	}.and(aimWords(c.f.Firmness))
}

// ownDueWords is T1.
func (c course) ownDueWords(late int, colour Colour) sentence {
	on := onDay{c.asOf}
	actual := percent(c.f.Actual.Bp())
	s := sentence{
		fmt.Sprintf("应于 %s完成，已过 %d 天，完成 %s%%，尚未完成并核实", on.zh(c.f.Due), late, actual),
		fmt.Sprintf("Due on %s, %s ago; %s%% done, not yet complete and verified", on.en(c.f.Due), plural(late, "day"), actual),
	}
	if colour == Yellow {
		return sentence{s.zh + "。", s.en + "."}
	}
	limit := c.rs.TerminalRule.RedAfterDays
	return sentence{
		fmt.Sprintf("%s，超过 %d 天红线。", s.zh, limit),
		fmt.Sprintf("%s, beyond the limit of %s.", s.en, plural(limit, "day")),
	}.and(aimWords(c.f.Firmness))
}

// curveWords is P2: the figures, the gap, and what they mean.
func (c course) curveWords(colour Colour) sentence {
	plan, actual := c.f.Plan.rat(), c.f.Actual.rat()
	s := c.figures()
	switch {
	case c.rs.ProgressRule == nil:
		return sentence{s.zh + "，本规则集不评价进度。", s.en + "; this rule set does not assess progress."}
	case plan.Sign() <= 0:
		return sentence{"按计划本期尚无进度要求。", "Nothing is due yet by the plan."}
	case plan.Cmp(actual) <= 0:
		return sentence{s.zh + "，达到序时进度。", s.en + ": on or ahead of schedule."}
	}
	gap := percent(cutBp(new(big.Rat).Sub(plan, actual)))
	ratio := percent(cutBp(new(big.Rat).Quo(actual, plan)))
	meaning := map[Colour]sentence{
		Green:  {"在允许范围内", "within the margin"},
		Yellow: {"进度预警", "a warning"},
		Red:    {"严重滞后", "seriously behind"},
	}[colour]
	s = sentence{
		fmt.Sprintf("%s，相差 %s 个百分点，为计划的 %s%%，%s。", s.zh, gap, ratio, meaning.zh),
		fmt.Sprintf("%s, %s percentage points short, %s%% of the plan: %s.", s.en, gap, ratio, meaning.en),
	}
	switch {
	case colour == Red:
		s = s.and(aimWords(c.f.Firmness))
	case c.rs.silentOn(plan, new(big.Rat).Sub(plan, actual)):
		s = s.and(sentence{"规则原文未规定此区间，按正常补全。", "The published text is silent here; completed as normal."})
	}
	return s
}

// claimedWords says that the lamp is the one of the day before the claim.
func (c course) claimedWords(v verdict) sentence {
	on := onDay{c.asOf}
	return sentence{
		fmt.Sprintf("%s已报完成，待核实，灯色按 %s计：%s", on.zh(c.f.Claimed), on.zh(c.day), v.words.zh),
		fmt.Sprintf("Completion was claimed on %s and awaits review; the lamp is that of %s: %s",
			on.en(c.f.Claimed), on.en(c.day), v.words.en),
	}
}
