//go:build !race

// One caller after another: the race detector would see nothing and take four times as long. `make test-unwatched` runs these.
package app

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guatu/internal/auth"
)

// mergeMeetsWork: while departments are merged, their people report and the supervision office plans for them. Nothing is left
// with a closed department, whatever came first.
func mergeMeetsWork(t *testing.T, p *program) {
	m := &merger{program: p}
	build, econ := m.department(t, "build"), m.department(t, "econ")
	open := m.ids(t, `SELECT m.id FROM milestones m WHERE m.lead_department_id = ? AND m.verified = 0 AND m.suspended_on IS NULL AND m.claimed_on IS NULL
		AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.milestone_id = m.id AND r.state IN ('submitted', 'approved')) ORDER BY m.id LIMIT 6`, build.ID)
	for _, username := range []string{"supervisor", "reporter.build", "sysadmin"} {
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
			body: map[string]any{"code": at("RACE-%d", i), "name": "并发", "planYear": 2018, "leadDepartmentId": build.ID}}, 201, 422)
		send("part", call{method: http.MethodPost, path: "/projects", as: "supervisor", key: at("c%d", i),
			body: map[string]any{"code": at("PART-%d", i), "name": "并发", "planYear": 2018, "leadDepartmentId": econ.ID, "coDepartmentIds": []int64{build.ID}}}, 201, 422)
		send("task", call{method: http.MethodPost, path: "/livelihood-tasks", as: "supervisor", key: at("t%d", i),
			body: map[string]any{"year": 2018, "ordinal": 50 + i, "title": "并发", "departmentId": build.ID}}, 201, 422)
		if i == 3 {
			send("merge", call{method: http.MethodPost, path: at("/departments/%d/merge", build.ID), as: "sysadmin", etag: etag(build.Version), key: "m", body: auth.MergeRequest{IntoID: econ.ID}}, 200)
		}
	}
	for i, id := range open {
		version := p.id(t, "SELECT version FROM milestones WHERE id = ?", id)
		send("report", call{method: http.MethodPost, path: at("/milestones/%d/reports", id), as: "reporter.build", etag: etag(version), key: at("r%d", i),
			body: map[string]any{"progressBp": 5000, "note": "并发填报"}}, 201, 412, 404) // 404: signed in before the merge, looked after it
	}
	wait.Wait()
	close(answers)
	for text := range answers {
		t.Error(text)
	}
	m.noneMissed(t)
	late := p.do(t, call{method: http.MethodPost, path: "/projects", as: "supervisor", key: "late",
		body: map[string]any{"code": "LATE", "name": "晚", "planYear": 2018, "leadDepartmentId": build.ID, "coDepartmentIds": []int64{econ.ID}}})
	if late.status != http.StatusUnprocessableEntity || !strings.Contains(string(late.body), "department_closed") {
		t.Errorf("a project for a closed department: %d %s", late.status, late.body)
	}
	task := p.do(t, call{method: http.MethodPost, path: "/livelihood-tasks", as: "supervisor", key: "late.task",
		body: map[string]any{"year": 2018, "ordinal": 99, "title": "晚", "departmentId": build.ID}})
	if task.status != http.StatusUnprocessableEntity || !strings.Contains(string(task.body), "unit_closed") {
		t.Errorf("a task for a closed department: %d %s", task.status, task.body)
	}
}

// mergedWorkGoesOn: the head of the department that took over decides a report of the one that is gone; who wrote it stays.
func mergedWorkGoesOn(t *testing.T, p *program) {
	m := &merger{program: p}
	edu, build := m.department(t, "edu"), m.department(t, "build")
	id := p.id(t, `SELECT m.id FROM milestones m WHERE m.lead_department_id = ? AND m.verified = 0 AND m.suspended_on IS NULL AND m.claimed_on IS NULL
		AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.milestone_id = m.id AND r.state IN ('submitted', 'approved')) ORDER BY m.id LIMIT 1`, edu.ID)
	old := p.id(t, "SELECT id FROM reports WHERE department_id = ? AND state = 'confirmed' ORDER BY id LIMIT 1", edu.ID)
	filed := p.do(t, call{method: http.MethodPost, path: at("/milestones/%d/reports", id), as: "new.reporter", etag: etag(p.id(t, "SELECT version FROM milestones WHERE id = ?", id)),
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
	confirmed := p.do(t, call{method: http.MethodPost, path: at("/reports/%d/approve", report.ID), as: "head.build", etag: etag(report.Version), key: "c", body: "{}"})
	if confirmed.status != http.StatusOK || !strings.Contains(string(confirmed.body), "建设局") {
		t.Errorf("approve: %d %s", confirmed.status, confirmed.body)
	}
	for _, who := range []string{"new.reporter", "head.build", "leader.chief"} {
		var kept struct{ Department struct{ ID int64 } }
		if p.get(t, who, at("/reports/%d", old), &kept); kept.Department.ID != edu.ID {
			t.Errorf("%s reads the decided report as one of %d, want %d", who, kept.Department.ID, edu.ID)
		}
	}
	var list struct{ Items []struct{ ID int64 } }
	p.get(t, "new.reporter", "/worklist", &list)
	if !slices.ContainsFunc(list.Items, func(item struct{ ID int64 }) bool { return item.ID == id }) {
		t.Error("the milestone is not on the work list of its reporter any more")
	}
	if got := p.do(t, call{path: at("/departments/%d/merge-preview?into=%d", edu.ID, build.ID), as: "sysadmin"}); got.code(t) != "department_merged" {
		t.Errorf("%d %s", got.status, got.body)
	}
}

// recordedCoUnits: what a project row keeps of its co-units is what the rows of today say, from the demonstration on and after an edit.
func recordedCoUnits(t *testing.T, p *program) {
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
}
