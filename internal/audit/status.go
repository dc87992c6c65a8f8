package audit

import (
	"context"
	"path/filepath"
	"time"

	"os"

	"guatu/internal/platform/httpapi"
)

// AuditStatus says how far the audit is signed, and what the last check of it found.
type AuditStatus struct {
	SignedAt      *time.Time `json:"signedAt" doc:"Of the newest checkpoint of any instance that shares the folder; null for none."`
	VerifiedAt    *time.Time `json:"verifiedAt" doc:"Of the last check of the whole audit; null for none yet."`
	Records       int64      `json:"records" doc:"Records that were checked."`
	Chains        int64      `json:"chains"`
	Checkpoints   int64      `json:"checkpoints"`
	Faults        int64      `json:"faults" doc:"What was found wrong; 0: nothing."`
	FirstFault    string     `json:"firstFault" doc:"The first bad record; empty for none."`
	Lost          int64      `json:"lost" doc:"Signed records that went when an older backup was restored, as of the last check."`
	ArchivedParts int64      `json:"archivedParts" doc:"Beginnings of chains that were moved into signed archives."`
}

// Status returns how the audit stands. 403 for a caller who may see none of it.
func (r *Reader) Status(ctx context.Context, notary *Notary) (AuditStatus, error) {
	var s AuditStatus
	if r.access(ctx) == AccessNone {
		return s, httpapi.Forbidden()
	}
	last, err := LastVerification(ctx, r.db)
	if err != nil {
		return s, err
	}
	s.Records, s.Chains, s.Checkpoints, s.Faults, s.FirstFault = last.Records, last.Chains, last.Checkpoints, last.Faults, last.FirstFault
	s.Lost = last.Lost
	if !last.At.IsZero() {
		s.VerifiedAt = &last.At
	}
	if err := r.db.Read(ctx).Table("audit_archives").Count(&s.ArchivedParts).Error; err != nil {
		return s, err
	}
	s.SignedAt, err = notary.SignedAt()
	return s, err
}

// SignedAt is when the newest file of checkpoints in the folder was last written to; nil when there is none.
func (n *Notary) SignedAt() (newest *time.Time, err error) {
	paths, err := filepath.Glob(filepath.Join(n.dir, checkpointFolder, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if at := info.ModTime().UTC(); newest == nil || at.After(*newest) {
			newest = &at
		}
	}
	return newest, nil
}
