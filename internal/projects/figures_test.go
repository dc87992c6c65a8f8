package projects_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/projects"
	"guatu/internal/schedule"
)

// kept stands in for the milestones room: it remembers what was filed, and refuses a second one as that room does.
type kept struct {
	filed   []projects.FigureFiling
	pending bool
}

func (k *kept) FileFigures(_ context.Context, _ *gorm.DB, in projects.FigureFiling) (int64, error) {
	if k.pending {
		return 0, httpapi.Conflict("report_pending", "", "")
	}
	k.filed, k.pending = append(k.filed, in), true
	return int64(len(k.filed)), nil
}

// figureWorld is a project of 教育局 with a plan of 12 million, a ladder and 入库 to do.
type figureWorld struct {
	*world
	*kept
	desk *projects.Desk
	id   int64
}

func newFigureWorld(t *testing.T, db *database.DB, today string) *figureWorld {
	t.Helper()
	k := &kept{}
	w := newWorldOn(t, db, today, func(_ *clock.Clock, _ *auth.Policy, o *projects.Options) { o.Reports = k })
	p := w.project(t, "EDU-1", "滨海学校", func(d *projects.Draft) {
		d.YearPlanYuan, d.TotalYuan, d.WorksLadder, d.StatEntryAsked = yuan(12_000_000), yuan(12_000_000), "building", true
	})
	return &figureWorld{world: w, kept: k, desk: projects.NewDesk(w.options.Store, w.options.Rules, audit.New(w.clock)), id: p.ID}
}

func (w *figureWorld) get(t *testing.T, asOf string) projects.ProjectDetail {
	t.Helper()
	var on schedule.Date
	if asOf != "" {
		on = day(asOf)
	}
	p, err := w.service.Get(ctxOf("supervisor"), w.id, on)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (w *figureWorld) report(t *testing.T, who string, f projects.FigureReport) error {
	t.Helper()
	_, err := w.service.ReportFigures(ctxOf(who), w.id, w.get(t, "").Version, f)
	return err
}

// figure is the filing as the other room keeps it.
func (w *figureWorld) figure(n int, state string) projects.Figure {
	f := w.filed[n]
	return projects.Figure{ReportID: int64(n + 1), ProjectID: f.ProjectID, Month: f.Month, DoneYuan: f.DoneYuan, PaidYuan: f.PaidYuan,
		WorksStage: f.WorksStage, StatEnteredOn: f.StatEnteredOn, Note: f.Note, RecordedOn: w.clock.Today(), State: state}
}

// decide does what the other room does with a decision on the newest report.
func (w *figureWorld) decide(t *testing.T, outcome projects.Outcome, earlier ...projects.Figure) error {
	t.Helper()
	err := w.db.Tx(context.Background(), func(ctx context.Context, tx *gorm.DB) error {
		return w.desk.Apply(ctx, tx, projects.FigureDecision{Figure: w.figure(len(w.filed)-1, string(outcome)), Outcome: outcome,
			Reason: "说明", On: w.clock.Today(), By: 4, Earlier: earlier})
	})
	if err == nil {
		w.pending = false
	}
	return err
}

// must is for the steps a test stands on.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func month(text string) schedule.Month { return schedule.MustMonth(text) }

// TestFiguresMoveWhenConfirmed: a report moves nothing, its confirmation everything, with the day, the version and the audit.
func TestFiguresMoveWhenConfirmed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newFigureWorld(t, db, "2017-05-02")
		must(t, w.report(t, "reporter.edu", projects.FigureReport{DoneYuan: yuan(3_000_000), PaidYuan: yuan(2_500_000), WorksStage: "基础完工 ",
			StatEnteredOn: day("2017-04-20"), Note: " 桩基全部完成 "}))
		f := w.filed[0]
		if f.Month != month("2017-04") || f.Approved || f.LeadDepartmentID != edu || f.AuthorID != 1 || f.WorksStage != "基础完工" || f.Note != "桩基全部完成" {
			t.Errorf("filed %+v", f)
		}
		p := w.get(t, "")
		if p.Investment.YearDoneYuan != nil || p.Works.Stage != "" || p.Works.StatOn != nil {
			t.Errorf("a report that waits moved figures: %+v %+v", p.Investment, p.Works)
		}
		if p.Reporting.State != "submitted" || *p.Reporting.Month != month("2017-04") {
			t.Errorf("reporting %+v", p.Reporting)
		}
		if err := w.report(t, "reporter.edu", projects.FigureReport{DoneYuan: yuan(1)}); !isCode(err, "report_pending") {
			t.Errorf("a second report: %v", err)
		}
		if again := w.get(t, ""); again.Version != p.Version {
			t.Error("a refused report wrote a version")
		}
		w.clock.SetToday(day("2017-05-04"))
		must(t, w.decide(t, projects.OutcomeConfirmed))
		p = w.get(t, "")
		if *p.Investment.YearDoneYuan != 3_000_000 || *p.Investment.YearPaidYuan != 2_500_000 || *p.Investment.DoneThrough != month("2017-04") {
			t.Errorf("investment %+v", p.Investment)
		}
		if p.Works.Stage != "基础完工" || *p.Works.On != day("2017-05-04") || *p.Works.StatOn != day("2017-04-20") || p.Reporting.State != "confirmed" {
			t.Errorf("works %+v, %+v", p.Works, p.Reporting)
		}
		if april := p.Investment.Months[3]; *april.DoneYuan != 3_000_000 || *april.PaidYuan != 2_500_000 || *april.On != day("2017-05-04") {
			t.Errorf("April %+v", april)
		}
		if past := w.get(t, "2017-05-03"); past.Investment.YearDoneYuan != nil || past.Reporting.State != "submitted" {
			t.Error("the past does not say what was known then")
		}
		if n := w.number(t, "SELECT COUNT(*) FROM audit_events WHERE entity = 'project' AND entity_id = ? AND action IN ('project.report', 'project.confirm')", w.id); n != 2 {
			t.Errorf("%d audit rows, want 2", n)
		}
	})
}

// TestFiguresByMonth: corrections, what a report leaves out, returns and withdrawals.
func TestFiguresByMonth(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newFigureWorld(t, db, "2017-06-02")
		confirmed := func(f projects.FigureReport) {
			t.Helper()
			must(t, w.report(t, "head.edu", f))
			must(t, w.decide(t, projects.OutcomeConfirmed))
		}
		confirmed(projects.FigureReport{Month: month("2017-05"), DoneYuan: yuan(5_000_000), PaidYuan: yuan(4_000_000)})
		if !w.filed[0].Approved {
			t.Error("the report of a head is its own first level")
		}
		// An earlier month is corrected without moving where the project stands.
		confirmed(projects.FigureReport{Month: month("2017-03"), DoneYuan: yuan(2_000_000)})
		confirmed(projects.FigureReport{Month: month("2017-05"), DoneYuan: yuan(5_100_000)})
		p := w.get(t, "")
		if i := p.Investment; *i.YearDoneYuan != 5_100_000 || *i.DoneThrough != month("2017-05") || *i.YearPaidYuan != 4_000_000 ||
			*i.Months[2].DoneYuan != 2_000_000 || i.Months[2].PaidYuan != nil || *i.Months[4].PaidYuan != 4_000_000 {
			t.Errorf("investment %+v", i)
		}
		// The stage alone leaves the money.
		confirmed(projects.FigureReport{WorksStage: "开工"})
		if p = w.get(t, ""); p.Works.Stage != "开工" || *p.Investment.YearDoneYuan != 5_100_000 {
			t.Errorf("works %+v", p.Works)
		}
		must(t, w.report(t, "reporter.edu", projects.FigureReport{DoneYuan: yuan(9_000_000), Month: month("2017-06")}))
		must(t, w.decide(t, projects.OutcomeReturned))
		if p = w.get(t, ""); p.Reporting.State != "returned" || *p.Investment.YearDoneYuan != 5_100_000 || *p.Reporting.NextMonth != month("2017-06") {
			t.Errorf("after a return %+v", p.Reporting)
		}
		must(t, w.report(t, "reporter.edu", projects.FigureReport{DoneYuan: yuan(6_000_000), Month: month("2017-06")}))
		must(t, w.decide(t, projects.OutcomeWithdrawn, w.figure(4, "returned"), w.figure(0, "confirmed")))
		if p = w.get(t, ""); p.Reporting.State != "returned" || *p.Reporting.Month != month("2017-06") || *p.Investment.YearDoneYuan != 5_100_000 {
			t.Errorf("after a withdrawal %+v", p.Reporting)
		}
	})
}

// TestFiguresRefused: what is wrong with a report, who may not send one, and a confirmation that fits no more.
func TestFiguresRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newFigureWorld(t, db, "2017-05-02")
		far := day("2017-05-03")
		for name, c := range map[string]struct {
			report projects.FigureReport
			want   string
		}{
			"nothing":             {projects.FigureReport{Note: "没有数字"}, "figures_empty"},
			"paid alone":          {projects.FigureReport{PaidYuan: yuan(1), WorksStage: "开工"}, "paid_needs_done"},
			"below zero":          {projects.FigureReport{DoneYuan: yuan(-1)}, "money_range"},
			"a month to come":     {projects.FigureReport{Month: month("2017-06"), DoneYuan: yuan(1)}, "month_range"},
			"another year":        {projects.FigureReport{Month: month("2016-12"), DoneYuan: yuan(1)}, "month_range"},
			"another ladder":      {projects.FigureReport{WorksStage: "通车/通水"}, "stage_unknown"},
			"entered in a future": {projects.FigureReport{StatEnteredOn: far}, "date_future"},
		} {
			err := w.report(t, "reporter.edu", c.report)
			failure, ok := err.(*httpapi.Error) //nolint:errorlint // it comes as it is
			if !ok || len(failure.Fields) != 1 || failure.Fields[0].Code != c.want {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
		good := projects.FigureReport{DoneYuan: yuan(1_000_000), WorksStage: "开工"}
		for who, want := range map[string]int{"supervisor": 403, "auditor": 403, "leader.edu": 403, "reporter.build": 404, "sysadmin": 404} {
			_, err := w.service.ReportFigures(ctxOf(who), w.id, w.get(t, "").Version, good)
			if failure, ok := err.(*httpapi.Error); !ok || failure.Status != want { //nolint:errorlint // it comes as it is
				t.Errorf("%s: %v, want %d", who, err, want)
			}
		}
		if _, err := w.service.ReportFigures(ctxOf("reporter.edu"), w.id, 99, good); !isCode(err, "version_conflict") && err == nil {
			t.Errorf("a version nobody has: %v", err)
		}
		must(t, w.report(t, "reporter.edu", good))
		if d := cmp.Diff(1, len(w.filed)); d != "" {
			t.Fatal(d)
		}
		road := "road"
		_, err := w.service.Edit(ctxOf("supervisor"), w.id, w.get(t, "").Version, projects.Patch{WorksLadder: &road})
		must(t, err)
		if err := w.decide(t, projects.OutcomeConfirmed); err != nil {
			t.Errorf("开工 is a stage of a road too: %v", err)
		}
		must(t, w.report(t, "reporter.edu", projects.FigureReport{WorksStage: "过半"}))
		building := "building"
		stage := ""
		_, err = w.service.Edit(ctxOf("supervisor"), w.id, w.get(t, "").Version, projects.Patch{WorksLadder: &building, WorksStage: &stage})
		must(t, err)
		if err := w.decide(t, projects.OutcomeConfirmed); !isCode(err, "figures_outdated") {
			t.Errorf("a stage the ladder does not have any more: %v", err)
		}
		must(t, w.decide(t, projects.OutcomeReturned))
	})
}

// TestFiguresOwed: who once reported owes every month, one missed month says so and two are yellow (P6), in lists as on the page;
// a report in review holds the plan back and stops the count.
func TestFiguresOwed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newFigureWorld(t, db, "2017-05-02")
		if w.get(t, "2017-05-02").Reporting.Missed != 0 {
			t.Error("who never reported owes nothing")
		}
		rule := func() (out []string) {
			p := w.get(t, "")
			for _, colour := range []schedule.Colour{schedule.Yellow, schedule.Red, schedule.Green} {
				page, err := w.service.List(ctxOf("supervisor"), projects.Query{Filter: projects.Filter{Colour: colour}, Page: projects.Page{Limit: 10, Order: projects.ByCode}})
				must(t, err)
				if (len(page.Items) == 1) != (p.Lamp.Colour == colour) {
					t.Errorf("the list of %s has %d, the lamp is %s", colour, len(page.Items), p.Lamp.Colour)
				}
			}
			why, err := w.service.Why(ctxOf("supervisor"), w.id, schedule.Date{})
			must(t, err)
			for _, r := range why.Rules {
				if r.Rule == schedule.RuleP6 && r.Met {
					out = append(out, string(r.Colour))
				}
			}
			return out
		}
		must(t, w.report(t, "head.edu", projects.FigureReport{DoneYuan: yuan(11_000_000)}))
		before := *w.get(t, "").Investment.PlanBp
		w.clock.SetToday(day("2017-05-08"))
		if p := w.get(t, ""); *p.Investment.PlanBp != before {
			t.Errorf("the plan went on to %d while the report waits in time", *p.Investment.PlanBp)
		}
		must(t, w.decide(t, projects.OutcomeConfirmed))
		if p := w.get(t, ""); *p.Investment.PlanBp <= before {
			t.Error("the plan did not go on when the report was confirmed")
		}
		w.clock.SetToday(day("2017-06-20"))
		if p := w.get(t, ""); p.Reporting.Missed != 1 || *p.Reporting.NextMonth != month("2017-05") || len(rule()) != 0 {
			t.Errorf("one missed month: %+v", p.Reporting)
		}
		w.clock.SetToday(day("2017-07-20"))
		if p := w.get(t, ""); p.Reporting.Missed != 2 || p.Lamp.Colour != schedule.Yellow {
			t.Errorf("two missed months: %+v %+v", p.Reporting, p.Lamp)
		}
		if d := cmp.Diff([]string{"yellow"}, rule()); d != "" {
			t.Error(d)
		}
		must(t, w.report(t, "reporter.edu", projects.FigureReport{DoneYuan: yuan(12_000_000)}))
		if w.get(t, "").Reporting.Missed != 0 || len(rule()) != 0 {
			t.Error("a month is missed while its report waits")
		}
		must(t, w.decide(t, projects.OutcomeConfirmed))
		w.clock.SetToday(day("2017-12-20"))
		if p := w.get(t, ""); p.Reporting.Missed != 0 {
			t.Errorf("the plan is done, and %d months are missed", p.Reporting.Missed)
		}
	})
}

// TestFiguresInTheWorklist: what is asked of a unit, from its first report to the end of the plan year.
func TestFiguresInTheWorklist(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newFigureWorld(t, db, "2017-05-02")
		on := func(d string) (item projects.FigureItem, n int) {
			t.Helper()
			w.clock.SetToday(day(d))
			found, err := w.service.Figures(ctxOf("reporter.edu"), auth.Scope{All: true}, 1, schedule.Date{})
			must(t, err)
			if len(found) > 0 {
				item = found[0]
			}
			return item, len(found)
		}
		if _, n := on("2017-05-02"); n != 0 {
			t.Error("nothing is asked of who never reported")
		}
		w.exec(t, "INSERT INTO report_drafts (author_id, project_id, item_version, body, saved_at) VALUES (1, ?, 1, '{}', 0)", w.id)
		if i, n := on("2017-05-02"); n != 1 || i.Owed || i.Reported {
			t.Errorf("what was begun has to be found again: %d %+v", n, i)
		}
		w.exec(t, "DELETE FROM report_drafts")
		must(t, w.report(t, "reporter.edu", projects.FigureReport{DoneYuan: yuan(3_000_000)})) // April
		if i, _ := on("2017-05-02"); i.Owed || !i.Reported {
			t.Errorf("sent: %+v", i)
		}
		must(t, w.decide(t, projects.OutcomeReturned))
		if i, _ := on("2017-05-02"); !i.Owed || i.Month != month("2017-04") || i.Returned != i.Month {
			t.Errorf("sent back: %+v", i)
		}
		must(t, w.report(t, "reporter.edu", projects.FigureReport{DoneYuan: yuan(3_000_000)}))
		must(t, w.decide(t, projects.OutcomeConfirmed))
		for _, c := range []struct {
			day        string
			owed       bool
			month      string
			missed     int
			unreported bool
		}{
			{"2017-05-05", false, "2017-04", 0, false}, // until the cut-off April is the month, and it was sent
			{"2017-05-06", true, "2017-05", 0, false},
			{"2017-06-05", true, "2017-05", 0, false},
			{"2017-06-06", true, "2017-05", 0, false}, // the working days of grace
			{"2017-06-20", true, "2017-05", 1, true},
			{"2018-01-20", true, "2017-12", 8, true}, // the plan year is over
		} {
			i, n := on(c.day)
			p := w.get(t, "")
			silent, err := w.service.UnreportedFigures(ctxOf("supervisor"))
			must(t, err)
			if n != 1 || i.Owed != c.owed || i.Month != month(c.month) || i.Missed != c.missed {
				t.Errorf("%s: %d %+v", c.day, n, i)
			}
			for what, got := range map[string]bool{"page": p.Reporting.Unreported, "lamp": p.Lamp.Has(schedule.BadgeUnreported), "worklist": i.Lamp.Has(schedule.BadgeUnreported), "count": silent == 1} {
				if got != c.unreported {
					t.Errorf("%s: 未报 on the %s is %v", c.day, what, got)
				}
			}
		}
		w.clock.SetToday(day("2017-06-20"))
		must(t, w.report(t, "reporter.edu", projects.FigureReport{DoneYuan: yuan(12_000_000)}))
		must(t, w.decide(t, projects.OutcomeConfirmed))
		if i, n := on("2017-08-20"); n != 0 {
			t.Errorf("the plan of the year is done, and asked for is %+v", i)
		}
	})
}

// TestLampsBesideAReport: before the confirmation the lamp of the page, after it the one the page then has; a report that is decided
// or does not fit any more has no after.
func TestLampsBesideAReport(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newFigureWorld(t, db, "2017-08-10")
		late := projects.NodeFacts{ID: 1, ProjectID: w.id, PlanYear: 2017, Name: "主体结顶", Weight: 1, Facts: schedule.MilestoneFacts{
			Baseline: day("2017-08-01"), Approved: day("2017-08-01")}}
		w.nodes = []projects.NodeFacts{late}
		must(t, w.report(t, "reporter.edu", projects.FigureReport{DoneYuan: yuan(8_000_000)}))
		lamps := func(state string) projects.FigureLamps {
			t.Helper()
			found, err := w.desk.Lamps(t.Context(), []projects.Figure{w.figure(0, state)}, w.nodes)
			must(t, err)
			return found[1]
		}
		before := lamps("approved")
		if d := cmp.Diff(w.get(t, "").Lamp.Reason, before.Now.Reason); d != "" || before.Now.Colour != schedule.Red || before.After == nil {
			t.Fatalf("before: %+v\n%s", before, d)
		}
		must(t, w.decide(t, projects.OutcomeConfirmed))
		if d := cmp.Diff(w.get(t, "").Lamp.Reason, before.After.Reason); d != "" || before.After.Colour != schedule.Yellow {
			t.Errorf("after the confirmation the page says otherwise: %s %s", before.After.Colour, d)
		}
		if decided := lamps("confirmed"); decided.After != nil || decided.Now.Colour != schedule.Yellow {
			t.Errorf("decided: %+v", decided)
		}
		must(t, w.report(t, "reporter.edu", projects.FigureReport{WorksStage: "开工"}))
		outdated := w.figure(1, "submitted")
		outdated.WorksStage = "通车/通水" // the ladder was changed
		found, err := w.desk.Lamps(t.Context(), []projects.Figure{outdated, {ReportID: 9, ProjectID: 99}}, w.nodes)
		must(t, err)
		if len(found) != 1 || found[2].After != nil {
			t.Errorf("what can not be confirmed has no lamp after it: %+v", found)
		}
	})
}
