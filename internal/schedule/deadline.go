package schedule

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Precision is how exactly a deadline phrase names its day.
type Precision string

// The precisions of a deadline phrase.
const (
	PrecisionDay      Precision = "day"
	PrecisionMonth    Precision = "month"
	PrecisionQuarter  Precision = "quarter"
	PrecisionHalfYear Precision = "halfYear"
	PrecisionYear     Precision = "year"
)

// Deadline is a deadline phrase that was understood. Date is the last day that
// is still in time.
type Deadline struct {
	Words     string    `json:"words"`
	Date      Date      `json:"date"`
	Precision Precision `json:"precision"`
	Firmness  Firmness  `json:"firmness"`
}

// deadlinePattern takes the phrase apart: firmness, year, and one of month and
// day, month, quarter, half-year, year. 底, 末, 底前 and 内 name the same last
// day. What could mean two days is not among them: 「6月前」 (before or by the end
// of June), 上旬, 中旬, 春节前.
const deadlinePattern = `^(力争|争取|确保)?(?:在|于)?(?:(([0-9]{4})年|今年|本年))?` +
	`(?:([0-9]{1,2})月([0-9]{1,2})[日号](?:前|以前|之前)?` +
	`|([0-9]{1,2})月份?(?:内|底|末|底前|末前|底以前)?` +
	`|第?([1-4])季度(?:内|底|末|底前|末前)?` +
	`|(上半年|下半年)(?:内|底|末|底前|末前)?` +
	`|(年内|年底|年底前|年末|年末前|全年|内|底|底前|末|末前))$`

// ParseDeadline reads a deadline phrase such as 「6月底前」「6月20日前」「一季度」
// 「上半年」「年内」「力争年底前」 of the year. A year written in the phrase wins
// over the argument. An unknown phrase is an error: nothing is guessed.
func ParseDeadline(words string, year int) (Deadline, error) {
	parts := regexp.MustCompile(deadlinePattern).FindStringSubmatch(plainDigits(words))
	if parts == nil || parts[2] == "" && !namesItsYear(parts[9]) {
		return Deadline{}, fmt.Errorf("deadline phrase %q is not known", words)
	}
	d := Deadline{Words: words, Firmness: Firm}
	if parts[1] == "力争" || parts[1] == "争取" {
		d.Firmness = Aim
	}
	if parts[3] != "" {
		year = number(parts[3])
	}
	var err error
	d.Date, d.Precision, err = deadlineDay(parts[4:], year)
	if err != nil {
		return Deadline{}, fmt.Errorf("deadline phrase %q: %w", words, err)
	}
	return d, nil
}

// namesItsYear refuses a bare 「底」 or 「内」, which says something only behind a
// written year (「2018年底」).
func namesItsYear(phrase string) bool {
	return phrase == "" || strings.Contains(phrase, "年")
}

// deadlineDay finds the last day that is still in time. p holds: month and day,
// month alone, quarter, half-year, year.
func deadlineDay(p []string, year int) (Date, Precision, error) {
	switch {
	case p[0] != "":
		d, err := NewDate(year, number(p[0]), number(p[1]))
		return d, PrecisionDay, err
	case p[2] != "":
		return lastDay(year, number(p[2]), PrecisionMonth)
	case p[3] != "":
		return lastDay(year, 3*number(p[3]), PrecisionQuarter)
	case p[4] == "上半年":
		return lastDay(year, 6, PrecisionHalfYear)
	case p[4] == "下半年":
		return lastDay(year, 12, PrecisionHalfYear)
	}
	return lastDay(year, 12, PrecisionYear)
}

func lastDay(year, month int, p Precision) (Date, Precision, error) {
	m, err := NewMonth(year, month)
	return m.Last(), p, err
}

// number reads digits the pattern has already checked.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// plainDigits takes spaces out and writes full-width and Chinese numbers in
// plain digits, 十二 before 十 before 二.
func plainDigits(words string) string {
	words = strings.Join(strings.Fields(words), "")
	return strings.NewReplacer(
		"０", "0", "１", "1", "２", "2", "３", "3", "４", "4",
		"５", "5", "６", "6", "７", "7", "８", "8", "９", "9",
		"十一月", "11月", "十二月", "12月", "十月", "10月",
		"一月", "1月", "二月", "2月", "三月", "3月", "四月", "4月", "五月", "5月",
		"六月", "6月", "七月", "7月", "八月", "8月", "九月", "9月",
		"一季度", "1季度", "二季度", "2季度", "三季度", "3季度", "四季度", "4季度",
	).Replace(words)
}
