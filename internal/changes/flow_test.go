package changes_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"guatu/internal/changes"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

func isCode(err error, code string) bool { return err != nil && httpapi.From(err).Code == code }

var yes = changes.Verdict{Approve: true, Words: "同意"}

// paper is the decision of the meeting.
func paper() *changes.ChangeDocument {
	return &changes.ChangeDocument{Title: "第 6 次常务会议纪要", Number: "纪〔2017〕6 号", On: schedule.MustDate("2017-06-01")}
}

// TestRoutes: who decides is said by the slip against the baseline, by the year and by the kind; the one who asked never is.
func TestRoutes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDistrict(t, db)
		for _, c := range []struct {
			name, to string
			kind     schedule.ChangeKind
			target   int64
			item     int64
			route    schedule.Route
			may      string
		}{
			{name: "15 days", item: start, kind: schedule.ChangeDelay, to: "2017-07-15", route: schedule.RouteHead, may: "head.edu leader.edu leader.chief"},
			{name: "earlier", item: start, kind: schedule.ChangeDelay, to: "2017-06-15", route: schedule.RouteHead, may: "head.edu leader.edu leader.chief"},
			{name: "16 days", item: start, kind: schedule.ChangeDelay, to: "2017-07-16", route: schedule.RouteLeader, may: "leader.edu leader.chief"},
			{name: "61 days", item: start, kind: schedule.ChangeDelay, to: "2017-08-30", route: schedule.RouteMeeting, may: "supervisor"},
			{name: "next year", item: topping, kind: schedule.ChangeDelay, to: "2018-01-10", route: schedule.RouteMeeting, may: "supervisor"},
			{name: "suspension", item: start, kind: schedule.ChangeSuspend, route: schedule.RouteLeader, may: "leader.edu leader.chief"},
			{name: "target cut", item: places, kind: schedule.ChangeTarget, target: 200_000, route: schedule.RouteMeeting, may: "supervisor"},
			{name: "target raised", item: places, kind: schedule.ChangeTarget, target: 400_000, route: schedule.RouteLeader, may: "leader.edu leader.chief"},
		} {
			draft := d.draft(c.item, c.kind, c.to)
			draft.Items[0].TargetMilli = c.target
			preview, err := d.service.Preview(ctxOf("reporter.edu"), draft)
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			r, err := d.service.Submit(ctxOf("reporter.edu"), draft)
			if err != nil || r.Route != c.route || preview.Route != c.route || r.RouteReason == "" || preview.RouteReason != r.RouteReason {
				t.Fatalf("%s: %s (preview %s) %q, %v; want %s", c.name, r.Route, preview.Route, r.RouteReason, err, c.route)
			}
			var may []string
			for _, name := range []string{"reporter.edu", "head.edu", "reporter.build", "head.build", "leader.edu", "leader.build", "leader.chief", "supervisor", "auditor"} {
				seen, err := d.service.Get(ctxOf(name), r.ID)
				if err == nil && seen.May.Approve != seen.May.Reject {
					t.Errorf("%s: %s may %+v", c.name, name, seen.May)
				}
				mine, listed := d.service.List(ctxOf(name), changes.Query{Mine: true, Limit: 10})
				if listed != nil {
					t.Fatal(listed)
				}
				if len(mine.Items) > 0 && !seen.May.Approve {
					t.Errorf("%s: on the desk of %s, who can not decide", c.name, name)
				}
				if seen.May.Approve {
					may = append(may, name)
					continue
				}
				if _, err := d.service.Decide(ctxOf(name), r.ID, r.Version, changes.Verdict{Approve: true, Words: "同意", Document: paper()}); err == nil {
					t.Errorf("%s: decided by %s", c.name, name)
				}
			}
			if got := strings.Join(may, " "); got != c.may {
				t.Errorf("%s: decided by %s, want %s", c.name, got, c.may)
			}
			if _, err := d.service.Withdraw(ctxOf("reporter.edu"), r.ID, r.Version); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	})
}

// TestHeadsOwnRequest: what a head asks for goes on to the leader, also where the head decides for others.
func TestHeadsOwnRequest(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDistrict(t, db)
		r := d.delay(t, "head.edu", start, "2017-07-10")
		if _, err := d.service.Decide(ctxOf("head.edu"), r.ID, r.Version, yes); !isCode(err, "same_person") {
			t.Errorf("one's own request: %v", err)
		}
		mine, err := d.service.List(ctxOf("leader.edu"), changes.Query{Mine: true, Limit: 10})
		if err != nil || len(mine.Items) != 1 || r.Route != schedule.RouteHead {
			t.Errorf("desk of the leader: %+v, %v", mine, err)
		}
		done, err := d.service.Decide(ctxOf("leader.edu"), r.ID, r.Version, yes)
		if err != nil || done.State != changes.Approved || !done.NeedsRecord || done.Decision.Post.ID != postLeader {
			t.Fatalf("%+v, %v", done, err)
		}
		if _, err := d.service.Record(ctxOf("head.edu"), r.ID, done.Version, ""); !isCode(err, "forbidden") {
			t.Errorf("recorded by a head: %v", err)
		}
		kept, err := d.service.Record(ctxOf("supervisor"), r.ID, done.Version, "已备案")
		if err != nil || kept.Record == nil || kept.NeedsRecord || kept.Record.Words != "已备案" {
			t.Errorf("record: %+v, %v", kept.Record, err)
		}
		if _, err := d.service.Record(ctxOf("supervisor"), r.ID, kept.Version, ""); !isCode(err, "nothing_to_record") {
			t.Errorf("recorded twice: %v", err)
		}
	})
}

// TestApproval: several items move together, on approval and never before; the counters stay.
func TestApproval(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDistrict(t, db)
		d.today("2017-07-20") // 开工 is overdue by 20 days: red
		draft := d.draft(start, schedule.ChangeDelay, "2017-08-20")
		draft.Items = append(draft.Items, d.draft(topping, schedule.ChangeDelay, "").Items[0])
		draft.Items[1].DeadlineWords = "9月20日前"
		r, err := d.service.Submit(ctxOf("reporter.edu"), draft)
		if err != nil {
			t.Fatal(err)
		}
		first := r.Items[0]
		if r.Timing != schedule.TimingLate || r.Route != schedule.RouteLeader || first.SlipDays != 51 || first.Nth != 1 || r.Items[1].To.Date.String() != "2017-09-20" {
			t.Errorf("%s %s %+v", r.Timing, r.Route, r.Items)
		}
		if first.LampNow.Colour != schedule.Red || first.LampAfter.Colour != schedule.Green || first.LampBaseline.Colour != schedule.Red {
			t.Errorf("now %s, after %s, baseline %s", first.LampNow.Colour, first.LampAfter.Colour, first.LampBaseline.Colour)
		}
		if len(first.Later) != 1 || !first.Later[0].Overtaken || len(r.Items[1].Later) != 0 {
			t.Errorf("later: %+v", first.Later)
		}
		if d.items[start].Due.String() != "2017-06-30" {
			t.Error("the request moved the date")
		}
		d.fails = errors.New("second item")
		if _, err := d.service.Decide(ctxOf("leader.edu"), r.ID, r.Version, yes); err == nil {
			t.Error("approved although an item could not be moved")
		}
		if d.fails = nil; mustGet(t, d, r.ID).State != changes.Submitted {
			t.Error("half an approval")
		}
		done, err := d.service.Decide(ctxOf("leader.edu"), r.ID, r.Version, yes)
		if err != nil || d.items[start].Due.String() != "2017-08-20" || d.items[topping].Due.String() != "2017-09-20" {
			t.Fatalf("%s, %s, %v", d.items[start].Due, d.items[topping].Due, err)
		}
		if i := done.Items[0]; i.LampNow.Colour != schedule.Green || i.LampBaseline.Colour != schedule.Red || !i.LampNow.Has(schedule.BadgeExtended) || done.May.Approve {
			t.Errorf("after: %s, on the baseline %s, may %+v", i.LampNow.Colour, i.LampBaseline.Colour, done.May)
		}
		if _, err := d.service.Decide(ctxOf("leader.chief"), r.ID, done.Version, yes); !isCode(err, "request_decided") {
			t.Errorf("decided twice: %v", err)
		}
		counts, err := d.service.Counts(ctxOf("supervisor"), 2017)
		if err != nil || counts.Total.AfterDue != 1 || counts.Total.Approved != 1 || counts.Total.SlipDays != 51+51 || counts.Departments[0].ChangeCount != counts.Total ||
			counts.Projects[0].ChangeCount != counts.Total {
			t.Errorf("counters: %+v, %v", counts, err)
		}
	})
}

func mustGet(t *testing.T, d *district, id int64) changes.ChangeRequest {
	t.Helper()
	r, err := d.service.Get(ctxOf("supervisor"), id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestWhatStandsInTheWay: each refusal has its own code and keeps everything as it was.
func TestWhatStandsInTheWay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDistrict(t, db)
		good := func() changes.Draft { return d.draft(start, schedule.ChangeDelay, "2017-07-10") }
		with := func(change func(*changes.Draft)) changes.Draft {
			draft := good()
			change(&draft)
			return draft
		}
		item := func(change func(*changes.Asked)) changes.Draft {
			return with(func(x *changes.Draft) { change(&x.Items[0]) })
		}
		for name, c := range map[string]struct {
			draft       changes.Draft
			code, field string
		}{
			"no words":            {with(func(x *changes.Draft) { x.Words = " " }), "invalid", "words_required"},
			"no item":             {with(func(x *changes.Draft) { x.Items = nil }), "invalid", "items_number"},
			"two parents":         {with(func(x *changes.Draft) { x.TaskID = taskEdu }), "invalid", "one_parent"},
			"foreign milestone":   {item(func(a *changes.Asked) { a.MilestoneID = nextStart }), "invalid", "item_unknown"},
			"twice":               {with(func(x *changes.Draft) { x.Items = append(x.Items, x.Items[0]) }), "invalid", "item_twice"},
			"no date":             {item(func(a *changes.Asked) { a.To = schedule.Date{} }), "invalid", "date_required"},
			"words nobody knows":  {item(func(a *changes.Asked) { a.To, a.DeadlineWords = schedule.Date{}, "春节前" }), "invalid", "deadline_unknown"},
			"the same date":       {item(func(a *changes.Asked) { a.To = schedule.MustDate("2017-06-30") }), "invalid", "date_same"},
			"yesterday":           {item(func(a *changes.Asked) { a.To = schedule.MustDate("2017-05-31") }), "invalid", "date_past"},
			"a target of a date":  {item(func(a *changes.Asked) { a.TargetMilli = 5 }), "invalid", "target_unused"},
			"target of a node":    {item(func(a *changes.Asked) { a.Kind, a.TargetMilli = schedule.ChangeTarget, 5 }), "invalid", "kind_unfit"},
			"a stale version":     {item(func(a *changes.Asked) { a.Version = 7 }), "item_state", "version_moved"},
			"resume what goes on": {item(func(a *changes.Asked) { a.Kind, a.To = schedule.ChangeResume, schedule.Date{} }), "item_state", "not_suspended"},
			"a plan still edited": {d.draft(nextStart, schedule.ChangeDelay, "2018-07-10"), "plan_not_frozen", ""},
		} {
			for way, call := range map[string]func(context.Context, changes.Draft) (changes.ChangeRequest, error){"submit": d.service.Submit, "preview": d.service.Preview} {
				_, err := call(ctxOf("reporter.edu"), c.draft)
				fields := []string{""}
				if err != nil {
					for _, f := range httpapi.From(err).Fields {
						fields = append(fields, f.Code)
					}
				}
				if !isCode(err, c.code) || !slices.Contains(fields, c.field) {
					t.Errorf("%s, %s: %v %v, want %s %s", name, way, err, fields, c.code, c.field)
				}
			}
		}
		units := d.draft(places, schedule.ChangeSuspend, "")
		units.Items = append(units.Items, d.draft(carParks, schedule.ChangeSuspend, "").Items[0])
		if _, err := d.service.Submit(ctxOf("reporter.edu"), units); !isCode(err, "invalid") {
			t.Errorf("two units in one request: %v", err)
		}
		for _, name := range []string{"supervisor", "leader.edu", "auditor"} {
			if _, err := d.service.Submit(ctxOf(name), good()); !isCode(err, "forbidden") {
				t.Errorf("%s asked: %v", name, err)
			}
		}
		if _, err := d.service.Submit(ctxOf("reporter.build"), good()); err == nil {
			t.Error("a co-unit asked for the lead unit")
		}
		r := d.delay(t, "reporter.edu", start, "2017-07-10")
		if _, err := d.service.Submit(ctxOf("head.edu"), good()); !isCode(err, "request_pending") {
			t.Errorf("asked twice: %v", err)
		}
		if _, err := d.service.Decide(ctxOf("head.edu"), r.ID, r.Version, changes.Verdict{Approve: true}); !isCode(err, "invalid") {
			t.Errorf("decided without words: %v", err)
		}
		if _, err := d.service.Decide(ctxOf("head.edu"), r.ID, r.Version+1, yes); !isCode(err, "version_conflict") {
			t.Errorf("a stale decision: %v", err)
		}
		d.items[start].Due = schedule.MustDate("2017-07-05")
		if _, err := d.service.Decide(ctxOf("head.edu"), r.ID, r.Version, yes); !isCode(err, "item_changed") || httpapi.From(err).Fields[0].Code != "date_moved" {
			t.Errorf("an item that moved: %v", err)
		}
		if seen := mustGet(t, d, r.ID); seen.State != changes.Submitted || seen.Items[0].Changed != "date_moved" {
			t.Errorf("after a refused decision: %s %q", seen.State, seen.Items[0].Changed)
		}
		if _, err := d.service.Withdraw(ctxOf("head.edu"), r.ID, r.Version); !isCode(err, "forbidden") {
			t.Errorf("withdrawn by somebody else: %v", err)
		}
		gone, err := d.service.Decide(ctxOf("head.edu"), r.ID, r.Version, changes.Verdict{Words: "请按新日期重新申请"})
		if err != nil || gone.State != changes.Rejected || gone.Decision.Words == "" {
			t.Errorf("rejected: %+v, %v", gone.Decision, err)
		}
		meeting := d.delay(t, "reporter.edu", topping, "2017-12-01")
		if _, err := d.service.Decide(ctxOf("supervisor"), meeting.ID, meeting.Version, yes); !isCode(err, "invalid") {
			t.Errorf("without the document: %v", err)
		}
		if done, err := d.service.Decide(ctxOf("supervisor"), meeting.ID, meeting.Version, changes.Verdict{Approve: true, Words: "同意", Document: paper()}); err != nil ||
			done.Decision.Document == nil || done.NeedsRecord {
			t.Errorf("with it: %+v, %v", done.Decision, err)
		}
	})
}
