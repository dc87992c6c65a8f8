package projects

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// candidate is a project a filter finds with what decides its lamp and its place in any order: its milestones are counted by
// the database, because reading a hundred thousand of them to show fifty projects would take seconds.
type candidate struct {
	ProjectRow

	Nodes, Blue, Green, Yellow, Red, RedKey int
	NodesWeight, RedWeight                  int64
	// Overdue counts the overdue milestones in the plan of the year, Starts those that are the start of the work.
	Overdue, Starts int
	// LateSince is the day the clock of the oldest overdue milestone ran out; the rungs are those of schedule.WorksTally.
	LateSince                   schedule.Date
	RungDue, RungFirm, RungDone int
	// Missed is the longest run of periods nobody reported, of any of them, as far as P6 asks.
	Missed int
	// NextDue is the earliest date of an open milestone.
	NextDue schedule.Date
	// LeadSort and LeadName place the lead unit.
	LeadSort int
	LeadName string
}

// colour is the colour of the lamp the rules give the project.
func (c candidate) colour(at sight) schedule.Colour {
	facts := c.facts(nil, at)
	facts.HasStartMilestone, facts.MissedPeriods = c.Starts > 0, max(facts.MissedPeriods, c.Missed)
	return at.set.ProjectColour(facts, schedule.MilestoneTally{
		All: c.Nodes, Blue: c.Blue, Green: c.Green, Yellow: c.Yellow, Red: c.Red, RedKey: c.RedKey,
		Weight: c.NodesWeight, RedWeight: c.RedWeight,
		Works: schedule.WorksTally{Due: c.RungDue, DueFirm: c.RungFirm, Done: c.RungDone, OverdueSince: c.LateSince},
	}, at.asOf, at.calendar)
}

// inYearSQL is inYear on a milestone n of the project p that has not left the plan.
func (s *Store) inYearSQL() string {
	return "n.project_id IS NOT NULL AND n.exited = 0 AND n.plan_year = p.plan_year AND (n.promised IS NULL OR " + s.db.YearOf("n.promised") + " <= p.plan_year)" +
		" AND NOT (n.verified = 1 AND n.verified_on IS NOT NULL AND " + s.db.YearOf("n.verified_on") + " < p.plan_year)"
}

// startSQL is isStart on a milestone n.
const startSQL = "(n.stage = '" + startStage + "' OR n.name LIKE '%" + startStage + "')"

// sums are the counts of the milestones of a project over the rows x of counted.
const sums = "SUM(in_year) AS nodes, SUM(CASE WHEN in_year = 1 THEN w ELSE 0 END) AS nodes_weight, SUM(in_year * overdue) AS overdue," +
	" SUM(CASE WHEN in_year = 1 AND colour = 'blue' THEN 1 ELSE 0 END) AS blue," +
	" SUM(CASE WHEN in_year = 1 AND colour = 'green' THEN 1 ELSE 0 END) AS green," +
	" SUM(CASE WHEN in_year = 1 AND colour = 'yellow' THEN 1 ELSE 0 END) AS yellow," +
	" SUM(CASE WHEN in_year = 1 AND colour = 'red' THEN 1 ELSE 0 END) AS red," +
	" SUM(CASE WHEN in_year = 1 AND colour = 'red' AND is_key = 1 THEN 1 ELSE 0 END) AS red_key," +
	" SUM(CASE WHEN in_year = 1 AND colour = 'red' THEN w ELSE 0 END) AS red_weight," +
	" MIN(CASE WHEN in_year = 1 THEN late_since END) AS late_since," +
	" MAX(in_year * behind * rung) AS rung_due, MAX(in_year * behind * (1 - is_aim) * rung) AS rung_firm," +
	" MAX(CASE WHEN in_year = 1 AND colour = 'blue' THEN rung ELSE 0 END) AS rung_done," +
	" MAX(in_year * missed) AS missed, SUM(start) AS starts, MIN(CASE WHEN is_open = 1 THEN due END) AS next_due"

// counted is a query of one row for each project the filter finds and each of its milestones.
func (s *Store) counted(f Filter, scope auth.Scope, t moment, nodes string, nodeArgs []any) (string, []any) {
	c := s.where(f, scope, t)
	return "SELECT p.id AS id, p.version AS version, COALESCE(n.overdue, 0) AS overdue, n.late_since AS late_since," +
		" COALESCE(n.behind, 0) AS behind, COALESCE(n.is_aim, 0) AS is_aim, COALESCE(n.missed, 0) AS missed, " + rungSQL() + " AS rung, n.colour AS colour, n.is_key AS is_key," +
		" n.is_open AS is_open, n.due AS due, CASE WHEN n.weight > 1 THEN n.weight ELSE 1 END AS w," +
		" CASE WHEN " + s.inYearSQL() + " THEN 1 ELSE 0 END AS in_year, CASE WHEN " + startSQL + " THEN 1 ELSE 0 END AS start" +
		" FROM " + t.from() + " LEFT JOIN (" + nodes + ") n ON n.project_id = p.id WHERE " + c.String(), append(append([]any{}, nodeArgs...), c.args...)
}

// candidates returns every project the filter finds, by code.
func (s *Store) candidates(ctx context.Context, f Filter, scope auth.Scope, asOf schedule.Date, nodes string, nodeArgs []any) ([]candidate, error) {
	t := s.at(asOf)
	table := "projects"
	if !t.live {
		table = "project_versions"
	}
	counted, args := s.counted(f, scope, t, nodes, nodeArgs)
	var rows []candidate
	err := database.Collect(s.db.Read(ctx).Raw("SELECT p.id, p.version, p.code, p.name, p.sector, p.stage, p.annual_class, p.lead_department_id, p.leader_post_id,"+
		" p.plan_year, p.year_plan_yuan, p.year_done_yuan, p.monthly_plan, p.total_yuan, p.cumulative_yuan, p.month_figures, p.works_ladder, p.works_stage, p.works_on, p.list_codes, p.stat_entry_asked, p.stat_entered_on, p.figures_since, p.figures_through, p.figures_month, p.figures_on, p.figures_state, p.planned_start, p.started_on, p.planned_end, t.*,"+
		" COALESCE(d.sort, 0) AS lead_sort, COALESCE(d.name, '') AS lead_name"+
		" FROM (SELECT id, version, "+sums+" FROM ("+counted+") x GROUP BY id, version) t"+
		" JOIN "+table+" p ON p.id = t.id AND p.version = t.version LEFT JOIN departments d ON d.id = p.lead_department_id ORDER BY p.code", args...), &rows)
	return rows, err
}
