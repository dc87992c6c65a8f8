package nodefacts

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	gormschema "gorm.io/gorm/schema"

	"guatu/internal/schedule"
)

// TestNamesAreTheColumns: what is selected is what GORM scans.
func TestNamesAreTheColumns(t *testing.T) {
	parsed, err := gormschema.Parse(&Columns{}, &sync.Map{}, gormschema.NamingStrategy{})
	if err != nil {
		t.Fatal(err)
	}
	stored := slices.DeleteFunc(slices.Clone(parsed.DBNames), func(name string) bool { return strings.HasPrefix(name, "under_") }) // asked for with Under
	if !slices.Equal(stored, Names()) {
		t.Errorf("selected %v\nscanned  %v", Names(), stored)
	}
}

func TestFacts(t *testing.T) {
	day, month, set := schedule.MustDate, schedule.MustMonth, schedule.Default()
	c := Columns{
		Key: true, Firmness: schedule.Aim, PlannedStart: day("2017-04-01"), Baseline: day("2017-09-30"), Approved: day("2017-10-31"),
		Forecast: day("2017-11-15"), Reached: day("2017-11-10"), ClaimedOn: day("2017-09-20"),
		Returned: Claims{{Claimed: day("2017-09-01"), Returned: day("2017-09-05")}}, Changes: 1, Listed: true, Added: true,
		LastReportMonth: month("2017-07"), MadeGoodMonth: month("2017-08"), EnteredOn: day("2017-06-20"),
	}
	want := schedule.MilestoneFacts{
		Key: true, Firmness: schedule.Aim, PlannedStart: c.PlannedStart, Baseline: c.Baseline, Approved: c.Approved, Forecast: c.Forecast,
		Reached: c.Reached, Claimed: c.ClaimedOn, Returned: c.Returned, Changes: 1, Listed: true, Added: true,
	}
	text := func(f schedule.MilestoneFacts) string { return fmt.Sprintf("%+v", f) }
	if got := c.Fixed(); text(got) != text(want) {
		t.Errorf("fixed\n got %+v\nwant %+v", got, want)
	}
	want.Unreported, want.Missed, want.MadeGood = true, 1, true // 11 September: August is closed and its days of grace are over
	if got := c.Facts(set, nil, day("2017-09-11"), day("2017-09-30")); text(got) != text(want) {
		t.Errorf("on 11 September\n got %+v\nwant %+v", got, want)
	}
	for name, change := range map[string]func(*Columns){
		"reported":             func(c *Columns) { c.LastReportMonth = month("2017-08") },
		"entered in September": func(c *Columns) { c.EnteredOn = day("2017-09-01") },
		"a report waits":       func(c *Columns) { c.PendingOn = day("2017-08-03") },
		"suspended":            func(c *Columns) { c.SuspendedOn = day("2017-09-01") },
	} {
		other := c
		change(&other)
		if other.Unreported(set, nil, day("2017-09-11"), day("2017-09-30")) {
			t.Errorf("%s and yet 未报", name)
		}
	}
	// The same item on a weekly project: the week to 3 September was made good, that to the 10th is closed on Wednesday the 13th.
	weekly := c
	weekly.ReportCycle, weekly.CycleSince, weekly.LastPeriodTo, weekly.MadeGoodTo = schedule.CycleWeekly, day("2017-08-21"), day("2017-09-03"), day("2017-09-03")
	for _, w := range []struct {
		asOf                 string
		unreported, madeGood bool
		missed               int
	}{{"2017-09-11", false, true, 0}, {"2017-09-13", true, false, 1}, {"2017-09-20", true, false, 2}} {
		if got := weekly.Facts(set, nil, day(w.asOf), day("2017-09-30")); got.Unreported != w.unreported || got.MadeGood != w.madeGood || got.Missed != w.missed {
			t.Errorf("weekly on %s: %+v", w.asOf, got)
		}
	}
	if got := c.Facts(set, nil, day("2017-10-31"), day("2017-09-30")); got.Unreported || got.Missed != 0 || got.MadeGood {
		t.Errorf("a projection: %+v", got)
	}
	if c.Due() != c.Approved || (Columns{Baseline: c.Baseline}).Due() != c.Baseline {
		t.Error("A is the approved date, else the baseline")
	}
	if c.Done() || !(Columns{Verified: true, Reached: c.Reached}).Done() || (Columns{Verified: true}).Done() {
		t.Error("done is reached and verified")
	}
}

func TestClaims(t *testing.T) {
	day := schedule.MustDate
	claims := Claims{{Claimed: day("2017-09-01"), Returned: day("2017-09-05")}}
	stored, err := claims.Value()
	if err != nil || stored != `[{"claimed":"2017-09-01","returned":"2017-09-05"}]` {
		t.Errorf("stored %v, %v", stored, err)
	}
	for _, src := range []any{stored, []byte(stored.(string))} {
		var read Claims
		if err := read.Scan(src); err != nil || !slices.Equal(read, claims) {
			t.Errorf("%T: %v, %v", src, read, err)
		}
	}
	if err := claims.Scan(nil); err != nil || claims != nil {
		t.Errorf("NULL: %v, %v", claims, err)
	}
	if stored, err := claims.Value(); stored != nil || err != nil {
		t.Errorf("none: %v, %v", stored, err)
	}
	for _, src := range []any{7, "{", `[{"claimed":"soon"}]`} {
		if claims.Scan(src) == nil {
			t.Errorf("%v must be refused", src)
		}
	}
}

type dialect struct{}

func (dialect) DaysBetween(a, b string) string { return "DAYS(" + a + ", " + b + ")" }

func TestSQL(t *testing.T) {
	day := schedule.MustDate("2017-09-30")
	before := schedule.DateCmp{Column: schedule.ColClockDue, Op: schedule.OpLt, Date: day}
	for want, c := range map[string]schedule.Condition{
		"(1=1)":                schedule.And{},
		"(1=0)":                schedule.Or{},
		"(m.verified = 1)":     schedule.BoolIs{Column: schedule.ColDone, Value: true},
		"(NOT (m.is_key = 1))": schedule.BoolIs{Column: schedule.ColKey},
		"NOT (COALESCE(m.approved_on, m.baseline_on) IS NULL)": schedule.Not{Condition: schedule.IsNull{Column: schedule.ColApproved}},
		"((m.clock_due < ?) AND ((m.clock_due < ?) OR (1=0)))": schedule.And{before, schedule.Or{before, nil}},
		"(DAYS(m.claimed_on, m.clock_due) > 16)":               schedule.DateCmpColumns{A: schedule.ColClaimed, Op: schedule.OpGt, B: schedule.ColClockDue, PlusDays: 16},
		"(NULL IS NULL)":                                       schedule.IsNull{Column: "nobody mapped this"},
	} {
		text, args := SQL(c, schedule.Current, dialect{})
		if text != want || len(args) != countOf(text, '?') {
			t.Errorf("got %s with %v, want %s", text, args, want)
		}
	}
}

func countOf(text string, what rune) (n int) {
	for _, r := range text {
		if r == what {
			n++
		}
	}
	return n
}

// TestEveryColumnIsMapped: a column added to schedule must get an expression.
func TestEveryColumnIsMapped(t *testing.T) {
	row := schedule.MilestoneRow(schedule.MilestoneFacts{})
	for c := range row.Bools {
		if expression(c) == "NULL" {
			t.Errorf("%s stands nowhere", c)
		}
	}
	for c := range row.Dates {
		if expression(c) == "NULL" {
			t.Errorf("%s stands nowhere", c)
		}
	}
}
