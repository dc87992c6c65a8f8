package reports_test

import (
	"net/http"
	"slices"
	"testing"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi/apitest"
	"guatu/internal/reports"
	"guatu/internal/schedule"
)

// district is a small one, as of 30 September 2017.
//
//	milestone 1  edu    red (key, 26 days over), reported for August, not for September
//	milestone 2  edu    green, due soon, a report waits
//	milestone 3  edu    yellow, 未报 for August
//	milestone 4  build  yellow, on the line of leader.edu
//	milestone 5  edu    not yet
//	task 1       build  公共停车位 (CUM of build, behind), 断面 (KEEP of env), 6 号线 (EVENT = milestone 4)
func (w *world) district(t testing.TB) {
	t.Helper()
	on := date("2017-03-01")
	m := func(id, project int64, name, due string, change func(*milestone)) {
		row := milestone{ID: id, ProjectID: project, LeadDepartmentID: project / 10, LeaderPostID: ptr(leaderBuild), Name: name,
			BaselineOn: date(due), ApprovedOn: date(due), Firmness: schedule.Firm, LastReportMonth: schedule.MustMonth("2017-08")}
		if change != nil {
			change(&row)
		}
		w.put(t, row, on)
	}
	m(1, 10, "开工", "2017-09-04", func(r *milestone) { r.IsKey, r.LeaderPostID = true, ptr(leaderEdu) })
	m(2, 10, "主体结顶", "2017-10-10", nil)
	m(3, 10, "竣工", "2017-09-20", func(r *milestone) { r.LastReportMonth = schedule.Month{} })
	m(4, 20, "开通", "2017-09-21", func(r *milestone) { r.LeaderPostID = ptr(leaderEdu) })
	m(5, 10, "投入使用", "2018-06-30", func(r *milestone) { r.LastReportMonth = schedule.Month{} })
	w.report(t, 2, 0, "2017-09", "submitted")
	for _, month := range []string{"2017-05", "2017-06", "2017-07", "2017-08"} {
		w.report(t, 1, 0, month, "confirmed")
	}
	w.report(t, 1, 0, "2017-08", "withdrawn")
	w.putTask(t, 1, 4, build, on)
	w.putIndicator(t, indicator{ID: 11, TaskID: 1, Ordinal: 1, Name: "公共停车位", Type: schedule.TypeCum, DepartmentID: build, Weight: 1,
		Firmness: schedule.Firm, TargetMilli: ptr(int64(300_000)), DueOn: date("2017-12-31"), ValueMilli: ptr(int64(120_000)), ValueOn: date("2017-02-20"),
		LastReportMonth: schedule.MustMonth("2017-08"), LastNote: "等待用地"}, on)
	w.putIndicator(t, indicator{ID: 12, TaskID: 1, Ordinal: 2, Name: "劣V类断面", Type: schedule.TypeKeep, DepartmentID: env, Weight: 1, Firmness: schedule.Firm}, on)
	w.putIndicator(t, indicator{ID: 13, TaskID: 1, Ordinal: 3, Name: "6 号线", Type: schedule.TypeEvent, DepartmentID: build, Weight: 1, Firmness: schedule.Firm, MilestoneID: ptr(int64(4))}, on)
	w.report(t, 0, 11, "2017-08", "confirmed")
}

func (w *world) report(t testing.TB, milestoneID, indicatorID int64, month, state string) {
	t.Helper()
	ref := func(id int64) *int64 {
		if id == 0 {
			return nil
		}
		return &id
	}
	var decided *string
	if state != "submitted" {
		decided = ptr("2017-09-05")
	}
	w.exec(t, "INSERT INTO reports (milestone_id, indicator_id, lead_department_id, department_id, month, state, note, author_id, submitted_at, recorded_on, decided_on)"+
		" VALUES (?, ?, 1, 1, ?, ?, ?, 1, 1506000000000, '2017-09-28', ?)", ref(milestoneID), ref(indicatorID), month, state, month+"进展", decided)
}

func TestWorklist(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, "2017-09-30")
		w.district(t)
		list, err := w.service.Worklist(ctxOf("reporter.edu"), schedule.Date{})
		must(t, err)
		var order []int64
		for _, item := range list.Items {
			order = append(order, item.ID)
		}
		if !slices.Equal(order, []int64{1, 3, 2}) {
			t.Errorf("red, 未报, reported at the end; not what is not yet: %v", order)
		}
		want := reports.WorkCounts{Todo: 2, Overdue: 2, DueSoon: 1, Reported: 1, Unreported: 1, Red: 1, Yellow: 1}
		if list.Counts != want || list.Month.String() != "2017-09" || list.Cutoff.String() != "2017-10-05" {
			t.Errorf("got %+v for %s until %s", list.Counts, list.Month, list.Cutoff)
		}
		first, last := list.Items[0], list.Items[2]
		if first.OverdueDays != 26 || !first.NeedsReport || first.Parent != "项目" || first.ContactName != "小张" || !first.Key || first.Holder.Kind != "unit" || !first.Mine {
			t.Errorf("first: %+v", first)
		}
		if missed := list.Items[1]; first.ReportMonth.String() != "2017-09" || missed.ReportMonth.String() != "2017-08" {
			t.Errorf("a month that was missed is made good first: %s, %s", first.ReportMonth, missed.ReportMonth)
		}
		if last.Pending == nil || last.NeedsReport || last.Holder.Kind != "reviewer" || last.Holder.Workdays != 2 || last.Pending.Author.Name != "吴静" {
			t.Errorf("what waits for the reviewer: %+v", last)
		}

		w.exec(t, "INSERT INTO report_drafts (author_id, milestone_id, item_version, body, saved_at) VALUES (1, 3, 1, ?, 1506000000000), (3, 3, 1, ?, 0)",
			`{"note":"写到一半","progressBp":4000,"forecast":"2017-10-15"}`, `{"note":"别人的"}`)
		list, err = w.service.Worklist(ctxOf("reporter.edu"), schedule.Date{})
		must(t, err)
		if d := list.Items[1].Draft; d == nil || d.Note != "写到一半" || *d.ProgressBp != 4000 || d.Forecast.String() != "2017-10-15" || d.ItemVersion != 1 || list.Items[0].Draft != nil {
			t.Errorf("the own draft: %+v", d)
		}
		if last.Holder.Level != "unit" || last.Holder.Late {
			t.Errorf("the head of the unit has it: %+v", last.Holder)
		}
		w.exec(t, "UPDATE reports SET state = 'approved', approved_on = '2017-09-29', recorded_on = '2017-09-19' WHERE state = 'submitted'")
		list, err = w.service.Worklist(ctxOf("reporter.edu"), schedule.Date{})
		must(t, err)
		if h := list.Items[2].Holder; h.Level != "office" || h.Since.String() != "2017-09-29" || h.Workdays != 1 || !h.Late || list.Items[2].Pending.State != "approved" {
			t.Errorf("then the office, late by both levels together: %+v", h)
		}
		past, err := w.service.Worklist(ctxOf("reporter.edu"), date("2017-09-28"))
		must(t, err)
		if h := past.Items[2].Holder; h.Level != "unit" || len(h.Posts) != 0 || past.Items[2].Pending.State != "submitted" || past.Items[1].Draft != nil {
			t.Errorf("as of the day before the unit had it: %+v", past.Items[2])
		}

		built, err := w.service.Worklist(ctxOf("reporter.build"), schedule.Date{})
		must(t, err)
		if len(built.Items) != 2 || built.Items[1].ID != 11 || *built.Items[1].GapBp != 6666-4000 || built.Items[1].Kind != "indicator" ||
			built.Items[1].Parent != "实事 4 · 实事4" || built.Counts.Todo != 2 {
			t.Errorf("the event is there as its milestone only: %+v", built)
		}
		w.exec(t, "UPDATE milestones SET returned_month = '2017-09', last_report_month = '2017-09' WHERE id = 1")
		again, err := w.service.Worklist(ctxOf("reporter.edu"), schedule.Date{})
		must(t, err)
		if !again.Items[0].NeedsReport || again.Counts.Todo != 2 {
			t.Errorf("what was sent back is to be sent again: %v, %d to report", again.Items[0].NeedsReport, again.Counts.Todo)
		}
		w.exec(t, "UPDATE milestones SET returned_month = '2017-08', last_report_month = '2017-08' WHERE id = 1")
		for _, r := range [][2]string{{"returned", "缺少照片"}, {"returned", "照片看不清"}, {"confirmed", "可以"}} {
			w.exec(t, "INSERT INTO reports (milestone_id, lead_department_id, department_id, month, state, author_id, submitted_at, recorded_on, decision_note)"+
				" VALUES (1, 1, 1, '2017-07', ?, 1, 0, '2017-08-02', ?)", r[0], r[1])
		}
		back, err := w.service.Worklist(ctxOf("reporter.edu"), schedule.Date{})
		must(t, err)
		if back.Items[0].ReturnReason != "照片看不清" || back.Items[1].ReturnReason != "" {
			t.Errorf("the row says why, of the last time: %q %q", back.Items[0].ReturnReason, back.Items[1].ReturnReason)
		}
		if m := back.Items[0].ReturnedMonth; m == nil || m.String() != "2017-08" || back.Items[1].ReturnedMonth != nil {
			t.Errorf("the row says that it was sent back: %v", m)
		}
		if back.Items[0].ReportMonth.String() != "2017-08" {
			t.Errorf("what was sent back is for its month again: %s", back.Items[0].ReportMonth)
		}
		other, err := w.service.Worklist(ctxOf("reporter.env"), schedule.Date{})
		must(t, err)
		if len(other.Items) != 1 || other.Items[0].ID != 12 || *other.Items[0].IndicatorType != schedule.TypeKeep || other.Items[0].ReportMonth.String() != "2017-08" || other.Counts.Unreported != 1 {
			t.Errorf("a unit of a foreign task reports its own indicator: %+v", other)
		}
	})
}

// TestLastYearStaysUntilItIsDone: an unfinished promise of last year is still on
// the desk, and asks for nothing once its December is reported.
func TestLastYearStaysUntilItIsDone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, "2018-03-01")
		w.district(t)
		list, err := w.service.Worklist(ctxOf("reporter.build"), schedule.Date{})
		must(t, err)
		find := func() *reports.WorkItem {
			for n := range list.Items {
				if list.Items[n].ID == 11 {
					return &list.Items[n]
				}
			}
			t.Fatal("公共停车位 is not on the desk")
			return nil
		}
		if item := find(); item.Lamp.Rule != schedule.RuleT2 || !item.NeedsReport || !item.Lamp.Has(schedule.BadgeUnreported) {
			t.Errorf("December was never reported: %+v", item)
		}
		w.exec(t, "UPDATE indicators SET last_report_month = '2017-12' WHERE id = 11")
		list, err = w.service.Worklist(ctxOf("reporter.build"), schedule.Date{})
		must(t, err)
		if item := find(); item.NeedsReport || item.Lamp.Has(schedule.BadgeUnreported) {
			t.Errorf("December is reported: %+v", item)
		}
		w.exec(t, "UPDATE indicators SET value_milli = 300000, verified = 1 WHERE id = 11")
		list, err = w.service.Worklist(ctxOf("reporter.build"), schedule.Date{})
		must(t, err)
		for _, item := range list.Items {
			if item.ID == 11 {
				t.Error("what is done leaves the desk")
			}
		}
	})
}

// TestFullWithoutAClaim: a confirmed 100 % waits for the reviewer, not for the unit.
func TestFullWithoutAClaim(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, "2017-09-30")
		w.district(t)
		w.exec(t, "UPDATE indicators SET value_milli = 300000, full_on = '2017-09-25' WHERE id = 11")
		list, err := w.service.Worklist(ctxOf("reporter.build"), schedule.Date{})
		must(t, err)
		for _, item := range list.Items {
			if item.ID != 11 {
				continue
			}
			if item.NeedsReport || item.Holder.Kind != "reviewer" || item.Holder.Since.String() != "2017-09-25" || item.Holder.Workdays != 5 {
				t.Errorf("needs a report %v, holder %+v", item.NeedsReport, item.Holder)
			}
			return
		}
		t.Error("not in the worklist of its unit")
	})
}

func TestAttention(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, "2017-09-30")
		w.district(t)
		list, err := w.service.Attention(ctxOf("leader.edu"), schedule.Date{})
		must(t, err)
		var order []int64
		for _, item := range list.Items {
			order = append(order, item.ID)
		}
		if !slices.Equal(order, []int64{1, 4, 11, 3}) { // 11 is on the line through its task
			t.Errorf("own line first, then the most overdue: %v", order)
		}
		if !list.Items[2].Mine || list.Items[3].Mine || list.Counts.Red != 1 || list.Counts.Yellow != 3 || list.Counts.Todo != 4 {
			t.Errorf("counts %+v", list.Counts)
		}
		var months []string
		for _, r := range list.Items[0].Reports3 {
			months = append(months, r.Month.String())
		}
		if !slices.Equal(months, []string{"2017-08", "2017-07", "2017-06"}) || len(list.Items[2].Reports3) != 1 {
			t.Errorf("last three reports: %v", months)
		}
		past, err := w.service.Attention(ctxOf("auditor"), date("2017-09-29"))
		must(t, err)
		if len(past.Items) != 4 || past.Items[0].Mine {
			t.Errorf("a day ago: %+v", past.Counts)
		}
	})
}

func TestBoard(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, "2017-09-30")
		w.district(t)
		board, err := w.service.Board(ctxOf("reporter.edu"), 0, schedule.Date{})
		must(t, err)
		task := board.Tasks[0]
		if board.Total != 1 || board.Classes.Warning != 1 || task.Class != schedule.ClassWarning || board.DataDate.String() != "2017-02-20" {
			t.Errorf("board: %+v", board)
		}
		if task.Weakest == nil || task.Weakest.Name != "6 号线" || task.LeaderPost.Holder != "王区长" {
			t.Errorf("the weakest part: %+v", task.Weakest)
		}
		if len(task.Marks) != 2 || task.Marks[1].Date.String() != "2017-09-21" || task.Marks[1].Colour != schedule.Yellow {
			t.Errorf("marks: %+v", task.Marks)
		}
		if len(task.Indicators) != 3 || *task.Indicators[0].ShareBp != 4000 || *task.Indicators[0].PlanBp != 6666 || task.UnreportedMonth.String() != "2017-01" {
			t.Errorf("indicators: %+v", task.Indicators)
		}
	})
}

func TestScenarios(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db, "2017-09-30")
		w.district(t)
		w.exec(t, "UPDATE indicators SET last_note = '内部说明', full_on = NULL WHERE id IN (11, 12)")
		w.exec(t, "UPDATE milestones SET last_note = '内部说明' WHERE id = 4")
		get := func(name, actor, url string, status int, must, not []string) apitest.Scenario {
			return apitest.Scenario{Name: name, Actor: actor, URL: "/api/v1" + url, Status: status, MustContain: must, MustNotContain: not}
		}
		w.Run(t,
			get("nobody", "", "/board", http.StatusUnauthorized, nil, nil),
			get("an administrator sees no figures", "sysadmin", "/board", http.StatusForbidden, nil, nil),
			get("figures without notes", "reporter.edu", "/board?year=2017", 200, []string{`"total":1`, `"note":""`}, []string{"内部说明"}),
			get("no note of another unit's part", "reporter.env", "/board", 200, []string{`"note":""`}, []string{"内部说明"}),
			get("notes for the unit of the task", "reporter.build", "/board", 200, []string{"内部说明"}, nil),
			get("notes for a leader", "leader.edu", "/board", 200, []string{"内部说明"}, nil),
			get("an empty year", "leader.edu", "/board?year=2030", 200, []string{`"tasks":[]`, `"total":0`, `"dataDate":null`}, nil),
			get("overview", "reporter.edu", "/overview", 200, []string{`"total":5`, `"byLeader":[{"leaderPost":{`, `"classes":{"done":0`}, nil),
			get("overview of a day", "supervisor", "/overview?asOf=2017-02-01", 200, []string{`"total":0`, `"byDepartment":[]`}, nil),
			get("no worklist for a leader", "leader.edu", "/worklist", http.StatusForbidden, nil, nil),
			get("no attention for a reporter", "reporter.edu", "/attention", http.StatusForbidden, nil, nil),
			get("the worklist of a head", "head.edu", "/worklist", 200, []string{`"todo":2`, `"reports3":[]`}, nil),
			get("attention in the audit", "auditor", "/attention", 200, []string{`"mine":false`}, []string{`"mine":true`}),
			get("no such day", "auditor", "/attention?asOf=2017-02-30", 422, nil, nil),
			apitest.Scenario{Name: "in English", Actor: "auditor", URL: "/api/v1/attention", Headers: map[string]string{"Accept-Language": "en"},
				MustContain: []string{"a key milestone"}},
		)
	})
}
