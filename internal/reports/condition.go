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
		text, args := nodefacts.OwedSQL(p, l.set(), d.asOf, l.db)
		out.text, out.args = out.text+" OR "+text, append(out.args, args...)
	}
	out.text += ")"
	return out
}
