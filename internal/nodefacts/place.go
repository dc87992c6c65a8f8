package nodefacts

import (
	"context"
	"strconv"
	"strings"

	"guatu/internal/schedule"
)

// Standing is where a milestone stands, for rule sets that are in force for a part of the district. It is no column of the
// milestone: class and lists are those of its project, the tasks those whose indicators point at it, and a reader asks for
// them with [Under]. Where it did not, the rules of the district decide.
type Standing struct {
	UnderClass string `gorm:"->"`
	UnderLists string `gorm:"->"` // see ListCodes
	UnderTasks string `gorm:"->"` // ids with commas
}

func (s Standing) place() schedule.Place {
	p := schedule.Place{Class: s.UnderClass, Lists: Lists(s.UnderLists)}
	for text := range strings.SplitSeq(s.UnderTasks, ",") {
		if id, err := strconv.ParseInt(text, 10, 64); err == nil {
			p.Tasks = append(p.Tasks, id)
		}
	}
	return p
}

// ListCodes are the lists of a project as its row and its versions keep them: each code between two line ends, so that one
// is found by itself; empty: in none.
func ListCodes(codes []string) string {
	if len(codes) == 0 {
		return ""
	}
	return "\n" + strings.Join(codes, "\n") + "\n"
}

// Lists reads them back.
func Lists(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.Trim(text, "\n"), "\n")
}

type everyPlace struct{}

// WithPlaces makes readers ask for the place of every milestone, for whoever tries rules that are not in force yet.
func WithPlaces(ctx context.Context) context.Context {
	return context.WithValue(ctx, everyPlace{}, true)
}

// Under is what a SELECT over a milestone with the alias m adds to know where it stood on the day, each column with the
// prefix; empty while every rule set is that of the whole district.
func Under(ctx context.Context, set *schedule.RuleSet, on schedule.Date, prefix string) string {
	kinds := set.Scopes()
	if ctx.Value(everyPlace{}) != nil {
		kinds = []schedule.ScopeKind{schedule.ScopeClass, schedule.ScopeList, schedule.ScopeTask}
	}
	text := ""
	for _, kind := range kinds {
		switch kind {
		case schedule.ScopeClass:
			text += ", COALESCE((SELECT s.annual_class" + projectOn(on) + "), '') AS " + prefix + "under_class"
		case schedule.ScopeList:
			text += ", COALESCE((SELECT s.list_codes" + projectOn(on) + "), '') AS " + prefix + "under_lists"
		case schedule.ScopeTask:
			text += ", COALESCE((SELECT GROUP_CONCAT(s.task_id)" + pointersOn(on) + "), '') AS " + prefix + "under_tasks"
		case schedule.ScopeAll:
		}
	}
	return text
}

// inScope is the condition that m stood in the scope on the day.
func inScope(c schedule.InScope) (text string, args []any) {
	switch c.Scope.Kind {
	case schedule.ScopeClass:
		return "EXISTS (SELECT 1" + projectOn(c.On) + " AND s.annual_class = ?)", []any{c.Scope.Class}
	case schedule.ScopeList:
		return "EXISTS (SELECT 1" + projectOn(c.On) + " AND INSTR(s.list_codes, ?) > 0)", []any{ListCodes([]string{c.Scope.List})}
	case schedule.ScopeTask:
		return "EXISTS (SELECT 1" + pointersOn(c.On) + " AND s.task_id = ?)", []any{c.Scope.Task}
	case schedule.ScopeAll:
		return "(1=1)", nil
	}
	return "(1=0)", nil
}

// projectOn and pointersOn are the project of m and the indicators that point at it, as recorded by the day. A day is digits
// and dashes, so that it stands in the text.
func projectOn(on schedule.Date) string {
	return " FROM project_versions s WHERE s.id = m.project_id" + newestBy(on, "project_versions")
}

func pointersOn(on schedule.Date) string {
	return " FROM indicator_versions s WHERE s.milestone_id = m.id" + newestBy(on, "indicator_versions")
}

func newestBy(on schedule.Date, versions string) string {
	day := "'" + on.String() + "'"
	return " AND s.recorded_on <= " + day + " AND NOT EXISTS (SELECT 1 FROM " + versions +
		" v WHERE v.id = s.id AND v.version > s.version AND v.recorded_on <= " + day + ")"
}
