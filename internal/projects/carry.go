package projects

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// continued is the annual class of a work that began in an earlier year.
const continued = "续建"

// NextClass is the annual class a project is proposed for in the next plan: what was begun goes on.
func NextClass(class string) string {
	if class == newStart {
		return continued
	}
	return class
}

// CarryProject takes a project from the plan of a year into the next one, in the transaction of the carry-over: the row goes
// on with a new version, and reads of the past keep the old one. The figures of the old year end with it: what was
// invested before 1 January does not count again, and the plan of the new year is entered in its draft. A project that is
// in the next plan already stays as it is.
func (s *Service) CarryProject(ctx context.Context, tx *gorm.DB, id int64, year int, class string, by int64) error {
	before, err := s.store.lock(tx, id)
	if err != nil {
		return problem(err)
	}
	actor, _ := auth.ActorFrom(ctx)
	switch {
	case !s.policy.Scope(actor, auth.PermProjectsEdit).Allows(scopeRow(before)):
		return httpapi.Forbidden()
	case before.PlanYear == year+1:
		return nil
	case before.PlanYear != year:
		return invalid([]Fault{{"id", "other_year"}})
	}
	after := before
	after.PlanYear, after.AnnualClass = year+1, NextClass(before.AnnualClass)
	if class != "" {
		after.AnnualClass = class
	}
	after.YearPlanYuan, after.YearDoneYuan, after.YearDoneMonth, after.MonthlyPlan = nil, nil, schedule.Month{}, nil
	after.YearPaidYuan, after.MonthFigures = nil, nil
	after = after.withoutFigures()
	if faults := after.faults(s.clock.Today()); len(faults) > 0 {
		return invalid(faults)
	}
	members, err := s.membership(ctx, id)
	if err != nil {
		return err
	}
	if after, err = s.store.write(ctx, tx, before, after, members, members, by); err != nil {
		return err
	}
	old, now := traces(before, after, members, members)
	return s.audit.Record(ctx, tx, audit.Event{Action: "project.carry", Entity: "project", EntityID: id, Before: old, After: now})
}
