package schedule

// MilestoneRow is the row of a milestone as MilestoneColour and MilestoneState
// expect it. A store keeps the same values:
//
//   - done: verified; reached: D;
//   - approved: A, or B where A is missing (NULL: undated);
//   - clockDue: ClockDue, written with the milestone and with every return;
//   - claimed: the day of the undecided claim; colourDay: ColourDay, the day
//     before the claim unless the claim renews one returned on the same day;
//   - suspendedOn: the day of approval or last review of the suspension;
//   - forecast, plannedStart, carried, exited, aim, key as in the facts.
//
// The window of M8 needs no column: it is compared from plannedStart and
// approved, so that another rule set never rewrites rows.
func MilestoneRow(f MilestoneFacts) Row {
	return Row{
		Bools: map[Column]bool{ColDone: f.Verified, ColAim: f.Firmness == Aim, ColKey: f.Key},
		Dates: map[Column]Date{
			ColApproved: f.due(), ColClockDue: ClockDue(f), ColForecast: f.Forecast,
			ColReached: f.Reached, ColClaimed: f.Claimed, ColColourDay: ColourDay(f),
			ColSuspendedOn: f.Suspended, ColPlannedStart: f.PlannedStart, ColCarried: f.Carried, ColExited: f.Exited,
		},
		Place: f.Under,
	}
}

// ColourDay is the day whose colour the undecided claim of the facts keeps;
// absent without a claim.
func ColourDay(f MilestoneFacts) Date {
	if f.Claimed.IsZero() {
		return Date{}
	}
	return colourDay(f, f.Claimed)
}

// MilestoneColour compiles "the lamp has this colour on asOf" over the columns
// of MilestoneRow. For every row
//
//	rs.MilestoneColour(c, asOf).Eval(MilestoneRow(f)) = (rs.Milestone(f, asOf, …).Colour == c)
//
// provided the row holds what has happened by asOf: every claim in f.Returned
// was returned by asOf, and no claim began before the one before it was
// returned.
func (rs *RuleSet) MilestoneColour(colour Colour, asOf Date) Condition {
	var match Or
	var outside And // of every narrower scope
	for _, kind := range narrowKinds() {
		terms := rs.Complete().narrow(kind, asOf)
		if len(terms) == 0 {
			continue
		}
		in := inAny(terms, asOf)
		match = append(match, append(append(And{}, outside...), in, worstIs(colour, terms, asOf)))
		outside = append(outside, Not{in})
	}
	own := firstMatch(colour, rs.On(asOf).ownColours(asOf))
	if len(match) == 0 {
		return own
	}
	return append(match, append(outside, own))
}

// inAny holds for what stands in the scope of one of the terms.
func inAny(terms []Term, asOf Date) Condition {
	var in Or
	for _, term := range terms {
		in = append(in, InScope{term.Scope, asOf})
	}
	return in
}

// anyIs holds where one of the terms an item stands in gives the colour.
func anyIs(colour Colour, terms []Term, asOf Date) Or {
	var is Or
	for _, term := range terms {
		is = append(is, And{InScope{term.Scope, asOf}, firstMatch(colour, term.Set.ownColours(asOf))})
	}
	return is
}

// worstIs holds where the worst colour of the terms an item stands in is this one.
func worstIs(colour Colour, terms []Term, asOf Date) Condition {
	is, worse := anyIs(colour, terms, asOf), Or{}
	for _, c := range Colours() {
		if c.Severity() > colour.Severity() && len(terms) > 1 {
			worse = append(worse, anyIs(c, terms, asOf)...)
		}
	}
	return And{is, Not{worse}}
}

// MilestoneColours is the table MilestoneColour is compiled from: the lamp has
// the colour of the first row that holds, and the last row always does. A count
// over all colours renders it as one CASE, which is far shorter than five
// conditions that each exclude the rows before.
func (rs *RuleSet) MilestoneColours(asOf Date) []ColourWhen {
	var table []ColourWhen
	for _, kind := range narrowKinds() {
		table = append(table, narrowColours(rs.Complete().narrow(kind, asOf), asOf)...)
	}
	return append(table, rs.On(asOf).ownColours(asOf)...)
}

// narrowColours are the rows for what stands in one of the terms of a kind: the worst colour of any of them. Whatever stands
// in one is answered here, so that wider terms are not asked. Where no item can stand in two, the rows are those of each set.
func narrowColours(terms []Term, asOf Date) (table []ColourWhen) {
	if len(terms) == 1 || len(terms) > 1 && terms[0].Scope.Kind == ScopeClass {
		for _, term := range terms {
			table = append(table, given(InScope{term.Scope, asOf}, term.Set.ownColours(asOf))...)
		}
		return table
	}
	for _, colour := range Colours() { // the worst first
		if len(terms) > 0 {
			table = append(table, ColourWhen{anyIs(colour, terms, asOf), colour})
		}
	}
	return table
}

// ownColours is the table of this very set.
func (rs *RuleSet) ownColours(asOf Date) []ColourWhen {
	stale := asOf.AddDays(-rs.MilestoneRule.SuspensionReviewDays)
	claimed := compare(ColClaimed, OpLe, asOf)
	return append([]ColourWhen{
		{doneBy(asOf), Blue},                           // M1
		{compare(ColExited, OpLe, asOf), Grey},         // M7
		{IsNull{ColApproved}, Grey},                    // M0
		{compare(ColSuspendedOn, OpLt, stale), Yellow}, // M2
		{compare(ColSuspendedOn, OpLe, asOf), Grey},    // M2
	}, append(given(claimed, rs.openColours(claimedDay{})),
		rs.openColours(constantDay{asOf})...)...)
}

// MilestoneIn compiles "the milestone stands in this state on asOf" over the
// columns of MilestoneRow, under the same condition as MilestoneColour. An
// unknown state matches nothing.
func (rs *RuleSet) MilestoneIn(state MilestoneState, asOf Date) Condition {
	rs = rs.On(asOf)
	done, suspended := doneBy(asOf), compare(ColSuspendedOn, OpLe, asOf)
	carried, exited := compare(ColCarried, OpLe, asOf), compare(ColExited, OpLe, asOf)
	unfinished := And{Not{done}, Not{carried}, Not{exited}}
	open := And{Not{done}, Not{carried}, Not{exited}, Not{suspended}}
	switch state {
	case StateOverdue:
		return append(open, compare(ColClockDue, OpLt, asOf))
	case StateDueToday:
		return append(open, compare(ColApproved, OpEq, asOf))
	case StateDueSoon:
		last := asOf.AddDays(rs.MilestoneRule.DueSoonDays)
		return append(open, compare(ColApproved, OpGe, asOf), compare(ColApproved, OpLe, last))
	case StateOpen:
		return open
	case StateClaimed:
		return append(unfinished, compare(ColClaimed, OpLe, asOf))
	case StateSuspended:
		return append(unfinished, suspended)
	case StateUndated:
		return append(unfinished, IsNull{ColApproved})
	case StateDone:
		return done
	case StateCarried:
		return And{Not{done}, carried}
	case StateExited:
		return And{Not{done}, exited}
	}
	return Or{}
}

// MilestoneBehind compiles "overdue, and were so on the day before a claim that
// is not decided": what stands behind the plan without the reviewer's days.
func (rs *RuleSet) MilestoneBehind(asOf Date) Condition {
	claimed := compare(ColClaimed, OpLe, asOf)
	return And{rs.MilestoneIn(StateOverdue, asOf), Or{Not{claimed}, claimedDay{}.overdueMoreThan(0)}}
}

func doneBy(asOf Date) Condition {
	return And{BoolIs{ColDone, true}, compare(ColReached, OpLe, asOf)}
}

// ColourWhen is one row of a first-match table.
type ColourWhen struct {
	When   Condition
	Colour Colour
}

// firstMatch compiles "the first row that holds has this colour".
func firstMatch(colour Colour, table []ColourWhen) Condition {
	var match Or
	var earlier And
	for _, row := range table {
		if row.Colour == colour {
			match = append(match, append(append(And{}, earlier...), row.When))
		}
		earlier = append(earlier, Not{row.When})
	}
	return match
}

// given narrows every row of a table.
func given(c Condition, table []ColourWhen) []ColourWhen {
	narrowed := make([]ColourWhen, 0, len(table))
	for _, row := range table {
		narrowed = append(narrowed, ColourWhen{And{c, row.When}, row.Colour})
	}
	return narrowed
}

// openColours is M4 to M9 on a dated milestone; the last row always holds.
func (rs *RuleSet) openColours(day rowDay) []ColourWhen {
	m := rs.MilestoneRule
	late := Or{
		And{BoolIs{ColKey, true}, day.overdueMoreThan(m.RedAfterDaysKey)},
		And{BoolIs{ColKey, false}, day.overdueMoreThan(m.RedAfterDays)},
	}
	planned := compareColumns(ColPlannedStart, OpLe, ColApproved, 0)
	inWindow := Or{
		And{planned, day.onOrAfter(ColPlannedStart, 0)},
		And{Not{planned}, day.onOrAfter(ColApproved, -m.WindowDays)},
	}
	return []ColourWhen{
		{And{BoolIs{ColAim, false}, late}, Red},                         // M4
		{late, Yellow},                                                  // M4, 力争
		{day.overdueMoreThan(0), Yellow},                                // M5
		{compareColumns(ColForecast, OpGt, ColApproved, 0), Yellow},     // M6
		{And{Not{IsNull{ColForecast}}, day.after(ColForecast)}, Yellow}, // M6
		{inWindow, Green},                                               // M8
		{And{}, Grey},                                                   // M9
	}
}

// rowDay is the day a row's colour is taken from.
type rowDay interface {
	// overdueMoreThan: the row is overdue by more than n days.
	overdueMoreThan(n int) Condition
	// after: the day is after the column.
	after(c Column) Condition
	// onOrAfter: the day is on or after the column + plusDays.
	onOrAfter(c Column, plusDays int) Condition
}

// constantDay is as-of.
type constantDay struct{ asOf Date }

func (d constantDay) overdueMoreThan(n int) Condition {
	return compare(ColClockDue, OpLt, d.asOf.AddDays(-n))
}

func (d constantDay) after(c Column) Condition { return compare(c, OpLt, d.asOf) }

func (d constantDay) onOrAfter(c Column, plusDays int) Condition {
	return compare(c, OpLe, d.asOf.AddDays(-plusDays))
}

// claimedDay is the day whose colour a claim keeps. Overdue days are counted to
// the day before the claim with every credit, which for a claim renewed on the
// day of return is the same count as on colourDay: the review between the two
// is exactly what clockDue credits.
type claimedDay struct{}

func (claimedDay) overdueMoreThan(n int) Condition {
	return compareColumns(ColClaimed, OpGt, ColClockDue, n+1)
}

func (claimedDay) after(c Column) Condition {
	return compareColumns(ColColourDay, OpGt, c, 0)
}

func (claimedDay) onOrAfter(c Column, plusDays int) Condition {
	return compareColumns(ColColourDay, OpGe, c, plusDays)
}
