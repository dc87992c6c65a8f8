package reports_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/httpapi"
	"guatu/internal/reports"
	"guatu/internal/schedule"
)

// past is one milestone with everything that was recorded of it.
type past []struct {
	on  schedule.Date
	row milestone
}

// at is the row as it was recorded on the day.
func (p past) at(day schedule.Date) (row milestone, ok bool) {
	for _, v := range p {
		if !v.on.After(day) {
			row, ok = v.row, true
		}
	}
	return row, ok
}

// randomPast writes a milestone with one to three versions. What a version says
// has happened by the day it was recorded on.
func (w *world) randomPast(t testing.TB, r *rand.Rand, id int64, today schedule.Date) past {
	var out past
	project := []int64{10, 20, 30}[r.IntN(3)]
	m := milestone{ID: id, ProjectID: project, LeadDepartmentID: project / 10, Name: fmt.Sprint("节点", id), IsKey: r.IntN(3) == 0,
		Firmness: []schedule.Firmness{schedule.Firm, schedule.Aim}[r.IntN(4)/3]}
	if r.IntN(3) > 0 {
		m.LeaderPostID = ptr([]int64{leaderEdu, leaderBuild}[r.IntN(2)])
	}
	on := today.AddDays(-r.IntN(200) - 1)
	if r.IntN(4) > 0 { // the rest is older than the column
		m.EnteredOn = on
	}
	if r.IntN(10) > 0 {
		m.BaselineOn = today.AddDays(r.IntN(300) - 150)
		m.ApprovedOn = m.BaselineOn
	}
	m.ReportCycle = append(schedule.Cycles(), "")[r.IntN(4)]
	if m.ReportCycle.Short() && r.IntN(2) == 0 {
		m.CycleSince = today.AddDays(-r.IntN(60))
	}
	if r.IntN(4) == 0 {
		m.PlannedStart = today.AddDays(r.IntN(300) - 200)
	}
	for n := 0; n < 1+r.IntN(3); n++ {
		w.randomStep(r, &m, on)
		m = w.put(t, m, on)
		out = append(out, struct {
			on  schedule.Date
			row milestone
		}{on, m})
		on = on.AddDays(r.IntN(max(today.Sub(on), 1)))
	}
	return out
}

// randomStep lets something happen to the milestone on the day.
func (w *world) randomStep(r *rand.Rand, m *milestone, on schedule.Date) {
	switch r.IntN(10) {
	case 0:
		m.ForecastOn = on.AddDays(r.IntN(80) - 20)
	case 1:
		m.ClaimedOn = on.AddDays(-r.IntN(9))
	case 2:
		m.ReachedOn, m.Verified, m.ClaimedOn = on.AddDays(-r.IntN(30)), true, schedule.Date{}
	case 3:
		m.SuspendedOn = on.AddDays(-r.IntN(150))
	case 4:
		m.ReturnedClaims = ptr(fmt.Sprintf(`[{"claimed":%q,"returned":%q}]`, on.AddDays(-20-r.IntN(9)), on.AddDays(-10)))
		m.ClaimedOn = schedule.Date{}
	case 5:
		if !m.ApprovedOn.IsZero() {
			m.ApprovedOn, m.Changes = m.ApprovedOn.AddDays(r.IntN(60)), m.Changes+1
		}
	case 6:
		m.PendingOn = on
	case 7:
		m.CarriedOn = on
	case 8:
		if r.IntN(2) == 0 {
			m.ExitedOn = on
		}
	default:
		m.LastReportMonth, m.PendingOn = w.set.LastReportMonth(on).Next(), schedule.Date{}
		if m.ReportCycle.Short() {
			m.LastPeriodTo = w.set.RunningPeriod(m.ReportCycle, on, w.calendar).To
		}
	}
}

// expected is what the overview, worklist and attention must count on a day.
type expected struct {
	overview                  reports.OverviewMilestones
	lamps                     reports.ByLamp
	worklist, attention       reports.WorkCounts
	worklistIDs, attentionIDs []int64
	departments               map[int64]reports.ByLamp
}

// expect computes every milestone one by one: the definition.
func (w *world) expect(t testing.TB, all []past, asOf, today schedule.Date, unit int64, basis schedule.Basis) expected {
	e := expected{departments: map[int64]reports.ByLamp{}}
	month := w.set.LastReportMonth(asOf).Next()
	for _, p := range all {
		m, ok := p.at(asOf)
		if !ok || !m.CarriedOn.IsZero() || !m.ExitedOn.IsZero() && basis != schedule.Original { // what was carried over counts where it goes on, what left the plan nowhere
			continue
		}
		f := m.facts(t)
		f.Unreported = w.set.MilestoneUnreported(f, m.duty(), asOf, today, w.calendar)
		present := w.set.States(f, asOf) // what there is to do is that of the plan in force
		window := schedule.WindowStart(f, w.set)
		f = f.On(basis)
		lamp, states := w.set.Milestone(f, asOf, w.calendar), w.set.States(f, asOf)
		is := func(s schedule.MilestoneState) bool { return slices.Contains(states, s) }
		count := func(to *int, holds bool) {
			if holds {
				*to++
			}
		}
		e.overview.Total++
		count(&e.overview.Open, is(schedule.StateOpen))
		count(&e.overview.Overdue, is(schedule.StateOverdue))
		count(&e.overview.Claimed, is(schedule.StateClaimed))
		count(&e.overview.DueSoon, is(schedule.StateDueSoon))
		count(&e.overview.Unreported, lamp.Has(schedule.BadgeUnreported))
		lamps := e.departments[m.LeadDepartmentID]
		for _, to := range []*reports.ByLamp{&e.lamps, &lamps} {
			count(&to.Blue, lamp.Colour == schedule.Blue)
			count(&to.Green, lamp.Colour == schedule.Green)
			count(&to.Yellow, lamp.Colour == schedule.Yellow)
			count(&to.Red, lamp.Colour == schedule.Red)
			count(&to.Grey, lamp.Colour == schedule.Grey)
		}
		e.departments[m.LeadDepartmentID] = lamps
		reported := !m.LastReportMonth.Before(month)
		if m.ReportCycle.Short() {
			reported = !m.LastPeriodTo.Before(w.set.RunningPeriod(m.ReportCycle, asOf, w.calendar).To)
		}
		add := func(c *reports.WorkCounts) {
			count(&c.Overdue, is(schedule.StateOverdue))
			count(&c.DueSoon, is(schedule.StateDueSoon))
			count(&c.Reported, reported)
			count(&c.Unreported, lamp.Has(schedule.BadgeUnreported))
			count(&c.Red, lamp.Colour == schedule.Red)
			count(&c.Yellow, lamp.Colour == schedule.Yellow)
		}
		add(&e.attention)
		if lamp.Colour == schedule.Red || lamp.Colour == schedule.Yellow {
			e.attention.Todo++
			e.attentionIDs = append(e.attentionIDs, m.ID)
		}
		opened := !window.IsZero() && !window.After(asOf) || !m.ClockDue.IsZero() && !m.ClockDue.After(asOf) || !m.LastReportMonth.IsZero()
		if m.LeadDepartmentID == unit && slices.Contains(present, schedule.StateOpen) && opened {
			add(&e.worklist)
			count(&e.worklist.Todo, !reported)
			e.worklistIDs = append(e.worklistIDs, m.ID)
		}
	}
	return e
}

// TestEveryViewCountsTheSame: overview, worklist and attention agree with the
// lamps computed one by one, on random rows and days, past and future.
func TestEveryViewCountsTheSame(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		today := date("2017-09-30")
		w := newWorld(t, db, today.String())
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		r := rand.New(rand.NewPCG(seed, 1))
		var all []past
		for id := range int64(120) {
			all = append(all, w.randomPast(t, r, id+1, today))
		}
		days := []schedule.Date{{}, today.AddDays(-1), today.AddDays(40), date("2017-07-11"), date("2017-09-11")}
		for range 6 {
			days = append(days, today.AddDays(r.IntN(260)-200))
		}
		for _, day := range days {
			asOf := day
			if asOf.IsZero() {
				asOf = today
			}
			for _, basis := range []schedule.Basis{schedule.Current, schedule.Original} {
				w.compare(t, w.expect(t, all, asOf, today, edu, basis), day, basis)
			}
			original := w.expect(t, all, asOf, today, edu, schedule.Original)
			got, err := w.service.Overview(ctxOf("supervisor"), day)
			must(t, err)
			if b := got.Baseline; b == nil || b.ByLamp != original.lamps || b.Overdue != original.overview.Overdue {
				t.Errorf("the original plan beside the current one on %s: %+v, want %+v and %d overdue", asOf, b, original.lamps, original.overview.Overdue)
			}
		}
	})
}

func (w *world) compare(t *testing.T, want expected, day schedule.Date, basis schedule.Basis) {
	t.Helper()
	on := func(who string) context.Context { return httpapi.OnBasis(ctxOf(who), basis) }
	overview, err := w.service.Overview(on("supervisor"), day)
	must(t, err)
	if overview.Milestones != want.overview || overview.ByLamp != want.lamps {
		t.Errorf("overview on %s:\n got %+v %+v\nwant %+v %+v", day, overview.Milestones, overview.ByLamp, want.overview, want.lamps)
	}
	sum, leaders := 0, 0
	for _, d := range overview.ByDepartment {
		if d.ByLamp != want.departments[d.Department.ID] {
			t.Errorf("unit %d on %s: got %+v, want %+v", d.Department.ID, day, d.ByLamp, want.departments[d.Department.ID])
		}
		sum += d.Overdue
	}
	for _, l := range overview.ByLeader {
		leaders += l.Overdue
	}
	if sum != want.overview.Overdue || leaders != sum {
		t.Errorf("overdue on %s: %d, by unit %d, by leader %d", day, want.overview.Overdue, sum, leaders)
	}
	work, err := w.service.Worklist(on("reporter.edu"), day)
	must(t, err)
	if work.Counts != want.worklist || !slices.Equal(ids(work), want.worklistIDs) {
		t.Errorf("worklist on %s:\n got %+v %v\nwant %+v %v", day, work.Counts, ids(work), want.worklist, want.worklistIDs)
	}
	for n := 1; n < len(work.Items); n++ {
		if a, b := work.Items[n-1], work.Items[n]; !a.NeedsReport && b.NeedsReport {
			t.Errorf("on %s the reported %d stands before %d", day, a.ID, b.ID)
		}
	}
	attention, err := w.service.Attention(on("leader.edu"), day)
	must(t, err)
	if attention.Counts != want.attention || !slices.Equal(ids(attention), want.attentionIDs) {
		t.Errorf("attention on %s:\n got %+v %v\nwant %+v %v", day, attention.Counts, ids(attention), want.attention, want.attentionIDs)
	}
	for n := 1; n < len(attention.Items); n++ {
		a, b := attention.Items[n-1], attention.Items[n]
		if !a.Mine && b.Mine || a.Mine == b.Mine && a.OverdueDays < b.OverdueDays {
			t.Errorf("on %s item %d (%v, %d) stands before %d (%v, %d)", day, a.ID, a.Mine, a.OverdueDays, b.ID, b.Mine, b.OverdueDays)
		}
	}
}

// ids are the ids of the items in ascending order.
func ids(list reports.WorkList) []int64 {
	var out []int64
	for _, item := range list.Items {
		out = append(out, item.ID)
	}
	slices.Sort(out)
	return out
}

// indicator is a row of indicators as tests write it.
type indicator struct {
	ID              int64
	TaskID          int64
	Ordinal         int
	Name            string
	Type            schedule.IndicatorType
	DepartmentID    int64
	Weight          int
	Firmness        schedule.Firmness
	TargetMilli     *int64
	DueOn           schedule.Date
	Periods         *string
	MilestoneID     *int64
	ValueMilli      *int64
	ValueOn         schedule.Date
	PeriodResults   *string
	Verified        bool
	LastReportMonth schedule.Month
	LastNote        string
	CreatedAt       int64
	Version         int64
}

func (w *world) putIndicator(t testing.TB, i indicator, on schedule.Date) {
	t.Helper()
	i.Version = 1
	w.write(t, func(ctx context.Context, tx *gorm.DB) error {
		if err := tx.Table("indicators").Create(&i).Error; err != nil {
			return err
		}
		return w.db.Snapshot(ctx, tx, "indicators", "indicator_versions", i.ID, on, 0)
	})
}

func (w *world) putTask(t testing.TB, id, ordinal, department int64, on schedule.Date) {
	t.Helper()
	w.write(t, func(ctx context.Context, tx *gorm.DB) error {
		err := tx.Exec("INSERT INTO livelihood_tasks (id, year, ordinal, title, short_title, department_id, leader_post_id, created_at) VALUES (?, 2017, ?, ?, ?, ?, ?, 0)",
			id, ordinal, fmt.Sprint("实事", ordinal), fmt.Sprint(ordinal), department, leaderEdu).Error
		if err != nil {
			return err
		}
		return w.db.Snapshot(ctx, tx, "livelihood_tasks", "livelihood_task_versions", id, on, 0)
	})
}

// TestClassesAddUp: whatever the indicators are like, every task is in exactly
// one class, and board and overview name the same classes.
func TestClassesAddUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		today := date("2017-09-30")
		w := newWorld(t, db, today.String())
		r := rand.New(rand.NewPCG(7, 7))
		w.put(t, milestone{ID: 1, ProjectID: 10, LeadDepartmentID: edu, Name: "开工", BaselineOn: date("2017-06-30"), ApprovedOn: date("2017-06-30")}, date("2017-01-10"))
		const tasks = 24
		for id := range int64(tasks) {
			w.putTask(t, id+1, id+1, 1+id%3, date("2017-01-10").AddDays(r.IntN(60)))
			for n := range r.IntN(5) {
				w.putIndicator(t, randomIndicator(r, id+1, int(10*id)+n+1, n+1), date("2017-03-10").AddDays(r.IntN(150)))
			}
		}
		for _, day := range []string{"", "2017-05-11", "2017-07-20", "2017-12-31", "2018-01-10", "2017-01-01"} {
			var asOf schedule.Date
			if day != "" {
				asOf = date(day)
			}
			board, err := w.service.Board(ctxOf("reporter.edu"), 2017, asOf)
			must(t, err)
			c := board.Classes
			sum := c.Done + c.Suspended + c.Untargeted + c.Severe + c.Warning + c.Unreported + c.Ahead + c.OnSchedule
			if sum != board.Total || len(board.Tasks) != board.Total || day == "" && board.Total != tasks {
				t.Errorf("on %q the classes add up to %d of %d: %+v", day, sum, board.Total, c)
			}
			if v := w.overview(t, asOf); v.AsOf.Year() == 2017 && v.Tasks.Classes != c {
				t.Errorf("on %q board %+v, overview %+v", day, c, v.Tasks.Classes)
			}
			w.compareTasks(t, board, asOf)
		}
	})
}

// compareTasks rolls every task up again from the facts.
func (w *world) compareTasks(t *testing.T, board reports.Board, asOf schedule.Date) {
	t.Helper()
	lines, err := w.source.Lines(context.Background(), auth.Scope{All: true}, 2017, 2017, false, asOf)
	must(t, err)
	if asOf.IsZero() {
		asOf = w.clock.Today()
	}
	for _, task := range board.Tasks {
		var facts []schedule.IndicatorFacts
		for _, line := range lines {
			if line.TaskID == task.ID && line.ID != 0 {
				facts = append(facts, line.Facts)
			}
		}
		want := w.set.Task(facts, asOf, w.calendar)
		if task.Class != want.Class || task.Lamp.Colour != want.Lamp.Colour || len(task.Indicators) != len(facts) {
			t.Errorf("task %d on %s: %s %s, want %s %s", task.Ordinal, asOf, task.Class, task.Lamp.Colour, want.Class, want.Lamp.Colour)
		}
		if want.Weakest >= 0 && (task.Weakest == nil || task.Weakest.Name != facts[want.Weakest].Name || task.Weakest.Reason == "") {
			t.Errorf("task %d on %s: weakest %+v, want %s", task.Ordinal, asOf, task.Weakest, facts[want.Weakest].Name)
		}
	}
}

func randomIndicator(r *rand.Rand, task int64, id, ordinal int) indicator {
	i := indicator{ID: int64(id), TaskID: task, Ordinal: ordinal, Name: fmt.Sprint("子项", id), DepartmentID: 1 + r.Int64N(3), Weight: 1 + r.IntN(3), Firmness: schedule.Firm}
	i.Type = schedule.IndicatorTypes()[r.IntN(8)]
	switch i.Type {
	case schedule.TypeCum, schedule.TypeRate:
		i.TargetMilli = ptr(int64(100_000))
		if r.IntN(4) > 0 {
			i.ValueMilli, i.ValueOn = ptr(r.Int64N(130_000)), date("2017-03-08")
			i.LastReportMonth = schedule.MustMonth("2017-02").AddMonths(r.IntN(8))
			i.Verified = i.Type == schedule.TypeCum && *i.ValueMilli >= 100_000 && r.IntN(2) == 0
		}
	case schedule.TypeEvent, schedule.TypeStage:
		i.MilestoneID = ptr(int64(1))
	case schedule.TypeKeep:
		i.PeriodResults = ptr(`[{"month":"2017-01","met":true,"on":"2017-02-03"}]`)
	case schedule.TypeService:
		i.Periods = ptr(`["2017-03","2017-04"]`)
	case schedule.TypeOpen, schedule.TypeWords:
	}
	return i
}
