package app

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/auth"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/observe"
)

// verifyEvery is how often a running program checks the whole audit by itself.
const verifyEvery = 24 * time.Hour

// auditDir is where the signing key, the checkpoints and the archives are.
func auditDir(c config.Config) string { return filepath.Join(c.DataDir, "audit") }

// verifyDaily checks the audit when the last daily check is a day old, and says so aloud when something is wrong. One of the instances
// does it, and keeps one outcome for each day, whatever their clocks say and whoever is paused meanwhile: the day, and the right to
// write, are looked at in the transaction that keeps the outcome.
func (a *App) verifyDaily(ctx context.Context) error {
	return a.db.Alone(ctx, verifyLease, leaseFor, func(ctx context.Context, lease *database.Lease) error {
		if due, err := lease.Due(ctx, verifyEvery); err != nil || !due {
			return err
		}
		found, err := audit.Verify(ctx, a.db, auditDir(a.config), a.clock.Now())
		if err != nil {
			return err
		}
		err = a.db.QuietTx(ctx, func(ctx context.Context, tx *gorm.DB) error {
			if err := lease.Done(tx, verifyEvery); err != nil {
				return err
			}
			return audit.KeepVerification(ctx, a.db, found)
		})
		if err == nil && len(found.Faults) > 0 {
			a.log.ErrorContext(ctx, "the audit does not stand the check", "faults", len(found.Faults), "first", found.Faults[0].String())
		}
		return err
	})
}

// AuditDesk is what the administrator of the machine may do to the audit from the command line.
type AuditDesk struct {
	db       *database.DB
	recorder *audit.Recorder
	notary   *audit.Notary
	dir      string
	now      func() time.Time
	zone     *time.Location
}

// WithAudit opens the database of the configuration for use, without starting the program on it. The schema must be that of this
// program.
func WithAudit(ctx context.Context, c config.Config, out io.Writer, use func(AuditDesk) error) (err error) {
	log, err := logTo(out, c)
	if err != nil {
		return err
	}
	clk, err := newClock(c)
	if err != nil {
		return err
	}
	db, err := openDatabase(ctx, c, log, observe.NewMetrics())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	recorder := audit.New(clk)
	zone, err := clock.LoadZone(c.Zone)
	if err != nil {
		return err
	}
	return use(AuditDesk{db: db, recorder: recorder, notary: audit.NewNotary(db, recorder, log, auditDir(c)), dir: auditDir(c), now: clk.Now, zone: zone})
}

// Verify checks the whole audit and keeps what it found for the auditor's page.
func (d AuditDesk) Verify(ctx context.Context) (audit.Verification, error) {
	found, err := audit.Verify(ctx, d.db, d.dir, d.now())
	if err != nil {
		return found, err
	}
	return found, audit.KeepVerification(ctx, d.db, found)
}

// Archive writes the records of a request that two people have confirmed into a signed file; they stay in the database.
func (d AuditDesk) Archive(ctx context.Context, request int64) (audit.Archived, error) {
	done, err := audit.Archive(ctx, d.db, d.recorder, d.dir, request, d.zone, d.now())
	return done, archiveWords(err)
}

// Prune takes the records of an archive that two people have confirmed out of the database, and signs how the audit stands afterwards.
func (d AuditDesk) Prune(ctx context.Context, path string) (audit.Archived, error) {
	done, err := audit.Prune(ctx, d.db, d.recorder, d.dir, path, d.now())
	if err != nil {
		return done, archiveWords(err)
	}
	return done, d.notary.Checkpoint(ctx)
}

// Grants are the statements that give an account of MariaDB everything the running program needs, and no right to change or
// remove a record of the audit; and those that let the database keep the three administrators apart.
func (d AuditDesk) Grants(ctx context.Context, account string) ([]string, error) {
	statements, err := d.db.Grants(ctx, account, audit.Tables())
	if err != nil {
		return nil, err
	}
	database, err := d.db.Name(ctx)
	if err != nil {
		return nil, err
	}
	statements = append([]string{"USE " + database + ";"}, statements...)
	statements = append(statements, "DELIMITER //")
	for _, trigger := range auth.ExclusiveTriggers() {
		statements = append(statements, trigger+" //")
	}
	return append(statements, "DELIMITER ;"), nil
}
