package app

import (
	"context"
	"fmt"

	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/livelihood"
	"guatu/internal/milestones"
	"guatu/internal/periods"
	"guatu/internal/projects"
	"guatu/internal/reports"
	"guatu/internal/schedule"
)

// freezePage is how many rows are asked for at once when a month is closed.
const freezePage = 500

// freezer lets periods take everything the rooms answer (periods.Source): rows as the read models judge them, and for each the
// answer its room gives.
type freezer struct {
	projects   *projects.Service
	milestones *milestones.Service
	livelihood *livelihood.Service
	reports    *reports.Service
}

func (f freezer) Open(ctx context.Context, _ schedule.Month) (periods.LeftOpen, error) {
	open, err := f.reports.OpenWork(ctx)
	return periods.LeftOpen(open), err
}

func (f freezer) Freeze(ctx context.Context, month schedule.Month, keep func(frozen.Item, any) error) error {
	for _, kind := range []struct {
		kind    frozen.Kind
		answers func(context.Context, []frozen.Item) (map[frozen.Kind]map[int64]any, error)
	}{{frozen.Milestone, f.milestoneAnswers}, {frozen.Project, f.projectAnswers}, {frozen.Task, f.taskAnswers}} {
		items, err := f.reports.Standing(ctx, kind.kind)
		if err != nil {
			return err
		}
		answers, err := kind.answers(ctx, items)
		if err != nil {
			return err
		}
		for _, item := range items {
			answer, ok := answers[item.Kind][item.ID]
			if !ok {
				return fmt.Errorf("closing %s: no room answers for %s %d", month, item.Kind, item.ID)
			}
			if err := keep(item, answer); err != nil {
				return err
			}
		}
	}
	return f.models(ctx, month, keep)
}

// models are the read models, as they are answered to somebody who reads everything.
func (f freezer) models(ctx context.Context, month schedule.Month, keep func(frozen.Item, any) error) error {
	year := int64(month.Year())
	board, err := f.reports.BoardToFreeze(ctx, month.Year())
	if err != nil {
		return err
	}
	if err := keep(frozen.Item{Kind: frozen.Board, ID: year}, board); err != nil {
		return err
	}
	overview, err := f.reports.Overview(ctx, schedule.Date{})
	if err != nil {
		return err
	}
	return keep(frozen.Item{Kind: frozen.Overview, ID: year}, overview)
}

// milestoneAnswers are their answers, page by page; those carried over to the next plan are listed apart.
func (f freezer) milestoneAnswers(ctx context.Context, items []frozen.Item) (map[frozen.Kind]map[int64]any, error) {
	answers := make(map[int64]any, len(items))
	for _, state := range []schedule.MilestoneState{"", schedule.StateCarried} {
		query := milestones.Query{Filter: milestones.Filter{State: state}, Page: milestones.Page{Limit: freezePage}}
		for {
			page, err := f.milestones.List(ctx, query)
			if err != nil {
				return nil, err
			}
			for _, m := range page.Items {
				answers[m.ID] = m
			}
			if query.Page.After = page.Next; page.Next == nil {
				break
			}
		}
	}
	return map[frozen.Kind]map[int64]any{frozen.Milestone: answers}, nil
}

// projectAnswers are their answers with their parts.
func (f freezer) projectAnswers(ctx context.Context, items []frozen.Item) (map[frozen.Kind]map[int64]any, error) {
	details := make(map[int64]*projects.ProjectDetail, len(items))
	query := projects.Query{Page: projects.Page{Limit: freezePage, Order: projects.ByCode}}
	var order []int64
	for {
		page, err := f.projects.List(ctx, query)
		if err != nil {
			return nil, err
		}
		for _, p := range page.Items {
			details[p.ID] = &projects.ProjectDetail{Project: p, Children: []projects.ProjectPart{}}
			order = append(order, p.ID)
		}
		if query.Page.After = page.Next; page.Next == nil {
			break
		}
	}
	answers := make(map[int64]any, len(order))
	for _, id := range order { // by code, as the parts of a project are
		p := details[id]
		answers[id] = p
		if p.ParentID != nil && details[*p.ParentID] != nil {
			parent := details[*p.ParentID]
			parent.Children = append(parent.Children, projects.ProjectPart{ID: p.ID, Code: p.Code, Name: p.Name, Lamp: p.Lamp})
		}
	}
	return map[frozen.Kind]map[int64]any{frozen.Project: answers}, nil
}

// taskAnswers are their answers and those of their indicators, of every year there is.
func (f freezer) taskAnswers(ctx context.Context, _ []frozen.Item) (map[frozen.Kind]map[int64]any, error) {
	answers := map[frozen.Kind]map[int64]any{frozen.Task: {}, frozen.Indicator: {}}
	tasks, err := f.livelihood.Every(ctx)
	for _, task := range tasks {
		answers[frozen.Task][task.ID] = task
		for _, indicator := range task.Indicators {
			answers[frozen.Indicator][indicator.ID] = indicator
		}
	}
	return answers, err
}

// ledger lets the read models see the projects (reports.Projects).
type ledger struct{ projects *projects.Service }

func (l ledger) Lines(ctx context.Context, scope auth.Scope, asOf schedule.Date) ([]reports.ProjectLine, error) {
	found, err := l.projects.Lines(ctx, scope, asOf)
	out := make([]reports.ProjectLine, 0, len(found))
	for _, line := range found {
		out = append(out, reports.ProjectLine(line))
	}
	return out, err
}

func (l ledger) Figures(ctx context.Context, scope auth.Scope, author int64, asOf schedule.Date) ([]reports.FigureItem, error) {
	found, err := l.projects.Figures(ctx, scope, author, asOf)
	out := make([]reports.FigureItem, 0, len(found))
	for _, f := range found {
		out = append(out, reports.FigureItem{
			ID: f.ID, Version: f.Version, Name: f.Name, DepartmentID: f.DepartmentID, LeaderPostID: f.LeaderPostID, ContactName: f.ContactName,
			ContactPhone: f.ContactPhone, Sample: f.Sample, PlanYuan: f.PlanYuan, DoneYuan: f.DoneYuan, DoneThrough: f.DoneThrough,
			WorksStage: f.WorksStage, ShareBp: f.ShareBp, PlanBp: f.PlanBp, Lamp: f.Lamp, Owed: f.Owed, Reported: f.Reported, Month: f.Month,
			Missed: f.Missed, LastOn: f.LastOn, Returned: f.Returned, Waiting: reports.WaitingFigures(f.Waiting),
		})
	}
	return out, err
}

func (l ledger) UnreportedFigures(ctx context.Context) (int, error) {
	return l.projects.UnreportedFigures(ctx)
}
