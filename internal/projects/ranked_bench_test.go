package projects_test

import (
	"fmt"
	"os"
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/projects"
	"guatu/internal/schedule"
)

// BenchmarkLists reads pages of 50 of 10,000 projects with ten milestones each, by what the database knows and by what the
// rules know.
func BenchmarkLists(b *testing.B) {
	for _, dialect := range []string{database.SQLite, database.MySQL} {
		if dialect == database.MySQL && os.Getenv(dbtest.MySQLEnv) == "" {
			continue
		}
		d := newDistrict(b, dbtest.New(b, dialect))
		d.fill(b, 10_000, 10)
		if dialect == database.MySQL {
			d.exec(b, "ANALYZE TABLE projects, milestones, project_versions, milestone_versions")
		} else {
			d.exec(b, "ANALYZE")
		}
		ctx := ctxOf("supervisor")
		for name, q := range map[string]projects.Query{
			"code":        {Page: projects.Page{Order: projects.ByCode}},
			"search":      {Filter: projects.Filter{Text: "xszx"}, Page: projects.Page{Order: projects.ByCode}},
			"year":        {Filter: projects.Filter{Year: 2017}, Page: projects.Page{Order: projects.ByCode}},
			"lamp":        {Page: projects.Page{Order: "-lamp"}},
			"red of unit": {Filter: projects.Filter{Colour: schedule.Red, Department: edu, List: "province"}, Page: projects.Page{Order: projects.ByDue}},
		} {
			q.Page.Limit = 50
			b.Run(fmt.Sprintf("%s/%s", dialect, name), func(b *testing.B) {
				for b.Loop() {
					if _, err := d.service.List(ctx, q); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		b.Run(dialect+"/choices", func(b *testing.B) {
			for b.Loop() {
				if _, err := d.service.Choices(ctx, projects.Query{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
