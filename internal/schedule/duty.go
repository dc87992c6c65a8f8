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
	// Short is what is owed beside it in a cycle shorter than the month; nil: the
	// item is reported monthly.
	Short *PeriodDuty
}

// PeriodDuty is which periods of a cycle shorter than the month are owed, and
// what was sent. Of every period only the last day is kept.
type PeriodDuty struct {
	Cycle Cycle
	// From is the first day of which something is owed: the day the window opened,
	// the item was entered or the cycle began, whichever is latest. Absent: nothing
	// is owed.
	From Date
	// Until is the last day of which something is owed; absent: there is no end.
	Until Date
	// Carried is the day the item was carried over to the next plan: what had
	// closed by then stays missing, the rest is reported for its successor.
	Carried Date
	// Reported is the last day of the latest period with a submitted report.
	Reported Date
	// Returned is that of the last report when it was sent back and nothing has
	// been sent since.
	Returned Date
}

// ShortDuty is the duty of an item entered on a day whose cycle began on another;
// nil when the cycle is monthly.
func ShortDuty(c Cycle, entered, since, reported, returned Date) *PeriodDuty {
	if !c.Short() {
		return nil
	}
	if since.After(entered) {
		entered = since
	}
	return &PeriodDuty{Cycle: c, From: entered, Reported: reported, Returned: returned}
}

// owes says whether a report for the period is owed.
func (d PeriodDuty) owes(p ReportPeriod) bool {
	return !d.From.IsZero() && !p.To.Before(d.From) && (d.Until.IsZero() || !p.To.After(d.Until))
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

// Asked is the month a unit is asked to report on the day: the one running to its
// cut-off, or the last month of the duty once that is over. Absent: none is owed.
func (rs *RuleSet) Asked(d Duty, asOf Date) Month {
	month := rs.LastReportMonth(asOf).Next()
	if !d.Last.IsZero() && month.After(d.Last) {
		month = d.Last
	}
	if !d.owes(month) {
		return Month{}
	}
	return month
}

// Unreported is the badge 未报: a report is missing, none waits, and the 4th
// working day after the cut-off has come.
func (rs *RuleSet) Unreported(d Duty, asOf Date, cal *Calendar) bool {
	if d.Short != nil {
		p, missing := rs.MissingPeriod(*d.Short, asOf, cal)
		return missing && !d.Waiting && !asOf.Before(rs.OwedFrom(p, cal))
	}
	month := rs.Missing(d, asOf)
	return !month.IsZero() && !d.Waiting && !asOf.Before(rs.UnreportedFrom(month, cal))
}

// MissingPeriod is the period whose cut-off has passed without a report although
// one is owed: the last closed one. The working day of grace does not matter here.
func (rs *RuleSet) MissingPeriod(d PeriodDuty, asOf Date, cal *Calendar) (p ReportPeriod, missing bool) {
	p = rs.lastOf(d, rs.ClosedPeriod(d.Cycle, asOf, cal), cal)
	return p, d.owes(p) && d.Reported.Before(p.To)
}

// lastOf is p, or the last period of the duty when that is earlier.
func (rs *RuleSet) lastOf(d PeriodDuty, p ReportPeriod, cal *Calendar) ReportPeriod {
	if !d.Carried.IsZero() && p.To.After(d.Carried) {
		p = rs.ClosedPeriod(d.Cycle, d.Carried, cal)
	}
	for !d.Until.IsZero() && p.To.After(d.Until) && p.From.n > 1 {
		p = rs.Period(d.Cycle, p.From.AddDays(-1), cal)
	}
	return p
}

// MissedPeriods counts the periods in a row, up to the last one that can be 未报,
// for which nothing was reported although it was owed: 已 N 期未报. While a report
// waits for its reviewer it is 0, as nothing is 未报 then.
func (rs *RuleSet) MissedPeriods(d Duty, asOf Date, cal *Calendar) int {
	if d.Waiting {
		return 0
	}
	if d.Short != nil {
		return rs.missedShort(*d.Short, asOf, cal)
	}
	last := rs.LastReportMonth(asOf)
	if !d.Reported.Before(last) { // by far the most: nothing to look up in the calendar
		return 0
	}
	if asOf.Before(rs.UnreportedFrom(last, cal)) {
		last = last.Prev()
	}
	if !d.Last.IsZero() && last.After(d.Last) {
		last = d.Last
	}
	if !d.owes(last) {
		return 0
	}
	first := d.First
	for _, from := range []Month{d.Entered, d.Reported.Next()} {
		if from.After(first) {
			first = from
		}
	}
	return max(last.Sub(first)+1, 0)
}

// MissedSince is the period that a cycle must have left out, with all that came after it, so that so many in a row are missed
// on asOf: what is owed since its last day and was not reported up to then has missed at least so many.
func (rs *RuleSet) MissedSince(c Cycle, periods int, asOf Date, cal *Calendar) ReportPeriod {
	p := rs.ClosedPeriod(c, asOf, cal)
	if asOf.Before(rs.OwedFrom(p, cal)) {
		p = rs.Period(c, p.From.AddDays(-1), cal)
	}
	for range periods - 1 {
		p = rs.Period(c, p.From.AddDays(-1), cal)
	}
	return p
}

func (rs *RuleSet) missedShort(d PeriodDuty, asOf Date, cal *Calendar) int {
	p := rs.ClosedPeriod(d.Cycle, asOf, cal)
	if asOf.Before(rs.OwedFrom(p, cal)) {
		p = rs.Period(d.Cycle, p.From.AddDays(-1), cal)
	}
	if p = rs.lastOf(d, p, cal); !d.owes(p) {
		return 0
	}
	first := d.From
	if next := d.Reported.AddDays(1); next.After(first) {
		first = next
	}
	return max(d.Cycle.number(p.To)-d.Cycle.number(first)+1, 0)
}

// ReportPeriodOf is the period a report sent on the day is for, by the same order
// as ReportMonth: what is missing, what was sent back, what is running.
func (rs *RuleSet) ReportPeriodOf(d PeriodDuty, day Date, cal *Calendar) ReportPeriod {
	missing, owed := rs.MissingPeriod(d, day, cal)
	closed := rs.ClosedPeriod(d.Cycle, day, cal)
	switch {
	case owed:
		return missing
	case !d.Returned.IsZero() && !d.Returned.Before(closed.To):
		return rs.Period(d.Cycle, d.Returned, cal)
	}
	return rs.RunningPeriod(d.Cycle, day, cal)
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
	d.First = WindowStart(known, rs.On(asOf)).MonthOf()
	if known.Verified || !known.Suspended.IsZero() || !known.Exited.IsZero() {
		d.First = Month{}
	}
	if !known.Carried.IsZero() { // from then on its successor is reported; what was missing stays missing
		d.Last = rs.LastReportMonth(known.Carried)
	}
	if d.Short != nil {
		short := *d.Short
		if opens := WindowStart(known, rs.On(asOf)); opens.After(short.From) || opens.IsZero() {
			short.From = opens
		}
		if d.First.IsZero() {
			short.From = Date{}
		}
		if !known.Carried.IsZero() {
			short.Carried = known.Carried
		}
		d.Short = &short
	}
	return d
}

// MilestoneMissed counts the periods in a row without a report of a milestone; a
// projection assumes none.
func (rs *RuleSet) MilestoneMissed(f MilestoneFacts, d Duty, asOf, today Date, cal *Calendar) int {
	if asOf.After(today) {
		return 0
	}
	return rs.MissedPeriods(rs.MilestoneDuty(f, d, asOf), asOf, cal)
}

// MilestoneSilence is MilestoneUnreported and MilestoneMissed at once, for whoever shows both.
func (rs *RuleSet) MilestoneSilence(f MilestoneFacts, d Duty, asOf, today Date, cal *Calendar) (unreported bool, missed int) {
	if asOf.After(today) {
		return false, 0
	}
	duty := rs.MilestoneDuty(f, d, asOf)
	return rs.Unreported(duty, asOf, cal), rs.MissedPeriods(duty, asOf, cal)
}

// MilestoneUnreported is 未报 for a milestone: what lists, lamps and read models
// all ask.
//
// On a day after today nobody could have reported yet, so a projection carries
// no 未报.
func (rs *RuleSet) MilestoneUnreported(f MilestoneFacts, d Duty, asOf, today Date, cal *Calendar) bool {
	return !asOf.After(today) && rs.Unreported(rs.MilestoneDuty(f, d, asOf), asOf, cal)
}
