package schedule

import (
	"fmt"
	"math/big"
	"slices"
)

// BoardClass is the class of a task on the ten-tasks board.
type BoardClass string

// The classes in the order in which the first match is taken.
const (
	ClassDone       BoardClass = "done"       // 已完成
	ClassSuspended  BoardClass = "suspended"  // 停缓
	ClassUntargeted BoardClass = "untargeted" // 未定目标
	ClassSevere     BoardClass = "severe"     // 严重滞后
	ClassWarning    BoardClass = "warning"    // 预警
	ClassUnreported BoardClass = "unreported" // 未报
	ClassAhead      BoardClass = "ahead"      // 超序时
	ClassOnSchedule BoardClass = "onSchedule" // 按序时
)

// BoardClassOrder returns every class in the order of first match.
func BoardClassOrder() []BoardClass {
	return []BoardClass{ClassDone, ClassSuspended, ClassUntargeted, ClassSevere,
		ClassWarning, ClassUnreported, ClassAhead, ClassOnSchedule}
}

// BoardClasses counts tasks by class. Every class is present, and the counts
// always add up to the number of tasks.
func BoardClasses(tasks []TaskResult) map[BoardClass]int {
	counts := map[BoardClass]int{}
	for _, c := range BoardClassOrder() {
		counts[c] = 0
	}
	for _, t := range tasks {
		counts[t.Class]++
	}
	return counts
}

// TaskResult is the roll-up of a task on one day.
type TaskResult struct {
	// Lamp carries the colour of the roll-up and the id of the weakest part.
	Lamp  Lamp       `json:"lamp"`
	Class BoardClass `json:"class"`
	// CompletionBp is 综合完成率 and ScheduleBp 序时; nil without a measurable
	// indicator.
	CompletionBp *int `json:"completionBp"`
	ScheduleBp   *int `json:"scheduleBp"`
	// Done n of Measurable m; Open and Words are counted apart.
	Done       int `json:"done"`
	Measurable int `json:"measurable"`
	Open       int `json:"open"`
	Words      int `json:"words"`
	// Exited counts the indicators that left the plan 退出; they are in none of the others.
	Exited int `json:"exited"`
	// Weakest is the index of the weakest indicator, -1 when there is none.
	Weakest int `json:"weakest"`
	// Parts are the indicators in the order given.
	Parts []IndicatorResult `json:"parts"`
}

// Task rolls the indicators of a task up.
func (rs *RuleSet) Task(indicators []IndicatorFacts, asOf Date, cal *Calendar) TaskResult {
	t := TaskResult{Weakest: -1, Parts: make([]IndicatorResult, 0, len(indicators))}
	r := rollUp{completion: new(big.Rat), schedule: new(big.Rat), weight: new(big.Rat)}
	for i, f := range indicators {
		part := rs.Indicator(f, asOf, cal)
		t.Parts = append(t.Parts, part)
		t.count(f, part)
		r.add(f, part)
		if f.isIndicator() && !part.Exited && (t.Weakest < 0 || part.weakerThan(t.Parts[t.Weakest])) {
			t.Weakest = i
		}
	}
	completion, schedule := r.means()
	if t.Measurable > 0 {
		c, s := cutBp(completion), cutBp(schedule)
		t.CompletionBp, t.ScheduleBp = &c, &s
	}
	t.Lamp = rs.On(asOf).taskLamp(t, indicators, asOf)
	ahead := new(big.Rat).Sub(completion, schedule).Cmp(bpRat(rs.On(asOf).BoardRule.AheadBp)) >= 0
	t.Class = t.class(ahead)
	return t
}

// isIndicator is false for WORDS (and for an unknown type): kept as words.
func (f IndicatorFacts) isIndicator() bool {
	return f.Type != TypeWords && slices.Contains(IndicatorTypes(), f.Type)
}

func (t *TaskResult) count(f IndicatorFacts, part IndicatorResult) {
	switch {
	case !f.isIndicator():
		t.Words++
	case part.Exited:
		t.Exited++
	case !part.Measurable:
		t.Open++
	default:
		t.Measurable++
		if part.Done {
			t.Done++
		}
	}
}

// rollUp sums Σ w·c, Σ w·plan and Σ w over the measurable indicators.
type rollUp struct{ completion, schedule, weight *big.Rat }

func (r rollUp) add(f IndicatorFacts, part IndicatorResult) {
	if !part.Measurable {
		return
	}
	w := big.NewRat(int64(max(f.Weight, 1)), 1)
	r.weight.Add(r.weight, w)
	r.completion.Add(r.completion, new(big.Rat).Mul(w, part.Share.rat()))
	r.schedule.Add(r.schedule, new(big.Rat).Mul(w, part.Plan.rat()))
}

// means are the weighted means, both 0 when nothing is measurable.
func (r rollUp) means() (completion, schedule *big.Rat) {
	if r.weight.Sign() == 0 {
		return new(big.Rat), new(big.Rat)
	}
	return new(big.Rat).Quo(r.completion, r.weight), new(big.Rat).Quo(r.schedule, r.weight)
}

// weakerThan: the worst colour, then the lowest c against its plan; what can
// not be measured comes after what can, and of equals the first is named.
func (r IndicatorResult) weakerThan(o IndicatorResult) bool {
	if a, b := r.Lamp.Colour.Severity(), o.Lamp.Colour.Severity(); a != b {
		return a > b
	}
	if r.Measurable != o.Measurable {
		return r.Measurable
	}
	return r.lead().Cmp(o.lead()) < 0
}

func (r IndicatorResult) lead() *big.Rat {
	return new(big.Rat).Sub(r.Share.rat(), r.Plan.rat())
}

// taskLamp: any red, else any yellow, else any green, else grey if any is grey
// or there is no indicator, else blue. That is the colour of the weakest part.
func (rs *RuleSet) taskLamp(t TaskResult, indicators []IndicatorFacts, asOf Date) Lamp {
	in := inputs{"asOf": asOf, "done": t.Done, "measurable": t.Measurable, "open": t.Open, "words": t.Words, "exited": t.Exited}
	if t.Weakest < 0 && t.Exited > 0 {
		return rs.lamp(verdict{RuleM7, Grey, sentence{"全部子项已退出计划。", "Every indicator has left the plan."}}, []Badge{}, in)
	}
	if t.Weakest < 0 {
		return rs.lamp(nothingVerdict(), nil, in)
	}
	if t.CompletionBp != nil {
		in["completionBp"], in["scheduleBp"] = *t.CompletionBp, *t.ScheduleBp
	}
	name, weakest := indicators[t.Weakest].Name, t.Parts[t.Weakest].Lamp
	in["weakest"] = name
	v := verdict{weakest.Rule, weakest.Colour, t.words(name, weakest)}
	lamps := make([]Lamp, 0, len(t.Parts))
	for _, p := range t.Parts {
		lamps = append(lamps, p.Lamp)
	}
	return rs.lamp(v, unionOf(lamps), in)
}

func (t TaskResult) words(name string, weakest Lamp) sentence {
	s := sentence{
		fmt.Sprintf("子项完成 %d/%d", t.Done, t.Measurable),
		fmt.Sprintf("%d of %s done", t.Done, plural(t.Measurable, "indicator")),
	}
	if t.Open > 0 {
		s.zh += fmt.Sprintf("，另有 %d 项未定目标", t.Open)
		s.en += fmt.Sprintf(", %d without a target", t.Open)
	}
	if t.Exited > 0 {
		s.zh += fmt.Sprintf("，退出 %d 项", t.Exited)
		s.en += fmt.Sprintf(", %d left the plan", t.Exited)
	}
	return sentence{
		fmt.Sprintf("%s；最弱子项「%s」：%s", s.zh, name, weakest.Reason),
		fmt.Sprintf("%s; the weakest, “%s”: %s", s.en, name, weakest.Sentence(English)),
	}
}

// class is the board class, first match.
func (t TaskResult) class(ahead bool) BoardClass {
	switch {
	case t.Measurable > 0 && t.Done == t.Measurable && t.Open == 0:
		return ClassDone
	case t.allSuspended():
		return ClassSuspended
	case t.Measurable == 0:
		return ClassUntargeted
	case t.Lamp.Colour == Red:
		return ClassSevere
	case t.Lamp.Colour == Yellow:
		return ClassWarning
	case t.Lamp.Has(BadgeUnreported):
		return ClassUnreported
	case ahead:
		return ClassAhead
	}
	return ClassOnSchedule
}

// allSuspended: at least one indicator is not done, and all such are
// suspended; OPEN is set aside.
func (t TaskResult) allSuspended() bool {
	suspended := 0
	for _, p := range t.Parts {
		if p.Suspended {
			suspended++
		}
	}
	return suspended > 0 && suspended == t.Measurable-t.Done
}
