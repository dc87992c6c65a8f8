package demo

import (
	"fmt"
	"slices"
	"strings"

	"guatu/internal/schedule"
)

// ledger checks the projects: one entry for each work that became one, and names that point at something.
func (c *checker) ledger() {
	lists := map[string]bool{}
	for _, l := range c.plan.Ledger.Lists {
		lists[l.Code] = true
	}
	entries := map[string]int{}
	for _, project := range c.plan.Ledger.Projects {
		entries[project.Code]++
	}
	for _, w := range c.plan.Catalogue.Works {
		want := 0
		if w.As == AsProject {
			want = 1
		}
		if entries[w.ID] != want {
			c.add("%s is %s: wants %d projects, has %d", w.ID, w.As, want, entries[w.ID])
		}
	}
	seen := map[string]bool{}
	for i := range c.plan.Ledger.Projects {
		project := &c.plan.Ledger.Projects[i]
		c.project(project, seen)
		seen[project.Code] = true
		for _, l := range project.Lists {
			if !lists[l] {
				c.add("%s: unknown list %q", project.Code, l)
			}
		}
		for j := range project.Nodes {
			c.node(project, &project.Nodes[j])
		}
	}
}

// project checks one entry; seen are the codes before it, so that a parent stands before its parts.
func (c *checker) project(p *Project, seen map[string]bool) {
	if seen[p.Code] {
		c.add("%s: twice", p.Code)
	}
	if c.ids[p.Code] != "work" {
		c.id(p.Code, "project")
	}
	if p.Name == "" || p.Sector == "" || p.Ref == "" {
		c.add("%s: not of the catalogue, so it needs name, sector and ref", p.Code)
	}
	c.section(p.Code, p.Section)
	c.quote(p.Code, p.Words)
	c.unit(p.Code, p.Lead)
	for _, co := range p.Co {
		c.unit(p.Code, co)
	}
	c.leader(p.Code, p.Leader)
	if p.Parent != "" && !seen[p.Parent] {
		c.add("%s: its parent %q does not stand before it", p.Code, p.Parent)
	}
	if p.Money != nil {
		c.money(p)
	}
}

func (c *checker) money(p *Project) {
	m := p.Money
	if m.Year <= 0 || m.Total < m.Year {
		c.add("%s: plan of the year %d and total %d", p.Code, m.Year, m.Total)
	}
	if len(m.Monthly) > 0 && (len(m.Monthly) != 12 || !slices.IsSorted(m.Monthly) || m.Monthly[11] != m.Year) {
		c.add("%s: the monthly plan wants 12 figures that never fall and end at the plan of the year", p.Code)
	}
}

func (c *checker) unit(where, code string) {
	if !c.units[code] {
		c.add("%s: unknown department %q", where, code)
	}
}

func (c *checker) leader(where, code string) {
	if post, ok := c.posts[code]; !ok || post.Department != "" {
		c.add("%s: %q is no leader's post", where, code)
	}
}

// node checks that a node of the report has no invented end, and an invented one does not pretend to be of the report.
func (c *checker) node(p *Project, n *Node) {
	at := p.Code + "/" + n.Name
	if c.nodes[at] != nil || n.Name == "" {
		c.add("%s: twice or without a name", at)
	}
	c.nodes[at] = n
	switch {
	case n.From != FromReport && n.From != FromSample:
		c.add("%s: from %q", at, n.From)
	case n.From == FromReport:
		c.quote(at, n.Words)
		if n.SampleDue == (n.Due == c.plan.yearEnd()) {
			c.add("%s: the report gives no date, an invented one is marked sampleDue", at)
		}
	case n.Due.IsZero() || n.Words != "" || n.SampleDue:
		c.add("%s: an invented node needs a day and has no words", at)
	}
	if n.Due.Year() != c.plan.Catalogue.Source.Year || n.Start.After(n.Due) {
		c.add("%s: starts %s, due %s", at, n.Start, n.Due)
	}
	c.firmness(at, n.Firmness)
}

func (c *checker) firmness(at string, f schedule.Firmness) {
	if f != "" && f != schedule.Firm && f != schedule.Aim {
		c.add("%s: firmness %q", at, f)
	}
}

// tasks checks the ten tasks: every sub-item has its words and the type that its kind asks for.
func (c *checker) tasks() {
	for i, task := range c.plan.Tasks.Tasks {
		at := fmt.Sprintf("task %d", task.No)
		if task.No != i+1 || task.Title == "" || task.Short == "" || len(task.Items) == 0 {
			c.add("%s: out of order or incomplete", at)
		}
		c.quote(at, task.Words)
		c.unit(at, task.Lead)
		c.leader(at, task.Leader)
		for j := range task.Items {
			item := &c.plan.Tasks.Tasks[i].Items[j]
			if item.ID != fmt.Sprintf("%d.%d", task.No, j+1) {
				c.add("%s: item %q out of order", at, item.ID)
			}
			c.item(task, item)
		}
	}
	for _, d := range c.plan.Catalogue.Defects {
		for _, id := range d.Concerns {
			if c.ids[id] == "" && c.items[id] == nil {
				c.add("%s concerns the unknown %q", d.ID, id)
			}
		}
	}
}

// typeOf lists the types an item can have by the kind the report gives it.
func typeOf(kind string) []string {
	switch kind {
	case "count":
		return []string{"CUM", "KEEP"}
	case "milestone":
		return []string{"EVENT", "STAGE"}
	case "rate":
		return []string{"RATE"}
	case "continuing":
		return []string{"OPEN"}
	case "slogan":
		return []string{"WORDS"}
	}
	return nil
}

func (c *checker) item(task Task, item *Item) {
	c.items[item.ID] = item
	c.quote(item.ID, item.Words)
	if !strings.Contains(task.Words, item.Words) {
		c.add("%s: its words are not those of its task", item.ID)
	}
	if !slices.Contains(typeOf(item.Kind), item.Type) {
		c.add("%s: a %s can not be %s", item.ID, item.Kind, item.Type)
	}
	if item.Lead != "" {
		c.unit(item.ID, item.Lead)
	}
	c.firmness(item.ID, item.Firmness)
	measured := item.Type == "CUM" || item.Type == "KEEP" || item.Type == "RATE"
	if _, err := milli(item.Target); measured != (err == nil) || measured != (item.Unit != "") {
		c.add("%s: target %q and unit %q do not fit the type %s", item.ID, item.Target, item.Unit, item.Type)
	}
	if (item.Type == "KEEP") != (item.Periods == "monthly") {
		c.add("%s: periods are for KEEP", item.ID)
	}
	c.pointer(item)
}

// pointer checks where an EVENT or a STAGE is reported.
func (c *checker) pointer(item *Item) {
	points := item.Type == "EVENT" || item.Type == "STAGE"
	node := c.nodes[item.Milestone]
	switch {
	case !points:
		if item.Milestone != "" || item.Ladder != "" || item.Stage != "" {
			c.add("%s: only EVENT and STAGE point at a milestone", item.ID)
		}
		return
	case node == nil || !strings.HasPrefix(item.Milestone, item.Project+"/"):
		c.add("%s: unknown milestone %q", item.ID, item.Milestone)
		return
	case node.From != FromReport:
		c.add("%s: points at the invented milestone %s", item.ID, item.Milestone)
	}
	if node.Firmness == schedule.Aim != (item.Firmness == schedule.Aim) {
		c.add("%s: the firmness of the item and of its milestone differ", item.ID)
	}
	stage := func(s Stage) bool { return s.Name == item.Stage }
	if item.Type == "STAGE" != slices.ContainsFunc(c.plan.Tasks.Ladders[item.Ladder], stage) || node.Stage != item.Stage {
		c.add("%s: stage %q of ladder %q is not that of its milestone", item.ID, item.Stage, item.Ladder)
	}
}
