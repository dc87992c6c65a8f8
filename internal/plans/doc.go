// Package plans owns the plan of a year as a whole: whether it may still be edited, what is missing before it is frozen,
// and what becomes of its unfinished promises when the year is over.
//
// # Tables
//
// plan_years. It reads projects, milestones, livelihood_tasks and indicators for the check list and for the preview of a
// carry-over, and writes none of them: their rooms do, through the interfaces in neighbours.go.
//
// # Invariants
//
//   - A plan is draft → proposed → frozen. Who freezes is not who proposed. A frozen plan stays frozen.
//   - Whoever changes what belongs to the plan holds its row of plan_years (shared) until the transaction ends;
//     proposing and freezing hold it alone. So a change is in the plan before it is checked, or it is refused.
//   - An unfinished promise is carried over once: the plan that is left is held alone meanwhile, and the row that goes on
//     names the one before in a unique column.
//   - What is proposed is what will be frozen: nothing of it changes between the two, and both look at the check list.
//
// # Neighbours
//
// No other feature is imported, and none imports this package: internal/app hands [Store] to whoever declares an
// interface with HoldPlan.
package plans
