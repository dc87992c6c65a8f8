// Package milestones owns 节点 and 填报: what must be true by which day, what the lead unit reports about it every month,
// and who decides on the report.
//
// # Tables
//
// milestones and its append-only twin milestone_versions; reports, which also holds the readings of livelihood
// indicators (indicator_id) and the figures of projects (project_id). It reads projects, project_units, departments, posts,
// post_holders and users for names and for the scope of a query, and writes none of them.
//
// # Invariants
//
//   - The row of a milestone holds every fact of its lamp, so that a lamp of any day can be computed from one row of
//     milestones (today) or of milestone_versions (as recorded on that day). No lamp is ever stored.
//   - open, clock_due, base_clock_due, window_from and colour_day are derived by [MilestoneRow.derive] at each write and by nothing else.
//   - Before the plan of its year is frozen, [Service.EditPlan] sets baseline and approved date together. After it A, the
//     approved date, moves in [Service.ApplyChange] alone.
//   - What was carried over to the next plan is never edited again; the row that goes on names it (carried_from).
//   - A report is submitted → approved (unit) → confirmed (supervision office); returned on either level, withdrawn before
//     anybody else approved it. Author, approver and confirmer are different people; only the report of a head of the unit is
//     approved by its author. One undecided report for each milestone or indicator. Figures move when it is confirmed; the
//     claim and 未报 move when it is submitted.
//   - Every write is one transaction: conditional update by version, version row, audit row.
//   - lead_department_id and leader_post_id are copies of the project's (or the indicator's) and follow it, so that the
//     scope of a list is a condition on one table.
//
// # Neighbours
//
// No other feature is imported, and none imports this package: internal/app hands [Service] to whoever declares an
// interface it satisfies, and gives it implementations of [Readings] and [Figures].
package milestones
