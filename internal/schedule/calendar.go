package schedule

import (
	"errors"
	"fmt"
	"time"
)

// CalendarYear is one year of the working-day table, as published by the
// State Council (configs/calendar). Days not listed follow the week.
type CalendarYear struct {
	// Year is the calendar year the table covers from 1 January to 31 December.
	Year int `json:"year" yaml:"year"`
	// Source names the notice the days were taken from.
	Source string `json:"source" yaml:"source"`
	// Holidays are the days off, those on a weekend included.
	Holidays []Date `json:"holidays" yaml:"holidays"`
	// Workdays are the Saturdays and Sundays worked instead (调休).
	Workdays []Date `json:"workdays" yaml:"workdays"`
}

// Calendar knows working days. Outside its table, and as a nil pointer, it
// counts Monday to Friday; Covers tells which of the two it was.
type Calendar struct {
	years   map[int]bool
	special map[Date]bool // listed day → is a working day
}

// NewCalendar builds the calendar from its years and reports every fault: a
// year given twice, a day listed twice or outside its year, a make-up working
// day that is not on a weekend.
func NewCalendar(years []CalendarYear) (*Calendar, error) {
	c := &Calendar{years: map[int]bool{}, special: map[Date]bool{}}
	var faults []error
	for _, y := range years {
		if c.years[y.Year] {
			faults = append(faults, fmt.Errorf("calendar year %d is given twice", y.Year))
		}
		c.years[y.Year] = true
		faults = append(faults, c.list(y.Year, y.Holidays, false)...)
		faults = append(faults, c.list(y.Year, y.Workdays, true)...)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Calendar) list(year int, days []Date, work bool) (faults []error) {
	for _, d := range days {
		_, twice := c.special[d]
		switch {
		case d.Year() != year:
			faults = append(faults, fmt.Errorf("calendar year %d lists %q", year, d))
		case twice:
			faults = append(faults, fmt.Errorf("calendar lists %s twice", d))
		case work && !isWeekend(d):
			faults = append(faults, fmt.Errorf("make-up working day %s is not on a weekend", d))
		}
		c.special[d] = work
	}
	return faults
}

func isWeekend(d Date) bool {
	return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
}

// Covers reports whether the table of d's year is known.
func (c *Calendar) Covers(d Date) bool { return c != nil && c.years[d.Year()] }

// IsWorkday reports whether d is a working day.
func (c *Calendar) IsWorkday(d Date) bool {
	if c != nil {
		if work, listed := c.special[d]; listed {
			return work
		}
	}
	return !d.IsZero() && !isWeekend(d)
}

// WorkdaysAfter returns the n-th working day after from: the first working day
// after it is number 1, and n ≤ 0 gives from itself.
func (c *Calendar) WorkdaysAfter(from Date, n int) Date {
	d := from
	for ; n > 0 && d.n > 0 && d.n < dateLast; n-- {
		for d = d.AddDays(1); !c.IsWorkday(d) && d.n < dateLast; {
			d = d.AddDays(1)
		}
	}
	return d
}

// WorkdaysBetween counts the working days after `after` up to and including
// upTo; 0 when there are none or a date is absent.
func (c *Calendar) WorkdaysBetween(after, upTo Date) int {
	n := 0
	if after.IsZero() {
		return n
	}
	for d := after.AddDays(1); !d.After(upTo); d = d.AddDays(1) {
		if c.IsWorkday(d) {
			n++
		}
	}
	return n
}

// coversAll reports whether every day after `after` up to upTo is in the table.
func (c *Calendar) coversAll(after, upTo Date) bool {
	for y := after.AddDays(1).Year(); y <= upTo.Year(); y++ {
		if c == nil || !c.years[y] {
			return false
		}
	}
	return true
}
