package projects

import (
	"slices"
	"strings"

	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Source is where a project comes from, in the words of the report.
type Source struct{ Ref, Section, Quote, Target, Note string }

// Draft is a new project. Source and Sample are for loaders: no operation sets them.
type Draft struct {
	Code, Name, Sector, BuildNature, Stage, AnnualClass string

	LeadDepartmentID          int64
	LeaderPostID              *int64
	ContactName, ContactPhone string
	ParentID                  *int64
	Membership

	PlanYear                                              int
	TotalYuan, CumulativeYuan, YearPlanYuan, YearDoneYuan *int64
	YearDoneMonth                                         schedule.Month
	MonthlyPlan                                           []int64
	YearPaidYuan                                          *int64
	WorksLadder, WorksStage                               string
	StatEntryAsked                                        bool
	StatEnteredOn                                         schedule.Date
	PlannedStart                                          schedule.Month
	StartedOn, PlannedEnd                                 schedule.Date
	ReportCycle                                           schedule.Cycle // empty: monthly

	Source Source
	Sample bool
}

func (d Draft) row(createdAt int64, today schedule.Date) ProjectRow {
	trim := strings.TrimSpace
	if d.PlanYear == 0 {
		d.PlanYear = today.Year()
	}
	if d.ReportCycle == "" {
		d.ReportCycle = schedule.CycleMonthly
	}
	return ProjectRow{
		Code: trim(d.Code), Name: trim(d.Name), Sector: trim(d.Sector), BuildNature: trim(d.BuildNature), Stage: trim(d.Stage),
		AnnualClass: trim(d.AnnualClass), LeadDepartmentID: d.LeadDepartmentID, LeaderPostID: d.LeaderPostID,
		ContactName: trim(d.ContactName), ContactPhone: trim(d.ContactPhone), ParentID: d.ParentID, PlanYear: d.PlanYear,
		TotalYuan: d.TotalYuan, CumulativeYuan: d.CumulativeYuan, YearPlanYuan: d.YearPlanYuan, YearDoneYuan: d.YearDoneYuan,
		YearDoneMonth: d.YearDoneMonth, MonthlyPlan: d.MonthlyPlan, PlannedStart: d.PlannedStart, StartedOn: d.StartedOn,
		PlannedEnd: d.PlannedEnd, ReportCycle: d.ReportCycle, SourceRef: d.Source.Ref, SourceSection: d.Source.Section, SourceQuote: d.Source.Quote,
		SourceTarget: d.Source.Target, SourceNote: d.Source.Note, Sample: d.Sample, CreatedAt: createdAt, Version: 1,
		YearPaidYuan: d.YearPaidYuan, WorksLadder: d.WorksLadder, WorksStage: trim(d.WorksStage), StatEntryAsked: d.StatEntryAsked, StatEnteredOn: d.StatEnteredOn,
	}.entered(ProjectRow{}, today)
}

// Patch is what an edit changes; what is not set stays as it is.
type Patch struct {
	Name             *string
	Sector           *string
	BuildNature      *string
	Stage            *string
	AnnualClass      *string
	LeadDepartmentID *int64
	LeaderPostID     httpapi.Maybe[int64]
	CoDepartmentIDs  *[]int64
	Lists            *[]string
	ContactName      *string
	ContactPhone     *string
	ParentID         httpapi.Maybe[int64]
	TotalYuan        httpapi.Maybe[int64]
	CumulativeYuan   httpapi.Maybe[int64]
	YearPlanYuan     httpapi.Maybe[int64]
	YearDoneYuan     httpapi.Maybe[int64]
	YearDoneMonth    httpapi.Maybe[schedule.Month]
	MonthlyPlan      httpapi.Maybe[[]int64]
	YearPaidYuan     httpapi.Maybe[int64]
	WorksLadder      *string
	WorksStage       *string
	StatEntryAsked   *bool
	StatEnteredOn    httpapi.Maybe[schedule.Date]
	PlannedStart     httpapi.Maybe[schedule.Month]
	StartedOn        httpapi.Maybe[schedule.Date]
	PlannedEnd       httpapi.Maybe[schedule.Date]
	ReportCycle      *schedule.Cycle
}

func (p Patch) apply(row ProjectRow) ProjectRow {
	for _, t := range []struct {
		to   *string
		from *string
	}{{&row.Name, p.Name}, {&row.Sector, p.Sector}, {&row.BuildNature, p.BuildNature}, {&row.Stage, p.Stage},
		{&row.AnnualClass, p.AnnualClass}, {&row.WorksLadder, p.WorksLadder}, {&row.WorksStage, p.WorksStage}, {&row.ContactName, p.ContactName}, {&row.ContactPhone, p.ContactPhone}} {
		if t.from != nil {
			*t.to = strings.TrimSpace(*t.from)
		}
	}
	if p.LeadDepartmentID != nil {
		row.LeadDepartmentID = *p.LeadDepartmentID
	}
	p.LeaderPostID.Into(&row.LeaderPostID)
	p.ParentID.Into(&row.ParentID)
	p.TotalYuan.Into(&row.TotalYuan)
	p.CumulativeYuan.Into(&row.CumulativeYuan)
	p.YearPlanYuan.Into(&row.YearPlanYuan)
	p.YearDoneYuan.Into(&row.YearDoneYuan)
	p.YearDoneMonth.OrZero(&row.YearDoneMonth)
	p.YearPaidYuan.Into(&row.YearPaidYuan)
	p.StatEnteredOn.OrZero(&row.StatEnteredOn)
	if p.StatEntryAsked != nil {
		row.StatEntryAsked = *p.StatEntryAsked
	}
	p.PlannedStart.OrZero(&row.PlannedStart)
	p.StartedOn.OrZero(&row.StartedOn)
	p.PlannedEnd.OrZero(&row.PlannedEnd)
	if p.ReportCycle != nil {
		row.ReportCycle = *p.ReportCycle
	}
	if p.MonthlyPlan.Set {
		var plan []int64
		p.MonthlyPlan.OrZero(&plan)
		row.MonthlyPlan = plan
	}
	return row
}

// membership is what the project is part of after the edit.
func (p Patch) membership(m Membership) Membership {
	if p.CoDepartmentIDs != nil {
		m.CoDepartmentIDs = *p.CoDepartmentIDs
	}
	if p.Lists != nil {
		m.Lists = *p.Lists
	}
	return m.sorted()
}

// sorted puts the members in order, each once.
func (m Membership) sorted() Membership {
	m.CoDepartmentIDs, m.Lists = slices.Clone(m.CoDepartmentIDs), slices.Clone(m.Lists)
	slices.Sort(m.CoDepartmentIDs)
	slices.Sort(m.Lists)
	m.CoDepartmentIDs, m.Lists = slices.Compact(m.CoDepartmentIDs), slices.Compact(m.Lists)
	return m
}

func (m Membership) equal(o Membership) bool {
	return slices.Equal(m.CoDepartmentIDs, o.CoDepartmentIDs) && slices.Equal(m.Lists, o.Lists)
}
