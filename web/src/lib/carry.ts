import { amountOf } from './planGrid'

/** What a carry-over sends: the rows that are ticked, with what is promised otherwise than proposed. No Vue here. */
export interface NodePromise { id: number; proposedDue: string | null; blocked: object | null }
export interface IndicatorPromise { id: number; proposedDue: string | null; proposedTargetMilli: number | null; blocked: object | null }
export interface CarryChoice {
  picked: Record<string, boolean>
  due: Record<string, string | undefined>
  target: Record<string, string | undefined>
  ordinal: Record<string, string>
}

export const emptyChoice = (): CarryChoice => ({ picked: {}, due: {}, target: {}, ordinal: {} })

interface WithNodes { id: number; milestones: readonly NodePromise[] }
interface WithIndicators { id: number; ordinal: number; indicators: readonly IndicatorPromise[] }

export function orderOf(toYear: number, projects: readonly WithNodes[], tasks: readonly WithIndicators[], c: CarryChoice) {
  return {
    toYear,
    projects: projects.filter((p) => c.picked[`project:${p.id}`]).map((p) => ({
      id: p.id,
      milestones: p.milestones.filter((m) => !m.blocked && c.due[`milestone:${m.id}`] && c.due[`milestone:${m.id}`] !== m.proposedDue)
        .map((m) => ({ id: m.id, due: c.due[`milestone:${m.id}`] ?? '' })),
    })),
    tasks: tasks.filter((t) => c.picked[`task:${t.id}`]).map((t) => {
      const ordinal = Number(c.ordinal[`task:${t.id}`] ?? t.ordinal)
      return {
        id: t.id,
        ...(ordinal !== t.ordinal ? { ordinal } : {}),
        indicators: t.indicators.filter((i) => !i.blocked).flatMap((i) => {
          const target = amountOf(c.target[`indicator:${i.id}`] ?? '')
          const due = c.due[`indicator:${i.id}`]
          const other = { ...(target !== undefined && target !== i.proposedTargetMilli ? { targetMilli: target } : {}), ...(due && due !== i.proposedDue ? { due } : {}) }
          return Object.keys(other).length ? [{ id: i.id, ...other }] : []
        }),
      }
    }),
  }
}
