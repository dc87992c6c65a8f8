//go:build !race

// One caller after another: the race detector would see nothing and take four times as long. `make test-unwatched` runs these.
package app

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guatu/internal/auth"
)

// fact is what a right is judged by, of one row.
type fact struct {
	Kind   string
	ID     int64
	Lead   int64
	Leader int64
	Owner  int64
	Co     []int64 `gorm:"-"`
}

// involves says whether the department leads the row or takes part in it.
func (f fact) involves(department int64) bool {
	return f.Lead == department || slices.Contains(f.Co, department)
}

// facts reads every live row.
func (m *merger) facts(t *testing.T) map[string]fact {
	t.Helper()
	co := map[string][]int64{}
	query := `SELECT 'projects' AS kind, project_id AS id, department_id AS co FROM project_units
		UNION ALL SELECT 'milestones', m.id, u.department_id FROM milestones m JOIN project_units u ON u.project_id = m.project_id
		UNION ALL SELECT 'reports', r.id, u.department_id FROM reports r JOIN milestones m ON m.id = r.milestone_id JOIN project_units u ON u.project_id = m.project_id
		UNION ALL SELECT 'livelihood_tasks', task_id, department_id FROM indicators`
	rows, err := m.db.Read(t.Context()).Raw(query).Rows()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var kind string
		var id, department int64
		if err := rows.Scan(&kind, &id, &department); err != nil {
			t.Fatal(err)
		}
		key := fmt.Sprint(kind, " ", id)
		co[key] = append(co[key], department)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	var found []fact
	err = m.db.Read(t.Context()).Raw(`SELECT 'projects' AS kind, id, lead_department_id AS lead, COALESCE(leader_post_id, 0) AS leader, 0 AS owner FROM projects
		UNION ALL SELECT 'milestones', id, lead_department_id, COALESCE(leader_post_id, 0), 0 FROM milestones
		UNION ALL SELECT 'reports', id, lead_department_id, COALESCE(leader_post_id, 0), author_id FROM reports
		UNION ALL SELECT 'livelihood_tasks', id, department_id, COALESCE(leader_post_id, 0), 0 FROM livelihood_tasks
		UNION ALL SELECT 'indicators', i.id, i.department_id, COALESCE(i.leader_post_id, t.leader_post_id, 0), 0 FROM indicators i JOIN livelihood_tasks t ON t.id = i.task_id`).
		Scan(&found).Error
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]fact, len(found))
	for _, f := range found {
		key := fmt.Sprint(f.Kind, " ", f.ID)
		f.Co = co[key]
		out[key] = f
	}
	return out
}

// rights are the rows each person reaches with each permission.
func (m *merger) rights(t *testing.T, facts map[string]fact) map[string]map[string]bool {
	t.Helper()
	out := map[string]map[string]bool{}
	policy := m.rooms.auth.Policy()
	for _, username := range m.people {
		actor, err := m.rooms.auth.Authenticate(t.Context(), m.token(t, username))
		if err != nil {
			t.Fatal(err)
		}
		out[username] = map[string]bool{}
		for _, permission := range auth.Permissions() {
			scope := policy.Scope(actor, permission)
			if scope.All {
				out[username][permission+" all"] = true
				continue
			}
			for key, f := range facts {
				if scope.Allows(auth.Row{LeadDepartmentID: f.Lead, LeaderPostID: f.Leader, OwnerID: f.Owner, CoDepartmentIDs: f.Co}) {
					out[username][permission+" "+key] = true
				}
			}
		}
	}
	return out
}

// reads are answers by address.
func (m *merger) reads(t *testing.T, paths []string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, path := range paths {
		for cursor := ""; ; {
			address := path
			if cursor != "" {
				address += "&cursor=" + url.QueryEscape(cursor)
			}
			got := m.do(t, call{path: address, as: "leader.chief"})
			if got.status != http.StatusOK {
				t.Fatalf("%s: %d %s", address, got.status, got.body)
			}
			out[address] = string(got.body)
			var page struct{ NextCursor string }
			if err := json.Unmarshal(got.body, &page); err != nil || page.NextCursor == "" {
				break
			}
			cursor = page.NextCursor
		}
	}
	return out
}

func (m *merger) pastPaths(t *testing.T, department int64) []string {
	t.Helper()
	var paths []string
	for _, day := range m.past {
		paths = append(paths, "/overview?asOf="+day, "/board?year=2017&asOf="+day, "/livelihood-tasks?year=2017&asOf="+day, "/attention?asOf="+day,
			"/projects?limit=200&asOf="+day, "/milestones?limit=200&asOf="+day, at("/milestones?limit=200&count=true&department=%d&asOf=%s", department, day))
	}
	for _, id := range m.ids(t, "SELECT project_id FROM project_units WHERE department_id = ? ORDER BY 1 LIMIT 3", department) {
		paths = append(paths, at("/projects/%d?asOf=2017-10-08", id))
	}
	return paths
}

// sums are the totals of today and what the departments add up to.
func (m *merger) sums(t *testing.T) map[string]any {
	t.Helper()
	var overview struct {
		Milestones, ByLamp, Tasks any
		ByDepartment              []struct {
			Department struct{ ID int64 }
			Overdue    int
			ByLamp     map[string]int
		}
	}
	m.get(t, "leader.chief", "/overview", &overview)
	overdue, byLamp := 0, map[string]int{}
	for _, line := range overview.ByDepartment {
		overdue += line.Overdue
		for colour, n := range line.ByLamp {
			byLamp[colour] += n
		}
	}
	var board struct {
		Total   int
		Classes any
	}
	m.get(t, "leader.chief", "/board?year=2017", &board)
	return map[string]any{"milestones": overview.Milestones, "byLamp": overview.ByLamp, "tasks": overview.Tasks, "overdue": overdue, "departments": byLamp, "board": board}
}

func (m *merger) department(t *testing.T, code string) (row auth.Department) {
	t.Helper()
	err := m.db.Read(t.Context()).Raw("SELECT * FROM departments WHERE code = ?", code).Scan(&row).Error
	if err != nil || row.ID == 0 {
		t.Fatalf("%s: %v", code, err)
	}
	return row
}

// checkRows: what was led by the one is led by the other, and nothing else has moved; counts and audit say the same.
func (m *merger) checkRows(t *testing.T, before, after map[string]fact, from, into int64, moved auth.DepartmentCounts) {
	t.Helper()
	if len(before) != len(after) {
		t.Errorf("%d rows became %d", len(before), len(after))
	}
	led := map[string]int{}
	for key, was := range before {
		want := was
		want.Co = slices.Clone(was.Co)
		if want.Lead == from {
			want.Lead = into
			led[was.Kind]++
		}
		for i := range want.Co {
			if want.Co[i] == from {
				want.Co[i] = into
			}
		}
		if was.Kind != "livelihood_tasks" { // those who answer for an indicator are no list
			want.Co = slices.DeleteFunc(slices.Compact(sortedIDs(want.Co)), func(id int64) bool { return id == want.Lead })
		}
		got := after[key]
		if got.Co = sortedIDs(slices.Clone(got.Co)); !cmp.Equal(append([]int64{}, got.Co...), append([]int64{}, sortedIDs(want.Co)...)) || got.Lead != want.Lead || got.Leader != was.Leader || got.Owner != was.Owner {
			t.Errorf("%s is %+v, want %+v", key, got, want)
		}
	}
	counted := map[string]int{"projects": moved.Projects, "milestones": moved.Milestones, "livelihood_tasks": moved.Tasks, "indicators": moved.Indicators}
	delete(led, "reports")
	maps.DeleteFunc(counted, func(_ string, n int) bool { return n == 0 })
	if !maps.Equal(led, counted) {
		t.Errorf("moved %v, counted %v", led, counted)
	}
	for kind, versions := range map[string]string{"projects": "project_versions", "milestones": "milestone_versions", "livelihood_tasks": "livelihood_task_versions", "indicators": "indicator_versions"} {
		if n := m.id(t, "SELECT COUNT(*) FROM "+kind+" x WHERE NOT EXISTS (SELECT 1 FROM "+versions+" v WHERE v.id = x.id AND v.version = x.version)"); n != 0 {
			t.Errorf("%d of %s have no version row of their state", n, kind)
		}
	}
	if n := int(m.id(t, "SELECT COUNT(*) FROM audit_events WHERE action LIKE '%.handOver' AND recorded_on = ?", m.clock.Today())); n == 0 && len(counted) > 0 {
		t.Error("the audit does not know what moved")
	}
}

func sortedIDs(ids []int64) []int64 { slices.Sort(ids); return ids }

// checkRights: nobody of the two departments lost a right on a row, and what they gained is a right on rows of the two; nobody else
// lost or gained any.
func (m *merger) checkRights(t *testing.T, before, after map[string]map[string]bool, facts map[string]fact, unitOf map[string][]int64, from, into int64) {
	t.Helper()
	gained := 0
	for _, username := range m.people {
		for right := range before[username] {
			if !after[username][right] {
				t.Errorf("%s lost %s", username, right)
			}
		}
		concerned := slices.Contains(unitOf[username], from) || slices.Contains(unitOf[username], into)
		for right := range after[username] {
			if before[username][right] {
				continue
			}
			gained++
			_, key, _ := strings.Cut(right, " ")
			if f := facts[key]; !concerned || !f.involves(from) && !f.involves(into) {
				t.Errorf("%s gained %s", username, right)
			}
		}
	}
	t.Logf("%d people looked at, %d rights gained by people of the two departments", len(m.people), gained)
}

// noneMissed looks at every column of the schema that names a department: a new table whose rows nobody hands over is found here.
func (m *merger) noneMissed(t *testing.T) {
	t.Helper()
	closed := m.ids(t, "SELECT id FROM departments WHERE merged_into IS NOT NULL")
	if len(closed) == 0 {
		t.Fatal("nothing was merged")
	}
	looked := 0
	for _, table := range m.tables(t) {
		if strings.HasSuffix(table, "_versions") || table == "department_names" || strings.HasPrefix(table, "sqlite_") {
			continue
		}
		for _, column := range m.columns(t, table) {
			if !strings.HasSuffix(column, "department_id") {
				continue
			}
			looked++
			query := "SELECT COUNT(*) FROM " + table + " WHERE " + column + " IN ?"
			if table == "reports" && column == "department_id" {
				query += " AND state IN ('submitted', 'approved')"
			}
			if n := m.id(t, query, closed); n != 0 {
				t.Errorf("%d rows of %s.%s are left with a department that was merged", n, table, column)
			}
		}
	}
	if looked < 8 {
		t.Errorf("only %d columns name a department", looked)
	}
}
