package nodefacts

import (
	"strconv"

	"guatu/internal/schedule"
)

// MissedSQL is how many periods in a row nothing was reported for a milestone m as of the day, as far as a rule asks: one
// expression that is the highest of the limits that is reached, else 0 (schedule.MissedLimits, MilestoneMissed). What was
// carried over is reported where it goes on. Who owes a report is no matter of the plan one looks at.
func MissedSQL(limits []int, set *schedule.RuleSet, calendar *schedule.Calendar, asOf, today schedule.Date, dialect Dialect) (text string, args []any) {
	if asOf.After(today) || len(limits) == 0 {
		return "0", nil
	}
	text = "CASE"
	for _, limit := range limits {
		text += " WHEN (1=0"
		for _, cycle := range schedule.Cycles() {
			c, more := OwedSQL(set.MissedSince(cycle, limit, asOf, calendar), set, asOf, dialect)
			text, args = text+" OR "+c, append(args, more...)
		}
		text += ") THEN " + strconv.Itoa(limit)
	}
	return text + " ELSE 0 END", args
}

// OwedSQL is the condition that a report for the period was owed for a milestone m as of the day, and that nothing has been
// sent for it or for a later one. While a report waits nothing is owed.
func OwedSQL(p schedule.ReportPeriod, set *schedule.RuleSet, asOf schedule.Date, dialect Dialect) (text string, args []any) {
	text, args = SQL(schedule.And{set.MilestoneIn(schedule.StateOpen, asOf), WindowOpen(set.On(asOf), p.To)}, schedule.Current, dialect)
	text += " AND m.pending_on IS NULL AND (m.entered_on IS NULL OR m.entered_on <= ?)"
	args = append(args, p.To)
	if !p.Cycle.Short() {
		text += " AND m.report_cycle NOT IN ('tenday', 'weekly') AND (m.last_report_month IS NULL OR m.last_report_month < ?)"
		args = append(args, p.To.MonthOf())
	} else {
		text += " AND m.report_cycle = '" + string(p.Cycle) + "' AND (m.cycle_since IS NULL OR m.cycle_since <= ?)" +
			" AND (m.last_period_to IS NULL OR m.last_period_to < ?)"
		args = append(args, p.To, p.To)
	}
	return "(" + text + ")", args
}

// WindowOpen is "the window has opened by the day": the planned start if there is one not after A, else windowDays before A
// (schedule.WindowStart).
func WindowOpen(set *schedule.RuleSet, day schedule.Date) schedule.Condition {
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
