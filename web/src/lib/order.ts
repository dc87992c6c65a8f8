import type { WorkItem } from '@/api/types'
import { hasBadge, lampRank } from './lamp'

/** The groups of 我要填报, worst first; what has been reported comes last. */
export const WORK_GROUPS = ['overdue', 'red', 'unreported', 'dueSoon', 'month', 'later', 'reported'] as const
export type WorkGroup = (typeof WORK_GROUPS)[number]

type Orderable = Pick<WorkItem, 'pending' | 'overdueDays' | 'lamp' | 'needsReport' | 'due' | 'gapBp' | 'title'>

export function workGroup(item: Orderable): WorkGroup {
  if (item.pending) return 'reported'
  if (item.overdueDays > 0) return 'overdue'
  if (item.lamp.colour === 'red' || item.lamp.colour === 'yellow') return 'red'
  if (hasBadge(item.lamp, 'unreported')) return 'unreported'
  if (hasBadge(item.lamp, 'dueSoon')) return 'dueSoon'
  return item.needsReport ? 'month' : 'later'
}

export function compareWork(a: Orderable, b: Orderable): number {
  return (
    WORK_GROUPS.indexOf(workGroup(a)) - WORK_GROUPS.indexOf(workGroup(b)) ||
    lampRank(a.lamp.colour) - lampRank(b.lamp.colour) ||
    b.overdueDays - a.overdueDays ||
    (b.gapBp ?? 0) - (a.gapBp ?? 0) ||
    (a.due ?? '9999').localeCompare(b.due ?? '9999')
  )
}

export interface Group<T> {
  group: WorkGroup
  items: T[]
}

/** Groups in order, empty ones left out; equal items keep the order of the server. */
export function groupWork<T extends Orderable>(items: readonly T[]): Group<T>[] {
  const sorted = [...items].sort(compareWork)
  return WORK_GROUPS.map((group) => ({ group, items: sorted.filter((i) => workGroup(i) === group) })).filter(
    (g) => g.items.length > 0,
  )
}
