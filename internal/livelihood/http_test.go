package livelihood_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"guatu/internal/livelihood"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

// scene is what the scenarios stand on.
type scene struct {
	*world
	task                             livelihood.Task
	spaces, rate, rivers, open, word livelihood.Indicator
	event                            livelihood.Indicator
}

func newScene(t *testing.T, db *database.DB) scene {
	w := newWorld(t, db)
	s := scene{world: w}
	s.task, s.spaces, s.rate, s.rivers = w.parking(t)
	s.open = w.indicator(t, s.task.ID, "143 路优化", schedule.TypeOpen)
	s.word = w.indicator(t, s.task.ID, "20 分钟服务圈", schedule.TypeWords)
	w.milestone(t, 100, "开通", "2017-09-30")
	s.event = w.indicator(t, s.task.ID, "开通 6 号线", schedule.TypeEvent, func(e *livelihood.IndicatorEdit) { e.MilestoneID = httpapi.Some(int64(100)) })
	w.today("2017-04-10")
	return s
}

func (s scene) readings(i livelihood.Indicator) string {
	return fmt.Sprintf("/api/v1/indicators/%d/readings", i.ID)
}

func TestReadingScenarios(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := newScene(t, db)
		post := func(name, actor string, i livelihood.Indicator, body string, status int, code string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPost, URL: s.readings(i), IfMatch: i.Version,
				Key: strings.ReplaceAll(fmt.Sprintf("%x", name), " ", ""), Body: body, Status: status, Code: code}
		}
		const full = `{"valueMilli":100000,"note":"百个"}`
		s.Run(t,
			post("nobody", "", s.spaces, full, 401, "unauthorized"),
			post("a foreign unit finds nothing", "reporter.edu", s.spaces, full, 404, "not_found"),
			post("another unit of the task finds nothing", "reporter.env", s.spaces, full, 404, "not_found"),
			post("the unit of the task may read and not report", "reporter.build", s.rivers, `{"met":true,"note":"x"}`, 403, "forbidden"),
			post("the supervision office never reports", "supervisor", s.spaces, full, 403, "forbidden"),
			post("the leader reads", "leader.build", s.spaces, full, 403, "forbidden"),
			post("an administrator sees no business", "sysadmin", s.spaces, full, 404, "not_found"),
			post("an event is reported at its milestone", "reporter.build", s.event, `{"note":"通车"}`, 409, "reported_at_milestone"),
			post("a slogan is not measured", "reporter.build", s.word, `{"note":"推进"}`, 409, "no_measurable_target"),
			post("no figure without a target", "reporter.build", s.open, full, 409, "no_measurable_target"),
			post("a word without a target", "reporter.build", s.open, `{"note":"已完成方案"}`, 201, ""),
			apitest.Scenario{Name: "without If-Match", Actor: "reporter.build", Method: http.MethodPost, URL: s.readings(s.spaces),
				Key: "k1", Body: full, Status: 428, Code: "if_match_required"},
			apitest.Scenario{Name: "without a key", Actor: "reporter.build", Method: http.MethodPost, URL: s.readings(s.spaces),
				IfMatch: 1, Body: full, Status: 400, Code: "idempotency_key_required"},
			apitest.Scenario{Name: "an old version", Actor: "reporter.build", Method: http.MethodPost, URL: s.readings(s.spaces),
				IfMatch: 7, Key: "k2", Body: full, Status: 412, Code: "version_conflict", MustContain: []string{`"current":{"id":`}},
			post("an unknown field", "reporter.build", s.spaces, `{"value":1,"note":"x"}`, 422, "invalid"),
			apitest.Scenario{Name: "the past year", Actor: "reporter.build", Method: http.MethodPost, URL: s.readings(s.rivers),
				IfMatch: 1, Key: "k3", Body: `{"met":true,"note":"x","month":"2016-12"}`, Status: 403, Code: "forbidden"},
			post("half a rate", "reporter.build", s.rate, `{"numeratorMilli":1,"note":"x"}`, 422, "invalid"),
			post("a rate is not claimed", "reporter.build", s.rate, `{"valueMilli":99000,"note":"x","claim":true}`, 422, "invalid"),
			post("a claim below the target", "reporter.build", s.spaces, `{"valueMilli":100000,"note":"x","claim":true}`, 422, "invalid"),
			post("no word", "reporter.build", s.spaces, `{"valueMilli":100000}`, 422, "invalid"),
			post("a period must be met or not", "reporter.env", s.rivers, `{"note":"x"}`, 422, "invalid"),
			post("a month to come", "reporter.env", s.rivers, `{"met":true,"note":"x","month":"2017-08"}`, 422, "invalid"),
			post("filed", "reporter.build", s.spaces, full, 201, ""),
			post("one at a time", "reporter.build", livelihood.Indicator{ID: s.spaces.ID, Version: s.spaces.Version + 1}, full, 409, "report_pending"),
			apitest.Scenario{Name: "its readings", Actor: "reporter.build", URL: s.readings(s.spaces),
				MustContain: []string{`"state":"submitted"`, `"month":"2017-03"`}},
			apitest.Scenario{Name: "the readings of another part", Actor: "reporter.env", URL: s.readings(s.spaces), Status: 404, Code: "not_found"},
			apitest.Scenario{Name: "the readings of a foreign one", Actor: "reporter.edu", URL: s.readings(s.spaces), Status: 404, Code: "not_found"},
		)
	})
}

func TestTaskScenarios(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := newScene(t, db)
		one := fmt.Sprintf("/api/v1/livelihood-tasks/%d", s.task.ID)
		indicator := fmt.Sprintf("/api/v1/indicators/%d", s.spaces.ID)
		new := func(name, actor, body string, status int, code string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPost, URL: "/api/v1/indicators",
				Key: fmt.Sprintf("%x", name), Body: body, Status: status, Code: code}
		}
		patch := func(name, actor, url string, version int64, body string, status int, code string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPatch, URL: url, IfMatch: version, Body: body, Status: status, Code: code}
		}
		in := func(fields string) string { return fmt.Sprintf(`{"taskId":%d,"name":"子项",%s}`, s.task.ID, fields) }
		s.Run(t,
			apitest.Scenario{Name: "list", Actor: "reporter.env", URL: "/api/v1/livelihood-tasks?year=2017",
				MustContain: []string{`"class":"`, `"weakest":{`, `"wordsCount":1`, `"open":1`, `"asOf":"2017-04-10"`}},
			apitest.Scenario{Name: "another year", Actor: "supervisor", URL: "/api/v1/livelihood-tasks?year=2018", MustContain: []string{`"items":[]`}},
			apitest.Scenario{Name: "one", Actor: "leader.build", URL: one, MustContain: []string{`"holder":"王区长"`},
				After: func(t *testing.T, r *apitest.Response) {
					if r.Headers.Get("ETag") != `"1"` {
						t.Errorf("ETag %q", r.Headers.Get("ETag"))
					}
				}},
			apitest.Scenario{Name: "a foreign one", Actor: "reporter.edu", URL: one, Status: 404, Code: "not_found"},
			apitest.Scenario{Name: "in English", Actor: "supervisor", URL: one, Headers: map[string]string{"Accept-Language": "en"},
				MustContain: []string{"No measurable target"}},
			apitest.Scenario{Name: "no such day", Actor: "supervisor", URL: one + "?asOf=2017-02-30", Status: 422, Code: "invalid"},
			new("a reporter creates nothing", "reporter.build", in(`"type":"OPEN"`), 403, "forbidden"),
			new("an increment above 0", "supervisor", in(`"type":"CUM","targetMilli":0`), 422, "invalid"),
			new("an event needs a milestone", "supervisor", in(`"type":"EVENT"`), 422, "invalid"),
			new("no such milestone", "supervisor", in(`"type":"EVENT","milestoneId":999`), 422, "invalid"),
			new("no such unit", "supervisor", in(`"type":"OPEN","departmentId":999`), 422, "invalid"),
			new("a falling plan", "supervisor", in(`"type":"CUM","targetMilli":10,"monthlyPlan":[5,4]`), 422, "invalid"),
			new("a ladder that does not rise", "supervisor", in(`"type":"STAGE","milestoneId":100,"ladder":[{"name":"a","weight":5},{"name":"b","weight":5}],"targetStage":"b"`), 422, "invalid"),
			new("no such task", "supervisor", `{"taskId":999,"name":"子项","type":"OPEN"}`, 422, "invalid"),
			new("an ordinal twice", "supervisor", in(`"type":"OPEN","ordinal":1`), 422, "invalid"),
			apitest.Scenario{Name: "a service by month", Actor: "supervisor", Method: http.MethodPost, URL: "/api/v1/indicators", Key: "service",
				Body: in(`"type":"SERVICE","periods":["2017-03","2017-04"]`), Status: 201, MustContain: []string{`"periods":[{"month":"2017-03","met":null}`}},
			patch("a reporter edits nothing", "reporter.build", one, 1, `{"title":"x"}`, 403, "forbidden"),
			patch("words of a task", "supervisor", one, 1, `{"title":"公交与停车","leaderPostId":null}`, 200, ""),
			patch("an old version", "supervisor", one, 1, `{"title":"y"}`, 412, "version_conflict"),
			patch("an empty title", "supervisor", one, 2, `{"title":" "}`, 422, "invalid"),
			patch("plan of an indicator", "supervisor", indicator, 1, `{"targetMilli":400000,"due":"2017-11-30","startMilli":null}`, 200, ""),
			patch("a figure is never set by hand", "supervisor", indicator, 2, `{"valueMilli":1}`, 422, "invalid"),
			apitest.Scenario{Name: "its history", Actor: "reporter.build", URL: indicator + "/history",
				MustContain: []string{`"action":"indicator.edit"`, `"field":"targetMilli","from":"300000","to":"400000"`}},
		)
	})
}
