package schedule

import "time"

// Cycle is how often an item is reported.
type Cycle string

// The cycles. The monthly one is the default; figures are judged by months
// whatever the cycle is (ADR 0021).
const (
	CycleMonthly Cycle = "monthly" // 月报
	CycleTenDay  Cycle = "tenday"  // 旬报
	CycleWeekly  Cycle = "weekly"  // 周报
)

// Cycles returns every cycle, the longest first.
func Cycles() []Cycle { return []Cycle{CycleMonthly, CycleTenDay, CycleWeekly} }

// Short says whether the cycle is shorter than the month; the empty cycle is monthly.
func (c Cycle) Short() bool { return c == CycleTenDay || c == CycleWeekly }

// ReportPeriod is one period of a cycle: what happened From…To is reported up to
// and including the day of Cutoff.
type ReportPeriod struct {
	Cycle  Cycle `json:"cycle"`
	From   Date  `json:"from"`
	To     Date  `json:"to"`
	Cutoff Date  `json:"cutoff"`
}

// Period is the period of the cycle a day lies in: the month, the 旬 (1–10,
// 11–20, the rest of the month) or the week from Monday to Sunday.
func (rs *RuleSet) Period(c Cycle, day Date, cal *Calendar) ReportPeriod {
	p := ReportPeriod{Cycle: c, From: day, To: day}
	if day.IsZero() {
		return p
	}
	month := day.MonthOf()
	switch c {
	case CycleWeekly:
		p.From = day.AddDays(-(int(day.Weekday()) + 6) % 7)
		p.To = p.From.AddDays(6)
	case CycleTenDay:
		p.From = month.First().AddDays(tenDay(day) * 10)
		if p.To = p.From.AddDays(9); tenDay(day) == 2 {
			p.To = month.Last()
		}
	default:
		p.Cycle, p.From, p.To = CycleMonthly, month.First(), month.Last()
	}
	p.Cutoff = rs.periodCutoff(p, cal)
	return p
}

// tenDay numbers the 旬 of a month 0…2; the third has up to eleven days.
func tenDay(d Date) int { return min((d.Day()-1)/10, 2) }

// Workdays within which the shorter cycles are reported.
const (
	tenDayCutoffWorkday  = 2 // 旬报: by the 2nd working day after
	weeklyHolidayWorkday = 2 // 周报: where Tuesday is a holiday, by the 2nd working day after it
)

// periodCutoff is the last day on which the period is reported in time.
func (rs *RuleSet) periodCutoff(p ReportPeriod, cal *Calendar) Date {
	switch p.Cycle {
	case CycleTenDay:
		return cal.WorkdaysAfter(p.To, tenDayCutoffWorkday)
	case CycleWeekly:
		tuesday := p.To.AddDays(int(time.Tuesday))
		if cal.IsWorkday(tuesday) {
			return tuesday
		}
		return cal.WorkdaysAfter(tuesday, weeklyHolidayWorkday)
	case CycleMonthly:
	}
	return rs.Cutoff(p.From.MonthOf())
}

// ClosedPeriod is the last period whose cut-off has passed on asOf.
func (rs *RuleSet) ClosedPeriod(c Cycle, asOf Date, cal *Calendar) ReportPeriod {
	p := rs.Period(c, asOf, cal)
	for !asOf.After(p.Cutoff) && p.From.n > 1 {
		p = rs.Period(c, p.From.AddDays(-1), cal)
	}
	return p
}

// RunningPeriod is the one now running to its cut-off: the first that has not
// closed on asOf.
func (rs *RuleSet) RunningPeriod(c Cycle, asOf Date, cal *Calendar) ReportPeriod {
	return rs.Period(c, rs.ClosedPeriod(c, asOf, cal).To.AddDays(1), cal)
}

// OwedFrom is the day from which a period without a report is 未报: for a month
// the 4th working day after the cut-off, for the shorter cycles the first.
func (rs *RuleSet) OwedFrom(p ReportPeriod, cal *Calendar) Date {
	if p.Cycle.Short() {
		return cal.WorkdaysAfter(p.Cutoff, 1)
	}
	return rs.UnreportedFrom(p.From.MonthOf(), cal)
}

// Periods lists the periods of the cycle that end in the year, in order.
func (rs *RuleSet) Periods(c Cycle, year int, cal *Calendar) []ReportPeriod {
	first, err := NewDate(year, 1, 1)
	if err != nil {
		return nil
	}
	var out []ReportPeriod
	for p := rs.Period(c, first, cal); p.To.Year() == year; p = rs.Period(c, p.To.AddDays(1), cal) {
		out = append(out, p)
	}
	return out
}

// number counts the periods of a cycle through all time, so that two of them
// can be subtracted.
func (c Cycle) number(day Date) int {
	month := day.MonthOf()
	switch c {
	case CycleWeekly:
		return int(day.n-int32(day.Weekday()+6)%7) / 7 // #nosec G115 -- a weekday is 0 to 6
	case CycleTenDay:
		return int(month.n)*3 + tenDay(day)
	case CycleMonthly:
	}
	return int(month.n)
}
