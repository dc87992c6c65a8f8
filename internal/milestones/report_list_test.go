package milestones_test

import (
	"testing"

	"guatu/internal/milestones"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
)

// TestReportsOfProject: the list of a project has the reports on all its milestones, newest first, and of no other project.
func TestReportsOfProject(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		first, second := w.milestone(t, "主体结顶", "2017-06-30"), w.milestone(t, "装修完成", "2017-09-30")
		other := w.milestone(t, "通车", "2017-09-30", func(d *milestones.Draft) { d.ProjectID = projectBuild })
		a := w.report(t, first, milestones.Submission{Note: "第三层"})
		b := w.report(t, second, milestones.Submission{Note: "进场"})
		c, err := w.service.Submit(ctxOf("reporter.build"), other.ID, other.Version, milestones.Submission{Note: "路基"})
		if err != nil {
			t.Fatal(err)
		}
		for project, want := range map[int64][]int64{projectEdu: {b.ID, a.ID}, projectBuild: {c.ID}, 999: nil} {
			page, err := w.service.Reports(ctxOf("supervisor"), milestones.ReportQuery{Filter: milestones.ReportFilter{Project: project}, Limit: 10, Count: true})
			if err != nil || len(page.Items) != len(want) || *page.Total != len(want) {
				t.Fatalf("project %d: %d reports, total %v (%v)", project, len(page.Items), page.Total, err)
			}
			for i, id := range want {
				if page.Items[i].ID != id {
					t.Errorf("project %d: report %d is %d, want %d", project, i, page.Items[i].ID, id)
				}
			}
		}
		if page, err := w.service.Reports(ctxOf("reporter.edu"), milestones.ReportQuery{Filter: milestones.ReportFilter{Project: projectBuild}, Limit: 10}); err != nil || len(page.Items) != 0 {
			t.Errorf("another unit reads %d reports (%v)", len(page.Items), err)
		}
	})
}
