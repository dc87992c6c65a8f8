package app

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guatu/internal/auth"
	"guatu/internal/schedule"
)

// TestMergeOfDepartments merges departments of the demonstration, some chosen by chance, and after each merge looks at everything a
// merge must keep.
func TestMergeOfDepartments(t *testing.T) {
	t.Parallel()
	eachProgram(t, true, func(t *testing.T, p *program) {
		p.clock.SetToday(schedule.MustDate("2017-10-09"))
		m := &merger{program: p, past: []string{"2017-06-30", "2017-10-08"}}
		m.staff(t)
		pairs := [][2]string{{"edu", "build"}, {"health", "edu"}} // health into a closed one: refused
		var parts []struct{ Co, Lead string }
		err := p.db.Read(t.Context()).Raw(`SELECT c.code AS co, d.code AS lead FROM project_units u JOIN projects p ON p.id = u.project_id
			JOIN departments c ON c.id = u.department_id JOIN departments d ON d.id = p.lead_department_id ORDER BY u.project_id, c.id`).Scan(&parts).Error
		if err != nil || len(parts) < 2 {
			t.Fatalf("%d parts of departments: %v", len(parts), err)
		}
		pairs = append(pairs, [2]string{parts[0].Co, parts[0].Lead}) // the part is gone: it leads
		for _, part := range slices.Backward(parts) {
			if part.Lead != parts[0].Co && part.Co != parts[0].Co {
				pairs = append(pairs, [2]string{part.Lead, part.Co}) // the other way round
				break
			}
		}
		for range 3 {
			pairs = append(pairs, [2]string{m.codes[rand.IntN(len(m.codes))], m.codes[rand.IntN(len(m.codes))]})
		}
		for _, pair := range pairs {
			m.merge(t, pair[0], pair[1])
		}
		m.noneMissed(t)
	})
}

type merger struct {
	*program
	codes  []string // of the departments
	people []string // everybody whose rights are looked at
	past   []string
	serial int
}

// staff gives every department a reporter and a head who can sign in.
func (m *merger) staff(t *testing.T) {
	t.Helper()
	ctx := auth.AsSystem(t.Context())
	m.people = []string{"reporter.edu", "head.edu", "reporter.build", "supervisor", "leader.edu", "leader.chief", "auditor", "sysadmin", "secadmin", "auditadmin"}
	var posts []struct {
		ID         int64
		Code, Unit string
	}
	err := m.db.Read(t.Context()).Raw("SELECT p.id, p.code, d.code AS unit FROM posts p JOIN departments d ON d.id = p.department_id" +
		" JOIN grants g ON g.post_id = p.id AND g.role IN ('reporter', 'head') ORDER BY p.id").Scan(&posts).Error
	if err != nil {
		t.Fatal(err)
	}
	for _, post := range posts {
		username := "x." + post.Code
		user, err := m.rooms.auth.CreateUser(ctx, auth.NewUser{Username: username, Name: "某 " + post.Code, Password: demoWord})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.rooms.auth.Appoint(ctx, auth.NewHolder{PostID: post.ID, UserID: user.ID, From: m.clock.Today()}); err != nil {
			t.Fatal(err)
		}
		m.people = append(m.people, username)
		if !slices.Contains(m.codes, post.Unit) {
			m.codes = append(m.codes, post.Unit)
		}
	}
}

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

func (m *merger) merge(t *testing.T, fromCode, intoCode string) {
	t.Helper()
	from, into := m.department(t, fromCode), m.department(t, intoCode)
	before, sums := m.facts(t), m.sums(t)
	rights := m.rights(t, before)
	paths := m.pastPaths(t, from.ID)
	past := m.reads(t, paths)
	unitOf := m.units(t)
	decided := m.ids(t, "SELECT id FROM reports WHERE department_id = ? AND state <> 'submitted'", from.ID)
	m.serial++
	got := m.do(t, call{method: http.MethodPost, path: at("/departments/%d/merge", from.ID), as: "sysadmin", etag: etag(from.Version), key: at("merge-%d", m.serial),
		body: auth.MergeRequest{IntoID: into.ID}})
	if from.ID == into.ID || from.MergedInto != nil || into.Disabled {
		if got.status < 400 || got.status >= 500 {
			t.Fatalf("%s into %s: %d %s", fromCode, intoCode, got.status, got.body)
		}
		return
	}
	if got.status != http.StatusOK {
		t.Fatalf("%s into %s: %d %s", fromCode, intoCode, got.status, got.body)
	}
	var answer auth.DepartmentMerge
	got.into(t, &answer)
	after := m.facts(t)
	t.Logf("%s into %s: %+v", fromCode, intoCode, answer.Moved)
	if diff := cmp.Diff(sums, m.sums(t)); diff != "" {
		t.Errorf("%s into %s moved a total:\n%s", fromCode, intoCode, diff)
	}
	if diff := cmp.Diff(past, m.reads(t, paths)); diff != "" {
		t.Errorf("%s into %s changed a day of the past:\n%.3000s", fromCode, intoCode, diff)
	}
	m.checkRows(t, before, after, from.ID, into.ID, answer.Moved)
	m.checkRights(t, rights, m.rights(t, after), before, unitOf, from.ID, into.ID)
	if kept := m.ids(t, "SELECT id FROM reports WHERE department_id = ?", from.ID); !slices.Equal(kept, decided) {
		t.Errorf("%d decided reports carry the old department, want %d", len(kept), len(decided))
	}
}

// units are the departments of the posts each person holds.
func (m *merger) units(t *testing.T) map[string][]int64 {
	t.Helper()
	out := map[string][]int64{}
	for _, username := range m.people {
		actor, err := m.rooms.auth.Authenticate(t.Context(), m.token(t, username))
		if err != nil {
			t.Fatal(err)
		}
		out[username] = actor.DepartmentIDs()
	}
	return out
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
	if n := int(m.id(t, "SELECT COUNT(*) FROM audit_events WHERE action LIKE '%.handOver' AND recorded_on = '2017-10-09'")); n == 0 && len(counted) > 0 {
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
				query += " AND state = 'submitted'"
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

func (p *program) columns(t testing.TB, table string) []string {
	t.Helper()
	rows, err := p.db.Read(t.Context()).Raw("SELECT * FROM " + table + " WHERE 1 = 0").Rows()
	if err != nil {
		t.Fatal(err)
	}
	names, err := rows.Columns()
	if closing := rows.Close(); err != nil || closing != nil {
		t.Fatal(err, closing)
	}
	return names
}

// TestMergeMeetsWork: while departments are merged, their people report and the supervision office plans for them. Nothing is left
// with a closed department, whatever came first.
func TestMergeMeetsWork(t *testing.T) {
	t.Parallel()
	eachProgram(t, true, func(t *testing.T, p *program) {
		m := &merger{program: p}
		edu, build := m.department(t, "edu"), m.department(t, "build")
		open := m.ids(t, `SELECT m.id FROM milestones m WHERE m.lead_department_id = ? AND m.verified = 0 AND m.suspended_on IS NULL AND m.claimed_on IS NULL
			AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.milestone_id = m.id AND r.state = 'submitted') ORDER BY m.id LIMIT 6`, edu.ID)
		for _, username := range []string{"supervisor", "reporter.edu", "sysadmin"} {
			p.token(t, username)
		}
		var wait sync.WaitGroup
		answers := make(chan string, 100)
		send := func(what string, c call, fine ...int) {
			wait.Go(func() {
				if got := p.do(t, c); !slices.Contains(fine, got.status) {
					answers <- fmt.Sprintf("%s: %d %.300s", what, got.status, got.body)
				}
			})
		}
		for i := range 8 {
			send("project", call{method: http.MethodPost, path: "/projects", as: "supervisor", key: at("p%d", i),
				body: map[string]any{"code": at("RACE-%d", i), "name": "并发", "planYear": 2018, "leadDepartmentId": edu.ID}}, 201, 422)
			send("part", call{method: http.MethodPost, path: "/projects", as: "supervisor", key: at("c%d", i),
				body: map[string]any{"code": at("PART-%d", i), "name": "并发", "planYear": 2018, "leadDepartmentId": build.ID, "coDepartmentIds": []int64{edu.ID}}}, 201, 422)
			send("task", call{method: http.MethodPost, path: "/livelihood-tasks", as: "supervisor", key: at("t%d", i),
				body: map[string]any{"year": 2018, "ordinal": 50 + i, "title": "并发", "departmentId": edu.ID}}, 201, 422)
			if i == 3 {
				send("merge", call{method: http.MethodPost, path: at("/departments/%d/merge", edu.ID), as: "sysadmin", etag: etag(edu.Version), key: "m", body: auth.MergeRequest{IntoID: build.ID}}, 200)
			}
		}
		for i, id := range open {
			version := p.id(t, "SELECT version FROM milestones WHERE id = ?", id)
			send("report", call{method: http.MethodPost, path: at("/milestones/%d/reports", id), as: "reporter.edu", etag: etag(version), key: at("r%d", i),
				body: map[string]any{"progressBp": 5000, "note": "并发填报"}}, 201, 412, 404) // 404: signed in before the merge, looked after it
		}
		wait.Wait()
		close(answers)
		for text := range answers {
			t.Error(text)
		}
		m.noneMissed(t)
		late := p.do(t, call{method: http.MethodPost, path: "/projects", as: "supervisor", key: "late",
			body: map[string]any{"code": "LATE", "name": "晚", "planYear": 2018, "leadDepartmentId": edu.ID, "coDepartmentIds": []int64{build.ID}}})
		if late.status != http.StatusUnprocessableEntity || !strings.Contains(string(late.body), "department_closed") {
			t.Errorf("a project for a closed department: %d %s", late.status, late.body)
		}
		task := p.do(t, call{method: http.MethodPost, path: "/livelihood-tasks", as: "supervisor", key: "late.task",
			body: map[string]any{"year": 2018, "ordinal": 99, "title": "晚", "departmentId": edu.ID}})
		if task.status != http.StatusUnprocessableEntity || !strings.Contains(string(task.body), "unit_closed") {
			t.Errorf("a task for a closed department: %d %s", task.status, task.body)
		}
	})
}

// TestMergedWorkGoesOn: the head of the department that took over decides a report of the one that is gone; who wrote it stays.
func TestMergedWorkGoesOn(t *testing.T) {
	t.Parallel()
	eachProgram(t, true, func(t *testing.T, p *program) {
		m := &merger{program: p}
		edu, build := m.department(t, "edu"), m.department(t, "build")
		id := p.id(t, `SELECT m.id FROM milestones m WHERE m.lead_department_id = ? AND m.verified = 0 AND m.suspended_on IS NULL AND m.claimed_on IS NULL
			AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.milestone_id = m.id AND r.state = 'submitted') ORDER BY m.id LIMIT 1`, edu.ID)
		old := p.id(t, "SELECT id FROM reports WHERE department_id = ? AND state = 'confirmed' ORDER BY id LIMIT 1", edu.ID)
		filed := p.do(t, call{method: http.MethodPost, path: at("/milestones/%d/reports", id), as: "reporter.edu", etag: etag(p.id(t, "SELECT version FROM milestones WHERE id = ?", id)),
			key: "r", body: map[string]any{"progressBp": 6000, "note": "撤并前"}})
		var report struct{ ID, Version int64 }
		if filed.into(t, &report); filed.status != http.StatusCreated {
			t.Fatalf("%d %s", filed.status, filed.body)
		}
		if hidden := p.do(t, call{path: at("/reports/%d", report.ID), as: "head.build"}); hidden.status != http.StatusNotFound {
			t.Fatalf("the other head reads it before: %d", hidden.status)
		}
		if _, err := p.rooms.auth.MergeDepartments(auth.AsSystem(t.Context()), edu.ID, edu.Version, build.ID); err != nil {
			t.Fatal(err)
		}
		confirmed := p.do(t, call{method: http.MethodPost, path: at("/reports/%d/confirm", report.ID), as: "head.build", etag: etag(report.Version), key: "c", body: "{}"})
		if confirmed.status != http.StatusOK || !strings.Contains(string(confirmed.body), "建设局") {
			t.Errorf("confirm: %d %s", confirmed.status, confirmed.body)
		}
		for _, who := range []string{"reporter.edu", "head.build", "leader.chief"} {
			var kept struct{ Department struct{ ID int64 } }
			if p.get(t, who, at("/reports/%d", old), &kept); kept.Department.ID != edu.ID {
				t.Errorf("%s reads the decided report as one of %d, want %d", who, kept.Department.ID, edu.ID)
			}
		}
		var list struct{ Items []struct{ ID int64 } }
		p.get(t, "reporter.edu", "/worklist", &list)
		if !slices.ContainsFunc(list.Items, func(item struct{ ID int64 }) bool { return item.ID == id }) {
			t.Error("the milestone is not on the work list of its reporter any more")
		}
		if got := p.do(t, call{path: at("/departments/%d/merge-preview?into=%d", edu.ID, build.ID), as: "sysadmin"}); got.code(t) != "department_merged" {
			t.Errorf("%d %s", got.status, got.body)
		}
	})
}

// TestRecordedCoUnits: what a project row keeps of its co-units is what the rows of today say, from the demonstration on and after an edit.
func TestRecordedCoUnits(t *testing.T) {
	t.Parallel()
	eachProgram(t, true, func(t *testing.T, p *program) {
		p.clock.SetToday(schedule.MustDate("2017-10-09"))
		id := p.id(t, "SELECT project_id FROM project_units ORDER BY 1 LIMIT 1")
		var before, past, now struct {
			Version       int64
			CoDepartments []struct{ ID int64 }
		}
		p.get(t, "supervisor", at("/projects/%d", id), &before)
		edited := p.do(t, call{method: http.MethodPatch, path: at("/projects/%d", id), as: "supervisor", etag: etag(before.Version), body: map[string]any{"coDepartmentIds": []int64{}}})
		if edited.status != http.StatusOK {
			t.Fatalf("%d %s", edited.status, edited.body)
		}
		p.get(t, "supervisor", at("/projects/%d?asOf=2017-10-08", id), &past)
		p.get(t, "supervisor", at("/projects/%d", id), &now)
		if diff := cmp.Diff(before.CoDepartments, past.CoDepartments); diff != "" || len(now.CoDepartments) != 0 {
			t.Errorf("yesterday (-was +is):\n%s\ntoday: %v", diff, now.CoDepartments)
		}
		wrong := 0
		var rows []struct {
			ID      int64
			CoUnits *string
		}
		if err := p.db.Read(context.Background()).Raw("SELECT id, co_units FROM projects").Scan(&rows).Error; err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			want := strings.Trim(strings.ReplaceAll(fmt.Sprint(p.ids(t, "SELECT department_id FROM project_units WHERE project_id = ? ORDER BY 1", row.ID)), " ", ","), "[]")
			if row.CoUnits == nil || *row.CoUnits != want {
				wrong++
			}
		}
		if wrong > 0 {
			t.Errorf("%d of %d projects keep other co-units than they have", wrong, len(rows))
		}
	})
}
