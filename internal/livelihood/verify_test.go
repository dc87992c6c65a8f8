package livelihood_test

import (
	"net/http"
	"strconv"
	"testing"

	"guatu/internal/evidence"
	"guatu/internal/livelihood"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/schedule"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// full brings the parking spaces to a confirmed 100 % that nobody claimed.
func (w *world) full(t *testing.T, id int64) livelihood.Indicator {
	t.Helper()
	w.today("2017-06-01")
	w.confirm(t, w.submit(t, "reporter.build", id, livelihood.Submission{ValueMilli: ptr(int64(310_000)), Note: "超额"}))
	return w.get(t, id)
}

func TestVerify(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		_, spaces, _, _ := w.parking(t)
		i := w.full(t, spaces.ID)
		seen := evidence.List{{Kind: evidence.Meeting, Words: " 6 月 3 日验收会 "}}
		yes, no := livelihood.Verification{Verified: true, Conclusion: "现场核查属实", Evidence: seen}, livelihood.Verification{Note: "现场只有 280 个"}
		office := ctxOf("supervisor")
		refused(t, err0(w.service.Verify(office, i.ID, i.Version, livelihood.Verification{})), http.StatusUnprocessableEntity, "invalid")
		refused(t, err0(w.service.Verify(office, i.ID, i.Version-1, yes)), http.StatusPreconditionFailed, "version_conflict")

		w.today("2017-06-02")
		back, err := w.service.Verify(office, i.ID, i.Version, no)
		must(t, err)
		if back.Verified || back.Claimed != nil || back.Lamp.Has(schedule.BadgeClaimed) {
			t.Errorf("turned down: %+v", back)
		}
		refused(t, err0(w.service.Verify(office, i.ID, back.Version, yes)), http.StatusConflict, "nothing_to_verify")
		w.confirm(t, w.submit(t, "reporter.build", i.ID, livelihood.Submission{NoChange: true}))
		if again := w.get(t, i.ID); again.Claimed != nil {
			t.Errorf("无变化 claims again: %+v", again.Lamp)
		}

		low := w.submit(t, "reporter.build", i.ID, livelihood.Submission{ValueMilli: ptr(int64(280_000)), Note: "更正"})
		w.confirm(t, low)
		w.confirm(t, w.submit(t, "reporter.build", i.ID, livelihood.Submission{ValueMilli: ptr(int64(300_000)), Note: "建成"}))
		if risen := w.get(t, i.ID); risen.Claimed == nil {
			t.Fatalf("a figure that comes from below is a claim: %+v", risen)
		}
		waiting := w.submit(t, "reporter.build", i.ID, livelihood.Submission{NoChange: true})
		refused(t, err0(w.service.Verify(office, i.ID, w.get(t, i.ID).Version, yes)), http.StatusConflict, "reading_pending")
		w.confirm(t, waiting)
		w.exec(t, "UPDATE reports SET author_id = 4 WHERE id = ?", waiting.ReportID)
		refused(t, err0(w.service.Verify(office, i.ID, w.get(t, i.ID).Version, yes)), http.StatusConflict, "own_report")
		w.exec(t, "UPDATE reports SET author_id = 3 WHERE id = ?", waiting.ReportID)

		done, err := w.service.Verify(office, i.ID, w.get(t, i.ID).Version, livelihood.Verification{Verified: true, Note: "已核实", Conclusion: "现场核查属实", Evidence: seen})
		must(t, err)
		if !done.Verified || !done.Done || done.Lamp.Colour != schedule.Blue || len(done.Evidence) != 1 || done.Evidence[0].Words != "6 月 3 日验收会" || done.Exception != nil {
			t.Errorf("verified: %+v %+v", done.Lamp, done.Evidence)
		}
		before, err := w.service.GetIndicator(office, i.ID, schedule.MustDate("2017-06-01"))
		must(t, err)
		if len(before.Evidence) != 0 || before.Conclusion != "" {
			t.Errorf("the day before it had no proof: %+v", before)
		}
		history, err := w.service.History(office, i.ID)
		must(t, err)
		if last := history.Items[0]; last.Action != "indicator.verify" || last.Note != "已核实" || last.Actor.Name != "陈督" {
			t.Errorf("history: %+v", last)
		}
		refused(t, err0(w.service.Verify(office, i.ID, done.Version, yes)), http.StatusConflict, "nothing_to_verify")
	})
}

func TestVerifyScenarios(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := newScene(t, db)
		i := s.full(t, s.spaces.ID)
		post := func(name, actor string, indicator livelihood.Indicator, body string, status int, code string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, Method: http.MethodPost, URL: "/api/v1/indicators/" + itoa(indicator.ID) + "/verify",
				IfMatch: indicator.Version, Key: "verify" + actor + itoa(int64(status)) + itoa(indicator.ID), Body: body, Status: status, Code: code}
		}
		const yes = `{"verified":true,"conclusion":"现场核查属实","exception":{"words":"已移交街道","allowedBy":4}}`
		faulty := func(name, body, code string) apitest.Scenario {
			c := post(name, "supervisor", i, body, 422, "invalid")
			c.Key, c.MustContain = "verify-"+code, []string{`"` + code + `"`}
			return c
		}
		verified := post("verified", "supervisor", i, yes, 200, "")
		verified.MustContain = []string{`"exception":{"words":"已移交街道"`, `"evidence":[]`}
		s.Run(t,
			post("nobody", "", i, yes, 401, "unauthorized"),
			post("a foreign unit finds nothing", "reporter.edu", i, yes, 404, "not_found"),
			post("another unit of the task finds nothing", "reporter.env", i, yes, 404, "not_found"),
			post("the reporter does not judge", "reporter.build", i, yes, 403, "forbidden"),
			post("nor the head of the unit alone", "head.build", i, yes, 403, "forbidden"),
			post("a reason is needed", "supervisor", i, `{"verified":false}`, 422, "invalid"),
			faulty("a completion needs a conclusion", `{"verified":true,"conclusion":" 好 ","evidence":[{"kind":"statement","words":"已查看"}]}`, "conclusion_required"),
			faulty("and evidence", `{"verified":true,"conclusion":"现场核查属实"}`, "evidence_required"),
			faulty("which is filled in", `{"verified":true,"conclusion":"现场核查属实","evidence":[{"kind":"photo"}]}`, "file_required"),
			faulty("or an exception of somebody who may", `{"verified":true,"conclusion":"现场核查属实","exception":{"words":"无","allowedBy":1}}`, "exception_post"),
			faulty("not both", `{"verified":true,"conclusion":"现场核查属实","evidence":[{"kind":"statement","words":"已查看"}],"exception":{"words":"无","allowedBy":4}}`, "exception_unused"),
			faulty("what is sent back proves nothing", `{"verified":false,"note":"不实","evidence":[{"kind":"statement","words":"已查看"}]}`, "evidence_unused"),
			verified,
		)
	})
}
