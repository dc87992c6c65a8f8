package schedule

import "slices"

// ScopeKind is what a rule set was put in force for.
type ScopeKind string

// The scopes from the widest to the narrowest; the narrowest that holds for an item decides.
const (
	ScopeAll   ScopeKind = "all"   // the district
	ScopeClass ScopeKind = "class" // an annual class 年度类别 of projects, with their milestones
	ScopeList  ScopeKind = "list"  // a list of projects 清单, with their milestones
	ScopeTask  ScopeKind = "task"  // a livelihood task, with its indicators and the milestones they point at
)

// Scope is what a rule set was put in force for: a class by its name, a list by its code or a task by its id.
type Scope struct {
	Kind  ScopeKind
	Class string
	List  string
	Task  int64
}

// Place is where an item stands: the annual class and the lists of its project, and the tasks it counts for. The zero
// place is judged by the rules of the district.
type Place struct {
	Class string   `json:"class,omitempty"`
	Lists []string `json:"lists,omitempty"`
	Tasks []int64  `json:"tasks,omitempty"`
}

// within says whether the scope holds for an item at the place.
func (s Scope) within(p Place) bool {
	switch s.Kind {
	case ScopeTask:
		return slices.Contains(p.Tasks, s.Task)
	case ScopeList:
		return slices.Contains(p.Lists, s.List)
	case ScopeClass:
		return s.Class != "" && s.Class == p.Class
	case ScopeAll:
		return true
	}
	return false
}

// Term is a rule set that was put in force for some days. To is the last day; absent: until another one takes its place.
type Term struct {
	Set      *RuleSet
	From, To Date
	Scope    Scope
}

func (t Term) holds(asOf Date) bool {
	return !asOf.Before(t.From) && (t.To.IsZero() || !asOf.After(t.To))
}

// timeline is which rule set was, is and will be in force. It is never changed.
type timeline struct {
	base  *RuleSet
	terms []Term
}

// Timeline joins a rule set with those that were put in force after it, in the order in which that was decided: of two for
// the same scope and day the later decision counts. The answer is base: whatever is judged with it, or with any set On
// returns, is judged by the set in force on the day as-of for the place of the item.
//
// Colours alone depend on the scope. What belongs to the district as a whole is taken from its own rules: the reporting
// calendar, 临期, 审核超期, and the routes of a change.
func Timeline(base *RuleSet, terms []Term) *RuleSet {
	if len(terms) == 0 {
		return base.Complete()
	}
	line := &timeline{terms: make([]Term, 0, len(terms))}
	line.base = base.Complete().joined(line)
	for _, term := range terms {
		term.Set = term.Set.Complete().joined(line)
		line.terms = append(line.terms, term)
	}
	return line.base
}

func (rs *RuleSet) joined(line *timeline) *RuleSet {
	copied := *rs
	copied.line = line
	return &copied
}

// On is the rule set in force in the district on the day, complete.
func (rs *RuleSet) On(asOf Date) *RuleSet {
	rs = rs.Complete()
	if rs.line == nil {
		return rs
	}
	for _, term := range slices.Backward(rs.line.terms) {
		if term.Scope.Kind == ScopeAll && term.holds(asOf) {
			return term.Set
		}
	}
	return rs.line.base
}

// narrow are the terms of a kind in force on the day, of each scope the one that was decided last.
func (rs *RuleSet) narrow(kind ScopeKind, asOf Date) []Term {
	var out []Term
	if rs.line == nil {
		return nil
	}
	for _, term := range slices.Backward(rs.line.terms) {
		known := slices.ContainsFunc(out, func(t Term) bool { return t.Scope == term.Scope })
		if term.Scope.Kind == kind && term.holds(asOf) && !known {
			out = append(out, term)
		}
	}
	slices.Reverse(out)
	return out
}

// narrowKinds are the scopes inside the district, the narrowest first.
func narrowKinds() []ScopeKind { return []ScopeKind{ScopeTask, ScopeList, ScopeClass} }

// At are the rule sets an item is judged by on the day: those of the narrowest scope it stands in. It is one but for an
// item in two lists, or of two tasks, with rules of their own; then the stricter decides.
func (rs *RuleSet) At(asOf Date, place Place) []*RuleSet {
	rs = rs.Complete()
	if rs.line == nil {
		return []*RuleSet{rs}
	}
	for _, kind := range narrowKinds() {
		var found []*RuleSet
		for _, term := range rs.narrow(kind, asOf) {
			if term.Scope.within(place) {
				found = append(found, term.Set)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return []*RuleSet{rs.On(asOf)}
}

// decisive is the set that decides an item: of several the one with the worst colour, of equals the one that was put in
// force first.
func (rs *RuleSet) decisive(asOf Date, place Place, colour func(*RuleSet) Colour) *RuleSet {
	sets := rs.At(asOf, place)
	if len(sets) == 1 {
		return sets[0]
	}
	decisive, worst := sets[0], colour(sets[0])
	for _, set := range sets[1:] {
		if c := colour(set); c.Severity() > worst.Severity() {
			decisive, worst = set, c
		}
	}
	return decisive
}

// Narrowed says whether on the day any rule set is in force for less than the district.
func (rs *RuleSet) Narrowed(asOf Date) bool {
	return slices.ContainsFunc(narrowKinds(), func(kind ScopeKind) bool { return len(rs.narrow(kind, asOf)) > 0 })
}

// Scopes are the kinds of scope inside the district a rule set was, is or will be in force for: what a reader has to know of
// the place of an item. None while every rule set is that of the whole district.
func (rs *RuleSet) Scopes() []ScopeKind {
	var out []ScopeKind
	if rs.Complete().line == nil {
		return nil
	}
	for _, kind := range narrowKinds() {
		if slices.ContainsFunc(rs.line.terms, func(t Term) bool { return t.Scope.Kind == kind }) {
			out = append(out, kind)
		}
	}
	return out
}

// MissedLimits are the numbers of missed periods from which P6 speaks by any rule set in force on the day, the highest first:
// whoever counts elsewhere has to tell no more than these apart.
func (rs *RuleSet) MissedLimits(asOf Date) []int {
	limits := []int{rs.On(asOf).StockRule.YellowAfterMissed}
	for _, kind := range narrowKinds() {
		for _, term := range rs.Complete().narrow(kind, asOf) {
			limits = append(limits, term.Set.StockRule.YellowAfterMissed)
		}
	}
	limits = slices.DeleteFunc(limits, func(n int) bool { return n == 0 })
	slices.Sort(limits)
	limits = slices.Compact(limits)
	slices.Reverse(limits)
	return limits
}
