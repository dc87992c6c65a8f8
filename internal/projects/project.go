package projects

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"guatu/internal/nodefacts"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// ProjectRow is one row of projects or project_versions. Absent dates and months are zero and stored as NULL.
type ProjectRow struct {
	ID               int64
	Code             string
	Name             string
	Sector           string
	BuildNature      string
	Stage            string
	AnnualClass      string
	LeadDepartmentID int64
	LeaderPostID     *int64
	ContactName      string
	ContactPhone     string
	ParentID         *int64
	PlanYear         int
	TotalYuan        *int64
	CumulativeYuan   *int64
	YearPlanYuan     *int64
	YearDoneYuan     *int64
	YearDoneMonth    schedule.Month
	MonthlyPlan      MonthlyPlan
	YearPaidYuan     *int64
	MonthFigures     MonthFigures // added to at every write that moves them, see entered
	WorksLadder      string
	WorksStage       string
	WorksOn          schedule.Date // the day the stage was entered
	StatEntryAsked   bool
	StatEnteredOn    schedule.Date
	FiguresSince     schedule.Month // first month the unit has reported, see figures.go
	FiguresThrough   schedule.Month // last one
	FiguresMonth     schedule.Month // of the newest report, with its day and state
	FiguresOn        schedule.Date
	FiguresState     string
	PlannedStart     schedule.Month
	StartedOn        schedule.Date
	PlannedEnd       schedule.Date
	ReportCycle      schedule.Cycle
	CycleSince       schedule.Date // day from which it is reported so often
	SourceRef        string
	SourceSection    string
	SourceQuote      string
	SourceTarget     string
	SourceNote       string
	Sample           bool
	Search           string // derived at every write, see searched
	CreatedAt        int64
	Version          int64
	CoUnits          *string // derived from the membership at every write, see coUnits
	ListCodes        string  // likewise, see nodefacts.ListCodes
}

// TableName names the live table for GORM.
func (ProjectRow) TableName() string { return "projects" }

// MonthlyPlan is the cumulative investment plan at the end of January, February, … in whole 元; a column of JSON.
type MonthlyPlan []int64

// Value stores the plan as JSON, none as NULL.
func (p MonthlyPlan) Value() (driver.Value, error) { return database.ListValue(p) }

// Scan reads the JSON.
func (p *MonthlyPlan) Scan(src any) error {
	list, err := database.ScanList[int64](src)
	if err != nil {
		return fmt.Errorf("projects: monthly plan: %w", err)
	}
	*p = list
	return nil
}

// GormDataType names the column type for GORM.
func (MonthlyPlan) GormDataType() string { return "string" }

// Membership is what a project is part of: co-units and lists, each once, in order.
type Membership struct {
	CoDepartmentIDs []int64
	Lists           []string
}

// newStart is the annual class whose investment starts in the planned month (rules.md 3).
const newStart = "新开工"

// startStage is the stage of a milestone that is the start of the work: then P1 keeps silent.
const startStage = "开工"

// isStart says whether a milestone is the start of the work. 具备开工条件 and the like only prepare it.
func isStart(n NodeFacts) bool { return n.Stage == startStage || strings.HasSuffix(n.Name, startStage) }

// facts are what the lamp of the project is computed from, with the milestones in the plan of its year. The start of the work
// may be planned for any year: P1 keeps silent as soon as there is a milestone for it.
func (p ProjectRow) facts(nodes []NodeFacts, at sight) schedule.ProjectFacts {
	f := schedule.ProjectFacts{PlannedStart: p.PlannedStart, Started: p.StartedOn, Investment: p.investmentFacts(),
		HasStartMilestone: slices.ContainsFunc(nodes, isStart), Under: p.place()}
	f.Unreported, f.MissedPeriods = p.silence(at)
	for _, n := range p.inYear(nodes) {
		if n.Facts.Carried.IsZero() { // what was carried over is reported where it goes on
			f.MissedPeriods = max(f.MissedPeriods, n.Facts.Missed)
		}
		f.Milestones = append(f.Milestones, schedule.ProjectMilestone{Name: n.Name, Weight: n.Weight, Facts: n.Facts, Stage: n.Stage})
	}
	return p.works(f)
}

// place is where the project stands, for rule sets that are in force for a part of the district.
func (p ProjectRow) place() schedule.Place {
	return schedule.Place{Class: p.AnnualClass, Lists: nodefacts.Lists(p.ListCodes)}
}

// inYear is the plan of the year: the milestones promised in it that are due by its end and the undated ones, which have to
// get a date in it, but not those that were done and confirmed before it began. What was due earlier and is still open stays.
func (p ProjectRow) inYear(nodes []NodeFacts) []NodeFacts {
	out := make([]NodeFacts, 0, len(nodes))
	for _, n := range nodes {
		due := n.Facts.Baseline // what was promised for the year stays in its plan, wherever an approved change moved it
		if due.IsZero() {
			due = n.Facts.Approved
		}
		doneBefore := n.Facts.Verified && !n.VerifiedOn.IsZero() && n.VerifiedOn.Year() < p.PlanYear
		if n.PlanYear == p.PlanYear && due.Year() <= p.PlanYear && !doneBefore {
			out = append(out, n)
		}
	}
	return out
}

func (p ProjectRow) investmentFacts() schedule.InvestmentFacts {
	plan := schedule.PlanFacts{Year: p.PlanYear, Due: p.PlannedEnd, Monthly: p.MonthlyPlan, Total: orZero(p.YearPlanYuan), Review: p.figuresReview()}
	if p.AnnualClass == newStart {
		plan.Start = p.PlannedStart
	}
	return schedule.InvestmentFacts{PlanYuan: orZero(p.YearPlanYuan), DoneYuan: orZero(p.YearDoneYuan), Plan: plan, Readings: p.MonthFigures.readings()}
}

// column is one column an edit may change, under its name in the API.
type column struct {
	name  string
	field string
	value any
}

// columns lists what a write may change; code and source never do, the plan year when the project is carried over.
func (p ProjectRow) columns() []column {
	return []column{
		{"name", "name", p.Name},
		{"sector", "sector", p.Sector},
		{"build_nature", "buildNature", p.BuildNature},
		{"stage", "stage", p.Stage},
		{"annual_class", "annualClass", p.AnnualClass},
		{"plan_year", "planYear", p.PlanYear},
		{"lead_department_id", "leadDepartmentId", p.LeadDepartmentID},
		{"leader_post_id", "leaderPostId", plain(p.LeaderPostID)},
		{"contact_name", "contactName", p.ContactName},
		{"contact_phone", "contactPhone", p.ContactPhone},
		{"parent_id", "parentId", plain(p.ParentID)},
		{"total_yuan", "totalYuan", plain(p.TotalYuan)},
		{"cumulative_yuan", "cumulativeYuan", plain(p.CumulativeYuan)},
		{"year_plan_yuan", "yearPlanYuan", plain(p.YearPlanYuan)},
		{"year_done_yuan", "yearDoneYuan", plain(p.YearDoneYuan)},
		{"year_done_month", "yearDoneMonth", p.YearDoneMonth},
		{"monthly_plan", "monthlyPlan", p.MonthlyPlan},
		{"year_paid_yuan", "yearPaidYuan", plain(p.YearPaidYuan)},
		{"month_figures", "monthFigures", p.MonthFigures},
		{"works_ladder", "worksLadder", p.WorksLadder},
		{"works_stage", "worksStage", p.WorksStage},
		{"works_on", "worksOn", p.WorksOn},
		{"stat_entry_asked", "statEntryAsked", p.StatEntryAsked},
		{"stat_entered_on", "statEnteredOn", p.StatEnteredOn},
		{"figures_since", "figuresSince", p.FiguresSince},
		{"figures_through", "figuresThrough", p.FiguresThrough},
		{"figures_month", "figuresMonth", p.FiguresMonth},
		{"figures_on", "figuresOn", p.FiguresOn},
		{"figures_state", "figuresState", p.FiguresState},
		{"planned_start", "plannedStart", p.PlannedStart},
		{"started_on", "startedOn", p.StartedOn},
		{"planned_end", "plannedEnd", p.PlannedEnd},
		{"report_cycle", "reportCycle", string(p.ReportCycle)},
		{"cycle_since", "cycleSince", p.CycleSince},
	}
}

// change is one column whose value moved.
type change struct {
	column
	from any
}

func changes(before, after ProjectRow) []change {
	var out []change
	old := before.columns()
	for i, c := range after.columns() {
		if !same(old[i].value, c.value) {
			out = append(out, change{column: c, from: old[i].value})
		}
	}
	return out
}

func same(a, b any) bool {
	switch list := a.(type) {
	case MonthlyPlan:
		return slices.Equal(list, b.(MonthlyPlan))
	case MonthFigures: // only added to
		return len(list) == len(b.(MonthFigures))
	}
	return a == b
}

// plain unwraps an optional number so that two of them compare by value; nil stays nil.
func plain(p *int64) any {
	if p == nil {
		return nil
	}
	return *p
}

func orZero(p *int64) int64 {
	if p == nil {
		return 0
	}
	return *p
}

// tooLong says whether a text has more characters than its column holds.
func tooLong(text string, most int) bool { return utf8.RuneCountInString(text) > most }
