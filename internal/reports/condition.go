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

// unreported is schedule.MilestoneUnreported as a condition on the row.
func (l *Loader) unreported(d day) clause {
	month := l.set().LastReportMonth(d.asOf)
	if d.asOf.Before(l.set().UnreportedFrom(month, l.calendar())) || d.asOf.After(d.today) {
		return clause{text: "1=0"}
	}
	owed := compiled(schedule.And{
		l.set().MilestoneIn(schedule.StateOpen, d.asOf),
		windowOpen(l.set(), month.Last()),
	}, schedule.Current, l.db) // who owes a report is no matter of the plan one looks at
	return clause{"(" + owed.text + " AND m.pending_on IS NULL AND (m.entered_on IS NULL OR m.entered_on <= ?)" +
		" AND (m.last_report_month IS NULL OR m.last_report_month < ?))", append(owed.args, month.Last(), month)}
}
