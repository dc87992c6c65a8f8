package plans

import (
	"cmp"
	"context"
	"slices"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
)

// Levels of a fault.
const (
	levelBlocking = "blocking"
	levelNote     = "note"
)

// finding is a row of the plan and what it lacks, as the store found it.
type finding struct {
	Kind         string
	ID           int64
	Name         string
	ParentID     *int64
	Parent       string
	DepartmentID int64

	NoTarget, NoDate, NoUnit, NoLeader, NoMilestone, NoWeight, NoMeasure, OtherYear, OpenWithoutEnd bool
}

// faults lists what the row lacks. What the rules can not judge without, or would misjudge, stops the freeze; what a plan
// may well be without is a note: a project kept with its words alone, a task that says 加快 and no end.
func (f finding) faults() []CheckFault {
	out := []CheckFault{}
	for _, c := range []struct {
		found bool
		code  string
		level string
	}{
		{f.NoTarget, "no_target", levelBlocking},
		{f.NoDate, "no_date", levelBlocking},
		{f.NoUnit, "no_unit", levelBlocking},
		{f.NoMilestone && f.Kind == "indicator", "no_milestone", levelBlocking},
		{f.OtherYear, "other_year", levelBlocking},
		{f.NoWeight, "no_weight", levelBlocking},
		{f.NoMilestone && f.Kind == "project", "no_milestone", levelNote},
		{f.NoLeader, "no_leader", levelNote},
		{f.NoMeasure, "no_measure", levelNote},
		{f.OpenWithoutEnd, "open_without_end", levelNote},
	} {
		if c.found {
			out = append(out, CheckFault{Code: c.code, Level: c.level})
		}
	}
	return out
}

// faultText says what is missing and what to do.
func faultText(kind, code string) (zh, en string) {
	switch code {
	case "no_target":
		if kind == "task" {
			return "还没有子项", "has no indicator yet"
		}
		return "没有目标值或目标阶段", "has no target"
	case "no_date":
		return "没有计划完成日期", "has no due date"
	case "no_unit":
		return "责任单位不存在或已停用，请改为在用单位", "its department is closed; name one that is in use"
	case "no_milestone":
		if kind == "project" {
			return "本年度没有节点，只按原文展示", "has no milestone in this plan and is shown with its words alone"
		}
		return "事件、节点类子项没有指向项目节点", "points at no milestone of a project"
	case "other_year":
		return "所指节点不在本年度计划内", "points at a milestone of another year's plan"
	case "no_weight":
		return "没有权重", "has no weight"
	case "no_leader":
		return "没有分管领导", "has no leader in charge"
	case "no_measure":
		return "没有计量单位", "has no unit of measure"
	case "open_without_end":
		return "未定目标：没有终点，不计入完成率", "has no end and stays outside the shares"
	}
	return "内容不完整", "is incomplete"
}

// Check returns what the plan of a year lacks, of the rows the actor may read; what stops the freeze comes first.
func (s *Service) Check(ctx context.Context, year int) (PlanCheck, error) {
	actor, err := s.may(ctx, auth.PermPlansRead)
	if err != nil {
		return PlanCheck{}, err
	}
	if err := noYear(year); err != nil {
		return PlanCheck{}, err
	}
	row, err := s.store.one(ctx, year)
	if err != nil {
		return PlanCheck{}, err
	}
	return s.check(ctx, row, s.policy.Scope(actor, auth.PermProjectsRead), s.policy.Scope(actor, auth.PermLivelihoodRead))
}

// checkAll looks at the whole plan, whoever asks.
func (s *Service) checkAll(ctx context.Context, row yearRow) (PlanCheck, error) {
	all := auth.Scope{All: true}
	counted, err := s.store.one(ctx, row.Year)
	if err != nil {
		return PlanCheck{}, err
	}
	return s.check(ctx, counted, all, all)
}

func (s *Service) check(ctx context.Context, row count, projects, tasks auth.Scope) (PlanCheck, error) {
	found, err := s.store.findings(ctx, row.Plan.Year, projects, tasks)
	if err != nil {
		return PlanCheck{}, err
	}
	var units []int64
	for _, f := range found {
		units = append(units, f.DepartmentID)
	}
	names, err := s.directory.Departments(ctx, units)
	if err != nil {
		return PlanCheck{}, err
	}
	out := PlanCheck{Year: row.Plan.Year, State: row.Plan.State, Version: row.Plan.Version, Items: []CheckItem{},
		Total: row.Projects + row.Milestones + row.Tasks + row.Indicators}
	for _, f := range found {
		item := CheckItem{Kind: f.Kind, ID: f.ID, Name: f.Name, ParentID: f.ParentID, Parent: f.Parent,
			Department: names[f.DepartmentID], Faults: f.faults()}
		for i, fault := range item.Faults {
			item.Faults[i].Message = inLanguage(ctx)(faultText(f.Kind, fault.Code))
			out.count(fault.Level)
		}
		out.Items = append(out.Items, item)
	}
	slices.SortStableFunc(out.Items, func(a, b CheckItem) int { return cmp.Compare(a.place(), b.place()) })
	return out, nil
}

func (c *PlanCheck) count(level string) {
	if level == levelBlocking {
		c.Blocking++
	} else {
		c.Notes++
	}
}

// place puts what stops the freeze first.
func (i CheckItem) place() int {
	if slices.ContainsFunc(i.Faults, func(f CheckFault) bool { return f.Level == levelBlocking }) {
		return 0
	}
	return 1
}

// inLanguage picks the caller's language of a pair.
func inLanguage(ctx context.Context) func(zh, en string) string {
	english := httpapi.Language(ctx) == httpapi.English
	return func(zh, en string) string {
		if english {
			return en
		}
		return zh
	}
}
