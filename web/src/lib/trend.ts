import type { TrendMilestone } from '@/api/periods'
import { dayNumber, fromDayNumber, type CivilDate } from './date'

/**
 * The milestone trend chart: to the right the day on which something was reported, upwards the date that was expected then.
 * A level line is a promise that holds, one that climbs is one that slips; on 45° the day is the date: there it is reached.
 */
export interface Frame {
  /** Both scales run from the first day of a month to the last of one. */
  from: CivilDate
  to: CivilDate
}

const pad = (n: number) => String(n).padStart(2, '0')
const firstOf = (date: CivilDate): CivilDate => `${date.slice(0, 7)}-01`

function nextMonth(month: CivilDate): CivilDate {
  const [y, m] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))]
  return m === 12 ? `${y + 1}-01-01` : `${y}-${pad(m + 1)}-01`
}

/** The months that hold every day and date and the as-of day; null without a point. */
export function frameOf(milestones: readonly TrendMilestone[], asOf: CivilDate): Frame | null {
  const days = milestones.flatMap((m) => m.points.flatMap((p) => [p.on, p.date]))
  if (!days.length) return null
  const all = [...days, asOf].sort()
  return { from: firstOf(all[0]!), to: fromDayNumber(dayNumber(nextMonth(firstOf(all.at(-1)!))) - 1) }
}

/** Place of a date on a scale, 0…1. */
export function placeIn(frame: Frame, date: CivilDate): number {
  const [from, to] = [dayNumber(frame.from), dayNumber(frame.to)]
  return to > from ? (dayNumber(date) - from) / (to - from) : 0
}

export interface Tick {
  at: number
  month: CivilDate
  label: string
}

/** The first days of months, at most `most` of them labelled; January says its year. */
export function monthTicks(frame: Frame, most: number): Tick[] {
  const out: Tick[] = []
  for (let m = frame.from; m <= frame.to; m = nextMonth(m)) out.push({ at: placeIn(frame, m), month: m.slice(0, 7), label: '' })
  const every = [1, 2, 3, 6, 12].find((n) => Math.ceil(out.length / n) <= most) ?? 24
  return out.map((tick, i) => {
    const m = Number(tick.month.slice(5))
    if ((m - 1) % every !== 0) return tick
    // The year stands where it begins, and at the first label there is.
    const first = !out.slice(0, i).some((t) => (Number(t.month.slice(5)) - 1) % every === 0)
    return { ...tick, label: m === 1 || first ? tick.month : String(m) }
  })
}

export interface Corner {
  x: number
  y: number
}

/** The line of a milestone as corners of steps, in shares of the frame: what was expected holds until the next report, and for one that is not reached until the as-of day. */
export function stepsOf(m: Pick<TrendMilestone, 'points' | 'reached'>, frame: Frame, asOf: CivilDate): Corner[] {
  const out: Corner[] = []
  let level: number | null = null
  for (const p of m.points) {
    const [x, y] = [placeIn(frame, p.on), placeIn(frame, p.date)]
    if (level !== null) out.push({ x, y: level })
    out.push({ x, y })
    level = y
  }
  if (level !== null && !m.reached) {
    const x = placeIn(frame, asOf)
    if (x > out.at(-1)!.x) out.push({ x, y: level })
  }
  return out
}

/** How far the last expected date lies behind the first one, in days; 0 for a promise that holds. */
export function slipOf(m: Pick<TrendMilestone, 'points'>): number {
  const [first, last] = [m.points[0], m.points.at(-1)]
  return first && last ? dayNumber(last.date) - dayNumber(first.date) : 0
}
