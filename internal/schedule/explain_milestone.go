package schedule

import "fmt"

// table is every rule of section 2 in its order; the first that holds decides.
func (j judgement) table() []RuleCheck {
	f := j.f
	done := either(RuleM1, Blue, f.Verified, j.doneWords, sentence{"没有完成并核实。", "Not completed and verified."})
	if !f.Verified && !f.Exited.IsZero() { // nothing else is asked of what left the plan
		return decided([]RuleCheck{done, check(RuleM7, true, Grey, exitedWords(f.ExitDocument))})
	}
	table := []RuleCheck{
		done,
		either(RuleM0, Grey, f.Approved.IsZero(), undatedWords, sentence{"有计划日期。", "It has a planned date."}),
	}
	if f.Approved.IsZero() { // nothing else can be asked of a day that is not there
		return decided(table)
	}
	m2 := j.suspended()
	if f.Suspended.IsZero() {
		m2 = verdict{RuleM2, Grey, sentence{"没有批准停缓。", "No suspension was approved."}}
	}
	table = append(table, check(RuleM2, !f.Suspended.IsZero(), m2.colour, m2.words))
	m3 := verdict{RuleM3, Grey, sentence{"没有待核实的完成申报。", "No claim of completion awaits review."}}
	if !f.Claimed.IsZero() {
		before := j.open()
		m3 = verdict{RuleM3, before.colour, j.claimedWords(before)}
	}
	table = append(table, check(RuleM3, !f.Claimed.IsZero(), m3.colour, m3.words))
	return decided(append(table, j.openTable()...))
}

// openTable is M4 to M9 on the day the colour is taken from.
func (j judgement) openTable() []RuleCheck {
	f, late := j.f, OverdueDays(j.f, j.day)
	passed := !f.Forecast.IsZero() && f.Forecast.Before(j.day)
	m6 := j.forecastOnTimeWords()
	switch {
	case f.Forecast.After(f.Approved):
		m6 = j.forecastLateWords()
	case passed:
		m6 = j.forecastPassedWords()
	}
	return []RuleCheck{
		either(RuleM4, f.Firmness.capped(Red), late > j.redAfter(), func() sentence { return j.overdueWords(late, true) }, j.notRedWords(late)),
		either(RuleM5, Yellow, late >= 1, func() sentence { return j.overdueWords(late, false) }, j.notLateWords()),
		check(RuleM6, f.Forecast.After(f.Approved) || passed, Yellow, m6),
		either(RuleM8, Green, !j.day.Before(WindowStart(f, j.rs)), j.runningWords, j.notYetWords()),
		check(RuleM9, true, Grey, sentence{"以上各条都不符合时为灰灯。", "Grey when nothing above holds."}),
	}
}

// either is a rule with one sentence for when it holds and one for when not.
func either(rule string, colour Colour, met bool, holds func() sentence, not sentence) RuleCheck {
	if met {
		return check(rule, true, colour, holds())
	}
	return check(rule, false, colour, not)
}

// decided marks the first rule that holds.
func decided(table []RuleCheck) []RuleCheck {
	for n := range table {
		if table[n].Met {
			table[n].Decides = true
			break
		}
	}
	return table
}

// notRedWords says how far it is from the red line.
func (j judgement) notRedWords(late int) sentence {
	kind := sentence{"一般节点", "an ordinary milestone"}
	if j.f.Key {
		kind = sentence{"关键节点", "a key milestone"}
	}
	on, limit := onDay{j.asOf}, j.redAfter()
	first := ClockDue(j.f).AddDays(limit + 1)
	return sentence{
		fmt.Sprintf("%s逾期超过 %d 天为红灯，现逾期 %d 天，%s起才算。", kind.zh, limit, late, on.zh(first)),
		fmt.Sprintf("Red for %s overdue by more than %s; it is overdue by %s, and would be from %s on.", kind.en, plural(limit, "day"), plural(late, "day"), on.en(first)),
	}.and(aimWords(j.f.Firmness))
}

func (j judgement) notLateWords() sentence {
	on := onDay{j.asOf}
	return sentence{
		fmt.Sprintf("现计划 %s，没有逾期。", on.zh(j.f.Approved)),
		fmt.Sprintf("Due on %s by the current plan: not overdue.", on.en(j.f.Approved)),
	}
}

func (j judgement) forecastOnTimeWords() sentence {
	if j.f.Forecast.IsZero() {
		return sentence{"没有填报预计完成日期。", "No forecast was reported."}
	}
	on := onDay{j.asOf}
	return sentence{
		fmt.Sprintf("预计 %s完成，不晚于现计划。", on.zh(j.f.Forecast)),
		fmt.Sprintf("Forecast for %s, not after the current plan.", on.en(j.f.Forecast)),
	}
}

// stays says why a milestone does not turn although days go by.
func (j judgement) stays() sentence {
	f := j.f
	switch {
	case f.Verified:
		return sentence{}
	case !f.Exited.IsZero():
		return outOfPlanWords()
	case f.Approved.IsZero():
		return sentence{"没有计划日期的节点不评价快慢。", "An undated milestone is not judged by days."}
	case !f.Suspended.IsZero():
		return sentence{"停缓期间不评价逾期，只看是否按期复核。", "While suspended it is not judged by days overdue, only by its reviews."}
	case !f.Claimed.IsZero():
		return sentence{"完成申报待核实期间灯色不变。", "The lamp stays while a claim of completion awaits review."}
	}
	return aimWords(f.Firmness)
}
