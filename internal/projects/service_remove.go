package projects

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Remove takes a project and its milestones out of a draft; the audit keeps the rows. Errors: 404, 403, 412 with the
// current project, 409 plan_frozen, plan_proposed, has_parts, other_year, and those of its milestones.
func (s *Service) Remove(ctx context.Context, id, version int64) error {
	actor, readable := s.caller(ctx, auth.PermProjectsRead)
	row, err := s.store.one(ctx, id, readable, s.clock.Today())
	if err != nil {
		return problem(err)
	}
	may := s.policy.Scope(actor, auth.PermProjectsEdit)
	if !may.Allows(scopeRow(row.ProjectRow)) {
		return httpapi.Forbidden()
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		locked, err := s.lockVersion(ctx, tx, id, version, may)
		if err != nil {
			return err
		}
		return s.remove(ctx, tx, locked, actor.UserID)
	})
}

func (s *Service) remove(ctx context.Context, tx *gorm.DB, row ProjectRow, by int64) error {
	if err := s.holdDraft(ctx, tx, row.PlanYear); err != nil {
		return err
	}
	if err := s.store.removable(tx, row); err != nil {
		return err
	}
	was, err := s.membership(ctx, row.ID)
	if err != nil {
		return err
	}
	if err := s.followers.RemoveNodes(ctx, tx, row.ID, by); err != nil {
		return err
	}
	if err := leave(tx, row.ID); err != nil {
		return err
	}
	if err := tx.Where("id = ? AND version = ?", row.ID, row.Version).Delete(&ProjectRow{}).Error; err != nil {
		return database.Translate(err)
	}
	_, whole := traces(ProjectRow{}, row, Membership{}, was)
	return s.audit.Record(ctx, tx, audit.Event{Action: "project.remove", Entity: "project", EntityID: row.ID, Before: whole})
}

// Copy is what a copied project has of its own; what is empty is as in the original.
type Copy struct {
	Code     string
	Name     string
	PlanYear int
}

// Copy adds a project with the plan of another: its units, lists, money of the plan, and milestones with their weights; with
// another plan year every date moves by as many years. Nothing of what was done is copied. Errors: 404, 403, 409
// code_taken or plan_proposed, 422.
func (s *Service) Copy(ctx context.Context, id int64, c Copy) (ProjectDetail, error) {
	actor, readable := s.caller(ctx, auth.PermProjectsRead)
	found, err := s.store.one(ctx, id, readable, s.clock.Today())
	if err != nil {
		return ProjectDetail{}, problem(err)
	}
	scope := s.policy.Scope(actor, auth.PermProjectsCreate)
	if !scope.Allows(scopeRow(found.ProjectRow)) {
		return ProjectDetail{}, httpapi.Forbidden()
	}
	members, err := s.membership(ctx, id)
	if err != nil {
		return ProjectDetail{}, err
	}
	from := found.ProjectRow
	row := from.copied(c, s.clock.Now().UnixMilli())
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if err := s.enter(ctx, tx, &row, members, scope, actor.UserID); err != nil {
			return err
		}
		return s.followers.CopyNodes(ctx, tx, from.ID, row.ID, row.PlanYear-from.PlanYear, actor.UserID)
	})
	if err != nil {
		return ProjectDetail{}, err
	}
	return s.Get(ctx, row.ID, schedule.Date{})
}

// copied is the row of a copy: the plan without what was done, and without the words of the report, which are those of the
// original.
func (p ProjectRow) copied(c Copy, at int64) ProjectRow {
	if c.Name == "" {
		c.Name = p.Name
	}
	if c.PlanYear == 0 {
		c.PlanYear = p.PlanYear
	}
	later := c.PlanYear - p.PlanYear
	d := Draft{
		Code: c.Code, Name: c.Name, Sector: p.Sector, BuildNature: p.BuildNature, Stage: p.Stage, AnnualClass: p.AnnualClass,
		LeadDepartmentID: p.LeadDepartmentID, LeaderPostID: p.LeaderPostID, ContactName: p.ContactName, ContactPhone: p.ContactPhone,
		ParentID: p.ParentID, PlanYear: c.PlanYear, TotalYuan: p.TotalYuan, YearPlanYuan: p.YearPlanYuan, MonthlyPlan: p.MonthlyPlan,
		PlannedEnd: p.PlannedEnd.InYear(p.PlannedEnd.Year() + later), Sample: p.Sample,
	}
	if !p.PlannedStart.IsZero() {
		d.PlannedStart = p.PlannedStart.AddMonths(12 * later)
	}
	return d.row(at, schedule.Date{})
}

// removable refuses a project that others stand on: parts of its own, and the plan of another year it was in.
func (s *Store) removable(tx *gorm.DB, row ProjectRow) error {
	for _, c := range []struct {
		text string
		args []any
		err  error
	}{
		{"SELECT COUNT(*) FROM projects WHERE parent_id = ?", []any{row.ID}, hasParts()},
		{"SELECT COUNT(*) FROM project_versions WHERE id = ? AND plan_year <> ?", []any{row.ID, row.PlanYear}, ofOtherYear()},
	} {
		var n int
		if err := tx.Raw(c.text, c.args...).Row().Scan(&n); err != nil {
			return database.Translate(err)
		}
		if n > 0 {
			return c.err
		}
	}
	return nil
}

// enter adds a project with its members, its first version and its audit row.
func (s *Service) enter(ctx context.Context, tx *gorm.DB, row *ProjectRow, members Membership, scope auth.Scope, by int64) error {
	if err := s.check(ctx, tx, ProjectRow{}, *row, members); err != nil {
		return err
	}
	if !scope.Allows(scopeRow(*row)) {
		return httpapi.Forbidden()
	}
	// A project may be added to a frozen plan 增补, but not while the plan waits for its second person.
	if _, err := s.plans.HoldPlan(ctx, tx, row.PlanYear); err != nil {
		return err
	}
	if err := s.store.insert(ctx, tx, row, members, by); err != nil {
		if errors.Is(err, database.ErrDuplicate) {
			return codeTaken()
		}
		return err
	}
	_, is := traces(ProjectRow{}, *row, Membership{}, members)
	return s.audit.Record(ctx, tx, audit.Event{Action: "project.create", Entity: "project", EntityID: row.ID, After: is})
}

// lockVersion reads the project for writing; it refuses a version the caller did not see, with the current state.
func (s *Service) lockVersion(ctx context.Context, tx *gorm.DB, id, version int64, may auth.Scope) (ProjectRow, error) {
	row, err := s.store.lock(tx, id)
	switch {
	case err != nil:
		return row, problem(err)
	case !may.Allows(scopeRow(row)): // it may have moved to another unit meanwhile
		return row, httpapi.Forbidden()
	case row.Version == version:
		return row, nil
	case !s.clock.Live(s.clock.Today()): // asking for the version of today again would not help
		return row, httpapi.BusinessDayBehind()
	}
	current, err := s.Get(ctx, id, schedule.Date{})
	if err != nil {
		return row, err
	}
	return row, httpapi.PreconditionFailed(current)
}
