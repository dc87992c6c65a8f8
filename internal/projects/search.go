package projects

import "guatu/internal/platform/searchtext"

// searched is what a search finds a project by.
func (p ProjectRow) searched() string { return searchtext.Of(p.Name, p.Code) }

// SearchTables are the tables of this package that are searched.
func SearchTables() []searchtext.Table {
	texts := []string{"name", "code"}
	return []searchtext.Table{{Name: "projects", Key: "id", Texts: texts}, {Name: "project_versions", Key: "seq", Texts: texts}}
}
