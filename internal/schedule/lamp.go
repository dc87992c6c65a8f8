package schedule

import (
	"encoding/json"
	"slices"
)

// Colour is the colour of a lamp.
type Colour string

// The five colours. Grey is not a grade: not due, suspended or not measurable.
const (
	Blue   Colour = "blue"   // 蓝 completed and verified
	Green  Colour = "green"  // 绿 normal
	Yellow Colour = "yellow" // 黄 warning
	Red    Colour = "red"    // 红 seriously behind
	Grey   Colour = "grey"   // 灰 not yet due, suspended, or no target
)

// Colours returns the five colours from the one a roll-up takes first to the
// one it takes last: red, yellow, green, grey, blue.
func Colours() []Colour { return []Colour{Red, Yellow, Green, Grey, Blue} }

// Severity orders colours as a roll-up does (rules.md 4): any red, else any
// yellow, else any green, else grey, else blue. Higher is worse.
func (c Colour) Severity() int {
	switch c {
	case Red:
		return 4
	case Yellow:
		return 3
	case Green:
		return 2
	case Grey:
		return 1
	}
	return 0
}

// Worse returns the colour that a roll-up of a and b takes.
func Worse(a, b Colour) Colour {
	if b.Severity() > a.Severity() {
		return b
	}
	return a
}

// Badge is a mark beside a lamp; it is independent of the colour.
type Badge string

// The badges in the order in which a lamp lists them.
const (
	BadgeDueSoon    Badge = "dueSoon"    // 临期
	BadgeExtended   Badge = "extended"   // 延
	BadgeClaimed    Badge = "claimed"    // 待核实
	BadgeReviewLate Badge = "reviewLate" // 审核超期
	BadgeUnreported Badge = "unreported" // 未报
	BadgeMadeGood   Badge = "madeGood"   // 已补
	BadgeListed     Badge = "listed"     // 挂牌
	BadgeAdded      Badge = "added"      // 增补
)

// Badges returns every badge in the order in which a lamp lists them.
func Badges() []Badge {
	return []Badge{BadgeDueSoon, BadgeExtended, BadgeClaimed, BadgeReviewLate,
		BadgeUnreported, BadgeMadeGood, BadgeListed, BadgeAdded}
}

// The rule ids. A roll-up carries the id of its weakest part.
const (
	RuleM0      = "M0"
	RuleM1      = "M1"
	RuleM2      = "M2"
	RuleM3      = "M3"
	RuleM4      = "M4"
	RuleM5      = "M5"
	RuleM6      = "M6"
	RuleM7      = "M7"
	RuleM8      = "M8"
	RuleM9      = "M9"
	RuleP0      = "P0"
	RuleP1      = "P1"
	RuleP2      = "P2"
	RuleP3      = "P3"
	RuleP4      = "P4" // the works are behind the stage due
	RuleP5      = "P5" // the warning repeats itself
	RuleP6      = "P6" // months were not reported
	RuleP7      = "P7" // more money than works
	RuleP8      = "P8" // started and not entered in the statistics
	RuleT0      = "T0"
	RuleT1      = "T1"
	RuleT2      = "T2"
	RuleKeep    = "KEEP"
	RuleService = "SERVICE"
	RuleOpen    = "OPEN"
	RuleOrder   = "ORDER"
)

// Lang is the language of a sentence.
type Lang string

// The languages a sentence is available in.
const (
	Chinese Lang = "zh"
	English Lang = "en"
)

// Lamp is the answer of every rule: one colour, and why.
type Lamp struct {
	Colour Colour `json:"colour"`
	// Badges are in the order of Badges(); in JSON never null.
	Badges []Badge `json:"badges"`
	// Rule is the id of the rule that decided.
	Rule string `json:"rule"`
	// RuleSet is the name of the rule set that was applied.
	RuleSet string `json:"ruleSet"`
	// Reason is the sentence a person reads, in Chinese.
	Reason string `json:"reason"`
	// Inputs are the facts and numbers the rule looked at.
	Inputs map[string]any `json:"inputs"`

	english string
}

// Sentence returns the reason in the language asked for. Chinese is the
// default, also for a lamp read back from JSON, which carries only Reason.
func (l Lamp) Sentence(lang Lang) string {
	if lang == English && l.english != "" {
		return l.english
	}
	return l.Reason
}

// KeptLamp is a lamp as it was kept when a month was closed: with both its
// sentences, without what the rule looked at.
func KeptLamp(colour Colour, badges []Badge, rule, ruleSet, reason, english string) Lamp {
	return Lamp{Colour: colour, Badges: badges, Rule: rule, RuleSet: ruleSet, Reason: reason, english: english}
}

// Has reports whether the lamp carries the badge.
func (l Lamp) Has(b Badge) bool {
	return slices.Contains(l.Badges, b)
}

// MarshalJSON writes empty badges and inputs as [] and {}, never as null.
func (l Lamp) MarshalJSON() ([]byte, error) {
	type plain Lamp // without methods, else encoding would call itself
	p := plain(l)
	if p.Badges == nil {
		p.Badges = []Badge{}
	}
	if p.Inputs == nil {
		p.Inputs = map[string]any{}
	}
	return json.Marshal(p)
}

// verdict is what a rule says before badges and inputs are put beside it.
type verdict struct {
	rule   string
	colour Colour
	words  sentence
}

// lamp makes a verdict presentable.
func (rs *RuleSet) lamp(v verdict, badges []Badge, in inputs) Lamp {
	if badges == nil {
		badges = []Badge{}
	}
	return Lamp{
		Colour: v.colour, Badges: badges, Rule: v.rule, RuleSet: rs.Name,
		Reason: v.words.zh, Inputs: in, english: v.words.en,
	}
}

// inputs collects what a rule looked at; absent facts are left out.
type inputs map[string]any

func (in inputs) date(name string, d Date) {
	if !d.IsZero() {
		in[name] = d
	}
}

func (in inputs) flag(name string, set bool) {
	if set {
		in[name] = true
	}
}

func (in inputs) count(name string, n int) {
	if n != 0 {
		in[name] = n
	}
}

// unionOf lists the badges that any of the lamps carries, in badge order.
func unionOf(lamps []Lamp) []Badge {
	badges := []Badge{}
	for _, b := range Badges() {
		if slices.ContainsFunc(lamps, func(l Lamp) bool { return l.Has(b) }) {
			badges = append(badges, b)
		}
	}
	return badges
}
