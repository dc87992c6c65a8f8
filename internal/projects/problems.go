package projects

import (
	"context"
	"errors"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// faultText says what is wrong with a field and what to do, in Chinese and English.
func faultText(code string) (zh, en string) {
	switch code {
	case "required":
		return "必填", "is required"
	case "too_long":
		return "文字太长", "is too long"
	case "year_range":
		return "年度应在 2000 到 2100 之间", "The plan year must be between 2000 and 2100"
	case "date_future":
		return "日期不能晚于今天", "The date can not be after today"
	case "end_before_start":
		return "计划完成不能早于计划开工", "The planned end can not be before the planned start"
	case "parent_self":
		return "项目不能是自己的子项目", "A project can not be a part of itself"
	case "parent_circle":
		return "上级项目已在本项目之下，不能成环", "The parent is already below this project"
	case "parent_unknown":
		return "没有这个上级项目", "There is no such parent project"
	case "money_range":
		return "金额应为不小于 0 的整数（元）", "The amount must be whole yuan, not below 0"
	case "done_needs_both":
		return "完成投资和截至月份要一起填", "Money done and the month it is done through go together"
	case "month_range":
		return "截至月份应在计划年度内，且不晚于本月", "The month must be in the plan year and not after this month"
	case "plan_not_rising":
		return "按月计划应为 12 个累计数，逐月不减", "The monthly plan has twelve cumulative figures that never fall"
	case "plan_not_total":
		return "按月计划的 12 月累计数应等于年度计划", "The monthly plan must end at the plan of the year"
	case "figures_empty":
		return "请至少填一项：完成投资、形象进度或入库日期", "Give at least one of money done, stage of the works and day of entry in the statistics"
	case "paid_needs_done":
		return "填支付投资时请一并填完成投资", "Money paid goes together with money done"
	case "ladder_missing":
		return "督查室还没有为该项目选定形象进度阶段表", "The supervision office has chosen no ladder of stages for this project yet"
	case "ladder_unknown":
		return "没有这张形象进度阶段表", "There is no such ladder of stages"
	case "stage_unknown":
		return "这个阶段不在所选的阶段表里", "This stage is not on the chosen ladder"
	case "department_unknown":
		return "没有这个单位", "There is no such department"
	case "department_closed":
		return "该单位已停用或已并入其他单位，请选在用的单位", "The department is disabled or was merged into another; choose one in use"
	case "post_unknown":
		return "没有这个岗位", "There is no such post"
	case "post_no_leader":
		return "该岗位没有分管领导或主要领导的角色", "This post has not the role of a leader"
	case "other_year":
		return "该项目不在该年度计划内", "This project is not in the plan of that year"
	case "list_unknown":
		return "没有这个清单", "There is no such list"
	case "lead_is_co":
		return "牵头单位不能同时是配合单位", "The lead department can not be a co-department too"
	}
	return "内容有误", "is not valid"
}

func invalid(faults []Fault) error {
	fields := make([]httpapi.FieldError, 0, len(faults))
	for _, f := range faults {
		zh, en := faultText(f.Code)
		fields = append(fields, httpapi.Fault(f.Field, f.Code, zh, en))
	}
	return httpapi.Invalid(fields...)
}

func codeTaken() error {
	e := httpapi.Conflict("code_taken", "已有项目使用这个编号，请换一个；内容未保存", "Another project has this code; choose a different one. Nothing was saved")
	e.Fields = []httpapi.FieldError{httpapi.Fault("code", "code_taken", "编号已被使用", "is taken")}
	return e
}

func hasParts() error {
	return httpapi.Conflict("has_parts", "该项目下还有子项目，请先移走或删除子项目；未作改动", "Other projects are parts of this one; move or remove them first. Nothing was changed")
}

func figuresOutdated() error {
	return httpapi.Conflict("figures_outdated", "填报之后该项目换了计划年度或形象进度阶段表，这份填报已对不上，请退回重填；未作改动",
		"The plan year or the ladder of the project has changed since this was reported, and it fits no more; send it back. Nothing was changed")
}

func ofOtherYear() error {
	return httpapi.Conflict("other_year", "该项目属于以往年度的计划，不能删除；未作改动", "This project was in the plan of another year and can not be removed. Nothing was changed")
}

// problem turns the errors of the store into those of the API; others pass.
func problem(err error) error {
	if errors.Is(err, database.ErrNotFound) {
		return httpapi.NotFound()
	}
	return err
}

// speak puts the sentence of a lamp into the caller's language.
func speak(ctx context.Context, lamp schedule.Lamp) schedule.Lamp {
	if httpapi.Language(ctx) == httpapi.English {
		lamp.Reason = lamp.Sentence(schedule.English)
	}
	return lamp
}
