package livelihoodtest

import (
	"guatu/internal/audit"
	"guatu/internal/livelihood"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// Desk returns the desk of the indicators in db.
func Desk(db *database.DB, clk *clock.Clock, set *schedule.RuleSet, calendar *schedule.Calendar) *livelihood.Desk {
	return livelihood.NewDesk(livelihood.NewStore(db, clk), schedule.Fixed(set, calendar), audit.New(clk))
}
