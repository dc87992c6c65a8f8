package milestones

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// ChangeNode is a milestone as somebody who asks for a change, or decides on one, sees it.
type ChangeNode struct {
	ID               int64
	ProjectID        int64
	ProjectCode      string
	ProjectName      string
	PlanYear         int
	Version          int64
	Ordinal          int
	Name             string
	LeadDepartmentID int64
	LeaderPostID     *int64
	Baseline         schedule.Date // B
	Due              schedule.Date // A
	SuspendedOn      schedule.Date
	ExitedOn         schedule.Date
	Done             bool
	Carried          bool
	Changes          int
	// TenTask says that an indicator of a livelihood task points at it.
	TenTask bool
	Sample  bool
	Facts   schedule.MilestoneFacts
}

// ChangeNodes returns the milestones of projects as they are now, in the order of the plan; one statement. It checks no rights.
func (s *Service) ChangeNodes(ctx context.Context, projectIDs []int64) ([]ChangeNode, error) {
	var rows []struct {
		Named
		TenTask bool
	}
	rules := s.rules()
	err := s.db.Read(ctx).Raw("SELECT "+rules.namedColumns(ctx, rules.Today)+", EXISTS (SELECT 1 FROM indicators i WHERE i.milestone_id = m.id) AS ten_task"+
		" FROM milestones m JOIN projects p ON p.id = m.project_id WHERE m.project_id IN ? ORDER BY m.project_id, m.ordinal, m.id", projectIDs).Scan(&rows).Error
	if err != nil {
		return nil, database.Translate(err)
	}
	out := make([]ChangeNode, 0, len(rows))
	for _, m := range rows {
		baseline := m.Baseline
		if baseline.IsZero() {
			baseline = m.Due()
		}
		out = append(out, ChangeNode{ID: m.ID, ProjectID: m.ProjectID, ProjectCode: m.ProjectCode, ProjectName: m.ProjectName, PlanYear: m.PlanYear,
			Version: m.Version, Ordinal: m.Ordinal, Name: m.Name, LeadDepartmentID: m.LeadDepartmentID, LeaderPostID: m.LeaderPostID,
			Baseline: baseline, Due: m.Due(), SuspendedOn: m.SuspendedOn, ExitedOn: m.ExitedOn, Done: m.Done(), Carried: m.Carried(), Changes: m.Changes,
			TenTask: m.TenTask, Sample: m.Sample, Facts: m.Facts(rules, rules.Today)})
	}
	return out, nil
}

// ChangeOrder is an approved change of one milestone: who may approve it has been checked where the request is.
type ChangeOrder struct {
	ID      int64
	Version int64 // the one the decision looked at
	Kind    schedule.ChangeKind
	To      schedule.Date // the new date of a delay
	On      schedule.Date // the day of the decision
	// Document is the number of the paper an exit rests on.
	Document string
	By       int64
	Note     string
}

// apply is the milestone after the change, with the slug of what happened to it. The first date of an undated milestone is its
// baseline too and no change; a suspension of what is suspended is its review.
func (o ChangeOrder) apply(m MilestoneRow) (MilestoneRow, string, error) {
	switch o.Kind {
	case schedule.ChangeDelay:
		if m.Due().IsZero() {
			m.Baseline, m.Approved = o.To, o.To
			return m, "milestone.approveChange", nil
		}
		if m.Baseline.IsZero() {
			m.Baseline = m.Approved
		}
		m.Approved = o.To
		m.Changes++
		return m, "milestone.approveChange", nil
	case schedule.ChangeSuspend:
		m.SuspendedOn = o.On
		return m, "milestone.suspend", nil
	case schedule.ChangeResume:
		m.SuspendedOn = schedule.Date{} // the days suspended give no credit
		return m, "milestone.resume", nil
	case schedule.ChangeExit:
		if !m.PendingOn.IsZero() {
			return m, "", &Refusal{CodePending}
		}
		m.ExitedOn, m.ExitDocument = o.On, o.Document
		return m, "milestone.exit", nil
	}
	return m, "", fmt.Errorf("milestones: no change of kind %q", o.Kind)
}

// ApplyChange does to a milestone what an approved change says, in the caller's transaction: row, version row and audit row. It
// is the one way a date or a suspension moves after the freeze. Errors: 404, 409 milestone_carried,
// milestone_exited, or report_pending for an exit, database.ErrConflict when the
// milestone is not at the version the decision looked at.
func (s *Service) ApplyChange(ctx context.Context, tx *gorm.DB, o ChangeOrder) (version int64, err error) {
	before, err := lock[MilestoneRow](tx, o.ID)
	switch {
	case err != nil:
		return 0, err
	case before.Carried():
		return 0, problem(&Refusal{CodeCarried})
	case !before.ExitedOn.IsZero():
		return 0, problem(&Refusal{CodeExited})
	case before.Version != o.Version:
		return 0, fmt.Errorf("%w: milestone %d is no longer at version %d", database.ErrConflict, o.ID, o.Version)
	}
	after, action, err := o.apply(before)
	if err != nil {
		return 0, problem(err)
	}
	after, err = s.change(ctx, tx, action, before, after.derive(s.book.RuleSet()), o.By, o.Note)
	return after.Version, err
}
