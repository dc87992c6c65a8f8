package milestones

import (
	"strconv"
	"strings"

	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// sqlColumns maps the columns of schedule.MilestoneRow to expressions on the alias m. A bool column is given as the
// condition that is true for it.
func sqlColumn(c schedule.Column) string {
	switch c {
	case schedule.ColDone:
		return "m.verified = 1"
	case schedule.ColAim:
		return "m.firmness = 'aim'"
	case schedule.ColKey:
		return "m.is_key = 1"
	case schedule.ColApproved:
		return "COALESCE(m.approved_on, m.baseline_on)"
	case schedule.ColClockDue:
		return "m.clock_due"
	case schedule.ColForecast:
		return "m.forecast_on"
	case schedule.ColReached:
		return "m.reached_on"
	case schedule.ColClaimed:
		return "m.claimed_on"
	case schedule.ColColourDay:
		return "m.colour_day"
	case schedule.ColSuspendedOn:
		return "m.suspended_on"
	case schedule.ColPlannedStart:
		return "m.planned_start"
	}
	return "NULL" // a column schedule has added and nobody has mapped: matches nothing, and the property test says so
}

// render writes a compiled condition as SQL for the dialect of db. Comparisons are on bare columns, no function around a
// date, so that an index can answer them.
func render(c schedule.Condition, db *database.DB, out *clauses) string {
	switch node := c.(type) {
	case schedule.And:
		return renderAll(node, " AND ", "1=1", db, out)
	case schedule.Or:
		return renderAll(node, " OR ", "1=0", db, out)
	case schedule.Not:
		return "NOT " + render(node.Condition, db, out)
	case schedule.IsNull:
		return "(" + sqlColumn(node.Column) + " IS NULL)"
	case schedule.BoolIs:
		if node.Value {
			return "(" + sqlColumn(node.Column) + ")"
		}
		return "(NOT (" + sqlColumn(node.Column) + "))"
	case schedule.DateCmp:
		out.args = append(out.args, node.Date)
		return "(" + sqlColumn(node.Column) + " " + string(node.Op) + " ?)"
	case schedule.DateCmpColumns:
		return "(" + db.DaysBetween(sqlColumn(node.A), sqlColumn(node.B)) + " " + string(node.Op) + " " + strconv.Itoa(node.PlusDays) + ")"
	}
	return "(1=0)"
}

func renderAll(parts []schedule.Condition, with, empty string, db *database.DB, out *clauses) string {
	if len(parts) == 0 {
		return "(" + empty + ")"
	}
	texts := make([]string, 0, len(parts))
	for _, part := range parts {
		texts = append(texts, render(part, db, out))
	}
	return "(" + strings.Join(texts, with) + ")"
}

// addCondition ANDs a compiled condition to c.
func addCondition(c *clauses, condition schedule.Condition, db *database.DB) {
	inner := &clauses{}
	text := render(condition, db, inner)
	c.add(text, inner.args...)
}

// stateClause limits the list to a state. The compiled condition is the definition; what stands before it says the same
// about the derived columns and lets the index on (open, clock_due, id) find the rows.
func stateClause(c *clauses, state schedule.MilestoneState, asOf schedule.Date, rules Rules, db *database.DB) {
	set := rules.Set.Complete()
	switch state {
	case schedule.StateOverdue:
		c.add("m.open = 1 AND m.clock_due < ?", asOf)
	case schedule.StateDueToday:
		c.add("m.open = 1 AND m.clock_due = ?", asOf)
	case schedule.StateDueSoon:
		c.add("m.open = 1 AND m.clock_due >= ? AND m.clock_due <= ?", asOf, asOf.AddDays(set.MilestoneRule.DueSoonDays))
	case schedule.StateOpen:
		c.add("m.open = 1")
	case schedule.StateDone, schedule.StateSuspended:
		c.add("m.open = 0")
	case schedule.StateUndated:
		c.add("m.open IN (0, 1) AND m.clock_due IS NULL")
	case schedule.StateClaimed:
		c.add("m.claimed_on IS NOT NULL")
	}
	addCondition(c, set.MilestoneIn(state, asOf), db)
}

// colourClause limits the list to a colour, with the same help for the index.
func colourClause(c *clauses, colour schedule.Colour, asOf schedule.Date, rules Rules, db *database.DB) {
	switch colour {
	case schedule.Red, schedule.Green:
		c.add("m.open = 1")
	case schedule.Blue:
		c.add("m.open = 0")
	case schedule.Yellow, schedule.Grey: // also suspended ones
	}
	addCondition(c, rules.Set.MilestoneColour(colour, asOf), db)
}
