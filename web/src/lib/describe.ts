import type { Translate } from '@/i18n'
import { dayWords } from './date'
import { isMoved, type DateFacts } from './dates'

/** A drawn row in words, for those who do not see the drawing. */
export function dateSentence(name: string, f: DateFacts, t: Translate, locale: string, year: number): string {
  const day = (d: string) => dayWords(d, locale, year)
  const parts: string[] = []
  if (f.baseline && isMoved(f)) parts.push(t('chart.part', { what: t('chart.baseline'), date: day(f.baseline) }))
  const due = f.approved ?? f.baseline
  if (due) parts.push(t('chart.part', { what: t('chart.approved'), date: day(due) }))
  if (f.forecast) parts.push(t('chart.part', { what: t('chart.forecast'), date: day(f.forecast) }))
  if (f.reached && f.verified) parts.push(t('chart.part', { what: t('chart.reached'), date: day(f.reached) }))
  if ((f.overdueDays ?? 0) > 0 && !f.verified) parts.push(t('work.overdueDays', { n: f.overdueDays ?? 0 }))
  return t('chart.describe', { name, parts: parts.join(locale.startsWith('zh') ? '，' : ', ') || t('chart.noDates') })
}
