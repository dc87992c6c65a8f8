package schedule_test

import (
	"testing"

	"guatu/internal/schedule"
)

func TestMilestoneUnreported(t *testing.T) {
	day, month := schedule.MustDate, schedule.MustMonth
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
		last        schedule.Month
		asOf, today string
		want        bool
	}{
		"owed":                    {open, schedule.Month{}, "2017-09-11", "2017-09-11", true},
		"three working days":      {open, schedule.Month{}, "2017-09-08", "2017-09-11", false},
		"reported":                {open, month("2017-08"), "2017-09-11", "2017-09-11", false},
		"reported a month before": {open, month("2017-07"), "2017-09-11", "2017-09-11", true},
		"window not open":         {open, schedule.Month{}, "2017-08-31", "2017-09-11", false},
		"a projection":            {open, schedule.Month{}, "2017-10-31", "2017-09-11", false},
		"undated":                 {schedule.MilestoneFacts{}, schedule.Month{}, "2017-09-11", "2017-09-11", false},
		"suspended": {with(func(f *schedule.MilestoneFacts) { f.Suspended = day("2017-09-01") }),
			schedule.Month{}, "2017-09-11", "2017-09-11", false},
		"verified": {with(func(f *schedule.MilestoneFacts) { f.Reached, f.Verified = day("2017-09-01"), true }),
			schedule.Month{}, "2017-09-11", "2017-09-11", false},
		"verified later": {with(func(f *schedule.MilestoneFacts) { f.Reached, f.Verified = day("2017-09-20"), true }),
			schedule.Month{}, "2017-09-11", "2017-09-30", true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := rs.MilestoneUnreported(c.facts, c.last, day(c.asOf), day(c.today), nil); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
