import type { ChangeGroup, Comparison, ComparedItem, ComparedState } from '@/api/periods'
import type { MessageKey } from '@/i18n/keys'
import { parseDate } from './date'
import { milli, money, percent, type MoneyUnit } from './format'

/** What changed between two days: groups in the order a meeting asks for them. */
export const GROUPS: readonly ChangeGroup[] = ['lamps', 'dates', 'late', 'done', 'unreported', 'added', 'exited', 'figures']

/** The groups that hold something, in their order. */
export function filled(counts: Comparison['counts']): ChangeGroup[] {
  return GROUPS.filter((g) => counts[g] > 0)
}

/** One end of a comparison: a closed month (YYYY-MM), a day, or '' for today. */
export function isEnd(text: unknown): text is string {
  return typeof text === 'string' && (/^\d{4}-(0[1-9]|1[0-2])$/.test(text) || parseDate(text) !== null)
}

export const isMonth = (end: string): boolean => /^\d{4}-\d{2}$/.test(end)

/** A figure in the measure of its kind; — where there is none. */
export function figureWords(kind: ComparedItem['kind'], state: Pick<ComparedState, 'figure' | 'unit'> | null, unit: MoneyUnit): string {
  if (!state || state.figure === null) return '—'
  switch (kind) {
    case 'project': return money(state.figure, unit)
    case 'indicator': return `${milli(state.figure)}${state.unit ? ` ${state.unit}` : ''}`
    default: return `${percent(state.figure)}%`
  }
}

/** ▲ better, ▼ worse; the word stands beside it for whoever can not see it. */
export const MOVE_MARK = { up: '▲', down: '▼', same: '', new: '' } as const

export function moveWord(move: ComparedItem['move']): MessageKey | '' {
  return move === 'up' ? 'compare.up' : move === 'down' ? 'compare.down' : ''
}

/** Where the row is read in full. */
export function routeOf(item: Pick<ComparedItem, 'kind' | 'id' | 'parentId'>) {
  switch (item.kind) {
    case 'milestone': return { name: 'project', params: { id: item.parentId ?? 0 }, query: { node: String(item.id) } }
    case 'project': return { name: 'project', params: { id: item.id } }
    case 'indicator': return { name: 'task', params: { id: item.parentId ?? 0 }, query: { part: String(item.id) } }
    case 'task': return { name: 'task', params: { id: item.id } }
  }
}
