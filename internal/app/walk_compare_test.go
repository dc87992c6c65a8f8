//go:build !race

package app

import (
	"slices"
	"strings"
)

type walkLamp struct {
	Colour string
	Badges []string
}

func (l walkLamp) String() string { return l.Colour + " [" + strings.Join(l.Badges, " ") + "]" }

// lampOf is what the books say the lamp is.
func lampOf(colour string, badges []string) walkLamp { return walkLamp{colour, badges} }

// same compares two lamps; the order of badges does not matter.
func (l walkLamp) same(o walkLamp) bool {
	return l.Colour == o.Colour && slices.Equal(slices.Sorted(slices.Values(l.Badges)), slices.Sorted(slices.Values(o.Badges)))
}

type nodeSeen struct {
	ID, Version                           int64
	Lamp                                  walkLamp
	Baseline, Approved, Forecast, Reached *string
	Claimed, Suspended                    *string
	Verified                              bool
	Changes, SlipDays, OverdueDays        int
	ProgressBp                            *int
	NoChangeCount                         int
}

// compareProject asks for a project's milestones as of a day and compares every figure with the books.
func (w *walker) compareProject(p *walkProject, asOf walkDay) {
	var seen struct{ Items []nodeSeen }
	w.get(w.t, "supervisor", at("/projects/%d/milestones?asOf=%s", p.id, asOf), &seen)
	if len(seen.Items) != len(p.nodes) {
		w.t.Fatalf("%s has %d milestones, the books %d", p.code, len(seen.Items), len(p.nodes))
	}
	for _, s := range seen.Items {
		i := slices.IndexFunc(p.nodes, func(b *nodeBook) bool { return b.id == s.ID })
		b := p.nodes[i]
		w.compareNode(b, b.on(asOf), s, asOf)
	}
}

func (w *walker) compareNode(b *nodeBook, n walkNode, s nodeSeen, asOf walkDay) {
	want := lampOf(n.colour(asOf), n.badges(asOf))
	figure := -1
	if s.ProgressBp != nil {
		figure = *s.ProgressBp
	}
	late := 0
	if n.overdue(asOf) {
		late = n.late(asOf)
	}
	switch {
	case asOf == w.today && s.Version != b.version,
		!s.Lamp.same(want), s.OverdueDays != late && !n.verified && n.suspended == 0,
		dateOrNone(s.Baseline) != n.baseline, dateOrNone(s.Approved) != n.due, dateOrNone(s.Forecast) != n.forecast, dateOrNone(s.Reached) != n.reached,
		dateOrNone(s.Claimed) != n.claimed, dateOrNone(s.Suspended) != n.suspended, s.Verified != n.verified,
		s.Changes != n.changes, s.SlipDays != int(n.due-n.baseline), figure != n.progress, s.NoChangeCount != n.noChange:
		w.t.Fatalf("milestone %d on %s (today %s)\n program %+v\n books   %v version %d late %d %+v", b.id, asOf, w.today, s, want, b.version, late, n)
	}
}

type partSeen struct {
	ID, Version    int64
	Lamp           walkLamp
	ValueMilli     *int64
	PlanBp         *int
	Verified, Done bool
	NoChangeCount  int
}

type taskSeen struct {
	Lamp                     walkLamp
	Class                    string
	CompletionBp, ScheduleBp *int
	Done, Measurable, Open   int
	Indicators               []partSeen
}

// part is what the roll-up sees of an indicator on a day.
func (w *walker) part(p *partBook, asOf walkDay) walkPart {
	out := walkPart{weight: p.weight, of: 1, planDen: 1, colour: "grey"}
	switch p.kind {
	case "EVENT":
		n := p.node.on(asOf)
		out.colour, out.measured, out.suspended = n.colour(asOf), true, n.suspended != 0 && !n.verified
		out.unreported = contains(n.badges(asOf), "unreported")
		if n.verified {
			out.done = 1
		}
		if n.due != 0 && asOf > n.due {
			out.planNum = 1
		}
	case "CUM":
		c := *p
		c.walkCount = p.on(asOf)
		out.colour, out.measured, out.unreported = c.colour(asOf), true, c.unreported(asOf)
		out.done, out.of = c.done(), c.target
		out.planNum, out.planDen = c.planMonths(asOf), 12
	}
	return out
}

// compareTask compares a task and its indicators with the books.
func (w *walker) compareTask(task *walkTask, asOf walkDay) rolled {
	var seen taskSeen
	w.get(w.t, "supervisor", at("/livelihood-tasks/%d?asOf=%s", task.id, asOf), &seen)
	var parts []walkPart
	for i, p := range task.parts {
		part := w.part(p, asOf)
		parts = append(parts, part)
		w.comparePart(p, part, seen.Indicators[i], asOf)
	}
	want := rollUpOf(parts)
	if seen.Lamp.Colour != want.colour || seen.Class != want.class || seen.Done != want.done || seen.Measurable != want.measurable || seen.Open != want.open ||
		*seen.CompletionBp != want.completion || *seen.ScheduleBp != want.schedule {
		w.t.Fatalf("task %d on %s (today %s)\n program %+v completion %d schedule %d\n books   %+v", task.id, asOf, w.today, seen, *seen.CompletionBp, *seen.ScheduleBp, want)
	}
	return want
}

func (w *walker) comparePart(p *partBook, part walkPart, s partSeen, asOf walkDay) {
	c := p.on(asOf)
	value := -1
	if s.ValueMilli != nil {
		value = int(*s.ValueMilli) / 1000
	}
	wrong := s.ID != p.id || asOf == w.today && s.Version != p.version || s.Lamp.Colour != part.colour || contains(s.Lamp.Badges, "unreported") != part.unreported
	if p.kind == "CUM" {
		wrong = wrong || value != c.value || s.Verified != c.verified || s.NoChangeCount != c.noChange || *s.PlanBp != part.planNum*10_000/part.planDen ||
			contains(s.Lamp.Badges, "claimed") != (c.claimDay() != 0) || contains(s.Lamp.Badges, "madeGood") != (c.madeGood != 0 && c.madeGood == asOf.closed())
	}
	if wrong {
		w.t.Fatalf("indicator %d (%s) on %s (today %s)\n program %+v\n books   %+v version %d %+v", p.id, p.kind, asOf, w.today, s, part, p.version, c)
	}
}

// compareOriginal compares the lists by colour of the original plan with the books, which undo what was approved.
func (w *walker) compareOriginal(asOf walkDay) {
	for _, colour := range []string{"blue", "green", "yellow", "red", "grey"} {
		var want, ids []int64
		for _, p := range w.projects {
			for _, b := range p.nodes {
				if n := b.on(asOf).onBaseline(); n.colour(asOf) == colour {
					want = append(want, b.id)
				}
			}
		}
		var seen struct{ Items []struct{ ID int64 } }
		w.get(w.t, "supervisor", at("/milestones?lamp=%s&limit=200&basis=baseline&asOf=%s", colour, asOf), &seen)
		for _, m := range seen.Items {
			ids = append(ids, m.ID)
		}
		slices.Sort(ids)
		slices.Sort(want)
		if !slices.Equal(ids, want) {
			w.t.Fatalf("on the original plan %s on %s (today %s): %v, books %v", colour, asOf, w.today, ids, want)
		}
	}
}

// compareAll compares everything on a day: single items, lists by colour, projects, board, overview; totals are sums.
func (w *walker) compareAll(asOf walkDay) {
	byColour := map[string][]int64{}
	overdue, total := 0, 0
	for _, p := range w.projects {
		w.compareProject(p, asOf)
		for _, b := range p.nodes {
			n := b.on(asOf)
			byColour[n.colour(asOf)] = append(byColour[n.colour(asOf)], b.id)
			total++
			if n.overdue(asOf) {
				overdue++
			}
		}
	}
	w.compareLists(asOf, byColour, overdue)
	w.compareOverview(asOf, byColour, overdue, total)
	w.compareBoard(asOf)
	w.compareOriginal(asOf)
}

// compareLists asks for the list of each colour and of the overdue, and for the projects.
func (w *walker) compareLists(asOf walkDay, byColour map[string][]int64, overdue int) {
	type list struct {
		Items []struct {
			ID   int64
			Lamp walkLamp
		}
		Total int
	}
	for _, colour := range []string{"blue", "green", "yellow", "red", "grey"} {
		var seen list
		w.get(w.t, "supervisor", at("/milestones?lamp=%s&limit=200&count=true&asOf=%s", colour, asOf), &seen)
		var ids []int64
		for _, m := range seen.Items {
			ids = append(ids, m.ID)
		}
		slices.Sort(ids)
		want := slices.Sorted(slices.Values(byColour[colour]))
		if !slices.Equal(ids, want) || seen.Total != len(want) {
			w.t.Fatalf("list of %s on %s (today %s): %v (%d), books %v", colour, asOf, w.today, ids, seen.Total, want)
		}
	}
	var late, projects list
	w.get(w.t, "supervisor", at("/milestones?state=overdue&limit=200&count=true&asOf=%s", asOf), &late)
	if late.Total != overdue || len(late.Items) != overdue {
		w.t.Fatalf("overdue on %s (today %s): %d and %d rows, books %d", asOf, w.today, late.Total, len(late.Items), overdue)
	}
	w.get(w.t, "supervisor", at("/projects?limit=200&asOf=%s", asOf), &projects)
	lamps := map[string]int{}
	for _, seen := range projects.Items {
		i := slices.IndexFunc(w.projects, func(p *walkProject) bool { return p.id == seen.ID })
		var nodes []walkNode
		for _, b := range w.projects[i].nodes {
			nodes = append(nodes, b.on(asOf))
		}
		want, silent := projectColour(nodes, asOf)
		if silent {
			w.done["a silent project"]++
		}
		if seen.Lamp.Colour != want || len(projects.Items) != len(w.projects) {
			w.t.Fatalf("project %d of %d on %s (today %s): %s, books %s", seen.ID, len(projects.Items), asOf, w.today, seen.Lamp, want)
		}
		lamps[seen.Lamp.Colour]++
	}
	for _, colour := range []string{"blue", "green", "yellow", "red", "grey"} {
		var seen list
		w.get(w.t, "supervisor", at("/projects?lamp=%s&limit=200&count=true&asOf=%s", colour, asOf), &seen)
		if seen.Total != lamps[colour] || len(seen.Items) != lamps[colour] {
			w.t.Fatalf("projects that are %s on %s (today %s): %d and %d rows, books %d", colour, asOf, w.today, seen.Total, len(seen.Items), lamps[colour])
		}
	}
}

func (w *walker) compareOverview(asOf walkDay, byColour map[string][]int64, overdue, total int) {
	var seen struct {
		Milestones struct{ Total, Overdue int }
		ByLamp     struct{ Blue, Green, Yellow, Red, Grey int }
	}
	w.get(w.t, "supervisor", at("/overview?asOf=%s", asOf), &seen)
	got := []int{seen.Milestones.Total, seen.Milestones.Overdue, seen.ByLamp.Blue, seen.ByLamp.Green, seen.ByLamp.Yellow, seen.ByLamp.Red, seen.ByLamp.Grey}
	want := []int{total, overdue, len(byColour["blue"]), len(byColour["green"]), len(byColour["yellow"]), len(byColour["red"]), len(byColour["grey"])}
	if !slices.Equal(got, want) {
		w.t.Fatalf("overview on %s (today %s): %v, books %v", asOf, w.today, got, want)
	}
}

func (w *walker) compareBoard(asOf walkDay) {
	classes := map[string]int{}
	for _, task := range w.tasks {
		classes[w.compareTask(task, asOf).class]++
	}
	var seen struct {
		Total   int
		Classes map[string]int
		Tasks   []struct {
			ID    int64
			Class string
		}
	}
	w.get(w.t, "supervisor", at("/board?year=%d&asOf=%s", walkYear, asOf), &seen)
	sum := 0
	for class, n := range seen.Classes {
		sum += n
		if classes[class] != n {
			w.t.Fatalf("board on %s (today %s): %v, books %v", asOf, w.today, seen.Classes, classes)
		}
	}
	if sum != len(w.tasks) || seen.Total != sum {
		w.t.Fatalf("board on %s: %d of %d tasks in classes", asOf, sum, seen.Total)
	}
}
