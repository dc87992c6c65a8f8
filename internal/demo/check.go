package demo

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"guatu/internal/schedule"
)

// checker collects faults, so that a reviewer sees all of them at once.
type checker struct {
	plan   *Plan
	faults []error
	ids    map[string]string // every id of the report's items, and what it is
	units  map[string]bool
	posts  map[string]Post
	nodes  map[string]*Node // "<project>/<node>"
	items  map[string]*Item
}

func (c *checker) add(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf("demo: "+format, args...))
}

// check lists everything that is wrong with the plan.
func (p *Plan) check() error {
	c := &checker{plan: p, ids: map[string]string{}, units: map[string]bool{}, posts: map[string]Post{},
		nodes: map[string]*Node{}, items: map[string]*Item{}}
	c.catalogue()
	c.people()
	c.ledger()
	c.tasks()
	c.story()
	c.samples()
	return errors.Join(c.faults...)
}

// yearEnd is the due day of what has no date of its own.
func (p *Plan) yearEnd() schedule.Date {
	return schedule.MustDate(fmt.Sprintf("%04d-12-31", p.Catalogue.Source.Year))
}

// id notes an id; two items can not share one.
func (c *checker) id(id, what string) {
	if id == "" {
		c.add("%s without id", what)
	} else if before, taken := c.ids[id]; taken {
		c.add("%s: id of a %s and of a %s", id, before, what)
	}
	c.ids[id] = what
}

// quote wants the words to stand in the report, letter for letter.
func (c *checker) quote(id string, words ...string) {
	for _, w := range words {
		if w == "" || !strings.Contains(c.plan.Report, w) {
			c.add("%s: %q does not stand in the report", id, w)
		}
	}
}

func (c *checker) section(id, section string) {
	if c.plan.Catalogue.Sections[section] == "" {
		c.add("%s: unknown section %q", id, section)
	}
}

func (c *checker) catalogue() {
	book := c.plan.Catalogue
	if book.Source.District == "" || book.Source.Title == "" || book.Source.Publisher == "" || book.Source.Published.IsZero() || book.Source.Year == 0 {
		c.add("catalogue: the source needs title, publisher, published and year")
	}
	for _, w := range book.Works {
		c.id(w.ID, "work")
		c.section(w.ID, w.Section)
		c.quote(w.ID, append([]string{w.Words}, w.Also...)...)
		if w.Name == "" || !slices.Contains(Decisions(), w.As) {
			c.add("%s: needs a name and a decision, has %q", w.ID, w.As)
		}
	}
	for _, t := range book.Targets {
		c.id(t.ID, "target")
		c.quote(t.ID, t.Words)
		if (t.Value == "") != (t.Comparator == "") {
			c.add("%s: value and comparator go together", t.ID)
		}
	}
	for _, a := range book.Actuals {
		c.id(a.ID, "actual")
		c.quote(a.ID, a.Words)
	}
	for _, s := range book.Systems {
		c.id(s.ID, "system")
		c.section(s.ID, s.Section)
		c.quote(s.ID, s.Words)
	}
	for _, d := range book.Defects {
		c.id(d.ID, "defect")
		c.quote(d.ID, d.Words)
	}
	for _, w := range book.Works {
		if (w.As == AsTarget) != (w.Item != "") || w.As == AsTarget && c.ids[w.Item] != "target" {
			c.add("%s: a target names its item, nothing else does", w.ID)
		}
	}
}

func (c *checker) people() {
	for _, d := range c.plan.Units.Departments {
		if d.Code == "" || d.Name == "" || d.Short == "" || c.units[d.Code] {
			c.add("department %q: incomplete or twice", d.Code)
		}
		c.units[d.Code] = true
	}
	for _, p := range c.plan.Units.Posts {
		if _, twice := c.posts[p.Code]; twice || p.Code == "" || p.Name == "" || p.Role == "" {
			c.add("post %q: incomplete or twice", p.Code)
		}
		if p.Department != "" && !c.units[p.Department] {
			c.add("post %s: unknown department %q", p.Code, p.Department)
		}
		c.posts[p.Code] = p
	}
	names := map[string]bool{}
	for _, u := range c.plan.Units.Users {
		if u.Username == "" || u.Name == "" || names[u.Username] {
			c.add("user %q: incomplete or twice", u.Username)
		}
		names[u.Username] = true
		for _, h := range u.Holds {
			if _, known := c.posts[h.Post]; !known || h.From.IsZero() || !h.To.IsZero() && h.To.Before(h.From) {
				c.add("user %s: holding of %q is not possible", u.Username, h.Post)
			}
		}
	}
}

// samples wants every file of invented data to say so.
func (c *checker) samples() {
	for name, said := range map[string]bool{"units.yaml": c.plan.Units.Sample, "projects.yaml": c.plan.Ledger.Sample,
		"tasks.yaml": c.plan.Tasks.Sample, "story.yaml": c.plan.Story.Sample} {
		if !said {
			c.add("%s: sample data that does not say so", name)
		}
	}
}
