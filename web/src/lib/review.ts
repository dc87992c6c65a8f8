import type { Report } from '@/api/types'
import type { Translate } from '@/i18n'
import { dayWords } from './date'
import { milli, percent, percentInput } from './format'

/** How the level that has the report lets it pass: the unit approves, the office confirms. */
export const acceptVerb = (r: Pick<Report, 'state'>): 'approve' | 'confirm' => (r.state === 'approved' ? 'confirm' : 'approve')

/** Whether letting it pass verifies a completion, which takes a conclusion. */
export const concludes = (r: Pick<Report, 'claim' | 'state'>): boolean => r.claim && r.state === 'approved'

/** Two characters are the least a conclusion says something in; the server asks for as many. */
export const longEnough = (conclusion: string): boolean => [...conclusion.trim()].length >= 2

/** How many reports one request decides: few enough to see how it goes and to stop. */
export const BATCH_SIZE = 50

/** The reports in the order given, in parts that one request decides: of one level each. */
export function batchesOf<T extends Pick<Report, 'state'>>(reports: readonly T[], size: number): T[][] {
  const out: T[][] = []
  for (const verb of ['approve', 'confirm'] as const) {
    const same = reports.filter((r) => acceptVerb(r) === verb)
    for (let at = 0; at < same.length; at += size) out.push(same.slice(at, at + size))
  }
  return out
}

/** What a report changes, as before → after. */
export interface Change {
  before: string
  after: string
}

export function reportChange(r: Report, t: Translate): Change {
  if (r.figures) return { before: '', after: '' } // figures are several: see figureParts
  if (r.noChange) return { before: '', after: t('review.noChange') }
  if (r.met !== null && r.met !== undefined) return { before: '', after: t(r.met ? 'review.met' : 'review.notMet') }
  if (r.kind === 'milestone') {
    const before = r.previous?.progressBp
    return {
      before: before === null || before === undefined ? t('review.first') : `${percentInput(before)}%`,
      after: r.progressBp === null || r.progressBp === undefined ? '' : `${percentInput(r.progressBp)}%`,
    }
  }
  const before = r.previous?.valueMilli
  const ratio = r.numeratorMilli !== null && r.numeratorMilli !== undefined && r.denominatorMilli
    ? ` (${milli(r.numeratorMilli)}/${milli(r.denominatorMilli)})` : ''
  return {
    before: before === null || before === undefined ? t('review.first') : milli(before),
    after: `${r.valueMilli === null || r.valueMilli === undefined ? '' : milli(r.valueMilli)}${r.unit ? ` ${r.unit}` : ''}${ratio}`,
  }
}

export function reportTags(r: Report, t: Translate, locale: string): string[] {
  return [
    r.claim ? t('review.claim') : '',
    r.printedBp === null || r.printedBp === undefined ? '' : t('figures.printedTag', { n: percent(r.printedBp) }),
    r.madeGood ? t('review.madeGood') : '',
    r.forecast ? t('review.forecast', { date: dayWords(r.forecast, locale) }) : '',
  ].filter(Boolean)
}

/** The row that gets the keyboard after `gone` have been decided. */
export function nextAfter(ids: readonly number[], current: number, gone: ReadonlySet<number>): number | undefined {
  const at = ids.indexOf(current)
  const after = ids.slice(at + 1).find((id) => !gone.has(id))
  return after ?? ids.slice(0, Math.max(0, at)).reverse().find((id) => !gone.has(id))
}
