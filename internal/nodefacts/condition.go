package nodefacts

import (
	"strconv"
	"strings"

	"guatu/internal/schedule"
)

// Dialect writes what the databases write differently.
type Dialect interface {
	// DaysBetween is an SQL expression for the days from b to a.
	DaysBetween(a, b string) string
}

// SQL writes a condition of schedule over a milestone with the alias m, with its
// arguments in order. Comparisons are on bare columns, no function around a
// date, so that an index can answer them.
//
// On the original plan the dates that were approved since, suspensions and exits are
// left out of the row, as schedule.MilestoneFacts.On leaves them out of the facts.
func SQL(c schedule.Condition, basis schedule.Basis, dialect Dialect) (text string, args []any) {
	w := writer{dialect: dialect, basis: basis}
	return w.condition(c), w.args
}

// ColourSQL writes a first-match table of schedule as one expression that is the
// colour. The last row of such a table always holds.
func ColourSQL(table []schedule.ColourWhen, basis schedule.Basis, dialect Dialect) (text string, args []any) {
	w := writer{dialect: dialect, basis: basis}
	var s strings.Builder
	s.WriteString("CASE")
	for _, row := range table {
		s.WriteString(" WHEN " + w.condition(row.When) + " THEN '" + string(row.Colour) + "'")
	}
	s.WriteString(" END")
	return s.String(), w.args
}

// expressionOn is expression on a basis.
func expressionOn(c schedule.Column, basis schedule.Basis) string {
	if basis != schedule.Original {
		return expression(c)
	}
	switch c {
	case schedule.ColApproved:
		return "COALESCE(m.baseline_on, m.approved_on)"
	case schedule.ColClockDue:
		return ClockColumn(basis)
	case schedule.ColSuspendedOn, schedule.ColExited:
		return "NULL"
	}
	return expression(c)
}

// Moved is the condition that an approved change has moved the milestone m: where it does not hold, both plans judge alike.
const Moved = "((m.approved_on IS NOT NULL AND m.baseline_on IS NOT NULL AND m.approved_on <> m.baseline_on) OR m.suspended_on IS NOT NULL OR m.exited_on IS NOT NULL)"

// ClockColumn is the column of milestones m a row is overdue after, on a basis.
func ClockColumn(basis schedule.Basis) string {
	if basis == schedule.Original {
		return "m.base_clock_due"
	}
	return "m.clock_due"
}

// expression is where a column of schedule.MilestoneRow stands; a bool column is
// the condition that is true for it.
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
	case schedule.ColCarried:
		return "m.carried_on"
	case schedule.ColExited:
		return "m.exited_on"
	}
	return "NULL" // a column nobody has mapped matches nothing, and the property tests say so
}

// writer collects the arguments while it writes.
type writer struct {
	dialect Dialect
	basis   schedule.Basis
	args    []any
}

func (w *writer) condition(c schedule.Condition) string {
	switch node := c.(type) {
	case schedule.And:
		return w.joined(node, " AND ", "1=1")
	case schedule.Or:
		return w.joined(node, " OR ", "1=0")
	case schedule.Not:
		return "NOT " + w.condition(node.Condition)
	case schedule.IsNull:
		return "(" + w.column(node.Column) + " IS NULL)"
	case schedule.BoolIs:
		if node.Value {
			return "(" + w.column(node.Column) + ")"
		}
		return "(NOT (" + w.column(node.Column) + "))"
	case schedule.DateCmp:
		w.args = append(w.args, node.Date)
		return "(" + w.column(node.Column) + " " + string(node.Op) + " ?)"
	case schedule.InScope:
		text, args := inScope(node)
		w.args = append(w.args, args...)
		return text
	case schedule.DateCmpColumns:
		days := w.dialect.DaysBetween(w.column(node.A), w.column(node.B))
		return "(" + days + " " + string(node.Op) + " " + strconv.Itoa(node.PlusDays) + ")"
	}
	return "(1=0)"
}

func (w *writer) joined(parts []schedule.Condition, with, empty string) string {
	if len(parts) == 0 {
		return "(" + empty + ")"
	}
	texts := make([]string, 0, len(parts))
	for _, part := range parts {
		texts = append(texts, w.condition(part))
	}
	return "(" + strings.Join(texts, with) + ")"
}

func (w *writer) column(c schedule.Column) string { return expressionOn(c, w.basis) }
