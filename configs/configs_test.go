package configs_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"guatu/configs"
	"guatu/internal/platform/config"
	"guatu/internal/schedule"
)

func TestEveryRuleSetValidates(t *testing.T) {
	t.Parallel()
	names := configs.RuleSetNames()
	want := []string{"ouhai-2020", "sanya-2022", "tianjin-2022", "wuhan", "yinchuan-2025", "zhenan-default-1"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("rule sets (-want +got):\n%s", diff)
	}
	for _, name := range names {
		set, err := configs.RuleSet(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if set.Name != name || set.MilestoneRule == nil || set.CutoffDay == 0 {
			t.Errorf("%s is not complete: %+v", name, set)
		}
	}
}

// TestPresetNumbers holds the progress part of every preset against the rule text.
func TestPresetNumbers(t *testing.T) {
	t.Parallel()
	type row struct{ yellowFrom, redAbove, floor, yellowBelow, redBelow int }
	want := map[string]row{
		"zhenan-default-1": {1000, 3000, 2000, 8000, 6000},
		"yinchuan-2025":    {1000, 3000, 0, 0, 0},
		"wuhan":            {0, 0, 0, 8000, 6000},
		"sanya-2022":       {0, 0, 0, 10000, 5000},
		"tianjin-2022":     {0, 0, 0, 10000, 7000},
		"ouhai-2020":       {0, 0, 0, 10000, 10000},
	}
	for name, numbers := range want {
		set, err := configs.RuleSet(name)
		if err != nil {
			t.Fatal(err)
		}
		var got row
		if set.ProgressRule == nil {
			t.Errorf("%s has no progress part", name)
			continue
		}
		if b := set.ProgressRule.Points; b != nil {
			got.yellowFrom, got.redAbove = b.YellowFromBp, b.RedAboveBp
		}
		if b := set.ProgressRule.Ratio; b != nil {
			got.floor, got.yellowBelow, got.redBelow = b.FloorBp, b.YellowBelowBp, b.RedBelowBp
		}
		if got != numbers {
			t.Errorf("%s is %+v, want %+v", name, got, numbers)
		}
	}
}

func TestDefaultRuleSetIsTheDefaultInCode(t *testing.T) {
	t.Parallel()
	shipped, err := configs.RuleSet("zhenan-default-1")
	if err != nil {
		t.Fatal(err)
	}
	code := schedule.Default()
	code.Source, code.Version, code.EffectiveFrom = shipped.Source, shipped.Version, shipped.EffectiveFrom
	if diff := cmp.Diff(code, shipped, cmp.Comparer(func(a, b schedule.Date) bool { return a == b }), cmpopts.IgnoreUnexported(schedule.RuleSet{})); diff != "" {
		t.Errorf("file and code differ (-code +file):\n%s", diff)
	}
}

func TestUnknownRuleSetNamesTheKnown(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"nowhere", "", "../casbin/policy", "zhenan-default-1.yaml"} {
		if _, err := configs.RuleSet(name); err == nil || !strings.Contains(err.Error(), "zhenan-default-1") {
			t.Errorf("RuleSet(%q): %v, want an error that names the known sets", name, err)
		}
	}
}

func TestCalendar(t *testing.T) {
	t.Parallel()
	calendar, err := configs.Calendar()
	if err != nil {
		t.Fatal(err)
	}
	for day, work := range map[string]bool{
		"2017-09-29": true,  // a Friday
		"2017-09-30": true,  // a Saturday worked for the national holiday
		"2017-10-02": false, // a Monday off
		"2017-10-09": true,
		"2017-10-14": false, // a Saturday like any other
	} {
		if got := calendar.IsWorkday(schedule.MustDate(day)); got != work {
			t.Errorf("%s is a working day: %v, want %v", day, got, work)
		}
	}
	if !calendar.Covers(schedule.MustDate("2017-01-01")) || calendar.Covers(schedule.MustDate("2015-01-01")) {
		t.Error("the calendar must cover 2017 and not 2015")
	}
}

func TestPolicyAndDemoAreThere(t *testing.T) {
	t.Parallel()
	if !strings.Contains(configs.CasbinModel(), "[matchers]") || !strings.Contains(configs.CasbinPolicy(), "r:reporter") {
		t.Error("the rights model or policy is empty")
	}
	if files, err := fs.Glob(configs.Demo(), "*.yaml"); err != nil || len(files) == 0 {
		t.Errorf("demo files: %v, %v", files, err)
	}
}

// TestExampleConfig: the committed example is what the program writes.
func TestExampleConfig(t *testing.T) {
	t.Parallel()
	committed, err := os.ReadFile("guatu.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(config.Example()), string(committed)); diff != "" {
		t.Errorf("guatu.example.yaml is out of date, run make generate (-code +file):\n%s", diff)
	}
}
