package schedule

// Rulebook is the rule set and the working-day calendar that are in force. Both
// may change while the program runs: ask when something is judged, and do not
// keep the answers.
type Rulebook interface {
	// RuleSet is the rule set in force, complete; it is never changed.
	RuleSet() *RuleSet
	// Calendar is the calendar in force; it is never changed.
	Calendar() *Calendar
	// Mark moves whenever one of them has become another one: what was computed
	// under one mark does not count under the next.
	Mark() int64
}

// Fixed is a rulebook that never changes, for tools and tests.
func Fixed(set *RuleSet, calendar *Calendar) Rulebook {
	return fixed{set: set.Complete(), calendar: calendar}
}

type fixed struct {
	set      *RuleSet
	calendar *Calendar
}

func (f fixed) RuleSet() *RuleSet   { return f.set }
func (f fixed) Calendar() *Calendar { return f.calendar }
func (f fixed) Mark() int64         { return 0 }
