/** Rows under the lines of their groups, as the wall and the printed sheets list them. */
export type Grouping = 'list' | 'department' | 'leader' | 'none'
export const GROUPINGS = ['list', 'department', 'leader', 'none'] as const

export function isGrouping(v: unknown): v is Grouping {
  return GROUPINGS.includes(v as Grouping)
}

export interface GroupHead {
  key: string
  name: string
  rows: number
  red: number
  yellow: number
}

export type Line<R> = { kind: 'group'; id: string; group: GroupHead; folded: boolean } | { kind: 'row'; id: string; row: R; group: string }

/**
 * A project of several lists stands under each of them, because each list is
 * reported for itself; what belongs to no group of the answer is not dropped
 * but stands at the end, under `rest`.
 */
export function linesOf<R>(
  rows: readonly R[], groups: readonly GroupHead[], keysOf: (row: R) => readonly string[], idOf: (row: R) => number, folded: ReadonlySet<string>, rest: GroupHead,
): Line<R>[] {
  if (!groups.length) return rows.map((row) => ({ kind: 'row', id: String(idOf(row)), row, group: '' }))
  const byKey = new Map<string, R[]>(groups.map((g) => [g.key, []]))
  const left: R[] = []
  for (const row of rows) {
    const keys = keysOf(row).filter((k) => byKey.has(k))
    if (!keys.length) left.push(row)
    for (const k of keys) byKey.get(k)!.push(row)
  }
  const heads = left.length ? [...groups, { ...rest, rows: left.length }] : groups
  return heads.flatMap((group) => {
    const members = group === heads[groups.length] ? left : byKey.get(group.key)!
    if (!members.length) return []
    const closed = folded.has(group.key)
    const head: Line<R> = { kind: 'group', id: `g:${group.key}`, group, folded: closed }
    return [head, ...(closed ? [] : members.map((row): Line<R> => ({ kind: 'row', id: `${group.key}:${idOf(row)}`, row, group: group.key })))]
  })
}
