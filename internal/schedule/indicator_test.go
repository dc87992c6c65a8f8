package schedule

import (
	"strings"
	"testing"
)

func TestTypeFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind        string
		zero, built bool
		want        IndicatorType
	}{
		{"count", false, false, TypeCum}, {"count", true, false, TypeKeep}, {"milestone", false, true, TypeStage},
		{"milestone", false, false, TypeEvent}, {"rate", false, false, TypeRate}, {"continuing", false, false, TypeOpen},
		{"slogan", false, false, TypeWords}, {"else", false, false, ""},
	} {
		got, err := TypeFor(c.kind, c.zero, c.built)
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s: %s, %v", c.kind, got, err)
		}
	}
}

func TestCum(t *testing.T) {
	t.Parallel()
	parking := IndicatorFacts{Type: TypeCum, Name: "新增停车位", Quantity: QuantityFacts{Value: 162, Target: 300}, Plan: PlanFacts{Year: 2017}}
	for _, c := range []struct {
		name    string
		change  func(*IndicatorFacts)
		asOf    string
		share   Share
		colour  Colour
		rule    string
		badges  string
		done, m bool
	}{
		{"162 of 300 by June", func(*IndicatorFacts) {}, "07-06", Share{162, 300}, Green, "P2", "", false, true},
		{"work before 1 January does not count", func(f *IndicatorFacts) { f.Quantity.Start = 150 }, "07-06", Share{12, 300}, Red, "P2", "", false, true},
		{"less than at the start", func(f *IndicatorFacts) { f.Quantity.Start = 200 }, "07-06", Share{0, 1}, Red, "P2", "", false, true},
		{"more than promised", func(f *IndicatorFacts) { f.Quantity.Value = 450 }, "07-06", Share{1, 1}, Green, "P2", "", false, true},
		{"complete and verified", func(f *IndicatorFacts) { f.Quantity.Value, f.Verified = 300, true }, "07-06", Share{1, 1}, Blue, "T0", "", true, true},
		{"a confirmed 100 % is a claim", func(f *IndicatorFacts) { f.Quantity.Value, f.Claimed = 300, day("07-05") }, "07-06", Share{1, 1}, Green, "P2", "claimed", false, true},
		{"the claim takes the plan of the day before", func(f *IndicatorFacts) { f.Quantity.Value, f.Claimed = 120, day("05-06") }, "12-31", Share{120, 300}, Green, "P2", "claimed reviewLate", false, true},
		{"flags", func(f *IndicatorFacts) { f.Unreported, f.MadeGood, f.Listed, f.Added = true, true, true, true }, "07-06", Share{162, 300}, Green, "P2", "unreported madeGood listed added", false, true},
		{"suspended", func(f *IndicatorFacts) { f.Suspended = day("07-01") }, "07-06", Share{162, 300}, Grey, "M2", "", false, true},
		{"suspended too long ago", func(f *IndicatorFacts) { f.Suspended = day("01-01") }, "07-06", Share{162, 300}, Yellow, "M2", "", false, true},
		{"suspended later", func(f *IndicatorFacts) { f.Suspended = day("07-07") }, "07-06", Share{162, 300}, Green, "P2", "", false, true},
		{"no target", func(f *IndicatorFacts) { f.Quantity.Target = 0 }, "07-06", Share{0, 1}, Grey, "OPEN", "", false, false},
	} {
		f := parking
		c.change(&f)
		got := Default().Indicator(f, day(c.asOf), districtCalendar(t))
		if got.Share.Compare(c.share) != 0 || got.Lamp.Colour != c.colour || got.Lamp.Rule != c.rule || badgeList(got.Lamp) != c.badges ||
			got.Done != c.done || got.Measurable != c.m {
			t.Errorf("%s: %v %s by %s [%s] %+v", c.name, got.Share, got.Lamp.Colour, got.Lamp.Rule, badgeList(got.Lamp), got)
		}
		checkLamp(t, c.name, got.Lamp)
	}
}

func TestEventAndStage(t *testing.T) {
	t.Parallel()
	event := IndicatorFacts{Type: TypeEvent, Milestone: due("06-20")}
	stage := IndicatorFacts{Type: TypeStage, Milestone: due("06-20"), Stage: StageFacts{ReachedWeight: 35, TargetWeight: 60}}
	verified := func(f IndicatorFacts) IndicatorFacts {
		f.Milestone.Reached, f.Milestone.Verified = day("06-20"), true
		return f
	}
	suspended := stage
	suspended.Milestone.Suspended = day("06-01")
	beyond, noTarget, undated := stage, stage, event
	beyond.Stage.ReachedWeight, noTarget.Stage.TargetWeight, undated.Milestone = 80, 0, MilestoneFacts{}
	for _, c := range []struct {
		name      string
		f         IndicatorFacts
		asOf      string
		share     Share
		plan      Share
		colour    Colour
		suspended bool
	}{
		{"event open on day A", event, "06-20", Share{0, 1}, Share{0, 1}, Green, false},
		{"event the day after", event, "06-21", Share{0, 1}, Share{1, 1}, Yellow, false},
		{"event verified", verified(event), "06-20", Share{1, 1}, Share{0, 1}, Blue, false},
		{"event verified later", verified(event), "06-19", Share{0, 1}, Share{0, 1}, Green, false},
		{"event without A", undated, "06-21", Share{0, 1}, Share{0, 1}, Grey, false},
		{"stage on its way", stage, "06-20", Share{35, 60}, Share{0, 1}, Green, false},
		{"beyond the target stage", beyond, "06-20", Share{1, 1}, Share{0, 1}, Green, false},
		{"stage without a target weight", noTarget, "06-20", Share{0, 1}, Share{0, 1}, Green, false},
		{"stage verified", verified(noTarget), "06-21", Share{1, 1}, Share{1, 1}, Blue, false},
		{"stage suspended", suspended, "06-21", Share{35, 60}, Share{1, 1}, Grey, true},
		{"done is not suspended", verified(suspended), "06-21", Share{1, 1}, Share{1, 1}, Blue, false},
	} {
		got := Default().Indicator(c.f, day(c.asOf), nil)
		if got.Share.Compare(c.share) != 0 || got.Plan != c.plan || got.Lamp.Colour != c.colour || got.Suspended != c.suspended {
			t.Errorf("%s: %v of %v, %s, suspended %v", c.name, got.Share, got.Plan, got.Lamp.Colour, got.Suspended)
		}
	}
}

func TestRate(t *testing.T) {
	t.Parallel()
	ratio := func(num, den int64) *Ratio { return &Ratio{num, den} }
	least := func(value, start *Ratio, target Ratio) RateFacts {
		return RateFacts{Value: value, Start: start, Target: target}
	}
	most := func(value, start *Ratio, target Ratio) RateFacts {
		return RateFacts{Value: value, Start: start, Target: target, AtMost: true}
	}
	huge := int64(1) << 61
	for _, c := range []struct {
		name string
		f    RateFacts
		want int
	}{
		{"met exactly", least(ratio(95, 100), nil, Ratio{95, 100}), 10000},
		{"met although the start was worse", least(ratio(96, 100), ratio(90, 100), Ratio{95, 100}), 10000},
		{"the way made", least(ratio(93, 100), ratio(90, 100), Ratio{95, 100}), 6000},
		{"back behind the start", least(ratio(89, 100), ratio(90, 100), Ratio{95, 100}), 0},
		{"the start met it, the value does not", least(ratio(94, 100), ratio(96, 100), Ratio{95, 100}), 0},
		{"without a start: value to target", least(ratio(76, 100), nil, Ratio{95, 100}), 8000},
		{"target 0 not met", least(ratio(-1, 100), nil, Ratio{0, 1}), 0},
		{"no reading", least(nil, ratio(90, 100), Ratio{95, 100}), 0},
		{"no reading, no start", least(nil, nil, Ratio{0, 1}), 0},
		{"at most, met", most(ratio(4, 100), nil, Ratio{4, 100}), 10000},
		{"at most, the way made", most(ratio(6, 100), ratio(10, 100), Ratio{5, 100}), 8000},
		{"at most, the start met it", most(ratio(6, 100), ratio(4, 100), Ratio{5, 100}), 0},
		{"at most, without a start: target to value", most(ratio(8, 100), nil, Ratio{4, 100}), 5000},
		{"at most 0", most(ratio(8, 100), nil, Ratio{0, 1}), 0},
		{"at most below 0 is not met by less below", most(ratio(-1, 100), nil, Ratio{-2, 100}), 0},
		{"too fine for two int64", least(ratio(huge-1, huge), ratio(1, huge-3), Ratio{huge - 1, huge - 2}), 9999},
	} {
		if got := c.f.share().Bp(); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	f := IndicatorFacts{Type: TypeRate, Rate: least(ratio(95, 100), nil, Ratio{95, 100}), Plan: PlanFacts{Year: 2017}, Claimed: day("07-01")}
	if got := Default().Indicator(f, day("07-06"), nil); got.Lamp.Colour != Green || got.Done || len(got.Lamp.Badges) != 0 {
		t.Errorf("met within the year: %+v", got.Lamp)
	}
	if got := Default().Indicator(f, day("2018-01-01"), nil); got.Lamp.Colour != Blue || !got.Done {
		t.Errorf("met when the year has ended: %+v", got.Lamp)
	}
}

// periods makes quarters closed on 5 April, 5 July, 9 October, 5 January; one
// letter a period: m met, b breached, - without a reading.
func periods(letters string) (ps []PeriodReading) {
	closing := []string{"04-05", "07-05", "10-09", "2018-01-05"}
	for i, l := range letters {
		p := PeriodReading{ClosedOn: day(closing[i]), Met: l == 'm'}
		if l != '-' {
			p.ReadOn = p.ClosedOn
		}
		ps = append(ps, p)
	}
	return ps
}

func TestKeepAndService(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, periods, asOf string
		colour              Colour
		met, closed         int64
		badges              string
	}{
		{"nothing closed", "mmmm", "04-04", Green, 0, 0, ""},
		{"closed and met", "mmmm", "04-05", Green, 1, 1, ""},
		{"last one breached", "mbmm", "07-05", Yellow, 1, 2, ""},
		{"last two breached", "mbbm", "10-09", Red, 1, 3, ""},
		{"kept again", "bbmm", "10-09", Green, 1, 3, ""},
		{"breach, no reading, breach: the last two with a reading", "b-bm", "10-09", Red, 0, 3, "unreported"},
		{"a breach stays the last reading", "mb-m", "10-09", Yellow, 1, 3, "unreported"},
		{"no reading yet", "----", "04-05", Green, 0, 1, "unreported"},
		{"an open period does not count", "mbbm", "10-08", Yellow, 1, 2, ""},
		{"all met at the end", "mmmm", "2018-01-05", Blue, 4, 4, ""},
		{"last period met", "mbmm", "2018-01-05", Yellow, 3, 4, ""},
		{"last period breached", "mmmb", "2018-01-05", Red, 3, 4, ""},
		{"last period without a reading", "mmm-", "2018-01-05", Red, 3, 4, "unreported"},
	} {
		for _, typ := range []IndicatorType{TypeKeep, TypeService} {
			got := Default().Indicator(IndicatorFacts{Type: typ, Periods: periods(c.periods)}, day(c.asOf), nil)
			if got.Lamp.Colour != c.colour || got.Lamp.Rule != string(typ) || got.Share != (Share{c.met, 4}) ||
				got.Plan != (Share{c.closed, 4}) || badgeList(got.Lamp) != c.badges {
				t.Errorf("%s %s: %s by %s, %v of %v [%s]", typ, c.name, got.Lamp.Colour, got.Lamp.Rule, got.Share, got.Plan, badgeList(got.Lamp))
			}
			checkLamp(t, c.name, got.Lamp)
		}
	}
	aim := IndicatorFacts{Type: TypeKeep, Periods: periods("mbbm"), Firmness: Aim}
	if got := Default().Indicator(aim, day("10-09"), nil).Lamp; got.Colour != Yellow || got.Rule != RuleKeep {
		t.Errorf("力争: %s by %s", got.Colour, got.Rule)
	}
	aim.Suspended = day("10-01")
	if got := Default().Indicator(aim, day("10-09"), nil); got.Lamp.Colour != Grey || !got.Suspended {
		t.Errorf("suspended: %+v", got)
	}
	entered := IndicatorFacts{Type: TypeKeep, Periods: periods("--mm")}
	entered.Periods[0].BeforeEntry, entered.Periods[1].BeforeEntry = true, true
	if got := Default().Indicator(entered, day("10-09"), nil); got.Lamp.Has(BadgeUnreported) || got.Share != (Share{1, 4}) || got.Plan != (Share{3, 4}) {
		t.Errorf("entered after two periods: %v of %v [%s]", got.Share, got.Plan, badgeList(got.Lamp))
	}
	entered.Periods[1].BeforeEntry = false
	if got := Default().Indicator(entered, day("10-09"), nil).Lamp; !got.Has(BadgeUnreported) {
		t.Errorf("entered in the second period: %s", got.Reason)
	}
	late := IndicatorFacts{Type: TypeKeep, Periods: periods("mbmm")}
	late.Periods[1].ReadOn = day("07-20")
	if got := Default().Indicator(late, day("07-19"), nil).Lamp; got.Colour != Green || !got.Has(BadgeUnreported) {
		t.Errorf("read later: %s", got.Colour)
	}
}

// TestKeepUnreported: 未报 asks for a report, not for its confirmation, and comes
// on the 4th working day after the cut-off.
func TestKeepUnreported(t *testing.T) {
	t.Parallel()
	missing := PeriodReading{ClosedOn: day("03-06"), OwedFrom: day("03-09")}
	for _, c := range []struct {
		name, asOf string
		change     func(*PeriodReading)
		want       bool
	}{
		{"closed, in the days of grace", "03-08", func(*PeriodReading) {}, false},
		{"the 4th working day", "03-09", func(*PeriodReading) {}, true},
		{"still open", "03-20", func(p *PeriodReading) { p.ClosedOn = day("04-06") }, false},
		{"sent and waiting", "03-20", func(p *PeriodReading) { p.Submitted = day("03-03") }, false},
		{"before it was made good", "03-19", func(p *PeriodReading) { p.Submitted = day("03-20") }, true},
		{"made good and waiting", "03-20", func(p *PeriodReading) { p.Submitted = day("03-20") }, false},
		{"before it was confirmed, nothing sent", "03-19", func(p *PeriodReading) { p.ReadOn = day("03-20") }, true},
		{"before it was entered", "03-20", func(p *PeriodReading) { p.BeforeEntry = true }, false},
	} {
		p := missing
		c.change(&p)
		got := Default().Indicator(IndicatorFacts{Type: TypeKeep, Periods: []PeriodReading{p, {}}}, day(c.asOf), nil)
		if got.Lamp.Has(BadgeUnreported) != c.want || got.Share != (Share{0, 2}) {
			t.Errorf("%s: %v, %v met", c.name, got.Lamp.Badges, got.Share)
		}
	}
}

// TestUnreportedMonth: the month of the badge, not always the last closed one.
func TestUnreportedMonth(t *testing.T) {
	t.Parallel()
	month := MustMonth
	missing := func(m, owed string) PeriodReading {
		return PeriodReading{Month: month(m), ClosedOn: day(owed), OwedFrom: day(owed)}
	}
	cum := IndicatorFacts{Type: TypeCum, Quantity: QuantityFacts{Target: 10}, Plan: PlanFacts{Year: 2017}, Unreported: true}
	quiet := cum
	quiet.Unreported = false
	for name, c := range map[string]struct {
		f          IndicatorFacts
		asOf, want string
	}{
		"CUM":            {cum, "2017-09-30", "2017-08"},
		"CUM after":      {cum, "2018-03-30", "2017-12"},
		"no badge":       {quiet, "2017-09-30", ""},
		"EVENT":          {IndicatorFacts{Type: TypeEvent, Milestone: MilestoneFacts{Approved: day("2017-12-31"), Unreported: true}}, "2017-09-30", "2017-08"},
		"KEEP, earliest": {IndicatorFacts{Type: TypeKeep, Periods: []PeriodReading{{Month: month("2017-01"), ClosedOn: day("02-06"), ReadOn: day("02-06")}, missing("2017-02", "03-09"), missing("2017-03", "04-11")}}, "2017-09-30", "2017-02"},
	} {
		if got := Default().Indicator(c.f, MustDate(c.asOf), nil); got.UnreportedMonth.String() != c.want {
			t.Errorf("%s: %q, want %q", name, got.UnreportedMonth, c.want)
		}
	}
}

// TestKeepProjection: a day after today assumes no 未报; colour and shares stay.
func TestKeepProjection(t *testing.T) {
	t.Parallel()
	f := IndicatorFacts{Type: TypeKeep, Periods: periods("m---")}
	now := Default().Indicator(f, day("10-09"), nil)
	f.Projection = true
	then := Default().Indicator(f, day("10-09"), nil)
	if !now.Lamp.Has(BadgeUnreported) || then.Lamp.Has(BadgeUnreported) || strings.Contains(then.Lamp.Reason, "未报") {
		t.Errorf("now %v, projected %v: %s", now.Lamp.Badges, then.Lamp.Badges, then.Lamp.Reason)
	}
	if then.Lamp.Colour != now.Lamp.Colour || then.Share != now.Share || then.Plan != now.Plan {
		t.Errorf("projected %+v, want the figures of %+v", then, now)
	}
}

func TestOpenAndWords(t *testing.T) {
	t.Parallel()
	for _, f := range []IndicatorFacts{{Type: TypeOpen}, {Type: TypeService}, {Type: TypeKeep}} {
		got := Default().Indicator(f, day("06-20"), nil)
		if got.Lamp.Colour != Grey || got.Lamp.Rule != RuleOpen || got.Measurable || got.Done {
			t.Errorf("%s: %+v", f.Type, got)
		}
		checkLamp(t, string(f.Type), got.Lamp)
	}
	for _, typ := range []IndicatorType{TypeWords, "else"} {
		if got := Default().Indicator(IndicatorFacts{Type: typ}, day("06-20"), nil); got.Lamp.Rule != RuleP0 || got.Measurable {
			t.Errorf("%s: %+v", typ, got)
		}
	}
}

func TestStandardLadders(t *testing.T) {
	t.Parallel()
	ladders := StandardLadders()
	if len(ladders) != 4 {
		t.Fatalf("%d ladders", len(ladders))
	}
	for _, l := range ladders {
		for i, s := range l.Stages {
			if i > 0 && s.Weight <= l.Stages[i-1].Weight || i == len(l.Stages)-1 && s.Weight != 100 {
				t.Errorf("%s: %s weighs %d", l.Name, s.Name, s.Weight)
			}
		}
	}
	if w, ok := ladders[0].WeightOf("主体结顶"); w != 60 || !ok {
		t.Errorf("主体结顶 weighs %d", w)
	}
	if _, ok := ladders[0].WeightOf("龙口合龙"); ok {
		t.Error("a stage of another ladder was found")
	}
}
