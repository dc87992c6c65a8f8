import { onBeforeUnmount, ref } from 'vue'

/** Whether a media query holds, kept up to date. */
export function useMedia(query: string) {
  const media = window.matchMedia(query)
  const matches = ref(media.matches)
  const look = () => (matches.value = media.matches)
  media.addEventListener('change', look)
  onBeforeUnmount(() => media.removeEventListener('change', look))
  return matches
}

/** The width below which controls are folded: the phone, and the desk at 200 %. */
export const useNarrow = () => useMedia('(max-width: 760px)')
