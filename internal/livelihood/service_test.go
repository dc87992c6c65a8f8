package livelihood_test

import (
	"context"
	"net/http"
	"slices"
	"testing"

	"guatu/internal/livelihood"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// parking is task 1 of the tests: led by 住建局, with one indicator of 环保局.
func (w *world) parking(t *testing.T) (task livelihood.Task, spaces, rate, rivers livelihood.Indicator) {
	t.Helper()
	task = w.task(t, 4, build)
	spaces = w.indicator(t, task.ID, "公共停车位", schedule.TypeCum, target(300_000))
	rate = w.indicator(t, task.ID, "食品抽检合格率", schedule.TypeRate, target(98_000), func(e *livelihood.IndicatorEdit) { e.Unit = ptr("%") })
	rivers = w.indicator(t, task.ID, "劣V类断面", schedule.TypeKeep, target(0), func(e *livelihood.IndicatorEdit) {
		e.DepartmentID, e.Comparator = ptr(env), ptr(livelihood.AtMost)
	})
	return task, spaces, rate, rivers
}

// counted runs a read and fails when it costs more statements than allowed.
func counted(t *testing.T, name, actor string, most int64, read func(ctx context.Context) error) {
	t.Helper()
	ctx, counter := database.WithStatementCounter(ctxOf(actor))
	must(t, read(ctx))
	t.Logf("%s: %d statements", name, counter.Count())
	if counter.Count() > most {
		t.Errorf("%s costs %d statements, at most %d", name, counter.Count(), most)
	}
}

// TestNewIndicatorOwesNothingOfBefore: whoever adds an indicator in May makes nobody late for January to April.
func TestNewIndicatorOwesNothingOfBefore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		w.today("2017-05-11")
		_, spaces, rate, rivers := w.parking(t)
		for _, day := range []string{"2017-05-11", "2017-06-08", "2017-06-09"} { // from the 4th working day after 5 June
			w.today(day)
			for _, i := range []livelihood.Indicator{spaces, rate} {
				if got := w.get(t, i.ID).Lamp; got.Has(schedule.BadgeUnreported) != (day == "2017-06-09") {
					t.Errorf("%s on %s: %v", i.Name, day, got.Badges)
				}
			}
		}
		if got := w.get(t, rivers.ID).Lamp; !got.Has(schedule.BadgeUnreported) || got.Inputs["withoutReading"] != 1 {
			t.Errorf("of five closed periods only May is owed: %v", got.Inputs)
		}
		for _, table := range []string{"indicators", "indicator_versions"} {
			var n int
			must(t, db.Read(context.Background()).Raw("SELECT COUNT(*) FROM "+table+" WHERE entered_on = '2017-05-11'").Row().Scan(&n))
			if n != 3 {
				t.Errorf("%d of 3 rows of %s know their day of entry", n, table)
			}
		}
	})
}

func TestReadingMovesNothingUntilConfirmed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		_, spaces, _, _ := w.parking(t)

		w.today("2017-05-11")
		if !w.get(t, spaces.ID).Lamp.Has(schedule.BadgeUnreported) {
			t.Fatal("no report for April: 未报 expected on 11 May")
		}
		reading := w.submit(t, "reporter.build", spaces.ID, livelihood.Submission{ValueMilli: ptr(int64(162_000)), Note: "新建 162 个"})
		if reading.Month != schedule.MustMonth("2017-04") || !reading.MadeGood {
			t.Errorf("report of 11 May: month %s, made good %v", reading.Month, reading.MadeGood)
		}
		waiting := w.get(t, spaces.ID)
		if waiting.ValueMilli != nil || waiting.ShareBp != nil || waiting.Pending == nil || waiting.Pending.ReportID != reading.ReportID {
			t.Errorf("a submitted reading moved a figure or is not shown: %+v", waiting)
		}
		if waiting.Lamp.Has(schedule.BadgeUnreported) || !waiting.Lamp.Has(schedule.BadgeMadeGood) {
			t.Errorf("badges after the submission: %v", waiting.Lamp.Badges)
		}

		subjects, err := w.desk.Describe(context.Background(), []livelihood.Reading{reading})
		must(t, err)
		subject := subjects[reading.ReportID]
		if subject.Parent != "实事 4 · 公共交通与停车" || subject.LampAfter == nil || subject.LampAfter.Colour != schedule.Green {
			t.Errorf("preview: %+v", subject)
		}

		w.today("2017-05-12")
		w.confirm(t, reading)
		after := w.get(t, spaces.ID)
		if *after.ValueMilli != 162_000 || *after.ShareBp != 5400 || after.Pending != nil || after.LastNote != "新建 162 个" {
			t.Errorf("after confirmation: %+v", after)
		}
		if after.ValueOn.String() != "2017-05-11" || after.ValueMonth.String() != "2017-04" {
			t.Errorf("data date %v, month %v", after.ValueOn, after.ValueMonth)
		}
		if after.Lamp.Colour != subject.LampAfter.Colour || after.Lamp.Reason != subject.LampAfter.Reason {
			t.Errorf("the preview %q is not what came: %q", subject.LampAfter.Reason, after.Lamp.Reason)
		}
	})
}

func TestClaimVerifiesAndEndsReporting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		task, spaces, _, _ := w.parking(t)
		w.today("2017-06-01")
		w.confirm(t, w.submit(t, "reporter.build", spaces.ID, livelihood.Submission{ValueMilli: ptr(int64(310_000)), Note: "超额"}))
		full := w.get(t, spaces.ID)
		if !full.Lamp.Has(schedule.BadgeClaimed) || *full.ShareBp != 10_000 || *full.ShareUncappedBp != 10_333 || full.Verified {
			t.Errorf("a confirmed 100 %% waits for verification: %+v", full)
		}

		w.today("2017-06-10")
		claim := w.submit(t, "reporter.build", spaces.ID, livelihood.Submission{Claim: true, Note: "全部建成", Proof: said("验收单齐全")})
		w.decide(t, claim, livelihood.OutcomeReturned, nil)
		returned := w.get(t, spaces.ID)
		if returned.Claimed != nil || returned.Lamp.Has(schedule.BadgeClaimed) || returned.Lamp.Colour == schedule.Blue {
			t.Errorf("a returned claim is none: %+v", returned.Lamp)
		}
		w.confirm(t, w.submit(t, "reporter.build", spaces.ID, livelihood.Submission{Claim: true, Note: "补齐资料", Proof: said("验收单齐全")}))
		done := w.get(t, spaces.ID)
		if !done.Verified || done.Lamp.Colour != schedule.Blue || !done.Done {
			t.Errorf("a confirmed claim verifies: %+v", done.Lamp)
		}
		_, err := w.service.Submit(ctxOf("reporter.build"), spaces.ID, done.Version, livelihood.Submission{Note: "还有"})
		refused(t, err, http.StatusConflict, "indicator_finished")
		got, err := w.service.Get(ctxOf("supervisor"), task.ID, schedule.Date{})
		must(t, err)
		if got.Done != 1 || got.Measurable != 3 {
			t.Errorf("n/m is %d/%d", got.Done, got.Measurable)
		}
	})
}

func TestWithdrawnReadingNeverWas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		_, spaces, _, _ := w.parking(t)
		w.today("2017-04-03")
		first := w.submit(t, "reporter.build", spaces.ID, livelihood.Submission{NoChange: true})
		w.confirm(t, first)
		w.today("2017-06-12")
		before := w.get(t, spaces.ID)
		w.decide(t, w.submit(t, "reporter.build", spaces.ID, livelihood.Submission{ValueMilli: ptr(int64(1000)), Note: "误报"}),
			livelihood.OutcomeWithdrawn, &first)
		after := w.get(t, spaces.ID)
		if *after.LastReportMonth != *before.LastReportMonth || !after.Lamp.Has(schedule.BadgeUnreported) || after.Pending != nil {
			t.Errorf("before %v %v, after %v %v", before.LastReportMonth, before.Lamp.Badges, after.LastReportMonth, after.Lamp.Badges)
		}
	})
}

func TestPeriodsAndRate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		_, _, rate, rivers := w.parking(t)
		for _, day := range []string{"2017-03-03", "2017-04-03", "2017-05-03"} { // for February, March, April
			w.today(day)
			met := day != "2017-04-03"
			w.confirm(t, w.submit(t, "reporter.env", rivers.ID, livelihood.Submission{Met: &met, Note: "监测"}))
		}
		// January was never read: it is made good by naming it.
		w.confirm(t, w.submit(t, "reporter.env", rivers.ID, livelihood.Submission{Met: ptr(true), Month: schedule.MustMonth("2017-01"), Note: "补报"}))
		w.today("2017-05-08")
		got := w.get(t, rivers.ID)
		if got.Lamp.Colour != schedule.Green || got.Lamp.Has(schedule.BadgeUnreported) || len(got.Periods) != 12 {
			t.Errorf("the last reading is good: %s %v", got.Lamp.Reason, got.Lamp.Badges)
		}
		if *got.ShareBp != 2500 || *got.PlanBp != 3333 || *got.Periods[2].Met {
			t.Errorf("3 of 12 met, 4 of 12 closed: %d, %d", *got.ShareBp, *got.PlanBp)
		}

		w.confirm(t, w.submit(t, "reporter.build", rate.ID, livelihood.Submission{NumeratorMilli: ptr(int64(1_881_000)), DenominatorMilli: ptr(int64(1_900_000)), Note: "抽检"}))
		if got := w.get(t, rate.ID); *got.ValueMilli != 99_000 || *got.ShareBp != 10_000 || got.Lamp.Colour != schedule.Green {
			t.Errorf("1881 of 1900 is 99 %%: %d, %s", *got.ValueMilli, got.Lamp.Reason)
		}
	})
}

func TestStageComesFromTheMilestones(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		task := w.task(t, 2, edu)
		w.milestone(t, 100, "开工", "2017-04-30")
		w.milestone(t, 101, "主体结顶", "2017-12-31")
		school := w.indicator(t, task.ID, "滨海学校", schedule.TypeStage, func(e *livelihood.IndicatorEdit) {
			e.MilestoneID, e.TargetStage = httpapi.Some(int64(101)), ptr("主体结顶")
			e.Ladder = httpapi.Some(schedule.StandardLadders()[0].Stages)
		})
		if *school.ShareBp != 0 || school.StageReached != "" || school.Due.String() != "2017-12-31" || *school.ProjectID != 10 {
			t.Errorf("before the start: %+v", school)
		}
		_, err := w.service.Submit(ctxOf("reporter.edu"), school.ID, school.Version, livelihood.Submission{Note: "已开工"})
		refused(t, err, http.StatusConflict, "reported_at_milestone")

		w.today("2017-05-20")
		w.reach(t, 100, "2017-05-20")
		if got := w.get(t, school.ID); *got.ShareBp != 3333 || got.StageReached != "开工" {
			t.Errorf("开工 is 20 of 60: %d, %q", *got.ShareBp, got.StageReached)
		}
		w.today("2017-07-01")
		w.reach(t, 101, "2017-07-01")
		if got := w.get(t, school.ID); !got.Done || !got.Verified {
			t.Errorf("the target stage is verified: %+v", got.Lamp)
		}
		// As recorded in June only the start was verified.
		past, err := w.service.Get(ctxOf("supervisor"), task.ID, schedule.MustDate("2017-06-01"))
		must(t, err)
		if got := past.Indicators[0]; *got.ShareBp != 3333 || got.Done || past.Done != 0 {
			t.Errorf("as of 1 June: %d, %+v", *got.ShareBp, got.Lamp)
		}
	})
}

func TestAsOfReadsWhatWasRecorded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		task, spaces, _, _ := w.parking(t)
		w.today("2017-04-10")
		reading := w.submit(t, "reporter.build", spaces.ID, livelihood.Submission{ValueMilli: ptr(int64(90_000)), Note: "四月"})
		w.today("2017-04-12")
		w.confirm(t, reading)
		w.today("2017-08-01")
		title := "公共停车位（新增）"
		_, err := w.service.EditIndicator(ctxOf("supervisor"), spaces.ID, w.get(t, spaces.ID).Version, livelihood.IndicatorEdit{Name: &title})
		must(t, err)

		at := func(day string) livelihood.Indicator {
			got, err := w.service.GetIndicator(ctxOf("reporter.build"), spaces.ID, schedule.MustDate(day))
			must(t, err)
			return got
		}
		if got := at("2017-04-09"); got.ValueMilli != nil || got.Pending != nil || got.Name != "公共停车位" {
			t.Errorf("before the report: %+v", got)
		}
		if got := at("2017-04-11"); got.ValueMilli != nil || got.Pending == nil {
			t.Errorf("under review: %+v", got)
		}
		if got := at("2017-04-12"); *got.ValueMilli != 90_000 || got.Pending != nil || got.Name != "公共停车位" {
			t.Errorf("confirmed: %+v", got)
		}
		if got := at("2017-12-01"); *got.ValueMilli != 90_000 || got.Name != title || got.Lamp.Has(schedule.BadgeUnreported) {
			t.Errorf("a projection: %+v", got)
		}
		_, err = w.service.GetIndicator(ctxOf("reporter.build"), spaces.ID, schedule.MustDate("2017-02-28"))
		refused(t, err, http.StatusNotFound, "not_found")
		list, err := w.service.List(ctxOf("reporter.build"), 2017, schedule.MustDate("2017-02-28"))
		must(t, err)
		if len(list) != 0 {
			t.Errorf("nothing was recorded in February: %d tasks", len(list))
		}

		for _, day := range []string{"", "2017-04-11"} {
			var asOf schedule.Date
			if day != "" {
				asOf = schedule.MustDate(day)
			}
			counted(t, "list "+day, "reporter.build", 5, func(ctx context.Context) error {
				_, err := w.service.List(ctx, 2017, asOf)
				return err
			})
			counted(t, "task "+day, "reporter.build", 5, func(ctx context.Context) error {
				_, err := w.service.Get(ctx, task.ID, asOf)
				return err
			})
		}
		counted(t, "history", "reporter.build", 5, func(ctx context.Context) error {
			_, err := w.service.History(ctx, spaces.ID)
			return err
		})
		counted(t, "describe", "reporter.build", 5, func(ctx context.Context) error {
			_, err := w.desk.Describe(ctx, []livelihood.Reading{reading})
			return err
		})
	})
}

func TestListedIsReadable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		parking, _, _, _ := w.parking(t)
		school := w.task(t, 2, edu)
		want := map[string][]int64{
			"reporter.edu": {school.ID}, "reporter.build": {parking.ID}, "reporter.env": {parking.ID},
			"supervisor": {school.ID, parking.ID}, "leader.build": {school.ID, parking.ID}, "auditor": {school.ID, parking.ID}, "sysadmin": nil,
		}
		for name, ids := range want {
			list, err := w.service.List(ctxOf(name), 2017, schedule.Date{})
			must(t, err)
			var got []int64
			for _, task := range list {
				got = append(got, task.ID)
			}
			if !slices.Equal(got, ids) {
				t.Errorf("%s lists %v, want %v", name, got, ids)
			}
			for _, task := range []livelihood.Task{parking, school} {
				_, err := w.service.Get(ctxOf(name), task.ID, schedule.Date{})
				if readable := err == nil; readable != slices.Contains(ids, task.ID) {
					t.Errorf("%s reads task %d: %v", name, task.Ordinal, err)
				}
			}
		}
	})
}

func TestHistoryNamesEveryStep(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		_, spaces, _, _ := w.parking(t)
		w.today("2017-04-10")
		w.confirm(t, w.submit(t, "reporter.build", spaces.ID, livelihood.Submission{ValueMilli: ptr(int64(90_000)), Note: "四月"}))
		history, err := w.service.History(ctxOf("reporter.build"), spaces.ID)
		must(t, err)
		var actions []string
		for _, item := range history.Items {
			actions = append(actions, item.Action)
		}
		if !slices.Equal(actions, []string{"indicator.confirm", "indicator.report", "indicator.create"}) {
			t.Errorf("actions %v", actions)
		}
		confirmed := history.Items[0]
		if confirmed.Actor.Name != "胡建国" || confirmed.Note != "见批注" || confirmed.RecordedOn.String() != "2017-04-10" ||
			!slices.Contains(confirmed.Changes, livelihood.IndicatorChange{Field: "valueMilli", From: "", To: "90000"}) {
			t.Errorf("confirmation: %+v", confirmed)
		}
	})
}

// refused checks the status and slug of an error.
func refused(t *testing.T, err error, status int, code string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, want %s", code)
		return
	}
	if got := httpapi.From(err); got.Status != status || got.Code != code {
		t.Errorf("got %d %s (%v), want %d %s", got.Status, got.Code, err, status, code)
	}
}
