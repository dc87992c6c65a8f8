import { dayNumber, type CivilDate } from './date'

/**
 * The year ruler: twelve months drawn to the length of their days, so that a
 * date has one place on every page. A date is drawn at the end of its day: due
 * today is not overdue, and the as-of line of that day stands on the mark.
 */
export function daysInYear(year: number): number {
  return dayNumber(`${year + 1}-01-01`) - dayNumber(`${year}-01-01`)
}

/** Place of a date on the ruler, 0…1; dates of other years lie outside. */
export function place(date: CivilDate, year: number): number {
  return (dayNumber(date) + 1 - dayNumber(`${year}-01-01`)) / daysInYear(year)
}

export function clamp01(share: number): number {
  return Math.min(1, Math.max(0, share))
}

export interface MonthTick {
  month: number
  from: number
  to: number
}

export function monthTicks(year: number): MonthTick[] {
  const first = dayNumber(`${year}-01-01`)
  const length = daysInYear(year)
  const start = (m: number) => (m > 12 ? 1 : (dayNumber(`${year}-${String(m).padStart(2, '0')}-01`) - first) / length)
  return Array.from({ length: 12 }, (_, i) => ({ month: i + 1, from: start(i + 1), to: start(i + 2) }))
}

export interface Span {
  from: number
  to: number
  /** The span goes on beyond the edge of the ruler. */
  cutLeft: boolean
  cutRight: boolean
}

/** What of the span a…b lies on the ruler of the year, or null. */
export function span(a: CivilDate, b: CivilDate, year: number): Span | null {
  const [from, to] = [place(a, year), place(b, year)]
  if (to <= 0 || from >= 1 || to <= from) return null
  return { from: clamp01(from), to: clamp01(to), cutLeft: from < 0, cutRight: to > 1 }
}

export interface Placed<T> {
  at: number
  items: T[]
  /** -1 the date lies before the year, 1 after it, 0 on the ruler. */
  off: -1 | 0 | 1
}

/**
 * Marks in order of time; those nearer to each other than `gap` are drawn as
 * one with a count. A mark of another year sits at the edge and says so.
 */
export function placeMarks<T>(marks: readonly T[], dateOf: (m: T) => CivilDate, year: number, gap: number): Placed<T>[] {
  const sorted = marks
    .map((item) => ({ item, raw: place(dateOf(item), year) }))
    .filter((m) => Number.isFinite(m.raw))
    .sort((a, b) => a.raw - b.raw)
  const out: Placed<T>[] = []
  for (const { item, raw } of sorted) {
    const off = raw <= 0 ? -1 : raw > 1 ? 1 : 0
    const last = out[out.length - 1]
    const at = clamp01(raw)
    if (last && last.off === off && at - last.at < gap) last.items.push(item)
    else out.push({ at, items: [item], off })
  }
  return out
}

export type LabelSide = 'left' | 'right'

/** Which side of a point its label goes so that it stays on the ruler; the edge when neither side has room. */
export function labelSide(at: number, widthShare: number, wanted: LabelSide = 'right'): LabelSide | 'edge' {
  const room = { right: at + widthShare <= 1, left: at - widthShare >= 0 }
  const other = wanted === 'right' ? 'left' : 'right'
  return room[wanted] ? wanted : room[other] ? other : 'edge'
}
