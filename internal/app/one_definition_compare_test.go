//go:build !race

package app

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"guatu/internal/schedule"
)

// lampSeen is a lamp as the API shows it.
type lampSeen struct {
	Colour, Rule, Reason string
	Badges               []string
}

// rowSeen is a row of any list with a lamp.
type rowSeen struct {
	ID             int64
	Name, Code     string
	Lamp           lampSeen
	BaselineColour string
	OverdueDays    int
	States         []string
	Class          string
	CompletionBp   *int
	Indicators     []rowSeen
	Basis          string
}

// plan is everything with a lamp on one day and one plan.
type planSeen struct {
	day                         schedule.Date
	query                       string
	milestones, projects, tasks []rowSeen
}

func (h *historian) onBothPlans(day schedule.Date) {
	now, original := h.read(day, schedule.Current), h.read(day, schedule.Original)
	for _, plan := range []planSeen{now, original} {
		h.milestonesAgree(plan)
		h.projectsAgree(plan)
		h.tasksAgree(plan)
	}
	// What the current plan says of the original one is what the original one says of itself.
	for _, pair := range [][2][]rowSeen{{now.milestones, original.milestones}, {now.projects, original.projects}, {now.tasks, original.tasks}} {
		colours := map[int64]string{}
		for _, row := range pair[1] {
			colours[row.ID] = row.Lamp.Colour
			h.same(original.query, "baselineColour of itself", row.BaselineColour, row.Lamp.Colour)
		}
		for _, row := range pair[0] {
			h.same(now.query, fmt.Sprint("baselineColour of ", row.Name, row.ID), row.BaselineColour, colours[row.ID])
		}
	}
	var overview struct {
		Baseline struct {
			Overdue int
			ByLamp  map[string]int
			Classes map[string]int
		}
	}
	h.get(h.t, "supervisor", "/overview?"+now.query, &overview)
	h.same(now.query, "the original plan in the overview", overview.Baseline.ByLamp, counted(original.milestones))
	h.same(now.query, "overdue on the original plan in the overview", overview.Baseline.Overdue, len(in("overdue", original.milestones)))
	if day.Year() == 2017 {
		h.same(now.query, "classes of the original plan in the overview", nonZero(overview.Baseline.Classes), classesOfTasks(original.tasks))
	}
}

func (h *historian) read(day schedule.Date, basis schedule.Basis) planSeen {
	v := planSeen{day: day, query: fmt.Sprintf("asOf=%s&basis=%s", day, basis)}
	v.milestones, v.projects = h.all("/milestones?"+v.query), h.all("/projects?"+v.query)
	v.tasks = h.all(fmt.Sprintf("/livelihood-tasks?year=2017&%s", v.query))
	if len(v.milestones) == 0 || len(v.projects) == 0 || len(v.tasks) == 0 {
		h.t.Fatalf("nothing to compare on %s", v.query)
	}
	for kind, path := range map[string]string{"milestones": "/milestones?limit=200&", "projects": "/projects?limit=200&", "tasks": "/livelihood-tasks?year=2017&"} {
		h.countSets(kind, path+v.query)
	}
	for _, row := range slices.Concat(v.milestones, v.projects, v.tasks) {
		if row.Basis != string(basis) || (basis == schedule.Original) != strings.Contains(row.Lamp.Reason, "按原计划：") {
			h.t.Errorf("%s: %s says %q: %s", v.query, row.Name, row.Basis, row.Lamp.Reason)
		}
	}
	return v
}

// countSets notes which rule sets decided.
func (h *historian) countSets(kind, path string) {
	type decided struct{ Lamp struct{ RuleSet string } }
	var page struct {
		Items []struct {
			decided
			Indicators []decided
		}
	}
	h.get(h.t, "supervisor", path, &page)
	for _, row := range page.Items {
		for _, one := range append(row.Indicators, row.decided) {
			h.decided[kind+" "+one.Lamp.RuleSet]++
		}
	}
}

// all reads every page of a list; what has no pages comes whole.
func (h *historian) all(path string) (out []rowSeen) {
	for cursor := ""; ; {
		var page struct {
			Items      []rowSeen
			NextCursor string
		}
		paged := path + "&limit=200&cursor=" + cursor
		if strings.HasPrefix(path, "/livelihood-tasks") {
			paged = path
		}
		h.get(h.t, "supervisor", paged, &page)
		out = append(out, page.Items...)
		if cursor = page.NextCursor; cursor == "" {
			return out
		}
	}
}

func (h *historian) same(query, what string, got, want any) {
	h.t.Helper()
	if !reflect.DeepEqual(got, want) {
		h.t.Errorf("%s: %s\n got %v\nwant %v", query, what, got, want)
	}
}

func counted(rows []rowSeen) map[string]int {
	out := map[string]int{}
	for _, colour := range schedule.Colours() {
		out[string(colour)] = 0
	}
	for _, row := range rows {
		out[row.Lamp.Colour]++
	}
	return out
}

func nonZero(counts map[string]int) map[string]int {
	maps.DeleteFunc(counts, func(_ string, n int) bool { return n == 0 })
	return counts
}

func classesOfTasks(tasks []rowSeen) map[string]int {
	out := map[string]int{}
	for _, task := range tasks {
		out[task.Class]++
	}
	return out
}

func in(state string, rows []rowSeen) (ids []int64) {
	for _, row := range rows {
		if slices.Contains(row.States, state) {
			ids = append(ids, row.ID)
		}
	}
	return ids
}

func idsIn(rows []rowSeen, colour string) (ids []int64) {
	for _, row := range rows {
		if colour == "" || row.Lamp.Colour == colour {
			ids = append(ids, row.ID)
		}
	}
	return ids
}

// sample is some of the rows: each read alone is a request.
func (h *historian) sample(rows []rowSeen, most int) []rowSeen {
	rows = slices.Clone(rows)
	h.rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return rows[:min(len(rows), most)]
}

func (h *historian) milestonesAgree(v planSeen) {
	for _, row := range h.sample(v.milestones, 40) {
		var one rowSeen
		h.get(h.t, "supervisor", fmt.Sprintf("/milestones/%d?%s", row.ID, v.query), &one)
		h.same(v.query, "one milestone", one, row)
	}
	for _, colour := range schedule.Colours() {
		h.same(v.query, "the list of "+string(colour), idsIn(h.all(fmt.Sprintf("/milestones?lamp=%s&%s", colour, v.query)), ""), idsIn(v.milestones, string(colour)))
	}
	for _, state := range []string{"overdue", "dueSoon", "open", "claimed", "suspended", "undated", "done"} {
		h.same(v.query, "the list of "+state, idsIn(h.all(fmt.Sprintf("/milestones?state=%s&%s", state, v.query)), ""), in(state, v.milestones))
	}
	var overview struct {
		Milestones struct{ Total, Overdue int }
		ByLamp     map[string]int
		Tasks      struct{ Classes map[string]int }
	}
	h.get(h.t, "supervisor", "/overview?"+v.query, &overview)
	h.same(v.query, "the overview", overview.ByLamp, counted(v.milestones))
	h.same(v.query, "the overview's totals", []int{overview.Milestones.Total, overview.Milestones.Overdue}, []int{len(v.milestones), len(in("overdue", v.milestones))})
	if v.day.Year() == 2017 { // the overview has the tasks of the year of its day
		h.same(v.query, "the overview's classes", nonZero(overview.Tasks.Classes), classesOfTasks(v.tasks))
	}
	var want [][]string
	for _, row := range v.milestones {
		want = append(want, []string{row.Name, lampName(row), row.Lamp.Reason, strconv.Itoa(row.OverdueDays)})
	}
	h.same(v.query, "the file of milestones", h.csv("/exports/milestones.csv?columns=name,lamp,reason,overdueDays&"+v.query), want)
}

func (h *historian) projectsAgree(v planSeen) {
	for _, row := range h.sample(v.projects, 12) {
		var one rowSeen
		h.get(h.t, "supervisor", fmt.Sprintf("/projects/%d?%s", row.ID, v.query), &one)
		h.same(v.query, "one project", one, row)
	}
	var choices struct {
		Lamps []struct {
			Colour string
			Count  int
		}
	}
	h.get(h.t, "supervisor", "/projects/choices?"+v.query, &choices)
	for _, c := range choices.Lamps {
		ids := idsIn(v.projects, c.Colour)
		h.same(v.query, "the choices of "+c.Colour, c.Count, len(ids))
		h.same(v.query, "the projects that are "+c.Colour, idsIn(h.all(fmt.Sprintf("/projects?lamp=%s&%s", c.Colour, v.query)), ""), ids)
	}
	h.wallAgrees(v)
	var want [][]string
	for _, row := range v.projects {
		want = append(want, []string{row.Code, lampName(row)})
	}
	h.same(v.query, "the file of projects", h.csv("/exports/projects.csv?columns=code,lamp&"+v.query), want)
}

func (h *historian) wallAgrees(v planSeen) {
	var wall struct {
		Rows []struct {
			ProjectID int64
			Lamp      lampSeen
			Nodes     []struct {
				ID          int64
				Colour      string
				OverdueDays int
			}
		}
	}
	h.get(h.t, "supervisor", "/wall?year=2017&"+v.query, &wall)
	lamps, colours := map[int64]lampSeen{}, map[int64]string{}
	for _, row := range v.projects {
		lamps[row.ID] = row.Lamp
	}
	for _, row := range v.milestones {
		colours[row.ID] = row.Lamp.Colour
	}
	for _, row := range wall.Rows {
		h.same(v.query, fmt.Sprint("project on the wall ", row.ProjectID), row.Lamp, lamps[row.ProjectID])
		for _, node := range row.Nodes {
			if colour, listed := colours[node.ID]; listed { // what left the plan stands on the wall and in no list
				h.same(v.query, fmt.Sprint("milestone on the wall ", node.ID), node.Colour, colour)
			}
		}
	}
	if len(wall.Rows) == 0 {
		h.t.Errorf("%s: an empty wall", v.query)
	}
}

func (h *historian) tasksAgree(v planSeen) {
	var board struct {
		Tasks []struct {
			rowSeen
			Baseline struct{ Colour, Class string }
		}
	}
	h.get(h.t, "supervisor", "/board?year=2017&"+v.query, &board)
	h.same(v.query, "tasks on the board", len(board.Tasks), len(v.tasks))
	var want [][]string
	for n, row := range v.tasks {
		var one rowSeen
		h.get(h.t, "supervisor", fmt.Sprintf("/livelihood-tasks/%d?%s", row.ID, v.query), &one)
		h.same(v.query, "one task", one, row)
		on := board.Tasks[n]
		h.same(v.query, "a task on the board", []any{on.ID, on.Lamp, on.Class, on.CompletionBp, on.Baseline.Colour}, []any{row.ID, row.Lamp, row.Class, row.CompletionBp, row.BaselineColour})
		for m, part := range row.Indicators {
			h.same(v.query, "an indicator on the board", on.Indicators[m].Lamp, part.Lamp)
		}
		for _, part := range h.sample(row.Indicators, 2) {
			var alone rowSeen
			h.get(h.t, "supervisor", fmt.Sprintf("/indicators/%d?%s", part.ID, v.query), &alone)
			h.same(v.query, "one indicator", alone, part)
		}
		want = append(want, []string{lampName(row), percentOf(row.CompletionBp)})
	}
	h.same(v.query, "the file of tasks", h.csv("/exports/tasks.csv?year=2017&columns=taskLamp,completion&"+v.query), want)
}

func percentOf(bp *int) string {
	if bp == nil {
		return ""
	}
	return strconv.FormatFloat(float64(*bp)/100, 'f', 2, 64)
}

func lampName(row rowSeen) string { return schedule.Colour(row.Lamp.Colour).Name(schedule.Chinese) }

// csv reads a file without its two heads.
func (h *historian) csv(path string) [][]string {
	got := h.do(h.t, call{path: path, as: "supervisor"})
	if got.status != http.StatusOK {
		h.t.Fatalf("%s: %d %s", path, got.status, got.body)
	}
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(got.body, []byte("\uFEFF"))))
	reader.FieldsPerRecord = -1
	lines, err := reader.ReadAll()
	if err != nil || len(lines) < 2 {
		h.t.Fatalf("%s: %v\n%s", path, err, got.body)
	}
	return lines[2:]
}
