// Package database opens the two dialects Guatu speaks, runs transactions and
// applies versioned migrations.
//
// It owns the tables leases, idempotency_keys and change_slots (the last two
// are used by httpapi and by read models) and no business word. Invariants:
//
//   - a write happens only inside Tx, which retries the whole transaction on
//     conflicts and never repeats one whose outcome is unknown;
//   - a mutable row changes only through UpdateVersion, so no update is lost;
//   - a copy into another database (Copy) is driven by the schema, never by a list of
//     tables, and marks its target until everything was found equal;
//   - driver errors are turned into the typed errors of this package by code.
//
// Every store may import it; services see only its errors and Tx.
package database
