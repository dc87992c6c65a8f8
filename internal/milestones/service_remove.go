package milestones

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Remove takes a milestone out of a draft. What anybody has reported on stays, and so does what an indicator points at; the
// audit keeps the whole row. Errors: 404, 403, 412 with the current milestone, 409 plan_frozen, plan_proposed,
// has_reports or milestone_in_use.
func (s *Service) Remove(ctx context.Context, id, version int64) error {
	actor, may := s.caller(ctx, auth.PermMilestonesEdit)
	row, err := s.readable(ctx, id)
	if err != nil {
		return err
	}
	if !may.Allows(scopeRow(row.MilestoneRow)) {
		return httpapi.Forbidden()
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		locked, err := s.lockMilestone(ctx, tx, id, version, may)
		if err != nil {
			return err
		}
		return problem(s.remove(ctx, tx, locked, actor.UserID))
	})
}

func (s *Service) remove(ctx context.Context, tx *gorm.DB, m MilestoneRow, by int64) error {
	if err := s.holdDraft(ctx, tx, m.PlanYear); err != nil {
		return err
	}
	for _, c := range []struct{ text, code string }{
		{"SELECT COUNT(*) FROM reports WHERE milestone_id = ?", CodeReported},
		{"SELECT COUNT(*) FROM indicators WHERE milestone_id = ?", CodeInUse},
	} {
		var n int
		if err := tx.Raw(c.text, m.ID).Row().Scan(&n); err != nil {
			return database.Translate(err)
		}
		if n > 0 {
			return &Refusal{c.code}
		}
	}
	done := tx.Where("id = ? AND version = ?", m.ID, m.Version).Delete(&MilestoneRow{})
	if done.Error != nil || done.RowsAffected != 1 {
		return database.Translate(done.Error)
	}
	if err := forgetDrafts(tx, "milestone_id", m.ID); err != nil {
		return err
	}
	if err := s.carryBack(ctx, tx, m, by); err != nil {
		return err
	}
	_, was := auditStates(MilestoneRow{}, m)
	return s.audit.Record(ctx, tx, audit.Event{Action: "milestone.remove", Entity: "milestone", EntityID: m.ID, Before: was})
}

// RemoveNodes takes every milestone of a project out of its draft, in the transaction that removes the project; 409 where
// anybody has reported on one of them or on the project itself.
func (s *Service) RemoveNodes(ctx context.Context, tx *gorm.DB, projectID, by int64) error {
	var figures int
	if err := tx.Raw("SELECT COUNT(*) FROM reports WHERE project_id = ?", projectID).Row().Scan(&figures); err != nil {
		return database.Translate(err)
	}
	if figures > 0 {
		return problem(&Refusal{CodeFigures})
	}
	if err := forgetDrafts(tx, "project_id", projectID); err != nil {
		return err
	}
	rows, err := milestonesOfProject(tx, projectID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := s.remove(ctx, tx, row, by); err != nil {
			return problem(err)
		}
	}
	return nil
}

// CopyNodes gives a new project the milestones another has in the plan of its year: what is promised, later by so many
// years, and nothing of what has been reported. It runs in the transaction that adds the project.
func (s *Service) CopyNodes(ctx context.Context, tx *gorm.DB, fromProject, toProject int64, later int, by int64) error {
	from, err := s.store.lockProject(tx, fromProject)
	if err != nil {
		return err
	}
	to, err := s.store.lockProject(tx, toProject)
	if err != nil {
		return err
	}
	rows, err := milestonesOfProject(tx, fromProject)
	if err != nil {
		return err
	}
	frozen, err := s.plans.HoldPlan(ctx, tx, to.PlanYear)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.PlanYear != from.PlanYear {
			continue
		}
		d := Draft{
			Name: row.Name, Stage: row.Stage, Ordinal: row.Ordinal, Weight: row.Weight, Key: row.Key, Firmness: row.Firmness,
			DeadlineWords: row.DeadlineWords, Precision: schedule.Precision(row.Precision), PlannedStart: yearsLater(row.PlannedStart, later),
			Baseline: yearsLater(row.Baseline, later), Words: row.Words, Note: row.Note, Added: frozen, Sample: row.Sample,
		}
		if err := s.enter(ctx, tx, d, to, by); err != nil {
			return err
		}
	}
	return nil
}

// enter adds the milestone of a draft to a locked project.
func (s *Service) enter(ctx context.Context, tx *gorm.DB, d Draft, project projectRow, by int64) error {
	row := d.milestone(project, s.clock.Now().UnixMilli(), s.book.RuleSet())
	return s.insert(ctx, tx, &row, by)
}

// insert adds a row with its version row and its audit row.
func (s *Service) insert(ctx context.Context, tx *gorm.DB, row *MilestoneRow, by int64) error {
	if err := s.store.insert(ctx, tx, row, by); err != nil {
		return err
	}
	_, is := auditStates(MilestoneRow{}, *row)
	return s.audit.Record(ctx, tx, audit.Event{Action: "milestone.create", Entity: "milestone", EntityID: row.ID, After: is})
}

// yearsLater is the same day some years later; 29 February becomes the 28th in a year without one.
func yearsLater(d schedule.Date, years int) schedule.Date { return d.InYear(d.Year() + years) }
