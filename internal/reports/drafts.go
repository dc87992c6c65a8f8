package reports

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"guatu/internal/schedule"
)

// ItemDraft is what the caller has begun to report on an item and not sent.
type ItemDraft struct {
	ProgressBp       *int            `json:"progressBp,omitempty"`
	ValueMilli       *int64          `json:"valueMilli,omitempty"`
	NumeratorMilli   *int64          `json:"numeratorMilli,omitempty"`
	DenominatorMilli *int64          `json:"denominatorMilli,omitempty"`
	PrintedBp        *int            `json:"printedBp,omitempty"`
	Met              *bool           `json:"met,omitempty"`
	Month            *schedule.Month `json:"month,omitempty"`
	Note             string          `json:"note,omitempty"`
	Forecast         *schedule.Date  `json:"forecast,omitempty"`
	NoChange         bool            `json:"noChange,omitempty"`
	Claim            bool            `json:"claim,omitempty"`
	DoneYuan         *int64          `json:"doneYuan,omitempty"`
	PaidYuan         *int64          `json:"paidYuan,omitempty"`
	WorksStage       string          `json:"worksStage,omitempty"`
	StatEnteredOn    *schedule.Date  `json:"statEnteredOn,omitempty" format:"date"`
	ItemVersion      int64           `json:"itemVersion" doc:"Version of the item when this was written; another one now means that the item has changed since"`
	SavedAt          time.Time       `json:"savedAt"`
}

// drafts are the drafts of one person, keyed by kind and id of the item.
func (l *Loader) drafts(ctx context.Context, author int64) (map[string]ItemDraft, error) {
	var s statement
	s.add("SELECT milestone_id, indicator_id, project_id, item_version, body, saved_at FROM report_drafts WHERE author_id = ?", author)
	rows, err := scan[struct {
		MilestoneID, IndicatorID, ProjectID *int64
		ItemVersion, SavedAt                int64
		Body                                string
	}](ctx, l.db, &s)
	out := make(map[string]ItemDraft, len(rows))
	for _, row := range rows {
		var draft ItemDraft
		if err := json.Unmarshal([]byte(row.Body), &draft); err != nil {
			return nil, fmt.Errorf("reports: draft: %w", err)
		}
		draft.ItemVersion, draft.SavedAt = row.ItemVersion, time.UnixMilli(row.SavedAt).UTC()
		out[keyOf(row.MilestoneID, row.IndicatorID, row.ProjectID)] = draft
	}
	return out, err
}
