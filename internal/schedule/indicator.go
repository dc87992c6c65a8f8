package schedule

import "fmt"

// IndicatorType is the kind of a sub-item of a livelihood task (rules.md 4).
type IndicatorType string

// The six measurable types, the one without a target, and words.
const (
	TypeCum     IndicatorType = "CUM"     // 累计
	TypeEvent   IndicatorType = "EVENT"   // 事件
	TypeStage   IndicatorType = "STAGE"   // 节点
	TypeRate    IndicatorType = "RATE"    // 达标
	TypeKeep    IndicatorType = "KEEP"    // 保持
	TypeService IndicatorType = "SERVICE" // 长效
	TypeOpen    IndicatorType = "OPEN"    // 未定目标
	TypeWords   IndicatorType = "WORDS"   // 口号, not an indicator
)

// IndicatorTypes returns every type in the order of the rule text.
func IndicatorTypes() []IndicatorType {
	return []IndicatorType{TypeCum, TypeEvent, TypeStage, TypeRate, TypeKeep, TypeService, TypeOpen, TypeWords}
}

// TypeFor maps the kind of the catalogue to a type: count (with the target 0:
// KEEP), milestone (of a work that is built: STAGE, else EVENT), rate,
// continuing, slogan. Any other kind is an error.
func TypeFor(kind string, targetIsZero, workIsBuilt bool) (IndicatorType, error) {
	switch {
	case kind == "count" && targetIsZero:
		return TypeKeep, nil
	case kind == "count":
		return TypeCum, nil
	case kind == "milestone" && workIsBuilt:
		return TypeStage, nil
	case kind == "milestone":
		return TypeEvent, nil
	case kind == "rate":
		return TypeRate, nil
	case kind == "continuing":
		return TypeOpen, nil
	case kind == "slogan":
		return TypeWords, nil
	}
	return "", fmt.Errorf("unknown kind of indicator %q", kind)
}

// IndicatorFacts is one sub-item of a task. Which parts are read depends on
// the type; the rest is ignored.
type IndicatorFacts struct {
	Type IndicatorType `json:"type"`
	Name string        `json:"name"`
	// Weight is whole and above 0; 0 means not set, which counts as 1.
	Weight int `json:"weight"`

	Milestone MilestoneFacts  `json:"milestone"` // EVENT; STAGE: of the target stage
	Stage     StageFacts      `json:"stage"`     // STAGE
	Quantity  QuantityFacts   `json:"quantity"`  // CUM
	Rate      RateFacts       `json:"rate"`      // RATE
	Periods   []PeriodReading `json:"periods"`   // KEEP, SERVICE: all periods of the year, in order
	Plan      PlanFacts       `json:"plan"`      // CUM, RATE: year, start, due date, monthly plan

	// The following are read for every type but EVENT and STAGE, which have
	// them in Milestone.
	Firmness   Firmness `json:"firmness"`
	Verified   bool     `json:"verified"` // CUM
	Claimed    Date     `json:"claimed"`  // CUM: undecided, or confirmed at 100 % on that day
	Suspended  Date     `json:"suspended"`
	Unreported bool     `json:"unreported"`
	// Missed counts the report periods in a row for which nothing was reported.
	Missed   int  `json:"missed"`
	MadeGood bool `json:"madeGood"`
	Listed   bool `json:"listed"`
	Added    bool `json:"added"`
	// Exited is the day the indicator left the plan by a decision, of every type;
	// ExitDocument the number of the paper. An EVENT or STAGE leaves with its
	// milestone as well.
	Exited       Date   `json:"exited"`
	ExitDocument string `json:"exitDocument"`
	// Projection: the day is after today. Nobody could have reported yet, so no
	// period of a KEEP or SERVICE is 未报; Unreported is left false by the caller.
	Projection bool `json:"projection"`
	// Changes counts the approved changes of date and target; of EVENT and STAGE
	// they are in Milestone.
	Changes int `json:"changes"`
	// Under is where the item stands, for rule sets that are in force for a part of the district.
	Under Place `json:"under,omitzero"`

	original bool // measured against the original plan, see On
}

// QuantityFacts is a CUM: the confirmed value, the value at the start of the
// year, and the increment promised for the year (above 0).
type QuantityFacts struct {
	Value  int64 `json:"value"`
	Start  int64 `json:"start"`
	Target int64 `json:"target"`
}

// actual is (value − start)/target, not limited.
func (q QuantityFacts) actual() Share { return Share{q.Value - q.Start, q.Target} }

// StageFacts is the ladder of a STAGE: the weight of the stage reached and that
// of this year's target stage.
type StageFacts struct {
	ReachedWeight int `json:"reachedWeight"`
	TargetWeight  int `json:"targetWeight"`
}

// IndicatorResult is an indicator on one day.
type IndicatorResult struct {
	Lamp Lamp `json:"lamp"`
	// Measurable is false for OPEN and WORDS (and for a KEEP or SERVICE
	// without periods and a CUM without a target, which have no target
	// either): they are outside the shares and outside n/m.
	Measurable bool `json:"measurable"`
	// Share is c, and Plan the share due (序时); both exact, 0…1.
	Share Share `json:"shareBp"`
	Plan  Share `json:"planBp"`
	// UnreportedMonth is the month the badge 未报 is about, of several periods the
	// earliest; absent without the badge.
	UnreportedMonth Month `json:"unreportedMonth"`
	// Missed counts the report periods in a row for which nothing was reported.
	Missed int `json:"missed"`
	// Done: the lamp is blue. Suspended: with a valid approval, and not done.
	Done      bool `json:"done"`
	Suspended bool `json:"suspended"`
	// Exited: it left the plan. It is outside the shares and outside n/m, counted and named.
	Exited bool `json:"exited"`
}

// Indicator judges one sub-item on asOf.
func (rs *RuleSet) Indicator(f IndicatorFacts, asOf Date, cal *Calendar) IndicatorResult {
	if rs = rs.Complete(); rs.line != nil {
		rs = rs.decisive(asOf, f.place(), func(set *RuleSet) Colour { return set.indicator(f, asOf, cal).Lamp.Colour })
	}
	return rs.indicator(f, asOf, cal)
}

// place is where the indicator stands; an EVENT or STAGE is the milestone it points at.
func (f IndicatorFacts) place() Place {
	if f.Type == TypeEvent || f.Type == TypeStage {
		return f.Milestone.Under
	}
	return f.Under
}

// indicator judges by this very set.
func (rs *RuleSet) indicator(f IndicatorFacts, asOf Date, cal *Calendar) IndicatorResult {
	r := IndicatorResult{Share: Share{0, 1}, Plan: Share{0, 1}, Missed: max(f.Missed, f.Milestone.Missed)}
	if document, out := f.exited(asOf); out {
		r.Exited = true
		r.Lamp = rs.lamp(verdict{RuleM7, Grey, exitedWords(document)}, badgesWhere(map[Badge]bool{BadgeListed: f.Listed, BadgeAdded: f.Added}), inputs{"asOf": asOf})
		return r
	}
	switch f.effectiveType() {
	case TypeEvent, TypeStage:
		rs.fromMilestone(&r, f, asOf, cal)
	case TypeCum, TypeRate:
		rs.fromProgress(&r, f, asOf, cal)
	case TypeKeep, TypeService:
		rs.fromPeriods(&r, f, asOf)
	case TypeOpen:
		r.Lamp = rs.lamp(openVerdict(), f.badges(nil), inputs{"asOf": asOf})
	default:
		r.Lamp = rs.lamp(nothingVerdict(), nil, inputs{"asOf": asOf})
	}
	r.Lamp = r.Lamp.saying(f.original)
	r.Done = r.Lamp.Colour == Blue
	r.UnreportedMonth = rs.unreportedMonth(f, r.Lamp, asOf)
	return r
}

// exited says whether the indicator has left the plan by asOf, itself or with its milestone, and by which paper. What its
// milestone has completed stays.
func (f IndicatorFacts) exited(asOf Date) (document string, out bool) {
	if !f.isIndicator() {
		return "", false
	}
	if !f.Exited.by(asOf).IsZero() {
		return f.ExitDocument, true
	}
	if f.Type != TypeEvent && f.Type != TypeStage {
		return "", false
	}
	node := f.Milestone.knownOn(asOf)
	return node.ExitDocument, !node.Verified && !node.Exited.IsZero()
}

// LeftOn is the day the indicator left the plan, itself or with its milestone; absent: it has not by asOf.
func (f IndicatorFacts) LeftOn(asOf Date) Date {
	if _, out := f.exited(asOf); !out {
		return Date{}
	}
	if own := f.Exited.by(asOf); !own.IsZero() {
		return own
	}
	return f.Milestone.Exited
}

// unreportedMonth is the month the badge 未报 is about: of a KEEP or SERVICE the
// earliest period that is owed, else the last closed month, not after the plan year.
func (rs *RuleSet) unreportedMonth(f IndicatorFacts, lamp Lamp, asOf Date) Month {
	if !lamp.Has(BadgeUnreported) {
		return Month{}
	}
	for _, p := range f.Periods {
		if p.Unreported(asOf) {
			return p.Month
		}
	}
	month, december := rs.LastReportMonth(asOf), monthOf(f.Plan.Year, 12)
	if f.Plan.Year != 0 && month.After(december) {
		return december
	}
	return month
}

// effectiveType treats what has no target as OPEN: the rules say so for a
// SERVICE without agreed months, and a KEEP without periods or a CUM whose
// target is not above 0 can not be measured either.
func (f IndicatorFacts) effectiveType() IndicatorType {
	switch {
	case (f.Type == TypeKeep || f.Type == TypeService) && len(f.Periods) == 0:
		return TypeOpen
	case f.Type == TypeCum && f.Quantity.Target <= 0:
		return TypeOpen
	}
	return f.Type
}

// fromMilestone judges EVENT and STAGE by section 2.
func (rs *RuleSet) fromMilestone(r *IndicatorResult, f IndicatorFacts, asOf Date, cal *Calendar) {
	known := f.Milestone.knownOn(asOf)
	r.Measurable = true
	r.Lamp = rs.milestone(f.Milestone, asOf, cal)
	r.Suspended = !known.Verified && !known.Suspended.IsZero()
	if !known.Approved.IsZero() && asOf.After(known.Approved) {
		r.Plan = Share{1, 1} // 0 to the end of day A, then 1
	}
	switch {
	case known.Verified:
		r.Share = Share{1, 1}
	case f.Type == TypeStage:
		r.Share = Share{int64(f.Stage.ReachedWeight), int64(f.Stage.TargetWeight)}.Clamp()
	}
}

// fromProgress judges CUM and RATE by section 3.
func (rs *RuleSet) fromProgress(r *IndicatorResult, f IndicatorFacts, asOf Date, cal *Calendar) {
	p, plan := rs.indicatorProgress(f, asOf, cal)
	r.Measurable, r.Share, r.Plan = true, p.Actual.Clamp(), plan
	r.Lamp = rs.Progress(p, asOf, cal)
	if r.Lamp.Colour != Blue {
		rs.suspend(r, f, asOf)
	}
	r.Lamp.Badges = f.badges(r.Lamp.Badges)
}

// suspend gives an indicator that is not a milestone the lamp of an approved
// suspension.
func (rs *RuleSet) suspend(r *IndicatorResult, f IndicatorFacts, asOf Date) {
	suspended := f.Suspended.by(asOf)
	if suspended.IsZero() {
		return
	}
	j := judgement{rs: rs, f: MilestoneFacts{Suspended: suspended}, asOf: asOf}
	in := inputs{"asOf": asOf, "suspended": suspended}
	r.Lamp, r.Suspended = rs.lamp(j.suspended(), r.Lamp.Badges, in), true
}

// badges adds the flags of the indicator to those of its lamp.
func (f IndicatorFacts) badges(have []Badge) []Badge {
	set := map[Badge]bool{
		BadgeUnreported: f.Unreported, BadgeMadeGood: f.MadeGood,
		BadgeListed: f.Listed, BadgeAdded: f.Added, BadgeExtended: f.Changes > 0,
	}
	for _, b := range have {
		set[b] = true
	}
	return badgesWhere(set)
}

func openVerdict() verdict {
	return verdict{RuleOpen, Grey, sentence{
		"目标未定，待督查部门明确节点、日期或服务安排。",
		"No measurable target: the supervision office has yet to set a stage, a date or a service calendar.",
	}}
}

func nothingVerdict() verdict {
	return verdict{RuleP0, Grey, sentence{"无可评价内容。", "There is nothing to assess."}}
}
