import type { WorkItem } from '@/api/types'
import type { Translate } from '@/i18n'
import { daysBetween, dayWords } from './date'
import { percent } from './format'
import { silenceWords } from './reporting'

/** The large figure of a row: days overdue, points behind, or days the unit itself expects to be late. */
export interface BigFigure {
  label: string
  figure: string
  unit: string
}

export function bigFigure(item: WorkItem, t: Translate): BigFigure | null {
  if (item.overdueDays > 0) return { label: t('attention.overdue'), figure: String(item.overdueDays), unit: t('attention.days') }
  if (item.gapBp !== null && item.gapBp > 0) return { label: t('attention.gap'), figure: percent(item.gapBp), unit: t('attention.point') }
  const due = item.approved ?? item.due
  if (item.forecast && due && item.forecast > due) {
    return { label: t('attention.late'), figure: String(daysBetween(due, item.forecast)), unit: t('attention.days') }
  }
  return null
}

/** In whose hands, since when. */
export function holderWords(item: WorkItem, asOf: string, t: Translate, locale: string): string {
  const h = item.holder
  const unit = h.department?.shortName || h.department?.name || item.department?.shortName || ''
  if (h.kind === 'none' || !unit) return t('attention.nobody')
  if (h.kind === 'reviewer') {
    // A review that is late is named with who can end it.
    const who = h.late ? (h.posts ?? []).map((p) => p.holder || p.name).join(t('app.and')) : ''
    return t(h.level === 'office' ? 'attention.withOffice' : 'attention.withReviewer', { unit, n: h.workdays }) + (who ? t('reporting.late', { who }) : '')
  }
  const parts = [t('attention.inHands', { unit })]
  if (h.since) {
    parts.push(t('attention.since', { date: dayWords(h.since, locale) }))
    const days = daysBetween(h.since, asOf)
    if (days > 0) parts.push(t('attention.forDays', { n: days }))
  }
  const silence = silenceWords(item, t)
  if (silence) parts.push(silence)
  return parts.join(locale.startsWith('zh') ? '，' : ', ')
}

/** Own line first; in each, reds before yellows, then the longest overdue, then the widest gap. */
export function splitByLine(items: readonly WorkItem[]): { mine: WorkItem[]; others: WorkItem[] } {
  const weight = (i: WorkItem) => (i.lamp.colour === 'red' ? 0 : 1)
  const sorted = [...items].sort((a, b) => weight(a) - weight(b) || b.overdueDays - a.overdueDays || (b.gapBp ?? 0) - (a.gapBp ?? 0))
  return { mine: sorted.filter((i) => i.mine), others: sorted.filter((i) => !i.mine) }
}
