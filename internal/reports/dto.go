package reports

import (
	"time"

	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/schedule"
)

// Board is the ten-tasks board of a year.
type Board struct {
	Year     int            `json:"year"`
	AsOf     schedule.Date  `json:"asOf"`
	DataDate *schedule.Date `json:"dataDate" doc:"Day of the newest confirmed figure on the board"`
	Total    int            `json:"total"`
	Classes  Classes        `json:"classes"`
	Tasks    []BoardTask    `json:"tasks" nullable:"false"`
	Basis    schedule.Basis `json:"basis" enum:"current,baseline" doc:"The plan classes, lamps and figures are measured against"`
	RuleSet  string         `json:"ruleSet"`
	Sample   bool           `json:"sample" doc:"样例: some figures are sample data"`
	Since    *ComparedDay   `json:"since,omitempty" doc:"The earlier end the tasks are compared with"`
	Frozen   *frozen.Stamp  `json:"frozen,omitempty" doc:"Of a closed month: when it was closed, and its hash"`
}

// Classes counts tasks by board class; they add up to the number of tasks.
type Classes struct {
	Done       int `json:"done"`
	Suspended  int `json:"suspended"`
	Untargeted int `json:"untargeted"`
	Severe     int `json:"severe"`
	Warning    int `json:"warning"`
	Unreported int `json:"unreported"`
	Ahead      int `json:"ahead"`
	OnSchedule int `json:"onSchedule"`
}

// BoardTask is one row of the board.
type BoardTask struct {
	ID              int64               `json:"id"`
	Ordinal         int                 `json:"ordinal"`
	Title           string              `json:"title"`
	ShortTitle      string              `json:"shortTitle"`
	Department      auth.DepartmentRef  `json:"department"`
	LeaderPost      *auth.PostRef       `json:"leaderPost"`
	CompletionBp    *int                `json:"completionBp"`
	ScheduleBp      *int                `json:"scheduleBp"`
	Done            int                 `json:"done"`
	Measurable      int                 `json:"measurable"`
	Open            int                 `json:"open" doc:"Indicators without a measurable target 未定目标"`
	Words           int                 `json:"words" doc:"Slogans, kept as words"`
	Exited          int                 `json:"exited" doc:"Indicators that left the plan 退出; in none of the counts above"`
	Class           schedule.BoardClass `json:"class" enum:"done,suspended,untargeted,severe,warning,unreported,ahead,onSchedule"`
	Lamp            schedule.Lamp       `json:"lamp"`
	Baseline        BoardBaseline       `json:"baseline" doc:"The same task on the original plan 原计划, whatever the board is measured against"`
	Weakest         *BoardWeakest       `json:"weakest"`
	UnreportedMonth *schedule.Month     `json:"unreportedMonth" doc:"The month an indicator is 未报 for, of several the earliest"`
	LastReportMonth *schedule.Month     `json:"lastReportMonth"`
	Marks           []BoardMark         `json:"marks" nullable:"false" doc:"Due dates of the indicators"`
	Indicators      []BoardIndicator    `json:"indicators" nullable:"false"`
	Since           *TaskSince          `json:"since,omitempty" doc:"What it was at the earlier end; absent: nobody asked, or it was not there"`
	Sample          bool                `json:"sample"`
}

// BoardBaseline is a task on the original plan, as if no change had been approved since the freeze.
type BoardBaseline struct {
	Colour       schedule.Colour     `json:"colour" enum:"blue,green,yellow,red,grey"`
	Class        schedule.BoardClass `json:"class" enum:"done,suspended,untargeted,severe,warning,unreported,ahead,onSchedule"`
	CompletionBp *int                `json:"completionBp"`
	ScheduleBp   *int                `json:"scheduleBp"`
}

// BoardWeakest names the weakest indicator and why.
type BoardWeakest struct {
	IndicatorID int64           `json:"indicatorId"`
	Name        string          `json:"name"`
	Colour      schedule.Colour `json:"colour" enum:"blue,green,yellow,red,grey"`
	Reason      string          `json:"reason"`
	Note        string          `json:"note" doc:"Last note of the unit; empty for who may see figures only"`
}

// BoardMark is a due date on the row of a task.
type BoardMark struct {
	IndicatorID int64           `json:"indicatorId"`
	Name        string          `json:"name"`
	Date        schedule.Date   `json:"date"`
	Colour      schedule.Colour `json:"colour" enum:"blue,green,yellow,red,grey"`
	Claimed     bool            `json:"claimed"`
}

// BoardIndicator is one indicator under the row of a task.
type BoardIndicator struct {
	ID          int64                  `json:"id"`
	Name        string                 `json:"name"`
	Type        schedule.IndicatorType `json:"type" enum:"CUM,EVENT,STAGE,RATE,KEEP,SERVICE,OPEN,WORDS"`
	Lamp        schedule.Lamp          `json:"lamp"`
	ShareBp     *int                   `json:"shareBp" doc:"More than the whole is valid and shown"`
	PlanBp      *int                   `json:"planBp"`
	ValueMilli  *int64                 `json:"valueMilli"`
	TargetMilli *int64                 `json:"targetMilli"`
	Unit        string                 `json:"unit"`
	Due         *schedule.Date         `json:"due"`
	Conclusion  string                 `json:"conclusion" required:"false" doc:"验收结论 of what is done; empty for who may see figures only"`
}

// Overview counts milestones and tasks.
type Overview struct {
	AsOf         schedule.Date        `json:"asOf"`
	Basis        schedule.Basis       `json:"basis" enum:"current,baseline" doc:"The plan the lamps are measured against"`
	RuleSet      string               `json:"ruleSet"`
	Milestones   OverviewMilestones   `json:"milestones"`
	ByLamp       ByLamp               `json:"byLamp"`
	ByDepartment []OverviewDepartment `json:"byDepartment" nullable:"false" doc:"Worst first"`
	ByLeader     []OverviewLeader     `json:"byLeader" nullable:"false" doc:"Worst first; what has no leader comes last"`
	Tasks        OverviewTasks        `json:"tasks"`
	Baseline     *OverviewBaseline    `json:"baseline" required:"false" doc:"按原计划: the same counts on the original plan, whatever the overview is measured against"`
	Frozen       *frozen.Stamp        `json:"frozen,omitempty" doc:"Of a closed month: when it was closed, and its hash"`
}

// OverviewBaseline is what the overview counts on the original plan.
type OverviewBaseline struct {
	Overdue int     `json:"overdue" doc:"Overdue milestones"`
	ByLamp  ByLamp  `json:"byLamp"`
	Classes Classes `json:"classes" doc:"Of the tasks"`
}

// OverviewMilestones counts milestones by state.
type OverviewMilestones struct {
	Total      int `json:"total"`
	Open       int `json:"open"`
	Overdue    int `json:"overdue"`
	Claimed    int `json:"claimed"`
	DueSoon    int `json:"dueSoon"`
	Unreported int `json:"unreported"`
}

// ByLamp counts by colour.
type ByLamp struct {
	Blue   int `json:"blue"`
	Green  int `json:"green"`
	Yellow int `json:"yellow"`
	Red    int `json:"red"`
	Grey   int `json:"grey"`
}

// OverviewDepartment counts the milestones a unit leads.
type OverviewDepartment struct {
	Department auth.DepartmentRef `json:"department"`
	Overdue    int                `json:"overdue"`
	ByLamp     ByLamp             `json:"byLamp"`
}

// OverviewLeader counts the milestones on the line of a leader.
type OverviewLeader struct {
	LeaderPost *auth.PostRef `json:"leaderPost"`
	Overdue    int           `json:"overdue"`
	ByLamp     ByLamp        `json:"byLamp"`
}

// OverviewTasks counts the livelihood tasks of the year.
type OverviewTasks struct {
	Classes Classes `json:"classes"`
}

// WorkList is a list of items with exact counts; at most 200 items are shown.
type WorkList struct {
	AsOf   schedule.Date  `json:"asOf"`
	Month  schedule.Month `json:"month" doc:"The month now running to its cut-off; a report for an item that missed the month before is for that one"`
	Cutoff schedule.Date  `json:"cutoff" doc:"Last day on which that month is reported in time"`
	Counts WorkCounts     `json:"counts"`
	Items  []WorkItem     `json:"items" nullable:"false"`
	Basis  schedule.Basis `json:"basis" enum:"current,baseline" required:"false" doc:"The plan lamps, due dates and overdue days are measured against. What there is to report is that of the current one"`
}

// WorkCounts are exact, over all items and not only those shown.
type WorkCounts struct {
	Todo       int `json:"todo"`
	Overdue    int `json:"overdue"`
	DueSoon    int `json:"dueSoon"`
	Reported   int `json:"reported"`
	Unreported int `json:"unreported"`
	Red        int `json:"red"`
	Yellow     int `json:"yellow"`
}

// WorkItem is a milestone, an indicator or the figures of a project to act on.
type WorkItem struct {
	Kind          string                  `json:"kind" enum:"milestone,indicator,figures" doc:"figures: what the unit reports of a project, whose id it has"`
	ID            int64                   `json:"id"`
	Version       int64                   `json:"version"`
	ProjectID     *int64                  `json:"projectId"`
	TaskID        *int64                  `json:"taskId"`
	Title         string                  `json:"title"`
	Parent        string                  `json:"parent" doc:"Name of the project, or 实事 N · title"`
	Lamp          schedule.Lamp           `json:"lamp" doc:"Of figures: of the money and the works alone"`
	Due           *schedule.Date          `json:"due"`
	Baseline      *schedule.Date          `json:"baseline" doc:"原计划"`
	Approved      *schedule.Date          `json:"approved" doc:"现计划"`
	Forecast      *schedule.Date          `json:"forecast" doc:"预计"`
	OverdueDays   int                     `json:"overdueDays"`
	GapBp         *int                    `json:"gapBp" doc:"Plan less actual of an indicator"`
	Key           bool                    `json:"key"`
	Changes       int                     `json:"changes"`
	SlipDays      int                     `json:"slipDays"`
	ProgressBp    *int                    `json:"progressBp"`
	ValueMilli    *int64                  `json:"valueMilli"`
	TargetMilli   *int64                  `json:"targetMilli"`
	StartMilli    *int64                  `json:"startMilli"`
	AtMost        bool                    `json:"atMost" doc:"Of a RATE: it is met at the target or below"`
	Unit          string                  `json:"unit"`
	IndicatorType *schedule.IndicatorType `json:"indicatorType" enum:"CUM,RATE,KEEP,SERVICE,OPEN"`
	PlanBp        *int                    `json:"planBp"`
	ShareBp       *int                    `json:"shareBp"`
	LastNote      string                  `json:"lastNote"`
	NoChangeCount int                     `json:"noChangeCount"`
	NeedsReport   bool                    `json:"needsReport" doc:"Not reported for the month or sent back, and nothing waits for a decision"`
	ReportMonth   schedule.Month          `json:"reportMonth" doc:"The month a report sent today is for: a missed month is made good first"`
	Period        schedule.ReportPeriod   `json:"period" doc:"The period a report sent today is for, with its cut-off; in the monthly cycle the month"`
	ReturnedMonth *schedule.Month         `json:"returnedMonth" doc:"Month of the last report when it was sent back and nothing was sent since"`
	ReturnReason  string                  `json:"returnReason" doc:"Why that report was sent back; worklist only"`
	MissedPeriods int                     `json:"missedPeriods" doc:"已 N 期未报: report periods in a row for which nothing was reported"`
	LastReportOn  *schedule.Date          `json:"lastReportOn" doc:"Day of the latest report that was not withdrawn"`
	SilentDays    *int                    `json:"silentDays" doc:"Days since then; null when nobody has reported yet"`
	Pending       *PendingItem            `json:"pending"`
	Figures       *WorkFigures            `json:"figures,omitempty"`
	Draft         *ItemDraft              `json:"draft" doc:"What the caller has begun to report and not sent; worklist only"`
	Department    auth.DepartmentRef      `json:"department"`
	LeaderPost    *auth.PostRef           `json:"leaderPost"`
	Mine          bool                    `json:"mine" doc:"Of the caller's unit, or on the caller's line"`
	ContactName   string                  `json:"contactName"`
	ContactPhone  string                  `json:"contactPhone"`
	Holder        WorkHolder              `json:"holder"`
	Reports3      []ItemReport            `json:"reports3" nullable:"false" doc:"The last three reports, newest first; attention only"`
	Sample        bool                    `json:"sample"`
}

// WorkFigures is where the money and the works of a project stand, as confirmed.
type WorkFigures struct {
	PlanYuan    *int64          `json:"planYuan" doc:"Of the year"`
	DoneYuan    *int64          `json:"doneYuan" doc:"Of the year, by the end of doneThrough"`
	DoneThrough *schedule.Month `json:"doneThrough"`
	WorksStage  string          `json:"worksStage" doc:"形象进度"`
}

// PendingItem is the report of an item that waits for a decision.
type PendingItem struct {
	ReportID      int64          `json:"reportId"`
	ReportVersion int64          `json:"reportVersion"`
	State         string         `json:"state" enum:"submitted,approved"`
	ProgressBp    *int           `json:"progressBp"`
	ValueMilli    *int64         `json:"valueMilli"`
	Note          string         `json:"note"`
	Forecast      *schedule.Date `json:"forecast"`
	Claim         bool           `json:"claim"`
	NoChange      bool           `json:"noChange"`
	DoneYuan      *int64         `json:"doneYuan,omitempty" doc:"Of figures"`
	WorksStage    string         `json:"worksStage,omitempty" doc:"Of figures"`
	Month         schedule.Month `json:"month"`
	Author        auth.UserRef   `json:"author"`
	SubmittedAt   time.Time      `json:"submittedAt"`
}

// WorkHolder says whose move it is.
type WorkHolder struct {
	Kind       string              `json:"kind" enum:"unit,reviewer,none"`
	Level      string              `json:"level" enum:"unit,office,none" doc:"Which level of the review has it: the head of the unit, or the supervision office; none when nobody reviews"`
	Department *auth.DepartmentRef `json:"department"`
	Posts      []auth.PostRef      `json:"posts" nullable:"false" doc:"The posts that can decide, with who holds them today; empty on a past day"`
	Since      *schedule.Date      `json:"since" doc:"Day this level received it"`
	Workdays   int                 `json:"workdays" doc:"Working days with this level; the first one after it received it is 1"`
	Late       bool                `json:"late" doc:"审核超期: both levels together have had it for longer than the rule set allows (working day 6)"`
}

// ItemReport is one report in the history of an item.
type ItemReport struct {
	Month       schedule.Month `json:"month"`
	Note        string         `json:"note"`
	State       string         `json:"state" enum:"submitted,approved,confirmed,returned"`
	SubmittedAt time.Time      `json:"submittedAt"`
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
