import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { api, unwrap } from './client'
import { keys } from './keys'
import type { components } from './schema'
import type { Real } from './types'

/** Closed months, what changed between two days, and the trend of milestones; reads and the two writes. */
type S = components['schemas']
type In<T> = MaybeRefOrGetter<T>
const once = (key: string) => ({ 'Idempotency-Key': key })

export type PeriodList = Real<S['PeriodList']>
export type ClosedPeriod = Real<S['ClosedPeriod']>
export type LeftOpen = Real<S['LeftOpen']>
export type PeriodItem = Real<S['PeriodItem']>
export type PeriodCorrection = Real<S['PeriodCorrection']>
export type NewCorrection = S['NewCorrection']
export type Comparison = Real<S['Comparison']>
export type ComparedItem = Real<S['ComparedItem']>
export type ComparedState = Real<S['ComparedState']>
export type ChangeGroup = Comparison['group']
export type CompareOf = Comparison['of']
export type Trend = Real<S['Trend']>
export type TrendMilestone = Real<S['TrendMilestone']>

export function usePeriods(year: In<number>) {
  return useQuery({
    queryKey: computed(() => keys.periods(toValue(year))),
    queryFn: () => unwrap(api.GET('/periods', { params: { query: { year: toValue(year) || undefined } } })),
    enabled: computed(() => toValue(year) > 0),
    placeholderData: keepPreviousData,
  })
}

export function usePeriod(month: In<string>) {
  return useQuery({
    queryKey: computed(() => keys.period(toValue(month))),
    queryFn: () => unwrap(api.GET('/periods/{month}', { params: { path: { month: toValue(month) } } })),
    enabled: computed(() => toValue(month) !== ''),
  })
}

export function usePeriodItems(month: In<string>, kind: In<PeriodItem['kind']>, text: In<string>, enabled: In<boolean>) {
  return useQuery({
    queryKey: computed(() => [...keys.period(toValue(month)), 'items', toValue(kind), toValue(text)] as const),
    queryFn: () => unwrap(api.GET('/periods/{month}/items', { params: { path: { month: toValue(month) }, query: { kind: toValue(kind), q: toValue(text) || undefined, limit: 20 } } })),
    enabled: computed(() => toValue(enabled)),
    placeholderData: keepPreviousData,
  })
}

export const closePeriod = (month: string, key: string) =>
  unwrap(api.POST('/periods/{month}/close', { params: { path: { month }, header: once(key) } }))

export const correctPeriod = (c: { month: string; body: NewCorrection }, key: string) =>
  unwrap(api.POST('/periods/{month}/corrections', { params: { path: { month: c.month }, header: once(key) }, body: c.body }))

export const verifyPeriod = (month: string) => unwrap(api.GET('/periods/{month}/verify', { params: { path: { month } } }))

/** One group of a comparison, page by page. */
export function useCompare(q: { from: In<string>; to: In<string>; of: In<CompareOf>; group: In<ChangeGroup> }) {
  const query = computed(() => ({ from: toValue(q.from), to: toValue(q.to) || undefined, of: toValue(q.of), group: toValue(q.group) }))
  return useInfiniteQuery({
    queryKey: computed(() => keys.compare(query.value)),
    queryFn: ({ pageParam }) => unwrap(api.GET('/compare', { params: { query: { ...query.value, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor || undefined,
    enabled: computed(() => query.value.from !== ''),
  })
}

export function useProjectTrend(id: In<number>, asOf: In<string | undefined>) {
  return useQuery({
    queryKey: computed(() => [...keys.project(toValue(id), toValue(asOf)), 'trend'] as const),
    queryFn: () => unwrap(api.GET('/projects/{id}/trend', { params: { path: { id: toValue(id) }, query: { asOf: toValue(asOf) } } })),
  })
}
