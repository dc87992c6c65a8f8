// Package reports holds the read models across features: the board of the ten
// tasks, the overview, the worklist of a unit and the attention list of a leader.
//
// It owns no table and writes none. It computes no lamp: milestones are read by
// one loader (loader.go), indicators are handed in by livelihood through the
// interface Indicators, and both are judged by schedule.
//
// # Invariants
//
//   - One definition of every figure: list, board, overview and worklist count the
//     same rows with the same rule set (property test).
//   - Board and overview are kept in memory under (database.ChangeMark, as-of,
//     scope). The mark is read before the rows, so a kept model is exact while the
//     mark stands, on every instance.
//   - The scope of the actor is an explicit argument of every query; the zero
//     scope reads nothing.
//   - At most five statements per read.
//
// No feature imports this package.
package reports
