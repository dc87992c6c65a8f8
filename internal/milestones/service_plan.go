package milestones

import (
	"context"
	"errors"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/nodefacts"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Draft is a new milestone. Zero values stand for the defaults: weight 1, firm, precision day, ordinal after the last one.
type Draft struct {
	ProjectID     int64
	Name          string
	Stage         string
	Ordinal       int
	Weight        int
	Key           bool
	Firmness      schedule.Firmness
	DeadlineWords string
	Precision     schedule.Precision
	PlannedStart  schedule.Date
	Baseline      schedule.Date
	Words         string
	Note          string
	// Added marks an item of after the freeze 增补; Create sets it too. Sample marks sample data. No operation carries them.
	Added  bool
	Sample bool
}

func (d Draft) withDefaults() Draft {
	d.Name, d.Stage, d.DeadlineWords = strings.TrimSpace(d.Name), strings.TrimSpace(d.Stage), strings.TrimSpace(d.DeadlineWords)
	if d.Weight == 0 {
		d.Weight = 1
	}
	if d.Firmness == "" {
		d.Firmness = schedule.Firm
	}
	if d.Precision == "" {
		d.Precision = schedule.PrecisionDay
	}
	return d
}

func (d Draft) faults() []Fault {
	out := lengthFaults([]limited{
		{"name", d.Name, 200}, {"stage", d.Stage, 40}, {"deadlineWords", d.DeadlineWords, 80},
		{"words", d.Words, maxNote}, {"note", d.Note, maxNote},
	})
	if d.Name == "" {
		out = append(out, Fault{"name", "required"})
	}
	if d.Weight < 1 || d.Weight > 1000 {
		out = append(out, Fault{"weight", "weight_range"})
	}
	if !d.Baseline.IsZero() && d.PlannedStart.After(d.Baseline) {
		out = append(out, Fault{"plannedStart", "start_after_due"})
	}
	return out
}

// milestone is the row of the draft: A = B until a change is approved.
func (d Draft) milestone(p projectRow, createdAt int64, set *schedule.RuleSet) MilestoneRow {
	return MilestoneRow{
		Columns: nodefacts.Columns{Key: d.Key, Firmness: d.Firmness, PlannedStart: d.PlannedStart, Baseline: d.Baseline, Approved: d.Baseline,
			Added: d.Added, ReportCycle: p.ReportCycle, CycleSince: p.CycleSince},
		ProjectID: p.ID, PlanYear: p.PlanYear, LeadDepartmentID: p.LeadDepartmentID, LeaderPostID: p.LeaderPostID, Ordinal: d.Ordinal,
		Name: d.Name, Stage: d.Stage, Weight: d.Weight, DeadlineWords: d.DeadlineWords, Precision: string(d.Precision),
		ContactName: p.ContactName, ContactPhone: p.ContactPhone,
		Words: strings.TrimSpace(d.Words), Note: strings.TrimSpace(d.Note), Sample: d.Sample, CreatedAt: createdAt,
	}.derive(set)
}

// Create adds a milestone to a project. It takes lead unit, leader and contact of the project.
func (s *Service) Create(ctx context.Context, d Draft) (Milestone, error) {
	actor, scope := s.caller(ctx, auth.PermMilestonesCreate)
	if scope.IsNone() {
		return Milestone{}, httpapi.Forbidden()
	}
	d = d.withDefaults()
	if faults := d.faults(); len(faults) > 0 {
		return Milestone{}, invalid(faults)
	}
	var row MilestoneRow
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		project, err := s.store.lockProject(tx, d.ProjectID)
		if err != nil {
			return err
		}
		if !scope.Allows(project.scopeRow()) {
			return database.ErrNotFound
		}
		if d.Ordinal == 0 {
			if d.Ordinal, err = nextOrdinal(tx, d.ProjectID); err != nil {
				return err
			}
		}
		frozen, err := s.plans.HoldPlan(ctx, tx, project.PlanYear)
		if err != nil {
			return err
		}
		d.Added = d.Added || frozen // 增补: its baseline is the date it is added with
		row = d.milestone(project, s.clock.Now().UnixMilli(), s.book.RuleSet())
		return s.insert(ctx, tx, &row, actor.UserID)
	})
	if errors.Is(err, database.ErrNotFound) {
		return Milestone{}, invalid([]Fault{{"projectId", "project_unknown"}})
	}
	if err != nil {
		return Milestone{}, err
	}
	return s.Get(ctx, row.ID, schedule.Date{})
}

// plan runs one change of the plan on the newest state of a milestone. It is for callers inside the program that have
// taken the decision; the actor in the context is recorded.
func (s *Service) plan(ctx context.Context, id int64, action, reason string, apply func(MilestoneRow) MilestoneRow) error {
	actor, ok := auth.ActorFrom(ctx)
	if !ok {
		return httpapi.Unauthorized()
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		before, err := lock[MilestoneRow](tx, id)
		if err == nil && before.Carried() {
			err = problem(&Refusal{CodeCarried})
		}
		if err != nil {
			return err
		}
		_, err = s.change(ctx, tx, action, before, apply(before).derive(s.book.RuleSet()), actor.UserID, strings.TrimSpace(reason))
		return err
	})
}

// ApplyListing puts the mark 挂牌 on a milestone or takes it off; the flow of supervision orders wraps it.
func (s *Service) ApplyListing(ctx context.Context, id int64, listed bool, reason string) error {
	return s.plan(ctx, id, "milestone.list", reason, func(m MilestoneRow) MilestoneRow {
		m.Listed = listed
		return m
	})
}

// FollowCycle makes the milestones of a project follow how often it is reported.
func (s *Service) FollowCycle(ctx context.Context, tx *gorm.DB, projectID int64, cycle schedule.Cycle, since schedule.Date, by int64) error {
	rows, err := milestonesOfProject(tx, projectID)
	if err != nil {
		return err
	}
	for _, before := range rows {
		after := before
		after.ReportCycle, after.CycleSince = cycle, since
		if len(changes(before, after)) == 0 {
			continue
		}
		if _, err := s.change(ctx, tx, "milestone.follow", before, after, by, ""); err != nil {
			return err
		}
	}
	return nil
}

// FollowProject makes the milestones of a project and their reports follow its lead unit and leader, in the caller's
// transaction: version row and audit row for each milestone.
func (s *Service) FollowProject(ctx context.Context, tx *gorm.DB, projectID, leadDepartmentID int64, leaderPostID *int64, by int64) error {
	rows, err := milestonesOfProject(tx, projectID)
	if err != nil {
		return err
	}
	for _, before := range rows {
		after := before
		after.LeadDepartmentID, after.LeaderPostID = leadDepartmentID, leaderPostID
		if len(changes(before, after)) == 0 {
			continue
		}
		if _, err := s.change(ctx, tx, "milestone.follow", before, after, by, ""); err != nil {
			return err
		}
		if err := moveReports(tx, "milestone_id", before.ID, leadDepartmentID, leaderPostID); err != nil {
			return err
		}
	}
	return moveReports(tx, "project_id", projectID, leadDepartmentID, leaderPostID)
}
