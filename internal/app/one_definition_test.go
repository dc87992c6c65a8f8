//go:build !race

package app

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"

	"guatu/internal/schedule"
)

// TestOneDefinition: after a random history through the services, with approved changes in it, a lamp is the same wherever it is
// read, on every day and on both plans: alone, in a list, by its colour, on the wall, on the board, in the overview, in a file.
// What the history makes of it is the business of TestRandomWalk; here only that there is one answer. GUATU_HISTORY_SEED takes
// another history.
func TestOneDefinition(t *testing.T) {
	t.Parallel()
	eachProgram(t, true, func(t *testing.T, p *program) {
		seed := uint64(number(t, "GUATU_HISTORY_SEED", 7))
		h := &historian{desk: &desk{program: p, t: t}, rng: rand.New(rand.NewPCG(seed, 20)), today: p.clock.Today(), done: map[string]int{}, decided: map[string]int{}}
		first := h.today
		h.scopedRules()
		for range 260 {
			h.step()
		}
		t.Logf("seed %d, to %s: %v", seed, h.today, h.done)
		for _, must := range []string{"report", "reading", "approve", "confirm", "delay", "target", "suspend", "approved"} {
			if h.done[must] == 0 {
				t.Errorf("no %s was accepted: %v", must, h.done)
			}
		}
		for _, day := range []schedule.Date{h.today, first.AddDays(h.rng.IntN(h.today.Sub(first))), h.today.AddDays(50)} {
			h.onBothPlans(day)
		}
		for _, kind := range []string{"milestones", "projects", "tasks"} {
			for _, set := range []string{"class", "list", "task"} {
				if h.decided[kind+" "+set] == 0 && kind+set != "projectstask" && (kind != "tasks" || set == "task") {
					t.Errorf("the rules of a %s decided none of the %s: %v", set, kind, h.decided)
				}
			}
		}
	})
}

// scopedRules puts rule sets of their own in force for a class, for a list and for a livelihood task.
func (h *historian) scopedRules() {
	list := h.most(h.t, mostList)
	class := h.most(h.t, "SELECT p.annual_class FROM projects p JOIN milestones m ON m.project_id = p.id WHERE p.annual_class <> '' AND NOT EXISTS"+
		" (SELECT 1 FROM project_lists l WHERE l.project_id = p.id AND l.list_code = ?) GROUP BY p.annual_class ORDER BY COUNT(*) DESC, p.annual_class LIMIT 1", list)
	for _, c := range []struct {
		name, of string
		scope    map[string]any
	}{
		{"class", "progress: {points: {yellowFromBp: 500, redAboveBp: 2000}}\nmilestone: {redAfterDays: 10, redAfterDaysKey: 5, windowDays: 60}\nstock: {yellowAfterMissed: 1}\n", map[string]any{"kind": "class", "class": class}},
		{"list", "progress: {points: {yellowFromBp: 2000, redAboveBp: 5000}}\nmilestone: {redAfterDays: 60, redAfterDaysKey: 45, windowDays: 120}\n", map[string]any{"kind": "list", "list": list}},
		{"task", "progress: {points: {yellowFromBp: 1, redAboveBp: 2}}\nmilestone: {redAfterDays: 1, redAfterDaysKey: 0}\n", map[string]any{"kind": "task", "taskId": h.most(h.t, pointingTask)}},
	} {
		h.adopted(h.t, h.storedRuleSet(h.t, c.name, "name: "+c.name+"\nversion: 1\n"+c.of), c.scope)
	}
}

// historian lets things happen to the rows of the demonstration's two units.
type historian struct {
	*desk
	rng   *rand.Rand
	today schedule.Date
	done  map[string]int // accepted commands by name
	// decided counts the lamps by what they are of and by the rule set that decided.
	decided map[string]int
}

// subject is a milestone or an indicator something can happen to.
type subject struct {
	ID, Version, Parent int64
	Unit                string
	Target              int64
}

func (h *historian) pick(query string) (s subject, ok bool) {
	var all []subject
	if err := h.db.Read(h.t.Context()).Raw(query).Scan(&all).Error; err != nil {
		h.t.Fatal(err)
	}
	if len(all) == 0 {
		return s, false
	}
	return all[h.rng.IntN(len(all))], true
}

const (
	someMilestone = "SELECT m.id, m.version, m.project_id AS parent, d.code AS unit FROM milestones m JOIN departments d ON d.id = m.lead_department_id" +
		" WHERE d.code IN ('edu', 'build') AND m.verified = 0 ORDER BY m.id"
	someIndicator = "SELECT i.id, i.version, i.task_id AS parent, d.code AS unit, i.target_milli AS target FROM indicators i JOIN departments d ON d.id = i.department_id" +
		" WHERE d.code IN ('edu', 'build') AND i.type = 'CUM' ORDER BY i.id"
	someReport  = "SELECT r.id, r.version, r.state AS unit FROM reports r JOIN departments d ON d.id = r.lead_department_id WHERE d.code IN ('edu', 'build') AND r.state IN ('submitted', 'approved') ORDER BY r.id"
	someRequest = "SELECT id, version, route AS unit FROM change_requests WHERE state = 'submitted' ORDER BY id"
)

// send counts what was accepted. A refusal is a part of life: who may not, what waits already, what has changed meanwhile.
func (h *historian) send(name, as, path string, version int64, body any) bool {
	h.keys++
	c := call{method: http.MethodPost, path: path, as: as, key: fmt.Sprintf("history-%d", h.keys), body: body}
	if version != 0 {
		c.etag = etag(version)
	}
	got := h.do(h.t, c)
	if got.status >= http.StatusInternalServerError {
		h.t.Fatalf("%s on %s: %d %s", name, h.today, got.status, got.body)
	}
	if got.status < 300 {
		h.done[name]++
		return true
	}
	h.done[fmt.Sprint("refused ", name)]++
	return false
}

func (h *historian) step() {
	switch n := h.rng.IntN(100); {
	case n < 10:
		h.today = h.today.AddDays(1 + h.rng.IntN(5))
		h.clock.SetToday(h.today)
	case n < 34:
		h.report()
	case n < 44:
		if s, ok := h.pick(someIndicator); ok {
			h.send("reading", "reporter."+s.Unit, fmt.Sprintf("/indicators/%d/readings", s.ID), s.Version, map[string]any{"valueMilli": h.rng.Int64N(max(s.Target, 1) * 5 / 4), "note": "进展"})
		}
	case n < 64:
		h.review()
	case n < 82:
		h.ask()
	default:
		h.decide()
	}
}

func (h *historian) report() {
	s, ok := h.pick(someMilestone)
	if !ok {
		return
	}
	body := map[string]any{"note": "进展"}
	switch h.rng.IntN(5) {
	case 0:
		body["forecast"] = h.today.AddDays(h.rng.IntN(120) - 20).String()
	case 1:
		body["claim"], body["evidence"] = true, []any{map[string]any{"kind": "statement", "words": "现场查看"}}
	default:
		body["progressBp"] = h.rng.IntN(10_001)
	}
	if !h.send("report", "reporter."+s.Unit, fmt.Sprintf("/milestones/%d/reports", s.ID), s.Version, body) {
		delete(body, "evidence") // where evidence is kept beside the claim
		h.send("report", "reporter."+s.Unit, fmt.Sprintf("/milestones/%d/reports", s.ID), s.Version, body)
	}
}

func (h *historian) review() {
	s, ok := h.pick(someReport)
	if !ok {
		return
	}
	act, as := "approve", []string{"head.edu", "head.build"}[h.rng.IntN(2)]
	if s.Unit == "approved" {
		act, as = "confirm", "supervisor"
	}
	body := map[string]any{"note": "属实"}
	if h.rng.IntN(5) == 0 {
		act, body = "return", map[string]any{"reason": "材料不全"}
	}
	h.send(act, as, fmt.Sprintf("/reports/%d/%s", s.ID, act), s.Version, body)
}

// ask asks for a change of a milestone or an indicator.
func (h *historian) ask() {
	kind, of, parent, item := "delay", someMilestone, "projectId", "milestoneId"
	if n := h.rng.IntN(10); n < 5 {
		kind = []string{"suspend", "resume", "exit", "suspend", "resume"}[n]
	}
	if h.rng.IntN(3) == 0 {
		of, parent, item = someIndicator, "taskId", "indicatorId"
		if kind == "delay" && h.rng.IntN(4) > 0 {
			kind = "target"
		}
	}
	s, ok := h.pick(of)
	if !ok {
		return
	}
	asked := map[string]any{item: s.ID, "version": s.Version, "kind": kind}
	switch kind {
	case "delay":
		asked["toDate"] = h.today.AddDays(h.rng.IntN(160) + 1).String()
	case "target":
		asked["toTargetMilli"] = max(s.Target*int64(5+h.rng.IntN(10))/10, 1)
	}
	h.send(kind, "reporter."+s.Unit, "/change-requests", 0,
		map[string]any{parent: s.Parent, "reason": "funds", "words": "资金未到位", "effect": "无", "items": []any{asked}})
}

func (h *historian) decide() {
	s, ok := h.pick(someRequest)
	if !ok {
		return
	}
	as := map[string]string{"head": []string{"head.edu", "head.build"}[h.rng.IntN(2)], "leader": "leader.chief", "meeting": "supervisor"}[s.Unit]
	body := map[string]any{"words": "同意"}
	if s.Unit == "meeting" {
		body["document"] = map[string]any{"title": "常务会议纪要", "number": "〔2017〕6 号", "on": h.today.String()}
	}
	act, name := "approve", "approved"
	if h.rng.IntN(6) == 0 {
		act, name = "reject", "rejected"
	}
	h.send(name, as, fmt.Sprintf("/change-requests/%d/%s", s.ID, act), s.Version, body)
}
