package milestones_test

import (
	"bytes"
	"strings"
	"testing"

	"guatu/internal/milestones"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
)

// TestExportFile: what stands in the cells, no formula, the past, refusals, the row in the audit.
func TestExportFile(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		m := w.milestone(t, "=1+1", "2017-06-30")
		w.milestone(t, "竣工", "2017-12-31")
		w.exec(t, "UPDATE milestones SET progress_bp = 1250, last_note = '-2' WHERE id = ?", m.ID)
		w.today("2017-07-05")
		get := func(name, actor, query string, status int, contain, not []string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, URL: "/api/v1/exports/milestones.csv" + query, Status: status, MustContain: contain, MustNotContain: not}
		}
		w.Run(t,
			get("no formula, days and shares", "reporter.edu", "?columns=projectCode,name,baseline,progress,overdueDays,lastNote,firmness,lamp", 200,
				[]string{"\uFEFF节点,截至 2017-07-05,", "项目编号,节点,原计划,进度（%）,逾期（天）,最近进展,要求,灯\r\n", "A-01,'=1+1,2017-06-30,12.50,5,'-2,确保,预警\r\n", "A-01,竣工,2017-12-31,,0,,确保,", "共 2 行"}, nil),
			get("as it was", "supervisor", "?columns=name,overdueDays&asOf=2017-06-30", 200, []string{"截至 2017-06-30", "'=1+1,0\r\n"}, nil),
			get("the other order", "supervisor", "?columns=name&sort=-due&state=open", 200, []string{"筛选：状态=open；排序=-due", "节点\r\n竣工\r\n'=1+1\r\n"}, nil),
			get("no such column", "supervisor", "?columns=secret", 422, []string{"column_unknown"}, nil),
			get("no such leader", "supervisor", "?leader=x", 422, []string{"query.leader"}, nil),
			apitest.Scenario{Name: "English", Actor: "supervisor", URL: "/api/v1/exports/milestones.csv?columns=firmness,key,lamp", Headers: map[string]string{"Accept-Language": "en"}, Status: 200,
				MustContain: []string{"Milestones,As of 2017-07-05", "Firmness,Key,Lamp\r\nfirm,,warning\r\n"}},
		)
		if n := w.number(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'export.milestones' AND actor_id = 4 AND after_state LIKE '%\"state\":\"open\"%' AND after_state LIKE '%\"rows\":2%'"); n != 1 {
			t.Errorf("%d rows in the audit", n)
		}
	})
}

// TestExportIsTheListInEveryOrder compares the file with the pages, over several pieces.
func TestExportIsTheListInEveryOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		for range 230 {
			w.exec(t, "INSERT INTO milestones (project_id, lead_department_id, name, baseline_on, approved_on, clock_due, open, plan_year, created_at) VALUES (10, 1, 'x', '2017-05-01', '2017-05-01', '2017-05-01', 1, 2017, 0)")
		}
		w.exec(t, "UPDATE milestones SET name = CONCAT('n', id), progress_bp = id % 7")
		for _, order := range []milestones.Order{"", "-progress", milestones.ByProject} {
			want := walk(t, w, milestones.Query{Page: milestones.Page{Limit: 100, Order: order}})
			got := w.file(t, milestones.Export{Query: milestones.Query{Page: milestones.Page{Order: order}}, Columns: "name"})
			if len(got) != len(want) || len(want) != 230 {
				t.Fatalf("%q: %d rows, want %d", order, len(got), len(want))
			}
			for i := range want {
				if got[i] != want[i].Name {
					t.Fatalf("%q: row %d is %s, want %s", order, i, got[i], want[i].Name)
				}
			}
		}
	})
}

// file writes an export of one column and returns its rows.
func (w *world) file(t *testing.T, e milestones.Export) []string {
	t.Helper()
	write, err := w.service.ExportList(ctxOf("supervisor"), e)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := write(ctxOf("supervisor"), &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\r\n"), "\r\n")
	return lines[2:]
}
