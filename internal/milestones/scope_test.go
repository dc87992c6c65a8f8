package milestones_test

import (
	"context"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/milestones"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

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
			_, err := w.service.Confirm(ctxOf("head.edu"), r.ID, r.Version, "")
			return err
		})
		if !isCode(err, "forbidden") {
			t.Errorf("decide: %v", err)
		}
	})
}
