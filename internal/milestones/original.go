package milestones

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/nodefacts"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// originalBatch is how many rows one transaction fills.
const originalBatch = 500

// unfilledRow is a row of before the column base_clock_due, with what it is derived from.
type unfilledRow struct {
	Key      int64
	Baseline schedule.Date    `gorm:"column:baseline_on"`
	Approved schedule.Date    `gorm:"column:approved_on"`
	Returned nodefacts.Claims `gorm:"column:returned_claims"`
}

// FillOriginal derives base_clock_due where it is empty: rows with returned claims from before there was the column, which a
// migration can not compute, or rows an older program writes beside this one. It returns how many it filled.
func (s *Store) FillOriginal(ctx context.Context) (filled int, err error) {
	for _, table := range []struct{ name, key string }{{"milestones", "id"}, {"milestone_versions", "seq"}} {
		for n := originalBatch; n == originalBatch; filled += n {
			if n, err = s.fillOriginal(ctx, table.name, table.key); err != nil {
				return filled, err
			}
		}
	}
	return filled, nil
}

func (s *Store) fillOriginal(ctx context.Context, table, key string) (int, error) {
	var rows []unfilledRow
	err := s.db.Read(ctx).Raw("SELECT "+key+" AS "+"`key`, baseline_on, approved_on, returned_claims FROM "+table+
		" WHERE base_clock_due IS NULL AND (baseline_on IS NOT NULL OR approved_on IS NOT NULL) ORDER BY "+key+" LIMIT ?", originalBatch).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return 0, database.Translate(err)
	}
	err = s.db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error {
		for _, row := range rows {
			f := schedule.MilestoneFacts{Baseline: row.Baseline, Approved: row.Approved, Returned: row.Returned}
			done := tx.Exec("UPDATE "+table+" SET base_clock_due = ? WHERE "+key+" = ? AND base_clock_due IS NULL", schedule.ClockDue(f.On(schedule.Original)), row.Key)
			if done.Error != nil {
				return database.Translate(done.Error)
			}
		}
		return nil
	})
	return len(rows), err
}
