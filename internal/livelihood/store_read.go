package livelihood

import (
	"context"
	"strings"

	"guatu/internal/auth"
	"guatu/internal/nodefacts"
	"guatu/internal/platform/database"
	"guatu/internal/platform/searchtext"
	"guatu/internal/schedule"
)

// selection says which lines to read. Zero parts do not limit.
type selection struct {
	task       int64
	indicators []int64
	from, to   int // years
	// own is the indicators reported by readings alone, with the scope judged by
	// the unit and leader of each, not of its task.
	own bool
	// typed is found in the task or in one of its indicators.
	typed string
	// nodes are the milestones the reader may read.
	nodes auth.Scope
}

// moment is a day read from the live tables, or from the versions recorded by
// that day.
type moment struct {
	asOf schedule.Date
	live bool
}

func (s *Store) at(asOf schedule.Date) moment {
	if asOf.IsZero() {
		asOf = s.clock.Today()
	}
	return moment{asOf: asOf, live: s.clock.Live(asOf)}
}

// source is a table as it was recorded on the day: the live one, or of every id
// the newest version recorded by then.
func (m moment) source(table, versions string) (string, []any) {
	if m.live {
		return table, nil
	}
	return "(SELECT v.* FROM " + versions + " v WHERE v.recorded_on <= ? AND NOT EXISTS (SELECT 1 FROM " + versions +
		" n WHERE n.id = v.id AND n.version > v.version AND n.recorded_on <= ?))", []any{m.asOf, m.asOf}
}

// milestone joins the linked milestone as it was recorded on the day. The join
// goes by id: a derived table of all versions would be built in full.
func (m moment) milestone() (string, []any) {
	if m.live {
		return " LEFT JOIN milestones m ON m.id = i.milestone_id", nil
	}
	return " LEFT JOIN milestone_versions m ON m.id = i.milestone_id AND m.recorded_on <= ?" +
			" AND NOT EXISTS (SELECT 1 FROM milestone_versions n WHERE n.id = m.id AND n.version > m.version AND n.recorded_on <= ?)",
		[]any{m.asOf, m.asOf}
}

// pending joins the reading that waited for a decision on the day.
func (m moment) pending() (string, []any) {
	join := " LEFT JOIN reports r ON r.indicator_id = i.id AND "
	if m.live {
		return join + "r.state IN ('submitted', 'approved')", nil
	}
	return join + "r.recorded_on <= ? AND (r.decided_on IS NULL OR r.decided_on > ?)", []any{m.asOf, m.asOf}
}

// taskScope is the scope over the live task l. Rights are those of today, also
// over the past. A unit that answers for one indicator takes part in the task.
func taskScope(scope auth.Scope) (string, []any) {
	return scope.SQL(auth.Columns{
		Lead: "l.department_id", Leader: "l.leader_post_id",
		CoExists: "EXISTS (SELECT 1 FROM indicators x WHERE x.task_id = l.id AND x.department_id IN (%s))",
	})
}

// indicatorScope is the scope over the live indicator k of the live task l.
func indicatorScope(scope auth.Scope) (string, []any) {
	return scope.SQL(auth.Columns{Lead: "k.department_id", Leader: "COALESCE(k.leader_post_id, l.leader_post_id)"})
}

// lines reads tasks with their indicators, in the order of the plan, in one
// statement, and one more for the stages verified when there is a STAGE. A task
// without indicators gives one line whose indicator has no id.
func (s *Store) lines(ctx context.Context, sel selection, scope auth.Scope, at moment, rules Rules) ([]line, error) {
	text, args := linesSQL(sel, scope, at, nodefacts.Under(ctx, rules.Set, at.asOf, "m_"))
	var rows []lineRow
	if err := s.db.Read(ctx).Raw(text, args...).Scan(&rows).Error; err != nil {
		return nil, database.Translate(err)
	}
	out := make([]line, 0, len(rows))
	for _, row := range rows {
		// A past version may show two undecided readings when one was withdrawn
		// and another filed on one day: the newest counts.
		if n := len(out); n > 0 && row.Indicator.ID != 0 && out[n-1].Indicator.ID == row.Indicator.ID {
			out[n-1].Pending = row.Pending
			continue
		}
		out = append(out, line{Task: row.Task, Indicator: row.Indicator, Milestone: row.Milestone, Pending: row.Pending, Rights: row.Rights})
	}
	return out, s.addStages(ctx, out, at)
}

// lineRow is one row of the statement.
type lineRow struct {
	Task      taskRow      `gorm:"embedded;embeddedPrefix:t_"`
	Indicator indicatorRow `gorm:"embedded;embeddedPrefix:i_"`
	Milestone milestoneRow `gorm:"embedded;embeddedPrefix:m_"`
	Pending   pendingRow   `gorm:"embedded;embeddedPrefix:r_"`
	Rights    rightsRow    `gorm:"embedded;embeddedPrefix:k_"`
}

func linesSQL(sel selection, scope auth.Scope, at moment, under string) (string, []any) {
	var text strings.Builder
	var args []any
	add := func(part string, more ...any) {
		text.WriteString(part)
		args = append(args, more...)
	}
	tasks, taskArgs := at.source(tasksTable, taskVersions)
	indicators, indicatorArgs := at.source(indicatorsTable, indicatorVersions)
	milestone, milestoneArgs := at.milestone()
	pending, pendingArgs := at.pending()
	node, nodeJoin := at.node()
	readable, nodeArgs := nodeScope(node, sel.nodes)
	add("SELECT "+lineColumns()+under+rightsColumns(node)+", CASE WHEN "+readable+" THEN 1 ELSE 0 END AS k_node_readable", nodeArgs...)
	add(" FROM "+tasks+" t", taskArgs...)
	add(" JOIN livelihood_tasks l ON l.id = t.id")
	add(" LEFT JOIN "+indicators+" i ON i.task_id = t.id", indicatorArgs...)
	add(milestone, milestoneArgs...)
	add(pending, pendingArgs...)
	add(nodeJoin)
	condition, scopeArgs := taskScope(scope)
	if !sel.own {
		add(" LEFT JOIN indicators k ON k.id = i.id")
	} else {
		add(" JOIN indicators k ON k.id = i.id AND i.type IN ('CUM', 'RATE', 'KEEP', 'SERVICE', 'OPEN')")
		condition, scopeArgs = indicatorScope(scope)
	}
	add(" WHERE "+condition, scopeArgs...)
	if sel.task != 0 {
		add(" AND t.id = ?", sel.task)
	}
	if sel.indicators != nil {
		add(" AND i.id IN ?", sel.indicators)
	}
	if sel.to != 0 {
		add(" AND t.year >= ? AND t.year <= ?", sel.from, sel.to)
	}
	if sel.typed != "" {
		like := searchtext.Argument(sel.typed)
		add(" AND ("+searchtext.Condition("t.search")+" OR EXISTS (SELECT 1 FROM "+indicators+" x WHERE x.task_id = t.id AND "+searchtext.Condition("x.search")+"))",
			append(append([]any{like}, indicatorArgs...), like)...)
	}
	add(" ORDER BY t.year, t.ordinal, t.id, i.ordinal, i.id, r.id")
	return text.String(), args
}

// lineColumns names every column under the prefix of its part.
func lineColumns() string {
	parts := []struct{ alias, columns string }{
		{"t", "id year ordinal title short_title department_id leader_post_id words report_cycle cycle_since carried_from sample created_at version"},
		{"i", "id task_id ordinal name type department_id leader_post_id weight firmness unit comparator target_milli start_milli" +
			" planned_start due_on deadline_words date_precision monthly_plan periods milestone_id ladder target_stage value_milli" +
			" value_month value_on numerator_milli denominator_milli printed_bp period_results full_on claimed_on verified verified_on" +
			" pending_month pending_on returned_month last_note conclusion evidence exception_words exception_post_id last_report_month made_good_month no_change_count last_period_to made_good_to returned_to last_report_on carried_from carried_to carried_on target_changes due_changes base_due_on base_target_milli base_monthly_plan suspended_on exited_on exit_document words note sample entered_on created_at version"},
		{"m", "id project_id carried_to progress_on last_note conclusion no_change_count " + strings.Join(nodefacts.Names(), " ")},
		{"r", "id version month value_milli numerator_milli denominator_milli printed_bp met note no_change claim author_id submitted_at recorded_on approved_on"},
	}
	var list []string
	for _, p := range parts {
		for _, name := range strings.Fields(p.columns) {
			list = append(list, p.alias+"."+name+" AS "+p.alias+"_"+name)
		}
	}
	return strings.Join(list, ", ")
}

// addStages reads which stages are verified in the projects of STAGE indicators.
func (s *Store) addStages(ctx context.Context, lines []line, at moment) error {
	var projects []int64
	for _, l := range lines {
		if l.Indicator.Type == schedule.TypeStage && l.Milestone.ProjectID != 0 {
			projects = append(projects, l.Milestone.ProjectID)
		}
	}
	if len(projects) == 0 {
		return nil
	}
	text := "SELECT DISTINCT m.project_id, m.stage, m.plan_year FROM milestones m WHERE m.project_id IN ? AND m.stage <> ''" +
		" AND m.verified = 1 AND m.reached_on <= ?"
	args := []any{projects, at.asOf}
	if !at.live {
		text = strings.Replace(text, "FROM milestones m", "FROM milestone_versions m", 1) + " AND m.recorded_on <= ?" +
			" AND NOT EXISTS (SELECT 1 FROM milestone_versions n WHERE n.id = m.id AND n.version > m.version AND n.recorded_on <= ?)"
		args = append(args, at.asOf, at.asOf)
	}
	var rows []struct {
		ProjectID int64
		Stage     string
		PlanYear  int
	}
	if err := s.db.Read(ctx).Raw(text, args...).Scan(&rows).Error; err != nil {
		return database.Translate(err)
	}
	for n, l := range lines {
		for _, row := range rows {
			// A stage reached in the plan of a later year says nothing of this one.
			if row.ProjectID == l.Milestone.ProjectID && row.PlanYear <= l.Task.Year {
				lines[n].Verified = append(lines[n].Verified, row.Stage)
			}
		}
	}
	return nil
}
