package milestones

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// cast is the people and units an answer names, looked up once for a page.
type cast struct {
	departments map[int64]auth.DepartmentRef
	posts       map[int64]auth.PostRef
	users       map[int64]auth.UserRef
	reviewers   auth.Reviewers
}

// wanted collects the ids of a page.
type wanted struct{ departments, posts, users []int64 }

func (w *wanted) unit(departmentID int64, postID *int64) {
	w.departments = append(w.departments, departmentID)
	if postID != nil {
		w.posts = append(w.posts, *postID)
	}
}

func (s *Service) cast(ctx context.Context, w wanted) (cast, error) {
	n, err := s.directory.Names(ctx, w.departments, w.posts, w.users)
	return cast{departments: n.Departments, posts: n.Posts, users: n.Users, reviewers: n.Reviewers}, err
}

func (c cast) post(id *int64) *auth.PostRef {
	if id == nil {
		return nil
	}
	post, ok := c.posts[*id]
	if !ok {
		return nil
	}
	return &post
}

func (c cast) user(id int64) auth.UserRef {
	if user, ok := c.users[id]; ok {
		return user
	}
	return auth.UserRef{ID: id}
}

func (c cast) userOrNull(id *int64) *auth.UserRef {
	if id == nil {
		return nil
	}
	user := c.user(*id)
	return &user
}

// views turns rows into answers as of the day: one statement for the undecided reports, none for the names.
func (s *Service) views(ctx context.Context, rows []Named, asOf schedule.Date) ([]Milestone, error) {
	ids, want := make([]int64, 0, len(rows)), wanted{}
	for _, row := range rows {
		ids = append(ids, row.ID)
		want.unit(row.LeadDepartmentID, row.LeaderPostID)
	}
	pending, err := s.store.undecided(ctx, ids, asOf)
	if err != nil {
		return nil, err
	}
	for _, report := range pending {
		want.users = append(want.users, report.AuthorID)
	}
	promises, err := s.store.promisesOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	names, err := s.cast(ctx, want)
	if err != nil {
		return nil, err
	}
	rules, out := s.lens(ctx), make([]Milestone, 0, len(rows))
	for _, row := range rows {
		view := s.view(ctx, row, rules, asOf, names)
		view.Promises = append(promises[row.ID], row.promise())
		if report, ok := pending[row.ID]; ok {
			view.Pending = pendingView(report, asOf, names)
		}
		view.Holder = holderOf(row.MilestoneRow, pending, rules, asOf, names)
		out = append(out, view)
	}
	return out, nil
}

func (s *Service) view(ctx context.Context, row Named, rules Rules, asOf schedule.Date, names cast) Milestone {
	facts := row.Facts(rules, asOf)
	v := Milestone{
		ID: row.ID, ProjectID: row.ProjectID, ProjectCode: row.ProjectCode, ProjectName: row.ProjectName, PlanYear: row.PlanYear,
		Ordinal: row.Ordinal, Name: row.Name, Stage: row.Stage, Weight: row.Weight, Key: row.Key, Firmness: row.Firmness,
		DeadlineWords: row.DeadlineWords, Precision: row.Precision,
		PlannedStart: orNull(row.PlannedStart), Baseline: orNull(row.Baseline), Approved: orNull(row.Approved),
		Forecast: orNull(row.Forecast), Reached: orNull(row.Reached), Verified: row.Verified,
		Claimed: orNull(row.ClaimedOn), Suspended: orNull(row.SuspendedOn),
		Exited: orNull(row.ExitedOn), ExitDocument: row.ExitDocument,
		Changes: row.Changes, SlipDays: row.slipDays(), Returned: append([]schedule.ReturnedClaim{}, row.Returned...),
		ProgressBp: row.ProgressBp, ProgressOn: orNull(row.ProgressOn), LastNote: row.LastNote, Conclusion: row.Conclusion,
		NoChangeCount: row.NoChangeCount, LastReportMonth: orNull(row.LastReportMonth),
		Lamp:           speak(ctx, rules.Set.Milestone(facts, asOf, rules.Calendar)),
		States:         rules.Set.States(facts, asOf),
		LeadDepartment: names.departments[row.LeadDepartmentID], LeaderPost: names.post(row.LeaderPostID),
		ContactName: row.ContactName, ContactPhone: row.ContactPhone, Words: row.Words, Note: row.Note,
		ReportCycle: row.ReportCycle, LastReportOn: orNull(row.LastReportOn), SilentDays: silentDays(row.LastReportOn, asOf), MissedPeriods: facts.Missed,
		CarriedFrom: row.CarriedFrom, CarriedTo: row.CarriedTo, Sample: row.Sample, Version: row.Version, AsOf: asOf,
		Basis: httpapi.Basis(ctx),
	}
	if v.BaselineColour = v.Lamp.Colour; facts.Moved() {
		v.BaselineColour = rules.Set.Milestone(facts.On(schedule.Original), asOf, rules.Calendar).Colour
	}
	if !row.Done() {
		v.OverdueDays = schedule.OverdueDays(facts, asOf)
	}
	return v
}

// silentDays is how long nobody has reported; nil when nobody has yet.
func silentDays(last, asOf schedule.Date) *int {
	if last.IsZero() {
		return nil
	}
	days := max(asOf.Sub(last), 0)
	return &days
}

// atOffice says whether the unit had approved the report by the day.
func (r ReportRow) atOffice(asOf schedule.Date) bool {
	return !r.ApprovedOn.IsZero() && !r.ApprovedOn.After(asOf)
}

// pendingView is the report as it waited on the day; its version is today's.
func pendingView(r ReportRow, asOf schedule.Date, names cast) *PendingReport {
	state := Submitted
	if r.atOffice(asOf) {
		state = Approved
	}
	return &PendingReport{
		ReportID: r.ID, ReportVersion: r.Version, State: state, ProgressBp: r.ProgressBp, Note: r.Note, Forecast: orNull(r.Forecast),
		Claim: r.Claim, NoChange: r.NoChange, Month: r.Month, Author: names.user(r.AuthorID), SubmittedAt: instant(r.SubmittedAt),
	}
}

// holderOf says whose move it is: with an undecided report or claim the reviewer's, otherwise the lead unit's. Nobody holds
// what is done.
func holderOf(m MilestoneRow, pending map[int64]ReportRow, rules Rules, asOf schedule.Date, names cast) ItemHolder {
	if m.Done() {
		return ItemHolder{Kind: "none", Level: "none", Posts: []auth.PostRef{}}
	}
	unit := names.departments[m.LeadDepartmentID]
	if report, ok := pending[m.ID]; ok {
		return reviewHolder(report, m.LeadDepartmentID, rules, asOf, names)
	}
	if m.ClaimedOn.IsZero() {
		return ItemHolder{Kind: "unit", Level: "none", Department: &unit, Posts: []auth.PostRef{}}
	}
	return ItemHolder{Kind: "reviewer", Level: "unit", Department: &unit, Since: &m.ClaimedOn,
		Posts: names.reviewers.At("unit", m.LeadDepartmentID, asOf.Before(rules.Today)), Workdays: rules.Calendar.WorkdaysBetween(m.ClaimedOn, asOf),
		Late: rules.Set.ReviewLate(m.ClaimedOn, asOf, rules.Calendar)}
}

// reviewHolder is who had the report on asOf: the head of the unit until the unit approved it, then the supervision office.
// The unit is the one that led the item on that day: a report goes along when departments merge, its item's history does not.
func reviewHolder(r ReportRow, lead int64, rules Rules, asOf schedule.Date, names cast) ItemHolder {
	unit, since := names.departments[lead], r.RecordedOn
	h := ItemHolder{Kind: "reviewer", Level: "unit", Department: &unit}
	if r.atOffice(asOf) {
		h.Level, since = "office", r.ApprovedOn
	}
	h.Posts = names.reviewers.At(h.Level, lead, asOf.Before(rules.Today))
	h.Since, h.Workdays = &since, rules.Calendar.WorkdaysBetween(since, asOf)
	h.Late = rules.Set.ReviewLate(r.RecordedOn, asOf, rules.Calendar)
	return h
}
