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

// TestBatch: each report by itself, the good ones stay, and the same request again gives the same answer.
func TestBatch(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		for _, name := range []string{"一层", "二层", "三层", "四层"} {
			w.report(t, w.milestone(t, name, "2017-06-30"), milestones.Submission{Note: name, ProgressBp: bp(3000)})
		}
		own := w.milestone(t, "五层", "2017-06-30")
		if r, err := w.service.Submit(ctxOf("head.edu"), own.ID, own.Version, milestones.Submission{Note: "负责人自己报"}); err != nil ||
			r.State != milestones.Approved || r.ApprovedBy == nil || r.ApprovedBy.ID != r.Author.ID || !r.May.Withdraw || r.May.Return {
			t.Fatalf("the report of a head is approved by its author at once: %+v (%v)", r, err)
		}
		post := func(name, actor, key, action, rows string, status int, code string, contain ...string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPost, URL: "/api/v1/reports/batch", Key: key,
				Body: fmt.Sprintf(`{"action":%q,"note":"属实","reports":[%s]}`, action, rows), Status: status, Code: code, MustContain: contain}
		}
		const three = `{"id":1,"version":1},{"id":2,"version":9},{"id":99,"version":1},{"id":3,"version":1},{"id":5,"version":1}`
		answers := []string{`{"id":1,"ok":true,"state":"approved","version":2,"problem":null}`, `"id":2,"ok":false,"state":"submitted"`, `"code":"version_conflict"`,
			`{"id":99,"ok":false,"state":null,"version":null`, `"code":"not_found"`, `{"id":3,"ok":true`, `"id":5,"ok":false,"state":"approved"`, `"code":"report_approved"`}
		w.Run(t,
			post("a reporter", "reporter.edu", "b0", "approve", `{"id":1,"version":1}`, 403, "forbidden"),
			post("nothing", "head.edu", "b1", "approve", ``, 422, "invalid"),
			post("one twice", "head.edu", "b2", "approve", `{"id":1,"version":1},{"id":1,"version":1}`, 422, "invalid", "batch_twice"),
			post("the head", "head.edu", "b3", "approve", three, 200, "", answers...),
			post("the same again", "head.edu", "b3", "approve", three, 200, "", answers...),
			post("the head does not confirm", "head.edu", "b4", "confirm", `{"id":1,"version":2}`, 200, "", `"ok":false,"state":"approved"`, `"code":"forbidden"`),
			post("the office", "supervisor", "b5", "confirm", `{"id":1,"version":2},{"id":4,"version":1},{"id":3,"version":2},{"id":5,"version":1}`, 200, "",
				`{"id":1,"ok":true,"state":"confirmed"`, `"id":4,"ok":false`, `"code":"report_not_approved"`, `{"id":3,"ok":true,"state":"confirmed"`, `{"id":5,"ok":true`),
			post("the auditor", "auditor", "b6", "confirm", `{"id":2,"version":1}`, 403, "forbidden"),
		)
		if n := w.number(t, "SELECT COUNT(*) FROM milestones WHERE progress_bp = 3000"); n != 2 {
			t.Errorf("%d figures have moved, two were confirmed", n)
		}
		if n := w.number(t, "SELECT COUNT(*) FROM audit_events WHERE action IN ('report.approve', 'report.confirm')"); n != 6 {
			t.Errorf("%d steps in the audit: three approvals (one of the head's own) and three confirmations", n)
		}
	})
}
