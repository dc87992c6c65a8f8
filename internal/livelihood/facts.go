package livelihood

import (
	"slices"

	"guatu/internal/schedule"
)

// Rules is what turns facts into lamps: the rule set in force and the
// working-day calendar.
type Rules struct {
	Set      *schedule.RuleSet
	Calendar *schedule.Calendar
	// Basis is the plan that is measured against; zero: the current one.
	Basis schedule.Basis
}

// on returns the rules on a basis.
func (r Rules) on(b schedule.Basis) Rules {
	r.Basis = b
	return r
}

// onOriginal is the line with target, monthly plan and date of before their first
// approved change. A confirmed 100 % waits for its verification only where it is
// 100 % of that target too.
func (l line) onOriginal() line {
	i := l.Indicator
	if i.DueChanges > 0 {
		i.DueOn = i.BaseDueOn
	}
	if i.TargetChanges > 0 {
		i.TargetMilli, i.MonthlyPlan = i.BaseTargetMilli, i.BaseMonthlyPlan
		if q := i.quantity(); i.Type == schedule.TypeCum && (q.Target <= 0 || q.Value-q.Start < q.Target) {
			i.FullOn = schedule.Date{}
		}
	}
	l.Indicator = i
	return l
}

// seen is the line as it is shown on the plan of the rules.
func (r Rules) seen(l line) line {
	if r.Basis == schedule.Original {
		return l.onOriginal()
	}
	return l
}

// inForce takes what is in force now, once for everything that is judged together.
func inForce(book schedule.Rulebook) Rules {
	return Rules{Set: book.RuleSet(), Calendar: book.Calendar()}
}

// line is an indicator with everything its lamp needs: its task, the milestone
// it points at and the stages verified in that milestone's project.
type line struct {
	Task      taskRow
	Indicator indicatorRow
	Milestone milestoneRow
	Pending   pendingRow
	Rights    rightsRow
	// Verified are the stages of the project whose milestone is verified.
	Verified []string
}

// day is the day a reader stands on, and the business day.
type day struct{ asOf, today schedule.Date }

// facts is the one way from rows to what schedule judges.
func (r Rules) facts(l line, d day) schedule.IndicatorFacts {
	f := r.measured(r.seen(l), d)
	if r.Basis == schedule.Original { // nobody owes a report on a plan that is not in force
		f.Unreported = r.measured(l, d).Unreported
	}
	return f.On(r.Basis)
}

func (r Rules) measured(l line, d day) schedule.IndicatorFacts {
	i := l.Indicator
	f := schedule.IndicatorFacts{
		Type: i.Type, Name: i.Name, Weight: i.Weight, Firmness: i.Firmness,
		Verified: i.Verified, Claimed: i.claimDay(), Projection: d.asOf.After(d.today),
		Suspended: i.SuspendedOn, Exited: i.ExitedOn, ExitDocument: i.ExitDocument, Under: schedule.Place{Tasks: []int64{l.Task.ID}},
	}
	switch i.Type {
	case schedule.TypeEvent, schedule.TypeStage:
		f.Milestone, f.Stage = l.Milestone.Facts(r.Set, r.Calendar, d.asOf, d.today), l.stage()
		if l.Milestone.ID == 0 { // it points at nothing, and stands in its task all the same
			f.Milestone.Under = f.Under
		}
		return f
	case schedule.TypeCum, schedule.TypeRate:
		f.Plan, f.Quantity, f.Rate = l.plan(), i.quantity(), i.rate()
		f.Unreported = r.unreported(l, d)
		f.Missed = r.missedPeriods(l, d)
	case schedule.TypeKeep, schedule.TypeService:
		f.Periods = r.periods(l)
		f.Missed = missedReadings(f.Periods, d)
	}
	f.Changes = i.TargetChanges + i.DueChanges
	f.MadeGood = r.madeGood(l, d.asOf)
	return f
}

// madeGood is 已补: the last reading made good the last closed period.
func (r Rules) madeGood(l line, asOf schedule.Date) bool {
	i := l.Indicator
	if cycle := l.cycle(); cycle.Short() {
		return !i.MadeGoodTo.IsZero() && i.MadeGoodTo == r.Set.ClosedPeriod(cycle, asOf, r.Calendar).To
	}
	return !i.MadeGoodMonth.IsZero() && i.MadeGoodMonth == r.Set.LastReportMonth(asOf)
}

// cycle is how often the indicator is reported: a KEEP or SERVICE by its months
// whatever the task says, since its months are what it is judged by.
func (l line) cycle() schedule.Cycle {
	if l.Indicator.periodic() || !l.Task.ReportCycle.Short() {
		return schedule.CycleMonthly
	}
	return l.Task.ReportCycle
}

// missedPeriods counts the periods in a row without a report; a projection assumes none.
func (r Rules) missedPeriods(l line, d day) int {
	if d.asOf.After(d.today) {
		return 0
	}
	return r.Set.MissedPeriods(l.duty(), d.asOf, r.Calendar)
}

// missedReadings counts the closed periods in a row, the last one first, that are 未报.
func missedReadings(periods []schedule.PeriodReading, d day) (n int) {
	if d.asOf.After(d.today) {
		return 0
	}
	for _, p := range slices.Backward(periods) {
		closed := !p.ClosedOn.IsZero() && !p.ClosedOn.After(d.asOf)
		switch {
		case p.Unreported(d.asOf):
			n++
		case closed && (!p.ReadOn.IsZero() || !p.Submitted.IsZero() || !d.asOf.Before(p.OwedFrom)):
			return n
		}
	}
	return n
}

// claimDay is the day of the claim that waits: a confirmed 100 % without
// verification is one from the day it was confirmed.
func (i indicatorRow) claimDay() schedule.Date {
	if i.FullOn.IsZero() {
		return i.ClaimedOn
	}
	return i.FullOn
}

// quantity is a CUM. Without a confirmed figure nothing has been done yet.
func (i indicatorRow) quantity() schedule.QuantityFacts {
	start := or0(i.StartMilli)
	q := schedule.QuantityFacts{Value: start, Start: start, Target: or0(i.TargetMilli)}
	if i.ValueMilli != nil {
		q.Value = *i.ValueMilli
	}
	return q
}

// rate is a RATE. The stored numerator and denominator are compared, so that
// 1,881 of 1,900 stays exact; a figure without them is compared as it is.
func (i indicatorRow) rate() schedule.RateFacts {
	whole := thousandths * rateScale(i.Unit)
	f := schedule.RateFacts{AtMost: i.Comparator == AtMost, Target: schedule.Ratio{Num: or0(i.TargetMilli), Den: whole}}
	if i.StartMilli != nil {
		f.Start = &schedule.Ratio{Num: *i.StartMilli, Den: whole}
	}
	switch {
	case i.NumeratorMilli != nil && i.DenominatorMilli != nil:
		f.Value = &schedule.Ratio{Num: *i.NumeratorMilli, Den: *i.DenominatorMilli}
	case i.ValueMilli != nil:
		f.Value = &schedule.Ratio{Num: *i.ValueMilli, Den: whole}
	}
	return f
}

// plan is the plan of the year of a CUM or RATE.
func (l line) plan() schedule.PlanFacts {
	i := l.Indicator
	p := schedule.PlanFacts{
		Year: l.Task.Year, Start: i.PlannedStart, Due: i.DueOn, Monthly: i.MonthlyPlan, Total: or0(i.TargetMilli),
		Review: schedule.ReportReview{Month: i.PendingMonth, Submitted: i.PendingOn},
	}
	if i.Type == schedule.TypeRate {
		p.Total = wholeBp // its monthly plan is given in basis points of the way
	}
	return p
}

// stage finds the stage reached on the ladder: the heaviest one whose milestone
// in the same project is verified.
func (l line) stage() schedule.StageFacts {
	ladder := schedule.Ladder{Stages: l.Indicator.Ladder}
	var f schedule.StageFacts
	f.TargetWeight, _ = ladder.WeightOf(l.Indicator.TargetStage)
	_, f.ReachedWeight = l.reached()
	return f
}

// reached is the stage reached with its weight; "" and 0 before the first.
func (l line) reached() (name string, weight int) {
	for _, s := range l.Indicator.Ladder {
		if s.Weight > weight && slices.Contains(l.Verified, s.Name) {
			name, weight = s.Name, s.Weight
		}
	}
	return name, weight
}

// months are the periods of the year: those on record, for a KEEP without any
// every month.
func (l line) months() []schedule.Month {
	if len(l.Indicator.Periods) > 0 || l.Indicator.Type != schedule.TypeKeep {
		return l.Indicator.Periods
	}
	return l.year()
}

// year are the twelve months of the plan year.
func (l line) year() []schedule.Month {
	months := make([]schedule.Month, 0, 12)
	for m := 1; m <= 12; m++ {
		if month, err := schedule.NewMonth(l.Task.Year, m); err == nil {
			months = append(months, month)
		}
	}
	return months
}

// result is the confirmed reading of a month, nil when there is none.
func (i indicatorRow) result(month schedule.Month) *PeriodResult {
	for n := range i.PeriodResults {
		if i.PeriodResults[n].Month == month {
			return &i.PeriodResults[n]
		}
	}
	return nil
}

// periods are the periods of a KEEP or SERVICE. A period closes on the day after
// its reporting cut-off. While its reading, submitted in time, is under review it
// stays open at most for the working days of grace: as with the plan of a CUM,
// the reviewer's delay does not colour the reporter. A reading that was sent, also
// late, ends 未报; so does one sent before the cut-off and still undecided, because
// until then the unit may not send another.
func (r Rules) periods(l line) []schedule.PeriodReading {
	set, i := r.Set, l.Indicator
	var out []schedule.PeriodReading
	for _, month := range l.months() {
		cutoff := set.Cutoff(month)
		p := schedule.PeriodReading{
			Month: month, ClosedOn: cutoff.AddDays(1), OwedFrom: set.UnreportedFrom(month, r.Calendar),
			BeforeEntry: month.Before(i.EnteredOn.MonthOf()),
		}
		switch {
		case i.ReturnedMonth == month:
			p.Submitted = cutoff // it was sent, and sent back
		case i.PendingMonth == month || !i.PendingOn.After(cutoff):
			p.Submitted = i.PendingOn
		}
		if found := i.result(month); found != nil {
			p.ReadOn, p.Met = found.On, found.Met
		} else if i.PendingMonth == month && !i.PendingOn.IsZero() && !i.PendingOn.After(cutoff) {
			p.ClosedOn = r.Calendar.WorkdaysAfter(cutoff, set.On(cutoff).MilestoneRule.ReviewGraceWorkdays+1)
		}
		out = append(out, p)
	}
	return out
}

// unreported is 未报 for a CUM or RATE; a projection assumes none.
func (r Rules) unreported(l line, d day) bool {
	return !d.asOf.After(d.today) && r.Set.Unreported(l.duty(), d.asOf, r.Calendar)
}

// duty is what the unit owes: for a CUM or RATE a report every month from the
// planned start (or January, or the month it was entered) to December of the plan
// year, until it is verified and not while it is suspended or when it left the plan. What has no target (OPEN) owes nothing, and KEEP and
// SERVICE owe their periods. A confirmed 100 % waits for the reviewer as a claim
// does: nothing is 未报 meanwhile.
func (l line) duty() schedule.Duty {
	i := l.Indicator
	d := schedule.Duty{
		Entered: i.EnteredOn.MonthOf(), Reported: i.LastReportMonth, Returned: i.ReturnedMonth,
		Waiting: !i.PendingOn.IsZero() || !i.FullOn.IsZero(),
	}
	measured := i.Type == schedule.TypeRate || i.Type == schedule.TypeCum && or0(i.TargetMilli) > 0
	january, err := schedule.NewMonth(l.Task.Year, 1)
	if err != nil || i.Verified || !measured || !i.SuspendedOn.IsZero() || !i.ExitedOn.IsZero() {
		return d
	}
	d.First, d.Last = january, january.AddMonths(11)
	if i.PlannedStart.After(january) {
		d.First = i.PlannedStart
	}
	if d.Short = schedule.ShortDuty(l.cycle(), i.EnteredOn, l.Task.CycleSince, i.LastPeriodTo, i.ReturnedTo); d.Short != nil {
		if first := d.First.First(); first.After(d.Short.From) {
			d.Short.From = first
		}
		d.Short.Until = d.Last.Last()
	}
	return d
}

// reportMonth is the month a reading sent on the day is for when it names none.
// Of a KEEP or SERVICE it is the last closed period, if that one has no result and
// was owed, else the month now running to its cut-off.
func (r Rules) reportMonth(l line, today schedule.Date) schedule.Month {
	if !l.Indicator.periodic() {
		return r.Set.ReportMonth(l.duty(), today)
	}
	closed := r.Set.LastReportMonth(today)
	var last schedule.PeriodReading
	for _, p := range r.periods(l) {
		if !p.Month.After(closed) {
			last = p
		}
	}
	if last.Month.IsZero() || last.BeforeEntry || !last.ReadOn.IsZero() {
		return closed.Next()
	}
	return last.Month
}

// missed says whether the month a reading is sent for is 未报 today, so that the
// reading makes it good.
func (r Rules) missed(l line, month schedule.Month, today schedule.Date) bool {
	if !l.Indicator.periodic() {
		return r.unreported(l, day{today, today})
	}
	return slices.ContainsFunc(r.periods(l), func(p schedule.PeriodReading) bool {
		return p.Month == month && p.Unreported(today)
	})
}

// periodic says whether the indicator is read by period.
func (i indicatorRow) periodic() bool {
	return i.Type == schedule.TypeKeep || i.Type == schedule.TypeService
}

const (
	thousandths = 1000
	wholeBp     = 10_000
)

// rateScale is what a rate of 1 is in the unit: 100 in per cent.
func rateScale(unit string) int64 {
	switch unit {
	case "%", "％":
		return 100
	case "‰":
		return 1000
	}
	return 1
}

func or0(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}
