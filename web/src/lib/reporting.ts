import type { WorkItem } from '@/api/types'
import type { Translate } from '@/i18n'
import type { MessageKey } from '@/i18n/keys'
import { dayWords } from './date'

export const CYCLES = ['monthly', 'tenday', 'weekly'] as const
export type Cycle = (typeof CYCLES)[number]

/** The words of a cycle; an unknown or empty one is monthly. */
export const cycleKey = (cycle: string): MessageKey => `reporting.${CYCLES.find((c) => c === cycle) ?? 'monthly'}`

/** Shorter silences are the rhythm of a monthly report. */
const SILENT_FROM = 45

/** How long nobody has reported: the periods missed, or the days when none is owed. One missed period is what the badge 未报 says. */
export function silenceWords(item: { missedPeriods: number; silentDays?: number | null }, t: Translate): string {
  if (item.missedPeriods > 1) return t('reporting.missed', { n: item.missedPeriods })
  if ((item.silentDays ?? 0) >= SILENT_FROM) return t('reporting.silent', { n: item.silentDays ?? 0 })
  return ''
}

/** The period a report is for, where it is not the month that stands at the head of the page. */
export function periodWords(item: Pick<WorkItem, 'period' | 'pending'>, t: Translate, locale: string): string {
  const p = item.period
  if (!p || item.pending || p.cycle === 'monthly' || !CYCLES.some((c) => c === p.cycle)) return ''
  return t('reporting.period', { cycle: t(cycleKey(p.cycle)), from: dayWords(p.from, locale), to: dayWords(p.to, locale), cutoff: dayWords(p.cutoff, locale) })
}
