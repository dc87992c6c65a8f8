package reports

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/schedule"
)

// Indicators is what this package needs of the livelihood tasks.
type Indicators interface {
	// Lines returns the indicators of the tasks of the years from…to that the
	// scope reaches, in the order of the plan, as recorded by asOf: two statements
	// at most. With own it returns only what is reported by readings, and the
	// scope is judged by the unit and leader of each indicator instead of those of
	// its task: one statement. Facts are measured against the plan of the context.
	Lines(ctx context.Context, scope auth.Scope, from, to int, own bool, asOf schedule.Date) ([]IndicatorLine, error)
}

// IndicatorLine is an indicator with its task. A task without indicators is one
// line with an ID of 0. The fields are those of livelihood.Line, in its order,
// so that app converts one into the other.
type IndicatorLine struct {
	TaskID           int64
	TaskVersion      int64
	Year             int
	TaskOrdinal      int
	Title            string
	ShortTitle       string
	TaskDepartmentID int64
	TaskLeaderPostID *int64
	TaskSample       bool

	ID               int64
	Version          int64
	Ordinal          int
	Name             string
	DepartmentID     int64
	LeaderPostID     *int64
	NodeDepartmentID int64
	Unit             string
	TargetMilli      *int64
	StartMilli       *int64
	ValueMilli       *int64
	MilestoneID      *int64
	Due              schedule.Date
	Claimed          schedule.Date
	LastNote         string
	LastReportMonth  schedule.Month
	NoChangeCount    int
	Sample           bool
	DataOn           schedule.Date
	Reported         bool
	Carried          bool
	Conclusion       string
	AskedMonth       schedule.Month
	ReportMonth      schedule.Month
	// ReturnedMonth is that of the last report when it was sent back and nothing was sent since.
	ReturnedMonth schedule.Month
	// Cycle is how often it is reported, Period the one a reading sent on the day is for.
	Cycle        schedule.Cycle
	Period       schedule.ReportPeriod
	LastPeriodTo schedule.Date
	LastReportOn schedule.Date
	ShareBp      *int
	UncappedBp   *int
	PlanBp       *int

	PendingID       int64
	PendingVersion  int64
	PendingMonth    schedule.Month
	PendingOn       schedule.Date
	PendingMilli    *int64
	PendingNote     string
	PendingNoChange bool
	PendingClaim    bool
	PendingAuthorID int64
	PendingAt       int64
	// PendingApprovedOn is the day the unit approved it.
	PendingApprovedOn schedule.Date

	Facts     schedule.IndicatorFacts
	BaseFacts schedule.IndicatorFacts
}
