package livelihood

import (
	"context"

	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// IndicatorPromise is what the plan of a year promised of an indicator, with what
// was reached of it. The dates of an event or stage are those of its milestone.
type IndicatorPromise struct {
	IndicatorID int64          `json:"indicatorId"`
	Year        int            `json:"year"`
	TargetMilli *int64         `json:"targetMilli"`
	StartMilli  *int64         `json:"startMilli"`
	ValueMilli  *int64         `json:"valueMilli"`
	Due         *schedule.Date `json:"due" format:"date"`
	CarriedOn   *schedule.Date `json:"carriedOn" format:"date" doc:"Day it was carried over to the next plan"`
}

func (i indicatorRow) promise(year int) IndicatorPromise {
	return IndicatorPromise{IndicatorID: i.ID, Year: year, TargetMilli: i.TargetMilli, StartMilli: i.StartMilli, ValueMilli: i.ValueMilli,
		Due: orNull(i.DueOn), CarriedOn: orNull(i.CarriedOn)}
}

// promisesOf returns what was promised before each of the lines, oldest first: one
// statement, and none when nothing was carried over.
func (s *Store) promisesOf(ctx context.Context, lines []line) (map[int64][]IndicatorPromise, error) {
	out := map[int64][]IndicatorPromise{}
	var heads []int64
	for _, l := range lines {
		if l.Indicator.CarriedFrom != nil {
			heads = append(heads, l.Indicator.ID)
		}
	}
	if len(heads) == 0 {
		return out, nil
	}
	var found []struct {
		Row  indicatorRow `gorm:"embedded"`
		Head int64
		Year int
	}
	err := s.db.Read(ctx).Raw("WITH RECURSIVE chain (head, id, carried_from, depth) AS ("+
		"SELECT i.id, i.id, i.carried_from, 0 FROM indicators i WHERE i.id IN ?"+
		" UNION ALL SELECT c.head, i.id, i.carried_from, c.depth + 1 FROM chain c JOIN indicators i ON i.id = c.carried_from WHERE c.depth < 50)"+
		" SELECT i.*, c.head, t.year FROM chain c JOIN indicators i ON i.id = c.id JOIN livelihood_tasks t ON t.id = i.task_id"+
		" WHERE c.depth > 0 ORDER BY c.head, c.depth DESC", heads).Scan(&found).Error
	for _, row := range found {
		out[row.Head] = append(out[row.Head], row.Row.promise(row.Year))
	}
	return out, database.Translate(err)
}
