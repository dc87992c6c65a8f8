// Package audit keeps one row for every change, every login and every refusal worth keeping.
//
// It owns the table audit_events. Invariants:
//
//   - a row is written in the transaction of the change it describes: both are there or neither is;
//   - rows are only ever added; no code of this package, and no route, changes or removes one;
//   - who, session, request and address come from the [Subject] the request carries, never from the caller's data;
//   - passwords, hashes, tokens and keys are refused by name before they can be stored.
//
// Every feature may import it. It imports platform alone; who may read what is decided by auth and handed in (see
// [Access]).
package audit
