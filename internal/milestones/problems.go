package milestones

import (
	"context"
	"errors"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// text is one sentence in both languages.
type text struct{ zh, en string }

// faultText says what is wrong with a field and what to do.
func faultText(code string) text {
	switch code {
	case "progress_range":
		return text{"进度应在 0% 到 100% 之间", "Progress must be between 0 % and 100 %"}
	case "claim_needs_whole":
		return text{"报完成时进度应为 100%，或不填", "A claim of completion means 100 %; give that or leave it out"}
	case "note_required":
		return text{"请写一句进展说明；没有变化时请选“无变化”", "Write a word about the progress, or choose “no change”"}
	case "note_too_long":
		return text{"说明最多 2000 字", "The note has at most 2000 characters"}
	case "forecast_past":
		return text{"预计日期不能早于今天；已经完成请报完成", "The forecast can not be before today; claim completion if it is done"}
	case "claim_without_forecast":
		return text{"报完成时不用填预计日期", "A claim of completion has no forecast"}
	case "no_change_forecast":
		return text{"选了“无变化”就不能同时改预计日期", "“No change” can not move the forecast"}
	case "no_change_claim":
		return text{"“无变化”和“报完成”只能选一个", "Choose “no change” or “completed”, not both"}
	case "no_change_progress":
		return text{"选了“无变化”就不能同时改进度", "“No change” can not move the progress"}
	case "required":
		return text{"必填", "is required"}
	case "too_long":
		return text{"文字太长", "is too long"}
	case "weight_range":
		return text{"权重应为 1 到 1000 的整数", "The weight must be a whole number from 1 to 1000"}
	case "ordinal_range":
		return text{"序号应为 1 到 10000 的整数", "The ordinal must be a whole number from 1 to 10000"}
	case "deadline_unknown":
		return text{"这句期限有歧义或没有读懂，请直接给日期", "This phrase is ambiguous or not known; give a date instead"}
	case "due_before_plan":
		return text{"新的承诺日期不能早于新计划年度", "The new date can not be before the year of the new plan"}
	case "not_unfinished":
		return text{"不是该项目该年度未完成的节点", "This is no unfinished milestone of the project in the plan of that year"}
	case "project_unknown":
		return text{"没有这个项目", "There is no such project"}
	case "start_after_due":
		return text{"计划开始不能晚于计划完成", "The planned start can not be after the due date"}
	case "reason_required":
		return text{"请写明退回的原因，填报人会看到", "Say why it is returned; the author will read it"}
	case "batch_size":
		return text{"一次处理 1 到 200 件", "Decide 1 to 200 reports at once"}
	case "batch_twice":
		return text{"同一份填报在这一批里出现了两次", "This report stands in the batch twice"}
	case "date_future":
		return text{"日期不能晚于今天", "The date can not be after today"}
	}
	return text{"内容有误", "is not valid"}
}

// refusalText says why the state does not allow a step, what was kept and what to do.
func refusalText(code string) text {
	switch code {
	case CodeFinished:
		return text{"该节点已完成并核实，不再填报", "This milestone is completed and verified; it is not reported any more"}
	case CodeExited:
		return text{"该节点已批准退出计划，不再填报和变更；本次内容未保存", "This milestone has left the plan and is not reported or changed any more. Nothing was saved"}
	case CodeSuspended:
		return text{"该节点已批准停缓，恢复后再填报", "This milestone is suspended; report after it has been resumed"}
	case CodePending:
		return text{"已有一份填报待审核；可先撤回再填，本次内容未保存", "A report already waits for its review; withdraw it first. Nothing was saved"}
	case CodeDecided:
		return text{"这份填报已有处理结果，不能再改", "This report has been decided and can not be changed"}
	case CodeUnitFirst:
		return text{"这份填报还没有经单位负责人审核，先由单位审核；未作改动", "The head of the unit has not approved this report yet and goes first. Nothing was changed"}
	case CodeAtOffice:
		return text{"这份填报单位已审，正在督查室核定，要改请督查室退回；未作改动", "The unit has approved this report and the supervision office has it now; ask the office to send it back. Nothing was changed"}
	case CodeBothSteps:
		return text{"单位审核和督查室核定要由两个人做，请督查室的另一位同事核定", "The two levels of review are two people; ask a colleague of the supervision office"}
	case CodeApproved:
		return text{"该节点的日期已经批准变更过，只能再走延期审批；本次内容未保存", "The date of this milestone has been changed with an approval and moves by approvals alone. Nothing was saved"}
	case CodeCarried:
		return text{"该节点已结转到下一年度计划，请在新节点上填报和修改；本次内容未保存", "This milestone was carried over to the next plan; report and edit the one that goes on with it. Nothing was saved"}
	case CodeReported:
		return text{"该节点已有填报，不能删除；未作改动", "Somebody has reported on this milestone; it can not be removed. Nothing was changed"}
	case CodeFigures:
		return text{"该项目已有填报的投资或形象进度，不能删除；未作改动", "Somebody has reported figures of this project; it can not be removed. Nothing was changed"}
	case CodeInUse:
		return text{"有实事子项指向该节点，请先改子项再删除；未作改动", "An indicator of a livelihood task points at this milestone; change that one first. Nothing was changed"}
	case CodeOwnReport:
		return text{"不能审核自己的填报，请由另一位负责人审核；或撤回后由负责人直接填报", "Nobody reviews their own report; ask another head of the unit"}
	}
	return text{"当前状态不允许此操作", "The state does not allow this"}
}

func invalid(faults []Fault) error {
	fields := make([]httpapi.FieldError, 0, len(faults))
	for _, f := range faults {
		t := faultText(f.Code)
		fields = append(fields, httpapi.Fault(f.Field, f.Code, t.zh, t.en))
	}
	return httpapi.Invalid(fields...)
}

// problem turns the errors of the rules and of the store into those of the API; others pass.
func problem(err error) error {
	if refusal, ok := errors.AsType[*Refusal](err); ok {
		t := refusalText(refusal.Code)
		return httpapi.Conflict(refusal.Code, t.zh, t.en)
	}
	if errors.Is(err, database.ErrNotFound) {
		return httpapi.NotFound()
	}
	return err
}

func isRefusal(err error) bool {
	_, ok := errors.AsType[*Refusal](err)
	return ok
}

// speak puts the sentence of a lamp into the caller's language.
func speak(ctx context.Context, lamp schedule.Lamp) schedule.Lamp {
	if httpapi.Language(ctx) == httpapi.English {
		lamp.Reason = lamp.Sentence(schedule.English)
	}
	return lamp
}
