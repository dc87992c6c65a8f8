import { onScopeDispose, ref, watch } from 'vue'
import { useQueryClient } from '@tanstack/vue-query'
import { dropFigureDraft, keepFigureDraft } from '@/api/figures'
import { keys } from '@/api/keys'
import { toDraft, type FigureForm } from '@/lib/figures'
import type { MoneyUnit } from '@/lib/format'

/** A pause in typing, not every key. */
const QUIET_MS = 1_000

/**
 * Keeps a begun report of figures on the server, so that it goes on in another browser. What is still on the screen when the
 * form closes is kept at once. The server out of reach costs the copy, never the form.
 */
export function useFigureDraft(id: number, form: FigureForm, unit: () => MoneyUnit, begun: boolean) {
  const client = useQueryClient()
  const kept = ref(begun)
  let timer: ReturnType<typeof setTimeout> | undefined
  let sending: Promise<unknown> = Promise.resolve()
  let sent = false

  async function save(): Promise<void> {
    timer = undefined
    const body = toDraft(form, unit())
    if (!body && !kept.value) return
    sending = sending.then(() => (body ? keepFigureDraft(id, body) : dropFigureDraft(id))).then(() => (kept.value = body !== null), () => (kept.value = false))
    await sending
  }

  watch(form, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void save(), QUIET_MS)
  })

  /** Before the report is sent: no copy may come after it. */
  async function settle(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    await sending
  }
  /** The report took the draft along. */
  const done = () => (sent = true)

  onScopeDispose(() => {
    const waits = timer !== undefined
    clearTimeout(timer)
    if (sent) return
    // The lists name what was begun; they are read again once it is there.
    void (waits ? save() : sending).then(() => client.invalidateQueries({ queryKey: keys.reportsOf('figures', id) })).then(() => client.invalidateQueries({ queryKey: keys.worklist() }))
  })
  return { kept, settle, done }
}
