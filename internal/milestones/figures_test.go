package milestones_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/milestones"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// heard stands in for the projects: it remembers what it was told, and refuses when told to.
type heard struct {
	decisions []milestones.FigureDecision
	refuse    error
	nodes     []milestones.Node
}

func (h *heard) Apply(_ context.Context, _ *gorm.DB, d milestones.FigureDecision) error {
	if h.refuse == nil {
		h.decisions = append(h.decisions, d)
	}
	return h.refuse
}

// Lamps are of the project alone: yellow, and green once the figures are confirmed. It answers for what it was handed.
func (h *heard) Lamps(_ context.Context, figures []milestones.Figure, nodes []milestones.Node) (map[int64]milestones.FigureLamps, error) {
	h.nodes = nodes
	out := map[int64]milestones.FigureLamps{}
	for _, f := range figures {
		green := schedule.Lamp{Colour: schedule.Green, Rule: schedule.RuleP2, Badges: []schedule.Badge{}}
		lamps := milestones.FigureLamps{Now: schedule.Lamp{Colour: schedule.Yellow, Rule: schedule.RuleP2, Badges: []schedule.Badge{}}}
		if f.State == milestones.Submitted || f.State == milestones.Approved {
			lamps.After = &green
		}
		out[f.ReportID] = lamps
	}
	return out, nil
}

// fileFigures files figures of project 10 as its reporter does.
func (w *world) fileFigures(t *testing.T, author int64, approved bool) (int64, error) {
	t.Helper()
	var id int64
	err := w.db.Tx(ctxOf("reporter.edu"), func(ctx context.Context, tx *gorm.DB) (err error) {
		done := int64(3_000_000)
		id, err = w.store.FileFigures(ctx, tx, milestones.FigureInput{ProjectID: projectEdu, LeadDepartmentID: edu, Month: schedule.MustMonth("2017-02"),
			DoneYuan: &done, WorksStage: "开工", Note: "已开工", AuthorID: author, Approved: approved})
		return err
	})
	return id, err
}

func refusedWith(err error, code string) bool {
	failure, ok := errors.AsType[*httpapi.Error](err)
	return ok && failure.Code == code
}

// TestFiguresTakeTheSameWay: figures of a project pass the two levels as any report does, and the projects hear of every decision
// but the first level.
func TestFiguresTakeTheSameWay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := &heard{}
		w := newWorldWith(t, db, milestones.NoReadings{}, h)
		id, err := w.fileFigures(t, 1, false)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.fileFigures(t, 1, false); !refusedWith(err, "report_pending") {
			t.Errorf("a second one: %v", err)
		}
		report, err := w.service.Report(ctxOf("reporter.build"), id) // a co-unit reads it
		if err != nil || report.Kind != "figures" || report.Subject != "滨海学校" || *report.ProjectID != projectEdu || report.Figures.WorksStage != "开工" ||
			report.Figures.Before.DoneYuan != nil || report.LampNow.Colour != schedule.Yellow || report.LampAfter.Colour != schedule.Green {
			t.Fatalf("%+v %v", report, err)
		}
		if _, err := w.service.Confirm(ctxOf("supervisor"), id, 1, milestones.Confirmation{}); !refusedWith(err, "report_not_approved") {
			t.Errorf("the second level first: %v", err)
		}
		for who, want := range map[string][]int64{"head.edu": {id}, "supervisor": nil, "reporter.build": nil} {
			page, err := w.service.Reports(ctxOf(who), milestones.ReportQuery{Mine: true, Limit: 10})
			var got []int64
			for _, r := range page.Items {
				got = append(got, r.ID)
			}
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("on the desk of %s: %v, want %v (%v)", who, got, want, err)
			}
		}
		if _, err := w.service.Approve(ctxOf("head.edu"), id, 1, "属实"); err != nil || len(h.decisions) != 0 {
			t.Fatalf("approved: %v, told %v", err, h.decisions)
		}
		h.refuse = httpapi.Conflict("figures_outdated", "", "")
		if _, err := w.service.Confirm(ctxOf("supervisor"), id, 2, milestones.Confirmation{}); !refusedWith(err, "figures_outdated") {
			t.Errorf("refused by the projects: %v", err)
		}
		batch := milestones.Batch{Outcome: milestones.OutcomeConfirmed, Reports: []milestones.BatchReport{{ID: id, Version: 2}}}
		if results, err := w.service.Decide(ctxOf("supervisor"), batch); err != nil || results[0].OK || results[0].Problem.Code != "figures_outdated" {
			t.Errorf("refused in a batch: %+v %v", results, err)
		}
		h.refuse = nil
		if results, err := w.service.Decide(ctxOf("supervisor"), batch); err != nil || !results[0].OK {
			t.Fatalf("batch: %+v %v", results, err)
		}
		if d := h.decisions; len(d) != 1 || d[0].Outcome != milestones.OutcomeConfirmed || *d[0].Figure.DoneYuan != 3_000_000 || d[0].By != 4 {
			t.Fatalf("told %+v", d)
		}
		second, err := w.fileFigures(t, 2, true)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.service.Return(ctxOf("supervisor"), second, 1, ""); err == nil {
			t.Error("a return without a reason")
		}
		if _, err := w.service.Withdraw(ctxOf("head.edu"), second, 1); err != nil {
			t.Fatal(err)
		}
		if d := h.decisions[1]; d.Outcome != milestones.OutcomeWithdrawn || len(d.Earlier) != 1 || d.Earlier[0].ReportID != id || d.Earlier[0].State != milestones.Confirmed {
			t.Errorf("withdrawn: %+v", d)
		}
		page, err := w.service.Reports(ctxOf("auditor"), milestones.ReportQuery{Filter: milestones.ReportFilter{FiguresOf: projectEdu}, Limit: 10})
		if err != nil || len(page.Items) != 2 || *page.Items[0].Figures.Before.DoneYuan != 3_000_000 {
			t.Errorf("of the project: %+v %v", page.Items, err)
		}
	})
}

// TestFiguresStayWithTheProject: they follow its unit, and a project with figures is not removed.
func TestFiguresStayWithTheProject(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorldWith(t, db, milestones.NoReadings{}, &heard{})
		id, err := w.fileFigures(t, 1, false)
		if err != nil {
			t.Fatal(err)
		}
		follow := func(ctx context.Context, tx *gorm.DB) error {
			return w.service.FollowProject(ctx, tx, projectEdu, build, nil, 4)
		}
		if err := w.db.Tx(ctxOf("supervisor"), follow); err != nil {
			t.Fatal(err)
		}
		if n := w.number(t, "SELECT lead_department_id FROM reports WHERE id = ?", id); n != build {
			t.Errorf("the report stays with unit %d", n)
		}
		remove := func(ctx context.Context, tx *gorm.DB) error { return w.service.RemoveNodes(ctx, tx, projectEdu, 4) }
		if err := w.db.Tx(ctxOf("supervisor"), remove); !refusedWith(err, "has_figures") {
			t.Errorf("removed: %v", err)
		}
	})
}
