import { computed, reactive, ref, type Ref } from 'vue'
import { useQueryClient } from '@tanstack/vue-query'
import { keys } from '@/api/keys'
import { decideReport } from '@/api/queries'
import type { Report } from '@/api/types'
import { acceptVerb } from '@/lib/review'

/** A step on the level that has the report. */
export type Verb = 'approve' | 'confirm' | 'return'

/** Decisions on waiting reports: one by one, or those marked in order, with progress and a stop. */
export function useReview(list: Ref<readonly Report[]>) {
  const client = useQueryClient()
  const marked = reactive(new Set<number>())
  const busy = reactive(new Set<number>())
  const gone = reactive(new Set<number>())
  const failures = reactive(new Map<number, unknown>())
  const batch = ref<{ done: number; all: number; ok: number; failed: number; running: boolean } | null>(null)
  let stopped = false

  const waiting = computed(() => list.value.filter((r) => !gone.has(r.id)))
  const renew = () => client.invalidateQueries({ queryKey: keys.business })

  async function decide(r: Report, verb: Verb, text = ''): Promise<boolean> {
    if (busy.has(r.id)) return false
    busy.add(r.id)
    failures.delete(r.id)
    try {
      await decideReport({ id: r.id, version: r.version, verb, text })
      gone.add(r.id)
      marked.delete(r.id)
      return true
    } catch (e) {
      failures.set(r.id, e)
      return false
    } finally {
      busy.delete(r.id)
    }
  }

  async function one(r: Report, verb: Verb, text = ''): Promise<boolean> {
    const ok = await decide(r, verb, text)
    void renew()
    return ok
  }

  /** In sequence: each decision stands by itself, and one that fails does not stop the rest. */
  async function confirmMarked(): Promise<void> {
    const todo = waiting.value.filter((r) => marked.has(r.id))
    if (!todo.length || batch.value?.running) return
    stopped = false
    batch.value = { done: 0, all: todo.length, ok: 0, failed: 0, running: true }
    for (const r of todo) {
      if (stopped) break
      const ok = await decide(r, acceptVerb(r))
      batch.value.done++
      if (ok) batch.value.ok++
      else batch.value.failed++
    }
    batch.value.running = false
    void renew()
  }

  function mark(id: number, on = !marked.has(id)): void {
    if (on) marked.add(id)
    else marked.delete(id)
  }

  return { waiting, marked, busy, gone, failures, batch, one, confirmMarked, mark, stop: () => (stopped = true) }
}
