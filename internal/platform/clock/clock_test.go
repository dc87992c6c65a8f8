package clock

import (
	"testing"
	"time"

	"guatu/internal/schedule"
)

func at(t *testing.T, c *Clock, moment string) {
	t.Helper()
	now, err := time.Parse(time.RFC3339Nano, moment)
	if err != nil {
		t.Fatal(err)
	}
	c.now = func() time.Time { return now }
}

func TestToday(t *testing.T) {
	zone, err := LoadZone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(zone, "")
	if err != nil {
		t.Fatal(err)
	}
	at(t, c, "2026-11-22T15:59:59.999999Z")
	if got := c.Today().String(); got != "2026-11-22" || c.Shifted() {
		t.Errorf("before midnight in Shanghai: %s", got)
	}
	if got := c.Now().Format(time.RFC3339Nano); got != "2026-11-22T15:59:59.999Z" {
		t.Errorf("instants are UTC milliseconds: %s", got)
	}
	at(t, c, "2026-11-22T16:00:00Z")
	if got := c.Today().String(); got != "2026-11-23" {
		t.Errorf("after midnight in Shanghai: %s", got)
	}
	c.SetToday(schedule.MustDate("2017-03-31"))
	if got := c.Today().String(); got != "2017-03-31" || !c.Shifted() {
		t.Errorf("shifted: %s", got)
	}
	at(t, c, "2026-11-24T16:00:00Z")
	if got := c.Today().String(); got != "2017-04-02" {
		t.Errorf("two days later: %s", got)
	}
	if got := c.Now().Year(); got != 2026 {
		t.Errorf("the real time must not shift: %d", got)
	}
}

func TestADayBehindTheRecordsIsNotLive(t *testing.T) {
	c, err := New(time.UTC, "2017-03-31")
	if err != nil {
		t.Fatal(err)
	}
	live := func(day string) bool { return c.Live(schedule.MustDate(day)) }
	if live("2017-03-30") || !live("2017-03-31") || !live("2017-12-31") {
		t.Error("without records: from today on")
	}
	c.SetRecordedThrough(schedule.MustDate("2017-04-02"))
	if live("2017-03-31") || live("2017-04-01") || !live("2017-04-02") {
		t.Error("records of later days: from the newest on")
	}
	c.SetToday(schedule.MustDate("2017-04-03"))
	if live("2017-04-02") || !live("2017-04-03") {
		t.Error("the day has caught up: from today on")
	}
}

func TestNewRefuses(t *testing.T) {
	if _, err := New(nil, ""); err == nil {
		t.Error("no zone")
	}
	if _, err := New(time.UTC, "31.3.2017"); err == nil {
		t.Error("bad day")
	}
	if _, err := LoadZone("Mars/Base"); err == nil {
		t.Error("bad zone")
	}
	shifted, err := New(time.UTC, "2017-03-31")
	if err != nil || shifted.Today().String() != "2017-03-31" || shifted.Location() != time.UTC {
		t.Errorf("%v %v", shifted.Today(), err)
	}
	if StartStopwatch().Elapsed() < 0 {
		t.Error("time runs backwards")
	}
}

// TestZoneChangesWhileRunning: the day follows the zone at once, and a shifted day moves with it.
func TestZoneChangesWhileRunning(t *testing.T) {
	shanghai, err := LoadZone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(time.UTC, "")
	if err != nil {
		t.Fatal(err)
	}
	c.now = func() time.Time { return time.Date(2018, 3, 1, 17, 0, 0, 0, time.UTC) } // 1:00 of the next day in Shanghai
	if today, there := c.Today().String(), c.TodayIn(shanghai).String(); today != "2018-03-01" || there != "2018-03-02" {
		t.Errorf("today %s, there %s", today, there)
	}
	c.SetZone(shanghai)
	if today := c.Today().String(); today != "2018-03-02" || c.Location() != shanghai || c.Shifted() {
		t.Errorf("after the change it is %s in %s", today, c.Location())
	}
	c.SetToday(schedule.MustDate("2017-09-30"))
	c.SetZone(time.UTC)
	if today := c.Today().String(); today != "2017-09-29" || !c.Shifted() {
		t.Errorf("a shifted day in the other zone is %s", today)
	}
}
