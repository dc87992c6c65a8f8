package schedule

import (
	"encoding/json"
	"strings"
	"testing"
)

// building has reached a stage of the ladder of a building: 前期手续 10 · 开工 20 · 基础完工 35 · 主体结顶 60 · 装修完成 80 · 竣工 95 · 投入使用 100.
func building(reached string) PhysicalFacts {
	f := PhysicalFacts{Ladder: StandardLadders()[0].Stages, Reached: reached}
	if reached != "" {
		f.ReachedOn = day("03-01")
	}
	return f
}

// stage is a milestone that stands for a stage.
func stage(name string, f MilestoneFacts) ProjectMilestone {
	return ProjectMilestone{Name: name, Facts: f, Stage: name}
}

// ruleOf is the lamp of one rule of a project.
func ruleOf(r ProjectResult, rule string) Lamp {
	for _, l := range r.Rules {
		if l.Rule == rule {
			return l
		}
	}
	return Lamp{}
}

func TestPhysicalStage(t *testing.T) {
	t.Parallel()
	topped, verified := due("07-01"), due("07-01").with(func(f facts) { f.Reached, f.Verified = day("06-30"), true })
	for _, c := range []struct {
		name   string
		works  PhysicalFacts
		node   ProjectMilestone
		colour Colour // "": P4 keeps silent
	}{
		{"the stage due is reached", building("主体结顶"), stage("主体结顶", topped), ""},
		{"one stage behind", building("基础完工"), stage("主体结顶", topped), Yellow},
		{"two stages behind", building("开工"), stage("主体结顶", topped), Red},
		{"two behind an aim", building("开工"), stage("主体结顶", topped.with(func(f facts) { f.Firmness = Aim })), Yellow},
		{"not due yet", building("开工"), stage("主体结顶", due("07-06")), ""},
		{"verified is reached, whatever was reported", building("开工"), stage("主体结顶", verified), ""},
		{"claimed in time: the reviewer's days are not the works'", building("开工"), stage("主体结顶", topped.with(func(f facts) { f.Claimed = day("06-30") })), ""},
		{"claimed too late", building("开工"), stage("主体结顶", topped.with(func(f facts) { f.Claimed = day("07-04") })), Red},
		{"suspended", building("开工"), stage("主体结顶", topped.with(func(f facts) { f.Suspended = day("06-01") })), ""},
		{"nothing reported", building(""), stage("主体结顶", topped), ""},
		{"no ladder", PhysicalFacts{Reached: "开工", ReachedOn: day("03-01")}, stage("主体结顶", topped), ""},
		{"a milestone that is no stage", building("开工"), stage("挂牌", topped), ""},
	} {
		got := Default().Project(ProjectFacts{Physical: c.works, Milestones: []ProjectMilestone{c.node, stage("绿化", due("07-20"))}}, day("07-06"), nil)
		if l := ruleOf(got, RuleP4); l.Colour != c.colour {
			t.Errorf("%s: %q, want %q: %s", c.name, l.Colour, c.colour, l.Reason)
		}
	}
	got := ruleOf(Default().Project(ProjectFacts{Physical: building("开工"), Milestones: []ProjectMilestone{stage("主体结顶", topped)}}, day("07-06"), nil), RuleP4)
	if got.Reason != "形象进度到「开工」，按计划应到「主体结顶」，落后 2 个阶段。" {
		t.Error(got.Reason)
	}
	checkLamp(t, "P4", got)
}

func TestMoneyVersusWorks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		works PhysicalFacts
		money MoneyFacts
		doubt bool
	}{
		{"20 points apart are allowed", building("基础完工"), MoneyFacts{1000, 550}, false},
		{"more are a doubt", building("基础完工"), MoneyFacts{1000, 551}, true},
		{"more works than money are none", building("主体结顶"), MoneyFacts{1000, 100}, false},
		{"over 100 % of the money counts as 100", building("装修完成"), MoneyFacts{1000, 5000}, false},
		{"the total is not known", building("基础完工"), MoneyFacts{0, 900}, false},
		{"no stage is known", building(""), MoneyFacts{1000, 900}, false},
	} {
		l := ruleOf(Default().Project(ProjectFacts{Physical: c.works, Money: c.money}, day("07-06"), nil), RuleP7)
		if want := map[bool]Colour{true: Yellow}[c.doubt]; l.Colour != want {
			t.Errorf("%s: %q, want %q", c.name, l.Colour, want)
		}
		if c.doubt && !strings.HasPrefix(l.Reason, "数据存疑：累计投资已达总投资的 55.1%，形象进度「基础完工」折合 35%") {
			t.Error(l.Reason)
		}
	}
}

func TestStockTaking(t *testing.T) {
	t.Parallel()
	for missed, want := range map[int]Colour{0: "", 1: "", 2: Yellow, 5: Yellow} {
		if l := ruleOf(Default().Project(ProjectFacts{MissedPeriods: missed}, day("07-06"), nil), RuleP6); l.Colour != want {
			t.Errorf("%d missed: %q, want %q", missed, l.Colour, want)
		}
	}
	red := Default().Project(ProjectFacts{MissedPeriods: 3, Investment: invested(10)}, day("07-06"), nil)
	if red.Lamp.Colour != Red || red.Lamp.Rule != RuleP2 || !strings.Contains(red.Lamp.Reason, "已连续 3 期未报。") {
		t.Errorf("P6 made red %s by %s: %s", red.Lamp.Colour, red.Lamp.Rule, red.Lamp.Reason)
	}
}

func TestStatEntry(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		f      StatEntryFacts
		start  string
		asOf   string
		colour Colour
	}{
		{"within the month", StatEntryFacts{Asked: true}, "03-10", "04-10", ""},
		{"a month later", StatEntryFacts{Asked: true}, "03-10", "04-11", Yellow},
		{"two months later", StatEntryFacts{Asked: true}, "03-10", "05-10", Yellow},
		{"more than two", StatEntryFacts{Asked: true}, "03-10", "05-11", Red},
		{"from 31 January February ends on the 28th", StatEntryFacts{Asked: true}, "01-31", "03-01", Yellow},
		{"entered", StatEntryFacts{true, day("05-11")}, "03-10", "05-11", ""},
		{"entered later", StatEntryFacts{true, day("05-12")}, "03-10", "05-11", Red},
		{"nobody asks", StatEntryFacts{}, "03-10", "05-11", ""},
		{"not started", StatEntryFacts{Asked: true}, "06-10", "05-11", ""},
	} {
		l := ruleOf(Default().Project(ProjectFacts{StatEntry: c.f, Started: day(c.start)}, day(c.asOf), nil), RuleP8)
		if l.Colour != c.colour {
			t.Errorf("%s: %q, want %q", c.name, l.Colour, c.colour)
		}
	}
}

// A rule whose fact is missing says so where it would have spoken.
func TestSilentRules(t *testing.T) {
	t.Parallel()
	f := ProjectFacts{Physical: building(""), Money: MoneyFacts{TotalYuan: 100}, Investment: curve(10), StatEntry: StatEntryFacts{Asked: true}}
	raw, err := json.Marshal(Default().Project(f, day("02-05"), nil).Lamp.Inputs["silent"])
	want := `{"P4":"no stage of the works is reported","P5":"too few months were read","P7":"no stage of the works is reported","P8":"the day the work started is not known"}`
	if err != nil || string(raw) != want {
		t.Errorf("%v\ngot  %s\nwant %s", err, raw, want)
	}
	if in := Default().Project(ProjectFacts{}, day("02-05"), nil).Lamp.Inputs; in["silent"] != nil {
		t.Errorf("nothing was asked for: %v", in)
	}
}

// "Why" lists P4 to P8 also where they keep silent, with what is missing.
func TestExplainSilentWorks(t *testing.T) {
	t.Parallel()
	words := func(f ProjectFacts) map[string]string {
		out := map[string]string{}
		for _, r := range Default().ExplainProject(f, day("02-05"), nil).Rules {
			out[r.Rule] = r.Text
		}
		return out
	}
	nothing, some := words(ProjectFacts{}), words(ProjectFacts{Physical: building("开工"), MissedPeriods: 1, StatEntry: StatEntryFacts{Asked: true}, Investment: curve(10, 20)})
	for rule, want := range map[string][2]string{
		RuleP4: {"没有选定形象进度的阶段表。", "还没有报过形象进度。"},
		RuleP5: {"已核定的月份还不够比较。", "已核定的月份还不够比较。"},
		RuleP6: {"没有连续未报的填报期。", "未报的月份还没有连续到预警的期数。"},
		RuleP7: {"没有选定形象进度的阶段表。", "还没有报过形象进度。"},
		RuleP8: {"不要求入库，或已入库、未到期限。", "没有开工日期，不计入库期限。"},
	} {
		if nothing[rule] != want[0] || some[rule] != want[1] { // the stage was confirmed on 1 March: on 5 February it is not known
			t.Errorf("%s: %q and %q, want %q", rule, nothing[rule], some[rule], want)
		}
	}
}
