package projects

import (
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// NewProject is the body that creates a project.
type NewProject struct {
	Code             string          `json:"code" minLength:"1" maxLength:"40"`
	Name             string          `json:"name" minLength:"1" maxLength:"200"`
	Sector           string          `json:"sector,omitempty" maxLength:"40"`
	BuildNature      string          `json:"buildNature,omitempty" maxLength:"40"`
	Stage            string          `json:"stage,omitempty" maxLength:"40"`
	AnnualClass      string          `json:"annualClass,omitempty" maxLength:"40"`
	PlanYear         int             `json:"planYear,omitempty" minimum:"2000" maximum:"2100" doc:"Default the year of today"`
	LeadDepartmentID int64           `json:"leadDepartmentId" minimum:"1"`
	LeaderPostID     *int64          `json:"leaderPostId,omitempty" minimum:"1"`
	CoDepartmentIDs  []int64         `json:"coDepartmentIds,omitempty" maxItems:"50"`
	Lists            []string        `json:"lists,omitempty" maxItems:"50"`
	ContactName      string          `json:"contactName,omitempty" maxLength:"80"`
	ContactPhone     string          `json:"contactPhone,omitempty" maxLength:"40"`
	ParentID         *int64          `json:"parentId,omitempty" minimum:"1"`
	TotalYuan        *int64          `json:"totalYuan,omitempty" minimum:"0"`
	CumulativeYuan   *int64          `json:"cumulativeYuan,omitempty" minimum:"0"`
	YearPlanYuan     *int64          `json:"yearPlanYuan,omitempty" minimum:"0"`
	YearDoneYuan     *int64          `json:"yearDoneYuan,omitempty" minimum:"0"`
	YearDoneMonth    *schedule.Month `json:"yearDoneMonth,omitempty" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$"`
	MonthlyPlan      []int64         `json:"monthlyPlan,omitempty" maxItems:"12" doc:"Twelve cumulative figures"`
	YearPaidYuan     *int64          `json:"yearPaidYuan,omitempty" minimum:"0" doc:"Paid of the year through yearDoneMonth"`
	WorksLadder      string          `json:"worksLadder,omitempty" enum:"building,road,reclamation,approval" doc:"Standard ladder of the works"`
	WorksStage       string          `json:"worksStage,omitempty" maxLength:"40" doc:"Stage of the ladder the works have reached"`
	StatEntryAsked   bool            `json:"statEntryAsked,omitempty" doc:"The project has to be entered in the investment statistics (入库)"`
	StatEnteredOn    *schedule.Date  `json:"statEnteredOn,omitempty" format:"date"`
	PlannedStart     *schedule.Month `json:"plannedStart,omitempty" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$"`
	StartedOn        *schedule.Date  `json:"startedOn,omitempty" format:"date"`
	PlannedEnd       *schedule.Date  `json:"plannedEnd,omitempty" format:"date"`
	ReportCycle      schedule.Cycle  `json:"reportCycle,omitempty" enum:"monthly,tenday,weekly" doc:"How often its milestones are reported; default monthly"`
}

func (b NewProject) draft() Draft {
	return Draft{
		Code: b.Code, Name: b.Name, Sector: b.Sector, BuildNature: b.BuildNature, Stage: b.Stage, AnnualClass: b.AnnualClass,
		PlanYear: b.PlanYear, LeadDepartmentID: b.LeadDepartmentID, LeaderPostID: b.LeaderPostID,
		Membership:  Membership{CoDepartmentIDs: b.CoDepartmentIDs, Lists: b.Lists},
		ContactName: b.ContactName, ContactPhone: b.ContactPhone, ParentID: b.ParentID, TotalYuan: b.TotalYuan,
		CumulativeYuan: b.CumulativeYuan, YearPlanYuan: b.YearPlanYuan, YearDoneYuan: b.YearDoneYuan,
		YearPaidYuan: b.YearPaidYuan, WorksLadder: b.WorksLadder, WorksStage: b.WorksStage, StatEntryAsked: b.StatEntryAsked,
		StatEnteredOn: orAbsent(b.StatEnteredOn), YearDoneMonth: orAbsent(b.YearDoneMonth), MonthlyPlan: b.MonthlyPlan, PlannedStart: orAbsent(b.PlannedStart),
		StartedOn: orAbsent(b.StartedOn), PlannedEnd: orAbsent(b.PlannedEnd), ReportCycle: b.ReportCycle,
	}
}

// ProjectPatch is the body that edits a project: a field left out stays, null takes an optional one away.
type ProjectPatch struct {
	Name             *string                       `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Sector           *string                       `json:"sector,omitempty" maxLength:"40"`
	BuildNature      *string                       `json:"buildNature,omitempty" maxLength:"40"`
	Stage            *string                       `json:"stage,omitempty" maxLength:"40"`
	AnnualClass      *string                       `json:"annualClass,omitempty" maxLength:"40"`
	LeadDepartmentID *int64                        `json:"leadDepartmentId,omitempty" minimum:"1"`
	LeaderPostID     httpapi.Maybe[int64]          `json:"leaderPostId,omitempty" minimum:"1"`
	CoDepartmentIDs  *[]int64                      `json:"coDepartmentIds,omitempty" maxItems:"50"`
	Lists            *[]string                     `json:"lists,omitempty" maxItems:"50"`
	ContactName      *string                       `json:"contactName,omitempty" maxLength:"80"`
	ContactPhone     *string                       `json:"contactPhone,omitempty" maxLength:"40"`
	ParentID         httpapi.Maybe[int64]          `json:"parentId,omitempty" minimum:"1"`
	TotalYuan        httpapi.Maybe[int64]          `json:"totalYuan,omitempty" minimum:"0"`
	CumulativeYuan   httpapi.Maybe[int64]          `json:"cumulativeYuan,omitempty" minimum:"0"`
	YearPlanYuan     httpapi.Maybe[int64]          `json:"yearPlanYuan,omitempty" minimum:"0"`
	YearDoneYuan     httpapi.Maybe[int64]          `json:"yearDoneYuan,omitempty" minimum:"0"`
	YearDoneMonth    httpapi.Maybe[schedule.Month] `json:"yearDoneMonth,omitempty" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$"`
	MonthlyPlan      httpapi.Maybe[[]int64]        `json:"monthlyPlan,omitempty" maxItems:"12"`
	YearPaidYuan     httpapi.Maybe[int64]          `json:"yearPaidYuan,omitempty" minimum:"0" doc:"Paid of the year through yearDoneMonth"`
	WorksLadder      *string                       `json:"worksLadder,omitempty" enum:",building,road,reclamation,approval" doc:"Standard ladder of the works; not edited after the freeze. Empty: the works are not followed"`
	WorksStage       *string                       `json:"worksStage,omitempty" maxLength:"40" doc:"Stage of the ladder the works have reached"`
	StatEntryAsked   *bool                         `json:"statEntryAsked,omitempty"`
	StatEnteredOn    httpapi.Maybe[schedule.Date]  `json:"statEnteredOn,omitempty" format:"date"`
	PlannedStart     httpapi.Maybe[schedule.Month] `json:"plannedStart,omitempty" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$"`
	StartedOn        httpapi.Maybe[schedule.Date]  `json:"startedOn,omitempty" format:"date"`
	PlannedEnd       httpapi.Maybe[schedule.Date]  `json:"plannedEnd,omitempty" format:"date"`
	ReportCycle      *schedule.Cycle               `json:"reportCycle,omitempty" enum:"monthly,tenday,weekly" doc:"How often its milestones are reported; it may be changed after the freeze, and nothing is missing of the time before"`
}

// orAbsent reads an optional value; nil is the zero value.
func orAbsent[T any](value *T) T {
	if value == nil {
		var zero T
		return zero
	}
	return *value
}
