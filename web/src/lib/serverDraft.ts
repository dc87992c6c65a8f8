import type { WorkItem } from '@/api/types'
import type { Draft, FoundDraft } from './draft'
import { milli, parseMilli, parsePercent, percentInput } from './format'
import { parseRate } from './printed'
import { asksPrinted, emptyDraft, valueKind } from './report'

/** What the server keeps of a draft: everything that can be read as a value. A half-typed number stays in the browser alone. */
export interface KeptDraft {
  progressBp?: number
  valueMilli?: number
  numeratorMilli?: number
  denominatorMilli?: number
  printedBp?: number
  met?: boolean
  note?: string
  forecast?: string
  claim?: boolean
}

type Item = Pick<WorkItem, 'kind' | 'indicatorType' | 'unit' | 'progressBp' | 'valueMilli'>

export function toServer(item: Item, d: Draft): KeptDraft {
  const out: KeptDraft = {}
  const [value, whole] = [parseMilli(d.value), parseMilli(d.denominator)]
  const percent = parsePercent(d.value)
  switch (valueKind(item)) {
    case 'percent':
      if (percent !== null && d.value.trim()) out.progressBp = percent
      break
    case 'reading':
      if (value !== null) out.valueMilli = value
      break
    case 'ratio':
      if (value !== null) out.numeratorMilli = value
      if (whole !== null) out.denominatorMilli = whole
      break
    case 'met':
      if (d.met) out.met = d.met === 'yes'
      break
    case 'words':
      break
  }
  const printed = asksPrinted(item) ? parseRate(d.printed) : null
  if (printed !== null) out.printedBp = printed
  if (d.note.trim()) out.note = d.note
  if (d.forecast) out.forecast = d.forecast
  if (d.choice === 'claim') out.claim = true
  return out
}

/** What was begun elsewhere, as it would have been typed here; null when nothing was. */
export function fromServer(item: WorkItem): FoundDraft | null {
  const kept = item.draft
  if (!kept) return null
  const draft: Draft = { ...emptyDraft(item), note: kept.note ?? '', forecast: kept.forecast ?? '', savedAt: Date.parse(kept.savedAt) || 0 }
  draft.choice = kept.claim ? 'claim' : kept.forecast ? 'risk' : 'progress'
  const kind = valueKind(item)
  if (kind === 'percent' && typeof kept.progressBp === 'number') draft.value = percentInput(kept.progressBp)
  if (kind === 'reading' && typeof kept.valueMilli === 'number') draft.value = milli(kept.valueMilli)
  if (kind === 'ratio' && typeof kept.numeratorMilli === 'number') draft.value = milli(kept.numeratorMilli)
  if (kind === 'ratio' && typeof kept.denominatorMilli === 'number') draft.denominator = milli(kept.denominatorMilli)
  if (typeof kept.printedBp === 'number') draft.printed = percentInput(kept.printedBp)
  if (kind === 'met' && typeof kept.met === 'boolean') draft.met = kept.met ? 'yes' : 'no'
  return { draft, stale: kept.itemVersion !== item.version }
}

/** Of two copies the one written last; without one the other. */
export function newest(local: FoundDraft | null, kept: FoundDraft | null): FoundDraft | null {
  if (!local || !kept) return local ?? kept
  return kept.draft.savedAt > local.draft.savedAt ? kept : local
}
