package district

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// The kinds of days a calendar lists.
const (
	KindHoliday = "holiday"
	KindWorkday = "workday"
)

const (
	maxDayName = 40
	maxSource  = 200
)

// CalendarDay is one listed day: a day off, or a Saturday or Sunday worked instead 调休.
type CalendarDay struct {
	Date schedule.Date `json:"date" format:"date"`
	Kind string        `json:"kind" enum:"holiday,workday" doc:"holiday: a day off; workday: a Saturday or Sunday worked instead."`
	Name string        `json:"name"`
}

// lineFault is what is wrong with one line of a text.
type lineFault struct {
	line         int // 1 is the first; 0: the text as a whole
	code, zh, en string
}

func (f lineFault) field() httpapi.FieldError {
	if f.line == 0 {
		return httpapi.Fault("text", f.code, f.zh, f.en)
	}
	return httpapi.Fault(fmt.Sprintf("text[%d]", f.line-1), f.code, fmt.Sprintf("第 %d 行：%s", f.line, f.zh), fmt.Sprintf("line %d: %s", f.line, f.en))
}

// calendarText is a year of the calendar as somebody wrote it.
type calendarText struct {
	year   int
	source string
	days   []CalendarDay // sorted
	faults []lineFault
}

// readCalendar reads a year from lines in one of two forms, which may be mixed:
//
//	2019-01-01,holiday,元旦          one day a line; the kind may be Chinese (休, 班), the name may be left out
//
//	holidays:                       the form of configs/calendar
//	  - 2019-01-01 # 元旦
//	workdays:
//	  - 2019-02-02 # 春节调休上班
//
// Empty lines and lines that begin with # are passed over. year 0 takes the year the text names.
func readCalendar(year int, text string) calendarText {
	r := &calendarReader{calendarText: calendarText{year: year}, first: map[schedule.Date]int{}}
	for i, line := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		r.number = i + 1
		r.line(strings.TrimSpace(line))
	}
	if len(r.days) == 0 && len(r.faults) == 0 {
		r.faults = append(r.faults, lineFault{0, "no_days", "没有任何日期", "no day in it"})
	}
	slices.SortFunc(r.days, func(a, b CalendarDay) int { return a.Date.Compare(b.Date) })
	return r.calendarText
}

type calendarReader struct {
	calendarText
	number int
	kind   string // of the list one is in
	first  map[schedule.Date]int
}

func (r *calendarReader) fault(code, zh, en string) {
	r.faults = append(r.faults, lineFault{r.number, code, zh, en})
}

func (r *calendarReader) line(line string) {
	switch {
	case line == "" || line[0] == '#':
	case strings.HasPrefix(line, "- "):
		r.item(strings.TrimSpace(line[2:]))
	case startsWithDate(line):
		r.row(line)
	default:
		r.key(line)
	}
}

func startsWithDate(line string) bool { return line[0] >= '0' && line[0] <= '9' }

// key is a line of the form of configs: year, source, or the head of a list.
func (r *calendarReader) key(line string) {
	name, value, found := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	switch {
	case found && name == "holidays" && value == "":
		r.kind = KindHoliday
	case found && name == "workdays" && value == "":
		r.kind = KindWorkday
	case found && name == "source":
		if r.source = value; utf8.RuneCountInString(value) > maxSource {
			r.fault("long", "来源最多 200 个字", "the source has more than 200 characters")
		}
	case found && name == "year":
		given, err := strconv.Atoi(value)
		if r.year == 0 {
			r.year = given
		}
		if err != nil || given != r.year {
			r.fault("other_year", fmt.Sprintf("这里写的不是 %d 年", r.year), fmt.Sprintf("this is not the year %d", r.year))
		}
	default:
		r.fault("unreadable", "看不懂；应为“日期,holiday 或 workday,名称”", "not understood; want date,holiday or workday,name")
	}
}

// item is a day of a list: - 2019-01-01 # 元旦.
func (r *calendarReader) item(text string) {
	if r.kind == "" {
		r.fault("no_list", "前面缺少 holidays: 或 workdays:", "holidays: or workdays: must stand before it")
		return
	}
	date, name, _ := strings.Cut(text, "#")
	r.day(strings.TrimSpace(date), r.kind, strings.TrimSpace(name))
}

// row is a day of a table: 2019-01-01,holiday,元旦.
func (r *calendarReader) row(line string) {
	cells := strings.SplitN(strings.NewReplacer("，", ",", "\t", ",").Replace(line), ",", 3)
	cells = append(cells, "", "")
	kind, ok := kindOf(strings.ToLower(strings.TrimSpace(cells[1])))
	if !ok {
		r.fault("bad_kind", "类别应为 holiday（休）或 workday（班）", "the kind must be holiday or workday")
		return
	}
	r.day(strings.TrimSpace(cells[0]), kind, strings.TrimSpace(cells[2]))
}

func kindOf(word string) (string, bool) {
	switch word {
	case KindHoliday, "休", "放假", "节假日", "休息":
		return KindHoliday, true
	case KindWorkday, "班", "上班", "调休", "调休上班":
		return KindWorkday, true
	}
	return "", false
}

func (r *calendarReader) day(text, kind, name string) {
	date, err := schedule.ParseDate(text)
	first, twice := r.first[date]
	switch {
	case err != nil:
		r.fault("bad_date", "日期应为 2019-01-01 这样的有效日期", "must begin with a date like 2019-01-01")
	case date.Year() != r.year:
		r.fault("other_year", fmt.Sprintf("%s 不在 %d 年", date, r.year), fmt.Sprintf("%s is not in %d", date, r.year))
	case twice:
		r.fault("twice", fmt.Sprintf("%s 在第 %d 行已经写过", date, first), fmt.Sprintf("%s stands on line %d already", date, first))
	case kind == KindWorkday && !weekend(date):
		r.fault("no_weekend", fmt.Sprintf("%s 本来就是工作日，调休上班只能是星期六或星期日", date), fmt.Sprintf("%s is a working day anyway; only a Saturday or Sunday is worked instead", date))
	case utf8.RuneCountInString(name) > maxDayName:
		r.fault("long", "名称最多 40 个字", "the name has more than 40 characters")
	default:
		r.first[date] = r.number
		r.days = append(r.days, CalendarDay{Date: date, Kind: kind, Name: name})
	}
}

func weekend(d schedule.Date) bool {
	return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
}

// lines writes the days in the first form, which is what is kept.
func lines(days []CalendarDay) string {
	var b strings.Builder
	for _, day := range days {
		fmt.Fprintf(&b, "%s,%s,%s\n", day.Date, day.Kind, day.Name)
	}
	return b.String()
}

// table is the year as the rules want it.
func (c calendarText) table() schedule.CalendarYear {
	y := schedule.CalendarYear{Year: c.year, Source: c.source}
	for _, day := range c.days {
		if day.Kind == KindHoliday {
			y.Holidays = append(y.Holidays, day.Date)
		} else {
			y.Workdays = append(y.Workdays, day.Date)
		}
	}
	return y
}

// alone is a calendar of this year alone, with the first and the last day of the year. Faulty lines are left out.
func (c calendarText) alone() (calendar *schedule.Calendar, first, last schedule.Date) {
	calendar, err := schedule.NewCalendar([]schedule.CalendarYear{c.table()})
	if err != nil { // readCalendar keeps no day that NewCalendar refuses
		calendar = nil
	}
	first, _ = schedule.NewDate(c.year, 1, 1) // every year has both days
	last, _ = schedule.NewDate(c.year, 12, 31)
	return calendar, first, last
}
