package milestones

import (
	"guatu/internal/platform/csvfile"
	"guatu/internal/schedule"
)

// exportColumns are the columns a list of milestones can be taken out with, in the order they have by default.
func exportColumns(lang schedule.Lang) []csvfile.Column[Milestone] {
	return append(nameColumns(lang), dateColumns(lang)...)
}

func textColumn(key, zh, en string, of func(Milestone) string) csvfile.Column[Milestone] {
	return csvfile.Column[Milestone]{Key: key, Zh: zh, En: en, Cell: func(m Milestone) csvfile.Cell { return csvfile.Text(of(m)) }}
}

func cellColumn(key, zh, en string, of func(Milestone) csvfile.Cell) csvfile.Column[Milestone] {
	return csvfile.Column[Milestone]{Key: key, Zh: zh, En: en, Cell: of}
}

func nameColumns(lang schedule.Lang) []csvfile.Column[Milestone] {
	return []csvfile.Column[Milestone]{
		textColumn("projectCode", "项目编号", "Project code", func(m Milestone) string { return m.ProjectCode }),
		textColumn("projectName", "项目名称", "Project", func(m Milestone) string { return m.ProjectName }),
		cellColumn("ordinal", "序号", "No.", func(m Milestone) csvfile.Cell { return csvfile.Whole(m.Ordinal) }),
		textColumn("name", "节点", "Milestone", func(m Milestone) string { return m.Name }),
		textColumn("lamp", "灯", "Lamp", func(m Milestone) string { return m.Lamp.Colour.Name(lang) }),
		textColumn("badges", "标记", "Marks", func(m Milestone) string { return schedule.BadgeNames(m.Lamp.Badges, lang) }),
		textColumn("reason", "原因", "Reason", func(m Milestone) string { return m.Lamp.Reason }),
		textColumn("stage", "形象进度", "Stage", func(m Milestone) string { return m.Stage }),
		textColumn("key", "关键", "Key", func(m Milestone) string { return yes(m.Key, lang) }),
		textColumn("firmness", "要求", "Firmness", func(m Milestone) string { return firmnessName(m.Firmness, lang) }),
		cellColumn("weight", "权重", "Weight", func(m Milestone) csvfile.Cell { return csvfile.Whole(m.Weight) }),
		cellColumn("planYear", "计划年度", "Plan year", func(m Milestone) csvfile.Cell { return csvfile.Whole(m.PlanYear) }),
		textColumn("leadDepartment", "牵头单位", "Lead department", func(m Milestone) string { return m.LeadDepartment.Name }),
		textColumn("leaderPost", "分管领导", "Leader", func(m Milestone) string { return m.LeaderPost.Leader() }),
		textColumn("holder", "在谁手里", "In whose hands", holderName),
		textColumn("contactName", "联系人", "Contact", func(m Milestone) string { return m.ContactName }),
		textColumn("contactPhone", "联系电话", "Phone", func(m Milestone) string { return m.ContactPhone }),
	}
}

func dateColumns(lang schedule.Lang) []csvfile.Column[Milestone] {
	return []csvfile.Column[Milestone]{
		textColumn("deadlineWords", "时限原文", "Deadline in words", func(m Milestone) string { return m.DeadlineWords }),
		cellColumn("plannedStart", "计划开始", "Planned start", func(m Milestone) csvfile.Cell { return csvfile.Day(m.PlannedStart) }),
		cellColumn("baseline", "原计划", "Baseline", func(m Milestone) csvfile.Cell { return csvfile.Day(m.Baseline) }),
		cellColumn("approved", "现计划", "Approved", func(m Milestone) csvfile.Cell { return csvfile.Day(m.Approved) }),
		cellColumn("forecast", "预计", "Forecast", func(m Milestone) csvfile.Cell { return csvfile.Day(m.Forecast) }),
		cellColumn("reached", "实际", "Reached", func(m Milestone) csvfile.Cell { return csvfile.Day(m.Reached) }),
		cellColumn("progress", "进度（%）", "Progress (%)", func(m Milestone) csvfile.Cell { return csvfile.Percent(m.ProgressBp) }),
		cellColumn("progressOn", "进度填报日", "Progress of", func(m Milestone) csvfile.Cell { return csvfile.Day(m.ProgressOn) }),
		cellColumn("overdueDays", "逾期（天）", "Overdue (days)", func(m Milestone) csvfile.Cell { return csvfile.Whole(m.OverdueDays) }),
		cellColumn("changes", "变更次数", "Changes", func(m Milestone) csvfile.Cell { return csvfile.Whole(m.Changes) }),
		cellColumn("slipDays", "累计延期（天）", "Slip (days)", func(m Milestone) csvfile.Cell { return csvfile.Whole(m.SlipDays) }),
		cellColumn("lastReportMonth", "最近填报月份", "Last report", func(m Milestone) csvfile.Cell { return csvfile.Month(m.LastReportMonth) }),
		textColumn("lastNote", "最近进展", "Last note", func(m Milestone) string { return m.LastNote }),
		textColumn("words", "计划原文", "Words of the plan", func(m Milestone) string { return m.Words }),
		textColumn("sample", "样例", "Sample", func(m Milestone) string { return yes(m.Sample, lang) }),
	}
}

// holderName is the unit whose move it is.
func holderName(m Milestone) string {
	if m.Holder.Department == nil {
		return ""
	}
	return m.Holder.Department.Name
}

func yes(is bool, lang schedule.Lang) string {
	switch {
	case !is:
		return ""
	case lang == schedule.English:
		return "yes"
	}
	return "是"
}

func firmnessName(f schedule.Firmness, lang schedule.Lang) string {
	switch {
	case lang == schedule.English:
		return string(f)
	case f == schedule.Aim:
		return "力争"
	}
	return "确保"
}
