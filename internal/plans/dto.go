package plans

import (
	"time"

	"guatu/internal/auth"
	"guatu/internal/schedule"
)

// PlanYear is the plan of one year as a whole.
type PlanYear struct {
	Year       int            `json:"year"`
	State      State          `json:"state" enum:"draft,proposed,frozen"`
	ProposedBy *auth.UserRef  `json:"proposedBy"`
	ProposedOn *schedule.Date `json:"proposedOn" format:"date"`
	ProposedAt *time.Time     `json:"proposedAt"`
	FrozenBy   *auth.UserRef  `json:"frozenBy"`
	FrozenOn   *schedule.Date `json:"frozenOn" format:"date"`
	FrozenAt   *time.Time     `json:"frozenAt"`
	Counts     PlanCounts     `json:"counts"`
	Version    int64          `json:"version"`
}

// PlanCounts is how much the plan holds.
type PlanCounts struct {
	Projects   int `json:"projects"`
	Milestones int `json:"milestones"`
	Tasks      int `json:"tasks"`
	Indicators int `json:"indicators"`
}

// PlanCheck is what a plan lacks before it can be frozen, of the rows the caller may read.
type PlanCheck struct {
	Year     int         `json:"year"`
	State    State       `json:"state" enum:"draft,proposed,frozen"`
	Total    int         `json:"total" doc:"Rows looked at"`
	Blocking int         `json:"blocking" doc:"Faults that have to be mended before the freeze"`
	Notes    int         `json:"notes" doc:"What is worth a look and does not stop the freeze"`
	Items    []CheckItem `json:"items" nullable:"false"`
	Version  int64       `json:"version"`
}

// CheckItem is one row of the plan with what it lacks.
type CheckItem struct {
	Kind       string             `json:"kind" enum:"project,milestone,task,indicator"`
	ID         int64              `json:"id"`
	Name       string             `json:"name"`
	ParentID   *int64             `json:"parentId" doc:"Project of a milestone, task of an indicator"`
	Parent     string             `json:"parent"`
	Department auth.DepartmentRef `json:"department"`
	Faults     []CheckFault       `json:"faults" nullable:"false"`
}

// CheckFault is one thing a row lacks.
type CheckFault struct {
	Code    string `json:"code" enum:"no_target,no_date,no_unit,no_leader,no_milestone,no_weight,no_measure,other_year,open_without_end"`
	Level   string `json:"level" enum:"blocking,note"`
	Message string `json:"message" doc:"In the caller's language"`
}

// orNull gives a date that may be absent to the API, where absent is null.
func orNull(d schedule.Date) *schedule.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

func orZero(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}

func instant(ms *int64) *time.Time {
	if ms == nil {
		return nil
	}
	at := time.UnixMilli(*ms).UTC()
	return &at
}

func person(people map[int64]auth.UserRef, id *int64) *auth.UserRef {
	if id == nil {
		return nil
	}
	who, ok := people[*id]
	if !ok {
		who = auth.UserRef{ID: *id}
	}
	return &who
}
