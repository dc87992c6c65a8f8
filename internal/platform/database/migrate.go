package database

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/pressly/goose/v3"
)

const (
	migrationLease = "migrations"
	migrationTTL   = 30 * time.Second
	leaseFile      = "00001_leases.sql" // must exist before anything can be guarded by a lease
)

// Migrate brings the schema to the newest version in files, which holds one
// folder per dialect (sqlite, mysql). Any number of instances may call it at
// once: one works, the others wait for it. It refuses with ErrNewerSchema a
// database that a newer program has migrated, and with ErrUnfinishedCopy one that holds half of another.
func (d *DB) Migrate(ctx context.Context, files fs.FS) error {
	if err := d.refuseUnfinished(ctx); err != nil {
		return err
	}
	if current, err := d.current(ctx, files); err != nil || current {
		return err
	}
	return d.migrate(ctx, files)
}

// current says whether there is nothing to migrate. An account that may not change the schema can start then.
func (d *DB) current(ctx context.Context, files fs.FS) (bool, error) {
	names, err := d.TableNames(ctx)
	if err != nil || !slices.Contains(names, versionTable) {
		return false, err
	}
	version, err := d.MigratedTo(ctx)
	if err != nil {
		return false, err
	}
	latest, err := NewestVersion(files, d.dialect)
	return version == latest, err
}

func (d *DB) migrate(ctx context.Context, files fs.FS) error {
	folder, err := fs.Sub(files, d.dialect)
	if err != nil {
		return fmt.Errorf("database: migrations: %w", err)
	}
	if err := d.bootstrap(ctx, folder); err != nil {
		return err
	}
	lease, err := d.waitForLease(ctx)
	if err != nil {
		return err
	}
	err = lease.during(ctx, func(ctx context.Context) error { return d.up(ctx, folder, lease) })
	return errors.Join(err, lease.Release(context.WithoutCancel(ctx)))
}

// bootstrap makes the table of leases. Its file is also the first migration
// and changes nothing when the table is there.
func (d *DB) bootstrap(ctx context.Context, folder fs.FS) error {
	statement, err := fs.ReadFile(folder, leaseFile)
	if err != nil {
		return fmt.Errorf("database: migrations: %w", err)
	}
	if _, err := d.exec(ctx, string(statement)); err != nil {
		return fmt.Errorf("database: table of leases: %w", err)
	}
	return nil
}

func (d *DB) waitForLease(ctx context.Context) (*Lease, error) {
	for {
		lease, err := d.AcquireLease(ctx, migrationLease, migrationTTL)
		if !errors.Is(err, ErrLeaseHeld) {
			return lease, err
		}
		if err := pause(ctx); err != nil {
			return nil, fmt.Errorf("database: waiting for another instance to migrate: %w", err)
		}
	}
}

// up applies one migration after the other; each only while the lease holds.
func (d *DB) up(ctx context.Context, folder fs.FS, lease *Lease) error {
	provider, err := d.provider(folder)
	if err != nil {
		return err
	}
	current, latest, err := versions(ctx, provider)
	if err != nil {
		return err
	}
	if current > latest {
		return fmt.Errorf("%w: it is at version %d, this program knows up to %d; start the newer program or restore an older backup",
			ErrNewerSchema, current, latest)
	}
	for {
		pending, err := provider.HasPending(ctx)
		if err != nil || !pending {
			return wrapMigration(err)
		}
		if err := lease.Renew(ctx); err != nil {
			return err
		}
		result, err := provider.UpByOne(ctx)
		if err != nil {
			return wrapMigration(err)
		}
		d.log.InfoContext(ctx, "migrated", "version", result.Source.Version, "elapsed", result.Duration)
	}
}

func wrapMigration(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("database: migrate: %w", Translate(err))
}

// SchemaVersion returns the version of the database and the newest one in
// files; the schema is current when they are equal. A database that holds half of another has none: ErrUnfinishedCopy.
func (d *DB) SchemaVersion(ctx context.Context, files fs.FS) (current, latest int64, err error) {
	if err := d.refuseUnfinished(ctx); err != nil {
		return 0, 0, err
	}
	folder, err := fs.Sub(files, d.dialect)
	if err != nil {
		return 0, 0, fmt.Errorf("database: migrations: %w", err)
	}
	provider, err := d.provider(folder)
	if err != nil {
		return 0, 0, err
	}
	return versions(ctx, provider)
}

func (d *DB) provider(folder fs.FS) (*goose.Provider, error) {
	dialect := goose.DialectMySQL
	if d.dialect == SQLite {
		dialect = goose.DialectSQLite3
	}
	provider, err := goose.NewProvider(dialect, d.writeSQL, folder, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("database: migrations: %w", err)
	}
	return provider, nil
}

func versions(ctx context.Context, provider *goose.Provider) (current, latest int64, err error) {
	current, err = provider.GetDBVersion(ctx)
	if err != nil {
		return 0, 0, wrapMigration(err)
	}
	for _, source := range provider.ListSources() {
		latest = max(latest, source.Version)
	}
	return current, latest, nil
}
