package plans

import "guatu/internal/schedule"

// CarryPreview is what of a plan is unfinished and what the next one would promise.
type CarryPreview struct {
	Year     int            `json:"year"`
	ToYear   int            `json:"toYear"`
	State    State          `json:"state" enum:"draft,proposed,frozen"`
	ToState  State          `json:"toState" enum:"draft,proposed,frozen"`
	OpensOn  schedule.Date  `json:"opensOn" format:"date" doc:"First day it can be carried over"`
	Obstacle *CarryObstacle `json:"obstacle" doc:"Why it can not be carried over today; null: it can"`
	Totals   CarryTotals    `json:"totals" doc:"What is unfinished; skipped: what something stands in the way of"`
	Projects []CarryProject `json:"projects" nullable:"false"`
	Tasks    []CarryTask    `json:"tasks" nullable:"false"`
}

// CarryObstacle is what stands in the way, in words.
type CarryObstacle struct {
	Code    string `json:"code"`
	Message string `json:"message" doc:"In the caller's language"`
}

// CarryTotals counts a carry-over or its preview.
type CarryTotals struct {
	Projects   int `json:"projects"`
	Milestones int `json:"milestones"`
	Tasks      int `json:"tasks"`
	Indicators int `json:"indicators"`
	Skipped    int `json:"skipped"`
}

// CarryProject is a project of the plan with its unfinished milestones.
type CarryProject struct {
	ID          int64       `json:"id"`
	Code        string      `json:"code"`
	Name        string      `json:"name"`
	AnnualClass string      `json:"annualClass"`
	Carried     bool        `json:"carried" doc:"It is in the next plan already; what is listed was left behind"`
	Finished    bool        `json:"finished" doc:"It has milestones and all are done"`
	Milestones  []CarryNode `json:"milestones" nullable:"false"`
}

// CarryNode is an unfinished milestone.
type CarryNode struct {
	ID            int64             `json:"id"`
	Name          string            `json:"name"`
	Ordinal       int               `json:"ordinal"`
	Weight        int               `json:"weight"`
	Key           bool              `json:"key"`
	Firmness      schedule.Firmness `json:"firmness" enum:"firm,aim"`
	DeadlineWords string            `json:"deadlineWords"`
	Precision     string            `json:"precision"`
	Baseline      *schedule.Date    `json:"baseline" format:"date"`
	Approved      *schedule.Date    `json:"approved" format:"date"`
	Forecast      *schedule.Date    `json:"forecast" format:"date"`
	Suspended     *schedule.Date    `json:"suspended" format:"date"`
	Changes       int               `json:"changes"`
	SlipDays      int               `json:"slipDays"`
	ProgressBp    *int              `json:"progressBp"`
	ProgressOn    *schedule.Date    `json:"progressOn" format:"date"`
	LastNote      string            `json:"lastNote"`
	ProposedDue   *schedule.Date    `json:"proposedDue" format:"date" doc:"The same day of the next year; 29 February takes the 28th"`
	Blocked       *CarryObstacle    `json:"blocked"`
}

// CarryTask is a task with its unfinished indicators.
type CarryTask struct {
	ID         int64            `json:"id"`
	Ordinal    int              `json:"ordinal"`
	Title      string           `json:"title"`
	Finished   bool             `json:"finished"`
	CarriedTo  *int64           `json:"carriedTo" doc:"Task of the next year that goes on with it"`
	Indicators []CarryIndicator `json:"indicators" nullable:"false"`
}

// CarryIndicator is an unfinished indicator.
type CarryIndicator struct {
	ID                  int64                  `json:"id"`
	Ordinal             int                    `json:"ordinal"`
	Name                string                 `json:"name"`
	Type                schedule.IndicatorType `json:"type" enum:"CUM,EVENT,STAGE,RATE,KEEP,SERVICE,OPEN,WORDS"`
	Unit                string                 `json:"unit"`
	TargetMilli         *int64                 `json:"targetMilli"`
	StartMilli          *int64                 `json:"startMilli"`
	ValueMilli          *int64                 `json:"valueMilli"`
	RemainingMilli      *int64                 `json:"remainingMilli" doc:"CUM: what is left of the target"`
	Due                 *schedule.Date         `json:"due" format:"date"`
	ProposedTargetMilli *int64                 `json:"proposedTargetMilli"`
	ProposedDue         *schedule.Date         `json:"proposedDue" format:"date"`
	Blocked             *CarryObstacle         `json:"blocked"`
}

// CarryOrder is the body that carries a plan over.
type CarryOrder struct {
	ToYear   int                 `json:"toYear"`
	Projects []CarryProjectOrder `json:"projects,omitempty" maxItems:"200" doc:"With everything unfinished in them"`
	Tasks    []CarryTaskOrder    `json:"tasks,omitempty" maxItems:"100" doc:"With everything unfinished in them"`
}

// CarryProjectOrder carries a project.
type CarryProjectOrder struct {
	ID          int64            `json:"id" minimum:"1"`
	AnnualClass string           `json:"annualClass,omitempty" maxLength:"40" doc:"Default: 新开工 becomes 续建, others stay"`
	Milestones  []CarryNodeOrder `json:"milestones,omitempty" maxItems:"200" doc:"What is promised otherwise than proposed"`
}

// CarryNodeOrder is another promise for a milestone than the proposed one.
type CarryNodeOrder struct {
	ID     int64          `json:"id" minimum:"1"`
	Due    *schedule.Date `json:"due,omitempty" format:"date"`
	Words  string         `json:"words,omitempty" maxLength:"80" doc:"A deadline phrase; without due it gives the date"`
	Weight int            `json:"weight,omitempty" minimum:"1" maximum:"1000"`
}

// CarryTaskOrder carries a task.
type CarryTaskOrder struct {
	ID         int64                 `json:"id" minimum:"1"`
	Ordinal    int                   `json:"ordinal,omitempty" minimum:"1" maximum:"100" doc:"Place in the next year; default that of the old one"`
	Indicators []CarryIndicatorOrder `json:"indicators,omitempty" maxItems:"100" doc:"What is promised otherwise than proposed"`
}

// CarryIndicatorOrder is another promise for an indicator than the proposed one.
type CarryIndicatorOrder struct {
	ID          int64          `json:"id" minimum:"1"`
	TargetMilli *int64         `json:"targetMilli,omitempty"`
	Due         *schedule.Date `json:"due,omitempty" format:"date"`
}

// CarryResult is what a carry-over did.
type CarryResult struct {
	Year     int              `json:"year"`
	ToYear   int              `json:"toYear"`
	Totals   CarryTotals      `json:"totals"`
	Projects []CarriedProject `json:"projects" nullable:"false"`
	Tasks    []CarriedTask    `json:"tasks" nullable:"false"`
	Skipped  []CarrySkipped   `json:"skipped" nullable:"false" doc:"What something stands in the way of: carry it over once that is gone"`
}

// CarriedProject is a project in the next plan, with the milestones this carry-over has made.
type CarriedProject struct {
	ID         int64         `json:"id"`
	Milestones []CarriedNode `json:"milestones" nullable:"false"`
}

// CarriedNode is a milestone and the one that goes on with it.
type CarriedNode struct {
	From int64          `json:"from"`
	To   int64          `json:"to"`
	Due  *schedule.Date `json:"due" format:"date"`
}

// CarriedTask is a task and the one that goes on with it; to is null when nothing of it was carried.
type CarriedTask struct {
	From       int64              `json:"from"`
	To         *int64             `json:"to"`
	Indicators []CarriedIndicator `json:"indicators" nullable:"false"`
}

// CarriedIndicator is an indicator and the one that goes on with it.
type CarriedIndicator struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// CarrySkipped is a row that was not carried over, and why.
type CarrySkipped struct {
	Kind    string `json:"kind" enum:"milestone,indicator"`
	ID      int64  `json:"id"`
	Name    string `json:"name"`
	Code    string `json:"code"`
	Message string `json:"message" doc:"In the caller's language"`
}
