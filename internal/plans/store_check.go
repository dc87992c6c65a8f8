package plans

import (
	"context"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
)

// The statements below find the rows of a plan that lack something; whole rows stay in the database, a big plan is clean
// for the most part. Every flag is 0 or 1.

// closedUnit is "the unit of the row does not work any more", with its alias d.
const closedUnit = "CASE WHEN d.id IS NULL OR d.disabled = 1 THEN 1 ELSE 0 END AS no_unit"

const projectFindings = "SELECT * FROM (SELECT 'project' AS kind, p.id, p.code, p.name, p.lead_department_id AS department_id, " + closedUnit +
	", CASE WHEN p.leader_post_id IS NULL THEN 1 ELSE 0 END AS no_leader" +
	", CASE WHEN EXISTS (SELECT 1 FROM milestones m WHERE m.project_id = p.id AND m.plan_year = p.plan_year)" +
	" OR EXISTS (SELECT 1 FROM projects c WHERE c.parent_id = p.id) THEN 0 ELSE 1 END AS no_milestone" +
	" FROM projects p LEFT JOIN departments d ON d.id = p.lead_department_id WHERE p.plan_year = ? AND "

const milestoneFindings = "SELECT * FROM (SELECT 'milestone' AS kind, m.id, p.code, m.ordinal, m.name, m.project_id AS parent_id, p.name AS parent" +
	", m.lead_department_id AS department_id, " + closedUnit +
	", CASE WHEN m.approved_on IS NULL AND m.baseline_on IS NULL AND m.verified = 0 THEN 1 ELSE 0 END AS no_date" +
	", CASE WHEN m.weight < 1 THEN 1 ELSE 0 END AS no_weight" +
	" FROM milestones m JOIN projects p ON p.id = m.project_id LEFT JOIN departments d ON d.id = m.lead_department_id WHERE m.plan_year = ? AND "

const taskFindings = "SELECT * FROM (SELECT 'task' AS kind, t.id, t.title AS name, t.ordinal, t.department_id, " + closedUnit +
	", CASE WHEN t.leader_post_id IS NULL THEN 1 ELSE 0 END AS no_leader" +
	", CASE WHEN EXISTS (SELECT 1 FROM indicators i WHERE i.task_id = t.id) THEN 0 ELSE 1 END AS no_target" +
	" FROM livelihood_tasks t LEFT JOIN departments d ON d.id = t.department_id WHERE t.year = ? AND "

const indicatorFindings = "SELECT * FROM (SELECT 'indicator' AS kind, i.id, i.name, t.ordinal AS task_ordinal, i.ordinal, i.task_id AS parent_id" +
	", t.title AS parent, i.department_id, " + closedUnit +
	", CASE WHEN i.type = 'CUM' AND COALESCE(i.target_milli, 0) <= 0 OR i.type = 'RATE' AND i.target_milli IS NULL" +
	" OR i.type = 'STAGE' AND (i.target_stage = '' OR i.ladder IS NULL) THEN 1 ELSE 0 END AS no_target" +
	", CASE WHEN i.type IN ('EVENT', 'STAGE') AND m.id IS NULL THEN 1 ELSE 0 END AS no_milestone" +
	", CASE WHEN m.id IS NOT NULL AND m.plan_year <> t.year THEN 1 ELSE 0 END AS other_year" +
	", CASE WHEN i.weight < 1 THEN 1 ELSE 0 END AS no_weight" +
	", CASE WHEN i.type IN ('CUM', 'RATE') AND i.unit = '' THEN 1 ELSE 0 END AS no_measure" +
	", CASE WHEN i.type = 'OPEN' OR i.type = 'SERVICE' AND i.periods IS NULL THEN 1 ELSE 0 END AS open_without_end" +
	" FROM indicators i JOIN livelihood_tasks t ON t.id = i.task_id LEFT JOIN milestones m ON m.id = i.milestone_id" +
	" LEFT JOIN departments d ON d.id = i.department_id WHERE t.year = ? AND "

// findings returns the rows of the plan of a year that lack something and that the scopes reach: four statements.
func (s *Store) findings(ctx context.Context, year int, projects, tasks auth.Scope) ([]finding, error) {
	project := within(projects, "p.lead_department_id", "p.leader_post_id",
		"EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = p.id AND u.department_id IN (%s))")
	task := within(tasks, "t.department_id", "t.leader_post_id",
		"EXISTS (SELECT 1 FROM indicators x WHERE x.task_id = t.id AND x.department_id IN (%s))")
	indicator := within(tasks, "i.department_id", "COALESCE(i.leader_post_id, t.leader_post_id)", "")
	var out []finding
	for _, q := range []struct {
		head  string
		scope scoped
		tail  string
	}{
		{projectFindings, project, ") x WHERE no_unit = 1 OR no_leader = 1 OR no_milestone = 1 ORDER BY code"},
		{milestoneFindings, project, ") x WHERE no_unit = 1 OR no_date = 1 OR no_weight = 1 ORDER BY code, ordinal, id"},
		{taskFindings, task, ") x WHERE no_unit = 1 OR no_leader = 1 OR no_target = 1 ORDER BY ordinal"},
		{indicatorFindings, indicator, ") x WHERE no_unit = 1 OR no_target = 1 OR no_milestone = 1 OR other_year = 1 OR no_weight = 1" +
			" OR no_measure = 1 OR open_without_end = 1 ORDER BY task_ordinal, ordinal"},
	} {
		var rows []finding
		err := s.db.Read(ctx).Raw(q.head+q.scope.text+q.tail, append([]any{year}, q.scope.args...)...).Scan(&rows).Error
		if err != nil {
			return nil, database.Translate(err)
		}
		out = append(out, rows...)
	}
	return out, nil
}

// scoped is a scope as a condition with its arguments.
type scoped struct {
	text string
	args []any
}

func within(scope auth.Scope, lead, leader, co string) scoped {
	text, args := scope.SQL(auth.Columns{Lead: lead, Leader: leader, CoExists: co})
	return scoped{text, args}
}
