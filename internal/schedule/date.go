package schedule

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// Date is a civil date: a day in the district's calendar, without a time and
// without a zone. It is comparable with ==. The zero value means "absent".
//
// Constructors accept the years 1 to 9999; arithmetic may leave that range and
// stays ordered, so that no rule needs a special case at the edge.
type Date struct {
	// n counts days with 1970-01-01 at dateEpoch, which keeps 0 free for
	// "absent" and far away from every real date.
	n int32
}

const (
	dateEpoch     = 1 << 24
	dateLast      = 1 << 25
	secondsPerDay = 24 * 60 * 60
	dateLayout    = "2006-01-02"
)

// NewDate returns the civil date y-m-d, or an error when the calendar has no
// such day.
func NewDate(y, m, d int) (Date, error) {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1 || y > 9999 || t.Year() != y || t.Month() != time.Month(m) || t.Day() != d {
		return Date{}, fmt.Errorf("%04d-%02d-%02d is not a date of the calendar", y, m, d)
	}
	return fromUTC(t), nil
}

// ParseDate reads exactly "YYYY-MM-DD". 2017-02-30 is an error, and so is any
// other spelling.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(dateLayout, s)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("%q is not a date (YYYY-MM-DD)", s)
	}
	return fromUTC(t), nil
}

// MustDate is ParseDate for tests and literal data; it panics on a bad date.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// DateOf returns the civil date of the instant t in the zone loc (nil: UTC).
func DateOf(t time.Time, loc *time.Location) Date {
	if loc == nil {
		loc = time.UTC
	}
	return fieldsOf(t.In(loc))
}

// fieldsOf takes the calendar fields of t as they are written.
func fieldsOf(t time.Time) Date {
	y, m, d := t.Date()
	return fromUTC(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

// fromUTC takes a midnight of UTC, whose seconds divide evenly into days.
func fromUTC(t time.Time) Date {
	return Date{n: int32(t.Unix()/secondsPerDay + dateEpoch)} // #nosec G115 -- the years of time.Time that ParseDate and the clock make fit many times
}

func (d Date) utc() time.Time {
	return time.Unix((int64(d.n)-dateEpoch)*secondsPerDay, 0).UTC()
}

// String returns "YYYY-MM-DD", and "" for the absent date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format(dateLayout)
}

// IsZero reports whether the date is absent.
func (d Date) IsZero() bool { return d.n == 0 }

// Before reports whether d is earlier than e. The absent date is earlier than
// every date; rules ask IsZero first.
func (d Date) Before(e Date) bool { return d.n < e.n }

// After reports whether d is later than e.
func (d Date) After(e Date) bool { return d.n > e.n }

// Compare orders dates for sorting; the absent date comes first.
func (d Date) Compare(e Date) int { return int(d.n) - int(e.n) }

// AddDays returns the date n civil days later (earlier when n is negative).
// The absent date stays absent.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	n = min(max(n, -dateLast), dateLast)
	return Date{n: int32(min(max(int(d.n)+n, 1), dateLast))}
}

// Sub returns the civil days from other to d; 0 when either is absent.
func (d Date) Sub(other Date) int {
	if d.IsZero() || other.IsZero() {
		return 0
	}
	return int(d.n) - int(other.n)
}

// Year returns the calendar year; 0 when absent.
func (d Date) Year() int {
	if d.IsZero() {
		return 0
	}
	return d.utc().Year()
}

// Day returns the day of the month; 0 when absent.
func (d Date) Day() int {
	if d.IsZero() {
		return 0
	}
	return d.utc().Day()
}

// MonthOf returns the month the date lies in; absent when the date is.
func (d Date) MonthOf() Month {
	if d.IsZero() {
		return Month{}
	}
	t := d.utc()
	return monthOf(t.Year(), int(t.Month()))
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// InYear rolls the date over to year y; 29 February becomes 28 February in a
// year without one (the only place where the rules shorten a date).
func (d Date) InYear(y int) Date {
	if d.IsZero() {
		return d
	}
	t := d.utc()
	rolled, err := NewDate(y, int(t.Month()), t.Day())
	if err != nil {
		return fromUTC(time.Date(y, t.Month(), 28, 0, 0, 0, 0, time.UTC))
	}
	return rolled
}

// by returns the date when it is known on asOf, and the absent date otherwise:
// a fact dated after as-of counts as absent.
func (d Date) by(asOf Date) Date {
	if d.After(asOf) {
		return Date{}
	}
	return d
}

// MarshalText writes "YYYY-MM-DD", and nothing for the absent date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "YYYY-MM-DD" strictly; empty text is the absent date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// MarshalJSON writes the date as a string, the absent date as null.
func (d Date) MarshalJSON() ([]byte, error) { return quoteOrNull(d.String()), nil }

// UnmarshalJSON reads null or exactly "YYYY-MM-DD".
func (d *Date) UnmarshalJSON(b []byte) error {
	s, null, err := unquote(b)
	if err != nil || null {
		*d = Date{}
		return err
	}
	parsed, err := ParseDate(s)
	if err == nil {
		*d = parsed
	}
	return err
}

// Value stores the date as 'YYYY-MM-DD' text, the absent date as NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads NULL, 'YYYY-MM-DD' text (also with a midnight behind it, as some
// drivers write DATE columns), or a time.Time whose calendar fields are taken
// as given.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		*d = fieldsOf(v)
		return nil
	case []byte:
		return d.scanText(string(v))
	case string:
		return d.scanText(v)
	default:
		return fmt.Errorf("cannot read a date from %T", src)
	}
}

func (d *Date) scanText(s string) error {
	if len(s) > len(dateLayout) && isMidnight(s[len(dateLayout):]) {
		s = s[:len(dateLayout)]
	}
	parsed, err := ParseDate(s)
	if err == nil {
		*d = parsed
	}
	return err
}

func isMidnight(s string) bool {
	switch s[1:] {
	case "00:00:00", "00:00:00Z", "00:00:00+00:00":
		return s[0] == ' ' || s[0] == 'T'
	}
	return false
}

// GormDataType names the column type for GORM.
func (Date) GormDataType() string { return "date" }

func quoteOrNull(s string) []byte {
	if s == "" {
		return []byte("null")
	}
	return []byte(`"` + s + `"`)
}

// unquote takes a JSON string without escapes (no date and no month needs
// one), or null.
func unquote(b []byte) (s string, null bool, err error) {
	if string(b) == "null" {
		return "", true, nil
	}
	if len(b) < 2 || b[0] != '"' || b[len(b)-1] != '"' {
		return "", false, errors.New("want a string in quotes or null")
	}
	return string(b[1 : len(b)-1]), false, nil
}
