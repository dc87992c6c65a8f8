import { addDays, dayNumber, fromDayNumber, parseDate, type CivilDate } from '../date'

/**
 * The ruler of the wall: days to pixels over any stretch of time. A date stands
 * at the end of its day, as on every ruler of the product.
 */
export interface Scale {
  from: CivilDate
  to: CivilDate
  width: number
  /** Where the ruler begins and ends in the drawing: a mark on the last day needs room beside it. */
  left: number
  right: number
  x: (date: CivilDate) => number
  dateAt: (x: number) => CivilDate
}

export const ZOOMS = ['year', 'quarter', 'month'] as const
export type Zoom = (typeof ZOOMS)[number]

export function isZoom(v: unknown): v is Zoom {
  return ZOOMS.includes(v as Zoom)
}

/** How many days fill the window in a zoom; the year shows all there is. */
const VISIBLE_DAYS: Record<Zoom, number> = { year: Number.POSITIVE_INFINITY, quarter: 92, month: 31 }

/** The width of the whole drawing when the window is `view` wide. */
export function drawnWidth(zoom: Zoom, from: CivilDate, to: CivilDate, view: number): number {
  const days = daysOf(from, to)
  return Math.max(view, Math.round((view * days) / Math.min(days, VISIBLE_DAYS[zoom])))
}

export function daysOf(from: CivilDate, to: CivilDate): number {
  return Math.max(1, dayNumber(to) - dayNumber(from) + 1)
}

export function makeScale(from: CivilDate, to: CivilDate, width: number, pad = 0): Scale {
  const first = dayNumber(from)
  const days = daysOf(from, to)
  const perDay = (width - 2 * pad) / days
  // A wall has tens of thousands of dates and a few hundred days.
  const known = new Map<CivilDate, number>()
  return {
    from, to, width, left: pad, right: width - pad,
    x: (date) => {
      let x = known.get(date)
      if (x === undefined) known.set(date, (x = pad + (dayNumber(date) + 1 - first) * perDay))
      return x
    },
    dateAt: (x) => fromDayNumber(first + Math.max(0, Math.min(days - 1, Math.floor((x - pad) / perDay)))),
  }
}

export interface Tick {
  from: number
  to: number
  /** Month number, or the day of the month on a finer ruler. */
  label: string
  /** January gets its year, where the ruler spans more than one. */
  year: string
  quarter: boolean
}

/** Months of the ruler; a month that is cut at an edge keeps what is left of it. */
export function monthsOf(scale: Scale): Tick[] {
  const out: Tick[] = []
  const start = parseDate(scale.from)
  const end = parseDate(scale.to)
  if (!start || !end) return out
  const severalYears = start.year !== end.year
  for (let y = start.year, m = start.month; y < end.year || (y === end.year && m <= end.month); m === 12 ? (y++, (m = 1)) : m++) {
    const first = `${y}-${String(m).padStart(2, '0')}-01`
    const next = m === 12 ? `${y + 1}-01-01` : `${y}-${String(m + 1).padStart(2, '0')}-01`
    const from = Math.max(scale.left, scale.x(addDays(first, -1)))
    out.push({
      from, to: Math.min(scale.right, scale.x(addDays(next, -1))), label: String(m),
      year: severalYears && (m === 1 || out.length === 0) ? String(y) : '', quarter: m % 3 === 1,
    })
  }
  return out
}

/** Inside a month: 旬 (11, 21) on a quarter's ruler; on a month's every fifth day, with its month, which is out of sight. */
export function daysWithin(scale: Scale, zoom: Zoom): Tick[] {
  if (zoom === 'year') return []
  const starts = zoom === 'quarter' ? [11, 21] : [6, 11, 16, 21, 26]
  const out: Tick[] = []
  for (const month of monthsOf(scale)) {
    const inside = parseDate(scale.dateAt((month.from + month.to) / 2))
    if (!inside) continue
    for (const day of starts) {
      const date = `${inside.year}-${String(inside.month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
      const at = scale.x(addDays(date, -1))
      if (at > scale.left && at < scale.right) out.push({ from: at, to: at, label: zoom === 'month' ? `${inside.month}-${day}` : String(day), year: '', quarter: false })
    }
  }
  return out
}

/** Grid lines as one path of the given height: months, and apart from them quarters. */
export function gridPaths(scale: Scale, zoom: Zoom, height: number): { fine: string; month: string; quarter: string } {
  const line = (x: number) => `M${x.toFixed(1)} 0V${height}`
  const months = monthsOf(scale)
  return {
    fine: daysWithin(scale, zoom).map((d) => line(d.from)).join(''),
    month: months.filter((m) => !m.quarter).map((m) => line(m.from)).join(''),
    quarter: [...months.filter((m) => m.quarter).map((m) => m.from), scale.right].map(line).join(''),
  }
}
