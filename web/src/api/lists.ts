import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { api, unwrap } from './client'
import { keys } from './keys'
import type { Basis } from '@/composables/useBasis'
import type { paths } from './schema'

/** The long lists: read page by page as they come into sight, never made reactive row by row. */
type In<T> = MaybeRefOrGetter<T>
type Asked = Readonly<Record<string, string>>
type ProjectQuery = NonNullable<paths['/projects']['get']['parameters']['query']>
type ChoiceQuery = NonNullable<paths['/projects/choices']['get']['parameters']['query']>
type MilestoneQuery = NonNullable<paths['/milestones']['get']['parameters']['query']>

const FIRST = 100
const NEXT = 200
const page = (cursor: string) => (cursor ? { cursor, limit: NEXT } : { limit: FIRST, count: true })

/** What the address asks for is text; the server checks it and says what is wrong. */
function asked<Q>(query: Asked, asOf: string | undefined, more: Partial<Q>): Q {
  const own = Object.fromEntries(Object.entries(query).filter(([name]) => name !== 'cols'))
  return { ...own, asOf, ...more } as Q
}

const SHARED = {
  initialPageParam: '' as string,
  placeholderData: keepPreviousData,
  staleTime: 60_000,
  // Many pages are not read anew because the window got the focus.
  refetchOnWindowFocus: false,
  shallow: true,
} as const

export function useProjectList(query: In<Asked>, asOf: In<string | undefined>) {
  return useInfiniteQuery({
    ...SHARED,
    queryKey: computed(() => keys.list('projects', toValue(query), toValue(asOf))),
    queryFn: ({ pageParam, signal }) => unwrap(api.GET('/projects', { params: { query: asked<ProjectQuery>(toValue(query), toValue(asOf), page(pageParam)) }, signal })),
    getNextPageParam: (last) => last.nextCursor || undefined,
  })
}

export function useMilestoneList(query: In<Asked>, asOf: In<string | undefined>) {
  return useInfiniteQuery({
    ...SHARED,
    queryKey: computed(() => keys.list('milestones', toValue(query), toValue(asOf))),
    queryFn: ({ pageParam, signal }) => unwrap(api.GET('/milestones', { params: { query: asked<MilestoneQuery>(toValue(query), toValue(asOf), page(pageParam)) }, signal })),
    getNextPageParam: (last) => last.nextCursor || undefined,
  })
}

/** What the lists can be narrowed by, with counts: of the whole scope, however many rows are loaded. */
export function useProjectChoices(query: In<Asked>, asOf: In<string | undefined>) {
  const narrowed = computed(() => Object.fromEntries(Object.entries(toValue(query)).filter(([name]) => name !== 'sort' && name !== 'cols')))
  return useQuery({
    queryKey: computed(() => keys.choices(narrowed.value, toValue(asOf))),
    queryFn: ({ signal }) => unwrap(api.GET('/projects/choices', { params: { query: asked<ChoiceQuery>(narrowed.value, toValue(asOf), {}) }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}

export function useTaskList(year: In<number | undefined>, q: In<string>, asOf: In<string | undefined>, basis: In<Basis>) {
  return useQuery({
    queryKey: computed(() => keys.list('tasks', { year: String(toValue(year) ?? ''), q: toValue(q), basis: toValue(basis) ?? '' }, toValue(asOf))),
    queryFn: ({ signal }) => unwrap(api.GET('/livelihood-tasks', { params: { query: { year: toValue(year), q: toValue(q) || undefined, asOf: toValue(asOf), basis: toValue(basis) } }, signal })),
    placeholderData: keepPreviousData,
  })
}
