// Package periods owns the closed months 关账: what every lamp, figure and report was when the supervision office closed the
// month, under one hash, and the corrections made later.
//
// # Tables
//
// periods, period_items, period_corrections. It reads projects, milestones, livelihood_tasks and indicators for the scope of
// a query, and writes none of them.
//
// # Invariants
//
//   - A month is closed once, after its reporting cut-off, and in order. What is frozen is what the rooms answer at that
//     moment to somebody who reads everything; it is taken, hashed and written in one transaction.
//   - Rows are only ever added: there is no UPDATE and no DELETE in this package (internal/archtest). A frozen figure that was
//     wrong stays; a correction stands beside it and names it.
//   - The hash of a month covers the hash of the month closed before it, that of a correction the one before it: who changes
//     a row in the database changes every hash after it, and the audit holds the hash as well.
//
// # Neighbours
//
// No other feature is imported, and none imports this package: internal/app gives it a [Source] and hands [Store] to the
// rooms that answer for a closed month (frozen.Reader).
package periods
