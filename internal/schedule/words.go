package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// sentence is one statement for people in both languages. Sentences carry no
// rule ids: those stand beside them in the lamp.
type sentence struct{ zh, en string }

// and puts another statement behind.
func (s sentence) and(t sentence) sentence {
	switch {
	case s.zh == "":
		return t
	case t.zh == "":
		return s
	}
	return sentence{s.zh + t.zh, s.en + " " + t.en}
}

// onDay writes a date; the year is named only where it is not the year of the
// day the reader stands on.
type onDay struct{ asOf Date }

func (o onDay) zh(d Date) string {
	t := d.utc()
	if t.Year() == o.asOf.Year() {
		return fmt.Sprintf("%d 月 %d 日", t.Month(), t.Day())
	}
	return fmt.Sprintf("%d 年 %d 月 %d 日", t.Year(), t.Month(), t.Day())
}

func (o onDay) en(d Date) string {
	t := d.utc()
	if t.Year() == o.asOf.Year() {
		return t.Format("2 January")
	}
	return t.Format("2 January 2006")
}

// percent writes basis points as a percentage without trailing zeros.
func percent(bp int) string {
	sign := ""
	if bp < 0 {
		sign, bp = "-", -bp
	}
	s := sign + strconv.Itoa(bp/100)
	if rest := bp % 100; rest != 0 {
		s += "." + strings.TrimRight(fmt.Sprintf("%02d", rest), "0")
	}
	return s
}

func zhMonth(m Month) string { return fmt.Sprintf("%d 年 %d 月", m.Year(), m.Number()) }

func enMonth(m Month) string {
	return fmt.Sprintf("%s %d", time.Month(m.Number()), m.Year())
}

// plural writes a count with its English noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// colourWord names the colour of a lamp.
func colourWord(c Colour) sentence {
	switch c {
	case Blue:
		return sentence{"蓝灯", "blue"}
	case Green:
		return sentence{"绿灯", "green"}
	case Yellow:
		return sentence{"黄灯", "yellow"}
	case Red:
		return sentence{"红灯", "red"}
	}
	return sentence{"灰灯", "grey"}
}
