package schedule

// Basis says which plan a reader measures against (rules.md 7).
type Basis string

// The two plans. The original plan undoes every approved change; nothing else differs.
const (
	Current  Basis = "current"  // 现计划: the approved dates and targets
	Original Basis = "baseline" // 按原计划: as the plan was frozen
)

// On returns the facts on a basis. On the original plan A is B, and what was approved since, a suspension too, has not
// happened; the badge 延 stays, because that a change was approved is a fact. The zero basis is the current one.
func (f MilestoneFacts) On(b Basis) MilestoneFacts {
	if b != Original {
		return f
	}
	if !f.Baseline.IsZero() {
		f.Approved = f.Baseline
	}
	f.Suspended, f.original = Date{}, true
	return f
}

// On returns the facts on a basis: those of the milestone an EVENT or STAGE points at, and no suspension on the original
// plan. The target and the date of the indicator itself are the caller's to choose, who knows both.
func (f IndicatorFacts) On(b Basis) IndicatorFacts {
	if b != Original {
		return f
	}
	f.Milestone = f.Milestone.On(b)
	f.Suspended, f.original = Date{}, true
	return f
}

// onOriginal says in words that a lamp is measured against the original plan.
func onOriginal(s sentence) sentence {
	return sentence{"按原计划：" + s.zh, "On the original plan: " + s.en}
}

// Due is A: of baseline and approved a missing one equals the other.
func (f MilestoneFacts) Due() Date { return f.due() }
