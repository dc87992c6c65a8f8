package reports

import (
	"guatu/internal/nodefacts"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// clause is a piece of SQL with its arguments.
type clause struct {
	text string
	args []any
}

// compiled writes a condition of schedule on milestones m as SQL of the dialect
// of db.
func compiled(c schedule.Condition, basis schedule.Basis, db *database.DB) clause {
	text, args := nodefacts.SQL(c, basis, db)
	return clause{text, args}
}

// windowOpen is "the window has opened by the day": the planned start if there
// is one not after A, else windowDays before A (schedule.WindowStart).
func windowOpen(set *schedule.RuleSet, day schedule.Date) schedule.Condition {
	planned := schedule.And{
		schedule.Not{Condition: schedule.IsNull{Column: schedule.ColPlannedStart}},
		schedule.Not{Condition: schedule.IsNull{Column: schedule.ColApproved}},
		schedule.DateCmpColumns{A: schedule.ColPlannedStart, Op: schedule.OpLe, B: schedule.ColApproved},
	}
	last := day.AddDays(set.MilestoneRule.WindowDays)
	return schedule.Or{
		schedule.And{planned, schedule.DateCmp{Column: schedule.ColPlannedStart, Op: schedule.OpLe, Date: day}},
		schedule.And{schedule.Not{Condition: planned}, schedule.Not{Condition: schedule.IsNull{Column: schedule.ColApproved}},
			schedule.DateCmp{Column: schedule.ColApproved, Op: schedule.OpLe, Date: last}},
	}
}

// unreported is schedule.MilestoneUnreported as a condition on the row: of each
// cycle the last closed period, from the day it is owed.
func (l *Loader) unreported(d day) clause {
	if d.asOf.After(d.today) {
		return clause{text: "1=0"}
	}
	out := clause{text: "(1=0"}
	for _, cycle := range schedule.Cycles() {
		p := l.set().ClosedPeriod(cycle, d.asOf, l.calendar())
		if d.asOf.Before(l.set().OwedFrom(p, l.calendar())) {
			continue
		}
		c := l.owed(p, d)
		out.text, out.args = out.text+" OR "+c.text, append(out.args, c.args...)
	}
	out.text += ")"
	return out
}

// owed is the condition that the period was owed and nothing has been sent for it
// or for a later one.
func (l *Loader) owed(p schedule.ReportPeriod, d day) clause {
	c := compiled(schedule.And{l.set().MilestoneIn(schedule.StateOpen, d.asOf), windowOpen(l.set().On(d.asOf), p.To)}, schedule.Current, l.db) // who owes a report is no matter of the plan one looks at
	c.text += " AND m.pending_on IS NULL AND (m.entered_on IS NULL OR m.entered_on <= ?)"
	c.args = append(c.args, p.To)
	if !p.Cycle.Short() {
		c.text += " AND m.report_cycle NOT IN ('tenday', 'weekly') AND (m.last_report_month IS NULL OR m.last_report_month < ?)"
		c.args = append(c.args, p.To.MonthOf())
	} else {
		c.text += " AND m.report_cycle = '" + string(p.Cycle) + "' AND (m.cycle_since IS NULL OR m.cycle_since <= ?)" +
			" AND (m.last_period_to IS NULL OR m.last_period_to < ?)"
		c.args = append(c.args, p.To, p.To)
	}
	c.text = "(" + c.text + ")"
	return c
}
