package schedule

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func preset(t testing.TB, name string) *RuleSet {
	t.Helper()
	var rs RuleSet
	readYAML(t, filepath.Join("../../configs/rulesets", name+".yaml"), &rs)
	if err := rs.Validate(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return &rs
}

var presetNames = []string{"zhenan-default-1", "yinchuan-2025", "wuhan", "sanya-2022", "tianjin-2022", "ouhai-2020"}

func TestDefaultIsItsFile(t *testing.T) {
	t.Parallel()
	file, code := preset(t, "zhenan-default-1"), Default()
	if !reflect.DeepEqual(file, code) {
		a, _ := json.Marshal(file)
		b, _ := json.Marshal(code)
		t.Errorf("file %s\ncode %s", a, b)
	}
}

func TestPresets(t *testing.T) {
	t.Parallel()
	for _, name := range presetNames {
		rs := preset(t, name)
		if rs.Name != name || rs.Source == "" {
			t.Errorf("%s calls itself %q, source %q", name, rs.Name, rs.Source)
		}
		if !rs.isComplete() || *rs.MilestoneRule != *Default().MilestoneRule {
			t.Errorf("%s: absent parts are not those of the default", name)
		}
	}
	if preset(t, "yinchuan-2025").Completed == "" {
		t.Error("yinchuan-2025 does not say what was completed")
	}
}

// The grid: plan 10…100 % in steps of 5, actual 0…plan in steps of 5, for
// every preset. testdata/grid.txt was written by another program.
func TestPresetGrid(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/grid.txt")
	if err != nil {
		t.Fatal(err)
	}
	var rs *RuleSet
	pairs := map[string]int{}
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		var plan int
		var row string
		switch n, _ := fmt.Sscanf(line, "%d %s", &plan, &row); {
		case strings.HasPrefix(line, "#"):
		case n != 2:
			rs = preset(t, line)
		default:
			pairs[rs.Name] += len(row)
			checkGridRow(t, rs, plan, row)
		}
	}
	for _, name := range presetNames {
		if pairs[name] != 228 {
			t.Errorf("%s: %d pairs, want 228", name, pairs[name])
		}
	}
}

func checkGridRow(t *testing.T, rs *RuleSet, plan int, row string) {
	t.Helper()
	for i, letter := range row {
		want := map[rune]Colour{'g': Green, 'y': Yellow, 'r': Red}[letter]
		f := ProgressFacts{Plan: Bp(int64(plan) * 100), Actual: Bp(int64(i) * 500)}
		if got := rs.Progress(f, MustDate("2017-06-30"), nil); got.Colour != want || got.Rule != RuleP2 {
			t.Errorf("%s: plan %d %%, actual %d %%: %s by %s, want %s", rs.Name, plan, 5*i, got.Colour, got.Rule, want)
		}
	}
}

func TestCompleteFillsAbsentParts(t *testing.T) {
	t.Parallel()
	own := &RuleSet{Name: "own", OrderRule: &OrderRule{DueSoonDays: 1, RedAfterDays: 2}}
	full := own.Complete()
	if full.ProgressRule != nil || full.OrderRule != own.OrderRule || full.CutoffDay != 5 || *full.TerminalRule != *Default().TerminalRule {
		t.Errorf("completed to %+v", full)
	}
	if own.MilestoneRule != nil {
		t.Error("the receiver was changed")
	}
	if full.Complete() != full {
		t.Error("a complete set was copied")
	}
	if (*RuleSet)(nil).Complete().Name != "zhenan-default-1" {
		t.Error("no set is not the default set")
	}
}

func TestRuleSetJSON(t *testing.T) {
	t.Parallel()
	var rs RuleSet
	text := `{"name":"own","version":2,"progress":{"ratio":{"floorBp":0,"yellowBelowBp":9000,"redBelowBp":5000}},"milestone":{"windowDays":60},"cutoffDay":8}`
	if err := json.Unmarshal([]byte(text), &rs); err != nil {
		t.Fatal(err)
	}
	if rs.ProgressRule.Points != nil || rs.MilestoneRule.WindowDays != 60 || rs.MilestoneRule.RedAfterDays != 30 || rs.CutoffDay != 8 {
		t.Errorf("decoded to %+v %+v", rs, rs.MilestoneRule)
	}
	if err := json.Unmarshal([]byte(`{"version":"two"}`), &rs); err == nil {
		t.Error("a wrong type was accepted")
	}
	out, err := json.Marshal(Default())
	want := `{"name":"zhenan-default-1","version":1,"source":"浙南产业集聚区红黄绿灯规则（本系统默认）","effectiveFrom":"2017-01-01",` +
		`"progress":{"points":{"yellowFromBp":1000,"redAboveBp":3000},"ratio":{"floorBp":2000,"yellowBelowBp":8000,"redBelowBp":6000}},` +
		`"milestone":{"dueSoonDays":15,"redAfterDaysKey":15,"redAfterDays":30,"windowDays":90,"reviewGraceWorkdays":5,"suspensionReviewDays":90},` +
		`"terminal":{"redAfterDays":30,"nearlyDoneBp":9500},"start":{"redAfterMonths":3},"project":{"redOrdinary":2,"redWeightBp":3000},` +
		`"board":{"aheadBp":500},"order":{"dueSoonDays":3,"redAfterDays":7},"change":{"noticeWorkdays":5,"headSlipDays":15,"leaderSlipDays":60},` +
		`"physical":{"yellowSteps":1,"redSteps":2},"repeat":{"yellowPeriods":2,"gapReducedBp":500,"markPeriods":3},"stock":{"yellowAfterMissed":2},` +
		`"moneyVsWorks":{"yellowAboveBp":2000},"statEntry":{"yellowAfterMonths":1,"redAfterMonths":2},"recovery":{"greenPeriods":1},"cutoffDay":5}`
	if err != nil || string(out) != want {
		t.Errorf("%v\ngot  %s\nwant %s", err, out, want)
	}
}

func TestValidateListsEveryFault(t *testing.T) {
	t.Parallel()
	bad := Default()
	bad.Name, bad.Version, bad.CutoffDay = "", 0, 29
	bad.EffectiveTo = MustDate("2016-12-31")
	bad.ProgressRule.Points = &PointsRule{YellowFromBp: 20000, RedAboveBp: -1}
	bad.ProgressRule.Ratio = &RatioRule{FloorBp: -1, YellowBelowBp: 6000, RedBelowBp: 8000}
	bad.MilestoneRule = &MilestoneRule{-1, -1, -1, -1, -1, -1}
	bad.TerminalRule = &TerminalRule{-1, 10001}
	bad.StartRule.RedAfterMonths, bad.ProjectRule.RedOrdinary, bad.ProjectRule.RedWeightBp = 0, 0, 0
	bad.BoardRule.AheadBp, bad.OrderRule = -1, &OrderRule{-1, -1}
	bad.PhysicalRule, bad.RepeatRule, bad.StockRule = &PhysicalRule{-1, -2}, &RepeatRule{1, -1, -1}, &StockRule{-1}
	bad.MoneyRule, bad.StatEntryRule, bad.RecoveryRule = &MoneyRule{-1}, &StatEntryRule{3, 2}, &RecoveryRule{-1}
	err := bad.Validate()
	if err == nil {
		t.Fatal("accepted")
	}
	for _, field := range []string{"name", "version", "effectiveTo", "progress.points.yellowFromBp", "progress.points.redAboveBp",
		"progress.ratio.floorBp", "progress.ratio.redBelowBp", "milestone.dueSoonDays", "milestone.redAfterDaysKey",
		"milestone.redAfterDays", "milestone.windowDays", "milestone.reviewGraceWorkdays", "milestone.suspensionReviewDays",
		"terminal.redAfterDays", "terminal.nearlyDoneBp", "start.redAfterMonths", "project.redOrdinary", "project.redWeightBp",
		"board.aheadBp", "order.dueSoonDays", "order.redAfterDays", "cutoffDay",
		"physical.yellowSteps", "physical.redSteps", "repeat.yellowPeriods", "repeat.gapReducedBp", "repeat.markPeriods", "stock.yellowAfterMissed",
		"moneyVsWorks.yellowAboveBp", "statEntry.redAfterMonths", "recovery.greenPeriods"} {
		if !strings.Contains(err.Error(), field+": ") {
			t.Errorf("%q is missing in\n%v", field, err)
		}
	}
	empty := &RuleSet{Name: "progress off", Version: 1}
	if err := empty.Validate(); err != nil {
		t.Errorf("absent parts are no fault: %v", err)
	}
	empty.ProgressRule = &ProgressRule{}
	if err := empty.Validate(); err != nil {
		t.Errorf("absent branches are no fault: %v", err)
	}
}
