import { computed, onBeforeUnmount, ref, watch, type Ref } from 'vue'

/** A list that comes into the page a few rows a frame, so that a page of rows never holds up the keyboard. */
export function useGradually<T>(list: Ref<readonly T[]>, step = 8) {
  const shown = ref(step)
  let frame = 0
  function grow(): void {
    frame = 0
    if (shown.value >= list.value.length) return
    shown.value += step
    frame = requestAnimationFrame(grow)
  }
  watch(() => list.value.length, () => {
    if (!frame) frame = requestAnimationFrame(grow)
  }, { immediate: true })
  onBeforeUnmount(() => cancelAnimationFrame(frame))
  return computed(() => list.value.slice(0, shown.value))
}
