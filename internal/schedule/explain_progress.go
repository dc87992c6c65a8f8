package schedule

import (
	"fmt"
	"math/big"
)

// indicatorProgress is what section 3 looks at for a CUM or RATE on the day, and the plan share due.
func (rs *RuleSet) indicatorProgress(f IndicatorFacts, asOf Date, cal *Calendar) (ProgressFacts, Share) {
	p := ProgressFacts{
		Year: f.Plan.Year, Due: f.Plan.Due, Firmness: f.Firmness,
		Actual: f.Quantity.actual(), Verified: f.Verified, Claimed: f.Claimed,
	}
	if f.Type == TypeRate {
		p.Rate, p.Actual = true, f.Rate.share()
	}
	plan := rs.PlanShare(f.Plan, asOf, cal)
	p.Plan = plan
	if claimed := p.knownOn(asOf).Claimed; !claimed.IsZero() {
		p.Plan = rs.PlanShare(f.Plan, claimed.AddDays(-1), cal)
	}
	return p, plan
}

// progressTable is T0, else the worst of T2, T1 and P2; of equals the first named.
func (rs *RuleSet) progressTable(f ProgressFacts, asOf Date) []RuleCheck {
	f = f.knownOn(asOf)
	c := course{rs: rs, f: f, asOf: asOf, day: asOf}
	if !f.Claimed.IsZero() {
		c.day = f.Claimed.AddDays(-1)
	}
	t2, t1, p2 := c.yearEnd(), c.ownDue(), c.curve()
	table := []RuleCheck{
		either(RuleT0, Blue, c.complete(), c.completeWords, c.notCompleteWords()),
		judged(RuleT2, t2, c.yearRunsWords()),
		judged(RuleT1, t1, c.notDueWords()),
		check(RuleP2, true, p2.colour, p2.words.and(rs.marginWords(f.Plan))),
	}
	rule := c.verdict().rule
	for n := range table {
		table[n].Decides = table[n].Rule == rule
	}
	return table
}

// judged is a rule that says nothing unless it gives a colour.
func judged(rule string, v verdict, not sentence) RuleCheck {
	if v.rule == "" {
		return check(rule, false, Red, not)
	}
	return check(rule, true, v.colour, v.words)
}

func (c course) notCompleteWords() sentence {
	if c.f.Rate && c.f.Actual.IsWhole() {
		return sentence{"已达标；年度结束后仍达标才为蓝灯。", "The target is met; it is blue if it still is when the year has ended."}
	}
	return sentence{"没有全部完成并核实。", "Not complete and verified."}
}

func (c course) yearRunsWords() sentence {
	switch {
	case !c.unfinished():
		return sentence{"已经完成，年末不再评价。", "Finished: the end of the year says nothing more."}
	case c.f.Year == 0:
		return sentence{"没有计划年度。", "There is no plan year."}
	}
	return sentence{
		fmt.Sprintf("%d 年还没有结束；年末没有完成为红灯，达到 %s%% 的为黄灯。", c.f.Year, percent(c.rs.TerminalRule.NearlyDoneBp)),
		fmt.Sprintf("%d is not over; unfinished at its end it is red, yellow from %s%% on.", c.f.Year, percent(c.rs.TerminalRule.NearlyDoneBp)),
	}
}

func (c course) notDueWords() sentence {
	on := onDay{c.asOf}
	switch {
	case !c.unfinished():
		return sentence{"已经完成，不再评价期限。", "Finished: its own date says nothing more."}
	case c.f.Due.IsZero():
		return sentence{"没有自己的完成期限。", "It has no due date of its own."}
	case c.f.Year != 0 && !c.f.Due.Before(monthOf(c.f.Year, 12).Last()):
		return sentence{"期限就是年末，由年末一条评价。", "It is due at the end of the year, which is judged as such."}
	}
	return sentence{
		fmt.Sprintf("期限 %s没有过；过后 %d 天内没有完成为黄灯，再往后为红灯。", on.zh(c.f.Due), c.rs.TerminalRule.RedAfterDays),
		fmt.Sprintf("Its own date, %s, has not passed; unfinished after it: yellow for %s, then red.", on.en(c.f.Due), plural(c.rs.TerminalRule.RedAfterDays, "day")),
	}
}

// marginWords says where the lines of P2 run for a plan share: what is needed for green, and below what it is red.
func (rs *RuleSet) marginWords(plan Share) sentence {
	if rs.ProgressRule == nil || plan.rat().Sign() <= 0 {
		return sentence{}
	}
	green, yellow := percent(rs.neededBp(plan.rat(), Green)), percent(rs.neededBp(plan.rat(), Yellow))
	return sentence{
		fmt.Sprintf("按应完成 %s%% 计，达到 %s%% 为绿灯，不到 %s%% 为红灯。", percent(plan.Bp()), green, yellow),
		fmt.Sprintf("With %s%% due: green from %s%% on, red below %s%%.", percent(plan.Bp()), green, yellow),
	}
}

// neededBp is the least share in basis points that P2 gives this colour or a better one.
func (rs *RuleSet) neededBp(plan *big.Rat, colour Colour) int {
	low, high := 0, wholeBp // never better with less progress (rules.md 6), so the border can be halved for
	for low < high {
		mid := (low + high) / 2
		if rs.curveColour(plan, bpRat(mid)).Severity() <= colour.Severity() {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// stays says why an indicator does not turn although days go by.
func (f IndicatorFacts) stays(lamp Lamp) sentence {
	switch {
	case lamp.Rule == RuleM2:
		return sentence{"停缓期间不评价进度，只看是否按期复核。", "While suspended it is not judged by progress, only by its reviews."}
	case lamp.Rule == RuleM7:
		return outOfPlanWords()
	case lamp.Rule == RuleOpen:
		return sentence{"没有可衡量的目标，不评价快慢。", "Without a measurable target it is not judged by days."}
	case lamp.Has(BadgeClaimed):
		return sentence{"完成申报待核实期间灯色不变。", "The lamp stays while a claim of completion awaits review."}
	case f.Type == TypeKeep || f.Type == TypeService:
		return sentence{"由每期读数评价。", "It is judged by the reading of each period."}
	}
	return aimWords(f.Firmness)
}

// silentProjectRules says why a rule of section 5 had nothing to say.
func (rs *RuleSet) silentProjectRules(f ProjectFacts, spoken map[string]bool, asOf Date) []RuleCheck {
	var out []RuleCheck
	silent := func(rule string, words sentence) {
		if !spoken[rule] {
			out = append(out, check(rule, false, Red, words))
		}
	}
	silent(RuleP1, rs.startSilentWords(f, asOf))
	silent(RuleP2, sentence{"没有年度投资计划，不评价投资进度。", "No investment is planned for the year."})
	kind := sentence{"没有红灯或黄灯的节点。", "No milestone is red or yellow."}
	if len(f.Milestones) == 0 {
		kind = sentence{"本年度计划里没有节点。", "There is no milestone in the plan of the year."}
	}
	silent(RuleP3, kind)
	words := rs.worksSilentWords(f, asOf)
	for _, rule := range []string{RuleP4, RuleP5, RuleP6, RuleP7, RuleP8} {
		silent(rule, words[rule])
	}
	return out
}

func (rs *RuleSet) startSilentWords(f ProjectFacts, asOf Date) sentence {
	switch {
	case f.HasStartMilestone:
		return sentence{"有开工节点，按节点评价开工。", "The start is a milestone and judged as one."}
	case f.PlannedStart.IsZero():
		return sentence{"没有计划开工月份。", "No month of start is planned."}
	case !f.Started.by(asOf).IsZero():
		return sentence{"已经开工。", "The work has started."}
	}
	return sentence{
		fmt.Sprintf("计划 %s开工，当月还没有过。", zhMonth(f.PlannedStart)),
		fmt.Sprintf("Planned to start in %s, which is not over.", enMonth(f.PlannedStart)),
	}
}
