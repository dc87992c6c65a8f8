package projects

import (
	"strings"

	"guatu/internal/auth"
	"guatu/internal/platform/csvfile"
	"guatu/internal/schedule"
)

// projectColumns are the columns a list of projects can be taken out with, in the order they have by default.
func projectColumns(lang schedule.Lang) []csvfile.Column[Project] {
	text := func(key, zh, en string, of func(Project) string) csvfile.Column[Project] {
		return csvfile.Column[Project]{Key: key, Zh: zh, En: en, Cell: func(p Project) csvfile.Cell { return csvfile.Text(of(p)) }}
	}
	cell := func(key, zh, en string, of func(Project) csvfile.Cell) csvfile.Column[Project] {
		return csvfile.Column[Project]{Key: key, Zh: zh, En: en, Cell: of}
	}
	return append([]csvfile.Column[Project]{
		text("code", "编号", "Code", func(p Project) string { return p.Code }),
		text("name", "项目名称", "Project", func(p Project) string { return p.Name }),
		text("lamp", "灯", "Lamp", func(p Project) string { return p.Lamp.Colour.Name(lang) }),
		text("badges", "标记", "Marks", func(p Project) string { return schedule.BadgeNames(p.Lamp.Badges, lang) }),
		text("reason", "原因", "Reason", func(p Project) string { return p.Lamp.Reason }),
		text("lists", "清单", "Lists", func(p Project) string { return listNames(p.Lists) }),
		text("sector", "行业", "Sector", func(p Project) string { return p.Sector }),
		text("buildNature", "建设性质", "Build nature", func(p Project) string { return p.BuildNature }),
		text("stage", "阶段", "Stage", func(p Project) string { return p.Stage }),
		text("annualClass", "年度类别", "Class of the year", func(p Project) string { return p.AnnualClass }),
		cell("planYear", "计划年度", "Plan year", func(p Project) csvfile.Cell { return csvfile.Whole(p.PlanYear) }),
		text("leadDepartment", "牵头单位", "Lead department", func(p Project) string { return p.LeadDepartment.Name }),
		text("coDepartments", "配合单位", "Co-departments", func(p Project) string { return departmentNames(p.CoDepartments) }),
		text("leaderPost", "分管领导", "Leader", func(p Project) string { return p.LeaderPost.Leader() }),
		text("contactName", "联系人", "Contact", func(p Project) string { return p.ContactName }),
		text("contactPhone", "联系电话", "Phone", func(p Project) string { return p.ContactPhone }),
		text("parent", "上级项目", "Parent", func(p Project) string { return p.ParentName }),
	}, append(moneyColumns(cell), planColumns(lang, text, cell)...)...)
}

type (
	textColumn = func(key, zh, en string, of func(Project) string) csvfile.Column[Project]
	cellColumn = func(key, zh, en string, of func(Project) csvfile.Cell) csvfile.Column[Project]
)

// moneyColumns are the investment in whole 元.
func moneyColumns(cell cellColumn) []csvfile.Column[Project] {
	money := func(of func(Investment) *int64) func(Project) csvfile.Cell {
		return func(p Project) csvfile.Cell { return csvfile.OrNone(of(investmentOf(p))) }
	}
	return []csvfile.Column[Project]{
		cell("totalYuan", "总投资（元）", "Total investment (yuan)", money(func(v Investment) *int64 { return v.TotalYuan })),
		cell("cumulativeYuan", "累计完成投资（元）", "Invested so far (yuan)", money(func(v Investment) *int64 { return v.CumulativeYuan })),
		cell("yearPlanYuan", "年度计划投资（元）", "Plan of the year (yuan)", money(func(v Investment) *int64 { return v.YearPlanYuan })),
		cell("yearDoneYuan", "年度完成投资（元）", "Done in the year (yuan)", money(func(v Investment) *int64 { return v.YearDoneYuan })),
		cell("doneThrough", "投资截至月份", "Done through", func(p Project) csvfile.Cell { return csvfile.Month(investmentOf(p).DoneThrough) }),
		cell("planShare", "序时进度（%）", "Due by now (%)", func(p Project) csvfile.Cell { return csvfile.Percent(investmentOf(p).PlanBp) }),
		cell("actualShare", "年度完成率（%）", "Done of the year (%)", func(p Project) csvfile.Cell { return csvfile.Percent(investmentOf(p).ActualBp) }),
	}
}

func investmentOf(p Project) Investment {
	if p.Investment == nil {
		return Investment{}
	}
	return *p.Investment
}

// planColumns are dates and milestones.
func planColumns(lang schedule.Lang, text textColumn, cell cellColumn) []csvfile.Column[Project] {
	return []csvfile.Column[Project]{
		cell("plannedStart", "计划开工", "Planned start", func(p Project) csvfile.Cell { return csvfile.Month(p.PlannedStart) }),
		cell("startedOn", "实际开工", "Started", func(p Project) csvfile.Cell { return csvfile.Day(p.StartedOn) }),
		cell("plannedEnd", "计划完成", "Planned end", func(p Project) csvfile.Cell { return csvfile.Day(p.PlannedEnd) }),
		cell("milestones", "节点数", "Milestones", func(p Project) csvfile.Cell { return csvfile.Whole(p.Counts.Milestones) }),
		cell("done", "已完成节点", "Done", func(p Project) csvfile.Cell { return csvfile.Whole(p.Counts.Done) }),
		cell("overdue", "逾期节点", "Overdue", func(p Project) csvfile.Cell { return csvfile.Whole(p.Counts.Overdue) }),
		cell("red", "红灯节点", "Red", func(p Project) csvfile.Cell { return csvfile.Whole(p.Counts.Red) }),
		text("nextName", "下一节点", "Next milestone", func(p Project) string {
			if p.Next == nil {
				return ""
			}
			return p.Next.Name
		}),
		cell("nextDue", "下一节点到期", "Next due", func(p Project) csvfile.Cell {
			if p.Next == nil {
				return csvfile.Text("")
			}
			return csvfile.Day(&p.Next.Due)
		}),
		text("sample", "样例", "Sample", func(p Project) string { return yes(p.Sample, yesWord(lang)) }),
	}
}

func yesWord(lang schedule.Lang) string {
	if lang == schedule.English {
		return "yes"
	}
	return "是"
}

func listNames(lists []ListRef) string {
	var names []string
	for _, list := range lists {
		names = append(names, list.Name)
	}
	return strings.Join(names, "、")
}

func departmentNames(departments []auth.DepartmentRef) string {
	var names []string
	for _, department := range departments {
		names = append(names, department.Name)
	}
	return strings.Join(names, "、")
}
