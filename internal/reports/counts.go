package reports

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/nodefacts"
	"guatu/internal/schedule"
)

// group counts the milestones of one unit and one leader that have one colour.
type group struct {
	Department int64
	Leader     *int64
	Colour     schedule.Colour
	N          int
	Open       int
	Overdue    int
	Claimed    int
	DueSoon    int
	Unreported int
	Reported   int
}

// movedGroup counts milestones by their colours on both plans.
type movedGroup struct {
	Colour, BaseColour      schedule.Colour
	N, Overdue, BaseOverdue int
}

// moved counts the milestones the two plans judge differently, which are few: from
// these and the counts of one plan follow those of the other. What left the plan has no colour to take off: it is not counted.
func (l *Loader) moved(ctx context.Context, scope auth.Scope, d day) ([]movedGroup, error) {
	now, base := d.on(schedule.Current), d.on(schedule.Original)
	var s statement
	s.add("SELECT colour, base_colour, COUNT(*) AS n, SUM(overdue) AS overdue, SUM(base_overdue) AS base_overdue FROM (SELECT ").
		add("CASE WHEN m.exited_on IS NULL THEN ").clause(l.colour(now)).add(" ELSE '' END AS colour, ").clause(l.colour(base)).add(" AS base_colour")
	s.flag(l.state(schedule.StateOverdue, now), "overdue").flag(l.state(schedule.StateOverdue, base), "base_overdue")
	s.add(" FROM ").clause(d.from()).add(" WHERE " + nodefacts.Moved + " AND m.carried_on IS NULL AND ").clause(d.within(scope))
	return scan[movedGroup](ctx, l.db, s.add(") x GROUP BY colour, base_colour"))
}

// groups counts every milestone the scope reaches in one statement. The colour
// and the states are compiled from the rule set: the same conditions as the
// lists of milestones.
func (l *Loader) groups(ctx context.Context, scope auth.Scope, d day) ([]group, error) {
	var s statement
	s.add("SELECT department, leader, colour, COUNT(*) AS n, SUM(open) AS open, SUM(overdue) AS overdue, SUM(claimed) AS claimed," +
		" SUM(due_soon) AS due_soon, SUM(unreported) AS unreported, SUM(reported) AS reported FROM (" +
		"SELECT m.lead_department_id AS department, m.leader_post_id AS leader, ").clause(l.colour(d)).add(" AS colour")
	s.flag(l.state(schedule.StateOpen, d), "open")
	s.flag(l.state(schedule.StateOverdue, d), "overdue")
	s.flag(l.state(schedule.StateClaimed, d), "claimed")
	s.flag(l.state(schedule.StateDueSoon, d), "due_soon")
	s.flag(l.unreported(d), "unreported")
	s.flag(l.sent(d), "reported")
	// What was carried over counts once: where it goes on. What left the plan is nobody's duty.
	s.add(" FROM ").clause(d.from()).add(" WHERE " + d.stays() + " AND ").clause(d.within(scope))
	s.add(") x GROUP BY department, leader, colour")
	return scan[group](ctx, l.db, &s)
}

// board is the ten tasks of a year, judged.
type board struct {
	lines   [][]IndicatorLine // of each task; a task without indicators has one line with an ID of 0
	results []schedule.TaskResult
	// original are the results on the original plan.
	original []schedule.TaskResult
}

// board reads and judges the tasks of a year the scope reaches.
func (l *Loader) board(ctx context.Context, scope auth.Scope, year int, d day) (board, error) {
	lines, err := l.indicators.Lines(ctx, scope, year, year, false, d.asOf)
	if err != nil {
		return board{}, err
	}
	return l.judge(lines, d), nil
}

// judge groups lines by task and judges them on the day.
func (l *Loader) judge(lines []IndicatorLine, d day) (b board) {
	for _, line := range lines {
		if n := len(b.lines); n > 0 && b.lines[n-1][0].TaskID == line.TaskID {
			b.lines[n-1] = append(b.lines[n-1], line)
			continue
		}
		b.lines = append(b.lines, []IndicatorLine{line})
	}
	for _, task := range b.lines {
		var facts, original []schedule.IndicatorFacts
		for _, line := range task {
			if line.ID != 0 {
				facts, original = append(facts, line.Facts), append(original, line.BaseFacts)
			}
		}
		b.results = append(b.results, l.set().Task(facts, d.asOf, l.calendar()))
		b.original = append(b.original, l.set().Task(original, d.asOf, l.calendar()))
	}
	return b
}
