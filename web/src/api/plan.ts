import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import type { PlanRow, Values } from '@/lib/planGrid'
import { api, newKey, unwrap, writeHeaders } from './client'
import { keys } from './keys'
import { readAll } from './pages'
import type { components } from './schema'
import type { Real } from './types'

/** Reads and writes of the plan of a year; the freeze and who may pass it are the server's decision. */
type S = components['schemas']
type In<T> = MaybeRefOrGetter<T>
const once = (key: string) => ({ 'Idempotency-Key': key })

export type PlanYear = Real<S['PlanYear']>
export type ProjectList = S['ProjectList']

export function usePlans() {
  return useQuery({ queryKey: keys.plans, queryFn: () => unwrap(api.GET('/plans')).then((p) => p.items) })
}

export function usePlan(year: In<number>) {
  return useQuery({
    queryKey: computed(() => keys.plan(toValue(year))),
    queryFn: () => unwrap(api.GET('/plans/{year}', { params: { path: { year: toValue(year) } } })),
    enabled: computed(() => toValue(year) > 0),
  })
}

export function usePlanCheck(year: In<number>, enabled: In<boolean>) {
  return useQuery({
    queryKey: computed(() => [...keys.plan(toValue(year)), 'check'] as const),
    queryFn: () => unwrap(api.GET('/plans/{year}/check', { params: { path: { year: toValue(year) } } })),
    enabled: computed(() => toValue(enabled)),
  })
}

/** Every project and milestone of the plan, as rows of the grid: a project, then its milestones in the order of the plan. */
export function usePlanWorks(year: In<number>, enabled: In<boolean>) {
  return useQuery({
    queryKey: computed(() => [...keys.plan(toValue(year)), 'works'] as const),
    queryFn: () => readWorks(toValue(year)),
    enabled: computed(() => toValue(enabled)),
  })
}

async function readWorks(year: number): Promise<PlanRow[]> {
  const [projects, milestones] = await Promise.all([
    readAll((cursor) => unwrap(api.GET('/projects', { params: { query: { year, limit: 200, cursor, sort: 'code' } } }))),
    readAll((cursor) => unwrap(api.GET('/milestones', { params: { query: { year, limit: 200, cursor, sort: 'project' } } }))),
  ])
  const of = new Map<number, PlanRow[]>()
  for (const m of milestones) {
    if (m.planYear !== year) continue
    const row: PlanRow = {
      key: `milestone:${m.id}`, kind: 'milestone', id: m.id, version: m.version, depth: 1, parent: `project:${m.projectId}`, sample: m.sample,
      unit: m.leadDepartment?.id ?? 0,
      values: { ordinal: m.ordinal, name: m.name, stage: m.stage, weight: m.weight, key: m.key, deadlineWords: m.deadlineWords, due: m.baseline, firmness: m.firmness, precision: m.precision },
    }
    of.set(m.projectId, [...(of.get(m.projectId) ?? []), row])
  }
  return projects.filter((p) => p.planYear === year).flatMap((p): PlanRow[] => [
    {
      key: `project:${p.id}`, kind: 'project', id: p.id, version: p.version, depth: 0, parent: null, sample: p.sample, unit: p.leadDepartment?.id ?? 0,
      values: {
        code: p.code, name: p.name, leadDepartmentId: p.leadDepartment?.id ?? null, leaderPostId: p.leaderPost?.id ?? null, annualClass: p.annualClass,
        yearPlanYuan: p.investment?.yearPlanYuan ?? null, plannedEnd: p.plannedEnd,
      },
    },
    ...(of.get(p.id) ?? []),
  ])
}

/** Every livelihood task and indicator of the plan, as rows of the grid. */
export function usePlanTasks(year: In<number>, enabled: In<boolean>) {
  return useQuery({
    queryKey: computed(() => [...keys.plan(toValue(year)), 'tasks'] as const),
    queryFn: async () => {
      const page = await unwrap(api.GET('/livelihood-tasks', { params: { query: { year: toValue(year) } } }))
      return page.items.flatMap((task): PlanRow[] => [
        {
          key: `task:${task.id}`, kind: 'task', id: task.id, version: task.version, depth: 0, parent: null, sample: task.sample, unit: task.department?.id ?? 0,
          values: { ordinal: task.ordinal, title: task.title, departmentId: task.department?.id ?? null, leaderPostId: task.leaderPost?.id ?? null },
        },
        ...task.indicators.map((i): PlanRow => ({
          key: `indicator:${i.id}`, kind: 'indicator', id: i.id, version: i.version, depth: 1, parent: `task:${task.id}`, sample: i.sample, unit: i.department?.id ?? 0,
          values: {
            ordinal: i.ordinal, name: i.name, type: i.type, departmentId: i.department?.id ?? null, leaderPostId: i.leaderPost?.id ?? null, targetMilli: i.targetMilli,
            unit: i.unit, weight: i.weight, deadlineWords: i.deadlineWords, due: i.due, firmness: i.firmness, precision: i.precision,
          },
        })),
      ])
    },
    enabled: computed(() => toValue(enabled)),
  })
}

export const readDeadline = (words: string, year: number) => unwrap(api.GET('/deadline', { params: { query: { words, year } } }))

/** The grid makes the patches from the columns of the document; the server judges each field again. */
export const saveBulk = (year: number, bulk: { projects: unknown[]; milestones: unknown[]; indicators: unknown[] }, key: string) =>
  unwrap(api.POST('/plans/{year}/bulk', { params: { path: { year }, header: once(key) }, body: bulk as S['PlanBulkProjectPatchMilestonePlanPatchIndicatorEdit'] }))

export const patchTask = (c: { id: number; version: number; patch: Values }, key: string) =>
  unwrap(api.PATCH('/livelihood-tasks/{id}', { params: { path: { id: c.id }, header: writeHeaders(c.version, key) }, body: c.patch as S['TaskEdit'] }))

export const createProject = (body: S['NewProject'], key: string) => unwrap(api.POST('/projects', { params: { header: once(key) }, body }))
export const createMilestone = (body: S['NewMilestone'], key: string) => unwrap(api.POST('/milestones', { params: { header: once(key) }, body }))
export const createTask = (body: S['NewTask'], key: string) => unwrap(api.POST('/livelihood-tasks', { params: { header: once(key) }, body }))
export const createIndicator = (body: S['NewIndicator'], key: string) => unwrap(api.POST('/indicators', { params: { header: once(key) }, body }))

export const copyProject = (id: number, body: S['ProjectCopy'], key: string) =>
  unwrap(api.POST('/projects/{id}/copy', { params: { path: { id }, header: once(key) }, body }))
export const copyTask = (id: number, body: S['TaskCopy'], key: string) =>
  unwrap(api.POST('/livelihood-tasks/{id}/copy', { params: { path: { id }, header: once(key) }, body }))

export function removeRow(row: PlanRow): Promise<unknown> {
  const params = { path: { id: row.id }, header: writeHeaders(row.version, newKey()) }
  switch (row.kind) {
    case 'project': return unwrap(api.DELETE('/projects/{id}', { params }))
    case 'milestone': return unwrap(api.DELETE('/milestones/{id}', { params }))
    case 'task': return unwrap(api.DELETE('/livelihood-tasks/{id}', { params }))
    case 'indicator': return unwrap(api.DELETE('/indicators/{id}', { params }))
  }
}

export type PlanStep = 'propose' | 'freeze' | 'withdraw'

export function takeStep(verb: PlanStep, year: number, version: number, key: string): Promise<unknown> {
  const params = { path: { year }, header: writeHeaders(version, key) }
  switch (verb) {
    case 'propose': return unwrap(api.POST('/plans/{year}/propose', { params }))
    case 'freeze': return unwrap(api.POST('/plans/{year}/freeze', { params }))
    case 'withdraw': return unwrap(api.POST('/plans/{year}/withdraw', { params, body: {} }))
  }
}

export function useProjectLists(enabled: In<boolean>) {
  return useQuery({ queryKey: keys.projectLists, queryFn: () => unwrap(api.GET('/project-lists')).then((l) => l.items), enabled: computed(() => toValue(enabled)) })
}
export const createList = (body: S['NewProjectList'], key: string) => unwrap(api.POST('/project-lists', { params: { header: once(key) }, body }))
export const patchList = (c: { code: string; version: number; body: S['ProjectListPatch'] }, key: string) =>
  unwrap(api.PATCH('/project-lists/{code}', { params: { path: { code: c.code }, header: writeHeaders(c.version, key) }, body: c.body }))

export function useLeaderPosts(enabled: In<boolean>) {
  return useQuery({
    queryKey: keys.leaderPosts,
    queryFn: () => readAll((cursor) => unwrap(api.GET('/posts', { params: { query: { leader: true, limit: 200, cursor } } }))),
    enabled: computed(() => toValue(enabled)),
    staleTime: 60_000,
  })
}

export function useCarryPreview(year: In<number>) {
  return useQuery({
    queryKey: computed(() => [...keys.plan(toValue(year)), 'carry'] as const),
    queryFn: () => unwrap(api.GET('/plans/{year}/carry-over', { params: { path: { year: toValue(year) } } })),
    staleTime: 0,
  })
}

/** The most projects one call takes; what was carried already stays as it is, so that parts may be sent again. */
const PART = 200

export async function carryOver(year: number, order: S['CarryOrder'], key: string): Promise<S['CarryTotals']> {
  const sum = { projects: 0, milestones: 0, tasks: 0, indicators: 0, skipped: 0 }
  const projects = order.projects ?? []
  for (let from = 0; from === 0 || from < projects.length; from += PART) {
    const body = { toYear: order.toYear, projects: projects.slice(from, from + PART), tasks: from === 0 ? order.tasks : [] }
    const { totals } = await unwrap(api.POST('/plans/{year}/carry-over', { params: { path: { year }, header: once(`${key}-${from}`) }, body }))
    for (const name of ['projects', 'milestones', 'tasks', 'indicators', 'skipped'] as const) sum[name] += totals[name]
  }
  return sum
}
