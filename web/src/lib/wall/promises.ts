import type { HistoryEntry, Milestone } from '@/api/types'
import { daysBetween, parseDate, type CivilDate } from '../date'
import type { WallNode } from './model'

/** A milestone as the wall draws it. */
export function nodeOf(m: Milestone): WallNode {
  return {
    earlier: earlierPlans(m).flatMap((p) => p.dates.slice(-1)),
    id: m.id, name: m.name, key: m.key, firmness: m.firmness, plannedStart: m.plannedStart ?? undefined, baseline: m.baseline ?? undefined, approved: m.approved ?? undefined,
    forecast: m.forecast ?? undefined, reached: m.reached ?? undefined, verified: m.verified, claimed: m.claimed ?? undefined, suspended: m.suspended ?? undefined, exited: m.exited ?? undefined,
    changes: m.changes, slipDays: m.slipDays, overdueDays: m.states?.includes('overdue') ? m.overdueDays : 0, progressBp: m.progressBp ?? undefined, colour: m.lamp.colour, badges: m.lamp.badges,
  }
}

/** One date that was promised: when, by whom, and how far it lies from the first. */
export interface PromisedDate {
  date: CivilDate
  /** 0 the first plan, then the number of the change. */
  change: number
  slipDays: number
  recordedOn: CivilDate | ''
  by: string
}

/** What an earlier plan had promised before the node was carried into this one. */
export interface EarlierPlan {
  year: number
  dates: CivilDate[]
  outcome: string
}

/** The plans before the present one, oldest first; the present one is the last promise of the row. */
export function earlierPlans(m: Pick<Milestone, 'promises'>): EarlierPlan[] {
  return (m.promises ?? []).slice(0, -1).map((p) => ({
    year: p.year, outcome: p.outcome,
    dates: [p.baseline, p.approved].filter((d, i, all): d is CivilDate => !!d && all.indexOf(d) === i),
  }))
}

const APPROVED = new Set(['approved', 'approvedOn'])

/**
 * Every date a node was ever promised for, in the order of the promises. The
 * row knows the first and the last; the history knows those between.
 */
export function promisedDates(m: Pick<Milestone, 'baseline' | 'approved'>, history: readonly HistoryEntry[]): PromisedDate[] {
  const first = m.baseline ?? m.approved
  if (!first) return []
  const out: PromisedDate[] = [{ date: first, change: 0, slipDays: 0, recordedOn: '', by: '' }]
  const add = (date: CivilDate, recordedOn: string, by: string) => {
    if (out[out.length - 1]!.date !== date) out.push({ date, change: out.length, slipDays: daysBetween(first, date), recordedOn, by })
  }
  for (const h of [...history].sort((a, b) => a.version - b.version)) {
    const to = h.changes?.find((c) => APPROVED.has(c.field))?.to?.slice(0, 10)
    if (to && parseDate(to)) add(to, h.recordedOn, h.actor?.name ?? '')
  }
  if (m.approved) add(m.approved, '', '')
  return out
}
