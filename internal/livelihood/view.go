package livelihood

import (
	"context"
	"time"

	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// cast is the people and units an answer names, looked up once.
type cast struct {
	departments map[int64]auth.DepartmentRef
	posts       map[int64]auth.PostRef
	users       map[int64]auth.UserRef
	promises    map[int64][]IndicatorPromise // of earlier plans
}

func (s *Service) cast(ctx context.Context, lines []line) (c cast, err error) {
	if c.promises, err = s.store.promisesOf(ctx, lines); err != nil {
		return c, err
	}
	var departments, posts, users []int64
	for _, l := range lines {
		departments = append(departments, l.Task.DepartmentID, l.Indicator.DepartmentID)
		posts = append(posts, or0(l.Task.LeaderPostID), or0(l.Indicator.LeaderPostID), or0(l.Indicator.ExceptionPostID))
		users = append(users, l.Pending.AuthorID)
	}
	if c.departments, err = s.directory.Departments(ctx, departments); err != nil {
		return c, err
	}
	if c.posts, err = s.directory.Posts(ctx, posts); err != nil {
		return c, err
	}
	c.users, err = s.directory.Users(ctx, users)
	return c, err
}

func (c cast) post(id *int64) *auth.PostRef {
	post, ok := c.posts[or0(id)]
	if !ok {
		return nil
	}
	return &post
}

// exception is why what nobody claimed was verified without evidence, and who allowed that.
func (c cast) exception(i indicatorRow) *IndicatorException {
	if i.ExceptionPostID == nil {
		return nil
	}
	return &IndicatorException{Words: i.ExceptionWords, AllowedBy: c.posts[*i.ExceptionPostID]}
}

func (c cast) user(id int64) auth.UserRef {
	if user, ok := c.users[id]; ok {
		return user
	}
	return auth.UserRef{ID: id}
}

// grouped splits lines into tasks; lines come in the order of the plan.
func grouped(lines []line) [][]line {
	var out [][]line
	for _, l := range lines {
		if n := len(out); n > 0 && out[n-1][0].Task.ID == l.Task.ID {
			out[n-1] = append(out[n-1], l)
			continue
		}
		out = append(out, []line{l})
	}
	return out
}

// judge rolls the indicators of one task up. A task without any has one line
// whose indicator is empty.
func (r Rules) judge(lines []line, d day) schedule.TaskResult {
	var facts []schedule.IndicatorFacts
	for _, l := range lines {
		if l.Indicator.ID != 0 {
			facts = append(facts, r.facts(l, d))
		}
	}
	return r.Set.Task(facts, d.asOf, r.Calendar)
}

// result judges one indicator.
func (r Rules) result(l line, d day) schedule.IndicatorResult {
	return r.Set.Indicator(r.facts(l, d), d.asOf, r.Calendar)
}

// taskView is one task as the API shows it.
func (s *Service) taskView(ctx context.Context, lines []line, d day, names cast) Task {
	rules := s.lens(ctx)
	t, result := lines[0].Task, rules.judge(lines, d)
	v := Task{
		ID: t.ID, Year: t.Year, Ordinal: t.Ordinal, Title: t.Title, ShortTitle: t.ShortTitle,
		Department: names.departments[t.DepartmentID], LeaderPost: names.post(t.LeaderPostID), Words: t.Words, ReportCycle: t.ReportCycle,
		CompletionBp: result.CompletionBp, ScheduleBp: result.ScheduleBp, Done: result.Done,
		Measurable: result.Measurable, Open: result.Open, WordsCount: result.Words, Exited: result.Exited,
		Lamp: speak(ctx, result.Lamp), Class: result.Class, Basis: httpapi.Basis(ctx), BaselineColour: result.Lamp.Colour,
		CarriedFrom: t.CarriedFrom, Indicators: []Indicator{}, Sample: t.Sample, Version: t.Version, AsOf: d.asOf,
	}
	for n, part := range result.Parts {
		v.Indicators = append(v.Indicators, s.indicatorView(ctx, lines[n], part, d, names))
	}
	if rules.Basis != schedule.Original {
		v.BaselineColour = rules.on(schedule.Original).judge(lines, d).Lamp.Colour
	}
	if n := result.Weakest; n >= 0 {
		w := v.Indicators[n]
		v.Weakest = &WeakestPart{IndicatorID: w.ID, Name: w.Name, Colour: w.Lamp.Colour, Reason: w.Lamp.Reason}
	}
	return v
}

// indicatorView is one indicator as the API shows it.
func (s *Service) indicatorView(ctx context.Context, l line, part schedule.IndicatorResult, d day, names cast) Indicator {
	basis, base := httpapi.Basis(ctx), l.onOriginal().Indicator
	colour := s.rules().on(schedule.Original).result(l, d).Lamp.Colour
	l = s.rules().on(basis).seen(l)
	i := l.Indicator
	v := Indicator{
		ID: i.ID, TaskID: i.TaskID, Ordinal: i.Ordinal, Name: i.Name, Type: i.Type,
		Department: names.departments[i.DepartmentID], LeaderPost: names.post(l.leader()),
		Weight: i.Weight, Firmness: i.Firmness, Unit: i.Unit, Comparator: i.Comparator,
		TargetMilli: i.TargetMilli, StartMilli: i.StartMilli, PlannedStart: orNull(i.PlannedStart),
		Due: orNull(i.DueOn), DeadlineWords: i.DeadlineWords, Precision: i.DatePrecision,
		MonthlyPlan: append([]int64{}, i.MonthlyPlan...), MilestoneID: i.MilestoneID,
		TargetChanges: i.TargetChanges, Changes: i.DueChanges, BaselineDue: orNull(i.BaseDueOn), Suspended: orNull(i.SuspendedOn),
		Exited: orNull(i.ExitedOn), ExitDocument: i.ExitDocument,
		Ladder: i.Ladder, TargetStage: i.TargetStage,
		ValueMilli: i.ValueMilli, ValueMonth: orNull(i.ValueMonth), ValueOn: orNull(i.ValueOn),
		NumeratorMilli: i.NumeratorMilli, DenominatorMilli: i.DenominatorMilli, PrintedBp: i.PrintedBp, Periods: l.periodViews(),
		BaselineColour: colour, Basis: basis,
		Done: part.Done, Lamp: speak(ctx, part.Lamp), Claimed: orNull(i.claimDay()), Verified: i.Verified,
		LastNote: i.LastNote, Conclusion: i.Conclusion, Evidence: append(evidence.List{}, i.Evidence...), Exception: names.exception(i), LastReportMonth: orNull(i.LastReportMonth), NoChangeCount: i.NoChangeCount,
		LastReportOn: orNull(i.LastReportOn), SilentDays: silentDays(i.LastReportOn, d.asOf),
		CarriedFrom: i.CarriedFrom, CarriedTo: i.CarriedTo, Promises: append(names.promises[i.ID], i.promise(l.Task.Year)),
		Words: i.Words, Note: i.Note, Sample: i.Sample, Version: i.Version,
	}
	v.MissedPeriods = part.Missed
	if i.TargetChanges > 0 {
		v.BaseTargetMilli = base.TargetMilli
	}
	if i.DueChanges > 0 {
		v.BaseDue = orNull(base.DueOn)
	}
	v.StageReached, _ = l.reached()
	v.ShareBp, v.ShareUncappedBp, v.PlanBp = l.shares(part)
	v.ComputedBp, v.RateMismatch = l.printed()
	if i.event() && l.Milestone.ID != 0 {
		v.fromMilestone(l.Milestone, d.asOf, basis)
	}
	if p := l.Pending; p.ID != 0 {
		level, since := p.held(d.asOf)
		v.Pending = &PendingReading{
			ReportID: p.ID, ReportVersion: p.Version, Level: level, Since: since, ValueMilli: p.ValueMilli, NumeratorMilli: p.NumeratorMilli,
			DenominatorMilli: p.DenominatorMilli, PrintedBp: p.PrintedBp, Met: p.Met, Note: p.Note, Claim: p.Claim, NoChange: p.NoChange,
			Month: p.Month, Author: names.user(p.AuthorID), SubmittedAt: time.UnixMilli(p.SubmittedAt).UTC(),
		}
	}
	return v
}

// held says which level of the review had the reading on the day, and since when.
func (p pendingRow) held(asOf schedule.Date) (level string, since schedule.Date) {
	if !p.ApprovedOn.IsZero() && !p.ApprovedOn.After(asOf) {
		return "office", p.ApprovedOn
	}
	return "unit", p.RecordedOn
}

// fromMilestone shows what an EVENT or STAGE has from the milestone it points at.
func (v *Indicator) fromMilestone(m milestoneRow, asOf schedule.Date, basis schedule.Basis) {
	if m.ProjectID != 0 {
		v.ProjectID = &m.ProjectID
	}
	v.Claimed, v.Verified = orNull(m.ClaimedOn), m.Done()
	v.Conclusion = m.Conclusion
	v.LastNote, v.LastReportMonth, v.NoChangeCount = m.LastNote, orNull(m.LastReportMonth), m.NoChangeCount
	v.LastReportOn, v.SilentDays = orNull(m.LastReportOn), silentDays(m.LastReportOn, asOf)
	if due := m.Fixed().On(basis).Due(); !due.IsZero() {
		v.Due = &due
	}
	if due := m.Fixed().On(schedule.Original).Due(); due != m.Due() {
		v.BaseDue = &due
	}
}

// silentDays is how long nobody has reported; nil when nobody has yet.
func silentDays(last, asOf schedule.Date) *int {
	if last.IsZero() {
		return nil
	}
	days := max(asOf.Sub(last), 0)
	return &days
}

// event says whether the indicator has the facts of a milestone and is reported there.
func (i indicatorRow) event() bool {
	return i.Type == schedule.TypeEvent || i.Type == schedule.TypeStage
}

// leader is the leader post of the indicator, by default that of the task.
func (l line) leader() *int64 {
	if l.Indicator.LeaderPostID != nil {
		return l.Indicator.LeaderPostID
	}
	return l.Task.LeaderPostID
}

// periodViews are the periods of a KEEP or SERVICE with their results.
func (l line) periodViews() []Period {
	out := []Period{}
	if l.Indicator.Type != schedule.TypeKeep && l.Indicator.Type != schedule.TypeService {
		return out
	}
	for _, month := range l.months() {
		p := Period{Month: month}
		if found := l.Indicator.result(month); found != nil {
			p.Met = &found.Met
		}
		out = append(out, p)
	}
	return out
}

// shares are c, c without its cap, and the plan, in basis points. What was never
// confirmed has no share: missing is not 0.
func (l line) shares(part schedule.IndicatorResult) (share, uncapped, plan *int) {
	if !part.Measurable {
		return nil, nil, nil
	}
	due := part.Plan.Bp()
	figure := l.Indicator.Type == schedule.TypeCum || l.Indicator.Type == schedule.TypeRate
	if figure && l.Indicator.ValueMilli == nil {
		return nil, nil, &due
	}
	capped := part.Share.Bp()
	whole := capped
	if figure {
		whole = max(capped, l.Indicator.attained().Bp())
	}
	if l.Indicator.Type == schedule.TypeRate && capped < wholeBp {
		whole = capped // short of the target the way made from the start value counts
	}
	return &capped, &whole, &due
}

// speak puts the sentence of a lamp into the caller's language.
func speak(ctx context.Context, lamp schedule.Lamp) schedule.Lamp {
	if httpapi.Language(ctx) == httpapi.English {
		lamp.Reason = lamp.Sentence(schedule.English)
	}
	return lamp
}
