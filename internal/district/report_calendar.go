package district

import (
	"context"
	"net/http"

	"guatu/internal/auth"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// ReportCalendar is the periods of a year that end in it, of each cycle, with their cut-offs.
type ReportCalendar struct {
	Year   int           `json:"year"`
	Known  bool          `json:"known" doc:"False: the working days of the year are not known, and Monday to Friday count"`
	Cycles []ReportCycle `json:"cycles" nullable:"false"`
}

// ReportCycle is the periods of one cycle, in order.
type ReportCycle struct {
	Cycle   schedule.Cycle  `json:"cycle" enum:"monthly,tenday,weekly"`
	Periods []PeriodCutoffs `json:"periods" nullable:"false"`
}

// PeriodCutoffs is one period: until when it is reported in time, and from when it is 未报.
type PeriodCutoffs struct {
	From       schedule.Date `json:"from" format:"date"`
	To         schedule.Date `json:"to" format:"date"`
	Cutoff     schedule.Date `json:"cutoff" format:"date" doc:"Last day on which it is reported in time"`
	Unreported schedule.Date `json:"unreported" format:"date" doc:"From this day it is 未报 without a report"`
}

// ReportCalendar lists when everything of a year is reported, by the rule set and the calendar in force.
func (s *Service) ReportCalendar(_ context.Context, year int) ReportCalendar {
	if year == 0 {
		year = s.clock.Today().Year()
	}
	set, days := s.book.RuleSet(), s.book.Calendar()
	out := ReportCalendar{Year: year, Cycles: []ReportCycle{}}
	if first, err := schedule.NewDate(year, 1, 1); err == nil {
		out.Known = days.Covers(first)
	}
	for _, cycle := range schedule.Cycles() {
		c := ReportCycle{Cycle: cycle, Periods: []PeriodCutoffs{}}
		for _, p := range set.Periods(cycle, year, days) {
			c.Periods = append(c.Periods, PeriodCutoffs{From: p.From, To: p.To, Cutoff: p.Cutoff, Unreported: set.OwedFrom(p, days)})
		}
		out.Cycles = append(out.Cycles, c)
	}
	return out
}

type reportCalendarOutput struct{ Body ReportCalendar }

func (s *Service) registerReportCalendar(api *httpapi.API, tags []string) {
	httpapi.Register(api, httpapi.Operation{ID: "getReportCalendar", Method: http.MethodGet, Path: "/report-calendar", Permission: auth.PermCalendarRead,
		Tags: tags, Summary: "The report periods of a year with their cut-offs, monthly, every ten days and weekly"},
		func(ctx context.Context, in *calendarInput) (*reportCalendarOutput, error) {
			return &reportCalendarOutput{s.ReportCalendar(ctx, in.Year)}, nil
		})
}
