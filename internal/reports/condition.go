package reports

import (
	"strconv"
	"strings"

	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// clause is a piece of SQL with its arguments.
type clause struct {
	text string
	args []any
}

// expression is where a column of schedule.MilestoneRow stands under the alias
// m; a bool column is the condition that is true for it.
func expression(c schedule.Column) string {
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
	return "NULL" // a column nobody has mapped matches nothing, and the property test says so
}

// compiled writes a condition of schedule as SQL of the dialect of db.
func compiled(c schedule.Condition, db *database.DB) clause {
	switch node := c.(type) {
	case schedule.And:
		return joined(node, " AND ", "1=1", db)
	case schedule.Or:
		return joined(node, " OR ", "1=0", db)
	case schedule.Not:
		inner := compiled(node.Condition, db)
		return clause{"NOT " + inner.text, inner.args}
	case schedule.IsNull:
		return clause{text: "(" + expression(node.Column) + " IS NULL)"}
	case schedule.BoolIs:
		if node.Value {
			return clause{text: "(" + expression(node.Column) + ")"}
		}
		return clause{text: "(NOT (" + expression(node.Column) + "))"}
	case schedule.DateCmp:
		return clause{"(" + expression(node.Column) + " " + string(node.Op) + " ?)", []any{node.Date}}
	case schedule.DateCmpColumns:
		days := db.DaysBetween(expression(node.A), expression(node.B))
		return clause{text: "(" + days + " " + string(node.Op) + " " + strconv.Itoa(node.PlusDays) + ")"}
	}
	return clause{text: "(1=0)"}
}

func joined(parts []schedule.Condition, with, empty string, db *database.DB) clause {
	if len(parts) == 0 {
		return clause{text: "(" + empty + ")"}
	}
	var out clause
	texts := make([]string, 0, len(parts))
	for _, part := range parts {
		inner := compiled(part, db)
		texts, out.args = append(texts, inner.text), append(out.args, inner.args...)
	}
	out.text = "(" + strings.Join(texts, with) + ")"
	return out
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
	month := l.set.LastReportMonth(d.asOf)
	asked := l.set.Unreported(schedule.Duty{}, month, d.asOf, l.calendar) // the days of grace are over
	if !asked || d.asOf.After(d.today) {
		return clause{text: "1=0"}
	}
	owed := compiled(schedule.And{
		l.set.MilestoneIn(schedule.StateOpen, d.asOf),
		windowOpen(l.set, month.Last()),
	}, l.db)
	return clause{"(" + owed.text + " AND (m.entered_on IS NULL OR m.entered_on <= ?)" +
		" AND (m.last_report_month IS NULL OR m.last_report_month < ?))", append(owed.args, month.Last(), month)}
}
