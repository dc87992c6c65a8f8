package database

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// markTable is there while a copy into this database is under way. Its presence is the mark: making and dropping a table is
// one step on both dialects, and needs no schema yet.
const markTable = "copy_unfinished"

// ErrUnfinishedCopy: a copy into this database was begun and did not come to its end.
var ErrUnfinishedCopy = errors.New("database: a copy into this database was begun and not finished; empty it and copy again")

func (d *DB) setMark(ctx context.Context) error {
	if _, err := d.exec(ctx, "CREATE TABLE "+markTable+" (id INTEGER NOT NULL PRIMARY KEY)"); err != nil {
		return fmt.Errorf("database: mark of the copy: %w", err)
	}
	return nil
}

func (d *DB) dropMark(ctx context.Context) error {
	if _, err := d.exec(ctx, "DROP TABLE "+markTable); err != nil {
		return fmt.Errorf("database: the copy is complete, its mark can not be removed: %w", err)
	}
	return nil
}

// CopyUnfinished says whether the database carries the mark of a copy into it that did not come to its end.
func (d *DB) CopyUnfinished(ctx context.Context) (bool, error) {
	err := d.refuseUnfinished(ctx)
	if errors.Is(err, ErrUnfinishedCopy) {
		return true, nil
	}
	return false, err
}

// refuseUnfinished returns ErrUnfinishedCopy for a database that carries the mark.
func (d *DB) refuseUnfinished(ctx context.Context) error {
	names, err := d.TableNames(ctx)
	if err == nil && slices.Contains(names, markTable) {
		err = ErrUnfinishedCopy
	}
	return err
}

// emptyFor says whether a copy may begin here: yes with fresh where there is no table at all, yes where everything is as
// the migrations of this program leave it, else ErrNotEmpty (or ErrUnfinishedCopy).
func (d *DB) emptyFor(ctx context.Context, files fs.FS) (fresh bool, err error) {
	if err := d.refuseUnfinished(ctx); err != nil {
		return false, fmt.Errorf("target: %w", err)
	}
	names, err := d.TableNames(ctx)
	if err != nil || len(names) == 0 {
		return true, err
	}
	if !slices.Contains(names, versionTable) {
		return false, fmt.Errorf("%w: it has %d tables of another program", ErrNotEmpty, len(names))
	}
	version, err := d.MigratedTo(ctx)
	if err != nil {
		return false, err
	}
	if latest, err := NewestVersion(files, d.dialect); err != nil || version != latest {
		return false, errors.Join(err, fmt.Errorf("%w: its schema is at version %d, this program's is %d; use a database without tables", ErrNotEmpty, version, latest))
	}
	return false, d.asMigrated(ctx, files)
}

// asMigrated compares the database with one that was migrated this moment: what migrations put into tables is no content.
// So nobody has to keep a list of such tables.
func (d *DB) asMigrated(ctx context.Context, files fs.FS) (err error) {
	folder, err := os.MkdirTemp("", "guatu-fresh-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	model, err := Open(ctx, SQLite+"://"+filepath.Join(folder, "fresh.db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, model.Close()) }()
	if err := model.migrate(ctx, files); err != nil {
		return err
	}
	want, err := model.describe(ctx)
	if err != nil {
		return err
	}
	have, err := d.describe(ctx)
	if err != nil {
		return err
	}
	if err := sameTables(want.tables, have.tables); err != nil {
		return fmt.Errorf("%w: %w", ErrNotEmpty, err)
	}
	return d.sameContent(ctx, model, have.tables)
}

func (d *DB) sameContent(ctx context.Context, model *DB, tables []table) error {
	for _, t := range tables {
		if t.name == "leases" {
			continue // who migrated leaves its name there
		}
		one, err := digestAll(ctx, model, []table{t})
		if err != nil {
			return err
		}
		own, err := digestAll(ctx, d, []table{t})
		if err != nil {
			return err
		}
		if one[0] != own[0] {
			return fmt.Errorf("%w: %s has %d rows", ErrNotEmpty, t.name, own[0].rows)
		}
	}
	return nil
}
