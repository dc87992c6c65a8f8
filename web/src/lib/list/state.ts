import type { ListSpec } from './spec'

/**
 * The state of a list lives in the address: filters by their names, `q`, `sort`
 * and `cols`. A link shows the same rows and columns to everybody who may see them.
 */
export interface ListState {
  filters: Record<string, string>
  q: string
  sort: string
  /** Keys of the chosen columns; null: the standard ones. */
  columns: string[] | null
}

type Query = Readonly<Record<string, unknown>>

const one = (v: unknown): string => {
  const text: unknown = Array.isArray(v) ? v[0] : v
  return typeof text === 'string' ? text : ''
}

export function readState(query: Query, spec: ListSpec): ListState {
  const filters: Record<string, string> = {}
  for (const name of spec.filters) {
    const v = one(query[name])
    if (v) filters[name] = v
  }
  const sorts = spec.columns.flatMap((c) => (c.sort ? [c.sort, `-${c.sort}`] : []))
  const sort = one(query.sort)
  const known = new Set(spec.columns.map((c) => c.key))
  const cols = one(query.cols).split(',').filter((k) => known.has(k))
  return { filters, q: one(query.q), sort: sorts.includes(sort) ? sort : spec.sort, columns: cols.length ? cols : null }
}

/** The part of an address that belongs to the list, without what is as usual. */
export function listQuery(state: ListState, spec: ListSpec): Record<string, string> {
  const out: Record<string, string> = {}
  for (const name of spec.filters) if (state.filters[name]) out[name] = state.filters[name]
  if (state.q) out.q = state.q
  if (state.sort !== spec.sort) out.sort = state.sort
  if (state.columns && !sameColumns(state.columns, spec)) out.cols = state.columns.join(',')
  return out
}

function sameColumns(columns: readonly string[], spec: ListSpec): boolean {
  const standard = spec.columns.filter((c) => c.standard && !c.fixed).map((c) => c.key)
  const chosen = spec.columns.filter((c) => !c.fixed && columns.includes(c.key)).map((c) => c.key)
  return standard.join() === chosen.join()
}

/** The whole address query with this state; what does not belong to the list (asOf) stays. */
export function writeState<Q extends Query>(query: Q, state: ListState, spec: ListSpec): Q & Record<string, string> {
  const own = new Set([...spec.filters, 'q', 'sort', 'cols'])
  const rest = Object.fromEntries(Object.entries(query).filter(([k]) => !own.has(k)))
  return { ...rest, ...listQuery(state, spec) } as Q & Record<string, string>
}

/** Whether rows are left out. */
export function isFiltered(state: ListState): boolean {
  return state.q !== '' || Object.keys(state.filters).length > 0
}

/** Two list queries that show the same. */
export function sameView(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const text = (q: Readonly<Record<string, string>>) => JSON.stringify(Object.entries(q).filter(([, v]) => v !== '').sort(([x], [y]) => (x < y ? -1 : 1)))
  return text(a) === text(b)
}
