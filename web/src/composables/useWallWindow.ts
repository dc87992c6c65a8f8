import { onBeforeUnmount, onMounted, shallowRef, watch, type Ref } from 'vue'
import { rangeOf, type Offsets, type Range } from '@/lib/window'

/**
 * The lines worth drawing while a list scrolls, in a box of its own or with the
 * page (no scroller). Looks once a frame and changes only from step to step.
 */
export function useWallWindow(list: Ref<HTMLElement | undefined>, offsets: Ref<Offsets>, o: { scroller?: Ref<HTMLElement | undefined>; beyond: number; step: number }) {
  const range = shallowRef<Range>({ from: 0, to: 0 })
  let frame = 0
  let observer: ResizeObserver | undefined

  function look(): void {
    frame = 0
    if (!list.value) return
    const box = o.scroller?.value
    const top = box ? box.scrollTop : -list.value.getBoundingClientRect().top
    const next = rangeOf(offsets.value, top, top + (box ? box.clientHeight : window.innerHeight), o.beyond, o.step)
    if (next.from !== range.value.from || next.to !== range.value.to) range.value = next
  }
  const later = () => (frame ||= requestAnimationFrame(look))
  const source = () => o.scroller?.value ?? window

  onMounted(() => {
    look()
    source().addEventListener('scroll', later, { passive: true })
    window.addEventListener('resize', later)
    if (o.scroller?.value && typeof ResizeObserver !== 'undefined') {
      observer = new ResizeObserver(later)
      observer.observe(o.scroller.value)
    }
  })
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame)
    source().removeEventListener('scroll', later)
    window.removeEventListener('resize', later)
    observer?.disconnect()
  })
  watch(offsets, look, { flush: 'post' })
  return { range, look }
}
