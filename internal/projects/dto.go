package projects

import (
	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/schedule"
)

// Project is the schema Project of the API.
type Project struct {
	ID             int64                `json:"id"`
	Code           string               `json:"code"`
	Name           string               `json:"name"`
	Sector         string               `json:"sector"`
	BuildNature    string               `json:"buildNature"`
	Stage          string               `json:"stage"`
	AnnualClass    string               `json:"annualClass" doc:"前期, 新开工, 续建 or 竣工"`
	PlanYear       int                  `json:"planYear"`
	LeadDepartment auth.DepartmentRef   `json:"leadDepartment"`
	CoDepartments  []auth.DepartmentRef `json:"coDepartments" doc:"Units that take part; as they are today"`
	LeaderPost     *auth.PostRef        `json:"leaderPost"`
	ContactName    string               `json:"contactName"`
	ContactPhone   string               `json:"contactPhone"`
	ParentID       *int64               `json:"parentId"`
	ParentName     string               `json:"parentName"`
	Lists          []ListRef            `json:"lists"`
	Investment     *Investment          `json:"investment"`
	Works          Works                `json:"works" doc:"形象进度, and the entry in the statistics"`
	Reporting      Reporting            `json:"reporting" doc:"What the lead unit reports of the money and the works"`
	PlannedStart   *schedule.Month      `json:"plannedStart"`
	StartedOn      *schedule.Date       `json:"startedOn" format:"date"`
	PlannedEnd     *schedule.Date       `json:"plannedEnd" format:"date"`
	ReportCycle    schedule.Cycle       `json:"reportCycle" enum:"monthly,tenday,weekly"`
	Lamp           schedule.Lamp        `json:"lamp"`
	Basis          schedule.Basis       `json:"basis" enum:"current,baseline" doc:"The plan lamp and counts are measured against"`
	BaselineColour schedule.Colour      `json:"baselineColour" enum:"blue,green,yellow,red,grey" doc:"Colour of the lamp on the original plan 原计划"`
	Counts         Counts               `json:"counts"`
	Next           *NextMilestone       `json:"next" doc:"The open milestone that is due first"`
	Source         ProjectSource        `json:"source"`
	Sample         bool                 `json:"sample"`
	Version        int64                `json:"version"`
	AsOf           schedule.Date        `json:"asOf" format:"date"`
	Frozen         *frozen.Stamp        `json:"frozen,omitempty" doc:"Of a closed month: when it was closed, its hash, and corrections"`
}

// ProjectDetail is one project with its parts.
type ProjectDetail struct {
	Project
	Children []ProjectPart `json:"children"`
}

// ProjectPart is a project below another.
type ProjectPart struct {
	ID   int64         `json:"id"`
	Code string        `json:"code"`
	Name string        `json:"name"`
	Lamp schedule.Lamp `json:"lamp"`
}

// Investment is the money of a project in whole 元; shares are null without a plan of the year.
type Investment struct {
	TotalYuan      *int64          `json:"totalYuan"`
	CumulativeYuan *int64          `json:"cumulativeYuan"`
	YearPlanYuan   *int64          `json:"yearPlanYuan"`
	YearDoneYuan   *int64          `json:"yearDoneYuan"`
	DoneThrough    *schedule.Month `json:"doneThrough" doc:"Month the figure of the year is done through"`
	MonthlyPlan    []int64         `json:"monthlyPlan" doc:"Cumulative plan by month; empty: straight through the year"`
	YearPaidYuan   *int64          `json:"yearPaidYuan" doc:"Paid of the year through doneThrough"`
	Months         []MonthOfYear   `json:"months" nullable:"false" doc:"The year by month: planned, done, paid, each cumulative; empty without a plan of the year"`
	YellowPeriods  int             `json:"yellowPeriods" doc:"Months of the year that were read and were yellow or worse"`
	Marked         bool            `json:"marked" doc:"So many of them that a supervision order is due"`
	PlanBp         *int            `json:"planBp" doc:"序时: share of the year's plan that is due"`
	ActualBp       *int            `json:"actualBp"`
	Lamp           *schedule.Lamp  `json:"lamp"`
}

// Counts are the milestones in the plan of the year.
type Counts struct {
	Milestones int `json:"milestones"`
	Done       int `json:"done"`
	Overdue    int `json:"overdue"`
	Red        int `json:"red"`
	Exited     int `json:"exited" doc:"退出: left the plan; in none of the others"`
}

// NextMilestone is the open milestone of a project that is due first.
type NextMilestone struct {
	ID   int64         `json:"id"`
	Name string        `json:"name"`
	Due  schedule.Date `json:"due" format:"date"`
	Lamp schedule.Lamp `json:"lamp"`
}

// ProjectSource is where a project comes from, in the words of the report.
type ProjectSource struct {
	Ref     string `json:"ref"`
	Section string `json:"section"`
	Quote   string `json:"quote"`
	Target  string `json:"target"`
	Note    string `json:"note"`
}

// orNull gives a date or month that may be absent to the API, where absent is null.
func orNull[T interface {
	comparable
	IsZero() bool
}](v T) *T {
	if v.IsZero() {
		return nil
	}
	return &v
}
