package periods

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"guatu/internal/frozen"
	"guatu/internal/schedule"
)

// periodRow is one row of periods.
type periodRow struct {
	Month          schedule.Month `gorm:"primaryKey"`
	ClosedOn       schedule.Date
	ClosedAt       int64 // Unix milliseconds
	ClosedBy       int64
	RuleSet        string
	RuleSetVersion int
	Items          int
	LeftOpen       string // JSON of LeftOpen
	PreviousHash   string
	Hash           string
}

// TableName names the table for GORM.
func (periodRow) TableName() string { return "periods" }

// itemRow is one row of period_items.
type itemRow struct {
	Month      schedule.Month `gorm:"primaryKey"`
	Kind       frozen.Kind    `gorm:"primaryKey"`
	ItemID     int64          `gorm:"primaryKey;autoIncrement:false"`
	ParentID   int64
	Name       string
	RowVersion int64
	Colour     schedule.Colour
	Rule       string
	RuleSet    string
	Badges     string // codes, comma between
	ReasonZh   string
	ReasonEn   string
	Facts      string // JSON of frozen.Facts
	ReportID   *int64
	Body       string // JSON of the answer
	English    string // JSON of its sentences
}

// TableName names the table for GORM.
func (itemRow) TableName() string { return "period_items" }

// rowOf makes the row of an item with the answer given for it.
func rowOf(month schedule.Month, item frozen.Item, answer any) (itemRow, error) {
	row := itemRow{
		Month: month, Kind: item.Kind, ItemID: item.ID, ParentID: item.ParentID, Name: item.Name, RowVersion: item.Version,
		Colour: item.Lamp.Colour, Rule: item.Lamp.Rule, RuleSet: item.Lamp.RuleSet, Badges: joined(item.Lamp.Badges),
		ReasonZh: item.Lamp.Reason, ReasonEn: item.Lamp.Sentence(schedule.English),
	}
	if item.ReportID != 0 {
		row.ReportID = &item.ReportID
	}
	for _, part := range []struct {
		to   *string
		from any
	}{{&row.Facts, item.Facts}, {&row.Body, answer}, {&row.English, frozen.Sentences(answer)}} {
		text, err := json.Marshal(part.from)
		if err != nil {
			return row, fmt.Errorf("periods: %s %d: %w", item.Kind, item.ID, err)
		}
		*part.to = string(text)
	}
	return row, nil
}

func joined(badges []schedule.Badge) string {
	texts := make([]string, 0, len(badges))
	for _, badge := range badges {
		texts = append(texts, string(badge))
	}
	return strings.Join(texts, ",")
}

// digest is a hash over fields, each with its length before it, so that no two lists of fields give the same.
func digest(fields ...any) [sha256.Size]byte {
	sum := sha256.New()
	for _, field := range fields {
		text := fmt.Sprint(field)
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(text)))
		sum.Write(size[:])
		sum.Write([]byte(text))
	}
	return [sha256.Size]byte(sum.Sum(nil))
}

// digest is the hash over everything a row holds.
func (r itemRow) digest() itemDigest {
	report := int64(0)
	if r.ReportID != nil {
		report = *r.ReportID
	}
	return itemDigest{r.Kind, r.ItemID, digest(r.Month, r.Kind, r.ItemID, r.ParentID, r.Name, r.RowVersion, r.Colour, r.Rule, r.RuleSet,
		r.Badges, r.ReasonZh, r.ReasonEn, r.Facts, report, r.Body, r.English)}
}

// itemDigest is the hash of one row and its place.
type itemDigest struct {
	kind frozen.Kind
	id   int64
	sum  [sha256.Size]byte
}

// seal is the hash of the period: its head, the hash of the period before, and the rows in the order of kind and id.
func (p periodRow) seal(items []itemDigest) string {
	slices.SortFunc(items, func(a, b itemDigest) int {
		if a.kind != b.kind {
			return strings.Compare(string(a.kind), string(b.kind))
		}
		return int(min(max(a.id-b.id, -1), 1))
	})
	fields := []any{p.PreviousHash, p.Month, p.ClosedOn, p.ClosedAt, p.ClosedBy, p.RuleSet, p.RuleSetVersion, p.LeftOpen, len(items)}
	for _, item := range items {
		fields = append(fields, hex.EncodeToString(item.sum[:]))
	}
	sum := digest(fields...)
	return hex.EncodeToString(sum[:])
}

// edge is what decides which month is closed next.
type edge struct {
	last    schedule.Month // closed last; absent: none
	hash    string         // of it
	entered schedule.Month // when the first row was entered; absent: there is nothing
}

// next is the month the office would close now: the one after the last closed, and while none is closed the last one whose
// cut-off has passed, but not before anything was entered. Absent: nothing was ever entered.
func (e edge) next(passed schedule.Month) schedule.Month {
	switch {
	case !e.last.IsZero():
		return e.last.Next()
	case e.entered.IsZero() || e.entered.After(passed):
		return e.entered
	}
	return passed
}

// check refuses a month that is not the next one, or whose cut-off has not passed. Where nothing is closed yet the office
// begins with any month since the first row was entered.
func (e edge) check(month, passed schedule.Month, cutoff schedule.Date) error {
	switch {
	case !e.last.IsZero() && !month.After(e.last):
		return alreadyClosed(month)
	case month.After(passed):
		return tooEarly(month, cutoff)
	case !e.last.IsZero() && month != e.last.Next():
		return outOfOrder(e.last.Next())
	case e.last.IsZero() && (e.entered.IsZero() || month.Before(e.entered)):
		return nothingYet(month)
	}
	return nil
}
