package milestones

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/schedule"
)

// Derived fills the derived columns by the default rules.
func Derived(m MilestoneRow) MilestoneRow { return m.derive(schedule.Default()) }

// ListSQL is the statement of a list over all rows.
func ListSQL(s *Store, q Query, rules Rules) (string, []any) {
	return s.listSQL(context.Background(), q.Filter, auth.Scope{All: true}, s.clock.Today(), rules, q.Page)
}
