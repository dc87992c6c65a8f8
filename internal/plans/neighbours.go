package plans

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/schedule"
)

// Projects takes a project into the next plan, in the transaction of the carry-over.
type Projects interface {
	CarryProject(ctx context.Context, tx *gorm.DB, id int64, year int, class string, by int64) error
}

// Milestones knows the unfinished milestones of a plan and carries those of a project over.
type Milestones interface {
	// CarryCandidates returns those the actor may read, by project and place; one statement.
	CarryCandidates(ctx context.Context, year int) ([]NodeCandidate, error)
	// CarryNodes carries every unfinished one of a project; faults name the order by its place (milestones[0].due).
	CarryNodes(ctx context.Context, tx *gorm.DB, projectID int64, year int, orders []NodeOrder, by int64) ([]NodeCarried, []Skipped, error)
}

// Tasks knows the unfinished indicators of a year's tasks and carries those of a task over.
type Tasks interface {
	// CarryCandidates returns the tasks the actor may read, in the order of the plan; two statements at most.
	CarryCandidates(ctx context.Context, year int) ([]TaskCandidate, error)
	// CarryTask carries every unfinished indicator of a task; faults name the order by its place (indicators[0].due).
	CarryTask(ctx context.Context, tx *gorm.DB, year int, order TaskOrder) (TaskCarried, error)
}

// NodeCandidate is an unfinished milestone of a plan. Absent dates are zero.
type NodeCandidate struct {
	ID               int64
	ProjectID        int64
	Name             string
	Ordinal          int
	Weight           int
	Key              bool
	Firmness         schedule.Firmness
	DeadlineWords    string
	Precision        string
	LeadDepartmentID int64
	Baseline         schedule.Date
	Approved         schedule.Date
	Forecast         schedule.Date
	Suspended        schedule.Date
	Changes          int
	ProgressBp       *int
	ProgressOn       schedule.Date
	LastNote         string
	Proposed         schedule.Date
	Blocked          string
}

// NodeOrder is what the next plan promises of a milestone otherwise than proposed.
type NodeOrder struct {
	ID     int64
	Due    schedule.Date
	Words  string
	Weight int
}

// NodeCarried is a milestone and the one that goes on with it.
type NodeCarried struct {
	From, To int64
	Due      schedule.Date
}

// Skipped is a row that could not be carried over yet, and what stands in the way.
type Skipped struct {
	ID   int64
	Name string
	Code string
}

// TaskCandidate is a task with its unfinished indicators.
type TaskCandidate struct {
	ID           int64
	Ordinal      int
	Title        string
	DepartmentID int64
	Indicators   []IndicatorCandidate
}

// IndicatorCandidate is an unfinished indicator.
type IndicatorCandidate struct {
	ID             int64
	Ordinal        int
	Name           string
	Type           schedule.IndicatorType
	DepartmentID   int64
	Unit           string
	TargetMilli    *int64
	StartMilli     *int64
	ValueMilli     *int64
	RemainingMilli *int64
	Due            schedule.Date
	MilestoneID    *int64
	ProposedTarget *int64
	ProposedDue    schedule.Date
	Blocked        string
}

// TaskOrder carries a task over; an ordinal of 0 is that of the old one.
type TaskOrder struct {
	ID         int64
	Ordinal    int
	Indicators []IndicatorOrder
}

// IndicatorOrder is what the next plan promises of an indicator otherwise than proposed.
type IndicatorOrder struct {
	ID          int64
	TargetMilli *int64
	Due         schedule.Date
}

// IndicatorCarried is an indicator and the one that goes on with it.
type IndicatorCarried struct{ From, To int64 }

// TaskCarried is a task and the one that goes on with it; To is 0 when nothing of it was carried.
type TaskCarried struct {
	From, To   int64
	Indicators []IndicatorCarried
	Skipped    []Skipped
}
