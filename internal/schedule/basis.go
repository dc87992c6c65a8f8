package schedule

import (
	"slices"
	"strings"
)

// Basis says which plan a reader measures against (rules.md 7).
type Basis string

// The two plans. The original plan undoes every approved change; nothing else differs.
const (
	Current  Basis = "current"  // 现计划: the approved dates and targets
	Original Basis = "baseline" // 按原计划: as the plan was frozen
)

// On returns the facts on a basis. On the original plan A is B, and what was approved since, a suspension or an exit too, has not
// happened; the badge 延 stays, because that a change was approved is a fact. The zero basis is the current one.
func (f MilestoneFacts) On(b Basis) MilestoneFacts {
	if b != Original {
		return f
	}
	f.setAside = f.Now()
	if !f.Baseline.IsZero() {
		f.Approved = f.Baseline
	}
	f.Suspended, f.Exited, f.original = Date{}, Date{}, true
	return f
}

// Moved says whether an approved change has moved the milestone: where it has not, both plans give one colour.
func (f MilestoneFacts) Moved() bool {
	return f.original || !f.Suspended.IsZero() || !f.Exited.IsZero() || !f.Baseline.IsZero() && f.due() != f.Baseline
}

// On returns the facts on a basis: those of the milestone an EVENT or STAGE points at, and neither suspension nor exit on the
// original plan. The target and the date of the indicator itself are the caller's to choose, who knows both.
func (f IndicatorFacts) On(b Basis) IndicatorFacts {
	if b != Original {
		return f
	}
	f.Milestone = f.Milestone.On(b)
	f.Suspended, f.Exited, f.original = Date{}, Date{}, true
	return f
}

// onOriginal says in words that a lamp is measured against the original plan.
func onOriginal(s sentence) sentence {
	return sentence{"按原计划：" + s.zh, "On the original plan: " + s.en}
}

// Due is A: of baseline and approved a missing one equals the other.
func (f MilestoneFacts) Due() Date { return f.due() }

// Now is A of the current plan, on either basis.
func (f MilestoneFacts) Now() Date {
	if f.original {
		return f.setAside
	}
	return f.due()
}

// saying makes a lamp of the original plan say so, once: the sentence of a part says it already.
func (l Lamp) saying(original bool) Lamp {
	if !original {
		return l
	}
	l.Inputs["basis"] = Original
	if !strings.Contains(l.Reason, onOriginal(sentence{}).zh) {
		words := onOriginal(sentence{l.Reason, l.english})
		l.Reason, l.english = words.zh, words.en
	}
	return l
}

// On returns the facts on a basis: those of its milestones. An investment has no approved change.
func (f ProjectFacts) On(b Basis) ProjectFacts {
	if b != Original {
		return f
	}
	f.original, f.Milestones = true, slices.Clone(f.Milestones)
	for i := range f.Milestones {
		f.Milestones[i].Facts = f.Milestones[i].Facts.On(b)
	}
	return f
}

// Moved says whether an approved change has moved a milestone: where none has, both plans give one colour.
func (f ProjectFacts) Moved() bool {
	return f.original || slices.ContainsFunc(f.Milestones, func(m ProjectMilestone) bool { return m.Facts.Moved() })
}
