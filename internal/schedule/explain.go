package schedule

// Explanation answers "why this colour, and why not another": every rule in the
// order in which it is asked, and the first days on which the lamp would turn
// if nothing happened.
type Explanation struct {
	Lamp Lamp `json:"lamp"`
	AsOf Date `json:"asOf" format:"date"`
	// Rules are in the order of the rule text.
	Rules []RuleCheck `json:"rules" nullable:"false"`
	// YellowOn and RedOn are the first days after AsOf on which the lamp would
	// be yellow or red without any new fact; null: not up to Until, or the lamp
	// is already as bad.
	YellowOn *Date `json:"yellowOn" format:"date" nullable:"true" doc:"First day it would turn yellow if nothing happens; null: not up to until, or it is as bad already"`
	RedOn    *Date `json:"redOn" format:"date" nullable:"true" doc:"First day it would turn red if nothing happens; null: not up to until, or it is red already"`
	Until    Date  `json:"until" format:"date" doc:"Last day that was looked at"`
	// Ahead says the same in words, in Chinese until Speak.
	Ahead string `json:"ahead" doc:"What happens without news, in words, in the caller's language"`

	ahead sentence
}

// RuleCheck is one rule that was asked about the item.
type RuleCheck struct {
	Rule string `json:"rule" doc:"Id of the rule, as in the rule text"`
	// Met: the condition of the rule holds. Of the rules that hold the one that
	// Decides gives the colour.
	Met     bool   `json:"met"`
	Decides bool   `json:"decides"`
	Colour  Colour `json:"colour" enum:"blue,green,yellow,red,grey" doc:"The colour the rule gives when it holds"`
	// Text says what was found, in Chinese until Speak.
	Text string `json:"text" doc:"What was found, in the caller's language"`

	words sentence
}

// Speak puts every sentence into the language.
func (e Explanation) Speak(lang Lang) Explanation {
	e.Lamp.Reason = e.Lamp.Sentence(lang)
	e.Ahead = e.ahead.in(lang)
	rules := make([]RuleCheck, 0, len(e.Rules))
	for _, r := range e.Rules {
		r.Text = r.words.in(lang)
		rules = append(rules, r)
	}
	e.Rules = rules
	return e
}

// check is a rule that was asked; words are what is said of it.
func check(rule string, met bool, colour Colour, words sentence) RuleCheck {
	return RuleCheck{Rule: rule, Met: met, Colour: colour, Text: words.zh, words: words}
}

// ExplainMilestone is Milestone with the whole table of section 2.
func (rs *RuleSet) ExplainMilestone(f MilestoneFacts, asOf Date, cal *Calendar) Explanation {
	one := rs.Complete().decisive(asOf, f.Under, func(set *RuleSet) Colour { return set.judge(f, asOf, cal).verdict().colour })
	j := one.judge(f, asOf, cal)
	e := Explanation{Lamp: rs.Milestone(f, asOf, cal), AsOf: asOf, Rules: j.table()}
	until := asOf.AddDays(horizonDays)
	if red := ClockDue(f); !red.IsZero() && red.AddDays(j.redAfter()+1).After(until) {
		until = red.AddDays(j.redAfter() + 1) // a promise of a later year
	}
	e.project(until, func(day Date) Colour { return rs.Milestone(f, day, cal).Colour })
	e.say(j.stays())
	return e
}

// ExplainIndicator is Indicator with the rules of its type.
func (rs *RuleSet) ExplainIndicator(f IndicatorFacts, asOf Date, cal *Calendar) Explanation {
	_, exited := f.exited(asOf)
	if (f.Type == TypeEvent || f.Type == TypeStage) && !exited {
		return rs.ExplainMilestone(f.Milestone, asOf, cal)
	}
	one := rs.Complete().decisive(asOf, f.Under, func(set *RuleSet) Colour { return set.indicator(f, asOf, cal).Lamp.Colour })
	e := Explanation{Lamp: rs.Indicator(f, asOf, cal).Lamp, AsOf: asOf}
	switch t := f.effectiveType(); {
	case exited:
		e.Rules = []RuleCheck{e.single()}
	case t == TypeCum, t == TypeRate:
		p, _ := one.indicatorProgress(f, asOf, cal)
		e.Rules = one.progressTable(p, asOf)
		e.suspension()
	default:
		e.Rules = []RuleCheck{e.single()}
	}
	later := f
	later.Projection = true // nobody could have reported yet
	e.project(asOf.AddDays(horizonDays), func(day Date) Colour { return rs.Indicator(later, day, cal).Lamp.Colour })
	e.say(f.stays(e.Lamp))
	return e
}

// single is the rule of the lamp where there is but one.
func (e *Explanation) single() RuleCheck {
	rule := check(e.Lamp.Rule, true, e.Lamp.Colour, sentence{e.Lamp.Reason, e.Lamp.english})
	rule.Decides = true
	return rule
}

// suspension puts M2 before the other rules of an indicator that is not a milestone.
func (e *Explanation) suspension() {
	if e.Lamp.Rule != RuleM2 {
		return
	}
	for n := range e.Rules {
		e.Rules[n].Decides = false
	}
	e.Rules = append([]RuleCheck{e.single()}, e.Rules...)
}

// ExplainProject is Project with every rule of section 5, also those that keep silent.
func (rs *RuleSet) ExplainProject(f ProjectFacts, asOf Date, cal *Calendar) Explanation {
	one := rs.Complete().decisive(asOf, f.Under, func(set *RuleSet) Colour { return set.project(f, asOf, cal).Lamp.Colour })
	r := one.project(f, asOf, cal)
	e := Explanation{Lamp: r.Lamp, AsOf: asOf}
	spoken := map[string]bool{}
	for _, lamp := range r.Rules {
		c := check(lamp.Rule, lamp.Colour == Red || lamp.Colour == Yellow, lamp.Colour, sentence{lamp.Reason, lamp.english})
		c.Decides = c.Met && lamp.Rule == r.Lamp.Rule
		spoken[projectRuleOf(lamp.Rule)] = true
		e.Rules = append(e.Rules, c)
	}
	e.Rules = append(e.Rules, one.silentProjectRules(f, spoken, asOf)...)
	e.project(asOf.AddDays(horizonDays), func(day Date) Colour { return rs.Project(f, day, cal).Lamp.Colour })
	e.say(sentence{})
	return e
}

// projectRuleOf is the rule of section 5 a lamp belongs to: T0 to T2 stand for P2 when they decide it.
func projectRuleOf(rule string) string {
	switch rule {
	case RuleT0, RuleT1, RuleT2:
		return RuleP2
	}
	return rule
}

// horizonDays is how far ahead an explanation looks for the day of a turn.
const horizonDays = 550

// project finds the first days on which the lamp would be yellow and red.
func (e *Explanation) project(until Date, colourOn func(Date) Colour) {
	e.Until = until
	now := e.Lamp.Colour
	if now == Red || now == Blue {
		return
	}
	for day := e.AsOf.AddDays(1); !day.After(until); day = day.AddDays(1) {
		switch colourOn(day) {
		case Red:
			e.RedOn = &day
			return
		case Yellow:
			if e.YellowOn == nil && now != Yellow {
				e.YellowOn = &day
			}
		}
	}
}

// say fills in Ahead. What stays as it is for a reason of its own says so.
func (e *Explanation) say(reason sentence) {
	on := onDay{e.AsOf}
	switch now := e.Lamp.Colour; {
	case now == Blue:
		e.ahead = sentence{"已完成，灯色不再变化。", "Completed: the lamp does not change any more."}
	case now == Red:
		e.ahead = sentence{"已是红灯；有新进展并经核定后才会变化。", "It is red already, and changes with confirmed progress alone."}
	case e.RedOn != nil && e.YellowOn != nil:
		e.ahead = sentence{
			"如果一直没有新进展，" + on.zh(*e.YellowOn) + "起转为黄灯，" + on.zh(*e.RedOn) + "起转为红灯。",
			"Without news it turns yellow on " + on.en(*e.YellowOn) + " and red on " + on.en(*e.RedOn) + ".",
		}
	case e.RedOn != nil:
		e.ahead = sentence{"如果一直没有新进展，" + on.zh(*e.RedOn) + "起转为红灯。", "Without news it turns red on " + on.en(*e.RedOn) + "."}
	case e.YellowOn != nil:
		e.ahead = sentence{
			"如果一直没有新进展，" + on.zh(*e.YellowOn) + "起转为黄灯；" + on.zh(e.Until) + "以前不会转为红灯。",
			"Without news it turns yellow on " + on.en(*e.YellowOn) + "; it does not turn red up to " + on.en(e.Until) + ".",
		}.and(reason)
	default:
		worse := sentence{"黄灯或红灯", "yellow or red"}
		if now == Yellow {
			worse = sentence{"红灯", "red"}
		}
		e.ahead = sentence{
			"即使没有新进展，" + on.zh(e.Until) + "以前也不会转为" + worse.zh + "。",
			"Even without news it does not turn " + worse.en + " up to " + on.en(e.Until) + ".",
		}.and(reason)
	}
	e.Ahead = e.ahead.zh
}
