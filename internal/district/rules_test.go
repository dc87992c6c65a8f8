package district_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"guatu/internal/auth/authtest"
	"guatu/internal/district"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

// milestone stands for the rooms: one milestone, 20 days overdue.
type milestone struct{}

func (milestone) ScopeNames(context.Context) (map[schedule.Scope]string, error) {
	return map[schedule.Scope]string{{Kind: schedule.ScopeTask, Task: 7}: "2018 停车位", {Kind: schedule.ScopeList, List: "city"}: "市重点项目"}, nil
}

func (milestone) Judge(_ context.Context, was, is schedule.Rulebook) ([]district.Judged, error) {
	f, day := schedule.MilestoneFacts{Approved: schedule.MustDate("2018-02-09"), Under: schedule.Place{Tasks: []int64{7}}}, schedule.MustDate("2018-03-01")
	return []district.Judged{{Kind: "milestone", ID: 3, Name: "主体结顶", Was: was.RuleSet().Milestone(f, day, nil), Is: is.RuleSet().Milestone(f, day, nil)}}, nil
}

// bodyOf is no body for an empty one.
func bodyOf(text string) any {
	if text == "" {
		return nil
	}
	return text
}

const strict = "name: strict\nversion: 1\nmilestone:\n  redAfterDays: 10\n  redAfterDaysKey: 5\n"

func TestRuleSetCheckNamesEveryFault(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := peopled(t, db)
		bad := "name: x\nversion: 0\nprogress:\n  points: {yellowFromBp: 3000, redAboveBp: 1000}\nmilestone:\n  redAfterDaysKey: 40\ncutoffDay: 31\n"
		post := func(name, actor, path, text string, status int, contains ...string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPost, URL: "/api/v1/rule-sets" + path, Key: strings.ReplaceAll(name, " ", "-"),
				Body: map[string]string{"text": text}, Status: status, MustContain: contains}
		}
		w.Run(t,
			post("a reporter", "reporter.edu", "/check", strict, 403),
			post("contradictions", "supervisor", "/check", bad, 200, `"ok":false`, `"line":2,"field":"version"`, `"line":4,"field":"progress.points.redAboveBp"`,
				"小于 yellowFromBp，两项互相矛盾", `"line":6,"field":"milestone.redAfterDaysKey"`, `"line":7,"field":"cutoffDay"`, "应为 1 到 28"),
			post("unknown keys", "supervisor", "/check", "name: x\nversion: 1\nmilestones: {}\nprogress:\n  ratio: {redBelow: 1}\n", 200,
				`"line":3`, "没有“milestones”这一项", `"line":5`, "没有“redBelow”这一项"),
			post("a word for a number", "supervisor", "/check", "name: x\nversion: one\n", 200, `"line":2`, "“one”不能作为这一项的值（应为整数）"),
			post("not YAML", "supervisor", "/check", "name: [x\n", 200, `"ok":false`, "格式不对"),
			post("two documents", "supervisor", "/check", strict+"---\n"+strict, 200, "只能有一套规则"),
			post("blank", "supervisor", "/check", "# nothing\n", 200, "没有内容"),
			post("a good one", "supervisor", "/check", strict, 200, `"ok":true`, `"name":"strict"`, "一般节点超过 10 天为红灯"),
			post("JSON", "supervisor", "/check", `{"name":"j","version":2,"milestone":{"redAfterDays":20}}`, 200, `"ok":true`, `"name":"j"`),
			post("stored with faults", "supervisor", "", bad, 422, "text[0]", "第 2 行", "text[3]"),
			post("stored", "supervisor", "", strict, 201, `"id":1`, `"inForce":false`),
			post("stored again", "supervisor.2", "", strict, 409, "rule_set_known", "没有保存"),
			post("a name of the program's with another text", "supervisor", "", strings.Replace(strict, "strict", "wuhan", 1), 409, "rule_set_known"),
		)
		if n := w.count(t, "SELECT COUNT(*) FROM rule_sets"); n != 1 {
			t.Errorf("%d rows", n)
		}
	})
}

// TestTwoPeopleAdoptARuleSet: on the other instance too, and never for a day before.
func TestTwoPeopleAdoptARuleSet(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		here := peopled(t, db)
		there := instance(t, db, noon())
		token := authtest.Token(t, there.auth, "reporter.edu")
		do := func(w *world, name, actor, path, body string, version int64, status int, contains ...string) {
			t.Helper()
			w.Run(t, apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPost, URL: "/api/v1" + path, Key: strings.ReplaceAll(name, " ", "-"), IfMatch: version, Body: bodyOf(body), Status: status, MustContain: contains})
		}
		day, all := schedule.MustDate("2018-03-01"), `"scope":{"kind":"all"},"words":"会议定"`
		do(here, "upload", "supervisor", "/rule-sets", fmt.Sprintf("{%q:%q}", "text", strict), 0, 201)
		do(here, "dry run", "supervisor", "/rule-sets/1/dry-run", `{"scope":{"kind":"all"}}`, 0, 200, `"judged":1`, `"before":"yellow","after":"red","items":1`, `"name":"主体结顶"`, "超过一般节点 10 天红线")
		do(here, "for a task", "supervisor", "/rule-sets/1/dry-run", `{"scope":{"kind":"task","taskId":7}}`, 0, 200, `"before":"yellow","after":"red","items":1`)
		do(here, "for a task there is not", "supervisor", "/rule-sets/1/dry-run", `{"scope":{"kind":"task","taskId":8}}`, 0, 422, "没有这个清单或实事")
		do(here, "for a list", "supervisor", "/rule-sets/1/dry-run", `{"scope":{"kind":"list","list":"city"}}`, 0, 200, `"judged":1`, `"before":"yellow","after":"yellow","items":1`)
		do(here, "no such set", "supervisor", "/rule-sets/9/dry-run", `{"scope":{"kind":"all"}}`, 0, 404)
		do(here, "yesterday", "supervisor", "/rule-sets/1/propose", `{"from":"2018-02-28",`+all+`}`, 0, 422, "过去的灯不会改")
		do(here, "ends before it begins", "supervisor", "/rule-sets/1/propose", `{"from":"2018-03-05","to":"2018-03-04",`+all+`}`, 0, 422, "body.to")
		do(here, "scope without a name", "supervisor", "/rule-sets/1/propose", `{"from":"2018-03-05","scope":{"kind":"class"},"words":"会议定"}`, 0, 422, "body.scope")
		do(here, "propose", "supervisor", "/rule-sets/1/propose", `{"from":"2018-03-01",`+all+`}`, 0, 201, `"id":1`, `"state":"proposed"`, `"may":{"adopt":false,"withdraw":true}`)
		if set := there.book.RuleSet(); set.Name != "zhenan-default-1" {
			t.Fatalf("a proposal counts: %s", set.Name)
		}
		do(here, "adopt my own", "supervisor", "/rule-set-adoptions/1/adopt", "", 1, 403, "own_proposal")
		do(here, "adopt as a reporter", "reporter.edu", "/rule-set-adoptions/1/adopt", "", 1, 403)
		do(here, "adopt", "supervisor.2", "/rule-set-adoptions/1/adopt", "", 1, 200, `"state":"adopted"`, `"inForce":true`, `"version":2`)
		do(here, "adopt twice", "supervisor.2", "/rule-set-adoptions/1/adopt", "", 1, 412)
		do(here, "withdraw what counts", "supervisor", "/rule-set-adoptions/1/withdraw", "", 2, 409, "rule_set_decided")
		there.Run(t, apitest.Scenario{Name: "the next request there", URL: "/api/v1/rule-sets", Token: token, MustContain: []string{`"name":"strict"`, `"inForce":true,"since":"2018-03-01"`}})
		for name, w := range map[string]*world{"here": here, "there": there} {
			set := w.book.RuleSet()
			if set.Name != "strict" || set.On(day.AddDays(-1)).Name != "zhenan-default-1" || set.On(day.AddDays(400)).Name != "strict" {
				t.Errorf("%s: today %s, yesterday %s", name, set.Name, set.On(day.AddDays(-1)).Name)
			}
		}
		do(here, "propose the old one for a week", "supervisor.2", "/rule-sets/1/propose", `{"from":"2018-03-02","to":"2018-03-08",`+all+`}`, 0, 201)
		here.clock.advance(48 * time.Hour)
		do(here, "too late", "supervisor", "/rule-set-adoptions/2/adopt", "", 1, 409, "rule_set_too_late")
		do(here, "withdraw", "supervisor", "/rule-set-adoptions/2/withdraw", "", 1, 200, `"state":"withdrawn"`)
		here.Run(t, apitest.Scenario{Name: "history", Actor: "reporter.edu", URL: "/api/v1/rule-set-adoptions", MustContain: []string{`"manage":false`, `"scopeName":"全区"`, `"name":"督查室乙"`}})
		if n := here.count(t, "SELECT COUNT(*) FROM audit_events WHERE action IN ('ruleSet.upload', 'ruleSet.propose', 'ruleSet.adopt', 'ruleSet.withdraw')"); n != 5 {
			t.Errorf("%d records of five acts", n)
		}
	})
}
