import type { WorkItem } from '@/api/types'
import type { Translate } from '@/i18n'
import { daysBetween, dayWords, yearOf } from './date'
import type { DateFacts } from './dates'
import { milli, money, percent, type MoneyUnit } from './format'
import { hasBadge } from './lamp'
import { valueKind } from './report'

/** What a row is about: a node is named with its project, a part of a task by itself. */
export function itemName(item: Pick<WorkItem, 'title' | 'parent'> & { kind: string }): string {
  return item.kind === 'milestone' && item.parent && !item.title.includes(item.parent) ? `${item.parent}　${item.title}` : item.title
}

/** The texts of a row: due date, distance, value, target. */
export interface DueText {
  date: string
  distance: string
  tone: 'red' | 'yellow' | 'strong' | 'plain'
}

export function dueText(item: WorkItem, asOf: string, t: Translate, locale: string, year: number): DueText {
  const due = item.kind === 'figures' ? item.period.cutoff : item.approved ?? item.due
  // Another year in full would not fit the column.
  const date = !due ? t('work.noDue') : yearOf(due) === year ? dayWords(due, locale, year) : due
  if (item.overdueDays > 0) {
    return { date, distance: t('work.overdueDays', { n: item.overdueDays }), tone: item.lamp.colour === 'red' ? 'red' : 'yellow' }
  }
  if (item.gapBp) {
    const late = item.gapBp > 0
    const distance = late ? t('work.gap', { n: percent(item.gapBp) }) : t('work.lead', { n: percent(-item.gapBp) })
    const tone = late && item.lamp.colour === 'red' ? 'red' : late && item.lamp.colour === 'yellow' ? 'yellow' : 'plain'
    return { date, distance, tone }
  }
  if (!due) return { date, distance: '', tone: 'plain' }
  const left = daysBetween(asOf, due)
  if (left === 0) return { date, distance: t('work.dueToday'), tone: 'strong' }
  if (left < 0) return { date, distance: '', tone: 'plain' }
  return { date, distance: t('work.daysLeft', { n: left }), tone: left <= 15 ? 'strong' : 'plain' }
}

export interface ValueText {
  value: string
  target: string
}

export function valueText(item: WorkItem): ValueText {
  switch (valueKind(item)) {
    case 'percent':
      return { value: item.progressBp === null ? '—' : percent(item.progressBp).replace(/\.0$/, ''), target: '100 %' }
    case 'reading':
      return { value: milli(item.valueMilli), target: `${milli(item.targetMilli)} ${item.unit}` }
    case 'ratio':
      return { value: milli(item.valueMilli), target: `${milli(item.targetMilli)} ${item.unit || '%'}` }
    case 'met':
      return { value: item.shareBp === null ? '—' : percent(item.shareBp), target: '100 %' }
    default:
      return { value: '—', target: '' }
  }
}

/** Where the money of a project stands: done of planned. */
export function figureValue(item: Pick<WorkItem, 'figures'>, unit: MoneyUnit, t: Translate): ValueText {
  const f = item.figures
  const planned = f?.planYuan ? t('figures.amount', { n: money(f.planYuan, unit), unit: t(`user.${unit}`) }) : ''
  return { value: f?.doneYuan === null || f?.doneYuan === undefined ? '—' : money(f.doneYuan, unit), target: planned }
}

export function dateFacts(item: WorkItem): DateFacts {
  const claimed = item.lamp.inputs?.claimed
  return {
    claimed: hasBadge(item.lamp, 'claimed') && typeof claimed === 'string' ? claimed : null,
    baseline: item.baseline, approved: item.approved ?? item.due, forecast: item.forecast,
    overdueDays: item.overdueDays, progressBp: item.progressBp,
  }
}
