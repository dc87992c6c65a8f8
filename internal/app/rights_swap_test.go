package app

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"guatu/internal/auth/authtest"
)

// officeIDs are the ids in bodies of operations that only people have who reach every row of that kind, so that there is no
// foreign one: the rights matrix asks for those operations, and a missing id is refused by their own tests.
// A session is named by words and belongs to the caller alone: TestEndOwnSessions of internal/auth.
var officeIDs = map[string][]string{
	"endOwnSessions":   {"id"},
	"createDepartment": {"parentId"}, "patchDepartment": {"parentId"}, "mergeDepartment": {"intoId"}, "createGrant": {"postId"},
	"createPost": {"departmentId"}, "patchPost": {"departmentId"}, "appointHolder": {"userId"}, "succeedPost": {"holderId", "userId"},
	"createIndicator": {"departmentId", "leaderPostId", "milestoneId", "taskId"}, "editIndicator": {"departmentId", "leaderPostId", "milestoneId"},
	"createLivelihoodTask": {"departmentId", "leaderPostId"}, "editLivelihoodTask": {"departmentId", "leaderPostId"}, "createMilestone": {"projectId"},
	"createProject": {"coDepartmentIds", "leadDepartmentId", "leaderPostId", "parentId"}, "updateProject": {"coDepartmentIds", "leadDepartmentId", "leaderPostId", "parentId"},
	"correctPeriod": {"id"}, "tryRuleSet": {"scope.taskId"}, "proposeRuleSet": {"scope.taskId"},
	"editPlanInBulk": {"indicators[].id", "indicators[].patch.departmentId", "indicators[].patch.leaderPostId", "indicators[].patch.milestoneId", "milestones[].id",
		"projects[].id", "projects[].patch.coDepartmentIds", "projects[].patch.leadDepartmentId", "projects[].patch.leaderPostId", "projects[].patch.parentId"},
	"carryOver": {"projects[].id", "projects[].milestones[].id", "tasks[].id", "tasks[].indicators[].id"},
}

// swap is a request of somebody who reaches only some rows, good in itself, whose one id is put in by the test.
type swap struct {
	foreign int64 // a row of that kind the person can not read
	request func(id int64) call
}

// swappedIDs puts a foreign and a missing id into every place of a body that takes one: both are answered alike, with the same
// status and the same code, and no row changes. A place that is neither here nor of the office fails the test.
func swappedIDs(t *testing.T, p *program) {
	m := newMatrix(t, p)
	fingerprint := func() map[string]string {
		prints := m.fingerprint(t)
		delete(prints, "idempotency_keys") // a batch is taken and says row by row what was not
		return prints
	}
	swaps, before := m.swaps(t), fingerprint()
	for op, fields := range p.contract(t).bodyIDs() {
		for _, field := range fields {
			if slices.Contains(officeIDs[op], field) {
				continue
			}
			s, ok := swaps[op+" "+field]
			if !ok {
				t.Errorf("%s takes an id in %s that nothing swaps", op, field)
				continue
			}
			foreign, missing := p.do(t, s.request(s.foreign)), p.do(t, s.request(missingRow))
			if got, want := m.refusal(foreign, s.foreign), m.refusal(missing, missingRow); got != want || !strings.Contains(got, "refused") {
				t.Errorf("%s with a foreign %s:\n%s\nwith a missing one:\n%s", op, field, got, want)
			}
		}
	}
	if after := fingerprint(); !maps.Equal(before, after) {
		t.Errorf("a foreign id changed rows:\nbefore %v\nafter  %v", before, after)
	}
}

// refusal is an answer without the id it is about and without what differs between any two answers.
func (m *matrix) refusal(a *answer, id int64) string {
	verdict := "taken"
	if a.status >= 400 && a.status < 500 || strings.Contains(string(a.body), `"ok":false`) {
		verdict = "refused"
	}
	body := regexp.MustCompile(`"(requestId|instance|type)":"[^"]*"`).ReplaceAllString(string(a.body), "")
	return fmt.Sprintf("%s %d %s", verdict, a.status, regexp.MustCompile(fmt.Sprintf(`\b%d\b`, id)).ReplaceAllString(body, "ID"))
}

var idName = regexp.MustCompile(`(^|\.)(id|[a-zA-Z]+Ids?)$`)

// bodyIDs are the places of bodies that take ids; what the server alone fills in does not count (see fakedFile).
func (c contract) bodyIDs() map[string][]string {
	out := map[string][]string{}
	for op, schema := range c.bodies() {
		c.walk(schema, "", func(path string, properties map[string]shape) {
			for name := range properties {
				place := strings.TrimPrefix(path+"."+name, ".")
				if idName.MatchString(place) && !strings.HasSuffix(path, "evidence[].file") {
					out[op] = append(out[op], place)
				}
			}
		})
	}
	return out
}

// swaps has a request for each place, as the reporter or the head of the education bureau.
func (m *matrix) swaps(t *testing.T) map[string]swap {
	t.Helper()
	one := func(kind string, relation authtest.Relation) int64 { return m.rows.byUnit[kind+"/edu"][relation] }
	open := m.reportable(t, 0)
	indicator := one("indicators", authtest.Own)
	version := m.id(t, "SELECT version FROM indicators WHERE id = ?", indicator)
	project := m.id(t, "SELECT project_id FROM milestones WHERE id = ?", open.ID)
	task := m.id(t, "SELECT task_id FROM indicators WHERE id = ?", indicator)
	file := swap{foreign: one("files", authtest.Other)}
	evidence := func(id int64) []map[string]any { return []map[string]any{{"kind": "document", "fileId": id}} }
	serial := 0
	post := func(as, path, tag string, body map[string]any) call {
		serial++
		return call{method: http.MethodPost, path: path, as: as, etag: tag, key: fmt.Sprintf("swap-%d", serial), body: body}
	}
	out := map[string]swap{
		"submitReport evidence[].fileId": {foreign: file.foreign, request: func(id int64) call {
			return post("reporter.edu", at("/milestones/%d/reports", open.ID), etag(open.Version), map[string]any{"progressBp": 9000, "note": "进展", "evidence": evidence(id)})
		}},
		"reportIndicator evidence[].fileId": {foreign: file.foreign, request: func(id int64) call {
			return post("reporter.edu", at("/indicators/%d/readings", indicator), etag(version), map[string]any{"valueMilli": 1000, "note": "进展", "evidence": evidence(id)})
		}},
		"verifyIndicator evidence[].fileId": {foreign: file.foreign, request: func(id int64) call {
			return post("supervisor", at("/indicators/%d/verify", indicator), etag(version), map[string]any{"verified": true, "conclusion": "现场核查属实", "evidence": evidence(id)})
		}},
		"decideReports reports[].id": {foreign: one("reports", authtest.Other), request: func(id int64) call {
			return post("head.edu", "/reports/batch", "", map[string]any{"action": "approve", "reports": []map[string]any{{"id": id, "version": 1}}})
		}},
	}
	node := func(id int64) map[string]any {
		return map[string]any{"milestoneId": id, "version": open.Version, "kind": "delay", "deadlineWords": "12月底"}
	}
	part := func(id int64) map[string]any {
		return map[string]any{"indicatorId": id, "version": version, "kind": "target", "targetMilli": 1000}
	}
	ask := func(body map[string]any) map[string]any {
		whole := map[string]any{"reason": "approval", "words": "许可证审批中，申请延期"}
		maps.Copy(whole, body)
		return whole
	}
	for op, path := range map[string]string{"submitChangeRequest": "/change-requests", "previewChangeRequest": "/change-requests/preview"} {
		for field, s := range map[string]struct {
			foreign int64
			body    func(id int64) map[string]any
		}{
			"projectId": {one("projects", authtest.Other), func(id int64) map[string]any {
				return map[string]any{"projectId": id, "items": []any{node(open.ID)}}
			}},
			"taskId": {one("livelihood-tasks", authtest.Other), func(id int64) map[string]any {
				return map[string]any{"taskId": id, "items": []any{part(indicator)}}
			}},
			"items[].milestoneId": {one("milestones", authtest.Other), func(id int64) map[string]any {
				return map[string]any{"projectId": project, "items": []any{node(id)}}
			}},
			"items[].indicatorId": {one("indicators", authtest.Other), func(id int64) map[string]any {
				return map[string]any{"taskId": task, "items": []any{part(id)}}
			}},
			"evidence[].fileId": {file.foreign, func(id int64) map[string]any {
				return map[string]any{"projectId": project, "items": []any{node(open.ID)}, "evidence": evidence(id)}
			}},
		} {
			out[op+" "+field] = swap{foreign: s.foreign, request: func(id int64) call { return post("reporter.edu", path, "", ask(s.body(id))) }}
		}
	}
	return out
}

// holdersOfAnotherPost: the one path with two ids. A holding that exists under another post is as good as none.
func holdersOfAnotherPost(t *testing.T, p *program) {
	holding := p.id(t, "SELECT id FROM post_holders ORDER BY id LIMIT 1")
	post := p.id(t, "SELECT id FROM posts WHERE id <> (SELECT post_id FROM post_holders WHERE id = ?) ORDER BY id LIMIT 1", holding)
	for _, id := range []int64{holding, missingRow} {
		got := p.do(t, call{method: http.MethodPatch, path: at("/posts/%d", post) + at("/holders/%d", id), as: "secadmin", etag: etag(1), body: map[string]any{"to": "2017-12-31"}})
		if got.status != http.StatusNotFound {
			t.Errorf("holding %d under post %d: %d %s", id, post, got.status, got.body)
		}
	}
	var twice []string
	for _, op := range p.Operations() {
		if strings.Count(op.Path, "{") > 1 {
			twice = append(twice, op.ID)
		}
	}
	if !slices.Equal(twice, []string{"endHolder"}) {
		t.Errorf("paths with two ids: %v; each needs a swap here", twice)
	}
}
