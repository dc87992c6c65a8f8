package milestones

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
)

// Submit files a report on a milestone for its lead unit; version is the one of the milestone the reporter saw.
//
// Errors: 404, 403, 412 with the current milestone, 409 milestone_finished, milestone_suspended or report_pending, 422.
func (s *Service) Submit(ctx context.Context, id, version int64, sub Submission) (ReportView, error) {
	actor, scope := s.caller(ctx, auth.PermMilestonesReport)
	row, err := s.readable(ctx, id)
	if err != nil {
		return ReportView{}, err
	}
	if !scope.Allows(scopeRow(row.Milestone)) {
		return ReportView{}, httpapi.Forbidden()
	}
	sub.Note = strings.TrimSpace(sub.Note)
	var reportID int64
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		before, err := s.lockMilestone(ctx, tx, id, version)
		if err != nil {
			return err
		}
		reportID, err = s.file(ctx, tx, before, sub, actor.UserID)
		return problem(err)
	})
	if err != nil {
		return ReportView{}, err
	}
	return s.reportOf(ctx, reportID)
}

// file checks the submission against the locked milestone and writes report, milestone, version and audit.
func (s *Service) file(ctx context.Context, tx *gorm.DB, before Milestone, sub Submission, by int64) (int64, error) {
	if err := before.reportable(); err != nil {
		return 0, err
	}
	pending, err := hasUndecided(tx, "milestone_id", before.ID)
	if err != nil {
		return 0, err
	}
	if pending {
		return 0, &Refusal{CodePending}
	}
	rules := s.rules()
	if faults := sub.faultsFor(before, rules.Today); len(faults) > 0 {
		return 0, invalid(faults)
	}
	after := before.submit(sub, rules)
	report := newReport(before, after, sub, rules, by)
	if err := s.store.insertReport(tx, &report); err != nil {
		return 0, err
	}
	_, err = s.change(ctx, tx, "milestone.report", before, after, by, sub.Note)
	return report.ID, err
}

// newReport is the row of a submission. It keeps the figure it leaves standing, so that a reviewer sees one and the next
// report knows what came before.
func newReport(before, after Milestone, sub Submission, rules Rules, by int64) Report {
	progress := before.ProgressBp
	if sub.ProgressBp != nil {
		progress = sub.ProgressBp
	}
	if whole := wholeBp; sub.Claim {
		progress = &whole
	}
	return Report{
		MilestoneID: &before.ID, LeadDepartmentID: before.LeadDepartmentID, LeaderPostID: before.LeaderPostID,
		DepartmentID: before.LeadDepartmentID, Month: rules.reportMonth(rules.Today), ProgressBp: progress,
		Note: sub.Note, Forecast: sub.Forecast, NoChange: sub.NoChange, Claim: sub.Claim,
		MadeGood: after.MadeGoodMonth == rules.closedMonth(rules.Today) && after.MadeGoodMonth != before.MadeGoodMonth,
		AuthorID: by, Sample: before.Sample,
	}
}

// Confirm accepts a report: its figures become those of the item, a claim is verified.
func (s *Service) Confirm(ctx context.Context, id, version int64, note string) (ReportView, error) {
	return s.decide(ctx, id, version, OutcomeConfirmed, note)
}

// Return sends a report back with a reason.
func (s *Service) Return(ctx context.Context, id, version int64, reason string) (ReportView, error) {
	return s.decide(ctx, id, version, OutcomeReturned, reason)
}

// Withdraw takes the actor's own undecided report back.
func (s *Service) Withdraw(ctx context.Context, id, version int64) (ReportView, error) {
	return s.decide(ctx, id, version, OutcomeWithdrawn, "")
}

// decide closes a report. Errors: 404, 403, 412 with the current report, 409 report_decided or own_report, 422.
func (s *Service) decide(ctx context.Context, id, version int64, outcome Outcome, note string) (ReportView, error) {
	permission := auth.PermReportsReview
	if outcome == OutcomeWithdrawn {
		permission = auth.PermReportsWithdraw
	}
	actor, scope := s.caller(ctx, permission)
	placed, err := s.store.report(ctx, id, s.policy.Scope(actor, auth.PermReportsRead))
	if err != nil {
		return ReportView{}, problem(err)
	}
	if !scope.Allows(reportRow(placed.Report, outcome)) {
		return ReportView{}, httpapi.Forbidden()
	}
	note = strings.TrimSpace(note)
	if faults := decisionFaults(outcome, note); len(faults) > 0 {
		return ReportView{}, invalid(faults)
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		return s.decideLocked(ctx, tx, id, version, outcome, note, actor.UserID)
	})
	if err != nil {
		return ReportView{}, problem(err)
	}
	return s.reportOf(ctx, id)
}

// reportRow is what the scope of a decision looks at: the unit for a review, the author for a withdrawal.
func reportRow(r Report, outcome Outcome) auth.Row {
	if outcome == OutcomeWithdrawn {
		return auth.Row{OwnerID: r.AuthorID}
	}
	row := auth.Row{LeadDepartmentID: r.LeadDepartmentID}
	if r.LeaderPostID != nil {
		row.LeaderPostID = *r.LeaderPostID
	}
	return row
}

func decisionFaults(outcome Outcome, note string) []Fault {
	field := "note"
	if outcome == OutcomeReturned {
		field = "reason"
		if note == "" {
			return []Fault{{field, "reason_required"}}
		}
	}
	return lengthFaults([]limited{{field, note, maxNote}})
}

func (s *Service) decideLocked(ctx context.Context, tx *gorm.DB, id, version int64, outcome Outcome, note string, by int64) error {
	report, err := lock[Report](tx, id)
	if err != nil {
		return err
	}
	if report.Version != version {
		current, err := s.reportOf(ctx, id)
		if err != nil {
			return err
		}
		return httpapi.PreconditionFailed(current)
	}
	if err := report.decidable(outcome, by); err != nil {
		return err
	}
	decided, err := s.store.decide(tx, report, outcome, note, by)
	if err != nil {
		return err
	}
	if report.IndicatorID != nil {
		err = s.decideReading(ctx, tx, report, outcome, note, by)
	} else {
		err = s.decideMilestone(ctx, tx, report, outcome, note, by)
	}
	if err != nil {
		return err
	}
	return s.audit.Record(ctx, tx, audit.Event{
		Action: "report." + verb(outcome), Entity: "report", EntityID: id,
		Before: decisionTrace{State: report.State, Version: report.Version},
		After:  decisionTrace{State: decided.State, Version: decided.Version, Note: note},
	})
}

// decisionTrace is a state of a report in the audit.
type decisionTrace struct {
	State   State  `json:"state"`
	Version int64  `json:"version"`
	Note    string `json:"note,omitempty"`
}

func verb(outcome Outcome) string {
	switch outcome {
	case OutcomeConfirmed:
		return "confirm"
	case OutcomeReturned:
		return "return"
	case OutcomeWithdrawn:
		return "withdraw"
	}
	return string(outcome)
}

// decideMilestone moves the milestone of a report that was decided.
func (s *Service) decideMilestone(ctx context.Context, tx *gorm.DB, r Report, outcome Outcome, note string, by int64) error {
	before, err := lock[Milestone](tx, *r.MilestoneID)
	if err != nil {
		return err
	}
	var after Milestone
	switch outcome {
	case OutcomeConfirmed:
		after = before.confirm(r, s.clock.Today(), s.ruleSet)
	case OutcomeReturned:
		after = before.sendBack(r, s.clock.Today(), s.ruleSet)
	case OutcomeWithdrawn:
		earlier, err := earlierReports(tx, r)
		if err != nil {
			return err
		}
		after = before.takeBack(r, trailOf(earlier, s.rules()), s.ruleSet)
	}
	_, err = s.change(ctx, tx, "milestone."+verb(outcome), before, after, by, note)
	return err
}

// decideReading tells the livelihood tasks what became of a reading.
func (s *Service) decideReading(ctx context.Context, tx *gorm.DB, r Report, outcome Outcome, note string, by int64) error {
	decision := ReadingDecision{Reading: r.reading(), Outcome: outcome, Reason: note, On: s.clock.Today(), By: by}
	if outcome == OutcomeWithdrawn {
		earlier, err := earlierReports(tx, r)
		if err != nil {
			return err
		}
		if len(earlier) > 0 {
			last := earlier[0].reading()
			decision.Earlier, decision.EarlierNoChange = &last, trailOf(earlier, s.rules()).noChange
		}
	}
	return s.readings.Apply(ctx, tx, decision)
}

// reportOf is the answer after a write: whoever may write a report may read it.
func (s *Service) reportOf(ctx context.Context, id int64) (ReportView, error) {
	placed, err := s.store.report(ctx, id, auth.Scope{All: true})
	if err != nil {
		return ReportView{}, problem(err)
	}
	views, err := s.reportViews(ctx, []PlacedReport{placed})
	if err != nil {
		return ReportView{}, err
	}
	return views[0], nil
}

// Report returns one report; 404 when the actor may not read it.
func (s *Service) Report(ctx context.Context, id int64) (ReportView, error) {
	_, scope := s.caller(ctx, auth.PermReportsRead)
	placed, err := s.store.report(ctx, id, scope)
	if err != nil {
		return ReportView{}, problem(err)
	}
	views, err := s.reportViews(ctx, []PlacedReport{placed})
	if err != nil {
		return ReportView{}, err
	}
	return views[0], nil
}

// ReportQuery asks for a page of reports.
type ReportQuery struct {
	Filter ReportFilter
	After  int64
	Limit  int
	Count  bool
}

// ReportPage is a page of reports; Next is the id to go on after, 0 at the end.
type ReportPage struct {
	Items       []ReportView
	Next        int64
	Total       *int
	TotalCapped bool
}

// Reports lists the reports the actor may read.
func (s *Service) Reports(ctx context.Context, q ReportQuery) (page ReportPage, err error) {
	_, scope := s.caller(ctx, auth.PermReportsRead)
	rows, more, err := s.store.reports(ctx, q.Filter, scope, q.After, q.Limit)
	if err != nil {
		return page, err
	}
	if more {
		page.Next = rows[len(rows)-1].ID
	}
	if q.Count {
		total, capped, err := s.store.countReports(ctx, q.Filter, scope)
		if err != nil {
			return page, err
		}
		page.Total, page.TotalCapped = &total, capped
	}
	page.Items, err = s.reportViews(ctx, rows)
	return page, err
}

// ReportsOf lists the reports of one milestone, newest first; 404 when the actor may not read it.
func (s *Service) ReportsOf(ctx context.Context, milestoneID int64, after int64, limit int) (ReportPage, error) {
	if _, err := s.readable(ctx, milestoneID); err != nil {
		return ReportPage{}, err
	}
	return s.Reports(ctx, ReportQuery{Filter: ReportFilter{Milestone: milestoneID}, After: after, Limit: limit})
}

// reportViews turns reports into answers: one statement for the milestones, those of the livelihood tasks for readings.
func (s *Service) reportViews(ctx context.Context, rows []PlacedReport) ([]ReportView, error) {
	var ids []int64
	var readings []Reading
	want := wanted{}
	for _, r := range rows {
		want.departments = append(want.departments, r.DepartmentID)
		want.users = append(want.users, r.AuthorID)
		if r.DecidedBy != nil {
			want.users = append(want.users, *r.DecidedBy)
		}
		if r.MilestoneID != nil {
			ids = append(ids, *r.MilestoneID)
		} else {
			readings = append(readings, r.reading())
		}
	}
	milestones, err := s.store.byIDs(ctx, ids)
	if err != nil {
		return nil, err
	}
	var subjects map[int64]ReadingSubject
	if len(readings) > 0 {
		if subjects, err = s.readings.Describe(ctx, readings); err != nil {
			return nil, err
		}
	}
	names, err := s.cast(ctx, want)
	if err != nil {
		return nil, err
	}
	out := make([]ReportView, 0, len(rows))
	for _, r := range rows {
		view := reportView(r, names)
		if r.MilestoneID != nil {
			s.describeMilestone(ctx, &view, r, milestones[*r.MilestoneID])
		} else {
			describeReading(ctx, &view, subjects[r.ID])
		}
		out = append(out, view)
	}
	return out, nil
}

// describeMilestone adds name, figures before and lamps of the milestone.
func (s *Service) describeMilestone(ctx context.Context, v *ReportView, r PlacedReport, m Named) {
	rules := s.rules()
	v.Subject, v.Parent = m.Name, m.ProjectName
	now := speak(ctx, m.Lamp(rules, rules.Today))
	v.LampNow = &now
	v.Previous = PreviousFigure{ProgressBp: r.PrevProgressBp, Note: r.PrevNote, On: orNull(r.PrevOn)}
	if r.State == Submitted {
		v.Previous = PreviousFigure{ProgressBp: m.ProgressBp, Note: m.LastNote, On: orNull(m.ProgressOn)}
		after := speak(ctx, m.confirm(r.Report, rules.Today, rules.Set).Lamp(rules, rules.Today))
		v.LampAfter = &after
	}
}

func describeReading(ctx context.Context, v *ReportView, subject ReadingSubject) {
	v.Subject, v.Parent, v.Unit, v.TargetMilli = subject.Subject, subject.Parent, subject.Unit, subject.TargetMilli
	v.Previous = PreviousFigure{ValueMilli: subject.Before.ValueMilli, Note: subject.Before.Note, On: orNull(subject.Before.On)}
	if subject.LampNow.Rule != "" {
		now := speak(ctx, subject.LampNow)
		v.LampNow = &now
	}
	if subject.LampAfter != nil {
		after := speak(ctx, *subject.LampAfter)
		v.LampAfter = &after
	}
}

func reportView(r PlacedReport, names cast) ReportView {
	v := ReportView{
		ID: r.ID, Kind: "milestone", MilestoneID: r.MilestoneID, IndicatorID: r.IndicatorID,
		Department: names.departments[r.DepartmentID], Month: r.Month, State: r.State, ProgressBp: r.ProgressBp,
		ValueMilli: r.ValueMilli, NumeratorMilli: r.NumeratorMilli, DenominatorMilli: r.DenominatorMilli, Met: r.Met,
		Note: r.Note, Forecast: orNull(r.Forecast), NoChange: r.NoChange, Claim: r.Claim, MadeGood: r.MadeGood,
		Author: names.user(r.AuthorID), SubmittedAt: instant(r.SubmittedAt), RecordedOn: r.RecordedOn,
		DecidedAt: instantOrNull(r.DecidedAt), DecisionNote: r.DecisionNote, Sample: r.Sample, Version: r.Version,
	}
	if r.IndicatorID != nil {
		v.Kind = "indicator"
	}
	if r.DecidedBy != nil {
		by := names.user(*r.DecidedBy)
		v.DecidedBy = &by
	}
	return v
}

