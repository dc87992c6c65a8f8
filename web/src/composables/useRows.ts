import { nextTick, ref, watch, type Ref } from 'vue'
import { useKeys } from './useKeys'

interface Focusable {
  focus: () => void
}

/**
 * Rows that open one at a time, moved through with J and K. `search` gets the
 * keyboard on `/`, `help` on `?`.
 */
export function useRows(ids: Ref<readonly number[]>, acts: { search?: () => void; help?: () => void } = {}) {
  const open = ref(0)
  const rows = new Map<number, Focusable>()
  const at = ref(-1)
  const setRow = (id: number, el: unknown): void => void (el ? rows.set(id, el as Focusable) : rows.delete(id))
  const toggle = (id: number): void => {
    at.value = ids.value.indexOf(id)
    open.value = open.value === id ? 0 : id
  }
  watch(ids, () => (at.value = Math.min(at.value, ids.value.length - 1)))

  async function go(id: number, andOpen = false): Promise<void> {
    if (andOpen) open.value = id
    at.value = ids.value.indexOf(id)
    await nextTick()
    rows.get(id)?.focus()
  }
  function move(by: number): boolean {
    const next = ids.value[Math.max(0, Math.min(ids.value.length - 1, at.value + by))]
    if (next !== undefined) void go(next)
    return next !== undefined
  }
  useKeys('list', (action) => {
    if (action === 'next') return move(1)
    if (action === 'previous') return move(-1)
    if (action === 'search' && acts.search) return acts.search(), true
    if (action === 'help' && acts.help) return acts.help(), true
    return false
  })
  return { open, setRow, toggle, go }
}
