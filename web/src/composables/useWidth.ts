import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** The width of an element in pixels, kept up to date. */
export function useWidth(el: Ref<HTMLElement | undefined>, initial = 300) {
  const width = ref(initial)
  let observer: ResizeObserver | undefined
  onMounted(() => {
    if (!el.value || typeof ResizeObserver === 'undefined') return
    width.value = el.value.clientWidth || initial
    observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) width.value = entry.contentRect.width
    })
    observer.observe(el.value)
  })
  onBeforeUnmount(() => observer?.disconnect())
  return width
}
