package audit

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
)

// keptYears is how long records stay in the database at least.
const keptYears = 1

// Errors of archiving that a person can do something about.
var (
	ErrTooYoung  = errors.New("audit: records stay in the database for at least a year")
	ErrFaulty    = errors.New("audit: the records do not stand the check; nothing is archived before that is cleared up")
	ErrNothing   = errors.New("audit: there is no record that old")
	ErrOtherHere = errors.New("audit: the archive does not begin where the database does; it was taken out already, or is of another database")
)

// archiveRow is one row of audit_archives: a signed statement that the records of a chain up to a place are in a file.
type archiveRow struct {
	ID         int64
	ChainID    string
	ThroughSeq int64
	Head       string
	File       string
	FileSum    string
	MadeAt     int64
	KeyID      string
	Signature  string
}

// TableName names the table for GORM.
func (archiveRow) TableName() string { return "audit_archives" }

func (a archiveRow) message() []byte {
	return []byte(strings.Join([]string{archiveFormat, a.ChainID, strconv.FormatInt(a.ThroughSeq, 10), a.Head, a.File, a.FileSum}, "\n"))
}

// Archived says what is in an archive.
type Archived struct {
	Path string
	Rows int64
}

// Archive writes the records from before the day of a request into a signed file of the folder, when two people have asked for it and
// confirmed it; both stand in the file. The database keeps the records: Prune takes them out. zone is that of the district.
// ErrUnconfirmed, ErrTooYoung, ErrFaulty, ErrNothing.
func Archive(ctx context.Context, db *database.DB, recorder *Recorder, dir string, request int64, zone *time.Location, now time.Time) (done Archived, err error) {
	v, err := Verify(ctx, db, dir, now)
	if err != nil {
		return done, err
	}
	if len(v.Faults) > 0 {
		return done, fmt.Errorf("%w: %s", ErrFaulty, v.Faults[0])
	}
	approval, err := approvalOf(db.Read(ctx), request, ArchiveConfirmed)
	if err != nil {
		return done, err
	}
	before, err := time.ParseInLocation(time.DateOnly, approval.Before, zone)
	if err != nil {
		return done, err
	}
	if before.After(now.AddDate(-keptYears, 0, 0)) {
		return done, ErrTooYoung
	}
	done, fileSum, err := writeArchive(ctx, db, dir, archiveHead{Format: archiveFormat, MadeAt: now.UTC(), Before: before.UTC(), Approval: &approval})
	if err != nil {
		return done, err
	}
	if err := approval.written(ctx, db, recorder, done, fileSum); err != nil {
		return Archived{}, errors.Join(err, os.Remove(done.Path))
	}
	return done, nil
}

// writeArchive writes the file and reads it back.
func writeArchive(ctx context.Context, db *database.DB, dir string, head archiveHead) (done Archived, fileSum string, err error) {
	key, err := loadSigner(dir)
	if err != nil {
		return done, "", err
	}
	file, err := createArchive(dir, "audit-before-"+head.Before.Format("20060102")+"-"+rand.Text()[:6]+".jsonl")
	if err != nil {
		return done, "", err
	}
	err = db.ReadTx(ctx, func(ctx context.Context) (err error) {
		done.Rows, err = fillArchive(db.Read(ctx), file, head)
		return err
	})
	if err != nil {
		return done, "", file.discard(err)
	}
	if done.Path, err = file.finish(key); err != nil {
		return done, "", err
	}
	ring, err := loadKeyring(dir)
	if err == nil {
		_, fileSum, err = readArchive(done.Path, ring, nil)
	}
	return done, fileSum, err
}

func fillArchive(tx *gorm.DB, file *archiveWriter, head archiveHead) (rows int64, err error) {
	if head.Parts, err = oldParts(tx, head.Before); err != nil {
		return 0, err
	}
	for _, part := range head.Parts {
		rows += part.Rows
	}
	if rows == 0 {
		return 0, ErrNothing
	}
	if err := file.line(head); err != nil {
		return 0, err
	}
	for _, part := range head.Parts {
		if err := eachRow(part.query(tx), func(row *eventRow) error { return file.line(row) }); err != nil {
			return 0, err
		}
	}
	return rows, nil
}

func (p archivePart) query(tx *gorm.DB) *gorm.DB {
	if p.Through.Chain == "" {
		return tx.Where("chain_id IS NULL AND id <= ?", p.Through.Seq).Order("id")
	}
	return tx.Where("chain_id = ? AND chain_seq <= ?", p.Through.Chain, p.Through.Seq).Order("chain_seq")
}

// oldParts finds for each chain the records up to the first that is not old enough.
func oldParts(tx *gorm.DB, before time.Time) (parts []archivePart, err error) {
	var begun []chainRow
	if err := tx.Order("started_at, id").Find(&begun).Error; err != nil {
		return nil, database.Translate(err)
	}
	loose, err := oldUnchained(tx, before)
	if err != nil {
		return nil, err
	}
	if loose.Rows > 0 && len(begun) > 0 {
		parts = append(parts, loose)
	}
	for _, begin := range begun {
		part, err := oldPart(tx, begin, before)
		if err != nil {
			return nil, err
		}
		if part.Rows > 0 {
			parts = append(parts, part)
		}
	}
	return parts, nil
}

// oldUnchained are the rows without a chain, all or none: their digest is one.
func oldUnchained(tx *gorm.DB, before time.Time) (part archivePart, err error) {
	young := false
	u := newUnchained()
	err = u.read(tx, func(row *eventRow) { young = young || row.At >= before.UnixMilli() })
	if err != nil || young {
		return part, err
	}
	return archivePart{Through: Head{"", u.last, u.digest()}, Rows: u.rows}, nil
}

func oldPart(tx *gorm.DB, begin chainRow, before time.Time) (part archivePart, err error) {
	var first, last, young *int64
	err = tx.Raw(`SELECT MIN(chain_seq), MAX(chain_seq), MIN(CASE WHEN at >= ? THEN chain_seq END) FROM audit_events WHERE chain_id = ?`,
		before.UnixMilli(), begin.ID).Row().Scan(&first, &last, &young)
	if err != nil || first == nil {
		return part, database.Translate(err)
	}
	through := *last
	if young != nil {
		through = *young - 1
	}
	if through < *first {
		return part, nil
	}
	part = archivePart{Begin: begin, From: Head{begin.ID, *first - 1, ""}, Through: Head{begin.ID, through, ""}, Rows: through - *first + 1}
	if err := tx.Raw("SELECT hash FROM audit_events WHERE chain_id = ? AND chain_seq = ?", begin.ID, through).Row().Scan(&part.Through.Hash); err != nil {
		return part, database.Translate(err)
	}
	if part.From.Seq > 0 { // behind an earlier archive
		err = tx.Raw("SELECT head FROM audit_archives WHERE chain_id = ? AND through_seq = ?", begin.ID, part.From.Seq).Row().Scan(&part.From.Hash)
	}
	return part, database.Translate(err)
}

// Prune takes the records of an archive out of the database, after the file was read back and compared with its signature, and with what
// the database holds, and only for a request that two people confirmed. Where the archive is, and what it ends with, stays in the database,
// signed; the act is recorded with both. ErrUnconfirmed, ErrTooYoung, ErrOtherHere.
func Prune(ctx context.Context, db *database.DB, recorder *Recorder, dir, path string, now time.Time) (done Archived, err error) {
	ring, err := loadKeyring(dir)
	if err != nil {
		return done, err
	}
	head, fileSum, err := readArchive(path, ring, nil)
	if err != nil {
		return done, err
	}
	key, err := loadSigner(dir)
	if err != nil {
		return done, err
	}
	if head.Before.After(now.AddDate(-keptYears, 0, 0)) {
		return done, ErrTooYoung
	}
	if head.Approval == nil { // from before archives were confirmed
		return done, ErrUnconfirmed
	}
	err = db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		done = Archived{Path: path}
		if err := head.Approval.removed(tx, path, fileSum); err != nil {
			return err
		}
		for _, part := range head.Parts {
			row := archiveRow{ChainID: part.Through.Chain, ThroughSeq: part.Through.Seq, Head: part.Through.Hash,
				File: filepath.Base(path), FileSum: fileSum, MadeAt: head.MadeAt.UnixMilli(), KeyID: key.id}
			row.Signature = key.sign(row.message())
			if err := part.takeOut(tx, row); err != nil {
				return err
			}
			done.Rows += part.Rows
		}
		return recorder.Record(ctx, tx, Event{Action: "audit.archive", Entity: "audit", EntityID: head.Approval.Request, After: map[string]any{
			"file": filepath.Base(path), "sum": fileSum, "rows": done.Rows, "before": head.Before,
			"askedBy": head.Approval.AskedBy.Name, "confirmedBy": head.Approval.ConfirmedBy.Name}})
	})
	return done, err
}

func (p archivePart) takeOut(tx *gorm.DB, row archiveRow) error {
	if err := tx.Create(&row).Error; err != nil {
		if err = database.Translate(err); errors.Is(err, database.ErrDuplicate) {
			err = ErrOtherHere
		}
		return err
	}
	if p.Through.Chain != "" { // the newest record in the file must be the one here, and so must be all before it
		var hash string
		err := tx.Raw("SELECT hash FROM audit_events WHERE chain_id = ? AND chain_seq = ?", p.Through.Chain, p.Through.Seq).Row().Scan(&hash)
		if err != nil || hash != p.Through.Hash {
			return errors.Join(ErrOtherHere, database.Translate(err))
		}
	}
	gone := p.query(tx).Delete(&eventRow{})
	if gone.Error != nil {
		return database.Translate(gone.Error)
	}
	if gone.RowsAffected != p.Rows {
		return ErrOtherHere
	}
	return nil
}

// archives takes the signed beginnings from the database, and reads the files that are still in the folder.
func (v *verifier) archives(tx *gorm.DB, dir string, ring keyring) error {
	v.anchors = map[string]Head{}
	var rows []archiveRow
	if err := tx.Order("id").Find(&rows).Error; err != nil {
		return database.Translate(err)
	}
	read := map[string]bool{}
	for _, row := range rows {
		fault := Fault{Kind: FaultArchive, Chain: row.ChainID, Seq: row.ThroughSeq, Words: row.File}
		if !ring.verify(row.KeyID, row.message(), row.Signature) {
			v.first = append(v.first, fault)
			continue
		}
		if row.ThroughSeq > v.anchors[row.ChainID].Seq {
			v.anchors[row.ChainID] = Head{row.ChainID, row.ThroughSeq, row.Head}
		}
		if read[row.File] {
			continue
		}
		read[row.File] = true
		_, fileSum, err := readArchive(filepath.Join(dir, archiveFolder, filepath.Base(row.File)), ring, func(archived *eventRow) {
			v.result.Archived++
			v.vouch(deref(archived.ChainID), deref(archived.ChainSeq), deref(archived.Hash))
		})
		switch {
		case errors.Is(err, fs.ErrNotExist):
			v.result.ArchivesAway++
		case errors.Is(err, errArchive), err == nil && fileSum != row.FileSum:
			v.first = append(v.first, fault)
		case err != nil:
			return err
		}
	}
	return nil
}

// vouch compares an archived record with the checkpoint of its place.
func (v *verifier) vouch(chain string, seq int64, hash string) {
	if p, known := v.signed.points[chain][seq]; known && p.hash != hash {
		v.first = append(v.first, Fault{Kind: FaultRewritten, Chain: chain, Seq: seq, Words: "in an archive"})
	}
}
