package schedule

// MilestoneState names a list a milestone can stand in; it can stand in
// several at once.
type MilestoneState string

// The states a list of milestones can be filtered by.
const (
	StateOverdue   MilestoneState = "overdue"   // overdue days ≥ 1, not done, not suspended
	StateDueToday  MilestoneState = "dueToday"  // A is as-of, not done, not suspended
	StateDueSoon   MilestoneState = "dueSoon"   // carries 临期
	StateOpen      MilestoneState = "open"      // not done and not suspended
	StateClaimed   MilestoneState = "claimed"   // carries 待核实
	StateSuspended MilestoneState = "suspended" // suspended with approval, not done
	StateUndated   MilestoneState = "undated"   // neither A nor B, not done
	StateDone      MilestoneState = "done"      // reached and verified
)

// MilestoneStates returns every state in the order of the constants.
func MilestoneStates() []MilestoneState {
	return []MilestoneState{StateOverdue, StateDueToday, StateDueSoon, StateOpen,
		StateClaimed, StateSuspended, StateUndated, StateDone}
}

// States returns the states the milestone stands in on asOf, in the order of
// MilestoneStates; there is always at least one of open, suspended and done.
func (rs *RuleSet) States(f MilestoneFacts, asOf Date) []MilestoneState {
	j := rs.Complete().judge(f, asOf, nil)
	known := j.f
	open := !known.Verified && known.Suspended.IsZero()
	in := map[MilestoneState]bool{
		StateOverdue:   IsOverdue(f, asOf),
		StateDueToday:  open && !asOf.IsZero() && known.Approved == asOf,
		StateDueSoon:   j.dueSoon(),
		StateOpen:      open,
		StateClaimed:   !known.Verified && !known.Claimed.IsZero(),
		StateSuspended: !known.Verified && !known.Suspended.IsZero(),
		StateUndated:   !known.Verified && known.Approved.IsZero(),
		StateDone:      known.Verified,
	}
	var states []MilestoneState
	for _, s := range MilestoneStates() {
		if in[s] {
			states = append(states, s)
		}
	}
	return states
}
