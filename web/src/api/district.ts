import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { api, unwrap, writeHeaders } from './client'
import { keys } from './keys'
import type { components } from './schema'

/** First set-up, settings, rule sets, working-day calendar, and one's own password. */
type S = components['schemas']
type In<T> = MaybeRefOrGetter<T>
const once = (key: string) => ({ 'Idempotency-Key': key })

/** Asked only while the set-up is needed; afterwards the server has no such choices. */
export function useSetupChoices() {
  return useQuery({ queryKey: keys.setupChoices, queryFn: () => unwrap(api.GET('/setup/choices')), staleTime: Infinity, retry: false })
}

export const setUp = (body: S['SetupRequest']) => unwrap(api.POST('/setup', { body }))

export const changePassword = (body: S['PasswordChange']) => unwrap(api.POST('/me/password', { body }))

export function useSettings(enabled: In<boolean> = true) {
  return useQuery({ queryKey: keys.settings, queryFn: () => unwrap(api.GET('/settings')), enabled: computed(() => toValue(enabled)) })
}

export const patchSettings = (c: { version: number; body: S['SettingsPatch'] }, key: string) =>
  unwrap(api.PATCH('/settings', { params: { header: writeHeaders(c.version, key) }, body: c.body }))

export function useRuleSets() {
  return useQuery({ queryKey: keys.ruleSets, queryFn: () => unwrap(api.GET('/rule-sets')), staleTime: 60_000 })
}

export function useCalendar(year: In<number>) {
  return useQuery({
    queryKey: computed(() => keys.calendar(toValue(year))),
    queryFn: () => unwrap(api.GET('/calendar', { params: { query: { year: toValue(year) } } })),
    enabled: computed(() => toValue(year) > 0),
    placeholderData: keepPreviousData,
  })
}

export const previewCalendar = (body: S['CalendarText']) => unwrap(api.POST('/calendar/preview', { body }))

export const importCalendar = (body: S['CalendarText'], key: string) =>
  unwrap(api.POST('/calendar/import', { params: { header: once(key) }, body }))
