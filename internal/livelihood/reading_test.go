package livelihood

import (
	"slices"
	"testing"

	"guatu/internal/schedule"
)

func ptrTo[T any](v T) *T { return &v }

func rulesForTest() Rules { return Rules{Set: schedule.Default()} }

func lineOf(i indicatorRow) line {
	return line{Task: taskRow{Year: 2017}, Indicator: i}
}

func TestUnreportedIsOwedFromTheWindowToTheYearsEnd(t *testing.T) {
	r, date, month := rulesForTest(), schedule.MustDate, schedule.MustMonth
	cum := indicatorRow{Type: schedule.TypeCum, TargetMilli: ptrTo(int64(10))}
	cases := map[string]struct {
		change func(*indicatorRow)
		asOf   string
		want   bool
	}{
		"owed":                          {func(*indicatorRow) {}, "2017-04-11", true},
		"in the working days of grace":  {func(*indicatorRow) {}, "2017-02-08", false},
		"before the first cut-off":      {func(*indicatorRow) {}, "2017-02-05", false},
		"reported":                      {func(i *indicatorRow) { i.LastReportMonth = month("2017-03") }, "2017-05-05", false},
		"not started":                   {func(i *indicatorRow) { i.PlannedStart = month("2017-06") }, "2017-06-12", false},
		"started":                       {func(i *indicatorRow) { i.PlannedStart = month("2017-06") }, "2017-07-12", true},
		"verified":                      {func(i *indicatorRow) { i.Verified = true }, "2017-04-11", false},
		"December still owed next year": {func(i *indicatorRow) { i.LastReportMonth = month("2017-11") }, "2018-03-30", true},
		"nothing after the plan year":   {func(i *indicatorRow) { i.LastReportMonth = month("2017-12") }, "2018-03-30", false},
		"entered after the month":       {func(i *indicatorRow) { i.EnteredOn = date("2017-04-01") }, "2017-04-11", false},
		"entered on its last day":       {func(i *indicatorRow) { i.EnteredOn = date("2017-03-31") }, "2017-04-11", true},
		"owed from the month of entry":  {func(i *indicatorRow) { i.EnteredOn = date("2017-04-01") }, "2017-05-11", true},
		"no target":                     {func(i *indicatorRow) { i.Type = schedule.TypeOpen }, "2017-04-11", false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			i := cum
			c.change(&i)
			f := r.facts(lineOf(i), day{date(c.asOf), date("2018-12-31")})
			if f.Unreported != c.want {
				t.Errorf("got %v, want %v", f.Unreported, c.want)
			}
		})
	}
	if r.facts(lineOf(cum), day{date("2017-04-11"), date("2017-04-10")}).Unreported {
		t.Error("a projection assumes no 未报")
	}
}

// TestPeriodsBeforeEntry: a standard entered in March is not 未报 for January and
// February, but they are not met either.
func TestPeriodsBeforeEntry(t *testing.T) {
	r, date := rulesForTest(), schedule.MustDate
	keep := indicatorRow{Type: schedule.TypeKeep, Weight: 1, EnteredOn: date("2017-03-20")}
	on := func(asOf string) schedule.IndicatorResult {
		return r.Set.Indicator(r.facts(lineOf(keep), day{date(asOf), date("2017-12-31")}), date(asOf), nil)
	}
	if got := on("2017-04-05"); got.Lamp.Has(schedule.BadgeUnreported) || got.Share.Num != 0 || got.Plan.Num != 2 {
		t.Errorf("before the month of entry closes: %+v", got)
	}
	if got := on("2017-04-06"); got.Lamp.Has(schedule.BadgeUnreported) || got.Plan.Num != 3 {
		t.Errorf("after it closed: %s", got.Lamp.Reason)
	}
	if got := on("2017-04-11"); !got.Lamp.Has(schedule.BadgeUnreported) {
		t.Errorf("on the 4th working day: %s", got.Lamp.Reason)
	}
	ahead := day{date("2017-04-20"), date("2017-03-31")}
	if got := r.Set.Indicator(r.facts(lineOf(keep), ahead), ahead.asOf, nil); got.Lamp.Has(schedule.BadgeUnreported) || got.Plan.Num != 3 {
		t.Errorf("a projection assumes no 未报: %+v", got)
	}
}

// TestMonthAndMadeGood: which month a reading is for, and when it makes a missing one good.
func TestMonthAndMadeGood(t *testing.T) {
	r, month := rulesForTest(), schedule.MustMonth
	cum := indicatorRow{Type: schedule.TypeCum, TargetMilli: ptrTo(int64(10)), EnteredOn: schedule.MustDate("2017-01-05")}
	keep := indicatorRow{Type: schedule.TypeKeep, EnteredOn: cum.EnteredOn}
	read := func(i indicatorRow, months ...string) indicatorRow {
		for _, m := range months {
			i.PeriodResults = append(i.PeriodResults, PeriodResult{Month: month(m), Met: true, On: cum.EnteredOn})
			i.LastReportMonth = month(m)
		}
		return i
	}
	cases := map[string]struct {
		row        indicatorRow
		day, named string
		want       string
		madeGood   bool
	}{
		"CUM in time":                             {cum, "2017-02-03", "", "2017-01", false},
		"CUM late, in the days of grace":          {cum, "2017-02-08", "", "2017-01", false},
		"CUM late, 未报":                            {cum, "2017-02-10", "", "2017-01", true},
		"CUM every second month":                  {read(cum, "2017-01"), "2017-03-10", "", "2017-02", true},
		"CUM nothing is missing":                  {read(cum, "2017-02"), "2017-03-10", "", "2017-03", false},
		"CUM entered since":                       {indicatorRow{Type: cum.Type, TargetMilli: cum.TargetMilli, EnteredOn: schedule.MustDate("2017-03-01")}, "2017-03-10", "", "2017-03", false},
		"OPEN owes nothing":                       {indicatorRow{Type: schedule.TypeOpen}, "2017-03-10", "", "2017-03", false},
		"KEEP in time":                            {keep, "2017-02-03", "", "2017-01", false},
		"KEEP late, in the days of grace":         {read(keep, "2017-01"), "2017-03-08", "", "2017-02", false},
		"KEEP late, 未报":                           {read(keep, "2017-01"), "2017-03-09", "", "2017-02", true},
		"KEEP nothing is missing":                 {read(keep, "2017-01", "2017-02"), "2017-03-10", "", "2017-03", false},
		"KEEP an earlier period is named":         {read(keep, "2017-02"), "2017-03-10", "2017-01", "2017-01", true},
		"KEEP a period read before is named":      {read(keep, "2017-01", "2017-02"), "2017-03-10", "2017-01", "2017-01", false},
		"KEEP the running period beside a gap":    {read(keep, "2017-02"), "2017-03-10", "2017-03", "2017-03", false},
		"KEEP entered since":                      {indicatorRow{Type: keep.Type, EnteredOn: schedule.MustDate("2017-03-01")}, "2017-03-10", "", "2017-03", false},
		"KEEP a period before the entry is named": {indicatorRow{Type: keep.Type, EnteredOn: schedule.MustDate("2017-03-01")}, "2017-03-10", "2017-01", "2017-01", false},
		"SERVICE last agreed month is missing": {indicatorRow{Type: schedule.TypeService, Periods: list[schedule.Month]{month("2017-02"), month("2017-11")}},
			"2017-05-20", "", "2017-02", true},
	}
	for name, c := range cases {
		sub := Submission{Met: ptrTo(true)}
		if c.named != "" {
			sub.Month = month(c.named)
		}
		after, madeGood := r.submit(lineOf(c.row), sub, schedule.MustDate(c.day))
		if after.PendingMonth.String() != c.want || madeGood != c.madeGood || !after.MadeGoodMonth.IsZero() != c.madeGood {
			t.Errorf("%s: for %s, made good %v (%s); want %s, %v", name, after.PendingMonth, madeGood, after.MadeGoodMonth, c.want, c.madeGood)
		}
	}
}

// TestOwedWhileWaitingAndReturned: a reading that waits stops 未报, one that was sent back is sent again for its month.
func TestOwedWhileWaitingAndReturned(t *testing.T) {
	r, month, date := rulesForTest(), schedule.MustMonth, schedule.MustDate
	for _, kind := range []schedule.IndicatorType{schedule.TypeCum, schedule.TypeKeep} {
		row := indicatorRow{Type: kind, TargetMilli: ptrTo(int64(10)), EnteredOn: date("2017-01-05")}
		badge := func(i indicatorRow, on string) bool {
			d := day{date(on), date(on)}
			return r.lamp(lineOf(i), d).Has(schedule.BadgeUnreported)
		}
		sub := Submission{Met: ptrTo(true)}
		january, _ := r.submit(lineOf(row), sub, date("2017-02-03"))
		if badge(january, "2017-02-13") || badge(january, "2017-03-20") {
			t.Errorf("%s: 未报 while the reading for January waits", kind)
		}
		read := Reading{Month: month("2017-01"), Met: ptrTo(true), ValueMilli: ptrTo(int64(1)), RecordedOn: date("2017-02-03")}
		if decided := january.confirm(read, date("2017-03-20")); !badge(decided, "2017-03-20") {
			t.Errorf("%s: February is owed once January is decided", kind)
		}
		back := january.sendBack(read)
		if badge(back, "2017-02-20") {
			t.Errorf("%s: 未报 although it was sent", kind)
		}
		again, madeGood := r.submit(lineOf(back), sub, date("2017-02-20"))
		if again.PendingMonth != read.Month || madeGood || !again.ReturnedMonth.IsZero() {
			t.Errorf("%s: sent again for %s, made good %v", kind, again.PendingMonth, madeGood)
		}
		taken := r.takeBack(again, Decision{Reading: read, Earlier: &Reading{Month: read.Month, Returned: true}})
		if taken.ReturnedMonth != read.Month || taken.LastReportMonth != read.Month {
			t.Errorf("%s: taken back %+v", kind, taken)
		}
	}
	full := indicatorRow{Type: schedule.TypeCum, TargetMilli: ptrTo(int64(10)), ValueMilli: ptrTo(int64(10)), FullOn: date("2017-02-06")}
	if d := (day{date("2017-04-20"), date("2017-04-20")}); r.lamp(lineOf(full), d).Has(schedule.BadgeUnreported) {
		t.Error("未报 while a confirmed 100 % waits for the reviewer")
	}
}

func TestPeriodStaysOpenUnderReview(t *testing.T) {
	r, date := rulesForTest(), schedule.MustDate
	keep := indicatorRow{Type: schedule.TypeKeep, PendingMonth: schedule.MustMonth("2017-03"), PendingOn: date("2017-04-05")}
	closed := func(i indicatorRow) schedule.Date { return r.periods(lineOf(i))[2].ClosedOn }
	if got := closed(keep); got.String() != "2017-04-13" { // the 6th working day after Wednesday the 5th
		t.Errorf("in time and under review: closes %s", got)
	}
	keep.PendingOn = date("2017-04-06")
	if got := closed(keep); got.String() != "2017-04-06" {
		t.Errorf("late: closes %s", got)
	}
	if n := len(r.periods(lineOf(indicatorRow{Type: schedule.TypeService}))); n != 0 {
		t.Errorf("a service without agreed months has no periods, got %d", n)
	}
}

func TestRateIsComparedExactly(t *testing.T) {
	i := indicatorRow{Type: schedule.TypeRate, Unit: "%", TargetMilli: ptrTo(int64(66_667)),
		NumeratorMilli: ptrTo(int64(2)), DenominatorMilli: ptrTo(int64(3)), ValueMilli: ptrTo(int64(66_666))}
	if i.rate().Met() {
		t.Error("2/3 is below 66.667 %")
	}
	i.TargetMilli = ptrTo(int64(66_666))
	if !i.rate().Met() {
		t.Error("2/3 is above 66.666 %")
	}
	i.NumeratorMilli, i.DenominatorMilli, i.StartMilli = nil, nil, ptrTo(int64(50_000))
	if f := i.rate(); !f.Met() || f.Start == nil {
		t.Error("a figure without its parts is compared as it is")
	}
	for _, c := range []struct {
		numerator, denominator int64
		unit                   string
		want                   int64
	}{{1, 3, "%", 33_333}, {1, 1, "‰", 1_000_000}, {5, 2, "人/万", 2500}, {1, 0, "%", 0}, {maxMilli, 1, "%", maxMilli}} {
		if got := rateMilli(c.numerator, c.denominator, c.unit); got != c.want {
			t.Errorf("%d/%d in %s is %d, want %d", c.numerator, c.denominator, c.unit, got, c.want)
		}
	}
}

func TestSubmissionFaults(t *testing.T) {
	april := schedule.MustMonth("2017-04")
	cum := indicatorRow{Type: schedule.TypeCum, TargetMilli: ptrTo(int64(10)), ValueMilli: ptrTo(int64(6))}
	rate := indicatorRow{Type: schedule.TypeRate, Unit: "%", TargetMilli: ptrTo(int64(98_000))}
	keep := indicatorRow{Type: schedule.TypeKeep, Comparator: AtMost, TargetMilli: ptrTo(int64(0))}
	service := indicatorRow{Type: schedule.TypeService, Periods: list[schedule.Month]{schedule.MustMonth("2017-03")}}
	v := func(n int64) *int64 { return &n }
	yes, no := ptrTo(true), ptrTo(false)
	cases := map[string]struct {
		row  indicatorRow
		sub  Submission
		want []fault
	}{
		"over target":            {cum, Submission{ValueMilli: v(20), Note: "x"}, nil},
		"below the last figure":  {cum, Submission{ValueMilli: v(5), Note: "更正"}, nil},
		"no change":              {cum, Submission{NoChange: true}, nil},
		"no change, same figure": {cum, Submission{NoChange: true, ValueMilli: v(6)}, nil},
		"no change, other":       {cum, Submission{NoChange: true, ValueMilli: v(7)}, []fault{{"valueMilli", "no_change_value"}}},
		"no change and claim":    {cum, Submission{NoChange: true, Claim: true}, []fault{{"noChange", "no_change_claim"}, {"claim", "claim_below_target"}}},
		"claim":                  {cum, Submission{ValueMilli: v(10), Claim: true, Note: "x"}, nil},
		"everything wrong": {cum, Submission{ValueMilli: v(-1), Met: yes, NumeratorMilli: v(1), DenominatorMilli: v(1), Month: april},
			[]fault{{"note", "note_required"}, {"numeratorMilli", "not_for_type"}, {"denominatorMilli", "not_for_type"},
				{"met", "not_for_type"}, {"month", "not_for_type"}, {"valueMilli", "negative"}}},
		"too large":            {cum, Submission{ValueMilli: v(maxMilli + 1), Note: "x"}, []fault{{"valueMilli", "out_of_range"}}},
		"rate":                 {rate, Submission{NumeratorMilli: v(99), DenominatorMilli: v(100), Note: "x"}, nil},
		"rate that agrees":     {rate, Submission{NumeratorMilli: v(99), DenominatorMilli: v(100), ValueMilli: v(99_000), Note: "x"}, nil},
		"rate that differs":    {rate, Submission{NumeratorMilli: v(99), DenominatorMilli: v(100), ValueMilli: v(99_001), Note: "x"}, []fault{{"valueMilli", "rate_differs"}}},
		"rate of nothing":      {rate, Submission{NumeratorMilli: v(0), DenominatorMilli: v(0), Note: "x"}, []fault{{"denominatorMilli", "denominator_positive"}}},
		"no rate":              {rate, Submission{Note: "x"}, []fault{{"numeratorMilli", "rate_required"}}},
		"kept":                 {keep, Submission{Met: yes, ValueMilli: v(0), Note: "x"}, nil},
		"kept and not":         {keep, Submission{Met: yes, ValueMilli: v(2000), Note: "x"}, []fault{{"met", "met_differs"}}},
		"breach":               {keep, Submission{Met: no, ValueMilli: v(2000), Note: "x"}, nil},
		"no change says it":    {keep, Submission{NoChange: true}, []fault{{"met", "met_required"}}},
		"next month":           {keep, Submission{Met: yes, Note: "x", Month: april.Next()}, []fault{{"month", "month_in_future"}}},
		"month not agreed":     {service, Submission{Met: yes, Note: "x"}, []fault{{"month", "month_not_agreed"}}},
		"month agreed":         {service, Submission{Met: yes, Note: "x", Month: april.Prev()}, nil},
		"a note where nothing": {indicatorRow{Type: schedule.TypeOpen}, Submission{Note: "方案已报批"}, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := c.sub.faultsFor(lineOf(c.row), c.sub.month(april), april); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// TestEveryCodeHasWords: a code without its own sentence would be shown as the
// general one.
func TestEveryCodeHasWords(t *testing.T) {
	general := faultText("")
	for code, words := range readingFaults() {
		if words.zh == "" || words.en == "" || faultText(code) == general {
			t.Errorf("%s has no words", code)
		}
	}
	for _, code := range []refusal{codeAtMilestone, codeNoTarget, codeFinished, codePending, codeFrozen, codeClaimed} {
		if refusalText(code) == refusalText("") {
			t.Errorf("%s has no words", code)
		}
	}
}

func TestConfirmAndReturn(t *testing.T) {
	on := schedule.MustDate("2017-06-20")
	waiting := indicatorRow{Type: schedule.TypeCum, TargetMilli: ptrTo(int64(10)), PendingOn: on, PendingMonth: on.MonthOf(), ClaimedOn: on}
	full := waiting.confirm(Reading{ValueMilli: ptrTo(int64(10)), Month: on.MonthOf(), RecordedOn: on}, on)
	if full.FullOn != on || full.Verified || !full.PendingOn.IsZero() || !full.ClaimedOn.IsZero() {
		t.Errorf("100 %% without a claim: %+v", full)
	}
	if lower := full.confirm(Reading{ValueMilli: ptrTo(int64(9))}, on); !lower.FullOn.IsZero() {
		t.Error("a corrected figure is no claim any more")
	}
	if back := full.sendBack(Reading{}); back.FullOn != on {
		t.Error("returning a report that claimed nothing leaves the confirmed 100 % waiting")
	}
	back := full.sendBack(Reading{Claim: true})
	if !back.FullOn.IsZero() {
		t.Error("a returned claim is none")
	}
	if again := back.confirm(Reading{NoChange: true}, on); !again.FullOn.IsZero() {
		t.Error("无变化 brought back a claim that was turned down")
	}
	if claim := back.confirm(Reading{Claim: true}, on); !claim.Verified {
		t.Error("an explicit claim still counts")
	}
	moved := back
	moved.TargetMilli = ptrTo(int64(9))
	if moved = moved.settleAfter(back, on); moved.FullOn != on {
		t.Error("another target is another claim")
	}
	short := waiting
	short.TargetMilli = ptrTo(int64(20))
	if got := short.confirm(Reading{Claim: true, ValueMilli: ptrTo(int64(15))}, on); got.Verified || !got.FullOn.IsZero() || *got.ValueMilli != 15 || !got.ClaimedOn.IsZero() {
		t.Errorf("a claim short of the target: %+v", got)
	}
	if err := waiting.editable(short); err != codeClaimed {
		t.Errorf("the target stays while a claim waits: %v", err)
	}
	if err := waiting.editable(waiting); err != nil {
		t.Errorf("words are edited while a claim waits: %v", err)
	}
	if open := (indicatorRow{Type: schedule.TypeOpen}).confirm(Reading{Note: "方案已报批"}, on); open.LastNote != "方案已报批" || open.ValueMilli != nil {
		t.Errorf("a word on what has no target: %+v", open)
	}
	raised := full
	raised.TargetMilli = ptrTo(int64(20))
	if got := raised.settleAfter(full, on); !got.FullOn.IsZero() {
		t.Error("a raised target is not reached")
	}
	if err := full.editable(raised); err != nil {
		t.Errorf("a plan is edited before the freeze: %v", err)
	}
	verified := full
	verified.Verified = true
	if err := verified.editable(raised); err != codeFinished {
		t.Errorf("the plan of what is verified stands: %v", err)
	}
	typed := full
	typed.Type = schedule.TypeRate
	if err := full.editable(typed); err != codeFrozen {
		t.Errorf("the type stays once there are readings: %v", err)
	}
}

func TestAskedMonth(t *testing.T) {
	month := schedule.MustMonth
	cases := map[string]struct {
		row   indicatorRow
		until string
		want  string
	}{
		"every month":               {indicatorRow{Type: schedule.TypeCum}, "2017-09", "2017-09"},
		"from the start":            {indicatorRow{Type: schedule.TypeRate, PlannedStart: month("2017-10")}, "2017-09", ""},
		"to the end of the year":    {indicatorRow{Type: schedule.TypeCum}, "2018-04", "2017-12"},
		"the periods of a service":  {indicatorRow{Type: schedule.TypeService, Periods: list[schedule.Month]{month("2017-03"), month("2017-06")}}, "2017-05", "2017-03"},
		"every month of a standard": {indicatorRow{Type: schedule.TypeKeep}, "2017-02", "2017-02"},
		"nothing without a target":  {indicatorRow{Type: schedule.TypeOpen}, "2017-09", ""},
	}
	for name, c := range cases {
		if got := lineOf(c.row).asked(month(c.until)); got.String() != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
