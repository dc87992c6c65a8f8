package app

import (
	"fmt"
	"net/http"
	"testing"
)

// desk is the supervision office at work on a draft: every request has a key of its own.
type desk struct {
	*program
	t    *testing.T
	keys int
}

func (d *desk) post(path string, body any) *answer {
	d.keys++
	return d.do(d.t, call{method: http.MethodPost, path: path, as: "supervisor", key: fmt.Sprintf("desk-%d", d.keys), body: body})
}

// made posts and returns the id of what it made.
func (d *desk) made(path string, body any) int64 {
	d.t.Helper()
	a := d.post(path, body)
	if a.status != http.StatusCreated {
		d.t.Fatalf("POST %s: %d %s", path, a.status, a.body)
	}
	var row struct{ ID int64 }
	a.into(d.t, &row)
	return row.ID
}

func (d *desk) remove(path string, version int64) *answer {
	return d.do(d.t, call{method: http.MethodDelete, path: path, as: "supervisor", etag: etag(version)})
}

func (d *desk) want(a *answer, what string, status int, code string) {
	d.t.Helper()
	if a.status != status || code != "" && a.code(d.t) != code {
		d.t.Errorf("%s: %d %s, want %d %s", what, a.status, a.body, status, code)
	}
}

// TestDraftIsEdited: removing, copying, lists and the bulk edit, on a plan that is a draft.
func TestDraftIsEdited(t *testing.T) {
	eachProgram(t, true, func(t *testing.T, p *program) {
		d := &desk{program: p, t: t}
		unit := p.id(t, "SELECT id FROM departments WHERE code = 'edu'")
		school := d.made("/projects", map[string]any{"code": "S-1", "name": "学校", "leadDepartmentId": unit, "planYear": 2020, "yearPlanYuan": 1200,
			"monthlyPlan": []int{100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200}, "plannedEnd": "2020-12-31", "lists": []string{"city"}})
		leap := d.made("/milestones", map[string]any{"projectId": school, "name": "开工", "weight": 30, "key": true, "baseline": "2020-02-29", "stage": "开工"})
		d.made("/milestones", map[string]any{"projectId": school, "name": "竣工", "weight": 70, "baseline": "2020-12-31"})
		task := d.made("/livelihood-tasks", map[string]any{"year": 2020, "ordinal": 1, "title": "学校", "departmentId": unit})
		spaces := d.made("/indicators", map[string]any{"taskId": task, "name": "车位", "type": "CUM", "targetMilli": 300000, "startMilli": 5000, "unit": "个", "weight": 3})
		start := d.made("/indicators", map[string]any{"taskId": task, "name": "开工", "type": "EVENT", "milestoneId": leap})

		t.Run("copy", func(t *testing.T) { d.t = t; d.copies(school, task) })
		t.Run("bulk", func(t *testing.T) { d.t = t; d.bulk(school, leap, spaces) })
		t.Run("lists", func(t *testing.T) { d.t = t; d.lists() })
		t.Run("remove", func(t *testing.T) { d.t = t; d.removes(school, leap, task, start) })
	})
}

func (d *desk) copies(school, task int64) {
	t := d.t
	d.want(d.post(at("/projects/%d/copy", school), map[string]any{"code": "S-1"}), "the same code", 409, "code_taken")
	twin := d.made(at("/projects/%d/copy", school), map[string]any{"code": "S-2", "planYear": 2021})
	var p struct {
		Name       string
		PlanYear   int
		PlannedEnd string
		Lists      []struct{ Code string }
		Investment struct {
			YearPlanYuan int64
			MonthlyPlan  []int64
			YearDoneYuan *int64
		}
	}
	d.get(t, "supervisor", at("/projects/%d", twin), &p)
	if p.Name != "学校" || p.PlanYear != 2021 || p.PlannedEnd != "2021-12-31" || len(p.Lists) != 1 || p.Investment.YearPlanYuan != 1200 ||
		len(p.Investment.MonthlyPlan) != 12 || p.Investment.YearDoneYuan != nil {
		t.Errorf("the copy: %+v", p)
	}
	var nodes struct {
		Items []struct {
			Name, Baseline, Approved, Stage string
			Weight, PlanYear, Ordinal       int
			Key                             bool
			Lamp                            struct{ Badges []string }
		}
	}
	d.get(t, "supervisor", at("/projects/%d/milestones", twin), &nodes)
	if n := nodes.Items; len(n) != 2 || n[0].Baseline != "2021-02-28" || n[0].Approved != n[0].Baseline || n[0].Weight != 30 || !n[0].Key ||
		n[0].PlanYear != 2021 || n[0].Stage != "开工" || n[1].Ordinal != 2 {
		t.Errorf("milestones of the copy: %+v", nodes)
	}
	copied := d.made(at("/livelihood-tasks/%d/copy", task), map[string]any{"ordinal": 2, "title": "第二批"})
	var tasks struct {
		Title      string
		Year       int
		Indicators []struct {
			Name                    string
			Weight                  int
			TargetMilli, StartMilli *int64
			ValueMilli, MilestoneID *int64
		}
	}
	d.get(t, "supervisor", at("/livelihood-tasks/%d", copied), &tasks)
	if i := tasks.Indicators; tasks.Title != "第二批" || tasks.Year != 2020 || len(i) != 2 || i[0].Weight != 3 || *i[0].TargetMilli != 300000 ||
		i[0].StartMilli != nil || i[1].MilestoneID == nil {
		t.Errorf("the copied task: %+v", tasks)
	}
	d.want(d.post(at("/livelihood-tasks/%d/copy", task), map[string]any{"ordinal": 2}), "a taken ordinal", 422, "invalid")
	d.want(d.post(at("/livelihood-tasks/%d/copy", task), map[string]any{"ordinal": 12, "year": 2017}), "into a frozen plan", 409, "plan_frozen")
}

// bulk: all rows or none; every fault is named by the path of its row.
func (d *desk) bulk(school, leap, spaces int64) {
	t := d.t
	row := func(id, version int64, patch any) map[string]any {
		return map[string]any{"id": id, "version": version, "patch": patch}
	}
	list := func(rows ...any) []any { return rows }
	good := map[string]any{
		"projects":   list(row(school, 1, map[string]any{"stage": "在建"})),
		"milestones": list(row(leap, 1, map[string]any{"weight": 40, "due": "2020-03-15", "deadlineWords": "3月中"})),
		"indicators": list(row(spaces, 1, map[string]any{"targetMilli": 400000})),
	}
	saved := d.post("/plans/2020/bulk", good)
	var versions struct{ Projects, Milestones, Indicators []struct{ ID, Version int64 } }
	if saved.into(t, &versions); saved.status != 200 || len(versions.Milestones) != 1 || versions.Milestones[0].Version != 2 || versions.Projects[0].Version != 2 || versions.Indicators[0].Version != 2 {
		t.Fatalf("bulk: %d %s", saved.status, saved.body)
	}
	stale := d.post("/plans/2020/bulk", good)
	var problem struct {
		Current struct {
			Stale []struct {
				Path    string
				ID      int64
				Current struct{ Version int64 }
			}
		}
		Errors []struct{ Field, Code string }
	}
	stale.into(t, &problem)
	if s := problem.Current.Stale; stale.status != 412 || len(s) != 3 || s[1].Path != "milestones[0]" || s[1].ID != leap || s[1].Current.Version != 2 {
		t.Errorf("stale: %d %s", stale.status, stale.body)
	}
	foreign := d.id(t, "SELECT id FROM milestones WHERE plan_year = 2017 ORDER BY id LIMIT 1")
	bad := d.post("/plans/2020/bulk", map[string]any{
		"projects":   list(row(school, 2, map[string]any{"stage": "竣工"})),
		"milestones": list(row(leap, 2, map[string]any{"plannedStart": "2020-06-30"}), row(foreign, 1, map[string]any{"weight": 2})),
		"indicators": list(row(spaces, 2, map[string]any{"targetMilli": 0}), row(missingRow, 1, map[string]any{"weight": 2})),
	})
	bad.into(t, &problem)
	found := map[string]string{}
	for _, e := range problem.Errors {
		found[e.Field] = e.Code
	}
	if bad.status != 422 || found["milestones[0].patch.plannedStart"] != "start_after_due" || found["milestones[1].id"] != "other_year" ||
		found["indicators[0].patch.targetMilli"] != "target_positive" || found["indicators[1]"] != "not_found" {
		t.Errorf("faults: %d %s", bad.status, bad.body)
	}
	var p struct {
		Stage   string
		Version int64
	}
	if d.get(t, "supervisor", at("/projects/%d", school), &p); p.Stage != "在建" || p.Version != 2 {
		t.Errorf("a part of a refused edit was saved: %+v", p)
	}
	d.want(d.post("/plans/2020/bulk", map[string]any{}), "no rows", 422, "invalid")
	d.want(d.post("/plans/2020/bulk", map[string]any{"projects": list(row(school, 2, map[string]any{}), row(school, 2, map[string]any{}))}), "a row twice", 422, "invalid")
	frozen := d.id(t, "SELECT id FROM milestones WHERE plan_year = 2017 AND verified = 0 ORDER BY id LIMIT 1")
	version := d.id(t, "SELECT version FROM milestones WHERE id = ?", frozen)
	d.want(d.post("/plans/2017/bulk", map[string]any{"milestones": list(row(frozen, version, map[string]any{"weight": 99}))}), "a frozen plan", 409, "plan_frozen")
	refused := d.do(t, call{method: http.MethodPost, path: "/plans/2020/bulk", as: "reporter.edu", key: "bulk-reporter", body: good})
	d.want(refused, "by a reporter", 403, "forbidden")
}

func (d *desk) lists() {
	t := d.t
	d.want(d.post("/project-lists", map[string]any{"code": "city", "name": "又一个"}), "a taken code", 409, "code_taken")
	made := d.post("/project-lists", map[string]any{"code": "small", "name": "小微工程", "sort": 9})
	d.want(made, "a new list", 201, "")
	patch := func(version int64, body string) *answer {
		return d.do(t, call{method: http.MethodPatch, path: "/project-lists/small", as: "supervisor", etag: etag(version), body: body})
	}
	d.want(patch(7, `{"name":"小工程"}`), "stale", 412, "version_conflict")
	d.want(patch(1, `{"name":"小工程"}`), "renamed", 200, "")
	var lists struct {
		Items []struct {
			Code, Name string
			Projects   int
			Version    int64
		}
	}
	d.get(t, "supervisor", "/project-lists", &lists)
	if last := lists.Items[len(lists.Items)-1]; last.Code != "small" || last.Name != "小工程" || last.Version != 2 || lists.Items[0].Projects == 0 {
		t.Errorf("lists: %+v", lists)
	}
}

func (d *desk) removes(school, leap, task, start int64) {
	t := d.t
	d.want(d.remove(at("/milestones/%d", leap), 2), "an indicator points at it", 409, "milestone_in_use")
	d.want(d.remove(at("/projects/%d", school), 2), "the project of it", 409, "milestone_in_use")
	d.want(d.remove(at("/indicators/%d", start), 9), "stale", 412, "version_conflict")
	d.want(d.remove(at("/indicators/%d", start), 1), "the indicator", 204, "")
	for _, other := range d.ids(t, "SELECT id FROM indicators WHERE milestone_id = ?", leap) { // of the copied task
		d.want(d.remove(at("/indicators/%d", other), 1), "the copied indicator", 204, "")
	}
	reported := d.id(t, "SELECT milestone_id FROM reports WHERE milestone_id IS NOT NULL ORDER BY id LIMIT 1")
	d.want(d.remove(at("/milestones/%d", reported), d.id(t, "SELECT version FROM milestones WHERE id = ?", reported)), "of a frozen plan", 409, "plan_frozen")
	d.exec(t, "INSERT INTO reports (milestone_id, lead_department_id, department_id, month, state, author_id, submitted_at, recorded_on)"+
		" SELECT m.id, m.lead_department_id, m.lead_department_id, '2020-01', 'withdrawn', 1, 0, '2017-09-30' FROM milestones m WHERE m.id = ?", leap)
	d.want(d.remove(at("/milestones/%d", leap), 2), "reported on", 409, "has_reports")
	d.exec(t, "DELETE FROM reports WHERE milestone_id = ?", leap)
	d.want(d.remove(at("/projects/%d", school), 2), "the project with its milestones", 204, "")
	d.want(d.remove(at("/livelihood-tasks/%d", task), 1), "the task with its indicator", 204, "")
	for _, path := range []string{at("/projects/%d", school), at("/milestones/%d", leap), at("/livelihood-tasks/%d", task)} {
		d.want(d.do(t, call{path: path, as: "supervisor"}), path, 404, "not_found")
	}
	var kept struct {
		Items []struct {
			Before struct{ Fields map[string]string }
		}
	}
	d.get(t, "auditor", at("/audit-events?entity=milestone&entityId=%d&action=milestone.remove", leap), &kept)
	if len(kept.Items) != 1 || kept.Items[0].Before.Fields["name"] != "开工" || kept.Items[0].Before.Fields["baseline"] != "2020-03-15" {
		t.Errorf("the audit keeps %+v", kept)
	}
}
