package reports_test

import (
	"slices"
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/reports"
	"guatu/internal/schedule"
)

// TestWorklistOfFigures: the figures of a project stand in the worklist like everything else that is reported: counted, in their
// place, with the report that waits, and with the caller's draft.
func TestWorklistOfFigures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, "2017-09-30")
		w.district(t)
		before, err := w.service.Worklist(ctxOf("reporter.edu"), schedule.Date{})
		must(t, err)
		lamp := func(c schedule.Colour, badges ...schedule.Badge) schedule.Lamp {
			return schedule.Lamp{Colour: c, Rule: schedule.RuleP2, Badges: append([]schedule.Badge{}, badges...)}
		}
		september, august := schedule.MustMonth("2017-09"), schedule.MustMonth("2017-08")
		w.ledger.figures = []reports.FigureItem{
			{ID: 1, Version: 4, Name: "滨海学校", DepartmentID: edu, PlanYuan: ptr(int64(1_000)), DoneYuan: ptr(int64(400)), ShareBp: ptr(4_000), PlanBp: ptr(6_666),
				Lamp: lamp(schedule.Yellow, schedule.BadgeUnreported), Owed: true, Month: august, Missed: 1, LastOn: date("2017-08-02")},
			{ID: 2, Version: 2, Name: "滨海二期", DepartmentID: edu, Lamp: lamp(schedule.Red), Reported: true, Month: september,
				Waiting: reports.WaitingFigures{ID: 77, Version: 1, Month: september, DoneYuan: ptr(int64(900)), Note: "主体施工", AuthorID: 1, SubmittedAt: 1, RecordedOn: date("2017-09-29")}},
		}
		w.exec(t, "INSERT INTO report_drafts (author_id, project_id, item_version, body, saved_at) VALUES (1, 1, 3, ?, 0), (3, 2, 1, ?, 0)",
			`{"note":"写到一半","doneYuan":500,"worksStage":"开工"}`, `{"note":"别人的"}`)
		list, err := w.service.Worklist(ctxOf("reporter.edu"), schedule.Date{})
		must(t, err)
		want := before.Counts
		want.Todo, want.Reported, want.Unreported, want.Yellow, want.Red = want.Todo+1, want.Reported+1, want.Unreported+1, want.Yellow+1, want.Red+1
		if list.Counts != want {
			t.Errorf("counts %+v, want %+v", list.Counts, want)
		}
		find := func(id int64) reports.WorkItem {
			at := slices.IndexFunc(list.Items, func(i reports.WorkItem) bool { return i.Kind == "figures" && i.ID == id })
			if at < 0 {
				t.Fatalf("figures of %d are not in the worklist", id)
			}
			return list.Items[at]
		}
		owed, waits := find(1), find(2)
		if owed.Title != "滨海学校" || *owed.ProjectID != 1 || !owed.NeedsReport || owed.ReportMonth != august || owed.MissedPeriods != 1 || *owed.GapBp != 2_666 ||
			*owed.Figures.DoneYuan != 400 || owed.Period.Cutoff != date("2017-09-05") || owed.Holder.Kind != "unit" {
			t.Errorf("owed: %+v", owed)
		}
		if d := owed.Draft; d == nil || d.Note != "写到一半" || *d.DoneYuan != 500 || d.WorksStage != "开工" || d.ItemVersion != 3 {
			t.Errorf("the own draft: %+v", d)
		}
		if p := waits.Pending; p == nil || p.ReportID != 77 || *p.DoneYuan != 900 || p.Author.Name != "吴静" || waits.Holder.Level != "unit" || waits.Draft != nil || waits.NeedsReport {
			t.Errorf("waits: %+v", waits)
		}
		if last := list.Items[len(list.Items)-1]; last.NeedsReport {
			t.Errorf("what waits stands at the end: %+v", last)
		}
	})
}
