package schedule

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseDateIsStrict(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "2017-02-30", "2017-2-3", "2017-02-29", "2017/02/03", "20170203", "0000-01-01",
		"2017-02-03 ", "2017-02-03T00:00:00Z", "2017-13-01", "-017-01-01", "10000-01-01"} {
		if d, err := ParseDate(bad); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", bad, d)
		}
	}
	for _, good := range []string{"0001-01-01", "1969-12-31", "1970-01-01", "2016-02-29", "2017-06-20", "9999-12-31"} {
		if d, err := ParseDate(good); err != nil || d.String() != good {
			t.Errorf("ParseDate(%q) = %v, %v", good, d, err)
		}
	}
}

func TestNewDate(t *testing.T) {
	t.Parallel()
	if d, err := NewDate(2017, 6, 20); err != nil || d != MustDate("2017-06-20") {
		t.Errorf("NewDate(2017, 6, 20) = %v, %v", d, err)
	}
	for _, bad := range [][3]int{{2017, 2, 30}, {2017, 13, 1}, {2017, 0, 1}, {0, 1, 1}, {10000, 1, 1}, {2017, 4, 31}} {
		if d, err := NewDate(bad[0], bad[1], bad[2]); err == nil {
			t.Errorf("NewDate(%v) = %v, want an error", bad, d)
		}
	}
}

func TestMustPanics(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]func(){
		"date": func() { MustDate("2017-02-30") }, "month": func() { MustMonth("2017-13") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

// Rules 1: day arithmetic counts civil days; only the roll-over to a year
// without 29 February takes the 28th.
func TestDayArithmetic(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, want string }{{"2017-05-29", "2017-02-28"}, {"2016-05-29", "2016-02-29"}} {
		if got := MustDate(c.from).AddDays(-90).String(); got != c.want {
			t.Errorf("90 days before %s is %s, want %s", c.from, got, c.want)
		}
	}
	for _, c := range []struct {
		from string
		year int
		want string
	}{{"2016-02-29", 2017, "2017-02-28"}, {"2016-02-29", 2020, "2020-02-29"}, {"2017-06-20", 2018, "2018-06-20"}} {
		if got := MustDate(c.from).InYear(c.year).String(); got != c.want {
			t.Errorf("%s in %d is %s, want %s", c.from, c.year, got, c.want)
		}
	}
	d := MustDate("2017-06-20")
	if d.Weekday() != time.Tuesday || d.Year() != 2017 || d.Day() != 20 || d.MonthOf() != MustMonth("2017-06") {
		t.Errorf("parts of %v: %v %d %d %v", d, d.Weekday(), d.Year(), d.Day(), d.MonthOf())
	}
}

func TestAbsentDateStaysAbsent(t *testing.T) {
	t.Parallel()
	var none Date
	if !none.IsZero() || !none.AddDays(7).IsZero() || !none.InYear(2017).IsZero() || none.String() != "" ||
		none.Year() != 0 || none.Day() != 0 || !none.MonthOf().IsZero() || none.Sub(MustDate("2017-01-01")) != 0 {
		t.Error("arithmetic made a date out of none")
	}
	if MustDate("2017-01-01").AddDays(1<<62).IsZero() || MustDate("2017-01-01").AddDays(-(1 << 62)).IsZero() {
		t.Error("arithmetic lost a date")
	}
}

func TestDateOfTakesTheDistrictsDay(t *testing.T) {
	t.Parallel()
	shanghai := time.FixedZone("Asia/Shanghai", 8*3600)
	late := time.Date(2017, 6, 19, 16, 30, 0, 0, time.UTC)
	if got := DateOf(late, shanghai).String(); got != "2017-06-20" {
		t.Errorf("in the zone: %s", got)
	}
	if got := DateOf(late, nil).String(); got != "2017-06-19" {
		t.Errorf("without a zone: %s", got)
	}
}

func TestDateArithmeticAgreesWithTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		y := rapid.IntRange(2, 9000).Draw(t, "y")
		at := time.Date(y, time.Month(rapid.IntRange(1, 12).Draw(t, "m")), rapid.IntRange(1, 28).Draw(t, "d"), 0, 0, 0, 0, time.UTC)
		n := rapid.IntRange(-300, 100_000).Draw(t, "n")
		from, to := fieldsOf(at), fieldsOf(at.AddDate(0, 0, n))
		if from.AddDays(n) != to || to.Sub(from) != n || to.After(from) != (n > 0) || to.Before(from) != (n < 0) {
			t.Fatalf("%v + %d = %v, want %v", from, n, from.AddDays(n), to)
		}
		if back, err := ParseDate(from.String()); err != nil || back != from {
			t.Fatalf("%v reads back as %v, %v", from, back, err)
		}
	})
}

func TestDateAndMonthJSON(t *testing.T) {
	t.Parallel()
	type both struct {
		D Date  `json:"d"`
		M Month `json:"m"`
	}
	for _, c := range []struct{ in, out string }{
		{`{"d":"2017-06-20","m":"2017-06"}`, `{"d":"2017-06-20","m":"2017-06"}`},
		{`{"d":null,"m":null}`, `{"d":null,"m":null}`},
		{`{}`, `{"d":null,"m":null}`},
	} {
		var v both
		if err := json.Unmarshal([]byte(c.in), &v); err != nil {
			t.Errorf("%s: %v", c.in, err)
		}
		if out, err := json.Marshal(v); err != nil || string(out) != c.out {
			t.Errorf("%s → %s, %v", c.in, out, err)
		}
	}
	for _, bad := range []string{`{"d":"2017-02-30"}`, `{"d":20170620}`, `{"d":""}`, `{"d":true}`,
		`{"m":"2017-13"}`, `{"m":201706}`, `{"m":""}`} {
		if err := json.Unmarshal([]byte(bad), &both{}); err == nil {
			t.Errorf("%s was accepted", bad)
		}
	}
}

func TestDateAndMonthText(t *testing.T) {
	t.Parallel()
	var d Date
	var m Month
	if d.UnmarshalText([]byte("2017-06-20")) != nil || m.UnmarshalText([]byte("2017-06")) != nil {
		t.Fatal("good text refused")
	}
	if text, _ := d.MarshalText(); string(text) != "2017-06-20" {
		t.Errorf("date text %s", text)
	}
	if text, _ := m.MarshalText(); string(text) != "2017-06" {
		t.Errorf("month text %s", text)
	}
	if d.UnmarshalText([]byte("x")) == nil || m.UnmarshalText([]byte("x")) == nil {
		t.Error("bad text accepted")
	}
	if d.UnmarshalText(nil) != nil || m.UnmarshalText(nil) != nil || !d.IsZero() || !m.IsZero() {
		t.Error("empty text is not the absent value")
	}
}

func TestDateDatabase(t *testing.T) {
	t.Parallel()
	want := MustDate("2017-06-20")
	for _, src := range []any{"2017-06-20", []byte("2017-06-20"), "2017-06-20 00:00:00", "2017-06-20T00:00:00Z",
		"2017-06-20 00:00:00+00:00", time.Date(2017, 6, 20, 0, 0, 0, 0, time.FixedZone("", 8*3600))} {
		var d Date
		if err := d.Scan(src); err != nil || d != want {
			t.Errorf("Scan(%v) = %v, %v", src, d, err)
		}
	}
	for _, src := range []any{"2017-06-20 08:00:00", "2017-06-20x00:00:00", "", "0000-00-00", 20170620} {
		var d Date
		if err := d.Scan(src); err == nil {
			t.Errorf("Scan(%v) = %v, want an error", src, d)
		}
	}
	d := want
	if err := d.Scan(nil); err != nil || !d.IsZero() {
		t.Errorf("Scan(nil) = %v, %v", d, err)
	}
	if v, err := want.Value(); err != nil || v != "2017-06-20" {
		t.Errorf("Value = %v, %v", v, err)
	}
	if v, err := (Date{}).Value(); err != nil || v != nil {
		t.Errorf("Value of none = %v, %v", v, err)
	}
	if want.GormDataType() != "date" {
		t.Error("column type")
	}
}

func TestMonth(t *testing.T) {
	t.Parallel()
	m := MustMonth("2016-12")
	if m.Year() != 2016 || m.Number() != 12 || m.Next() != MustMonth("2017-01") || m.Prev() != MustMonth("2016-11") ||
		m.AddMonths(14) != MustMonth("2018-02") || m.First() != MustDate("2016-12-01") || m.Last() != MustDate("2016-12-31") ||
		m.Sub(MustMonth("2015-12")) != 12 || !m.Before(m.Next()) || !m.After(m.Prev()) || m.Compare(m) != 0 {
		t.Errorf("arithmetic of %v", m)
	}
	if MustMonth("2016-02").Last() != MustDate("2016-02-29") {
		t.Error("February of a leap year")
	}
	var none Month
	if none.Year() != 0 || none.Number() != 0 || !none.Next().IsZero() || !none.First().IsZero() || none.String() != "" || none.Sub(m) != 0 {
		t.Error("arithmetic made a month out of none")
	}
	for _, bad := range [][2]int{{0, 1}, {10000, 1}, {2017, 0}, {2017, 13}} {
		if got, err := NewMonth(bad[0], bad[1]); err == nil {
			t.Errorf("NewMonth(%v) = %v", bad, got)
		}
	}
	if got, err := NewMonth(2016, 12); err != nil || got != m {
		t.Errorf("NewMonth = %v, %v", got, err)
	}
	if _, err := ParseMonth("0000-01"); err == nil {
		t.Error("year 0 was accepted")
	}
}

func TestMonthDatabase(t *testing.T) {
	t.Parallel()
	var m Month
	for _, src := range []any{"2017-06", []byte("2017-06")} {
		if err := m.Scan(src); err != nil || m != MustMonth("2017-06") {
			t.Errorf("Scan(%v) = %v, %v", src, m, err)
		}
	}
	if v, err := m.Value(); err != nil || v != "2017-06" {
		t.Errorf("Value = %v, %v", v, err)
	}
	if m.Scan("2017-6") == nil || m.Scan(201706) == nil {
		t.Error("a bad month was accepted")
	}
	if err := m.Scan(nil); err != nil || !m.IsZero() {
		t.Errorf("Scan(nil) = %v, %v", m, err)
	}
	if v, err := m.Value(); err != nil || v != nil || m.GormDataType() != "string" {
		t.Errorf("Value of none = %v, %v", v, err)
	}
}
