package schedule

import "testing"

// 2017-06-30 is a Friday; the week before it has no holiday.
func TestTimingOfAnApplication(t *testing.T) {
	t.Parallel()
	cal, err := NewCalendar([]CalendarYear{{Year: 2017, Workdays: []Date{MustDate("2017-06-24")}}}) // one Saturday worked
	if err != nil {
		t.Fatal(err)
	}
	due := MustDate("2017-06-30")
	for _, c := range []struct {
		applied string
		due     Date
		want    Timing
	}{
		{"2017-06-22", due, TimingEarly}, // 23, 24 (worked), 26, 27, 28, 29, 30
		{"2017-06-24", due, TimingEarly}, // 26…30: exactly five
		{"2017-06-25", due, TimingEarly}, // a Sunday: still five
		{"2017-06-26", due, TimingShort}, // four
		{"2017-06-30", due, TimingShort}, // the day itself
		{"2017-07-01", due, TimingLate},  // the day after
		{"2017-07-01", Date{}, TimingEarly},
	} {
		if got := Default().Timing(MustDate(c.applied), c.due, cal); got != c.want {
			t.Errorf("applied %s for %s: %s, want %s", c.applied, c.due, got, c.want)
		}
	}
}

func TestRouteOfAChange(t *testing.T) {
	t.Parallel()
	base := MustDate("2017-06-30")
	delay := func(to string) ChangeFacts {
		return ChangeFacts{Kind: ChangeDelay, Baseline: base, To: MustDate(to), PlanYear: 2017}
	}
	with := func(f ChangeFacts, change func(*ChangeFacts)) ChangeFacts { change(&f); return f }
	for _, c := range []struct {
		name string
		f    ChangeFacts
		want Route
	}{
		{"earlier", delay("2017-06-01"), RouteHead},
		{"15 days", delay("2017-07-15"), RouteHead},
		{"16 days", delay("2017-07-16"), RouteLeader},
		{"60 days", delay("2017-08-29"), RouteLeader},
		{"61 days", delay("2017-08-30"), RouteMeeting},
		{"cross-year by one day", with(delay("2018-01-01"), func(f *ChangeFacts) { f.Baseline = MustDate("2017-12-31") }), RouteMeeting},
		{"last day of the year", with(delay("2017-12-31"), func(f *ChangeFacts) { f.Baseline = MustDate("2017-12-30") }), RouteHead},
		{"cross-year without a plan year", with(delay("2018-01-01"), func(f *ChangeFacts) { f.Baseline, f.PlanYear = MustDate("2017-12-31"), 0 }), RouteHead},
		{"first date of an undated item", ChangeFacts{Kind: ChangeDelay, To: base, PlanYear: 2017}, RouteHead},
		{"cut of a ten-task target", ChangeFacts{Kind: ChangeTarget, Cut: true, TenTask: true}, RouteMeeting},
		{"more than promised of a ten-task target", ChangeFacts{Kind: ChangeTarget, TenTask: true}, RouteLeader},
		{"suspend", ChangeFacts{Kind: ChangeSuspend, Baseline: base}, RouteLeader},
		{"resume", ChangeFacts{Kind: ChangeResume, Baseline: base}, RouteHead},
		{"exit", ChangeFacts{Kind: ChangeExit, Baseline: base}, RouteMeeting},
	} {
		route, zh, en := Default().Route(c.f)
		if route != c.want {
			t.Errorf("%s: %s, want %s", c.name, route, c.want)
		}
		if zh == "" || en == "" {
			t.Errorf("%s: no words", c.name)
		}
	}
}

// TestRouteNeverFallsWithMoreSlip: a later date never needs a lower decision, so that a change can not be split into small ones.
func TestRouteNeverFallsWithMoreSlip(t *testing.T) {
	t.Parallel()
	last := RouteHead
	for days := -30; days <= 400; days++ {
		route, _, _ := Default().Route(ChangeFacts{Kind: ChangeDelay, Baseline: MustDate("2017-06-30"), To: MustDate("2017-06-30").AddDays(days), PlanYear: 2017})
		if HigherRoute(last, route) != route {
			t.Fatalf("%d days: %s after %s", days, route, last)
		}
		last = route
	}
	if last != RouteMeeting {
		t.Errorf("400 days end at %s", last)
	}
}
