package livelihood

import (
	"database/sql/driver"
	"fmt"

	"guatu/internal/evidence"
	"guatu/internal/nodefacts"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// taskRow is one row of livelihood_tasks or livelihood_task_versions.
type taskRow struct {
	ID           int64
	Year         int
	Ordinal      int
	Title        string
	ShortTitle   string
	DepartmentID int64
	LeaderPostID *int64
	Words        string
	ReportCycle  schedule.Cycle // how often its CUM and RATE are reported
	CycleSince   schedule.Date  // day that began
	CarriedFrom  *int64         // the task of the year before that it goes on with
	Sample       bool
	Search       string // derived at every write, see searched
	CreatedAt    int64
	Version      int64
}

// TableName names the live table for GORM.
func (taskRow) TableName() string { return tasksTable }

// indicatorRow is one row of indicators or indicator_versions. Absent dates and
// months are zero and stored as NULL. It holds every fact of the indicator but
// those of the milestone it points at.
type indicatorRow struct {
	ID           int64
	TaskID       int64
	Ordinal      int
	Name         string
	Type         schedule.IndicatorType
	DepartmentID int64
	LeaderPostID *int64 // nil: that of the task
	Weight       int
	Firmness     schedule.Firmness
	Unit         string
	Comparator   string
	TargetMilli  *int64
	// BaseTargetMilli is the target of before the first approved change; nil: it never changed.
	BaseTargetMilli *int64
	// BaseMonthlyPlan is the monthly plan of before that change. Both are read where TargetChanges > 0.
	BaseMonthlyPlan list[int64]
	StartMilli      *int64
	PlannedStart    schedule.Month
	DueOn           schedule.Date
	DeadlineWords   string
	DatePrecision   string
	// MonthlyPlan is cumulative from January: thousandths of the unit (CUM),
	// basis points of the way to the target (RATE).
	MonthlyPlan list[int64]
	// Periods are the months a KEEP is read for (none: every month of the year)
	// or the months agreed for a SERVICE.
	Periods     list[schedule.Month]
	MilestoneID *int64
	Ladder      list[schedule.Stage]
	TargetStage string

	ValueMilli       *int64
	ValueMonth       schedule.Month
	ValueOn          schedule.Date
	NumeratorMilli   *int64
	DenominatorMilli *int64
	PrintedBp        *int // the rate a published table prints for it
	PeriodResults    list[PeriodResult]
	// FullOn is the day a confirmed figure reached the target without a claim.
	FullOn     schedule.Date
	ClaimedOn  schedule.Date
	Verified   bool
	VerifiedOn schedule.Date
	// PendingMonth and PendingOn are the month and the day of the undecided reading.
	PendingMonth  schedule.Month
	PendingOn     schedule.Date
	ReturnedMonth schedule.Month // of the last reading when it was sent back and nothing was sent since
	LastNote      string
	Conclusion    string // 验收结论
	// Evidence or the exception is that of whoever verified what nobody claimed; of a claim it stands with the report.
	Evidence        evidence.List
	ExceptionWords  string
	ExceptionPostID *int64
	LastReportMonth schedule.Month
	MadeGoodMonth   schedule.Month
	NoChangeCount   int
	// In a cycle shorter than the month: the last days of the periods reported
	// last, made good and sent back.
	LastPeriodTo schedule.Date
	MadeGoodTo   schedule.Date
	ReturnedTo   schedule.Date
	LastReportOn schedule.Date // day of the latest reading that was not withdrawn
	// CarriedFrom is the indicator of the plan before that this one goes on with,
	// CarriedTo the one that goes on with it, CarriedOn the day.
	CarriedFrom *int64
	CarriedTo   *int64
	CarriedOn   schedule.Date
	// TargetChanges and DueChanges count the approved changes; BaseDueOn is the own date of before the first of those.
	TargetChanges int
	DueChanges    int
	BaseDueOn     schedule.Date
	SuspendedOn   schedule.Date // approved or last reviewed
	ExitedOn      schedule.Date // left the plan by the decision with the number ExitDocument
	ExitDocument  string
	Words         string
	Note          string
	Sample        bool
	Search        string        // derived at every write, see searched
	EnteredOn     schedule.Date // zero: before there was the column, of all months
	CreatedAt     int64
	Version       int64
}

// TableName names the live table for GORM.
func (indicatorRow) TableName() string { return indicatorsTable }

const (
	tasksTable        = "livelihood_tasks"
	taskVersions      = "livelihood_task_versions"
	indicatorsTable   = "indicators"
	indicatorVersions = "indicator_versions"
)

// PeriodResult is the confirmed reading of one period of a KEEP or SERVICE.
type PeriodResult struct {
	Month schedule.Month `json:"month"`
	Met   bool           `json:"met"`
	// On is the business day of the confirmation.
	On schedule.Date `json:"on"`
}

// list is a column of JSON; an empty list is stored as NULL.
type list[T any] []T

// Value stores the list as JSON.
func (l list[T]) Value() (driver.Value, error) { return database.ListValue(l) }

// Scan reads the JSON.
func (l *list[T]) Scan(src any) error {
	list, err := database.ScanList[T](src)
	if err != nil {
		return fmt.Errorf("livelihood: %w", err)
	}
	*l = list
	return nil
}

// GormDataType names the column type for GORM.
func (list[T]) GormDataType() string { return "string" }

// milestoneRow holds the columns of the linked milestone that its lamp needs.
// An ID of 0 means that there is none.
type milestoneRow struct {
	nodefacts.Columns

	ID            int64
	ProjectID     int64
	CarriedTo     *int64
	ProgressOn    schedule.Date
	LastNote      string
	Conclusion    string
	NoChangeCount int
}

// rightsRow is what rights on a line are judged by: as it is today, also of a
// past day.
type rightsRow struct {
	DepartmentID     int64
	LeaderPostID     int64 // by default that of the task
	TaskDepartmentID int64
	TaskLeaderPostID int64
	NodeDepartmentID int64 // leads the linked milestone
	// NodeReadable says that the reader may read the linked milestone.
	NodeReadable bool
}

// pendingRow is the undecided reading of an indicator. An ID of 0: none.
type pendingRow struct {
	ID               int64
	Version          int64
	Month            schedule.Month
	ValueMilli       *int64
	NumeratorMilli   *int64
	DenominatorMilli *int64
	PrintedBp        *int // the rate a published table prints for it
	Met              *bool
	Note             string
	NoChange         bool
	Claim            bool
	AuthorID         int64
	SubmittedAt      int64
	RecordedOn       schedule.Date
	ApprovedOn       schedule.Date
}
