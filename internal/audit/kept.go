package audit

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
)

// Tables are those whose rows are only ever added to.
func Tables() []string {
	return []string{"audit_events", "audit_chains", "audit_archives", "audit_verifications"}
}

// KeptVerification is what is kept of a check.
type KeptVerification struct {
	At          time.Time
	Records     int64
	Chains      int64
	Checkpoints int64
	Faults      int64
	FirstFault  string
	Lost        int64 // records that went with restores of older backups
}

type verificationRow struct {
	ID, At, Records, Chains, Checkpoints, Faults int64
	FirstFault                                   string
	Lost                                         int64
}

// TableName names the table for GORM.
func (verificationRow) TableName() string { return "audit_verifications" }

// KeepVerification remembers the outcome of a check.
func KeepVerification(ctx context.Context, db *database.DB, v Verification) error {
	row := verificationRow{At: v.At.UnixMilli(), Records: v.Records, Chains: int64(v.Chains), Checkpoints: int64(v.Checkpoints), Faults: int64(len(v.Faults)), Lost: v.Lost()}
	if len(v.Faults) > 0 {
		row.FirstFault = v.Faults[0].String()
	}
	return db.QuietTx(ctx, func(_ context.Context, tx *gorm.DB) error { return database.Translate(tx.Create(&row).Error) })
}

// LastVerification is the newest one that was kept; the zero value when there is none.
func LastVerification(ctx context.Context, db *database.DB) (KeptVerification, error) {
	var row verificationRow
	err := database.Translate(db.Read(ctx).Order("id DESC").Take(&row).Error)
	if errors.Is(err, database.ErrNotFound) {
		return KeptVerification{}, nil
	}
	return KeptVerification{time.UnixMilli(row.At).UTC(), row.Records, row.Chains, row.Checkpoints, row.Faults, row.FirstFault, row.Lost}, err
}
