package app

import (
	"context"

	"guatu/internal/district"
	"guatu/internal/frozen"
	"guatu/internal/livelihood"
	"guatu/internal/projects"
	"guatu/internal/reports"
	"guatu/internal/schedule"
)

// judging lets district try a rule set on everything that is judged (district.Places).
type judging struct {
	projects   *projects.Service
	livelihood *livelihood.Service
	reports    *reports.Service
}

func (j judging) ScopeNames(ctx context.Context) (map[schedule.Scope]string, error) {
	names := map[schedule.Scope]string{}
	lists, err := j.projects.ListNames(ctx)
	if err != nil {
		return nil, err
	}
	for code, name := range lists {
		names[schedule.Scope{Kind: schedule.ScopeList, List: code}] = name
	}
	tasks, err := j.livelihood.TaskNames(ctx)
	for id, name := range tasks {
		names[schedule.Scope{Kind: schedule.ScopeTask, Task: id}] = name
	}
	return names, err
}

func (j judging) Judge(ctx context.Context, rules schedule.Rulebook) ([]district.Judged, error) {
	lines, err := j.projects.Judge(ctx, rules)
	if err != nil {
		return nil, err
	}
	var out []district.Judged
	for _, p := range lines {
		out = append(out, district.Judged{Kind: string(frozen.Project), ID: p.ID, Name: p.Name, Lamp: p.Lamp})
	}
	items, err := j.reports.Judge(ctx, rules)
	for _, item := range items {
		name := item.Name
		if item.Kind == frozen.Milestone && item.Parent != "" {
			name = item.Parent + " · " + item.Name
		}
		out = append(out, district.Judged{Kind: string(item.Kind), ID: item.ID, Name: name, Lamp: item.Lamp})
	}
	return out, err
}
