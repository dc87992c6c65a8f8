package livelihood_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"guatu/internal/livelihood"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// TestOtherUnitsAreFigures: a unit with one indicator in a task sees figures and lamps of the others, no words, nothing
// that waits, and no milestone it may not read; what it sees like that can not be opened.
func TestOtherUnitsAreFigures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		const secret = "内部说明"
		w := newWorld(t, db)
		task, spaces, _, rivers := w.parking(t)
		w.milestone(t, 100, "开通", "2017-09-30")
		school := w.indicator(t, task.ID, "学校", schedule.TypeEvent, func(e *livelihood.IndicatorEdit) { e.MilestoneID = httpapi.Some(int64(100)) })
		w.exec(t, "UPDATE milestones SET last_note = ? WHERE id = 100", secret)
		w.today("2017-04-03")
		w.confirm(t, w.submit(t, "reporter.build", spaces.ID, livelihood.Submission{ValueMilli: ptr(int64(90_000)), Note: secret}))
		must(t, err0(w.service.EditIndicator(ctxOf("supervisor"), spaces.ID, w.get(t, spaces.ID).Version, livelihood.IndicatorEdit{Note: ptr(secret)})))
		w.submit(t, "reporter.build", spaces.ID, livelihood.Submission{ValueMilli: ptr(int64(123_456)), Note: secret})
		w.submit(t, "reporter.env", rivers.ID, livelihood.Submission{Met: ptr(true), Note: "本单位"})

		for _, asOf := range []string{"", "2017-04-03", "2017-12-31"} {
			var day schedule.Date
			if asOf != "" {
				day = schedule.MustDate(asOf)
			}
			got, err := w.service.Get(ctxOf("reporter.env"), task.ID, day)
			must(t, err)
			list, err := w.service.List(ctxOf("reporter.env"), 2017, day)
			must(t, err)
			text, err := json.Marshal([]any{got, list})
			must(t, err)
			if strings.Contains(string(text), secret) || strings.Contains(string(text), "123456") {
				t.Errorf("on %q another unit's words or undecided figures: %s", asOf, text)
			}
			if len(got.Indicators) != 4 || *got.Indicators[0].ValueMilli != 90_000 || got.Indicators[0].Lamp.Colour == "" || got.Indicators[0].Pending != nil {
				t.Errorf("on %q the figures are for everybody: %+v", asOf, got.Indicators[0])
			}
			if own := got.Indicators[2]; own.Pending == nil || own.Pending.Note != "本单位" {
				t.Errorf("on %q the own line is not in full: %+v", asOf, own)
			}
			if event := got.Indicators[3]; event.ProjectID != nil || event.MilestoneID != nil || event.Due == nil {
				t.Errorf("on %q a milestone nobody of the unit may read: %+v", asOf, event)
			}
		}
		lead, err := w.service.Get(ctxOf("reporter.build"), task.ID, schedule.Date{})
		must(t, err)
		if lead.Indicators[2].Pending == nil || lead.Indicators[0].LastNote != secret || lead.Indicators[0].Note != secret {
			t.Errorf("the unit of the task reads every line: %+v", lead.Indicators)
		}
		if event := lead.Indicators[3]; event.ProjectID != nil || event.LastNote != "" {
			t.Errorf("a milestone of the education bureau, which is no co-unit: %+v", event)
		}
		w.exec(t, "INSERT INTO project_units (project_id, department_id) VALUES (10, ?)", build)
		if event, err := w.service.GetIndicator(ctxOf("reporter.build"), school.ID, schedule.Date{}); err != nil || event.ProjectID == nil || event.LastNote != secret {
			t.Errorf("a milestone the unit takes part in: %+v, %v", event, err)
		}

		refused(t, err0(w.service.GetIndicator(ctxOf("reporter.env"), spaces.ID, schedule.Date{})), http.StatusNotFound, "not_found")
		refused(t, err0(w.service.History(ctxOf("reporter.env"), spaces.ID)), http.StatusNotFound, "not_found")
		must(t, err0(w.service.GetIndicator(ctxOf("reporter.env"), rivers.ID, schedule.Date{})))
		must(t, err0(w.service.History(ctxOf("reporter.build"), rivers.ID)))
	})
}

// err0 is the error of a call alone.
func err0[T any](_ T, err error) error { return err }
