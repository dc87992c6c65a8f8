import type { MilestoneReportInput, ReadingInput, WorkItem } from '@/api/types'
import type { MessageKey } from '@/i18n/keys'
import type { Choice, Draft } from './draft'
import { proofBody, unfinished } from './evidence'
import { parseRate } from './printed'
import { milli, parseMilli, parsePercent, percentInput } from './format'

/** What a row asks for: per cent, a reading, a ratio, met or not met, or only words. */
export type ValueKind = 'percent' | 'reading' | 'ratio' | 'met' | 'words'

type Item = Pick<WorkItem, 'kind' | 'indicatorType' | 'unit' | 'progressBp' | 'valueMilli'>

export function valueKind(item: Pick<WorkItem, 'kind' | 'indicatorType'>): ValueKind {
  if (item.kind === 'milestone') return 'percent'
  switch (item.indicatorType) {
    case 'CUM': return 'reading'
    case 'RATE': return 'ratio'
    case 'KEEP':
    case 'SERVICE': return 'met'
    default: return 'words'
  }
}

/** The last confirmed value as it would be typed. */
export function initialValue(item: Item): string {
  const kind = valueKind(item)
  if (kind === 'percent') return percentInput(item.progressBp)
  if (kind === 'reading') return item.valueMilli === null || item.valueMilli === undefined ? '' : milli(item.valueMilli)
  return ''
}

export function emptyDraft(item: Item, choice: Choice = 'progress'): Draft {
  return { choice, value: initialValue(item), denominator: '', printed: '', met: '', note: '', forecast: '', evidence: [], exception: '', allowedBy: 0, savedAt: 0 }
}

export type FieldName = 'value' | 'denominator' | 'printed' | 'met' | 'note' | 'forecast' | 'evidence'
export interface Fault {
  field: FieldName
  message: MessageKey
}

export type Built =
  | { ok: true; kind: 'milestone'; body: MilestoneReportInput }
  | { ok: true; kind: 'indicator'; body: ReadingInput }
  | { ok: false; fault: Fault }

const fault = (field: FieldName, message: MessageKey): Built => ({ ok: false, fault: { field, message } })

function milestoneBody(d: Draft, note: string): Built {
  if (d.choice === 'claim') return { ok: true, kind: 'milestone', body: { note, claim: true, progressBp: 10_000 } }
  const body: MilestoneReportInput = { note }
  if (d.value.trim() !== '') {
    const bp = parsePercent(d.value)
    if (bp === null) return fault('value', 'work.needPercent')
    body.progressBp = bp
  }
  if (d.choice === 'risk') {
    if (!d.forecast) return fault('forecast', 'work.needForecast')
    body.forecast = d.forecast
  }
  return { ok: true, kind: 'milestone', body }
}

function indicatorBody(item: Item, d: Draft, note: string): Built {
  const body: ReadingInput = { note }
  if (d.choice === 'claim') body.claim = true
  switch (valueKind(item)) {
    case 'reading': {
      const v = parseMilli(d.value)
      if (v === null) return fault('value', 'work.needValue')
      body.valueMilli = v
      break
    }
    case 'ratio': {
      const [a, b] = [parseMilli(d.value), parseMilli(d.denominator)]
      if (a === null) return fault('value', 'work.needRatio')
      if (b === null || b <= 0) return fault('denominator', 'work.needRatio')
      body.numeratorMilli = a
      body.denominatorMilli = b
      break
    }
    case 'met':
      if (!d.met) return fault('met', 'work.needMet')
      body.met = d.met === 'yes'
      break
  }
  if (asksPrinted(item) && d.printed.trim()) {
    const bp = parseRate(d.printed)
    if (bp === null) return fault('printed', 'figures.needRate')
    body.printedBp = bp
  }
  return { ok: true, kind: 'indicator', body }
}

/** Whether a published table may print a rate for the item: it has a figure against a target. */
export const asksPrinted = (item: Pick<WorkItem, 'kind' | 'indicatorType'>): boolean => ['reading', 'ratio'].includes(valueKind(item))

/** The body of a submission, or the first thing to mend. The server checks again. */
export function buildBody(item: Item, d: Draft): Built {
  const note = d.note.trim()
  if (d.choice === 'noChange') {
    return item.kind === 'milestone'
      ? { ok: true, kind: 'milestone', body: { note, noChange: true } }
      : { ok: true, kind: 'indicator', body: { note, noChange: true } }
  }
  const built = item.kind === 'milestone' ? milestoneBody(d, note) : indicatorBody(item, d, note)
  if (built.ok && note === '') return fault('note', 'work.needNote')
  if (built.ok && d.choice === 'claim') {
    const proof = proofBody(d)
    if (!proof) return fault('evidence', d.evidence.some(unfinished) ? 'evidence.unfinished' : 'evidence.needed')
    Object.assign(built.body, proof)
  }
  return built
}

/** Change against the last confirmed value while typing, e.g. `+140`. */
export function sinceLast(item: Item, value: string): string {
  if (valueKind(item) === 'percent') {
    const bp = parsePercent(value)
    if (bp === null || item.progressBp === null) return ''
    const d = bp - item.progressBp
    return d === 0 ? '' : `${d > 0 ? '+' : '−'}${percentInput(Math.abs(d))}`
  }
  const v = parseMilli(value)
  if (v === null || item.valueMilli === null) return ''
  const d = v - item.valueMilli
  return d === 0 ? '' : `${d > 0 ? '+' : '−'}${milli(Math.abs(d))}`
}

/** One step of − and +, kept within what can be reported. */
export function stepValue(item: Item, value: string, by: 1 | -1): string {
  if (valueKind(item) === 'percent') {
    const now = parsePercent(value) ?? 0
    const next = by > 0 ? Math.floor(now / 500) * 500 + 500 : Math.ceil(now / 500) * 500 - 500
    return percentInput(Math.min(10_000, Math.max(0, next)))
  }
  return milli(Math.max(0, (parseMilli(value) ?? 0) + by * 1000))
}
