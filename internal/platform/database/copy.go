package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// What Copy refuses. The database it was copying into keeps its mark with all of them but the first two.
var (
	// ErrNotEmpty: the target holds tables or rows that are not those of a fresh schema.
	ErrNotEmpty = errors.New("database: the target is not empty")
	// ErrOldSchema: the source must be migrated first, which Copy does not do: it never writes into the source.
	ErrOldSchema = errors.New("database: the schema of the source is older than this program's")
	// ErrCopyDiffers: after the copy the target is not what the source is.
	ErrCopyDiffers = errors.New("database: the copy differs from the source")
	// ErrSourceChanged: somebody wrote into the source meanwhile; that is not in the copy.
	ErrSourceChanged = errors.New("database: the source was changed during the copy")
)

// CopyOptions are what a caller of Copy may want to see and add.
type CopyOptions struct {
	// Progress is called after each batch with the table at hand and how many rows of all are there.
	Progress func(table string, done, total int64)
	// Check is called when everything has been copied and compared, before the target is given free. Reads of the source
	// with its context see the state that was copied.
	Check func(ctx context.Context) error
	// WhileWritten lets others write into the source meanwhile. What they write after its first read is not in the copy.
	WhileWritten bool
}

// TableCopy says what of one table is on both sides.
type TableCopy struct {
	Name string
	Rows int64
	// Hash is the same for the same rows, in whatever order and on whichever dialect.
	Hash string
	// Sequence is the last id that was given, 0 for a table that gives none.
	Sequence int64
}

// Copy brings everything of one database into another, fresh one: every table of the schema, whatever it is, row by row,
// with ids and sequences; then reads both and compares. The source, opened with OpenReadOnly, is never written and is read
// in one transaction. The target must be empty: without tables (it is migrated then), or as the migrations leave it.
//
// While it works the target carries a mark with which no program starts on it (ErrUnfinishedCopy). The mark goes when
// everything was found equal, so a copy that was interrupted, or failed, can not be taken for a whole one.
func Copy(ctx context.Context, from, to *DB, files fs.FS, o CopyOptions) (tables []TableCopy, err error) {
	if err := from.copyable(ctx, files); err != nil {
		return nil, err
	}
	fresh, err := to.emptyFor(ctx, files)
	if err != nil {
		return nil, err
	}
	if err := to.setMark(ctx); err != nil {
		return nil, err
	}
	if fresh {
		if err := to.migrate(ctx, files); err != nil {
			return nil, err
		}
	}
	var mark int64
	err = from.ReadTx(ctx, func(ctx context.Context) (err error) {
		if mark, err = from.ChangeMark(ctx); err != nil {
			return err
		}
		if tables, err = copyAll(ctx, from, to, o); err != nil || o.Check == nil {
			return err
		}
		return o.Check(ctx)
	})
	if err != nil {
		return nil, err
	}
	if now, err := from.ChangeMark(ctx); err != nil || (now != mark && !o.WhileWritten) {
		return nil, errors.Join(err, ErrSourceChanged)
	}
	return tables, to.dropMark(ctx)
}

// copyable refuses a source that is no database of this program, or of another version of it.
func (d *DB) copyable(ctx context.Context, files fs.FS) error {
	if err := d.refuseUnfinished(ctx); err != nil {
		return fmt.Errorf("source: %w", err)
	}
	current, err := d.MigratedTo(ctx)
	if err != nil {
		return fmt.Errorf("source: %w", err)
	}
	latest, err := NewestVersion(files, d.dialect)
	switch {
	case err != nil:
		return err
	case current > latest:
		return fmt.Errorf("source: %w: it is at version %d, this program knows up to %d", ErrNewerSchema, current, latest)
	case current < latest:
		return fmt.Errorf("%w: it is at version %d of %d", ErrOldSchema, current, latest)
	}
	return nil
}

// copyAll copies, sets the sequences and compares. It runs within the read transaction of the source.
func copyAll(ctx context.Context, from, to *DB, o CopyOptions) (_ []TableCopy, err error) {
	plan, err := planCopy(ctx, from, to)
	if err != nil {
		return nil, err
	}
	there, err := plan.copyRows(ctx, o.Progress)
	if err != nil {
		return nil, err
	}
	here, err := digestAll(ctx, to, plan.target)
	if err != nil {
		return nil, err
	}
	sequences, err := to.sequences(ctx)
	if err != nil {
		return nil, err
	}
	var tables []TableCopy
	var differ []string
	for n, t := range plan.source {
		last := plan.sequences[t.name]
		// MySQL may be ahead: it steps over ids that were reserved and not used.
		if here[n] != there[n] || sequences[t.name] < last {
			differ = append(differ, fmt.Sprintf("%s (%d rows, %s, last id %d; in the target %d rows, %s, last id %d)", t.name,
				there[n].rows, there[n].short(), last, here[n].rows, here[n].short(), sequences[t.name]))
		}
		tables = append(tables, TableCopy{Name: t.name, Rows: there[n].rows, Hash: there[n].hex(), Sequence: last})
	}
	if len(differ) > 0 {
		return nil, fmt.Errorf("%w: %s", ErrCopyDiffers, strings.Join(differ, "; "))
	}
	return tables, orphans(ctx, to, plan.references)
}

// copyPlan is what is to be done, found from the two schemas.
type copyPlan struct {
	from, to       *DB
	source, target []table // the same tables in the same order: what others refer to comes first
	references     []reference
	sequences      map[string]int64
	total          int64
}

func planCopy(ctx context.Context, from, to *DB) (*copyPlan, error) {
	source, err := from.describe(ctx)
	if err != nil {
		return nil, fmt.Errorf("source: %w", err)
	}
	target, err := to.describe(ctx)
	if err != nil {
		return nil, fmt.Errorf("target: %w", err)
	}
	if err := sameTables(source.tables, target.tables); err != nil {
		return nil, err
	}
	p := &copyPlan{from: from, to: to, references: union(source.references, target.references)}
	order := ordered(source.tables, p.references)
	for _, name := range order {
		p.source = append(p.source, source.tables[slices.IndexFunc(source.tables, func(t table) bool { return t.name == name })])
		p.target = append(p.target, target.tables[slices.IndexFunc(target.tables, func(t table) bool { return t.name == name })])
	}
	if p.sequences, err = from.sequences(ctx); err != nil {
		return nil, err
	}
	for _, t := range p.source {
		rows, err := from.countRows(ctx, t.name)
		if err != nil {
			return nil, err
		}
		p.total += rows
	}
	return p, nil
}

// copyRows fills the target and returns what was read from the source.
func (p *copyPlan) copyRows(ctx context.Context, progress func(string, int64, int64)) (_ []digest, err error) {
	writer, err := p.to.startLoading(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, writer.stop(context.WithoutCancel(ctx))) }()
	var done int64
	digests := make([]digest, len(p.source))
	for n, t := range p.source {
		if err := writer.empty(ctx, t); err != nil {
			return nil, err
		}
		err := p.from.eachPage(ctx, t, func(rows [][]any) error {
			for _, row := range rows {
				digests[n].add(row)
			}
			if err := writer.insert(ctx, t, rows); err != nil {
				return err
			}
			done += int64(len(rows))
			if progress != nil {
				progress(t.name, done, p.total)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("database: copying %s: %w", t.name, err)
		}
	}
	return digests, writer.setSequences(ctx, p.sequences)
}

// orphans makes sure that every row refers to one that is there: while rows came in, the database did not look.
func orphans(ctx context.Context, d *DB, references []reference) error {
	for _, r := range references {
		if r.column == "" || r.toColumn == "" {
			continue // a key of several columns: its rows are compared, like all
		}
		var found int64
		err := d.Read(ctx).Raw("SELECT COUNT(*) FROM " + quote(r.table) + " c LEFT JOIN " + quote(r.to) + " p ON p." + quote(r.toColumn) +
			" = c." + quote(r.column) + " WHERE c." + quote(r.column) + " IS NOT NULL AND p." + quote(r.toColumn) + " IS NULL").Row().Scan(&found)
		if err != nil {
			return Translate(err)
		}
		if found > 0 {
			return fmt.Errorf("%w: %d rows of %s name a %s in %s that is not there", ErrReference, found, r.table, r.to, r.column)
		}
	}
	return nil
}

// MigratedTo is the version of the newest migration the database has had. Unlike SchemaVersion it makes no table, and refuses a
// database that has none.
func (d *DB) MigratedTo(ctx context.Context) (int64, error) {
	names, err := d.TableNames(ctx)
	if err != nil {
		return 0, err
	}
	if !slices.Contains(names, versionTable) {
		return 0, errors.New("database: this is no database of this program, it has no versions of the schema")
	}
	var version sql.NullInt64
	err = d.Read(ctx).Raw("SELECT MAX(version_id) FROM " + versionTable + " WHERE is_applied = 1").Row().Scan(&version)
	return version.Int64, Translate(err)
}
