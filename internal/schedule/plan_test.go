package schedule

import "testing"

func TestCutoff(t *testing.T) {
	t.Parallel()
	for asOf, want := range map[string]string{
		"06-05": "2017-04", "06-06": "2017-05", "06-30": "2017-05", "07-01": "2017-05",
		"01-05": "2016-11", "01-06": "2016-12", "02-28": "2017-01",
	} {
		if got := Default().LastReportMonth(day(asOf)).String(); got != want {
			t.Errorf("%s: %s, want %s", asOf, got, want)
		}
	}
	if got := Default().Cutoff(MustMonth("2016-12")); got != day("01-05") {
		t.Errorf("cut-off of December: %v", got)
	}
	if got := (&RuleSet{CutoffDay: 10}).LastReportMonth(day("06-10")).String(); got != "2017-04" {
		t.Errorf("cut-off on the 10th: %s", got)
	}
}

func TestPlanShareStraight(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		p    PlanFacts
		asOf string
		want Share
	}{
		{"on 5 June still April", PlanFacts{}, "06-05", Share{4, 12}},
		{"on 6 June May", PlanFacts{}, "06-06", Share{5, 12}},
		{"before January is closed", PlanFacts{}, "02-05", Share{0, 1}},
		{"January closed", PlanFacts{}, "02-06", Share{1, 12}},
		{"December is closed next year", PlanFacts{}, "2018-01-05", Share{11, 12}},
		{"whole", PlanFacts{}, "2018-01-06", Share{1, 1}},
		{"to the due month", PlanFacts{Due: day("10-15")}, "06-06", Share{5, 10}},
		{"whole from the due month on", PlanFacts{Due: day("10-15")}, "11-06", Share{1, 1}},
		{"a due date in a later year is December", PlanFacts{Due: day("2018-03-31")}, "06-06", Share{5, 12}},
		{"in an earlier year the plan is whole", PlanFacts{Due: day("2016-12-31")}, "01-01", Share{1, 1}},
		{"from the planned start", PlanFacts{Start: MustMonth("2017-04")}, "06-06", Share{2, 9}},
		{"nothing before it", PlanFacts{Start: MustMonth("2017-04")}, "05-05", Share{0, 1}},
		{"a start in an earlier year is January", PlanFacts{Start: MustMonth("2016-04")}, "06-06", Share{5, 12}},
		{"start and due in one month", PlanFacts{Start: MustMonth("2017-04"), Due: day("04-30")}, "05-06", Share{1, 1}},
		{"due before the start: whole", PlanFacts{Start: MustMonth("2017-07"), Due: day("06-30")}, "03-01", Share{1, 1}},
	} {
		c.p.Year = 2017
		if got := Default().PlanShare(c.p, day(c.asOf), nil); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestPlanShareMonthly(t *testing.T) {
	t.Parallel()
	p := PlanFacts{Year: 2017, Due: day("2016-12-31"), Total: 300, Monthly: []int64{0, 10, 40, 30, 90}}
	for asOf, want := range map[string]Share{
		"02-05": {0, 1}, "02-06": {0, 1}, "03-06": {10, 300}, "04-06": {40, 300},
		"05-06": {40, 300}, // never falls
		"06-06": {90, 300}, "12-31": {90, 300}, "2018-02-01": {90, 300},
	} {
		if got := Default().PlanShare(p, day(asOf), nil); got.Compare(want) != 0 {
			t.Errorf("%s: %v, want %v", asOf, got, want)
		}
	}
	p.Monthly[4] = 400
	if got := Default().PlanShare(p, day("06-06"), nil); got != (Share{1, 1}) {
		t.Errorf("more than the year: %v", got)
	}
	p.Total = 0
	if got := Default().PlanShare(p, day("06-06"), nil); got != (Share{0, 1}) {
		t.Errorf("no plan for the year: %v", got)
	}
}

// While a report for the month, submitted in time, is under review, the share
// stays at the month before, at most five working days.
func TestPlanMonthHeldBack(t *testing.T) {
	t.Parallel()
	cal := districtCalendar(t)
	may := MustMonth("2017-05")
	for _, c := range []struct {
		name string
		r    ReportReview
		asOf string
		want string
	}{
		{"under review", ReportReview{may, day("06-05"), Date{}}, "06-06", "2017-04"},
		{"working day 5", ReportReview{may, day("06-05"), Date{}}, "06-12", "2017-04"},
		{"working day 6", ReportReview{may, day("06-05"), Date{}}, "06-13", "2017-05"},
		{"submitted late", ReportReview{may, day("06-06"), Date{}}, "06-07", "2017-05"},
		{"not submitted", ReportReview{Month: may}, "06-06", "2017-05"},
		{"decided", ReportReview{may, day("06-02"), day("06-07")}, "06-07", "2017-05"},
		{"decided later", ReportReview{may, day("06-02"), day("06-07")}, "06-06", "2017-04"},
		{"another month", ReportReview{may.Prev(), day("05-04"), Date{}}, "06-06", "2017-05"},
	} {
		if got := Default().PlanMonth(c.r, day(c.asOf), cal).String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestUnreported(t *testing.T) {
	t.Parallel()
	cal := districtCalendar(t)
	april, may, june := MustMonth("2017-04"), MustMonth("2017-05"), MustMonth("2017-06")
	for _, c := range []struct {
		name        string
		last, first Month
		asOf        string
		want        bool
	}{
		{"working day 3 after the cut-off of May", april, april, "06-08", false},
		{"working day 4", april, april, "06-09", true},
		{"it goes with the report", may, april, "06-09", false},
		{"a report for June already", june, april, "06-09", false},
		{"never reported", Month{}, april, "06-09", true},
		{"May is the first month asked for", Month{}, may, "06-09", true},
		{"June is the first month asked for", Month{}, june, "06-09", false},
		{"nothing is asked for", Month{}, Month{}, "06-09", false},
		{"after the next cut-off the count starts anew", april, april, "07-10", false},
		{"and ends", april, april, "07-11", true},
	} {
		if got := Default().Unreported(Duty{First: c.first, Reported: c.last}, day(c.asOf), cal); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestUnreportedNotBeforeEntry(t *testing.T) {
	t.Parallel()
	cal := districtCalendar(t)
	april, may, june := MustMonth("2017-04"), MustMonth("2017-05"), MustMonth("2017-06")
	for _, c := range []struct {
		name           string
		first, entered Month
		asOf           string
		want           bool
	}{
		{"there all along", april, Month{}, "06-09", true},
		{"entered before the first month due", may, april, "06-09", true},
		{"entered in the month", april, may, "06-09", true},
		{"entered after it", april, june, "06-09", false},
		{"and still in the month of entry", april, june, "07-05", false},
		{"the month of entry is owed after its cut-off", april, june, "07-11", true},
		{"entry asks for nothing by itself", Month{}, april, "06-09", false},
	} {
		if got := Default().Unreported(Duty{First: c.first, Entered: c.entered}, day(c.asOf), cal); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
