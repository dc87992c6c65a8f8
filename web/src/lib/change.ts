import type { ChangeItem, ChangeRequest, NewChangeRequest } from '@/api/changes'
import type { Indicator, Milestone } from '@/api/types'
import type { Locale, Translate } from '@/i18n'
import type { MessageKey } from '@/i18n/keys'
import { dayWords } from './date'
import { evidenceBody, type EvidenceDraft } from './evidence'
import { milli, parseMilli } from './format'

/** A request for another date as it is being written, and what a written one says in words. */
export const REASONS = ['landAcquisition', 'landUse', 'seaUse', 'funds', 'approval', 'design', 'forceMajeure', 'contractor', 'other'] as const
export type Reason = (typeof REASONS)[number]
export type Kind = NonNullable<NewChangeRequest['items']>[number]['kind']

/** Whether a request is about the nodes of a project or the parts of a livelihood task. */
export type Owner = { of: 'project' | 'task'; id: number }

export interface DraftItem {
  /** Of the node or the part; 0 while none is chosen. */
  id: number
  kind: Kind
  toDate: string
  /** The date in the words of a plan, 「10月底前」; read by the server where no day is given. */
  deadline: string
  /** The new target as it is typed, in the unit of the part. */
  target: string
}

export interface ChangeDraft {
  reason: Reason
  words: string
  effect: string
  evidence: readonly EvidenceDraft[]
  items: DraftItem[]
}

/** Something a change can be asked for. */
export interface Candidate {
  id: number
  name: string
  version: number
  /** 现计划; null where there is no date. */
  due: string | null
  kinds: readonly Kind[]
  /** Of a part that is counted or measured; '' and null otherwise. */
  unit: string
  targetMilli: number | null
}

type Node = Pick<Milestone, 'id' | 'name' | 'version' | 'approved' | 'baseline' | 'verified' | 'suspended' | 'carriedTo' | 'exited'>
type Part = Pick<Indicator, 'id' | 'name' | 'version' | 'type' | 'due' | 'done' | 'carriedTo' | 'exited' | 'targetMilli' | 'unit' | 'lamp'>

/** Work that stands still can only go on, or be promised for another day. */
const workKinds = (suspended: boolean): Kind[] => (suspended ? ['resume', 'delay'] : ['delay', 'suspend'])

/** The nodes a request can be about. */
export const ofNodes = (nodes: readonly Node[]): Candidate[] =>
  nodes.filter((n) => !n.verified && !n.carriedTo && !n.exited).map((n) => ({ id: n.id, name: n.name, version: n.version, due: n.approved ?? n.baseline, kinds: [...workKinds(!!n.suspended), 'exit'], unit: '', targetMilli: null }))

/** What can be asked of a part. One that is judged by a node of a project has its date there; anything but a slogan can leave the plan. */
function partKinds(p: Part): Kind[] {
  const stopped = typeof p.lamp.inputs?.suspended === 'string'
  switch (p.type) {
    case 'CUM':
    case 'RATE': return [...workKinds(stopped), ...(p.targetMilli === null || p.targetMilli === undefined ? [] : ['target' as const]), 'exit']
    case 'KEEP':
    case 'SERVICE': return [stopped ? 'resume' : 'suspend', 'exit']
    case 'WORDS': return []
    default: return ['exit']
  }
}

/** The parts of a task a request can be about. */
export const ofParts = (parts: readonly Part[]): Candidate[] =>
  parts.filter((p) => !p.done && !p.carriedTo && !p.exited).map((p) => ({ id: p.id, name: p.name, version: p.version, due: p.due ?? null, kinds: partKinds(p), unit: p.unit, targetMilli: p.targetMilli ?? null })).filter((c) => c.kinds.length > 0)

export const newItem = (c?: Candidate): DraftItem => ({ id: c?.id ?? 0, kind: c?.kinds[0] ?? 'delay', toDate: '', deadline: '', target: '' })

export type ChangeFault = { field: 'node' | 'date' | 'target' | 'words' | 'same' | 'evidence'; index: number; words: MessageKey }

function itemFault(item: DraftItem, index: number, all: readonly DraftItem[]): ChangeFault | null {
  if (!item.id) return { field: 'node', index, words: 'change.fault.node' }
  if (all.findIndex((o) => o.id === item.id && o.kind === item.kind) !== index) return { field: 'same', index, words: 'change.fault.same' }
  if (item.kind === 'delay' && !item.toDate && !item.deadline.trim()) return { field: 'date', index, words: 'change.fault.date' }
  const target = parseMilli(item.target)
  return item.kind === 'target' && (target === null || target <= 0) ? { field: 'target', index, words: 'change.fault.target' } : null
}

/** The first thing a draft lacks before it can be sent; null when it is complete. */
export function draftFault(d: ChangeDraft): ChangeFault | null {
  for (const [index, item] of d.items.entries()) {
    const found = itemFault(item, index, d.items)
    if (found) return found
  }
  if (d.words.trim() === '') return { field: 'words', index: -1, words: 'change.fault.words' }
  return evidenceBody(d.evidence) ? null : { field: 'evidence', index: -1, words: 'evidence.unfinished' }
}

type Sent = NonNullable<NewChangeRequest['items']>[number]

/** What one item asks for beside its kind: a day goes before words. */
function wish(i: DraftItem): Partial<Sent> {
  if (i.kind === 'target') return { toTargetMilli: parseMilli(i.target) ?? 0 }
  if (i.kind !== 'delay') return {}
  return { ...(i.toDate ? { toDate: i.toDate } : {}), ...(i.deadline.trim() ? { deadlineWords: i.deadline.trim() } : {}) }
}

/** What is sent; null while a date or a node is missing. Without words, or with half of its evidence, it can be looked at, not sent. */
export function draftBody(d: ChangeDraft, owner: Owner, candidates: readonly Candidate[]): NewChangeRequest | null {
  const fault = draftFault(d)
  if (fault && fault.field !== 'words' && fault.field !== 'evidence') return null
  const items = d.items.map((i): Sent => ({
    ...(owner.of === 'project' ? { milestoneId: i.id } : { indicatorId: i.id }), kind: i.kind, version: candidates.find((c) => c.id === i.id)?.version ?? 1, ...wish(i),
  }))
  return { ...(owner.of === 'project' ? { projectId: owner.id } : { taskId: owner.id }), reason: d.reason, words: d.words.trim(), effect: d.effect.trim(), evidence: evidenceBody(d.evidence) ?? [], items }
}

export const itemName = (i: Pick<ChangeItem, 'milestone' | 'indicator'>): string => i.milestone?.name ?? i.indicator?.name ?? ''

/** Whose request it is: the project, or the task with its number. */
export const ownerName = (r: Pick<ChangeRequest, 'project' | 'task'>, t: Translate): string =>
  r.project?.name ?? (r.task ? t('change.ofTask', { n: r.task.ordinal, title: r.task.title }) : '')

export interface MoveWords {
  from: string
  to: string
}

/** From what to what, in words. */
export function moveWords(i: ChangeItem, t: Translate, locale: Locale, year: number): MoveWords {
  const day = (d: string | null | undefined) => dayWords(d ?? null, locale, year) || t('change.none')
  switch (i.kind) {
    case 'delay': return { from: day(i.from.date), to: day(i.to.date) }
    case 'target': return { from: t('change.target', { n: milli(i.from.targetMilli), unit: i.indicator?.unit ?? '' }), to: t('change.target', { n: milli(i.to.targetMilli), unit: i.indicator?.unit ?? '' }) }
    case 'resume': return { from: t('change.suspended'), to: t('change.resumed') }
    case 'suspend': return { from: day(i.from.date), to: t('change.suspended') }
  }
  return { from: '', to: t('change.exited') }
}

/** How far the date asked for is from the first plan; '' when it is on it or has none. */
export function slipWords(i: Pick<ChangeItem, 'slipDays' | 'kind'>, t: Translate): string {
  if (i.kind !== 'delay' || i.slipDays === 0) return ''
  return i.slipDays > 0 ? t('change.slip', { n: i.slipDays }) : t('change.early', { n: -i.slipDays })
}

/** Who has to decide: the posts with their holders, else the level. */
export function deciderWords(r: Pick<ChangeRequest, 'deciders' | 'route'>, t: Translate): string {
  const names = r.deciders.map((p) => p.holder || p.name).filter(Boolean)
  return names.length ? names.join(t('app.and')) : t(`change.route.${r.route}`)
}
