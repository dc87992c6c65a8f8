package changes

import (
	"time"

	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/schedule"
)

// ChangeRequest is a request 变更申请 with its items, as of today.
type ChangeRequest struct {
	ID          int64              `json:"id"`
	Version     int64              `json:"version"`
	State       State              `json:"state" enum:"submitted,approved,rejected,withdrawn"`
	Project     *ChangeProject     `json:"project" doc:"null: of a task"`
	Task        *ChangeTask        `json:"task" doc:"null: of a project"`
	PlanYear    int                `json:"planYear"`
	Reason      Reason             `json:"reason" enum:"landAcquisition,landUse,seaUse,funds,approval,design,forceMajeure,contractor,other"`
	ReasonName  string             `json:"reasonName" doc:"In the caller's language"`
	Words       string             `json:"words"`
	Effect      string             `json:"effect" doc:"Effect on what comes later, in the requester's words"`
	Evidence    evidence.List      `json:"evidence" nullable:"false"`
	Timing      schedule.Timing    `json:"timing" enum:"onTime,shortNotice,afterDue" doc:"按时申请, 临期申请, 逾期申请: that of the latest item"`
	Route       schedule.Route     `json:"route" enum:"head,leader,meeting" doc:"Who decides: that of the item that goes highest"`
	RouteReason string             `json:"routeReason"`
	Department  auth.DepartmentRef `json:"department" doc:"Lead unit"`
	LeaderPost  *auth.PostRef      `json:"leaderPost"`
	Author      auth.UserRef       `json:"author"`
	SubmittedAt *time.Time         `json:"submittedAt" doc:"null in a preview"`
	RecordedOn  *schedule.Date     `json:"recordedOn" format:"date"`
	Decision    *ChangeDecision    `json:"decision" doc:"null while it waits and when it was withdrawn"`
	Record      *ChangeRecord      `json:"record" doc:"备案 by the supervision office"`
	NeedsRecord bool               `json:"needsRecord" doc:"Approved by the unit, waits to be recorded by the supervision office"`
	Items       []ChangeItem       `json:"items" nullable:"false"`
	May         ChangeMay          `json:"may"`
	Deciders    []auth.PostRef     `json:"deciders" nullable:"false" doc:"The posts whose turn it is, with who holds them today; empty when nothing waits"`
	Sample      bool               `json:"sample"`
}

// ChangeProject is the project of a request.
type ChangeProject struct {
	ID   int64  `json:"id"`
	Code string `json:"code"`
	Name string `json:"name"`
}

// ChangeTask is the livelihood task of a request.
type ChangeTask struct {
	ID      int64  `json:"id"`
	Ordinal int    `json:"ordinal"`
	Title   string `json:"title"`
}

// ChangeDecision is who decided, when, and with which words.
type ChangeDecision struct {
	By       auth.UserRef    `json:"by"`
	Post     *auth.PostRef   `json:"post" doc:"The post it was decided with"`
	At       time.Time       `json:"at"`
	On       schedule.Date   `json:"on" format:"date"`
	Words    string          `json:"words"`
	Document *ChangeDocument `json:"document"`
}

// ChangeDocument is the paper a decision of the executive meeting rests on.
type ChangeDocument struct {
	Title  string        `json:"title" maxLength:"200"`
	Number string        `json:"number" maxLength:"80" doc:"文号"`
	On     schedule.Date `json:"on" format:"date"`
}

// ChangeRecord is the record 备案 of a decision of the unit.
type ChangeRecord struct {
	By    auth.UserRef  `json:"by"`
	At    time.Time     `json:"at"`
	On    schedule.Date `json:"on" format:"date"`
	Words string        `json:"words"`
}

// ChangeItem is one change of one item, with its lamps of today.
type ChangeItem struct {
	ID            int64               `json:"id" doc:"0 in a preview"`
	Kind          schedule.ChangeKind `json:"kind" enum:"delay,target,suspend,resume,exit"`
	Milestone     *ChangeNode         `json:"milestone"`
	Indicator     *ChangeIndicator    `json:"indicator"`
	ItemVersion   int64               `json:"itemVersion" doc:"Version of the item today"`
	From          ChangeState         `json:"from" doc:"On the day of the request"`
	To            ChangeState         `json:"to"`
	DeadlineWords string              `json:"deadlineWords"`
	Baseline      *schedule.Date      `json:"baseline" format:"date"`
	Timing        schedule.Timing     `json:"timing" enum:"onTime,shortNotice,afterDue"`
	Route         schedule.Route      `json:"route" enum:"head,leader,meeting"`
	SlipDays      int                 `json:"slipDays" doc:"Of the date asked for against the baseline"`
	Nth           int                 `json:"nth" doc:"Which change of this kind it is of the item; 0: not counted"`
	LampNow       schedule.Lamp       `json:"lampNow"`
	LampAfter     schedule.Lamp       `json:"lampAfter" doc:"Once it is approved; of a decided request as now"`
	LampBaseline  schedule.Lamp       `json:"lampBaseline" doc:"按原计划"`
	Changed       string              `json:"changed" doc:"What is not any more as it was when it was asked for, so that it can not be approved; empty: nothing"`
	Later         []LaterNode         `json:"later" nullable:"false" doc:"Unfinished milestones of the project that come after it"`
}

// ChangeNode names the milestone of an item.
type ChangeNode struct {
	ID      int64  `json:"id"`
	Name    string `json:"name"`
	Ordinal int    `json:"ordinal"`
	Key     bool   `json:"key"`
}

// ChangeIndicator names the indicator of an item.
type ChangeIndicator struct {
	ID      int64                  `json:"id"`
	Name    string                 `json:"name"`
	Ordinal int                    `json:"ordinal"`
	Type    schedule.IndicatorType `json:"type" enum:"CUM,EVENT,STAGE,RATE,KEEP,SERVICE,OPEN,WORDS"`
	Unit    string                 `json:"unit"`
}

// ChangeState is what a change is about, before or after it.
type ChangeState struct {
	Date        *schedule.Date `json:"date" format:"date"`
	TargetMilli *int64         `json:"targetMilli" doc:"Thousandths of the unit"`
	SuspendedOn *schedule.Date `json:"suspendedOn" format:"date"`
	Exits       bool           `json:"exits" doc:"It leaves the plan"`
}

// LaterNode is a milestone that comes after the one a delay is about.
type LaterNode struct {
	MilestoneID int64          `json:"milestoneId"`
	Name        string         `json:"name"`
	Approved    *schedule.Date `json:"approved" format:"date"`
	Overtaken   bool           `json:"overtaken" doc:"Its date is before the one asked for"`
}

// ChangeMay says what the caller may do with the request now.
type ChangeMay struct {
	Approve  bool `json:"approve"`
	Reject   bool `json:"reject"`
	Withdraw bool `json:"withdraw"`
	Record   bool `json:"record"`
}
