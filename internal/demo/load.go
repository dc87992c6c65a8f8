package demo

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/changes"
	"guatu/internal/livelihood"
	"guatu/internal/milestones"
	"guatu/internal/periods"
	"guatu/internal/plans"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/projects"
	"guatu/internal/schedule"
)

// Services are what the plan is loaded through. Without Periods no month is closed.
type Services struct {
	Auth       *auth.Service
	Projects   *projects.Service
	Milestones *milestones.Service
	Livelihood *livelihood.Service
	Plans      *plans.Service
	Changes    *changes.Service
	Periods    *periods.Service
}

// Account is one account of the demonstration, for the one who starts it.
type Account struct {
	Username string
	Name     string
	Posts    []string
	Disabled bool
}

// Loader enters the plan.
type Loader struct {
	db       *database.DB
	clock    *clock.Clock
	services Services
	plan     *Plan
}

// NewLoader returns a loader of the plan. It moves clk while it loads: nobody else may use the program meanwhile.
func NewLoader(db *database.DB, clk *clock.Clock, services Services, plan *Plan) *Loader {
	return &Loader{db: db, clock: clk, services: services, plan: plan}
}

// Loaded says whether there is a plan already: then Load does nothing.
func (l *Loader) Loaded(ctx context.Context) (bool, error) {
	var n int64
	err := l.db.Read(ctx).Table("source_items").Where("plan_year = ?", l.plan.Catalogue.Source.Year).Limit(1).Count(&n).Error
	return n > 0, database.Translate(err)
}

// Load enters everything up to the business day of the clock in one transaction, each step on its own day, and puts the
// clock back. All accounts get
// the password word. It returns false when the plan was there already.
func (l *Loader) Load(ctx context.Context, word string) (loaded bool, err error) {
	if there, err := l.Loaded(ctx); there || err != nil {
		return false, err
	}
	before := l.clock.Today()
	defer l.clock.SetToday(before)
	err = l.db.Tx(ctx, func(ctx context.Context, _ *gorm.DB) error {
		return l.run(ctx, word, before)
	})
	if err != nil {
		return false, fmt.Errorf("the demonstration was not loaded, the database is as it was: %w", err)
	}
	return true, nil
}

// Accounts lists the accounts of the plan.
func (l *Loader) Accounts() []Account {
	out := make([]Account, 0, len(l.plan.Units.Users))
	people := newPeople(&l.plan.Units)
	for _, u := range l.plan.Units.Users {
		a := Account{Username: u.Username, Name: u.Name, Disabled: !u.Disabled.IsZero()}
		for _, h := range u.Holds {
			if post, ok := people.post(h.Post); ok {
				a.Posts = append(a.Posts, post.Name)
			}
		}
		out = append(out, a)
	}
	return out
}

// run is one attempt; it keeps nothing of an earlier one. What happened after the day through has not happened yet.
func (l *Loader) run(ctx context.Context, word string, through schedule.Date) error {
	r := &run{Loader: l, people: newPeople(&l.plan.Units), projects: map[string]int64{}, nodes: map[string]int64{},
		items: map[string]int64{}, waiting: map[string]report{}, asked: map[string]report{}}
	l.clock.SetToday(l.plan.Story.Plan)
	if err := r.people.enter(ctx, l.services.Auth, word); err != nil {
		return err
	}
	if err := r.enterPlan(ctx); err != nil {
		return err
	}
	if err := r.freezePlan(ctx); err != nil {
		return err
	}
	for _, s := range l.plan.Steps() {
		if s.On.After(through) {
			break
		}
		l.clock.SetToday(s.On)
		if err := r.people.disable(ctx, l.services.Auth, s.On); err != nil {
			return err
		}
		if err := r.play(ctx, s); err != nil {
			return fmt.Errorf("demo: %s: %s %s: %w", s.On, s.Do, s.At, err)
		}
	}
	return nil
}

// run is what one loading knows: ids by the names of the plan, and the reports that wait.
type run struct {
	*Loader
	people   *people
	projects map[string]int64
	nodes    map[string]int64
	items    map[string]int64
	waiting  map[string]report
	asked    map[string]report // change requests that wait
}

// report is a submitted report.
type report struct{ id, version int64 }

var errNothingWaits = errors.New("no report waits")
