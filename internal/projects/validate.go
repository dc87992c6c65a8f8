package projects

import (
	"slices"

	"guatu/internal/schedule"
)

// Fault is one thing wrong with what somebody sent; Code is a key of the words of this package.
type Fault struct{ Field, Code string }

// maxYuan is more than any project of a district costs.
const maxYuan = int64(1_000_000_000_000_000)

// faults lists everything wrong with a project by itself; today bounds the months that can have been reported.
func (p ProjectRow) faults(today schedule.Date) []Fault {
	out := append(p.textFaults(), p.moneyFaults(today)...)
	if p.PlanYear < 2000 || p.PlanYear > 2100 {
		out = append(out, Fault{"planYear", "year_range"})
	}
	if p.StartedOn.After(today) {
		out = append(out, Fault{"startedOn", "date_future"})
	}
	if !p.PlannedEnd.IsZero() && p.PlannedEnd.Before(p.PlannedStart.First()) {
		out = append(out, Fault{"plannedEnd", "end_before_start"})
	}
	if p.ParentID != nil && *p.ParentID == p.ID {
		out = append(out, Fault{"parentId", "parent_self"})
	}
	return out
}

func (p ProjectRow) textFaults() []Fault {
	var out []Fault
	for _, t := range []struct {
		field, value string
		most         int
		required     bool
	}{
		{"code", p.Code, 40, true}, {"name", p.Name, 200, true}, {"sector", p.Sector, 40, false},
		{"buildNature", p.BuildNature, 40, false}, {"stage", p.Stage, 40, false}, {"annualClass", p.AnnualClass, 40, false},
		{"contactName", p.ContactName, 80, false}, {"contactPhone", p.ContactPhone, 40, false},
	} {
		if t.required && t.value == "" {
			out = append(out, Fault{t.field, "required"})
		}
		if tooLong(t.value, t.most) {
			out = append(out, Fault{t.field, "too_long"})
		}
	}
	return out
}

func (p ProjectRow) moneyFaults(today schedule.Date) []Fault {
	var out []Fault
	for _, m := range []struct {
		field string
		value *int64
	}{{"totalYuan", p.TotalYuan}, {"cumulativeYuan", p.CumulativeYuan}, {"yearPlanYuan", p.YearPlanYuan}, {"yearDoneYuan", p.YearDoneYuan}} {
		if m.value != nil && (*m.value < 0 || *m.value > maxYuan) {
			out = append(out, Fault{m.field, "money_range"})
		}
	}
	switch done := p.YearDoneMonth; {
	case p.YearDoneYuan == nil && !done.IsZero():
		out = append(out, Fault{"yearDoneYuan", "done_needs_both"})
	case p.YearDoneYuan != nil && done.IsZero():
		out = append(out, Fault{"yearDoneMonth", "done_needs_both"})
	case !done.IsZero() && (done.Year() != p.PlanYear || done.After(today.MonthOf())):
		out = append(out, Fault{"yearDoneMonth", "month_range"})
	}
	return append(append(out, p.planFaults()...), p.worksFaults(today)...)
}

// planFaults: a monthly plan is cumulative, never falls and ends at the plan of the year.
func (p ProjectRow) planFaults() []Fault {
	plan := p.MonthlyPlan
	if len(plan) == 0 {
		return nil
	}
	switch {
	case len(plan) != 12, plan[0] < 0, !slices.IsSorted(plan):
		return []Fault{{"monthlyPlan", "plan_not_rising"}}
	case p.YearPlanYuan == nil || plan[11] != *p.YearPlanYuan:
		return []Fault{{"monthlyPlan", "plan_not_total"}}
	}
	return nil
}
