package app

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

// halves is an act that takes two people. first does, as somebody who has every business role there is, all that comes before the second
// half; it returns that second half, and a query for what the second half changes.
type halves struct {
	first func(t *testing.T, o *one) (second call, watch string)
	other string // who may do the second half
	// watch: the roles of the person are those of an auditor, who has no other.
	watch bool
	// office: the second half is the supervision office's. Its role takes away what a unit may, so it is left out elsewhere.
	office bool
}

// one is a person who may everything: reports, heads the unit, leads, and supervises.
type one struct {
	*program
	serial int
}

// TestTwoPersons goes through every operation of the table that says it takes two people. One person with all roles does the first half
// and sends twenty requests for the second at once: none succeeds, nothing is changed. Another person then does it with the same request.
func TestTwoPersons(t *testing.T) {
	eachProgram(t, true, func(t *testing.T, p *program) {
		o := &one{program: p}
		o.born(t)
		acts := twoPersonActs()
		for _, op := range p.Operations() {
			act, listed := acts[op.ID]
			delete(acts, op.ID)
			if listed != (op.TwoPersons != "") {
				t.Errorf("%s: in the table of acts %v, refuses with %q", op.ID, listed, op.TwoPersons)
			}
			if listed {
				t.Run(op.ID, func(t *testing.T) { o.act(t, act, op.TwoPersons) })
			}
		}
		for id := range acts {
			t.Errorf("%s is no operation", id)
		}
	})
}

func (o *one) act(t *testing.T, act halves, code string) {
	o.exec(t, "UPDATE posts SET department_id = (SELECT id FROM departments WHERE code = 'edu') WHERE code = 'one'")
	o.roles(t)
	o.roles(t, "reporter", "head")
	second, watch := act.first(t, o)
	all := []string{"reporter", "head", "leader", "chief"}
	switch {
	case act.office:
		all = append(all, "supervisor")
	case act.watch:
		all = append(all, "auditor")
	}
	o.roles(t, all...)
	before := o.id(t, watch)
	second.as = "one"
	var crowd sync.WaitGroup
	for n := range 20 {
		alone := second
		alone.key = fmt.Sprint(second.key, "-", n)
		crowd.Go(func() {
			got := o.do(t, alone)
			if got.status == http.StatusOK && !strings.Contains(string(got.body), `"`+code+`"`) || got.status != http.StatusOK && got.code(t) != code {
				t.Errorf("alone: %d %s, want %s", got.status, got.body, code)
			}
		})
	}
	crowd.Wait()
	if after := o.id(t, watch); after != before {
		t.Fatalf("one person alone: %s went from %d to %d", watch, before, after)
	}
	second.as = act.other
	if got := o.do(t, second); got.status != http.StatusOK {
		t.Errorf("by %s: %d %s", act.other, got.status, got.body)
	}
	if after := o.id(t, watch); after == before {
		t.Errorf("by %s: %s is still %d", act.other, watch, after)
	}
}

// born makes the person, with a post in the education bureau.
func (o *one) born(t *testing.T) {
	t.Helper()
	o.exec(t, `INSERT INTO users (username, display_name, password_hash, created_at, password_at)
		SELECT 'one', '一人', password_hash, created_at, password_at FROM users WHERE username = 'supervisor'`)
	o.exec(t, "INSERT INTO posts (code, name, department_id) SELECT 'one', '一人', id FROM departments WHERE code = 'edu'")
	o.exec(t, "INSERT INTO post_holders (post_id, user_id, from_on) SELECT p.id, u.id, '2016-01-01' FROM posts p JOIN users u ON u.username = 'one' WHERE p.code = 'one'")
	for _, who := range []string{"one", "secadmin", "head.edu", "reporter.edu", "supervisor", "supervisor.2"} {
		o.token(t, who)
	}
}

// roles gives the person these roles and no others.
func (o *one) roles(t *testing.T, roles ...string) {
	t.Helper()
	post := o.id(t, "SELECT id FROM posts WHERE code = 'one'")
	for _, role := range []string{"reporter", "head", "leader", "chief", "supervisor", "auditor"} {
		has := o.ids(t, "SELECT id FROM grants WHERE post_id = ? AND role = ?", post, role)
		switch want := slices.Contains(roles, role); {
		case want && len(has) == 0:
			o.must(t, http.StatusCreated, call{method: http.MethodPost, path: "/grants", as: "secadmin", body: map[string]any{"postId": post, "role": role}})
		case !want && len(has) > 0:
			o.must(t, http.StatusNoContent, call{method: http.MethodDelete, path: at("/grants/%d", has[0]), as: "secadmin"})
		}
	}
}

// must sends a request that has to succeed, and returns the id of what it answers with.
func (o *one) must(t *testing.T, status int, c call) int64 {
	t.Helper()
	o.serial++
	if c.key == "" {
		c.key = fmt.Sprintf("two-%d", o.serial)
	}
	got := o.do(t, c)
	if got.status != status {
		t.Fatalf("%s %s as %s: %d %s", c.method, c.path, c.as, got.status, got.body)
	}
	var row struct{ ID int64 }
	if status != http.StatusNoContent {
		got.into(t, &row)
	}
	return row.ID
}

func (o *one) post(t *testing.T, as, path, tag string, body any) int64 {
	t.Helper()
	status := http.StatusCreated
	if strings.Count(path, "/") > 2 && !strings.HasSuffix(path, "/reports") && !strings.HasSuffix(path, "/readings") && !strings.HasSuffix(path, "/propose") ||
		strings.HasPrefix(path, "/plans/") {
		status = http.StatusOK
	}
	return o.must(t, status, call{method: http.MethodPost, path: path, as: as, etag: tag, body: body})
}

// second is the request for the second half.
func (o *one) second(path string, version int64, body any) call {
	o.serial++
	return call{method: http.MethodPost, path: path, etag: etag(version), key: fmt.Sprintf("second-%d", o.serial), body: body}
}

// node is a milestone of the education bureau somebody can report on.
func (o *one) node(t *testing.T) (id, version int64) {
	t.Helper()
	id = o.id(t, `SELECT m.id FROM milestones m JOIN departments d ON d.id = m.lead_department_id AND d.code = 'edu'
		WHERE m.open = 1 AND m.verified = 0 AND m.claimed_on IS NULL AND m.pending_on IS NULL AND m.suspended_on IS NULL AND m.baseline_on LIKE '2017-%' ORDER BY m.id`)
	return id, o.id(t, "SELECT version FROM milestones WHERE id = ?", id)
}

// report is one the person wrote, or one of somebody else that the person approved.
func (o *one) report(t *testing.T, own bool) int64 {
	t.Helper()
	node, version := o.node(t)
	if !own {
		id := o.post(t, "reporter.edu", at("/milestones/%d/reports", node), etag(version), map[string]any{"progressBp": 1000 + o.serial, "note": "进展"})
		o.post(t, "one", at("/reports/%d/approve", id), etag(1), map[string]any{})
		return id
	}
	o.roles(t, "reporter") // what a head writes needs no first review
	return o.post(t, "one", at("/milestones/%d/reports", node), etag(version), map[string]any{"progressBp": 1000 + o.serial, "note": "进展"})
}

const reportVersion = "SELECT version FROM reports WHERE id = %d"

func review(verb string, own bool, body map[string]any) func(*testing.T, *one) (call, string) {
	return func(t *testing.T, o *one) (call, string) {
		id := o.report(t, own)
		version := o.id(t, at(reportVersion, id))
		return o.second(at("/reports/%d/"+verb, id), version, body), at(reportVersion, id)
	}
}

func decideChange(verb string, body map[string]any) func(*testing.T, *one) (call, string) {
	return func(t *testing.T, o *one) (call, string) {
		o.roles(t, "reporter")
		project := o.id(t, "SELECT id FROM projects WHERE code = 'EDU-01'")
		node := o.post(t, "supervisor", "/milestones", "", map[string]any{"projectId": project, "name": "增补" + verb, "baseline": "2017-11-30"})
		id := o.post(t, "one", "/change-requests", "", map[string]any{"projectId": project,
			"reason": "approval", "words": "许可证审批中，申请延期", "items": []map[string]any{{"milestoneId": node, "version": 1, "kind": "delay", "toDate": "2018-06-30"}}})
		watch := at("SELECT version FROM change_requests WHERE id = %d", id)
		return o.second(at("/change-requests/%d/"+verb, id), o.id(t, watch), body), watch
	}
}

// twoPersonActs are the acts by their operation.
func twoPersonActs() map[string]halves {
	return map[string]halves{
		"freezePlan": {office: true, other: "supervisor", first: func(t *testing.T, o *one) (call, string) {
			d := &desk{program: o.program, t: t}
			d.made("/milestones", map[string]any{"name": "竣工", "weight": 100, "baseline": "2020-12-31",
				"projectId": d.made("/projects", map[string]any{"code": "TWO", "name": "学校", "leadDepartmentId": o.id(t, "SELECT id FROM departments WHERE code = 'edu'"), "planYear": 2020})})
			o.roles(t, "supervisor")
			o.post(t, "one", "/plans/2020/propose", etag(1), nil)
			return o.second("/plans/2020/freeze", 2, nil), "SELECT version FROM plan_years WHERE year = 2020"
		}},
		"adoptRuleSet": {office: true, other: "supervisor", first: func(t *testing.T, o *one) (call, string) {
			o.roles(t, "supervisor")
			set := o.storedRuleSet(t, "two", "name: two\nversion: 1\nmilestone: {redAfterDays: 1, redAfterDaysKey: 0}\n")
			id := o.post(t, "one", at("/rule-sets/%d/propose", set), "", map[string]any{"from": DemoDay, "scope": map[string]any{"kind": "all"}, "words": "试行"})
			return o.second(at("/rule-set-adoptions/%d/adopt", id), 1, nil), at("SELECT version FROM rule_set_adoptions WHERE id = %d", id)
		}},
		"confirmArchive": {watch: true, other: "auditadmin", first: func(t *testing.T, o *one) (call, string) {
			o.roles(t, "auditor")
			id := o.must(t, http.StatusCreated, call{method: http.MethodPost, path: "/audit-archives", as: "one", body: map[string]any{"before": "2016-01-01", "words": "库太大"}})
			return o.second(at("/audit-archives/%d/confirm", id), 1, nil), at("SELECT version FROM audit_archive_requests WHERE id = %d", id)
		}},
		"approveChangeRequest": {office: true, other: "supervisor", first: decideChange("approve", map[string]any{"words": "常务会同意",
			"document": map[string]any{"title": "纪要", "number": "纪〔2017〕9 号", "on": "2017-09-29"}})},
		"rejectChangeRequest": {office: true, other: "supervisor", first: decideChange("reject", map[string]any{"words": "不同意"})},
		"approveReport":       {other: "head.edu", first: review("approve", true, map[string]any{})},
		"returnReport":        {other: "head.edu", first: review("return", true, map[string]any{"reason": "材料不全"})},
		"confirmReport":       {office: true, other: "supervisor", first: review("confirm", false, map[string]any{})},
		"decideReports": {other: "head.edu", first: func(t *testing.T, o *one) (call, string) {
			id := o.report(t, true)
			second := o.second("/reports/batch", 1, map[string]any{"action": "approve", "reports": []map[string]any{{"id": id, "version": 1}}})
			second.etag = ""
			return second, at(reportVersion, id)
		}},
		"verifyIndicator": {office: true, other: "supervisor", first: func(t *testing.T, o *one) (call, string) {
			id := o.id(t, `SELECT i.id FROM indicators i JOIN departments d ON d.id = i.department_id JOIN posts p ON p.department_id = d.id JOIN grants g ON g.post_id = p.id AND g.role = 'head'
				WHERE i.type = 'CUM' AND i.verified = 0 AND i.pending_on IS NULL AND i.suspended_on IS NULL AND i.target_milli > 0 AND i.milestone_id IS NULL AND p.code <> 'one' ORDER BY i.id`)
			unit := o.id(t, "SELECT department_id FROM indicators WHERE id = ?", id)
			o.exec(t, "UPDATE posts SET department_id = ? WHERE code = 'one'", unit) // the next grants are read with it
			o.roles(t)
			o.roles(t, "head")
			watch := at("SELECT version FROM indicators WHERE id = %d", id)
			report := o.post(t, "one", at("/indicators/%d/readings", id), etag(o.id(t, watch)),
				map[string]any{"valueMilli": o.id(t, "SELECT target_milli FROM indicators WHERE id = ?", id), "note": "全部完成"})
			o.post(t, "supervisor.2", at("/reports/%d/confirm", report), etag(o.id(t, at(reportVersion, report))), map[string]any{})
			return o.second(at("/indicators/%d/verify", id), o.id(t, watch), map[string]any{"verified": true, "conclusion": "现场核查属实",
				"evidence": []map[string]any{{"kind": "meeting", "words": "验收会"}}}), watch
		}},
	}
}
