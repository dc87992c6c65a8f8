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
	StateCarried   MilestoneState = "carried"   // carried over to the next plan, not done
	StateExited    MilestoneState = "exited"    // 退出: left the plan by a decision, not done
)

// MilestoneStates returns every state in the order of the constants.
func MilestoneStates() []MilestoneState {
	return []MilestoneState{StateOverdue, StateDueToday, StateDueSoon, StateOpen,
		StateClaimed, StateSuspended, StateUndated, StateDone, StateCarried, StateExited}
}

// States returns the states the milestone stands in on asOf, in the order of
// MilestoneStates; there is always at least one of open, suspended, done, carried and exited.
func (rs *RuleSet) States(f MilestoneFacts, asOf Date) []MilestoneState {
	j := rs.On(asOf).judge(f, asOf, nil)
	known := j.f
	here := known.stays() // what was carried over is worked on elsewhere, what left the plan nowhere
	unfinished := !known.Verified && here
	open := unfinished && known.Suspended.IsZero()
	in := map[MilestoneState]bool{
		StateOverdue:   IsOverdue(f, asOf),
		StateDueToday:  open && !asOf.IsZero() && known.Approved == asOf,
		StateDueSoon:   j.dueSoon() && here,
		StateOpen:      open,
		StateClaimed:   unfinished && !known.Claimed.IsZero(),
		StateSuspended: unfinished && !known.Suspended.IsZero(),
		StateUndated:   unfinished && known.Approved.IsZero(),
		StateDone:      known.Verified,
		StateCarried:   !known.Verified && !known.Carried.IsZero(),
		StateExited:    !known.Verified && !known.Exited.IsZero(),
	}
	var states []MilestoneState
	for _, s := range MilestoneStates() {
		if in[s] {
			states = append(states, s)
		}
	}
	return states
}
