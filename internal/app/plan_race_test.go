package app

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
)

// TestNoEditSlipsBehindTheFreeze: while one proposes the plan others change it. Every change that was accepted is in the plan
// before it was proposed, and none comes after.
func TestNoEditSlipsBehindTheFreeze(t *testing.T) {
	eachProgram(t, true, func(t *testing.T, p *program) {
		d := &desk{program: p, t: t}
		unit := p.id(t, "SELECT id FROM departments WHERE code = 'edu'")
		project := d.made("/projects", map[string]any{"code": "RACE", "name": "竞争", "leadDepartmentId": unit, "planYear": 2020})
		var nodes []int64
		for i := range 8 {
			nodes = append(nodes, d.made("/milestones", map[string]any{"projectId": project, "name": fmt.Sprint("节点", i), "baseline": "2020-06-30"}))
		}
		for _, who := range []string{"supervisor", "supervisor.2"} {
			p.token(t, who)
		}
		var accepted, refused atomic.Int64
		var group sync.WaitGroup
		for _, id := range nodes {
			group.Go(func() {
				for version := int64(1); ; version++ {
					a := p.do(t, call{method: http.MethodPatch, path: at("/milestones/%d/plan", id), as: "supervisor", etag: etag(version),
						body: fmt.Sprintf(`{"weight":%d}`, 100+version)})
					switch code := ""; a.status {
					case http.StatusOK:
						accepted.Add(1)
						continue
					default:
						if code = a.code(t); code != "plan_proposed" && code != "plan_frozen" {
							t.Errorf("refused with %d %s", a.status, a.body)
						}
						refused.Add(1)
					}
					return
				}
			})
		}
		for accepted.Load() < 3*int64(len(nodes)) { // let them run before the plan is proposed
			if t.Failed() {
				return
			}
		}
		step := func(who, verb string, version int64) {
			a := p.do(t, call{method: http.MethodPost, path: "/plans/2020/" + verb, as: who, etag: etag(version), key: "race-" + verb})
			d.want(a, verb, 200, "")
		}
		step("supervisor", "propose", 1)
		step("supervisor.2", "freeze", 2)
		group.Wait()
		if refused.Load() != int64(len(nodes)) {
			t.Errorf("%d of %d writers were refused", refused.Load(), len(nodes))
		}
		proposed := p.id(t, "SELECT id FROM audit_events WHERE action = 'plan.propose' AND entity_id = 2020")
		late := p.ids(t, "SELECT id FROM audit_events WHERE action = 'milestone.plan' AND id > ?", proposed)
		changes := p.id(t, "SELECT COUNT(*) FROM audit_events WHERE action = 'milestone.plan' AND id < ?", proposed)
		if len(late) > 0 || changes != accepted.Load() {
			t.Errorf("%d changes came after the plan was proposed; %d of %d accepted ones before it", len(late), changes, accepted.Load())
		}
		t.Logf("%d changes accepted, %d writers refused", accepted.Load(), refused.Load())
	})
}
