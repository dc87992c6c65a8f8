import { nextTick, onBeforeUnmount, onMounted, ref } from 'vue'

/**
 * Whether the page shows what goes on paper. `print()` lays the sheets out first
 * and then asks the browser; a print from the browser's own menu lays them out
 * in its `beforeprint`, which waits for us.
 */
export function usePrinting() {
  const printing = ref(false)
  const begin = () => (printing.value = true)
  const end = () => (printing.value = false)

  async function print(): Promise<void> {
    printing.value = true
    await nextTick()
    await document.fonts.ready
    window.print()
  }
  onMounted(() => {
    window.addEventListener('beforeprint', begin)
    window.addEventListener('afterprint', end)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('beforeprint', begin)
    window.removeEventListener('afterprint', end)
  })
  return { printing, print }
}
