package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/backup"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/migrations"
	"guatu/internal/platform/storage"
)

const (
	databasePart = "database.sqlite"
	filesPart    = "files/" // and the key of the attachment
	workPrefix   = ".backup-"
	leftoverAge  = 24 * time.Hour // a backup that is older was cut off
)

// BackupInput says where a backup goes and how it is closed: by public keys, by a passphrase, or not at all when Plain says so.
type BackupInput struct {
	// To is a file that is not there yet, or a folder, where the file is named by its instant.
	To string
	// Keep is how many backups stay in the folder To; 0 for all.
	Keep                   int
	Plain                  bool
	Passphrase, Recipients string
	// Version is that of the program.
	Version string
	LogTo   io.Writer
}

// BackupReport is what was written.
type BackupReport struct {
	File      string
	Bytes     int64
	SHA256    string // of everything behind the first line
	Encrypted bool
	Manifest  backup.Manifest
	// Removed names the older backups that made room.
	Removed []string
	// Unrecorded says that the audit was not told, because the schema is older than the program.
	Unrecorded bool
}

// Backup writes one file with everything of the installation as of one moment: database and attachments. People go on working
// meanwhile. Attachments that are owed and not whole are named in the report, the file is written all the same, and the error
// says so (ExitCode); older backups stay then.
func Backup(ctx context.Context, c config.Config, in BackupInput) (report BackupReport, err error) {
	lock, err := lockOf(in)
	if err != nil {
		return report, err
	}
	now := clock.Real()
	if report.File, err = backupFile(in.To, now); err != nil {
		return report, err
	}
	work, err := workFolder(c)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	snapshot := filepath.Join(work, databasePart)
	if err := database.Snapshot(ctx, c.DatabaseDSN, snapshot, migrations.Files); err != nil {
		return report, backupWords(err)
	}
	report.Manifest = backup.Manifest{Product: in.Version, TakenAt: now, Dialect: database.MySQL}
	if isFile(c.DatabaseDSN) {
		report.Manifest.Dialect = database.SQLite
	}
	if err := fillManifest(ctx, c, work, &report.Manifest); err != nil {
		return report, backupWords(err)
	}
	written, err := backup.Write(ctx, report.File, report.Manifest, lock)
	if err != nil {
		return report, backupWords(err)
	}
	defer written.Discard()
	report.Bytes, report.SHA256, report.Encrypted = written.Bytes, written.SHA256, lock.Closed()
	if report.Unrecorded, err = recordBackup(ctx, c, report); err != nil {
		return report, backupWords(err)
	}
	if err := written.Keep(); err != nil {
		return report, backupWords(err)
	}
	if n := len(report.Manifest.Missing); n > 0 {
		return report, refusal{ExitIncomplete, fmt.Sprintf("备份已写好，但有 %d 个附件不在或已损坏（已列出），旧备份没有清理", n), nil}
	}
	if in.Keep > 0 {
		report.Removed, err = backup.Prune(filepath.Dir(report.File), in.Keep, now.Add(-leftoverAge))
	}
	return report, err
}

func lockOf(in BackupInput) (lock backup.Lock, err error) {
	chosen := 0
	for _, yes := range []bool{in.Plain, in.Passphrase != "", in.Recipients != ""} {
		if yes {
			chosen++
		}
	}
	switch {
	case chosen != 1:
		return lock, errors.New("加密方式要选一种：公钥、口令，或明确写明不加密")
	case in.Passphrase != "":
		lock, _, err = backup.WithPassphrase(in.Passphrase)
		if err != nil {
			err = fmt.Errorf("备份口令至少 12 个字: %w", err)
		}
	case in.Recipients != "":
		lock, err = backup.ForRecipients(in.Recipients)
	}
	return lock, err
}

// backupFile is where the backup goes: into a folder that is there, or to a file that is not.
func backupFile(to string, now time.Time) (string, error) {
	to, err := filepath.Abs(to)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(to)
	switch {
	case err == nil && info.IsDir():
		to = filepath.Join(to, backup.FileName(now))
	case err == nil:
		return "", fmt.Errorf("%s 已经存在；备份从不覆盖文件", to)
	case !errors.Is(err, os.ErrNotExist):
		return "", err
	}
	return to, nil
}

// workFolder is where the plain database stands for a while: beside the database and the attachments it was taken from, not
// where backups are sent. What a run that was cut off left is removed.
func workFolder(c config.Config) (string, error) {
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return "", err
	}
	old, err := filepath.Glob(filepath.Join(c.DataDir, workPrefix+"*"))
	if err != nil {
		return "", err
	}
	for _, folder := range old {
		if info, err := os.Stat(folder); err == nil && info.ModTime().Before(clock.Real().Add(-leftoverAge)) {
			if err := os.RemoveAll(folder); err != nil {
				return "", err
			}
		}
	}
	return os.MkdirTemp(c.DataDir, workPrefix)
}

// fillManifest says what is in the snapshot and measures the parts.
func fillManifest(ctx context.Context, c config.Config, work string, m *backup.Manifest) (err error) {
	path := filepath.Join(work, databasePart)
	db, err := database.OpenReadOnly(ctx, "sqlite://"+path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	contents, err := db.Contents(ctx)
	if err != nil {
		return err
	}
	m.Tables = tablesOf(contents)
	if m.Schema, err = db.MigratedTo(ctx); err != nil {
		return err
	}
	if current, err := isCurrent(ctx, db); err != nil {
		return err
	} else if current {
		shown, err := whatIsShown(ctx, c, db)
		if err != nil {
			return err
		}
		if m.Shown, err = json.Marshal(shown); err != nil {
			return err
		}
	}
	part, err := backup.PartOf(ctx, databasePart, path)
	if err != nil {
		return err
	}
	m.Parts = append(m.Parts, part)
	return addAttachments(ctx, c, db, work, m)
}

func tablesOf(contents []database.TableCopy) []backup.Table {
	tables := make([]backup.Table, len(contents))
	for n, t := range contents {
		tables[n] = backup.Table{Name: t.Name, Rows: t.Rows, SHA256: t.Hash, Sequence: t.Sequence}
	}
	return tables
}

// attachment is a file the database knows. Owned ones stand behind something; the others were sent and not used yet, and may
// be gone the next moment.
type attachment struct {
	Key   string
	Owned bool
}

// attachments are the files a database knows, none where its schema is older than attachments are.
func attachments(ctx context.Context, db *database.DB) (list []attachment, err error) {
	names, err := db.TableNames(ctx)
	if err != nil || !slices.Contains(names, "files") {
		return nil, err
	}
	err = db.Read(ctx).Raw("SELECT storage_key AS `key`, owner_kind IS NOT NULL AS owned FROM files ORDER BY id").Scan(&list).Error
	return list, database.Translate(err)
}

// addAttachments pins every attachment before it is read: the housekeeping may remove one meanwhile.
func addAttachments(ctx context.Context, c config.Config, db *database.DB, work string, m *backup.Manifest) error {
	list, err := attachments(ctx, db)
	if err != nil {
		return err
	}
	store, pins := storage.New(filesFolder(c)), filepath.Join(work, "files")
	if err := os.Mkdir(pins, 0o700); err != nil {
		return err
	}
	for _, file := range list {
		path, err := store.Pin(file.Key, pins)
		if errors.Is(err, storage.ErrMissing) || errors.Is(err, storage.ErrAltered) {
			if file.Owned {
				m.Missing = append(m.Missing, file.Key)
			}
			continue
		}
		if err != nil {
			return err
		}
		part, err := backup.PartOf(ctx, filesPart+file.Key, path)
		if err != nil {
			return err
		}
		m.Parts = append(m.Parts, part)
	}
	return nil
}

func filesFolder(c config.Config) string { return filepath.Join(c.DataDir, "files") }

// recordBackup tells the audit, before the file has its name: everything leaves the house with it. The record hangs in a chain like any
// other; the service signs it with its next checkpoint, at latest when it is started again.
func recordBackup(ctx context.Context, c config.Config, report BackupReport) (unrecorded bool, err error) {
	if report.Manifest.Shown == nil {
		return true, nil
	}
	db, err := database.Open(ctx, c.DatabaseDSN)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	clk, err := newClock(c)
	if err != nil {
		return false, err
	}
	type taken struct {
		File      string `json:"file"`
		SHA256    string `json:"sha256"`
		Encrypted bool   `json:"encrypted"`
		Rows      int64  `json:"rows"`
	}
	return false, db.QuietTx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		return audit.New(clk).Record(ctx, tx, audit.Event{Action: "backup.take", Entity: "backup",
			After: taken{report.File, report.SHA256, report.Encrypted, report.Manifest.Rows()}})
	})
}

// NewBackupKey makes a pair of keys: what is closed for the public one is opened by the secret one alone.
func NewBackupKey() (secret, public string, err error) { return backup.NewKey() }
