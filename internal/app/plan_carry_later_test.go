package app

import (
	"net/http"
)

// figuresStartAnew: what was done before 1 January does not count again, and what is left is promised.
func (d *desk) figuresStartAnew() {
	t := d.t
	var tasks struct {
		Items []struct {
			Ordinal      int
			CarriedFrom  *int64
			CompletionBp *int
			Indicators   []struct {
				Name, Type, TargetStage             string
				TargetMilli, StartMilli, ValueMilli *int64
				ShareBp                             *int
				Due                                 string
				CarriedFrom, MilestoneID            *int64
				Promises                            []struct {
					Year                    int
					TargetMilli, ValueMilli *int64
				}
			}
		}
	}
	d.get(t, "supervisor", "/livelihood-tasks?year=2018", &tasks)
	found := 0
	for _, task := range tasks.Items {
		if task.CarriedFrom == nil {
			t.Errorf("task %d came from nowhere", task.Ordinal)
		}
		for _, i := range task.Indicators {
			if i.CarriedFrom == nil || len(i.Promises) != 2 || i.Promises[0].Year != 2017 {
				t.Errorf("%s: chain %+v", i.Name, i.Promises)
				continue
			}
			found++
			if i.Type == "CUM" {
				before := i.Promises[0]
				if *i.TargetMilli != *before.TargetMilli-*before.ValueMilli || *i.StartMilli != *before.ValueMilli || i.ValueMilli != nil || i.Due < "2018" {
					t.Errorf("%s: %d left from %d, due %s", i.Name, *i.TargetMilli, *i.StartMilli, i.Due)
				}
			}
			if i.Type == "EVENT" || i.Type == "STAGE" {
				if year := d.id(t, "SELECT plan_year FROM milestones WHERE id = ?", *i.MilestoneID); year != 2018 {
					t.Errorf("%s points at a milestone of %d", i.Name, year)
				}
			}
		}
	}
	if found == 0 {
		t.Error("no indicator was carried over")
	}
}

// skippedGoLater: what a report stood in the way of goes with a later order.
func (d *desk) skippedGoLater(c carried) {
	t := d.t
	node := d.id(t, "SELECT m.id FROM milestones m JOIN projects p ON p.id = m.project_id WHERE p.code = 'EDU-03' AND m.name = '开工'")
	blocked := false
	for _, s := range c.Skipped {
		blocked = blocked || s.ID == node && s.Kind == "milestone" && s.Code == "report_pending"
	}
	if !blocked {
		t.Fatalf("the milestone with a report that waits was not skipped: %+v", c.Skipped)
	}
	report := d.id(t, "SELECT id FROM reports WHERE milestone_id = ? AND state = 'submitted'", node)
	d.want(d.do(t, call{method: http.MethodPost, path: at("/reports/%d/approve", report), as: "head.edu", etag: etag(1), key: "late-approve", body: "{}"}), "approved", 200, "")
	d.want(d.do(t, call{method: http.MethodPost, path: at("/reports/%d/confirm", report), as: "supervisor", etag: etag(2), key: "late-confirm", body: "{}"}), "confirmed", 200, "")
	project := d.id(t, "SELECT id FROM projects WHERE code = 'EDU-03'")
	task := d.id(t, "SELECT id FROM livelihood_tasks WHERE year = 2017 AND ordinal = 2")
	bad := d.post("/plans/2017/carry-over", map[string]any{"toYear": 2018, "projects": []map[string]any{{"id": project,
		"milestones": []map[string]any{{"id": node, "due": "2017-12-31"}, {"id": missingRow}}}}})
	var problem struct {
		Errors []struct{ Field, Code string }
	}
	bad.into(t, &problem)
	found := map[string]string{}
	for _, e := range problem.Errors {
		found[e.Field] = e.Code
	}
	if bad.status != 422 || found["projects[0].milestones[0].due"] != "due_before_plan" || found["projects[0].milestones[1].id"] != "not_unfinished" {
		t.Errorf("faults of an order: %d %s", bad.status, bad.body)
	}
	later := d.carry(map[string]any{"toYear": 2018, "tasks": []map[string]any{{"id": task}}, "projects": []map[string]any{{"id": project,
		"milestones": []map[string]any{{"id": node, "words": "3月底前", "weight": 55}}}}})
	if later.Totals.Milestones != 1 || later.Totals.Indicators != 1 || later.Projects[0].Milestones[0].Due != "2018-03-31" {
		t.Fatalf("carried later: %+v", later)
	}
	var m planned
	d.get(t, "supervisor", at("/milestones/%d", later.Projects[0].Milestones[0].To), &m)
	if m.Weight != 55 || m.Promises[0].Changes != 1 || m.Promises[0].SlipDays != 56 || m.ProgressBp == nil || *m.ProgressBp != 4500 {
		t.Errorf("carried later: %+v", m)
	}
}

// removedGoesBack: a promise is not lost with a row of the draft.
func (d *desk) removedGoesBack(c carried) {
	t := d.t
	var to, from, project int64
	for _, p := range c.Projects {
		for _, n := range p.Milestones {
			pointed := d.id(t, "SELECT COUNT(*) FROM indicators WHERE milestone_id = ?", n.To)
			reported := d.id(t, "SELECT COUNT(*) FROM reports WHERE milestone_id = ?", n.To)
			if pointed+reported == 0 {
				to, from, project = n.To, n.From, p.ID
			}
		}
	}
	d.want(d.remove(at("/milestones/%d", to), d.id(t, "SELECT version FROM milestones WHERE id = ?", to)), "a carried row of the draft", 204, "")
	var m planned
	if d.get(t, "supervisor", at("/milestones/%d", from), &m); m.CarriedTo != nil || len(m.States) == 0 || m.States[0] == "carried" {
		t.Errorf("the promise did not come back: %+v", m)
	}
	again := d.carry(map[string]any{"toYear": 2018, "projects": []map[string]any{{"id": project}}})
	if again.Totals.Milestones != 1 || again.Projects[0].Milestones[0].From != from {
		t.Errorf("carried again: %+v", again)
	}
}
