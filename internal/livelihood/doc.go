// Package livelihood keeps the ten livelihood tasks 十件民生实事 of a year and
// their indicators 子项: create, edit, list, readings and their effect.
//
// It owns the tables livelihood_tasks, livelihood_task_versions, indicators and
// indicator_versions. It reads, and never writes, the milestone columns that the
// lamp of an EVENT or STAGE indicator needs (one join in store_read.go: the facts
// are needed for every indicator of a list in one statement, which a call per
// milestone could not give).
//
// # Invariants
//
//   - An EVENT or STAGE indicator points at a milestone, has no facts of its own
//     and is reported there: a reading on it is refused.
//   - A submitted reading moves no figure. It leaves only the marks of its month
//     (last_report_month, pending_month, pending_on, claimed_on); the value moves
//     when the reading is confirmed.
//   - Every write of a row is one conditional update, its copy in *_versions and
//     one audit event, in one transaction.
//   - A read as of a day takes of every id the last version recorded until then,
//     of the linked milestones too. A read costs at most five statements.
//   - The lamp, the share and the class are computed by schedule from one function
//     (facts.go) and are stored nowhere.
//
// The rows of readings are reports and belong to the milestones package: it files
// and decides them, and calls Desk for what a decision means to an indicator.
// No feature imports this package; app hands its services to others.
package livelihood
