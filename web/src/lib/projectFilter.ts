import type { LocationQuery, LocationQueryRaw } from 'vue-router'

/** The filters of the project list; they live in the URL, so that a view can be sent to somebody. */
export interface Filter {
  list?: string
  department?: number
  leader?: string
  sector?: string
  q?: string
}

const NAMES = ['list', 'department', 'leader', 'sector', 'q'] as const

const one = (v: LocationQuery[string] | undefined): string | undefined => {
  const text = Array.isArray(v) ? v[0] : v
  return text ? text : undefined
}

export function readFilter(query: LocationQuery): Filter {
  const department = Number(one(query.department))
  return {
    list: one(query.list),
    department: Number.isInteger(department) && department > 0 ? department : undefined,
    leader: one(query.leader),
    sector: one(query.sector),
    q: one(query.q),
  }
}

/** The query with these filters; what else it carries (asOf) stays. */
export function writeFilter(query: LocationQuery, f: Filter): LocationQueryRaw {
  const out: LocationQueryRaw = { ...query }
  for (const name of NAMES) {
    const v = f[name]
    if (v === undefined || v === '') delete out[name]
    else out[name] = String(v)
  }
  return out
}
