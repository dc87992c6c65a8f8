// Package frozen says what is kept of a row when a month is closed 关账, and how an answer from a closed month is marked.
//
// Three kinds of rooms share these words: those that answer single items (milestones, livelihood, projects) give the frozen
// answer when they are asked for a period, reports compares what two days or two periods say, and periods keeps it all. The
// words are written down here once, so that what is compared is what was frozen.
//
// # Invariants
//
//   - [Facts] are plain values as they stood on the day: nothing in them is computed again when they are read.
//   - An answer of a closed month carries a [Stamp]; one without a stamp is of today or of a day.
//
// It has no table, no query and no state, and is no feature. It imports schedule and, for names of people, auth.
package frozen
