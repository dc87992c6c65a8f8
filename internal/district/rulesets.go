package district

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"guatu/internal/auth"
	"guatu/internal/schedule"
)

// RuleSetText is a lamp rule set with its text and its thresholds in words.
type RuleSetText struct {
	Name          string        `json:"name"`
	Version       int           `json:"version"`
	Source        string        `json:"source" doc:"Where the rules were published."`
	Completed     string        `json:"completed" doc:"What the published text leaves open and was filled in; empty when nothing was."`
	EffectiveFrom schedule.Date `json:"effectiveFrom" format:"date" nullable:"true" doc:"As published; null when the source has no date."`
	InForce       bool          `json:"inForce"`
	Since         schedule.Date `json:"since" format:"date" nullable:"true" doc:"Business day it was put in force here; null when it is not in force or the configuration chose it."`
	Thresholds    []Threshold   `json:"thresholds" nullable:"false"`
	Text          string        `json:"text" doc:"The rule set as it was written, YAML or JSON."`
	ID            *int64        `json:"id" nullable:"true" doc:"Null for a set that comes with the program and was not stored; store its text to put it forward."`
}

// Threshold is one rule of a set in words, in the caller's language.
type Threshold struct {
	Rule string `json:"rule" doc:"Part of the rule set: progress, milestone, terminal, start, project, board, order, cutoff."`
	Text string `json:"text"`
}

// RuleSets are the rule sets of the program.
type RuleSets struct {
	Items      []RuleSetText `json:"items" nullable:"false" doc:"The one in force first."`
	ChangeNote string        `json:"changeNote" doc:"How another rule set can be put in force, in the caller's language."`
}

// RuleSets returns all rule sets, the one in force first. Everybody who is signed in may read them.
func (s *Service) RuleSets(ctx context.Context) (RuleSets, error) {
	if err := s.may(ctx, auth.PermRulesRead); err != nil {
		return RuleSets{}, err
	}
	items, err := s.ruleSets(ctx)
	return RuleSets{
		Items: items,
		ChangeNote: say(ctx, "换用规则会改变灯色，须由两人办理：督查室一人提出，另一人启用；过去的灯不变。",
			"Another rule set changes lamps, so it takes two people of the supervision office: one puts it forward, another adopts it. Lamps of the past stay."),
	}, err
}

// ruleSets are the stored sets, the newest first, and those that come with the program; the one in force stands first.
func (s *Service) ruleSets(ctx context.Context) ([]RuleSetText, error) {
	stored, err := s.storedSets(ctx)
	items := []RuleSetText{}
	for _, row := range stored {
		items = append(items, s.storedText(ctx, row))
	}
	for _, preset := range s.presets(ctx) {
		known := slices.ContainsFunc(stored, func(r ruleSetRow) bool { return r.Name == preset.Name && r.Version == preset.Version })
		if !known {
			items = append(items, preset)
		}
	}
	inForceFirst(items)
	return items, err
}

// presets are the sets that come with the program; the one in force stands first.
func (s *Service) presets(ctx context.Context) []RuleSetText {
	items := []RuleSetText{}
	for _, name := range slices.Sorted(maps.Keys(s.book.shipped)) {
		items = append(items, s.setText(ctx, s.book.shipped[name].Set, s.book.shipped[name].Text))
	}
	inForceFirst(items)
	return items
}

func inForceFirst(items []RuleSetText) {
	slices.SortStableFunc(items, func(a, b RuleSetText) int {
		switch {
		case a.InForce == b.InForce:
			return 0
		case a.InForce:
			return -1
		}
		return 1
	})
}

// thresholds says the numbers of a rule set in words.
func thresholds(ctx context.Context, set *schedule.RuleSet) []Threshold {
	var out []Threshold
	add := func(rule, zh, en string) {
		if zh != "" {
			out = append(out, Threshold{Rule: rule, Text: say(ctx, zh, en)})
		}
	}
	if p := set.ProgressRule; p != nil && p.Points != nil {
		zh, en := pointsWords(*p.Points)
		add("progress", zh, en)
	}
	if p := set.ProgressRule; p != nil && p.Ratio != nil {
		zh, en := ratioWords(*p.Ratio)
		add("progress", zh, en)
	}
	m, t := set.MilestoneRule, set.TerminalRule
	add("milestone", fmt.Sprintf("节点逾期 1 天起为黄灯；关键节点超过 %d 天、一般节点超过 %d 天为红灯；“力争”的节点最重为黄灯", m.RedAfterDaysKey, m.RedAfterDays),
		fmt.Sprintf("A node is yellow from the first day overdue; red after %d days for a key node, %d for an ordinary one; an aim is yellow at worst", m.RedAfterDaysKey, m.RedAfterDays))
	add("milestone", fmt.Sprintf("到期前 %d 天起为绿灯，到期前 %d 天内标“临期”", m.WindowDays, m.DueSoonDays),
		fmt.Sprintf("Green from %d days before the due day, marked as due soon from %d days before", m.WindowDays, m.DueSoonDays))
	add("milestone", fmt.Sprintf("申报完成后 %d 个工作日内审核，超过的标“审核超期”；停缓每 %d 天复核一次，没有复核的为黄灯", m.ReviewGraceWorkdays, m.SuspensionReviewDays),
		fmt.Sprintf("A claim is reviewed within %d working days, later it is marked; a suspension is reviewed every %d days, else it is yellow", m.ReviewGraceWorkdays, m.SuspensionReviewDays))
	add("terminal", fmt.Sprintf("到期没有完成为黄灯，超过 %d 天为红灯；年末没有完成为红灯，达到 %s%% 的为黄灯", t.RedAfterDays, percent(t.NearlyDoneBp)),
		fmt.Sprintf("Unfinished after its own due date: yellow, red after %d days; unfinished at the end of the year: red, yellow from %s %%", t.RedAfterDays, percent(t.NearlyDoneBp)))
	add("start", fmt.Sprintf("计划开工的月份过完没有开工为黄灯，到第 %d 个月过完为红灯", set.StartRule.RedAfterMonths),
		fmt.Sprintf("Not started when the planned month is over: yellow; red when month %d is over, the planned one being the first", set.StartRule.RedAfterMonths))
	add("project", fmt.Sprintf("关键节点红灯，或 %d 个一般节点红灯，或红灯节点的权重达到 %s%%，项目为红灯", set.ProjectRule.RedOrdinary, percent(set.ProjectRule.RedWeightBp)),
		fmt.Sprintf("A project is red with a red key node, %d red ordinary ones, or red ones of %s %% of the weight", set.ProjectRule.RedOrdinary, percent(set.ProjectRule.RedWeightBp)))
	add("board", fmt.Sprintf("比序时快 %s 个百分点以上为“超序时”", percent(set.BoardRule.AheadBp)),
		fmt.Sprintf("Ahead of schedule from %s percentage points on", percent(set.BoardRule.AheadBp)))
	add("order", fmt.Sprintf("督办单到期前 %d 天内标“临期”，逾期超过 %d 天为红灯", set.OrderRule.DueSoonDays, set.OrderRule.RedAfterDays),
		fmt.Sprintf("An order is due soon from %d days before and red after more than %d days overdue", set.OrderRule.DueSoonDays, set.OrderRule.RedAfterDays))
	add("cutoff", fmt.Sprintf("每月 %d 日前报上个月的进展", set.CutoffDay), fmt.Sprintf("A month is reported up to day %d of the next one", set.CutoffDay))
	return out
}

func pointsWords(p schedule.PointsRule) (zh, en string) {
	return fmt.Sprintf("落后序时 %s 个百分点起为黄灯，超过 %s 个百分点为红灯", percent(p.YellowFromBp), percent(p.RedAboveBp)),
		fmt.Sprintf("Yellow from %s percentage points behind the plan, red above %s", percent(p.YellowFromBp), percent(p.RedAboveBp))
}

func ratioWords(r schedule.RatioRule) (zh, en string) {
	if r.FloorBp > 0 {
		zh, en = fmt.Sprintf("计划达到 %s%% 以后，", percent(r.FloorBp)), fmt.Sprintf("Once the plan has reached %s %%: ", percent(r.FloorBp))
	}
	if r.RedBelowBp == r.YellowBelowBp {
		return zh + fmt.Sprintf("实际不到计划的 %s%% 为红灯", percent(r.RedBelowBp)), en + fmt.Sprintf("red below %s %% of the plan", percent(r.RedBelowBp))
	}
	return zh + fmt.Sprintf("实际不到计划的 %s%% 为黄灯，不到 %s%% 为红灯", percent(r.YellowBelowBp), percent(r.RedBelowBp)),
		en + fmt.Sprintf("yellow below %s %% of the plan, red below %s %%", percent(r.YellowBelowBp), percent(r.RedBelowBp))
}

// percent writes basis points as a percentage without trailing zeros.
func percent(bp int) string { return strconv.FormatFloat(float64(bp)/100, 'f', -1, 64) }
