package milestones

import (
	"context"
	"slices"

	"guatu/internal/nodefacts"
	"guatu/internal/schedule"
)

// NodesSQL is a query with one row for each milestone there is, as recorded by the day, for whoever counts the milestones of
// many projects in the database instead of reading them. Its columns:
//
//	project_id, plan_year, name, stage, weight, is_key, verified, verified_on
//	promised  the baseline, without one the approved date; due  the other way round
//	is_open   neither done nor suspended nor out of the plan; on the original plan nothing is either, and due is what was promised
//	exited    1 for one that left the plan
//	overdue   1 in the state overdue on the day, else 0
//	late_since  the day the clock of an overdue one ran out, else NULL; behind: 1 when it was overdue without the reviewer's days; is_aim: 力争
//	colour    of the lamp on the day, compiled from the rule sets in force where it stands
//	missed    how many periods in a row nobody reported it, as far as P6 asks (nodefacts.MissedSQL)
//
// It checks no rights, like NodesOf.
func (s *Service) NodesSQL(ctx context.Context, asOf schedule.Date) (sql string, args []any) {
	t, rules, c := s.store.at(asOf), s.lens(ctx), &clauses{}
	overdue, overdueArgs := nodefacts.SQL(rules.Set.MilestoneIn(schedule.StateOverdue, asOf), rules.Basis, s.db)
	colour, colourArgs := nodefacts.ColourSQL(rules.Set.MilestoneColours(asOf), rules.Basis, s.db)
	behind, behindArgs := nodefacts.SQL(rules.Set.MilestoneBehind(asOf), rules.Basis, s.db)
	missed, missedArgs := nodefacts.MissedSQL(rules.Set.MissedLimits(asOf), rules.Set, rules.Calendar, asOf, rules.Today, s.db)
	due, open := "COALESCE(m.approved_on, m.baseline_on)", "m.open"
	exited, exitedArgs := "CASE WHEN m.exited_on <= ? AND m.verified = 0 THEN 1 ELSE 0 END", []any{asOf}
	if rules.Basis == schedule.Original {
		exited, exitedArgs = "0", nil
		due, open = "COALESCE(m.baseline_on, m.approved_on)", "CASE WHEN m.verified = 1 OR m.carried_on IS NOT NULL THEN 0 ELSE 1 END"
	}
	table := "milestones m"
	if !t.live {
		table = "milestone_versions m"
	}
	t.recorded(c)
	sql = "SELECT m.project_id AS project_id, m.plan_year AS plan_year, m.name AS name, m.stage AS stage, m.weight AS weight, m.is_key AS is_key," +
		" m.verified AS verified, m.verified_on AS verified_on, COALESCE(m.baseline_on, m.approved_on) AS promised," +
		" " + due + " AS due, " + open + " AS is_open, " + exited + " AS exited, CASE WHEN " + overdue + " THEN 1 ELSE 0 END AS overdue, " +
		"CASE WHEN " + overdue + " THEN " + nodefacts.ClockColumn(rules.Basis) + " END AS late_since, CASE WHEN " + behind + " THEN 1 ELSE 0 END AS behind, " +
		"CASE WHEN m.firmness = 'aim' THEN 1 ELSE 0 END AS is_aim, " + colour + " AS colour, " + missed + " AS missed FROM " + table + " WHERE " + c.String()
	return sql, slices.Concat(exitedArgs, overdueArgs, overdueArgs, behindArgs, colourArgs, missedArgs, c.args)
}
