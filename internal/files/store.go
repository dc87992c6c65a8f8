package files

import (
	"context"
	"time"

	"gorm.io/gorm"

	"guatu/internal/evidence"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// fileRow is one row of files; OwnerKind and OwnerID are absent while the file belongs to nothing.
type fileRow struct {
	ID          int64
	StorageKey  string
	Name        string
	Size        int64
	ContentType string
	SHA256      string `gorm:"column:sha256"`
	UploaderID  int64
	UploadedAt  int64 // Unix milliseconds
	RecordedOn  schedule.Date
	OwnerKind   *evidence.OwnerKind
	OwnerID     *int64
}

// TableName names the table for GORM.
func (fileRow) TableName() string { return "files" }

func (r fileRow) bound() bool { return r.OwnerKind != nil }

// File is the row as the API shows it.
func (r fileRow) File() evidence.EvidenceFile {
	return evidence.EvidenceFile{ID: r.ID, Name: r.Name, Size: r.Size, ContentType: r.ContentType, SHA256: r.SHA256}
}

// Store is the rows of files.
type Store struct{ db *database.DB }

// NewStore returns the store.
func NewStore(db *database.DB) *Store { return &Store{db: db} }

// Look finds the files of the list in the transaction: those of the author that belong to nothing yet. The list comes back with
// what is known about them; faults name the items whose file is none of these. field is where the list stands in the body.
func (s *Store) Look(tx *gorm.DB, list evidence.List, author int64) (evidence.List, map[int64]evidence.EvidenceFile, error) {
	ids := list.FileIDs()
	if len(ids) == 0 {
		return list, nil, nil
	}
	var rows []fileRow
	err := tx.Where("id IN ? AND uploader_id = ? AND owner_kind IS NULL", ids, author).Find(&rows).Error
	known := make(map[int64]evidence.EvidenceFile, len(rows))
	for _, row := range rows {
		known[row.ID] = row.File()
	}
	return list.With(known), known, database.Translate(err)
}

// Bind makes the files of the list belong to the owner, in the transaction that wrote it. ErrConflict when one of them was
// taken or removed since Look.
func (s *Store) Bind(tx *gorm.DB, list evidence.List, owner evidence.Owner, author int64) error {
	ids := list.FileIDs()
	if len(ids) == 0 {
		return nil
	}
	done := tx.Model(&fileRow{}).Where("id IN ? AND uploader_id = ? AND owner_kind IS NULL", ids, author).
		Updates(map[string]any{"owner_kind": owner.Kind, "owner_id": owner.ID})
	if done.Error == nil && done.RowsAffected != int64(len(ids)) {
		return database.ErrConflict
	}
	return database.Translate(done.Error)
}

func (s *Store) one(ctx context.Context, id int64) (row fileRow, err error) {
	return row, database.Translate(s.db.Read(ctx).Where("id = ?", id).Take(&row).Error)
}

// unboundOf counts the files of a person that belong to nothing yet.
func (s *Store) unboundOf(ctx context.Context, user int64) (n int64, err error) {
	err = s.db.Read(ctx).Model(&fileRow{}).Where("uploader_id = ? AND owner_kind IS NULL", user).Count(&n).Error
	return n, database.Translate(err)
}

func (s *Store) insert(tx *gorm.DB, row *fileRow) error {
	return database.Translate(tx.Create(row).Error)
}

// remove deletes the row unless it belongs to something by now; ErrNotFound then.
func (s *Store) remove(tx *gorm.DB, id int64) error {
	done := tx.Where("id = ? AND owner_kind IS NULL", id).Delete(&fileRow{})
	if done.Error == nil && done.RowsAffected != 1 {
		return database.ErrNotFound
	}
	return database.Translate(done.Error)
}

// expired returns files that have belonged to nothing since before the instant, oldest first.
func (s *Store) expired(ctx context.Context, before time.Time, limit int) (rows []fileRow, err error) {
	err = s.db.Read(ctx).Where("owner_kind IS NULL AND uploaded_at < ?", before.UnixMilli()).Order("id").Limit(limit).Find(&rows).Error
	return rows, database.Translate(err)
}
