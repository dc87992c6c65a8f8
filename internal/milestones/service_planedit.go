package milestones

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// PlanPatch is what the supervision office changes of a milestone before the plan is frozen. Due is the promise: baseline
// and approved date together. What is not set stays as it is.
type PlanPatch struct {
	Name          *string
	Stage         *string
	Ordinal       *int
	Weight        *int
	Key           *bool
	Firmness      *schedule.Firmness
	DeadlineWords *string
	Precision     *schedule.Precision
	PlannedStart  httpapi.Maybe[schedule.Date]
	Due           httpapi.Maybe[schedule.Date]
}

func (p PlanPatch) apply(m MilestoneRow) MilestoneRow {
	for _, t := range []struct{ to, from *string }{{&m.Name, p.Name}, {&m.Stage, p.Stage}, {&m.DeadlineWords, p.DeadlineWords}} {
		if t.from != nil {
			*t.to = strings.TrimSpace(*t.from)
		}
	}
	for _, n := range []struct{ to, from *int }{{&m.Ordinal, p.Ordinal}, {&m.Weight, p.Weight}} {
		if n.from != nil {
			*n.to = *n.from
		}
	}
	if p.Key != nil {
		m.Key = *p.Key
	}
	if p.Firmness != nil {
		m.Firmness = *p.Firmness
	}
	if p.Precision != nil {
		m.Precision = string(*p.Precision)
	}
	p.PlannedStart.OrZero(&m.PlannedStart)
	if p.Due.Set {
		p.Due.OrZero(&m.Baseline)
		m.Approved = m.Baseline
	}
	return m
}

// replannable refuses a change of the plan the state of the milestone does not allow: what is done has met its date or
// missed it, and a date that was changed with an approval moves by approvals alone.
func (m MilestoneRow) replannable(after MilestoneRow) error {
	moves := m.Baseline != after.Baseline || m.Approved != after.Approved
	switch {
	case m.Done():
		return &Refusal{CodeFinished}
	case moves && m.Changes > 0:
		return &Refusal{CodeApproved}
	}
	return nil
}

// EditPlan changes what the plan says of a milestone, before the plan of its year is frozen. Errors: 404, 403, 412 with
// the current milestone, 409 plan_frozen, plan_proposed, milestone_finished or change_approved, 422.
func (s *Service) EditPlan(ctx context.Context, id, version int64, p PlanPatch) (Milestone, error) {
	actor, may := s.caller(ctx, auth.PermMilestonesEdit)
	row, err := s.readable(ctx, id)
	if err != nil {
		return Milestone{}, err
	}
	if !may.Allows(scopeRow(row.MilestoneRow)) {
		return Milestone{}, httpapi.Forbidden()
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		before, err := s.lockMilestone(ctx, tx, id, version, may)
		if err != nil {
			return err
		}
		return s.replan(ctx, tx, before, p, actor.UserID)
	})
	if err != nil {
		return Milestone{}, problem(err)
	}
	return s.Get(ctx, id, schedule.Date{})
}

// replan writes what the patch changes on the locked row; nothing to change leaves no trace.
func (s *Service) replan(ctx context.Context, tx *gorm.DB, before MilestoneRow, p PlanPatch, by int64) error {
	after := p.apply(before).derive(s.book.RuleSet())
	if len(changes(before, after)) == 0 {
		return nil
	}
	if err := s.holdDraft(ctx, tx, before.PlanYear); err != nil {
		return err
	}
	if err := before.replannable(after); err != nil {
		return err
	}
	if faults := after.planFaults(); len(faults) > 0 {
		return invalid(faults)
	}
	_, err := s.change(ctx, tx, "milestone.plan", before, after, by, "")
	return err
}

// planFaults lists what is wrong with the plan of a milestone by itself.
func (m MilestoneRow) planFaults() []Fault {
	out := lengthFaults([]limited{{"name", m.Name, 200}, {"stage", m.Stage, 40}, {"deadlineWords", m.DeadlineWords, 80}})
	if m.Name == "" {
		out = append(out, Fault{"name", "required"})
	}
	if m.Weight < 1 || m.Weight > 1000 {
		out = append(out, Fault{"weight", "weight_range"})
	}
	if m.Ordinal < 1 || m.Ordinal > 10_000 {
		out = append(out, Fault{"ordinal", "ordinal_range"})
	}
	if !m.Baseline.IsZero() && m.PlannedStart.After(m.Baseline) {
		out = append(out, Fault{"plannedStart", "start_after_due"})
	}
	return out
}
