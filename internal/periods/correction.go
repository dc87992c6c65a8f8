package periods

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// figure is a figure that can be corrected: its name in the answer, where it stands there, and what it can be.
type figure struct {
	field       string
	path        []string
	day         bool
	past        bool  // of a day: it has come
	least, most int64 // of a number
}

// figuresOf are the figures of a kind. A lamp is none: it is computed, and a wrong one comes from a wrong figure.
func figuresOf(kind frozen.Kind) []figure {
	switch kind {
	case frozen.Milestone:
		return []figure{
			{field: "progressBp", path: []string{"progressBp"}, most: 10_000},
			{field: "forecast", path: []string{"forecast"}, day: true},
			{field: "reached", path: []string{"reached"}, day: true, past: true},
		}
	case frozen.Indicator:
		return []figure{
			{field: "valueMilli", path: []string{"valueMilli"}, least: math.MinInt64, most: math.MaxInt64}, // a rate of growth is below zero at times
			{field: "numeratorMilli", path: []string{"numeratorMilli"}, most: math.MaxInt64},
			{field: "denominatorMilli", path: []string{"denominatorMilli"}, least: 1, most: math.MaxInt64},
		}
	case frozen.Project:
		return []figure{{field: "yearDoneYuan", path: []string{"investment", "yearDoneYuan"}, most: math.MaxInt64}}
	case frozen.Task, frozen.Board, frozen.Overview: // added up from the others
	}
	return nil
}

// in reads the figure from a frozen answer; empty: there was none.
func (f figure) in(body string) (string, error) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(body)))
	decoder.UseNumber()
	var at any
	if err := decoder.Decode(&at); err != nil {
		return "", err
	}
	for _, step := range f.path {
		object, _ := at.(map[string]any)
		at = object[step]
	}
	switch v := at.(type) {
	case json.Number:
		return v.String(), nil
	case string:
		return v, nil
	}
	return "", nil
}

// accepts says whether the text is a value of the figure, as the program itself would write it.
func (f figure) accepts(value string, today schedule.Date) bool {
	if f.day {
		day, err := schedule.ParseDate(value)
		return err == nil && !(f.past && day.After(today))
	}
	n, err := strconv.ParseInt(value, 10, 64)
	return err == nil && f.least <= n && n <= f.most && strconv.FormatInt(n, 10) == value
}

// correctionRow is one row of period_corrections.
type correctionRow struct {
	ID         int64
	Month      schedule.Month
	Kind       frozen.Kind
	ItemID     int64
	Field      string
	Was        string
	Value      string
	Words      string
	ReplacesID *int64
	MadeOn     schedule.Date
	MadeAt     int64 // Unix milliseconds
	MadeBy     int64
	Hash       string
}

// TableName names the table for GORM.
func (correctionRow) TableName() string { return "period_corrections" }

// seal is the hash over the correction and the hash before it.
func (c correctionRow) seal(before string) string {
	replaces := int64(0)
	if c.ReplacesID != nil {
		replaces = *c.ReplacesID
	}
	sum := digest(before, c.Month, c.Kind, c.ItemID, c.Field, c.Was, c.Value, c.Words, replaces, c.MadeOn, c.MadeAt, c.MadeBy)
	return hex.EncodeToString(sum[:])
}

// unbroken says whether each hash covers the one before, from that of the period on.
func unbroken(hash string, rows []correctionRow) bool {
	for _, row := range rows {
		if row.seal(hash) != row.Hash {
			return false
		}
		hash = row.Hash
	}
	return true
}

// Correct enters a correction of a frozen figure: the figure stays, the correction stands beside it. Errors: 403, 404 when the
// month is not closed, 422 also when it froze no such row, 409 correction_same.
func (s *Service) Correct(ctx context.Context, month schedule.Month, in NewCorrection) (PeriodCorrection, error) {
	actor, err := s.may(ctx, auth.PermPeriodsManage)
	if err != nil {
		return PeriodCorrection{}, err
	}
	figures := figuresOf(in.Kind)
	n := slices.IndexFunc(figures, func(f figure) bool { return f.field == in.Field })
	if n < 0 {
		return PeriodCorrection{}, noSuchFigure(string(in.Kind), in.Field)
	}
	in.Value, in.Words = strings.TrimSpace(in.Value), strings.TrimSpace(in.Words)
	if !figures[n].accepts(in.Value, s.clock.Today()) {
		return PeriodCorrection{}, badFigure()
	}
	if in.Words == "" {
		return PeriodCorrection{}, httpapi.Invalid(httpapi.Fault("body.words", "required", "请写明更正的依据", "Say what the correction rests on"))
	}
	var made namedCorrection
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		made, err = s.correct(ctx, tx, month, in, figures[n], actor.UserID)
		return err
	})
	if err != nil {
		return PeriodCorrection{}, err
	}
	views, err := s.store.correctionViews(ctx, []namedCorrection{made})
	if err != nil {
		return PeriodCorrection{}, err
	}
	return PeriodCorrection{views[0], made.Name}, nil
}

func (s *Service) correct(ctx context.Context, tx *gorm.DB, month schedule.Month, in NewCorrection, f figure, by int64) (made namedCorrection, err error) {
	hash, err := s.store.lockPeriod(tx, month)
	if err != nil {
		return made, missing(err)
	}
	item, err := s.store.item(ctx, month, in.Kind, in.ID)
	if errors.Is(err, database.ErrNotFound) {
		return made, noSuchRow(month)
	}
	if err != nil {
		return made, err
	}
	made.Name = item.Name
	made.Row = correctionRow{Month: month, Kind: in.Kind, ItemID: in.ID, Field: in.Field, Value: in.Value, Words: in.Words,
		MadeOn: s.clock.Today(), MadeAt: s.clock.Now().UnixMilli(), MadeBy: by}
	if made.Row.Was, err = f.in(item.Body); err != nil {
		return made, err
	}
	chain, err := s.store.chain(ctx, month)
	if err != nil {
		return made, err
	}
	stands := made.Row.Was
	for _, earlier := range chain {
		hash = earlier.Hash
		if earlier.Kind == in.Kind && earlier.ItemID == in.ID && earlier.Field == in.Field {
			stands, made.Row.ReplacesID = earlier.Value, &earlier.ID
		}
	}
	if stands == in.Value {
		return made, sameFigure()
	}
	made.Row.Hash = made.Row.seal(hash)
	if err := tx.Create(&made.Row).Error; err != nil {
		return made, database.Translate(err)
	}
	return made, s.audit.Record(ctx, tx, audit.Event{Action: "period.correct", Entity: "period", EntityID: number(month),
		Before: correctionTrace{in.Kind, in.ID, in.Field, stands, ""}, After: correctionTrace{in.Kind, in.ID, in.Field, in.Value, in.Words}})
}

// correctionTrace is a figure before and after a correction in the audit.
type correctionTrace struct {
	Kind  frozen.Kind `json:"kind"`
	ID    int64       `json:"id"`
	Field string      `json:"field"`
	Value string      `json:"value"`
	Note  string      `json:"note,omitempty"`
}

// namedCorrection is a correction with the name of what it corrects.
type namedCorrection struct {
	Row  correctionRow `gorm:"embedded"`
	Name string
}

// corrections returns those of the rows the scope reaches, the newest first.
func (s *Store) corrections(ctx context.Context, month schedule.Month, scope auth.Scope) ([]namedCorrection, error) {
	condition, args := within(scope, "c")
	rows := []namedCorrection{}
	err := s.db.Read(ctx).Raw("SELECT c.*, i.name AS name FROM period_corrections c JOIN period_items i ON i.month = c.month AND i.kind = c.kind AND i.item_id = c.item_id"+
		" WHERE c.month = ? AND "+condition+" ORDER BY c.id DESC", append([]any{month}, args...)...).Scan(&rows).Error
	return rows, database.Translate(err)
}

// chain returns every correction of a month in the order they were made.
func (s *Store) chain(ctx context.Context, month schedule.Month) ([]correctionRow, error) {
	rows := []correctionRow{}
	err := s.db.Read(ctx).Raw("SELECT * FROM period_corrections WHERE month = ? ORDER BY id", month).Scan(&rows).Error
	return rows, database.Translate(err)
}

// lockPeriod holds a closed month until the transaction ends, so that each correction sees the one before, and returns its hash.
func (s *Store) lockPeriod(tx *gorm.DB, month schedule.Month) (hash string, err error) {
	text := "SELECT * FROM periods WHERE month = ?"
	if s.db.Dialect() == database.MySQL {
		text += " FOR UPDATE"
	}
	var row periodRow
	done := tx.Raw(text, month).Scan(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return "", database.ErrNotFound
	}
	return row.Hash, database.Translate(done.Error)
}

// hashBefore is the hash of the month closed before; empty: none.
func (s *Store) hashBefore(ctx context.Context, month schedule.Month) (string, error) {
	var row periodRow
	err := s.db.Read(ctx).Raw("SELECT * FROM periods WHERE month < ? ORDER BY month DESC LIMIT 1", month).Scan(&row).Error
	return row.Hash, database.Translate(err)
}

func (s *Store) correctionViews(ctx context.Context, rows []namedCorrection) ([]frozen.Correction, error) {
	ids := make([]int64, 0, len(rows))
	for _, row := range rows {
		ids = append(ids, row.Row.MadeBy)
	}
	people, err := s.directory.Users(ctx, ids)
	out := make([]frozen.Correction, 0, len(rows))
	for _, one := range rows {
		row := one.Row
		out = append(out, frozen.Correction{ID: row.ID, Kind: row.Kind, ItemID: row.ItemID, Field: row.Field, Was: row.Was, Value: row.Value, Words: row.Words,
			ReplacesID: row.ReplacesID, By: people[row.MadeBy], On: row.MadeOn, At: time.UnixMilli(row.MadeAt).UTC()})
	}
	return out, err
}
