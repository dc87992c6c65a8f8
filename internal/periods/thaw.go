package periods

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"guatu/internal/frozen"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// thawed is a frozen answer with the period it is of; an ItemID of NULL: the month froze no such row.
type thawed struct {
	ClosedOn schedule.Date
	Hash     string
	Body     *string
	English  *string
}

// Thaw is frozen.Reader. Of a task the corrections of its indicators stand with it.
func (s *Store) Thaw(ctx context.Context, month schedule.Month, kind frozen.Kind, id int64, lang schedule.Lang, to any) (*frozen.Stamp, error) {
	var row thawed
	done := s.db.Read(ctx).Raw("SELECT p.closed_on, p.hash, i.body, i.english FROM periods p LEFT JOIN period_items i ON i.month = p.month AND i.kind = ? AND i.item_id = ?"+
		" WHERE p.month = ?", kind, id, month).Scan(&row)
	switch {
	case done.Error != nil:
		return nil, database.Translate(done.Error)
	case done.RowsAffected == 0:
		return nil, notClosed(month)
	case row.Body == nil:
		return nil, httpapi.NotFound()
	}
	if err := row.decode(lang, to); err != nil {
		return nil, fmt.Errorf("periods: %s %s %d: %w", month, kind, id, err)
	}
	corrections, err := s.correctionsOf(ctx, month, kind, id)
	return &frozen.Stamp{Month: month, ClosedOn: row.ClosedOn, Hash: row.Hash, Corrections: corrections}, err
}

func (t thawed) decode(lang schedule.Lang, to any) error {
	body := []byte(*t.Body)
	if lang == schedule.English && t.English != nil {
		var sentences map[string]string
		err := json.Unmarshal([]byte(*t.English), &sentences)
		if err == nil {
			body, err = frozen.Translate(body, sentences)
		}
		if err != nil {
			return err
		}
	}
	return json.Unmarshal(body, to)
}

// correctionsOf returns the corrections that belong into an answer, the newest first.
func (s *Store) correctionsOf(ctx context.Context, month schedule.Month, kind frozen.Kind, id int64) ([]frozen.Correction, error) {
	condition, args := "c.kind = ? AND c.item_id = ?", []any{kind, id}
	switch kind {
	case frozen.Task:
		condition = "c.kind = 'indicator' AND i.parent_id = ?"
		args = []any{id}
	case frozen.Board, frozen.Overview: // of rows the reader may not read
		return []frozen.Correction{}, nil
	case frozen.Milestone, frozen.Project, frozen.Indicator:
	}
	rows := []namedCorrection{}
	err := s.db.Read(ctx).Raw("SELECT c.*, i.name AS name FROM period_corrections c JOIN period_items i ON i.month = c.month AND i.kind = c.kind AND i.item_id = c.item_id"+
		" WHERE c.month = ? AND "+condition+" ORDER BY c.id DESC", append([]any{month}, args...)...).Scan(&rows).Error
	if err != nil {
		return nil, database.Translate(err)
	}
	return s.correctionViews(ctx, rows)
}

// Items returns a page of the frozen rows of one kind.
func (s *Service) Items(ctx context.Context, month schedule.Month, q ItemQuery) (page ItemPage, err error) {
	if _, err := s.may(ctx, permItems); err != nil {
		return page, err
	}
	if _, err := s.store.one(ctx, month); err != nil {
		return page, missing(err)
	}
	rows, more, err := s.store.items(ctx, itemQuery{month: month, kind: q.Kind, text: q.Text, scope: s.rows(ctx), after: q.After, limit: q.Limit})
	if err != nil {
		return page, err
	}
	page.Items = []PeriodItem{}
	for _, row := range rows {
		view, err := itemView(row, httpapi.LampLanguage(ctx))
		if err != nil {
			return page, err
		}
		page.Items = append(page.Items, view)
	}
	if more {
		page.Next = rows[len(rows)-1].Row.ItemID
	}
	return page, nil
}

// split reads badges back.
func split(badges string) []string {
	if badges == "" {
		return []string{}
	}
	return strings.Split(badges, ",")
}

func itemView(shown shownItem, lang schedule.Lang) (PeriodItem, error) {
	row := shown.Row
	v := PeriodItem{Kind: row.Kind, ID: row.ItemID, Name: row.Name, ParentID: row.ParentID, Parent: shown.Parent, Colour: row.Colour,
		Badges: split(row.Badges), Rule: row.Rule, RuleSet: row.RuleSet, Reason: row.ReasonZh, ReportID: row.ReportID, Figures: []PeriodFigure{}}
	if lang == schedule.English {
		v.Reason = row.ReasonEn
	}
	for _, f := range figuresOf(row.Kind) {
		value, err := f.in(row.Body)
		if err != nil {
			return v, err
		}
		v.Figures = append(v.Figures, PeriodFigure{f.field, value})
	}
	return v, nil
}
