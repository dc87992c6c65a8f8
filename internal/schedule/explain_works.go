package schedule

// worksSilentWords say why P4 to P8 had nothing to say.
func (rs *RuleSet) worksSilentWords(f ProjectFacts, asOf Date) map[string]sentence {
	works, h := worksOf(f, asOf), rs.historyOf(f.Investment, asOf)
	stage := f.stageSilentWords(works, asOf)
	words := map[string]sentence{
		RuleP4: stage,
		RuleP5: {"没有连续预警的月份。", "No months in a row were behind."},
		RuleP6: {"没有连续未报的填报期。", "No months in a row were left unreported."},
		RuleP7: {"投资与形象进度相符。", "The money and the works agree."},
		RuleP8: {"不要求入库，或已入库、未到期限。", "No entry in the statistics is asked for, or it is made or not due."},
	}
	switch {
	case f.Physical.reached(works, asOf) == 0:
		words[RuleP7] = stage
	case f.Money.TotalYuan <= 0:
		words[RuleP7] = sentence{"没有总投资，不比较投资与形象进度。", "The total investment is not known."}
	}
	if len(h.readings) < rs.RepeatRule.YellowPeriods {
		words[RuleP5] = sentence{"已核定的月份还不够比较。", "Too few months were read to compare them."}
	}
	if f.StatEntry.Asked && f.Started.by(asOf).IsZero() && f.StatEntry.Entered.by(asOf).IsZero() {
		words[RuleP8] = sentence{"没有开工日期，不计入库期限。", "The day the work started is not known."}
	}
	if f.MissedPeriods > 0 {
		words[RuleP6] = sentence{"未报的月份还没有连续到预警的期数。", "Fewer months in a row were left unreported than it takes."}
	}
	return words
}

func (f ProjectFacts) stageSilentWords(works WorksTally, asOf Date) sentence {
	switch {
	case len(f.Physical.Ladder) == 0:
		return sentence{"没有选定形象进度的阶段表。", "No ladder of stages is chosen."}
	case f.Physical.reached(works, asOf) == 0:
		return sentence{"还没有报过形象进度。", "No stage of the works is reported."}
	}
	return sentence{"形象进度没有落后于到期的阶段。", "The works are not behind the stage due."}
}
