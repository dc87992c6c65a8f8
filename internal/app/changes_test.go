package app

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
)

// datesMoveByApprovalAlone: no operation writes a date, target or suspension of a frozen plan, whatever field it is sent in; a
// request moves nothing, its approval moves the milestone, and on the original plan everything stays.
func datesMoveByApprovalAlone(t *testing.T, p *program) {
	node := p.id(t, "SELECT m.id FROM milestones m JOIN projects p ON p.id = m.project_id WHERE p.code = 'EDU-03' AND m.name = '开工'")
	count := p.id(t, "SELECT id FROM indicators WHERE type = 'CUM' ORDER BY id LIMIT 1")
	version := func(table string, id int64) string {
		return etag(p.id(t, "SELECT version FROM "+table+" WHERE id = ?", id))
	}
	try := func(path, table string, id int64, field, value string, want ...int) {
		t.Helper()
		before := version(table, id)
		got := p.do(t, call{method: http.MethodPatch, path: at(path, id), as: "supervisor", etag: before, body: `{"` + field + `":` + value + `}`})
		if !slices.Contains(want, got.status) || version(table, id) != before {
			t.Errorf("%s of %s: %d %s", field, at(path, id), got.status, got.body)
		}
	}
	for field, value := range map[string]string{"approved": `"2018-01-31"`, "baseline": `"2018-01-31"`, "due": `"2018-01-31"`, "reached": `"2017-09-01"`,
		"forecast": `"2018-01-31"`, "suspended": `"2017-09-01"`, "exited": `"2017-09-01"`, "exitDocument": `"x"`, "changes": `0`, "verified": `true`, "planYear": `2018`} {
		try("/milestones/%d", "milestones", node, field, value, 422)
	}
	for field, value := range map[string]string{"due": `"2018-01-31"`, "plannedStart": `"2017-02-01"`, "deadlineWords": `"年底前"`, "precision": `"year"`,
		"firmness": `"aim"`, "key": `false`, "weight": `77`} {
		try("/milestones/%d/plan", "milestones", node, field, value, 409)
	}
	for field, value := range map[string]string{"targetMilli": `1000`, "startMilli": `7`, "due": `"2017-11-30"`, "plannedStart": `"2017-05"`, "monthlyPlan": `[1]`} {
		try("/indicators/%d", "indicators", count, field, value, 409, 422)
	}
	for field, value := range map[string]string{"suspended": `"2017-09-01"`, "exited": `"2017-09-01"`, "targetChanges": `0`, "baseTargetMilli": `1`} {
		try("/indicators/%d", "indicators", count, field, value, 422)
	}

	project := p.id(t, "SELECT project_id FROM milestones WHERE id = ?", node)
	sent := p.do(t, call{method: http.MethodPost, path: "/change-requests", as: "reporter.edu", key: "ask-again", body: map[string]any{"projectId": project, "reason": "approval",
		"words": "施工许可证审批中，再次申请延期", "items": []map[string]any{{"milestoneId": node, "version": p.id(t, "SELECT version FROM milestones WHERE id = ?", node),
			"kind": "delay", "deadlineWords": "10月底"}}}})
	if sent.status != 201 {
		t.Fatalf("ask: %d %s", sent.status, sent.body)
	}
	var asked struct {
		Items []struct {
			ID, Version  int64
			Route, State string
			Items        []struct{ LampNow, LampAfter, LampBaseline struct{ Colour string } }
		}
	}
	p.get(t, "supervisor", at("/change-requests?due=mine&milestone=%d", node), &asked)
	if len(asked.Items) != 1 || asked.Items[0].Route != "meeting" || asked.Items[0].State != "submitted" {
		t.Fatalf("what waits for the office: %+v", asked)
	}
	if lamps := asked.Items[0].Items[0]; lamps.LampNow.Colour != "red" || lamps.LampAfter.Colour == "red" || lamps.LampBaseline.Colour != "red" {
		t.Errorf("what it would mean: %+v", lamps)
	}
	var m struct {
		Approved, Baseline string
		Changes, SlipDays  int
		Lamp               struct {
			Colour string
			Badges []string
		}
		Promises []struct{ Approved string }
	}
	approve := func(body map[string]any) *answer {
		return p.do(t, call{method: http.MethodPost, path: at("/change-requests/%d/approve", asked.Items[0].ID), as: "supervisor", key: fmt.Sprintf("approve-%d", len(body)),
			etag: version("change_requests", asked.Items[0].ID), body: body})
	}
	if got := approve(map[string]any{"words": "同意"}); got.status != 422 {
		t.Errorf("approved without the paper of the meeting: %d %s", got.status, got.body)
	}
	if p.get(t, "supervisor", at("/milestones/%d", node), &m); m.Lamp.Colour != "red" || m.Approved != "2017-08-25" {
		t.Errorf("a request moved the lamp: %+v", m)
	}
	if got := approve(map[string]any{"words": "常务会同意", "document": map[string]any{"title": "纪要", "number": "纪〔2017〕9 号", "on": "2017-09-29"}}); got.status != 200 {
		t.Fatalf("approve: %d %s", got.status, got.body)
	}
	p.get(t, "supervisor", at("/milestones/%d", node), &m)
	last := m.Promises[len(m.Promises)-1]
	if m.Lamp.Colour == "red" || m.Approved != "2017-10-31" || last.Approved != m.Approved || m.Changes != 2 || m.SlipDays != 123 || !slices.Contains(m.Lamp.Badges, "extended") {
		t.Errorf("after the approval: %+v", m)
	}
	if p.get(t, "supervisor", at("/milestones/%d?basis=baseline", node), &m); m.Lamp.Colour != "red" {
		t.Errorf("on the original plan: %+v", m.Lamp)
	}
	var history struct {
		Items []struct{ Action, Note string }
	}
	if p.get(t, "reporter.edu", at("/milestones/%d/history", node), &history); history.Items[0].Action != "milestone.approveChange" || history.Items[0].Note == "" {
		t.Errorf("history: %+v", history.Items[0])
	}
}
