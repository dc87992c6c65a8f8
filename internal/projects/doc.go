// Package projects owns 重点项目: the ledger of what is built, who leads it, on which lists it stands, what it costs this
// year, and the words of the plan it comes from.
//
// # Tables
//
// projects and its append-only twin project_versions; project_units (co-units), project_lists, lists; source_items, the
// words of the report the plan was made from, which are written once by a loader and only read here.
//
// # Invariants
//
//   - The lamp of a project is computed from its row, its milestones and the day; it is never stored.
//   - Money is whole 元. What has been invested is a figure of a month (year_done_month); a project without a figure has
//     none, not zero.
//   - co_units of a row and of its versions is the membership at that write; rights go by project_units, which is of today.
//   - Every write is one transaction: conditional update by version, version row, audit row. When lead unit or leader
//     move, the milestones follow in the same transaction.
//   - A list by lamp or by figures of the milestones has them counted by the database and judged by schedule; it holds what the
//     single reads say (property test). The wall chart, the choices and the files are such lists.
//   - Lists, counts and single reads take the scope of the caller as an argument of the query.
//
// # Neighbours
//
// No other feature is imported, and none imports this package: internal/app gives it an implementation of [Nodes].
package projects
