import type { Translate } from '@/i18n'
import { dayWords, monthWords, parseDate } from './date'
import { percent } from './format'

/** What a rule looked at, as rows a person reads; a key of a later server keeps its own name. */
export interface InputRow {
  label: string
  value: string
}

const LABELS = [
  'asOf', 'approved', 'baseline', 'forecast', 'reached', 'claimed', 'plannedStart', 'due', 'overdueDays', 'creditedDays',
  'planBp', 'actualBp', 'gapBp', 'key', 'firmness', 'suspended', 'verified', 'redAfterDays', 'redAfterMonths', 'slipDays',
  'changes', 'completionBp', 'scheduleBp', 'windowStart', 'colourDay', 'weakest', 'year', 'done', 'measurable', 'open', 'met',
  'closed', 'withoutReading', 'milestones', 'red', 'yellow', 'redKey', 'redWeightBp', 'holder', 'periods',
  'investment', 'recovery', 'behind', 'moneyBp', 'worksBp', 'yellowAboveBp', 'missedPeriods', 'yellowAfterMissed', 'months', 'started', 'yellowPeriods', 'exited',
] as const
type Label = (typeof LABELS)[number]

const isLabel = (key: string): key is Label => (LABELS as readonly string[]).includes(key)

function text(key: string, value: unknown, t: Translate, locale: string): string {
  if (value === true) return t('app.yes')
  if (value === false) return t('app.no')
  if (key === 'firmness') return t(value === 'aim' || value === '力争' ? 'input.aim' : 'input.firm')
  if (key === 'recovery') return t(value === 'red' ? 'input.red' : 'input.yellow')
  if (key === 'holder') return t(value === 'reviewer' ? 'input.reviewer' : 'input.unit')
  if (typeof value === 'number') return key.endsWith('Bp') ? percent(value) : String(value)
  if (typeof value !== 'string') return ''
  if (parseDate(value)) return dayWords(value, locale, Number(value.slice(0, 4)))
  return monthWords(value, locale) || value
}

/** Nested values are left out: the sentence tells them. */
export function inputRows(inputs: Record<string, unknown> | null | undefined, t: Translate, locale: string): InputRow[] {
  return Object.entries(inputs ?? {})
    .map(([key, value]) => ({ label: isLabel(key) ? t(`input.${key}`) : key, value: text(key, value, t, locale) }))
    .filter((r) => r.value !== '')
}
