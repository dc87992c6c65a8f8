package files

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/evidence"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/storage"
)

const (
	// UnboundFor is how long a file is kept that belongs to nothing.
	UnboundFor = 24 * time.Hour
	// maxUnbound is how many of those one person has at most, so that nobody fills the disk by trying.
	maxUnbound = 100

	entity = "file"
)

// Readable asks the room that owns a row whether the actor of the context may read it: nil, or the error to answer with (404).
type Readable func(ctx context.Context, id int64) error

// Options are what the service stands on; all are required.
type Options struct {
	DB      *database.DB
	Store   *Store
	Storage *storage.Store
	Clock   *clock.Clock
	Audit   *audit.Recorder
	Policy  *auth.Policy
	Log     *slog.Logger
	// Owners are the rooms by what they own.
	Owners map[evidence.OwnerKind]Readable
	// MaxBytes is how large a file may be.
	MaxBytes int64
}

// Service is the use cases. Every method takes the actor from the context.
type Service struct{ Options }

// NewService returns the use cases.
func NewService(o Options) *Service { return &Service{o} }

// Upload keeps the file of the reader under the name, for its uploader alone until it is used. Errors: 403, 409 too_many_files,
// 413, 422.
func (s *Service) Upload(ctx context.Context, name string, r io.Reader) (evidence.EvidenceFile, error) {
	actor, _ := auth.ActorFrom(ctx)
	if !s.Policy.May(actor, auth.PermFilesUpload) {
		return evidence.EvidenceFile{}, httpapi.Forbidden()
	}
	if name = SafeName(name); name == "" {
		return evidence.EvidenceFile{}, refusedFile("name_required")
	}
	waiting, err := s.Store.unboundOf(ctx, actor.UserID)
	if err != nil {
		return evidence.EvidenceFile{}, err
	}
	if waiting >= maxUnbound {
		return evidence.EvidenceFile{}, tooMany()
	}
	received, err := s.Storage.Receive(ctx, r, s.MaxBytes)
	if errors.Is(err, storage.ErrTooLarge) {
		return evidence.EvidenceFile{}, tooLarge(s.MaxBytes)
	}
	if err != nil {
		return evidence.EvidenceFile{}, err
	}
	defer received.Discard()
	kind, err := sniffed(name, received)
	if err != nil {
		return evidence.EvidenceFile{}, err
	}
	return s.keep(ctx, received, fileRow{Name: name, Size: received.Size, ContentType: kind, SHA256: received.SHA256, UploaderID: actor.UserID})
}

func sniffed(name string, received *storage.Received) (kind string, err error) {
	file, err := received.Open()
	if err != nil {
		return "", err
	}
	kind, err = Sniff(name, file, received.Size)
	return kind, errors.Join(problem(err), file.Close())
}

// keep names the bytes first and writes the row then: a row never names bytes that are not there.
func (s *Service) keep(ctx context.Context, received *storage.Received, row fileRow) (evidence.EvidenceFile, error) {
	key, err := received.Keep()
	if err != nil {
		return evidence.EvidenceFile{}, err
	}
	row.StorageKey, row.UploadedAt, row.RecordedOn = key, s.Clock.Now().UnixMilli(), s.Clock.Today()
	err = s.DB.QuietTx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		row.ID = 0
		if err := s.Store.insert(tx, &row); err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, audit.Event{Action: "file.upload", Entity: entity, EntityID: row.ID, After: row.File()})
	})
	if err != nil && !errors.Is(err, database.ErrOutcomeUnknown) {
		return evidence.EvidenceFile{}, errors.Join(err, s.Storage.Remove(key))
	}
	return row.File(), err
}

// Open returns a file the actor may have, hashed and at its beginning; the caller closes it. Errors: 404, 409 file_altered or
// file_missing.
func (s *Service) Open(ctx context.Context, id int64) (evidence.EvidenceFile, *os.File, error) {
	row, err := s.readable(ctx, id)
	if err != nil {
		return evidence.EvidenceFile{}, nil, err
	}
	content, err := s.Storage.OpenWhole(row.StorageKey)
	if errors.Is(err, storage.ErrAltered) || errors.Is(err, storage.ErrMissing) {
		return evidence.EvidenceFile{}, nil, s.damaged(ctx, row, err)
	}
	if err != nil {
		return evidence.EvidenceFile{}, nil, err
	}
	if err := s.taken(ctx, row); err != nil {
		return evidence.EvidenceFile{}, nil, errors.Join(err, content.Close())
	}
	return row.File(), content, nil
}

// taken keeps in the audit that the file left the house, before its first byte is sent.
func (s *Service) taken(ctx context.Context, row fileRow) error {
	return s.DB.QuietTx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		return s.Audit.Record(ctx, tx, audit.Event{Action: "file.download", Entity: entity, EntityID: row.ID, After: row.File()})
	})
}

// readable returns a file the actor may have: their own while it belongs to nothing, else what its owner lets them read.
func (s *Service) readable(ctx context.Context, id int64) (fileRow, error) {
	actor, known := auth.ActorFrom(ctx)
	row, err := s.Store.one(ctx, id)
	switch {
	case errors.Is(err, database.ErrNotFound), err == nil && !known:
		return row, httpapi.NotFound()
	case err != nil:
		return row, err
	case !row.bound() && row.UploaderID != actor.UserID:
		return row, httpapi.NotFound()
	case !row.bound():
		return row, nil
	}
	ask := s.Owners[*row.OwnerKind]
	if ask == nil || row.OwnerID == nil {
		return row, httpapi.Internal(errors.New("files: no room owns " + string(*row.OwnerKind)))
	}
	return row, ask(ctx, *row.OwnerID)
}

// damaged keeps in the audit and in the log that the bytes are not what was stored, and is the answer.
func (s *Service) damaged(ctx context.Context, row fileRow, cause error) error {
	missing := errors.Is(cause, storage.ErrMissing)
	action := "file.altered"
	if missing {
		action = "file.missing"
	}
	s.Log.ErrorContext(ctx, "a stored file is not what was uploaded; nothing was sent", "file", row.ID, "key", row.StorageKey, "error", cause)
	err := s.DB.QuietTx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		return s.Audit.Record(ctx, tx, audit.Event{Action: action, Entity: entity, EntityID: row.ID, After: row.File()})
	})
	return errors.Join(err, damagedFile(missing, cause))
}

// Remove deletes a file of the actor that belongs to nothing yet. Errors: 403, 404, 409 file_bound.
func (s *Service) Remove(ctx context.Context, id int64) error {
	row, err := s.readable(ctx, id)
	if err != nil {
		return err
	}
	actor, _ := auth.ActorFrom(ctx)
	if !s.Policy.Scope(actor, auth.PermFilesRemove).Allows(auth.Row{OwnerID: row.UploaderID}) {
		return httpapi.Forbidden()
	}
	if row.bound() {
		return boundFile()
	}
	err = s.drop(ctx, row, "file.remove")
	if errors.Is(err, database.ErrNotFound) {
		return boundFile() // meanwhile
	}
	return err
}

// drop deletes the row, and after that the bytes: bytes without a row are no harm.
func (s *Service) drop(ctx context.Context, row fileRow, action string) error {
	return s.DB.QuietTx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if err := s.Store.remove(tx, row.ID); err != nil {
			return err
		}
		s.DB.AfterCommit(ctx, func() {
			if err := s.Storage.Remove(row.StorageKey); err != nil {
				s.Log.WarnContext(ctx, "a file could not be removed from the disk", "key", row.StorageKey, "error", err)
			}
		})
		return s.Audit.Record(ctx, tx, audit.Event{Action: action, Entity: entity, EntityID: row.ID, Before: row.File()})
	})
}

// Sweep removes at most limit files that have belonged to nothing for UnboundFor, and what never came in whole. It returns how
// many were removed; housekeeping calls it again while it is limit.
func (s *Service) Sweep(ctx context.Context, limit int) (removed int, err error) {
	before := s.Clock.Now().Add(-UnboundFor)
	rows, err := s.Store.expired(ctx, before, limit)
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		if err := s.drop(ctx, row, "file.expire"); err != nil && !errors.Is(err, database.ErrNotFound) {
			return removed, err
		}
		removed++
	}
	_, err = s.Storage.Sweep(before)
	return removed, err
}
