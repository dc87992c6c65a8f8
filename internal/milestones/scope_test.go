package milestones_test

import (
	"context"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/milestones"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
)

// TestADaySetBack: the business day of a kept database was set back. What was recorded later is not shown and stays.
func TestADaySetBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		w.today("2017-03-01")
		m, other := w.milestone(t, "主体结顶", "2017-06-30"), w.milestone(t, "竣工", "2017-12-31")
		w.today("2017-05-10")
		name, phone := "主体全部结顶", "0577"
		later, err := w.service.Edit(ctxOf("supervisor"), m.ID, m.Version, milestones.Patch{Name: &name})
		if err != nil {
			t.Fatal(err)
		}
		w.today("2017-04-01")
		w.clock.SetRecordedThrough(day("2017-05-10")) // as the program does when it starts
		if got := w.get(t, m.ID, ""); got.Name != m.Name || got.Version != m.Version {
			t.Errorf("the future is shown: %q, version %d", got.Name, got.Version)
		}
		page, err := w.service.List(ctxOf("supervisor"), milestones.Query{Page: milestones.Page{Limit: 5}})
		if err != nil || len(page.Items) != 2 || page.Items[0].Name != m.Name {
			t.Errorf("the list shows the future: %v, %v", page.Items, err)
		}
		for _, version := range []int64{m.Version, later.Version} { // the one shown, and the real one
			if _, err := w.service.Edit(ctxOf("supervisor"), m.ID, version, milestones.Patch{ContactPhone: &phone}); err == nil || httpapi.From(err).Code != "business_day_behind" {
				t.Errorf("edit of version %d: %v", version, err)
			}
		}
		if _, err := w.service.Edit(ctxOf("supervisor"), other.ID, other.Version, milestones.Patch{ContactPhone: &phone}); err != nil {
			t.Errorf("a row without a future can be edited: %v", err)
		}
		if n := w.number(t, "SELECT COUNT(*) FROM milestone_versions WHERE id = ?", m.ID); n != 2 {
			t.Errorf("%d versions", n)
		}
		w.today("2017-05-10")
		if got := w.get(t, m.ID, ""); got.Name != name {
			t.Errorf("caught up, but %q", got.Name)
		}
	})
}

// TestScopeIsJudgedOnTheLockedRow: a project goes to another unit between the look at a row and its lock, and the caller
// has guessed the version it gets by that.
func TestScopeIsJudgedOnTheLockedRow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		w.today("2017-03-01")
		m := w.milestone(t, "主体结顶", "2017-06-30")
		// while runs act after the transaction that moves the project has changed its rows and before it commits.
		while := func(act func() error) error {
			t.Helper()
			done := make(chan error, 1)
			err := db.Tx(context.Background(), func(ctx context.Context, tx *gorm.DB) error {
				if err := w.service.FollowProject(as(ctx, people["supervisor"]), tx, projectEdu, build, nil, 4); err != nil {
					return err
				}
				go func() { done <- act() }()
				select { // it has looked and waits for the lock
				case err := <-done:
					done <- err
				case <-w.later():
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return <-done
		}
		back := func() {
			t.Helper()
			err := db.Tx(context.Background(), func(ctx context.Context, tx *gorm.DB) error {
				return w.service.FollowProject(as(ctx, people["supervisor"]), tx, projectEdu, edu, nil, 4)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		phone := "0577"
		version := m.Version
		err := while(func() error {
			_, err := w.service.Edit(ctxOf("reporter.edu"), m.ID, version+1, milestones.Patch{ContactPhone: &phone})
			return err
		})
		if !isCode(err, "forbidden") {
			t.Errorf("edit: %v", err)
		}
		back()
		version = w.get(t, m.ID, "").Version
		err = while(func() error {
			_, err := w.service.Submit(ctxOf("reporter.edu"), m.ID, version+1, milestones.Submission{Note: "三层", ProgressBp: bp(3000)})
			return err
		})
		if !isCode(err, "forbidden") {
			t.Errorf("submit: %v", err)
		}
		back()
		r := w.report(t, m, milestones.Submission{Note: "三层", ProgressBp: bp(3000)})
		err = while(func() error {
			_, err := w.service.Approve(ctxOf("head.edu"), r.ID, r.Version, "")
			return err
		})
		if !isCode(err, "forbidden") {
			t.Errorf("decide: %v", err)
		}
	})
}
