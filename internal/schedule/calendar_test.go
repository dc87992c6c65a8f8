package schedule

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// districtCalendar is the shipped working-day table.
func districtCalendar(t testing.TB) *Calendar {
	t.Helper()
	files, err := filepath.Glob("../../configs/calendar/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no calendar: %v", err)
	}
	var years []CalendarYear
	for _, file := range files {
		var year CalendarYear
		readYAML(t, file, &year)
		years = append(years, year)
	}
	cal, err := NewCalendar(years)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func readYAML(t testing.TB, file string, into any) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	dec := yaml.NewDecoder(f)
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

func TestDistrictCalendar(t *testing.T) {
	t.Parallel()
	cal := districtCalendar(t)
	for day, work := range map[string]bool{
		"2016-02-06": true, "2016-02-14": true, "2016-02-08": false, "2016-10-07": false, "2016-10-09": true,
		"2017-01-02": false, "2017-01-22": true, "2017-05-27": true, "2017-05-30": false, "2017-06-20": true,
		"2017-06-24": false, "2017-09-30": true, "2017-10-06": false, "2017-10-09": true,
		"2018-02-15": false, "2018-02-24": true, "2018-12-29": true, "2018-12-31": false,
		"2026-01-04": true, "2026-02-23": false, "2026-02-28": true, "2026-05-05": false, "2026-09-20": true, "2026-10-10": true,
	} {
		if got := cal.IsWorkday(MustDate(day)); got != work {
			t.Errorf("%s: working day is %v, want %v", day, got, work)
		}
	}
	for year, covered := range map[string]bool{"2015": false, "2016": true, "2017": true, "2018": true, "2019": false, "2026": true} {
		if got := cal.Covers(MustDate(year + "-06-01")); got != covered {
			t.Errorf("%s: covered is %v", year, got)
		}
	}
}

func TestWorkdayCounts(t *testing.T) {
	t.Parallel()
	cal := districtCalendar(t)
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2017-06-20", 0, "2017-06-20"},
		{"2017-06-20", 1, "2017-06-21"},
		{"2017-06-16", 1, "2017-06-19"}, // over a weekend
		{"2017-05-26", 1, "2017-05-27"}, // a Saturday worked
		{"2017-05-26", 2, "2017-05-31"}, // over 端午
		{"2017-09-29", 2, "2017-10-09"}, // Saturday 30 worked, then the long holiday
	} {
		got := cal.WorkdaysAfter(MustDate(c.from), c.n)
		if got != MustDate(c.want) {
			t.Errorf("working day %d after %s is %v, want %s", c.n, c.from, got, c.want)
		}
		if back := cal.WorkdaysBetween(MustDate(c.from), got); back != c.n {
			t.Errorf("from %s to %v: %d working days, want %d", c.from, got, back, c.n)
		}
	}
	var none *Calendar
	if !none.IsWorkday(MustDate("2017-10-02")) || none.IsWorkday(MustDate("2017-09-30")) || none.Covers(MustDate("2017-01-01")) {
		t.Error("without a calendar Monday to Friday count")
	}
	if none.IsWorkday(Date{}) || !none.WorkdaysAfter(Date{}, 3).IsZero() || none.WorkdaysBetween(Date{}, MustDate("2017-01-01")) != 0 {
		t.Error("counted from no date")
	}
	end := Date{n: dateLast}
	if none.WorkdaysAfter(end.AddDays(-1), 9) != end {
		t.Error("did not stop at the end of time")
	}
}

func TestNewCalendarReportsEveryFault(t *testing.T) {
	t.Parallel()
	_, err := NewCalendar([]CalendarYear{
		{Year: 2017, Holidays: []Date{MustDate("2017-10-02"), MustDate("2016-10-02")}},
		{Year: 2017, Holidays: []Date{MustDate("2017-10-02")}, Workdays: []Date{MustDate("2017-10-03")}},
	})
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"2017 is given twice", `2017 lists "2016-10-02"`, "2017-10-02 twice", "2017-10-03 is not on a weekend"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not mention %q", err, want)
		}
	}
}
