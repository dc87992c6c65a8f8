import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { api, unwrap } from './client'
import { keys } from './keys'
import { readAll } from './pages'

/** What the home page of an administrator reads besides posts and the calendar. */
export function useAllUsers(enabled: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: [...keys.adminUsers({}), 'all'],
    queryFn: () => readAll((cursor) => unwrap(api.GET('/users', { params: { query: { limit: 200, cursor } } }))),
    enabled: computed(() => toValue(enabled)),
  })
}

export function useActs(enabled: MaybeRefOrGetter<boolean>) {
  return useInfiniteQuery({
    queryKey: keys.acts,
    queryFn: ({ pageParam }) => unwrap(api.GET('/audit-events', { params: { query: { limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '' as string,
    getNextPageParam: (last) => last.nextCursor || undefined,
    enabled: computed(() => toValue(enabled)),
  })
}
