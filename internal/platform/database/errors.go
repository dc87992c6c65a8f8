package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/go-sql-driver/mysql"
	"gorm.io/gorm"
	"modernc.org/sqlite"
)

// The errors a caller can rely on. They are found with errors.Is; the driver's
// error stays in the chain for the log.
var (
	// ErrNotFound: no such row.
	ErrNotFound = errors.New("database: not found")
	// ErrDuplicate: a unique index refused the row.
	ErrDuplicate = errors.New("database: duplicate")
	// ErrReference: a foreign key refused the change.
	ErrReference = errors.New("database: foreign key violated")
	// ErrGuard: a trigger refused the row.
	ErrGuard = errors.New("database: refused by a rule of the database")
	// ErrConflict: the row has another version than the caller saw.
	ErrConflict = errors.New("database: version conflict")
	// ErrDayBehind: the business day is earlier than that of the newest version.
	ErrDayBehind = errors.New("database: business day is behind the records")
	// ErrUnavailable: the database cannot serve now; trying later may help.
	ErrUnavailable = errors.New("database: unavailable")
	// ErrOutcomeUnknown: the connection was lost while committing, nobody knows
	// whether the transaction took effect.
	ErrOutcomeUnknown = errors.New("database: outcome of the commit is unknown")
	// ErrNewerSchema: the database was migrated by a newer program.
	ErrNewerSchema = errors.New("database: schema is newer than this program")
	// ErrLeaseHeld: another instance holds the lease.
	ErrLeaseHeld = errors.New("database: lease is held by another instance")
	// ErrLeaseLost: the lease expired and another instance took it.
	ErrLeaseLost = errors.New("database: lease was lost")
	// ErrDone: work that is done once in a period was done in this one.
	ErrDone = errors.New("database: the work of this period is done")
)

// SQLite primary result codes (https://sqlite.org/rescode.html).
const (
	sqliteBusy     = 5
	sqliteLocked   = 6
	sqliteReadOnly = 8
	sqliteIOErr    = 10
	sqliteFull     = 13
	sqliteCantOpen = 14

	sqliteConstraint = 19

	sqliteConstraintForeignKey = 787
	sqliteConstraintPrimaryKey = 1555
	sqliteConstraintUnique     = 2067
	sqliteConstraintTrigger    = 1811
)

// Translate puts the typed error of this package in front of a driver or GORM
// error. It judges by code, never by text, and leaves unknown errors as they are.
func Translate(err error) error {
	typed := typedError(err)
	if typed == nil || errors.Is(err, typed) {
		return err
	}
	return fmt.Errorf("%w: %w", typed, err)
}

func typedError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound), errors.Is(err, sql.ErrNoRows):
		return ErrNotFound
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return ErrDuplicate
	case errors.Is(err, gorm.ErrForeignKeyViolated):
		return ErrReference
	case errors.Is(err, ErrOutcomeUnknown):
		return nil
	}
	if typed := typedByCode(err); typed != nil {
		return typed
	}
	if isRetryable(err) || isLostConnection(err) {
		return ErrUnavailable
	}
	return nil
}

func typedByCode(err error) error {
	if my, ok := errors.AsType[*mysql.MySQLError](err); ok {
		switch my.Number {
		case 1062:
			return ErrDuplicate
		case 1451, 1452:
			return ErrReference
		case 1644: // SIGNAL
			return ErrGuard
		case 1040, 1053, 1129, 1180, 1203, 1290, 1836, 9001, 9002, 9003, 9004, 9005:
			return ErrUnavailable // refused, shutting down, read-only, no quorum
		}
	}
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		switch lite.Code() {
		case sqliteConstraintPrimaryKey, sqliteConstraintUnique:
			return ErrDuplicate
		case sqliteConstraintForeignKey:
			return ErrReference
		case sqliteConstraintTrigger:
			return ErrGuard
		}
		switch lite.Code() & 0xff {
		case sqliteFull, sqliteIOErr, sqliteReadOnly, sqliteCantOpen:
			return ErrUnavailable
		}
	}
	return nil
}

// isRetryable tells conflicts after which the whole transaction may run again:
// the server has undone it, or says that it did nothing.
func isRetryable(err error) bool {
	if my, ok := errors.AsType[*mysql.MySQLError](err); ok {
		switch my.Number {
		case 1213, // deadlock, also Galera certification
			1467,                   // deadlock or conflict while InnoDB hands out the next id; it names it by its own number
			1205,                   // lock wait timeout
			1020,                   // row changed since read (innodb_snapshot_isolation)
			3572,                   // NOWAIT
			1047,                   // Galera node not ready
			8002, 8005, 8028, 9007: // TiDB conflicts and schema changes
			return true
		}
	}
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		primary := lite.Code() & 0xff
		return primary == sqliteBusy || primary == sqliteLocked
	}
	return false
}

// isFull tells that SQLite found no room on the disk; it has undone the transaction then.
func isFull(err error) bool {
	lite, ok := errors.AsType[*sqlite.Error](err)
	return ok && lite.Code()&0xff == sqliteFull
}

// isBrokenFile tells that SQLite failed for a reason that is none of the rows: what is on the disk then, only the next start knows.
func isBrokenFile(err error) bool {
	lite, ok := errors.AsType[*sqlite.Error](err)
	return ok && lite.Code()&0xff != sqliteConstraint
}

// isLostConnection tells that the connection broke, so that nothing can be
// said about a statement under way. Outside COMMIT the transaction is gone.
func isLostConnection(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	if errors.Is(err, mysql.ErrInvalidConn) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF) {
		return true
	}
	if my, ok := errors.AsType[*mysql.MySQLError](err); ok && (my.Number == 1053 || my.Number == 1927) {
		return true // server shutting down, connection killed
	}
	var network *net.OpError
	return errors.As(err, &network)
}
