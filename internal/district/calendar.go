package district

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// WorkCalendar is one year of the working-day calendar.
type WorkCalendar struct {
	Year       int             `json:"year"`
	Known      bool            `json:"known" doc:"False: the year is not in the calendar, and Monday to Friday count."`
	BuiltIn    bool            `json:"builtIn" doc:"The year comes with the program and has not been replaced."`
	Source     string          `json:"source" doc:"The notice the days are from."`
	Days       []CalendarDay   `json:"days" nullable:"false" doc:"Days that do not follow the week, in their order."`
	ImportedBy *auth.UserRef   `json:"importedBy" doc:"Null for a year that comes with the program."`
	ImportedAt *time.Time      `json:"importedAt"`
	Years      []CalendarKnown `json:"years" nullable:"false" doc:"The years that are known."`
}

// CalendarKnown is a year the calendar knows.
type CalendarKnown struct {
	Year    int  `json:"year"`
	BuiltIn bool `json:"builtIn" doc:"It comes with the program and has not been replaced."`
}

// CalendarText is a year of the calendar as text.
type CalendarText struct {
	Year   int    `json:"year" minimum:"2000" maximum:"2100"`
	Text   string `json:"text" minLength:"1" maxLength:"60000" doc:"Lines like 2019-01-01,holiday,元旦 (kind: holiday or workday), or the YAML of configs/calendar."`
	Source string `json:"source,omitempty" maxLength:"200" doc:"The notice the days are from; default what the text says."`
}

// CalendarFault is what is wrong with one line.
type CalendarFault struct {
	Line    int    `json:"line" doc:"1 is the first; 0: the text as a whole."`
	Code    string `json:"code"`
	Message string `json:"message" doc:"In the caller's language."`
}

// CalendarPreview is what an import would do.
type CalendarPreview struct {
	Year     int             `json:"year"`
	Source   string          `json:"source"`
	Days     []CalendarDay   `json:"days" nullable:"false" doc:"The days that were understood, in their order."`
	Faults   []CalendarFault `json:"faults" nullable:"false" doc:"Every line that was not; with one of them nothing is imported."`
	Known    bool            `json:"known" doc:"The year is known already and would be replaced."`
	Added    []CalendarDay   `json:"added" nullable:"false" doc:"Days not listed now, or listed as the other kind."`
	Removed  []CalendarDay   `json:"removed" nullable:"false" doc:"Days listed now and not in the text, or as the other kind."`
	Workdays int             `json:"workdays" doc:"Working days the year would have."`
}

// Calendar returns a year of the calendar; 0 is the year of today. Everybody who is signed in may read it.
func (s *Service) Calendar(ctx context.Context, year int) (WorkCalendar, error) {
	if err := s.may(ctx, auth.PermCalendarRead); err != nil {
		return WorkCalendar{}, err
	}
	if year == 0 {
		year = s.clock.Today().Year()
	}
	return s.calendar(ctx, s.book.held.Load(), year)
}

func (s *Service) calendar(ctx context.Context, held *inForce, year int) (WorkCalendar, error) {
	c := WorkCalendar{Year: year, Days: []CalendarDay{}, Years: []CalendarKnown{}}
	for _, known := range slices.Sorted(maps.Keys(held.years)) {
		c.Years = append(c.Years, CalendarKnown{Year: known, BuiltIn: held.years[known].imported == nil})
	}
	there, known := held.years[year]
	if !known {
		return c, nil
	}
	c.Known, c.BuiltIn, c.Source, c.Days = true, there.imported == nil, there.source, there.days
	if c.BuiltIn {
		return c, nil
	}
	at := time.UnixMilli(there.imported.ImportedAt).UTC()
	c.ImportedAt = &at
	if there.imported.ImportedBy == nil {
		return c, nil
	}
	users, err := s.auth.Directory().Users(ctx, []int64{*there.imported.ImportedBy})
	if user, ok := users[*there.imported.ImportedBy]; ok {
		c.ImportedBy = &user
	}
	return c, err
}

// PreviewCalendar says what an import would do, and changes nothing. 403 without settings.manage.
func (s *Service) PreviewCalendar(ctx context.Context, in CalendarText) (CalendarPreview, error) {
	if err := s.may(ctx, auth.PermSettingsManage); err != nil {
		return CalendarPreview{}, err
	}
	text := in.read()
	was, known := s.book.held.Load().years[in.Year]
	p := CalendarPreview{Year: in.Year, Source: text.source, Days: text.days, Faults: []CalendarFault{}, Known: known,
		Added: missingIn(was.days, text.days), Removed: missingIn(text.days, was.days), Workdays: text.workdays()}
	if p.Days == nil {
		p.Days = []CalendarDay{}
	}
	for _, fault := range text.faults {
		p.Faults = append(p.Faults, CalendarFault{Line: fault.line, Code: fault.code, Message: say(ctx, fault.zh, fault.en)})
	}
	return p, nil
}

// read understands the text; the source given beside it wins over the one in it.
func (in CalendarText) read() calendarText {
	text := readCalendar(in.Year, in.Text)
	if source := strings.TrimSpace(in.Source); source != "" {
		text.source = source
	}
	return text
}

// missingIn lists the days of from that a list does not have as the same kind.
func missingIn(list, from []CalendarDay) []CalendarDay {
	out := []CalendarDay{}
	for _, day := range from {
		if !slices.ContainsFunc(list, func(other CalendarDay) bool { return other.Date == day.Date && other.Kind == day.Kind }) {
			out = append(out, day)
		}
	}
	return out
}

// calendarState is what the audit keeps of a year: its days as they were imported.
type calendarState struct {
	Year   int    `json:"year"`
	Source string `json:"source"`
	Days   string `json:"days"`
}

func (c calendarText) state() calendarState {
	return calendarState{Year: c.year, Source: c.source, Days: lines(c.days)}
}

// ImportCalendar replaces a year of the calendar; it counts at once on every instance, and the year as it was is kept.
// 403 without settings.manage, 422 that names every faulty line.
func (s *Service) ImportCalendar(ctx context.Context, in CalendarText) (WorkCalendar, error) {
	if err := s.may(ctx, auth.PermSettingsManage); err != nil {
		return WorkCalendar{}, err
	}
	text := in.read()
	if len(text.faults) > 0 {
		var fields []httpapi.FieldError
		for _, fault := range text.faults {
			fields = append(fields, fault.field())
		}
		return WorkCalendar{}, httpapi.Invalid(fields...)
	}
	row := importRow{Year: in.Year, Source: cut(text.source, maxSource), Days: lines(text.days), ImportedBy: actorID(ctx),
		ImportedAt: s.clock.Now().UnixMilli(), RecordedOn: s.clock.Today()}
	var out WorkCalendar
	err := s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		row.ID = 0
		was := &inForce{imports: math.MaxInt64}
		if err := s.book.readCalendar(ctx, was); err != nil {
			return err
		}
		before := was.years[in.Year].calendarText
		if err := tx.Create(&row).Error; err != nil {
			return database.Translate(err)
		}
		event := audit.Event{Action: "calendar.import", Entity: "calendar", EntityID: int64(in.Year), After: text.state()}
		if before.year != 0 {
			event.Before = before.state()
		}
		if err := s.audit.Record(ctx, tx, event); err != nil {
			return err
		}
		next := &inForce{imports: row.ID} // what this transaction sees
		if err := s.book.readCalendar(ctx, next); err != nil {
			return err
		}
		var err error
		out, err = s.calendar(ctx, next, in.Year)
		return err
	})
	return out, err
}

// workdays counts the working days the year would have.
func (c calendarText) workdays() int {
	if c.year == 0 {
		return 0
	}
	calendar, first, last := c.alone()
	return calendar.WorkdaysBetween(first.AddDays(-1), last)
}

func cut(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return string([]rune(text)[:limit])
}
