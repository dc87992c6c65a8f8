package schedule

// Duty is which monthly reports of one item are owed, and what was sent.
type Duty struct {
	// First is the first month that has to be reported; absent: nothing is asked
	// of the unit. Last is the last one; absent: there is no end.
	First, Last Month
	// Entered is the month the item was entered: of the months before it nobody
	// could report. An item entered on a day D owes from the month of D on.
	// Absent: it has been there all along.
	Entered Month
	// Reported is the latest month with a submitted report.
	Reported Month
	// Waiting says that a report or a claim is undecided. Until it is decided the
	// unit may not send another, so nothing is 未报.
	Waiting bool
	// Returned is the month of the last report when it was sent back and nothing
	// has been sent since.
	Returned Month
}

// owes says whether a report for the month is owed.
func (d Duty) owes(month Month) bool {
	first := d.First
	if d.Entered.After(first) {
		first = d.Entered
	}
	return !d.First.IsZero() && !month.Before(first) && (d.Last.IsZero() || !month.After(d.Last))
}

// Missing is the month whose cut-off has passed without a report although one is
// owed: the last closed one, not after the last month of the duty. Absent: none.
// The working days of grace do not matter here.
func (rs *RuleSet) Missing(d Duty, asOf Date) Month {
	month := rs.LastReportMonth(asOf)
	if !d.Last.IsZero() && month.After(d.Last) {
		month = d.Last
	}
	if !d.owes(month) || !d.Reported.Before(month) {
		return Month{}
	}
	return month
}

// Unreported is the badge 未报: a report is missing, none waits, and the 4th
// working day after the cut-off has come.
func (rs *RuleSet) Unreported(d Duty, asOf Date, cal *Calendar) bool {
	month := rs.Missing(d, asOf)
	return !month.IsZero() && !d.Waiting && !asOf.Before(rs.UnreportedFrom(month, cal))
}

// unreportedFromWorkday is fixed by the rule text: 未报 shows from the 4th
// working day after the cut-off.
const unreportedFromWorkday = 4

// UnreportedFrom is the day from which a missing report for month m is 未报.
func (rs *RuleSet) UnreportedFrom(m Month, cal *Calendar) Date {
	return cal.WorkdaysAfter(rs.Cutoff(m), unreportedFromWorkday)
}

// ReportMonth is the month a report sent on the day is for. First what is
// missing, so that one report never counts for two months; then that of a report
// that was sent back, which is sent again; else the month now running to its
// cut-off.
func (rs *RuleSet) ReportMonth(d Duty, day Date) Month {
	closed := rs.LastReportMonth(day)
	missing := rs.Missing(d, day)
	switch {
	case !missing.IsZero():
		return missing
	case !d.Returned.IsZero() && !d.Returned.Before(closed):
		return d.Returned
	}
	return closed.Next()
}

// MilestoneDuty is what a unit owes for a milestone: a monthly report while it is
// neither verified nor suspended and has a date, from the month its window opens
// in, until it is carried over to the next plan. d brings what was sent and when the milestone was entered.
func (rs *RuleSet) MilestoneDuty(f MilestoneFacts, d Duty, asOf Date) Duty {
	known := f.knownOn(asOf)
	d.First = WindowStart(known, rs).MonthOf()
	if known.Verified || !known.Suspended.IsZero() {
		d.First = Month{}
	}
	if !known.Carried.IsZero() { // from then on its successor is reported; what was missing stays missing
		d.Last = rs.LastReportMonth(known.Carried)
	}
	return d
}

// MilestoneUnreported is 未报 for a milestone: what lists, lamps and read models
// all ask.
//
// On a day after today nobody could have reported yet, so a projection carries
// no 未报.
func (rs *RuleSet) MilestoneUnreported(f MilestoneFacts, d Duty, asOf, today Date, cal *Calendar) bool {
	return !asOf.After(today) && rs.Unreported(rs.MilestoneDuty(f, d, asOf), asOf, cal)
}
