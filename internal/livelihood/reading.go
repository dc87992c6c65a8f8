package livelihood

import (
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"guatu/internal/evidence"
	"guatu/internal/schedule"
)

// Comparators of a RATE.
const (
	AtLeast = "atLeast"
	AtMost  = "atMost"
)

// Submission is what a unit says about an indicator.
type Submission struct {
	ValueMilli       *int64
	NumeratorMilli   *int64
	DenominatorMilli *int64
	PrintedBp        *int // the rate a published table prints for it
	Met              *bool
	// Month is given only to make good a period of a KEEP or SERVICE.
	Month    schedule.Month
	Note     string
	NoChange bool
	Claim    bool
	// Proof is the evidence; a claim needs it, or an exception.
	Proof evidence.Proof
}

// hasFigure says whether the submission would move a figure.
func (s Submission) hasFigure() bool {
	return s.ValueMilli != nil || s.NumeratorMilli != nil || s.DenominatorMilli != nil || s.Met != nil
}

// fault is one thing wrong with an input; code is a key of the words of this package.
type fault struct{ field, code string }

// refusal says that the state of a row does not allow the step; code is a stable slug.
type refusal string

// Error makes a refusal an error.
func (r refusal) Error() string { return "livelihood: " + string(r) }

// Slugs of refusals.
const (
	codeAtMilestone = refusal("reported_at_milestone")
	codeNoTarget    = refusal("no_measurable_target")
	codeFinished    = refusal("indicator_finished")
	codePending     = refusal("report_pending")
	codeFrozen      = refusal("indicator_has_readings")
	codeClaimed     = refusal("claim_pending")
	codeNoClaim     = refusal("nothing_to_verify")
	codeReading     = refusal("reading_pending")
	codeOwnReport   = refusal("own_report")
	codeReported    = refusal("has_reports")
	codeCarried     = refusal("indicator_carried")
	codeSuspended   = refusal("indicator_suspended")
	codeExited      = refusal("indicator_exited")
)

const (
	maxNote  = 2000
	maxMilli = int64(1_000_000_000_000_000) // a million million of the unit

	maxPrintedBp = 100_000_000 // ten thousand times the target
)

// reportable refuses what is not reported here, or not any more. On an OPEN a
// word can be noted, but no figure: there is nothing to measure it against.
func (i indicatorRow) reportable(s Submission) error {
	switch {
	case !i.CarriedOn.IsZero():
		return codeCarried
	case !i.ExitedOn.IsZero():
		return codeExited
	case i.event():
		return codeAtMilestone
	case i.Type == schedule.TypeWords:
		return codeNoTarget
	case i.Type == schedule.TypeOpen && (s.hasFigure() || s.Claim):
		return codeNoTarget
	case i.Verified:
		return codeFinished
	case !i.SuspendedOn.IsZero():
		return codeSuspended
	case !i.PendingOn.IsZero():
		return codePending
	}
	return nil
}

// faultsFor lists everything wrong with the submission for this indicator.
// month is the one it is for, current the one running to its cut-off.
func (s Submission) faultsFor(l line, month, current schedule.Month) []fault {
	out := s.commonFaults()
	switch l.Indicator.Type {
	case schedule.TypeCum:
		out = append(out, s.cumFaults(l.Indicator)...)
	case schedule.TypeRate:
		out = append(out, s.rateFaults(l.Indicator)...)
	case schedule.TypeKeep, schedule.TypeService:
		out = append(out, s.periodFaults(l, month, current)...)
	}
	if printed := s.PrintedBp; printed != nil {
		figure := l.Indicator.Type == schedule.TypeCum || l.Indicator.Type == schedule.TypeRate
		out = append(out, collect(
			faultWhen{!figure, fault{"printedBp", "not_for_type"}},
			faultWhen{figure && !s.hasFigure(), fault{"printedBp", "printed_alone"}},
			faultWhen{*printed < 0, fault{"printedBp", "negative"}},
			faultWhen{*printed > maxPrintedBp, fault{"printedBp", "out_of_range"}},
		)...)
	}
	return out
}

// faultWhen pairs a condition with the fault it is.
type faultWhen struct {
	wrong bool
	fault fault
}

func collect(checks ...faultWhen) []fault {
	var out []fault
	for _, c := range checks {
		if c.wrong {
			out = append(out, c.fault)
		}
	}
	return out
}

func (s Submission) commonFaults() []fault {
	out := collect(
		faultWhen{strings.TrimSpace(s.Note) == "" && !s.NoChange, fault{"note", "note_required"}},
		faultWhen{utf8.RuneCountInString(s.Note) > maxNote, fault{"note", "note_too_long"}},
		faultWhen{s.NoChange && s.Claim, fault{"noChange", "no_change_claim"}},
	)
	for _, n := range []struct {
		field string
		value *int64
	}{{"valueMilli", s.ValueMilli}, {"numeratorMilli", s.NumeratorMilli}, {"denominatorMilli", s.DenominatorMilli}} {
		if n.value != nil && (*n.value > maxMilli || *n.value < -maxMilli) {
			out = append(out, fault{n.field, "out_of_range"})
		}
	}
	return out
}

// cumFaults: the figure is cumulative on the same scale as the start value, since
// c = (value − start)/target; without a start value it counts from 1 January. One below the last
// confirmed figure corrects it, which is allowed: the note, which every report
// but 无变化 carries, says why. So is one above the target.
func (s Submission) cumFaults(i indicatorRow) []fault {
	value := s.ValueMilli
	whole := value
	if whole == nil {
		whole = i.ValueMilli
	}
	q := i.quantity()
	short := s.Claim && (whole == nil || !schedule.Share{Num: *whole - q.Start, Den: q.Target}.IsWhole())
	return collect(
		faultWhen{s.NumeratorMilli != nil, fault{"numeratorMilli", "not_for_type"}},
		faultWhen{s.DenominatorMilli != nil, fault{"denominatorMilli", "not_for_type"}},
		faultWhen{s.Met != nil, fault{"met", "not_for_type"}},
		faultWhen{!s.Month.IsZero(), fault{"month", "not_for_type"}},
		faultWhen{value == nil && !s.NoChange && !s.Claim, fault{"valueMilli", "value_required"}},
		faultWhen{value != nil && *value < 0, fault{"valueMilli", "negative"}},
		faultWhen{s.NoChange && value != nil && (i.ValueMilli == nil || *value != *i.ValueMilli), fault{"valueMilli", "no_change_value"}},
		faultWhen{short, fault{"claim", "claim_below_target"}},
	)
}

// rateFaults: numerator and denominator, or the rate itself, or both when they agree.
func (s Submission) rateFaults(i indicatorRow) []fault {
	pair := s.NumeratorMilli != nil && s.DenominatorMilli != nil
	half := (s.NumeratorMilli != nil) != (s.DenominatorMilli != nil)
	flat := s.DenominatorMilli != nil && *s.DenominatorMilli <= 0
	differs := pair && !flat && s.ValueMilli != nil && *s.ValueMilli != rateMilli(*s.NumeratorMilli, *s.DenominatorMilli, i.Unit)
	changed := s.NoChange && (s.ValueMilli != nil || pair)
	return collect(
		faultWhen{s.Met != nil, fault{"met", "not_for_type"}},
		faultWhen{!s.Month.IsZero(), fault{"month", "not_for_type"}},
		faultWhen{s.Claim, fault{"claim", "claim_not_for_type"}},
		faultWhen{half, fault{"denominatorMilli", "rate_needs_both"}},
		faultWhen{flat, fault{"denominatorMilli", "denominator_positive"}},
		faultWhen{s.NumeratorMilli != nil && *s.NumeratorMilli < 0, fault{"numeratorMilli", "negative"}},
		faultWhen{!pair && !half && s.ValueMilli == nil && !s.NoChange, fault{"numeratorMilli", "rate_required"}},
		faultWhen{differs, fault{"valueMilli", "rate_differs"}},
		faultWhen{changed, fault{"noChange", "no_change_value"}},
	)
}

// periodFaults: a KEEP or SERVICE is read by period. Also 无变化 says whether
// the period was kept: nothing is inferred from the period before.
func (s Submission) periodFaults(l line, month, current schedule.Month) []fault {
	i := l.Indicator
	differs := s.ValueMilli != nil && s.Met != nil && i.TargetMilli != nil && *s.Met != i.meets(*s.ValueMilli)
	return collect(
		faultWhen{differs, fault{"met", "met_differs"}},
		faultWhen{s.ValueMilli != nil && l.Indicator.Type == schedule.TypeService, fault{"valueMilli", "not_for_type"}},
		faultWhen{s.NumeratorMilli != nil, fault{"numeratorMilli", "not_for_type"}},
		faultWhen{s.DenominatorMilli != nil, fault{"denominatorMilli", "not_for_type"}},
		faultWhen{s.Claim, fault{"claim", "claim_not_for_type"}},
		faultWhen{s.Met == nil, fault{"met", "met_required"}},
		faultWhen{month.After(current), fault{"month", "month_in_future"}},
		faultWhen{!slices.Contains(l.months(), month), fault{"month", "month_not_agreed"}},
	)
}

// meets compares a value with the target.
func (i indicatorRow) meets(value int64) bool {
	if i.Comparator == AtMost {
		return value <= or0(i.TargetMilli)
	}
	return value >= or0(i.TargetMilli)
}

// month is the month the submission names, else the one it is for by the rules.
func (s Submission) month(byRules schedule.Month) schedule.Month {
	if s.Month.IsZero() {
		return byRules
	}
	return s.Month
}

// rateMilli is the rate of a numerator and a denominator in thousandths of the
// unit, cut and never rounded up.
func rateMilli(numerator, denominator int64, unit string) int64 {
	if denominator <= 0 {
		return 0
	}
	n := new(big.Int).Mul(big.NewInt(numerator), big.NewInt(thousandths*rateScale(unit)))
	if n.Div(n, big.NewInt(denominator)); !n.IsInt64() {
		return maxMilli
	}
	return n.Int64()
}

// submit is what a submission does to the indicator: 未报 goes, the reading
// waits, a claim stops the clock; no figure moves.
func (r Rules) submit(l line, s Submission, today schedule.Date) (after indicatorRow, madeGood bool) {
	i := l.Indicator
	closed, month := r.Set.LastReportMonth(today), s.month(r.reportMonth(l, today))
	again := i.ReturnedMonth == month && i.MadeGoodMonth == closed // sent again, it makes good what the returned one did
	if duty := l.duty().Short; duty != nil {
		period, late := r.Set.ReportPeriodOf(*duty, today, r.Calendar).To, r.missed(l, month, today)
		again, madeGood = false, late || i.ReturnedTo == period && i.MadeGoodTo == period
		if i.LastPeriodTo = period; madeGood {
			i.MadeGoodTo = period
		}
	} else if madeGood = again || r.missed(l, month, today); madeGood {
		i.MadeGoodMonth = closed
	}
	if month.After(i.LastReportMonth) {
		i.LastReportMonth = month
	}
	i.NoChangeCount++
	if !s.NoChange {
		i.NoChangeCount = 0
	}
	i.PendingMonth, i.PendingOn, i.ReturnedMonth, i.ReturnedTo = month, today, schedule.Month{}, schedule.Date{}
	i.LastReportOn = today
	if s.Claim {
		i.ClaimedOn = today
	}
	return i, madeGood
}

// confirm moves the figures of the indicator to those of the reading.
func (i indicatorRow) confirm(read Reading, on schedule.Date) indicatorRow {
	before := i
	i = i.decided()
	if read.Note != "" {
		i.LastNote = read.Note
	}
	switch i.Type {
	case schedule.TypeKeep, schedule.TypeService:
		return i.confirmPeriod(read, on)
	case schedule.TypeCum, schedule.TypeRate:
		i = i.confirmFigure(read)
	}
	if i.Type != schedule.TypeCum {
		return i
	}
	if read.Claim && i.whole() { // short of the target, a claim is an ordinary figure
		return i.verify(on)
	}
	return i.settleFull(before, on)
}

// verify marks the indicator as completed and verified on the day.
func (i indicatorRow) verify(on schedule.Date) indicatorRow {
	i.Verified, i.VerifiedOn, i.FullOn = true, on, schedule.Date{}
	return i
}

// decided takes away what a waiting reading had left.
func (i indicatorRow) decided() indicatorRow {
	i.PendingMonth, i.PendingOn, i.ClaimedOn = schedule.Month{}, schedule.Date{}, schedule.Date{}
	return i
}

// confirmFigure: 无变化 and a claim without a figure say that the last one still holds.
func (i indicatorRow) confirmFigure(read Reading) indicatorRow {
	if read.NumeratorMilli != nil && read.DenominatorMilli != nil {
		value := rateMilli(*read.NumeratorMilli, *read.DenominatorMilli, i.Unit)
		i.ValueMilli, i.NumeratorMilli, i.DenominatorMilli, i.PrintedBp = &value, read.NumeratorMilli, read.DenominatorMilli, read.PrintedBp
	} else if read.ValueMilli != nil {
		i.ValueMilli, i.NumeratorMilli, i.DenominatorMilli, i.PrintedBp = read.ValueMilli, nil, nil, read.PrintedBp
	}
	if i.ValueMilli != nil {
		i.ValueMonth, i.ValueOn = read.Month, read.RecordedOn
	}
	return i
}

// confirmPeriod keeps the result of the period; a later reading of the same
// period replaces it.
func (i indicatorRow) confirmPeriod(read Reading, on schedule.Date) indicatorRow {
	if read.Met == nil {
		return i
	}
	results := slices.DeleteFunc(slices.Clone(i.PeriodResults), func(p PeriodResult) bool { return p.Month == read.Month })
	results = append(results, PeriodResult{Month: read.Month, Met: *read.Met, On: on})
	slices.SortFunc(results, func(a, b PeriodResult) int { return a.Month.Compare(b.Month) })
	i.PeriodResults = results
	if !read.Month.Before(i.ValueMonth) {
		i.ValueMonth, i.ValueOn = read.Month, read.RecordedOn
		if read.ValueMilli != nil {
			i.ValueMilli = read.ValueMilli
		}
	}
	return i
}

// whole says whether the confirmed figure of a CUM reaches the target.
func (i indicatorRow) whole() bool {
	q := i.quantity()
	return i.Type == schedule.TypeCum && schedule.Share{Num: q.Value - q.Start, Den: q.Target}.IsWhole()
}

// settleFull sets the day from which a confirmed 100 % counts as a claim: when the
// figure comes from below the target, or start or target moved under it. What was
// whole before and was turned down does not claim again by itself. The day is
// taken back when the figure no longer reaches the target.
func (i indicatorRow) settleFull(before indicatorRow, on schedule.Date) indicatorRow {
	was, is := before.quantity(), i.quantity()
	moved := !before.whole() || was.Start != is.Start || was.Target != is.Target
	switch {
	case !i.whole() || i.Verified:
		i.FullOn = schedule.Date{}
	case moved && i.FullOn.IsZero():
		i.FullOn = on
	}
	return i
}

// sendBack returns a reading: what it claimed is no claim any more. That goes
// for an earlier confirmed 100 % too: the reviewer has just said that the work
// is not complete, so nobody waits for a decision.
func (i indicatorRow) sendBack(read Reading) indicatorRow {
	i = i.decided()
	i.ReturnedMonth, i.ReturnedTo = read.Month, read.PeriodTo
	if read.Claim {
		i.FullOn = schedule.Date{}
	}
	return i
}

// takeBack withdraws a reading as if it had never been: 未报 comes back.
func (r Rules) takeBack(i indicatorRow, d Decision) indicatorRow {
	i = i.decided()
	i.NoChangeCount = d.EarlierNoChange
	if i.LastReportMonth == d.Reading.Month {
		i.LastReportMonth = schedule.Month{}
		if d.Earlier != nil {
			i.LastReportMonth = d.Earlier.Month
		}
	}
	i.MadeGoodMonth = schedule.Month{}
	i.LastPeriodTo, i.MadeGoodTo, i.LastReportOn = d.EarlierPeriodTo, d.EarlierMadeGoodTo, schedule.Date{}
	if d.Earlier != nil {
		i.LastReportOn = d.Earlier.RecordedOn
	}
	if d.Earlier != nil && d.Earlier.Returned {
		i.ReturnedMonth, i.ReturnedTo = d.Earlier.Month, d.Earlier.PeriodTo
	}
	if !d.EarlierMadeGood.IsZero() {
		i.MadeGoodMonth = r.Set.LastReportMonth(d.EarlierMadeGood)
	}
	return i
}
