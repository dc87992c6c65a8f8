package demo

import (
	"context"
	"fmt"

	"guatu/internal/platform/httpapi"
	"guatu/internal/projects"
	"guatu/internal/schedule"
)

// wan is 万: the files give money in 万元.
const wan = 10_000

// enterProjects enters the lists and the ledger.
func (r *run) enterProjects(ctx context.Context) error {
	for i, l := range r.plan.Ledger.Lists {
		if err := r.services.Projects.DefineList(ctx, l.Code, l.Name, i+1); err != nil {
			return fmt.Errorf("demo: list %s: %w", l.Code, err)
		}
	}
	for _, p := range r.plan.Ledger.Projects {
		made, err := r.services.Projects.Create(ctx, r.draft(p))
		if err != nil {
			return fmt.Errorf("demo: project %s: %w", p.Code, err)
		}
		r.projects[p.Code] = made.ID
	}
	return nil
}

func (r *run) draft(p Project) projects.Draft {
	leader := r.people.posts[p.Leader]
	d := projects.Draft{
		Code: p.Code, Name: p.Name, Sector: p.Sector, BuildNature: p.Nature, Stage: p.Stage, AnnualClass: p.Class,
		LeadDepartmentID: r.people.department(p.Lead), LeaderPostID: &leader, ContactName: r.contact(p.Lead),
		PlanYear: r.plan.Catalogue.Source.Year, PlannedStart: p.Start, Sample: true,
		Source: projects.Source{Ref: p.Ref, Section: r.plan.Catalogue.Sections[p.Section], Quote: p.Words, Target: p.Target, Note: p.Note},
	}
	d.Lists = p.Lists
	for _, co := range p.Co {
		d.CoDepartmentIDs = append(d.CoDepartmentIDs, r.people.department(co))
	}
	if parent, ok := r.projects[p.Parent]; ok {
		d.ParentID = &parent
	}
	if p.Money != nil {
		total, year := p.Money.Total*wan, p.Money.Year*wan
		d.TotalYuan, d.YearPlanYuan = &total, &year
		for _, m := range p.Money.Monthly {
			d.MonthlyPlan = append(d.MonthlyPlan, m*wan)
		}
	}
	return d
}

// contact is the reporter of the unit on the demo day.
func (r *run) contact(department string) string {
	for _, u := range r.plan.Units.Users {
		for _, h := range u.Holds {
			if h.Post == department+".reporter" && h.on(r.plan.Story.Demo) {
				return u.Name
			}
		}
	}
	return ""
}

// invest enters the investment of the year through a month.
func (r *run) invest(ctx context.Context, s Step) error {
	id := r.projects[s.At]
	now, err := r.services.Projects.Get(ctx, id, schedule.Date{})
	if err != nil {
		return err
	}
	_, err = r.services.Projects.Edit(ctx, id, now.Version, projects.Patch{
		YearDoneYuan:  httpapi.Some(s.Value),
		YearDoneMonth: httpapi.Some(s.Month),
	})
	return err
}
