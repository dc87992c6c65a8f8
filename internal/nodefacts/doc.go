// Package nodefacts says what the row of a milestone (节点) means to the rules.
//
// Three rooms read such rows: milestones, which owns them, livelihood for the
// milestone an indicator points at, and reports for every view. The same row
// must give each of them the same lamp, so the columns, the facts they stand for
// (Columns.Facts) and the conditions of schedule over them as SQL (SQL) are
// written down here once.
//
// It has no table, no query and no state, and is no feature: whoever reads rows
// of milestones or milestone_versions may import it. It imports schedule alone.
package nodefacts
