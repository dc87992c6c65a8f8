package demo

import (
	"slices"

	"guatu/internal/schedule"
)

// cutoffDay is the day of the month up to which a report still counts for the month before.
const cutoffDay = 5

// story checks that the invented year can be played: names that exist, days in order, one open report at a time.
func (c *checker) story() {
	s := c.plan.Story
	if s.Plan.IsZero() || !s.Plan.Before(s.Demo) {
		c.add("story: plan %s, demo %s", s.Plan, s.Demo)
	}
	for i, m := range s.Months {
		inTime := m.Submit.MonthOf() == m.Month.Next() && m.Submit.Day() <= cutoffDay
		if !inTime || m.Decide.Before(m.Submit) || i > 0 && m.Month != s.Months[i-1].Month.Next() {
			c.add("story: month %s is submitted on %s and decided on %s", m.Month, m.Submit, m.Decide)
		}
		if early := m.Close.MonthOf() != m.Month.Next() || m.Close.Day() <= cutoffDay || !m.Close.After(m.Decide); !m.Close.IsZero() && early {
			c.add("story: month %s is closed on %s", m.Month, m.Close)
		}
	}
	told := map[string]bool{}
	for _, n := range s.Nodes {
		if c.nodes[n.At] == nil || told[n.At] {
			c.add("story: %s is unknown or told twice", n.At)
			continue
		}
		told[n.At] = true
		c.nodeStory(n)
	}
	for _, r := range s.Readings {
		c.readingStory(r)
	}
	for _, m := range s.Money {
		c.moneyStory(m)
	}
	for _, e := range s.Events {
		c.happening(e)
	}
}

func (c *checker) nodeStory(n NodeStory) {
	first, last := ends(n.Progress)
	if first < 1 || last > 12 {
		c.add("story: %s: progress in the months %d to %d", n.At, first, last)
	}
	if opens := c.nodes[n.At].opens(); first < opens.MonthOf().Number() {
		c.add("story: %s: progress in month %d, but it is only reported from %s", n.At, first, opens)
	}
	for month, percent := range n.Progress {
		if percent < 0 || percent > 100 {
			c.add("story: %s: %d%% in month %d", n.At, percent, month)
		}
	}
	end := last
	if !n.Done.IsZero() {
		end = n.Done.MonthOf().Number()
		if n.Done.Day() <= cutoffDay || last >= end || n.Done.After(c.plan.Story.Demo) {
			c.add("story: %s: done on %s, reported until month %d", n.At, n.Done, last)
		}
	}
	if !n.Verified.IsZero() && (n.Done.IsZero() || !n.Verified.After(n.Done)) {
		c.add("story: %s: verified on %s, done on %s", n.At, n.Verified, n.Done)
	}
	for month := range n.Notes {
		if month > end || slices.Contains(n.Silent, month) {
			c.add("story: %s: a note in month %d, where nothing is reported", n.At, month)
		}
	}
	for month, day := range n.Forecast {
		if _, reported := n.Progress[month]; !reported || day.IsZero() {
			c.add("story: %s: a forecast in month %d without a figure", n.At, month)
		}
	}
}

func (c *checker) readingStory(r ReadingStory) {
	item := c.items[r.At]
	if item == nil || !slices.Contains([]string{"CUM", "KEEP", "RATE"}, item.Type) {
		c.add("story: %s has no readings", r.At)
		return
	}
	if (item.Type == "RATE") != (len(r.Parts) > 0) || (len(r.Values) > 0) == (len(r.Parts) > 0) {
		c.add("story: %s: a rate has parts, everything else has values", r.At)
	}
	for month, figure := range r.Values {
		if v, err := milli(figure); err != nil || v < 0 {
			c.add("story: %s, month %d: %q", r.At, month, figure)
		}
	}
	for month, ratio := range r.Parts {
		if _, _, err := parts(ratio); err != nil {
			c.add("story: %s, month %d: %v", r.At, month, err)
		}
	}
}

func (c *checker) moneyStory(m MoneyStory) {
	for _, p := range c.plan.Ledger.Projects {
		if p.Code != m.Project {
			continue
		}
		if first, _ := ends(m.Done); p.Money == nil || first == 0 {
			c.add("story: %s has no plan of investment", m.Project)
		}
		return
	}
	c.add("story: investment of the unknown %s", m.Project)
}

func (c *checker) happening(e Happening) {
	if e.On.Before(c.plan.Story.Plan) || e.On.After(c.plan.Story.Demo) {
		c.add("story: %s on %s is outside the story", e.At, e.On)
	}
	by := func(u User) bool { return u.Username == e.By }
	switch e.Do {
	case DoReport, DoApprove, DoConfirm, DoReturn:
	case DoReading:
		if _, err := milli(e.Value); err != nil {
			c.add("story: %s on %s: value %q", e.At, e.On, e.Value)
		}
	case DoAsk:
		if e.Note == "" || e.Code == "" || e.Change == "" {
			c.add("story: %s on %s: a request needs what, why and words", e.At, e.On)
		}
	case DoGrant, DoRefuse:
		if !c.asked(e.At, e.On) {
			c.add("story: %s on %s: nothing was asked for before that day", e.At, e.On)
		}
		fallthrough
	case DoAdd:
		if e.Reason == "" || !slices.ContainsFunc(c.plan.Units.Users, by) {
			c.add("story: %s on %s: %s needs a reason and who decided", e.At, e.On, e.Do)
		}
	default:
		c.add("story: %s on %s: unknown deed %q", e.At, e.On, e.Do)
	}
	known := c.nodes[e.At] != nil || c.items[e.At] != nil || c.added(e.At, e.On)
	if !known {
		c.add("story: %s on %s: nothing has this name", e.At, e.On)
	}
	if (e.Do == DoReport || e.Do == DoReading) && e.Note == "" {
		c.add("story: %s on %s: a report needs a note", e.At, e.On)
	}
}

// added says whether a node enters the plan by an event up to that day.
func (c *checker) added(at string, on schedule.Date) bool {
	return slices.ContainsFunc(c.plan.Story.Events, func(e Happening) bool {
		return e.Do == DoAdd && e.At == at && !e.On.After(on) && !e.Due.IsZero()
	})
}

// asked says whether a change request of the item was filed before that day.
func (c *checker) asked(at string, on schedule.Date) bool {
	return slices.ContainsFunc(c.plan.Story.Events, func(e Happening) bool {
		return e.Do == DoAsk && e.At == at && e.On.Before(on)
	})
}
