package district

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// Clock is what the district needs of the time.
type Clock interface {
	Now() time.Time
	Today() schedule.Date
	TodayIn(loc *time.Location) schedule.Date
	Location() *time.Location
	SetZone(loc *time.Location)
}

// Preset is a rule set that comes with the program, and its text.
type Preset struct {
	Set  *schedule.RuleSet
	Text string
}

// Shipped is what comes with the program: rule sets by name, and years of the calendar as texts.
type Shipped struct {
	RuleSets  map[string]Preset
	Calendars []string
}

// Defaults are what counts while the database says nothing.
type Defaults struct {
	Name, Title, Zone, RuleSet string
}

// Book is what is in force in the district. It is safe for concurrent use and satisfies schedule.Rulebook.
type Book struct {
	db       *database.DB
	clock    Clock
	shipped  map[string]Preset
	builtIn  map[int]calendarText
	defaults Defaults

	held atomic.Pointer[inForce]
	mu   sync.Mutex // one writer of held
}

// inForce is one state of the district; it is never changed after it was read.
type inForce struct {
	epoch    int64
	row      districtRow
	demo     bool
	base     *schedule.RuleSet // the preset of the set-up
	terms    []schedule.Term   // what was put in force since
	set      *schedule.RuleSet // both joined
	decided  int64             // moves with every step of an adoption
	calendar *schedule.Calendar
	years    map[int]yearInForce
	zone     *time.Location
	imports  int64 // the newest import
	mark     int64
}

// districtRow is the row of the table district with the defaults filled in.
type districtRow struct {
	Name         string
	Title        string
	Zone         string
	PlanYear     int
	RuleSet      string
	RuleSetSince schedule.Date
	Version      int64
}

// yearInForce is one year of the calendar and where it comes from.
type yearInForce struct {
	calendarText
	imported *importRow // nil: comes with the program
}

// importRow is one row of calendar_imports.
type importRow struct {
	ID         int64
	Year       int
	Source     string
	Days       string
	ImportedBy *int64
	ImportedAt int64
	RecordedOn schedule.Date
}

func (importRow) TableName() string { return "calendar_imports" }

// NewBook returns the book over what comes with the program and the database. Call Load before anybody asks it.
func NewBook(db *database.DB, clk Clock, shipped Shipped, defaults Defaults) (*Book, error) {
	b := &Book{db: db, clock: clk, shipped: shipped.RuleSets, builtIn: map[int]calendarText{}, defaults: defaults}
	if _, ok := b.shipped[defaults.RuleSet]; !ok {
		return nil, fmt.Errorf("district: no rule set %q", defaults.RuleSet)
	}
	for _, text := range shipped.Calendars {
		year := readCalendar(0, text)
		if len(year.faults) > 0 {
			return nil, fmt.Errorf("district: calendar of %d: line %d: %s", year.year, year.faults[0].line, year.faults[0].en)
		}
		b.builtIn[year.year] = year
	}
	return b, nil
}

// RuleSet is the rule set in force in the district today. What is judged with it is judged by the rules of the day and of
// the place of the item (schedule.Timeline).
func (b *Book) RuleSet() *schedule.RuleSet { return b.held.Load().set.On(b.clock.Today()) }

// DistrictName is what the district is called, empty before anybody said.
func (b *Book) DistrictName() string { return b.held.Load().row.Name }

// Calendar is the calendar in force.
func (b *Book) Calendar() *schedule.Calendar { return b.held.Load().calendar }

// Mark moves whenever rule set or calendar have become another one on this instance.
func (b *Book) Mark() int64 { return b.held.Load().mark }

// Refresh reads the district again when the access epoch has moved since; it is auth.Options.Refresh.
func (b *Book) Refresh(ctx context.Context, epoch int64) error {
	if held := b.held.Load(); held != nil && held.epoch >= epoch {
		return nil
	}
	return b.Load(ctx)
}

// Load reads what is in force and makes it count: rule set, calendar, and the zone of the clock. In one statement, two
// when the calendar has changed.
func (b *Book) Load(ctx context.Context) error {
	if b.db.InTx(ctx) && b.held.Load() != nil { // a first look may be at a snapshot
		return errors.New("district: what a transaction sees may still be undone")
	}
	next, err := b.read(ctx)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	held := b.held.Load()
	switch {
	case held == nil:
	case next.epoch < held.epoch:
		return nil // somebody was quicker
	case next.set == held.set && next.calendar == held.calendar:
		next.mark = held.mark
	default:
		next.mark = held.mark + 1
	}
	b.clock.SetZone(next.zone)
	b.held.Store(next)
	return nil
}

func (b *Book) read(ctx context.Context) (*inForce, error) {
	var row struct {
		Row     districtRow `gorm:"embedded"`
		Epoch   int64
		Imports int64
		Demo    string
		Decided int64
	}
	err := b.db.Read(ctx).Raw(`SELECT d.name, d.title, d.zone, d.plan_year, d.rule_set, d.rule_set_since, d.version, e.epoch,
		COALESCE((SELECT MAX(i.id) FROM calendar_imports i), 0) AS imports,
		COALESCE((SELECT s.value FROM settings s WHERE s.name = 'district.demo'), '') AS demo,
		COALESCE((SELECT SUM(a.version) FROM rule_set_adoptions a), 0) AS decided
		FROM district d JOIN access_epoch e ON e.id = 1 WHERE d.id = 1`).Scan(&row).Error
	if err != nil {
		return nil, database.Translate(err)
	}
	if row.Row.Version == 0 {
		return nil, errors.New("district: the row of the district is missing; run the migrations")
	}
	next := &inForce{epoch: row.Epoch, row: b.defaults.fill(row.Row), demo: row.Demo == "true", imports: row.Imports}
	preset, ok := b.shipped[next.row.RuleSet]
	if !ok {
		return nil, fmt.Errorf("district: the rule set %q in force is none of this program's: %s", next.row.RuleSet, slices.Sorted(maps.Keys(b.shipped)))
	}
	next.base, next.decided = preset.Set, row.Decided
	if err := b.join(ctx, next); err != nil {
		return nil, err
	}
	if next.zone, err = clock.LoadZone(next.row.Zone); err != nil {
		return nil, err
	}
	if held := b.held.Load(); held != nil && held.imports == next.imports {
		next.calendar, next.years = held.calendar, held.years
		return next, nil
	}
	return next, b.readCalendar(ctx, next)
}

// fill puts the defaults where the row says nothing.
func (d Defaults) fill(row districtRow) districtRow {
	row.Name, row.Title = cmp.Or(row.Name, d.Name), cmp.Or(row.Title, d.Title)
	row.Zone, row.RuleSet = cmp.Or(row.Zone, d.Zone), cmp.Or(row.RuleSet, d.RuleSet)
	return row
}

// readCalendar lays the newest import of each year over the years that come with the program.
func (b *Book) readCalendar(ctx context.Context, next *inForce) error {
	next.years = map[int]yearInForce{}
	for year, text := range b.builtIn {
		next.years[year] = yearInForce{calendarText: text}
	}
	var rows []importRow
	err := b.db.Read(ctx).Raw(`SELECT i.* FROM calendar_imports i WHERE i.id <= ? AND NOT EXISTS
		(SELECT 1 FROM calendar_imports n WHERE n.year = i.year AND n.id > i.id AND n.id <= ?)`, next.imports, next.imports).Scan(&rows).Error
	if err != nil {
		return database.Translate(err)
	}
	for i, row := range rows {
		text := readCalendar(row.Year, row.Days)
		if len(text.faults) > 0 {
			return fmt.Errorf("district: stored calendar of %d: line %d: %s", row.Year, text.faults[0].line, text.faults[0].en)
		}
		text.source = row.Source
		next.years[row.Year] = yearInForce{calendarText: text, imported: &rows[i]}
	}
	var tables []schedule.CalendarYear
	for _, year := range next.years {
		tables = append(tables, year.table())
	}
	next.calendar, err = schedule.NewCalendar(tables)
	return err
}

// join puts what was adopted over the base; what has not changed stays the same set, so that nothing that was computed with
// it is thrown away.
func (b *Book) join(ctx context.Context, next *inForce) (err error) {
	if held := b.held.Load(); held != nil && held.base == next.base && held.decided == next.decided {
		next.terms, next.set = held.terms, held.set
		return nil
	}
	if next.terms, err = b.readTerms(ctx); err != nil {
		return err
	}
	next.set = schedule.Timeline(next.base, next.terms)
	return nil
}
