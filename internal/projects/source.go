package projects

import (
	"context"

	"guatu/internal/platform/database"
)

// SourceItem is one thing the report says, readable beside what became of it.
type SourceItem struct {
	ID      int64  `json:"id"`
	Ref     string `json:"ref"`
	Kind    string `json:"kind" enum:"work,result2016,honour,rate,target,system,defect,actual2016"`
	Section string `json:"section"`
	Title   string `json:"title"`
	Words   string `json:"words" doc:"Exact quote of the report"`
	Detail  string `json:"detail"`
	Note    string `json:"note"`
}

// source returns the items of a year in the order of the report.
func (s *Store) source(ctx context.Context, year int) ([]SourceItem, error) {
	items := []SourceItem{}
	err := s.db.Read(ctx).Raw("SELECT id, ref, kind, section, title, words, COALESCE(detail, '') AS detail, COALESCE(note, '') AS note"+
		" FROM source_items WHERE plan_year = ? ORDER BY sort, id", year).Scan(&items).Error
	return items, database.Translate(err)
}
