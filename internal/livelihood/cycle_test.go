package livelihood_test

import (
	"testing"

	"guatu/internal/livelihood"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/schedule"
)

// TestTenDays: a task reported every ten days. Its count is missed and made good by 旬, its KEEP by months as ever, and of the
// time before nothing is missing.
func TestTenDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		w.today("2017-01-05")
		task, spaces, _, rivers := w.parking(t)
		w.today("2017-03-01")
		for _, id := range []int64{spaces.ID, rivers.ID} {
			if got := w.get(t, id); got.MissedPeriods != 1 || got.SilentDays != nil { // January, from 9 February
				t.Errorf("monthly: %d missed, silent %v", got.MissedPeriods, got.SilentDays)
			}
		}
		cycle := schedule.CycleTenDay
		changed, err := w.service.EditTask(ctxOf("supervisor"), task.ID, task.Version, livelihood.TaskEdit{ReportCycle: &cycle})
		must(t, err)
		if changed.ReportCycle != cycle {
			t.Fatalf("the task is reported %s", changed.ReportCycle)
		}
		if got := w.get(t, spaces.ID); got.MissedPeriods != 0 || got.Lamp.Has(schedule.BadgeUnreported) {
			t.Errorf("of the time before nothing is missing: %d", got.MissedPeriods)
		}
		w.today("2017-03-24") // the second 旬 is reported by Wednesday the 22nd
		if got := w.get(t, spaces.ID); got.MissedPeriods != 2 || !got.Lamp.Has(schedule.BadgeUnreported) {
			t.Errorf("two 旬 missed: %d %v", got.MissedPeriods, got.Lamp.Badges)
		}
		if got := w.get(t, rivers.ID); got.MissedPeriods != 2 { // January and February, from 9 March
			t.Errorf("the KEEP by months: %d", got.MissedPeriods)
		}
		late := w.submit(t, "reporter.build", spaces.ID, livelihood.Submission{ValueMilli: ptr(int64(60_000)), Note: "建成 60 个"})
		if !late.MadeGood || late.PeriodTo.String() != "2017-03-20" {
			t.Errorf("the reading makes the last closed 旬 good: %+v", late)
		}
		w.decide(t, late, livelihood.OutcomeReturned, nil)
		again := w.submit(t, "reporter.build", spaces.ID, livelihood.Submission{ValueMilli: ptr(int64(50_000)), Note: "建成 50 个"})
		if again.PeriodTo.String() != "2017-03-20" || !again.MadeGood {
			t.Errorf("what was sent back is for its 旬 again and makes it good: %+v", again)
		}
		w.confirm(t, again)
		next := w.submit(t, "reporter.build", spaces.ID, livelihood.Submission{NoChange: true})
		if next.PeriodTo.String() != "2017-03-31" || next.MadeGood {
			t.Errorf("then the running 旬: %+v", next)
		}
		w.confirm(t, next)
		if got := w.get(t, spaces.ID); got.MissedPeriods != 0 || *got.SilentDays != 0 || *got.ValueMilli != 50_000 || !got.Lamp.Has(schedule.BadgeMadeGood) {
			t.Errorf("reported: %+v", got)
		}
		w.today("2017-04-15") // 11–20 April has not closed, 1–10 April has, on Thursday the 13th at the latest
		if got := w.get(t, spaces.ID); got.MissedPeriods != 1 || *got.SilentDays != 22 {
			t.Errorf("one 旬 missed: %d, silent %d days", got.MissedPeriods, *got.SilentDays)
		}
		kept := w.submit(t, "reporter.env", rivers.ID, livelihood.Submission{Met: ptr(true), Note: "达标"})
		if !kept.PeriodTo.IsZero() {
			t.Errorf("a KEEP has no 旬: %+v", kept)
		}
	})
}
