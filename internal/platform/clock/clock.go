package clock

import (
	"fmt"
	"sync"
	"time"
	_ "time/tzdata" // the district's zone must be known on hosts without zoneinfo

	"guatu/internal/schedule"
)

// Clock tells the real time and the business day of one district.
// It is safe for concurrent use.
type Clock struct {
	now func() time.Time

	mu    sync.RWMutex
	loc   *time.Location
	start schedule.Date // the real civil date the shift was taken on
	shown schedule.Date // the business day shown on start
	moved bool          // whether the business day is shifted at all
	last  schedule.Date // the newest day records were known to be of when the program started
}

// New returns a clock for loc. A non-empty today (YYYY-MM-DD) shifts the
// business day: Today is that day now, and moves on as real days pass.
func New(loc *time.Location, today string) (*Clock, error) {
	if loc == nil {
		return nil, fmt.Errorf("clock: no time zone given")
	}
	c := &Clock{loc: loc, now: time.Now}
	if today == "" {
		return c, nil
	}
	day, err := schedule.ParseDate(today)
	if err != nil {
		return nil, fmt.Errorf("clock: business day %q: %w", today, err)
	}
	c.SetToday(day)
	return c, nil
}

// LoadZone finds a time zone by its IANA name, also on hosts without zoneinfo.
func LoadZone(name string) (*time.Location, error) {
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("clock: time zone %q: %w", name, err)
	}
	return loc, nil
}

// Real returns the real time in UTC, cut to the millisecond, which is the
// precision every stored instant has.
func Real() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// Now returns the real time in UTC, cut to the millisecond.
func (c *Clock) Now() time.Time { return c.now().UTC().Truncate(time.Millisecond) }

// Today returns the business day.
func (c *Clock) Today() schedule.Date { return c.TodayIn(c.Location()) }

// TodayIn returns what the business day is in another zone: what Today would say
// after SetZone.
func (c *Clock) TodayIn(loc *time.Location) schedule.Date {
	today := schedule.DateOf(c.now(), loc)
	c.mu.RLock()
	defer c.mu.RUnlock()
	if !c.moved {
		return today
	}
	return c.shown.AddDays(today.Sub(c.start))
}

// SetZone makes loc the district's time zone from now on, for everybody who asks
// this clock.
func (c *Clock) SetZone(loc *time.Location) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loc = loc
}

// SetToday makes d the business day from now on. It is meant for loaders of
// demonstration data and for tests.
func (c *Clock) SetToday(d schedule.Date) {
	c.mu.Lock()
	defer c.mu.Unlock()
	today := schedule.DateOf(c.now(), c.loc)
	c.start, c.shown, c.moved = today, d, true
}

// Skew puts the real time of this clock off by a duration. It is meant for tests of machines whose clocks disagree; call it before the
// clock is shared.
func (c *Clock) Skew(by time.Duration) {
	now := c.now
	c.now = func() time.Time { return now().Add(by) }
}

// SetRecordedThrough says up to which business day the database already holds
// records, when it was opened.
func (c *Clock) SetRecordedThrough(d schedule.Date) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = d
}

// Live reports whether what was recorded by day is the whole of the database,
// so that it can be read from the live tables. That is so from today on, unless
// the business day was set back behind records that are there: then today is a
// day of the past, and is read as one.
func (c *Clock) Live(day schedule.Date) bool {
	today := c.Today()
	c.mu.RLock()
	defer c.mu.RUnlock()
	return !day.Before(today) && !day.Before(c.last)
}

// Shifted reports whether the business day differs from the real one, so that
// pages can say so.
func (c *Clock) Shifted() bool { return c.Today() != schedule.DateOf(c.now(), c.Location()) }

// Location returns the district's time zone.
func (c *Clock) Location() *time.Location {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.loc
}

// Stopwatch measures a duration with the monotonic clock.
type Stopwatch struct{ began time.Time }

// StartStopwatch starts measuring.
func StartStopwatch() Stopwatch { return Stopwatch{began: time.Now()} }

// Elapsed returns the time since the start.
func (s Stopwatch) Elapsed() time.Duration { return time.Since(s.began) }
