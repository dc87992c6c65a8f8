package milestonestest

import (
	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/milestones"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// Milestones is the service under a name that tests of other rooms can say.
type Milestones = *milestones.Service

// Milestone is one as the API shows it.
type Milestone = milestones.Milestone

// Service returns the milestones in db.
func Service(db *database.DB, clk *clock.Clock, policy *auth.Policy, set *schedule.RuleSet, calendar *schedule.Calendar) Milestones {
	return milestones.NewService(milestones.Options{
		DB: db, Store: milestones.NewStore(db, clk), Clock: clk, Audit: audit.New(clk), Policy: policy,
		Directory: auth.NewDirectory(db, clk), Rules: schedule.Fixed(set, calendar),
	})
}
