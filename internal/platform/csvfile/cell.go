package csvfile

import (
	"strconv"
	"strings"

	"guatu/internal/schedule"
)

// Cell is one cell as it is written. Make it with the functions of this package: a conversion would let a formula in.
type Cell struct{ text string }

// Text is a cell of words. A spreadsheet takes what begins with = + - @ (also in their wide form), a tab or a line break for
// a formula or hides it from a careless eye; then an apostrophe goes before it.
func Text(s string) Cell {
	s = strings.ReplaceAll(s, "\x00", "")
	if strings.IndexAny(s, "=+-@\t\r\n＝＋－＠") == 0 {
		s = "'" + s
	}
	return Cell{s}
}

// Whole is a whole number.
func Whole[T int | int64](n T) Cell { return Cell{strconv.FormatInt(int64(n), 10)} }

// OrNone is a number that may be absent.
func OrNone[T int | int64](n *T) Cell {
	if n == nil {
		return Cell{}
	}
	return Whole(*n)
}

// Percent is a share of basis points with two decimals, without the sign: 1250 is 12.50.
func Percent(bp *int) Cell {
	if bp == nil {
		return Cell{}
	}
	return Cell{fixed(int64(*bp), 2)}
}

// Thousandths is an exact figure of thousandths without zeros at its end: 12500 is 12.5.
func Thousandths(n *int64) Cell {
	if n == nil {
		return Cell{}
	}
	return Cell{strings.TrimRight(strings.TrimRight(fixed(*n, 3), "0"), ".")}
}

// fixed writes n with the last digits behind the point.
func fixed(n int64, digits int) string {
	sign := ""
	text := strconv.FormatInt(n, 10)
	if n < 0 {
		sign, text = "-", text[1:]
	}
	for len(text) <= digits {
		text = "0" + text
	}
	return sign + text[:len(text)-digits] + "." + text[len(text)-digits:]
}

// Day is a civil date; absent is empty.
func Day(d *schedule.Date) Cell {
	if d == nil {
		return Cell{}
	}
	return Cell{d.String()}
}

// Month is a month; absent is empty.
func Month(m *schedule.Month) Cell {
	if m == nil {
		return Cell{}
	}
	return Cell{m.String()}
}
