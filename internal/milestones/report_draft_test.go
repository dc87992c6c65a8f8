package milestones_test

import (
	"fmt"
	"net/http"
	"testing"

	"guatu/internal/milestones"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

// TestDrafts: one for each author and item, kept as it is, gone with the report; and the change mark stays, so that nobody's
// board is built anew while somebody types.
func TestDrafts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		m := w.milestone(t, "主体结顶", "2017-06-30")
		url := fmt.Sprintf("/api/v1/milestones/%d/draft", m.ID)
		mark, err := db.ChangeMark(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		w.Run(t,
			apitest.Scenario{Name: "a part", Actor: "reporter.edu", Method: http.MethodPut, URL: url, Body: `{"note":"写到一"}`, MustContain: []string{`"note":"写到一"`, `"itemVersion":1`, `"savedAt":"`}},
			apitest.Scenario{Name: "more", Actor: "reporter.edu", Method: http.MethodPut, URL: url, Body: `{"note":"写到一半","progressBp":20000,"forecast":"2016-01-01"}`, MustContain: []string{`"progressBp":20000`}},
			apitest.Scenario{Name: "the head has one too", Actor: "head.edu", Method: http.MethodPut, URL: url, Body: `{"claim":true}`},
			apitest.Scenario{Name: "an unknown field", Actor: "reporter.edu", Method: http.MethodPut, URL: url, Body: `{"photo":1}`, Status: 422, Code: "invalid"},
			apitest.Scenario{Name: "the co-unit", Actor: "reporter.build", Method: http.MethodPut, URL: url, Body: `{"note":"x"}`, Status: 403, Code: "forbidden"},
			apitest.Scenario{Name: "the office", Actor: "supervisor", Method: http.MethodPut, URL: url, Body: `{"note":"x"}`, Status: 403, Code: "forbidden"},
			apitest.Scenario{Name: "nothing there", Actor: "reporter.edu", Method: http.MethodPut, URL: "/api/v1/milestones/99/draft", Body: `{"note":"x"}`, Status: 404, Code: "not_found"},
		)
		if now, err := db.ChangeMark(t.Context()); err != nil || now != mark {
			t.Errorf("the change mark has gone from %d to %d (%v)", mark, now, err)
		}
		drafts := func() int64 { return w.number(t, "SELECT COUNT(*) FROM report_drafts") }
		if n := drafts(); n != 2 {
			t.Errorf("%d drafts of two authors", n)
		}
		w.report(t, m, milestones.Submission{Note: "写完了"})
		if n := w.number(t, "SELECT author_id FROM report_drafts"); n != 2 || drafts() != 1 {
			t.Errorf("the report takes its author's draft along and no other: %d left, of %d", drafts(), n)
		}
		drop := apitest.Scenario{Name: "given up", Actor: "head.edu", Method: http.MethodDelete, URL: url, Status: 204}
		w.Run(t, drop, drop)
		if n := drafts(); n != 0 {
			t.Errorf("%d drafts left", n)
		}
	})
}

// TestFigureDrafts: those of a project are kept beside the others, each author's own, and gone with the report or the project.
func TestFigureDrafts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorldWith(t, db, milestones.NoReadings{}, &heard{})
		done := int64(3_000_000)
		keep := func(who, note string) {
			t.Helper()
			_, err := w.service.KeepFigureDraft(ctxOf(who), projectEdu, 7, milestones.ReportDraft{Note: note, DoneYuan: &done, WorksStage: "开工"})
			if err != nil {
				t.Fatal(err)
			}
		}
		keep("reporter.edu", "写到一")
		keep("reporter.edu", "写到一半")
		keep("head.edu", "另一份")
		d, err := w.service.FigureDraft(ctxOf("reporter.edu"), projectEdu)
		if err != nil {
			t.Fatal(err)
		}
		if d == nil || d.Note != "写到一半" || *d.DoneYuan != done || d.WorksStage != "开工" || d.ItemVersion != 7 {
			t.Errorf("kept %+v", d)
		}
		if other, err := w.service.FigureDraft(ctxOf("supervisor"), projectEdu); err != nil || other != nil {
			t.Errorf("the office reads %+v (%v)", other, err)
		}
		if _, err := w.fileFigures(t, 1, false); err != nil {
			t.Fatal(err)
		}
		if d, err := w.service.FigureDraft(ctxOf("reporter.edu"), projectEdu); err != nil || d != nil {
			t.Errorf("the report leaves its draft behind: %+v (%v)", d, err)
		}
		if d, err := w.service.FigureDraft(ctxOf("head.edu"), projectEdu); err != nil || d == nil {
			t.Errorf("the draft of another is gone: %v", err)
		}
		for range 2 {
			if err := w.service.DropFigureDraft(ctxOf("head.edu"), projectEdu); err != nil {
				t.Fatal(err)
			}
		}
		if n := w.number(t, "SELECT COUNT(*) FROM report_drafts"); n != 0 {
			t.Errorf("%d drafts left", n)
		}
	})
}
