package schedule

import "fmt"

func undatedWords() sentence {
	return sentence{"缺计划日期，不能进入年度计划。", "There is no planned date; the item can not enter the plan."}
}

// exitedWords is M7, of a milestone and of an indicator.
func exitedWords(document string) sentence {
	if document == "" {
		return sentence{"已退出计划。", "Has left the plan."}
	}
	return sentence{"已退出计划（" + document + "）。", "Has left the plan (" + document + ")."}
}

// outOfPlanWords says why the lamp of what left the plan does not turn.
func outOfPlanWords() sentence {
	return sentence{"已退出计划，不再评价。", "It has left the plan and is not assessed any more."}
}

func (j judgement) dueWords() sentence {
	on := onDay{j.asOf}
	return sentence{
		fmt.Sprintf("应于 %s完成", on.zh(j.f.Approved)),
		"Due on " + on.en(j.f.Approved),
	}
}

// doneWords is M1: on time or N days late, and against the baseline when a
// change was approved. Late is remembered for ever.
func (j judgement) doneWords() sentence {
	on, f := onDay{j.asOf}, j.f
	if f.Approved.IsZero() {
		return sentence{
			fmt.Sprintf("%s完成并核实。", on.zh(f.Reached)),
			fmt.Sprintf("Completed on %s and verified.", on.en(f.Reached)),
		}
	}
	due, how := j.dueWords(), lateness(f.Reached.Sub(f.Approved))
	s := sentence{
		fmt.Sprintf("%s，%s%s完成并核实。", due.zh, on.zh(f.Reached), how.zh),
		fmt.Sprintf("%s, completed on %s %s and verified.", due.en, on.en(f.Reached), how.en),
	}
	if (f.Changes > 0 || f.Approved != f.Baseline) && !f.original {
		how = lateness(f.Reached.Sub(f.Baseline))
		s = s.and(sentence{
			fmt.Sprintf("按原计划 %s为%s完成。", on.zh(f.Baseline), how.zh),
			fmt.Sprintf("Against the original plan of %s: %s.", on.en(f.Baseline), how.en),
		})
	}
	return s
}

func lateness(days int) sentence {
	if days <= 0 {
		return sentence{"按期", "on time"}
	}
	return sentence{fmt.Sprintf("逾期 %d 天", days), plural(days, "day") + " late"}
}

// suspendedWords is M2; staleDays is the age of a review that is too old.
func (j judgement) suspendedWords(staleDays int) sentence {
	on := onDay{j.asOf}
	s := sentence{
		fmt.Sprintf("已批准停缓，最近一次审批或复核在 %s", on.zh(j.f.Suspended)),
		fmt.Sprintf("Suspended with approval, last approved or reviewed on %s", on.en(j.f.Suspended)),
	}
	if staleDays == 0 {
		return sentence{s.zh + "，暂不评价。", s.en + "; not assessed."}
	}
	limit := j.rs.MilestoneRule.SuspensionReviewDays
	return sentence{
		fmt.Sprintf("%s，已过 %d 天，超过 %d 天未复核。", s.zh, staleDays, limit),
		fmt.Sprintf("%s, %s ago; the limit for a review is %s.", s.en, plural(staleDays, "day"), plural(limit, "day")),
	}
}

// claimedWords is M3: what the claim is, and the colour it keeps.
func (j judgement) claimedWords(before verdict) sentence {
	on, colour := onDay{j.asOf}, colourWord(before.colour)
	return sentence{
		fmt.Sprintf("%s已报完成，待核实，灯色保持 %s的%s：%s",
			on.zh(j.f.Claimed), on.zh(j.day), colour.zh, before.words.zh),
		fmt.Sprintf("Completion was claimed on %s and awaits review; the lamp stays %s as on %s: %s",
			on.en(j.f.Claimed), colour.en, on.en(j.day), before.words.en),
	}
}

// reviewWords stands behind every sentence of an item with an undecided claim
// whose review is late, and owns up when the calendar had to be guessed.
func (j judgement) reviewWords() sentence {
	if j.f.Claimed.IsZero() || j.f.Verified {
		return sentence{}
	}
	return j.rs.reviewWords(j.f.Claimed, j.asOf, j.cal)
}

func (rs *RuleSet) reviewWords(claimed, asOf Date, cal *Calendar) (s sentence) {
	grace := rs.On(asOf).MilestoneRule.ReviewGraceWorkdays
	if rs.reviewLate(claimed, asOf, cal) {
		s = sentence{
			fmt.Sprintf("审核已超过 %d 个工作日，现由审核人持有。", grace),
			fmt.Sprintf("The review has taken more than %s; the reviewer holds the item.", plural(grace, "working day")),
		}
	}
	if !cal.coversAll(claimed, cal.WorkdaysAfter(claimed, grace+1)) {
		s = s.and(weekdaysWords())
	}
	return s
}

// weekdaysWords says that a working day outside the calendar table was used.
func weekdaysWords() sentence {
	return sentence{"（该时段无节假日数据，工作日按周一至周五计。）",
		"(No holiday table for this period: Monday to Friday counted as working days.)"}
}

// overdueWords is M4 and M5.
func (j judgement) overdueWords(late int, red bool) sentence {
	due := j.dueWords()
	s := sentence{
		fmt.Sprintf("%s，已逾期 %d 天", due.zh, late),
		fmt.Sprintf("%s, overdue by %s", due.en, plural(late, "day")),
	}
	if credit := j.f.reviewDays(j.f.Approved, j.day); credit > 0 {
		s.zh += fmt.Sprintf("（已扣除审核占用 %d 天）", credit)
		s.en += fmt.Sprintf(" (%s under review not counted)", plural(credit, "day"))
	}
	if !red {
		return sentence{s.zh + "。", s.en + "."}
	}
	kind := sentence{"一般节点", "an ordinary milestone"}
	if j.f.Key {
		kind = sentence{"关键节点", "a key milestone"}
	}
	s = sentence{
		fmt.Sprintf("%s，超过%s %d 天红线。", s.zh, kind.zh, j.redAfter()),
		fmt.Sprintf("%s, beyond the limit of %s for %s.", s.en, plural(j.redAfter(), "day"), kind.en),
	}
	return s.and(aimWords(j.f.Firmness))
}

// aimWords explains the cap of an aim where a firm promise would be red.
func aimWords(f Firmness) sentence {
	if f != Aim {
		return sentence{}
	}
	return sentence{"力争目标，最高亮黄灯。", "The promise is an aim, so the lamp is yellow at most."}
}

// forecastLateWords is M6, reported by the unit itself.
func (j judgement) forecastLateWords() sentence {
	on, due := onDay{j.asOf}, j.dueWords()
	days := j.f.Forecast.Sub(j.f.Approved)
	return sentence{
		fmt.Sprintf("%s，预计 %s完成，晚 %d 天，自报风险。", due.zh, on.zh(j.f.Forecast), days),
		fmt.Sprintf("%s, forecast for %s, %s later: a risk reported by the unit.", due.en, on.en(j.f.Forecast), plural(days, "day")),
	}
}

// forecastPassedWords is M6 when the forecast has passed without completion.
func (j judgement) forecastPassedWords() sentence {
	on, due := onDay{j.asOf}, j.dueWords()
	return sentence{
		fmt.Sprintf("%s，预计完成日期 %s已过，仍未报完成。", due.zh, on.zh(j.f.Forecast)),
		fmt.Sprintf("%s; the forecast of %s has passed without completion.", due.en, on.en(j.f.Forecast)),
	}
}

// runningWords is M8.
func (j judgement) runningWords() sentence {
	due, left := j.dueWords(), j.f.Approved.Sub(j.day)
	switch {
	case left > 0:
		return sentence{
			fmt.Sprintf("%s，还有 %d 天，正常推进。", due.zh, left),
			fmt.Sprintf("%s, %s left, in progress.", due.en, plural(left, "day")),
		}
	case left == 0:
		return sentence{due.zh + "，当日到期，正常推进。", due.en + ", the last day, in progress."}
	}
	return sentence{due.zh + "，扣除审核占用的天数后未逾期。", due.en + ", not overdue once the days under review are taken off."}
}

// notYetWords is M9.
func (j judgement) notYetWords() sentence {
	on, due := onDay{j.asOf}, j.dueWords()
	from := WindowStart(j.f, j.rs)
	return sentence{
		fmt.Sprintf("%s，%s起进入推进期，未到时间。", due.zh, on.zh(from)),
		fmt.Sprintf("%s, the work starts on %s: not yet time.", due.en, on.en(from)),
	}
}
