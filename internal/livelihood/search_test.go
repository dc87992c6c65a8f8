package livelihood_test

import (
	"testing"

	"guatu/internal/livelihood"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

// TestSearch: a task is found by its title and by its indicators, in characters and initials, also after a rename and in the past.
func TestSearch(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		w.today("2017-03-01")
		task, spaces, _, _ := w.parking(t)
		w.today("2017-04-01")
		title, name := "平安建设", "立体车库"
		if _, err := w.service.EditTask(ctxOf("supervisor"), task.ID, task.Version, livelihood.TaskEdit{Title: &title}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.service.EditIndicator(ctxOf("supervisor"), spaces.ID, spaces.Version, livelihood.IndicatorEdit{Name: &name}); err != nil {
			t.Fatal(err)
		}
		past := schedule.MustDate("2017-03-10")
		for _, c := range []struct {
			typed string
			asOf  schedule.Date
			want  int
		}{
			{"平安", schedule.Date{}, 1}, {"pajs", schedule.Date{}, 1}, {"ltck", schedule.Date{}, 1}, {"合格", schedule.Date{}, 1}, {"ggjt", schedule.Date{}, 0},
			{"ggjt", past, 1}, {"ggtcw", past, 1}, {"ltck", past, 0}, {"%", past, 0}, {"", past, 1},
		} {
			for who, most := range map[string]int{"supervisor": 1, "reporter.edu": 0} {
				got, err := w.service.Search(ctxOf(who), 2017, c.asOf, c.typed)
				if err != nil || len(got) != min(c.want, most) {
					t.Errorf("%s: %q on %q finds %d, %v; want %d", who, c.typed, c.asOf, len(got), err, c.want)
				}
				if len(got) == 1 && len(got[0].Indicators) != 3 {
					t.Errorf("%q: a task that is found has all its indicators, not %d", c.typed, len(got[0].Indicators))
				}
			}
		}
	})
}

// TestExportFile: what stands in the cells, no formula, the row in the audit.
func TestExportFile(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		w.today("2017-03-01")
		task := w.task(t, 4, build)
		w.indicator(t, task.ID, "-停车位", schedule.TypeCum, target(300_500))
		w.task(t, 5, edu)
		get := func(name, actor, query string, status int, contain ...string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, URL: "/api/v1/exports/tasks.csv" + query, Status: status, MustContain: contain}
		}
		w.Run(t,
			get("cells", "supervisor", "?columns=ordinal,title,name,target,lamp", 200, "\uFEFF民生实事,截至 2017-03-01,", "序号,实事,子项,目标,灯\r\n4,公共交通与停车,'-停车位,300.5,", "\r\n5,公共交通与停车,,,\r\n", "共 2 行"),
			get("narrowed", "supervisor", "?columns=name&q=tcw&year=2017", 200, "筛选：年度=2017；搜索=tcw", "共 1 行"),
			get("one line a task, in the order of the screen", "supervisor", "?columns=ordinal,partsDone,parts,class&ids=2,1,2,99", 200, "所列=5、4", "分类\r\n5,0,0,未定目标\r\n4,0,1,", "共 2 行"),
			get("nobody names what they may not read", "reporter.edu", "?columns=ordinal&ids=1,2", 200, "序号\r\n5\r\n", "共 1 行"),
			get("ids that are none", "supervisor", "?ids=x", 422, "query.ids"),
			get("no such column", "supervisor", "?columns=x", 422, "column_unknown"),
			get("its own tasks alone", "reporter.edu", "?columns=ordinal", 200, "序号\r\n5\r\n"),
		)
		var n int
		if err := db.Read(t.Context()).Raw("SELECT COUNT(*) FROM audit_events WHERE action = 'export.tasks' AND after_state LIKE '%\"rows\":1%'").Row().Scan(&n); err != nil || n != 3 {
			t.Errorf("%d rows in the audit, %v", n, err)
		}
	})
}
