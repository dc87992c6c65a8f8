package milestones

import (
	"guatu/internal/nodefacts"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// addCondition ANDs a compiled condition to c.
func addCondition(c *clauses, condition schedule.Condition, rules Rules, db *database.DB) {
	text, args := nodefacts.SQL(condition, rules.Basis, db)
	c.add(text, args...)
}

// stateClause limits the list to a state. The compiled condition is the definition; what stands before it says the same
// about the derived columns and lets the index on (open, clock_due, id) find the rows.
func stateClause(c *clauses, state schedule.MilestoneState, asOf schedule.Date, rules Rules, db *database.DB) {
	set := rules.Set.On(asOf)
	if rules.Basis == schedule.Original { // open knows of suspensions, which have not happened there
		addCondition(c, rules.Set.MilestoneIn(state, asOf), rules, db)
		return
	}
	switch state {
	case schedule.StateOverdue:
		c.add("m.open = 1 AND m.clock_due < ?", asOf)
	case schedule.StateDueToday:
		c.add("m.open = 1 AND m.clock_due = ?", asOf)
	case schedule.StateDueSoon:
		c.add("m.open = 1 AND m.clock_due >= ? AND m.clock_due <= ?", asOf, asOf.AddDays(set.MilestoneRule.DueSoonDays))
	case schedule.StateOpen:
		c.add("m.open = 1")
	case schedule.StateDone, schedule.StateSuspended, schedule.StateCarried, schedule.StateExited:
		c.add("m.open = 0")
	case schedule.StateUndated:
		c.add("m.open IN (0, 1) AND m.clock_due IS NULL")
	case schedule.StateClaimed:
		c.add("m.claimed_on IS NOT NULL")
	}
	addCondition(c, rules.Set.MilestoneIn(state, asOf), rules, db)
}

// colourClause limits the list to a colour, with the same help for the index: of what was carried over, which is not open and
// keeps its lamp, the list shows none unless carried is set.
func colourClause(c *clauses, carried bool, colour schedule.Colour, asOf schedule.Date, rules Rules, db *database.DB) {
	switch {
	case rules.Basis == schedule.Original:
	case colour == schedule.Blue:
		c.add("m.open = 0")
	case !carried && (colour == schedule.Red || colour == schedule.Green): // yellow and grey are suspended ones too
		c.add("m.open = 1")
	}
	addCondition(c, rules.Set.MilestoneColour(colour, asOf), rules, db)
}
