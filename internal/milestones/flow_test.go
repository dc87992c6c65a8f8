package milestones_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/evidence"
	"guatu/internal/milestones"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// TestPastIsReadAsRecorded follows one milestone through the year and reads each day back as it was known then.
func TestPastIsReadAsRecorded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		w.today("2017-01-10")
		m := w.milestone(t, "主体结顶", "2017-03-31", func(d *milestones.Draft) { d.Key = true })
		w.today("2017-03-20")
		r := w.report(t, m, milestones.Submission{Note: "第三层", ProgressBp: bp(6000), Forecast: day("2017-04-10")})
		w.today("2017-03-22")
		w.decide(t, r, milestones.OutcomeConfirmed, "属实")
		w.today("2017-04-05")
		claim := w.report(t, m, milestones.Submission{Note: "结顶", Claim: true, Proof: said("监理已签认")})
		w.today("2017-04-12")
		w.decide(t, claim, milestones.OutcomeReturned, "缺照片")
		again := w.report(t, m, milestones.Submission{Note: "补照片", Claim: true, Proof: said("监理已签认")})
		w.today("2017-04-14")
		w.decide(t, again, milestones.OutcomeConfirmed, "")
		w.today("2017-09-30")

		cases := []struct {
			asOf, rule, holder string
			colour             schedule.Colour
			progress           int // -1: none
			overdue            int
			pending            bool
			badges             []schedule.Badge
		}{
			{"2017-02-08", "M8", "unit", schedule.Green, -1, 0, false, nil},
			{"2017-03-01", "M8", "unit", schedule.Green, -1, 0, false, []schedule.Badge{schedule.BadgeUnreported}},
			{"2017-03-21", "M8", "reviewer", schedule.Green, -1, 0, true, []schedule.Badge{schedule.BadgeDueSoon, schedule.BadgeMadeGood}},
			{"2017-03-22", "M6", "unit", schedule.Yellow, 6000, 0, false, []schedule.Badge{schedule.BadgeDueSoon, schedule.BadgeMadeGood}},
			{"2017-04-04", "M5", "unit", schedule.Yellow, 6000, 4, false, []schedule.Badge{schedule.BadgeMadeGood}},
			{"2017-04-10", "M3", "reviewer", schedule.Yellow, 6000, 10, true, []schedule.Badge{schedule.BadgeClaimed}},
			{"2017-04-13", "M3", "reviewer", schedule.Yellow, 6000, 6, true, []schedule.Badge{schedule.BadgeClaimed}},
			{"2017-04-14", "M1", "none", schedule.Blue, 10000, 0, false, nil},
			{"2017-09-30", "M1", "none", schedule.Blue, 10000, 0, false, nil},
		}
		for _, c := range cases {
			got := w.get(t, m.ID, c.asOf)
			progress := -1
			if got.ProgressBp != nil {
				progress = *got.ProgressBp
			}
			if got.Lamp.Rule != c.rule || got.Lamp.Colour != c.colour || progress != c.progress || got.OverdueDays != c.overdue ||
				(got.Pending != nil) != c.pending || got.Holder.Kind != c.holder || !slices.Equal(got.Lamp.Badges, append([]schedule.Badge{}, c.badges...)) {
				t.Errorf("%s: %s %s %v, progress %d, overdue %d, pending %v, holder %s; want %+v", c.asOf, got.Lamp.Rule, got.Lamp.Colour,
					got.Lamp.Badges, progress, got.OverdueDays, got.Pending != nil, got.Holder.Kind, c)
			}
			page, err := w.service.List(ctxOf("supervisor"), milestones.Query{AsOf: day(c.asOf), Filter: milestones.Filter{Colour: c.colour}, Page: milestones.Page{Limit: 5}})
			if err != nil || len(page.Items) != 1 {
				t.Errorf("%s: not in the list of its colour (%v)", c.asOf, err)
			}
		}
		if _, err := w.service.Get(ctxOf("supervisor"), m.ID, day("2017-01-09")); !isCode(err, "not_found") {
			t.Errorf("the day before it was recorded: %v", err)
		}
		checkHistory(t, w, m.ID)
	})
}

// TestNewMilestoneOwesNothingOfBefore: a milestone entered in the middle of its window is not 未报 for the months before.
func TestNewMilestoneOwesNothingOfBefore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		w.today("2017-06-20")
		m := w.milestone(t, "主体结顶", "2017-08-31", func(*milestones.Draft) {})
		if got := w.get(t, m.ID, "2017-06-20"); got.Lamp.Has(schedule.BadgeUnreported) {
			t.Errorf("on the day it was entered: %s", got.Lamp.Reason)
		}
		w.today("2017-07-14")
		w.report(t, m, milestones.Submission{Note: "第一层"})
		for asOf, want := range map[string]bool{"2017-06-21": false, "2017-07-10": false, "2017-07-11": true, "2017-07-13": true, "2017-07-14": false} {
			if got := w.get(t, m.ID, asOf); got.Lamp.Has(schedule.BadgeUnreported) != want || got.Lamp.Has(schedule.BadgeMadeGood) != (asOf == "2017-07-14") {
				t.Errorf("%s: %v", asOf, got.Lamp.Badges)
			}
		}
		for _, table := range []string{"milestones", "milestone_versions"} {
			if n := w.number(t, "SELECT COUNT(*) FROM "+table+" WHERE id = ? AND (entered_on IS NULL OR entered_on <> '2017-06-20')", m.ID); n != 0 {
				t.Errorf("%d rows of %s have another day of entry", n, table)
			}
		}
	})
}

func checkHistory(t *testing.T, w *world, id int64) {
	t.Helper()
	history, err := w.service.History(ctxOf("reporter.build"), id)
	if err != nil {
		t.Fatal(err)
	}
	var actions []string
	for _, item := range history.Items {
		actions = append(actions, item.Action)
		if item.Actor.Name == "" {
			t.Errorf("version %d has no actor", item.Version)
		}
	}
	want := []string{"milestone.confirm", "milestone.report", "milestone.return", "milestone.report", "milestone.confirm", "milestone.report", "milestone.create"}
	if !slices.Equal(actions, want) {
		t.Errorf("actions %v, want %v", actions, want)
	}
	returned := history.Items[2]
	if returned.Note != "缺照片" || returned.RecordedOn != day("2017-04-12") || !slices.ContainsFunc(returned.Changes, func(c milestones.HistoryChange) bool {
		return c.Field == "claimed" && c.From == "2017-04-05" && c.To == ""
	}) {
		t.Errorf("the return reads %+v", returned)
	}
	events := w.number(t, "SELECT COUNT(*) FROM audit_events WHERE entity = 'milestone' AND entity_id = ?", id)
	versions := w.number(t, "SELECT COUNT(*) FROM milestone_versions WHERE id = ?", id)
	if events != int64(len(want)) || versions != int64(len(want)) {
		t.Errorf("%d audit rows and %d versions for %d writes", events, versions, len(want))
	}
}

func isCode(err error, code string) bool {
	failure, ok := errors.AsType[*httpapi.Error](err)
	return ok && failure.Code == code
}

// said is evidence of words.
func said(words string) evidence.Proof {
	return evidence.Proof{Evidence: evidence.List{{Kind: evidence.Statement, Words: words}}}
}

// decide on both levels: as the head of the lead unit and then the supervision office; or as the author.
func (w *world) decide(t *testing.T, r milestones.Report, outcome milestones.Outcome, note string) milestones.Report {
	t.Helper()
	var err error
	switch outcome {
	case milestones.OutcomeConfirmed:
		if r.State == milestones.Submitted {
			if r, err = w.service.Approve(ctxOf("head.edu"), r.ID, r.Version, ""); err != nil {
				t.Fatal(err)
			}
		}
		r, err = w.service.Confirm(ctxOf("supervisor"), r.ID, r.Version, milestones.Confirmation{Note: note, Conclusion: "核查属实"})
	case milestones.OutcomeReturned:
		r, err = w.service.Return(ctxOf("head.edu"), r.ID, r.Version, note)
	case milestones.OutcomeWithdrawn:
		r, err = w.service.Withdraw(ctxOf("reporter.edu"), r.ID, r.Version)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestWithdrawIsAsIfItNeverWas: 未报, 无变化 and the claim go back.
func TestWithdrawIsAsIfItNeverWas(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		m := w.milestone(t, "主体结顶", "2017-05-31")
		w.today("2017-04-11")
		first := w.report(t, m, milestones.Submission{NoChange: true})
		if !first.MadeGood {
			t.Error("a report for March on 11 April is late and makes it good")
		}
		w.decide(t, first, milestones.OutcomeConfirmed, "")
		w.today("2017-05-03")
		before := w.get(t, m.ID, "")
		claim := w.report(t, m, milestones.Submission{Note: "完成", Claim: true, Proof: said("监理已签认")})
		if got := w.get(t, m.ID, ""); got.Claimed == nil || got.NoChangeCount != 0 || got.LastReportMonth.String() != "2017-04" {
			t.Errorf("claimed: %+v", got)
		}
		w.decide(t, claim, milestones.OutcomeWithdrawn, "")
		after := w.get(t, m.ID, "")
		if after.Claimed != nil || after.NoChangeCount != before.NoChangeCount || *after.LastReportMonth != *before.LastReportMonth || after.Pending != nil || len(after.Returned) != 0 {
			t.Errorf("withdrawn: %+v, before %+v", after, before)
		}
	})
}

// TestOneOfManyWins: of concurrent reports with the same version one is filed, and of concurrent decisions one counts.
func TestOneOfManyWins(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		m := w.milestone(t, "主体结顶", "2017-06-30")
		race := func(n int, act func(i int) error, allowed ...string) int64 {
			var won atomic.Int64
			var group sync.WaitGroup
			for i := range n {
				group.Go(func() {
					switch err := act(i); {
					case err == nil:
						won.Add(1)
					case !slices.ContainsFunc(allowed, func(code string) bool { return isCode(err, code) }):
						t.Error(err)
					}
				})
			}
			group.Wait()
			return won.Load()
		}
		if won := race(8, func(int) error {
			_, err := w.service.Submit(ctxOf("reporter.edu"), m.ID, m.Version, milestones.Submission{Note: "x", Claim: true, Proof: said("监理已签认")})
			return err
		}, "version_conflict"); won != 1 {
			t.Errorf("%d reports were filed", won)
		}
		page, err := w.service.Reports(ctxOf("head.edu"), milestones.ReportQuery{Filter: milestones.ReportFilter{State: milestones.Submitted}, Limit: 10})
		if err != nil || len(page.Items) != 1 {
			t.Fatalf("%d waiting (%v)", len(page.Items), err)
		}
		r := page.Items[0]
		if won := race(8, func(i int) (err error) {
			if i%2 == 0 {
				_, err = w.service.Return(ctxOf("head.edu"), r.ID, r.Version, "缺照片")
			} else {
				_, err = w.service.Withdraw(ctxOf("reporter.edu"), r.ID, r.Version)
			}
			return err
		}, "version_conflict", "report_decided"); won != 1 {
			t.Errorf("%d decisions counted", won)
		}
		versions := w.number(t, "SELECT COUNT(*) FROM milestone_versions WHERE id = ?", m.ID)
		if current := w.get(t, m.ID, ""); current.Version != 3 || versions != 3 {
			t.Errorf("version %d with %d rows of history", current.Version, versions)
		}
	})
}

// TestChangesOfThePlan: approved change, suspension, listing; each with version, audit and badge.
func TestChangesOfThePlan(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, nil)
		m := w.milestone(t, "主体结顶", "2017-03-31")
		w.today("2017-05-10")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		ctx := ctxOf("supervisor")
		if got := w.get(t, m.ID, ""); got.Lamp.Colour != schedule.Red || got.OverdueDays != 40 {
			t.Errorf("before: %s, %d", got.Lamp.Colour, got.OverdueDays)
		}
		w.apply(t, milestones.ChangeOrder{ID: m.ID, Kind: schedule.ChangeDelay, To: day("2017-06-30"), Note: "常务会同意"})
		got := w.get(t, m.ID, "")
		if got.Lamp.Colour != schedule.Green || got.Changes != 1 || got.SlipDays != 91 || got.Baseline.String() != "2017-03-31" || !got.Lamp.Has(schedule.BadgeExtended) {
			t.Errorf("after the change: %+v", got)
		}
		w.apply(t, milestones.ChangeOrder{ID: m.ID, Kind: schedule.ChangeSuspend, On: day("2017-05-10")})
		if got = w.get(t, m.ID, ""); got.Lamp.Rule != "M2" || !slices.Contains(got.States, schedule.StateSuspended) {
			t.Errorf("suspended: %s %v", got.Lamp.Rule, got.States)
		}
		if _, err := w.service.Submit(ctxOf("reporter.edu"), m.ID, got.Version, milestones.Submission{Note: "x"}); !isCode(err, "milestone_suspended") {
			t.Errorf("a report on a suspended milestone: %v", err)
		}
		w.apply(t, milestones.ChangeOrder{ID: m.ID, Kind: schedule.ChangeResume})
		must(w.service.ApplyListing(ctx, m.ID, true, "挂牌督办"))
		if got = w.get(t, m.ID, ""); !got.Lamp.Has(schedule.BadgeListed) || got.Suspended != nil || got.Version != 5 {
			t.Errorf("resumed and listed: %+v", got)
		}
		undated := w.milestone(t, "开工", "")
		w.apply(t, milestones.ChangeOrder{ID: undated.ID, Kind: schedule.ChangeDelay, To: day("2017-07-31")})
		if got = w.get(t, undated.ID, ""); got.Changes != 0 || got.Baseline.String() != "2017-07-31" || got.Lamp.Has(schedule.BadgeExtended) {
			t.Errorf("a first date: %+v", got)
		}
		err := w.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
			_, err := w.service.ApplyChange(ctx, tx, milestones.ChangeOrder{ID: m.ID, Version: 1, Kind: schedule.ChangeDelay, To: day("2017-07-31")})
			return err
		})
		if !errors.Is(err, database.ErrConflict) {
			t.Errorf("a version nobody looked at: %v", err)
		}
	})
}

// apply does what an approved change says to the milestone as it is now.
func (w *world) apply(t *testing.T, o milestones.ChangeOrder) {
	t.Helper()
	o.Version, o.By = w.get(t, o.ID, "").Version, people["leader.edu"].UserID
	err := w.db.Tx(ctxOf("leader.edu"), func(ctx context.Context, tx *gorm.DB) error {
		version, err := w.service.ApplyChange(ctx, tx, o)
		if err == nil && version != o.Version+1 {
			t.Errorf("version %d after %d", version, o.Version)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// desk stands in for the livelihood tasks.
type desk struct{ decided []milestones.ReadingDecision }

func (d *desk) Apply(_ context.Context, _ *gorm.DB, decision milestones.ReadingDecision) error {
	d.decided = append(d.decided, decision)
	return nil
}

func (d *desk) Describe(_ context.Context, readings []milestones.Reading) (map[int64]milestones.ReadingSubject, error) {
	out := map[int64]milestones.ReadingSubject{}
	for _, r := range readings {
		subject := milestones.ReadingSubject{Subject: "新增车位", Parent: "实事一", Unit: "个", LampNow: schedule.Lamp{Colour: schedule.Yellow, Rule: "P2"}}
		if r.Undecided {
			subject.LampAfter = &schedule.Lamp{Colour: schedule.Green, Rule: "P2"}
		}
		out[r.ReportID] = subject
	}
	return out, nil
}

// TestReadings: filed once, listed with the words of the livelihood tasks, decided through them.
func TestReadings(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		tasks := &desk{}
		w := newWorld(t, db, tasks)
		value := int64(120_000)
		file := func() (id int64, err error) {
			err = db.Tx(ctxOf("reporter.edu"), func(ctx context.Context, tx *gorm.DB) error {
				id, err = w.store.FileReading(ctx, tx, milestones.ReadingInput{IndicatorID: 7, LeadDepartmentID: edu, DepartmentID: edu,
					Month: schedule.MustMonth("2017-03"), ValueMilli: &value, Note: "已建 120 个", AuthorID: 1})
				return err
			})
			return id, err
		}
		first, err := file()
		if err != nil {
			t.Fatal(err)
		}
		var refusal *milestones.Refusal
		if _, err := file(); !errors.As(err, &refusal) || refusal.Code != milestones.CodePending {
			t.Errorf("a second reading: %v", err)
		}
		r, err := w.service.Report(ctxOf("head.edu"), first)
		if err != nil || r.Kind != "indicator" || r.Subject != "新增车位" || r.LampAfter == nil || r.LampAfter.Colour != schedule.Green || *r.ValueMilli != value {
			t.Fatalf("%+v (%v)", r, err)
		}
		w.decide(t, r, milestones.OutcomeConfirmed, "属实")
		second, err := file()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.service.Withdraw(ctxOf("reporter.edu"), second, 1); err != nil {
			t.Fatal(err)
		}
		if len(tasks.decided) != 2 || tasks.decided[0].Outcome != milestones.OutcomeConfirmed || tasks.decided[0].Reason != "属实" ||
			tasks.decided[1].Earlier == nil || tasks.decided[1].Earlier.ReportID != first {
			t.Errorf("decisions: %+v", tasks.decided)
		}
	})
}
