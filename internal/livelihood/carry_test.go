package livelihood_test

import (
	"context"
	"slices"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/livelihood"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// blocks are what stands in the way of each unfinished indicator, by name.
func (w *world) blocks(t *testing.T) map[string]string {
	t.Helper()
	tasks, err := w.service.CarryCandidates(ctxOf("supervisor"), 2017)
	must(t, err)
	out := map[string]string{}
	for _, task := range tasks {
		for _, i := range task.Indicators {
			out[i.Name] = i.Blocked
		}
	}
	return out
}

func (w *world) carry(t *testing.T, order livelihood.TaskOrder) livelihood.TaskCarried {
	t.Helper()
	var done livelihood.TaskCarried
	err := w.db.Tx(ctxOf("supervisor"), func(ctx context.Context, tx *gorm.DB) (err error) {
		done, err = w.service.CarryTask(ctx, tx, 2017, order)
		return err
	})
	must(t, err)
	return done
}

// TestCarryWaits: a figure is carried when its year is over and its December is in, and what waits for a decision waits.
func TestCarryWaits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		task := w.task(t, 1, build)
		name := func(n string, kind schedule.IndicatorType, change ...func(*livelihood.IndicatorEdit)) livelihood.Indicator {
			return w.indicator(t, task.ID, n, kind, change...)
		}
		waits, silent := name("待审", schedule.TypeCum, target(100_000)), name("未报", schedule.TypeCum, target(100_000))
		full, done := name("已满", schedule.TypeCum, target(1_000)), name("完成", schedule.TypeCum, target(1_000))
		name("未定", schedule.TypeOpen)
		name("口号", schedule.TypeWords)
		percent := "%"
		rate := name("达标", schedule.TypeRate, target(95_000), func(e *livelihood.IndicatorEdit) { e.Unit = &percent })
		keep := name("保持", schedule.TypeKeep)
		w.milestone(t, 5, "开工", "2017-06-30")
		name("事件", schedule.TypeEvent, func(e *livelihood.IndicatorEdit) { e.MilestoneID = httpapi.Some(int64(5)) })

		w.today("2017-12-20")
		w.confirm(t, w.submit(t, "reporter.build", full.ID, livelihood.Submission{ValueMilli: ptr(int64(1_000)), Note: "满"}))
		w.confirm(t, w.submit(t, "reporter.build", done.ID, livelihood.Submission{ValueMilli: ptr(int64(1_200)), Note: "成", Claim: true, Proof: said("验收单齐全")}))
		w.confirm(t, w.submit(t, "reporter.build", rate.ID, livelihood.Submission{ValueMilli: ptr(int64(80_000)), Note: "八成"}))
		w.confirm(t, w.submit(t, "reporter.build", keep.ID, livelihood.Submission{Met: ptr(false), Note: "未达"}))
		running := map[string]string{"待审": "year_running", "未报": "year_running", "已满": "claim_pending", "未定": "year_running",
			"口号": "words", "达标": "year_running", "保持": "year_running", "事件": "milestone_not_carried"}
		w.expectBlocks(t, "in December", running)
		w.today("2018-01-03")
		w.submit(t, "reporter.build", waits.ID, livelihood.Submission{ValueMilli: ptr(int64(30_000)), Note: "报"})
		early := w.blocks(t)
		for n, want := range map[string]string{"待审": "report_pending", "未报": "december_open", "未定": "", "已满": "claim_pending"} {
			if early[n] != want {
				t.Errorf("before the cut-off %s: %q, want %q", n, early[n], want)
			}
		}
		w.today("2018-01-08")
		w.expectBlocks(t, "after the cut-off", map[string]string{"待审": "report_pending", "未报": "", "已满": "claim_pending", "未定": "",
			"口号": "words", "达标": "", "保持": "", "事件": "milestone_not_carried"})
		_, err := w.service.Verify(ctxOf("supervisor"), full.ID, w.get(t, full.ID).Version, livelihood.Verification{Note: "还缺一项"})
		must(t, err)
		if got := w.blocks(t)["已满"]; got != "full_unverified" {
			t.Errorf("a full figure that was turned down: %q", got)
		}
		w.carries(t, task.ID, silent.ID, rate.ID, keep.ID)
	})
}

func (w *world) expectBlocks(t *testing.T, when string, want map[string]string) {
	t.Helper()
	got := w.blocks(t)
	for n, code := range want {
		if found, ok := got[n]; !ok || found != code {
			t.Errorf("%s %s: %q (listed %v), want %q", when, n, found, ok, code)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %v", when, got)
	}
}

// carries: what nothing stands in the way of goes on, each kind in its way, and once.
func (w *world) carries(t *testing.T, task, silent, rate, keep int64) {
	t.Helper()
	done := w.carry(t, livelihood.TaskOrder{ID: task, Ordinal: 7, Indicators: []livelihood.IndicatorOrder{{ID: silent, TargetMilli: ptr(int64(50_000)), Due: schedule.MustDate("2018-06-30")}}})
	if len(done.Indicators) != 4 || len(done.Skipped) != 4 || done.To == 0 {
		t.Fatalf("carried %+v", done)
	}
	next := map[int64]livelihood.Indicator{}
	for _, c := range done.Indicators {
		next[c.From] = w.get(t, c.To)
	}
	if i := next[silent]; *i.TargetMilli != 50_000 || i.Due.String() != "2018-06-30" || *i.StartMilli != 0 {
		t.Errorf("with an order: %+v", i)
	}
	if i := next[rate]; *i.StartMilli != 80_000 || *i.TargetMilli != 95_000 || i.ValueMilli != nil {
		t.Errorf("a rate: start %d, target %d", *i.StartMilli, *i.TargetMilli)
	}
	if i := next[keep]; len(i.Periods) != 12 || i.Periods[0].Month.Year() != 2018 || slices.ContainsFunc(i.Periods, func(p livelihood.Period) bool { return p.Met != nil }) {
		t.Errorf("a standard kept: %+v", i.Periods)
	}
	made, err := w.service.Get(ctxOf("supervisor"), done.To, schedule.Date{})
	must(t, err)
	if made.Year != 2018 || made.Ordinal != 7 || made.CarriedFrom == nil || *made.CarriedFrom != task {
		t.Errorf("the task of 2018: %+v", made)
	}
	if again := w.carry(t, livelihood.TaskOrder{ID: task}); len(again.Indicators) != 0 || len(again.Skipped) != 4 {
		t.Errorf("carried twice: %+v", again)
	}
	if err := w.service.RemoveIndicator(ctxOf("supervisor"), next[rate].ID, 1); err != nil {
		t.Error(err)
	}
	if back := w.get(t, rate); back.CarriedTo != nil {
		t.Errorf("the promise did not come back: %+v", back)
	}
}
