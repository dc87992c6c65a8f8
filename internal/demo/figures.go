package demo

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

var errFigure = errors.New("not a whole number of thousandths")

// milli reads a decimal figure as whole thousandths of the unit; nothing is rounded.
func milli(figure string) (int64, error) {
	value, ok := new(big.Rat).SetString(figure)
	if !ok || strings.ContainsAny(figure, "/eE") {
		return 0, fmt.Errorf("%q: %w", figure, errFigure)
	}
	value.Mul(value, big.NewRat(1000, 1))
	if !value.IsInt() || !value.Num().IsInt64() {
		return 0, fmt.Errorf("%q: %w", figure, errFigure)
	}
	return value.Num().Int64(), nil
}

// parts reads "numerator/denominator" as thousandths.
func parts(figure string) (numerator, denominator int64, err error) {
	above, below, found := strings.Cut(figure, "/")
	if !found {
		return 0, 0, fmt.Errorf("%q: no denominator", figure)
	}
	numerator, err = milli(above)
	if err != nil {
		return 0, 0, err
	}
	denominator, err = milli(below)
	if err == nil && denominator <= 0 {
		err = fmt.Errorf("%q: denominator", figure)
	}
	return numerator, denominator, err
}

// between gives the figure of a month on the straight line between the nearest two given months; outside of them ok is
// false.
func between(given map[int]int64, month int) (figure int64, ok bool) {
	if figure, ok = given[month]; ok {
		return figure, true
	}
	before, after := 0, 13
	for m := range given {
		if m < month {
			before = max(before, m)
		} else {
			after = min(after, m)
		}
	}
	if before == 0 || after == 13 {
		return 0, false
	}
	a, b := given[before], given[after]
	return a + (b-a)*int64(month-before)/int64(after-before), true
}

// ends gives the first and the last month given; zero when there is none.
func ends[T any](given map[int]T) (first, last int) {
	for m := range given {
		if first == 0 || m < first {
			first = m
		}
		last = max(last, m)
	}
	return first, last
}
