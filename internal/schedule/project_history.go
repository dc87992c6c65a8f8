package schedule

import (
	"fmt"
	"math/big"
	"slices"
)

// MonthReading is the confirmed figure of one month: what was done of the plan
// of the year by the end of the month, in the unit of the plan, and the day it
// was confirmed. Of several for one month the one confirmed last counts.
type MonthReading struct {
	Month Month `json:"month"`
	Done  int64 `json:"done"`
	On    Date  `json:"on"`
}

// reading is one month of the plan year judged by the curve of its own end. It
// never moves: neither the days that pass nor the closing of a period change
// what was read.
type reading struct {
	MonthReading

	gap    *big.Rat // plan − actual
	colour Colour   // of P2 without a cap
	whole  bool     // the plan of the year is done
	repeat bool     // P5
}

// history are the months of the plan year that were read, in order.
type history struct {
	readings []reading
	yellow   int // how many are yellow or worse
	green    int // RecoveryRule.GreenPeriods
}

// historyOf judges each month by its own figure and its own plan.
func (rs *RuleSet) historyOf(f InvestmentFacts, asOf Date) history {
	h := history{green: rs.RecoveryRule.GreenPeriods}
	if f.PlanYuan <= 0 {
		return h
	}
	for _, m := range f.monthsRead(asOf) {
		plan, actual := f.Plan.DueBy(m.Month).rat(), Share{m.Done, f.PlanYuan}
		r := reading{MonthReading: m, gap: new(big.Rat).Sub(plan, actual.rat()), colour: rs.curveColour(plan, actual.rat()), whole: actual.IsWhole()}
		if r.colour != Green {
			h.yellow++
		}
		h.readings = append(h.readings, r)
		h.readings[len(h.readings)-1].repeat = rs.repeats(h.readings)
	}
	return h
}

// monthsRead are the readings of the plan year that are known on asOf, one for
// each month, in order.
func (f InvestmentFacts) monthsRead(asOf Date) []MonthReading {
	var out []MonthReading
	for _, m := range f.Readings {
		if m.Month.IsZero() || m.Month.Year() != f.Plan.Year || m.On.by(asOf).IsZero() {
			continue
		}
		i, there := slices.BinarySearchFunc(out, m, func(a, b MonthReading) int { return a.Month.Compare(b.Month) })
		switch {
		case !there:
			out = slices.Insert(out, i, m)
		case !m.On.Before(out[i].On):
			out[i] = m
		}
	}
	return out
}

// repeats is P5 on the last of the readings.
func (rs *RuleSet) repeats(all []reading) bool {
	n := rs.RepeatRule.YellowPeriods
	if n < 2 || len(all) < n {
		return false
	}
	last := all[len(all)-n:]
	for _, r := range last {
		if r.colour == Green {
			return false
		}
	}
	reduced := new(big.Rat).Sub(last[0].gap, last[n-1].gap)
	return reduced.Cmp(bpRat(rs.RepeatRule.GapReducedBp)) < 0
}

// marked: so many yellow months in the year that a supervision order is due.
func (rs *RuleSet) marked(h history) bool {
	return rs.RepeatRule.MarkPeriods > 0 && h.yellow >= rs.RepeatRule.MarkPeriods
}

// held is the colour recovery still keeps after the last reading. Red stays red
// while an item overdue today was already overdue when the month was read; a
// month that leaves red is yellow, and so is the first green one: only a full
// month inside green makes green, which begins and ends there. The whole plan of
// the year done ends it at once.
func (h history) held(overdueSince Date) Colour {
	state, inside := Green, 0
	for _, r := range h.readings {
		stays := state == Red && !overdueSince.IsZero() && overdueSince.Before(r.On)
		switch {
		case r.whole:
			state, inside = Green, h.green+1
		case stays || r.colour == Red || r.repeat:
			state, inside = Red, 0
		case r.colour == Yellow:
			state, inside = Yellow, 0
		default:
			if inside++; state == Red || state == Yellow && inside <= h.green {
				state = Yellow
			} else {
				state = Green
			}
		}
	}
	switch {
	case h.green == 0:
		return Green
	case state == Red && h.last().repeat && h.last().colour == Yellow:
		return Yellow // its red is that of P5, which says so itself
	}
	return state
}

// last is the last month that was read; there is one.
func (h history) last() reading { return h.readings[len(h.readings)-1] }

// kept gives the lamp of the curve the colour recovery keeps, if that is worse.
func (h history) kept(l Lamp, f Firmness, held Colour) Lamp {
	colour := f.capped(held)
	if colour.Severity() <= l.Colour.Severity() {
		return l
	}
	last, kind := h.last(), colourWord(held)
	words := sentence{"此前亮黄灯，须在绿灯区内完整经过一期方可转绿。", "It was yellow before and turns green after one full period inside green."}
	switch {
	case last.colour == held:
		words = sentence{
			fmt.Sprintf("%s的数据为%s。", zhMonth(last.Month), kind.zh),
			fmt.Sprintf("The figure of %s is %s.", enMonth(last.Month), kind.en),
		}
	case held == Red:
		words = sentence{"此前亮红灯，逾期事项全部完成并核实后方可转黄。", "It was red before and turns yellow when every overdue item is done and verified."}
	}
	words = sentence{l.Reason, l.english}.and(words)
	l.Colour, l.Reason, l.english = colour, words.zh, words.en
	l.Inputs["recovery"] = held
	return l
}

// repeated is P5. It speaks when the warning repeats itself.
func (rs *RuleSet) repeated(f InvestmentFacts, h history, asOf Date) (Lamp, bool) {
	n := len(h.readings)
	if n == 0 || !h.readings[n-1].repeat {
		return Lamp{}, false
	}
	rule := rs.RepeatRule
	first, last := h.readings[n-rule.YellowPeriods], h.readings[n-1]
	from, to := percent(cutBp(first.gap)), percent(cutBp(last.gap))
	v := verdict{RuleP5, f.Firmness.capped(Red), sentence{
		fmt.Sprintf("投资进度连续 %d 期预警（%s至 %s），差距由 %s 个百分点变为 %s 个百分点，缩小不足 %s 个百分点。",
			rule.YellowPeriods, zhMonth(first.Month), zhMonth(last.Month), from, to, percent(rule.GapReducedBp)),
		fmt.Sprintf("The investment was behind in %s in a row (%s to %s); the gap went from %s to %s percentage points, not smaller by %s.",
			plural(rule.YellowPeriods, "period"), enMonth(first.Month), enMonth(last.Month), from, to, percent(rule.GapReducedBp)),
	}.and(aimWords(f.Firmness))}
	return rs.lamp(v, nil, inputs{"asOf": asOf, "months": []Month{first.Month, last.Month},
		"gapsBp": []int{cutBp(first.gap), cutBp(last.gap)}, "gapReducedBp": rule.GapReducedBp, "yellowPeriods": h.yellow}), true
}
