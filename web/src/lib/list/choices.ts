import type { components } from '@/api/schema'
import type { Colour } from '@/api/types'

/** One choice of a filter, with the number of rows behind it where that is known. */
export interface Choice {
  value: string
  name: string
  count?: number
}

type Answer = components['schemas']['ProjectChoices']
export type Facet = 'list' | 'department' | 'leader' | 'sector' | 'stage'

/** The choices of one filter as the server counted them: what the list would hold if that were chosen too. */
export function facet(answer: Answer | undefined, name: Facet): Choice[] {
  switch (name) {
    case 'list': return (answer?.lists ?? []).map((x) => ({ value: x.code, name: x.name, count: x.count }))
    case 'department': return (answer?.departments ?? []).map((x) => ({ value: String(x.id), name: x.name, count: x.count }))
    case 'leader': return (answer?.leaders ?? []).map((x) => ({ value: String(x.id), name: x.holder || x.name, count: x.count }))
    case 'sector': return (answer?.sectors ?? []).filter((x) => x.value).map((x) => ({ value: x.value, name: x.value, count: x.count }))
    case 'stage': return (answer?.stages ?? []).filter((x) => x.value).map((x) => ({ value: x.value, name: x.value, count: x.count }))
  }
}

export interface LampCount {
  colour: Colour
  count: number
}

export function lampCounts(answer: Answer | undefined): LampCount[] {
  return (answer?.lamps ?? []).map((x) => ({ colour: x.colour as Colour, count: x.count }))
}
