// Package schedule is the one reading of dates, lamps, progress and roll-ups:
// sections 1 to 6 of the rule text (design/rules.md) as pure functions.
//
// It owns
//
//   - civil dates and months, deadline phrases and the working-day calendar;
//   - rule sets: the numbers of the rules as data, with their presets in
//     configs/rulesets;
//   - the lamp of a milestone (M0–M9), of progress against the plan of the year
//     (P2, T0–T2), of an indicator (also KEEP, SERVICE, OPEN), of a task, of a
//     project (P0–P3) and of a supervision order;
//   - the compiler of "list by colour" into conditions that a store renders to
//     SQL, and the evaluation of one JSON line for the verb "guatu lamp".
//
// Invariants
//
//   - Total: any facts give exactly one colour, one rule id and one sentence.
//   - Exact: integers and fractions only; a share is cut to the basis point
//     for display and never rounded before it is compared.
//   - Pure: no clock, no package state, no input or output. "Today" is always
//     the argument asOf, and a fact dated after it counts as absent.
//   - A cap (力争) changes the colour and never the rule id.
//
// Every package of Guatu may import schedule; schedule imports nothing but the
// standard library.
package schedule
