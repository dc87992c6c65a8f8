import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { api, unwrap } from './client'
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
