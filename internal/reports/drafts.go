package reports

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
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

// atHand is what lies beside the items of a worklist, keyed by kind and id of the item.
type atHand struct {
	drafts  map[string]ItemDraft
	reasons map[string]string // why the last report was sent back
}

// atHand reads the drafts of one person, and the reasons for those items whose last report was sent back. It is one statement
// because the worklist has four already, and a read takes five.
func (l *Loader) atHand(ctx context.Context, author int64, items []WorkItem) (atHand, error) {
	var s statement
	s.add("SELECT milestone_id, indicator_id, project_id, item_version, body, saved_at, 0 AS report, '' AS reason FROM report_drafts WHERE author_id = ?", author)
	if returned := returnedItems(items); len(returned.args) > 0 {
		s.add(" UNION ALL SELECT milestone_id, indicator_id, project_id, 0, '', 0, id, decision_note FROM reports WHERE state = 'returned' AND (").clause(returned).add(")")
	}
	s.add(" ORDER BY report") // of several that were sent back, the last is the one
	rows, err := scan[struct {
		MilestoneID, IndicatorID, ProjectID *int64
		ItemVersion, SavedAt, Report        int64
		Body, Reason                        string
	}](ctx, l.db, &s)
	out := atHand{drafts: make(map[string]ItemDraft, len(rows)), reasons: map[string]string{}}
	for _, row := range rows {
		key := keyOf(row.MilestoneID, row.IndicatorID, row.ProjectID)
		if row.Report != 0 {
			out.reasons[key] = row.Reason
			continue
		}
		var draft ItemDraft
		if err := json.Unmarshal([]byte(row.Body), &draft); err != nil {
			return atHand{}, fmt.Errorf("reports: draft: %w", err)
		}
		draft.ItemVersion, draft.SavedAt = row.ItemVersion, time.UnixMilli(row.SavedAt).UTC()
		out.drafts[key] = draft
	}
	return out, err
}

// returnedItems selects the reports of the items whose last report was sent back; without arguments when there are none.
func returnedItems(items []WorkItem) (out clause) {
	for _, of := range []struct{ kind, column string }{{kindMilestone, "milestone_id"}, {kindIndicator, "indicator_id"}, {kindFigures, "project_id"}} {
		var ids []int64
		for _, i := range items {
			if i.Kind == of.kind && i.ReturnedMonth != nil {
				ids = append(ids, i.ID)
			}
		}
		if len(ids) > 0 {
			out.text += " OR " + of.column + " IN ?"
			out.args = append(out.args, ids)
		}
	}
	out.text = strings.TrimPrefix(out.text, " OR ")
	return out
}
