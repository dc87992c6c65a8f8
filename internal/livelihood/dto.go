package livelihood

import (
	"time"

	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/frozen"
	"guatu/internal/schedule"
)

// Task is a livelihood task 实事 with its indicators, as of a day.
type Task struct {
	ID             int64               `json:"id"`
	Year           int                 `json:"year"`
	Ordinal        int                 `json:"ordinal"`
	Title          string              `json:"title"`
	ShortTitle     string              `json:"shortTitle"`
	Department     auth.DepartmentRef  `json:"department"`
	LeaderPost     *auth.PostRef       `json:"leaderPost"`
	Words          string              `json:"words" doc:"The promise in the words of the plan"`
	ReportCycle    schedule.Cycle      `json:"reportCycle" enum:"monthly,tenday,weekly" doc:"How often its CUM and RATE indicators are reported; KEEP and SERVICE by their months"`
	CompletionBp   *int                `json:"completionBp" doc:"综合完成率; null without a measurable indicator"`
	ScheduleBp     *int                `json:"scheduleBp" doc:"序时; null without a measurable indicator"`
	Done           int                 `json:"done" doc:"Indicators done, n of n/m"`
	Measurable     int                 `json:"measurable" doc:"Measurable indicators, m of n/m"`
	Open           int                 `json:"open" doc:"Indicators without a measurable target 未定目标"`
	WordsCount     int                 `json:"wordsCount" doc:"Slogans, kept as words"`
	Exited         int                 `json:"exited" doc:"Indicators that left the plan 退出; in none of the counts above"`
	Lamp           schedule.Lamp       `json:"lamp"`
	Basis          schedule.Basis      `json:"basis" enum:"current,baseline" doc:"The plan the figures are measured against"`
	BaselineColour schedule.Colour     `json:"baselineColour" enum:"blue,green,yellow,red,grey" doc:"Colour of the lamp on the original plan 原计划"`
	Class          schedule.BoardClass `json:"class" enum:"done,suspended,untargeted,severe,warning,unreported,ahead,onSchedule"`
	Weakest        *WeakestPart        `json:"weakest"`
	CarriedFrom    *int64              `json:"carriedFrom" doc:"Task of the year before that this one goes on with"`
	Indicators     []Indicator         `json:"indicators" nullable:"false"`
	Sample         bool                `json:"sample"`
	Version        int64               `json:"version"`
	AsOf           schedule.Date       `json:"asOf"`
	Frozen         *frozen.Stamp       `json:"frozen,omitempty" doc:"Of a closed month: when it was closed, its hash, and corrections"`
}

// WeakestPart names the indicator whose lamp the task carries.
type WeakestPart struct {
	IndicatorID int64           `json:"indicatorId"`
	Name        string          `json:"name"`
	Colour      schedule.Colour `json:"colour" enum:"blue,green,yellow,red,grey"`
	Reason      string          `json:"reason"`
}

// Indicator is a sub-item 子项 of a task, as of a day. Values are thousandths of
// the unit. Whoever may not read it in full sees it with its task without words
// (lastNote, note), without what waits, and without a milestone that is not readable.
type Indicator struct {
	ID               int64                  `json:"id"`
	TaskID           int64                  `json:"taskId"`
	Ordinal          int                    `json:"ordinal"`
	Name             string                 `json:"name"`
	Type             schedule.IndicatorType `json:"type" enum:"CUM,EVENT,STAGE,RATE,KEEP,SERVICE,OPEN,WORDS"`
	Department       auth.DepartmentRef     `json:"department"`
	LeaderPost       *auth.PostRef          `json:"leaderPost"`
	Weight           int                    `json:"weight"`
	Firmness         schedule.Firmness      `json:"firmness" enum:"firm,aim"`
	Unit             string                 `json:"unit"`
	Comparator       string                 `json:"comparator" enum:"atLeast,atMost"`
	TargetMilli      *int64                 `json:"targetMilli" doc:"Of the plan asked for, as due, monthlyPlan and the shares"`
	BaseTargetMilli  *int64                 `json:"baseTargetMilli" doc:"Target of before the first approved change; null: it never changed"`
	BaseDue          *schedule.Date         `json:"baseDue" required:"false" doc:"Due date of before the first approved change; null: it never changed"`
	Basis            schedule.Basis         `json:"basis" enum:"current,baseline" required:"false" doc:"The plan it is measured against"`
	BaselineColour   schedule.Colour        `json:"baselineColour" enum:"blue,green,yellow,red,grey" doc:"Colour of the lamp on the original plan 原计划"`
	StartMilli       *int64                 `json:"startMilli" doc:"Figure at the start of the year, on the same scale as valueMilli: c = (value − start)/target"`
	PlannedStart     *schedule.Month        `json:"plannedStart"`
	Due              *schedule.Date         `json:"due" doc:"Own due date; of EVENT and STAGE that of the milestone"`
	DeadlineWords    string                 `json:"deadlineWords"`
	Precision        string                 `json:"precision"`
	MonthlyPlan      []int64                `json:"monthlyPlan" nullable:"false" doc:"Cumulative plan from January: thousandths of the unit (CUM), basis points of the way (RATE); empty: straight"`
	MilestoneID      *int64                 `json:"milestoneId"`
	ProjectID        *int64                 `json:"projectId"`
	Ladder           []schedule.Stage       `json:"ladder"`
	TargetStage      string                 `json:"targetStage"`
	StageReached     string                 `json:"stageReached"`
	ValueMilli       *int64                 `json:"valueMilli" doc:"Latest confirmed figure; of a CUM cumulative on the same scale as startMilli"`
	ValueMonth       *schedule.Month        `json:"valueMonth"`
	ValueOn          *schedule.Date         `json:"valueOn" doc:"Day the figure was reported"`
	NumeratorMilli   *int64                 `json:"numeratorMilli"`
	DenominatorMilli *int64                 `json:"denominatorMilli"`
	PrintedBp        *int                   `json:"printedBp" doc:"Rate of completion the published table prints for the figure"`
	ComputedBp       *int                   `json:"computedBp" doc:"The same rate computed: of a CUM the uncapped share, of a RATE value to target (at most: target to value)"`
	RateMismatch     bool                   `json:"rateMismatch" doc:"Printed and computed rate differ by more than 0.1 point"`
	Periods          []Period               `json:"periods" nullable:"false"`
	ShareBp          *int                   `json:"shareBp" doc:"c, capped at the whole; null when not measurable or without a confirmed figure"`
	ShareUncappedBp  *int                   `json:"shareUncappedBp" doc:"What is shown: more than the whole is valid"`
	PlanBp           *int                   `json:"planBp" doc:"序时 of this indicator"`
	Done             bool                   `json:"done"`
	Lamp             schedule.Lamp          `json:"lamp"`
	Claimed          *schedule.Date         `json:"claimed" doc:"Day of the claim that waits for a decision"`
	Verified         bool                   `json:"verified"`
	Pending          *PendingReading        `json:"pending"`
	LastNote         string                 `json:"lastNote"`
	Conclusion       string                 `json:"conclusion" doc:"验收结论 of whoever verified it, or its milestone; empty: not verified"`
	Evidence         evidence.List          `json:"evidence" nullable:"false" doc:"佐证 of whoever verified it although nobody had claimed it; that of a claim stands with its report"`
	Exception        *IndicatorException    `json:"exception" doc:"Of such a verification without evidence: why, and who allowed it"`
	LastReportMonth  *schedule.Month        `json:"lastReportMonth"`
	NoChangeCount    int                    `json:"noChangeCount" doc:"无变化 N 期"`
	LastReportOn     *schedule.Date         `json:"lastReportOn" doc:"Day of the latest report that was not withdrawn"`
	SilentDays       *int                   `json:"silentDays" doc:"Days since then; null when nobody has reported yet"`
	MissedPeriods    int                    `json:"missedPeriods" doc:"已 N 期未报: report periods in a row for which nothing was reported"`
	CarriedFrom      *int64                 `json:"carriedFrom" doc:"Indicator of the plan before that this one goes on with"`
	CarriedTo        *int64                 `json:"carriedTo" doc:"Indicator of the next plan that goes on with this one"`
	TargetChanges    int                    `json:"targetChanges" doc:"Approved changes of the target"`
	Changes          int                    `json:"changes" doc:"Approved changes of its own date; of EVENT and STAGE of the milestone"`
	BaselineDue      *schedule.Date         `json:"baselineDue" format:"date" doc:"Its date when the plan was frozen; null: never changed"`
	Suspended        *schedule.Date         `json:"suspended" format:"date" doc:"Day its suspension was approved or last reviewed"`
	Exited           *schedule.Date         `json:"exited" format:"date" doc:"Day it left the plan 退出"`
	ExitDocument     string                 `json:"exitDocument" doc:"文号 of that decision"`
	Promises         []IndicatorPromise     `json:"promises" nullable:"false" doc:"What was ever promised of it, by plan, the present one last"`
	Words            string                 `json:"words"`
	Note             string                 `json:"note"`
	Sample           bool                   `json:"sample"`
	Version          int64                  `json:"version"`
	Frozen           *frozen.Stamp          `json:"frozen,omitempty" doc:"Of a closed month: when it was closed, its hash, and corrections"`
}

// IndicatorException says why a completion has no evidence and whose post allowed that.
type IndicatorException struct {
	Words     string       `json:"words"`
	AllowedBy auth.PostRef `json:"allowedBy"`
}

// Period is one period of a KEEP or SERVICE; met is null without a confirmed reading.
type Period struct {
	Month schedule.Month `json:"month"`
	Met   *bool          `json:"met"`
}

// PendingReading is the reading of an indicator that waits for a decision.
type PendingReading struct {
	ReportID         int64          `json:"reportId"`
	ReportVersion    int64          `json:"reportVersion"`
	Level            string         `json:"level" enum:"unit,office" doc:"Which level of the review has it: the head of the unit, or the supervision office"`
	Since            schedule.Date  `json:"since" format:"date" doc:"Day this level received it"`
	ValueMilli       *int64         `json:"valueMilli"`
	NumeratorMilli   *int64         `json:"numeratorMilli"`
	DenominatorMilli *int64         `json:"denominatorMilli"`
	PrintedBp        *int           `json:"printedBp"`
	Met              *bool          `json:"met"`
	Note             string         `json:"note"`
	Claim            bool           `json:"claim"`
	NoChange         bool           `json:"noChange"`
	Month            schedule.Month `json:"month"`
	Author           auth.UserRef   `json:"author"`
	SubmittedAt      time.Time      `json:"submittedAt"`
}

// IndicatorHistory is every recorded version of an indicator, newest first.
type IndicatorHistory struct {
	Items []IndicatorVersion `json:"items" nullable:"false"`
}

// IndicatorVersion is one version: what changed, by whom, and why.
type IndicatorVersion struct {
	Version    int64             `json:"version"`
	RecordedOn schedule.Date     `json:"recordedOn"`
	Actor      auth.UserRef      `json:"actor"`
	Action     string            `json:"action" doc:"Slug of the audit event; empty for rows that were loaded"`
	Changes    []IndicatorChange `json:"changes" nullable:"false"`
	Note       string            `json:"note"`
}

// IndicatorChange is one field that moved; the values are texts, empty for absent.
type IndicatorChange struct {
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
