import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Colour } from '@/api/types'
import { isGrouping, type Grouping } from './group'
import { isZoom, type Zoom } from './scale'

/** What the wall shows; all of it lives in the URL, so that a view can be sent to somebody. */
export interface WallView {
  group: Grouping
  zoom: Zoom
  list?: string
  department?: number
  leader?: number
  lamp?: Colour
  late: boolean
  q?: string
}

const one = (v: LocationQuery[string] | undefined): string | undefined => {
  const text = Array.isArray(v) ? v[0] : v
  return text ? text : undefined
}
const whole = (v: LocationQuery[string] | undefined): number | undefined => {
  const n = Number(one(v))
  return Number.isInteger(n) && n > 0 ? n : undefined
}
const LAMPS: readonly Colour[] = ['red', 'yellow', 'green', 'blue', 'grey']

export function readView(query: LocationQuery): WallView {
  const group = one(query.group)
  const zoom = one(query.zoom)
  const lamp = one(query.lamp)
  return {
    group: isGrouping(group) ? group : 'list',
    zoom: isZoom(zoom) ? zoom : 'year',
    list: one(query.list),
    department: whole(query.department),
    leader: whole(query.leader),
    lamp: LAMPS.find((c) => c === lamp),
    late: one(query.late) === '1',
    q: one(query.q),
  }
}

/** The query of this view; what is as usual is left out, what else it carries (asOf, year) stays. */
export function writeView(query: LocationQuery, v: WallView): LocationQueryRaw {
  const out: LocationQueryRaw = { ...query }
  const set = (name: string, value: string | undefined) => {
    if (value === undefined || value === '') delete out[name]
    else out[name] = value
  }
  set('group', v.group === 'list' ? undefined : v.group)
  set('zoom', v.zoom === 'year' ? undefined : v.zoom)
  set('list', v.list)
  set('department', v.department?.toString())
  set('leader', v.leader?.toString())
  set('lamp', v.lamp)
  set('late', v.late ? '1' : undefined)
  set('q', v.q)
  return out
}

/** Whether anything is left out of the wall. */
export function isFiltered(v: WallView): boolean {
  return !!(v.list || v.department || v.leader || v.lamp || v.late || v.q)
}
