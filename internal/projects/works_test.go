package projects_test

import (
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/projects"
	"guatu/internal/schedule"
)

// through enters the figures of a month on the day.
func (w *world) through(t *testing.T, id int64, on, month string, done int64, paid *int64) projects.ProjectDetail {
	t.Helper()
	w.clock.SetToday(day(on))
	return w.patched(t, id, projects.Patch{YearDoneYuan: httpapi.Some(done), YearDoneMonth: httpapi.Some(schedule.MustMonth(month)), YearPaidYuan: maybe(paid)})
}

func maybe(n *int64) httpapi.Maybe[int64] {
	if n == nil {
		return httpapi.Maybe[int64]{}
	}
	return httpapi.Some(*n)
}

func (w *world) patched(t *testing.T, id int64, p projects.Patch) projects.ProjectDetail {
	t.Helper()
	now, err := w.service.Get(ctxOf("supervisor"), id, schedule.Date{})
	if err != nil {
		t.Fatal(err)
	}
	if now, err = w.service.Edit(ctxOf("supervisor"), id, now.Version, p); err != nil {
		t.Fatal(err)
	}
	return now
}

// TestMonthsOfTheYear: each month keeps what was entered for it, planned beside done and paid; two warnings in a row are red,
// a corrected month counts from the day it was corrected, and the past is read as it was.
func TestMonthsOfTheYear(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		p := w.project(t, "A-1", "学校", func(d *projects.Draft) {
			d.YearPlanYuan, d.MonthlyPlan = yuan(1000), []int64{100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1000, 1000}
		})
		w.through(t, p.ID, "2017-05-04", "2017-04", 280, yuan(150))
		got := w.through(t, p.ID, "2017-06-06", "2017-05", 380, yuan(200)) // 12 points short, as in April
		if got.Lamp.Colour != schedule.Red || got.Lamp.Rule != schedule.RuleP5 || got.Investment.YellowPeriods != 2 || got.Investment.Marked {
			t.Errorf("two warnings in a row: %s by %s, %+v", got.Lamp.Colour, got.Lamp.Rule, got.Investment)
		}
		months := got.Investment.Months
		april, may, june := months[3], months[4], months[5]
		if len(months) != 12 || april.PlanYuan != 400 || *april.DoneYuan != 280 || *april.PaidYuan != 150 || may.PlanYuan != 500 || *may.DoneYuan != 380 ||
			may.On.String() != "2017-06-06" || june.PlanYuan != 600 || june.DoneYuan != nil || june.On != nil {
			t.Errorf("months: %+v %+v %+v", april, may, june)
		}
		got = w.through(t, p.ID, "2017-06-08", "2017-05", 440, nil) // the figure of May was wrong
		if got.Lamp.Colour != schedule.Yellow || *got.Investment.Months[4].DoneYuan != 440 || *got.Investment.YearPaidYuan != 200 {
			t.Errorf("corrected: %s by %s, %+v", got.Lamp.Colour, got.Lamp.Rule, got.Investment.Months[4])
		}
		w.clock.SetToday(day("2017-06-20"))
		for asOf, want := range map[string]string{"2017-05-04": "yellow P2", "2017-06-06": "red P5", "2017-06-08": "yellow P2"} {
			past, err := w.service.Get(ctxOf("supervisor"), p.ID, day(asOf))
			if err != nil || string(past.Lamp.Colour)+" "+past.Lamp.Rule != want {
				t.Errorf("as of %s: %s by %s, %v; want %s", asOf, past.Lamp.Colour, past.Lamp.Rule, err, want)
			}
		}
	})
}

// TestWorksOfAProject: the ladder belongs to the plan, the stage is dated when it is entered; works behind the stage due and
// money ahead of the works are said.
func TestWorksOfAProject(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.New(t, database.SQLite))
	ladder, start, top := "building", "开工", "主体结顶"
	p := w.project(t, "A-1", "学校", func(d *projects.Draft) {
		d.WorksLadder, d.TotalYuan, d.CumulativeYuan, d.StatEntryAsked, d.StartedOn = ladder, yuan(1000), yuan(550), true, day("2017-02-10")
	})
	f := schedule.MilestoneFacts{Baseline: day("2017-03-10"), Approved: day("2017-03-10")}
	w.nodes = []projects.NodeFacts{{ID: 1, ProjectID: p.ID, PlanYear: 2017, Name: top, Stage: top, Weight: 1, Facts: f}}
	w.clock.SetToday(day("2017-03-12"))
	got := w.patched(t, p.ID, projects.Patch{WorksStage: &start})
	if got.Works.Stage != start || got.Works.On.String() != "2017-03-12" || len(got.Works.Stages) != 7 || !got.Works.StatAsk {
		t.Errorf("works: %+v", got.Works)
	}
	rules := got.Lamp.Inputs
	if got.Lamp.Colour != schedule.Red || rules[schedule.RuleP4] == nil || rules[schedule.RuleP7] == nil || rules[schedule.RuleP8] == nil {
		t.Errorf("%s by %s: %s", got.Lamp.Colour, got.Lamp.Rule, got.Lamp.Reason) // two stages behind, 55 % of the money for 20 % of the works, a month without 入库
	}
	got = w.patched(t, p.ID, projects.Patch{WorksStage: &top, StatEnteredOn: httpapi.Some(day("2017-03-12"))})
	if rules = got.Lamp.Inputs; rules[schedule.RuleP4] != nil || rules[schedule.RuleP7] != nil || rules[schedule.RuleP8] != nil {
		t.Errorf("made good: %s", got.Lamp.Reason)
	}
	unknown, road := "封顶", "road"
	for name, patch := range map[string]projects.Patch{
		"stage_unknown": {WorksStage: &unknown}, "ladder_unknown": {WorksLadder: &unknown}, "date_future": {StatEnteredOn: httpapi.Some(day("2017-03-13"))},
		"money_range": {YearPaidYuan: httpapi.Some(int64(-1))},
	} {
		if _, err := w.service.Edit(ctxOf("supervisor"), p.ID, got.Version, patch); !isCode(err, "invalid") {
			t.Errorf("%s: %v", name, err)
		}
	}
	before := projects.Patch{WorksLadder: &road, WorksStage: new(string)}
	if got = w.patched(t, p.ID, before); got.Works.Ladder != road || got.Works.Stage != "" || got.Works.On != nil {
		t.Errorf("another ladder: %+v", got.Works)
	}
}
