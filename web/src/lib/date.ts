/** Civil dates as the API writes them, `YYYY-MM-DD`; arithmetic counts civil days. */
export type CivilDate = string

const DAY = 86_400_000
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/

export interface DateParts {
  year: number
  month: number
  day: number
}

/** The parts of a valid civil date, else null (a 30 February is not valid). */
export function parseDate(text: string | null | undefined): DateParts | null {
  const m = SHAPE.exec(text ?? '')
  if (!m) return null
  const [year, month, day] = [Number(m[1]), Number(m[2]), Number(m[3])]
  const at = new Date(Date.UTC(year, month - 1, day))
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? { year, month, day } : null
}

export function dayNumber(date: CivilDate): number {
  const p = parseDate(date)
  return p ? Math.round(Date.UTC(p.year, p.month - 1, p.day) / DAY) : Number.NaN
}

export function fromDayNumber(n: number): CivilDate {
  return new Date(n * DAY).toISOString().slice(0, 10)
}

/** Days from a to b: positive when b is later. */
export function daysBetween(a: CivilDate, b: CivilDate): number {
  return dayNumber(b) - dayNumber(a)
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return fromDayNumber(dayNumber(date) + days)
}

export function yearOf(date: CivilDate): number {
  return Number(date.slice(0, 4))
}

/** `9 月 30 日`, with the year when it is not the one everybody has in mind. */
export function dayWords(date: CivilDate | null | undefined, locale: string, year?: number): string {
  const p = parseDate(date)
  if (!p) return ''
  const other = year !== undefined && p.year !== year
  if (locale.startsWith('zh')) return `${other ? `${p.year} 年 ` : ''}${p.month} 月 ${p.day} 日`
  const name = new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' }).format(Date.UTC(p.year, p.month - 1, p.day))
  return `${p.day} ${name}${other ? ` ${p.year}` : ''}`
}

/** `09-30`, or the whole date of another year. */
export function dayShort(date: CivilDate | null | undefined, year?: number): string {
  const p = parseDate(date)
  if (!p || !date) return ''
  return year !== undefined && p.year !== year ? date : date.slice(5)
}

/** `9 月` of `2017-09`. */
export function monthWords(month: string | null | undefined, locale: string): string {
  const m = /^\d{4}-(\d{2})$/.exec(month ?? '')
  if (!m) return ''
  const n = Number(m[1])
  if (locale.startsWith('zh')) return `${n} 月`
  return new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' }).format(Date.UTC(2017, n - 1, 1))
}

/** An instant as `09-30 09:12` of the given zone. */
export function instantWords(instant: string | null | undefined, zone?: string): string {
  if (!instant) return ''
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return ''
  const part = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hour12: false, timeZone: zone,
    }).formatToParts(at).map((p) => [p.type, p.value]),
  )
  return `${part.month}-${part.day} ${part.hour}:${part.minute}`
}
