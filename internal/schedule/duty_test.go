package schedule_test

import (
	"testing"

	"guatu/internal/schedule"
)

func TestMilestoneUnreported(t *testing.T) {
	day, month := schedule.MustDate, schedule.MustMonth
	reported := func(m string) schedule.Duty { return schedule.Duty{Reported: month(m)} }
	entered := func(d string) schedule.Duty { return schedule.Duty{Entered: day(d).MonthOf()} }
	rs := schedule.Default()
	open := schedule.MilestoneFacts{Approved: day("2017-10-31")} // window from 2 August
	with := func(change func(*schedule.MilestoneFacts)) schedule.MilestoneFacts {
		f := open
		change(&f)
		return f
	}
	// The cut-off of August is 5 September; the 4th working day after it is Monday the 11th.
	cases := map[string]struct {
		facts       schedule.MilestoneFacts
		duty        schedule.Duty
		asOf, today string
		want        bool
	}{
		"owed":                         {open, schedule.Duty{}, "2017-09-11", "2017-09-11", true},
		"three working days":           {open, schedule.Duty{}, "2017-09-08", "2017-09-11", false},
		"reported":                     {open, reported("2017-08"), "2017-09-11", "2017-09-11", false},
		"reported a month before":      {open, reported("2017-07"), "2017-09-11", "2017-09-11", true},
		"entered before its window":    {open, entered("2017-03-20"), "2017-09-11", "2017-09-11", true},
		"entered in the month":         {open, entered("2017-08-31"), "2017-09-11", "2017-09-11", true},
		"entered on the first":         {open, entered("2017-09-01"), "2017-09-11", "2017-09-11", false},
		"entered today":                {open, entered("2017-09-11"), "2017-09-11", "2017-09-11", false},
		"owed from the month of entry": {open, entered("2017-09-30"), "2017-10-31", "2017-10-31", true},
		"reported since entry":         {open, schedule.Duty{Entered: month("2017-08"), Reported: month("2017-08")}, "2017-09-11", "2017-09-11", false},
		"a report waits":               {open, schedule.Duty{Waiting: true}, "2017-09-11", "2017-09-11", false},
		"window not open":              {open, schedule.Duty{}, "2017-08-31", "2017-09-11", false},
		"a projection":                 {open, schedule.Duty{}, "2017-10-31", "2017-09-11", false},
		"undated":                      {schedule.MilestoneFacts{}, schedule.Duty{}, "2017-09-11", "2017-09-11", false},
		"suspended": {with(func(f *schedule.MilestoneFacts) { f.Suspended = day("2017-09-01") }),
			schedule.Duty{}, "2017-09-11", "2017-09-11", false},
		"verified": {with(func(f *schedule.MilestoneFacts) { f.Reached, f.Verified = day("2017-09-01"), true }),
			schedule.Duty{}, "2017-09-11", "2017-09-11", false},
		"verified later": {with(func(f *schedule.MilestoneFacts) { f.Reached, f.Verified = day("2017-09-20"), true }),
			schedule.Duty{}, "2017-09-11", "2017-09-30", true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := rs.MilestoneUnreported(c.facts, c.duty, day(c.asOf), day(c.today), nil); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// TestReportMonth: one report never counts for two months.
func TestReportMonth(t *testing.T) {
	month := schedule.MustMonth
	owed := schedule.Duty{First: month("2017-03"), Last: month("2017-12"), Reported: month("2017-07")}
	with := func(change func(*schedule.Duty)) schedule.Duty {
		d := owed
		change(&d)
		return d
	}
	for name, c := range map[string]struct {
		duty      schedule.Duty
		day, want string
	}{
		"until the cut-off":                 {owed, "2017-09-05", "2017-08"},
		"after it, in the days of grace":    {owed, "2017-09-06", "2017-08"},
		"after it, when it is 未报":           {owed, "2017-09-20", "2017-08"},
		"nothing is missing":                {with(func(d *schedule.Duty) { d.Reported = month("2017-08") }), "2017-09-20", "2017-09"},
		"not asked yet":                     {with(func(d *schedule.Duty) { d.First = month("2017-09") }), "2017-09-20", "2017-09"},
		"nothing is asked":                  {schedule.Duty{}, "2017-09-20", "2017-09"},
		"entered since":                     {with(func(d *schedule.Duty) { d.Entered = month("2017-09") }), "2017-09-20", "2017-09"},
		"December, in March":                {with(func(d *schedule.Duty) { d.Reported = month("2017-11") }), "2018-03-20", "2017-12"},
		"the plan year is over":             {with(func(d *schedule.Duty) { d.Reported = month("2017-12") }), "2018-03-20", "2018-03"},
		"sent back after the cut-off":       {with(func(d *schedule.Duty) { d.Reported, d.Returned = month("2017-08"), month("2017-08") }), "2017-09-20", "2017-08"},
		"sent back in its month":            {with(func(d *schedule.Duty) { d.Reported, d.Returned = month("2017-09"), month("2017-09") }), "2017-09-20", "2017-09"},
		"sent back, another is missing now": {with(func(d *schedule.Duty) { d.Returned = month("2017-07") }), "2017-09-20", "2017-08"},
		"sent back long ago, nothing owed":  {schedule.Duty{Reported: month("2017-05"), Returned: month("2017-05")}, "2017-09-20", "2017-09"},
	} {
		if got := schedule.Default().ReportMonth(c.duty, schedule.MustDate(c.day)); got.String() != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
