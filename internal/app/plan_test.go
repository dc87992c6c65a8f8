package app

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
)

// TestFrozenPlan: the demonstration's plan of 2017 was frozen by two people, and nothing of it is edited any more; the plan
// of the next year is a draft.
func TestFrozenPlan(t *testing.T) {
	eachProgram(t, true, func(t *testing.T, p *program) {
		var plan struct {
			State                string
			ProposedBy, FrozenBy struct{ Name string }
			FrozenOn             string
		}
		if p.get(t, "reporter.edu", "/plans/2017", &plan); plan.State != "frozen" || plan.FrozenOn != "2017-01-05" || plan.ProposedBy == plan.FrozenBy {
			t.Errorf("plan of 2017: %+v", plan)
		}
		project := p.id(t, "SELECT id FROM projects WHERE code = 'EDU-01'")
		node := p.id(t, "SELECT id FROM milestones WHERE project_id = ? AND verified = 0 LIMIT 1", project)
		task := p.id(t, "SELECT id FROM livelihood_tasks WHERE ordinal = 4")
		count := p.id(t, "SELECT id FROM indicators WHERE task_id = ? AND type = 'CUM' LIMIT 1", task)
		open := p.id(t, "SELECT id FROM indicators WHERE type = 'OPEN' LIMIT 1")
		unit := p.id(t, "SELECT id FROM departments WHERE code = 'edu'")
		version := func(table string, id int64) string {
			return etag(p.id(t, "SELECT version FROM "+table+" WHERE id = ?", id))
		}
		patch := func(path, table string, id int64, body string) func() call {
			return func() call {
				return call{method: http.MethodPatch, path: at(path, id), as: "supervisor", etag: version(table, id), body: body}
			}
		}
		var keys atomic.Int64
		post := func(path string, body any) func() call {
			return func() call {
				return call{method: http.MethodPost, path: path, as: "supervisor", key: fmt.Sprintf("plan-%d", keys.Add(1)), body: body}
			}
		}
		for name, c := range map[string]struct {
			call   func() call
			status int
			code   string
		}{
			"weight of a milestone":   {patch("/milestones/%d/plan", "milestones", node, `{"weight":99}`), 409, "plan_frozen"},
			"date of a milestone":     {patch("/milestones/%d/plan", "milestones", node, `{"due":"2018-12-31"}`), 409, "plan_frozen"},
			"nothing to change":       {patch("/milestones/%d/plan", "milestones", node, `{}`), 200, ""},
			"contact of a milestone":  {patch("/milestones/%d", "milestones", node, `{"contactName":"小李"}`), 200, ""},
			"investment of a project": {patch("/projects/%d", "projects", project, `{"yearPlanYuan":1}`), 409, "plan_frozen"},
			"stage of a project":      {patch("/projects/%d", "projects", project, `{"stage":"竣工"}`), 200, ""},
			"words of a task":         {patch("/livelihood-tasks/%d", "livelihood_tasks", task, `{"words":"另一句"}`), 409, "plan_frozen"},
			"short title of a task":   {patch("/livelihood-tasks/%d", "livelihood_tasks", task, `{"shortTitle":"公交"}`), 200, ""},
			"target of an indicator":  {patch("/indicators/%d", "indicators", count, `{"targetMilli":1000}`), 409, "plan_frozen"},
			"note of an indicator":    {patch("/indicators/%d", "indicators", count, `{"note":"备注"}`), 200, ""},
			"first target of an OPEN": {patch("/indicators/%d", "indicators", open, `{"type":"CUM","targetMilli":5000,"unit":"个"}`), 200, ""},
			"a new task":              {post("/livelihood-tasks", map[string]any{"year": 2017, "ordinal": 11, "title": "新", "departmentId": unit}), 409, "plan_frozen"},
			"a new indicator":         {post("/indicators", map[string]any{"taskId": task, "name": "新", "type": "OPEN"}), 409, "plan_frozen"},
			"a task of next year":     {post("/livelihood-tasks", map[string]any{"year": 2018, "ordinal": 1, "title": "新", "departmentId": unit}), 201, ""},
			"an added project":        {post("/projects", map[string]any{"code": "NEW-1", "name": "增补项目", "leadDepartmentId": unit, "yearPlanYuan": 10}), 201, ""},
		} {
			got := p.do(t, c.call())
			if got.status != c.status || c.code != "" && got.code(t) != c.code {
				t.Errorf("%s: %d %s, want %d %s", name, got.status, got.body, c.status, c.code)
			}
		}
		added := p.do(t, post("/milestones", map[string]any{"projectId": project, "name": "增补节点", "baseline": "2017-11-30"})())
		var made struct {
			ID                 int64
			PlanYear           int
			Baseline, Approved string
			Lamp               struct{ Badges []string }
		}
		added.into(t, &made)
		if made.PlanYear != 2017 || made.Baseline != "2017-11-30" || made.Approved != made.Baseline || len(made.Lamp.Badges) == 0 || made.Lamp.Badges[len(made.Lamp.Badges)-1] != "added" {
			t.Errorf("added after the freeze: %s", added.body)
		}
		datesMoveByApprovalAlone(t, p)
	})
}
