package schedule_test

import (
	"testing"

	"guatu/internal/schedule"
)

// october is the holiday of 2017: the first eight days of October are free, Saturday 30 September is worked.
func october(t *testing.T) *schedule.Calendar {
	t.Helper()
	day := schedule.MustDate
	cal, err := schedule.NewCalendar([]schedule.CalendarYear{{Year: 2017, Workdays: []schedule.Date{day("2017-09-30")},
		Holidays: []schedule.Date{day("2017-10-02"), day("2017-10-03"), day("2017-10-04"), day("2017-10-05"), day("2017-10-06")}}})
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

// TestPeriods: which period a day lies in, until when it is reported, from when it is 未报.
func TestPeriods(t *testing.T) {
	rs, cal := schedule.Default(), october(t)
	for _, c := range []struct {
		cycle                             schedule.Cycle
		day, from, to, cutoff, unreported string
	}{
		{"", "2017-09-14", "2017-09-01", "2017-09-30", "2017-10-05", "2017-10-12"},
		{schedule.CycleMonthly, "2017-09-14", "2017-09-01", "2017-09-30", "2017-10-05", "2017-10-12"},
		{schedule.CycleTenDay, "2017-09-01", "2017-09-01", "2017-09-10", "2017-09-12", "2017-09-13"},
		{schedule.CycleTenDay, "2017-09-10", "2017-09-01", "2017-09-10", "2017-09-12", "2017-09-13"},
		{schedule.CycleTenDay, "2017-09-11", "2017-09-11", "2017-09-20", "2017-09-22", "2017-09-25"},
		{schedule.CycleTenDay, "2017-09-30", "2017-09-21", "2017-09-30", "2017-10-10", "2017-10-11"}, // over the holiday
		{schedule.CycleTenDay, "2017-08-31", "2017-08-21", "2017-08-31", "2017-09-04", "2017-09-05"},
		{schedule.CycleTenDay, "2017-02-28", "2017-02-21", "2017-02-28", "2017-03-02", "2017-03-03"},
		{schedule.CycleWeekly, "2017-09-17", "2017-09-11", "2017-09-17", "2017-09-19", "2017-09-20"}, // a Sunday
		{schedule.CycleWeekly, "2017-09-18", "2017-09-18", "2017-09-24", "2017-09-26", "2017-09-27"}, // a Monday
		{schedule.CycleWeekly, "2017-10-01", "2017-09-25", "2017-10-01", "2017-10-10", "2017-10-11"}, // Tuesday 3 October is free: the 2nd working day after it
		{schedule.CycleWeekly, "2018-01-01", "2018-01-01", "2018-01-07", "2018-01-09", "2018-01-10"},
	} {
		p := rs.Period(c.cycle, schedule.MustDate(c.day), cal)
		if p.From.String() != c.from || p.To.String() != c.to || p.Cutoff.String() != c.cutoff || rs.OwedFrom(p, cal).String() != c.unreported {
			t.Errorf("%s of %s: %s…%s until %s, 未报 from %s; want %+v", c.cycle, c.day, p.From, p.To, p.Cutoff, rs.OwedFrom(p, cal), c)
		}
	}
	if p := rs.Period(schedule.CycleWeekly, schedule.Date{}, cal); !p.Cutoff.IsZero() {
		t.Errorf("no day, no period: %+v", p)
	}
	first := schedule.MustDate("0001-01-01").AddDays(-1 << 40)
	if p := rs.ClosedPeriod(schedule.CycleWeekly, first, nil); p.From != first {
		t.Errorf("before the first day there is no period: %+v", p)
	}
}

// TestPeriodsTileTheYears: every day lies in exactly one period, cut-offs never go back, and what runs follows what closed.
func TestPeriodsTileTheYears(t *testing.T) {
	rs, cal := schedule.Default(), october(t)
	for _, c := range schedule.Cycles() {
		n := 0
		for year := 2016; year <= 2018; year++ {
			n += len(rs.Periods(c, year, cal))
		}
		if want := map[schedule.Cycle]int{schedule.CycleMonthly: 36, schedule.CycleTenDay: 108, schedule.CycleWeekly: 157}[c]; n != want {
			t.Errorf("%s: %d periods in three years, want %d", c, n, want)
		}
		last := rs.Period(c, schedule.MustDate("2015-12-31"), cal)
		for day := last.To.AddDays(1); day.Year() < 2019; day = day.AddDays(1) {
			p := rs.Period(c, day, cal)
			if p != last && (p.From != last.To.AddDays(1) || p.From != day || p.Cutoff.Before(last.Cutoff)) || p.To.Before(day) {
				t.Fatalf("%s, %s: %+v follows %+v", c, day, p, last)
			}
			last = p
			closed, running := rs.ClosedPeriod(c, day, cal), rs.RunningPeriod(c, day, cal)
			if !day.After(closed.Cutoff) || day.After(running.Cutoff) || running.From != closed.To.AddDays(1) {
				t.Fatalf("%s, %s: closed %+v, running %+v", c, day, closed, running)
			}
			if c == schedule.CycleMonthly && closed.From.MonthOf() != rs.LastReportMonth(day) {
				t.Fatalf("%s: the closed month is %s and %s", day, closed.From.MonthOf(), rs.LastReportMonth(day))
			}
		}
	}
	if rs.Periods(schedule.CycleWeekly, -1, cal) != nil {
		t.Error("a year that is none has no periods")
	}
}

// TestShortDuty: 未报, how many in a row, and what the next report is for, of a weekly duty. Week 37 of 2017 ends on Sunday
// 17 September and is reported by Tuesday the 19th.
func TestShortDuty(t *testing.T) {
	rs, day := schedule.Default(), schedule.MustDate
	owed := schedule.PeriodDuty{Cycle: schedule.CycleWeekly, From: day("2017-08-02"), Reported: day("2017-09-10")}
	with := func(change func(*schedule.PeriodDuty)) schedule.PeriodDuty {
		d := owed
		change(&d)
		return d
	}
	for name, c := range map[string]struct {
		duty   schedule.PeriodDuty
		asOf   string
		missed int
		next   string // last day of the period the next report is for
	}{
		"until the cut-off":       {owed, "2017-09-19", 0, "2017-09-17"},
		"the day after":           {owed, "2017-09-20", 1, "2017-09-17"},
		"two in a row":            {owed, "2017-09-27", 2, "2017-09-24"},
		"two, and one in time":    {owed, "2017-10-03", 2, "2017-09-24"},
		"reported":                {with(func(d *schedule.PeriodDuty) { d.Reported = day("2017-09-17") }), "2017-09-20", 0, "2017-09-24"},
		"sent back":               {with(func(d *schedule.PeriodDuty) { d.Reported, d.Returned = day("2017-09-17"), day("2017-09-17") }), "2017-09-20", 0, "2017-09-17"},
		"sent back long ago":      {with(func(d *schedule.PeriodDuty) { d.Reported, d.Returned = day("2017-09-17"), day("2017-09-03") }), "2017-09-20", 0, "2017-09-24"},
		"never, since the window": {with(func(d *schedule.PeriodDuty) { d.Reported = schedule.Date{} }), "2017-09-20", 7, "2017-09-17"},
		"began in the week":       {with(func(d *schedule.PeriodDuty) { d.From, d.Reported = day("2017-09-15"), schedule.Date{} }), "2017-09-20", 1, "2017-09-17"},
		"begins later":            {with(func(d *schedule.PeriodDuty) { d.From = day("2017-09-18") }), "2017-09-20", 0, "2017-09-24"},
		"nothing is owed":         {schedule.PeriodDuty{Cycle: schedule.CycleWeekly}, "2017-09-20", 0, "2017-09-24"},
		"ended":                   {with(func(d *schedule.PeriodDuty) { d.Until = day("2017-09-20") }), "2017-12-20", 1, "2017-09-17"},
		"carried over":            {with(func(d *schedule.PeriodDuty) { d.Carried = day("2017-09-22") }), "2017-12-20", 1, "2017-09-17"},
		"carried over in time":    {with(func(d *schedule.PeriodDuty) { d.Carried = day("2017-09-18") }), "2017-12-20", 0, "2017-12-24"},
	} {
		duty := schedule.Duty{Short: &c.duty}
		if got := rs.MissedPeriods(duty, day(c.asOf), nil); got != c.missed {
			t.Errorf("%s: %d missed, want %d", name, got, c.missed)
		}
		if got := rs.Unreported(duty, day(c.asOf), nil); got != (c.missed > 0) {
			t.Errorf("%s: 未报 %v with %d missed", name, got, c.missed)
		}
		duty.Waiting = true
		if rs.Unreported(duty, day(c.asOf), nil) || rs.MissedPeriods(duty, day(c.asOf), nil) != 0 {
			t.Errorf("%s: 未报 while a report waits", name)
		}
		if got := rs.ReportPeriodOf(c.duty, day(c.asOf), nil).To.String(); got != c.next {
			t.Errorf("%s: the next report is for %s, want %s", name, got, c.next)
		}
	}
	// A holiday moves the cut-off: on the working Monday after it nothing is 未报 yet.
	holiday := schedule.Duty{Short: &schedule.PeriodDuty{Cycle: schedule.CycleWeekly, From: day("2017-08-02"), Reported: day("2017-09-24")}}
	if cal := october(t); rs.Unreported(holiday, day("2017-10-10"), cal) || !rs.Unreported(holiday, day("2017-10-11"), cal) {
		t.Error("the week before the holiday is reported by 10 October")
	}
}

// TestMissedMonths counts months as 未报 does.
func TestMissedMonths(t *testing.T) {
	rs, day, month := schedule.Default(), schedule.MustDate, schedule.MustMonth
	owed := schedule.Duty{First: month("2017-03"), Last: month("2017-12"), Reported: month("2017-05")}
	with := func(change func(*schedule.Duty)) schedule.Duty {
		d := owed
		change(&d)
		return d
	}
	for name, c := range map[string]struct {
		duty schedule.Duty
		asOf string
		want int
	}{
		"reported":                           {owed, "2017-06-20", 0},
		"one":                                {owed, "2017-07-20", 1},
		"in the days of grace":               {owed, "2017-07-07", 0},
		"two":                                {owed, "2017-08-20", 2},
		"two, and a third in grace":          {owed, "2017-09-07", 2},
		"one that waits ends it":             {with(func(d *schedule.Duty) { d.Waiting = true }), "2017-08-20", 0},
		"never reported":                     {with(func(d *schedule.Duty) { d.Reported = schedule.Month{} }), "2017-08-20", 5},
		"entered in June":                    {with(func(d *schedule.Duty) { d.Reported, d.Entered = schedule.Month{}, month("2017-06") }), "2017-08-20", 2},
		"nothing owed":                       {schedule.Duty{}, "2017-08-20", 0},
		"after the last month it stays":      {with(func(d *schedule.Duty) { d.Reported = month("2017-10") }), "2018-08-20", 2},
		"reported ahead, in the grace of it": {with(func(d *schedule.Duty) { d.Reported = month("2017-08") }), "2017-08-20", 0},
	} {
		if got := rs.MissedPeriods(c.duty, day(c.asOf), nil); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	open := schedule.MilestoneFacts{Approved: day("2017-10-31")} // window from 2 August
	weekly := schedule.Duty{Short: &schedule.PeriodDuty{Cycle: schedule.CycleWeekly, From: day("2017-01-05")}}
	for name, c := range map[string]struct {
		facts       schedule.MilestoneFacts
		asOf, today string
		want        int
	}{
		"since the window opened":  {open, "2017-08-16", "2017-08-16", 2},
		"before":                   {open, "2017-08-02", "2017-08-02", 0},
		"a projection":             {open, "2017-08-16", "2017-08-10", 0},
		"suspended":                {schedule.MilestoneFacts{Approved: day("2017-10-31"), Suspended: day("2017-08-10")}, "2017-08-16", "2017-08-16", 0},
		"undated":                  {schedule.MilestoneFacts{}, "2017-08-16", "2017-08-16", 0},
		"carried over, it stays":   {schedule.MilestoneFacts{Approved: day("2017-10-31"), Carried: day("2017-08-10")}, "2017-12-20", "2017-12-20", 1},
		"entered after the window": {schedule.MilestoneFacts{Approved: day("2017-03-31")}, "2017-01-18", "2017-01-18", 2},
	} {
		if got := rs.MilestoneMissed(c.facts, weekly, day(c.asOf), day(c.today), nil); got != c.want {
			t.Errorf("weekly, %s: %d, want %d", name, got, c.want)
		}
	}
	if weekly.Short.From != day("2017-01-05") {
		t.Error("the duty of the caller was changed")
	}
}
