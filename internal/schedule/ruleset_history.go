package schedule

// The parts of a rule set that look at more than one figure of a project: what
// it was in the months before, where its works stand, what was reported (rules
// P4 to P8 and recovery, ADR 0023). In each of them the numbers say when the
// rule is off.

// PhysicalRule is P4: how many stages the works are behind the stage due by now
// for yellow and for red. YellowSteps 0 is off.
type PhysicalRule struct {
	YellowSteps int `json:"yellowSteps" yaml:"yellowSteps"`
	RedSteps    int `json:"redSteps" yaml:"redSteps"`
}

// RepeatRule is P5: red when the last YellowPeriods months that were read are
// yellow or worse and the gap did not get smaller by GapReducedBp from the first
// to the last of them. YellowPeriods 0 is off. MarkPeriods yellow months in one
// year, in a row or not, are the mark for a supervision order; 0 never.
type RepeatRule struct {
	YellowPeriods int `json:"yellowPeriods" yaml:"yellowPeriods"`
	GapReducedBp  int `json:"gapReducedBp" yaml:"gapReducedBp"`
	MarkPeriods   int `json:"markPeriods" yaml:"markPeriods"`
}

// StockRule is P6: yellow from so many months in a row that were not reported.
// 0 is off.
type StockRule struct {
	YellowAfterMissed int `json:"yellowAfterMissed" yaml:"yellowAfterMissed"`
}

// MoneyRule is P7: yellow, the figures are in doubt, when the share of the money
// exceeds that of the works by more than YellowAboveBp. 10000 is off.
type MoneyRule struct {
	YellowAboveBp int `json:"yellowAboveBp" yaml:"yellowAboveBp"`
}

// StatEntryRule is P8: months after the start of the work without 入库. The first
// is yellow from the day after so many months, red likewise. YellowAfterMonths 0
// is off.
type StatEntryRule struct {
	YellowAfterMonths int `json:"yellowAfterMonths" yaml:"yellowAfterMonths"`
	RedAfterMonths    int `json:"redAfterMonths" yaml:"redAfterMonths"`
}

// RecoveryRule says how a project leaves red and yellow of its curve: from red
// only to yellow and only when every overdue milestone is done and verified,
// from yellow after GreenPeriods full months inside green. GreenPeriods 0 is off:
// then the colour of the day is the colour.
type RecoveryRule struct {
	GreenPeriods int `json:"greenPeriods" yaml:"greenPeriods"`
}

// fillHistory gives the absent parts of this file those of the standard.
func (rs *RuleSet) fillHistory(standard *RuleSet) {
	rs.PhysicalRule = orElse(rs.PhysicalRule, standard.PhysicalRule)
	rs.RepeatRule = orElse(rs.RepeatRule, standard.RepeatRule)
	rs.StockRule = orElse(rs.StockRule, standard.StockRule)
	rs.MoneyRule = orElse(rs.MoneyRule, standard.MoneyRule)
	rs.StatEntryRule = orElse(rs.StatEntryRule, standard.StatEntryRule)
	rs.RecoveryRule = orElse(rs.RecoveryRule, standard.RecoveryRule)
}

func (rs *RuleSet) hasHistory() bool {
	return rs.PhysicalRule != nil && rs.RepeatRule != nil && rs.StockRule != nil &&
		rs.MoneyRule != nil && rs.StatEntryRule != nil && rs.RecoveryRule != nil
}

// history checks the parts of this file.
func (v *faults) history(rs *RuleSet) {
	v.steps("physical.yellowSteps", rs.PhysicalRule.YellowSteps, "physical.redSteps", rs.PhysicalRule.RedSteps)
	v.atLeast("repeat.yellowPeriods", rs.RepeatRule.YellowPeriods, 0)
	if rs.RepeatRule.YellowPeriods == 1 {
		v.add("repeat.yellowPeriods", "must be 0 (off) or at least 2: one period repeats nothing")
	}
	v.share("repeat.gapReducedBp", rs.RepeatRule.GapReducedBp)
	v.atLeast("repeat.markPeriods", rs.RepeatRule.MarkPeriods, 0)
	v.atLeast("stock.yellowAfterMissed", rs.StockRule.YellowAfterMissed, 0)
	v.share("moneyVsWorks.yellowAboveBp", rs.MoneyRule.YellowAboveBp)
	v.steps("statEntry.yellowAfterMonths", rs.StatEntryRule.YellowAfterMonths, "statEntry.redAfterMonths", rs.StatEntryRule.RedAfterMonths)
	v.atLeast("recovery.greenPeriods", rs.RecoveryRule.GreenPeriods, 0)
}

// steps checks a pair of limits, the first of which may be 0 for off.
func (v *faults) steps(yellowField string, yellow int, redField string, red int) {
	v.atLeast(yellowField, yellow, 0)
	if red < yellow {
		v.add(redField, "is below "+yellowField)
	}
}
