import type { Department, Post } from '@/api/types'
import { treeRows } from './admin'

export interface PostGroup {
  /** 0 for the posts outside any department. */
  id: number
  name: string
  posts: Post[]
}

/** Posts under their departments in the order of the tree; those of no department first, a department without posts is left out. */
export function postGroups(posts: readonly Post[], departments: readonly Department[], filter: { q: string; vacant: boolean; disabled: boolean }): PostGroup[] {
  const word = filter.q.trim().toLowerCase()
  const fits = (p: Post): boolean => {
    if (p.disabled && !filter.disabled) return false
    if (filter.vacant && (p.disabled || p.holder)) return false
    return !word || [p.name, p.code, p.department?.name, p.department?.shortName, ...p.holders.map((h) => h.user.name)].some((s) => s?.toLowerCase().includes(word))
  }
  const byUnit = new Map<number, Post[]>()
  for (const p of posts) if (fits(p)) byUnit.set(p.department?.id ?? 0, [...(byUnit.get(p.department?.id ?? 0) ?? []), p])
  const order = [{ id: 0, name: '' }, ...treeRows(departments).map((r) => r.item)]
  const known = new Set(order.map((d) => d.id))
  const lost = [...byUnit.keys()].filter((id) => !known.has(id)).map((id) => ({ id, name: byUnit.get(id)![0]!.department?.name ?? '' }))
  return [...order, ...lost].flatMap((d) => (byUnit.has(d.id) ? [{ id: d.id, name: d.name, posts: byUnit.get(d.id)! }] : []))
}
