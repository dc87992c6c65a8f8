//go:build !race

package app

import "time"

// The random walk keeps books of its own, from the rule text and without a line of the program: this file is its calendar.
// A day and a month are plain numbers, so that nothing can be shared by accident.

// walkDay counts days; 0 is no day.
type walkDay int

// walkMonth counts months; 0 is no month.
type walkMonth int

func walkDate(text string) walkDay {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return walkDay(t.Unix() / 86_400)
}

// dateOrNone reads what the program answers where a date may be missing.
func dateOrNone(text *string) walkDay {
	if text == nil || *text == "" {
		return 0
	}
	return walkDate(*text)
}

func (d walkDay) time() time.Time { return time.Unix(int64(d)*86_400, 0).UTC() }

func (d walkDay) String() string { return d.time().Format(time.DateOnly) }

func (d walkDay) month() walkMonth { return walkMonth(d.time().Year()*12 + int(d.time().Month()) - 1) }

// working is Monday to Friday: the walk goes through a year no calendar is known of.
func (d walkDay) working() bool {
	w := d.time().Weekday()
	return w != time.Saturday && w != time.Sunday
}

// workingAfter is the n-th working day after d.
func (d walkDay) workingAfter(n int) walkDay {
	for n > 0 {
		if d++; d.working() {
			n--
		}
	}
	return d
}

func (m walkMonth) first() walkDay {
	return walkDay(time.Date(int(m)/12, time.Month(int(m)%12+1), 1, 0, 0, 0, 0, time.UTC).Unix() / 86_400)
}

// cutoff is the 5th of the month after.
func (m walkMonth) cutoff() walkDay { return (m + 1).first() + 4 }

// closed is the last month whose cut-off has passed.
func (d walkDay) closed() walkMonth {
	m := d.month()
	for m.cutoff() >= d {
		m--
	}
	return m
}
