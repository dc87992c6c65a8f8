package projects_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/projects"
)

// TestOperations: create, edit, read, list and the source over the API, with every refusal.
func TestOperations(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		p := w.project(t, "A-1", "学校", func(d *projects.Draft) { d.CoDepartmentIDs = []int64{build} })
		child := w.project(t, "A-2", "食堂", func(d *projects.Draft) { d.ParentID = &p.ID })
		w.exec(t, "INSERT INTO source_items (plan_year, ref, kind, title, words, sort) VALUES (2017, 'IND-07', 'work', '学校', '建成学校', 2), (2017, 'T-1', 'target', '增长', '增长 8%', 1)")
		create := func(name, actor, body string, status int, code string, contain ...string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPost, URL: "/api/v1/projects", Key: strings.ReplaceAll(name, " ", "-"),
				Body: body, Status: status, Code: code, MustContain: contain}
		}
		edit := func(name, actor string, version int64, body string, status int, code string, contain ...string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPatch, URL: fmt.Sprintf("/api/v1/projects/%d", p.ID), IfMatch: version,
				Body: body, Status: status, Code: code, MustContain: contain}
		}
		get := func(actor, path string, status int, contain ...string) apitest.Scenario {
			return apitest.Scenario{Name: actor + " " + path, Actor: actor, URL: "/api/v1" + path, Status: status, MustContain: contain}
		}
		const office = "supervisor"
		w.Run(t,
			create("create", office, `{"code":"B-1","name":"大道","leadDepartmentId":2,"leaderPostId":5,"coDepartmentIds":[1],"lists":["city"],"yearPlanYuan":120,"monthlyPlan":[10,20,30,40,50,60,70,80,90,100,110,120],"plannedStart":"2017-03","plannedEnd":"2017-12-31"}`,
				201, "", `"lists":[{"code":"city","name":"市重点项目"}]`, `"coDepartments":[{"id":1,`, `"leaderPost":{"id":5`, `"planYear":2017`, `"monthlyPlan":[10,`, `"children":[]`),
			create("the code again", office, `{"code":"B-1","name":"x","leadDepartmentId":2}`, 409, "code_taken", "未保存"),
			create("a reporter", "reporter.edu", `{"code":"X","name":"x","leadDepartmentId":1}`, 403, "forbidden"),
			create("no name", office, `{"code":"X","leadDepartmentId":1}`, 422, "invalid", `"field":"name"`),
			create("no such unit", office, `{"code":"X","name":"x","leadDepartmentId":9}`, 422, "invalid", "department_unknown"),
			create("no such post", office, `{"code":"X","name":"x","leadDepartmentId":1,"leaderPostId":9}`, 422, "invalid", "post_unknown"),
			create("a post without a line", office, `{"code":"X","name":"x","leadDepartmentId":1,"leaderPostId":6}`, 422, "invalid", `"field":"leaderPostId","code":"post_no_leader"`),
			create("no such list", office, `{"code":"X","name":"x","leadDepartmentId":1,"lists":["city","z"]}`, 422, "invalid", `"field":"lists[1]"`),
			create("lead is co", office, `{"code":"X","name":"x","leadDepartmentId":1,"coDepartmentIds":[1]}`, 422, "invalid", "lead_is_co"),
			create("no such parent", office, `{"code":"X","name":"x","leadDepartmentId":1,"parentId":999}`, 422, "invalid", "parent_unknown"),
			create("negative money", office, `{"code":"X","name":"x","leadDepartmentId":1,"totalYuan":-1}`, 422, "invalid", `"field":"totalYuan"`),
			create("falling plan", office, `{"code":"X","name":"x","leadDepartmentId":1,"yearPlanYuan":5,"monthlyPlan":[1,2,3,4,5,4,5,5,5,5,5,5]}`, 422, "invalid", "plan_not_rising"),
			create("plan of another total", office, `{"code":"X","name":"x","leadDepartmentId":1,"yearPlanYuan":6,"monthlyPlan":[1,2,3,4,5,5,5,5,5,5,5,5]}`, 422, "invalid", "plan_not_total"),
			create("done without month", office, `{"code":"X","name":"x","leadDepartmentId":1,"yearDoneYuan":6}`, 422, "invalid", "done_needs_both"),
			create("done next month", office, `{"code":"X","name":"x","leadDepartmentId":1,"yearDoneYuan":6,"yearDoneMonth":"2017-04"}`, 422, "invalid", "month_range"),
			create("no such month", office, `{"code":"X","name":"x","leadDepartmentId":1,"plannedStart":"2017-13"}`, 422, "invalid", `"field":"plannedStart"`),
			create("30 February", office, `{"code":"X","name":"x","leadDepartmentId":1,"plannedEnd":"2017-02-30"}`, 422, "invalid", `"field":"plannedEnd"`),
			create("started tomorrow", office, `{"code":"X","name":"x","leadDepartmentId":1,"startedOn":"2017-03-02"}`, 422, "invalid", "date_future"),
			create("mass assignment", office, `{"code":"X","name":"x","leadDepartmentId":1,"version":9,"sample":true}`, 422, "invalid", "unknown_field"),
			edit("contact", office, 1, `{"contactName":"小张","leaderPostId":5}`, 200, "", `"contactName":"小张"`, `"leaderPost":{"id":5`, `"version":2`),
			edit("take the leader away", office, 2, `{"leaderPostId":null,"coDepartmentIds":[]}`, 200, "", `"leaderPost":null`, `"coDepartments":[]`, `"version":3`),
			edit("nothing to change", office, 3, `{"contactName":"小张"}`, 200, "", `"version":3`),
			edit("weekly", office, 3, `{"reportCycle":"weekly"}`, 200, "", `"reportCycle":"weekly"`, `"version":4`),
			edit("weekly already", office, 4, `{"reportCycle":"weekly"}`, 200, "", `"version":4`),
			edit("yearly", office, 4, `{"reportCycle":"yearly"}`, 422, "invalid", `"field":"reportCycle"`),
			edit("stale", office, 1, `{"name":"x"}`, 412, "version_conflict", `"current":{"id":`, `"contactName":"小张"`),
			edit("without version", office, 0, `{"name":"x"}`, 428, "if_match_required"),
			edit("a part as its own parent", office, 4, fmt.Sprintf(`{"parentId":%d}`, child.ID), 422, "invalid", "parent_circle"),
			edit("itself as parent", office, 4, fmt.Sprintf(`{"parentId":%d}`, p.ID), 422, "invalid", "parent_self"),
			edit("the code", office, 4, `{"code":"Z"}`, 422, "invalid", "unknown_field"),
			edit("the unit edits", "reporter.edu", 4, `{"name":"x"}`, 403, "forbidden"),
			edit("a stranger edits", "reporter.build", 4, `{"name":"x"}`, 404, "not_found"),
			get("leader.edu", fmt.Sprintf("/projects/%d", p.ID), 200, `"children":[{"id":`, `"code":"A-2"`, `"name":"学校"`),
			get("leader.edu", fmt.Sprintf("/projects/%d", child.ID), 200, `"parentName":"学校"`),
			get(office, "/projects?q=%00", 422, `"field":"query.q"`),
			get("leader.edu", "/projects/999", 404),
			get("sysadmin", fmt.Sprintf("/projects/%d", p.ID), 404),
			get(office, "/projects?limit=1&count=true", 200, `"total":3`, `"nextCursor":"ey`),
			get(office, "/projects?sort=stage", 422, `"field":"query.sort"`),
			get(office, "/projects?asOf=2017-02-30", 422, `"field":"query.asOf"`),
			get(office, "/projects?cursor=abc", 400, "bad_cursor"),
			get(office, "/projects?leader=x", 422, `"field":"query.leader"`),
			get("reporter.edu", "/source?year=2017", 200, `{"items":[{"id":2,"ref":"T-1","kind":"target"`),
			get("reporter.edu", "/source?year=2018", 200, `{"items":[]}`),
			get("sysadmin", "/source", 403),
		)
	})
}
