package schedule

import "testing"

func TestParseDeadline(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words, date string
		precision   Precision
		firmness    Firmness
	}{
		{"6月底前", "06-30", PrecisionMonth, Firm},
		{"2月底", "02-28", PrecisionMonth, Firm},
		{"6月", "06-30", PrecisionMonth, Firm},
		{"6月份", "06-30", PrecisionMonth, Firm},
		{" 6 月 底前 ", "06-30", PrecisionMonth, Firm},
		{"６月底前", "06-30", PrecisionMonth, Firm},
		{"六月底前", "06-30", PrecisionMonth, Firm},
		{"十二月", "12-31", PrecisionMonth, Firm},
		{"十一月", "11-30", PrecisionMonth, Firm},
		{"十月", "10-31", PrecisionMonth, Firm},
		{"确保12月底前", "12-31", PrecisionMonth, Firm},
		{"6月20日前", "06-20", PrecisionDay, Firm},
		{"6月20日", "06-20", PrecisionDay, Firm},
		{"2018年6月20日前", "2018-06-20", PrecisionDay, Firm},
		{"一季度", "03-31", PrecisionQuarter, Firm},
		{"第二季度末", "06-30", PrecisionQuarter, Firm},
		{"四季度", "12-31", PrecisionQuarter, Firm},
		{"上半年", "06-30", PrecisionHalfYear, Firm},
		{"下半年", "12-31", PrecisionHalfYear, Firm},
		{"年内", "12-31", PrecisionYear, Firm},
		{"年底前", "12-31", PrecisionYear, Firm},
		{"今年年底前", "12-31", PrecisionYear, Firm},
		{"2018年底前", "2018-12-31", PrecisionYear, Firm},
		{"今年内", "12-31", PrecisionYear, Firm},
		{"力争年内", "12-31", PrecisionYear, Aim},
		{"力争6月底前", "06-30", PrecisionMonth, Aim},
		{"力争在上半年", "06-30", PrecisionHalfYear, Aim},
		{"争取一季度", "03-31", PrecisionQuarter, Aim},
	} {
		got, err := ParseDeadline(c.words, 2017)
		if err != nil || got != (Deadline{c.words, day(c.date), c.precision, c.firmness}) {
			t.Errorf("%q: %+v, %v", c.words, got, err)
		}
	}
	for _, unknown := range []string{"", "尽快", "6月上旬", "6月中旬", "13月底前", "0月", "2月30日前", "五季度", "5季度", "适时", "6月底前或7月", "力争", "2017年", "6月至9月", "底", "内", "6月前", "一季度前", "春节前"} {
		if got, err := ParseDeadline(unknown, 2017); err == nil {
			t.Errorf("%q was read as %+v", unknown, got)
		}
	}
	if _, err := ParseDeadline("2月29日前", 2017); err == nil {
		t.Error("29 February 2017 was accepted")
	}
	if _, err := ParseDeadline("年内", 0); err == nil {
		t.Error("the year 0 was accepted")
	}
}

func FuzzParseDeadline(f *testing.F) {
	for _, s := range []string{"6月底前", "6月20日前", "力争一季度", "年内", "2018年6月"} {
		f.Add(s, 2017)
	}
	f.Fuzz(func(t *testing.T, words string, year int) {
		d, err := ParseDeadline(words, year)
		if (err == nil) == d.Date.IsZero() {
			t.Fatalf("%q: %+v, %v", words, d, err)
		}
	})
}
