//go:build !race

// One caller loads and looks: the race detector would see nothing and take several times as long.
package demo_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/milestones"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/projects"
	"guatu/internal/reports"
	"guatu/internal/schedule"
)

// TestLoad loads the demonstration on each database and looks at the demo day through the services.
func TestLoad(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDistrict(t, db)
		began := time.Now()
		if loaded, err := d.loader.Load(context.Background(), word); !loaded || err != nil {
			t.Fatalf("loaded %v: %v", loaded, err)
		}
		t.Logf("loaded in %s", time.Since(began))
		if d.clock.Today() != schedule.MustDate("2017-09-30") {
			t.Fatalf("the clock stands on %s after loading", d.clock.Today())
		}
		if loaded, err := d.loader.Load(context.Background(), word); loaded || err != nil {
			t.Errorf("second start loaded again: %v, %v", loaded, err)
		}
		t.Run("board", d.testBoard)
		t.Run("board of June", d.testBoardOfJune)
		t.Run("milestones", d.testMilestones)
		t.Run("projects", d.testProjects)
		t.Run("source", d.testSource)
		t.Run("overview", d.testOverview)
		t.Run("red school", d.testRedSchool)
		t.Run("waiting reports", d.testWaiting)
		t.Run("accounts", d.testAccounts)
		t.Run("owed reports", d.testOwedReports)
		t.Run("figures before", d.testFiguresBefore)
		t.Run("walk through", d.testWalkThrough) // last: it changes the data
	})
}

// classesOn gives the class of each task on a day.
func (d *district) classesOn(t *testing.T, day string) map[int]schedule.BoardClass {
	t.Helper()
	board, err := d.reports.Board(d.as(t, "leader.chief"), 2017, schedule.MustDate(day))
	if err != nil {
		t.Fatal(err)
	}
	classes, c := map[int]schedule.BoardClass{}, board.Classes
	for _, task := range board.Tasks {
		classes[task.Ordinal] = task.Class
		if task.Weakest != nil {
			t.Logf("%s %2d %-6s %-11s %s: %s", day, task.Ordinal, task.Lamp.Colour, task.Class, task.Weakest.Name, task.Weakest.Reason)
		}
	}
	if sum := c.Done + c.Suspended + c.Untargeted + c.Severe + c.Warning + c.Unreported + c.Ahead + c.OnSchedule; sum != 10 || board.Total != 10 {
		t.Errorf("%s: classes add up to %d of %d", day, sum, board.Total)
	}
	return classes
}

func (d *district) testBoard(t *testing.T) {
	want := map[int]schedule.BoardClass{1: schedule.ClassOnSchedule, 2: schedule.ClassSevere, 3: schedule.ClassOnSchedule,
		4: schedule.ClassWarning, 5: schedule.ClassUntargeted, 6: schedule.ClassAhead, 7: schedule.ClassDone,
		8: schedule.ClassWarning, 9: schedule.ClassUnreported, 10: schedule.ClassOnSchedule}
	if got := d.classesOn(t, "2017-09-30"); !maps.Equal(got, want) {
		t.Errorf("classes %v, want %v", got, want)
	}
	tasks, err := d.livelihood.List(d.as(t, "leader.chief"), 2017, schedule.Date{})
	if err != nil {
		t.Fatal(err)
	}
	colours, badges, items := map[schedule.Colour]int{}, map[schedule.Badge]int{}, 0
	taskColours := map[schedule.Colour]int{}
	for _, task := range tasks {
		taskColours[task.Lamp.Colour]++
		for _, i := range task.Indicators {
			items++
			colours[i.Lamp.Colour]++
			for _, b := range i.Lamp.Badges {
				badges[b]++
			}
			if !i.Sample || !task.Sample {
				t.Errorf("%s is not marked as sample", i.Name)
			}
		}
	}
	if items != 31 {
		t.Errorf("%d sub-items", items)
	}
	everyColour(t, "sub-items", colours)
	everyColour(t, "tasks", taskColours)
	t.Logf("sub-items %v %v, tasks %v", colours, badges, taskColours)
	if tasks[1].Weakest == nil || tasks[1].Weakest.Name != "北师大附属学校" || tasks[1].Weakest.Colour != schedule.Red {
		t.Errorf("weakest of task 2: %+v", tasks[1].Weakest)
	}
}

func everyColour(t *testing.T, what string, found map[schedule.Colour]int) {
	t.Helper()
	for _, colour := range schedule.Colours() {
		if found[colour] == 0 {
			t.Errorf("no %s among the %s: %v", colour, what, found)
		}
	}
}

// testBoardOfJune: as of 30 June only what was recorded by then counts.
func (d *district) testBoardOfJune(t *testing.T) {
	want := map[int]schedule.BoardClass{1: schedule.ClassWarning, 2: schedule.ClassAhead, 3: schedule.ClassOnSchedule,
		4: schedule.ClassWarning, 5: schedule.ClassUntargeted, 6: schedule.ClassOnSchedule, 7: schedule.ClassAhead,
		8: schedule.ClassAhead, 9: schedule.ClassOnSchedule, 10: schedule.ClassAhead}
	if got := d.classesOn(t, "2017-06-30"); !maps.Equal(got, want) {
		t.Errorf("classes %v, want %v", got, want)
	}
}

func (d *district) all(t *testing.T, asOf string) map[string]milestones.Milestone {
	t.Helper()
	page, err := d.milestones.List(d.as(t, "leader.chief"), milestones.Query{AsOf: schedule.MustDate(asOf), Page: milestones.Page{Limit: 200}})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]milestones.Milestone{}
	for _, m := range page.Items {
		out[m.ProjectCode+"/"+m.Name] = m
	}
	return out
}

func (d *district) testMilestones(t *testing.T) {
	nodes := d.all(t, "2017-09-30")
	colours, badges := map[schedule.Colour]int{}, map[schedule.Badge]int{}
	for at, m := range nodes {
		colours[m.Lamp.Colour]++
		for _, b := range m.Lamp.Badges {
			badges[b]++
		}
		if !m.Sample {
			t.Errorf("%s is not marked as sample", at)
		}
	}
	t.Logf("%d milestones %v %v", len(nodes), colours, badges)
	everyColour(t, "milestones", colours)
	for _, badge := range []schedule.Badge{schedule.BadgeDueSoon, schedule.BadgeExtended, schedule.BadgeClaimed,
		schedule.BadgeReviewLate, schedule.BadgeUnreported, schedule.BadgeMadeGood, schedule.BadgeAdded} {
		if badges[badge] == 0 {
			t.Errorf("no milestone carries %s", badge)
		}
	}
	for at, want := range map[string]string{
		"EDU-01/主体结顶": "M1 blue", "EDU-01/装修完成": "M3 green", "EDU-01/投入使用": "M9 grey", "EDU-02/主体结顶": "M8 green",
		"EDU-03/开工": "M4 red", "EDU-05/暑期整治完工": "M3 yellow", "INF-22/过半": "M5 yellow", "INF-22/完工": "M6 yellow",
		"XT-35/建成": "M6 yellow", "REC-10/实施": "M2 grey", "REC-11/施工图设计完成": "M4 red", "INF-12/二标段开工": "M4 red",
		"INF-23/过半": "M8 green", "SOC-06/修缮": "M8 green", "IND-15/启动建设": "M8 green", "INF-13/启动": "M9 grey",
	} {
		if got := nodes[at].Lamp.Rule + " " + string(nodes[at].Lamp.Colour); got != want {
			t.Errorf("%s: %s, want %s: %s", at, got, want, nodes[at].Lamp.Reason)
		}
	}
	if roof := nodes["EDU-02/主体结顶"]; roof.Firmness != schedule.Aim || roof.Precision != "year" || roof.Baseline.String() != "2017-12-31" {
		t.Errorf("力争主体结顶: %s, %s, %s", roof.Firmness, roof.Precision, roof.Baseline)
	}
}

func (d *district) testProjects(t *testing.T) {
	page, err := d.projects.List(d.as(t, "leader.chief"), projects.Query{Page: projects.Page{Limit: 200}})
	if err != nil {
		t.Fatal(err)
	}
	report := plan(t).Report
	lamps, investments, byCode := map[schedule.Colour]int{}, map[schedule.Colour]int{}, map[string]projects.Project{}
	for _, p := range page.Items {
		byCode[p.Code] = p
		lamps[p.Lamp.Colour]++
		if p.Investment != nil {
			investments[p.Investment.Lamp.Colour]++
			t.Logf("%s %s", p.Code, p.Lamp.Reason)
		}
		if !p.Sample || !strings.Contains(report, p.Source.Quote) || p.Source.Quote == "" || p.LeaderPost == nil {
			t.Errorf("%s: sample %v, quote %q", p.Code, p.Sample, p.Source.Quote)
		}
	}
	t.Logf("%d projects %v, investments %v", len(byCode), lamps, investments)
	everyColour(t, "projects", lamps)
	if len(byCode) != 98 || investments[schedule.Green] == 0 || investments[schedule.Yellow] == 0 || investments[schedule.Red] == 0 {
		t.Errorf("%d projects, investments %v", len(byCode), investments)
	}
	for code, want := range map[string]string{"ENV-02": "P2 red", "INF-16": "P1 yellow", "EDU-03": "P3 red", "INF-21": "M1 blue", "IND-07": "P0 grey"} {
		if got := byCode[code].Lamp.Rule + " " + string(byCode[code].Lamp.Colour); got != want {
			t.Errorf("%s: %s, want %s: %s", code, got, want, byCode[code].Lamp.Reason)
		}
	}
	if inf16 := byCode["INF-16"]; inf16.Investment != nil {
		t.Errorf("a project that has not started has spent money: %+v", inf16.Investment)
	}
	if parent := byCode["REC-07"].ParentName; parent != "瓯飞起步区2号围区" {
		t.Errorf("parent of REC-07 is %q", parent)
	}
	june, err := d.projects.Get(d.as(t, "leader.chief"), byCode["ENV-02"].ID, schedule.MustDate("2017-06-30"))
	if err != nil || june.Investment == nil || june.Investment.DoneThrough.String() != "2017-05" {
		t.Errorf("ENV-02 as of June: %+v, %v", june.Investment, err)
	}
}

// testSource: everything the report says is there, word for word.
func (d *district) testSource(t *testing.T) {
	items, err := d.projects.Source(d.as(t, "auditor"), 2017)
	if err != nil {
		t.Fatal(err)
	}
	kinds, report := map[string]int{}, plan(t).Report
	for _, i := range items {
		kinds[i.Kind]++
		if !strings.Contains(report, i.Words) {
			t.Errorf("%s: %q does not stand in the report", i.Ref, i.Words)
		}
	}
	want := map[string]int{"work": 114, "result2016": 44, "honour": 5, "rate": 4, "target": 14, "actual2016": 9, "system": 48, "defect": 10}
	if !maps.Equal(kinds, want) {
		t.Errorf("source items %v, want %v", kinds, want)
	}
}

func (d *district) testOverview(t *testing.T) {
	overview, err := d.reports.Overview(d.as(t, "leader.chief"), schedule.Date{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v %+v", overview.Milestones, overview.ByLamp)
	if overview.Milestones.Overdue < 5 || len(overview.ByDepartment) < 8 || len(overview.ByLeader) < 4 {
		t.Errorf("%+v, %d departments, %d leaders", overview.Milestones, len(overview.ByDepartment), len(overview.ByLeader))
	}
}

// testRedSchool: the red lamp on the line of leader.edu has a holder and a history.
func (d *district) testRedSchool(t *testing.T) {
	ctx := d.as(t, "leader.edu")
	list, err := d.reports.Attention(ctx, schedule.Date{})
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(list.Items, func(i reports.WorkItem) bool { return i.Title == "开工" && i.Parent == "北师大附属学校" })
	if at < 0 {
		t.Fatalf("not in the list of %d items", len(list.Items))
	}
	item := list.Items[at]
	if !item.Mine || item.Lamp.Colour != schedule.Red || item.Changes != 1 || item.SlipDays != 56 || len(item.Reports3) != 3 {
		t.Errorf("mine %v, %s, %d changes, %d days, %d reports", item.Mine, item.Lamp.Colour, item.Changes, item.SlipDays, len(item.Reports3))
	}
	history, err := d.milestones.History(ctx, item.ID)
	if err != nil {
		t.Fatal(err)
	}
	var actions []string
	for _, h := range history.Items {
		actions = append(actions, h.Action)
	}
	for _, want := range []string{"milestone.create", "milestone.approveChange", "milestone.report", "milestone.return"} {
		if !slices.Contains(actions, want) {
			t.Errorf("history without %s: %v", want, actions)
		}
	}
	t.Log(item.Lamp.Reason)
}

// testWaiting: several reports wait for head.edu, one of them too long.
func (d *district) testWaiting(t *testing.T) {
	page, err := d.milestones.Reports(d.as(t, "head.edu"), milestones.ReportQuery{
		Filter: milestones.ReportFilter{State: milestones.Submitted}, Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	var subjects []string
	for _, r := range page.Items {
		subjects = append(subjects, r.Parent+"/"+r.Subject)
	}
	slices.Sort(subjects)
	if len(subjects) != 4 || !strings.Contains(strings.Join(subjects, " "), "暑期整治完工") {
		t.Errorf("waiting for head.edu: %v", subjects)
	}
}

// testFiguresBefore: a decided reading shows the figure that stood before it, not the one of today.
func (d *district) testFiguresBefore(t *testing.T) {
	page, err := d.milestones.Reports(d.as(t, "supervisor"), milestones.ReportQuery{
		Filter: milestones.ReportFilter{State: milestones.Confirmed}, Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	newer, compared := map[int64]milestones.Report{}, 0
	for _, r := range page.Items { // newest first
		if r.IndicatorID == nil || r.ValueMilli == nil {
			continue
		}
		if later, ok := newer[*r.IndicatorID]; ok {
			compared++
			if before := later.Previous.ValueMilli; before == nil || *before != *r.ValueMilli {
				t.Errorf("%s of %s: the figure before it is %v, confirmed was %d", later.Subject, later.Month, before, *r.ValueMilli)
			}
		}
		newer[*r.IndicatorID] = r
	}
	if compared == 0 {
		t.Error("no indicator has two confirmed readings")
	}
}

func (d *district) testAccounts(t *testing.T) {
	for _, username := range []string{"reporter.edu", "head.edu", "reporter.build", "head.build", "supervisor", "supervisor.2",
		"leader.edu", "leader.chief", "auditor", "sysadmin", "secadmin", "auditadmin"} {
		d.as(t, username)
	}
	_, err := d.auth.Login(context.Background(), auth.Credentials{Username: "reporter.edu.disabled", Password: word})
	if err == nil {
		t.Error("the disabled account can sign in")
	}
	if n := len(d.loader.Accounts()); n != 44 {
		t.Errorf("%d accounts", n)
	}
}

// testWalkThrough is the demonstration itself: reporter.edu claims, head.edu approves, the supervision office confirms, the board moves.
func (d *district) testWalkThrough(t *testing.T) {
	before := d.completion(t, 2)
	nodes := d.all(t, "2017-09-30")
	roof := nodes["EDU-02/主体结顶"]
	report, err := d.milestones.Submit(d.as(t, "reporter.edu"), roof.ID, roof.Version, milestones.Submission{Note: "主体结顶。", Claim: true,
		Proof: evidence.Proof{Evidence: evidence.List{{Kind: evidence.Statement, Words: "监理已签认。"}}}})
	if err != nil {
		t.Fatal(err)
	}
	approved, err := d.milestones.Approve(d.as(t, "head.edu"), report.ID, report.Version, "")
	if err != nil {
		t.Fatal(err)
	}
	if same := d.completion(t, 2); same != before {
		t.Errorf("the unit's own review moves the board to %d", same)
	}
	if _, err := d.milestones.Confirm(d.as(t, "supervisor"), approved.ID, approved.Version, milestones.Confirmation{Conclusion: "核查属实"}); err != nil {
		t.Fatal(err)
	}
	if after := d.completion(t, 2); after <= before {
		t.Errorf("completion of task 2 stays at %d", after)
	}
	finish := nodes["EDU-01/竣工"]
	if _, err := d.milestones.Submit(d.as(t, "reporter.edu"), finish.ID, finish.Version, milestones.Submission{Note: "室外工程过半。"}); err != nil {
		t.Error(err)
	}
}

func (d *district) completion(t *testing.T, ordinal int) int {
	t.Helper()
	board, err := d.reports.Board(d.as(t, "leader.chief"), 2017, schedule.Date{})
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range board.Tasks {
		if task.Ordinal == ordinal && task.CompletionBp != nil {
			return *task.CompletionBp
		}
	}
	t.Fatalf("no task %d", ordinal)
	return 0
}
