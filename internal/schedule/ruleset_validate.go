package schedule

import (
	"errors"
	"fmt"
)

const wholeBp = 10_000

// Validate reports every fault of the set in one error. Absent parts are not
// faults (see Complete).
func (rs *RuleSet) Validate() error {
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
	return errors.Join(v...)
}

type faults []error

func (v *faults) add(field, what string) {
	*v = append(*v, fmt.Errorf("%s: %s", field, what))
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
	v.atLeast("milestone.windowDays", m.WindowDays, 0)
	v.atLeast("milestone.reviewGraceWorkdays", m.ReviewGraceWorkdays, 0)
	v.atLeast("milestone.suspensionReviewDays", m.SuspensionReviewDays, 0)
}
