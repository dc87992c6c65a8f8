package livelihood

import "guatu/internal/auth"

// node is the alias of the milestone of today that an indicator points at, with
// its join when the milestone of the day is another row.
func (m moment) node() (alias, join string) {
	if m.live {
		return "m", ""
	}
	return "w", " LEFT JOIN milestones w ON w.id = i.milestone_id"
}

// nodeScope is the scope over the linked milestone of today.
func nodeScope(node string, scope auth.Scope) (string, []any) {
	return scope.SQL(auth.Columns{
		Lead: node + ".lead_department_id", Leader: node + ".leader_post_id",
		CoExists: "EXISTS (SELECT 1 FROM project_units u WHERE u.project_id = " + node + ".project_id AND u.department_id IN (%s))",
	})
}

// rightsColumns are those of rightsRow but the last, over the live task l, the
// live indicator k and the milestone of today.
func rightsColumns(node string) string {
	return ", COALESCE(k.department_id, 0) AS k_department_id, COALESCE(k.leader_post_id, l.leader_post_id, 0) AS k_leader_post_id" +
		", l.department_id AS k_task_department_id, COALESCE(l.leader_post_id, 0) AS k_task_leader_post_id" +
		", COALESCE(" + node + ".lead_department_id, 0) AS k_node_department_id"
}

// inFull says whether the scope reaches the line in full: its own unit or leader,
// or those of its task. A unit that only answers for another indicator of the task
// sees figures and lamps.
func (l line) inFull(scope auth.Scope) bool {
	r := l.Rights
	return scope.Allows(auth.Row{LeadDepartmentID: r.DepartmentID, LeaderPostID: r.LeaderPostID}) ||
		scope.Allows(auth.Row{LeadDepartmentID: r.TaskDepartmentID, LeaderPostID: r.TaskLeaderPostID})
}

// shownTo is the line without what a reader with the scope may not see: words and
// undecided figures of others, and where a milestone stands that is not readable.
func (l line) shownTo(scope auth.Scope) line {
	full := l.inFull(scope)
	if !full {
		l.Pending, l.Indicator.LastNote, l.Indicator.Note, l.Indicator.Conclusion, l.Indicator.ExitDocument = pendingRow{}, "", "", "", ""
		l.Indicator.Evidence, l.Indicator.ExceptionWords, l.Indicator.ExceptionPostID = nil, "", nil
	}
	if !full || !l.Rights.NodeReadable {
		l.Milestone.LastNote, l.Milestone.Conclusion, l.Milestone.ExitDocument = "", "", ""
	}
	if !l.Rights.NodeReadable {
		l.Indicator.MilestoneID, l.Milestone.ProjectID = nil, 0
	}
	return l
}

// allShownTo is shownTo of every line.
func allShownTo(lines []line, scope auth.Scope) []line {
	out := make([]line, 0, len(lines))
	for _, l := range lines {
		out = append(out, l.shownTo(scope))
	}
	return out
}
