package schedule

import "encoding/json"

// RuleSet is a published set of lamp rules as data (rules.md 6). Days are
// civil days unless the name says workdays; …Bp are basis points.
//
// An absent Progress part or branch is off. Any other absent part is that of
// zhenan-default-1: decoding fills it in, also field by field inside a part,
// and Complete does the same for a set built by hand.
type RuleSet struct {
	Name          string `json:"name" yaml:"name"`
	Version       int    `json:"version" yaml:"version"`
	Source        string `json:"source,omitempty" yaml:"source,omitempty"`
	EffectiveFrom Date   `json:"effectiveFrom,omitzero" yaml:"effectiveFrom,omitempty"`
	EffectiveTo   Date   `json:"effectiveTo,omitzero" yaml:"effectiveTo,omitempty"`
	// Completed says what the published text leaves open and we filled in.
	Completed string `json:"completed,omitempty" yaml:"completed,omitempty"`

	ProgressRule  *ProgressRule  `json:"progress,omitempty" yaml:"progress,omitempty"`
	MilestoneRule *MilestoneRule `json:"milestone,omitempty" yaml:"milestone,omitempty"`
	TerminalRule  *TerminalRule  `json:"terminal,omitempty" yaml:"terminal,omitempty"`
	StartRule     *StartRule     `json:"start,omitempty" yaml:"start,omitempty"`
	ProjectRule   *ProjectRule   `json:"project,omitempty" yaml:"project,omitempty"`
	BoardRule     *BoardRule     `json:"board,omitempty" yaml:"board,omitempty"`
	OrderRule     *OrderRule     `json:"order,omitempty" yaml:"order,omitempty"`
	ChangeRule    *ChangeRule    `json:"change,omitempty" yaml:"change,omitempty"`
	PhysicalRule  *PhysicalRule  `json:"physical,omitempty" yaml:"physical,omitempty"`
	RepeatRule    *RepeatRule    `json:"repeat,omitempty" yaml:"repeat,omitempty"`
	StockRule     *StockRule     `json:"stock,omitempty" yaml:"stock,omitempty"`
	MoneyRule     *MoneyRule     `json:"moneyVsWorks,omitempty" yaml:"moneyVsWorks,omitempty"`
	StatEntryRule *StatEntryRule `json:"statEntry,omitempty" yaml:"statEntry,omitempty"`
	RecoveryRule  *RecoveryRule  `json:"recovery,omitempty" yaml:"recovery,omitempty"`
	// CutoffDay is the day of the next month up to which a month is reported,
	// 1…28; 0 means absent.
	CutoffDay int `json:"cutoffDay,omitempty" yaml:"cutoffDay,omitempty"`

	line *timeline // what it is a part of, see Timeline
}

// ProgressRule is P2. A nil branch is off.
type ProgressRule struct {
	Points *PointsRule `json:"points,omitempty" yaml:"points,omitempty"`
	Ratio  *RatioRule  `json:"ratio,omitempty" yaml:"ratio,omitempty"`
}

// PointsRule judges the gap plan − actual: yellow from (≥), red above (>).
type PointsRule struct {
	YellowFromBp int `json:"yellowFromBp" yaml:"yellowFromBp"`
	RedAboveBp   int `json:"redAboveBp" yaml:"redAboveBp"`
}

// RatioRule judges actual ÷ plan once the plan has reached the floor (≥):
// yellow and red below (<).
type RatioRule struct {
	FloorBp       int `json:"floorBp" yaml:"floorBp"`
	YellowBelowBp int `json:"yellowBelowBp" yaml:"yellowBelowBp"`
	RedBelowBp    int `json:"redBelowBp" yaml:"redBelowBp"`
}

// MilestoneRule holds the numbers of M0–M9 and of their badges.
type MilestoneRule struct {
	DueSoonDays          int `json:"dueSoonDays" yaml:"dueSoonDays"`
	RedAfterDaysKey      int `json:"redAfterDaysKey" yaml:"redAfterDaysKey"`
	RedAfterDays         int `json:"redAfterDays" yaml:"redAfterDays"`
	WindowDays           int `json:"windowDays" yaml:"windowDays"`
	ReviewGraceWorkdays  int `json:"reviewGraceWorkdays" yaml:"reviewGraceWorkdays"`
	SuspensionReviewDays int `json:"suspensionReviewDays" yaml:"suspensionReviewDays"`
}

// TerminalRule holds the numbers of T1 (days after the own due date) and T2
// (share from which the year's end is only yellow).
type TerminalRule struct {
	RedAfterDays int `json:"redAfterDays" yaml:"redAfterDays"`
	NearlyDoneBp int `json:"nearlyDoneBp" yaml:"nearlyDoneBp"`
}

// StartRule is P1: red when this many months are over, the planned start month
// being the first.
type StartRule struct {
	RedAfterMonths int `json:"redAfterMonths" yaml:"redAfterMonths"`
}

// ProjectRule is P3: how many ordinary red milestones, or which share of the
// weight, make the project red.
type ProjectRule struct {
	RedOrdinary int `json:"redOrdinary" yaml:"redOrdinary"`
	RedWeightBp int `json:"redWeightBp" yaml:"redWeightBp"`
}

// BoardRule says from which lead over the plan a task counts as 超序时.
type BoardRule struct {
	AheadBp int `json:"aheadBp" yaml:"aheadBp"`
}

// OrderRule holds the days of a supervision order.
type OrderRule struct {
	DueSoonDays  int `json:"dueSoonDays" yaml:"dueSoonDays"`
	RedAfterDays int `json:"redAfterDays" yaml:"redAfterDays"`
}

// ChangeRule holds the numbers of a change of a date: how many working days
// before A it must be applied for, and up to which cumulative slip against B,
// in civil days, the head of the unit or the leader in charge decides.
type ChangeRule struct {
	NoticeWorkdays int `json:"noticeWorkdays" yaml:"noticeWorkdays"`
	HeadSlipDays   int `json:"headSlipDays" yaml:"headSlipDays"`
	LeaderSlipDays int `json:"leaderSlipDays" yaml:"leaderSlipDays"`
}

// Default returns a fresh copy of zhenan-default-1.
func Default() *RuleSet {
	rs := defaultParts()
	rs.Name = "zhenan-default-1"
	rs.Version = 1
	rs.Source = "浙南产业集聚区红黄绿灯规则（本系统默认）"
	rs.EffectiveFrom = MustDate("2017-01-01")
	rs.ProgressRule = &ProgressRule{
		Points: &PointsRule{YellowFromBp: 1000, RedAboveBp: 3000},
		Ratio:  &RatioRule{FloorBp: 2000, YellowBelowBp: 8000, RedBelowBp: 6000},
	}
	return rs
}

// defaultParts holds what an absent part stands for; progress is not among
// them, because an absent progress part is off.
func defaultParts() *RuleSet {
	return &RuleSet{
		MilestoneRule: &MilestoneRule{
			DueSoonDays: 15, RedAfterDaysKey: 15, RedAfterDays: 30,
			WindowDays: 90, ReviewGraceWorkdays: 5, SuspensionReviewDays: 90,
		},
		TerminalRule: &TerminalRule{RedAfterDays: 30, NearlyDoneBp: 9500},
		StartRule:    &StartRule{RedAfterMonths: 3},
		ProjectRule:  &ProjectRule{RedOrdinary: 2, RedWeightBp: 3000},
		BoardRule:    &BoardRule{AheadBp: 500},
		OrderRule:    &OrderRule{DueSoonDays: 3, RedAfterDays: 7},
		ChangeRule:   &ChangeRule{NoticeWorkdays: 5, HeadSlipDays: 15, LeaderSlipDays: 60},

		PhysicalRule:  &PhysicalRule{YellowSteps: 1, RedSteps: 2},
		RepeatRule:    &RepeatRule{YellowPeriods: 2, GapReducedBp: 500, MarkPeriods: 3},
		StockRule:     &StockRule{YellowAfterMissed: 2},
		MoneyRule:     &MoneyRule{YellowAboveBp: 2000},
		StatEntryRule: &StatEntryRule{YellowAfterMonths: 1, RedAfterMonths: 2},
		RecoveryRule:  &RecoveryRule{GreenPeriods: 1},
		CutoffDay:     5,
	}
}

// Complete returns the set with every absent part filled from the default
// (progress stays as it is: absent is off). A nil set is the default set. The
// receiver is not changed; a complete set is returned as it is.
func (rs *RuleSet) Complete() *RuleSet {
	switch {
	case rs == nil:
		return Default()
	case rs.isComplete():
		return rs
	}
	out, parts := *rs, defaultParts()
	out.MilestoneRule = orElse(rs.MilestoneRule, parts.MilestoneRule)
	out.TerminalRule = orElse(rs.TerminalRule, parts.TerminalRule)
	out.StartRule = orElse(rs.StartRule, parts.StartRule)
	out.ProjectRule = orElse(rs.ProjectRule, parts.ProjectRule)
	out.BoardRule = orElse(rs.BoardRule, parts.BoardRule)
	out.OrderRule = orElse(rs.OrderRule, parts.OrderRule)
	out.ChangeRule = orElse(rs.ChangeRule, parts.ChangeRule)
	out.fillHistory(parts)
	if rs.CutoffDay == 0 {
		out.CutoffDay = parts.CutoffDay
	}
	return &out
}

func (rs *RuleSet) isComplete() bool {
	return rs.MilestoneRule != nil && rs.TerminalRule != nil && rs.StartRule != nil &&
		rs.ProjectRule != nil && rs.BoardRule != nil && rs.OrderRule != nil && rs.ChangeRule != nil && rs.hasHistory() && rs.CutoffDay != 0
}

func orElse[T any](part, standard *T) *T {
	if part != nil {
		return part
	}
	return standard
}

// UnmarshalJSON decodes over the default parts, so that what the document does
// not mention keeps its default instead of becoming zero.
func (rs *RuleSet) UnmarshalJSON(b []byte) error {
	return rs.decode(func(into any) error { return json.Unmarshal(b, into) })
}

// UnmarshalYAML does the same for YAML libraries that offer the decoding
// function form; the package itself parses no YAML.
func (rs *RuleSet) UnmarshalYAML(unmarshal func(any) error) error {
	return rs.decode(unmarshal)
}

func (rs *RuleSet) decode(unmarshal func(any) error) error {
	type plain RuleSet // without methods, else decoding would call itself
	p := plain(*defaultParts())
	if err := unmarshal(&p); err != nil {
		return err
	}
	*rs = RuleSet(p)
	return nil
}
