package livelihood

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// What stands in the way of carrying an indicator over.
const (
	BlockPending   = "report_pending"        // a reading waits for its decision
	BlockClaim     = "claim_pending"         // a confirmed 100 % waits to be verified
	BlockYear      = "year_running"          // its year is not over, the figure still grows
	BlockDecember  = "december_open"         // December can still be reported, and nothing has been
	BlockFull      = "full_unverified"       // nothing is left to promise, but it was not verified
	BlockMilestone = "milestone_not_carried" // the milestone it points at has not been carried over
	BlockWords     = "words"                 // a slogan is written anew where it is wanted
)

// TaskCandidate is a task of a plan with its unfinished indicators, as whoever
// carries the plan over needs it, in plain types.
type TaskCandidate struct {
	ID           int64
	Ordinal      int
	Title        string
	DepartmentID int64
	Indicators   []IndicatorCandidate
}

// IndicatorCandidate is an unfinished indicator.
type IndicatorCandidate struct {
	ID           int64
	Ordinal      int
	Name         string
	Type         schedule.IndicatorType
	DepartmentID int64
	Unit         string
	TargetMilli  *int64
	StartMilli   *int64
	ValueMilli   *int64
	// RemainingMilli is what a CUM has not reached of its target.
	RemainingMilli *int64
	Due            schedule.Date
	MilestoneID    *int64
	// ProposedTarget and ProposedDue are what the next plan promises unless it
	// says otherwise.
	ProposedTarget *int64
	ProposedDue    schedule.Date
	// Blocked says what stands in the way; empty: nothing.
	Blocked string
}

// TaskOrder carries the unfinished indicators of a task over; an indicator order
// says what is promised otherwise than proposed.
type TaskOrder struct {
	ID         int64
	Ordinal    int
	Indicators []IndicatorOrder
}

// IndicatorOrder is another target or due date; nil and zero stay as proposed.
type IndicatorOrder struct {
	ID          int64
	TargetMilli *int64
	Due         schedule.Date
}

// IndicatorCarried is an indicator and the one that goes on with it.
type IndicatorCarried struct{ From, To int64 }

// IndicatorSkipped is an indicator that could not be carried over yet.
type IndicatorSkipped struct {
	ID   int64
	Name string
	Code string
}

// TaskCarried is what became of a task: To is 0 when nothing of it was carried.
type TaskCarried struct {
	From, To   int64
	Indicators []IndicatorCarried
	Skipped    []IndicatorSkipped
}

// unfinished says whether the promise of the line is still to be carried over.
func (r Rules) unfinished(l line, today schedule.Date) bool {
	i := l.Indicator
	return i.ID != 0 && i.CarriedOn.IsZero() && i.ExitedOn.IsZero() && !r.Set.Indicator(r.facts(l, day{today, today}), today, r.Calendar).Done
}

// blocked says what stands in the way of carrying the line over on the day. A
// figure is carried when the year is over and its December is in or can not come
// in time any more, so that nothing of one year is counted in the next.
func (r Rules) blocked(l line, today schedule.Date) string {
	i := l.Indicator
	december := l.year()[11]
	switch {
	case i.Type == schedule.TypeWords:
		return BlockWords
	case i.event():
		if l.Milestone.CarriedTo == nil {
			return BlockMilestone
		}
		return ""
	case !i.PendingOn.IsZero():
		return BlockPending
	case !i.claimDay().IsZero():
		return BlockClaim
	case today.Year() <= l.Task.Year:
		return BlockYear
	case i.Type == schedule.TypeOpen:
		return ""
	case i.LastReportMonth.Before(december) && !today.After(r.Set.Cutoff(december)):
		return BlockDecember
	case i.Type == schedule.TypeCum && i.remaining() <= 0:
		return BlockFull
	}
	return ""
}

// remaining is what a CUM has not reached of its target.
func (i indicatorRow) remaining() int64 {
	q := i.quantity()
	return q.Target - (q.Value - q.Start)
}

// goOn is the indicator that goes on with an unfinished one in a task of the next
// year: what is left of a figure, from where it stands, so that what was done
// before 1 January does not count again.
func (l line) goOn(task taskRow) indicatorRow {
	i := l.Indicator
	next := i.copied(task, task.Year-l.Task.Year)
	next.CarriedFrom = &i.ID
	switch {
	case i.Type == schedule.TypeCum:
		left, start := i.remaining(), i.quantity().Value
		next.TargetMilli, next.StartMilli, next.MonthlyPlan = &left, &start, nil
	case i.Type == schedule.TypeRate:
		next.StartMilli, next.MonthlyPlan = i.ValueMilli, nil
	case i.event():
		next.MilestoneID = l.Milestone.CarriedTo
	}
	return next
}

// CarryCandidates returns the tasks of a year with their unfinished indicators
// that the actor may read, in the order of the plan.
func (s *Service) CarryCandidates(ctx context.Context, year int) ([]TaskCandidate, error) {
	sel := selection{from: year, to: year, nodes: s.scope(ctx, auth.PermMilestonesRead)}
	lines, err := s.store.lines(ctx, sel, s.scope(ctx, auth.PermLivelihoodRead), s.store.at(schedule.Date{}), s.rules())
	if err != nil {
		return nil, err
	}
	rules, today := s.rules(), s.clock.Today()
	out := []TaskCandidate{}
	for _, group := range grouped(lines) {
		t := group[0].Task
		task := TaskCandidate{ID: t.ID, Ordinal: t.Ordinal, Title: t.Title, DepartmentID: t.DepartmentID, Indicators: []IndicatorCandidate{}}
		for _, l := range group {
			if rules.unfinished(l, today) {
				task.Indicators = append(task.Indicators, rules.candidate(l, today))
			}
		}
		out = append(out, task)
	}
	return out, nil
}

func (r Rules) candidate(l line, today schedule.Date) IndicatorCandidate {
	i := l.Indicator
	next := l.goOn(taskRow{Year: l.Task.Year + 1})
	c := IndicatorCandidate{
		ID: i.ID, Ordinal: i.Ordinal, Name: i.Name, Type: i.Type, DepartmentID: i.DepartmentID, Unit: i.Unit, TargetMilli: i.TargetMilli,
		StartMilli: i.StartMilli, ValueMilli: i.ValueMilli, Due: i.DueOn, MilestoneID: i.MilestoneID,
		ProposedTarget: next.TargetMilli, ProposedDue: next.DueOn, Blocked: r.blocked(l, today),
	}
	if i.event() && l.Milestone.ID != 0 {
		c.Due, c.ProposedDue = l.Milestone.Due(), schedule.Date{}
	}
	if i.Type == schedule.TypeCum {
		left := max(i.remaining(), 0)
		c.RemainingMilli = &left
	}
	return c
}

// CarryTask carries the unfinished indicators of a task over to a task of the next
// year, in the transaction of the carry-over; that task is made once and found
// again. Faults of the order are named by their place (indicators[0].targetMilli).
// What is carried already is left as it is.
func (s *Service) CarryTask(ctx context.Context, tx *gorm.DB, year int, order TaskOrder) (TaskCarried, error) {
	out := TaskCarried{From: order.ID}
	task, err := lock[taskRow](tx, order.ID)
	if err != nil {
		return out, err
	}
	if task.Year != year {
		return out, httpapi.Invalid(placedFault("id", fault{"", "other_year"}))
	}
	lines, err := s.lockedLines(ctx, tx, task)
	if err != nil {
		return out, err
	}
	asked := map[int64]int{}
	for n, o := range order.Indicators {
		asked[o.ID] = n
	}
	rules, today := s.rules(), s.clock.Today()
	var going []line
	for _, l := range lines {
		if !rules.unfinished(l, today) {
			delete(asked, l.Indicator.ID)
			continue
		}
		if code := rules.blocked(l, today); code != "" {
			delete(asked, l.Indicator.ID)
			out.Skipped = append(out.Skipped, IndicatorSkipped{ID: l.Indicator.ID, Name: l.Indicator.Name, Code: code})
			continue
		}
		going = append(going, l)
	}
	if len(going) > 0 {
		if out, err = s.carryLines(ctx, tx, task, going, order, asked, out); err != nil {
			return out, err
		}
	}
	var faults []httpapi.FieldError
	for _, n := range asked { // an order for what is not there
		faults = append(faults, placedFault(fmt.Sprintf("indicators[%d].id", n), fault{"", "not_unfinished"}))
	}
	if len(faults) > 0 {
		return out, httpapi.Invalid(faults...)
	}
	return out, nil
}

// lockedLines reads the lines of a locked task with their indicators locked.
func (s *Service) lockedLines(ctx context.Context, tx *gorm.DB, task taskRow) ([]line, error) {
	rows, err := indicatorsOf(tx, task.ID)
	if err != nil {
		return nil, err
	}
	locked := map[int64]indicatorRow{}
	for _, row := range rows {
		locked[row.ID] = row
	}
	lines, err := s.store.lines(ctx, selection{task: task.ID}, auth.Scope{All: true}, s.store.at(schedule.Date{}), s.rules())
	if err != nil {
		return nil, err
	}
	out := lines[:0]
	for _, l := range lines {
		row, ok := locked[l.Indicator.ID]
		if !ok {
			continue
		}
		l.Task, l.Indicator = task, row
		out = append(out, l)
	}
	return out, nil
}

// carryLines writes the successors and closes the old rows; it takes the orders it
// has followed out of asked.
func (s *Service) carryLines(ctx context.Context, tx *gorm.DB, task taskRow, going []line, order TaskOrder, asked map[int64]int, out TaskCarried) (TaskCarried, error) {
	next, err := s.nextTask(ctx, tx, task, order.Ordinal)
	if err != nil {
		return out, err
	}
	out.To = next.ID
	var faults []httpapi.FieldError
	for _, l := range going {
		made := l.goOn(next)
		n, named := asked[l.Indicator.ID]
		delete(asked, l.Indicator.ID)
		if named {
			if o := order.Indicators[n]; o.TargetMilli != nil {
				made.TargetMilli = o.TargetMilli
			}
			if o := order.Indicators[n]; !o.Due.IsZero() {
				made.DueOn = o.Due
			}
		}
		wrong := made.faults(next.Year)
		if !made.DueOn.IsZero() && made.DueOn.Year() < next.Year {
			wrong = append(wrong, fault{"due", "due_before_plan"})
		}
		for _, f := range wrong {
			faults = append(faults, placedFault(fmt.Sprintf("indicators[%d].%s", n, f.field), f))
		}
		if len(faults) > 0 {
			continue
		}
		if err := s.carryIndicator(ctx, tx, l.Indicator, &made); err != nil {
			return out, err
		}
		out.Indicators = append(out.Indicators, IndicatorCarried{From: l.Indicator.ID, To: made.ID})
	}
	if len(faults) > 0 {
		return out, httpapi.Invalid(faults...)
	}
	return out, nil
}

func (s *Service) carryIndicator(ctx context.Context, tx *gorm.DB, before indicatorRow, made *indicatorRow) error {
	if err := s.freeOrdinal(tx, made); err != nil {
		return err
	}
	if err := s.enterIndicator(ctx, tx, made); err != nil {
		return err
	}
	after := before
	after.CarriedTo, after.CarriedOn = &made.ID, s.clock.Today()
	return s.recordCarry(ctx, tx, "indicator.carry", before, after)
}

// recordCarry writes where an indicator went, or that it came back.
func (s *Service) recordCarry(ctx context.Context, tx *gorm.DB, action string, before, after indicatorRow) error {
	after, err := s.store.writeIndicator(ctx, tx, before, after, actorID(ctx))
	if err != nil {
		return err
	}
	was, is := traces(before.Version, after.Version, differences(before.columns(), after.columns()), "")
	return s.audit.Record(ctx, tx, audit.Event{Action: action, Entity: entityIndicator, EntityID: after.ID, Before: was, After: is})
}

// carryBack opens the indicator again that a removed one went on with, so that no
// promise is lost with a draft.
func (s *Service) carryBack(ctx context.Context, tx *gorm.DB, removed indicatorRow) error {
	if removed.CarriedFrom == nil {
		return nil
	}
	before, err := lock[indicatorRow](tx, *removed.CarriedFrom)
	if err != nil {
		return err
	}
	after := before
	after.CarriedTo, after.CarriedOn = nil, schedule.Date{}
	return s.recordCarry(ctx, tx, "indicator.carryBack", before, after)
}

// nextTask finds the task of the next year that goes on with a task, or makes it.
func (s *Service) nextTask(ctx context.Context, tx *gorm.DB, task taskRow, ordinal int) (taskRow, error) {
	var found taskRow
	done := tx.Clauses(forUpdate()).Where("carried_from = ?", task.ID).Limit(1).Find(&found)
	if done.Error != nil || done.RowsAffected > 0 {
		return found, database.Translate(done.Error)
	}
	if ordinal == 0 {
		ordinal = task.Ordinal
	}
	next := task.copied(TaskCopy{Year: task.Year + 1, Ordinal: ordinal})
	next.CarriedFrom = &task.ID
	if faults := next.faults(); len(faults) > 0 {
		return next, invalid(faults)
	}
	return next, s.enterTask(ctx, tx, &next)
}

// freeOrdinal moves an indicator behind the others when its place in the task is
// taken.
func (s *Service) freeOrdinal(tx *gorm.DB, row *indicatorRow) error {
	var taken, last int
	err := tx.Raw("SELECT COALESCE(SUM(CASE WHEN ordinal = ? THEN 1 ELSE 0 END), 0), COALESCE(MAX(ordinal), 0) FROM indicators WHERE task_id = ?",
		row.Ordinal, row.TaskID).Row().Scan(&taken, &last)
	if taken > 0 {
		row.Ordinal = last + 1
	}
	return database.Translate(err)
}

func placedFault(field string, f fault) httpapi.FieldError {
	t := faultText(f.code)
	return httpapi.Fault(field, f.code, t.zh, t.en)
}
