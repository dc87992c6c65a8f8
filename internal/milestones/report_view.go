package milestones

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/evidence"
)

// reportOf is the answer after a write: whoever may write a report may read it.
func (s *Service) reportOf(ctx context.Context, id int64) (Report, error) {
	placed, err := s.store.report(ctx, id, auth.Scope{All: true})
	if err != nil {
		return Report{}, problem(err)
	}
	views, err := s.reportViews(ctx, []PlacedReport{placed})
	if err != nil {
		return Report{}, err
	}
	return views[0], nil
}

// Report returns one report; 404 when the actor may not read it.
func (s *Service) Report(ctx context.Context, id int64) (Report, error) {
	_, scope := s.caller(ctx, auth.PermReportsRead)
	placed, err := s.store.report(ctx, id, scope)
	if err != nil {
		return Report{}, problem(err)
	}
	views, err := s.reportViews(ctx, []PlacedReport{placed})
	if err != nil {
		return Report{}, err
	}
	return views[0], nil
}

// ReportReadable is nil when the actor may read the report, else 404; the room files asks before it hands a file out.
func (s *Service) ReportReadable(ctx context.Context, id int64) error {
	_, scope := s.caller(ctx, auth.PermReportsRead)
	_, err := s.store.report(ctx, id, scope)
	return problem(err)
}

// ReportQuery asks for a page of reports.
type ReportQuery struct {
	Filter ReportFilter
	// Mine limits the list to what waits for the caller.
	Mine  bool
	After int64
	Limit int
	Count bool
}

// ReportPage is a page of reports; Next is the id to go on after, 0 at the end.
type ReportPage struct {
	Items       []Report
	Next        int64
	Total       *int
	TotalCapped bool
	// Waiting counts, with Count, what waits on each level within the filter, whatever state is asked for.
	Waiting *ReportCounts
}

// ReportCounts counts the undecided reports by the level that has them.
type ReportCounts struct {
	Submitted int `json:"submitted" doc:"With the head of the unit 待审"`
	Approved  int `json:"approved" doc:"With the supervision office 待核定"`
}

// Reports lists the reports the actor may read.
func (s *Service) Reports(ctx context.Context, q ReportQuery) (page ReportPage, err error) {
	who := s.reviewer(ctx)
	scope := who.read
	if q.Mine {
		q.Filter.Desk = &Desk{UserID: who.userID, Approve: who.approve, Confirm: who.confirm}
	}
	rows, more, err := s.store.reports(ctx, q.Filter, scope, q.After, q.Limit)
	if err != nil {
		return page, err
	}
	if more {
		page.Next = rows[len(rows)-1].ID
	}
	if q.Count {
		total, capped, waiting, err := s.store.countReports(ctx, q.Filter, scope)
		if err != nil {
			return page, err
		}
		page.Total, page.TotalCapped, page.Waiting = &total, capped, &waiting
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

// reportViews turns reports into answers: one statement for the milestones, with those of the projects of figures, and those of
// the other rooms for readings and figures.
func (s *Service) reportViews(ctx context.Context, rows []PlacedReport) ([]Report, error) {
	var ids, projectIDs []int64
	var readings []Reading
	var figures []Figure
	want := wanted{}
	for _, r := range rows {
		want.departments = append(want.departments, r.DepartmentID)
		want.posts = append(want.posts, or0(r.ExceptionPostID))
		want.users = append(want.users, r.AuthorID, or0(r.ApprovedBy), or0(r.DecidedBy))
		switch {
		case r.MilestoneID != nil:
			ids = append(ids, *r.MilestoneID)
		case r.IndicatorID != nil:
			readings = append(readings, r.reading())
		default:
			figures, projectIDs = append(figures, r.figure()), append(projectIDs, *r.ProjectID)
		}
	}
	milestones, err := s.store.byIDs(ctx, ids, projectIDs, s.rules())
	if err != nil {
		return nil, err
	}
	var lamps map[int64]FigureLamps
	if len(figures) > 0 {
		if lamps, err = s.figures.Lamps(ctx, figures, nodesAmong(milestones, projectIDs, s.rules())); err != nil {
			return nil, err
		}
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
	who, rules := s.reviewer(ctx), s.rules()
	out := make([]Report, 0, len(rows))
	for _, r := range rows {
		view := reportView(r, names)
		view.Holder, view.May = ItemHolder{Kind: "none", Level: "none", Posts: []auth.PostRef{}}, who.rights(r.ReportRow)
		if r.undecided() {
			view.Holder = reviewHolder(r.ReportRow, r.LeadDepartmentID, rules, rules.Today, names)
		}
		switch {
		case r.MilestoneID != nil:
			s.describeMilestone(ctx, &view, r, milestones[*r.MilestoneID])
		case r.IndicatorID != nil:
			describeReading(ctx, &view, r, subjects[r.ID])
		default:
			describeFigures(ctx, &view, r, lamps[r.ID])
		}
		out = append(out, view)
	}
	return out, nil
}

// describeMilestone adds name, figures before and lamps of the milestone.
func (s *Service) describeMilestone(ctx context.Context, v *Report, r PlacedReport, m Named) {
	rules := s.rules()
	v.Subject, v.Parent = m.Name, m.ProjectName
	now := speak(ctx, m.Lamp(rules, rules.Today))
	v.LampNow = &now
	v.Previous = PreviousFigure{ProgressBp: r.PrevProgressBp, Note: r.PrevNote, On: orNull(r.PrevOn)}
	if r.undecided() {
		v.Previous = PreviousFigure{ProgressBp: m.ProgressBp, Note: m.LastNote, On: orNull(m.ProgressOn)}
		after := speak(ctx, m.confirm(r.ReportRow, rules.Today, rules.Set).Lamp(rules, rules.Today))
		v.LampAfter = &after
	}
}

// describeReading does the same for the indicator of a reading. Until it is decided, what stands before it is the indicator.
func describeReading(ctx context.Context, v *Report, r PlacedReport, subject ReadingSubject) {
	v.Subject, v.Parent, v.Unit, v.TargetMilli = subject.Subject, subject.Parent, subject.Unit, subject.TargetMilli
	v.Previous = PreviousFigure{ValueMilli: r.PrevValueMilli, Note: r.PrevNote, On: orNull(r.PrevOn)}
	if r.undecided() {
		v.Previous = PreviousFigure{ValueMilli: subject.Before.ValueMilli, Note: subject.Before.Note, On: orNull(subject.Before.On)}
	}
	if subject.LampNow.Rule != "" {
		now := speak(ctx, subject.LampNow)
		v.LampNow = &now
	}
	if subject.LampAfter != nil {
		after := speak(ctx, *subject.LampAfter)
		v.LampAfter = &after
	}
}

func reportView(r PlacedReport, names cast) Report {
	v := Report{
		ID: r.ID, Kind: "milestone", MilestoneID: r.MilestoneID, IndicatorID: r.IndicatorID, ProjectID: r.ProjectID,
		Department: names.departments[r.DepartmentID], Month: r.Month, PeriodTo: orNull(r.PeriodTo), State: r.State, ProgressBp: r.ProgressBp,
		ValueMilli: r.ValueMilli, NumeratorMilli: r.NumeratorMilli, DenominatorMilli: r.DenominatorMilli, PrintedBp: r.PrintedBp, Met: r.Met,
		Note: r.Note, Forecast: orNull(r.Forecast), NoChange: r.NoChange, Claim: r.Claim, MadeGood: r.MadeGood,
		Author: names.user(r.AuthorID), SubmittedAt: instant(r.SubmittedAt), RecordedOn: r.RecordedOn,
		ApprovedBy: names.userOrNull(r.ApprovedBy), ApprovedAt: instantOrNull(r.ApprovedAt), ApprovalNote: r.ApprovalNote,
		DecidedBy: names.userOrNull(r.DecidedBy), DecidedAt: instantOrNull(r.DecidedAt), DecisionNote: r.DecisionNote, Sample: r.Sample, Version: r.Version,
	}
	v.Evidence, v.Conclusion = append(evidence.List{}, r.Evidence...), r.Conclusion
	if r.ExceptionPostID != nil {
		v.Exception = &ReportException{Words: r.ExceptionWords, AllowedBy: names.posts[*r.ExceptionPostID]}
	}
	if r.IndicatorID != nil {
		v.Kind = "indicator"
	}
	if r.ProjectID != nil {
		v.Kind = "figures"
	}
	return v
}
