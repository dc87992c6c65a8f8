// Package changes owns 延期、变更、停缓建、复工 and 退出: what a unit asks for, who decides by which route, and with which words.
//
// # Tables
//
// change_requests and change_items. It reads projects, livelihood_tasks, indicators and project_units for the scope of a
// query, plan_years for whether a plan is frozen, and writes none of them.
//
// # Invariants
//
//   - A request is submitted → approved | rejected | withdrawn, once. Of one item and kind one request at most is undecided.
//   - The lamp moves on approval, never on request: an approval and what it does to its items are one transaction, through
//     [Milestones] and [Indicators].
//   - Who asked never decides. Timing, route and slip are those of the day of the request and stand for ever (rules.md 7).
//   - An item that is not what it was when it was asked for is not changed by an approval: the decision is refused and says
//     what differs.
//   - Before the freeze nothing is asked for: the plan is edited. After it dates and targets move here alone.
//
// # Neighbours
//
// No other feature is imported, and none imports this package: internal/app hands in [Milestones], [Indicators] and [Plans].
package changes
