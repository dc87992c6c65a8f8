package milestones

import "guatu/internal/platform/searchtext"

// searched is what a search finds a milestone by; its project is found by its own.
func (m MilestoneRow) searched() string { return searchtext.Of(m.Name) }

// SearchTables are the tables of this package that are searched.
func SearchTables() []searchtext.Table {
	texts := []string{"name"}
	return []searchtext.Table{{Name: "milestones", Key: "id", Texts: texts}, {Name: "milestone_versions", Key: "seq", Texts: texts}}
}

// textClause limits a list to what somebody typed: found in the milestone or in its project.
func textClause(c *clauses, typed string) {
	like := searchtext.Argument(typed)
	c.add("("+searchtext.Condition("m.search")+" OR m.project_id IN (SELECT q.id FROM projects q WHERE "+searchtext.Condition("q.search")+"))", like, like)
}
