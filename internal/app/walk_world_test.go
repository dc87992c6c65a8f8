//go:build !race

package app

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// walkYear is a plan year no working-day calendar is known of, so that Monday to Friday count.
const walkYear = 2031

// walker walks at random and keeps its own books of everything it did.
type walker struct {
	*desk
	rng      *rand.Rand
	today    walkDay
	projects []*walkProject
	tasks    []*walkTask
	done     map[string]int // commands by name and outcome
}

type walkProject struct {
	id    int64
	code  string
	unit  string
	quiet bool // hardly anybody reports on it
	nodes []*nodeBook
}

// nodeBook is a milestone with its identity, what waits on it, and what it was at the end of every day something moved.
type nodeBook struct {
	walkNode
	id, version int64
	project     *walkProject
	report      *walkReport
	requests    map[string]*walkRequest // undecided, by kind
	past        []nodeOn
}

type nodeOn struct {
	day walkDay
	walkNode
}

// walkReport is a report that was sent in; state as the API says it.
type walkReport struct {
	id, version    int64
	state, author  string
	progress       int // −1: none
	forecast, sent walkDay
	noChange       bool
	claim          bool
	proven         bool // the claim has its evidence
	month          walkMonth
	undo           func()
	approver       string
}

type walkTask struct {
	id    int64
	unit  string
	parts []*partBook
}

// partBook is an indicator: one that counts, one that follows a milestone, or one without a target.
type partBook struct {
	walkCount
	id, version int64
	kind        string
	node        *nodeBook
	task        *walkTask
	report      *walkReport
	past        []countOn
}

type countOn struct {
	day walkDay
	walkCount
}

// newWalker takes the people of the demonstration, clears their desks, and plans a year for them.
func newWalker(t *testing.T, seed uint64) *walker {
	w := &walker{desk: &desk{program: boot(t, true, database.SQLite), t: t}, rng: rand.New(rand.NewPCG(seed, 2031)), done: map[string]int{}}
	w.clear()
	w.setDay(walkDate("2031-01-04"))
	w.plan()
	w.freeze()
	return w
}

// clear takes every business row away; people, posts and rights stay.
func (w *walker) clear() {
	tables := []string{"reports", "indicator_versions", "indicators", "livelihood_task_versions", "livelihood_tasks", "milestone_versions", "milestones",
		"project_units", "project_lists", "source_items", "project_versions", "projects", "plan_years"}
	err := w.db.Tx(w.t.Context(), func(_ context.Context, tx *gorm.DB) error {
		for _, table := range tables {
			if err := tx.Exec("DELETE FROM " + table).Error; err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *walker) setDay(d walkDay) {
	w.today = d
	w.clock.SetToday(schedule.MustDate(d.String()))
}

// plan makes twelve projects with four milestones each and five tasks, as the supervision office would.
func (w *walker) plan() {
	for i, unit := range slices.Repeat([]string{"edu", "build"}, 6) {
		p := &walkProject{code: at("W-%02d", i), unit: unit, quiet: i >= 10}
		leader := map[string]string{"edu": "leader.edu", "build": "leader.chief"}[unit]
		p.id = w.made("/projects", map[string]any{"code": p.code, "name": at("项目%d", i), "planYear": walkYear, "leadDepartmentId": w.unit(unit),
			"leaderPostId": w.id(w.t, "SELECT id FROM posts WHERE code = ?", leader)})
		for n := range 4 {
			p.nodes = append(p.nodes, w.planNode(p, n))
		}
		w.projects = append(w.projects, p)
	}
	for i, unit := range []string{"edu", "build", "edu", "build", "edu"} {
		w.planTask(i, unit)
	}
}

func (w *walker) unit(code string) int64 {
	return w.id(w.t, "SELECT id FROM departments WHERE code = ?", code)
}

func (w *walker) planNode(p *walkProject, ordinal int) *nodeBook {
	due := walkDate("2031-01-20") + walkDay(ordinal*80+w.rng.IntN(70))
	if p.quiet { // nothing is late before it is silent, and all of it belongs to the year
		due = min(due+100, walkDate("2031-12-25"))
	}
	b := &nodeBook{project: p, version: 1, requests: map[string]*walkRequest{}, walkNode: walkNode{weight: 1 + w.rng.IntN(4), key: w.rng.IntN(3) == 0, aim: w.rng.IntN(5) == 0, baseline: due, due: due,
		progress: -1, entered: w.today.month()}}
	body := map[string]any{"projectId": p.id, "name": at("节点%d", ordinal), "weight": b.weight, "key": b.key, "baseline": due.String()}
	if b.aim {
		body["firmness"] = "aim"
	}
	if p.quiet || w.rng.IntN(3) == 0 {
		b.start = due - walkDay(20+w.rng.IntN(100))
		if p.quiet { // long enough to be silent for months before it is late
			b.start = due - 150
		}
		body["plannedStart"] = b.start.String()
	}
	b.id = w.made("/milestones", body)
	w.stampNode(b)
	return b
}

func (w *walker) planTask(ordinal int, unit string) {
	task := &walkTask{unit: unit}
	task.id = w.made("/livelihood-tasks", map[string]any{"year": walkYear, "ordinal": ordinal + 1, "title": at("实事%d", ordinal), "departmentId": w.unit(unit)})
	for n := range 2 {
		p := &partBook{kind: "CUM", task: task, version: 1, walkCount: walkCount{target: (1 + w.rng.IntN(40)) * 10, value: -1, weight: 1 + w.rng.IntN(3), year: walkYear}}
		p.id = w.made("/indicators", map[string]any{"taskId": task.id, "name": at("累计%d", n), "type": "CUM", "unit": "个", "weight": p.weight, "targetMilli": p.target * 1000})
		task.parts = append(task.parts, p)
		w.stampPart(p)
	}
	event := &partBook{kind: "EVENT", task: task, version: 1, walkCount: walkCount{weight: 2}}
	event.node = w.projects[ordinal].nodes[1]
	event.id = w.made("/indicators", map[string]any{"taskId": task.id, "name": "开通", "type": "EVENT", "weight": 2, "milestoneId": event.node.id})
	task.parts = append(task.parts, event)
	if ordinal%2 == 0 {
		open := &partBook{kind: "OPEN", task: task, version: 1, walkCount: walkCount{weight: 1}}
		open.id = w.made("/indicators", map[string]any{"taskId": task.id, "name": "加快推进", "type": "OPEN"})
		task.parts = append(task.parts, open)
	}
	w.tasks = append(w.tasks, task)
}

// freeze takes two people.
func (w *walker) freeze() {
	for _, step := range []struct{ act, as string }{{"propose", "supervisor"}, {"freeze", "supervisor.2"}} {
		var plan struct{ Version int64 }
		w.get(w.t, "supervisor", at("/plans/%d", walkYear), &plan)
		got := w.do(w.t, call{method: http.MethodPost, path: at("/plans/%d/%s", walkYear, step.act), as: step.as, etag: etag(plan.Version), key: step.act, body: "{}"})
		w.want(got, step.act, http.StatusOK, "")
	}
}

// stampNode keeps what the milestone is from today on.
func (w *walker) stampNode(b *nodeBook) { b.past = append(b.past, nodeOn{w.today, b.copy()}) }

func (w *walker) stampPart(p *partBook) { p.past = append(p.past, countOn{w.today, p.walkCount}) }

// on is the milestone as the books had it on the day.
func (b *nodeBook) on(day walkDay) walkNode {
	for _, was := range slices.Backward(b.past) {
		if was.day <= day {
			return was.walkNode
		}
	}
	return walkNode{}
}

func (p *partBook) on(day walkDay) walkCount {
	for _, was := range slices.Backward(p.past) {
		if was.day <= day {
			return was.walkCount
		}
	}
	return walkCount{}
}
