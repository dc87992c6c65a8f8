package reports

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/nodefacts"
	"guatu/internal/schedule"
)

// itemLimit is how many items a work or attention list shows; its counts are exact.
const itemLimit = 200

// tally are the counts of a list, over all its rows and not only those shown.
type tally struct {
	Todo, Overdue, DueSoon, Reported, Unreported, Red, Yellow int
}

// mine is what a unit reports: open milestones whose window has opened, that are
// due, or that were reported before. Work is done by the plan in force: which items these are does not depend on the basis.
func (l *Loader) mine(scope auth.Scope, d day) clause {
	var s statement
	s.clause(d.within(scope)).add(" AND m.open = 1 AND ").clause(l.state(schedule.StateOpen, d.on(schedule.Current)))
	s.add(" AND (").clause(compiled(nodefacts.WindowOpen(l.set().On(d.asOf), d.asOf), schedule.Current, l.db))
	s.add(" OR m.clock_due <= ? OR m.last_report_month IS NOT NULL)", d.asOf)
	return clause{s.text.String(), s.args}
}

// rank orders a worklist: what is reported at the end, before it the worst first
// (item.urgency). It stands on the flags of judged.
const rank = "CASE WHEN reported = 1 THEN 9 WHEN colour = 'red' THEN 0 WHEN unreported = 1 THEN 1 WHEN colour = 'yellow' THEN 2" +
	" WHEN due_soon = 1 THEN 3 WHEN colour = 'green' THEN 4 ELSE 5 END"

// judged is the milestones of a unit's worklist with colour and states.
func (l *Loader) judged(scope auth.Scope, d day) clause {
	var s statement
	s.add("SELECT m.id AS id, " + nodefacts.ClockColumn(d.basis) + " AS clock_due, m.version AS version, ").clause(l.colour(d)).add(" AS colour")
	s.flag(l.reported(d), "reported")
	s.flag(l.state(schedule.StateOverdue, d), "overdue")
	s.flag(l.state(schedule.StateDueSoon, d), "due_soon")
	s.flag(l.unreported(d), "unreported")
	s.add(" FROM ").clause(d.from()).clause(d.pending()).add(" WHERE ").clause(l.mine(scope, d))
	return clause{s.text.String(), s.args}
}

// todoCounts are the counts of a tally over every row of judged, beside each row of the page.
const todoCounts = ", SUM(1 - reported) OVER () AS t_todo, SUM(overdue) OVER () AS t_overdue, SUM(due_soon) OVER () AS t_due_soon," +
	" SUM(reported) OVER () AS t_reported, SUM(unreported) OVER () AS t_unreported, SUM(CASE WHEN colour = 'red' THEN 1 ELSE 0 END) OVER () AS t_red," +
	" SUM(CASE WHEN colour = 'yellow' THEN 1 ELSE 0 END) OVER () AS t_yellow"

// todo returns the first milestones of a unit's worklist and counts all of them, in one statement. The page is found by
// ids alone; only its rows are read in full.
func (l *Loader) todo(ctx context.Context, scope auth.Scope, d day) (page []milestoneRow, counts tally, err error) {
	var s statement
	s.add("SELECT " + l.columns(ctx, d) + ", page.* FROM (SELECT id AS page_id, version AS page_version, " + rank + " AS place, clock_due AS page_due" + todoCounts + " FROM (").clause(l.judged(scope, d))
	s.add(") x ORDER BY place, CASE WHEN clock_due IS NULL THEN 1 ELSE 0 END, clock_due, id LIMIT ?) page", itemLimit)
	s.add(" JOIN " + d.table() + " m ON m.id = page.page_id AND m.version = page.page_version").clause(d.pending())
	s.add(" JOIN projects p ON p.id = m.project_id")
	rows, err := scan[struct {
		Row    milestoneRow `gorm:"embedded"`
		Counts tally        `gorm:"embedded;embeddedPrefix:t_"`
	}](ctx, l.db, &s)
	for _, row := range rows {
		page, counts = append(page, row.Row), row.Counts
	}
	return page, counts, err
}

// alarming returns the first red and yellow milestones, those of the own line
// first, then the most overdue.
func (l *Loader) alarming(ctx context.Context, scope auth.Scope, line []int64, d day) ([]milestoneRow, error) {
	var s statement
	s.add("SELECT " + l.columns(ctx, d) + " FROM (SELECT m.id AS id, m.version AS version FROM ").clause(d.from())
	s.add(" WHERE " + d.stays() + " AND ").clause(d.within(scope)).add(" AND ").clause(l.colour(d)).add(" IN ('red', 'yellow') ORDER BY ")
	if len(line) > 0 {
		s.add("CASE WHEN m.leader_post_id IN ? THEN 0 ELSE 1 END, ", line)
	}
	s.add(l.urgent(d)+", m.id LIMIT ?) page", itemLimit)
	s.add(" JOIN " + d.table() + " m ON m.id = page.id AND m.version = page.version").clause(d.pending())
	s.add(" JOIN projects p ON p.id = m.project_id")
	return scan[milestoneRow](ctx, l.db, &s)
}

// urgent orders by the due date, what is not open last.
func (l *Loader) urgent(d day) string {
	due := nodefacts.ClockColumn(d.basis)
	open := "m.open = 1"
	if d.basis == schedule.Original {
		open = "m.verified = 0"
	}
	return "CASE WHEN " + open + " AND " + due + " IS NOT NULL THEN 0 ELSE 1 END, " + due
}

// reportRow is one report in the history of an item.
type reportRow struct {
	MilestoneID *int64
	IndicatorID *int64
	Month       schedule.Month
	State       string
	Note        string
	SubmittedAt int64
	ApprovedOn  schedule.Date
	DecidedOn   schedule.Date
}

// States of a report that waits.
const (
	stateSubmitted = "submitted"
	stateApproved  = "approved"
)

// stateOn is the state the report had on the day.
func (r reportRow) stateOn(d day) string {
	waited := r.State == stateSubmitted || r.State == stateApproved || r.DecidedOn.After(d.asOf)
	switch {
	case d.live() || !waited:
		return r.State
	case !r.ApprovedOn.IsZero() && !r.ApprovedOn.After(d.asOf):
		return stateApproved
	}
	return stateSubmitted
}

// lastReports returns the last three reports of each item, newest first;
// withdrawn ones are not shown.
func (l *Loader) lastReports(ctx context.Context, milestones, indicators []int64, d day) ([]reportRow, error) {
	if len(milestones)+len(indicators) == 0 {
		return nil, nil
	}
	none := []int64{0}
	var s statement
	s.add("SELECT milestone_id, indicator_id, month, state, note, submitted_at, approved_on, decided_on FROM (SELECT r.*, ROW_NUMBER() OVER"+
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
