package audit

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// States of a request for an archive: asked for, confirmed by somebody else, taken back or turned down, written into a file, and taken
// out of the database.
const (
	ArchiveAsked     = "asked"
	ArchiveConfirmed = "confirmed"
	ArchiveWithdrawn = "withdrawn"
	ArchiveWritten   = "written"
	ArchiveRemoved   = "removed"
)

// The acts that make an archive one of two people. What the command line believes is these records, which hang in the chain, and not the
// row of the request alone.
const (
	actAskArchive      = "audit.askArchive"
	actConfirmArchive  = "audit.confirmArchive"
	actWithdrawArchive = "audit.withdrawArchive"
	actWriteArchive    = "audit.writeArchive"
)

// archivesShown is how many requests a list has at most; there are a few a year.
const archivesShown = 50

// requestRow is one row of audit_archive_requests.
type requestRow struct {
	ID          int64
	BeforeOn    string // YYYY-MM-DD
	Words       string
	State       string
	AskedBy     int64
	AskedName   string
	AskedAt     int64
	DecidedBy   int64
	DecidedName string
	DecidedAt   int64
	File        string
	FileSum     string
	RowsWritten int64
	Version     int64
}

// TableName names the table for GORM.
func (requestRow) TableName() string { return "audit_archive_requests" }

// archiveAsked is what the audit keeps of a request.
type archiveAsked struct {
	Before string `json:"before"`
	Words  string `json:"words"`
	State  string `json:"state"`
	File   string `json:"file,omitempty"`
	Rows   int64  `json:"rows,omitempty"`
}

func (r requestRow) state() archiveAsked {
	return archiveAsked{civil(r.BeforeOn), r.Words, r.State, r.File, r.RowsWritten}
}

// ArchiveDesk is where archives are asked for and confirmed. It writes no file and takes nothing out of the database: that is done on the
// machine, see Archive and Prune, and only for what two people have confirmed here.
type ArchiveDesk struct {
	db       *database.DB
	recorder *Recorder
}

// NewArchiveDesk returns the desk of a database.
func NewArchiveDesk(db *database.DB, recorder *Recorder) *ArchiveDesk {
	return &ArchiveDesk{db: db, recorder: recorder}
}

// ArchivePerson is who asked for or decided on an archive.
type ArchivePerson struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// ArchiveRequest is a request to move records into a signed file.
type ArchiveRequest struct {
	ID        int64          `json:"id"`
	Before    string         `json:"before" format:"date" doc:"Records from before this day of the district."`
	Words     string         `json:"words"`
	State     string         `json:"state" enum:"asked,confirmed,withdrawn,written,removed"`
	AskedBy   ArchivePerson  `json:"askedBy"`
	AskedAt   time.Time      `json:"askedAt"`
	DecidedBy *ArchivePerson `json:"decidedBy" doc:"Who confirmed it, or turned it down; null while it waits."`
	DecidedAt *time.Time     `json:"decidedAt"`
	File      string         `json:"file" doc:"Name of the archive; empty before it is written."`
	Rows      int64          `json:"rows" doc:"Records in the archive."`
	Mine      bool           `json:"mine" doc:"The caller asked for it, so that somebody else has to confirm it."`
	Version   int64          `json:"version"`
}

func (r requestRow) shown(caller int64) ArchiveRequest {
	out := ArchiveRequest{ID: r.ID, Before: civil(r.BeforeOn), Words: r.Words, State: r.State, AskedBy: ArchivePerson{r.AskedBy, r.AskedName},
		AskedAt: time.UnixMilli(r.AskedAt).UTC(), File: r.File, Rows: r.RowsWritten, Mine: r.AskedBy == caller, Version: r.Version}
	if r.DecidedAt != 0 {
		out.DecidedBy, out.DecidedAt = &ArchivePerson{r.DecidedBy, r.DecidedName}, ptr(time.UnixMilli(r.DecidedAt).UTC())
	}
	return out
}

// List returns the newest requests first.
func (d *ArchiveDesk) List(ctx context.Context) ([]ArchiveRequest, error) {
	var rows []requestRow
	if err := d.db.Read(ctx).Order("id DESC").Limit(archivesShown).Find(&rows).Error; err != nil {
		return nil, database.Translate(err)
	}
	out := make([]ArchiveRequest, len(rows))
	for i, row := range rows {
		out[i] = row.shown(SubjectFrom(ctx).ActorID)
	}
	return out, nil
}

// Ask puts a request forward. 422 for a day less than a year ago, and without words.
func (d *ArchiveDesk) Ask(ctx context.Context, before string, words string) (ArchiveRequest, error) {
	who, clk := SubjectFrom(ctx), d.recorder.clock
	words = strings.TrimSpace(words)
	var faults []httpapi.FieldError
	if before > clk.Now().AddDate(-keptYears, 0, 0).In(clk.Location()).Format(time.DateOnly) {
		faults = append(faults, httpapi.Fault("body.before", "too_young", "审计记录至少要在库里保存一年", "records stay in the database for at least a year"))
	}
	if len([]rune(words)) < 2 {
		faults = append(faults, httpapi.Fault("body.words", "required", "请写明为什么要归档", "say why"))
	}
	if len(faults) > 0 {
		return ArchiveRequest{}, httpapi.Invalid(faults...)
	}
	row := requestRow{BeforeOn: before, Words: words, State: ArchiveAsked, AskedBy: who.ActorID, AskedName: cut(who.ActorName, 80),
		AskedAt: clk.Now().UnixMilli(), Version: 1}
	err := d.db.QuietTx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		row.ID = 0
		if err := tx.Create(&row).Error; err != nil {
			return database.Translate(err)
		}
		return d.recorder.Record(ctx, tx, Event{Action: actAskArchive, Entity: "audit", EntityID: row.ID, After: row.state()})
	})
	return row.shown(who.ActorID), err
}

// Confirm is the second half. 403 same_person for whoever asked, 404, 409 archive_decided, 412.
func (d *ArchiveDesk) Confirm(ctx context.Context, id, version int64) (ArchiveRequest, error) {
	return d.decide(ctx, id, version, ArchiveConfirmed)
}

// Withdraw takes a request back, or turns it down, also after it was confirmed, as long as no file is written. 404, 409 archive_decided,
// 412.
func (d *ArchiveDesk) Withdraw(ctx context.Context, id, version int64) (ArchiveRequest, error) {
	return d.decide(ctx, id, version, ArchiveWithdrawn)
}

func (d *ArchiveDesk) decide(ctx context.Context, id, version int64, to string) (ArchiveRequest, error) {
	who := SubjectFrom(ctx)
	var after requestRow
	err := d.db.QuietTx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		before, err := requestOf(tx, id)
		if err != nil {
			return err
		}
		if err := before.mayBecome(to, who.ActorID); err != nil {
			return err
		}
		if before.Version != version {
			return httpapi.PreconditionFailed(before.shown(who.ActorID))
		}
		after = before
		after.State, after.Version = to, version+1
		after.DecidedBy, after.DecidedName, after.DecidedAt = who.ActorID, cut(who.ActorName, 80), d.recorder.clock.Now().UnixMilli()
		err = database.UpdateVersion(tx, "audit_archive_requests", id, version, map[string]any{
			"state": to, "decided_by": after.DecidedBy, "decided_name": after.DecidedName, "decided_at": after.DecidedAt})
		if err != nil {
			return err
		}
		act := map[string]string{ArchiveConfirmed: actConfirmArchive, ArchiveWithdrawn: actWithdrawArchive}[to]
		return d.recorder.Record(ctx, tx, Event{Action: act, Entity: "audit", EntityID: id, Before: before.state(), After: after.state()})
	})
	return after.shown(who.ActorID), err
}

func requestOf(tx *gorm.DB, id int64) (row requestRow, err error) {
	err = database.Translate(tx.Where("id = ?", id).Take(&row).Error)
	if errors.Is(err, database.ErrNotFound) {
		err = httpapi.NotFound()
	}
	return row, err
}

func (r requestRow) mayBecome(to string, by int64) error {
	open := r.State == ArchiveAsked || r.State == ArchiveConfirmed && to == ArchiveWithdrawn
	switch {
	case to == ArchiveConfirmed && r.AskedBy == by:
		return &httpapi.Error{Code: codeSamePerson, Status: http.StatusForbidden,
			Zh: "归档由您提出，须由另一人确认", En: "You asked for this archive; somebody else has to confirm it"}
	case !open:
		return httpapi.Conflict("archive_decided", "这份申请已经办结，没有再改动。请刷新查看", "This request was dealt with already; nothing was changed. Load it again")
	}
	return nil
}

const codeSamePerson = "same_person"
