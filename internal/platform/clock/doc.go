// Package clock is the only place that reads the wall clock.
//
// It owns the difference between the real time (tokens, leases, limits) and
// the business day (recording dates, lamps), which GUATU_TODAY may shift for
// demonstrations and tests. It has no tables. Everybody may import it.
package clock
