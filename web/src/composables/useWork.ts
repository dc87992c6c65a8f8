import { computed, reactive, ref, type Ref } from 'vue'
import { useQueryClient } from '@tanstack/vue-query'
import { ApiError, newKey } from '@/api/client'
import { keys } from '@/api/keys'
import { useDecideReport, useSubmitReport, type Submission } from '@/api/queries'
import type { Report, WorkItem, Worklist } from '@/api/types'
import { clearDrafts, isEmptyDraft, loadDraft, saveDraft, type Choice, type Draft } from '@/lib/draft'
import { fromServer, newest } from '@/lib/serverDraft'
import { groupWork } from '@/lib/order'
import { milli } from '@/lib/format'
import { buildBody, emptyDraft, initialValue, valueKind, type Fault } from '@/lib/report'
import { useServerDraft } from './useServerDraft'
import { useSession } from '@/stores/session'

export const rowKey = (i: Pick<WorkItem, 'kind' | 'id'>) => `${i.kind}-${i.id}`

export interface RowState {
  draft: Draft
  stale: boolean
  fault: Fault | null
  /** What the server said when it did not take the report. */
  failure: unknown
  sending: boolean
  sent: Report | null
  retry: { key: string; body: string } | null
}

export interface Conflict {
  item: WorkItem
  now: WorkItem | null
}

const FIRST_ROWS = 150

/** The state of 我要填报: drafts, submissions under way, and what a conflict needs. */
export function useWork(list: Ref<Worklist | undefined>) {
  const session = useSession()
  const client = useQueryClient()
  const submitting = useSubmitReport()
  const deciding = useDecideReport()
  const server = useServerDraft()
  const states = reactive(new Map<string, RowState>())
  const conflict = ref<Conflict | null>(null)
  const lastSent = ref<string>('')

  const items = computed(() => list.value?.items ?? [])
  const sendingKeys = computed(() => new Set([...states].filter(([, s]) => s.sending).map(([k]) => k)))
  const ordered = computed(() => groupWork(items.value).flatMap((g) => g.items))
  /** Rows that are drawn; a very long list grows while one moves down in it. */
  const shown = ref(FIRST_ROWS)
  const groups = computed(() => groupWork(ordered.value.slice(0, shown.value)))
  const draftKey = (i: WorkItem) => ({ user: session.userId, kind: i.kind, id: i.id, version: i.version })

  function stateOf(item: WorkItem): RowState {
    const key = rowKey(item)
    let s = states.get(key)
    if (!s) {
      const found = newest(loadDraft(localStorage, draftKey(item)), fromServer(item))
      s = { draft: found?.draft ?? emptyDraft(item), stale: found?.stale ?? false, fault: null, failure: null, sending: false, sent: null, retry: null }
      states.set(key, s)
    }
    return states.get(key)!
  }

  function change(item: WorkItem, patch: Partial<Draft>): void {
    const s = stateOf(item)
    Object.assign(s.draft, patch)
    s.fault = null
    if (isEmptyDraft(s.draft, initialValue(item))) {
      clearDrafts(localStorage, draftKey(item))
      void server.drop(item)
    } else {
      s.draft.savedAt = Date.now()
      saveDraft(localStorage, draftKey(item), s.draft)
      server.keep(item, s.draft)
    }
  }

  /** Checks and sends; true when it is on its way and the next row may have the keyboard. */
  function submit(item: WorkItem, choice?: Choice): boolean {
    const s = stateOf(item)
    if (s.sending || item.pending || item.kind === 'figures') return false // figures have a form of their own
    if (choice) change(item, { choice })
    const built = buildBody(item, s.draft)
    if (!built.ok) {
      s.fault = built.fault
      return false
    }
    // The same text tried again keeps its key, so that nothing is recorded twice.
    const body = `${item.version} ${JSON.stringify(built.body)}`
    if (s.retry?.body !== body) s.retry = { key: newKey(), body }
    void send(item, s, { id: item.id, version: item.version, key: s.retry.key, ...built })
    return true
  }

  async function send(item: WorkItem, s: RowState, submission: Submission): Promise<void> {
    s.sending = true
    s.failure = null
    await server.settle(item)
    try {
      s.sent = await submitting.mutateAsync(submission)
      lastSent.value = rowKey(item)
      clearDrafts(localStorage, draftKey(item))
      s.draft = emptyDraft(item)
      s.stale = false
      s.retry = null
    } catch (e) {
      s.failure = e
      s.retry = e instanceof ApiError && e.status === 0 ? s.retry : null
      if (e instanceof ApiError && e.status === 412) await openConflict(item)
    } finally {
      s.sending = false
    }
  }

  async function openConflict(item: WorkItem): Promise<void> {
    await client.refetchQueries({ queryKey: keys.business, type: 'active' })
    const now = items.value.find((i) => rowKey(i) === rowKey(item)) ?? null
    conflict.value = { item: { ...item }, now }
    // The draft belongs to the version that is on the screen now.
    if (now) saveDraft(localStorage, draftKey(now), stateOf(now).draft)
  }

  async function withdraw(item: WorkItem): Promise<boolean> {
    const p = item.pending
    const s = stateOf(item)
    if (!p || deciding.isPending.value) return false
    try {
      await deciding.mutateAsync({ id: p.reportId, version: p.reportVersion, verb: 'withdraw' })
      s.sent = null
      s.failure = null
      if (item.kind === 'figures') return true // what was withdrawn stands on the page of the project
      const choice: Choice = p.claim ? 'claim' : p.noChange ? 'noChange' : p.forecast ? 'risk' : 'progress'
      const back = { ...emptyDraft(item), choice: choice === 'noChange' ? ('progress' as const) : choice, note: p.note, forecast: p.forecast ?? '' }
      if (p.progressBp !== null && p.progressBp !== undefined) back.value = String(p.progressBp / 100)
      else if (p.valueMilli !== null && p.valueMilli !== undefined && valueKind(item) === 'reading') back.value = milli(p.valueMilli)
      s.draft = back
      const now = items.value.find((i) => rowKey(i) === rowKey(item)) ?? item
      if (back.note) saveDraft(localStorage, draftKey(now), back)
      return true
    } catch (e) {
      s.failure = e
      return false
    }
  }

  const last = computed(() => items.value.find((i) => rowKey(i) === lastSent.value && i.pending) ?? null)

  return { groups, ordered, shown, sendingKeys, stateOf, change, submit, withdraw, conflict, last }
}
