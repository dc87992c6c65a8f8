package projects

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// MonthFigure is what was entered for one month: the investment of the year done and paid by its end, in whole 元, and the
// business day it was entered. A later figure for the same month corrects the earlier one, which stays.
type MonthFigure struct {
	Month    schedule.Month `json:"month"`
	DoneYuan int64          `json:"doneYuan"`
	PaidYuan *int64         `json:"paidYuan"`
	On       schedule.Date  `json:"on"`
}

// MonthFigures is a column of JSON, in the order of entry; it is only ever added to, until the project goes into the plan of
// another year.
type MonthFigures []MonthFigure

// Value stores the figures as JSON, none as NULL.
func (f MonthFigures) Value() (driver.Value, error) { return database.ListValue(f) }

// Scan reads the JSON.
func (f *MonthFigures) Scan(src any) error {
	list, err := database.ScanList[MonthFigure](src)
	if err != nil {
		return fmt.Errorf("projects: figures of months: %w", err)
	}
	*f = list
	return nil
}

// GormDataType names the column type for GORM.
func (MonthFigures) GormDataType() string { return "string" }

// String names the months, for people who read what changed.
func (f MonthFigures) String() string {
	texts := make([]string, 0, len(f))
	for _, m := range f {
		texts = append(texts, fmt.Sprintf("%s %d", m.Month, m.DoneYuan))
	}
	return strings.Join(texts, ", ")
}

// readings are the figures as the rules read them.
func (f MonthFigures) readings() []schedule.MonthReading {
	out := make([]schedule.MonthReading, 0, len(f))
	for _, m := range f {
		out = append(out, schedule.MonthReading{Month: m.Month, Done: m.DoneYuan, On: m.On})
	}
	return out
}

// entered notes what an edit says about a month and about the works: the figure of the month is added, and the stage is dated.
func (p ProjectRow) entered(before ProjectRow, today schedule.Date) ProjectRow {
	moved := plain(p.YearDoneYuan) != plain(before.YearDoneYuan) || p.YearDoneMonth != before.YearDoneMonth || plain(p.YearPaidYuan) != plain(before.YearPaidYuan)
	if moved && p.YearDoneYuan != nil && !p.YearDoneMonth.IsZero() {
		p.MonthFigures = append(slices.Clone(p.MonthFigures), MonthFigure{p.YearDoneMonth, *p.YearDoneYuan, p.YearPaidYuan, today})
	}
	if p.WorksStage != before.WorksStage || p.WorksLadder != before.WorksLadder {
		p.WorksOn = schedule.Date{}
		if p.WorksStage != "" {
			p.WorksOn = today
		}
	}
	return p
}

// ladder is the standard ladder of the works; without stages when none is chosen.
func (p ProjectRow) ladder() schedule.Ladder {
	for _, l := range schedule.StandardLadders() {
		if l.Code == p.WorksLadder {
			return l
		}
	}
	return schedule.Ladder{}
}

// works are the facts of P4, P7 and P8. What was invested since the beginning includes the year, so that a figure of the year
// above it is the truer one.
func (p ProjectRow) works(f schedule.ProjectFacts) schedule.ProjectFacts {
	f.Physical = schedule.PhysicalFacts{Ladder: p.ladder().Stages, Reached: p.WorksStage, ReachedOn: p.WorksOn}
	f.Money = schedule.MoneyFacts{TotalYuan: orZero(p.TotalYuan), DoneYuan: max(orZero(p.CumulativeYuan), orZero(p.YearDoneYuan))}
	f.StatEntry = schedule.StatEntryFacts{Asked: p.StatEntryAsked, Entered: p.StatEnteredOn}
	return f
}

// worksFaults are about the stage of the works, the money paid and the entry in the statistics.
func (p ProjectRow) worksFaults(today schedule.Date) []Fault {
	var out []Fault
	ladder := p.ladder()
	if p.WorksLadder != "" && ladder.Code == "" {
		out = append(out, Fault{"worksLadder", "ladder_unknown"})
	}
	if _, known := ladder.WeightOf(p.WorksStage); p.WorksStage != "" && !known {
		out = append(out, Fault{"worksStage", "stage_unknown"})
	}
	if p.YearPaidYuan != nil && (*p.YearPaidYuan < 0 || *p.YearPaidYuan > maxYuan) {
		out = append(out, Fault{"yearPaidYuan", "money_range"})
	}
	if p.YearPaidYuan != nil && p.YearDoneMonth.IsZero() {
		out = append(out, Fault{"yearDoneMonth", "done_needs_both"})
	}
	if p.StatEnteredOn.After(today) {
		out = append(out, Fault{"statEnteredOn", "date_future"})
	}
	return out
}

// rungSQL is the place of the stage of a milestone n on the ladder of its project p, from 1; 0 when it stands for none.
func rungSQL() string {
	var s strings.Builder
	s.WriteString("CASE p.works_ladder")
	for _, l := range schedule.StandardLadders() {
		s.WriteString(" WHEN '" + l.Code + "' THEN CASE n.stage")
		for i, stage := range l.Stages {
			s.WriteString(" WHEN '" + stage.Name + "' THEN " + strconv.Itoa(i+1))
		}
		s.WriteString(" ELSE 0 END")
	}
	s.WriteString(" ELSE 0 END")
	return s.String()
}

// Works is where the works of a project stand on their ladder.
type Works struct {
	Ladder  string           `json:"ladder" doc:"Code of the standard ladder; empty: the works are not followed"`
	Stages  []schedule.Stage `json:"stages" nullable:"false" doc:"The ladder, with the share in percent each stage is worth"`
	Stage   string           `json:"stage" doc:"Stage reached, as entered last; empty: none yet"`
	On      *schedule.Date   `json:"on" format:"date" doc:"Day it was entered"`
	StatAsk bool             `json:"statEntryAsked" doc:"The project has to be entered in the investment statistics (入库)"`
	StatOn  *schedule.Date   `json:"statEnteredOn" format:"date"`
}

func (p ProjectRow) worksView() Works {
	return Works{Ladder: p.WorksLadder, Stages: append([]schedule.Stage{}, p.ladder().Stages...), Stage: p.WorksStage, On: orNull(p.WorksOn),
		StatAsk: p.StatEntryAsked, StatOn: orNull(p.StatEnteredOn)}
}

// MonthOfYear is one month of the investment of the year: what was planned by its end, and what was done and paid by then.
type MonthOfYear struct {
	Month    schedule.Month `json:"month"`
	PlanYuan int64          `json:"planYuan" doc:"Cumulative plan, cut to whole yuan"`
	DoneYuan *int64         `json:"doneYuan" doc:"null: not entered"`
	PaidYuan *int64         `json:"paidYuan" doc:"null: not entered"`
	On       *schedule.Date `json:"on" format:"date" doc:"Day the figure was entered"`
}

// monthsOfYear is the curve of the year; empty without a plan.
func (p ProjectRow) monthsOfYear() []MonthOfYear {
	f, out := p.investmentFacts(), []MonthOfYear{}
	if f.PlanYuan <= 0 {
		return out
	}
	for n := 1; n <= 12; n++ {
		month, err := schedule.NewMonth(p.PlanYear, n)
		if err != nil {
			return out
		}
		one := MonthOfYear{Month: month, PlanYuan: f.Plan.DueBy(month).Of(f.PlanYuan)}
		for _, m := range p.MonthFigures {
			if m.Month == month {
				one.DoneYuan, one.PaidYuan, one.On = &m.DoneYuan, m.PaidYuan, &m.On
			}
		}
		out = append(out, one)
	}
	return out
}
