package reports

import (
	"slices"
	"testing"

	"guatu/internal/frozen"
	"guatu/internal/nodefacts"
	"guatu/internal/schedule"
)

func day1(text string) schedule.Date {
	if text == "" {
		return schedule.Date{}
	}
	return schedule.MustDate(text)
}

func month1(text string) schedule.Month {
	if text == "" {
		return schedule.Month{}
	}
	return schedule.MustMonth(text)
}

func lampOf(colour schedule.Colour) schedule.Lamp { return schedule.Lamp{Colour: colour} }

func number(n int64) *int64 { return &n }

// TestCompareGroups reads like the groups: a row before, a row after, where it belongs. From 30 June to 30 September the
// cut-offs of June, July and August lie in between.
func TestCompareGroups(t *testing.T) {
	green, red := lampOf(schedule.Green), lampOf(schedule.Red)
	reported := frozen.Facts{Asked: month1("2017-08"), Reported: month1("2017-07")}
	with := func(change func(*frozen.Facts)) frozen.Facts {
		f := reported
		change(&f)
		return f
	}
	for _, c := range []struct {
		name string
		kind frozen.Kind
		was  *frozen.Facts
		lamp schedule.Lamp
		is   frozen.Facts
		want []ChangeGroup
	}{
		{"nothing happened", frozen.Milestone, &reported, green, reported, nil},
		{"another colour", frozen.Milestone, &reported, red, reported, []ChangeGroup{GroupLamps}},
		{"the date moved", frozen.Milestone, &reported, green, with(func(f *frozen.Facts) { f.Approved = day1("2017-12-31") }), []ChangeGroup{GroupDates}},
		{"newly late", frozen.Milestone, &reported, red, with(func(f *frozen.Facts) { f.Late = true }), []ChangeGroup{GroupLamps, GroupLate}},
		{"late before too", frozen.Milestone, &frozen.Facts{Late: true, Reported: month1("2017-05")}, green, with(func(f *frozen.Facts) { f.Late = true }), nil},
		{"done", frozen.Indicator, &reported, lampOf(schedule.Blue), with(func(f *frozen.Facts) { f.Done, f.Figure = true, number(5) }), []ChangeGroup{GroupLamps, GroupDone, GroupFigures}},
		{"not reported once", frozen.Milestone, &reported, green, with(func(f *frozen.Facts) { f.Reported = month1("2017-05") }), []ChangeGroup{GroupUnreported}},
		{"never reported at all", frozen.Milestone, &reported, green, with(func(f *frozen.Facts) { f.Reported = month1("") }), []ChangeGroup{GroupUnreported}},
		{"nothing was asked", frozen.Milestone, &reported, green, frozen.Facts{}, nil},
		{"asked only before", frozen.Milestone, &reported, green, frozen.Facts{Asked: month1("2017-05")}, nil},
		{"suspended", frozen.Milestone, &reported, green, with(func(f *frozen.Facts) { f.Reported, f.Suspended = month1("2017-05"), day1("2017-07-01") }), nil},
		{"entered in between", frozen.Milestone, nil, green, reported, []ChangeGroup{GroupAdded}},
		{"left the plan", frozen.Milestone, &reported, lampOf(schedule.Grey), with(func(f *frozen.Facts) { f.Exited = day1("2017-08-01") }), []ChangeGroup{GroupExited}},
		{"left it before", frozen.Milestone, &frozen.Facts{Exited: day1("2017-05-01")}, lampOf(schedule.Grey), with(func(f *frozen.Facts) { f.Exited = day1("2017-05-01") }), nil},
		{"carried over", frozen.Milestone, &reported, red, with(func(f *frozen.Facts) { f.Carried = true }), nil},
		{"a figure came", frozen.Task, &reported, green, with(func(f *frozen.Facts) { f.Figure = number(1) }), []ChangeGroup{GroupFigures}},
		{"a project has no date of its own", frozen.Project, &reported, green, with(func(f *frozen.Facts) { f.Approved = day1("2017-12-31") }), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := side{on: day1("2017-06-30")}, side{on: day1("2017-09-30"), items: []frozen.Item{{Kind: c.kind, ID: 1, Lamp: c.lamp, Facts: c.is}}}
			if c.was != nil {
				a.items = []frozen.Item{{Kind: c.kind, ID: 1, Lamp: green, Facts: *c.was}, {Kind: c.kind, ID: 2, Lamp: green}}
			}
			var got []ChangeGroup
			found := compare(a, b, schedule.Default())
			for _, group := range ChangeGroups() {
				if len(found[group]) > 0 {
					got = append(got, group)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

// TestCompareWithinAMonth: between two days without a cut-off nobody can have missed one.
func TestCompareWithinAMonth(t *testing.T) {
	item := frozen.Item{Kind: frozen.Milestone, ID: 1, Facts: frozen.Facts{Asked: month1("2017-08"), Reported: month1("2017-02")}}
	a, b := side{on: day1("2017-09-10"), items: []frozen.Item{item}}, side{on: day1("2017-09-30"), items: []frozen.Item{item}}
	if got := compare(a, b, schedule.Default()); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestMoved(t *testing.T) {
	const blue, green, yellow, red, grey = schedule.Blue, schedule.Green, schedule.Yellow, schedule.Red, schedule.Grey
	low, high := 100, 200
	for _, c := range []struct {
		was, is     schedule.Colour
		wasBp, isBp *int
		want        Move
	}{
		{red, yellow, &high, &low, MoveUp}, {yellow, red, &low, &high, MoveDown}, {green, blue, nil, nil, MoveUp}, {green, green, nil, nil, MoveSame},
		{green, green, &low, &high, MoveUp}, {green, green, &high, &low, MoveDown}, {grey, red, nil, &low, MoveSame}, {grey, green, &low, &high, MoveUp},
		{blue, grey, &low, &low, MoveSame}, {red, red, &low, &low, MoveSame},
	} {
		if got := moved(c.was, c.is, c.wasBp, c.isBp); got != c.want {
			t.Errorf("%s %v → %s %v: %s, want %s", c.was, c.wasBp, c.is, c.isBp, got, c.want)
		}
	}
}

func TestParseEnd(t *testing.T) {
	for text, want := range map[string]End{"2017-08": {Period: month1("2017-08")}, "2017-08-31": {Day: day1("2017-08-31")}} {
		if got, ok := ParseEnd(text); !ok || got != want {
			t.Errorf("%s: %v %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "2017", "2017-13", "2017-02-30", "heute"} {
		if got, ok := ParseEnd(text); ok {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestTrendPoints: the line of a milestone from its versions.
func TestTrendPoints(t *testing.T) {
	version := func(on, baseline, approved, forecast, reached string) trendRow {
		return trendRow{RecordedOn: day1(on), Columns: nodefacts.Columns{Baseline: day1(baseline), Approved: day1(approved), Forecast: day1(forecast),
			Reached: day1(reached), Verified: reached != ""}}
	}
	point := func(on, date string, kind TrendKind) TrendPoint { return TrendPoint{day1(on), day1(date), kind} }
	for _, c := range []struct {
		name     string
		versions []trendRow
		want     []TrendPoint
	}{
		{"a plan without a date", []trendRow{version("2017-01-05", "", "", "", "")}, []TrendPoint{}},
		{"a plan alone, however often it is written", []trendRow{version("2017-01-05", "2017-06-30", "2017-06-30", "", ""), version("2017-03-01", "2017-06-30", "2017-06-30", "", "")},
			[]TrendPoint{point("2017-01-05", "2017-06-30", TrendBaseline)}},
		{"forecast, change, forecast, done", []trendRow{
			version("2017-01-05", "2017-06-30", "2017-06-30", "", ""),
			version("2017-03-05", "2017-06-30", "2017-06-30", "2017-08-15", ""),
			version("2017-04-05", "2017-06-30", "2017-06-30", "2017-08-15", ""),
			version("2017-05-01", "2017-06-30", "2017-07-31", "", ""),
			version("2017-06-05", "2017-06-30", "2017-07-31", "2017-08-20", ""),
			version("2017-08-10", "2017-06-30", "2017-07-31", "2017-08-20", "2017-08-10"),
			version("2017-08-12", "2017-06-30", "2017-07-31", "2017-08-20", "2017-08-10"),
		}, []TrendPoint{point("2017-01-05", "2017-06-30", TrendBaseline), point("2017-03-05", "2017-08-15", TrendForecast), point("2017-05-01", "2017-07-31", TrendApproved),
			point("2017-06-05", "2017-08-20", TrendForecast), point("2017-08-10", "2017-08-10", TrendReached)}},
		{"of one day the last state counts", []trendRow{version("2017-01-05", "2017-06-30", "2017-06-30", "", ""), version("2017-01-05", "2017-09-30", "2017-09-30", "", "")},
			[]TrendPoint{point("2017-01-05", "2017-09-30", TrendBaseline)}},
		{"confirmed later than the last report", []trendRow{version("2017-01-05", "2017-06-30", "2017-06-30", "", ""), version("2017-06-05", "2017-06-30", "2017-06-30", "2017-07-10", ""),
			version("2017-06-12", "2017-06-30", "2017-06-30", "2017-07-10", "2017-06-03")},
			[]TrendPoint{point("2017-01-05", "2017-06-30", TrendBaseline), point("2017-06-03", "2017-06-03", TrendReached)}},
		{"a forecast that is the date says nothing new", []trendRow{version("2017-01-05", "2017-06-30", "2017-06-30", "2017-06-30", "")},
			[]TrendPoint{point("2017-01-05", "2017-06-30", TrendBaseline)}},
	} {
		if got := trendPoints(c.versions); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %v\nwant %v", c.name, got, c.want)
		}
	}
}
