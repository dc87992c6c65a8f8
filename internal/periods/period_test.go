package periods

import (
	"slices"
	"strings"
	"testing"

	"guatu/internal/frozen"
	"guatu/internal/schedule"
)

// TestWhichMonthIsClosed reads like the rule: after its cut-off, in order, once, and not before anything was entered.
func TestWhichMonthIsClosed(t *testing.T) {
	m := schedule.MustMonth
	begun, going := edge{entered: m("2017-01")}, edge{last: m("2017-07"), hash: "h", entered: m("2017-01")}
	for _, c := range []struct {
		name  string
		edge  edge
		month string
		code  string
	}{
		{"the first one may be any that has passed", begun, "2017-05", ""},
		{"or the month of the plan", begun, "2017-01", ""},
		{"not one before it", begun, "2016-12", "period_empty"},
		{"nothing entered", edge{}, "2017-05", "period_empty"},
		{"the next one", going, "2017-08", ""},
		{"again", going, "2017-07", "period_closed"},
		{"an earlier one", going, "2017-03", "period_closed"},
		{"its cut-off has not passed", going, "2017-09", "period_running"},
		{"years ahead", going, "2018-09", "period_running"},
	} {
		err := c.edge.check(m(c.month), m("2017-08"), schedule.MustDate("2017-09-05"))
		if c.code == "" && err != nil || c.code != "" && (err == nil || !strings.Contains(err.Error(), c.code)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.code)
		}
	}
	behind := edge{last: m("2017-05"), entered: m("2017-01")}
	if err := behind.check(m("2017-07"), m("2017-08"), schedule.MustDate("2017-09-05")); err == nil || !strings.Contains(err.Error(), "period_order") {
		t.Errorf("a month was left out: %v", err)
	}
	for want, e := range map[string]edge{"2017-08": going, "2017-06": behind, "": {}, "2017-10": {entered: m("2017-10")}} {
		if got := e.next(m("2017-08")).String(); got != want {
			t.Errorf("next is %s, want %s", got, want)
		}
	}
	if got := begun.next(m("2017-08")).String(); got != "2017-08" {
		t.Errorf("the office begins with %s", got)
	}
}

// TestSealCoversEverything: whatever of a row or of the head is another one, the hash is another one; the order of arrival is not.
func TestSealCoversEverything(t *testing.T) {
	report, month := int64(7), schedule.MustMonth("2017-08")
	row := itemRow{Month: month, Kind: frozen.Milestone, ItemID: 1, ParentID: 2, Name: "开工", RowVersion: 3, Colour: schedule.Red, Rule: "M4", RuleSet: "r",
		Badges: "extended", ReasonZh: "逾期", ReasonEn: "late", Facts: "{}", ReportID: &report, Body: `{"a":1}`, English: "{}"}
	head := periodRow{Month: month, ClosedOn: schedule.MustDate("2017-09-12"), ClosedAt: 1, ClosedBy: 2, RuleSet: "r", RuleSetVersion: 1, LeftOpen: "{}", PreviousHash: "p"}
	other := row
	other.ItemID = 2
	seal := func(p periodRow, rows ...itemRow) string {
		var sums []itemDigest
		for _, r := range rows {
			sums = append(sums, r.digest())
		}
		return p.seal(sums)
	}
	good := seal(head, row, other)
	if len(good) != 64 || seal(head, other, row) != good {
		t.Fatalf("the seal %q depends on the order the rows come in", good)
	}
	seen := map[string]string{good: "the original"}
	note := func(what, hash string) {
		if was, twice := seen[hash]; twice {
			t.Errorf("%s has the hash of %s", what, was)
		}
		seen[hash] = what
	}
	for what, change := range map[string]func(*itemRow){
		"id": func(r *itemRow) { r.ItemID = 3 }, "kind": func(r *itemRow) { r.Kind = frozen.Project }, "parent": func(r *itemRow) { r.ParentID = 9 },
		"name": func(r *itemRow) { r.Name = "完工" }, "version": func(r *itemRow) { r.RowVersion = 4 }, "colour": func(r *itemRow) { r.Colour = schedule.Green },
		"rule": func(r *itemRow) { r.Rule = "M5" }, "rule set": func(r *itemRow) { r.RuleSet = "s" }, "badges": func(r *itemRow) { r.Badges = "" },
		"reason": func(r *itemRow) { r.ReasonZh = "" }, "english reason": func(r *itemRow) { r.ReasonEn = "" }, "facts": func(r *itemRow) { r.Facts = "[]" },
		"report": func(r *itemRow) { r.ReportID = nil }, "body": func(r *itemRow) { r.Body = `{"a":2}` }, "english": func(r *itemRow) { r.English = "[]" },
		"fields that move into each other": func(r *itemRow) { r.Rule, r.RuleSet = "M4r", "" },
	} {
		changed := row
		change(&changed)
		note(what, seal(head, changed, other))
	}
	for what, change := range map[string]func(*periodRow){
		"month": func(p *periodRow) { p.Month = month.Next() }, "day": func(p *periodRow) { p.ClosedOn = p.ClosedOn.AddDays(1) }, "instant": func(p *periodRow) { p.ClosedAt++ },
		"who": func(p *periodRow) { p.ClosedBy++ }, "rules": func(p *periodRow) { p.RuleSet = "s" }, "version of the rules": func(p *periodRow) { p.RuleSetVersion++ },
		"what was open": func(p *periodRow) { p.LeftOpen = "[]" }, "the month before": func(p *periodRow) { p.PreviousHash = "q" },
	} {
		changed := head
		change(&changed)
		note("head: "+what, seal(changed, row, other))
	}
	note("a row less", seal(head, row))
}

// TestCorrectionChain: each correction covers the one before.
func TestCorrectionChain(t *testing.T) {
	one := correctionRow{Month: schedule.MustMonth("2017-08"), Kind: frozen.Milestone, ItemID: 1, Field: "progressBp", Was: "1", Value: "2", Words: "复核", MadeOn: schedule.MustDate("2017-09-20")}
	two := one
	one.Hash = one.seal("period")
	two.Value = "3"
	two.Hash = two.seal(one.Hash)
	if !unbroken("period", nil) || !unbroken("period", []correctionRow{one, two}) {
		t.Error("as written, and said to be broken")
	}
	changed := one
	changed.Words = "改"
	for what, rows := range map[string][]correctionRow{"changed": {changed, two}, "one is gone": {two}, "out of order": {two, one}} {
		if unbroken("period", rows) {
			t.Errorf("not noticed: %s", what)
		}
	}
}

func TestFigures(t *testing.T) {
	body := `{"progressBp":4200,"reached":null,"forecast":"2017-10-01","valueMilli":9007199254740993,"investment":{"yearDoneYuan":5}}`
	for _, c := range []struct {
		kind  frozen.Kind
		field string
		want  string
		good  string
		bad   string
	}{
		{frozen.Milestone, "progressBp", "4200", "10000", "1.5"}, {frozen.Milestone, "reached", "", "2017-09-01", "2017-09-31"}, {frozen.Milestone, "forecast", "2017-10-01", "2018-01-31", "soon"},
		{frozen.Indicator, "valueMilli", "9007199254740993", "0", "viele"}, {frozen.Project, "yearDoneYuan", "5", "120000000", "1 亿"},
	} {
		for _, f := range figuresOf(c.kind) {
			if f.field != c.field {
				continue
			}
			if got, err := f.in(body); err != nil || got != c.want {
				t.Errorf("%s %s: %q %v, want %q", c.kind, c.field, got, err, c.want)
			}
			if !f.accepts(c.good, someDay) || f.accepts(c.bad, someDay) {
				t.Errorf("%s %s takes %q: %v, %q: %v", c.kind, c.field, c.good, f.accepts(c.good, someDay), c.bad, f.accepts(c.bad, someDay))
			}
		}
	}
	if figuresOf(frozen.Task) != nil || figuresOf(frozen.Board) != nil {
		t.Error("what is added up has no figure of its own")
	}
	if _, err := figuresOf(frozen.Project)[0].in("{"); err == nil {
		t.Error("a broken body is an error")
	}
}

// TestFigureAccepts: what can not be is no correction.
func TestFigureAccepts(t *testing.T) {
	for _, c := range []struct {
		kind   frozen.Kind
		field  string
		value  string
		accept bool
	}{
		{frozen.Milestone, "progressBp", "0", true},
		{frozen.Milestone, "progressBp", "10000", true},
		{frozen.Milestone, "progressBp", "10001", false},
		{frozen.Milestone, "progressBp", "-1", false},
		{frozen.Milestone, "progressBp", "+41", false},
		{frozen.Milestone, "progressBp", "041", false},
		{frozen.Milestone, "progressBp", "", false},
		{frozen.Milestone, "forecast", "2018-03-01", true},
		{frozen.Milestone, "forecast", "2017-02-30", false},
		{frozen.Milestone, "reached", "2017-09-30", true},
		{frozen.Milestone, "reached", "2017-10-01", false},
		{frozen.Indicator, "valueMilli", "-500", true},
		{frozen.Indicator, "valueMilli", "1.5", false},
		{frozen.Indicator, "numeratorMilli", "-1", false},
		{frozen.Indicator, "denominatorMilli", "0", false},
		{frozen.Project, "yearDoneYuan", "0", true},
		{frozen.Project, "yearDoneYuan", "-1", false},
		{frozen.Project, "yearDoneYuan", "1e9", false},
	} {
		figures := figuresOf(c.kind)
		n := slices.IndexFunc(figures, func(f figure) bool { return f.field == c.field })
		if n < 0 || figures[n].accepts(c.value, someDay) != c.accept {
			t.Errorf("%s %s = %q: accepted is not %v", c.kind, c.field, c.value, c.accept)
		}
	}
}

// someDay is today in these tests.
var someDay = schedule.MustDate("2017-09-30")
