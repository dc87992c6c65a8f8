import type { ChangeItem, ChangeRequest, NewChangeRequest } from '@/api/changes'
import type { Translate } from '@/i18n'
import type { MessageKey } from '@/i18n/keys'
import { dayWords } from './date'
import type { Locale } from '@/i18n'
import { milli } from './format'

/** A request for another date as it is being written, and what a written one says in words. */
export const REASONS = ['landAcquisition', 'landUse', 'seaUse', 'funds', 'approval', 'design', 'forceMajeure', 'contractor', 'other'] as const
export type Reason = (typeof REASONS)[number]
export type Kind = NonNullable<NewChangeRequest['items']>[number]['kind']

export interface DraftItem {
  milestoneId: number
  kind: Kind
  toDate: string
}

export interface ChangeDraft {
  reason: Reason
  words: string
  effect: string
  evidence: string
  items: DraftItem[]
}

interface Node {
  id: number
  version: number
  verified: boolean
  suspended: string | null
  carriedTo: number | null
}

/** What can be asked of a node: work that stands still can only go on. */
export const kindsOf = (node: Pick<Node, 'suspended'>): Kind[] => (node.suspended ? ['resume', 'delay'] : ['delay', 'suspend'])

/** The nodes a request can be about. */
export const askable = <T extends Node>(nodes: readonly T[]): T[] => nodes.filter((n) => !n.verified && !n.carriedTo)

export type ChangeFault = { field: 'node' | 'date' | 'words' | 'same'; index: number; words: MessageKey }

/** The first thing a draft lacks before it can be sent; null when it is complete. */
export function draftFault(d: ChangeDraft): ChangeFault | null {
  for (const [index, item] of d.items.entries()) {
    if (!item.milestoneId) return { field: 'node', index, words: 'change.fault.node' }
    if (d.items.findIndex((o) => o.milestoneId === item.milestoneId && o.kind === item.kind) !== index) return { field: 'same', index, words: 'change.fault.same' }
    if (item.kind === 'delay' && !item.toDate) return { field: 'date', index, words: 'change.fault.date' }
  }
  return d.words.trim() === '' ? { field: 'words', index: -1, words: 'change.fault.words' } : null
}

/** What is sent; null while a date or a node is missing. Without words it can be looked at, not sent. */
export function draftBody(d: ChangeDraft, projectId: number, nodes: readonly Node[]): NewChangeRequest | null {
  const fault = draftFault(d)
  if (fault && fault.field !== 'words') return null
  const items = d.items.map((i) => ({
    milestoneId: i.milestoneId, kind: i.kind, version: nodes.find((n) => n.id === i.milestoneId)?.version ?? 1, ...(i.kind === 'delay' ? { toDate: i.toDate } : {}),
  }))
  const evidence = d.evidence.trim() ? [{ kind: 'statement' as const, words: d.evidence.trim() }] : []
  return { projectId, reason: d.reason, words: d.words.trim(), effect: d.effect.trim(), evidence, items }
}

export const itemName = (i: Pick<ChangeItem, 'milestone' | 'indicator'>): string => i.milestone?.name ?? i.indicator?.name ?? ''

/** Whose request it is: the project, or the task with its number. */
export const ownerName = (r: Pick<ChangeRequest, 'project' | 'task'>, t: Translate): string =>
  r.project?.name ?? (r.task ? t('change.ofTask', { n: r.task.ordinal, title: r.task.title }) : '')

/** From what to what, in words. */
export function moveWords(i: ChangeItem, t: Translate, locale: Locale, year: number): { from: string; to: string } {
  const day = (d: string | null | undefined) => dayWords(d ?? null, locale, year) || t('change.none')
  switch (i.kind) {
    case 'delay': return { from: day(i.from.date), to: day(i.to.date) }
    case 'target': return { from: t('change.target', { n: milli(i.from.targetMilli) }), to: t('change.target', { n: milli(i.to.targetMilli) }) }
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
