package reports

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"guatu/internal/auth"
	"guatu/internal/schedule"
)

// item is a milestone, an indicator or the figures of a project, judged.
type item struct {
	row  milestoneRow
	line *IndicatorLine // an indicator
	// figures are those of a project; of the two neither: a milestone.
	figures *FigureItem

	lamp        schedule.Lamp
	due         schedule.Date
	overdue     int
	pending     pendingRow
	needsReport bool
	// claimed is the day of a claim that waits, also of a confirmed 100 % without
	// a report to decide.
	claimed schedule.Date
	// reported says that nothing is to do this month: reported for it and not sent back, or a
	// report or claim waits for its decision.
	reported bool
	// period is the one a report sent on the day is for, missed how many in a row
	// nobody reported, lastOn the day somebody did.
	period schedule.ReportPeriod
	missed int
	lastOn schedule.Date
	// month is the one a report sent on the day is for: a missed one is made good first.
	month schedule.Month
	// returned is the month of the last report when it was sent back and nothing was sent since.
	returned schedule.Month
}

// items judges milestones and indicators on the day.
func (l *Loader) items(rows []milestoneRow, lines []IndicatorLine, d day) []item {
	out := make([]item, 0, len(rows)+len(lines))
	month := l.reportMonth(d)
	for _, row := range rows {
		now := row.Facts(l.set(), l.calendar(), d.asOf, d.today)
		facts := now.On(d.basis)
		i := item{row: row, lamp: l.set().Milestone(facts, d.asOf, l.calendar()), due: facts.Due(), pending: row.Pending, claimed: row.ClaimedOn}
		if schedule.IsOverdue(facts, d.asOf) {
			i.overdue = schedule.OverdueDays(facts, d.asOf)
		}
		i.period, i.missed, i.lastOn = l.set().RunningPeriod(row.ReportCycle, d.asOf, l.calendar()), facts.Missed, row.LastReportOn
		i.returned = row.ReturnedMonth
		i.reported = row.Pending.ID != 0 || sentFor(row.ReportCycle, i.returned, row.LastReportMonth, row.LastPeriodTo, month, i.period)
		i.needsReport = !i.reported
		sent := row.Sent()
		sent.Returned = row.ReturnedMonth
		duty := l.set().MilestoneDuty(now, sent, d.asOf)
		if i.month = l.set().ReportMonth(duty, d.asOf); duty.Short != nil {
			i.period = l.set().ReportPeriodOf(*duty.Short, d.asOf, l.calendar())
		} else {
			i.period = l.set().Period(schedule.CycleMonthly, i.month.First(), l.calendar())
		}
		out = append(out, i)
	}
	for n := range lines {
		if i, shown := l.indicatorItem(&lines[n], d); shown {
			out = append(out, i)
		}
	}
	return out
}

// indicatorItem judges one indicator. What is done or left the plan is not shown, nor what has no
// target once its plan year is over.
func (l *Loader) indicatorItem(line *IndicatorLine, d day) (i item, shown bool) {
	result := l.set().Indicator(line.Facts, d.asOf, l.calendar())
	if result.Done || result.Exited || !result.Measurable && line.Year < d.asOf.Year() {
		return item{}, false
	}
	i = item{line: line, lamp: result.Lamp, due: line.Due, claimed: line.Claimed, pending: pendingRow{
		ID: line.PendingID, Version: line.PendingVersion, Month: line.PendingMonth, ValueMilli: line.PendingMilli,
		Note: line.PendingNote, NoChange: line.PendingNoChange, Claim: line.PendingClaim,
		AuthorID: line.PendingAuthorID, SubmittedAt: line.PendingAt,
		RecordedOn: line.PendingOn, ApprovedOn: line.PendingApprovedOn,
	}}
	if result.Lamp.Rule == schedule.RuleT1 {
		i.overdue = max(d.asOf.Sub(line.Due), 0)
	}
	asked := line.Reported && !line.AskedMonth.IsZero() // what has no target can be noted, but nobody owes it
	running := l.set().RunningPeriod(line.Cycle, d.asOf, l.calendar())
	i.returned = line.ReturnedMonth
	i.reported = line.PendingID != 0 || !line.Claimed.IsZero() ||
		asked && sentFor(line.Cycle, i.returned, line.LastReportMonth, line.LastPeriodTo, line.AskedMonth, running)
	i.period, i.missed, i.lastOn = line.Period, line.Facts.Missed, line.LastReportOn
	i.needsReport, i.month = asked && !i.reported, line.ReportMonth
	return i, true
}

// figureItem is the figures of a project, which the projects have judged.
func figureItem(f *FigureItem) item {
	w := f.Waiting
	return item{figures: f, lamp: f.Lamp, needsReport: f.Owed, reported: f.Reported, month: f.Month, missed: f.Missed, lastOn: f.LastOn, returned: f.Returned,
		pending: pendingRow{ID: w.ID, Version: w.Version, Month: w.Month, Note: w.Note, AuthorID: w.AuthorID, SubmittedAt: w.SubmittedAt,
			RecordedOn: w.RecordedOn, ApprovedOn: w.ApprovedOn}}
}

// sentFor says whether something was reported for the period now running to its
// cut-off, and was not sent back: by months the month asked for, else the running period.
func sentFor(c schedule.Cycle, returned, lastMonth schedule.Month, lastTo schedule.Date, asked schedule.Month, running schedule.ReportPeriod) bool {
	switch {
	case !returned.IsZero():
		return false
	case c.Short():
		return !lastTo.Before(running.To)
	}
	return !lastMonth.Before(asked)
}

func (i item) department() int64 {
	switch {
	case i.line != nil:
		return i.line.DepartmentID
	case i.figures != nil:
		return i.figures.DepartmentID
	}
	return i.row.LeadDepartmentID
}

func (i item) leader() *int64 {
	switch {
	case i.line != nil:
		return i.line.LeaderPostID
	case i.figures != nil:
		return i.figures.LeaderPostID
	}
	return i.row.LeaderPostID
}

// urgency is the place in a worklist; the same as the rank of the statement.
func (i item) urgency() int {
	switch {
	case i.reported:
		return 9
	case i.lamp.Colour == schedule.Red:
		return 0
	case i.lamp.Has(schedule.BadgeUnreported):
		return 1
	case i.lamp.Colour == schedule.Yellow:
		return 2
	case i.lamp.Has(schedule.BadgeDueSoon):
		return 3
	case i.lamp.Colour == schedule.Green:
		return 4
	}
	return 5
}

func byUrgency(a, b item) int {
	return cmp.Or(cmp.Compare(a.urgency(), b.urgency()), cmp.Compare(b.overdue, a.overdue), compareDue(a.due, b.due),
		cmp.Compare(a.row.ID, b.row.ID))
}

// compareDue orders by date, absent last.
func compareDue(a, b schedule.Date) int {
	if a.IsZero() || b.IsZero() {
		return compareBool(a.IsZero(), b.IsZero())
	}
	return a.Compare(b)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// view is the item as the API shows it, without what depends on the list.
func (l *Loader) view(ctx context.Context, i item, d day, names names) WorkItem {
	v := WorkItem{
		Kind: kindMilestone, Lamp: speak(ctx, i.lamp), Due: orNull(i.due), OverdueDays: i.overdue, NeedsReport: i.needsReport, ReportMonth: i.month, Period: i.period, MissedPeriods: i.missed,
		ReturnedMonth: orNull(i.returned), LastReportOn: orNull(i.lastOn), SilentDays: silentDays(i.lastOn, d.asOf),
		Department: names.department(i.department()), LeaderPost: names.post(i.leader()),
		Pending: pendingView(i.pending, d, names), Holder: l.holder(i, d, names),
	}
	if i.line != nil {
		v.fromIndicator(*i.line)
		return v
	}
	if i.figures != nil {
		v.Period = l.set().Period(schedule.CycleMonthly, i.month.First(), l.calendar())
		v.fromFigures(*i.figures)
		return v
	}
	m := i.row
	v.ID, v.Version, v.ProjectID, v.Title, v.Parent = m.ID, m.Version, &m.ProjectID, m.Name, m.ProjectName
	v.Baseline, v.Approved, v.Forecast = orNull(m.Baseline), orNull(m.Approved), orNull(m.Forecast)
	v.Key, v.Changes, v.SlipDays = m.Key, m.Changes, m.Due().Sub(m.Baseline)
	v.ProgressBp, v.LastNote, v.NoChangeCount = m.ProgressBp, m.LastNote, m.NoChangeCount
	v.ContactName, v.ContactPhone, v.Sample = m.ContactName, m.ContactPhone, m.Sample
	return v
}

func (v *WorkItem) fromIndicator(line IndicatorLine) {
	v.Kind, v.ID, v.Version, v.TaskID, v.Title = kindIndicator, line.ID, line.Version, &line.TaskID, line.Name
	v.Parent = fmt.Sprintf("实事 %d · %s", line.TaskOrdinal, line.Title)
	v.ValueMilli, v.TargetMilli, v.StartMilli, v.Unit = line.ValueMilli, line.TargetMilli, line.StartMilli, line.Unit
	v.AtMost = line.Facts.Type == schedule.TypeRate && line.Facts.Rate.AtMost
	v.IndicatorType, v.PlanBp, v.ShareBp = &line.Facts.Type, line.PlanBp, line.UncappedBp
	v.LastNote, v.NoChangeCount, v.Sample = line.LastNote, line.NoChangeCount, line.Sample
	v.GapBp = gapOf(line.PlanBp, line.UncappedBp)
}

func (v *WorkItem) fromFigures(f FigureItem) {
	v.Kind, v.ID, v.Version, v.ProjectID, v.Title = kindFigures, f.ID, f.Version, &f.ID, f.Name
	v.PlanBp, v.ShareBp, v.GapBp = f.PlanBp, f.ShareBp, gapOf(f.PlanBp, f.ShareBp)
	v.Figures = &WorkFigures{PlanYuan: f.PlanYuan, DoneYuan: f.DoneYuan, DoneThrough: orNull(f.DoneThrough), WorksStage: f.WorksStage}
	v.ContactName, v.ContactPhone, v.Sample = f.ContactName, f.ContactPhone, f.Sample
	if v.Pending != nil {
		v.Pending.DoneYuan, v.Pending.WorksStage = f.Waiting.DoneYuan, f.Waiting.WorksStage
	}
}

// gapOf is plan less actual; nil without a plan.
func gapOf(plan, share *int) *int {
	if plan == nil {
		return nil
	}
	gap := *plan
	if share != nil {
		gap -= *share
	}
	return &gap
}

// silentDays is how long nobody has reported; nil when nobody has yet.
func silentDays(last, asOf schedule.Date) *int {
	if last.IsZero() {
		return nil
	}
	days := max(asOf.Sub(last), 0)
	return &days
}

func pendingView(p pendingRow, d day, names names) *PendingItem {
	if p.ID == 0 {
		return nil
	}
	return &PendingItem{
		ReportID: p.ID, ReportVersion: p.Version, State: p.stateOn(d), ProgressBp: p.ProgressBp, ValueMilli: p.ValueMilli, Note: p.Note,
		Forecast: orNull(p.ForecastOn), Claim: p.Claim, NoChange: p.NoChange, Month: p.Month,
		Author: names.user(p.AuthorID), SubmittedAt: time.UnixMilli(p.SubmittedAt).UTC(),
	}
}

// atOffice says whether the unit had approved the report by the day.
func (p pendingRow) atOffice(d day) bool {
	return !p.ApprovedOn.IsZero() && !p.ApprovedOn.After(d.asOf)
}

func (p pendingRow) stateOn(d day) string {
	if p.atOffice(d) {
		return stateApproved
	}
	return stateSubmitted
}

// holder says whose move it is: with an undecided report or claim the reviewer's,
// otherwise the unit's. The head of the unit reviews first, then the supervision
// office, which alone decides a confirmed 100 % that nobody claimed.
func (l *Loader) holder(i item, d day, names names) WorkHolder {
	unit := names.department(i.department())
	h := WorkHolder{Kind: "reviewer", Level: "unit", Department: &unit}
	received := i.claimed
	if i.pending.ID != 0 {
		received = i.pending.RecordedOn
	}
	since := received
	switch {
	case i.pending.atOffice(d):
		h.Level, since = "office", i.pending.ApprovedOn
	case i.pending.ID == 0 && i.line != nil:
		h.Level = "office"
	}
	if since.IsZero() {
		return WorkHolder{Kind: "unit", Level: "none", Department: &unit, Posts: []auth.PostRef{}}
	}
	h.Posts = names.reviewers.At(h.Level, unit.ID, d.asOf.Before(d.today))
	h.Since, h.Workdays = &since, l.calendar().WorkdaysBetween(since, d.asOf)
	h.Late = l.set().ReviewLate(received, d.asOf, l.calendar())
	return h
}
