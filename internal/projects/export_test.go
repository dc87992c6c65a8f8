package projects_test

import (
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/projects"
)

// TestExport: what stands in the cells, no formula, English, refusals, the row in the audit.
func TestExport(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		w.project(t, "=A-1", `=HYPERLINK("http://evil","x")`, func(d *projects.Draft) {
			d.ContactName, d.ContactPhone = "@SUM(1)", "+86577"
			d.TotalYuan, d.YearPlanYuan, d.YearDoneYuan, d.YearDoneMonth = yuan(123456789), yuan(1000), yuan(125), day("2017-01-31").MonthOf()
			d.Lists = []string{"city"}
		})
		w.project(t, "B-2", "籀园小学")
		get := func(name, actor, query string, status int, contain, not []string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, URL: "/api/v1/exports/projects.csv" + query, Status: status, MustContain: contain, MustNotContain: not}
		}
		w.Run(t,
			get("no formula, whole yuan, two decimals", "supervisor", "?columns=code,name,contactName,contactPhone,totalYuan,actualShare,lists", 200,
				[]string{"\uFEFF重点项目,截至 2017-03-01,规则 zhenan-default-1,", "编号,项目名称,联系人,联系电话,总投资（元）,年度完成率（%）,清单\r\n",
					`'=A-1,"'=HYPERLINK(""http://evil"",""x"")",'@SUM(1),'+86577,123456789,12.50,市重点项目` + "\r\n", "B-2,籀园小学,,,,,\r\n", "共 2 行"}, nil),
			get("the filter in words", "supervisor", "?department=1&leader=5&q=%3DSUM&columns=code&sort=-lamp", 200, []string{"筛选：牵头单位=教育文化体育局；分管领导=分管领导；搜索==SUM；排序=-lamp", "共 0 行"}, nil),
			get("rows nobody may read", "reporter.build", "?columns=code", 200, []string{"共 0 行"}, []string{"B-2"}),
			get("no such column", "supervisor", "?columns=code,password", 422, []string{"column_unknown"}, nil),
			apitest.Scenario{Name: "English", Actor: "supervisor", URL: "/api/v1/exports/projects.csv?columns=code,lamp", Headers: map[string]string{"Accept-Language": "en"}, Status: 200,
				MustContain: []string{"Key projects,As of 2017-03-01", "Code,Lamp\r\n"}},
			apitest.Scenario{Name: "wall", Actor: "supervisor", URL: "/api/v1/exports/wall.csv?columns=group,code,node", Status: 200,
				MustContain: []string{"分组,编号,节点\r\n", "市重点项目,'=A-1,\r\n", "未列入清单,B-2,\r\n"}},
		)
		if n := w.number(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'export.projects' AND after_state LIKE '%\"rows\":2%' AND after_state LIKE '%totalYuan%'"); n != 1 {
			t.Errorf("%d rows in the audit of the first file", n)
		}
		if n := w.number(t, "SELECT COUNT(*) FROM audit_events WHERE action LIKE 'export.%'"); n != 5 {
			t.Errorf("%d files in the audit, a refused one leaves none", n)
		}
	})
}
