package schedule

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Month is a calendar month ("2017-03"). It is comparable with ==; the zero
// value means "absent".
type Month struct {
	// n is 12 × year + month (1…12), so that 0 stays free for "absent".
	n int32
}

const monthLayout = "2006-01"

// NewMonth returns the month m (1…12) of year y (1…9999).
func NewMonth(y, m int) (Month, error) {
	if y < 1 || y > 9999 || m < 1 || m > 12 {
		return Month{}, fmt.Errorf("%04d-%02d is not a month of the calendar", y, m)
	}
	return monthOf(y, m), nil
}

func monthOf(y, m int) Month { return Month{n: int32(12*y + m)} } // #nosec G115 -- y is the year of a Date

// ParseMonth reads exactly "YYYY-MM".
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse(monthLayout, s)
	if err != nil || t.Year() < 1 {
		return Month{}, fmt.Errorf("%q is not a month (YYYY-MM)", s)
	}
	return monthOf(t.Year(), int(t.Month())), nil
}

// MustMonth is ParseMonth for tests and literal data; it panics on a bad one.
func MustMonth(s string) Month {
	m, err := ParseMonth(s)
	if err != nil {
		panic(err)
	}
	return m
}

// String returns "YYYY-MM", and "" for the absent month.
func (m Month) String() string {
	if m.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", m.Year(), m.Number())
}

// IsZero reports whether the month is absent.
func (m Month) IsZero() bool { return m.n == 0 }

// Year returns the calendar year; 0 when absent.
func (m Month) Year() int {
	if m.IsZero() {
		return 0
	}
	return int(m.n-1) / 12
}

// Number returns the month of the year, 1…12; 0 when absent.
func (m Month) Number() int {
	if m.IsZero() {
		return 0
	}
	return int(m.n-1)%12 + 1
}

// Before reports whether m is earlier than o; the absent month is earliest.
func (m Month) Before(o Month) bool { return m.n < o.n }

// After reports whether m is later than o.
func (m Month) After(o Month) bool { return m.n > o.n }

// Compare orders months for sorting; the absent month comes first.
func (m Month) Compare(o Month) int { return int(m.n) - int(o.n) }

// Sub returns the months from o to m; 0 when either is absent.
func (m Month) Sub(o Month) int {
	if m.IsZero() || o.IsZero() {
		return 0
	}
	return int(m.n) - int(o.n)
}

// AddMonths returns the month n months later; the absent month stays absent.
func (m Month) AddMonths(n int) Month {
	if m.IsZero() {
		return m
	}
	const last = 1 << 20
	return Month{n: int32(min(max(int(m.n)+min(max(n, -last), last), 1), last))}
}

// Next returns the following month.
func (m Month) Next() Month { return m.AddMonths(1) }

// Prev returns the month before.
func (m Month) Prev() Month { return m.AddMonths(-1) }

// First returns the first day of the month; absent when the month is.
func (m Month) First() Date { return m.day(1) }

// Last returns the last day of the month; absent when the month is.
func (m Month) Last() Date { return m.Next().First().AddDays(-1) }

func (m Month) day(d int) Date {
	if m.IsZero() {
		return Date{}
	}
	return fromUTC(time.Date(m.Year(), time.Month(m.Number()), d, 0, 0, 0, 0, time.UTC))
}

// MarshalText writes "YYYY-MM", and nothing for the absent month.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads "YYYY-MM" strictly; empty text is the absent month.
func (m *Month) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = Month{}
		return nil
	}
	return m.parse(string(text))
}

// MarshalJSON writes the month as a string, the absent month as null.
func (m Month) MarshalJSON() ([]byte, error) { return quoteOrNull(m.String()), nil }

// UnmarshalJSON reads null or exactly "YYYY-MM".
func (m *Month) UnmarshalJSON(b []byte) error {
	s, null, err := unquote(b)
	if err != nil || null {
		*m = Month{}
		return err
	}
	return m.parse(s)
}

// Value stores the month as 'YYYY-MM' text, the absent month as NULL.
func (m Month) Value() (driver.Value, error) {
	if m.IsZero() {
		return nil, nil
	}
	return m.String(), nil
}

// Scan reads NULL or 'YYYY-MM' text.
func (m *Month) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*m = Month{}
		return nil
	case []byte:
		return m.parse(string(v))
	case string:
		return m.parse(v)
	default:
		return fmt.Errorf("cannot read a month from %T", src)
	}
}

func (m *Month) parse(s string) error {
	parsed, err := ParseMonth(s)
	if err == nil {
		*m = parsed
	}
	return err
}

// GormDataType names the column type for GORM.
func (Month) GormDataType() string { return "string" }
