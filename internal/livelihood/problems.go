package livelihood

import (
	"errors"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// text is one sentence in both languages.
type text struct{ zh, en string }

// faultText says what is wrong with a field and what to do.
func faultText(code string) text {
	if t, ok := readingFaults()[code]; ok {
		return t
	}
	if t, ok := planFaults()[code]; ok {
		return t
	}
	return text{"内容有误", "is not valid"}
}

func readingFaults() map[string]text {
	return map[string]text{
		"note_required":        {"请写一句进展说明；没有变化时请选“无变化”", "Write a word about the progress, or choose “no change”"},
		"reason_required":      {"请写明不予核实的理由", "Say why it is not verified"},
		"note_too_long":        {"说明最多 2000 字", "The note has at most 2000 characters"},
		"no_change_claim":      {"“无变化”和“报完成”只能选一个", "Choose “no change” or “completed”, not both"},
		"no_change_value":      {"选了“无变化”就不能同时改数值", "“No change” can not move the figure"},
		"out_of_range":         {"数值太大", "The figure is too large"},
		"not_for_type":         {"这类子项不填此项", "This kind of indicator does not take this"},
		"value_required":       {"请填累计数（与年初值同口径；没有年初值的，从 1 月 1 日起算）", "Give the cumulative figure, on the same scale as the start value (without one: since 1 January)"},
		"negative":             {"不能是负数", "It can not be negative"},
		"claim_below_target":   {"累计数还没有达到目标，不能报完成", "The figure has not reached the target, so completion can not be claimed"},
		"claim_not_for_type":   {"这类子项按期判定，不需要报完成", "This kind of indicator is judged by its readings; completion is not claimed"},
		"rate_needs_both":      {"分子和分母要一起填", "Give numerator and denominator together"},
		"denominator_positive": {"分母应大于 0", "The denominator must be above 0"},
		"rate_required":        {"请填分子和分母，或直接填比率", "Give numerator and denominator, or the rate itself"},
		"printed_alone":        {"公布的完成率要和数值一起填", "Give the published rate together with the figure it belongs to"},
		"rate_differs":         {"填的比率与分子、分母算出的不一致", "The rate differs from that of numerator and denominator"},
		"met_required":         {"请选本期是否达标", "Say whether the period was met"},
		"met_differs":          {"是否达标与填的数值不一致", "Met or not contradicts the figure"},
		"month_in_future":      {"还没到这个月，不能填报", "This month has not come yet"},
		"month_not_agreed":     {"这个月不在约定的期数内", "This month is not one of the agreed periods"},
	}
}

func planFaults() map[string]text {
	return map[string]text{
		"required":          {"必填", "is required"},
		"too_long":          {"文字太长", "is too long"},
		"year_range":        {"年份应在 2000 到 2100 之间", "The year must be between 2000 and 2100"},
		"ordinal_range":     {"序号应为 1 到 100 的整数", "The ordinal must be a whole number from 1 to 100"},
		"ordinal_taken":     {"这个序号已经用过", "This ordinal is taken"},
		"weight_range":      {"权重应为 1 到 1000 的整数", "The weight must be a whole number from 1 to 1000"},
		"task_unknown":      {"没有这项实事", "There is no such task"},
		"unit_unknown":      {"没有这个单位", "There is no such department"},
		"unit_closed":       {"该单位已停用或已并入其他单位，请选在用的单位", "The department is disabled or was merged into another; choose one in use"},
		"post_unknown":      {"没有这个岗位", "There is no such post"},
		"post_no_leader":    {"该岗位没有分管领导或主要领导的角色", "This post has not the role of a leader"},
		"milestone_unknown": {"没有这个节点", "There is no such milestone"},
		"milestone_needed":  {"事件、节点类子项要指向一个项目节点，并在那里填报", "An event or stage points at a milestone of a project and is reported there"},
		"milestone_unused":  {"只有事件、节点类子项指向项目节点", "Only an event or stage points at a milestone"},
		"target_positive":   {"累计类的年度目标应大于 0", "The target of the year must be above 0"},
		"target_required":   {"达标类要有目标值", "A rate needs a target"},
		"plan_falls":        {"月度计划是累计数，不能下降", "The monthly plan is cumulative and can not fall"},
		"plan_length":       {"月度计划最多 12 个月", "The monthly plan has at most 12 months"},
		"plan_total":        {"月度计划不能超过年度目标", "The monthly plan can not exceed the target of the year"},
		"plan_unused":       {"只有累计、达标类有月度计划", "Only a cumulative figure or a rate has a monthly plan"},
		"periods_year":      {"期数应在计划年度内，不重复", "The periods must lie in the plan year, without repetition"},
		"periods_unused":    {"只有保持、长效类有期数", "Only a standard kept or a service has periods"},
		"ladder_rising":     {"阶段的名称不能重复，权重应逐级上升到 1–100", "Stages need different names and weights rising within 1–100"},
		"ladder_unused":     {"只有节点类子项有阶段", "Only a stage has a ladder"},
		"stage_unknown":     {"目标阶段不在阶段表里", "The target stage is not on the ladder"},
		"other_year":        {"不是该年度的实事", "This task is of another year"},
		"not_unfinished":    {"不是该实事未完成的子项", "This is no unfinished indicator of the task"},
		"due_before_plan":   {"新的完成日期不能早于新计划年度", "The new due date can not be before the year of the new plan"},
		"evidence_unused":   {"核定完成才附佐证；退回的，原因写在说明里", "Evidence goes with a completion; say in words why it is sent back"},
		"no_change":         {"没有要改的内容", "There is nothing to change"},
	}
}

// refusalText says why the state does not allow a step, what was kept and what to do.
func refusalText(code refusal) text {
	switch code {
	case codeAtMilestone:
		return text{"该子项随项目节点填报，请到对应节点填报；本次内容未保存", "This indicator is reported at its milestone; report there. Nothing was saved"}
	case codeNoTarget:
		return text{"该子项尚无可量化的目标，可先记一句话；数值未保存", "This indicator has no measurable target yet; a note can be left. The figure was not saved"}
	case codeFinished:
		return text{"该子项已完成并核实，不再变动", "This indicator is completed and verified and does not change any more"}
	case codePending:
		return text{"已有一份填报待审核；可先撤回再填，本次内容未保存", "A report already waits for its review; withdraw it first. Nothing was saved"}
	case codeClaimed:
		return text{"已报完成、正待核实，不能改目标或年初值；请先审核该填报，本次修改未保存", "Completion has been claimed and waits for its decision; decide that report before target or start value change. Nothing was saved"}
	case codeNoClaim:
		return text{"该子项没有等待核实的满额数值", "No confirmed 100 % of this indicator waits for verification"}
	case codeReading:
		return text{"该子项有一份填报待审核，请先审核该填报；本次未作改动", "A report of this indicator waits for its review; decide that one first. Nothing was changed"}
	case codeOwnReport:
		return text{"满额数值由本人填报，请由其他审核人核实", "You reported this figure yourself; somebody else has to verify it"}
	case codeExited:
		return text{"该子项已批准退出计划，不再填报和修改；本次内容未保存", "This indicator has left the plan and is not reported or edited any more. Nothing was saved"}
	case codeSuspended:
		return text{"该子项已批准停缓，复工后再填报；本次内容未保存", "This indicator is suspended; report after it has been resumed. Nothing was saved"}
	case codeCarried:
		return text{"该子项已结转到下一年度计划，请在新子项上填报和修改；本次内容未保存", "This indicator was carried over to the next plan; report and edit the one that goes on with it. Nothing was saved"}
	case codeReported:
		return text{"已有人填报，不能删除；未作改动", "Somebody has reported on this; it can not be removed. Nothing was changed"}
	case codeFrozen:
		return text{"该子项已有填报，不能再改类型", "This indicator has readings; its type can not change any more"}
	}
	return text{"当前状态不允许此操作", "The state does not allow this"}
}

func invalid(faults []fault) error { return httpapi.Invalid(fields(faults)...) }

// fields puts faults into words.
func fields(faults []fault) []httpapi.FieldError {
	out := make([]httpapi.FieldError, 0, len(faults))
	for _, f := range faults {
		t := faultText(f.code)
		out = append(out, httpapi.Fault(f.field, f.code, t.zh, t.en))
	}
	return out
}

// problem turns the errors of the rules and of the store into those of the API; others pass.
func problem(err error) error {
	if code, ok := errors.AsType[refusal](err); ok {
		t := refusalText(code)
		return httpapi.Conflict(string(code), t.zh, t.en)
	}
	if errors.Is(err, database.ErrNotFound) {
		return httpapi.NotFound()
	}
	return err
}
