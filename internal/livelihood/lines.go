package livelihood

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Line is an indicator with its task in plain types, for read models of others.
// A task without indicators is one line with an ID of 0.
type Line struct {
	TaskID           int64
	TaskVersion      int64
	Year             int
	TaskOrdinal      int
	Title            string
	ShortTitle       string
	TaskDepartmentID int64
	TaskLeaderPostID *int64
	TaskSample       bool

	ID           int64
	Version      int64
	Ordinal      int
	Name         string
	DepartmentID int64
	LeaderPostID *int64 // by default that of the task
	// NodeDepartmentID leads the milestone it points at; 0: none.
	NodeDepartmentID int64
	Unit             string
	TargetMilli      *int64
	StartMilli       *int64
	ValueMilli       *int64
	MilestoneID      *int64
	Due              schedule.Date // own due date; EVENT, STAGE: of the milestone
	Claimed          schedule.Date
	LastNote         string
	LastReportMonth  schedule.Month
	NoChangeCount    int
	Sample           bool
	// DataOn is the day of the newest confirmed figure or completion.
	DataOn schedule.Date
	// Reported says that it is reported by readings here: not at a milestone,
	// not a slogan, not finished, not suspended, not out of the plan, not carried over to the next plan.
	Reported bool
	// Carried says that it was carried over to the next plan, where it counts.
	Carried bool
	// Conclusion is the 验收结论 of whoever verified it, or its milestone.
	Conclusion string
	// AskedMonth is the latest month up to the one reported on the day that asks
	// for a reading; absent when nothing is asked (yet).
	AskedMonth schedule.Month
	// ReportMonth is the month a reading sent on the day is for: a missed one is made good first.
	ReportMonth schedule.Month
	// ReturnedMonth is that of the last report when it was sent back and nothing was sent since.
	ReturnedMonth schedule.Month
	// Cycle is how often it is reported, Period the one a reading sent on the day is for.
	Cycle        schedule.Cycle
	Period       schedule.ReportPeriod
	LastPeriodTo schedule.Date
	LastReportOn schedule.Date
	// ShareBp and UncappedBp are nil where there is no figure yet; PlanBp where
	// nothing is measured.
	ShareBp    *int
	UncappedBp *int
	PlanBp     *int

	// The reading that waits for a decision; a PendingID of 0: none.
	PendingID       int64
	PendingVersion  int64
	PendingMonth    schedule.Month
	PendingOn       schedule.Date
	PendingMilli    *int64
	PendingNote     string
	PendingNoChange bool
	PendingClaim    bool
	PendingAuthorID int64
	PendingAt       int64 // Unix milliseconds
	// PendingApprovedOn is the day the unit approved it.
	PendingApprovedOn schedule.Date

	// Facts are what schedule judges on the plan that was asked for, BaseFacts the same on the original plan.
	Facts     schedule.IndicatorFacts
	BaseFacts schedule.IndicatorFacts
}

// Lines returns the indicators of the tasks of the years from…to that the scope
// reaches, in the order of the plan, as recorded by asOf (absent: today), measured
// against the plan of the context: two statements at most. With own it returns only what is reported by readings, and
// the scope is judged by the unit and leader of each indicator instead of those
// of its task: one statement.
func (d *Desk) Lines(ctx context.Context, scope auth.Scope, from, to int, own bool, asOf schedule.Date) ([]Line, error) {
	at := d.store.at(asOf)
	lines, err := d.store.lines(ctx, selection{from: from, to: to, own: own}, scope, at, d.rules())
	if err != nil {
		return nil, err
	}
	when, rules := day{asOf: at.asOf, today: d.store.clock.Today()}, d.rules().on(httpapi.Basis(ctx))
	out := make([]Line, 0, len(lines))
	for _, l := range lines {
		out = append(out, rules.plain(l, when))
	}
	return out, nil
}

func (r Rules) plain(l line, d day) Line {
	now := l
	l = r.seen(l)
	t, i, p := l.Task, l.Indicator, l.Pending
	out := Line{
		TaskID: t.ID, TaskVersion: t.Version, Year: t.Year, TaskOrdinal: t.Ordinal, Title: t.Title, ShortTitle: t.ShortTitle,
		TaskDepartmentID: t.DepartmentID, TaskLeaderPostID: t.LeaderPostID, TaskSample: t.Sample,
		ID: i.ID, Version: i.Version, Ordinal: i.Ordinal, Name: i.Name, DepartmentID: i.DepartmentID, LeaderPostID: l.leader(), NodeDepartmentID: l.Rights.NodeDepartmentID,
		Unit: i.Unit, TargetMilli: i.TargetMilli, StartMilli: i.StartMilli, ValueMilli: i.ValueMilli, MilestoneID: i.MilestoneID,
		Due: i.DueOn, Claimed: i.claimDay(), LastNote: i.LastNote, LastReportMonth: i.LastReportMonth, ReturnedMonth: i.ReturnedMonth,
		NoChangeCount: i.NoChangeCount, Sample: i.Sample, DataOn: i.ValueOn,
		Reported: i.ID != 0 && i.Type != schedule.TypeWords && !i.event() && !i.Verified && i.CarriedOn.IsZero() && i.SuspendedOn.IsZero() && i.ExitedOn.IsZero(),
		Carried:  !i.CarriedOn.IsZero(), Conclusion: i.Conclusion,
		PendingID: p.ID, PendingVersion: p.Version, PendingMonth: p.Month, PendingOn: p.RecordedOn, PendingMilli: p.ValueMilli, PendingNote: p.Note,
		PendingNoChange: p.NoChange, PendingClaim: p.Claim, PendingAuthorID: p.AuthorID, PendingAt: p.SubmittedAt, PendingApprovedOn: p.ApprovedOn,
	}
	if i.ID == 0 {
		return out
	}
	out.Facts, out.BaseFacts = r.facts(now, d), r.on(schedule.Original).facts(now, d)
	out.AskedMonth, out.ReportMonth = now.asked(r.Set.LastReportMonth(d.asOf).Next()), r.reportMonth(now, d.asOf)
	out.Cycle, out.LastPeriodTo, out.LastReportOn = now.cycle(), i.LastPeriodTo, i.LastReportOn
	if out.Period = r.Set.Period(schedule.CycleMonthly, out.ReportMonth.First(), r.Calendar); out.Cycle.Short() {
		out.Period = r.Set.RunningPeriod(out.Cycle, d.asOf, r.Calendar)
		if duty := now.duty().Short; duty != nil {
			out.Period = r.Set.ReportPeriodOf(*duty, d.asOf, r.Calendar)
		}
	}
	out.ShareBp, out.UncappedBp, out.PlanBp = l.shares(r.Set.Indicator(out.Facts, d.asOf, r.Calendar))
	if m := l.Milestone; i.event() && m.ID != 0 {
		out.Claimed, out.LastNote, out.LastReportMonth, out.NoChangeCount = m.ClaimedOn, m.LastNote, m.LastReportMonth, m.NoChangeCount
		out.DataOn, out.Conclusion = latest(m.ProgressOn, m.Reached), m.Conclusion
		if due := m.Fixed().On(r.Basis).Due(); !due.IsZero() {
			out.Due = due
		}
	}
	return out
}

// asked is the latest month up to `until` that asks for a reading: of a CUM or
// RATE every month from the start to December of the plan year, of a KEEP or
// SERVICE its periods; what has no target asks for none.
func (l line) asked(until schedule.Month) schedule.Month {
	var last schedule.Month
	months := l.months()
	if l.Indicator.Type == schedule.TypeCum || l.Indicator.Type == schedule.TypeRate {
		months = l.year()
	}
	for _, month := range months {
		if !month.After(until) && !month.Before(l.Indicator.PlannedStart) {
			last = month
		}
	}
	return last
}

func latest(a, b schedule.Date) schedule.Date {
	if b.After(a) {
		return b
	}
	return a
}
