import type { HistoryEntry } from '@/api/types'
import type { Translate } from '@/i18n'
import type { MessageKey } from '@/i18n/keys'
import { dayWords, monthWords } from './date'
import { milli, percent } from './format'

const FIELDS: Record<string, MessageKey> = {
  progressBp: 'field.progress', baselineOn: 'field.baseline', baseline: 'field.baseline', approvedOn: 'field.approved', approved: 'field.approved',
  forecastOn: 'field.forecast', forecast: 'field.forecast', reachedOn: 'field.reached', reached: 'field.reached', claimedOn: 'field.claimedOn', claimed: 'field.claimedOn',
  verified: 'field.verified', verifiedOn: 'field.verifiedOn', suspended: 'field.suspended', suspendedOn: 'field.suspended', lastNote: 'field.lastNote', conclusion: 'evidence.conclusion', lastReportMonth: 'field.lastReportMonth',
  noChangeCount: 'field.noChangeCount', valueMilli: 'field.valueMilli', valueMonth: 'field.valueMonth', contactName: 'field.contactName', contactPhone: 'field.contactPhone',
  name: 'field.name', words: 'field.words', note: 'field.note', slipDays: 'field.slipDays', changes: 'field.changes', stage: 'field.stage', plannedStart: 'field.plannedStart',
  weight: 'field.weight', returnedClaims: 'field.returnedClaims', returned: 'field.returnedClaims', progressOn: 'field.progressOn', targetMilli: 'field.target', due: 'field.due', dueOn: 'field.due', baselineDue: 'field.baseline',
}

/** Bookkeeping of the server that tells a reader nothing. */
const HIDDEN = new Set(['version', 'open', 'clockDue', 'windowFrom', 'updatedAt', 'updatedBy', 'recordedOn', 'fullOn', 'progressOn', 'verifiedOn', 'pendingMonth', 'pendingOn', 'valueOn', 'lastPeriodTo', 'madeGoodMonth', 'carriedOn', 'targetChanges'])

export interface ChangeText {
  field: string
  from: string
  to: string
}

function valueText(field: string, v: string | null | undefined, t: Translate, locale: string): string {
  if (v === null || v === undefined || v === '' || v === 'null') return '—'
  if (v === 'true') return t('app.yes')
  if (v === 'false') return t('app.no')
  if (field.endsWith('Bp') && /^-?\d+$/.test(v)) return `${percent(Number(v))}%`
  if (field.endsWith('Milli') && /^-?\d+$/.test(v)) return milli(Number(v))
  const day = v.slice(0, 10)
  if (/^\d{4}-\d{2}-\d{2}/.test(v)) return dayWords(day, locale, Number(day.slice(0, 4)))
  return monthWords(v, locale) || v
}

export function changeTexts(entry: HistoryEntry, t: Translate, locale: string): ChangeText[] {
  return (entry.changes ?? [])
    .filter((c) => !HIDDEN.has(c.field))
    .map((c) => {
      const key = FIELDS[c.field]
      return { field: key ? t(key) : c.field, from: valueText(c.field, c.from, t, locale), to: valueText(c.field, c.to, t, locale) }
    })
}
