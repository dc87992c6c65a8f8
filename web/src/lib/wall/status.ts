import { addDays, daysBetween, type CivilDate } from '../date'
import { dueOf, openNodes, type WallNode, type WallRow } from './model'

/** What the last column says about a row: the one thing to know. */
export type Status =
  | { kind: 'overdue'; node: WallNode; days: number; more: number }
  | { kind: 'claimed'; node: WallNode; since: CivilDate }
  | { kind: 'behind'; gapBp: number }
  | { kind: 'forecast'; node: WallNode; date: CivilDate; days: number }
  | { kind: 'expected'; node: WallNode; date: CivilDate }
  | { kind: 'troubled' }
  | { kind: 'next'; node: WallNode; date: CivilDate; days: number }
  | { kind: 'suspended'; node: WallNode }
  | { kind: 'done' }
  | { kind: 'undated' }
  | { kind: 'none' }

/** Days after the plan as it stands; the clock of the unit stops at its claim. */
export function daysLate(n: WallNode, asOf: CivilDate): number {
  if (n.overdueDays !== undefined) return n.overdueDays
  const due = dueOf(n)
  if (!due || n.verified || n.suspended || n.exited) return 0
  const to = n.claimed && n.claimed < asOf ? n.claimed : asOf
  return Math.max(0, daysBetween(due, to))
}

/**
 * The worst first, as a meeting would ask: what is late, what is behind, what
 * the unit itself expects late, then what comes next.
 */
export function statusOf(row: WallRow, asOf: CivilDate): Status {
  const nodes = row.nodes ?? []
  const open = openNodes(nodes)
  const late = open.filter((n) => daysLate(n, asOf) > 0)
  const worst = late.reduce<WallNode | null>((a, n) => (!a || daysLate(n, asOf) > daysLate(a, asOf) ? n : a), null)
  const troubled = row.lamp.colour === 'red' || row.lamp.colour === 'yellow'
  const gap = row.progress ? row.progress.planBp - row.progress.actualBp : 0
  // One red node makes a project yellow, so a yellow project may owe its lamp to either.
  const byNode = open.some((n) => n.colour === 'red' || n.colour === row.lamp.colour)
  if (troubled && !byNode && gap > 0) return { kind: 'behind', gapBp: gap }
  if (worst) {
    if (worst.claimed && late.length === 1) return { kind: 'claimed', node: worst, since: worst.claimed }
    return { kind: 'overdue', node: worst, days: daysLate(worst, asOf), more: late.length - 1 }
  }
  if (troubled) {
    const told = open.find((n) => n.forecast && n.forecast > (dueOf(n) ?? '') && n.colour === 'yellow')
    if (told) return { kind: 'forecast', node: told, date: told.forecast!, days: daysBetween(dueOf(told)!, told.forecast!) }
    const passed = open.find((n) => n.forecast && n.forecast < asOf && n.colour === 'yellow')
    if (passed) return { kind: 'expected', node: passed, date: passed.forecast! }
    return { kind: 'troubled' }
  }
  const claimed = open.find((n) => n.claimed)
  if (claimed) return { kind: 'claimed', node: claimed, since: claimed.claimed! }
  const next = open.find((n) => !n.claimed)
  if (next) return { kind: 'next', node: next, date: dueOf(next)!, days: daysBetween(asOf, dueOf(next)!) }
  const suspended = nodes.find((n) => n.suspended && !n.exited && !n.verified)
  if (suspended) return { kind: 'suspended', node: suspended }
  if (nodes.every((n) => n.exited)) return { kind: 'none' }
  return nodes.every((n) => n.verified || n.exited) ? { kind: 'done' } : { kind: 'undated' }
}

/** The stretch of time the nodes speak of, whole months, at least the year: a project page shows every date. */
export function reachOf(nodes: readonly WallNode[], from: CivilDate, to: CivilDate): { from: CivilDate; to: CivilDate } {
  let [first, last] = [from, to]
  for (const n of nodes) {
    for (const d of [...(n.earlier ?? []), n.plannedStart, n.baseline, n.approved, n.forecast, n.reached]) {
      if (!d) continue
      if (d < first) first = `${d.slice(0, 7)}-01`
      if (d > last) last = endOfMonth(d)
    }
  }
  return { from: first, to: last }
}

function endOfMonth(date: CivilDate): CivilDate {
  const [y, m] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))]
  const next = m === 12 ? `${y + 1}-01-01` : `${y}-${String(m + 1).padStart(2, '0')}-01`
  return addDays(next, -1)
}
