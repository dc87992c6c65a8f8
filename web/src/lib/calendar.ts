import { dayNumber, fromDayNumber, type CivilDate } from './date'

export type DayKind = 'work' | 'off' | 'holiday' | 'workday'

export interface ListedDay {
  date: CivilDate
  kind: string
  name: string
}

export interface DayCell {
  date: CivilDate
  day: number
  kind: DayKind
  name: string
}

/** 0 is Monday. */
export const weekday = (date: CivilDate): number => (dayNumber(date) + 3) % 7

/** The weeks of a month, Monday first; null where another month has the place. */
export function monthWeeks(year: number, month: number, listed: ReadonlyMap<CivilDate, ListedDay>): (DayCell | null)[][] {
  const two = String(month).padStart(2, '0')
  const first = `${year}-${two}-01`
  const start = dayNumber(first)
  const length = (month === 12 ? dayNumber(`${year + 1}-01-01`) : dayNumber(`${year}-${String(month + 1).padStart(2, '0')}-01`)) - start
  const cells: (DayCell | null)[] = Array.from({ length: weekday(first) }, () => null)
  for (let i = 0; i < length; i++) {
    const date = fromDayNumber(start + i)
    const found = listed.get(date)
    const kind: DayKind = found?.kind === 'holiday' ? 'holiday' : found?.kind === 'workday' ? 'workday' : weekday(date) > 4 ? 'off' : 'work'
    cells.push({ date, day: i + 1, kind, name: found?.name ?? '' })
  }
  while (cells.length % 7) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, i) => cells.slice(i * 7, i * 7 + 7))
}

export const byDate = (days: readonly ListedDay[]): Map<CivilDate, ListedDay> => new Map(days.map((d) => [d.date, d]))

/** Working days of the year as the page shows it. */
export function workingDays(year: number, listed: ReadonlyMap<CivilDate, ListedDay>): number {
  let n = 0
  for (let m = 1; m <= 12; m++) for (const week of monthWeeks(year, m, listed)) n += week.filter((c) => c && (c.kind === 'work' || c.kind === 'workday')).length
  return n
}

/** Consecutive days off of one name as one line: 春节 1 月 27 日至 2 月 2 日. */
export function holidayRuns(days: readonly ListedDay[]): { name: string; from: CivilDate; to: CivilDate; days: number; kind: string }[] {
  const runs: { name: string; from: CivilDate; to: CivilDate; days: number; kind: string }[] = []
  for (const d of [...days].sort((a, b) => a.date.localeCompare(b.date))) {
    const last = runs.at(-1)
    if (last && last.kind === d.kind && last.name === d.name && dayNumber(d.date) === dayNumber(last.to) + 1) {
      last.to = d.date
      last.days++
    } else runs.push({ name: d.name, from: d.date, to: d.date, days: 1, kind: d.kind })
  }
  return runs
}

/** The line of a text, for showing what a fault is about; 1 is the first. */
export const lineOf = (text: string, line: number): string => (line > 0 ? (text.split('\n')[line - 1]?.trim() ?? '') : '')
