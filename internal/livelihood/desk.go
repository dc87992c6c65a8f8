package livelihood

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/schedule"
)

// Reading is a report of an indicator in plain types, as the milestones package
// keeps it.
type Reading struct {
	ReportID    int64
	IndicatorID int64
	Month       schedule.Month
	// PeriodTo is the last day of the period, in a cycle shorter than the month.
	PeriodTo         schedule.Date
	ValueMilli       *int64
	NumeratorMilli   *int64
	DenominatorMilli *int64
	PrintedBp        *int // the rate a published table prints for it
	Met              *bool
	Note             string
	NoChange         bool
	Claim            bool
	MadeGood         bool
	// RecordedOn is the business day it was submitted.
	RecordedOn schedule.Date
	AuthorID   int64
	// Undecided says that it waits for a decision, Returned that it was sent back.
	Undecided bool
	Returned  bool
}

// Outcome is what became of a reading.
type Outcome string

// The outcomes of a reading.
const (
	OutcomeConfirmed Outcome = "confirmed"
	OutcomeReturned  Outcome = "returned"
	OutcomeWithdrawn Outcome = "withdrawn"
)

// Decision is what became of a reading, and what stood before it.
type Decision struct {
	Reading Reading
	Outcome Outcome
	// Reason is the reviewer's note.
	Reason string
	// On is the business day of the decision, By the person.
	On schedule.Date
	By int64
	// Earlier is the newest other reading that was not withdrawn; nil when there
	// is none. EarlierNoChange counts the readings in a row up to it that said 无变化.
	Earlier         *Reading
	EarlierNoChange int
	// EarlierMadeGood is the day of the newest earlier reading that made good a
	// month that was 未报; absent: none did.
	EarlierMadeGood schedule.Date
	// EarlierPeriodTo and EarlierMadeGoodTo are the last days of the periods
	// reported and made good last, in a cycle shorter than the month.
	EarlierPeriodTo, EarlierMadeGoodTo schedule.Date
	// Conclusion is the 验收结论 of a confirmed claim.
	Conclusion string
}

// Subject is what a reader sees of the indicator of a reading.
type Subject struct {
	Subject     string // name of the indicator
	Parent      string // 实事 N · title
	Unit        string
	TargetMilli *int64
	// Before is the last confirmed figure; its day is absent when there is none.
	BeforeValueMilli *int64
	BeforeNote       string
	BeforeOn         schedule.Date
	// LampNow is the lamp of today; LampAfter the one once this reading is
	// confirmed today, nil when it is decided.
	LampNow   schedule.Lamp
	LampAfter *schedule.Lamp
}

// Desk is what the reports need of the indicators: what a decision does to an
// indicator, and what a reading is about. It checks no rights: who decides or
// reads has been checked where the report is.
type Desk struct {
	store *Store
	book  schedule.Rulebook
	audit *audit.Recorder
}

// NewDesk returns the desk over store.
func NewDesk(store *Store, book schedule.Rulebook, recorder *audit.Recorder) *Desk {
	return &Desk{store: store, book: book, audit: recorder}
}

func (d *Desk) rules() Rules { return inForce(d.book) }

// Apply moves the indicator after a decision, in the caller's transaction:
// facts, version row and audit event. It locks the row, so that a decision never
// fails because somebody edits the indicator meanwhile; 404 when it is gone.
func (d *Desk) Apply(ctx context.Context, tx *gorm.DB, decision Decision) error {
	before, err := lock[indicatorRow](tx, decision.Reading.IndicatorID)
	if err != nil {
		return err
	}
	after, action := before, ""
	switch decision.Outcome {
	case OutcomeConfirmed:
		after, action = before.confirm(decision.Reading, decision.On), "indicator.confirm"
		if after.Verified {
			after.Conclusion = decision.Conclusion
		}
	case OutcomeReturned:
		after, action = before.sendBack(decision.Reading), "indicator.return"
	case OutcomeWithdrawn:
		after, action = d.rules().takeBack(before, decision), "indicator.withdraw"
	default:
		return fmt.Errorf("livelihood: unknown outcome %q", decision.Outcome)
	}
	after, err = d.store.writeIndicator(ctx, tx, before, after, decision.By)
	if err != nil {
		return err
	}
	was, is := traces(before.Version, after.Version, differences(before.columns(), after.columns()), decision.Reason)
	return d.audit.Record(ctx, tx, audit.Event{Action: action, Entity: entityIndicator, EntityID: after.ID, Before: was, After: is})
}

// Describe names the indicators of readings and computes their lamps of today,
// keyed by report id, in one statement. A missing key means that the indicator
// no longer exists.
func (d *Desk) Describe(ctx context.Context, readings []Reading) (map[int64]Subject, error) {
	out := make(map[int64]Subject, len(readings))
	if len(readings) == 0 {
		return out, nil
	}
	ids := make([]int64, 0, len(readings))
	for _, r := range readings {
		ids = append(ids, r.IndicatorID)
	}
	today := d.store.clock.Today()
	lines, err := d.store.lines(ctx, selection{indicators: ids}, auth.Scope{All: true}, d.store.at(today), d.rules())
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]line, len(lines))
	for _, l := range lines {
		byID[l.Indicator.ID] = l
	}
	for _, r := range readings {
		if l, ok := byID[r.IndicatorID]; ok {
			out[r.ReportID] = d.rules().describe(l, r, today)
		}
	}
	return out, nil
}

// describe is one reading with its indicator.
func (r Rules) describe(l line, reading Reading, today schedule.Date) Subject {
	i := l.Indicator
	s := Subject{
		Subject: i.Name, Parent: fmt.Sprintf("实事 %d · %s", l.Task.Ordinal, l.Task.Title),
		Unit: i.Unit, TargetMilli: i.TargetMilli,
		BeforeValueMilli: i.ValueMilli, BeforeNote: i.LastNote, BeforeOn: i.ValueOn,
		LampNow: r.lamp(l, day{today, today}),
	}
	if reading.Undecided {
		l.Indicator = i.confirm(reading, today)
		after := r.lamp(l, day{today, today})
		s.LampAfter = &after
	}
	return s
}

func (r Rules) lamp(l line, d day) schedule.Lamp {
	return r.Set.Indicator(r.facts(l, d), d.asOf, r.Calendar).Lamp
}
