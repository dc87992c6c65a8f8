package milestones

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/evidence"
	"guatu/internal/schedule"
)

// Readings is what this package needs of the livelihood tasks: a reading of an indicator is a row of reports, but only
// they know what it does to the indicator and what it is called.
type Readings interface {
	// Apply moves the indicator after a decision on one of its readings, in the same transaction: facts, version row and
	// audit row of the indicator.
	Apply(ctx context.Context, tx *gorm.DB, decision ReadingDecision) error
	// Describe names the indicators of readings and computes their lamps, keyed by report id. A missing key means that
	// the indicator no longer exists.
	Describe(ctx context.Context, readings []Reading) (map[int64]ReadingSubject, error)
}

// Reading is a report of an indicator in plain types.
type Reading struct {
	ReportID    int64
	IndicatorID int64
	Month       schedule.Month
	// PeriodTo is the last day of the period, in a cycle shorter than the month.
	PeriodTo         schedule.Date
	ValueMilli       *int64
	NumeratorMilli   *int64
	DenominatorMilli *int64
	PrintedBp        *int // the rate a published table prints for it
	Met              *bool
	Note             string
	NoChange         bool
	Claim            bool
	MadeGood         bool
	// RecordedOn is the business day it was submitted; a claim counts from it.
	RecordedOn schedule.Date
	AuthorID   int64
	// Undecided says that it waits for a decision: only then a lamp after confirmation makes sense.
	Undecided bool
	// Returned says that it was sent back.
	Returned bool
}

// Outcome is what became of a report.
type Outcome string

// The outcomes of a report.
const (
	// OutcomeApproved is the first level alone: it moves nothing and no reading hears of it.
	OutcomeApproved  Outcome = "approved"
	OutcomeConfirmed Outcome = "confirmed"
	OutcomeReturned  Outcome = "returned"
	OutcomeWithdrawn Outcome = "withdrawn"
)

// ReadingDecision tells livelihood what became of a reading.
type ReadingDecision struct {
	Reading Reading
	Outcome Outcome
	// Reason is the reviewer's note; required when returned.
	Reason string
	// On is the business day of the decision, By the person.
	On schedule.Date
	By int64
	// Earlier is the newest reading of the indicator that was neither withdrawn nor is this one; nil when there is none.
	// A withdrawal puts lastReportMonth and 已补 back to it.
	Earlier *Reading
	// EarlierNoChange counts the readings in a row, up to Earlier, that said 无变化.
	EarlierNoChange int
	// EarlierMadeGood is the day of the newest earlier reading that made good a month; absent: none did.
	EarlierMadeGood schedule.Date
	// EarlierPeriodTo and EarlierMadeGoodTo are the last days of the periods reported and made good last, in a cycle shorter
	// than the month.
	EarlierPeriodTo, EarlierMadeGoodTo schedule.Date
	// Conclusion is the 验收结论 of a confirmed claim.
	Conclusion string
}

// ReadingSubject is what a reader sees of the indicator of a reading.
type ReadingSubject struct {
	Subject     string // name of the indicator
	Parent      string // 实事 N · title
	Unit        string
	TargetMilli *int64
	// Before is the last confirmed figure.
	Before ReadingBefore
	// LampNow is the lamp of today; LampAfter the lamp once this reading is confirmed, nil when it is decided.
	LampNow   schedule.Lamp
	LampAfter *schedule.Lamp
}

// ReadingBefore is the last confirmed figure of an indicator; On is absent when there is none.
type ReadingBefore struct {
	ValueMilli *int64
	Note       string
	On         schedule.Date
}

// ReadingInput is a reading to file: livelihood has checked the indicator, the rights and the value.
type ReadingInput struct {
	IndicatorID int64
	// LeadDepartmentID leads the indicator (scope, reviewer); DepartmentID is the unit that reports.
	LeadDepartmentID int64
	LeaderPostID     *int64
	DepartmentID     int64
	Month            schedule.Month
	// PeriodTo is the last day of the period, in a cycle shorter than the month.
	PeriodTo         schedule.Date
	ValueMilli       *int64
	NumeratorMilli   *int64
	DenominatorMilli *int64
	PrintedBp        *int // the rate a published table prints for it
	Met              *bool
	Note             string
	NoChange         bool
	Claim            bool
	MadeGood         bool
	AuthorID         int64
	// Approved says that the author is the head of the unit: only the supervision office has to look at it.
	Approved bool
	Sample   bool
	// Evidence, and for a claim without any why and whose post allowed that.
	Evidence        evidence.List
	ExceptionWords  string
	ExceptionPostID *int64
}

// NoReadings stands in where there are no livelihood tasks.
type NoReadings struct{}

// Apply does nothing.
func (NoReadings) Apply(context.Context, *gorm.DB, ReadingDecision) error { return nil }

// Describe knows no indicator.
func (NoReadings) Describe(context.Context, []Reading) (map[int64]ReadingSubject, error) {
	return nil, nil
}
