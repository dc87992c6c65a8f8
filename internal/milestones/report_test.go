package milestones

import (
	"errors"
	"slices"
	"testing"

	"guatu/internal/nodefacts"
	"guatu/internal/schedule"
)

func testRules(today string) Rules {
	return Rules{Set: schedule.Default(), Today: schedule.MustDate(today)}
}

func num(n int) *int { return &n }

// TestSubmissionFaults: each mistake alone, by field and code.
func TestSubmissionFaults(t *testing.T) {
	today := schedule.MustDate("2017-06-10")
	m := MilestoneRow{ProgressBp: num(4000)}
	long := string(slices.Repeat([]rune("字"), maxNote+1))
	cases := map[string]struct {
		s    Submission
		want []Fault
	}{
		"a word":                        {Submission{Note: "桩基完成"}, nil},
		"no word":                       {Submission{ProgressBp: num(5000)}, []Fault{{"note", "note_required"}}},
		"blanks are no word":            {Submission{Note: " 　\t"}, []Fault{{"note", "note_required"}}},
		"no change needs no word":       {Submission{NoChange: true}, nil},
		"no change, same progress":      {Submission{NoChange: true, ProgressBp: num(4000)}, nil},
		"no change, other progress":     {Submission{NoChange: true, ProgressBp: num(4001)}, []Fault{{"progressBp", "no_change_progress"}}},
		"no change moves no forecast":   {Submission{NoChange: true, Forecast: today}, []Fault{{"forecast", "no_change_forecast"}}},
		"no change is no claim":         {Submission{NoChange: true, Claim: true}, []Fault{{"noChange", "no_change_claim"}}},
		"progress 0":                    {Submission{Note: "x", ProgressBp: num(0)}, nil},
		"progress whole":                {Submission{Note: "x", ProgressBp: num(10000)}, nil},
		"progress above":                {Submission{Note: "x", ProgressBp: num(10001)}, []Fault{{"progressBp", "progress_range"}}},
		"progress below":                {Submission{Note: "x", ProgressBp: num(-1)}, []Fault{{"progressBp", "progress_range"}}},
		"less than before is corrected": {Submission{Note: "更正", ProgressBp: num(3000)}, nil},
		"claim":                         {Submission{Note: "完成", Claim: true}, nil},
		"claim of a part":               {Submission{Note: "x", Claim: true, ProgressBp: num(9999)}, []Fault{{"progressBp", "claim_needs_whole"}}},
		"claim with forecast":           {Submission{Note: "x", Claim: true, Forecast: today}, []Fault{{"forecast", "claim_without_forecast"}}},
		"forecast today":                {Submission{Note: "x", Forecast: today}, nil},
		"forecast yesterday":            {Submission{Note: "x", Forecast: today.AddDays(-1)}, []Fault{{"forecast", "forecast_past"}}},
		"a long word":                   {Submission{Note: long}, []Fault{{"note", "note_too_long"}}},
	}
	for name, c := range cases {
		if got := c.s.faultsFor(m, today); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestReportable: what nobody reports on any more.
func TestReportable(t *testing.T) {
	d := schedule.MustDate("2017-05-01")
	cases := map[string]struct {
		m    MilestoneRow
		code string
	}{
		"open":                     {MilestoneRow{Columns: nodefacts.Columns{Approved: d}}, ""},
		"undated":                  {MilestoneRow{}, ""},
		"claimed":                  {MilestoneRow{Columns: nodefacts.Columns{Approved: d, ClaimedOn: d}}, ""},
		"done":                     {MilestoneRow{Columns: nodefacts.Columns{Approved: d, Reached: d, Verified: true}}, CodeFinished},
		"verified without a day":   {MilestoneRow{Columns: nodefacts.Columns{Approved: d, Verified: true}}, ""},
		"suspended":                {MilestoneRow{Columns: nodefacts.Columns{Approved: d, SuspendedOn: d}}, CodeSuspended},
		"done, once suspended too": {MilestoneRow{Columns: nodefacts.Columns{Reached: d, Verified: true, SuspendedOn: d}}, CodeFinished},
	}
	for name, c := range cases {
		var refusal *Refusal
		if err := c.m.reportable(); err != nil && !errors.As(err, &refusal) || (refusal == nil) != (c.code == "") || refusal != nil && refusal.Code != c.code {
			t.Errorf("%s: %v, want %q", name, refusal, c.code)
		}
	}
}

// TestDecidable: two levels, two people, one decision. The author is 1, the head 2, the office 3; "self" is a report of the
// head, whose first level is its author.
func TestDecidable(t *testing.T) {
	report := func(state State, approver int64) ReportRow {
		r := ReportRow{State: state, AuthorID: 1}
		if approver != 0 {
			r.ApprovedBy = &approver
		}
		return r
	}
	waits, seen, self := report(Submitted, 0), report(Approved, 2), report(Approved, 1)
	for _, c := range []struct {
		name    string
		report  ReportRow
		outcome Outcome
		by      int64
		want    string
	}{
		{"the head approves", waits, OutcomeApproved, 2, ""},
		{"the author does not", waits, OutcomeApproved, 1, CodeOwnReport},
		{"the head returns", waits, OutcomeReturned, 2, ""},
		{"the author does not return", waits, OutcomeReturned, 1, CodeOwnReport},
		{"the author withdraws", waits, OutcomeWithdrawn, 1, ""},
		{"the office does not skip the unit", waits, OutcomeConfirmed, 3, CodeUnitFirst},
		{"not approved twice", seen, OutcomeApproved, 2, CodeAtOffice},
		{"the office confirms", seen, OutcomeConfirmed, 3, ""},
		{"the office returns", seen, OutcomeReturned, 3, ""},
		{"the head is not the office too", seen, OutcomeConfirmed, 2, CodeBothSteps},
		{"nor is the author", seen, OutcomeConfirmed, 1, CodeOwnReport},
		{"no withdrawal after the head", seen, OutcomeWithdrawn, 1, CodeAtOffice},
		{"self: withdrawn, nobody else has looked", self, OutcomeWithdrawn, 1, ""},
		{"self: not confirmed by its author", self, OutcomeConfirmed, 1, CodeOwnReport},
		{"self: confirmed by the office", self, OutcomeConfirmed, 3, ""},
	} {
		wantRefusal(t, c.name, c.report.decidable(c.outcome, c.by), c.want)
	}
	for _, state := range []State{Confirmed, Returned, Withdrawn} {
		for _, outcome := range []Outcome{OutcomeApproved, OutcomeConfirmed, OutcomeReturned, OutcomeWithdrawn} {
			for by := int64(1); by <= 3; by++ {
				wantRefusal(t, string(state)+" is closed", report(state, 2).decidable(outcome, by), CodeDecided)
			}
		}
	}
}

func wantRefusal(t *testing.T, name string, err error, want string) {
	t.Helper()
	var refusal *Refusal
	if errors.As(err, &refusal); (refusal == nil && want != "") || refusal != nil && refusal.Code != want {
		t.Errorf("%s: %v, want %q", name, err, want)
	}
}

// TestSubmitMonthAndMadeGood: which month a report is for, and when it makes a missing one good.
func TestSubmitMonthAndMadeGood(t *testing.T) {
	cases := []struct {
		today, last    string // last month reported before
		month, madeGod string
	}{
		{"2017-06-05", "2017-04", "2017-05", ""},        // the cut-off of May has not passed
		{"2017-06-06", "2017-05", "2017-06", ""},        // it has
		{"2017-06-08", "2017-04", "2017-05", ""},        // May is late, but 未报 shows from working day 4
		{"2017-06-09", "2017-04", "2017-05", "2017-05"}, // working days 6, 7, 8, 9 June
		{"2017-06-09", "2017-05", "2017-06", ""},
		{"2017-06-09", "2017-03", "2017-05", "2017-05"}, // one report makes good one month
		{"2017-06-09", "", "2017-05", "2017-05"},
		{"2017-01-05", "2016-11", "2016-12", ""}, // over the year
	}
	for _, c := range cases {
		r := testRules(c.today)
		m := MilestoneRow{Columns: nodefacts.Columns{Approved: schedule.MustDate("2017-06-30"), PlannedStart: schedule.MustDate("2016-01-01")}}
		if c.last != "" {
			m.LastReportMonth = schedule.MustMonth(c.last)
		}
		after := m.submit(Submission{Note: "x"}, r)
		if after.LastReportMonth.String() != c.month || after.MadeGoodMonth.String() != c.madeGod {
			t.Errorf("on %s after %q: month %s, made good %q; want %s, %q", c.today, c.last,
				after.LastReportMonth, after.MadeGoodMonth, c.month, c.madeGod)
		}
		if after.unreportedOn(r) {
			t.Errorf("on %s: still 未报 after a report", c.today)
		}
	}
}

// TestEverySecondMonthIsNotEnough: who reports on the 10th of every second month misses a month each time.
func TestEverySecondMonthIsNotEnough(t *testing.T) {
	m := MilestoneRow{Columns: nodefacts.Columns{Approved: schedule.MustDate("2017-12-31"), PlannedStart: schedule.MustDate("2017-01-01")}}
	for _, day := range []string{"2017-03-10", "2017-05-11", "2017-07-11", "2017-09-11"} {
		r := testRules(day)
		if !m.unreportedOn(r) {
			t.Errorf("on %s: no 未报", day)
		}
		m = m.submit(Submission{Note: "x"}, r)
		if closed := r.closedMonth(r.Today); m.LastReportMonth != closed || m.MadeGoodMonth != closed || m.unreportedOn(r) {
			t.Errorf("on %s: for %s, made good %q", day, m.LastReportMonth, m.MadeGoodMonth)
		}
		m = m.confirm(ReportRow{RecordedOn: r.Today}, r.Today, r.Set)
	}
}

// TestSentAgain: a report that was sent back is sent again for its month, not for the one now running.
func TestSentAgain(t *testing.T) {
	r := testRules("2017-06-05")
	m := MilestoneRow{Columns: nodefacts.Columns{Approved: schedule.MustDate("2017-12-31"), PlannedStart: schedule.MustDate("2017-01-01"),
		LastReportMonth: schedule.MustMonth("2017-04")}}
	may := ReportRow{Month: schedule.MustMonth("2017-05"), RecordedOn: r.Today, State: Returned}
	sent := m.submit(Submission{Note: "x"}, r)
	back := sent.sendBack(may, schedule.MustDate("2017-06-08"), r.Set)
	r.Today = schedule.MustDate("2017-06-12")
	again := back.submit(Submission{Note: "y"}, r)
	if sent.LastReportMonth != may.Month || again.LastReportMonth != may.Month || !again.ReturnedMonth.IsZero() || !again.MadeGoodMonth.IsZero() {
		t.Errorf("sent %s, again %s", sent.LastReportMonth, again.LastReportMonth)
	}
	if taken := again.takeBack(ReportRow{}, trailOf([]ReportRow{may}, r), r.Set); taken.ReturnedMonth != may.Month || !taken.PendingOn.IsZero() {
		t.Errorf("taken back: %+v", taken)
	}
	next := again.confirm(ReportRow{}, r.Today, r.Set).submit(Submission{Note: "z"}, r)
	if next.LastReportMonth.String() != "2017-06" {
		t.Errorf("the next one is for %s", next.LastReportMonth)
	}
}

// TestUndecidedReportStopsUnreported: the unit may not send another while one waits; once it is decided, the month is owed.
func TestUndecidedReportStopsUnreported(t *testing.T) {
	r := testRules("2017-05-03")
	m := MilestoneRow{Columns: nodefacts.Columns{Approved: schedule.MustDate("2017-12-31"), PlannedStart: schedule.MustDate("2017-01-01")}}
	waiting := m.submit(Submission{Note: "x"}, r) // April
	r.Today = schedule.MustDate("2017-06-12")
	if waiting.unreportedOn(r) {
		t.Error("未报 for May while the report for April waits")
	}
	if decided := waiting.confirm(ReportRow{}, r.Today, r.Set); !decided.unreportedOn(r) || decided.reportMonthOn(r) != "2017-05" {
		t.Error("decided: May is owed")
	}
}

func (m MilestoneRow) reportMonthOn(r Rules) string { return r.reportMonth(m).String() }

func (m MilestoneRow) unreportedOn(r Rules) bool { return r.unreported(m, r.Today) }

// TestDecisionsOnFigures: what each outcome does to the milestone.
func TestDecisionsOnFigures(t *testing.T) {
	set, due := schedule.Default(), schedule.MustDate("2017-06-30")
	claimDay, today := schedule.MustDate("2017-07-10"), schedule.MustDate("2017-07-20")
	base := MilestoneRow{Columns: nodefacts.Columns{Approved: due, Baseline: due, Forecast: schedule.MustDate("2017-08-01")}, ProgressBp: num(3000), LastNote: "旧"}
	part := ReportRow{ProgressBp: num(5000), Note: "新", RecordedOn: claimDay, Forecast: schedule.MustDate("2017-07-31")}
	claim := ReportRow{ProgressBp: num(10000), Note: "完成", RecordedOn: claimDay, Claim: true}
	claimed := base
	claimed.ClaimedOn = claimDay

	got := base.confirm(part, today, set)
	if *got.ProgressBp != 5000 || got.LastNote != "新" || got.Forecast != part.Forecast || got.ProgressOn != claimDay || got.Done() {
		t.Errorf("confirmed: %+v", got)
	}
	if *base.ProgressBp != 3000 {
		t.Error("confirm changed the state it came from")
	}
	got = base.confirm(ReportRow{NoChange: true, RecordedOn: claimDay}, today, set)
	if *got.ProgressBp != 3000 || got.LastNote != "旧" || got.ProgressOn != claimDay || got.Forecast != base.Forecast {
		t.Errorf("无变化 confirmed: %+v", got)
	}
	got = claimed.confirm(claim, today, set)
	if !got.Done() || got.Reached != claimDay || got.VerifiedOn != today || !got.ClaimedOn.IsZero() || got.Open || *got.ProgressBp != 10000 {
		t.Errorf("claim confirmed: %+v", got)
	}
	got = claimed.sendBack(claim, today, set)
	if len(got.Returned) != 1 || got.Returned[0] != (schedule.ReturnedClaim{Claimed: claimDay, Returned: today}) ||
		!got.ClaimedOn.IsZero() || got.ClockDue != due.AddDays(10) || *got.ProgressBp != 3000 || !got.Open {
		t.Errorf("claim returned: %+v", got)
	}
	if again := base.sendBack(part, today, set); len(again.Returned) != 0 || *again.ProgressBp != 3000 {
		t.Errorf("part returned: %+v", again)
	}
	got = claimed.takeBack(claim, trail{month: schedule.MustMonth("2017-05"), noChange: 2}, set)
	if !got.ClaimedOn.IsZero() || len(got.Returned) != 0 || got.ClockDue != due || got.LastReportMonth.String() != "2017-05" || got.NoChangeCount != 2 {
		t.Errorf("claim withdrawn: %+v", got)
	}
}

// TestTrail: what the earlier reports amount to once the last is withdrawn.
func TestTrail(t *testing.T) {
	r := testRules("2017-07-01")
	report := func(month, on string, noChange, madeGood bool) ReportRow {
		return ReportRow{Month: schedule.MustMonth(month), RecordedOn: schedule.MustDate(on), NoChange: noChange, MadeGood: madeGood}
	}
	cases := map[string]struct {
		earlier []ReportRow
		want    trail
	}{
		"none": {nil, trail{}},
		"one":  {[]ReportRow{report("2017-05", "2017-06-01", false, false)}, trail{month: schedule.MustMonth("2017-05")}},
		"two in a row, then one with a word": {[]ReportRow{report("2017-06", "2017-06-20", true, false),
			report("2017-05", "2017-06-01", true, false), report("2017-04", "2017-05-01", false, false)},
			trail{month: schedule.MustMonth("2017-06"), noChange: 2}},
		"weekly: sent back, made good the week before": {[]ReportRow{
			{Month: schedule.MustMonth("2017-06"), State: Returned, PeriodTo: schedule.MustDate("2017-06-11")},
			{Month: schedule.MustMonth("2017-06"), State: Confirmed, PeriodTo: schedule.MustDate("2017-06-04"), MadeGood: true}},
			trail{month: schedule.MustMonth("2017-06"), returned: schedule.MustMonth("2017-06"), periodTo: schedule.MustDate("2017-06-11"),
				returnedTo: schedule.MustDate("2017-06-11"), madeGoodTo: schedule.MustDate("2017-06-04")}},
		"sent back": {[]ReportRow{{Month: schedule.MustMonth("2017-06"), State: Returned}},
			trail{month: schedule.MustMonth("2017-06"), returned: schedule.MustMonth("2017-06")}},
		"made good": {[]ReportRow{report("2017-05", "2017-06-12", false, true)},
			trail{month: schedule.MustMonth("2017-05"), madeGood: schedule.MustMonth("2017-05"), madeGoodOn: schedule.MustDate("2017-06-12")}},
		"made good by an earlier one, sent again": {[]ReportRow{report("2017-05", "2017-06-14", false, false), report("2017-05", "2017-06-12", false, true)},
			trail{month: schedule.MustMonth("2017-05"), madeGood: schedule.MustMonth("2017-05"), madeGoodOn: schedule.MustDate("2017-06-12")}},
		"made good by an earlier one, the next month reported since": {[]ReportRow{report("2017-06", "2017-06-20", false, false), report("2017-05", "2017-06-12", false, true)},
			trail{month: schedule.MustMonth("2017-06"), madeGood: schedule.MustMonth("2017-05"), madeGoodOn: schedule.MustDate("2017-06-12")}},
	}
	for name, c := range cases {
		if len(c.earlier) > 0 {
			c.want.on = c.earlier[0].RecordedOn
		}
		if got := trailOf(c.earlier, r); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
