package milestones_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"guatu/internal/milestones"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

// note is a request body written as JSON.
func note(text string) string { return fmt.Sprintf(`{"note":%q}`, text) }

// TestReportProblems: each mistake of a report gets its own clear problem, and nothing is written.
func TestReportProblems(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		m := w.milestone(t, "主体结顶", "2017-06-30")
		done := w.milestone(t, "开工", "2017-03-31")
		w.decide(t, w.report(t, done, milestones.Submission{Note: "已开工", Claim: true, Proof: said("现场已查看")}), milestones.OutcomeConfirmed, "")
		halted := w.milestone(t, "竣工", "2017-12-31")
		w.apply(t, milestones.ChangeOrder{ID: halted.ID, Kind: schedule.ChangeSuspend, On: day("2017-03-01")})
		url := func(id int64) string { return fmt.Sprintf("/api/v1/milestones/%d/reports", id) }
		post := func(name, actor string, id, version int64, body any, status int, code string, more ...string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPost, URL: url(id), IfMatch: version,
				Key: key(name), Body: body, Status: status, Code: code, MustContain: more}
		}
		const rep = "reporter.edu"
		scenarios := []apitest.Scenario{
			post("nobody", "", m.ID, 1, note("x"), 401, "unauthorized"),
			post("without version", rep, m.ID, 0, note("x"), 428, "if_match_required"),
			post("missing milestone", rep, 9999, 1, note("x"), 404, "not_found"),
			post("foreign unit that reads it", "reporter.build", m.ID, 1, note("x"), 403, "forbidden"),
			post("supervision office", "supervisor", m.ID, 1, note("x"), 403, "forbidden"),
			post("leader", "leader.edu", m.ID, 1, note("x"), 403, "forbidden"),
			post("administrator", "sysadmin", m.ID, 1, note("x"), 404, "not_found"),
			post("stale version", rep, m.ID, 7, note("x"), 412, "version_conflict", `"current":{"id":`, `"version":1`),
			post("30 February", rep, m.ID, 1, `{"note":"x","forecast":"2017-02-30"}`, 422, "invalid", `"field":"forecast"`, `"code":"date"`),
			post("other spelling of a date", rep, m.ID, 1, `{"note":"x","forecast":"2017/06/30"}`, 422, "invalid", `"field":"forecast"`),
			post("forecast of yesterday", rep, m.ID, 1, `{"note":"x","forecast":"2017-02-28"}`, 422, "invalid", "forecast_past", "预计日期不能早于今天"),
			post("more than everything", rep, m.ID, 1, `{"note":"x","progressBp":10001}`, 422, "invalid", `"field":"progressBp"`),
			post("less than nothing", rep, m.ID, 1, `{"note":"x","progressBp":-1}`, 422, "invalid", `"field":"progressBp"`),
			post("half a basis point", rep, m.ID, 1, `{"note":"x","progressBp":0.5}`, 422, "invalid", `"field":"progressBp"`),
			post("no word", rep, m.ID, 1, `{"progressBp":5000}`, 422, "invalid", "note_required", "无变化"),
			post("no change and done", rep, m.ID, 1, `{"noChange":true,"claim":true}`, 422, "invalid", "no_change_claim"),
			post("a date of the plan", rep, m.ID, 1, `{"note":"x","approved":"2018-01-01"}`, 422, "invalid", "unknown_field"),
			post("mass assignment", rep, m.ID, 1, `{"note":"x","verified":true,"leadDepartmentId":2}`, 422, "invalid", "unknown_field"),
			post("no JSON", rep, m.ID, 1, `{"note":`, 400, "malformed_json"),
			post("on a finished one", rep, done.ID, 3, note("x"), 409, "milestone_finished"),
			post("on a suspended one", rep, halted.ID, 2, note("x"), 409, "milestone_suspended"),
		}
		for i := range scenarios {
			scenarios[i].After = func(t *testing.T, _ *apitest.Response) {
				if v := w.get(t, m.ID, ""); v.Version != 1 || v.Pending != nil {
					t.Errorf("something was written: version %d", v.Version)
				}
			}
		}
		without := post("without key", rep, m.ID, 1, note("x"), 400, "idempotency_key_required")
		without.Key = ""
		english := post("in English", rep, m.ID, 1, `{"progressBp":5000}`, 422, "invalid", "Write a word about the progress")
		english.Headers = map[string]string{"Accept-Language": "en"}
		w.Run(t, append(scenarios, without, english)...)
	})
}

// TestReportAndDecision walks the way of a report over the API.
func TestReportAndDecision(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		m := w.milestone(t, "主体结顶", "2017-06-30")
		undated := w.milestone(t, "亮灯", "")
		post := func(name, actor, path, key string, version int64, body any, status int, code string, contain ...string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPost, URL: "/api/v1" + path, IfMatch: version, Key: key,
				Body: body, Status: status, Code: code, MustContain: contain}
		}
		reports := fmt.Sprintf("/milestones/%d/reports", m.ID)
		claim := func(name, key, body string, status int, code string, contain ...string) apitest.Scenario {
			return post(name, "reporter.edu", fmt.Sprintf("/milestones/%d/reports", undated.ID), key, 3, body, status, code, contain...)
		}
		w.Run(t,
			post("report", "reporter.edu", reports, "k1", 1, `{"note":"第三层","progressBp":6000,"forecast":"2017-07-10"}`, 201, "",
				`"kind":"milestone"`, `"state":"submitted"`, `"subject":"主体结顶"`, `"parent":"滨海学校"`, `"month":"2017-02"`,
				`"lampNow":{"colour":"grey"`, `"lampAfter":{"colour":"yellow"`, `"progressBp":6000`),
			post("the same once more", "reporter.edu", reports, "k1", 1, `{"note":"第三层","progressBp":6000,"forecast":"2017-07-10"}`, 201, "", `"id":1`),
			post("the key for something else", "reporter.edu", reports, "k1", 1, `{"note":"别的"}`, 422, "idempotency_mismatch"),
			post("a second report", "reporter.edu", reports, "k2", 2, note("又一次"), 409, "report_pending", "未保存"),
			apitest.Scenario{Name: "the milestone shows it", Actor: "reporter.build", URL: fmt.Sprintf("/api/v1/milestones/%d", m.ID),
				MustContain: []string{`"pending":{"reportId":1,"reportVersion":1,"state":"submitted","progressBp":6000`, `"progressBp":null`, `"holder":{"kind":"reviewer","level":"unit"`, `"workdays":0`}},
			apitest.Scenario{Name: "the inbox of the head", Actor: "head.edu", URL: "/api/v1/reports?state=submitted&count=true",
				MustContain: []string{`"total":1`, `"state":"submitted"`}},
			apitest.Scenario{Name: "another unit's head reads nothing", Actor: "sysadmin", URL: "/api/v1/reports/1", Status: 404, Code: "not_found"},
			post("the author approves", "reporter.edu", "/reports/1/approve", "k3", 1, "{}", 403, "forbidden"),
			post("the co-unit withdraws", "reporter.build", "/reports/1/withdraw", "k4", 1, nil, 403, "forbidden"),
			post("return without a reason", "head.edu", "/reports/1/return", "k5", 1, `{"reason":"  "}`, 422, "invalid", `"field":"reason"`, "reason_required"),
			post("return with no field", "head.edu", "/reports/1/return", "k6", 1, `{}`, 422, "invalid", `"field":"reason"`),
			post("the head confirms", "head.edu", "/reports/1/confirm", "k7a", 1, "{}", 403, "forbidden"),
			post("the office before the unit", "supervisor", "/reports/1/confirm", "k7b", 1, "{}", 409, "report_not_approved", "先由单位审核"),
			post("the office returns before the unit", "supervisor", "/reports/1/return", "k7c", 1, `{"reason":"不实"}`, 409, "report_not_approved"),
			post("stale decision", "head.edu", "/reports/1/approve", "k7", 9, "{}", 412, "version_conflict", `"current":{"id":1`),
			post("without version", "head.edu", "/reports/1/approve", "k8", 0, "{}", 428, "if_match_required"),
			post("return", "head.edu", "/reports/1/return", "k9", 1, `{"reason":"缺照片"}`, 200, "", `"state":"returned"`, `"decisionNote":"缺照片"`, `"lampAfter":null`),
			post("a second decision", "head.edu", "/reports/1/approve", "k10", 2, "{}", 409, "report_decided"),
			post("report again", "reporter.edu", reports, "k11", 3, `{"note":"补照片","progressBp":6500}`, 201, "", `"id":2`),
			post("approve", "head.edu", "/reports/2/approve", "k12a", 1, `{"note":"情况属实"}`, 200, "", `"state":"approved"`, `"approvedBy":{"id":2,"name":"胡建国"}`,
				`"approvalNote":"情况属实"`, `"decidedBy":null`, `"level":"office"`, `"may":{"approve":false,"confirm":false,"return":false,"withdraw":false}`),
			post("approve twice", "head.edu", "/reports/2/approve", "k12b", 2, "{}", 409, "report_approved"),
			post("withdraw what the unit approved", "reporter.edu", "/reports/2/withdraw", "k12c", 2, nil, 409, "report_approved", "督查室"),
			post("the head takes it back", "head.edu", "/reports/2/return", "k12d", 2, `{"reason":"再想想"}`, 409, "report_approved"),
			apitest.Scenario{Name: "the desk of the office", Actor: "supervisor", URL: "/api/v1/reports?due=mine&count=true",
				MustContain: []string{`"total":1`, `"id":2`, `"waiting":{"submitted":0,"approved":1}`, `"confirm":true`, `"lampAfter":{"colour"`}},
			apitest.Scenario{Name: "the desk of the head is empty", Actor: "head.edu", URL: "/api/v1/reports?due=mine&count=true", MustContain: []string{`"items":[]`, `"total":0`}},
			post("confirm", "supervisor", "/reports/2/confirm", "k12", 2, `{"note":"属实"}`, 200, "", `"state":"confirmed"`, `"decidedBy":{"id":4,"name":"陈督"}`),
			apitest.Scenario{Name: "the figure has moved", Actor: "leader.edu", URL: fmt.Sprintf("/api/v1/milestones/%d", m.ID),
				MustContain: []string{`"progressBp":6500`, `"pending":null`, `"lastNote":"补照片"`, `"version":5`}},
			post("undated: report", "reporter.edu", fmt.Sprintf("/milestones/%d/reports", undated.ID), "k13", 1, note("在做"), 201, ""),
			post("withdraw", "reporter.edu", "/reports/3/withdraw", "k14", 1, nil, 200, "", `"state":"withdrawn"`),
			claim("a claim needs evidence", "c1", `{"note":"已亮灯","claim":true}`, 422, "invalid", "evidence_required"),
			claim("a photo needs its file", "c2", `{"note":"已亮灯","claim":true,"evidence":[{"kind":"photo","words":"见现场"}]}`, 422, "invalid", "file_required"),
			claim("a file nobody uploaded", "c3", `{"note":"已亮灯","claim":true,"evidence":[{"kind":"photo","fileId":9}]}`, 422, "invalid", "file_unknown"),
			claim("an exception nobody allowed", "c4", `{"note":"已亮灯","claim":true,"exception":{"words":"无法拍照","allowedBy":999}}`, 422, "invalid", "exception_post"),
			claim("an exception beside evidence", "c5", `{"note":"已亮灯","claim":true,"evidence":[{"kind":"statement","words":"x"}],"exception":{"words":"无法拍照","allowedBy":1}}`, 422, "invalid", "exception_unused"),
			claim("an exception of a report that claims nothing", "c6", `{"note":"在做","exception":{"words":"无","allowedBy":1}}`, 422, "invalid", "exception_unused"),
			claim("undated: claim", "k15", `{"note":"已亮灯","claim":true,"evidence":[{"kind":"meeting","words":"6 月 3 日验收会"}]}`, 201, "", `"lampAfter":{"colour":"blue"`,
				`"evidence":[{"kind":"meeting","words":"6 月 3 日验收会"}]`, `"exception":null`),
			post("the unit stands for it", "head.edu", "/reports/4/approve", "c7", 1, "{}", 200, ""),
			post("verified without a conclusion", "supervisor", "/reports/4/confirm", "c8", 2, `{"note":"好"}`, 422, "invalid", "conclusion_required", `"field":"conclusion"`),
			post("in a batch without a conclusion", "supervisor", "/reports/batch", "c9", 0, `{"action":"confirm","reports":[{"id":4,"version":2}]}`, 200, "", `"ok":false`, "conclusion_required"),
			post("in a batch with a conclusion", "supervisor", "/reports/batch", "c10", 0, `{"action":"confirm","reports":[{"id":4,"version":2,"conclusion":"现场已亮灯"}]}`, 200, "", `"ok":true`),
			apitest.Scenario{Name: "the milestone shows the conclusion", Actor: "leader.edu", URL: fmt.Sprintf("/api/v1/milestones/%d", undated.ID),
				MustContain: []string{`"verified":true`, `"conclusion":"现场已亮灯"`}},
			apitest.Scenario{Name: "history of reports", Actor: "reporter.build", URL: "/api/v1" + reports,
				MustContain: []string{`"id":2`, `"id":1`, `"previous":{"progressBp":null`}},
		)
	})
}

// TestMilestoneOperations: create, edit, list and read over the API, with every refusal.
func TestMilestoneOperations(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		m := w.milestone(t, "主体结顶", "2017-06-30")
		url := fmt.Sprintf("/api/v1/milestones/%d", m.ID)
		create := func(name, actor, body string, status int, code string, contain ...string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPost, URL: "/api/v1/milestones", Key: key(name), Body: body,
				Status: status, Code: code, MustContain: contain}
		}
		edit := func(name, actor string, version int64, body string, status int, code string, contain ...string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPatch, URL: url, IfMatch: version, Body: body,
				Status: status, Code: code, MustContain: contain}
		}
		list := func(query string, status int, contain ...string) apitest.Scenario {
			return apitest.Scenario{Name: query, Actor: "supervisor", URL: "/api/v1/milestones?" + query, Status: status, MustContain: contain}
		}
		w.Run(t,
			create("create", "supervisor", `{"projectId":10,"name":"竣工","weight":3,"key":true,"firmness":"aim","deadlineWords":"力争年底前","precision":"year","baseline":"2017-12-31"}`,
				201, "", `"ordinal":2`, `"approved":"2017-12-31"`, `"contactName":"小张"`, `"changes":0`, `"firmness":"aim"`),
			create("a reporter creates", "reporter.edu", `{"projectId":10,"name":"竣工"}`, 403, "forbidden"),
			create("no project", "supervisor", `{"projectId":999,"name":"竣工"}`, 422, "invalid", `"field":"projectId"`, "没有这个项目"),
			create("no name", "supervisor", `{"projectId":10,"name":" "}`, 422, "invalid", `"field":"name"`),
			create("30 February", "supervisor", `{"projectId":10,"name":"x","baseline":"2017-02-30"}`, 422, "invalid", `"field":"baseline"`),
			create("start after the end", "supervisor", `{"projectId":10,"name":"x","plannedStart":"2017-07-01","baseline":"2017-06-30"}`, 422, "invalid", "start_after_due"),
			create("a progress by hand", "supervisor", `{"projectId":10,"name":"x","progressBp":10000}`, 422, "invalid", "unknown_field"),
			edit("the unit changes the contact", "reporter.edu", 1, `{"contactName":"小李","contactPhone":"577-1"}`, 200, "", `"contactName":"小李"`, `"version":2`),
			edit("the unit changes the words", "reporter.edu", 2, `{"name":"改名"}`, 403, "forbidden"),
			edit("the co-unit changes the contact", "reporter.build", 2, `{"contactName":"小赵"}`, 403, "forbidden"),
			edit("an administrator", "sysadmin", 2, `{"contactName":"x"}`, 404, "not_found"),
			edit("a date", "supervisor", 2, `{"approved":"2018-01-01"}`, 422, "invalid", "unknown_field"),
			edit("an empty name", "supervisor", 2, `{"name":"  "}`, 422, "invalid", `"field":"name"`),
			edit("stale", "supervisor", 1, `{"note":"x"}`, 412, "version_conflict", `"current":{"id":`, `"contactName":"小李"`, `"version":2`),
			edit("without version", "supervisor", 0, `{"note":"x"}`, 428, "if_match_required"),
			edit("the office changes the words", "supervisor", 2, `{"name":"主体结顶(改)","words":"主体结构封顶","note":null}`, 200, "", `"words":"主体结构封顶"`, `"version":3`),
			edit("nothing to change", "supervisor", 3, `{}`, 200, "", `"version":3`),
			list("state=open&count=true", 200, `"total":2`, `"nextCursor":""`),
			list("state=open&limit=1", 200, `"nextCursor":"ey`),
			list("state=late", 422, `"field":"query.state"`),
			list("lamp=purple", 422, `"field":"query.lamp"`),
			list("limit=201", 422, `"field":"query.limit"`),
			list("limit=0", 422, `"field":"query.limit"`),
			list("leader=abc", 422, `"field":"query.leader"`),
			list("asOf=2017-02-30", 422, `"field":"query.asOf"`, `"code":"date"`, "2017-05-31"),
			list("cursor=abc", 400, "bad_cursor"),
			list("colour=red", 422, "unknown_field"),
			list("leader=5&sort=-due", 200, `"name":"竣工"`),
			apitest.Scenario{Name: "history", Actor: "auditor", URL: url + "/history",
				MustContain: []string{`"action":"milestone.edit"`, `{"field":"contactName","from":"小张","to":"小李"}`, `"actor":{"id":1,"name":"吴静"}`}},
			apitest.Scenario{Name: "history of a stranger", Actor: "sysadmin", URL: url + "/history", Status: 404, Code: "not_found"},
			apitest.Scenario{Name: "of the project", Actor: "reporter.build", URL: "/api/v1/projects/10/milestones", MustContain: []string{`"items":[{"id":`, `"ordinal":2`}},
			apitest.Scenario{Name: "of a foreign project", Actor: "reporter.edu", URL: "/api/v1/projects/20/milestones", Status: 404, Code: "not_found"},
			apitest.Scenario{Name: "in English", Actor: "supervisor", URL: url, Headers: map[string]string{"Accept-Language": "en"}, MustContain: []string{"Due on"}},
			apitest.Scenario{Name: "before it was recorded", Actor: "supervisor", URL: url + "?asOf=2017-02-01", Status: 404, Code: "not_found"},
		)
		first := w.Do(t, apitest.Scenario{Actor: "supervisor", URL: "/api/v1/milestones?limit=1"})
		var page struct{ NextCursor string }
		first.JSON(t, &page)
		if strings.Contains(page.NextCursor, "=") || page.NextCursor == "" {
			t.Errorf("cursor %q", page.NextCursor)
		}
		w.Run(t, apitest.Scenario{Name: "a cursor of the other order", Actor: "supervisor", Status: 400, Code: "bad_cursor",
			URL: "/api/v1/milestones?limit=1&sort=-due&cursor=" + page.NextCursor})
	})
}

// key is an Idempotency-Key of its own for a scenario.
func key(name string) string { return strings.ReplaceAll(name, " ", "-") }
