package schedule

import "math/big"

// MilestoneTally is what section 5 looks at of the milestones in the plan of
// the year, without those that left it, when they were counted elsewhere, as a database does for a list of
// ten thousand projects. Weight and RedWeight take a weight below 1 as 1.
type MilestoneTally struct {
	All, Blue, Green, Yellow, Red, RedKey int
	Weight, RedWeight                     int64
	// Works are what the milestones say about the stages of the works.
	Works WorksTally
}

// ProjectColour is the colour Project gives a project whose milestones were
// counted: f.Milestones is not looked at.
func (rs *RuleSet) ProjectColour(f ProjectFacts, t MilestoneTally, asOf Date, cal *Calendar) Colour {
	if rs = rs.Complete(); rs.line != nil {
		rs = rs.decisive(asOf, f.Under, func(set *RuleSet) Colour { return set.projectColour(f, t, asOf, cal) })
	}
	return rs.projectColour(f, t, asOf, cal)
}

func (rs *RuleSet) projectColour(f ProjectFacts, t MilestoneTally, asOf Date, cal *Calendar) Colour {
	colour, green := Blue, t.Green > 0
	judge := func(l Lamp, speaks bool) {
		if speaks {
			colour, green = Worse(colour, l.Colour), green || l.Colour == Green
		}
	}
	h := rs.historyOf(f.Investment, asOf)
	judge(rs.start(f, asOf))
	judge(rs.investment(f.Investment, h, t.Works.OverdueSince, asOf, cal))
	judge(rs.physical(f.Physical, t.Works, asOf))
	judge(rs.repeated(f.Investment, h, asOf))
	judge(rs.stock(f, asOf))
	judge(rs.moneyVsWorks(f, t.Works, asOf))
	judge(rs.statEntry(f, asOf))
	if t.Red+t.Yellow > 0 {
		colour = Worse(colour, rs.milestonesColour(milestoneCount{
			red: t.Red, redKey: t.RedKey, yellow: t.Yellow,
			redWeight: big.NewRat(t.RedWeight, 1), weight: big.NewRat(max(t.Weight, 1), 1),
		}))
	}
	switch {
	case colour == Red || colour == Yellow:
		return colour
	case t.All > 0 && t.Blue == t.All:
		return Blue
	case green:
		return Green
	}
	return Grey
}
