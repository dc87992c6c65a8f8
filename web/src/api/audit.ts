import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { api, unwrap, writeHeaders } from './client'
import { keys } from './keys'

/** What the audit is narrowed by; an empty text does not. */
export interface AuditFilter {
  who: string
  action: string
  from: string
  to: string
}

const set = (f: AuditFilter) => Object.fromEntries(Object.entries(f).filter(([, v]) => v !== '')) as Partial<AuditFilter>

export function useAudit(filter: MaybeRefOrGetter<AuditFilter>) {
  return useInfiniteQuery({
    queryKey: computed(() => [...keys.acts, toValue(filter)] as const),
    queryFn: ({ pageParam }) => unwrap(api.GET('/audit-events', { params: { query: { limit: 50, cursor: pageParam || undefined, ...set(toValue(filter)) } } })),
    initialPageParam: '' as string,
    getNextPageParam: (last) => last.nextCursor || undefined,
    placeholderData: keepPreviousData,
  })
}

export function useAuditStatus() {
  return useQuery({ queryKey: [...keys.acts, 'status'] as const, queryFn: () => unwrap(api.GET('/audit-status')) })
}

/** The same narrowing as the parameters of the file. */
export const auditParams = (f: AuditFilter) => new URLSearchParams(set(f))

export function useArchives(enabled: MaybeRefOrGetter<boolean>) {
  return useQuery({ queryKey: [...keys.acts, 'archives'] as const, queryFn: () => unwrap(api.GET('/audit-archives')), enabled: computed(() => toValue(enabled)) })
}

export const askArchive = (body: { before: string; words: string }, key: string) => unwrap(api.POST('/audit-archives', { params: { header: { 'Idempotency-Key': key } }, body }))
export const confirmArchive = (c: { id: number; version: number }, key: string) =>
  unwrap(api.POST('/audit-archives/{id}/confirm', { params: { path: { id: c.id }, header: writeHeaders(c.version, key) } }))
export const withdrawArchive = (c: { id: number; version: number }, key: string) =>
  unwrap(api.POST('/audit-archives/{id}/withdraw', { params: { path: { id: c.id }, header: writeHeaders(c.version, key) } }))
