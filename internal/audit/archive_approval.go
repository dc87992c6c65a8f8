package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
)

// ErrUnconfirmed says that two different people have not asked for this archive and confirmed it.
var ErrUnconfirmed = errors.New("audit: nobody asked for this archive and had it confirmed by somebody else")

// Approval is who asked for an archive and who else confirmed it. It stands in the signed file.
type Approval struct {
	Request     int64         `json:"request"`
	Before      string        `json:"before"`
	AskedBy     ArchivePerson `json:"askedBy"`
	AskedAt     time.Time     `json:"askedAt"`
	ConfirmedBy ArchivePerson `json:"confirmedBy"`
	ConfirmedAt time.Time     `json:"confirmedAt"`

	row requestRow
}

// approvalOf reads who asked and who confirmed from the audit itself, and compares the row of the request with it. ErrUnconfirmed.
func approvalOf(tx *gorm.DB, request int64, state string) (a Approval, err error) {
	if a.row, err = requestOf(tx, request); err != nil || a.row.State != state {
		return a, errors.Join(ErrUnconfirmed, err)
	}
	var acts []eventRow
	err = tx.Where("entity = 'audit' AND entity_id = ? AND action IN ?", request, []string{actAskArchive, actConfirmArchive}).Order("id").Find(&acts).Error
	if err != nil {
		return a, database.Translate(err)
	}
	if len(acts) != 2 || acts[0].Action != actAskArchive || acts[1].Action != actConfirmArchive || acts[0].ActorID == acts[1].ActorID ||
		acts[0].ActorID == 0 || acts[1].ActorID == 0 || acts[0].ChainID == nil || acts[1].ChainID == nil {
		return a, ErrUnconfirmed
	}
	for _, act := range acts {
		var said archiveAsked
		if err := json.Unmarshal([]byte(deref(act.AfterState)), &said); err != nil || said.Before != civil(a.row.BeforeOn) {
			return a, errors.Join(ErrUnconfirmed, err)
		}
	}
	a.Request, a.Before = request, civil(a.row.BeforeOn)
	a.AskedBy, a.AskedAt = ArchivePerson{acts[0].ActorID, acts[0].ActorName}, time.UnixMilli(acts[0].At).UTC()
	a.ConfirmedBy, a.ConfirmedAt = ArchivePerson{acts[1].ActorID, acts[1].ActorName}, time.UnixMilli(acts[1].At).UTC()
	return a, nil
}

// written notes the file of a request, when the database has not changed its mind meanwhile.
func (a Approval) written(ctx context.Context, db *database.DB, recorder *Recorder, done Archived, fileSum string) error {
	return db.QuietTx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		after := a.row
		after.State, after.File, after.RowsWritten = ArchiveWritten, filepath.Base(done.Path), done.Rows
		err := database.UpdateVersion(tx, "audit_archive_requests", a.Request, a.row.Version, map[string]any{
			"state": ArchiveWritten, "file": after.File, "file_sum": fileSum, "rows_written": done.Rows})
		if err != nil {
			return errors.Join(ErrUnconfirmed, err)
		}
		return recorder.Record(ctx, tx, Event{Action: actWriteArchive, Entity: "audit", EntityID: a.Request, Before: a.row.state(), After: after.state()})
	})
}

// removed looks at the request of a file inside the transaction that takes its records out, and closes it.
func (a Approval) removed(tx *gorm.DB, path, fileSum string) error {
	now, err := approvalOf(tx, a.Request, ArchiveWritten)
	if err != nil {
		return err
	}
	if now.row.File != filepath.Base(path) || now.row.FileSum != fileSum || now.AskedBy != a.AskedBy || now.ConfirmedBy != a.ConfirmedBy {
		return fmt.Errorf("%w: the request is about another file", ErrUnconfirmed)
	}
	return database.UpdateVersion(tx, "audit_archive_requests", a.Request, now.row.Version, map[string]any{"state": ArchiveRemoved})
}
