//go:build !race

package app

import "slices"

// The rules once more, the long way: a day is looked at by counting days, a roll-up by adding up. Nothing here is called by the
// program, and nothing of the program is called here.

// claimSpan is a claim that was sent back: under review from the day after it to the day of return.
type claimSpan struct{ claimed, returned walkDay }

// walkNode is what the rules look at of a milestone.
type walkNode struct {
	weight                   int
	key, aim                 bool
	start, baseline, due     walkDay // due: the approved date
	forecast, reached        walkDay
	verified, added          bool
	claimed, suspended       walkDay
	spans                    []claimSpan
	changes                  int
	entered, reported, wrong walkMonth // wrong: the month of a report that was sent back and not sent again
	madeGood                 walkMonth
	waiting                  walkDay // day of the undecided report
	progress                 int     // −1: never confirmed
	noChange                 int
}

func (n walkNode) copy() walkNode {
	n.spans = slices.Clone(n.spans)
	return n
}

// under says whether the day is one of review in a claim that had come back by asOf.
func (n walkNode) under(day, asOf walkDay) bool {
	return slices.ContainsFunc(n.spans, func(c claimSpan) bool { return c.returned <= asOf && c.claimed < day && day <= c.returned })
}

// late counts the days after the due date, one by one.
func (n walkNode) late(asOf walkDay) int {
	days := 0
	for day := n.due + 1; n.due != 0 && day <= asOf; day++ {
		if !n.under(day, asOf) {
			days++
		}
	}
	return days
}

// window is the first day on which it is green.
func (n walkNode) window() walkDay {
	if n.start != 0 && n.start <= n.due {
		return n.start
	}
	return n.due - 90
}

// colour is the table of section 2, first match.
func (n walkNode) colour(asOf walkDay) string {
	switch {
	case n.verified:
		return "blue"
	case n.due == 0:
		return "grey"
	case n.suspended != 0 && asOf-n.suspended > 90:
		return "yellow"
	case n.suspended != 0:
		return "grey"
	}
	return n.unclaimed(asOf, n.claimed)
}

// unclaimed is M3 to M9: under a claim the colour of the day before it, and a claim made on the very day another came back
// leads back to the day before that one.
func (n walkNode) unclaimed(asOf, claimed walkDay) string {
	for claimed != 0 {
		asOf, claimed = claimed-1, 0
		for _, c := range n.spans {
			if c.claimed <= asOf && asOf < c.returned {
				claimed = c.claimed
			}
		}
	}
	red := 30
	if n.key {
		red = 15
	}
	late := n.late(asOf)
	switch {
	case late > red && !n.aim:
		return "red"
	case late > 0, n.forecast > n.due, n.forecast != 0 && n.forecast < asOf:
		return "yellow"
	case asOf >= n.window():
		return "green"
	}
	return "grey"
}

func (n walkNode) overdue(asOf walkDay) bool {
	return n.due != 0 && !n.verified && n.suspended == 0 && n.late(asOf) > 0
}

// owes says whether a report is owed for the month.
func (n walkNode) owes(m walkMonth) bool {
	return !n.verified && n.suspended == 0 && n.due != 0 && m >= n.window().month() && m >= n.entered
}

// missing is the closed month nothing was sent for; 0: none.
func (n walkNode) missing(asOf walkDay) walkMonth {
	if m := asOf.closed(); n.owes(m) && n.reported < m {
		return m
	}
	return 0
}

// missedRun counts, month by month backwards, what was owed and not reported: from the last month that is 未报 by now. Nobody may
// report while a report or a claim waits.
func (n walkNode) missedRun(asOf walkDay) (run int) {
	m := asOf.closed()
	if asOf < m.cutoff().workingAfter(4) {
		m--
	}
	for n.waiting == 0 && n.claimed == 0 && n.owes(m) && n.reported < m {
		run, m = run+1, m-1
	}
	return run
}

// badges are those of section 2, by the codes of the API.
func (n walkNode) badges(asOf walkDay) []string {
	var out []string
	add := func(is bool, badge string) {
		if is {
			out = append(out, badge)
		}
	}
	add(!n.verified && n.due != 0 && n.suspended == 0 && n.due >= asOf && n.due-asOf <= 15, "dueSoon")
	add(n.changes > 0 || n.due > n.baseline, "extended")
	add(n.claimed != 0 && !n.verified, "claimed")
	add(n.claimed != 0 && !n.verified && asOf >= n.claimed.workingAfter(6), "reviewLate")
	missing := n.missing(asOf)
	add(missing != 0 && n.waiting == 0 && n.claimed == 0 && asOf >= missing.cutoff().workingAfter(4), "unreported")
	add(n.madeGood != 0 && n.madeGood == asOf.closed(), "madeGood")
	add(n.added, "added")
	return out
}

// month is the one a report of today is for.
func (n walkNode) month(today walkDay) walkMonth {
	closed := today.closed()
	if m := n.missing(today); m != 0 {
		return m
	}
	if n.wrong >= closed && n.wrong != 0 {
		return n.wrong
	}
	return closed + 1
}

// onBaseline undoes what was approved: the date, and the suspension.
func (n walkNode) onBaseline() walkNode {
	n.due, n.suspended = n.baseline, 0
	return n
}

// walkCount is an indicator that counts up to a target over the year.
type walkCount struct {
	target, value int // value −1: never confirmed
	weight        int
	verified      bool
	claimed, full walkDay // full: a confirmed 100 % nobody claimed
	reported      walkMonth
	wrong         walkMonth
	madeGood      walkMonth
	waiting       walkDay
	noChange      int
	year          int
	// The latest report, for the month whose plan share may be held back.
	sentFor walkMonth
	sent    walkDay
	decided walkDay
}

func (c walkCount) done() int { return max(c.value, 0) }

// planMonth is how many months of twelve the plan has reached: the last closed month, held back while its report, sent in
// time, is under review, for five working days at most.
func (c walkCount) planMonths(asOf walkDay) int {
	m := asOf.closed()
	undecided := c.decided == 0 || c.decided > asOf
	if c.sentFor == m && c.sent != 0 && c.sent <= m.cutoff() && undecided && asOf < m.cutoff().workingAfter(6) {
		m--
	}
	return min(max(int(m)-c.year*12+1, 0), 12)
}

// claimDay is the day of the claim that waits.
func (c walkCount) claimDay() walkDay {
	switch {
	case c.verified && c.done() >= c.target:
		return 0
	case c.full != 0:
		return c.full
	}
	return c.claimed
}

// colour is section 3 with whole numbers: done/target against months/12.
func (c walkCount) colour(asOf walkDay) string {
	if c.verified && c.done() >= c.target {
		return "blue"
	}
	if claim := c.claimDay(); claim != 0 {
		asOf = claim - 1
	}
	if asOf.time().Year() > c.year {
		if c.done()*10_000 >= 9_500*c.target {
			return worseOf("yellow", c.curve(asOf))
		}
		return "red"
	}
	return c.curve(asOf)
}

// curve compares by multiplying: plan p/12, actual d/t.
func (c walkCount) curve(asOf walkDay) string {
	p, d, t := c.planMonths(asOf), c.done(), c.target
	if p == 0 {
		return "green"
	}
	gap := p*t - 12*d // of 12·t
	colour := "green"
	if 10*gap >= 12*t {
		colour = "yellow"
	}
	if 10*gap > 3*12*t {
		colour = "red"
	}
	if p*10 >= 2*12 { // the plan has reached a fifth
		if 10*12*d < 8*p*t {
			colour = worseOf(colour, "yellow")
		}
		if 10*12*d < 6*p*t {
			colour = "red"
		}
	}
	return colour
}

func severityOf(colour string) int {
	return slices.Index([]string{"grey", "blue", "green", "yellow", "red"}, colour)
}

func worseOf(a, b string) string {
	if severityOf(b) > severityOf(a) {
		return b
	}
	return a
}

// projectColour is P3 and P6 (two periods in a row without a report are yellow) with what is left of section 5 for a project
// without money; silent says that P6 alone made it yellow.
func projectColour(nodes []walkNode, asOf walkDay) (colour string, silent bool) {
	count, weight, redWeight, redKey, redOrdinary, missed := map[string]int{}, 0, 0, 0, 0, 0
	for _, n := range nodes {
		missed = max(missed, n.missedRun(asOf))
		colour := n.colour(asOf)
		count[colour]++
		weight += n.weight
		if colour == "red" {
			redWeight += n.weight
			if n.key {
				redKey++
			} else {
				redOrdinary++
			}
		}
	}
	switch {
	case redKey > 0, redOrdinary >= 2, redWeight > 0 && 10*redWeight >= 3*weight:
		return "red", false
	case count["red"]+count["yellow"] > 0:
		return "yellow", false
	case missed >= 2:
		return "yellow", true
	case len(nodes) > 0 && count["blue"] == len(nodes):
		return "blue", false
	case count["green"] > 0:
		return "green", false
	}
	return "grey", false
}

// walkPart is one indicator of a task on a day: c is done/of, plan months/12 or 0/1.
type walkPart struct {
	colour              string
	weight              int
	done, of            int
	planNum, planDen    int
	suspended, measured bool
	unreported          bool
}

// rolled is a task: completion and schedule in basis points, cut; n of m; the class.
type rolled struct {
	completion, schedule, done, measurable, open int
	colour, class                                string
}

// rollUpOf adds the parts up over a common denominator.
func rollUpOf(parts []walkPart) rolled {
	r := rolled{colour: "grey"}
	den, weight := 1, 0
	for _, p := range parts {
		if p.measured {
			den = den / gcd(den, p.of) * p.of
			den = den / gcd(den, p.planDen) * p.planDen
		}
	}
	c, s, suspended, unreported := 0, 0, 0, false
	count := map[string]int{}
	for _, p := range parts {
		count[p.colour]++
		unreported = unreported || p.unreported
		if !p.measured {
			r.open++
			continue
		}
		r.measurable++
		weight += p.weight
		c += p.weight * min(p.done, p.of) * (den / p.of)
		s += p.weight * p.planNum * (den / p.planDen)
		if p.colour == "blue" {
			r.done++
		}
		if p.suspended {
			suspended++
		}
	}
	for _, colour := range []string{"blue", "grey", "green", "yellow", "red"} {
		if count[colour] > 0 {
			r.colour = colour
		}
	}
	if weight > 0 {
		r.completion, r.schedule = c*10_000/(den*weight), s*10_000/(den*weight)
	}
	switch {
	case r.measurable > 0 && r.done == r.measurable && r.open == 0:
		r.class = "done"
	case suspended > 0 && suspended == r.measurable-r.done:
		r.class = "suspended"
	case r.measurable == 0:
		r.class = "untargeted"
	case r.colour == "red":
		r.class = "severe"
	case r.colour == "yellow":
		r.class = "warning"
	case unreported:
		r.class = "unreported"
	case (c-s)*10_000 >= 500*den*weight:
		r.class = "ahead"
	default:
		r.class = "onSchedule"
	}
	return r
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
