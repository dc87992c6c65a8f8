package livelihood

import "guatu/internal/platform/searchtext"

// searched is what a search finds a task by.
func (t taskRow) searched() string { return searchtext.Of(t.Title, t.ShortTitle) }

// searched is what a search finds an indicator by; its task is found by its own.
func (i indicatorRow) searched() string { return searchtext.Of(i.Name) }

// SearchTables are the tables of this package that are searched.
func SearchTables() []searchtext.Table {
	task, indicator := []string{"title", "short_title"}, []string{"name"}
	return []searchtext.Table{
		{Name: tasksTable, Key: "id", Texts: task}, {Name: taskVersions, Key: "seq", Texts: task},
		{Name: indicatorsTable, Key: "id", Texts: indicator}, {Name: indicatorVersions, Key: "seq", Texts: indicator},
	}
}
