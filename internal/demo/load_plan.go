package demo

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/livelihood"
	"guatu/internal/milestones"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// enterPlan enters the plan of the year as the supervision office: source, ledger, milestones, tasks.
func (r *run) enterPlan(ctx context.Context) error {
	ctx, err := r.people.holding(ctx, supervision, r.clock.Today())
	if err != nil {
		return err
	}
	if err := r.enterSource(ctx); err != nil {
		return fmt.Errorf("demo: source items: %w", err)
	}
	if err := r.enterProjects(ctx); err != nil {
		return err
	}
	for _, p := range r.plan.Ledger.Projects {
		for i, n := range p.Nodes {
			if err := r.enterNode(ctx, p, n, i+1); err != nil {
				return fmt.Errorf("demo: milestone %s/%s: %w", p.Code, n.Name, err)
			}
		}
	}
	for _, task := range r.plan.Tasks.Tasks {
		if err := r.enterTask(ctx, task); err != nil {
			return fmt.Errorf("demo: task %d: %w", task.No, err)
		}
	}
	return nil
}

func (r *run) enterNode(ctx context.Context, p Project, n Node, ordinal int) error {
	draft := milestones.Draft{
		ProjectID: r.projects[p.Code], Name: n.Name, Stage: n.Stage, Ordinal: ordinal, Weight: n.Weight, Key: n.Key,
		Firmness: n.Firmness, DeadlineWords: n.Deadline, Precision: r.plan.precision(n), PlannedStart: n.Start,
		Baseline: n.Due, Words: n.Words, Note: n.Note, Sample: true,
	}
	made, err := r.services.Milestones.Create(ctx, draft)
	r.nodes[p.Code+"/"+n.Name] = made.ID
	return err
}

// precision: what the report leaves to the year is due at its end, an invented day is a day.
func (p *Plan) precision(n Node) schedule.Precision {
	if n.From == FromReport && !n.SampleDue && n.Due == p.yearEnd() {
		return schedule.PrecisionYear
	}
	return schedule.PrecisionDay
}

// freezePlan lets two people of the supervision office freeze the plan on the day it was entered.
func (r *run) freezePlan(ctx context.Context) error {
	year, today := r.plan.Catalogue.Source.Year, r.clock.Today()
	first, err := r.people.holding(ctx, supervision, today)
	if err != nil {
		return err
	}
	other, err := r.people.holding(ctx, second, today)
	if err != nil {
		return err
	}
	plan, err := r.services.Plans.Get(first, year)
	if err != nil {
		return fmt.Errorf("demo: plan of %d: %w", year, err)
	}
	if plan, err = r.services.Plans.Propose(first, year, plan.Version); err != nil {
		return fmt.Errorf("demo: proposing the plan: %w", err)
	}
	if _, err = r.services.Plans.Freeze(other, year, plan.Version); err != nil {
		return fmt.Errorf("demo: freezing the plan: %w", err)
	}
	return nil
}

// addNode enters a milestone after the freeze.
func (r *run) addNode(ctx context.Context, s Step) error {
	code, name, _ := strings.Cut(s.At, "/")
	made, err := r.services.Milestones.Create(ctx, milestones.Draft{
		ProjectID: r.projects[code], Name: name, Weight: 10, PlannedStart: s.On, Baseline: s.To,
		Note: joined(s.Note, "样例节点：报告未写此节点和日期。"), Added: true, Sample: true,
	})
	r.nodes[s.At] = made.ID
	return err
}

func (r *run) enterTask(ctx context.Context, task Task) error {
	department, leader := r.people.department(task.Lead), r.people.posts[task.Leader]
	made, err := r.services.Livelihood.CreateTask(ctx, r.plan.Catalogue.Source.Year, livelihood.TaskEdit{
		Ordinal: &task.No, Title: &task.Title, ShortTitle: &task.Short, DepartmentID: &department,
		LeaderPostID: httpapi.Some(leader), Words: &task.Words,
	})
	if err != nil {
		return err
	}
	if err := r.markTaskAsSample(ctx, made.ID); err != nil {
		return err
	}
	for i, item := range task.Items {
		edit, err := r.itemEdit(task, item, i+1)
		if err != nil {
			return fmt.Errorf("%s: %w", item.ID, err)
		}
		made, err := r.services.Livelihood.CreateIndicator(ctx, made.ID, edit)
		if err != nil {
			return fmt.Errorf("%s: %w", item.ID, err)
		}
		r.items[item.ID] = made.ID
	}
	return nil
}

// markTaskAsSample: the service has no such field, so the loader marks the row it has just made and its first version.
func (r *run) markTaskAsSample(ctx context.Context, id int64) error {
	return r.db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error {
		for _, table := range []string{"livelihood_tasks", "livelihood_task_versions"} {
			if err := tx.Table(table).Where("id = ?", id).Update("sample", true).Error; err != nil {
				return database.Translate(err)
			}
		}
		return nil
	})
}

func (r *run) itemEdit(task Task, item Item, ordinal int) (livelihood.IndicatorEdit, error) {
	kind, department := schedule.IndicatorType(item.Type), r.people.department(item.lead(task))
	precision := string(schedule.PrecisionYear)
	edit := livelihood.IndicatorEdit{
		Ordinal: &ordinal, Name: &item.Name, Type: &kind, DepartmentID: &department, Unit: &item.Unit,
		DeadlineWords: &item.Deadline, Precision: &precision, Words: &item.Words, Note: &item.Note,
	}
	if item.Firmness != "" {
		edit.Firmness = &item.Firmness
	}
	if item.Comparator != "" {
		edit.Comparator = &item.Comparator
	}
	if item.Target != "" {
		target, err := milli(item.Target)
		if err != nil {
			return edit, err
		}
		edit.TargetMilli, edit.Due = httpapi.Some(target), httpapi.Some(r.plan.yearEnd())
	}
	if item.Milestone != "" {
		edit.MilestoneID, edit.TargetStage = httpapi.Some(r.nodes[item.Milestone]), &item.Stage
	}
	if item.Type == "STAGE" {
		var ladder []schedule.Stage
		for _, s := range r.plan.Tasks.Ladders[item.Ladder] {
			ladder = append(ladder, schedule.Stage{Name: s.Name, Weight: s.Weight})
		}
		edit.Ladder = httpapi.Some(ladder)
	}
	if item.Periods == "monthly" {
		edit.Periods = httpapi.Some(r.plan.monthsOfYear())
	}
	return edit, nil
}

// monthsOfYear are the twelve months of the plan year.
func (p *Plan) monthsOfYear() []schedule.Month {
	months := make([]schedule.Month, 12)
	month := p.yearEnd().InYear(p.Catalogue.Source.Year - 1).MonthOf()
	for i := range months {
		month = month.Next()
		months[i] = month
	}
	return months
}

// file hands in a reading and finds the report it became.
func (r *run) file(ctx context.Context, id int64, sub livelihood.Submission) (report, error) {
	indicator, err := r.services.Livelihood.GetIndicator(ctx, id, schedule.Date{})
	if err != nil {
		return report{}, err
	}
	made, err := r.services.Livelihood.Submit(ctx, id, indicator.Version, sub)
	return report{id: made, version: 1}, err
}
