import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** The plan a page measures against: undefined is 现计划, `baseline` 按原计划. */
export type Basis = 'baseline' | undefined

/** The plan in force for the page. Like the day it lives in the address, so a link shows everybody the same. */
export function useBasis() {
  const route = useRoute()
  const router = useRouter()
  const original = computed(() => route.meta.basis === true && route.query.basis === 'baseline')
  const basis = computed<Basis>(() => (original.value ? 'baseline' : undefined))
  function set(on: boolean): void {
    const query = { ...route.query }
    if (on) query.basis = 'baseline'
    else delete query.basis
    void router.replace({ query })
  }
  return { basis, original, set }
}
