package reports

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/schedule"
)

// itemLimit is how many items a work or attention list shows; its counts are exact.
const itemLimit = 200

// tally are the counts of a list, over all its rows and not only those shown.
type tally struct {
	Todo, Overdue, DueSoon, Reported, Unreported, Red, Yellow int
}

// mine is what a unit reports: open milestones whose window has opened, that are
// due, or that were reported before.
func (l *Loader) mine(scope auth.Scope, d day) clause {
	var s statement
	s.clause(d.within(scope)).add(" AND m.open = 1 AND ").clause(l.state(schedule.StateOpen, d))
	s.add(" AND (").clause(compiled(windowOpen(l.set, d.asOf), l.db))
	s.add(" OR m.clock_due <= ? OR m.last_report_month IS NOT NULL)", d.asOf)
	return clause{s.text.String(), s.args}
}

// rank orders a worklist: what is reported at the end, before it the worst first.
func (l *Loader) rank(d day) clause {
	var s statement
	s.add("CASE WHEN ").clause(l.reported(d)).add(" THEN 9")
	s.add(" WHEN ").clause(l.colour(schedule.Red, d)).add(" THEN 0")
	s.add(" WHEN ").clause(l.unreported(d)).add(" THEN 1")
	s.add(" WHEN ").clause(l.colour(schedule.Yellow, d)).add(" THEN 2")
	s.add(" WHEN ").clause(l.state(schedule.StateDueSoon, d)).add(" THEN 3")
	s.add(" WHEN ").clause(l.colour(schedule.Green, d)).add(" THEN 4 ELSE 5 END")
	return clause{s.text.String(), s.args}
}

// todo returns the first milestones of a unit's worklist.
func (l *Loader) todo(ctx context.Context, scope auth.Scope, d day) ([]milestoneRow, error) {
	var s statement
	s.add("SELECT " + rowColumns() + " FROM ").clause(d.from()).clause(d.pending())
	s.add(" JOIN projects p ON p.id = m.project_id WHERE ").clause(l.mine(scope, d))
	s.add(" ORDER BY ").clause(l.rank(d))
	s.add(", CASE WHEN m.clock_due IS NULL THEN 1 ELSE 0 END, m.clock_due, m.id LIMIT ?", itemLimit)
	return scan[milestoneRow](ctx, l.db, &s)
}

// todoTally counts the milestones of a unit's worklist.
func (l *Loader) todoTally(ctx context.Context, scope auth.Scope, d day) (tally, error) {
	var s statement
	s.add("SELECT COALESCE(SUM(1 - reported), 0) AS todo, COALESCE(SUM(overdue), 0) AS overdue, COALESCE(SUM(due_soon), 0) AS due_soon," +
		" COALESCE(SUM(reported), 0) AS reported, COALESCE(SUM(unreported), 0) AS unreported, COALESCE(SUM(red), 0) AS red," +
		" COALESCE(SUM(yellow), 0) AS yellow FROM (SELECT m.id AS id")
	s.flag(l.reported(d), "reported")
	s.flag(l.state(schedule.StateOverdue, d), "overdue")
	s.flag(l.state(schedule.StateDueSoon, d), "due_soon")
	s.flag(l.unreported(d), "unreported")
	s.flag(l.colour(schedule.Red, d), "red")
	s.flag(l.colour(schedule.Yellow, d), "yellow")
	s.add(" FROM ").clause(d.from()).clause(d.pending()).add(" WHERE ").clause(l.mine(scope, d)).add(") x")
	rows, err := scan[tally](ctx, l.db, &s)
	if err != nil || len(rows) == 0 {
		return tally{}, err
	}
	return rows[0], nil
}

// alarming returns the first red and yellow milestones, those of the own line
// first, then the most overdue.
func (l *Loader) alarming(ctx context.Context, scope auth.Scope, line []int64, d day) ([]milestoneRow, error) {
	var s statement
	s.add("SELECT " + rowColumns() + " FROM ").clause(d.from()).clause(d.pending())
	s.add(" JOIN projects p ON p.id = m.project_id WHERE ").clause(d.within(scope))
	s.add(" AND (").clause(l.colour(schedule.Red, d)).add(" OR ").clause(l.colour(schedule.Yellow, d)).add(") ORDER BY ")
	if len(line) > 0 {
		s.add("CASE WHEN m.leader_post_id IN ? THEN 0 ELSE 1 END, ", line)
	}
	s.add("CASE WHEN m.open = 1 AND m.clock_due IS NOT NULL THEN 0 ELSE 1 END, m.clock_due, m.id LIMIT ?", itemLimit)
	return scan[milestoneRow](ctx, l.db, &s)
}

// reportRow is one report in the history of an item.
type reportRow struct {
	MilestoneID *int64
	IndicatorID *int64
	Month       schedule.Month
	State       string
	Note        string
	SubmittedAt int64
	DecidedOn   schedule.Date
}

// stateOn is the state the report had on the day.
func (r reportRow) stateOn(d day) string {
	if !d.live() && r.DecidedOn.After(d.asOf) {
		return "submitted"
	}
	return r.State
}

// lastReports returns the last three reports of each item, newest first;
// withdrawn ones are not shown.
func (l *Loader) lastReports(ctx context.Context, milestones, indicators []int64, d day) ([]reportRow, error) {
	if len(milestones)+len(indicators) == 0 {
		return nil, nil
	}
	none := []int64{0}
	var s statement
	s.add("SELECT milestone_id, indicator_id, month, state, note, submitted_at, decided_on FROM (SELECT r.*, ROW_NUMBER() OVER"+
		" (PARTITION BY r.milestone_id, r.indicator_id ORDER BY r.id DESC) AS place FROM reports r"+
		" WHERE (r.milestone_id IN ? OR r.indicator_id IN ?)", append(none, milestones...), append(none, indicators...))
	if d.live() {
		s.add(" AND r.state <> 'withdrawn'")
	} else {
		s.add(" AND r.recorded_on <= ? AND (r.state <> 'withdrawn' OR r.decided_on > ?)", d.asOf, d.asOf)
	}
	s.add(") x WHERE place <= 3 ORDER BY id DESC")
	return scan[reportRow](ctx, l.db, &s)
}
