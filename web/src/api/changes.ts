import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { api, unwrap, writeHeaders } from './client'
import { keys } from './keys'
import type { components, paths } from './schema'
import type { Lamp } from './types'

type In<T> = MaybeRefOrGetter<T>
type S = components['schemas']
export type ChangeItem = Omit<S['ChangeItem'], 'lampNow' | 'lampAfter' | 'lampBaseline'> & { lampNow: Lamp; lampAfter: Lamp; lampBaseline: Lamp }
export type ChangeRequest = Omit<S['ChangeRequest'], 'items'> & { items: ChangeItem[] }
export type NewChangeRequest = S['NewChangeRequest']
export type ChangeVerdict = S['ChangeVerdict']
export type ChangeFilter = NonNullable<paths['/change-requests']['get']['parameters']['query']>

export type ChangePage = Omit<S['ChangeRequestList'], 'items'> & { items: ChangeRequest[] }

/** The lamps of the document know their five colours; the generator does not. */
const one = (answer: Promise<unknown>) => answer as Promise<ChangeRequest>

export function useChanges(filter: In<ChangeFilter>, enabled: In<boolean> = true) {
  return useQuery({
    queryKey: computed(() => keys.changes(toValue(filter) as Record<string, string | number | undefined>)),
    queryFn: () => unwrap(api.GET('/change-requests', { params: { query: { limit: 100, count: true, ...toValue(filter) } } })) as unknown as Promise<ChangePage>,
    placeholderData: keepPreviousData,
    enabled: computed(() => toValue(enabled)),
  })
}

/** All requests of a filter, page by page. */
export function useChangeList(filter: In<ChangeFilter>) {
  return useInfiniteQuery({
    queryKey: computed(() => [...keys.changes(toValue(filter) as Record<string, string | number | undefined>), 'pages'] as const),
    queryFn: ({ pageParam }) => unwrap(api.GET('/change-requests', { params: { query: { limit: 50, ...toValue(filter), ...(pageParam ? { cursor: pageParam } : { count: true }) } } })) as unknown as Promise<ChangePage>,
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor || undefined,
    placeholderData: keepPreviousData,
  })
}

export function useChangeCounts(year: In<number>) {
  return useQuery({
    queryKey: computed(() => keys.changeCounts(toValue(year))),
    queryFn: () => unwrap(api.GET('/change-requests/counts', { params: { query: { year: toValue(year) } } })),
    enabled: computed(() => toValue(year) > 0),
  })
}

/** What a request would mean: asked again whenever a complete request changes. */
export function useChangePreview(body: In<NewChangeRequest | null>) {
  return useQuery({
    queryKey: computed(() => keys.changePreview(toValue(body))),
    queryFn: () => one(unwrap(api.POST('/change-requests/preview', { body: toValue(body)! }))),
    enabled: computed(() => toValue(body) !== null),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 10_000,
  })
}

export const submitChange = (body: NewChangeRequest, key: string) =>
  one(unwrap(api.POST('/change-requests', { params: { header: { 'Idempotency-Key': key } }, body })))

export interface ChangeStep {
  id: number
  version: number
  verb: 'approve' | 'reject' | 'withdraw' | 'record'
  verdict: ChangeVerdict
}

export function stepChange(s: ChangeStep, key: string) {
  const params = { path: { id: s.id }, header: writeHeaders(s.version, key) }
  switch (s.verb) {
    case 'approve': return one(unwrap(api.POST('/change-requests/{id}/approve', { params, body: s.verdict })))
    case 'reject': return one(unwrap(api.POST('/change-requests/{id}/reject', { params, body: s.verdict })))
    case 'record': return one(unwrap(api.POST('/change-requests/{id}/record', { params, body: { words: s.verdict.words } })))
    case 'withdraw': return one(unwrap(api.POST('/change-requests/{id}/withdraw', { params })))
  }
}
