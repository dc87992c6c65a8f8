import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import type { FigureBody } from '@/lib/figures'
import { api, unwrap, writeHeaders } from './client'
import { keys } from './keys'
import type { components } from './schema'

/** The reported figures of a project, newest first. */
export function useFigures(id: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => keys.reportsOf('figures', toValue(id))),
    queryFn: () => unwrap(api.GET('/projects/{id}/figures', { params: { path: { id: toValue(id) } } })),
  })
}

export type FigureDraft = components['schemas']['ReportDraft']

/** Keeps what was begun to report of a project; only its author sees it. */
export async function keepFigureDraft(id: number, body: FigureDraft): Promise<void> {
  await unwrap(api.PUT('/projects/{id}/figures/draft', { params: { path: { id } }, body }))
}

/** Gives up what was begun; a report takes its draft along by itself. */
export async function dropFigureDraft(id: number): Promise<void> {
  await unwrap(api.DELETE('/projects/{id}/figures/draft', { params: { path: { id } } }))
}

/** What a unit reports of a project for a month. */
export async function reportFigures(r: { id: number; version: number; body: FigureBody }, key: string): Promise<void> {
  await unwrap(api.POST('/projects/{id}/figures', { params: { path: { id: r.id }, header: writeHeaders(r.version, key) }, body: r.body }))
}

export type ProjectPatch = components['schemas']['ProjectPatch']

/** What the supervision office enters with a project, at once. */
export async function enterFigures(e: { id: number; version: number; body: ProjectPatch }, key: string): Promise<void> {
  await unwrap(api.PATCH('/projects/{id}', { params: { path: { id: e.id }, header: writeHeaders(e.version, key) }, body: e.body }))
}
