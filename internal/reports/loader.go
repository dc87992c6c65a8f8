package reports

import (
	"context"
	"strings"

	"guatu/internal/auth"
	"guatu/internal/nodefacts"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// Loader reads the facts every read model of this package is made of. It checks
// no rights: a scope is an argument of every query.
type Loader struct {
	db         *database.DB
	clock      *clock.Clock
	book       schedule.Rulebook
	indicators Indicators
	projects   Projects
}

func (l *Loader) set() *schedule.RuleSet       { return l.book.RuleSet() }
func (l *Loader) calendar() *schedule.Calendar { return l.book.Calendar() }

// day is the day a reader stands on, the business day, and whether the live
// tables are as they were recorded by it.
type day struct {
	asOf, today schedule.Date
	current     bool
	// basis is the plan lamps and states are measured against; zero: the current one.
	basis schedule.Basis
}

func (l *Loader) day(asOf schedule.Date) day {
	today := l.clock.Today()
	if asOf.IsZero() {
		asOf = today
	}
	return day{asOf: asOf, today: today, current: l.clock.Live(asOf)}
}

// on is the day on a basis.
func (d day) on(b schedule.Basis) day {
	d.basis = b
	return d
}

// stays is the condition that a milestone m is worked on under its plan: not carried over, and not out of the plan, which on
// the original plan nothing is.
func (d day) stays() string {
	if d.basis == schedule.Original {
		return "m.carried_on IS NULL"
	}
	return "m.carried_on IS NULL AND m.exited_on IS NULL"
}

func (d day) live() bool { return d.current }

// reportMonth is the month now running to its cut-off.
func (l *Loader) reportMonth(d day) schedule.Month { return l.set().LastReportMonth(d.asOf).Next() }

// milestoneRow is one milestone with what a list shows of it.
type milestoneRow struct {
	nodefacts.Columns

	ID               int64
	Version          int64
	ProjectID        int64
	ProjectName      string
	Name             string
	LeadDepartmentID int64
	LeaderPostID     *int64
	ContactName      string
	ContactPhone     string
	Sample           bool

	ProgressBp    *int
	LastNote      string
	NoChangeCount int
	ReturnedMonth schedule.Month
	LeftOn        schedule.Date // 退出 by an approved change

	Pending pendingRow `gorm:"embedded;embeddedPrefix:r_"`
}

// pendingRow is the report that waits for a decision. An ID of 0: none.
type pendingRow struct {
	ID          int64
	Version     int64
	Month       schedule.Month
	ProgressBp  *int
	ValueMilli  *int64
	Note        string
	ForecastOn  schedule.Date
	NoChange    bool
	Claim       bool
	AuthorID    int64
	SubmittedAt int64
	RecordedOn  schedule.Date
	ApprovedOn  schedule.Date // day the unit approved it
}

// from is the table under the alias m as it was recorded on the day. Rights are
// those of today: of a past day the live row is at hand as l.
func (d day) from() clause {
	if d.live() {
		return clause{text: "milestones m"}
	}
	return clause{"milestone_versions m JOIN milestones l ON l.id = m.id AND m.recorded_on <= ?" +
		" AND NOT EXISTS (SELECT 1 FROM milestone_versions n WHERE n.id = m.id AND n.recorded_on <= ? AND n.version > m.version)",
		[]any{d.asOf, d.asOf}}
}

// table is where the rows of the day are found by id and version.
func (d day) table() string {
	if d.live() {
		return "milestones"
	}
	return "milestone_versions"
}

// within is the scope over the live row.
func (d day) within(scope auth.Scope) clause {
	row := "l"
	if d.live() {
		row = "m"
	}
	text, args := scope.SQL(auth.Columns{
		Lead: row + ".lead_department_id", Leader: row + ".leader_post_id",
		CoExists: "EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = m.project_id AND u.department_id IN (%s))",
	})
	return clause{text, args}
}

// pending joins the report that waited for a decision on the day.
func (d day) pending() clause {
	if d.live() {
		return clause{text: " LEFT JOIN reports r ON r.milestone_id = m.id AND r.state IN ('submitted', 'approved')"}
	}
	return clause{" LEFT JOIN reports r ON r.milestone_id = m.id AND r.recorded_on <= ? AND (r.decided_on IS NULL OR r.decided_on > ?)",
		[]any{d.asOf, d.asOf}}
}

// colour is the colour of the lamp as one expression: the first-match table of
// the rule set.
func (l *Loader) colour(d day) clause {
	text, args := nodefacts.ColourSQL(l.set().MilestoneColours(d.asOf), d.basis, l.db)
	return clause{text, args}
}

// state is the condition that the milestone stands in the state.
func (l *Loader) state(s schedule.MilestoneState, d day) clause {
	return compiled(l.set().MilestoneIn(s, d.asOf), d.basis, l.db)
}

// reported is the condition that nothing is to do this month: reported for it and not sent back,
// or a report waits for its decision. It needs the join of pending.
func (l *Loader) reported(d day) clause {
	c := l.sent(d)
	return clause{"(r.id IS NOT NULL OR " + c.text + ")", c.args}
}

// sent is the condition that something was reported for the period now running to
// its cut-off, and was not sent back; sentFor says the same.
func (l *Loader) sent(d day) clause {
	out := clause{"(m.returned_month IS NULL AND (m.report_cycle NOT IN ('tenday', 'weekly') AND m.last_report_month >= ?", []any{l.reportMonth(d)}}
	for _, cycle := range []schedule.Cycle{schedule.CycleTenDay, schedule.CycleWeekly} {
		out.text += " OR m.report_cycle = '" + string(cycle) + "' AND m.last_period_to >= ?"
		out.args = append(out.args, l.set().RunningPeriod(cycle, d.asOf, l.calendar()).To)
	}
	out.text += "))"
	return out
}

// statement collects the parts of one statement with their arguments in order.
type statement struct {
	text strings.Builder
	args []any
}

func (s *statement) add(text string, args ...any) *statement {
	s.text.WriteString(text)
	s.args = append(s.args, args...)
	return s
}

func (s *statement) clause(c clause) *statement { return s.add(c.text, c.args...) }

// flag adds "1 where the condition holds, else 0" under a name.
func (s *statement) flag(c clause, name string) *statement {
	return s.add(", CASE WHEN ").clause(c).add(" THEN 1 ELSE 0 END AS " + name)
}

func scan[T any](ctx context.Context, db *database.DB, s *statement) ([]T, error) {
	var rows []T
	err := db.Read(ctx).Raw(s.text.String(), s.args...).Scan(&rows).Error
	return rows, database.Translate(err)
}

// columns names the columns of milestoneRow as of the day.
func (l *Loader) columns(ctx context.Context, d day) string {
	names := append(strings.Fields("id version project_id name lead_department_id leader_post_id sample progress_bp last_note no_change_count returned_month"),
		nodefacts.Names()...)
	for n, name := range names {
		names[n] = "m." + name
	}
	for _, name := range strings.Fields("id version month progress_bp value_milli note forecast_on no_change claim author_id submitted_at recorded_on approved_on") {
		names = append(names, "r."+name+" AS r_"+name)
	}
	return strings.Join(names, ", ") + ", m.exited_on AS left_on, p.name AS project_name" +
		", CASE WHEN m.contact_name <> '' THEN m.contact_name ELSE p.contact_name END AS contact_name" +
		", CASE WHEN m.contact_name <> '' THEN m.contact_phone ELSE p.contact_phone END AS contact_phone" + nodefacts.Under(ctx, l.set(), d.asOf, "")
}
