import { onScopeDispose } from 'vue'
import { api } from '@/api/client'
import type { WorkItem } from '@/api/types'
import type { Draft } from '@/lib/draft'
import { toServer } from '@/lib/serverDraft'

/** A pause in typing, not every key. */
const QUIET_MS = 2_000
/** A report does not wait longer for a copy that is on its way. */
const PATIENCE_MS = 1_000

/**
 * Copies drafts to the server, so that what was begun at the desk goes on at another one. The browser's own copy is the one
 * that counts here: when the server can not be reached nothing is said and nothing is lost.
 */
export function useServerDraft() {
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  /** Copies on their way; and rows that have one there, whatever the list said when it was read. */
  const sending = new Map<string, Promise<unknown>>()
  const there = new Set<string>()
  const key = (i: Pick<WorkItem, 'kind' | 'id'>) => `${i.kind}-${i.id}`

  function cancel(item: WorkItem): void {
    clearTimeout(timers.get(key(item)))
    timers.delete(key(item))
  }

  /** Before a report is sent: no copy may come after it. */
  async function settle(item: WorkItem): Promise<void> {
    cancel(item)
    await Promise.race([sending.get(key(item)), new Promise((r) => setTimeout(r, PATIENCE_MS))])
    there.delete(key(item))
  }

  function keep(item: WorkItem, draft: Draft): void {
    cancel(item)
    timers.set(key(item), setTimeout(() => void send(item, { ...draft }), QUIET_MS))
  }

  async function send(item: WorkItem, draft: Draft): Promise<void> {
    timers.delete(key(item))
    const params = { path: { id: item.id } }
    const body = toServer(item, draft)
    const call = item.kind === 'milestone' ? api.PUT('/milestones/{id}/draft', { params, body }) : api.PUT('/indicators/{id}/draft', { params, body })
    const done = call.catch(() => undefined)
    sending.set(key(item), done)
    there.add(key(item))
    await done
    if (sending.get(key(item)) === done) sending.delete(key(item))
  }

  /** Gives up what was begun; a report takes its draft along by itself. */
  async function drop(item: WorkItem): Promise<void> {
    cancel(item)
    await sending.get(key(item))
    if (!item.draft && !there.delete(key(item))) return
    const params = { path: { id: item.id } }
    const call = item.kind === 'milestone' ? api.DELETE('/milestones/{id}/draft', { params }) : api.DELETE('/indicators/{id}/draft', { params })
    await call.catch(() => undefined)
  }

  onScopeDispose(() => timers.forEach((timer) => clearTimeout(timer)))
  return { keep, settle, drop }
}
