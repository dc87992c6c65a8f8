package schedule

// MilestoneUnreported is 未报 for a milestone: what lists, lamps and read models
// all ask. A unit owes a monthly report for a milestone that is neither
// verified nor suspended, has a date, and whose window has opened by the month
// in question. lastReported is the latest month with a submitted report.
//
// On a day after today nobody could have reported yet, so a projection carries
// no 未报.
func (rs *RuleSet) MilestoneUnreported(f MilestoneFacts, lastReported Month, asOf, today Date, cal *Calendar) bool {
	known := f.knownOn(asOf)
	if known.Verified || known.Approved.IsZero() || !known.Suspended.IsZero() || asOf.After(today) {
		return false
	}
	return rs.Unreported(lastReported, WindowStart(known, rs).MonthOf(), asOf, cal)
}
