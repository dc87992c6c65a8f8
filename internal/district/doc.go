// Package district is the district itself: its name, its time zone, the year whose plan is shown, the lamp rules in
// force, the working-day calendar, and the first start of an installation nobody has an account on yet.
//
// It owns the tables rule_sets (what was uploaded, never changed), rule_set_adoptions (proposed by one, decided by another;
// what was adopted stays), district (one row), calendar_imports (append only: the newest import of a year counts, the others
// are its history) and first_start (one row: the set-up code as a hash, its failures and its lock).
//
// # What counts now
//
// [Book] is the rule set and the calendar in force, and the zone of the clock. Every change of them moves the access epoch
// in its transaction; each request reads that epoch with its session and calls [Book.Refresh], so a change counts from
// the next request on, on every instance. Nobody keeps what the book answers. What the database does not say yet is what
// the configuration says.
//
// # The first start
//
// While there is no account, whoever has the set-up code sets the district up: settings and the three administrators in
// one transaction, each with a one-time password. There is no account and no password of the program's own. Ten wrong
// codes lock the set-up for a while, in the database, so that it holds for all instances.
//
// # Invariants
//
//   - Of two set-ups at the same time one wins; the other is 409 already_set_up and leaves nothing.
//   - A code or a one-time password is never kept, only its hash, and never reaches the audit or the log.
//   - A change of zone that would set the business day back behind the records is refused.
//   - A year of the calendar is replaced as a whole, and only by a text without a fault.
//
// app imports it; it imports platform, audit, auth and schedule, and no feature.
package district
