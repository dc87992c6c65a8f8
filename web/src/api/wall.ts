import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { api, unwrap } from './client'
import type { Basis } from '@/composables/useBasis'
import { keys, type WallFilter } from './keys'

type In<T> = MaybeRefOrGetter<T>

/**
 * The wall: up to a thousand projects with all their nodes in one answer. It is
 * kept as it came (shallow, not compared piece by piece): making ten thousand
 * nodes reactive would cost more than drawing them.
 */
export function useWall(filter: In<WallFilter>, asOf: In<string | undefined>, basis: In<Basis>) {
  return useQuery({
    queryKey: computed(() => keys.wall(toValue(filter), toValue(asOf), toValue(basis))),
    queryFn: () => {
      const { late, ...rest } = toValue(filter)
      return unwrap(api.GET('/wall', { params: { query: { ...rest, leader: rest.leader?.toString(), onlyLate: late || undefined, asOf: toValue(asOf), basis: toValue(basis) } } }))
    },
    placeholderData: keepPreviousData,
    structuralSharing: false,
    shallow: true,
  })
}

/** The sentences of a few nodes, when somebody asks. */
export function useNodes(ids: In<readonly number[]>, asOf: In<string | undefined>, basis: In<Basis>) {
  return useQuery({
    queryKey: computed(() => keys.nodes(toValue(ids), toValue(asOf), toValue(basis))),
    queryFn: () => Promise.all(toValue(ids).map((id) => unwrap(api.GET('/milestones/{id}', { params: { path: { id }, query: { asOf: toValue(asOf), basis: toValue(basis) } } })))),
    enabled: computed(() => toValue(ids).length > 0),
    staleTime: 60_000,
  })
}

/** The reports on all nodes of a project, newest first. */
export function useProjectReports(id: In<number>) {
  return useQuery({
    queryKey: computed(() => keys.projectReports(toValue(id))),
    queryFn: () => unwrap(api.GET('/reports', { params: { query: { project: toValue(id), limit: 100 } } })),
  })
}
