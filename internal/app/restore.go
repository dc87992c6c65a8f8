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
	"strings"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/backup"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/database/migrations"
	"guatu/internal/platform/storage"
)

// RestoreInput says what is restored, and where.
type RestoreInput struct {
	From string
	// Into is the database, which must be empty; without it everything is restored into a temporary folder, compared and removed.
	Into string
	// Passphrase or Identities (secret keys) open the file.
	Passphrase, Identities string
	// Version is that of the program.
	Version  string
	LogTo    io.Writer
	Progress func(table string, done, total int64)
}

// RestoreReport is what was restored and found equal to what was backed up.
type RestoreReport struct {
	Manifest  backup.Manifest
	Encrypted bool
	Bytes     int64
	// Schema is the version the restored database has; another one than in the manifest when it was migrated.
	Schema int64
	CopyReport
	// ShownEqual says that the lamps are those the program showed when the backup was taken. They are not compared where
	// another version of the program took it.
	ShownEqual bool
	// Files are the attachments that are there and whole.
	Files int
	// Audit is what the check of the restored audit found: each record, each chain, against the checkpoints of the data directory.
	Audit audit.Verification
	// Versions and Events are the rows of the histories and of the audit, Sessions how many were ended.
	Versions, Events, Sessions int64
}

// Restore brings a backup into an empty database and the attachments into the data directory, and compares everything with
// the manifest: rows and hashes of every table, lamps, histories, audit, attachments. The chains of the audit are checked against the
// checkpoints of the data directory. An older schema is migrated. Nobody stays
// signed in. ExitCode tells what was wrong; nothing is written for a file that is no use or a target that is not empty.
func Restore(ctx context.Context, c config.Config, in RestoreInput) (report RestoreReport, err error) {
	key, err := keyOf(in)
	if err != nil {
		return report, err
	}
	file, err := backup.Open(ctx, in.From, key)
	if err != nil {
		return report, restoreWords(err, in.Into)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	report.Manifest, report.Encrypted, report.Bytes = file.Manifest, file.Encrypted, file.Bytes
	latest, err := database.NewestVersion(migrations.Files, database.SQLite)
	if err != nil {
		return report, err
	}
	if file.Manifest.Schema > latest {
		return report, restoreWords(fmt.Errorf("%w: schema %d, this program has %d", backup.ErrNewer, file.Manifest.Schema, latest), in.Into)
	}
	work, err := workFolder(c)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	r := restoring{c: c, in: in, file: file, work: work, report: &report, files: storage.New(filepath.Join(work, "files"))}
	r.into = "sqlite://" + filepath.Join(work, "restored.db")
	if in.Into != "" {
		r.into, r.files = in.Into, storage.New(filesFolder(c))
	}
	if err := r.run(ctx); err != nil {
		return report, restoreWords(err, in.Into)
	}
	return report, report.shortcoming()
}

// shortcoming is what the backup already had when it was taken: everything is restored all the same, because there may be no better one,
// and the program does not end as if all were well.
func (r RestoreReport) shortcoming() error {
	if len(r.Audit.Faults) > 0 {
		return refusal{ExitAudit, fmt.Sprintf("备份里的审计核对不通过（%d 处，已列出）：是备份之前被改的，恢复没有改动它", len(r.Audit.Faults)), nil}
	}
	if missing := len(r.Manifest.Missing); missing > 0 {
		return refusal{ExitIncomplete, fmt.Sprintf("备份时就有 %d 个附件不在或已损坏（已列出），其余都已核对", missing), nil}
	}
	return nil
}

func keyOf(in RestoreInput) (key backup.Key, err error) {
	switch {
	case in.Passphrase != "" && in.Identities != "":
		return key, errors.New("私钥和口令只写一种")
	case in.Passphrase != "":
		_, key, err = backup.WithPassphrase(in.Passphrase)
		if err != nil {
			err = refusal{ExitWrongKey, "口令不足 12 个字，不会是备份用的口令", err}
		}
	case in.Identities != "":
		key, err = backup.FromIdentities(in.Identities)
	}
	return key, err
}

// restoring is one run of Restore.
type restoring struct {
	c      config.Config
	in     RestoreInput
	file   *backup.Reader
	work   string
	into   string
	files  *storage.Store
	report *RestoreReport
	// restored is where the chains of the audit ended; signed when the database is given free.
	restored audit.Restored
}

func (r *restoring) run(ctx context.Context) (err error) {
	to, err := database.Open(ctx, r.into)
	if err != nil {
		return fmt.Errorf("目标库打不开: %w", err)
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if err := to.RefuseFull(ctx, migrations.Files); err != nil {
		return err
	}
	if err := r.file.Unpack(r.keep(ctx)); err != nil {
		return err
	}
	from, err := r.unpacked(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	r.report.Tables, err = database.Copy(ctx, from, to, migrations.Files, database.CopyOptions{
		Progress: r.in.Progress,
		Check: func(ctx context.Context) error {
			if err := sameLamps(ctx, r.c, from, to, &r.report.CopyReport); err != nil {
				return err
			}
			return r.check(ctx, to)
		},
	})
	for _, t := range r.report.Tables {
		r.report.Rows += t.Rows
	}
	if err != nil || r.in.Into == "" {
		return err
	}
	return r.recordRestore(ctx)
}

// keep puts the database of the backup into the work folder and the attachments where they belong. They come first: a row
// must not name an attachment that is not there.
func (r *restoring) keep(ctx context.Context) func(backup.Part, io.Reader) error {
	return func(part backup.Part, content io.Reader) error {
		if key, ok := strings.CutPrefix(part.Name, filesPart); ok {
			received, err := r.files.Receive(ctx, content, part.Size)
			if err != nil {
				return err
			}
			defer received.Discard()
			return received.KeepAs(key)
		}
		if part.Name != databasePart {
			return fmt.Errorf("%w: nobody knows what %q is", backup.ErrAltered, part.Name)
		}
		file, err := os.OpenFile(filepath.Join(r.work, databasePart), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		_, err = io.Copy(file, content)
		return errors.Join(err, file.Close())
	}
}

// unpacked opens the database of the backup, after a look at every row, and migrates it where it is older.
func (r *restoring) unpacked(ctx context.Context) (_ *database.DB, err error) {
	dsn := "sqlite://" + filepath.Join(r.work, databasePart)
	if err := r.asManifest(ctx, dsn); err != nil {
		return nil, err
	}
	if r.report.Schema, err = database.NewestVersion(migrations.Files, database.SQLite); err != nil {
		return nil, err
	}
	if r.report.Manifest.Schema < r.report.Schema {
		db, err := database.Open(ctx, dsn)
		if err != nil {
			return nil, err
		}
		if err := errors.Join(db.Migrate(ctx, migrations.Files), db.Close()); err != nil {
			return nil, err
		}
	}
	return database.OpenReadOnly(ctx, dsn)
}

func (r *restoring) asManifest(ctx context.Context, dsn string) (err error) {
	db, err := database.OpenReadOnly(ctx, dsn)
	if err != nil {
		return fmt.Errorf("%w: %w", backup.ErrAltered, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	version, err := db.MigratedTo(ctx)
	if err != nil || version != r.report.Manifest.Schema {
		return fmt.Errorf("%w: the database inside has schema %d, the manifest says %d: %w", backup.ErrAltered, version, r.report.Manifest.Schema, err)
	}
	contents, err := db.Contents(ctx)
	if err != nil {
		return err
	}
	for n, t := range tablesOf(contents) {
		if n >= len(r.report.Manifest.Tables) || t != r.report.Manifest.Tables[n] {
			return fmt.Errorf("%w: table %s", errDiffers, t.Name)
		}
	}
	if len(contents) != len(r.report.Manifest.Tables) {
		return fmt.Errorf("%w: tables are missing", errDiffers)
	}
	return nil
}

// check looks at the restored database before it is given free.
func (r *restoring) check(ctx context.Context, to *database.DB) error {
	if err := r.sameAsShown(ctx, to); err != nil {
		return err
	}
	found, err := followTrail(ctx, to)
	if err != nil {
		return err
	}
	if len(found.Broken) > 0 {
		return fmt.Errorf("%w: %s", errDiffers, strings.Join(found.Broken, "；"))
	}
	r.report.Versions, r.report.Events = found.Versions, found.Events
	r.report.Audit, r.restored, err = audit.VerifyRestored(ctx, to, auditDir(r.c), r.report.Manifest.TakenAt, clock.Real())
	if err != nil {
		return err
	}
	list, err := attachments(ctx, to)
	if err != nil {
		return err
	}
	for _, file := range list {
		whole, err := r.files.OpenWhole(file.Key)
		switch {
		case err == nil:
			r.report.Files++
			if err := whole.Close(); err != nil {
				return err
			}
		case file.Owned && !slices.Contains(r.report.Manifest.Missing, file.Key):
			return fmt.Errorf("%w: attachment: %w", errDiffers, err)
		}
	}
	return nil
}

// sameAsShown lets the program judge the restored rows as of the day of the backup.
func (r *restoring) sameAsShown(ctx context.Context, to *database.DB) error {
	m := r.report.Manifest
	if m.Shown == nil || m.Schema != r.report.Schema || m.Product != r.in.Version {
		return nil // another version may judge otherwise
	}
	var then shown
	if err := json.Unmarshal(m.Shown, &then); err != nil {
		return fmt.Errorf("%w: %w", backup.ErrAltered, err)
	}
	c := r.c
	c.Today = then.Day
	now, err := whatIsShown(ctx, c, to)
	if err != nil {
		return err
	}
	if now != then {
		return fmt.Errorf("%w: 截至 %s，备份时 %+v，恢复后 %+v", errLampsDiffer, then.Day, then, now)
	}
	r.report.ShownEqual = true
	return nil
}

// recordRestore ends all sessions, also those that were ended after the backup was taken, signs what the restore means for the audit,
// and tells the audit in the chain of the instance that is started for it.
func (r *restoring) recordRestore(ctx context.Context) (err error) {
	statement, err := audit.SignRestored(auditDir(r.c), r.restored)
	if err != nil {
		return err
	}
	c := r.c
	c.DatabaseDSN = r.into
	a, err := New(ctx, c, Options{Version: r.in.Version})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if r.report.Sessions, err = a.rooms.auth.EndEverySession(auth.AsSystem(ctx)); err != nil {
		return err
	}
	type restored struct {
		TakenAt   string `json:"takenAt"`
		Product   string `json:"product"`
		Rows      int64  `json:"rows"`
		Lost      int64  `json:"lost"`
		Faults    int    `json:"faults"`
		Statement string `json:"statement"`
	}
	m, found := r.report.Manifest, r.report.Audit
	return a.db.QuietTx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		return a.rooms.recorder.Record(ctx, tx, audit.Event{Action: "backup.restore", Entity: "backup",
			After: restored{m.TakenAt.Format("2006-01-02T15:04:05Z07:00"), m.Product, m.Rows(), found.Lost(), len(found.Faults), statement}})
	})
}
