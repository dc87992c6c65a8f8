import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { api, unwrap, writeHeaders } from './client'
import { keys } from './keys'
import { readAll } from './pages'
import type { components, paths } from './schema'

/** Reads and writes of departments, posts, accounts and grants; who may do what is the server's decision. */
type S = components['schemas']
type In<T> = MaybeRefOrGetter<T>

const PAGE = 200
const once = (key: string) => ({ 'Idempotency-Key': key })

export interface Change<B> {
  id: number
  version: number
  body: B
}

export function useAdminDepartments() {
  return useQuery({
    queryKey: keys.adminDepartments,
    queryFn: () => readAll((cursor) => unwrap(api.GET('/departments', { params: { query: { limit: PAGE, cursor } } }))),
  })
}

export const createDepartment = (body: S['NewDepartment'], key: string) =>
  unwrap(api.POST('/departments', { params: { header: once(key) }, body }))

export const patchDepartment = (c: Change<S['DepartmentPatch']>, key: string) =>
  unwrap(api.PATCH('/departments/{id}', { params: { path: { id: c.id }, header: writeHeaders(c.version, key) }, body: c.body }))

/** What a department was called, where it went and what came to it. */
export function useDepartmentHistory(id: In<number>) {
  return useQuery({
    queryKey: computed(() => [...keys.adminDepartments, toValue(id), 'history'] as const),
    queryFn: () => unwrap(api.GET('/departments/{id}/history', { params: { path: { id: toValue(id) } } })),
  })
}

/** What a merge would move; asked again at each choice, because rows change hands meanwhile. */
export function useMergePreview(id: In<number>, into: In<number>) {
  return useQuery({
    queryKey: computed(() => [...keys.adminDepartments, toValue(id), 'merge', toValue(into)] as const),
    queryFn: () => unwrap(api.GET('/departments/{id}/merge-preview', { params: { path: { id: toValue(id) }, query: { into: toValue(into) } } })),
    enabled: computed(() => toValue(into) > 0),
    staleTime: 0,
  })
}

export const mergeDepartment = (c: { id: number; version: number; intoId: number }, key: string) =>
  unwrap(api.POST('/departments/{id}/merge', { params: { path: { id: c.id }, header: writeHeaders(c.version, key) }, body: { intoId: c.intoId } }))

export function useAdminPosts(enabled: In<boolean> = true) {
  return useQuery({
    queryKey: keys.adminPosts,
    queryFn: () => readAll((cursor) => unwrap(api.GET('/posts', { params: { query: { limit: PAGE, cursor } } }))),
    enabled: computed(() => toValue(enabled)),
  })
}

export const createPost = (body: S['NewPost'], key: string) => unwrap(api.POST('/posts', { params: { header: once(key) }, body }))

export const patchPost = (c: Change<S['PostPatch']>, key: string) =>
  unwrap(api.PATCH('/posts/{id}', { params: { path: { id: c.id }, header: writeHeaders(c.version, key) }, body: c.body }))

export const appointHolder = (c: { postId: number; body: S['HolderRequest'] }, key: string) =>
  unwrap(api.POST('/posts/{id}/holders', { params: { path: { id: c.postId }, header: once(key) }, body: c.body }))

export const endHolder = (c: { postId: number; holderId: number; version: number; to: string }, key: string) =>
  unwrap(api.PATCH('/posts/{id}/holders/{holderId}', {
    params: { path: { id: c.postId, holderId: c.holderId }, header: writeHeaders(c.version, key) }, body: { to: c.to },
  }))

/** Everybody who held the post, holds it and will; newest first. */
export function usePostHolders(id: In<number>) {
  return useQuery({
    queryKey: computed(() => [...keys.adminPosts, toValue(id), 'holders'] as const),
    queryFn: () => unwrap(api.GET('/posts/{id}/holders', { params: { path: { id: toValue(id) } } })),
  })
}

/** Ends the present holding the day before and begins the next, in one step. */
export const succeedPost = (c: { postId: number; body: S['SuccessionRequest'] }, key: string) =>
  unwrap(api.POST('/posts/{id}/succeed', { params: { path: { id: c.postId }, header: once(key) }, body: c.body }))

export type UserState = NonNullable<NonNullable<paths['/users']['get']['parameters']['query']>['state']>

export function useAdminUsers(filter: In<{ q?: string; state?: UserState }>) {
  return useInfiniteQuery({
    queryKey: computed(() => keys.adminUsers(toValue(filter))),
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/users', { params: { query: { ...toValue(filter), limit: 100, cursor: pageParam || undefined, count: !pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor || undefined,
    placeholderData: keepPreviousData,
  })
}

/** People for a choice: the first that match what was typed. */
export function usePeople(q: In<string>, enabled: In<boolean> = true) {
  return useQuery({
    queryKey: computed(() => [...keys.adminUsers({ q: toValue(q) }), 'choice'] as const),
    queryFn: () => unwrap(api.GET('/users', { params: { query: { q: toValue(q) || undefined, limit: 50 } } })),
    placeholderData: keepPreviousData,
    enabled: computed(() => toValue(enabled)),
  })
}

export const createUser = (body: S['NewUser'], key: string) => unwrap(api.POST('/users', { params: { header: once(key) }, body }))

export const patchUser = (c: Change<S['UserPatch']>, key: string) =>
  unwrap(api.PATCH('/users/{id}', { params: { path: { id: c.id }, header: writeHeaders(c.version, key) }, body: c.body }))

export const resetPassword = (id: number, key: string) =>
  unwrap(api.POST('/users/{id}/reset-password', { params: { path: { id }, header: once(key) } }))

export const resetFactor = (id: number, key: string) =>
  unwrap(api.POST('/users/{id}/reset-second-factor', { params: { path: { id }, header: once(key) } }))

export const unlockUser = (id: number, key: string) =>
  unwrap(api.POST('/users/{id}/unlock', { params: { path: { id }, header: once(key) } }))

export const endSessions = (id: number, key: string) =>
  unwrap(api.POST('/users/{id}/sessions/end', { params: { path: { id }, header: once(key) } }))

export function useAdminGrants(enabled: In<boolean> = true) {
  return useQuery({
    queryKey: keys.adminGrants,
    queryFn: () => readAll((cursor) => unwrap(api.GET('/grants', { params: { query: { limit: PAGE, cursor } } }))),
    enabled: computed(() => toValue(enabled)),
  })
}

export const createGrant = (body: S['NewGrant'], key: string) => unwrap(api.POST('/grants', { params: { header: once(key) }, body }))

export const deleteGrant = (id: number) => unwrap(api.DELETE('/grants/{id}', { params: { path: { id } } }))
