package app

import (
	"context"

	"guatu/internal/district"
	"guatu/internal/frozen"
	"guatu/internal/livelihood"
	"guatu/internal/nodefacts"
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
	classes, err := j.projects.Classes(ctx)
	if err != nil {
		return nil, err
	}
	for _, class := range classes {
		names[schedule.Scope{Kind: schedule.ScopeClass, Class: class}] = class
	}
	tasks, err := j.livelihood.TaskNames(ctx)
	for id, name := range tasks {
		names[schedule.Scope{Kind: schedule.ScopeTask, Task: id}] = name
	}
	return names, err
}

func (j judging) Judge(ctx context.Context, was, is schedule.Rulebook) ([]district.Judged, error) {
	ctx = nodefacts.WithPlaces(ctx)
	projects, err := j.projects.Judge(ctx, was, is)
	if err != nil {
		return nil, err
	}
	var out []district.Judged
	for n, p := range projects[0] {
		out = append(out, district.Judged{Kind: string(frozen.Project), ID: p.ID, Name: p.Name, Was: p.Lamp, Is: projects[1][n].Lamp})
	}
	items, err := j.reports.Judge(ctx, was, is)
	if err != nil {
		return nil, err
	}
	for n, item := range items[0] {
		name := item.Name
		if item.Kind == frozen.Milestone && item.Parent != "" {
			name = item.Parent + " · " + item.Name
		}
		out = append(out, district.Judged{Kind: string(item.Kind), ID: item.ID, Name: name, Was: item.Lamp, Is: items[1][n].Lamp})
	}
	return out, nil
}
