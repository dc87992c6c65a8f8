package milestones

import (
	"time"

	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/frozen"
	"guatu/internal/schedule"
)

// Milestone is the schema Milestone of the API.
type Milestone struct {
	ID              int64                     `json:"id"`
	ProjectID       int64                     `json:"projectId"`
	ProjectCode     string                    `json:"projectCode"`
	ProjectName     string                    `json:"projectName"`
	PlanYear        int                       `json:"planYear" doc:"The plan it was promised in"`
	Ordinal         int                       `json:"ordinal"`
	Name            string                    `json:"name"`
	Stage           string                    `json:"stage" doc:"Stage of the ladder this milestone stands for; empty: none"`
	Weight          int                       `json:"weight"`
	Key             bool                      `json:"key"`
	Firmness        schedule.Firmness         `json:"firmness" enum:"firm,aim"`
	DeadlineWords   string                    `json:"deadlineWords" doc:"The deadline in the words of the plan"`
	Precision       string                    `json:"precision" doc:"How exact the deadline was written"`
	PlannedStart    *schedule.Date            `json:"plannedStart" format:"date"`
	Baseline        *schedule.Date            `json:"baseline" format:"date" doc:"原计划"`
	Approved        *schedule.Date            `json:"approved" format:"date" doc:"现计划"`
	Forecast        *schedule.Date            `json:"forecast" format:"date" doc:"预计"`
	Reached         *schedule.Date            `json:"reached" format:"date" doc:"实际"`
	Verified        bool                      `json:"verified"`
	Claimed         *schedule.Date            `json:"claimed" format:"date" doc:"Day of the undecided claim of completion"`
	Suspended       *schedule.Date            `json:"suspended" format:"date" doc:"Day the suspension was approved or last reviewed"`
	Exited          *schedule.Date            `json:"exited" format:"date" doc:"Day it left the plan 退出"`
	ExitDocument    string                    `json:"exitDocument" doc:"文号 of that decision"`
	Changes         int                       `json:"changes" doc:"Approved changes of the date"`
	SlipDays        int                       `json:"slipDays" doc:"Days from the baseline to the approved date"`
	Returned        []schedule.ReturnedClaim  `json:"returned"`
	ProgressBp      *int                      `json:"progressBp" doc:"Latest confirmed progress in basis points"`
	ProgressOn      *schedule.Date            `json:"progressOn" format:"date" doc:"Day the figure was reported"`
	LastNote        string                    `json:"lastNote"`
	Conclusion      string                    `json:"conclusion" doc:"验收结论 of whoever verified it; empty: not verified"`
	NoChangeCount   int                       `json:"noChangeCount" doc:"无变化 N 期"`
	LastReportMonth *schedule.Month           `json:"lastReportMonth"`
	ReportCycle     schedule.Cycle            `json:"reportCycle" enum:"monthly,tenday,weekly" doc:"Of the project"`
	LastReportOn    *schedule.Date            `json:"lastReportOn" format:"date" doc:"Day of the latest report that was not withdrawn"`
	SilentDays      *int                      `json:"silentDays" doc:"Days since then; null when nobody has reported yet"`
	MissedPeriods   int                       `json:"missedPeriods" doc:"已 N 期未报: report periods in a row for which nothing was reported"`
	Lamp            schedule.Lamp             `json:"lamp"`
	Basis           schedule.Basis            `json:"basis" enum:"current,baseline" doc:"The plan lamp, states and overdueDays are measured against"`
	BaselineColour  schedule.Colour           `json:"baselineColour" enum:"blue,green,yellow,red,grey" doc:"Colour of the lamp on the original plan 原计划"`
	OverdueDays     int                       `json:"overdueDays"`
	States          []schedule.MilestoneState `json:"states"`
	LeadDepartment  auth.DepartmentRef        `json:"leadDepartment"`
	LeaderPost      *auth.PostRef             `json:"leaderPost"`
	ContactName     string                    `json:"contactName"`
	ContactPhone    string                    `json:"contactPhone"`
	Words           string                    `json:"words" doc:"What must be true, in the words of the plan"`
	Note            string                    `json:"note"`
	Holder          ItemHolder                `json:"holder"`
	Pending         *PendingReport            `json:"pending"`
	CarriedFrom     *int64                    `json:"carriedFrom" doc:"Milestone of the plan before that this one goes on with"`
	CarriedTo       *int64                    `json:"carriedTo" doc:"Milestone of the next plan that goes on with this one"`
	Promises        []Promise                 `json:"promises" nullable:"false" doc:"Every date it was ever promised for, by plan, the present one last"`
	Sample          bool                      `json:"sample"`
	Version         int64                     `json:"version"`
	AsOf            schedule.Date             `json:"asOf" format:"date"`
	Frozen          *frozen.Stamp             `json:"frozen,omitempty" doc:"Of a closed month: when it was closed, its hash, and corrections"`
}

// ItemHolder says whose move it is.
type ItemHolder struct {
	Kind       string              `json:"kind" enum:"unit,reviewer,none"`
	Level      string              `json:"level" enum:"unit,office,none" doc:"Which level of the review has it: the head of the unit, or the supervision office; none when nobody reviews"`
	Department *auth.DepartmentRef `json:"department"`
	Posts      []auth.PostRef      `json:"posts" nullable:"false" doc:"The posts that can decide, with who holds them today; empty on a past day"`
	Since      *schedule.Date      `json:"since" format:"date" doc:"Day this level received it"`
	Workdays   int                 `json:"workdays" doc:"Working days with this level; the first one after it received it is 1"`
	Late       bool                `json:"late" doc:"审核超期: both levels together have had it for longer than the rule set allows (working day 6)"`
}

// PendingReport is the report of a milestone that waits for a decision.
type PendingReport struct {
	ReportID      int64          `json:"reportId"`
	ReportVersion int64          `json:"reportVersion"`
	State         State          `json:"state" enum:"submitted,approved"`
	ProgressBp    *int           `json:"progressBp"`
	Note          string         `json:"note"`
	Forecast      *schedule.Date `json:"forecast" format:"date"`
	Claim         bool           `json:"claim"`
	NoChange      bool           `json:"noChange"`
	Month         schedule.Month `json:"month"`
	Author        auth.UserRef   `json:"author"`
	SubmittedAt   time.Time      `json:"submittedAt"`
}

// Report is the schema Report of the API.
type Report struct {
	ID               int64              `json:"id"`
	Kind             string             `json:"kind" enum:"milestone,indicator,figures" doc:"figures: of the money and the works of a project"`
	MilestoneID      *int64             `json:"milestoneId"`
	IndicatorID      *int64             `json:"indicatorId"`
	ProjectID        *int64             `json:"projectId" doc:"Of figures"`
	Subject          string             `json:"subject" doc:"Name of the milestone, indicator or project"`
	Parent           string             `json:"parent" doc:"Name of the project, or 实事 N · title; empty of figures"`
	Department       auth.DepartmentRef `json:"department"`
	Month            schedule.Month     `json:"month"`
	PeriodTo         *schedule.Date     `json:"periodTo" format:"date" doc:"Last day of the period it is for, in a cycle shorter than the month"`
	State            State              `json:"state" enum:"submitted,approved,confirmed,returned,withdrawn"`
	ProgressBp       *int               `json:"progressBp"`
	ValueMilli       *int64             `json:"valueMilli"`
	Unit             string             `json:"unit"`
	TargetMilli      *int64             `json:"targetMilli"`
	NumeratorMilli   *int64             `json:"numeratorMilli"`
	DenominatorMilli *int64             `json:"denominatorMilli"`
	PrintedBp        *int               `json:"printedBp" doc:"Rate of completion a published table prints for this figure, beside the one computed from it"`
	Met              *bool              `json:"met"`
	Figures          *FiguresReported   `json:"figures" doc:"Of figures of a project"`
	Note             string             `json:"note"`
	Forecast         *schedule.Date     `json:"forecast" format:"date"`
	NoChange         bool               `json:"noChange"`
	Claim            bool               `json:"claim"`
	MadeGood         bool               `json:"madeGood" doc:"已补: made good a month that was 未报"`
	Author           auth.UserRef       `json:"author"`
	SubmittedAt      time.Time          `json:"submittedAt"`
	RecordedOn       schedule.Date      `json:"recordedOn" format:"date" doc:"Business day of the submission"`
	ApprovedBy       *auth.UserRef      `json:"approvedBy" doc:"单位已审: head of the unit, the author where that is the head"`
	ApprovedAt       *time.Time         `json:"approvedAt"`
	ApprovalNote     string             `json:"approvalNote"`
	DecidedBy        *auth.UserRef      `json:"decidedBy" doc:"Who confirmed, returned or withdrew it"`
	DecidedAt        *time.Time         `json:"decidedAt"`
	DecisionNote     string             `json:"decisionNote"`
	Conclusion       string             `json:"conclusion" doc:"验收结论 of a confirmed claim"`
	Evidence         evidence.List      `json:"evidence" nullable:"false" doc:"佐证"`
	Exception        *ReportException   `json:"exception" doc:"Of a claim without evidence: why, and who allowed it"`
	Holder           ItemHolder         `json:"holder"`
	May              ReportRights       `json:"may"`
	Previous         PreviousFigure     `json:"previous"`
	LampNow          *schedule.Lamp     `json:"lampNow" doc:"Lamp of the item today; null of figures"`
	LampAfter        *schedule.Lamp     `json:"lampAfter" doc:"Lamp of the item today if this report were confirmed; null once it is decided"`
	Sample           bool               `json:"sample"`
	Version          int64              `json:"version"`
}

// ReportException says why a claim has no evidence and whose post allowed that.
type ReportException struct {
	Words     string       `json:"words"`
	AllowedBy auth.PostRef `json:"allowedBy"`
}

// ReportRights says which steps the caller can take on a report now.
type ReportRights struct {
	Approve  bool `json:"approve"`
	Confirm  bool `json:"confirm"`
	Return   bool `json:"return"`
	Withdraw bool `json:"withdraw"`
}

// PreviousFigure is the last confirmed figure before the report; On is null when there is none.
type PreviousFigure struct {
	ProgressBp *int           `json:"progressBp"`
	ValueMilli *int64         `json:"valueMilli"`
	Note       string         `json:"note"`
	On         *schedule.Date `json:"on" format:"date"`
}

// MilestoneHistory is the schema History of the API.
type MilestoneHistory struct {
	Items []HistoryItem `json:"items"`
}

// HistoryItem is one version of a row: what changed, by whom, and why.
type HistoryItem struct {
	Version    int64           `json:"version"`
	RecordedOn schedule.Date   `json:"recordedOn" format:"date"`
	Actor      auth.UserRef    `json:"actor"`
	Action     string          `json:"action" doc:"Slug of the audit event"`
	Changes    []HistoryChange `json:"changes"`
	Note       string          `json:"note"`
}

// HistoryChange is one field that moved; the values are texts, empty for absent.
type HistoryChange struct {
	Field string `json:"field"`
	From  string `json:"from"`
	To    string `json:"to"`
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

func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

func instantOrNull(ms *int64) *time.Time {
	if ms == nil {
		return nil
	}
	at := instant(*ms)
	return &at
}

// or0 is the id, 0 when there is none.
func or0(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}
