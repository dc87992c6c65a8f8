package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"strings"

	"github.com/pressly/goose/v3"
)

// Snapshot writes everything a database holds at one moment into file, a new SQLite database with the same schema version,
// while others go on writing. The source is never written.
//
// SQLite copies itself (VACUUM INTO) under one read transaction. MySQL is read by Copy in one transaction whose view stands
// from its first read on. A source whose schema is newer than files is refused (ErrNewerSchema), one that holds half a copy
// too (ErrUnfinishedCopy); an older one is taken as it is.
func Snapshot(ctx context.Context, dsn, file string, files fs.FS, options ...Option) (err error) {
	from, err := OpenReadOnly(ctx, dsn, options...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	version, err := from.knownVersion(ctx, files)
	if err != nil {
		return err
	}
	if from.dialect == SQLite {
		return vacuumInto(ctx, strings.TrimPrefix(dsn, "sqlite://"), file)
	}
	to, err := Open(ctx, "sqlite://"+file, options...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	// The sequences are outside the view. They only grow, so that none is behind the rows.
	_, err = Copy(ctx, from, to, UpTo(files, version), CopyOptions{WhileWritten: true})
	return err
}

// knownVersion is the schema version of a database that this program can read.
func (d *DB) knownVersion(ctx context.Context, files fs.FS) (int64, error) {
	if err := d.refuseUnfinished(ctx); err != nil {
		return 0, err
	}
	current, err := d.MigratedTo(ctx)
	if err != nil {
		return 0, err
	}
	if latest, err := NewestVersion(files, d.dialect); err != nil || current > latest {
		return 0, errors.Join(err, fmt.Errorf("%w: it is at version %d, this program knows up to %d", ErrNewerSchema, current, latest))
	}
	return current, nil
}

// vacuumInto uses a connection of its own: query_only would forbid to write the copy as well.
func vacuumInto(ctx context.Context, source, file string) (err error) {
	address := url.URL{Path: source}
	pool, err := sql.Open(driverName, "file:"+address.EscapedPath()+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		return fmt.Errorf("database: open %s: %w", source, err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	// SQLite would take an empty file that is there, whatever its mode.
	made, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("database: snapshot: %w", err)
	}
	if err := made.Close(); err != nil {
		return fmt.Errorf("database: snapshot: %w", err)
	}
	if _, err := pool.ExecContext(ctx, "VACUUM INTO ?", file); err != nil {
		return fmt.Errorf("database: snapshot: %w", Translate(err))
	}
	return nil
}

// Contents reads every row of every table and says what is there, in one transaction.
func (d *DB) Contents(ctx context.Context) (contents []TableCopy, err error) {
	err = d.ReadTx(ctx, func(ctx context.Context) error {
		schema, err := d.describe(ctx)
		if err != nil {
			return err
		}
		last, err := d.sequences(ctx)
		if err != nil {
			return err
		}
		found, err := digestAll(ctx, d, schema.tables)
		if err != nil {
			return err
		}
		for n, t := range schema.tables {
			contents = append(contents, TableCopy{Name: t.name, Rows: found[n].rows, Hash: found[n].hex(), Sequence: last[t.name]})
		}
		return nil
	})
	return contents, err
}

// RefuseFull returns ErrNotEmpty or ErrUnfinishedCopy for a database into which Copy would not begin.
func (d *DB) RefuseFull(ctx context.Context, files fs.FS) error {
	_, err := d.emptyFor(ctx, files)
	return err
}

// UpTo returns the migrations up to a version alone: those that made a database of that version.
func UpTo(files fs.FS, version int64) fs.FS { return older{files, version} }

type older struct {
	fs.FS
	version int64
}

// ReadDir leaves out the migrations that are newer.
func (o older) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, name)
	kept := entries[:0]
	for _, entry := range entries {
		number, numberless := goose.NumericComponent(entry.Name())
		if entry.IsDir() || path.Ext(entry.Name()) != ".sql" || numberless != nil || number <= o.version {
			kept = append(kept, entry)
		}
	}
	return kept, err
}

// Sub keeps fs.Sub from going around ReadDir.
func (o older) Sub(folder string) (fs.FS, error) {
	inner, err := fs.Sub(o.FS, folder)
	return older{inner, o.version}, err
}
