import { computed, nextTick, onBeforeUnmount, onMounted, ref, shallowRef, triggerRef, watch, type Ref } from 'vue'
import { offsetsOf, partsOf, rangeOf, type Range } from '@/lib/window'

/**
 * Draws the rows in sight of a list that may have thousands. It scrolls with the
 * page or inside a box, whichever holds it; heights are measured as rows are drawn.
 */
export function useListWindow(body: Ref<HTMLElement | undefined>, count: () => number, estimate: () => number, kept: () => number) {
  const heights = shallowRef(new Map<number, number>())
  const range = ref<Range>({ from: 0, to: 40 })
  const printing = ref(false)
  const SPARE = 8
  const offsets = computed(() => offsetsOf(count(), (i) => heights.value.get(i) ?? estimate()))
  const parts = computed(() => partsOf(offsets.value, printing.value ? { from: 0, to: count() } : { from: Math.min(range.value.from, count()), to: Math.min(range.value.to, count()) }, kept()))

  let frame = 0
  function look(): void {
    frame = 0
    const el = body.value
    if (!el) return
    const top = el.getBoundingClientRect().top
    const box = el.closest<HTMLElement>('[data-scrolls]')?.getBoundingClientRect()
    const from = Math.max(0, box?.top ?? 0)
    const to = Math.min(window.innerHeight, box?.bottom ?? window.innerHeight)
    const next = rangeOf(offsets.value, from - top, to - top, SPARE)
    if (next.from !== range.value.from || next.to !== range.value.to) range.value = next
  }
  const later = () => {
    if (!frame) frame = requestAnimationFrame(look)
  }

  const rows = new Map<Element, number>()
  const observer = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver((entries) => {
    let changed = false
    for (const e of entries) {
      const row = rows.get(e.target)
      const height = (e.target as HTMLElement).offsetHeight
      if (row === undefined || height === 0 || heights.value.get(row) === height) continue
      heights.value.set(row, height)
      changed = true
    }
    if (!changed) return
    triggerRef(heights)
    later()
  })

  /** Called with each drawn row, and with null when it goes. */
  function measure(el: Element | null, row: number): void {
    if (el) {
      if (rows.get(el) === row) return
      rows.set(el, row)
      observer?.observe(el)
      return
    }
    for (const [old, r] of rows) {
      if (r !== row || old.isConnected) continue
      observer?.unobserve(old)
      rows.delete(old)
    }
  }

  /** Other rows or another shape: what was measured says nothing any more. */
  function forget(): void {
    heights.value = new Map()
    void nextTick(later)
  }

  watch(count, () => void nextTick(later))
  const print = (on: boolean) => () => (printing.value = on)
  const [before, after] = [print(true), print(false)]
  onMounted(() => {
    document.addEventListener('scroll', later, { capture: true, passive: true })
    window.addEventListener('resize', later)
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    look()
  })
  onBeforeUnmount(() => {
    document.removeEventListener('scroll', later, { capture: true })
    window.removeEventListener('resize', later)
    window.removeEventListener('beforeprint', before)
    window.removeEventListener('afterprint', after)
    cancelAnimationFrame(frame)
    observer?.disconnect()
  })

  return { parts, range, measure, forget }
}
