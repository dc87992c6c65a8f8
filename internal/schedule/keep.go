package schedule

import "fmt"

// PeriodReading is one period of a KEEP (a month or quarter of the year) or one
// agreed month of a SERVICE.
type PeriodReading struct {
	// Month is the period, or the last month of it.
	Month Month `json:"month"`
	// ClosedOn is the day the period closes or closed; absent: not yet.
	ClosedOn Date `json:"closedOn"`
	// ReadOn is the day the reading was confirmed; absent: no reading.
	ReadOn Date `json:"readOn"`
	// Met: the standard was kept, or the month was served.
	Met bool `json:"met"`
	// OwedFrom is the day from which a missing reading is 未报, the same working
	// day as for a monthly report.
	OwedFrom Date `json:"owedFrom"`
	// Submitted is the day a reading was sent that takes the 未报 away: one of this
	// period, or one that still waits so that the unit may not send another.
	Submitted Date `json:"submitted"`
	// BeforeEntry: the item was entered after this period. Without a reading it
	// is not met, as every other, but nobody failed to report it.
	BeforeEntry bool `json:"beforeEntry"`
}

// tally is what KEEP and SERVICE look at: the closed periods on one day.
type tally struct {
	periods, closed, met, unread int  // unread: 未报
	breaches                     int  // breached in a row, counted from the last reading back
	lastMet, over                bool // the year's last period: met, closed
}

// Unreported is 未报 for one period: closed without a reading, nothing sent, and
// the working days of grace are over. The confirmation is the reviewer's affair.
func (p PeriodReading) Unreported(asOf Date) bool {
	switch {
	case p.BeforeEntry, p.ClosedOn.by(asOf).IsZero(), asOf.Before(p.OwedFrom):
		return false
	}
	return p.ReadOn.by(asOf).IsZero() && p.Submitted.by(asOf).IsZero()
}

func tallyOf(periods []PeriodReading, asOf Date) tally {
	t := tally{periods: len(periods)}
	for i, p := range periods {
		closed := !p.ClosedOn.by(asOf).IsZero()
		read := closed && !p.ReadOn.by(asOf).IsZero()
		met := read && p.Met
		switch {
		case met:
			t.met++
			t.breaches = 0
		case read:
			t.breaches++
		}
		if p.Unreported(asOf) {
			t.unread++ // not met either, but no breach
		}
		if closed {
			t.closed++
		}
		if i == len(periods)-1 {
			t.lastMet, t.over = met, closed
		}
	}
	return t
}

// colour of KEEP and SERVICE. While the year runs the last readings count; from
// the closing of its last period the whole year does.
func (t tally) colour() Colour {
	switch {
	case t.over && t.met == t.periods:
		return Blue
	case t.over && t.lastMet:
		return Yellow
	case t.over:
		return Red
	case t.breaches >= 2:
		return Red
	case t.breaches == 1:
		return Yellow
	}
	return Green
}

// fromPeriods judges KEEP and SERVICE.
func (rs *RuleSet) fromPeriods(r *IndicatorResult, f IndicatorFacts, asOf Date) {
	t := tallyOf(f.Periods, asOf)
	if f.Projection {
		t.unread = 0
	}
	rule := RuleKeep
	if f.Type == TypeService {
		rule = RuleService
	}
	f.Unreported = f.Unreported || t.unread > 0
	in := inputs{"asOf": asOf, "periods": t.periods, "closed": t.closed, "met": t.met}
	in.count("withoutReading", t.unread)
	if f.Firmness == Aim {
		in["firmness"] = Aim
	}
	v := verdict{rule, f.Firmness.capped(t.colour()), t.words().and(t.aim(f.Firmness))}
	r.Measurable = true
	r.Share = Share{int64(t.met), int64(t.periods)}
	r.Plan = Share{int64(t.closed), int64(t.periods)}
	r.Lamp = rs.lamp(v, f.badges(nil), in)
	if r.Lamp.Colour != Blue {
		rs.suspend(r, f, asOf)
	}
}

func (t tally) aim(f Firmness) sentence {
	if t.colour() != Red {
		return sentence{}
	}
	return aimWords(f)
}

func (t tally) words() sentence {
	s := sentence{
		fmt.Sprintf("全年 %d 期，已关账 %d 期，达标 %d 期", t.periods, t.closed, t.met),
		fmt.Sprintf("%d of %s closed, %d met", t.closed, plural(t.periods, "period"), t.met),
	}
	if t.unread > 0 {
		s.zh += fmt.Sprintf("，%d 期未报", t.unread)
		s.en += fmt.Sprintf(", %d without a reading", t.unread)
	}
	how := sentence{"保持正常", "as it should be"}
	switch {
	case t.over && t.met == t.periods:
		how = sentence{"全年各期均达标", "the whole year was kept"}
	case t.over && t.lastMet:
		how = sentence{"末期达标，但全年未能各期达标", "the last period was met, but not all of them"}
	case t.over:
		how = sentence{"末期未达标，年度未完成", "the last period was not met: the year's promise is not kept"}
	case t.breaches >= 2:
		how = sentence{"最近两期均未达标", "the last two readings were breaches"}
	case t.breaches == 1:
		how = sentence{"最近一期未达标", "the last reading was a breach"}
	}
	return sentence{s.zh + "，" + how.zh + "。", s.en + ": " + how.en + "."}
}
