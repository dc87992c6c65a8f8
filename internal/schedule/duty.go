package schedule

// Duty is what is known about the monthly reports of one item.
type Duty struct {
	// Entered is the month the item was entered: of the months before it nobody
	// could report. An item entered on a day D owes from the month of D on.
	// Absent: it has been there all along.
	Entered Month
	// Reported is the latest month with a submitted report.
	Reported Month
}

// from is the first month owed when nothing was due before firstDue.
func (d Duty) from(firstDue Month) Month {
	if !firstDue.IsZero() && d.Entered.After(firstDue) {
		return d.Entered
	}
	return firstDue
}

// MilestoneUnreported is 未报 for a milestone: what lists, lamps and read models
// all ask. A unit owes a monthly report for a milestone that is neither
// verified nor suspended, has a date, and whose window has opened by the month
// in question, not before the month it was entered.
//
// On a day after today nobody could have reported yet, so a projection carries
// no 未报.
func (rs *RuleSet) MilestoneUnreported(f MilestoneFacts, d Duty, asOf, today Date, cal *Calendar) bool {
	known := f.knownOn(asOf)
	if known.Verified || known.Approved.IsZero() || !known.Suspended.IsZero() || asOf.After(today) {
		return false
	}
	return rs.Unreported(d, WindowStart(known, rs).MonthOf(), asOf, cal)
}
