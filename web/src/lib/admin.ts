import { addDays, dayNumber, fromDayNumber, yearOf, type CivilDate } from './date'

/** Roles in the order of the hierarchy of the district; the words are in the messages. */
export const ROLES = ['reporter', 'head', 'leader', 'chief', 'supervisor', 'auditor', 'sysadmin', 'secadmin', 'auditadmin'] as const
export type Role = (typeof ROLES)[number]
export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text)

interface Node {
  id: number
  parentId: number | null
  sort: number
}

export interface TreeRow<D> {
  item: D
  depth: number
  /** How many stand directly below. */
  below: number
}

/** A tree as the lines of a list, parents first. A parent that is missing, and a circle, never hide a row. */
export function treeRows<D extends Node>(items: readonly D[]): TreeRow<D>[] {
  const ids = new Set(items.map((d) => d.id))
  const children = new Map<number, D[]>()
  for (const d of items) {
    const above = d.parentId !== null && ids.has(d.parentId) && d.parentId !== d.id ? d.parentId : 0
    children.set(above, [...(children.get(above) ?? []), d])
  }
  for (const list of children.values()) list.sort((a, b) => a.sort - b.sort || a.id - b.id)
  const rows: TreeRow<D>[] = []
  const seen = new Set<number>()
  const walk = (above: number, depth: number): void => {
    for (const item of children.get(above) ?? []) {
      if (seen.has(item.id)) continue
      seen.add(item.id)
      rows.push({ item, depth, below: children.get(item.id)?.length ?? 0 })
      walk(item.id, depth + 1)
    }
  }
  walk(0, 0)
  for (const item of items) if (!seen.has(item.id)) rows.push({ item, depth: 0, below: children.get(item.id)?.length ?? 0 })
  return rows
}

/** The rows that match, and what stands above them. */
export function withAncestors<D extends Node>(items: readonly D[], match: (d: D) => boolean): D[] {
  const byId = new Map(items.map((d) => [d.id, d]))
  const keep = new Set<number>()
  for (const d of items) {
    if (!match(d)) continue
    for (let at: D | undefined = d; at && !keep.has(at.id); at = at.parentId === null ? undefined : byId.get(at.parentId)) keep.add(at.id)
  }
  return items.filter((d) => keep.has(d.id))
}

/** The row and everything below it: none of these can be its parent. */
export function subtree(items: readonly Node[], id: number): Set<number> {
  const found = new Set([id])
  for (let grown = true; grown; ) {
    grown = false
    for (const d of items) {
      if (d.parentId !== null && found.has(d.parentId) && !found.has(d.id)) {
        found.add(d.id)
        grown = true
      }
    }
  }
  return found
}

/** The next free code of the shape `prefix-n`; codes never change, so a person need not invent one. */
export function freeCode(prefix: string, taken: readonly string[]): string {
  const used = new Set(taken)
  let n = taken.length + 1
  while (used.has(`${prefix}-${n}`)) n++
  return `${prefix}-${n}`
}

export interface Held {
  from: CivilDate
  to: CivilDate | null
}

export type When = 'past' | 'now' | 'future'

export function holdingWhen(h: Held, today: CivilDate): When {
  if (h.to && h.to < today) return 'past'
  return h.from > today ? 'future' : 'now'
}

export interface Span {
  from: CivilDate
  to: CivilDate
}

const FEWEST = 400
const MOST = 365 * 6

/** The stretch of time a list of holdings is drawn on: whole of them, today in it, six years at most. */
export function holdingSpan(holders: readonly Held[], today: CivilDate): Span {
  const last = holders.reduce((max, h) => (h.to && h.to > max ? h.to : h.from > max ? h.from : max), addDays(today, 120))
  const to = addDays(last, 30)
  const first = holders.reduce((min, h) => (h.from < min ? h.from : min), addDays(today, -FEWEST))
  const from = fromDayNumber(Math.max(dayNumber(first), dayNumber(to) - MOST))
  return { from, to }
}

/** Where a day stands in the span, 0 to 100. */
export function spanPercent(span: Span, date: CivilDate): number {
  const all = dayNumber(span.to) - dayNumber(span.from)
  const at = ((dayNumber(date) - dayNumber(span.from)) / all) * 100
  return Math.round(Math.max(0, Math.min(100, at)) * 100) / 100
}

/** The years that begin inside the span. */
export function spanYears(span: Span): number[] {
  const years: number[] = []
  for (let y = yearOf(span.from) + 1; y <= yearOf(span.to); y++) years.push(y)
  return years
}

/** What role a post by this name most likely needs; a proposal the security administrator decides on. */
export function likelyRole(postName: string): Role | '' {
  const table: [RegExp, Role][] = [
    [/联络|经办/, 'reporter'], [/审计/, 'auditor'], [/督查|督办/, 'supervisor'], [/主要领导|书记|区长|县长|市长/, 'chief'], [/分管|副主任.*领导|领导/, 'leader'], [/负责人|局长|主任|镇长/, 'head'],
  ]
  return table.find(([shape]) => shape.test(postName))?.[1] ?? ''
}

/** Fields of two states that differ, for "somebody was faster". */
export function changedFields<T extends object>(seen: T, now: T, fields: readonly (keyof T & string)[]): { field: keyof T & string; now: unknown }[] {
  return fields.filter((f) => JSON.stringify(seen[f]) !== JSON.stringify(now[f])).map((field) => ({ field, now: now[field] }))
}
