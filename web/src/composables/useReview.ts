import { computed, reactive, ref, type Ref } from 'vue'
import { useQueryClient } from '@tanstack/vue-query'
import { ApiError } from '@/api/client'
import { keys } from '@/api/keys'
import { decideReport, decideReports } from '@/api/queries'
import type { Report } from '@/api/types'
import { BATCH_SIZE, acceptVerb, batchesOf, concludes, longEnough } from '@/lib/review'

/** A step on the level that has the report. */
export type Verb = 'approve' | 'confirm' | 'return'

/** Decisions on waiting reports: one by one, or those marked in a few requests, with progress and a stop. */
export function useReview(list: Ref<readonly Report[]>) {
  const client = useQueryClient()
  const marked = reactive(new Set<number>())
  const busy = reactive(new Set<number>())
  const gone = reactive(new Set<number>())
  const failures = reactive(new Map<number, unknown>())
  /** 验收结论 by report; `common` stands for those that have none of their own. */
  const conclusions = reactive(new Map<number, string>())
  const common = ref('')
  const batch = ref<{ done: number; all: number; ok: number; failed: number; running: boolean } | null>(null)
  let stopped = false

  const waiting = computed(() => list.value.filter((r) => !gone.has(r.id)))
  const markedClaims = computed(() => waiting.value.filter((r) => marked.has(r.id) && concludes(r)))
  const conclusionOf = (r: Report) => (concludes(r) ? conclusions.get(r.id)?.trim() || common.value.trim() : '')
  /** The marked completions that still have no conclusion. */
  const unconcluded = computed(() => markedClaims.value.filter((r) => !longEnough(conclusionOf(r))))
  const renew = () => client.invalidateQueries({ queryKey: keys.business })

  function settle(id: number, failure: unknown): boolean {
    busy.delete(id)
    if (failure) {
      failures.set(id, failure)
      return false
    }
    gone.add(id)
    marked.delete(id)
    conclusions.delete(id)
    return true
  }

  async function one(r: Report, verb: Verb, text = ''): Promise<boolean> {
    if (busy.has(r.id)) return false
    busy.add(r.id)
    failures.delete(r.id)
    const ok = settle(r.id, await decideReport({ id: r.id, version: r.version, verb, text }).then(() => null, (e: unknown) => e))
    void renew()
    return ok
  }

  /** One request: each report is decided by itself, and one that fails does not stop the rest. */
  async function part(reports: readonly Report[]): Promise<number> {
    for (const r of reports) {
      busy.add(r.id)
      failures.delete(r.id)
    }
    try {
      const results = await decideReports(acceptVerb(reports[0]!), reports.map((r) => ({ id: r.id, version: r.version, conclusion: conclusionOf(r) || undefined })))
      return results.filter((x) => settle(x.id, x.ok ? null : new ApiError(x.problem?.status ?? 0, x.problem ?? {}))).length
    } catch (e) {
      for (const r of reports) settle(r.id, e)
      return 0
    }
  }

  async function confirmMarked(): Promise<void> {
    const todo = waiting.value.filter((r) => marked.has(r.id) && !busy.has(r.id))
    if (!todo.length || batch.value?.running || unconcluded.value.length) return
    stopped = false
    const run = reactive({ done: 0, all: todo.length, ok: 0, failed: 0, running: true })
    batch.value = run
    for (const reports of batchesOf(todo, BATCH_SIZE)) {
      if (stopped) break
      const ok = await part(reports)
      run.done += reports.length
      run.ok += ok
      run.failed += reports.length - ok
    }
    run.running = false
    if (!markedClaims.value.length) common.value = ''
    void renew()
  }

  function mark(id: number, on = !marked.has(id)): void {
    if (on) marked.add(id)
    else marked.delete(id)
  }
  const conclude = (id: number, words: string) => conclusions.set(id, words)

  return { waiting, marked, markedClaims, unconcluded, busy, gone, failures, conclusions, common, batch, one, confirmMarked, mark, conclude, stop: () => (stopped = true) }
}
