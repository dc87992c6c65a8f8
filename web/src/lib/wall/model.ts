import type { Colour } from '@/api/types'
import type { CivilDate } from '../date'

/**
 * What one node brings to the wall. What is absent, no or 0 is left out of the
 * answer; the sentence about a node is read when somebody asks.
 */
export interface WallNode {
  id: number
  name: string
  key?: boolean
  firmness?: string
  plannedStart?: CivilDate
  baseline?: CivilDate
  approved?: CivilDate
  forecast?: CivilDate
  reached?: CivilDate
  verified?: boolean
  claimed?: CivilDate
  suspended?: CivilDate
  /** Day it left the plan: no rule looks at it any more. */
  exited?: CivilDate
  changes?: number
  slipDays?: number
  overdueDays?: number
  progressBp?: number
  /** What earlier plans had promised last; only a project's own page knows it. */
  earlier?: CivilDate[]
  colour: Colour
  badges?: string[] | null
}

export interface WallRow {
  projectId: number
  code: string
  name: string
  parentId: number | null
  leadDepartment: { id: number; name: string; shortName: string } | null
  leaderPost: { id: number; name: string; holder: string } | null
  groups: string[] | null
  lamp: { colour: Colour; badges: string[] | null; rule: string; reason: string }
  progress: { planBp: number; actualBp: number } | null
  nodes: WallNode[] | null
  sample: boolean
}

/** Where a node stands: reached when that is verified, else where the plan as it stands puts it. */
export function nodeDate(n: WallNode): CivilDate | null {
  if (n.verified && n.reached) return n.reached
  return dueOf(n)
}

export function dueOf(n: WallNode): CivilDate | null {
  return n.approved ?? n.baseline ?? null
}

/** Worst first: red, yellow, then what is open, then what is done. */
export const WORST: Readonly<Record<Colour, number>> = { red: 0, yellow: 1, green: 2, grey: 3, blue: 4 }

/** Open nodes in order of their dates; done ones, suspended ones, those that left the plan and those without a date are none. */
export function openNodes(nodes: readonly WallNode[]): WallNode[] {
  return nodes
    .filter((n) => !n.verified && !n.suspended && !n.exited && dueOf(n) !== null)
    .sort((a, b) => (dueOf(a)! < dueOf(b)! ? -1 : dueOf(a)! > dueOf(b)! ? 1 : a.id - b.id))
}
