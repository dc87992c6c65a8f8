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
