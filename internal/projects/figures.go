package projects

import (
	"slices"
	"strings"

	"guatu/internal/schedule"
)

// FigureReport is what the lead unit reports for a month: the investment of the year done and paid by its end in whole 元, the
// stage the works have reached, and the day of 入库. What is nil, empty or absent is not reported and stays as it is.
type FigureReport struct {
	// Month is absent for the one that is due.
	Month         schedule.Month
	DoneYuan      *int64
	PaidYuan      *int64
	WorksStage    string
	StatEnteredOn schedule.Date
	Note          string
}

const maxNote = 2_000 // characters

// faultsFor lists everything wrong with the report for the project as it stands.
func (f FigureReport) faultsFor(p ProjectRow, today schedule.Date) []Fault {
	_, onLadder := p.ladder().WeightOf(f.WorksStage)
	tooMuch := func(v *int64) bool { return v != nil && (*v < 0 || *v > maxYuan) }
	var out []Fault
	for _, c := range []struct {
		wrong       bool
		field, code string
	}{
		{f.Month.Year() != p.PlanYear || f.Month.After(today.MonthOf()), "month", "month_range"},
		{f.DoneYuan == nil && f.WorksStage == "" && f.StatEnteredOn.IsZero(), "doneYuan", "figures_empty"},
		{f.PaidYuan != nil && f.DoneYuan == nil, "doneYuan", "paid_needs_done"},
		{tooMuch(f.DoneYuan), "doneYuan", "money_range"},
		{tooMuch(f.PaidYuan), "paidYuan", "money_range"},
		{f.WorksStage != "" && p.WorksLadder == "", "worksStage", "ladder_missing"},
		{f.WorksStage != "" && p.WorksLadder != "" && !onLadder, "worksStage", "stage_unknown"},
		{f.StatEnteredOn.After(today), "statEnteredOn", "date_future"},
		{tooLong(f.Note, maxNote), "note", "too_long"},
	} {
		if c.wrong {
			out = append(out, Fault{c.field, c.code})
		}
	}
	return out
}

// States of the newest report of figures, as the row of the project keeps them; empty: none.
const (
	figuresWaiting   = "submitted"
	figuresConfirmed = "confirmed"
	figuresReturned  = "returned"
)

// figuresDuty is which months of figures are owed. A project owes them from the first month its unit has reported, to the end
// of the plan year, until the plan of the year is done: who never reported owes nothing (ADR 0026).
func (p ProjectRow) figuresDuty() schedule.Duty {
	d := schedule.Duty{First: p.FiguresSince, Reported: p.FiguresThrough, Waiting: p.FiguresState == figuresWaiting}
	d.Last, _ = schedule.NewMonth(p.PlanYear, 12) // the plan year was checked when it was written
	if p.FiguresState == figuresReturned {
		d.Returned = p.FiguresMonth
	}
	if plan := orZero(p.YearPlanYuan); plan > 0 && orZero(p.YearDoneYuan) >= plan {
		d.First = schedule.Month{}
	}
	return d
}

// figuresReview is the newest report as long as it waits: it may hold back the plan share (rules.md 3).
func (p ProjectRow) figuresReview() schedule.ReportReview {
	if p.FiguresState != figuresWaiting {
		return schedule.ReportReview{}
	}
	return schedule.ReportReview{Month: p.FiguresMonth, Submitted: p.FiguresOn}
}

// figuresMonth is the month a report sent on the day is for; absent when the plan of the year is not reported on that day.
func (p ProjectRow) figuresMonth(set *schedule.RuleSet, day schedule.Date) schedule.Month {
	month := set.ReportMonth(p.figuresDuty(), day)
	if first, err := schedule.NewMonth(p.PlanYear, 1); err == nil && month.Before(first) {
		month = first
	}
	if month.Year() != p.PlanYear || month.After(day.MonthOf()) {
		return schedule.Month{}
	}
	return month
}

// submitFigures notes that a report waits; no figure moves.
func (p ProjectRow) submitFigures(f FigureReport, today schedule.Date) ProjectRow {
	if p.FiguresSince.IsZero() || f.Month.Before(p.FiguresSince) {
		p.FiguresSince = f.Month
	}
	if f.Month.After(p.FiguresThrough) {
		p.FiguresThrough = f.Month
	}
	p.FiguresMonth, p.FiguresOn, p.FiguresState = f.Month, today, figuresWaiting
	return p
}

// confirmFigures moves the figures of the project to those of the report. A report for a month before the one the project
// stands at corrects that month alone.
func (p ProjectRow) confirmFigures(f Figure, today schedule.Date) ProjectRow {
	p = p.figuresDecided(figuresConfirmed)
	if f.DoneYuan != nil {
		paid := f.PaidYuan
		for _, m := range p.MonthFigures {
			if f.PaidYuan == nil && m.Month == f.Month { // a correction of done alone leaves what was paid
				paid = m.PaidYuan
			}
		}
		p.MonthFigures = append(slices.Clone(p.MonthFigures), MonthFigure{f.Month, *f.DoneYuan, paid, today})
		if !f.Month.Before(p.YearDoneMonth) {
			p.YearDoneYuan, p.YearPaidYuan, p.YearDoneMonth = f.DoneYuan, paid, f.Month
		}
	}
	if f.WorksStage != "" && f.WorksStage != p.WorksStage {
		p.WorksStage, p.WorksOn = f.WorksStage, today
	}
	if !f.StatEnteredOn.IsZero() {
		p.StatEnteredOn = f.StatEnteredOn
	}
	return p
}

// figuresDecided notes the decision; where the project went into the plan of another year meanwhile nothing waits any more.
func (p ProjectRow) figuresDecided(state string) ProjectRow {
	if p.FiguresState == figuresWaiting {
		p.FiguresState = state
	}
	return p
}

// takeBackFigures puts the project back to the reports before the withdrawn one, newest first.
func (p ProjectRow) takeBackFigures(earlier []Figure) ProjectRow {
	p = p.withoutFigures()
	for _, f := range earlier {
		if f.Month.Year() != p.PlanYear {
			continue
		}
		if p.FiguresState == "" {
			p.FiguresMonth, p.FiguresOn, p.FiguresState = f.Month, f.RecordedOn, f.State
		}
		if p.FiguresSince.IsZero() || f.Month.Before(p.FiguresSince) {
			p.FiguresSince = f.Month
		}
		if f.Month.After(p.FiguresThrough) {
			p.FiguresThrough = f.Month
		}
	}
	return p
}

// withoutFigures forgets what was reported, not what was confirmed.
func (p ProjectRow) withoutFigures() ProjectRow {
	p.FiguresSince, p.FiguresThrough, p.FiguresMonth = schedule.Month{}, schedule.Month{}, schedule.Month{}
	p.FiguresOn, p.FiguresState = schedule.Date{}, ""
	return p
}

// Reporting is what the lead unit reports of a project month by month, and what it owes.
type Reporting struct {
	NextMonth  *schedule.Month `json:"nextMonth" doc:"Month a report sent today is for; null: the year of the plan is not running"`
	Month      *schedule.Month `json:"month" doc:"Month of the newest report"`
	State      string          `json:"state" enum:"none,submitted,confirmed,returned" doc:"Of the newest report; submitted: it waits for one of the two levels"`
	Unreported bool            `json:"unreported" doc:"未报: the last month that closed is owed, was not reported, and the working days of grace are over"`
	Missed     int             `json:"missed" doc:"Months in a row that were owed and not reported; P6 counts them"`
	MayReport  bool            `json:"mayReport" doc:"The caller may report for the unit"`
}

func (p ProjectRow) reportingView(at sight, may bool) Reporting {
	v := Reporting{Month: orNull(p.FiguresMonth), State: p.FiguresState, MayReport: may, NextMonth: orNull(p.figuresMonth(at.set, at.today))}
	v.Unreported, v.Missed = p.silence(at)
	if v.State == "" {
		v.State = "none"
	}
	return v
}

// trimmed is the report with its texts as they are kept.
func (f FigureReport) trimmed() FigureReport {
	f.WorksStage, f.Note = strings.TrimSpace(f.WorksStage), strings.TrimSpace(f.Note)
	return f
}
