import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** How far below the top of the page an element begins, kept up to date: a page that fills the window needs to know. */
export function useTop(el: Ref<HTMLElement | undefined>) {
  const top = ref(60)
  let observer: ResizeObserver | undefined
  const look = () => {
    if (el.value) top.value = Math.round(el.value.getBoundingClientRect().top + window.scrollY)
  }
  onMounted(() => {
    look()
    window.addEventListener('resize', look)
    if (typeof ResizeObserver === 'undefined') return
    observer = new ResizeObserver(look)
    observer.observe(document.body)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('resize', look)
    observer?.disconnect()
  })
  return top
}
