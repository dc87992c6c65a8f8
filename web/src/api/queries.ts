import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { api, newKey, unwrap, writeHeaders } from './client'
import { keys } from './keys'
import type { Basis } from '@/composables/useBasis'
import type { MilestoneReportInput, ReadingInput, Report, Verification } from './types'

type In<T> = MaybeRefOrGetter<T>

export function useDistrict() {
  return useQuery({
    queryKey: keys.district,
    queryFn: () => unwrap(api.GET('/district')),
    staleTime: 5 * 60_000,
  })
}

export function useDepartments() {
  return useQuery({
    queryKey: keys.departments,
    queryFn: () => unwrap(api.GET('/departments', { params: { query: { limit: 200 } } })),
    staleTime: 5 * 60_000,
    retry: false,
  })
}

export function useWorklist(asOf: In<string | undefined>) {
  return useQuery({
    queryKey: computed(() => keys.worklist(toValue(asOf))),
    queryFn: () => unwrap(api.GET('/worklist', { params: { query: { asOf: toValue(asOf) } } })),
  })
}

export function useAttention(asOf: In<string | undefined>) {
  return useQuery({
    queryKey: computed(() => keys.attention(toValue(asOf))),
    queryFn: () => unwrap(api.GET('/attention', { params: { query: { asOf: toValue(asOf) } } })),
  })
}

/** What waits for me: with the head of a unit what was submitted, with the supervision office what units have approved. */
export function useReviews() {
  return useInfiniteQuery({
    queryKey: keys.reviews,
    queryFn: ({ pageParam }) => unwrap(api.GET('/reports', { params: { query: pageParam ? { due: 'mine', limit: 50, cursor: pageParam } : { due: 'mine', limit: 50, count: true } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor || undefined,
  })
}

/** Asked again each minute; the last good frame stays when the network drops. `since` is an earlier day or closed month, `period` a closed month. */
export function useBoard(year: In<number | undefined>, asOf: In<string | undefined>, more: { since?: In<string | undefined>; period?: In<string | undefined>; basis?: In<Basis> } = {}) {
  const query = computed(() => ({ year: toValue(year), asOf: toValue(more.period) ? undefined : toValue(asOf), period: toValue(more.period), since: toValue(more.since), basis: toValue(more.basis) }))
  return useQuery({
    queryKey: computed(() => keys.board(query.value.year, query.value.period ?? query.value.asOf, query.value.since, query.value.basis)),
    queryFn: () => unwrap(api.GET('/board', { params: { query: query.value } })),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
    refetchIntervalInBackground: true,
    gcTime: Infinity,
    networkMode: 'always',
  })
}

export function useTask(id: In<number>, asOf: In<string | undefined>, basis: In<Basis> = undefined, enabled: In<boolean> = true) {
  return useQuery({
    queryKey: computed(() => keys.task(toValue(id), toValue(asOf), toValue(basis))),
    queryFn: () =>
      unwrap(api.GET('/livelihood-tasks/{id}', { params: { path: { id: toValue(id) }, query: { asOf: toValue(asOf), basis: toValue(basis) } } })),
    enabled: computed(() => toValue(enabled)),
  })
}

export function useProject(id: In<number>, asOf: In<string | undefined>, basis: In<Basis> = undefined) {
  return useQuery({
    queryKey: computed(() => keys.project(toValue(id), toValue(asOf), toValue(basis))),
    queryFn: () => unwrap(api.GET('/projects/{id}', { params: { path: { id: toValue(id) }, query: { asOf: toValue(asOf), basis: toValue(basis) } } })),
  })
}

export function useProjectMilestones(id: In<number>, asOf: In<string | undefined>, basis: In<Basis> = undefined, enabled: In<boolean> = true) {
  return useQuery({
    queryKey: computed(() => keys.projectMilestones(toValue(id), toValue(asOf), toValue(basis))),
    queryFn: () =>
      unwrap(api.GET('/projects/{id}/milestones', { params: { path: { id: toValue(id) }, query: { asOf: toValue(asOf), basis: toValue(basis) } } })),
    enabled: computed(() => toValue(enabled)),
  })
}

export type Kind = 'milestone' | 'indicator'

export function useHistory(kind: In<Kind>, id: In<number>) {
  return useQuery({
    queryKey: computed(() => keys.history(toValue(kind), toValue(id))),
    queryFn: () => {
      const params = { path: { id: toValue(id) } }
      return toValue(kind) === 'milestone'
        ? unwrap(api.GET('/milestones/{id}/history', { params }))
        : unwrap(api.GET('/indicators/{id}/history', { params }))
    },
  })
}

export function useReportsOf(kind: In<Kind>, id: In<number>) {
  return useQuery({
    queryKey: computed(() => keys.reportsOf(toValue(kind), toValue(id))),
    queryFn: () => {
      const params = { path: { id: toValue(id) } }
      return toValue(kind) === 'milestone'
        ? unwrap(api.GET('/milestones/{id}/reports', { params }))
        : unwrap(api.GET('/indicators/{id}/readings', { params }))
    },
  })
}

export function useSource(year: In<number | undefined>) {
  return useQuery({
    queryKey: computed(() => keys.source(toValue(year))),
    queryFn: () => unwrap(api.GET('/source', { params: { query: { year: toValue(year) } } })),
    staleTime: 5 * 60_000,
  })
}

/** One submission of a row; `key` stays the same while the same text is tried again. */
export type Submission = { id: number; version: number; key: string } & (
  | { kind: 'milestone'; body: MilestoneReportInput }
  | { kind: 'indicator'; body: ReadingInput }
)

function submitReport(s: Submission): Promise<Report> {
  const params = { path: { id: s.id }, header: writeHeaders(s.version, s.key) }
  return s.kind === 'milestone'
    ? unwrap(api.POST('/milestones/{id}/reports', { params, body: s.body }))
    : unwrap(api.POST('/indicators/{id}/readings', { params, body: s.body }))
}

export function useSubmitReport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: submitReport,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.business }),
  })
}

export interface Decision {
  id: number
  version: number
  verb: 'approve' | 'confirm' | 'return' | 'withdraw'
  text?: string
}

export function decideReport(d: Decision): Promise<Report> {
  const params = { path: { id: d.id }, header: writeHeaders(d.version, newKey()) }
  switch (d.verb) {
    case 'approve':
      return unwrap(api.POST('/reports/{id}/approve', { params, body: d.text ? { note: d.text } : {} }))
    case 'confirm':
      return unwrap(api.POST('/reports/{id}/confirm', { params, body: d.text ? { conclusion: d.text } : {} }))
    case 'return':
      return unwrap(api.POST('/reports/{id}/return', { params, body: { reason: d.text ?? '' } }))
    case 'withdraw':
      return unwrap(api.POST('/reports/{id}/withdraw', { params }))
  }
}

/** The same step on many reports, with what became of each. */
export async function decideReports(action: 'approve' | 'confirm', reports: { id: number; version: number; conclusion?: string }[]) {
  const answer = await unwrap(api.POST('/reports/batch', { params: { header: { 'Idempotency-Key': newKey() } }, body: { action, reports } }))
  return answer.items
}

export function useDecideReport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: decideReport,
    onSettled: () => client.invalidateQueries({ queryKey: keys.business }),
  })
}

/** The supervision office says whether a confirmed 100 % is really completed. */
export function useVerifyIndicator() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (v: { id: number; version: number; body: Verification }) =>
      unwrap(api.POST('/indicators/{id}/verify', { params: { path: { id: v.id }, header: writeHeaders(v.version, newKey()) }, body: v.body })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.business }),
  })
}

/** The current state of a reported row, for the side-by-side view after a 412. */
export async function readSubject(kind: Kind, id: number) {
  if (kind === 'milestone') return unwrap(api.GET('/milestones/{id}', { params: { path: { id } } }))
  return null
}
