package schedule

import (
	"errors"
	"fmt"
	"strings"
)

const wholeBp = 10_000

// Validate reports every fault of the set in one error. Absent parts are not
// faults (see Complete).
func (rs *RuleSet) Validate() error {
	var all []error
	for _, fault := range rs.Faults() {
		all = append(all, fault)
	}
	return errors.Join(all...)
}

// Faults are all faults of the set, each with the key it is about.
func (rs *RuleSet) Faults() []RuleSetFault {
	var v faults
	if rs.Name == "" {
		v.add("name", "is required")
	}
	v.atLeast("version", rs.Version, 1)
	if !rs.EffectiveTo.IsZero() && rs.EffectiveTo.Before(rs.EffectiveFrom) {
		v.add("effectiveTo", "is before effectiveFrom")
	}
	full := rs.Complete()
	v.progress(full.ProgressRule)
	v.milestone(full.MilestoneRule)
	v.atLeast("terminal.redAfterDays", full.TerminalRule.RedAfterDays, 0)
	v.share("terminal.nearlyDoneBp", full.TerminalRule.NearlyDoneBp)
	v.atLeast("start.redAfterMonths", full.StartRule.RedAfterMonths, 1)
	v.atLeast("project.redOrdinary", full.ProjectRule.RedOrdinary, 1)
	v.share("project.redWeightBp", full.ProjectRule.RedWeightBp)
	v.atLeast("project.redWeightBp", full.ProjectRule.RedWeightBp, 1)
	v.share("board.aheadBp", full.BoardRule.AheadBp)
	v.atLeast("order.dueSoonDays", full.OrderRule.DueSoonDays, 0)
	v.atLeast("order.redAfterDays", full.OrderRule.RedAfterDays, 0)
	v.atLeast("change.noticeWorkdays", full.ChangeRule.NoticeWorkdays, 0)
	v.atLeast("change.headSlipDays", full.ChangeRule.HeadSlipDays, 0)
	v.atLeast("change.leaderSlipDays", full.ChangeRule.LeaderSlipDays, full.ChangeRule.HeadSlipDays)
	v.history(full)
	if full.CutoffDay < 1 || full.CutoffDay > 28 {
		// every month has a 28th; a later day would mean another day each month
		v.add("cutoffDay", "must be 1 to 28")
	}
	return v
}

// RuleSetFault is one fault of a rule set.
type RuleSetFault struct {
	// Field is the key, as progress.points.redAboveBp.
	Field string
	what  string
}

// Error names the key and the fault.
func (f RuleSetFault) Error() string { return f.Field + ": " + f.what }

// Words is what is wrong, in both languages, without the key.
func (f RuleSetFault) Words() (zh, en string) {
	en = f.what + "."
	switch {
	case f.what == "is required":
		return "必须填写。", en
	case f.what == "must be 0 to 10000 basis points":
		return "应为 0 到 10000（万分比）。", en
	case strings.HasPrefix(f.what, "must be at least "):
		return "不能小于 " + strings.TrimPrefix(f.what, "must be at least ") + "。", en
	case strings.HasPrefix(f.what, "must be "):
		return "应为 " + strings.ReplaceAll(strings.TrimPrefix(f.what, "must be "), " to ", " 到 ") + "。", en
	case strings.HasPrefix(f.what, "is below "):
		return "小于 " + strings.TrimPrefix(f.what, "is below ") + "，两项互相矛盾。", en
	case strings.HasPrefix(f.what, "is above "):
		return "大于 " + strings.TrimPrefix(f.what, "is above ") + "，两项互相矛盾。", en
	case strings.HasPrefix(f.what, "is before "):
		return "早于 " + strings.TrimPrefix(f.what, "is before ") + "，两项互相矛盾。", en
	}
	return f.what + "。", en
}

type faults []RuleSetFault

func (v *faults) add(field, what string) {
	*v = append(*v, RuleSetFault{field, what})
}

func (v *faults) atLeast(field string, got, least int) {
	if got < least {
		v.add(field, fmt.Sprintf("must be at least %d", least))
	}
}

func (v *faults) share(field string, bp int) {
	if bp < 0 || bp > wholeBp {
		v.add(field, "must be 0 to 10000 basis points")
	}
}

func (v *faults) progress(p *ProgressRule) {
	if p == nil {
		return
	}
	if b := p.Points; b != nil {
		v.share("progress.points.yellowFromBp", b.YellowFromBp)
		v.share("progress.points.redAboveBp", b.RedAboveBp)
		if b.RedAboveBp < b.YellowFromBp {
			v.add("progress.points.redAboveBp", "is below yellowFromBp")
		}
	}
	if b := p.Ratio; b != nil {
		v.share("progress.ratio.floorBp", b.FloorBp)
		v.share("progress.ratio.yellowBelowBp", b.YellowBelowBp)
		v.share("progress.ratio.redBelowBp", b.RedBelowBp)
		if b.RedBelowBp > b.YellowBelowBp {
			v.add("progress.ratio.redBelowBp", "is above yellowBelowBp")
		}
	}
}

func (v *faults) milestone(m *MilestoneRule) {
	v.atLeast("milestone.dueSoonDays", m.DueSoonDays, 0)
	v.atLeast("milestone.redAfterDaysKey", m.RedAfterDaysKey, 0)
	v.atLeast("milestone.redAfterDays", m.RedAfterDays, 0)
	if m.RedAfterDaysKey > m.RedAfterDays {
		v.add("milestone.redAfterDaysKey", "is above redAfterDays") // a key milestone would be judged more mildly
	}
	v.atLeast("milestone.windowDays", m.WindowDays, 0)
	v.atLeast("milestone.reviewGraceWorkdays", m.ReviewGraceWorkdays, 0)
	v.atLeast("milestone.suspensionReviewDays", m.SuspensionReviewDays, 0)
}
