package projects

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/schedule"
)

// NodeFacts is a milestone as its project needs it, in plain types.
type NodeFacts struct {
	ID        int64
	ProjectID int64
	// PlanYear is the plan it was promised in.
	PlanYear int
	Ordinal  int
	Name     string
	Stage    string
	Weight   int
	// VerifiedOn is the day its completion was confirmed, zero until then.
	VerifiedOn schedule.Date
	// ProgressBp is the latest confirmed progress, nil without a report that has one.
	ProgressBp *int
	Facts      schedule.MilestoneFacts
}

// Nodes finds the milestones of projects as recorded by a day.
type Nodes interface {
	// NodesOf reads them in the order of the plan, with one statement.
	NodesOf(ctx context.Context, projectIDs []int64, asOf schedule.Date) ([]NodeFacts, error)
	// NodesSQL is a query of one row a milestone for a list that counts them: project_id, plan_year, name, stage, weight, is_key,
	// verified, verified_on, promised (the baseline, without one the approved date), due (the other way round), is_open,
	// overdue, late_since, behind, is_aim, colour; all from is_open on measured against the plan of the context (httpapi.Basis).
	NodesSQL(ctx context.Context, asOf schedule.Date) (sql string, args []any)
}

// Followers are the milestones of a project. They keep copies of its lead unit and leader, and come and go with it, each in
// the transaction of the change; by is the user who made it.
type Followers interface {
	FollowProject(ctx context.Context, tx *gorm.DB, projectID, leadDepartmentID int64, leaderPostID *int64, by int64) error
	// FollowCycle makes the milestones follow how often the project is reported.
	FollowCycle(ctx context.Context, tx *gorm.DB, projectID int64, cycle schedule.Cycle, since schedule.Date, by int64) error
	// RemoveNodes removes the milestones of a project that is removed; an error when one must stay.
	RemoveNodes(ctx context.Context, tx *gorm.DB, projectID, by int64) error
	// CopyNodes gives a new project the milestones of another, so many years later, without what was reported.
	CopyNodes(ctx context.Context, tx *gorm.DB, fromProject, toProject int64, yearsLater int, by int64) error
}
