import type { components } from './schema'

/** Operations that the server's document does not hold yet; goes when it does. */
type S = components['schemas']
export interface Project {
  id: number; code: string; name: string; sector: string; buildNature: string; stage: string; annualClass: string; planYear: number
  leadDepartment: S['DepartmentRef']; coDepartments: S['DepartmentRef'][]; leaderPost: S['PostRef']
  contactName: string; contactPhone: string; parentId: number | null; parentName: string
  lists: { code: string; name: string }[]
  investment: { totalYuan: number | null; cumulativeYuan: number | null; yearPlanYuan: number | null; yearDoneYuan: number | null; doneThrough: string | null; planBp: number | null; actualBp: number | null; lamp: S['Lamp'] }
  plannedStart: string | null; startedOn: string | null; plannedEnd: string | null
  lamp: S['Lamp']; counts: { milestones: number; done: number; overdue: number; red: number }
  next: { id: number; name: string; due: string; lamp: S['Lamp'] }
  source: { ref: string; section: string; quote: string; target: string; note: string }
  children?: { id: number; code: string; name: string; lamp: S['Lamp'] }[]
  sample: boolean; version: number; asOf: string
}
export interface SourceItem { id: string; ref: string; kind: string; section: string; title: string; words: string; detail: string; note: string }

type Op<P, R> = { parameters: P; requestBody?: never; responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': R } }; default: { headers: Record<string, unknown>; content: { 'application/problem+json': S['Problem'] } } } }
type Get<P, R> = { parameters: Record<string, never>; get: Op<P, R>; put?: never; post?: never; delete?: never; options?: never; head?: never; patch?: never; trace?: never }

declare module './schema' {
  interface paths {
    '/projects': Get<{ query?: { list?: string; department?: number; leader?: string; sector?: string; q?: string; limit?: number; cursor?: string; count?: boolean; asOf?: string } }, { items: Project[]; nextCursor: string; total?: number }>
    '/projects/{id}': Get<{ path: { id: number }; query?: { asOf?: string } }, Project>
    '/source': Get<{ query?: { year?: number } }, { items: SourceItem[] }>
  }
}
