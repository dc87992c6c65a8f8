package milestones_test

import (
	"context"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/milestones"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/schedule"
)

// TestWeekly follows a milestone whose project is reported weekly from 6 March 2017 on: what is missed, made good, sent back and
// taken back, today and as recorded.
func TestWeekly(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		w.today("2017-01-10")
		m := w.milestone(t, "主体结顶", "2017-05-31")
		w.today("2017-03-06")
		if got := w.get(t, m.ID, ""); got.ReportCycle != schedule.CycleMonthly || got.SilentDays != nil || got.MissedPeriods != 0 {
			t.Errorf("monthly, nobody has reported: %+v", got)
		}
		w.follow(t, schedule.CycleWeekly, "2017-03-06") // a Monday
		w.today("2017-03-14")                           // Tuesday: the cut-off of the week to 12 March
		if got := w.get(t, m.ID, ""); got.Lamp.Has(schedule.BadgeUnreported) || got.MissedPeriods != 0 || got.ReportCycle != schedule.CycleWeekly {
			t.Errorf("until Tuesday evening nothing is missing: %+v", got)
		}
		w.today("2017-03-22")
		if got := w.get(t, m.ID, ""); !got.Lamp.Has(schedule.BadgeUnreported) || got.MissedPeriods != 2 {
			t.Errorf("two weeks missed: %d %v", got.MissedPeriods, got.Lamp.Badges)
		}
		late := w.report(t, m, milestones.Submission{Note: "两周没报"})
		if !late.MadeGood || late.PeriodTo == nil || late.PeriodTo.String() != "2017-03-19" {
			t.Errorf("the report is for the last closed week and makes it good: %+v", late)
		}
		if got := w.get(t, m.ID, ""); got.Lamp.Has(schedule.BadgeUnreported) || !got.Lamp.Has(schedule.BadgeMadeGood) || *got.SilentDays != 0 {
			t.Errorf("made good: %v", got.Lamp.Badges)
		}
		w.today("2017-03-23")
		w.decide(t, late, milestones.OutcomeReturned, "写具体")
		again := w.report(t, m, milestones.Submission{Note: "浇筑第三层"})
		if again.PeriodTo.String() != "2017-03-19" {
			t.Errorf("what was sent back is for its week again: %s", again.PeriodTo)
		}
		w.decide(t, again, milestones.OutcomeConfirmed, "")
		next := w.report(t, m, milestones.Submission{NoChange: true})
		if next.PeriodTo.String() != "2017-03-26" || next.MadeGood {
			t.Errorf("then the running week: %+v", next)
		}
		w.decide(t, next, milestones.OutcomeWithdrawn, "")
		w.today("2017-03-29")
		if got := w.get(t, m.ID, ""); got.MissedPeriods != 1 || *got.SilentDays != 6 || got.LastReportOn.String() != "2017-03-23" {
			t.Errorf("withdrawn as if it had never been: %d missed, %d days silent", got.MissedPeriods, *got.SilentDays)
		}
		for asOf, want := range map[string]int{"2017-03-05": 0, "2017-03-14": 0, "2017-03-15": 1, "2017-03-21": 1, "2017-03-22": 0, "2017-03-28": 0} {
			if got := w.get(t, m.ID, asOf); got.MissedPeriods != want {
				t.Errorf("as of %s: %d missed, want %d", asOf, got.MissedPeriods, want)
			}
		}
		w.today("2017-04-03")
		w.follow(t, schedule.CycleMonthly, "2017-04-03")
		w.today("2017-04-12")
		if got := w.get(t, m.ID, ""); got.Lamp.Has(schedule.BadgeUnreported) || got.MissedPeriods != 0 {
			t.Errorf("monthly again: March was reported by its weeks: %+v", got.Lamp.Badges)
		}
	})
}

// follow lets the milestones of the project follow another cycle.
func (w *world) follow(t *testing.T, cycle schedule.Cycle, since string) {
	t.Helper()
	err := w.db.Tx(ctxOf("supervisor"), func(ctx context.Context, tx *gorm.DB) error {
		return w.service.FollowCycle(ctx, tx, projectEdu, cycle, day(since), 4)
	})
	if err != nil {
		t.Fatal(err)
	}
}
